//! Where a person's next score is expected, from how people seen here before went on.
//!
//! A growth model of the caseload, `score ~ time + (time | person)` by REML, and from it for one person the prediction
//! given the scores they have had so far. While the caseload is small a stated prior stands in, and says so. Published
//! trajectories are licensed and none is used.

use super::group::{Group, pick};
use crate::order;
use crate::stats::distributions::normal_quantile;
use crate::stats::error::StatError;
use crate::stats::mixed::{Method, MixedModel, RandomTerm};

/// The fewest people, each with [`FEWEST_SCORES`], from whom the caseload's own model is taken.
pub const FEWEST_PEOPLE: usize = 20;

/// The fewest scores of a person who counts towards [`FEWEST_PEOPLE`].
pub const FEWEST_SCORES: usize = 3;

/// The fewest people who must have reached a time for anything to be expected at it.
pub const FEWEST_REACHED: usize = 10;

/// Where a growth model is from, and so what its band is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GrowthSource {
    /// A prior chosen for this app, because too few people were seen here. The band is called assumed.
    Assumed,
    /// The caseload's own model. The band is called that of people seen here before.
    SeenHere {
        /// People it rests on.
        people: usize,
        /// Their scores.
        scores: usize,
    },
}

/// Growth of a caseload: a straight line for each person, the lines spread normally around that of the caseload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// The expected score at time zero and the expected change for one unit of time.
    pub line: [f64; 2],
    /// The covariance of a new person's start and slope: spread of people and uncertainty of the line together.
    pub covariance: [[f64; 2]; 2],
    /// The variance of one score around a person's own line.
    pub residual_variance: f64,
    /// The last time up to which anything is expected; nothing for the prior.
    pub until: Option<f64>,
    /// Where the figures are from.
    pub source: GrowthSource,
}

/// What is expected of one person at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Expected {
    /// The middle.
    pub mean: f64,
    /// The lower edge of the band, cut to the range of the scale.
    pub low: f64,
    /// The upper edge, cut to the range of the scale.
    pub high: f64,
    /// The share of people like this one whose score lies in the band, before it is cut.
    pub share: f64,
    /// Where the figures are from.
    pub source: GrowthSource,
}

/// Where a score lies beside the band. Not a verdict: of ten people one lies below a band of .80 by its construction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Below.
    Below,
    /// Inside, edges included.
    Inside,
    /// Above.
    Above,
}

impl Growth {
    /// The prior, in shares of the scale's range: a start at .65 with a standard deviation of .20 between people, no mean
    /// growth with .01 between people for one unit of time, .10 from one score to the next. Round figures chosen for this
    /// app; a person's own first scores soon outweigh them. No study stands behind them.
    ///
    /// # Errors
    /// [`StatError::NotFinite`]; [`StatError::OutOfRange`] for a range whose upper end does not lie above the lower.
    pub fn assumed(range: (f64, f64)) -> Result<Self, StatError> {
        let width = range.1 - range.0;
        if !range.0.is_finite() || !range.1.is_finite() {
            return Err(StatError::NotFinite);
        }
        if width <= 0.0 {
            return Err(StatError::OutOfRange("a scale has a range"));
        }
        let square = |share: f64| (share * width).powi(2);
        Ok(Self {
            line: [range.0 + 0.65 * width, 0.0],
            covariance: [[square(0.20), 0.0], [0.0, square(0.01)]],
            residual_variance: square(0.10),
            until: None,
            source: GrowthSource::Assumed,
        })
    }

    /// The caseload's own model: `scores ~ time + (time | person)` by REML, people with [`FEWEST_SCORES`] or more.
    ///
    /// Shapes: one row a score. Missing values: a row with a NaN is left out; so are people with fewer scores.
    ///
    /// # Errors
    /// [`StatError::TooFew`] below [`FEWEST_PEOPLE`] such people, lengths that differ, infinite values, and
    /// [`StatError::NotEstimable`] from the model: then the prior is what there is.
    ///
    /// ```
    /// use attune::alliance::{Group, expected_course::Growth};
    /// // Thirty people who start around 3 and rise by about .1 a session, each with a wobble.
    /// let (mut person, mut time, mut score) = (vec![], vec![], vec![]);
    /// for p in 0..30_usize {
    ///     for t in 0..8_usize {
    ///         person.push(p);
    ///         time.push(t as f64);
    ///         let wobble = [0.1, -0.1, 0.05, -0.05, 0.0][(3 * t + p * p) % 5];
    ///         score.push(3.0 + 0.02 * (p % 7) as f64 + (0.1 + 0.01 * (p % 3) as f64) * t as f64 + wobble);
    ///     }
    /// }
    /// let growth = Growth::of(&Group::of(&person)?, &time, &score)?;
    /// assert!((growth.line[1] - 0.11).abs() < 0.01);
    /// let expected = growth.expect(&[(0.0, 3.5), (1.0, 3.6)], 2.0, 0.8, (1.0, 5.0))?.ok_or("nothing expected")?;
    /// assert!(expected.low > 3.2 && expected.high < 4.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(group: &Group<'_>, time: &[f64], scores: &[f64]) -> Result<Self, StatError> {
        let rows = group.complete(&[time, scores], FEWEST_PEOPLE)?;
        let codes = group.pick_codes(&rows);
        let enough = with_scores(&codes, FEWEST_SCORES);
        let rows: Vec<usize> = rows
            .into_iter()
            .zip(&codes)
            .filter(|(_, code)| enough.binary_search(code).is_ok())
            .map(|(row, _)| row)
            .collect();
        if enough.len() < FEWEST_PEOPLE {
            return Err(StatError::TooFew { needed: FEWEST_PEOPLE, found: enough.len() });
        }
        let (time, scores, person) = (pick(time, &rows), pick(scores, &rows), group.pick_codes(&rows));
        let fit = MixedModel::new(&scores)
            .fixed(&time)
            .random(RandomTerm::intercept(&person).slope(&time))
            .fit(Method::Reml)?;
        let (Some(level), &[start, slope]) = (fit.levels.first(), fit.fixed.as_slice()) else {
            return Err(StatError::NotEstimable("a model of another form"));
        };
        let cell = |i, j| level.covariance.at(i, j) + fit.fixed_covariance.at(i, j);
        Ok(Self {
            line: [start, slope],
            covariance: [[cell(0, 0), cell(0, 1)], [cell(1, 0), cell(1, 1)]],
            residual_variance: fit.residual_variance,
            until: reached(&person, &time),
            source: GrowthSource::SeenHere { people: enough.len(), scores: scores.len() },
        })
    }

    /// The caseload's own model where it can be had, otherwise the prior.
    ///
    /// # Errors
    /// Those of [`Growth::assumed`].
    pub fn of_or_assumed(person: &[usize], time: &[f64], scores: &[f64], range: (f64, f64)) -> Result<Self, StatError> {
        Group::of(person).and_then(|group| Self::of(&group, time, scores)).or_else(|_| Self::assumed(range))
    }

    /// What is expected of a person at the time `at`, given their scores so far as pairs of time and score.
    ///
    /// The person's line is learnt score by score (the Kalman form of the empirical Bayes estimate, which needs no inverse
    /// and so no variance above zero): with `z = (1, t)`, `k = C z / (z'Cz + s2)`, `m += k (y - z'm)`, `C -= k z'C`. The
    /// band is `z'm -/+ q sqrt(z'Cz + s2)`, `q` the normal quantile of the share. Nothing beyond the last time that
    /// [`FEWEST_REACHED`] people reached.
    ///
    /// # Errors
    /// [`StatError::NotFinite`]; [`StatError::OutOfRange`] for a share outside 0 to 1.
    pub fn expect(
        &self,
        seen: &[(f64, f64)],
        at: f64,
        share: f64,
        range: (f64, f64),
    ) -> Result<Option<Expected>, StatError> {
        if !(share > 0.0 && share < 1.0) {
            return Err(StatError::OutOfRange("a share lies between 0 and 1"));
        }
        if !at.is_finite() || seen.iter().any(|(t, y)| !t.is_finite() || !y.is_finite()) {
            return Err(StatError::NotFinite);
        }
        if self.until.is_some_and(|until| at > until) {
            return Ok(None);
        }
        let (mut line, mut c) = (self.line, self.covariance);
        for (t, y) in seen {
            let k = [c[0][0] + c[0][1] * t, c[1][0] + c[1][1] * t];
            let variance = k[0] + t * k[1] + self.residual_variance;
            if variance > 0.0 {
                let error = y - line[0] - line[1] * t;
                line = [line[0] + k[0] * error / variance, line[1] + k[1] * error / variance];
                let less = |i: usize, j: usize| c[i][j] - k[i] * k[j] / variance;
                c = [[less(0, 0), less(0, 1)], [less(1, 0), less(1, 1)]];
            }
        }
        let mean = line[0] + line[1] * at;
        let variance = c[0][0] + 2.0 * at * c[0][1] + at * at * c[1][1] + self.residual_variance;
        let half = normal_quantile(0.5 + 0.5 * share) * variance.max(0.0).sqrt();
        Ok(Some(Expected {
            mean: mean.clamp(range.0.min(range.1), range.1.max(range.0)),
            low: (mean - half).max(range.0),
            high: (mean + half).min(range.1),
            share,
            source: self.source,
        }))
    }
}

impl Expected {
    /// Where a score lies beside the band.
    #[must_use]
    pub fn place(&self, score: f64) -> Place {
        if score < self.low {
            Place::Below
        } else if score > self.high {
            Place::Above
        } else {
            Place::Inside
        }
    }
}

/// The codes, sorted, of those who have at least `fewest` rows.
fn with_scores(codes: &[usize], fewest: usize) -> Vec<usize> {
    let mut sorted = codes.to_vec();
    order::sort(&mut sorted);
    sorted.chunk_by(|a, b| a == b).filter(|run| run.len() >= fewest).filter_map(|run| run.first().copied()).collect()
}

/// The last time that at least [`FEWEST_REACHED`] people reached.
fn reached(person: &[usize], time: &[f64]) -> Option<f64> {
    let mut last: std::collections::BTreeMap<usize, f64> = std::collections::BTreeMap::new();
    for (code, t) in person.iter().zip(time) {
        let slot = last.entry(*code).or_insert(*t);
        *slot = slot.max(*t);
    }
    let mut times: Vec<f64> = last.into_values().collect();
    order::sort_by(&mut times, |a, b| b.total_cmp(a));
    times.get(FEWEST_REACHED - 1).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_people_have_the_prior() {
        let person: Vec<usize> = (0..60).map(|row| row / 4).collect();
        let time: Vec<f64> = (0..60).map(|row| f64::from(row % 4)).collect();
        let growth = Growth::of_or_assumed(&person, &time, &[3.0; 60], (1.0, 5.0)).unwrap();
        assert_eq!(growth.source, GrowthSource::Assumed);
        // Thirty people whose scores never differ determine no model.
        let person: Vec<usize> = (0..120).map(|row| row / 4).collect();
        let time: Vec<f64> = (0..120).map(|row| f64::from(row % 4)).collect();
        let growth = Growth::of_or_assumed(&person, &time, &[3.0; 120], (1.0, 5.0)).unwrap();
        assert_eq!(growth.source, GrowthSource::Assumed);
        assert!(Growth::assumed((5.0, 1.0)).is_err() && Growth::assumed((f64::NAN, 1.0)).is_err());
    }

    #[test]
    fn own_scores_outweigh_the_prior() {
        let growth = Growth::assumed((0.0, 40.0)).unwrap();
        let at = |seen: &[(f64, f64)]| growth.expect(seen, 6.0, 0.8, (0.0, 40.0)).unwrap().unwrap();
        let seen: Vec<(f64, f64)> = (0..6).map(|t| (f64::from(t), 10.0)).collect();
        assert!((at(&[]).mean - 26.0).abs() < 1e-9);
        assert!((at(&seen).mean - 10.0).abs() < 1.5);
        assert!(at(&seen).high - at(&seen).low < at(&[]).high - at(&[]).low);
        assert_eq!(at(&seen).place(1.0), Place::Below);
        assert_eq!((at(&seen).place(10.0), at(&seen).place(39.0)), (Place::Inside, Place::Above));
        assert_eq!(growth.expect(&[], f64::NAN, 0.8, (0.0, 40.0)), Err(StatError::NotFinite));
        assert!(growth.expect(&[], 1.0, 1.0, (0.0, 40.0)).is_err());
        let ended = Growth { until: Some(5.0), ..growth };
        assert_eq!(ended.expect(&[], 6.0, 0.8, (0.0, 40.0)), Ok(None));
    }

    proptest! {
        /// The Kalman form is the usual one: with one variance between people, the shrunken mean.
        #[test]
        fn the_form_is_empirical_bayes(scores in prop::collection::vec(0.0..40.0f64, 1..12)) {
            let growth = Growth {
                line: [20.0, 0.0], covariance: [[9.0, 0.0], [0.0, 0.0]], residual_variance: 4.0, until: None,
                source: GrowthSource::Assumed,
            };
            let seen: Vec<(f64, f64)> = scores.iter().enumerate().map(|(t, y)| (t as f64, *y)).collect();
            let found = growth.expect(&seen, 20.0, 0.8, (-1e9, 1e9)).unwrap().unwrap();
            let n = scores.len() as f64;
            let lambda = 9.0 / (9.0 + 4.0 / n);
            let wanted = 20.0 + lambda * (scores.iter().sum::<f64>() / n - 20.0);
            prop_assert!((found.mean - wanted).abs() < 1e-9);
            let spread = (9.0 * (1.0 - lambda) + 4.0).sqrt() * normal_quantile(0.9);
            prop_assert!((found.high - wanted - spread).abs() < 1e-9);
        }
    }
}
