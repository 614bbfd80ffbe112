//! Reliable change between two measurements of one person, in the six usual forms, and from the slope of a growth model.
//!
//! The forms disagree: on the same people some find twice as many improved as others. Whoever shows a result says which form
//! it is.

use crate::stats::correlation::Correlation;
use crate::stats::describe::{mean, standard_deviation};
use crate::stats::error::StatError;
use crate::stats::interval::Interval;
use crate::stats::mixed::{Method, MixedModel, RandomTerm};

/// What a group's two measurements look like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrePost {
    /// Mean of the first measurement.
    pub pre_mean: f64,
    /// Its standard deviation.
    pub pre_sd: f64,
    /// Mean of the second measurement.
    pub post_mean: f64,
    /// Its standard deviation.
    pub post_sd: f64,
    /// Correlation of the two.
    pub correlation: f64,
}

impl PrePost {
    /// Describe a group; `pre[i]` and `post[i]` are of one person. Whoever has only one of them is left out by the caller.
    ///
    /// # Errors
    /// Lengths that differ, fewer than two people, values that are not finite, a measurement that does not vary.
    pub fn of(pre: &[f64], post: &[f64]) -> Result<Self, StatError> {
        Ok(Self {
            correlation: Correlation::of(pre, post)?.r,
            pre_mean: mean(pre)?,
            pre_sd: standard_deviation(pre)?,
            post_mean: mean(post)?,
            post_sd: standard_deviation(post)?,
        })
    }
}

/// The form of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// `(post - pre) / Sd`, `Sd = sqrt(2) SE` (Jacobson & Truax 1991): the usual one. Alone in using no mean.
    JacobsonTruax,
    /// `((post - M1) - r (pre - M1)) / (s1 sqrt(1 - r^2))` (Gulliksen, Lord & Novick).
    GulliksenLordNovick,
    /// `((post - M2) - r (pre - M1)) / (s1 sqrt(1 - r^2))` (Hsu, Linn & Lord): against the group's own gain.
    HsuLinnLord,
    /// `(post - T) / SE`, `T = r (pre - M1) + M1` the estimated true first score (Edwards & Nunnally).
    EdwardsNunnally,
    /// `(post - T) / sqrt(r^2 s1^2 (1 - r) + s1^2 (1 - r2))`, `r2` the reliability of the second measurement (Nunnally & Kotsch).
    NunnallyKotsch,
    /// `((post - pre) d + (M2 - M1) (1 - d)) / (sqrt(d) Sd)`, `d` the reliability of difference scores (Hageman & Arrindell).
    HagemanArrindell,
}

impl Variant {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::JacobsonTruax,
        Self::GulliksenLordNovick,
        Self::HsuLinnLord,
        Self::EdwardsNunnally,
        Self::NunnallyKotsch,
        Self::HagemanArrindell,
    ];
}

/// A measure's errors in a group, from which the change of each person is judged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReliableChange {
    group: PrePost,
    reliability: f64,
    post_reliability: f64,
}

impl ReliableChange {
    /// With the reliability of the measure at the first and at the second measurement; usually they are taken as equal.
    ///
    /// # Errors
    /// [`StatError::NotFinite`]; [`StatError::OutOfRange`] for a reliability not strictly between 0 and 1 or a first standard
    /// deviation not above zero.
    ///
    /// ```
    /// use attune::alliance::reliable_change::{PrePost, ReliableChange, Variant};
    /// let group = PrePost { pre_mean: 20.0, pre_sd: 5.0, post_mean: 24.0, post_sd: 6.0, correlation: 0.6 };
    /// let change = ReliableChange::new(group, 0.82, 0.82)?;
    /// assert!((change.error_of_difference() - 3.0).abs() < 1e-12); // 5 sqrt(2 (1 - .82))
    /// assert!((change.index(Variant::JacobsonTruax, 20.0, 26.0)? - 2.0).abs() < 1e-12);
    /// # Ok::<(), attune::stats::error::StatError>(())
    /// ```
    pub fn new(group: PrePost, reliability: f64, post_reliability: f64) -> Result<Self, StatError> {
        let PrePost { pre_mean, pre_sd, post_mean, post_sd, correlation } = group;
        if ![pre_mean, pre_sd, post_mean, post_sd, correlation].iter().all(|value| value.is_finite()) {
            return Err(StatError::NotFinite);
        }
        if [reliability, post_reliability].iter().any(|r| !(*r > 0.0 && *r < 1.0)) {
            return Err(StatError::OutOfRange("a reliability lies between 0 and 1"));
        }
        if pre_sd <= 0.0 {
            return Err(StatError::OutOfRange("a standard deviation is above zero"));
        }
        Ok(Self { group, reliability, post_reliability })
    }

    /// The standard error of measurement, `SE = s1 sqrt(1 - r)`, in points.
    #[must_use]
    pub fn error_of_measurement(&self) -> f64 {
        self.group.pre_sd * (1.0 - self.reliability).sqrt()
    }

    /// The standard error of a difference, `Sd = sqrt(2) SE`, in points.
    #[must_use]
    pub fn error_of_difference(&self) -> f64 {
        std::f64::consts::SQRT_2 * self.error_of_measurement()
    }

    /// The change in points beyond which [`Variant::JacobsonTruax`] calls it reliable: `1.96 Sd`.
    #[must_use]
    pub fn reliable_points(&self) -> f64 {
        super::cut_offs::RELIABLE * self.error_of_difference()
    }

    /// The reliability of difference scores,
    /// `d = (s1^2 r1 + s2^2 r2 - 2 s1 s2 r12) / (s1^2 + s2^2 - 2 s1 s2 r12)` with `r_k = (s_k^2 - SE^2) / s_k^2`. It is below
    /// zero where the two measurements go together more closely than their errors allow.
    ///
    /// # Errors
    /// [`StatError::NoVariation`] where the differences do not vary.
    pub fn reliability_of_differences(&self) -> Result<f64, StatError> {
        let (s1, s2, r12) = (self.group.pre_sd, self.group.post_sd, self.group.correlation);
        let error = self.error_of_measurement().powi(2);
        let shared = 2.0 * s1 * s2 * r12;
        let variance = s1 * s1 + s2 * s2 - shared;
        if variance <= f64::EPSILON * (s1 * s1 + s2 * s2) {
            return Err(StatError::NoVariation);
        }
        Ok(((s1 * s1 - error) + (s2 * s2 - error) - shared) / variance)
    }

    /// The index of one person's change; beyond -1.96 or 1.96 it is called reliable.
    ///
    /// # Errors
    /// [`StatError::NotFinite`]; for [`Variant::HagemanArrindell`] those of
    /// [`reliability_of_differences`](Self::reliability_of_differences) and [`StatError::NotEstimable`] where it is not above zero.
    pub fn index(&self, variant: Variant, pre: f64, post: f64) -> Result<f64, StatError> {
        if !(pre.is_finite() && post.is_finite()) {
            return Err(StatError::NotFinite);
        }
        let PrePost { pre_mean: m1, pre_sd: s1, post_mean: m2, .. } = self.group;
        let r = self.reliability;
        let regressed = s1 * (1.0 - r * r).sqrt();
        Ok(match variant {
            Variant::JacobsonTruax => (post - pre) / self.error_of_difference(),
            Variant::GulliksenLordNovick => ((post - m1) - r * (pre - m1)) / regressed,
            Variant::HsuLinnLord => ((post - m2) - r * (pre - m1)) / regressed,
            Variant::EdwardsNunnally => (post - self.true_score(pre)) / self.error_of_measurement(),
            Variant::NunnallyKotsch => {
                let variance = r * r * s1 * s1 * (1.0 - r) + s1 * s1 * (1.0 - self.post_reliability);
                (post - self.true_score(pre)) / variance.sqrt()
            }
            Variant::HagemanArrindell => {
                let d = self.reliability_of_differences()?;
                if d <= 0.0 {
                    return Err(StatError::NotEstimable("the differences are no more reliable than chance"));
                }
                ((post - pre) * d + (m2 - m1) * (1.0 - d)) / (d.sqrt() * self.error_of_difference())
            }
        })
    }

    /// The estimated true first score, `T = r (pre - M1) + M1`.
    #[must_use]
    pub fn true_score(&self, pre: f64) -> f64 {
        self.reliability * (pre - self.group.pre_mean) + self.group.pre_mean
    }

    /// The band of Edwards & Nunnally around the true first score, `T -/+ 2 SE`, about 95 %.
    #[must_use]
    pub fn band(&self, pre: f64) -> Interval {
        Interval::around(self.true_score(pre), 2.0 * self.error_of_measurement())
    }
}

/// One person's slope in a growth model of the group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonalSlope {
    /// The person's code.
    pub person: usize,
    /// The slope, in points per unit of time: the group's slope and the person's shrunken deviation from it.
    pub slope: f64,
    /// The conditional standard error of the deviation, the parameters of the model taken as known.
    pub se: f64,
    /// `slope / se`; beyond -1.96 or 1.96 the change is called reliable.
    pub index: f64,
}

/// The form that uses every measurement: from `y ~ time + (time | person)` by REML, each person's slope over its error (after
/// Speer & Greenbaum 1995).
///
/// The slope is the group's plus the person's deviation. Leaving the group's out, as some programs do, asks whether a person
/// differs from the others instead of whether they changed.
///
/// # Missing values
/// A row in which `y` or `time` is NaN is left out.
///
/// # Errors
/// Those of [`MixedModel::fit`]; [`StatError::NotEstimable`] where the slopes do not differ between persons, so that a slope
/// of one person has no error of its own.
pub fn personal_slopes(y: &[f64], time: &[f64], person: &[usize]) -> Result<Vec<PersonalSlope>, StatError> {
    let fit = MixedModel::new(y).fixed(time).random(RandomTerm::intercept(person).slope(time)).fit(Method::Reml)?;
    let level = fit.levels.first().ok_or(StatError::NotEstimable("a model without groups"))?;
    let group = fit.fixed.get(1).copied().ok_or(StatError::NotEstimable("a model without a slope"))?;
    let one = |mode: &crate::stats::mixed::GroupMode| {
        let (code, deviation, se) = (mode.codes.first()?, mode.effect.get(1)?, mode.se.get(1)?);
        let slope = group + deviation;
        (*se > 0.0).then(|| PersonalSlope { person: *code, slope, se: *se, index: slope / se })
    };
    let told: Option<Vec<PersonalSlope>> = level.modes.iter().map(one).collect();
    told.ok_or(StatError::NotEstimable("the slopes do not differ between persons"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GROUP: PrePost = PrePost { pre_mean: 20.0, pre_sd: 5.0, post_mean: 24.0, post_sd: 6.0, correlation: 0.6 };

    #[test]
    fn impossible_measures_are_told() {
        for reliability in [0.0, 1.0, f64::NAN, -0.2] {
            assert!(matches!(ReliableChange::new(GROUP, reliability, 0.8), Err(StatError::OutOfRange(_))));
            assert!(matches!(ReliableChange::new(GROUP, 0.8, reliability), Err(StatError::OutOfRange(_))));
        }
        let flat = PrePost { pre_sd: 0.0, ..GROUP };
        assert!(ReliableChange::new(flat, 0.8, 0.8).is_err());
        let unknown = PrePost { post_mean: f64::NAN, ..GROUP };
        assert_eq!(ReliableChange::new(unknown, 0.8, 0.8), Err(StatError::NotFinite));
        let change = ReliableChange::new(GROUP, 0.8, 0.8).unwrap();
        assert_eq!(change.index(Variant::JacobsonTruax, f64::NAN, 1.0), Err(StatError::NotFinite));
        assert_eq!(PrePost::of(&[1.0, 1.0], &[1.0, 2.0]), Err(StatError::NoVariation));
    }

    #[test]
    fn unreliable_differences_have_no_hageman_arrindell() {
        // Two measurements that go together more closely than a reliability of .3 allows.
        let close = PrePost { correlation: 0.95, ..GROUP };
        let change = ReliableChange::new(close, 0.3, 0.3).unwrap();
        assert!(change.reliability_of_differences().unwrap() < 0.0);
        assert!(matches!(change.index(Variant::HagemanArrindell, 20.0, 30.0), Err(StatError::NotEstimable(_))));
        let same = PrePost { post_sd: 5.0, correlation: 1.0, ..GROUP };
        let change = ReliableChange::new(same, 0.8, 0.8).unwrap();
        assert_eq!(change.reliability_of_differences(), Err(StatError::NoVariation));
    }

    #[test]
    fn slopes_include_that_of_the_group() {
        // Everyone rises by about two a session.
        let (mut y, mut time, mut person) = (Vec::new(), Vec::new(), Vec::new());
        for code in 0..6_usize {
            for session in 0..5_usize {
                let wobble = [0.3, -0.2, 0.1, -0.4, 0.2][(session + 2 * code) % 5];
                y.push(10.0 + code as f64 + (1.7 + 0.1 * code as f64) * session as f64 + wobble);
                time.push(session as f64);
                person.push(code);
            }
        }
        let slopes = personal_slopes(&y, &time, &person).unwrap();
        assert_eq!(slopes.len(), 6);
        assert!(slopes.iter().all(|s| s.slope > 1.4 && s.index > 1.96));
    }

    proptest! {
        /// A rise in points is a rise in every form, and more is more.
        #[test]
        fn a_higher_second_score_is_never_a_lower_index(
            pre in 0.0..40.0f64, post in 0.0..40.0f64, more in 0.1..9.0f64, r in 0.3..0.98f64, r12 in -0.5..0.6f64,
        ) {
            let change = ReliableChange::new(PrePost { correlation: r12, ..GROUP }, r, r).unwrap();
            for variant in Variant::ALL {
                if let (Ok(low), Ok(high)) = (change.index(variant, pre, post), change.index(variant, pre, post + more)) {
                    prop_assert!(high > low, "{variant:?}");
                }
            }
        }
    }
}
