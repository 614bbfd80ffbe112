//! The six intraclass correlations of Shrout and Fleiss (1979), with intervals.

use super::describe::{finite, sum};
use super::distributions::{f_quantile, f_upper};
use super::error::StatError;
use super::interval::{Interval, check_level};
use super::matrix::Matrix;

/// The mean squares of a complete table of targets by raters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeanSquares {
    /// The number of targets (rows).
    pub targets: usize,
    /// The number of raters (columns).
    pub raters: usize,
    /// Between targets (BMS).
    pub between_targets: f64,
    /// Within targets (WMS).
    pub within_targets: f64,
    /// Between raters (JMS).
    pub between_raters: f64,
    /// Residual (EMS).
    pub residual: f64,
}

/// One intraclass correlation with its test against zero and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Icc {
    /// The intraclass correlation: at most 1; a negative value says that targets differ less than chance would have it.
    pub value: f64,
    /// The F statistic against zero.
    pub f: f64,
    /// Numerator degrees of freedom.
    pub df1: f64,
    /// Denominator degrees of freedom.
    pub df2: f64,
    /// The probability of such an F, or a larger one, at zero.
    pub p: f64,
    /// The two-sided interval.
    pub interval: Interval,
}

/// All six forms. "1" takes raters as different for each target, "2" as drawn from a population of raters, "3" as the
/// only ones of interest; "mean" is the reliability of the mean of the raters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IccForms {
    /// ICC(1,1).
    pub one_single: Icc,
    /// ICC(2,1), absolute agreement.
    pub two_single: Icc,
    /// ICC(3,1), consistency.
    pub three_single: Icc,
    /// ICC(1,k).
    pub one_mean: Icc,
    /// ICC(2,k).
    pub two_mean: Icc,
    /// ICC(3,k).
    pub three_mean: Icc,
}

impl MeanSquares {
    /// The two-way analysis of variance of a table with one row for each target and one column for each rater, complete
    /// ([`super::missing::complete_cases`]).
    ///
    /// # Errors
    /// [`StatError::TooFew`] below two targets or two raters, [`StatError::NoVariation`] if all ratings are equal.
    ///
    /// ```
    /// use attune::stats::{icc::MeanSquares, matrix::Matrix};
    /// let ms = MeanSquares::of(&Matrix::from_rows(&[[1.0, 2.0], [3.0, 6.0]])?)?;
    /// assert_eq!((ms.between_targets, ms.within_targets, ms.residual), (9.0, 2.5, 1.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn of(ratings: &Matrix) -> Result<Self, StatError> {
        let (n, k) = (ratings.rows(), ratings.columns());
        if n.min(k) < 2 {
            return Err(StatError::TooFew { needed: 2, found: n.min(k) });
        }
        let (rows, columns) = (n as f64, k as f64);
        let grand = ratings.total() / (rows * columns);
        let row_means: Vec<f64> = (0..n).map(|i| sum(ratings.row(i).iter().copied()) / columns).collect();
        let column_means: Vec<f64> = (0..k).map(|j| sum(ratings.column(j)) / rows).collect();
        let cells = || (0..n).flat_map(|i| (0..k).map(move |j| (i, j)));
        let squares = |f: &dyn Fn(usize, usize) -> f64| sum(cells().map(|(i, j)| f(i, j).powi(2)));
        let total = squares(&|i, j| ratings.at(i, j) - grand);
        let targets = columns * sum(row_means.iter().map(|m| (m - grand).powi(2)));
        let raters = rows * sum(column_means.iter().map(|m| (m - grand).powi(2)));
        let within = squares(&|i, j| ratings.at(i, j) - row_means[i]);
        let residual = squares(&|i, j| ratings.at(i, j) - row_means[i] - column_means[j] + grand);
        // What is left of a sum of squares that should be zero is rounding, and must not pass for error.
        let clean = |ss: f64| if ss <= 1e-24 * (total + rows * columns * grand * grand) { 0.0 } else { ss };
        if clean(finite(total)?) == 0.0 {
            return Err(StatError::NoVariation);
        }
        Ok(Self {
            targets: n,
            raters: k,
            between_targets: clean(targets) / (rows - 1.0),
            within_targets: clean(within) / (rows * (columns - 1.0)),
            between_raters: clean(raters) / (columns - 1.0),
            residual: clean(residual) / ((rows - 1.0) * (columns - 1.0)),
        })
    }

    /// The standard error of measurement of one rater, raters' levels set aside: `sqrt(EMS)`.
    ///
    /// ```
    /// use attune::stats::{icc::MeanSquares, matrix::Matrix};
    /// let ms = MeanSquares::of(&Matrix::from_rows(&[[1.0, 2.0], [3.0, 6.0]])?)?;
    /// assert_eq!(ms.error_of_consistency(), 1.0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn error_of_consistency(&self) -> f64 {
        self.residual.sqrt()
    }

    /// The standard error of measurement of one rater, raters' levels counted as error:
    /// `sqrt((JMS - EMS) / n + EMS)`; a negative variance of raters counts as zero.
    ///
    /// ```
    /// use attune::stats::{icc::MeanSquares, matrix::Matrix};
    /// let ms = MeanSquares::of(&Matrix::from_rows(&[[1.0, 2.0], [3.0, 6.0]])?)?;
    /// assert!((ms.error_of_agreement() - 2.5_f64.sqrt()).abs() < 1e-15);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    #[must_use]
    pub fn error_of_agreement(&self) -> f64 {
        let raters = ((self.between_raters - self.residual) / self.targets as f64).max(0.0);
        (raters + self.residual).sqrt()
    }

    /// All six intraclass correlations with intervals of the given coverage.
    ///
    /// # Errors
    /// [`StatError::OutOfRange`] for a level outside 0 to 1, [`StatError::NotEstimable`] if the raters agree without
    /// residual error, since the intervals divide by it, or if the targets do not differ at all.
    ///
    /// ```
    /// use attune::stats::{icc::MeanSquares, matrix::Matrix};
    /// let ratings = Matrix::from_rows(&[[9.0, 2.0], [6.0, 1.0], [8.0, 4.0], [7.0, 1.0]])?;
    /// let icc = MeanSquares::of(&ratings)?.iccs(0.95)?;
    /// assert!(icc.two_single.value < icc.three_single.value);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn iccs(&self, level: f64) -> Result<IccForms, StatError> {
        check_level(level)?;
        if self.residual <= 0.0 || self.within_targets <= 0.0 {
            return Err(StatError::NotEstimable("the raters agree without error"));
        }
        if self.between_targets <= 0.0 {
            return Err(StatError::NotEstimable("the targets do not differ at all"));
        }
        let (n, k) = (self.targets as f64, self.raters as f64);
        let (bms, wms, jms, ems) = (self.between_targets, self.within_targets, self.between_raters, self.residual);
        let one = one_way(bms / wms, (n - 1.0, n * (k - 1.0)), k, level);
        let three = one_way(bms / ems, (n - 1.0, (n - 1.0) * (k - 1.0)), k, level);

        let two = finite((bms - ems) / (bms + (k - 1.0) * ems + k * (jms - ems) / n))?;
        let two_mean = finite((bms - ems) / (bms + (jms - ems) / n))?;
        // Satterthwaite degrees of freedom of the denominator.
        let fj = jms / ems;
        let rest = n * (1.0 + (k - 1.0) * two) - k * two;
        let df =
            (k - 1.0) * (n - 1.0) * (k * two * fj + rest).powi(2) / ((n - 1.0) * (k * two * fj).powi(2) + rest.powi(2));
        let upper_tail = 1.0 - 0.5 * (1.0 - level);
        let (f_low, f_high) = (f_quantile(upper_tail, n - 1.0, df), f_quantile(upper_tail, df, n - 1.0));
        let spread = k * jms + (k * n - k - n) * ems;
        let interval = Interval {
            lower: finite(n * (bms - f_low * ems) / (f_low * spread + n * bms))?,
            upper: finite(n * (f_high * bms - ems) / (spread + n * f_high * bms))?,
        };
        let of_mean = |r: f64| finite(r * k / (1.0 + r * (k - 1.0)));
        let mean_interval = Interval { lower: of_mean(interval.lower)?, upper: of_mean(interval.upper)? };
        Ok(IccForms {
            one_single: one.0,
            two_single: Icc { value: two, interval, ..three.0 },
            three_single: three.0,
            one_mean: one.1,
            two_mean: Icc { value: two_mean, interval: mean_interval, ..three.1 },
            three_mean: three.1,
        })
    }
}

/// The single and the mean form that depend on one F ratio alone.
fn one_way(f: f64, (df1, df2): (f64, f64), k: f64, level: f64) -> (Icc, Icc) {
    let upper_tail = 1.0 - 0.5 * (1.0 - level);
    let low = f / f_quantile(upper_tail, df1, df2);
    let high = f * f_quantile(upper_tail, df2, df1);
    let single = |f: f64| (f - 1.0) / (f + k - 1.0);
    let mean = |f: f64| 1.0 - 1.0 / f;
    let p = f_upper(f, df1, df2);
    let with = |form: &dyn Fn(f64) -> f64| Icc {
        value: form(f),
        f,
        df1,
        df2,
        p,
        interval: Interval { lower: form(low), upper: form(high) },
    };
    (with(&single), with(&mean))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn too_small_flat_or_perfect_is_told() {
        for rows in 0..2 {
            let short = Matrix::new(rows, 2, vec![1.0; rows * 2]).unwrap();
            assert_eq!(MeanSquares::of(&short), Err(StatError::TooFew { needed: 2, found: rows }));
        }
        let flat = Matrix::new(3, 2, vec![0.1; 6]).unwrap();
        assert_eq!(MeanSquares::of(&flat), Err(StatError::NoVariation));
        let perfect = Matrix::from_rows(&[[0.1, 0.1], [0.7, 0.7], [0.3, 0.3]]).unwrap();
        assert!(matches!(MeanSquares::of(&perfect).unwrap().iccs(0.95), Err(StatError::NotEstimable(_))));
        let offset = Matrix::from_rows(&[[0.1, 0.2], [0.7, 0.8], [0.3, 0.4]]).unwrap();
        assert!(matches!(MeanSquares::of(&offset).unwrap().iccs(0.95), Err(StatError::NotEstimable(_))));
        let ms = MeanSquares::of(&Matrix::from_rows(&[[1.0, 2.0], [3.0, 6.0]]).unwrap()).unwrap();
        assert!(matches!(ms.iccs(1.0), Err(StatError::OutOfRange(_))));
    }

    proptest! {
        #[test]
        fn bounds_order_shift_and_scale(cells in prop::collection::vec(1.0..9.0f64, 24), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let ratings = Matrix::new(8, 3, cells.clone()).unwrap();
            let icc = MeanSquares::of(&ratings).unwrap().iccs(0.95).unwrap();
            for form in [icc.one_single, icc.two_single, icc.three_single, icc.one_mean, icc.three_mean] {
                prop_assert!(form.value <= 1.0 && (0.0..=1.0).contains(&form.p));
                prop_assert!(form.interval.lower <= form.value && form.value <= form.interval.upper);
                prop_assert!(form.interval.upper <= 1.0);
            }
            let moved = cells.chunks(3).rev().flat_map(|r| r.iter().rev().map(|c| c * scale + shift)).collect();
            let again = MeanSquares::of(&Matrix::new(8, 3, moved).unwrap()).unwrap().iccs(0.95).unwrap();
            prop_assert!((again.two_single.value - icc.two_single.value).abs() < 1e-8);
            prop_assert!((again.one_single.interval.lower - icc.one_single.interval.lower).abs() < 1e-7);
        }
    }
}
