//! Rank 2: the latest alliance score below what is usual for the person. A flag.

use super::{Kind, allocation::tail};
use crate::alliance::baseline::{Band, FEWEST, Noise};

/// One person's scores on the primary scale: complete ones (a prorated score raises no signal), of one baseline, in order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnScores<'a> {
    /// Those before the latest.
    pub earlier: &'a [f64],
    /// The latest.
    pub latest: f64,
    /// How much scores move by chance: pooled over the caseload without those at the upper end
    /// ([`Pool::add_unless_capped`](crate::alliance::baseline::Pool::add_unless_capped)), or assumed.
    pub noise: Noise,
    /// The lowest and the highest possible score.
    pub range: (f64, f64),
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BelowUsual {
    /// The latest score.
    pub latest: f64,
    /// The mean of those before.
    pub usual: f64,
    /// The lower edge of what is usual.
    pub low: f64,
    /// How many scores it rests on.
    pub scores: usize,
    /// What the edge was drawn with.
    pub noise: Noise,
}

/// The default rule: below the mean of the earlier scores by more than chance explains ([`Band::with_tail`]), with the tail that
/// is allotted to this look. Nothing with fewer than three earlier scores, or with a score that is not finite.
///
/// ```
/// use attune::{alliance::baseline::{Noise, NoiseSource}, signals::own_change::{OwnScores, prediction_rule}};
/// let noise = Noise { sd: 0.3, source: NoiseSource::Caseload { pairs: 200 } };
/// let scores = OwnScores { earlier: &[4.0, 4.2, 3.9, 4.1, 4.0], latest: 2.8, noise, range: (1.0, 5.0) };
/// assert!(prediction_rule(&scores).is_some());
/// assert!(prediction_rule(&OwnScores { latest: 3.6, ..scores }).is_none());
/// ```
#[must_use]
pub fn prediction_rule(scores: &OwnScores<'_>) -> Option<BelowUsual> {
    below(scores, Kind::OwnChange)
}

/// The same rule with the share of another kind.
pub(super) fn below(scores: &OwnScores<'_>, kind: Kind) -> Option<BelowUsual> {
    if !scores.latest.is_finite() || scores.earlier.iter().any(|score| !score.is_finite()) {
        return None;
    }
    let look = (scores.earlier.len() + 1).checked_sub(FEWEST)?;
    let wide = (f64::NEG_INFINITY, f64::INFINITY);
    let band = Band::with_tail(scores.earlier, scores.noise, wide, tail(kind, look))?;
    (scores.latest < band.low).then_some(BelowUsual {
        latest: scores.latest,
        usual: band.mean,
        low: band.low.max(scores.range.0.min(scores.range.1)),
        scores: band.scores,
        noise: scores.noise,
    })
}

/// What a rule sees in the scores. `rule` is [`prediction_rule`] or a detector that keeps to the same share of false flags
/// ([`share`](super::allocation::share)).
pub fn look(scores: &OwnScores<'_>, rule: impl FnOnce(&OwnScores<'_>) -> Option<BelowUsual>) -> Option<BelowUsual> {
    rule(scores)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::NoiseSource;

    const NOISE: Noise = Noise { sd: 0.3, source: NoiseSource::Caseload { pairs: 60 } };

    #[test]
    fn too_early_and_not_a_number_raise_nothing() {
        let of =
            |earlier: &[f64], latest| prediction_rule(&OwnScores { earlier, latest, noise: NOISE, range: (1.0, 5.0) });
        assert!(of(&[], 1.0).is_none() && of(&[5.0, 5.0], 1.0).is_none());
        assert!(of(&[5.0, 5.0, 5.0], 1.0).is_some());
        assert!(of(&[5.0, 5.0, 5.0], f64::NAN).is_none() && of(&[5.0, f64::INFINITY, 5.0], 1.0).is_none());
    }

    #[test]
    fn a_detector_can_take_its_place() {
        let scores = OwnScores { earlier: &[4.0], latest: 3.0, noise: NOISE, range: (1.0, 5.0) };
        let seen =
            look(&scores, |s| Some(BelowUsual { latest: s.latest, usual: 4.0, low: 3.5, scores: 1, noise: s.noise }));
        assert_eq!(seen.map(|seen| seen.low), Some(3.5));
        assert!(look(&scores, prediction_rule).is_none());
    }
}
