//! Rank 7: something the person wanted differently from how it is. A fact.

use crate::alliance::preferences::{Mismatch, Preference, mismatches};

/// How many steps apart wanted and received are shown.
pub const STEPS: f64 = 2.0;

/// The preferences that are [`STEPS`] or more steps away from what was wanted, in the order given.
///
/// ```
/// use attune::{alliance::preferences::Preference, signals::preference::look};
/// let homework = Preference { code: 1, preferred: Some(2.0), received: Some(-1.0) };
/// assert_eq!(look(&[homework], 1.0).len(), 1);
/// assert!(look(&[homework], 2.0).is_empty());
/// ```
#[must_use]
pub fn look(preferences: &[Preference], step: f64) -> Vec<Mismatch> {
    mismatches(preferences).into_iter().filter(|mismatch| mismatch.difference.abs() >= STEPS * step).collect()
}
