//! Rank 10: a therapist's share outside the funnel. For supervision only, and so no signal of a person: it has a type of its
//! own that the list of a person's signals cannot hold.

use crate::alliance::caseload_summary::{Beside, Funnel, InFunnel};

/// Where a funnel was drawn, and who lies outside.
#[derive(Clone, Debug, PartialEq)]
pub struct SupervisionSignal {
    /// The share of all.
    pub target: f64,
    /// Those outside the limits, in the order of their codes.
    pub outside: Vec<InFunnel>,
    /// How many therapists were looked at.
    pub therapists: usize,
    /// How many of them would lie outside by chance alone, `(1 - level)` of them.
    pub by_chance: f64,
}

/// The therapists outside the limits of a funnel drawn at `level`; nothing where all lie inside.
///
/// ```
/// use attune::{alliance::{Group, caseload_summary::funnel}, signals::supervision::look};
/// let person: Vec<usize> = (0..160).collect();
/// let therapist: Vec<usize> = person.iter().map(|p| p / 40).collect();
/// let left: Vec<bool> = person.iter().map(|p| if *p < 40 { p % 2 == 0 } else { p % 8 == 0 }).collect();
/// let seen = look(&funnel(&Group::of(&person)?, &therapist, &left, 0.95)?, 0.95);
/// assert!(seen.is_none_or(|seen| seen.outside.iter().all(|unit| unit.people >= 20)));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
#[must_use]
pub fn look(funnel: &Funnel, level: f64) -> Option<SupervisionSignal> {
    let outside: Vec<InFunnel> =
        funnel.therapists.iter().copied().filter(|unit| unit.beside != Beside::Within).collect();
    let therapists = funnel.therapists.len();
    (!outside.is_empty()).then_some(SupervisionSignal {
        target: funnel.target,
        outside,
        therapists,
        by_chance: (1.0 - level) * therapists as f64,
    })
}
