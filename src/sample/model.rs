//! The figures of the model, each with its source. "Assumed" means that no study stands behind the figure: it was chosen
//! so that a caseload looks plausible, and nothing shown to anyone may rest on it.

/// The mean alliance of a caseload on the latent 1 to 5 scale. Assumed: people mark alliance high on every scale.
pub const MEAN: f64 = 3.9;

/// The standard deviation between people's means, in scale points. Assumed.
pub const BETWEEN_SD: f64 = 0.5;

/// The standard deviation of one person's alliance between sessions when nothing happens, in scale points, before the
/// noise of the items. Assumed.
pub const WITHIN_SD: f64 = 0.3;

/// The correlation of that noise from one session to the next. The value at which the rules of rupture were simulated
/// (SCIENCE, finding 2); assumed for people.
pub const AUTOCORRELATION: f64 = 0.3;

/// How far a person's goal, task and bond lie from their mean: standard deviation in scale points. Assumed.
pub const FACET_SD: f64 = 0.2;

/// How far goal, task and bond go apart within one session: standard deviation in scale points. Assumed.
pub const FACET_SESSION_SD: f64 = 0.12;

/// The noise of one item in one session: standard deviation in scale points. Assumed.
pub const ITEM_SD: f64 = 0.45;

/// By how much each of the twelve items is easier (above zero) or harder to agree with, in scale points, in the order of
/// the questionnaire; they sum to zero. Assumed.
pub const ITEM_SHIFTS: [f64; 12] = [0.10, 0.30, 0.00, 0.05, -0.25, 0.15, 0.05, 0.25, -0.10, 0.00, -0.35, -0.20];

/// Where one answer option ends and the next begins on the latent scale: 1 below the first, 5 from the last on. The
/// discrete answers and the ceiling of real scales come from these.
pub const THRESHOLDS: [f64; 4] = [1.5, 2.5, 3.5, 4.5];

/// The mean growth a session, in scale points. Assumed, slight.
pub const GROWTH: f64 = 0.015;

/// How much growth differs between people: standard deviation a session, in scale points. Assumed.
pub const GROWTH_SD: f64 = 0.015;

/// The number of sessions after which growth stops, because no alliance grows for ever. Assumed.
pub const GROWTH_UNTIL: usize = 12;

/// The chance that a session of someone who stays begins a rupture, from [`RUPTURE_FROM`] on. Assumed.
pub const RUPTURE_CHANCE: f64 = 0.03;

/// The first session in which a rupture may begin: three sessions before it show what is usual (SCIENCE, finding 2).
pub const RUPTURE_FROM: usize = 4;

/// The sessions of calm after a repaired rupture before another may begin. Assumed.
pub const RUPTURE_REST: usize = 4;

/// The depth of a rupture, in units of [`WITHIN_SD`], from the least to the most. Around the dips of 2.5 and 3.5 with
/// which the rules were simulated (SCIENCE, finding 2).
pub const RUPTURE_DEPTH: (f64, f64) = (2.5, 4.5);

/// The longest dip, in sessions; the shortest is one. Assumed.
pub const RUPTURE_LONGEST: usize = 3;

/// By how much a rupture is deeper in the part of the alliance where it begins (goal, task or bond); the two others make
/// up for it, so that the mean is the depth. Assumed.
pub const RUPTURE_FACET: f64 = 1.5;

/// The chance that a rupture of someone who stays is repaired. Assumed.
pub const REPAIR_CHANCE: f64 = 0.8;

/// The share of a rupture's depth that remains where it is not repaired. Assumed.
pub const UNREPAIRED_REMAINS: f64 = 0.7;

/// The share of people who leave before the planned end: 19.7 % [18.7, 20.7], 669 studies (SCIENCE, alliance and
/// outcome).
pub const DROP_OUT: f64 = 0.197;

/// The standard normal deviate above which that share lies, `Phi^-1(1 - 0.197)`.
pub const DROP_OUT_THRESHOLD: f64 = 0.852_4;

/// How much lower the early alliance of those who leave is, in standard deviations: d = .55, 11 studies (SCIENCE,
/// alliance and outcome).
pub const DROP_OUT_D: f64 = 0.55;

/// The correlation between a person's mean alliance and what makes them leave that gives about [`DROP_OUT_D`] in the
/// scores of session 3: a normal liability cut at the share `p` has means `phi(t) / (p (1 - p)) = 1.75` apart, and the
/// noise of a single session takes away some of it. Set by simulation.
pub const DROP_OUT_LINK: f64 = 0.36;

/// The share of those who leave in whom a rupture that nobody repaired came just before. Assumed.
pub const LEFT_AFTER_RUPTURE: f64 = 0.5;

/// The chance that an appointment is missed. Assumed.
pub const MISSED: f64 = 0.06;

/// The chance that an appointment is missed during a dip. Assumed.
pub const MISSED_IN_RUPTURE: f64 = 0.2;

/// The share of people who meet every second week. Assumed.
pub const FORTNIGHTLY: f64 = 0.2;

/// The share of people who meet at irregular intervals. Assumed.
pub const IRREGULAR: f64 = 0.15;

/// The days between irregular appointments, from the fewest to the most. Assumed.
pub const IRREGULAR_DAYS: (i64, i64) = (4, 24);

/// The share of sessions in which no questionnaire was answered. Assumed.
pub const NOT_ASKED: f64 = 0.04;

/// The share of answer sets in which a few items were left out at random. Assumed.
pub const SOME_SKIPPED: f64 = 0.04;

/// The share of people who leave out one and the same item again and again. Assumed.
pub const HABIT: f64 = 0.12;

/// How often they do. Assumed.
pub const HABIT_CHANCE: f64 = 0.6;

/// The share of answer sets on the clinic's tablet that were broken off. Assumed.
pub const BROKEN_OFF: f64 = 0.01;

/// The share of people who answer alone, on a device of their own. Assumed.
pub const ALONE: f64 = 0.2;

/// How often someone says when they want to talk about their answers. Assumed.
pub const TALK: f64 = 0.1;

/// How often they do in a rupture. Assumed.
pub const TALK_IN_RUPTURE: f64 = 0.6;

/// The mean well-being at the first session, on sliders from 0 to 10. Assumed.
pub const WELLBEING_MEAN: f64 = 4.6;

/// How far people's well-being lies apart: standard deviation in points. Assumed.
pub const WELLBEING_SD: f64 = 1.4;

/// The mean growth of well-being a session, in points, up to [`GROWTH_UNTIL`]. Assumed.
pub const WELLBEING_GROWTH: f64 = 0.12;

/// How much that growth differs between people: standard deviation a session. Assumed.
pub const WELLBEING_GROWTH_SD: f64 = 0.08;

/// The standard deviation of one person's well-being between sessions, in points. Assumed.
pub const WELLBEING_WITHIN_SD: f64 = 0.7;

/// The share of a good or bad week that is left in the next. Assumed.
pub const WELLBEING_CARRIED: f64 = 0.3;

/// By how many points well-being is higher a session after the alliance was a point above the person's mean. That there is
/// such a link is published (within persons, 17 studies; SCIENCE, alliance and outcome); its size here is assumed.
pub const WELLBEING_LAG: f64 = 0.8;

/// The noise of one slider in one session: standard deviation in points. Assumed.
pub const WELLBEING_ITEM_SD: f64 = 0.8;
