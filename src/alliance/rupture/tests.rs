//! Tests of the whole room: estimation finds the truth, the detector keeps its promises on any input.

use super::estimate::estimate;
use super::prediction_rule::{PredictionRule, RuleVerdict};
use super::sums::PersonSums;
use super::{
    Band, CaseloadParams, CourseState, Detector, DipKind, Plan, Provenance, RepairState, RuptureError, Scale, Score,
    Session, Verdict, estimate_usual, follow, usual_sums,
};
use proptest::prelude::*;
use rand_distr::{Distribution, StandardNormal};
use rand_pcg::Pcg64;

fn draw(rng: &mut Pcg64) -> f64 {
    StandardNormal.sample(rng)
}

fn known() -> CaseloadParams {
    CaseloadParams {
        mean: 0.0,
        between_sd: 1000.0,
        within_sd: 1.0,
        within_df: f64::INFINITY,
        autocorrelation: 0.0,
        slope_mean: 0.0,
        slope_sd: 0.0,
        personal_df: f64::INFINITY,
        skewness: 0.0,
        item_error_share: 0.0,
        provenance: Provenance::Assumed,
    }
}

/// A course and its detector.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Fold {
    detector: Detector,
    state: CourseState,
}

impl Fold {
    fn start(params: &CaseloadParams, scale: Scale, plan: Plan) -> Self {
        let detector = Detector::fit(params, scale, plan).unwrap();
        Self { detector, state: CourseState::start(&detector) }
    }

    fn update(&mut self, score: Score) -> Result<Verdict, RuptureError> {
        self.state.update(&self.detector, score)
    }

    fn miss(&mut self) {
        self.state.miss(&self.detector);
    }

    fn next_band(&self) -> Option<Band> {
        self.state.next_band(&self.detector)
    }
}

fn usual_state(params: &CaseloadParams, scale: Scale, scores: &[f64]) -> Fold {
    let mut fold = Fold::start(params, scale, Plan::Limit(2.6));
    for score in scores {
        fold.update(Score::complete(*score)).unwrap();
    }
    fold
}

#[test]
fn with_nothing_known_of_levels_the_band_is_that_of_the_mean() {
    // Independent errors and a flat prior: the expectation is the mean, its error s sqrt(1 + 1/m).
    let state = usual_state(&known(), Scale::unbounded(), &[1.0, 2.0, 4.0, 3.0]);
    let band = state.next_band().unwrap();
    assert!((band.middle - 2.5).abs() < 1e-5);
    assert!((band.high - band.middle - (2.8 * (1.0_f64 + 0.25).sqrt())).abs() < 1e-5);
    // The pair's limit: (x4 + x5)/2 - mean(x1..x3) = -2.6 sqrt(1/2 + 1/3), solved for x5.
    let pair = 2.0 * (7.0 / 3.0 - 2.6 * (0.5_f64 + 1.0 / 3.0).sqrt()) - 3.0;
    let single = 2.5 - 2.8 * 1.25_f64.sqrt();
    assert!((band.low - (pair.max(single))).abs() < 1e-5);
}

#[test]
fn a_single_deep_dip_and_a_pair_of_shallow_ones_are_told_apart() {
    let calm = [0.1, -0.2, 0.2, 0.0, -0.1, 0.1];
    let mut state = usual_state(&known(), Scale::unbounded(), &calm);
    let Verdict::Flag { figures, sessions, depth_sd, .. } = state.update(Score::complete(-4.0)).unwrap() else {
        panic!("a drop of four SDs is not flagged");
    };
    assert_eq!((figures.kind, sessions), (DipKind::Single, (7, 7)));
    assert!((depth_sd - 4.0).abs() < 0.1);

    let mut state = usual_state(&known(), Scale::unbounded(), &calm);
    assert!(matches!(state.update(Score::complete(-2.4)).unwrap(), Verdict::Usual { .. }));
    let Verdict::Flag { figures, sessions, depth_sd, .. } = state.update(Score::complete(-2.4)).unwrap() else {
        panic!("two sessions 2.4 SDs down are not flagged");
    };
    assert_eq!((figures.kind, sessions), (DipKind::Pair, (7, 8)));
    assert!((depth_sd - 2.4).abs() < 0.1);
    // The dip is kept out of what is usual.
    assert!(state.next_band().unwrap().middle.abs() < 0.1);
}

#[test]
fn a_lasting_drop_becomes_the_new_level_after_three_sessions() {
    let mut state = usual_state(&known(), Scale::unbounded(), &[0.0; 8]);
    let mut lasting = vec![];
    for _ in 0..8 {
        if let Verdict::Flag { lasting: l, .. } = state.update(Score::complete(-6.0)).unwrap() {
            lasting.push(l);
        }
    }
    assert_eq!(lasting, [false, false, true]);
    assert!((state.next_band().unwrap().middle + 6.0).abs() < 0.2);
}

#[test]
fn prorated_scores_raise_no_flag_and_count_less() {
    let params = CaseloadParams { item_error_share: 0.5, ..known() };
    let calm = [0.0; 6];
    let mut state = usual_state(&params, Scale::unbounded(), &calm);
    let low = Score::prorated(-9.0, 10, 12).unwrap();
    assert!(matches!(state.update(low).unwrap(), Verdict::Incomplete { .. }));
    let (mut whole, mut part) =
        (usual_state(&params, Scale::unbounded(), &calm), usual_state(&params, Scale::unbounded(), &calm));
    whole.update(Score::complete(-1.0)).unwrap();
    part.update(Score::prorated(-1.0, 4, 12).unwrap()).unwrap();
    assert!(part.next_band().unwrap().middle > whole.next_band().unwrap().middle);
}

#[test]
fn a_ceiling_is_never_flagged_and_does_not_pull_the_level_down() {
    let scale = Scale::new(12.0, 60.0, 1.0).unwrap();
    let params = CaseloadParams { mean: 60.0, between_sd: 6.0, within_sd: 3.0, ..known() };
    let state = usual_state(&params, scale, &[60.0; 10]);
    let band = state.next_band().unwrap();
    assert!(band.middle > 60.0, "{band:?}");
    assert_eq!(band.on(&scale).high, 60.0);
    let mut state = state;
    assert!(matches!(state.update(Score::complete(60.0)).unwrap(), Verdict::Usual { .. }));
    assert!(matches!(state.update(Score::complete(40.0)).unwrap(), Verdict::Flag { .. }));
}

#[test]
fn it_is_too_early_for_three_scores_and_a_missed_session_is_no_score() {
    let mut state = Fold::start(&known(), Scale::unbounded(), Plan::Open);
    state.miss();
    for scores in 1..=3 {
        assert!(state.next_band().is_none());
        assert_eq!(state.update(Score::complete(0.0)).unwrap(), Verdict::TooEarly { scores });
    }
    assert!(state.next_band().is_some());
    assert_eq!((state.state.sessions(), state.state.scores()), (4, 3));
}

#[test]
fn a_band_that_reaches_the_floor_says_that_it_sees_nothing() {
    let scale = Scale::new(12.0, 60.0, 1.0).unwrap();
    let params = CaseloadParams { mean: 18.0, between_sd: 6.0, within_sd: 5.0, ..known() };
    let band = usual_state(&params, scale, &[18.0, 19.0, 17.0]).next_band().unwrap();
    assert!(band.sees_nothing(&scale));
}

#[test]
fn estimation_finds_the_truth() {
    let (phi, cv, slope) = (0.3_f64, 0.3_f64, 0.04);
    let mut rng = Pcg64::new(8, 1);
    let mut people = vec![];
    let mut true_variance = 0.0;
    for _ in 0..600 {
        let mut sums = PersonSums::default();
        let level = 30.0 + 4.0 * draw(&mut rng);
        let log_variance = (1.0 + cv * cv).ln();
        let own = 2.0 * (log_variance.sqrt() * draw(&mut rng) - log_variance).exp();
        true_variance += own * own / 600.0;
        let mut error = draw(&mut rng);
        for session in 1..=14_u32 {
            sums.push(session, level + slope * f64::from(session - 1) + own * error, false).unwrap();
            error = phi * error + (1.0 - phi * phi).sqrt() * draw(&mut rng);
        }
        people.push(sums);
    }
    let found = estimate(&people, None, &CaseloadParams::assumed(36.0, 3.0, 5.0, 0.0));
    assert_eq!(found.provenance, Provenance::Estimated { pairs: 600 * 13, people: 600 });
    assert!((found.within_sd / true_variance.sqrt() - 1.0).abs() < 0.04, "{found:?}");
    assert!((found.autocorrelation - phi).abs() < 0.04, "{found:?}");
    assert!((found.slope_mean - slope).abs() < 0.02, "{found:?}");
    assert!((found.mean - 30.0).abs() < 0.6 && (found.between_sd - 4.0).abs() < 0.4, "{found:?}");
    assert!((4.0..12.0).contains(&found.personal_df), "{found:?}");
    assert!(found.check().is_ok());
}

#[test]
fn people_who_vary_alike_are_found_alike_and_censored_ones_are_seen_through() {
    let mut rng = Pcg64::new(9, 1);
    let mut alike = vec![PersonSums::default(); 300];
    let mut cut = alike.clone();
    for (alike, cut) in alike.iter_mut().zip(&mut cut) {
        for session in 1..=12 {
            let score = draw(&mut rng);
            alike.push(session, score, false).unwrap();
            cut.push(session, score.min(0.5), score >= 0.5).unwrap();
        }
    }
    let assumed = CaseloadParams::assumed(0.0, 1.0, 5.0, 0.0);
    let found = estimate(&alike, None, &assumed);
    assert!(found.personal_df > 60.0 && (found.within_sd - 1.0).abs() < 0.03, "{found:?}");
    let found = estimate(&cut, Some(0.5), &assumed);
    assert!((found.within_sd - 1.0).abs() < 0.1 && found.mean.abs() < 0.15, "{found:?}");
}

#[test]
fn a_small_or_unmoving_caseload_keeps_what_is_assumed() {
    let assumed = CaseloadParams::assumed(36.0, 4.8, 5.0, 0.3);
    assert_eq!(estimate(&[], None, &assumed), assumed);
    let mut still = PersonSums::default();
    for session in 1..=40 {
        still.push(session, 30.0, false).unwrap();
    }
    assert_eq!(estimate(&[still; 5], Some(60.0), &assumed), assumed);
    assert_eq!(estimate(&[still; 2], None, &assumed), assumed);
    assert_eq!(assumed.provenance, Provenance::Assumed);
}

#[test]
fn what_is_flagged_is_left_out_of_the_sums() {
    let scale = Scale::unbounded();
    let detector = Detector::fit(&known(), scale, Plan::Limit(2.6)).unwrap();
    let mut history: Vec<Session> = (0..8).map(|i| Some(Score::complete(f64::from(i % 2))).into()).collect();
    let low = Some(Score::complete(-2.3));
    history.extend([low, low, None, Some(Score::complete(0.5))].map(Session::from));
    let all = usual_sums(&history, &scale, None).unwrap();
    let usual = usual_sums(&history, &scale, Some(&detector)).unwrap();
    assert_eq!((all.len(), all[0].scores()), (1, 11));
    assert_eq!(usual.iter().map(PersonSums::scores).collect::<Vec<_>>(), [8, 1]);
    // Three flagged sessions, then the new level.
    let lasting: Vec<Session> = (0..16).map(|i| Some(Score::complete(if i < 8 { 0.0 } else { -9.0 })).into()).collect();
    let parts: Vec<u32> =
        usual_sums(&lasting, &scale, Some(&detector)).unwrap().iter().map(PersonSums::scores).collect();
    assert_eq!(parts, [8, 0, 0, 5]);
    assert!(estimate_usual(&[history], scale, &CaseloadParams::assumed(0.0, 1.0, 5.0, 0.0), Plan::Open).is_ok());
}

#[test]
fn the_rule_is_the_plain_z_rule_where_the_sd_is_known() {
    let mut rule = PredictionRule::start(&known(), Scale::unbounded()).unwrap();
    for score in [1.0, 2.0, 3.0] {
        assert_eq!(rule.update(Score::complete(score)).unwrap(), RuleVerdict::TooEarly);
    }
    let limit = 2.0 - 2.58 * (1.0_f64 + 1.0 / 3.0).sqrt();
    assert!((rule.next_band().unwrap().low - limit).abs() < 1e-12);
    let mut copy = rule;
    assert!(matches!(copy.update(Score::complete(limit + 1e-9)).unwrap(), RuleVerdict::Usual { .. }));
    assert!(matches!(rule.update(Score::complete(limit - 1e-9)).unwrap(), RuleVerdict::Flag { .. }));
}

#[test]
fn the_rule_draws_the_sd_towards_the_persons_own() {
    let params = CaseloadParams { personal_df: 8.0, within_df: 200.0, ..known() };
    let width = |scores: &[f64]| {
        let mut rule = PredictionRule::start(&params, Scale::unbounded()).unwrap();
        for score in scores {
            rule.update(Score::complete(*score)).unwrap();
        }
        let band = rule.next_band().unwrap();
        band.high - band.low
    };
    assert!(width(&[0.0, 0.1, 0.0, 0.1, 0.0]) < width(&[0.0, 1.5, -1.5, 1.5, -1.5]));
}

#[test]
fn a_verdict_carries_the_figures_it_rests_on() {
    let mut fold = usual_state(&known(), Scale::unbounded(), &[0.0; 9]);
    let verdict = fold.update(Score::complete(1.0)).unwrap();
    let figures = verdict.figures().unwrap();
    // Nine scores of 0 with a known SD of 1: the next lies 1/sqrt(1 + 1/9) standard errors above.
    assert_eq!((figures.kind, figures.scores, figures.provenance), (DipKind::Single, 9, Provenance::Assumed));
    assert!((figures.sd - 1.0).abs() < 1e-12 && figures.df.is_infinite());
    assert!((figures.distance - 0.9_f64.sqrt()).abs() < 1e-5 && (figures.limit + 2.8).abs() < 1e-12);
}

#[test]
fn a_new_baseline_is_learnt_anew_within_the_same_course() {
    let mut fold = Fold::start(&known(), Scale::unbounded(), Plan::Sessions(12));
    for _ in 0..11 {
        fold.update(Score::complete(0.0)).unwrap();
    }
    fold.state.new_baseline(&fold.detector);
    for scores in 1..=3 {
        assert_eq!(fold.update(Score::complete(-8.0)).unwrap(), Verdict::TooEarly { scores });
    }
    let mut new = Fold::start(&known(), Scale::unbounded(), Plan::Sessions(12));
    for _ in 0..3 {
        new.update(Score::complete(-8.0)).unwrap();
    }
    // The 15th score of a course planned for twelve has a stricter limit than the fourth.
    let (late, early) = (fold.next_band().unwrap(), new.next_band().unwrap());
    assert!((late.middle - early.middle).abs() < 1e-9 && late.low < early.low - 0.5);
}

#[test]
fn a_course_is_followed_to_its_repair() {
    let detector = Detector::fit(&known(), Scale::unbounded(), Plan::default()).unwrap();
    let mut history: Vec<Session> =
        [0.0, 0.4, -0.4, 0.0, -5.0, 0.1, 0.2].map(|score| Some(Score::complete(score)).into()).to_vec();
    history.insert(5, Session { mended: Some(true), ..Session::default() });
    let course = follow(&detector, &history).unwrap();
    let flagged: Vec<bool> = course.sessions.iter().map(|s| s.verdict.is_some_and(|v| v.is_flag())).collect();
    assert_eq!(flagged, [false, false, false, false, true, false, false, false]);
    assert_eq!(course.sessions[5].repair, RepairState::Open { since: 5, inside: 0, word: true });
    assert_eq!(course.sessions[7].repair, RepairState::Quiet { last: Some((5, 8)) });
    assert_eq!(course.before_rupture, None);
    let begun_anew = Session { new_baseline: true, ..history[6] };
    history[6] = begun_anew;
    let course = follow(&detector, &history).unwrap();
    assert_eq!((course.sessions[7].repair, course.next), (RepairState::NotComparable { since: 5 }, None));
    history[2].score = Some(Score::complete(f64::INFINITY));
    assert_eq!(follow(&detector, &history), Err(RuptureError::ScoreNotFinite));
}

#[test]
fn what_cannot_be_used_is_refused() {
    let scale = Scale::new(12.0, 60.0, 1.0).unwrap();
    assert_eq!(Scale::new(5.0, 5.0, 1.0), Err(RuptureError::Scale));
    assert_eq!(Score::prorated(3.0, 0, 12), Err(RuptureError::ItemCount { answered: 0, items: 12 }));
    for params in [
        CaseloadParams { within_sd: 0.0, ..known() },
        CaseloadParams { autocorrelation: 1.0, ..known() },
        CaseloadParams { mean: f64::NAN, ..known() },
        CaseloadParams { within_df: f64::NAN, ..known() },
    ] {
        assert_eq!(Detector::fit(&params, scale, Plan::Open), Err(RuptureError::Parameter));
        assert!(PredictionRule::start(&params, scale).is_err());
    }
    let mut state = usual_state(&CaseloadParams { mean: 36.0, ..known() }, scale, &[30.0; 4]);
    let before = state;
    assert_eq!(state.update(Score::complete(f64::NAN)), Err(RuptureError::ScoreNotFinite));
    assert!(matches!(state.update(Score::complete(61.0)), Err(RuptureError::ScoreOutsideScale { .. })));
    assert_eq!(state, before);
}

proptest! {
    /// On any course: a complete score is flagged exactly where it lies below the band that was shown before it, and
    /// every figure stays finite.
    #[test]
    fn the_band_shown_is_the_limit(
        raw in proptest::collection::vec((12_u32..=60, 0_u32..10), 1..60),
        phi in 0.0..0.8_f64,
        personal_df in 3.0..200.0_f64,
        skewness in -1.0..0.0_f64,
    ) {
        let scale = Scale::new(12.0, 60.0, 1.0).unwrap();
        let params = CaseloadParams {
            autocorrelation: phi, personal_df, skewness, slope_sd: 0.1, within_df: 100.0, item_error_share: 0.3,
            ..CaseloadParams::assumed(36.0, 4.0, 5.0, 0.3)
        };
        let mut state = Fold::start(&params, scale, Plan::Sessions(12));
        for (score, kind) in raw {
            if kind == 0 {
                state.miss();
                continue;
            }
            let value = f64::from(score);
            let shown = state.next_band();
            let complete = kind > 1;
            let score = if complete { Score::complete(value) } else { Score::prorated(value, 10, 12).unwrap() };
            let verdict = state.update(score).unwrap();
            let flagged = verdict.is_flag();
            if let Verdict::Flag { depth_sd, .. } = verdict {
                prop_assert!(depth_sd.is_finite() && depth_sd > 0.0);
            }
            if let Some(figures) = verdict.figures() {
                // The figures tell the same as the verdict.
                prop_assert!(figures.sd > 0.0 && figures.limit < 0.0 && figures.distance.is_finite());
                if (figures.distance - figures.limit).abs() > 1e-9 {
                    prop_assert_eq!(figures.distance < figures.limit, value < figures.band.low);
                }
                if complete {
                    prop_assert_eq!(Some(figures.band), shown);
                }
            }
            let below = shown.is_some_and(|band| complete && value < 60.0 && value < band.low);
            prop_assert_eq!(flagged, below);
            if let Some(band) = state.next_band() {
                prop_assert!(band.low.is_finite() && band.high.is_finite() && band.low < band.high);
            }
        }
    }
}
