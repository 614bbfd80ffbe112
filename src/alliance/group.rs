//! Several people together: the only input that the statistics of a group take.
//!
//! Some figures are misleading for one person (a personal correlation, a reliability, a response surface, the chance of
//! leaving). They are functions of a [`Group`], which cannot be made of one person, and a [`OnePerson`](super::OnePerson)
//! has no way to them.
//!
//! ```
//! use attune::alliance::{Group, group::FEWEST_PEOPLE};
//! let codes: Vec<usize> = (0..FEWEST_PEOPLE).collect();
//! assert!(Group::of(&codes).is_ok());
//! ```
//!
//! One person is refused, whatever the number of sessions, and the fields are private:
//!
//! ```
//! use attune::{alliance::Group, stats::error::StatError};
//! assert!(matches!(Group::of(&[7; 40]), Err(StatError::TooFew { found: 1, .. })));
//! ```
//!
//! ```compile_fail,E0451
//! use attune::alliance::Group;
//! let one = [7_usize; 40];
//! let group = Group { person: &one, people: 10 };
//! ```

use crate::order;
use crate::stats::error::StatError;

/// The fewest people of whom anything is told together. Chosen for this app: with fewer, a reader who knows the people
/// could tell who is who, and a mean of them says little.
pub const FEWEST_PEOPLE: usize = 10;

/// Rows of at least [`FEWEST_PEOPLE`] people: a person's code for each row, in any order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group<'a> {
    person: &'a [usize],
    people: usize,
}

impl<'a> Group<'a> {
    /// The group whose row `i` is of the person with the code `person[i]`.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below [`FEWEST_PEOPLE`] people, however many rows each has.
    pub fn of(person: &'a [usize]) -> Result<Self, StatError> {
        let people = count(person.iter().copied());
        if people < FEWEST_PEOPLE {
            return Err(StatError::TooFew { needed: FEWEST_PEOPLE, found: people });
        }
        Ok(Self { person, people })
    }

    /// How many people there are.
    #[must_use]
    pub const fn people(&self) -> usize {
        self.people
    }

    /// How many rows there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.person.len()
    }

    /// The codes, row by row.
    #[must_use]
    pub const fn codes(&self) -> &'a [usize] {
        self.person
    }

    /// The rows in which every column has a value (is not NaN), once it is certain that they are still of at least
    /// `fewest` people and of no fewer than [`FEWEST_PEOPLE`]. Every statistic of a group starts here, so that missing
    /// values cannot make a group of one.
    ///
    /// # Errors
    /// [`StatError::LengthMismatch`] for a column without one value a row, [`StatError::NotFinite`] for an infinite value,
    /// [`StatError::TooFew`] where too few people are left.
    pub fn complete(&self, columns: &[&[f64]], fewest: usize) -> Result<Vec<usize>, StatError> {
        for column in columns {
            if column.len() != self.rows() {
                return Err(StatError::LengthMismatch { expected: self.rows(), found: column.len() });
            }
            if column.iter().any(|value| value.is_infinite()) {
                return Err(StatError::NotFinite);
            }
        }
        let given = |row: &usize| columns.iter().all(|column| column.get(*row).is_some_and(|value| !value.is_nan()));
        let rows: Vec<usize> = (0..self.rows()).filter(given).collect();
        let (found, needed) = (count(self.pick_codes(&rows).into_iter()), fewest.max(FEWEST_PEOPLE));
        if found < needed {
            return Err(StatError::TooFew { needed, found });
        }
        Ok(rows)
    }

    /// The codes of some rows.
    #[must_use]
    pub fn pick_codes(&self, rows: &[usize]) -> Vec<usize> {
        rows.iter().filter_map(|row| self.person.get(*row).copied()).collect()
    }

    /// Check that no person has two rows, for statistics of one occasion.
    ///
    /// # Errors
    /// [`StatError::OutOfRange`].
    pub fn one_row_each(&self) -> Result<(), StatError> {
        if self.people == self.rows() { Ok(()) } else { Err(StatError::OutOfRange("each person has one row here")) }
    }
}

/// The values of some rows of a column.
pub(super) fn pick(column: &[f64], rows: &[usize]) -> Vec<f64> {
    rows.iter().filter_map(|row| column.get(*row).copied()).collect()
}

fn count(codes: impl Iterator<Item = usize>) -> usize {
    order::set(codes).len()
}

/// How a figure is spread over the people of a group; each person counts once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// People for whom the figure is defined.
    pub people: usize,
    /// Its mean.
    pub mean: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// The quarter of people with the lowest values lies at or below this one.
    pub lower_quartile: f64,
    /// The middle value.
    pub median: f64,
    /// The quarter of people with the highest values lies at or above this one.
    pub upper_quartile: f64,
}

impl Spread {
    /// The spread of one value a person. Quartiles interpolate between order statistics (R's type 7).
    ///
    /// Missing values: NaN is left out.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below [`FEWEST_PEOPLE`] values, [`StatError::NotFinite`].
    ///
    /// ```
    /// use attune::alliance::group::Spread;
    /// let spread = Spread::of(&(1..=11).map(f64::from).collect::<Vec<f64>>())?;
    /// assert_eq!((spread.mean, spread.lower_quartile, spread.median), (6.0, 3.5, 6.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn of(values: &[f64]) -> Result<Self, StatError> {
        let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
        if sorted.len() < FEWEST_PEOPLE {
            return Err(StatError::TooFew { needed: FEWEST_PEOPLE, found: sorted.len() });
        }
        let (mean, sd) = (crate::stats::describe::mean(&sorted)?, crate::stats::describe::standard_deviation(&sorted)?);
        order::sort_by(&mut sorted, f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let below = place.floor() as usize;
            let low = sorted.get(below).copied().unwrap_or(mean);
            let high = sorted.get(below + 1).copied().unwrap_or(low);
            low + (place - place.floor()) * (high - low)
        };
        Ok(Self { people: sorted.len(), mean, sd, lower_quartile: at(0.25), median: at(0.5), upper_quartile: at(0.75) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_values_cannot_make_a_group_of_one() {
        let person: Vec<usize> = (0..40).map(|row| row / 4).collect();
        let group = Group::of(&person).unwrap();
        let mut column = vec![1.0; 40];
        assert_eq!(group.complete(&[&column], 0).map(|rows| rows.len()), Ok(40));
        column[0] = f64::NAN;
        assert_eq!(group.complete(&[&column], 0).map(|rows| rows.len()), Ok(39));
        column[..4].fill(f64::NAN);
        assert_eq!(group.complete(&[&column], 0), Err(StatError::TooFew { needed: 10, found: 9 }));
        assert_eq!(group.complete(&[&[1.0; 40]], 11), Err(StatError::TooFew { needed: 11, found: 10 }));
        assert_eq!(group.complete(&[&[f64::INFINITY; 40]], 0), Err(StatError::NotFinite));
        assert!(matches!(group.complete(&[&[1.0]], 0), Err(StatError::LengthMismatch { .. })));
        assert!(group.one_row_each().is_err());
        assert!(Group::of(&[]).is_err());
    }

    #[test]
    fn nobody_of_whom_a_figure_is_missing_counts() {
        assert!(Spread::of(&[f64::NAN; 30]).is_err());
        assert_eq!(Spread::of(&[2.0; 12]).map(|s| (s.people, s.sd)), Ok((12, 0.0)));
        assert_eq!(Spread::of(&[f64::INFINITY; 12]), Err(StatError::NotFinite));
    }
}
