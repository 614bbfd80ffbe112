//! How well a scale measures in a group: never of one person, whose answers have no reliability of their own.

use super::group::{Group, pick};
use crate::stats::alpha::{alpha, feldt_interval, standard_error_of_measurement};
use crate::stats::describe::{standard_deviation, sum};
use crate::stats::error::StatError;
use crate::stats::interval::Interval;
use crate::stats::matrix::Matrix;
use crate::stats::mixed::{Method, MixedModel, RandomTerm};
use crate::stats::omega::OneFactor;

/// The fewest people for a reliability.
pub const FEWEST_PEOPLE: usize = 20;

/// The reliability of a scale at one occasion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reliability {
    /// Coefficient alpha.
    pub alpha: f64,
    /// Feldt's 95 % interval of it.
    pub interval: Interval,
    /// Omega total of one factor; nothing with fewer than three items or where no factor can be fitted.
    pub omega: Option<f64>,
    /// The standard error of measurement of the mean of the items, `SD sqrt(1 - alpha)`; nothing where alpha is below zero.
    pub error_of_measurement: Option<f64>,
    /// People who answered every item.
    pub people: usize,
}

/// Alpha, its interval, omega and the error of measurement of the items of one occasion: `items[k]` is item `k`, one row a
/// person.
///
/// Missing values: a person who left out an item is left out.
///
/// # Errors
/// [`StatError::OutOfRange`] for a person with two rows, those of [`Group::complete`] with [`FEWEST_PEOPLE`], and of [`alpha`].
///
/// ```
/// use attune::alliance::{Group, reliability::reliability};
/// let person: Vec<usize> = (0..30).collect();
/// let item = |shift: usize| (0..30).map(|p| ((p + shift) / 6) as f64).collect::<Vec<f64>>();
/// let (a, b, c) = (item(0), item(1), item(2));
/// let told = reliability(&Group::of(&person)?, &[&a, &b, &c])?;
/// assert!(told.alpha > 0.9 && told.interval.lower < told.alpha && told.people == 30);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn reliability(group: &Group<'_>, items: &[&[f64]]) -> Result<Reliability, StatError> {
    group.one_row_each()?;
    let rows = group.complete(items, FEWEST_PEOPLE)?;
    let columns: Vec<Vec<f64>> = items.iter().map(|item| pick(item, &rows)).collect();
    let table = Matrix::from_columns(&columns)?;
    let value = alpha(&table)?;
    let k = columns.len() as f64;
    let means: Vec<f64> = (0..table.rows()).map(|row| sum(table.row(row).iter().copied()) / k).collect();
    let sd = standard_deviation(&means)?;
    Ok(Reliability {
        alpha: value,
        interval: feldt_interval(value, rows.len(), columns.len(), 0.95)?,
        omega: OneFactor::fit(&table).ok().map(|factor| factor.omega),
        error_of_measurement: standard_error_of_measurement(sd, value).ok(),
        people: rows.len(),
    })
}

/// How reliably the mean of `k` items tells changes within people, `Rc = s2_PT / (s2_PT + s2_e / k)`, sessions nested in people
/// by REML (Shrout & Lane 2012), so that courses of any length count. One row a session; `items[k]` is item `k`.
///
/// Missing values: an item that was left out is left out alone.
///
/// # Errors
/// Those of [`Group::complete`] with [`FEWEST_PEOPLE`] and of the mixed model.
pub fn reliability_of_change(group: &Group<'_>, items: &[&[f64]]) -> Result<f64, StatError> {
    let k = items.len();
    if k < 2 {
        return Err(StatError::TooFew { needed: 2, found: k });
    }
    let (mut values, mut session, mut person) = (Vec::new(), Vec::new(), Vec::new());
    for item in items {
        if item.len() != group.rows() {
            return Err(StatError::LengthMismatch { expected: group.rows(), found: item.len() });
        }
        values.extend_from_slice(item);
        session.extend(0..group.rows());
        person.extend_from_slice(group.codes());
    }
    Group::of(&person)?.complete(&[&values], FEWEST_PEOPLE)?;
    let fit = MixedModel::new(&values)
        .random(RandomTerm::intercept(&session))
        .random(RandomTerm::intercept(&person))
        .fit(Method::Reml)?;
    let level = fit.levels.first().ok_or(StatError::NotEstimable("a model without sessions"))?;
    let within = level.covariance.at(0, 0);
    Ok(within / (within + fit.residual_variance / k as f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_alone_and_nobody_twice() {
        let person: Vec<usize> = (0..19).collect();
        let item: Vec<f64> = person.iter().map(|p| *p as f64).collect();
        let group = Group::of(&person).unwrap();
        assert_eq!(reliability(&group, &[&item, &item]), Err(StatError::TooFew { needed: 20, found: 19 }));
        let twice: Vec<usize> = (0..40).map(|row| row / 2).collect();
        let item = [1.0; 40];
        let group = Group::of(&twice).unwrap();
        assert!(matches!(reliability(&group, &[&item, &item]), Err(StatError::OutOfRange(_))));
        assert!(matches!(reliability_of_change(&group, &[&item, &item]), Err(StatError::NotEstimable(_))));
        assert!(matches!(reliability_of_change(&group, &[&item]), Err(StatError::TooFew { .. })));
        assert!(matches!(reliability_of_change(&group, &[&item, &[]]), Err(StatError::LengthMismatch { .. })));
    }
}
