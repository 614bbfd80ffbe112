//! All signals of one person, first things first.
//!
//! A funnel of therapists is no signal of a person:
//!
//! ```compile_fail,E0308
//! use attune::signals::{Signal, SupervisionSignal};
//! fn told(funnel: SupervisionSignal) -> Vec<Signal<'static>> {
//!     vec![funnel]
//! }
//! ```

use super::attendance::{self, Absence, Attendance};
use super::goal_progress::{self, GoalBack, GoalRatings};
use super::goals_tasks::{self, Disagreement, GoalsAndTasks};
use super::low_item::{self, LowItemSeen};
use super::outcome::{self, OutcomeScores, OutcomeWorse};
use super::own_change::{self, BelowUsual, OwnScores};
use super::preference;
use super::rater_gap::{self, Gap, TwoViews};
use super::risk::{self, RiskAnswer, RiskSeen};
use super::rupture::{self, RuptureRecord, Unrepaired};
use super::trend::{self, Falling};
use super::{ChanceRate, Kind, Nature};
use crate::alliance::preferences::{Mismatch, Preference};
use crate::alliance::{LowItem, OnePerson};
use crate::words::Lang;

/// What is known of one person; what is not known is left at its default.
#[derive(Clone, Debug, Default)]
pub struct PersonView<'a> {
    /// The latest answers to risk items.
    pub risk: &'a [RiskAnswer<'a>],
    /// The items just marked low.
    pub low_items: &'a [LowItem<'a>],
    /// The scores of the primary scale of the alliance, the latest of which was complete.
    pub alliance: Option<OwnScores<'a>>,
    /// The scores of the primary outcome.
    pub outcome: Option<OutcomeScores<'a>>,
    /// Goals and tasks.
    pub goals_and_tasks: Option<GoalsAndTasks<'a>>,
    /// The latest rupture, if there was one.
    pub rupture: Option<RuptureRecord>,
    /// Coming and not coming.
    pub attendance: Option<Attendance>,
    /// Ratings of goals.
    pub goals: &'a [GoalRatings<'a>],
    /// Preferences, and one step of their scale.
    pub preferences: Option<(&'a [Preference], f64)>,
    /// Both views of the latest session.
    pub views: Option<TwoViews>,
    /// The course of the alliance on the present baseline.
    pub course: Option<&'a OnePerson>,
}

/// What a signal saw, and the figures it used.
#[derive(Clone, Debug, PartialEq)]
pub enum Signal<'a> {
    /// Risk items marked or left out; never empty.
    Risk(Vec<RiskSeen<'a>>),
    /// Items just marked low; never empty.
    LowItem(Vec<LowItemSeen>),
    /// The alliance below what is usual.
    OwnChange(BelowUsual),
    /// The outcome worse than usual.
    Outcome(OutcomeWorse),
    /// Goals or tasks apart; never empty.
    GoalsAndTasks(Vec<Disagreement>),
    /// A rupture not yet repaired.
    Rupture(Unrepaired),
    /// Missed sessions or a silence.
    Attendance(Absence),
    /// Goals further away than at the start; never empty.
    GoalProgress(Vec<GoalBack>),
    /// Preferences not met; never empty.
    Preference(Vec<Mismatch>),
    /// Two views apart.
    RaterGap(Gap),
    /// A slow fall.
    Trend(Falling),
}

impl Signal<'_> {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Risk(_) => Kind::Risk,
            Self::LowItem(_) => Kind::LowItem,
            Self::OwnChange(_) => Kind::OwnChange,
            Self::Outcome(_) => Kind::Outcome,
            Self::GoalsAndTasks(_) => Kind::GoalsAndTasks,
            Self::Rupture(_) => Kind::Rupture,
            Self::Attendance(_) => Kind::Attendance,
            Self::GoalProgress(_) => Kind::GoalProgress,
            Self::Preference(_) => Kind::Preference,
            Self::RaterGap(_) => Kind::RaterGap,
            Self::Trend(_) => Kind::Trend,
        }
    }

    /// Its place in the room, 0 first.
    #[must_use]
    pub const fn rank(&self) -> u8 {
        self.kind().rank()
    }

    /// Whether it repeats or infers.
    #[must_use]
    pub const fn nature(&self) -> Nature {
        self.kind().nature()
    }

    /// How often it comes by chance.
    #[must_use]
    pub const fn chance_rate(&self) -> ChanceRate {
        self.kind().chance_rate()
    }

    /// Questions to open a conversation with.
    #[must_use]
    pub fn questions(&self, lang: Lang) -> &'static [&'static str] {
        self.kind().questions(lang)
    }
}

/// The signals of one person by rank. `change_rule` judges the alliance: [`own_change::prediction_rule`], or a detector that
/// keeps to the same share of false flags.
///
/// ```
/// use attune::signals::{Kind, PersonView, own_change::prediction_rule, risk::RiskAnswer, signals};
/// let risk = [RiskAnswer { item: "9", answer: Some(2.0), lowest: 0.0 }];
/// let found = signals(&PersonView { risk: &risk, ..PersonView::default() }, prediction_rule);
/// assert_eq!(found.iter().map(|signal| signal.kind()).collect::<Vec<_>>(), [Kind::Risk]);
/// ```
pub fn signals<'a>(
    view: &PersonView<'a>,
    change_rule: impl FnOnce(&OwnScores<'_>) -> Option<BelowUsual>,
) -> Vec<Signal<'a>> {
    let some = |list: Vec<_>| (!list.is_empty()).then_some(list);
    let [own_change, outcome] = [
        view.alliance.as_ref().and_then(|scores| own_change::look(scores, change_rule)).map(Signal::OwnChange),
        view.outcome.as_ref().and_then(outcome::look).map(Signal::Outcome),
    ];
    let preferences = view.preferences.map(|(preferences, step)| preference::look(preferences, step));
    let found = [
        some(risk::look(view.risk)).map(Signal::Risk),
        Some(low_item::look(view.low_items)).filter(|items| !items.is_empty()).map(Signal::LowItem),
        own_change,
        outcome,
        view.goals_and_tasks
            .as_ref()
            .map(goals_tasks::look)
            .filter(|apart| !apart.is_empty())
            .map(Signal::GoalsAndTasks),
        view.rupture.as_ref().and_then(rupture::look).map(Signal::Rupture),
        view.attendance.as_ref().and_then(attendance::look).map(Signal::Attendance),
        Some(goal_progress::look(view.goals)).filter(|goals| !goals.is_empty()).map(Signal::GoalProgress),
        preferences.filter(|apart| !apart.is_empty()).map(Signal::Preference),
        view.views.as_ref().and_then(rater_gap::look).map(Signal::RaterGap),
        view.course.and_then(trend::look).map(Signal::Trend),
    ];
    found.into_iter().flatten().collect()
}
