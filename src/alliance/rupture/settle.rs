//! What is usual, from histories that hold ruptures.
//!
//! Ruptures in the histories would widen what counts as usual and hide the next ones. So the figures are estimated, the
//! detector is run over the histories, what it flags is left out, and the figures are estimated again.
//!
//! A caseload that grows session by session keeps the sums of each person: after a new session only this person's
//! [`usual_sums`] are made again, with the detector at hand, and [`estimate`] reads the sums of all people, not their
//! scores. [`estimate_usual`] is for the first reading of a caseload.

use super::boundary::Plan;
use super::detector::Detector;
use super::error::RuptureError;
use super::estimate::estimate;
use super::follow::Session;
use super::params::CaseloadParams;
use super::score::Scale;
use super::state::CourseState;
use super::sums::PersonSums;
use super::verdict::Verdict;

/// Rounds of leaving out what is flagged; later ones change hardly anything.
const ROUNDS: u32 = 3;

/// The running sums of one person without what is flagged; a new entry after each rupture and with each new
/// baseline.
///
/// `history`: one entry a session, in their order. Prorated scores are left out. With no detector nothing is flagged.
///
/// # Errors
/// A score that is not finite or outside its scale.
pub fn usual_sums(
    history: &[Session],
    scale: &Scale,
    detector: Option<&Detector>,
) -> Result<Vec<PersonSums>, RuptureError> {
    let mut sums = PersonSums::default();
    let mut before = sums;
    let mut done = Vec::new();
    let mut judge = detector.map(|detector| (detector, CourseState::start(detector)));
    for (number, session) in (1_u32..).zip(history) {
        if session.new_baseline {
            done.push(std::mem::take(&mut sums));
            if let Some((detector, state)) = &mut judge {
                state.new_baseline(detector);
            }
        }
        let Some(score) = session.score else {
            if let Some((detector, state)) = &mut judge {
                state.miss(detector);
            }
            continue;
        };
        score.check(scale)?;
        let verdict = judge.as_mut().map(|(detector, state)| state.update(detector, score)).transpose()?;
        if let Some(Verdict::Flag { sessions, .. }) = verdict {
            if sessions.0 < number {
                // The session before belongs to the dip.
                sums = before;
            }
            // A rupture may leave the level lower than it was, which is no variability either.
            done.push(std::mem::take(&mut sums));
            before = sums;
            continue;
        }
        before = sums;
        if score.is_complete() {
            sums.push(number, score.value(), scale.is_highest(score.value()))?;
        }
    }
    done.push(sums);
    Ok(done)
}

/// The caseload's figures from its people's histories, without what is flagged in them.
///
/// `histories`: one a person, as in [`usual_sums`]; `assumed`: used until the caseload has enough
/// ([`super::params::FEWEST_PAIRS`]); `plan`: the plan with which the histories are judged.
///
/// # Errors
/// As in [`usual_sums`], or [`RuptureError::Parameter`] where `assumed` cannot be used.
pub fn estimate_usual(
    histories: &[Vec<Session>],
    scale: Scale,
    assumed: &CaseloadParams,
    plan: Plan,
) -> Result<CaseloadParams, RuptureError> {
    assumed.check()?;
    let ceiling = scale.highest.is_finite().then_some(scale.highest);
    let mut detector = None;
    let mut params = *assumed;
    for _ in 0..=ROUNDS {
        let mut people = Vec::with_capacity(histories.len());
        for history in histories {
            people.extend(usual_sums(history, &scale, detector.as_ref())?);
        }
        params = estimate(&people, ceiling, assumed);
        detector = Some(Detector::fit(&params, scale, plan)?);
    }
    Ok(params)
}
