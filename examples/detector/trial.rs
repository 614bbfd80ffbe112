//! Methods that are compared, and what they know of the caseload.

use crate::simulate::{Course, World};
use attune::alliance::rupture::prediction_rule::{PredictionRule, RuleVerdict};
use attune::alliance::rupture::{CaseloadParams, CourseState, Detector, Plan, Provenance, Scale, estimate_usual};
use rand_pcg::Pcg64;

/// A way to flag sessions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    /// The detector with this plan.
    Detector(Plan),
    /// The default prediction rule.
    Rule,
    /// A session against the mean of at least three before it, with the caseload's SD taken as exact and this limit.
    Single(f64),
    /// The same, or the mean of a session and the one before against the mean of at least three before both.
    SingleOrPair(f64),
    /// Any pair of sessions from the fourth on against the mean of all others, earlier and later: what a test could do
    /// that knows how long dips are and waits for the end of the course.
    Hindsight(f64),
}

/// What is known of the caseload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Knowledge {
    /// The truth (plain worlds only).
    Known,
    /// Estimated from so many people with so many sessions each.
    Estimated(usize, usize),
    /// Assumed, the SD being this times the true one.
    Assumed(f64),
}

/// Flags by session; a pair flags its later session.
pub fn flags(method: Method, params: &CaseloadParams, scale: Scale, course: &Course) -> Vec<bool> {
    match method {
        Method::Detector(plan) => detector_flags(plan, params, scale, course),
        Method::Rule => rule_flags(params, scale, course),
        Method::Single(limit) => simple_flags(limit, false, params.within_sd, course),
        Method::SingleOrPair(limit) => simple_flags(limit, true, params.within_sd, course),
        Method::Hindsight(limit) => hindsight_flags(limit, params.within_sd, course),
    }
}

fn detector_flags(plan: Plan, params: &CaseloadParams, scale: Scale, course: &Course) -> Vec<bool> {
    let Ok(detector) = Detector::fit(params, scale, plan) else { return vec![] };
    let mut state = CourseState::start(&detector);
    let mut judge = |score: &Option<_>| match score {
        Some(score) => state.update(&detector, *score).is_ok_and(|verdict| verdict.is_flag()),
        None => {
            state.miss(&detector);
            false
        }
    };
    course.scores.iter().map(&mut judge).collect()
}

fn rule_flags(params: &CaseloadParams, scale: Scale, course: &Course) -> Vec<bool> {
    let Ok(mut rule) = PredictionRule::start(params, scale) else { return vec![] };
    let mut judge = |score: &Option<_>| score.is_some_and(|s| matches!(rule.update(s), Ok(RuleVerdict::Flag { .. })));
    course.scores.iter().map(&mut judge).collect()
}

fn simple_flags(limit: f64, pair: bool, sd: f64, course: &Course) -> Vec<bool> {
    let mut seen: Vec<f64> = vec![];
    let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
    let mut judge = |value: f64| {
        let m = seen.len();
        let mut flag = false;
        if m >= 3 {
            flag = (value - mean(&seen)) / (sd * (1.0 + 1.0 / m as f64).sqrt()) < -limit;
        }
        if pair && m >= 4 {
            let both = 0.5 * (value + seen[m - 1]) - mean(&seen[..m - 1]);
            flag |= both / (sd * (0.5 + 1.0 / (m as f64 - 1.0)).sqrt()) < -limit;
        }
        seen.push(value);
        flag
    };
    course.scores.iter().map(|s| s.is_some_and(|s| judge(s.value()))).collect()
}

/// The lowest pair, if it is low enough.
fn hindsight_flags(limit: f64, sd: f64, course: &Course) -> Vec<bool> {
    let scores: Vec<f64> = course.scores.iter().flatten().map(|s| s.value()).collect();
    let (sum, others) = (scores.iter().sum::<f64>(), scores.len() as f64 - 2.0);
    let pairs = scores.windows(2).enumerate().skip(3);
    let depths = pairs.map(|(i, pair)| (i, 0.5 * (pair[0] + pair[1]) - (sum - pair[0] - pair[1]) / others));
    let lowest =
        depths.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, d)| *d < -limit * sd * (0.5 + 1.0 / others).sqrt());
    (0..scores.len()).map(|i| lowest.is_some_and(|(start, _)| i == start || i == start + 1)).collect()
}

impl Knowledge {
    /// The parameters that this knowledge gives.
    pub fn params(self, world: &World, rng: &mut Pcg64) -> CaseloadParams {
        match self {
            Knowledge::Known => CaseloadParams {
                mean: 0.0,
                between_sd: world.between.max(0.1),
                within_sd: 1.0,
                within_df: f64::INFINITY,
                autocorrelation: world.phi,
                slope_mean: world.slope,
                slope_sd: world.slope_sd,
                personal_df: f64::INFINITY,
                skewness: 0.0,
                item_error_share: 0.0,
                provenance: Provenance::Assumed,
            },
            Knowledge::Estimated(people, sessions) => {
                let histories = world.caseload(rng, people, sessions);
                let assumed = world.assumed(1.0);
                estimate_usual(&histories, world.scale(), &assumed, Plan::Sessions(12)).unwrap_or(assumed)
            }
            Knowledge::Assumed(factor) => world.assumed(factor),
        }
    }
}
