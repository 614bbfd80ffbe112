//! A whole course, followed from its first session to its last: verdicts, and where ruptures stand.

use super::detector::Detector;
use super::error::RuptureError;
use super::repair::{Repair, RepairState};
use super::score::Score;
use super::state::CourseState;
use super::verdict::{Band, Verdict};

/// What is known of one session.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Session {
    /// Its score; none where there is none.
    pub score: Option<Score>,
    /// Whether it cannot be compared with those before, because the way of answering has changed.
    pub new_baseline: bool,
    /// What the person says of an open rupture: that it is mended, or that it is not; none where they say nothing.
    pub mended: Option<bool>,
}

/// What is said of one session.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Followed {
    /// What is said of its score; none where there is none.
    pub verdict: Option<Verdict>,
    /// Where a rupture stands after it.
    pub repair: RepairState,
}

/// A course that has been followed so far.
#[derive(Clone, Debug, PartialEq)]
pub struct Following {
    /// One entry a session.
    pub sessions: Vec<Followed>,
    /// The band for the next session's complete score, not cut off at the ends of the scale; none while it is too early.
    pub next: Option<Band>,
    /// The band that was usual before the open rupture, by which its repair is measured; none while there is no rupture.
    pub before_rupture: Option<Band>,
}

impl From<Option<Score>> for Session {
    fn from(score: Option<Score>) -> Self {
        Self { score, ..Self::default() }
    }
}

/// Follows a course.
///
/// `history`: one entry a session, in their order, sessions without a score too. Prorated scores raise no signal, and
/// count neither for nor against a repair.
///
/// ```
/// use attune::alliance::rupture::{CaseloadParams, Detector, Plan, RepairState, Scale, Score, Session, follow};
/// let params = CaseloadParams::assumed(3.0, 0.4, 5.0, 0.3);
/// let detector = Detector::fit(&params, Scale::new(1.0, 5.0, 1.0 / 12.0)?, Plan::default())?;
/// let scores = [4.0, 4.25, 4.0, 4.5, 1.5, 4.0, 4.25];
/// let mut history: Vec<Session> = scores.iter().map(|score| Some(Score::complete(*score)).into()).collect();
/// let course = follow(&detector, &history)?;
/// assert_eq!(course.sessions[6].repair, RepairState::Open { since: 5, inside: 2, word: false });
/// history[6].mended = Some(true);
/// assert_eq!(follow(&detector, &history)?.sessions[6].repair, RepairState::Quiet { last: Some((5, 7)) });
/// # Ok::<(), attune::alliance::rupture::RuptureError>(())
/// ```
///
/// # Errors
/// A score that is not finite or outside its scale.
pub fn follow(detector: &Detector, history: &[Session]) -> Result<Following, RuptureError> {
    let (mut state, mut repair) = (CourseState::start(detector), Repair::default());
    let mut sessions = Vec::with_capacity(history.len());
    for session in history {
        if session.new_baseline {
            state.new_baseline(detector);
            repair.new_baseline();
        }
        let verdict = match session.score {
            Some(score) => Some(state.update(detector, score)?),
            None => {
                state.miss(detector);
                None
            }
        };
        let complete = session.score.filter(Score::is_complete).map(|score| score.value());
        repair.session(complete, verdict.as_ref(), state.next_band(detector));
        if let Some(mended) = session.mended {
            repair.word(mended);
        }
        sessions.push(Followed { verdict, repair: repair.state() });
    }
    Ok(Following { sessions, next: state.next_band(detector), before_rupture: repair.usual() })
}
