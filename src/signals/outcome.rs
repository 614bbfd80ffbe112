//! Rank 3: the outcome worse than is usual for the person. A flag, with the class of change and the expected course beside it.

use super::Kind;
use super::own_change::{BelowUsual, OwnScores, below};
use crate::alliance::cut_offs::{Better, RELIABLE};
use crate::alliance::expected_course::{Expected, Place};

/// One person's outcome scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutcomeScores<'a> {
    /// The scores as measured.
    pub scores: OwnScores<'a>,
    /// Which end is the better one. Without it nothing is called worse, so that it is no option.
    pub better: Better,
    /// The error of a difference of two scores, `sqrt(2) SE`, of a scale with a published or own reliability; nothing for
    /// sliders, of which nothing is called reliable.
    pub error_of_difference: Option<f64>,
    /// Where the latest score was expected, if anything was.
    pub expected: Option<Expected>,
}

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutcomeWorse {
    /// The latest score and what is usual, in the direction of the scale. `low` is the edge that was passed, whichever it is.
    pub change: BelowUsual,
    /// The index of Jacobson and Truax from the first score to the latest, below zero for worse; nothing for sliders.
    pub reliable_change_index: Option<f64>,
    /// Where the latest score lies among people seen here before, or beside the assumed course. A plain description: of a
    /// band of .80 one person in ten is below by its construction.
    pub beside_expected: Option<Place>,
}

/// Worse than usual by the rule of [`prediction_rule`](super::own_change::prediction_rule) with the outcome's share; where the
/// scale has a reliability, also reliably worse than at the first score (`-1.96`).
///
/// ```
/// use attune::alliance::{baseline::{Noise, NoiseSource}, cut_offs::Better};
/// use attune::signals::{outcome::{OutcomeScores, look}, own_change::OwnScores};
/// let noise = Noise { sd: 2.0, source: NoiseSource::Caseload { pairs: 200 } };
/// let scores = OwnScores { earlier: &[20.0, 19.0, 21.0, 20.0], latest: 32.0, noise, range: (0.0, 40.0) };
/// let symptoms =
///     OutcomeScores { scores, better: Better::Lower, error_of_difference: Some(3.0), expected: None };
/// let seen = look(&symptoms).ok_or("nothing")?;
/// assert_eq!(seen.reliable_change_index, Some(-4.0));
/// assert!(look(&OutcomeScores { better: Better::Higher, ..symptoms }).is_none());
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn look(outcome: &OutcomeScores<'_>) -> Option<OutcomeWorse> {
    let sign = outcome.better.sign();
    let scores = outcome.scores;
    // Turned so that higher is better.
    let earlier: Vec<f64> = scores.earlier.iter().map(|score| sign * score).collect();
    let turned = OwnScores {
        earlier: &earlier,
        latest: sign * scores.latest,
        range: if sign > 0.0 { scores.range } else { (-scores.range.1, -scores.range.0) },
        ..scores
    };
    let seen = below(&turned, Kind::Outcome)?;
    let index = outcome
        .error_of_difference
        .filter(|error| *error > 0.0)
        .zip(earlier.first())
        .map(|(error, first)| (turned.latest - first) / error);
    if index.is_some_and(|index| index >= -RELIABLE) {
        return None;
    }
    let change = BelowUsual { latest: scores.latest, usual: sign * seen.usual, low: sign * seen.low, ..seen };
    let beside_expected = outcome.expected.map(|expected| expected.place(scores.latest));
    Some(OutcomeWorse { change, reliable_change_index: index, beside_expected })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::{Noise, NoiseSource};

    #[test]
    fn a_change_that_is_not_reliable_is_no_flag_where_reliability_is_known() {
        let noise = Noise { sd: 1.0, source: NoiseSource::Caseload { pairs: 99 } };
        let scores = OwnScores { earlier: &[20.0, 25.0, 26.0, 25.0, 25.0], latest: 12.0, noise, range: (0.0, 40.0) };
        let of =
            |error| look(&OutcomeScores { scores, better: Better::Higher, error_of_difference: error, expected: None });
        assert!(of(None).is_some_and(|seen| seen.reliable_change_index.is_none()));
        assert!(of(Some(2.0)).is_some() && of(Some(5.0)).is_none());
    }
}
