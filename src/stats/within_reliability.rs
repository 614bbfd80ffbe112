//! How reliably levels and changes are measured when people answer several items at several times: the
//! generalizability coefficients of Cranford and others (2006) and Shrout and Lane (2012).
//!
//! The coefficients take variance components, so that those of a balanced table (by mean squares, here) and those of an
//! unbalanced one (by a mixed model) go through the same formulas.

use super::describe::{check_finite, check_same_length, finite, sum};
use super::error::StatError;

/// A complete table of answers: every person answers every item at every time.
#[derive(Debug, Clone, PartialEq)]
pub struct BalancedTable {
    size: [usize; 3],
    values: Vec<f64>,
}

/// The variance components of people, times and items, fully crossed; the residual holds the three-way interaction.
///
/// Estimates by mean squares may be negative; they are kept as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CrossedComponents {
    /// Between people.
    pub person: f64,
    /// Between times, the same for all people.
    pub time: f64,
    /// Between items.
    pub item: f64,
    /// Change of a person over time: what a coefficient of change is about.
    pub person_time: f64,
    /// Persons' own use of items.
    pub person_item: f64,
    /// Items' own course over time.
    pub time_item: f64,
    /// Everything else.
    pub residual: f64,
}

/// The variance components of people, times within people, and items within those.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NestedComponents {
    /// Between people.
    pub person: f64,
    /// Between times within a person.
    pub time_in_person: f64,
    /// Between items within a time.
    pub residual: f64,
}

impl BalancedTable {
    /// A table from its values: items run fastest, then times, then persons.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`], [`StatError::NotFinite`], [`StatError::TooFew`] below two of persons, times or items.
    ///
    /// ```
    /// use attune::stats::within_reliability::BalancedTable;
    /// assert!(BalancedTable::new(2, 2, 2, vec![1.0, 2.0, 2.0, 4.0, 5.0, 5.0, 6.0, 8.0]).is_ok());
    /// ```
    pub fn new(persons: usize, times: usize, items: usize, values: Vec<f64>) -> Result<Self, StatError> {
        let smallest = persons.min(times).min(items);
        if smallest < 2 {
            return Err(StatError::TooFew { needed: 2, found: smallest });
        }
        check_same_length(persons.saturating_mul(times).saturating_mul(items), values.len())?;
        check_finite(&values)?;
        Ok(Self { size: [persons, times, items], values })
    }

    /// The sum of squared deviations from the grand mean of the means over the dimensions that are not kept, counted for
    /// every value of the table.
    fn squares_of(&self, keep: [bool; 3]) -> f64 {
        let [_, times, items] = self.size;
        let spans = [0, 1, 2].map(|d| if keep[d] { self.size[d] } else { 1 });
        let mut groups = vec![Vec::new(); spans.iter().product()];
        let grand = sum(self.values.iter().copied()) / self.values.len() as f64;
        for (at, value) in self.values.iter().enumerate() {
            let place = [at / (times * items), at / items % times, at % items];
            let group = [0, 1, 2].iter().fold(0, |g, &d| g * spans[d] + if keep[d] { place[d] } else { 0 });
            groups[group].push(value - grand);
        }
        sum(groups.into_iter().map(|g| {
            let n = g.len() as f64;
            sum(g).powi(2) / n
        }))
    }

    /// The components of the crossed design, from the expected mean squares of a three-way analysis of variance without
    /// replication.
    ///
    /// # Errors
    /// [`StatError::NotEstimable`] if the arithmetic overflows.
    ///
    /// ```
    /// use attune::stats::within_reliability::BalancedTable;
    /// let table = BalancedTable::new(2, 2, 2, vec![1.0, 2.0, 2.0, 4.0, 5.0, 5.0, 6.0, 8.0])?;
    /// assert!(table.crossed_components()?.person > 0.0);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn crossed_components(&self) -> Result<CrossedComponents, StatError> {
        let [p, t, i] = self.size.map(|n| n as f64);
        let (sp, st, si) = (
            self.squares_of([true, false, false]),
            self.squares_of([false, true, false]),
            self.squares_of([false, false, true]),
        );
        let spt = self.squares_of([true, true, false]) - sp - st;
        let spi = self.squares_of([true, false, true]) - sp - si;
        let sti = self.squares_of([false, true, true]) - st - si;
        let rest = self.squares_of([true; 3]) - sp - st - si - spt - spi - sti;
        let ms_p = sp / (p - 1.0);
        let ms_t = st / (t - 1.0);
        let ms_i = si / (i - 1.0);
        let ms_pt = spt / ((p - 1.0) * (t - 1.0));
        let ms_pi = spi / ((p - 1.0) * (i - 1.0));
        let ms_ti = sti / ((t - 1.0) * (i - 1.0));
        let residual = finite(rest / ((p - 1.0) * (t - 1.0) * (i - 1.0)))?;
        Ok(CrossedComponents {
            person: (ms_p - ms_pt - ms_pi + residual) / (t * i),
            time: (ms_t - ms_pt - ms_ti + residual) / (p * i),
            item: (ms_i - ms_pi - ms_ti + residual) / (p * t),
            person_time: (ms_pt - residual) / i,
            person_item: (ms_pi - residual) / t,
            time_item: (ms_ti - residual) / p,
            residual,
        })
    }

    /// The components of the nested design, from its expected mean squares; where all are positive they are also those of
    /// restricted maximum likelihood.
    ///
    /// # Errors
    /// As [`BalancedTable::crossed_components`].
    ///
    /// ```
    /// use attune::stats::within_reliability::BalancedTable;
    /// let table = BalancedTable::new(2, 2, 2, vec![1.0, 2.0, 2.0, 4.0, 5.0, 5.0, 6.0, 8.0])?;
    /// assert_eq!(table.nested_components()?.residual, 1.125);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn nested_components(&self) -> Result<NestedComponents, StatError> {
        let [p, t, i] = self.size.map(|n| n as f64);
        let person = self.squares_of([true, false, false]);
        let times = self.squares_of([true, true, false]);
        let all = self.squares_of([true; 3]);
        let ms_person = person / (p - 1.0);
        let ms_time = (times - person) / (p * (t - 1.0));
        let residual = finite((all - times) / (p * t * (i - 1.0)))?;
        Ok(NestedComponents {
            person: (ms_person - ms_time) / (t * i),
            time_in_person: (ms_time - residual) / i,
            residual,
        })
    }
}

/// `signal / (signal + error)`, where both are variances.
fn coefficient(signal: f64, error: f64) -> Result<f64, StatError> {
    if !signal.is_finite() || !error.is_finite() {
        return Err(StatError::NotFinite);
    }
    if signal < 0.0 || error < 0.0 {
        return Err(StatError::NotEstimable("an estimated variance is negative"));
    }
    if signal + error == 0.0 {
        return Err(StatError::NoVariation);
    }
    Ok(signal / (signal + error))
}

/// Number of times and items as divisors.
fn counts(times: usize, items: usize) -> Result<(f64, f64), StatError> {
    if times.min(items) == 0 {
        return Err(StatError::TooFew { needed: 1, found: 0 });
    }
    Ok((times as f64, items as f64))
}

impl CrossedComponents {
    /// The sum of all components.
    ///
    /// ```
    /// # use attune::stats::within_reliability::CrossedComponents;
    /// # let c = CrossedComponents { person: 4.0, time: 1.0, item: 1.0, person_time: 2.0, person_item: 0.0, time_item: 0.0, residual: 2.0 };
    /// assert_eq!(c.total(), 10.0);
    /// ```
    #[must_use]
    pub fn total(&self) -> f64 {
        sum([self.person, self.time, self.item, self.person_time, self.person_item, self.time_item, self.residual])
    }

    /// `RkF`: the reliability of the mean over fixed times,
    /// `(P + PI/m) / (P + PI/m + e/(k m))` for `k` times and `m` items.
    ///
    /// # Errors
    /// [`StatError::NotEstimable`] if the variance of interest or the error comes out negative, [`StatError::NoVariation`]
    /// if both are zero, [`StatError::TooFew`] without times or items, [`StatError::NotFinite`].
    ///
    /// ```
    /// # use attune::stats::within_reliability::CrossedComponents;
    /// # let c = CrossedComponents { person: 4.0, time: 1.0, item: 1.0, person_time: 2.0, person_item: 0.0, time_item: 0.0, residual: 2.0 };
    /// assert_eq!(c.mean_over_fixed_times(1, 2), Ok(0.8));
    /// ```
    pub fn mean_over_fixed_times(&self, times: usize, items: usize) -> Result<f64, StatError> {
        let (k, m) = counts(times, items)?;
        coefficient(self.person + self.person_item / m, self.residual / (k * m))
    }

    /// `R1R`: the reliability of one time drawn at random, `(P + PI/m) / (P + PI/m + T + PT + e/m)` for `m` items.
    ///
    /// # Errors
    /// As [`CrossedComponents::mean_over_fixed_times`].
    ///
    /// ```
    /// # use attune::stats::within_reliability::CrossedComponents;
    /// # let c = CrossedComponents { person: 4.0, time: 1.0, item: 1.0, person_time: 2.0, person_item: 0.0, time_item: 0.0, residual: 2.0 };
    /// assert_eq!(c.one_random_time(2), Ok(0.5));
    /// ```
    pub fn one_random_time(&self, items: usize) -> Result<f64, StatError> {
        self.mean_over_random_times(1, items)
    }

    /// `RkR`: the reliability of the mean over `k` times drawn at random,
    /// `(P + PI/m) / (P + PI/m + T/k + PT/k + e/(k m))`.
    ///
    /// # Errors
    /// As [`CrossedComponents::mean_over_fixed_times`].
    ///
    /// ```
    /// # use attune::stats::within_reliability::CrossedComponents;
    /// # let c = CrossedComponents { person: 4.0, time: 1.0, item: 1.0, person_time: 2.0, person_item: 0.0, time_item: 0.0, residual: 2.0 };
    /// assert_eq!(c.mean_over_random_times(4, 2), Ok(0.8));
    /// ```
    pub fn mean_over_random_times(&self, times: usize, items: usize) -> Result<f64, StatError> {
        let (k, m) = counts(times, items)?;
        coefficient(self.person + self.person_item / m, (self.time + self.person_time + self.residual / m) / k)
    }

    /// `Rc`: the reliability of change within persons, `PT / (PT + e/m)` for `m` items.
    ///
    /// # Errors
    /// As [`CrossedComponents::mean_over_fixed_times`].
    ///
    /// ```
    /// # use attune::stats::within_reliability::CrossedComponents;
    /// # let c = CrossedComponents { person: 4.0, time: 1.0, item: 1.0, person_time: 2.0, person_item: 0.0, time_item: 0.0, residual: 2.0 };
    /// assert_eq!(c.change(4), Ok(0.8));
    /// ```
    pub fn change(&self, items: usize) -> Result<f64, StatError> {
        let (_, m) = counts(1, items)?;
        coefficient(self.person_time, self.residual / m)
    }
}

impl NestedComponents {
    /// `RkRn`: the reliability of the mean over `k` times, times nested in persons, `P / (P + T/k + e/(k m))`.
    ///
    /// # Errors
    /// As [`CrossedComponents::mean_over_fixed_times`].
    ///
    /// ```
    /// use attune::stats::within_reliability::NestedComponents;
    /// let c = NestedComponents { person: 4.0, time_in_person: 3.0, residual: 2.0 };
    /// assert_eq!(c.mean_over_times(4, 2), Ok(0.8));
    /// ```
    pub fn mean_over_times(&self, times: usize, items: usize) -> Result<f64, StatError> {
        let (k, m) = counts(times, items)?;
        coefficient(self.person, (self.time_in_person + self.residual / m) / k)
    }

    /// `Rcn`: the reliability of change within persons, times nested in persons, `T / (T + e/m)` for `m` items.
    ///
    /// # Errors
    /// As [`CrossedComponents::mean_over_fixed_times`].
    ///
    /// ```
    /// use attune::stats::within_reliability::NestedComponents;
    /// let c = NestedComponents { person: 4.0, time_in_person: 3.0, residual: 2.0 };
    /// assert_eq!(c.change(2), Ok(0.75));
    /// ```
    pub fn change(&self, items: usize) -> Result<f64, StatError> {
        let (_, m) = counts(1, items)?;
        coefficient(self.time_in_person, self.residual / m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrong_tables_and_variances_are_told() {
        assert_eq!(BalancedTable::new(2, 2, 1, vec![1.0; 4]), Err(StatError::TooFew { needed: 2, found: 1 }));
        assert!(matches!(BalancedTable::new(2, 2, 2, vec![1.0]), Err(StatError::LengthMismatch { .. })));
        assert_eq!(BalancedTable::new(2, 2, 2, vec![f64::NAN; 8]), Err(StatError::NotFinite));
        let flat = BalancedTable::new(2, 2, 2, vec![3.0; 8]).unwrap();
        assert_eq!(flat.crossed_components().unwrap().change(2), Err(StatError::NoVariation));
        let c = NestedComponents { person: 1.0, time_in_person: -0.1, residual: 1.0 };
        assert!(matches!(c.change(2), Err(StatError::NotEstimable(_))));
        assert!(matches!(c.mean_over_times(0, 2), Err(StatError::TooFew { .. })));
        let c = NestedComponents { person: f64::NAN, time_in_person: 1.0, residual: 1.0 };
        assert_eq!(c.mean_over_times(1, 2), Err(StatError::NotFinite));
    }

    proptest! {
        #[test]
        fn order_shift_and_scale(cells in prop::collection::vec(0.0..7.0f64, 60), shift in -9.0..9.0f64, scale in 0.1..9.0f64) {
            let c = BalancedTable::new(5, 4, 3, cells.clone()).unwrap().crossed_components().unwrap();
            let moved = cells.chunks(12).rev().flatten().map(|v| v * scale + shift).collect();
            let d = BalancedTable::new(5, 4, 3, moved).unwrap().crossed_components().unwrap();
            let near = |a: f64, b: f64| (a * scale * scale - b).abs() < 1e-8 * scale * scale;
            prop_assert!(near(c.person, d.person) && near(c.person_time, d.person_time) && near(c.residual, d.residual));
            prop_assert!(c.residual >= -1e-12);
            for r in [c.change(3), c.mean_over_fixed_times(4, 3), c.mean_over_random_times(4, 3), c.one_random_time(3)].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&r));
            }
        }
    }
}
