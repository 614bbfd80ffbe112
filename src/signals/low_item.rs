//! Rank 1: the items just marked low: one of the two lowest options, or two steps below the person's own median. A fact.

use crate::alliance::LowItem;

/// An item just marked low.
#[derive(Clone, Debug, PartialEq)]
pub struct LowItemSeen {
    /// The item's name within its instrument.
    pub item: String,
    /// The answer as it was given.
    pub answer: f64,
    /// The person's own median before; nothing for a first answer.
    pub usual: Option<f64>,
}

/// The low items of the latest answers, in the order of the questionnaire (the rule is
/// [`low_items`](crate::alliance::low_items::low_items)).
#[must_use]
pub fn look(items: &[LowItem<'_>]) -> Vec<LowItemSeen> {
    let one = |low: &LowItem<'_>| LowItemSeen { item: low.item.id.clone(), answer: low.answer, usual: low.usual };
    items.iter().map(one).collect()
}
