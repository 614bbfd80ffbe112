//! Between two populations: the cut-offs of Jacobson, Follette & Revenstorf, and the classes of change.

use crate::stats::error::StatError;

/// The absolute value that a change index must exceed to be called reliable.
pub const RELIABLE: f64 = 1.96;

/// Which end of a measure is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// A higher score is better, as on a measure of well-being.
    Higher,
    /// A lower score is better, as on a measure of symptoms.
    Lower,
}

impl Better {
    /// 1 where higher is better, else -1.
    #[must_use]
    pub const fn sign(self) -> f64 {
        match self {
            Self::Higher => 1.0,
            Self::Lower => -1.0,
        }
    }
}

/// Mean and standard deviation of a population, in points of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Population {
    /// The mean.
    pub mean: f64,
    /// The standard deviation, above zero.
    pub sd: f64,
}

/// Which cut-off is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// Outside the clinical population.
    A,
    /// Inside the functional population.
    B,
    /// Nearer to the functional than to the clinical population.
    C,
}

/// The three cut-offs, in points of the measure (Jacobson, Follette & Revenstorf 1984; Jacobson & Truax 1991).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CutOffs {
    /// Two clinical standard deviations beyond the clinical mean, towards the better end: `a = M1 +/- 2 s1`.
    pub a: f64,
    /// Two functional standard deviations before the functional mean: `b = M0 -/+ 2 s0`.
    pub b: f64,
    /// Where both populations are equally many standard deviations away: `c = (s1 M0 + s0 M1) / (s1 + s0)`.
    pub c: f64,
}

impl CutOffs {
    /// The cut-offs between a clinical and a functional population. Both are needed: a measure without norms has none.
    ///
    /// # Errors
    /// [`StatError::NotFinite`]; [`StatError::OutOfRange`] for a standard deviation that is not above zero.
    ///
    /// ```
    /// use attune::alliance::cut_offs::{Better, CutOffs, Population};
    /// let clinical = Population { mean: 20.0, sd: 5.0 };
    /// let functional = Population { mean: 30.0, sd: 5.0 };
    /// let cut = CutOffs::between(clinical, functional, Better::Higher)?;
    /// assert_eq!((cut.a, cut.b, cut.c), (30.0, 20.0, 25.0));
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn between(clinical: Population, functional: Population, better: Better) -> Result<Self, StatError> {
        let given = [clinical.mean, clinical.sd, functional.mean, functional.sd];
        if !given.iter().all(|value| value.is_finite()) {
            return Err(StatError::NotFinite);
        }
        if clinical.sd <= 0.0 || functional.sd <= 0.0 {
            return Err(StatError::OutOfRange("a standard deviation is above zero"));
        }
        let (m1, s1, m0, s0) = (clinical.mean, clinical.sd, functional.mean, functional.sd);
        let sign = better.sign();
        Ok(Self { a: m1 + sign * 2.0 * s1, b: m0 - sign * 2.0 * s0, c: (s1 * m0 + s0 * m1) / (s1 + s0) })
    }

    /// The cut-off of that criterion.
    #[must_use]
    pub const fn at(&self, criterion: Criterion) -> f64 {
        match criterion {
            Criterion::A => self.a,
            Criterion::B => self.b,
            Criterion::C => self.c,
        }
    }
}

/// What became of one person between two measurements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Reliably better, and from the worse to the better side of the cut-off.
    Recovered,
    /// Reliably better.
    Improved,
    /// No reliable change.
    Unchanged,
    /// Reliably worse.
    Deteriorated,
}

/// The class of a change by its index (as [`JT`](super::reliable_change::Variant::JacobsonTruax)) and a cut-off.
///
/// The index counts in points of the measure: above zero is a rise. A score that lies exactly on the cut-off has not crossed
/// it. `None` where the index is not a number.
///
/// ```
/// use attune::alliance::cut_offs::{Better, Class, class_of_change};
/// assert_eq!(class_of_change(2.4, 20.0, 31.0, 25.0, Better::Higher), Some(Class::Recovered));
/// assert_eq!(class_of_change(2.4, 26.0, 34.0, 25.0, Better::Higher), Some(Class::Improved));
/// assert_eq!(class_of_change(2.4, 20.0, 31.0, 25.0, Better::Lower), Some(Class::Deteriorated));
/// ```
#[must_use]
pub fn class_of_change(index: f64, pre: f64, post: f64, cut_off: f64, better: Better) -> Option<Class> {
    if index.is_nan() {
        return None;
    }
    let sign = better.sign();
    let crossed = sign * pre < sign * cut_off && sign * post > sign * cut_off;
    Some(if sign * index > RELIABLE {
        if crossed { Class::Recovered } else { Class::Improved }
    } else if sign * index < -RELIABLE {
        Class::Deteriorated
    } else {
        Class::Unchanged
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn impossible_populations_are_told() {
        let good = Population { mean: 1.0, sd: 1.0 };
        for sd in [0.0, -1.0] {
            let bad = Population { mean: 1.0, sd };
            assert!(matches!(CutOffs::between(good, bad, Better::Higher), Err(StatError::OutOfRange(_))));
            assert!(matches!(CutOffs::between(bad, good, Better::Lower), Err(StatError::OutOfRange(_))));
        }
        let bad = Population { mean: f64::NAN, sd: 1.0 };
        assert_eq!(CutOffs::between(good, bad, Better::Higher), Err(StatError::NotFinite));
    }

    #[test]
    fn on_the_cut_off_is_not_across_it() {
        assert_eq!(class_of_change(3.0, 25.0, 40.0, 25.0, Better::Higher), Some(Class::Improved));
        assert_eq!(class_of_change(3.0, 10.0, 25.0, 25.0, Better::Higher), Some(Class::Improved));
        assert_eq!(class_of_change(RELIABLE, 10.0, 30.0, 25.0, Better::Higher), Some(Class::Unchanged));
        assert_eq!(class_of_change(f64::NAN, 10.0, 30.0, 25.0, Better::Higher), None);
    }

    proptest! {
        /// A measure turned round gives the same classes and mirrored cut-offs.
        #[test]
        fn turning_a_measure_round_changes_nothing(
            index in -5.0..5.0f64, pre in 0.0..40.0f64, post in 0.0..40.0f64,
            m1 in 0.0..40.0f64, m0 in 0.0..40.0f64, s1 in 0.1..9.0f64, s0 in 0.1..9.0f64,
        ) {
            let cut = CutOffs::between(
                Population { mean: m1, sd: s1 }, Population { mean: m0, sd: s0 }, Better::Higher,
            ).unwrap();
            let turned = CutOffs::between(
                Population { mean: -m1, sd: s1 }, Population { mean: -m0, sd: s0 }, Better::Lower,
            ).unwrap();
            for criterion in [Criterion::A, Criterion::B, Criterion::C] {
                prop_assert!((cut.at(criterion) + turned.at(criterion)).abs() < 1e-9);
            }
            prop_assert_eq!(
                class_of_change(index, pre, post, cut.c, Better::Higher),
                class_of_change(-index, -pre, -post, -cut.c, Better::Lower)
            );
        }

        /// c lies between the means, equally many standard deviations from both.
        #[test]
        fn the_middle_cut_off_is_in_the_middle(m1 in 0.0..40.0f64, m0 in 0.0..40.0f64, s1 in 0.1..9.0f64, s0 in 0.1..9.0f64) {
            let cut = CutOffs::between(
                Population { mean: m1, sd: s1 }, Population { mean: m0, sd: s0 }, Better::Higher,
            ).unwrap();
            prop_assert!(((cut.c - m1) / s1 - (m0 - cut.c) / s0).abs() < 1e-8);
        }
    }
}
