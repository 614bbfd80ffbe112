//! What a caseload looks like as a whole, and, where there are enough people, how it is spread over therapists.
//!
//! No ranking: therapists come in the order of their codes, nothing here can be sorted by how good it looks, and nobody with
//! fewer than [`FEWEST_EACH`] people is told of. About 5 % of the variance of outcomes lies between therapists, so most of
//! what differs between two of them is chance.
//!
//! ```compile_fail,E0277
//! use attune::alliance::caseload_summary::{ShrunkenMean};
//! fn ranked(mut therapists: Vec<ShrunkenMean>) -> Vec<ShrunkenMean> {
//!     therapists.sort();
//!     therapists
//! }
//! ```

use super::group::{Group, pick};
use crate::order;
use crate::stats::binomial::funnel_limits;
use crate::stats::error::StatError;
use crate::stats::funnel::{mean_limits, overdispersion};
use crate::stats::interval::Interval;
use crate::stats::mixed::{Method, MixedModel, RandomTerm};

/// The fewest people whom a therapist must have for anything to be told of them.
pub const FEWEST_EACH: usize = 20;

/// The fewest therapists between whom a variance is estimated.
pub const FEWEST_THERAPISTS: usize = 5;

/// The share of extreme z on either side that is pulled in before over-dispersion is judged.
pub const WINSORISED: f64 = 0.1;

/// Scores of a caseload: the mean and where the variance lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// The mean over people, each shrunken as their number of scores deserves.
    pub mean: f64,
    /// Its standard error.
    pub se: f64,
    /// The share of the variance that lies between people, `s2_b / (s2_b + s2_e)`.
    pub icc: f64,
    /// The standard deviation between people.
    pub between_sd: f64,
    /// The standard deviation from session to session of one person.
    pub within_sd: f64,
    /// People.
    pub people: usize,
    /// Scores.
    pub scores: usize,
}

/// `score ~ 1 + (1 | person)` by REML.
///
/// Missing values: NaN rows are left out.
///
/// # Errors
/// Those of [`Group::complete`] and of the mixed model.
///
/// ```
/// use attune::alliance::{Group, caseload_summary::summary};
/// let person: Vec<usize> = (0..60).map(|row| row / 5).collect();
/// let scores: Vec<f64> = (0..60).map(|row| (row / 5) as f64 + [0.2, -0.1, 0.0, 0.1, -0.2][row % 5]).collect();
/// let told = summary(&Group::of(&person)?, &scores)?;
/// assert!((told.mean - 5.5).abs() < 1e-9 && told.icc > 0.99);
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn summary(group: &Group<'_>, scores: &[f64]) -> Result<Summary, StatError> {
    let rows = group.complete(&[scores], 0)?;
    let (y, person) = (pick(scores, &rows), group.pick_codes(&rows));
    let fit = MixedModel::new(&y).random(RandomTerm::intercept(&person)).fit(Method::Reml)?;
    let (Some(level), Some(&mean), Some(&se)) = (fit.levels.first(), fit.fixed.first(), fit.fixed_se.first()) else {
        return Err(StatError::NotEstimable("a model of another form"));
    };
    let between = level.covariance.at(0, 0);
    Ok(Summary {
        mean,
        se,
        icc: between / (between + fit.residual_variance),
        between_sd: between.sqrt(),
        within_sd: fit.residual_sd,
        people: level.groups(),
        scores: fit.observations,
    })
}

/// One therapist's mean, drawn towards that of all by what chance explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ShrunkenMean {
    /// The therapist's code.
    pub therapist: usize,
    /// People of theirs.
    pub people: usize,
    /// The empirical Bayes estimate, `mu + lambda (mean - mu)` in the simplest case.
    pub estimate: f64,
    /// The conditional standard error of its deviation from `mu`.
    pub se: f64,
}

/// Scores of a caseload at three levels: session, person, therapist.
#[derive(Clone, Debug, PartialEq)]
pub struct BetweenTherapists {
    /// The mean over all.
    pub mean: f64,
    /// The share of the variance that lies between therapists.
    pub therapist_share: f64,
    /// The share between people of one therapist.
    pub person_share: f64,
    /// Each therapist with enough people, in the order of their codes.
    pub therapists: Vec<ShrunkenMean>,
    /// How many therapists were left out because they had too few people.
    pub left_out: usize,
}

/// `score ~ 1 + (1 | person) + (1 | therapist)` by REML over therapists with at least [`FEWEST_EACH`] people each. Each row
/// has the code of its person in the group and of its therapist in `therapist`.
///
/// Missing values: NaN rows are left out.
///
/// # Errors
/// [`StatError::TooFew`] below [`FEWEST_THERAPISTS`] such therapists, [`StatError::LengthMismatch`], those of
/// [`Group::complete`] and of the mixed model.
pub fn between_therapists(
    group: &Group<'_>,
    therapist: &[usize],
    scores: &[f64],
) -> Result<BetweenTherapists, StatError> {
    if therapist.len() != group.rows() {
        return Err(StatError::LengthMismatch { expected: group.rows(), found: therapist.len() });
    }
    let rows = group.complete(&[scores], 0)?;
    let of = |rows: &[usize]| -> Vec<usize> { rows.iter().filter_map(|row| therapist.get(*row).copied()).collect() };
    let sizes = people_each(&of(&rows), &group.pick_codes(&rows));
    let enough: Vec<(usize, usize)> = sizes.iter().copied().filter(|(_, people)| *people >= FEWEST_EACH).collect();
    if enough.len() < FEWEST_THERAPISTS {
        return Err(StatError::TooFew { needed: FEWEST_THERAPISTS, found: enough.len() });
    }
    let kept = |row: &usize| {
        therapist.get(*row).is_some_and(|code| enough.binary_search_by_key(code, |(code, _)| *code).is_ok())
    };
    let rows: Vec<usize> = rows.into_iter().filter(kept).collect();
    let (y, person, outer) = (pick(scores, &rows), group.pick_codes(&rows), of(&rows));
    let fit = MixedModel::new(&y)
        .random(RandomTerm::intercept(&person))
        .random(RandomTerm::intercept(&outer))
        .fit(Method::Reml)?;
    let shares = fit.variance_shares().unwrap_or_default();
    let (Some(level), Some(&mean), &[person_share, therapist_share]) =
        (fit.levels.get(1), fit.fixed.first(), shares.as_slice())
    else {
        return Err(StatError::NotEstimable("a model of another form"));
    };
    let one = |&(therapist, people): &(usize, usize)| {
        let mode = level.mode(&[therapist])?;
        let (effect, se) = (mode.effect.first()?, mode.se.first()?);
        Some(ShrunkenMean { therapist, people, estimate: mean + effect, se: *se })
    };
    Ok(BetweenTherapists {
        mean,
        therapist_share,
        person_share,
        therapists: enough.iter().filter_map(one).collect(),
        left_out: sizes.len() - enough.len(),
    })
}

/// The number of different people of each therapist, in the order of the therapists' codes.
fn people_each(therapist: &[usize], person: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = therapist.iter().copied().zip(person.iter().copied()).collect();
    order::sort(&mut pairs);
    pairs.dedup();
    pairs.chunk_by(|a, b| a.0 == b.0).filter_map(|run| run.first().map(|(code, _)| (*code, run.len()))).collect()
}

/// Where a therapist's share lies beside what chance allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Below the limits.
    Below,
    /// Within them: no different from the others as far as anyone can tell.
    Within,
    /// Above the limits.
    Above,
}

/// One therapist in the funnel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InFunnel {
    /// The therapist's code.
    pub therapist: usize,
    /// People of theirs.
    pub people: usize,
    /// The share of them.
    pub share: f64,
    /// The limits for that many people.
    pub limits: Interval,
    /// Where the share lies.
    pub beside: Beside,
}

/// Shares of therapists (of people who left early, say) beside the share of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// The share of all, to which each is compared.
    pub target: f64,
    /// How much more the therapists differ than chance gives, `phi`; nothing with one therapist.
    pub factor: Option<f64>,
    /// Whether limits were widened for it.
    pub widened: bool,
    /// Each therapist with enough people, in the order of their codes.
    pub therapists: Vec<InFunnel>,
    /// How many therapists were left out because they had too few people.
    pub left_out: usize,
}

/// A funnel for supervision: limits around the common share, exact binomial, or the normal ones widened by `sqrt(phi)` where
/// therapists clearly vary more than chance gives (`phi` from z winsorised at 10 % a side; Spiegelhalter 2005). One row a
/// person. At a level of .998 one therapist in 500 lies outside by chance.
///
/// # Errors
/// [`StatError::LengthMismatch`], [`StatError::OutOfRange`] for two rows of a person or a level outside 0 to 1,
/// [`StatError::TooFew`] where no therapist has [`FEWEST_EACH`] people, [`StatError::NoVariation`] where it happened to
/// everyone or no one.
///
/// ```
/// use attune::alliance::{Group, caseload_summary::{Beside, funnel}};
/// let person: Vec<usize> = (0..120).collect();
/// let therapist: Vec<usize> = person.iter().map(|p| p / 40).collect();
/// let left: Vec<bool> = person.iter().map(|p| p % 5 == 0).collect();
/// let told = funnel(&Group::of(&person)?, &therapist, &left, 0.998)?;
/// assert!((told.target - 0.2).abs() < 1e-12 && !told.widened);
/// assert!(told.therapists.iter().all(|therapist| therapist.beside == Beside::Within));
/// # Ok::<(), attune::stats::error::StatError>(())
/// ```
pub fn funnel(group: &Group<'_>, therapist: &[usize], happened: &[bool], level: f64) -> Result<Funnel, StatError> {
    group.one_row_each()?;
    for found in [therapist.len(), happened.len()] {
        if found != group.rows() {
            return Err(StatError::LengthMismatch { expected: group.rows(), found });
        }
    }
    let sizes = people_each(therapist, group.codes());
    let units: Vec<(usize, usize, usize)> = sizes
        .iter()
        .filter(|(_, people)| *people >= FEWEST_EACH)
        .map(|&(code, people)| {
            let events = therapist.iter().zip(happened).filter(|(t, h)| **t == code && **h).count();
            (code, people, events)
        })
        .collect();
    let (people, events) = units.iter().fold((0, 0), |(n, e), unit| (n + unit.1, e + unit.2));
    if units.is_empty() {
        return Err(StatError::TooFew { needed: FEWEST_EACH, found: sizes.iter().map(|s| s.1).max().unwrap_or(0) });
    }
    if events == 0 || events == people {
        return Err(StatError::NoVariation);
    }
    let target = events as f64 / people as f64;
    let sd = (target * (1.0 - target)).sqrt();
    let shares: Vec<f64> = units.iter().map(|unit| unit.2 as f64 / unit.1 as f64).collect();
    let errors: Vec<f64> = units.iter().map(|unit| sd / (unit.1 as f64).sqrt()).collect();
    let spread = overdispersion(&shares, &errors, target, WINSORISED).ok();
    let widened = spread.as_ref().is_some_and(|spread| spread.clear);
    let inflation = spread.as_ref().map_or(1.0, |spread| spread.inflation());
    let mut therapists = Vec::with_capacity(units.len());
    for (&(code, n, _), &share) in units.iter().zip(&shares) {
        let limits = if widened {
            mean_limits(target, sd, n, level, inflation)?.within(0.0, 1.0)
        } else {
            funnel_limits(target, n, level)?
        };
        let beside = if share < limits.lower {
            Beside::Below
        } else if share > limits.upper {
            Beside::Above
        } else {
            Beside::Within
        };
        therapists.push(InFunnel { therapist: code, people: n, share, limits, beside });
    }
    let left_out = sizes.len() - units.len();
    Ok(Funnel { target, factor: spread.map(|spread| spread.factor), widened, therapists, left_out })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_therapist_of_nineteen_is_not_told_of() {
        let person: Vec<usize> = (0..59).collect();
        let therapist: Vec<usize> = person.iter().map(|p| p / 20).collect();
        let group = Group::of(&person).unwrap();
        let left: Vec<bool> = person.iter().map(|p| p % 4 == 0).collect();
        let told = funnel(&group, &therapist, &left, 0.95).unwrap();
        assert_eq!((told.therapists.len(), told.left_out), (2, 1));
        assert_eq!(funnel(&group, &therapist, &[true; 59], 0.95), Err(StatError::NoVariation));
        let many: Vec<usize> = (0..59).map(|p| p / 4).collect();
        assert_eq!(funnel(&group, &many, &left, 0.95), Err(StatError::TooFew { needed: 20, found: 4 }));
        let scores: Vec<f64> = person.iter().map(|p| (p % 7) as f64).collect();
        let refused = between_therapists(&group, &therapist, &scores);
        assert_eq!(refused, Err(StatError::TooFew { needed: 5, found: 2 }));
    }

    #[test]
    fn therapists_are_shrunken_and_in_the_order_of_their_codes() {
        // Six therapists of 20 people with 3 scores each; therapist 5 is a point higher.
        let rows = 0..360_usize;
        let person: Vec<usize> = rows.clone().map(|row| row / 3).collect();
        let therapist: Vec<usize> = rows.clone().map(|row| row / 60).collect();
        let wave = |n: usize| ((n * 37 + n / 7 * 11) % 17) as f64 / 8.0 - 1.0;
        let scores: Vec<f64> = rows
            .map(|row| 3.0 + f64::from(u8::from(row / 60 == 5)) + 0.5 * wave(row / 3) + 0.3 * wave(row * 5 + 1))
            .collect();
        let told = between_therapists(&Group::of(&person).unwrap(), &therapist, &scores).unwrap();
        let codes: Vec<usize> = told.therapists.iter().map(|t| t.therapist).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5]);
        let raw = scores[300..].iter().sum::<f64>() / 60.0;
        let shrunken = told.therapists[5].estimate;
        assert!(told.mean < shrunken && shrunken < raw, "{shrunken} {raw}");
        assert!(told.therapist_share > 0.2 && told.therapists.iter().all(|t| t.se > 0.0 && t.people == 20));
    }

    #[test]
    fn limits_are_widened_where_therapists_differ_more_than_chance() {
        let person: Vec<usize> = (0..400).collect();
        let therapist: Vec<usize> = person.iter().map(|p| p / 40).collect();
        let left: Vec<bool> = person.iter().map(|p| p % 40 < 4 + 3 * (p / 40)).collect();
        let told = funnel(&Group::of(&person).unwrap(), &therapist, &left, 0.95).unwrap();
        assert!(told.widened && told.factor.unwrap() > 3.0);
    }
}
