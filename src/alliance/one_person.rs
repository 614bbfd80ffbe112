//! The course of one person as numbers: what one person's scores can carry, and nothing else.
//!
//! From nine scores a slope with its interval, from eight a description of the shape, from twenty change points and control
//! charts. With fewer there is an error, never a wide guess: at six sessions a slope is known to two thirds of a standard
//! deviation a session only.
//!
//! What one person cannot carry is not here, so that it cannot be asked for:
//!
//! ```
//! use attune::alliance::OnePerson;
//! let course = OnePerson::new(&[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2]).unwrap();
//! assert!(course.slope(0.95).is_err() && course.change_points().is_err());
//! assert!((course.mean().unwrap() - 4.233).abs() < 1e-3);
//! ```
//!
//! No reliability of one person:
//!
//! ```compile_fail,E0599
//! # use attune::alliance::OnePerson;
//! let course = OnePerson::new(&[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2]).unwrap();
//! course.reliability();
//! ```
//!
//! No correlation of a person's alliance with their outcome:
//!
//! ```compile_fail,E0308
//! # use attune::alliance::{OnePerson, alliance_outcome::together};
//! let course = OnePerson::new(&[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2]).unwrap();
//! together(&course, &[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2], &[9.0, 8.0, 9.0]);
//! ```
//!
//! No chance of leaving:
//!
//! ```compile_fail,E0308
//! # use attune::alliance::{OnePerson, drop_out::attrition};
//! let course = OnePerson::new(&[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2]).unwrap();
//! attrition(&course, &[], None, 0.95);
//! ```
//!
//! No agreement with the therapist's view of one pair:
//!
//! ```compile_fail,E0308
//! # use attune::alliance::{OnePerson, congruence::pairs};
//! let course = OnePerson::new(&[1.0, 2.0, 3.0], &[4.0, 4.5, 4.2]).unwrap();
//! pairs(&course, &[4.0, 4.5, 4.2], &[4.0, 4.5, 4.2]);
//! ```

use crate::order;
use crate::stats::change_point::{Partition, mean_shifts};
use crate::stats::describe::{check_same_length, mean, median, standard_deviation};
use crate::stats::error::StatError;
use crate::stats::interval::Interval;
use crate::stats::mann_kendall::{MannKendall, mann_kendall};
use crate::stats::regression::StraightLine;
use crate::stats::robust_trend::{RobustLine, theil_sen};
use crate::stats::shape::{self, Shape, Shapes};
use crate::stats::shewhart::{InControl, ShewhartChart, shewhart};
use crate::stats::variability::rmssd;

/// The fewest scores for a slope: with eight, the interval is still half a standard deviation a session wide.
pub const FEWEST_FOR_SLOPE: usize = 9;

/// The fewest scores for a description of the shape.
pub const FEWEST_FOR_SHAPE: usize = shape::FEWEST;

/// The fewest scores for change points and control charts.
pub const FEWEST_FOR_CHANGE: usize = 20;

/// One person's scores on one scale and baseline, in the order of time.
#[derive(Clone, Debug, PartialEq)]
pub struct OnePerson {
    times: Vec<f64>,
    scores: Vec<f64>,
}

/// A straight line through one person's scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slope {
    /// Points for one unit of time, by least squares.
    pub slope: f64,
    /// Its interval by t with `n - 2` degrees of freedom; scores that follow one another closely make it too narrow.
    pub interval: Interval,
    /// The line that a single odd session does not move.
    pub robust: RobustLine,
    /// Whether later scores tend to be higher, whatever the shape (tie-corrected); nothing where all scores are equal.
    pub monotone: Option<MannKendall>,
    /// Scores used.
    pub n: usize,
}

impl OnePerson {
    /// The course with score `scores[i]` at `times[i]` (session numbers or days), in any order.
    ///
    /// Missing values: a session whose score is NaN is left out.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`]; [`StatError::NotFinite`] for an infinite score or a time that is no finite number;
    /// [`StatError::OutOfRange`] for two scores at one time.
    pub fn new(times: &[f64], scores: &[f64]) -> Result<Self, StatError> {
        check_same_length(times.len(), scores.len())?;
        if times.iter().any(|time| !time.is_finite()) || scores.iter().any(|score| score.is_infinite()) {
            return Err(StatError::NotFinite);
        }
        let mut points: Vec<(f64, f64)> =
            times.iter().copied().zip(scores.iter().copied()).filter(|(_, score)| !score.is_nan()).collect();
        order::sort_by(&mut points, |a, b| a.0.total_cmp(&b.0));
        if points.windows(2).any(|pair| matches!(pair, [a, b] if a.0 == b.0)) {
            return Err(StatError::OutOfRange("one score at a time"));
        }
        let (times, scores) = points.into_iter().unzip();
        Ok(Self { times, scores })
    }

    /// How many scores there are.
    #[must_use]
    pub fn n(&self) -> usize {
        self.scores.len()
    }

    /// The scores in the order of time.
    #[must_use]
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// The times of the scores.
    #[must_use]
    pub fn times(&self) -> &[f64] {
        &self.times
    }

    fn at_least(&self, needed: usize) -> Result<(), StatError> {
        if self.n() < needed { Err(StatError::TooFew { needed, found: self.n() }) } else { Ok(()) }
    }

    /// The mean.
    ///
    /// # Errors
    /// [`StatError::TooFew`] without a score.
    pub fn mean(&self) -> Result<f64, StatError> {
        mean(&self.scores)
    }

    /// The median, which an odd session does not move.
    ///
    /// # Errors
    /// [`StatError::TooFew`] without a score.
    pub fn median(&self) -> Result<f64, StatError> {
        median(&self.scores)
    }

    /// The standard deviation from session to session, trends included.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below two scores.
    pub fn standard_deviation(&self) -> Result<f64, StatError> {
        standard_deviation(&self.scores)
    }

    /// How far one session usually is from the next: `sqrt(mean of squared successive differences)`.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below two scores.
    pub fn instability(&self) -> Result<f64, StatError> {
        rmssd(&self.scores)
    }

    /// The slope with its interval, from [`FEWEST_FOR_SLOPE`] scores.
    ///
    /// # Errors
    /// [`StatError::TooFew`]; [`StatError::OutOfRange`] for a level outside 0 to 1.
    ///
    /// ```
    /// use attune::alliance::OnePerson;
    /// let times: Vec<f64> = (1..=9).map(f64::from).collect();
    /// let scores = [3.0, 3.1, 3.3, 3.2, 3.5, 3.6, 3.5, 3.8, 3.9];
    /// let slope = OnePerson::new(&times, &scores)?.slope(0.95)?;
    /// assert!(slope.interval.lower > 0.05 && slope.interval.upper < 0.15);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn slope(&self, level: f64) -> Result<Slope, StatError> {
        self.at_least(FEWEST_FOR_SLOPE)?;
        let line = StraightLine::fit(&self.times, &self.scores)?;
        Ok(Slope {
            slope: line.slope,
            interval: line.slope_interval(level)?,
            robust: theil_sen(&self.times, &self.scores)?,
            monotone: mann_kendall(&self.scores).ok(),
            n: self.n(),
        })
    }

    /// Which of flat, line and bend describes the scores best by AICc, from [`FEWEST_FOR_SHAPE`] scores: a description of
    /// these scores, not a type of person.
    ///
    /// # Errors
    /// Those of [`Shapes::compare`].
    ///
    /// ```
    /// use attune::{alliance::OnePerson, stats::shape::Shape};
    /// let times: Vec<f64> = (1..=8).map(f64::from).collect();
    /// let course = OnePerson::new(&times, &[3.0, 3.2, 3.1, 3.0, 3.1, 3.2, 3.0, 3.1])?;
    /// assert_eq!(course.shape(), Ok(Shape::Flat));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn shape(&self) -> Result<Shape, StatError> {
        Shapes::compare(&self.times, &self.scores).map(|shapes| shapes.best)
    }

    /// Where the mean shifted, by PELT with penalty `2 ln n`, from [`FEWEST_FOR_CHANGE`] scores.
    ///
    /// # Errors
    /// [`StatError::TooFew`] and those of [`mean_shifts`].
    pub fn change_points(&self) -> Result<Partition, StatError> {
        self.at_least(FEWEST_FOR_CHANGE)?;
        mean_shifts(&self.scores)
    }

    /// The individuals chart, mean -/+ 3 MRbar / 1.128, from [`FEWEST_FOR_CHANGE`] scores.
    ///
    /// # Errors
    /// [`StatError::TooFew`]; [`StatError::NoVariation`] where no score differs from the one before.
    pub fn control_chart(&self) -> Result<ShewhartChart, StatError> {
        self.at_least(FEWEST_FOR_CHANGE)?;
        shewhart(&self.scores, InControl::from_baseline(&self.scores)?, 3.0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(n: u32) -> OnePerson {
        let times: Vec<f64> = (1..=n).map(f64::from).collect();
        let scores: Vec<f64> = times.iter().map(|t| 3.0 + 0.1 * (t * 7.0 % 3.0)).collect();
        OnePerson::new(&times, &scores).unwrap()
    }

    #[test]
    fn nothing_is_told_before_its_time() {
        assert!(of(8).slope(0.95).is_err() && of(9).slope(0.95).is_ok());
        assert!(of(7).shape().is_err() && of(8).shape().is_ok());
        assert!(of(19).change_points().is_err() && of(20).change_points().is_ok());
        assert!(of(19).control_chart().is_err() && of(20).control_chart().is_ok());
        assert!(of(0).mean().is_err() && of(1).standard_deviation().is_err() && of(2).instability().is_ok());
    }

    #[test]
    fn missing_scores_do_not_count_and_order_does_not_matter() {
        let course = OnePerson::new(&[3.0, 1.0, 2.0], &[5.0, 4.0, f64::NAN]).unwrap();
        assert_eq!((course.n(), course.scores(), course.times()), (2, &[4.0, 5.0][..], &[1.0, 3.0][..]));
        assert_eq!(OnePerson::new(&[1.0], &[f64::INFINITY]), Err(StatError::NotFinite));
        assert_eq!(OnePerson::new(&[f64::NAN], &[1.0]), Err(StatError::NotFinite));
        assert!(matches!(OnePerson::new(&[1.0, 1.0], &[1.0, 2.0]), Err(StatError::OutOfRange(_))));
        assert!(matches!(OnePerson::new(&[1.0], &[]), Err(StatError::LengthMismatch { .. })));
    }

    #[test]
    fn equal_scores_have_a_slope_of_nothing_and_no_monotone_test() {
        let times: Vec<f64> = (1..=12).map(f64::from).collect();
        let slope = OnePerson::new(&times, &[4.0; 12]).unwrap().slope(0.95).unwrap();
        assert_eq!((slope.slope, slope.robust.slope), (0.0, 0.0));
    }
}
