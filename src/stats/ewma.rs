//! The chart of the exponentially weighted moving average.

use super::describe::{check_finite, finite};
use super::error::StatError;
use super::interval::Interval;
use super::shewhart::InControl;

/// The customary weight of the newest value.
pub const WEIGHT: f64 = 0.2;
/// The customary width of the limits, in standard deviations of the average.
pub const WIDTH: f64 = 3.0;

/// The moving average, its limits, and where it passes them.
#[derive(Debug, Clone, PartialEq)]
pub struct EwmaChart {
    /// The moving average after each value.
    pub average: Vec<f64>,
    /// The exact limits at each value.
    pub limits: Vec<Interval>,
    /// The places, counted from 0, at which the average is beyond a limit.
    pub beyond: Vec<usize>,
}

/// Chart `values`, in time order, by `z_i = weight x_i + (1 - weight) z_(i-1)` from `z_0 = centre`, with the exact limits
/// `centre -/+ width sigma sqrt(weight / (2 - weight) (1 - (1 - weight)^(2i)))` (Roberts 1959; Lucas & Saccucci 1990).
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::NoVariation`] if sigma is not positive, [`StatError::OutOfRange`] for a weight
/// outside 0 to 1 (1 is allowed) or a width that is not positive. No value at all gives an empty chart.
///
/// ```
/// use attune::stats::{ewma::{WEIGHT, WIDTH, ewma}, shewhart::InControl};
/// let chart = ewma(&[50.0, 60.0], InControl::new(50.0, 2.0)?, WEIGHT, WIDTH)?;
/// assert_eq!((chart.average, chart.beyond), (vec![50.0, 52.0], vec![1]));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn ewma(values: &[f64], in_control: InControl, weight: f64, width: f64) -> Result<EwmaChart, StatError> {
    check_finite(values)?;
    let InControl { centre, sigma } = InControl::new(in_control.centre, in_control.sigma)?;
    if !(weight > 0.0 && weight <= 1.0) || width.is_nan() || width <= 0.0 {
        return Err(StatError::OutOfRange("the weight lies between 0 and 1 and the width is positive"));
    }
    let mut average = Vec::with_capacity(values.len());
    let mut limits = Vec::with_capacity(values.len());
    let mut beyond = Vec::new();
    let (mut z, mut forgotten) = (centre, 1.0);
    for (i, value) in values.iter().enumerate() {
        z = weight * value + (1.0 - weight) * z;
        forgotten *= (1.0 - weight).powi(2);
        let half = width * sigma * (weight / (2.0 - weight) * (1.0 - forgotten)).sqrt();
        let limit = Interval::around(centre, finite(half)?);
        if z < limit.lower || z > limit.upper {
            beyond.push(i);
        }
        average.push(z);
        limits.push(limit);
    }
    Ok(EwmaChart { average, limits, beyond })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrong_options_are_told() {
        let base = InControl { centre: 0.0, sigma: 1.0 };
        assert_eq!(ewma(&[f64::NAN], base, WEIGHT, WIDTH), Err(StatError::NotFinite));
        assert_eq!(ewma(&[1.0], InControl { sigma: -1.0, ..base }, WEIGHT, WIDTH), Err(StatError::NoVariation));
        for (weight, width) in [(0.0, 3.0), (1.1, 3.0), (f64::NAN, 3.0), (0.2, 0.0), (0.2, f64::NAN)] {
            assert!(matches!(ewma(&[1.0], base, weight, width), Err(StatError::OutOfRange(_))));
        }
        assert!(ewma(&[], base, WEIGHT, WIDTH).unwrap().average.is_empty());
    }

    proptest! {
        #[test]
        fn averages_stay_inside_and_limits_widen(values in prop::collection::vec(-9.0..9.0f64, 1..40), weight in 0.01..1.0f64) {
            let chart = ewma(&values, InControl { centre: 0.0, sigma: 2.0 }, weight, WIDTH).unwrap();
            prop_assert!(chart.average.iter().all(|a| a.abs() < 9.0));
            prop_assert!(chart.limits.windows(2).all(|w| w[0].upper <= w[1].upper));
            // With a weight of one it is the chart of individual values.
            let plain = ewma(&values, InControl { centre: 0.0, sigma: 2.0 }, 1.0, WIDTH).unwrap();
            prop_assert_eq!(&plain.average, &values);
            prop_assert!(plain.limits.iter().all(|l| l.upper == 6.0));
        }
    }
}
