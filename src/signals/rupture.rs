//! Rank 5: a rupture that is not yet repaired. A reminder of an earlier flag; it raises none of its own.

/// What the rupture detector hands over about the latest rupture of a course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuptureRecord {
    /// The number of the session in which it was flagged, from 1.
    pub session: usize,
    /// How far below the usual level it went, in points, above zero.
    pub depth: f64,
    /// How many sessions in a row, up to the latest, lay inside the band of what was usual before it.
    pub sessions_back: usize,
    /// The patient's own word on whether it is mended; nothing while nobody asked.
    pub mended: Option<bool>,
    /// The share of ruptures flagged by noise alone that would come back inside the band as fast, so that it stands beside
    /// any rate of repair.
    pub chance_back: Option<f64>,
}

/// The sessions in a row inside the band that a repair takes.
pub const SESSIONS_FOR_REPAIR: usize = 2;

/// What is still lacking.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unrepaired {
    /// The rupture.
    pub rupture: RuptureRecord,
    /// Whether the scores are back.
    pub scores_back: bool,
    /// Whether nobody has asked the patient yet.
    pub not_asked: bool,
}

/// A repair takes two sessions inside the band *and* the patient's word: scores come back by themselves too often.
///
/// ```
/// use attune::signals::rupture::{RuptureRecord, look};
/// let rupture =
///     RuptureRecord { session: 6, depth: 0.9, sessions_back: 2, mended: None, chance_back: None };
/// assert!(look(&rupture).is_some_and(|seen| seen.scores_back && seen.not_asked));
/// assert!(look(&RuptureRecord { mended: Some(true), ..rupture }).is_none());
/// assert!(look(&RuptureRecord { mended: Some(true), sessions_back: 1, ..rupture }).is_some());
/// ```
#[must_use]
pub fn look(rupture: &RuptureRecord) -> Option<Unrepaired> {
    let scores_back = rupture.sessions_back >= SESSIONS_FOR_REPAIR;
    let repaired = scores_back && rupture.mended == Some(true);
    (!repaired).then_some(Unrepaired { rupture: *rupture, scores_back, not_asked: rupture.mended.is_none() })
}
