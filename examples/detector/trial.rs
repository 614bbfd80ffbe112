//! Methods that are compared, and how often they flag.

use crate::simulate::{Course, Dip, World};
use attune::alliance::rupture::boundary::Plan;
use attune::alliance::rupture::detector::Detector;
use attune::alliance::rupture::params::{CaseloadParams, Provenance};
use attune::alliance::rupture::prediction_rule::{PredictionRule, RuleVerdict};
use attune::alliance::rupture::score::Scale;
use attune::alliance::rupture::settle::estimate_usual;
use attune::alliance::rupture::verdict::Verdict;
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
    }
}

fn detector_flags(plan: Plan, params: &CaseloadParams, scale: Scale, course: &Course) -> Vec<bool> {
    let Ok(detector) = Detector::fit(params, scale, plan) else { return vec![] };
    let mut state = detector.start();
    let mut judge = |score: &Option<_>| match score {
        Some(score) => matches!(state.update(*score), Ok(Verdict::Flag { .. })),
        None => {
            state.miss();
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

/// A simulation: how many caseloads, and how many courses are judged with each.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Caseloads.
    pub caseloads: usize,
    /// Courses a caseload.
    pub courses: usize,
    /// Seed.
    pub seed: u128,
}

/// Runs `judge` on every course: `judge(flags, course, start of the dip)`.
pub fn run(
    size: Size,
    (world, tested): (&World, &World),
    knowledge: Knowledge,
    sessions: usize,
    dip: Option<(f64, usize)>,
    methods: &[Method],
    mut judge: impl FnMut(usize, &[bool], &Course, usize),
) {
    let mut rng = Pcg64::new(size.seed, 0x0a77_u128 << 64 | 0x51);
    for _ in 0..size.caseloads {
        let params = knowledge.params(world, &mut rng);
        for i in 0..size.courses {
            let start = 4 + i % 7;
            let dip = dip.map(|(depth, length)| Dip { start, length, depth });
            let course = tested.course(&mut rng, sessions, dip);
            for (index, method) in methods.iter().enumerate() {
                judge(index, &flags(*method, &params, tested.scale(), &course), &course, start);
            }
        }
    }
}

/// Share of courses with any flag, by method.
pub fn false_alarms(
    size: Size,
    worlds: (&World, &World),
    knowledge: Knowledge,
    sessions: usize,
    methods: &[Method],
) -> Vec<f64> {
    let mut hits = vec![0.0; methods.len()];
    run(size, worlds, knowledge, sessions, None, methods, |m, flags, _, _| {
        hits[m] += f64::from(u8::from(flags.contains(&true)));
    });
    hits.iter().map(|h| h / (size.caseloads * size.courses) as f64).collect()
}

/// Share of 12-session courses in which a session of the dip is flagged, by method. `dip`: depth and length.
pub fn detection(
    size: Size,
    worlds: (&World, &World),
    knowledge: Knowledge,
    dip: (f64, usize),
    methods: &[Method],
) -> Vec<f64> {
    let mut hits = vec![0.0; methods.len()];
    run(size, worlds, knowledge, 12, Some(dip), methods, |m, flags, _, start| {
        let end = (start + dip.1).min(flags.len());
        hits[m] += f64::from(u8::from(flags.get(start..end).is_some_and(|f| f.contains(&true))));
    });
    hits.iter().map(|h| h / (size.caseloads * size.courses) as f64).collect()
}
