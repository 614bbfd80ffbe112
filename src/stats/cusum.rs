//! The cumulative sum chart in its tabular form.

use super::describe::{check_finite, finite};
use super::error::StatError;
use super::shewhart::InControl;

/// The customary slack, in standard deviations.
pub const SLACK: f64 = 0.5;
/// The customary decision limit, in standard deviations.
pub const DECISION: f64 = 5.0;

/// The two cumulative sums and where they pass the limit.
#[derive(Debug, Clone, PartialEq)]
pub struct CusumChart {
    /// The sum of rises beyond the slack, zero or more, in standard deviations.
    pub upper: Vec<f64>,
    /// The sum of falls beyond the slack, zero or less, in standard deviations.
    pub lower: Vec<f64>,
    /// The places, counted from 0, at which the upper sum is above the limit.
    pub above: Vec<usize>,
    /// The places, counted from 0, at which the lower sum is below the negative limit.
    pub below: Vec<usize>,
}

/// Chart `values`, in time order, by `C+ = max(0, C+ + z - slack)` and `C- = min(0, C- + z + slack)` with
/// `z = (value - centre) / sigma` (Page 1954); a sum beyond `decision` is marked. The sums go on after a mark.
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::NoVariation`] if sigma is not positive, [`StatError::OutOfRange`] for a negative
/// slack or a limit that is not positive. No value at all gives an empty chart.
///
/// ```
/// use attune::stats::{cusum::{DECISION, SLACK, cusum}, shewhart::InControl};
/// let chart = cusum(&[50.0, 44.0, 44.0], InControl::new(50.0, 2.0)?, SLACK, DECISION)?;
/// assert_eq!((chart.lower, chart.below), (vec![0.0, -2.5, -5.0], vec![]));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn cusum(values: &[f64], in_control: InControl, slack: f64, decision: f64) -> Result<CusumChart, StatError> {
    check_finite(values)?;
    let InControl { centre, sigma } = InControl::new(in_control.centre, in_control.sigma)?;
    if slack.is_nan() || slack < 0.0 || decision.is_nan() || decision <= 0.0 {
        return Err(StatError::OutOfRange("slack is not negative and the decision limit is positive"));
    }
    let (mut rise, mut fall) = (0.0_f64, 0.0_f64);
    let (mut upper, mut lower) = (Vec::with_capacity(values.len()), Vec::with_capacity(values.len()));
    for value in values {
        let z = finite((value - centre) / sigma)?;
        rise = (rise + z - slack).max(0.0);
        fall = (fall + z + slack).min(0.0);
        upper.push(rise);
        lower.push(fall);
    }
    let places = |sums: &[f64]| sums.iter().enumerate().filter(|(_, s)| s.abs() > decision).map(|(i, _)| i).collect();
    Ok(CusumChart { above: places(&upper), below: places(&lower), upper, lower })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrong_options_are_told() {
        let base = InControl { centre: 0.0, sigma: 1.0 };
        assert_eq!(cusum(&[f64::NAN], base, SLACK, DECISION), Err(StatError::NotFinite));
        assert_eq!(cusum(&[1.0], InControl { sigma: 0.0, ..base }, SLACK, DECISION), Err(StatError::NoVariation));
        assert!(matches!(cusum(&[1.0], base, -1.0, DECISION), Err(StatError::OutOfRange(_))));
        assert!(matches!(cusum(&[1.0], base, SLACK, f64::NAN), Err(StatError::OutOfRange(_))));
        let narrow = InControl { sigma: 1e-300, ..base };
        assert!(matches!(cusum(&[1e300], narrow, SLACK, DECISION), Err(StatError::NotEstimable(_))));
        assert!(cusum(&[], base, SLACK, DECISION).unwrap().upper.is_empty());
    }

    #[test]
    fn a_sum_is_marked_above_the_limit_and_not_on_it() {
        let base = InControl { centre: 0.0, sigma: 1.0 };
        let chart = cusum(&[5.5, 0.75, -1.0], base, SLACK, DECISION).unwrap();
        assert_eq!((chart.upper, chart.above), (vec![5.0, 5.25, 3.75], vec![1]));
    }

    proptest! {
        #[test]
        fn a_mirrored_series_has_mirrored_sums(values in prop::collection::vec(-9.0..9.0f64, 0..40), centre in -3.0..3.0f64) {
            let base = InControl { centre, sigma: 2.0 };
            let chart = cusum(&values, base, SLACK, DECISION).unwrap();
            let mirrored: Vec<f64> = values.iter().map(|v| -v).collect();
            let mirror = cusum(&mirrored, InControl { centre: -centre, sigma: 2.0 }, SLACK, DECISION).unwrap();
            let turned: Vec<f64> = mirror.lower.iter().map(|v| -v).collect();
            prop_assert_eq!(&turned, &chart.upper);
            prop_assert_eq!(mirror.below, chart.above);
            prop_assert!(chart.upper.iter().all(|s| *s >= 0.0) && chart.lower.iter().all(|s| *s <= 0.0));
        }
    }
}
