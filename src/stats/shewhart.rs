//! The chart of individual values (Shewhart), and the centre and spread that all control charts here start from.

use super::describe::{check_finite, check_sample, finite, mean, sum};
use super::error::StatError;

/// The mean range of two standard normal values, `2 / sqrt(pi)`.
pub const D2: f64 = std::f64::consts::FRAC_2_SQRT_PI;

/// [`D2`] as the tables of quality control print it, which is what charts are drawn with by custom.
pub const D2_TABLE: f64 = 1.128;

/// The mean of the absolute differences of successive values, in time order.
///
/// # Errors
/// [`StatError::TooFew`] below two values, [`StatError::NotFinite`].
///
/// ```
/// use attune::stats::shewhart::mean_moving_range;
/// assert_eq!(mean_moving_range(&[1.0, 4.0, 3.0]), Ok(2.0));
/// ```
pub fn mean_moving_range(values: &[f64]) -> Result<f64, StatError> {
    check_sample(values, 2)?;
    finite(sum(values.windows(2).map(|w| (w[1] - w[0]).abs())) / (values.len() - 1) as f64)
}

/// What a process looks like while nothing changes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InControl {
    /// The centre line.
    pub centre: f64,
    /// The standard deviation of one value.
    pub sigma: f64,
}

impl InControl {
    /// The centre and spread given from outside.
    ///
    /// # Errors
    /// [`StatError::NotFinite`], [`StatError::NoVariation`] if `sigma` is not positive.
    ///
    /// ```
    /// use attune::stats::shewhart::InControl;
    /// assert!(InControl::new(50.0, 2.5).is_ok() && InControl::new(50.0, 0.0).is_err());
    /// ```
    pub fn new(centre: f64, sigma: f64) -> Result<Self, StatError> {
        check_finite(&[centre, sigma])?;
        if sigma > 0.0 { Ok(Self { centre, sigma }) } else { Err(StatError::NoVariation) }
    }

    /// The mean of a baseline, and its mean moving range over [`D2_TABLE`].
    ///
    /// # Errors
    /// [`StatError::TooFew`] below two values, [`StatError::NotFinite`], [`StatError::NoVariation`] if all are equal.
    ///
    /// ```
    /// use attune::stats::shewhart::{D2_TABLE, InControl};
    /// let base = InControl::from_baseline(&[1.0, 4.0, 4.0])?;
    /// assert_eq!((base.centre, base.sigma), (3.0, 1.5 / D2_TABLE));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn from_baseline(values: &[f64]) -> Result<Self, StatError> {
        let range = mean_moving_range(values)?;
        Self::new(mean(values)?, range / D2_TABLE)
    }
}

/// A chart of individual values.
#[derive(Debug, Clone, PartialEq)]
pub struct ShewhartChart {
    /// The lower limit.
    pub lower: f64,
    /// The upper limit.
    pub upper: f64,
    /// The places, counted from 0, of values beyond a limit, in order.
    pub beyond: Vec<usize>,
    /// The places, counted from 0, at which a run on one side of the centre has reached the given length.
    pub runs: Vec<usize>,
}

/// Chart `values` against limits at `width` standard deviations from the centre (3 by custom), and mark runs of at least
/// `run_length` values on one side of the centre (7 by custom; 0 marks none). A value on the centre belongs to no side; a
/// value on a limit is not beyond it.
///
/// # Errors
/// [`StatError::NotFinite`], [`StatError::OutOfRange`] if `width` is not positive, [`StatError::NoVariation`] if sigma is
/// not positive. No value at all gives a chart with nothing marked.
///
/// ```
/// use attune::stats::shewhart::{InControl, shewhart};
/// let chart = shewhart(&[50.0, 51.0, 40.0], InControl::new(50.0, 2.0)?, 3.0, 7)?;
/// assert_eq!((chart.lower, chart.beyond), (44.0, vec![2]));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn shewhart(
    values: &[f64],
    in_control: InControl,
    width: f64,
    run_length: usize,
) -> Result<ShewhartChart, StatError> {
    check_finite(values)?;
    let InControl { centre, sigma } = InControl::new(in_control.centre, in_control.sigma)?;
    if width.is_nan() || width <= 0.0 {
        return Err(StatError::OutOfRange("the width of the limits is positive"));
    }
    let (lower, upper) = (finite(centre - width * sigma)?, finite(centre + width * sigma)?);
    let beyond = values.iter().enumerate().filter(|(_, v)| **v < lower || **v > upper).map(|(i, _)| i).collect();
    let mut runs = Vec::new();
    let mut length = 0;
    let mut side = None;
    for (i, value) in values.iter().enumerate() {
        let here = value.partial_cmp(&centre);
        length = if here == side { length + 1 } else { 1 };
        side = here;
        if run_length > 0 && length >= run_length && *value != centre {
            runs.push(i);
        }
    }
    Ok(ShewhartChart { lower, upper, beyond, runs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_few_flat_or_wrong_is_told() {
        assert_eq!(InControl::from_baseline(&[]), Err(StatError::TooFew { needed: 2, found: 0 }));
        assert_eq!(InControl::from_baseline(&[1.0]), Err(StatError::TooFew { needed: 2, found: 1 }));
        assert_eq!(InControl::from_baseline(&[0.1; 5]), Err(StatError::NoVariation));
        assert_eq!(InControl::from_baseline(&[1.0, f64::NAN]), Err(StatError::NotFinite));
        let base = InControl { centre: 0.0, sigma: 1.0 };
        assert_eq!(shewhart(&[f64::INFINITY], base, 3.0, 7), Err(StatError::NotFinite));
        assert!(matches!(shewhart(&[1.0], base, 0.0, 7), Err(StatError::OutOfRange(_))));
        assert_eq!(shewhart(&[1.0], InControl { sigma: 0.0, ..base }, 3.0, 7), Err(StatError::NoVariation));
        assert!(shewhart(&[], base, 3.0, 7).unwrap().beyond.is_empty());
    }

    #[test]
    fn runs_are_marked_from_the_value_that_completes_them() {
        let base = InControl { centre: 0.0, sigma: 1.0 };
        let values = [1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0, 0.0, -1.0];
        assert_eq!(shewhart(&values, base, 3.0, 3).unwrap().runs, [2, 3, 6]);
        assert!(shewhart(&values, base, 3.0, 0).unwrap().runs.is_empty());
        assert!(shewhart(&[0.0; 9], base, 3.0, 3).unwrap().runs.is_empty());
    }

    proptest! {
        #[test]
        fn shift_and_scale_mark_the_same_values(values in prop::collection::vec(-9..9i32, 3..40), shift in -9..9i32, factor in 0..3u32) {
            let series: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            let Ok(base) = InControl::from_baseline(&series) else { return Ok(()) };
            let chart = shewhart(&series, base, 1.7, 4).unwrap();
            // Powers of two and whole numbers, so that no rounding decides about a value on a limit.
            let scale = f64::from(1u32 << factor);
            let moved: Vec<f64> = series.iter().map(|v| v * scale).collect();
            let again = shewhart(&moved, InControl::from_baseline(&moved).unwrap(), 1.7, 4).unwrap();
            prop_assert_eq!((&again.beyond, &again.runs), (&chart.beyond, &chart.runs));
            let shifted: Vec<f64> = series.iter().map(|v| v + f64::from(shift)).collect();
            let there = shewhart(&shifted, InControl::from_baseline(&shifted).unwrap(), 1.7, 4).unwrap();
            prop_assert!((there.lower - chart.lower - f64::from(shift)).abs() < 1e-9);
        }
    }
}
