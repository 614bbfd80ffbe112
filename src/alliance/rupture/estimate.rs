//! Estimation of the caseload's figures from the running sums of its people.
//!
//! Moments, corrected for their own expectations under the model: with `n` scores of one person, autocorrelation `phi`
//! and a straight line taken off,
//! `E[SS] = s^2 (n - 1 - (2/n) sum_k (n-k) r_k - sum_ij c_i c_j r_|i-j| / sum c_i^2)`, `c` the centred session numbers,
//! `r_k = (1 - item error share) phi^k`, and `E[(x[t+1] - x[t])^2 / 2] = s^2 (1 - r_1)`. Their ratio over all people
//! (von Neumann's) gives `phi` free of the usual small-sample bias; the sum of squares gives `s^2`.
//!
//! How alike people's variances are is read from the spread of the cube roots of their variances (Wilson and Hilferty
//! 1931: the cube root of chi-squared/df has variance 2/(9 df)): what exceeds chance is `2/(9 personal_df)`.
//! Slopes: the method of moments of DerSimonian and Laird (1986). Each of these secondary figures is pulled towards its
//! assumed value, which counts as [`PRIOR_PEOPLE`] people or [`PRIOR_NEIGHBOURS`] pairs.
//!
//! Skewness is that in the middle of people, and is used only where it is negative.
//!
//! People with a twelfth or more of their scores at the top of the scale are read as a censored normal: the share `k/n`
//! and the mean of the rest give `s = (ceiling - mean below) / (xi + phi(xi)/Phi(xi))`, `xi = Phi^-1(1 - k/n)`.

use super::params::{CaseloadParams, FEWEST_PAIRS, PRIOR_AUTOCORRELATION, PRIOR_SLOPE_SD, Provenance};
use super::sums::PersonSums;
use crate::order;
use crate::stats::distributions::{normal_density, normal_quantile};

/// People that the assumed spread of variances and of slopes counts as.
const PRIOR_PEOPLE: f64 = 8.0;
/// The number of people at which the lean found counts half; with fewer it soon counts for nothing, because in a small caseload
/// a few ruptures look like a lean of everyone, and a lean of few would make the detector blind.
const LEAN_PEOPLE: f64 = 20.0;
/// Neighbouring pairs that the assumed autocorrelation counts as.
const PRIOR_NEIGHBOURS: f64 = 30.0;
/// Degrees of freedom of people's own variances that a caseload is pulled towards; more alike than is assumed before data.
const POOLED_PERSONAL_DF: f64 = 14.0;
/// By how much skewness in some twelve scores falls short of that of the scores' distribution; found by simulation.
const SHORT_SERIES: f64 = 1.6;
/// Share of scores at the top of the scale from which a person is read as censored.
const CENSORED_SHARE: f64 = 0.08;
/// Lags beyond which `phi^k` is taken as zero.
const LAGS: u32 = 24;

/// How scores of one person correlate: `share * phi^lag`.
#[derive(Clone, Copy)]
struct Correlation {
    phi: f64,
    share: f64,
}

impl Correlation {
    /// Correlations at lags 1, 2, ... of a series of `scores` scores, as far as they matter.
    fn lags(self, scores: u32) -> impl Iterator<Item = (u32, f64)> {
        let mut power = self.share;
        (1..scores.min(LAGS))
            .map(move |lag| {
                power *= self.phi;
                (lag, power)
            })
            .take_while(|(_, correlation)| correlation.abs() > 1e-5)
    }

    /// The share of degrees of freedom that is left in a variance: `1 / (1 + 2 sum of squared correlations)`.
    fn independence(self) -> f64 {
        let squared = self.phi * self.phi;
        1.0 / (1.0 + 2.0 * self.share * self.share * squared / (1.0 - squared))
    }
}

/// Fits the caseload's figures.
///
/// `people`: one entry a person; `ceiling`: the scale's highest score, if it has one; `assumed`: what is used until
/// [`FEWEST_PAIRS`] pairs from at least three people exist, or where nobody's scores vary at all.
pub fn estimate(people: &[PersonSums], ceiling: Option<f64>, assumed: &CaseloadParams) -> CaseloadParams {
    let usable: Vec<&PersonSums> = people.iter().filter(|p| p.scores >= 2).collect();
    let pairs: u32 = usable.iter().map(|p| p.scores - 1).sum();
    if pairs < FEWEST_PAIRS || usable.len() < 3 {
        return *assumed;
    }
    let censored = |p: &PersonSums| ceiling.is_some() && p.ceiling_share() >= CENSORED_SHARE;
    let open: Vec<&PersonSums> = usable.iter().copied().filter(|p| !censored(p)).collect();
    let share = 1.0 - assumed.item_error_share;
    let phi = autocorrelation(if open.is_empty() { &usable } else { &open }, share);
    let errors = Correlation { phi, share };
    let (mut squares, mut df) = (0.0, 0.0);
    for person in &open {
        squares += residual_squares(person);
        df += expected_squares(person, errors);
    }
    for person in usable.iter().filter(|p| censored(p)) {
        if let Some((_, sd)) = ceiling.and_then(|top| censored_normal(person, top)) {
            let weight = 0.5 * f64::from(person.scores - person.at_ceiling);
            squares += weight * sd * sd;
            df += weight;
        }
    }
    let variance = squares / df;
    if !(variance.is_finite() && variance > 0.0) {
        return *assumed;
    }
    let within_sd = variance.sqrt();
    let (slope_mean, slope_sd) = slopes(&open, variance, errors);
    let (mean, between_sd) = levels(&usable, ceiling, variance, errors, slope_mean);
    CaseloadParams {
        mean,
        between_sd,
        within_sd,
        within_df: (df * errors.independence()).max(1.0),
        autocorrelation: phi,
        slope_mean,
        slope_sd,
        personal_df: personal_df(&open, variance, errors),
        skewness: skewness(&open),
        item_error_share: assumed.item_error_share,
        provenance: Provenance::Estimated { pairs, people: u32::try_from(usable.len()).unwrap_or(u32::MAX) },
    }
}

/// Sum of squares about the person's own line, or about the mean below four scores.
fn residual_squares(person: &PersonSums) -> f64 {
    if person.scores < 4 {
        return person.squares;
    }
    (person.squares - person.session_by_score.powi(2) / person.session_squares).max(0.0)
}

/// Expectation of [`residual_squares`] in units of the variance; sessions are taken as one apart.
fn expected_squares(person: &PersonSums, errors: Correlation) -> f64 {
    let about_mean = expected_about_mean(person.scores, errors);
    if person.scores < 4 { about_mean } else { (about_mean - slope_inflation(person.scores, errors)).max(0.1) }
}

/// Expectation of the sum of squares about the mean, in units of the variance.
fn expected_about_mean(scores: u32, errors: Correlation) -> f64 {
    let n = f64::from(scores);
    errors.lags(scores).fold(n - 1.0, |sum, (lag, r)| sum - 2.0 / n * (n - f64::from(lag)) * r)
}

/// Variance of a least-squares slope under autocorrelation, times the sum of squares of the sessions, in units of the
/// variance: 1 for independent scores.
///
/// The sum of `c_i c_j` over sessions `lag` apart is `m (m^2 - 1)/12 - m lag^2/4`, `m = scores - lag`.
fn slope_inflation(scores: u32, errors: Correlation) -> f64 {
    let product = |lag: u32| -> f64 {
        let (left, apart) = (f64::from(scores - lag), f64::from(lag));
        left * (left * left - 1.0) / 12.0 - left * apart * apart / 4.0
    };
    1.0 + errors.lags(scores).map(|(lag, r)| 2.0 * r * product(lag) / product(0)).sum::<f64>()
}

/// Autocorrelation from the ratio of squared steps to sums of squares, by bisection, pulled towards the assumed value.
fn autocorrelation(people: &[&PersonSums], share: f64) -> f64 {
    let steps: f64 = people.iter().map(|p| p.half_squared_steps).sum();
    let neighbours: f64 = people.iter().map(|p| f64::from(p.neighbours)).sum();
    let squares: f64 = people.iter().map(|p| residual_squares(p)).sum();
    if neighbours < 1.0 || squares <= 0.0 {
        return PRIOR_AUTOCORRELATION;
    }
    // The expectation depends on a person through the number of scores alone.
    let mut sorted = people.to_vec();
    order::sort_by_key(&mut sorted, |person| person.scores);
    let alike = sorted.chunk_by(|a, b| a.scores == b.scores);
    let counts: Vec<(f64, &PersonSums)> =
        alike.filter_map(|people| Some((people.len() as f64, *people.first()?))).collect();
    let (mut low, mut high) = (-0.5, 0.9);
    for _ in 0..24 {
        let phi = 0.5 * (low + high);
        let errors = Correlation { phi, share };
        let expected: f64 = counts.iter().map(|(count, person)| count * expected_squares(person, errors)).sum();
        if squares * neighbours * (1.0 - share * phi) > steps * expected { low = phi } else { high = phi }
    }
    let found = 0.5 * (low + high);
    let pulled = (found * neighbours + PRIOR_AUTOCORRELATION * PRIOR_NEIGHBOURS) / (neighbours + PRIOR_NEIGHBOURS);
    pulled.clamp(0.0, 0.5)
}

/// Level and SD of a person whose scores are cut off at `top`; none when fewer than two scores lie below it.
fn censored_normal(person: &PersonSums, top: f64) -> Option<(f64, f64)> {
    let below = person.scores - person.at_ceiling;
    if below < 2 {
        return None;
    }
    // Half a score is lent to either side, so that a share is never 0 or 1.
    let share_below = (f64::from(below) + 0.25) / (f64::from(person.scores) + 0.5);
    let cut = normal_quantile(share_below);
    let sd = (top - person.mean_below_ceiling) / (cut + normal_density(cut) / share_below);
    (sd > 0.0).then_some((top - cut * sd, sd))
}

/// Mean and SD over people of the change a session.
fn slopes(people: &[&PersonSums], variance: f64, errors: Correlation) -> (f64, f64) {
    let (mut weight, mut weight_squares, mut crossed, mut count) = (0.0, 0.0, 0.0, 0.0);
    for p in people.iter().filter(|p| p.scores >= 4) {
        weight += p.session_squares;
        weight_squares += p.session_squares.powi(2);
        crossed += p.session_by_score;
        count += 1.0;
    }
    let prior = PRIOR_SLOPE_SD.powi(2) * variance;
    if count < 2.0 {
        return (0.0, prior.sqrt());
    }
    let raw_mean = crossed / weight;
    let (mut found, mut chance, mut mean_variance) = (0.0, 0.0, 0.0);
    for p in people.iter().filter(|p| p.scores >= 4) {
        let error = variance * slope_inflation(p.scores, errors);
        found += p.session_squares * (p.session_by_score / p.session_squares - raw_mean).powi(2);
        chance += (1.0 - p.session_squares / weight) * error;
        mean_variance += p.session_squares * error / (weight * weight);
    }
    let raw = (found - chance) / (weight - weight_squares / weight);
    let spread = ((raw * count + prior * PRIOR_PEOPLE) / (count + PRIOR_PEOPLE)).max(0.25 * prior);
    let trust = 4.0 * prior / (4.0 * prior + mean_variance + spread / count);
    (raw_mean * trust, spread.sqrt())
}

/// Mean level at session 1 and SD of levels over people.
fn levels(people: &[&PersonSums], ceiling: Option<f64>, variance: f64, errors: Correlation, slope: f64) -> (f64, f64) {
    let own = |p: &PersonSums| -> f64 {
        let level = match ceiling {
            Some(top) if p.ceiling_share() >= CENSORED_SHARE => censored_normal(p, top).map_or(p.mean, |(m, _)| m),
            _ => p.mean,
        };
        level - slope * (p.mean_session - 1.0)
    };
    let count = people.len() as f64;
    let mean = people.iter().map(|p| own(p)).sum::<f64>() / count;
    let spread = people.iter().map(|p| (own(p) - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let error = people
        .iter()
        .map(|p| {
            let n = f64::from(p.scores);
            variance * (n - expected_about_mean(p.scores, errors)) / (n * n)
        })
        .sum::<f64>()
        / count;
    (mean, (spread - error).max(0.25 * variance).sqrt())
}

/// How alike people's variances are.
fn personal_df(people: &[&PersonSums], variance: f64, errors: Correlation) -> f64 {
    let (mut weight, mut sum, mut count) = (0.0, 0.0, 0.0);
    let root = |p: &PersonSums| (residual_squares(p) / (expected_squares(p, errors) * variance)).cbrt();
    let usable: Vec<&&PersonSums> = people.iter().filter(|p| p.scores >= 5).collect();
    for p in &usable {
        let df = expected_squares(p, errors);
        weight += df;
        sum += df * root(p);
        count += 1.0;
    }
    let prior = 2.0 / (9.0 * POOLED_PERSONAL_DF);
    if count < 2.0 {
        return POOLED_PERSONAL_DF;
    }
    let mean = sum / weight;
    let (mut found, mut chance) = (0.0, 0.0);
    for p in &usable {
        let df = expected_squares(p, errors);
        found += df / weight * (root(p) - mean).powi(2) * count / (count - 1.0);
        chance += df / weight * 2.0 / (9.0 * df * errors.independence());
    }
    let excess = (((found - chance) * count + prior * PRIOR_PEOPLE) / (count + PRIOR_PEOPLE)).max(0.0);
    (2.0 / (9.0 * excess.max(1e-3))).clamp(3.0, 220.0)
}

/// Skewness about people's own means, pulled towards zero and never above it.
///
/// The mean of the middle half of people's own `G1 = sqrt(n (n-1)) / (n-2) m3 / m2^(3/2)`, so that ruptures, which are deep
/// in few people, weigh less than a lean that everyone shares; times [`SHORT_SERIES`].
fn skewness(people: &[&PersonSums]) -> f64 {
    let own = |p: &&PersonSums| {
        let n = f64::from(p.scores);
        let skewness = (n - 1.0).sqrt() * n / (n - 2.0) * p.cubes / p.squares.powf(1.5);
        (p.scores >= 5 && skewness.is_finite()).then_some(skewness)
    };
    let mut all: Vec<f64> = people.iter().filter_map(own).collect();
    order::sort_by(&mut all, f64::total_cmp);
    let quarter = all.len() / 4;
    let middle = all.get(quarter..all.len() - quarter).unwrap_or_default();
    if middle.is_empty() {
        return 0.0;
    }
    let count = all.len() as f64;
    let mean = middle.iter().sum::<f64>() / middle.len() as f64;
    (SHORT_SERIES * mean * count * count / (count * count + LEAN_PEOPLE * LEAN_PEOPLE)).clamp(-1.0, 0.0)
}
