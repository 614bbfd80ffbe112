//! From courses to the events that a record would hold.

use time::{Date, Duration, Weekday};

use super::{
    Plan, Sample, Truth,
    answers::{self, Habit},
    care,
    course::{self, Course, Rhythm},
    model::*,
    names,
    outcome::Outcome,
    random::Dice,
};
use crate::{
    care::{
        AnsweredBy, AnsweredHow, AnswersGiven, DeviceId, Event, EventId, Fact, HybridClock, IdSource, PersonId,
        PersonName, SessionId, Talk, TurnEnd, TurnId, TurnOpened,
    },
    instrument::{Instrument, catalogue},
    order::{self, Table},
    words::days_between,
};

/// The streams of chance: identities have one apart from the people's, so that what happens does not hang on them.
const NAMES_STREAM: u64 = 0;
const EVENTS_STREAM: u64 = 1;
const FIRST_PERSON_STREAM: u64 = 16;
/// Well-being has streams of its own, so that a caseload is the same with and without it.
const OUTCOME_STREAMS: u64 = 1 << 32;

/// A fact on its way to an event, with the minute of the day in which it is written.
pub(super) struct Draft {
    pub(super) date: Date,
    pub(super) minute: u64,
    pub(super) fact: Fact,
}

/// The caseload of a plan.
pub(super) fn of(plan: &Plan) -> Sample {
    let Some(instrument) = catalogue::alliance_scale() else {
        return Sample { events: Vec::new(), truths: Vec::new() };
    };
    let (mut drafts, mut truths) = (Vec::new(), Vec::new());
    let called = names::of(plan.people, &mut Dice::new(plan.seed, NAMES_STREAM));
    for (stream, name) in (FIRST_PERSON_STREAM..).zip(called) {
        if let Ok(name) = PersonName::new(&name) {
            let outcome = Outcome::draw(Dice::new(plan.seed, OUTCOME_STREAMS + stream));
            let mut dice = Dice::new(plan.seed, stream);
            truths.push(person(plan, instrument, name, outcome, &mut dice, &mut drafts));
        }
    }
    if plan.care {
        care::tell(plan, &truths, &mut drafts);
    }
    // The sort is stable, so that what one person does within a minute stays in order.
    order::sort_by_key(&mut drafts, |draft| (draft.date, draft.minute));
    Sample { events: written(drafts, &mut Dice::new(plan.seed, EVENTS_STREAM)), truths }
}

/// The events, as one device would have written them that is unlocked once a day.
fn written(drafts: Vec<Draft>, dice: &mut Dice) -> Vec<Event> {
    let device = DeviceId::from_bytes(dice.bytes());
    let mut clock = HybridClock::default();
    let mut ids = source(dice);
    let mut today = None;
    let mut sessions: Table<SessionId> = Table::default();
    let mut stated: Table<Vec<EventId>> = Table::default();
    (1..)
        .zip(drafts)
        .map(|(sequence, Draft { date, minute, mut fact })| {
            if today.replace(date).is_some_and(|before| before != date) {
                ids = source(dice);
            }
            // A session is named when it is held, which is before anything else is said of it.
            match &mut fact {
                Fact::SessionHeld { session, .. } => {
                    let name = ids.draw();
                    sessions.insert_new(session.as_bytes(), name);
                    *session = name;
                }
                Fact::TurnOpened(opened) => opened.session = renamed(&sessions, opened.session),
                Fact::AnswersGiven(given) => given.session = renamed(&sessions, given.session),
                Fact::SessionNoted(note) => note.session = renamed(&sessions, note.session),
                Fact::GoalRated(rated) => rated.session = rated.session.map(|session| renamed(&sessions, session)),
                _ => {}
            }
            let id = ids.draw();
            // Whoever states a thing again has seen what was stated of it before.
            let thing = match &fact {
                Fact::GoalStated(goal) => Some(*goal.id.as_bytes()),
                Fact::MedicineStated(medicine) => Some(*medicine.id.as_bytes()),
                _ => None,
            };
            let parents = thing.map_or_else(Vec::new, |thing| {
                std::mem::replace(stated.get_or_insert_with(&thing, Vec::new), vec![id])
            });
            Event { id, device, sequence, stamp: clock.next(milliseconds(date) + minute * 60_000), date, parents, fact }
        })
        .collect()
}

fn renamed(sessions: &Table<SessionId>, drawn: SessionId) -> SessionId {
    sessions.get(drawn.as_bytes()).copied().unwrap_or(drawn)
}

fn source(dice: &mut Dice) -> IdSource {
    let mut root = [0; 11];
    for (slot, byte) in root.iter_mut().zip(dice.bytes()) {
        *slot = byte;
    }
    IdSource::of(root)
}

/// The start of a day, as if everyone lived by universal time.
fn milliseconds(date: Date) -> u64 {
    let days = days_between(time::UtcDateTime::UNIX_EPOCH.date(), date);
    u64::try_from(days).unwrap_or(0) * 86_400_000
}

fn person(
    plan: &Plan,
    instrument: &Instrument,
    name: PersonName,
    mut outcome: Outcome,
    dice: &mut Dice,
    drafts: &mut Vec<Draft>,
) -> Truth {
    let wellbeing = catalogue::newest("attune-wellbeing-check").filter(|_| plan.outcome);
    let mut alliance_before = 0.0;
    let person = PersonId::from_bytes(dice.bytes());
    let course = course::draw(dice.place(*plan.sessions.start(), *plan.sessions.end()), dice);
    let start = start(plan, &course, dice);
    let habit = Habit::draw(instrument.items.len(), dice);
    let how = if dice.happens(ALONE) { AnsweredHow::Alone } else { AnsweredHow::Tablet };
    let hour = 60 * u64::try_from(dice.whole(1, 8)).unwrap_or(0);
    for (index, held) in course.held.iter().enumerate() {
        let date = workday(later(start, held.day));
        let mut write = |minute: u64, fact: Fact| drafts.push(Draft { date, minute: hour + minute, fact });
        let session = SessionId::from_bytes(dice.bytes());
        if index == 0 {
            write(0, Fact::PersonAdded { person, name: name.clone() });
        }
        write(5, Fact::SessionHeld { session, person });
        if dice.happens(NOT_ASKED) && index > 0 {
            continue;
        }
        let tablet = how == AnsweredHow::Tablet;
        let turn = tablet.then(|| TurnId::from_bytes(dice.bytes()));
        let broken_off = dice.happens(BROKEN_OFF) && tablet;
        let all = instrument.items.len();
        let reached = if broken_off { dice.place(1, all.saturating_sub(1)) } else { all };
        let talk = talk(held.in_rupture, dice).filter(|_| !broken_off);
        let answers = answers::draw(instrument, &held.facets, &habit, reached, dice);
        let instrument = instrument.reference.clone();
        let lang = plan.lang;
        let by = AnsweredBy::Respondent;
        let beside = wellbeing.map(|check| (check.reference.clone(), outcome.next(check, alliance_before)));
        alliance_before = held.facets.iter().sum::<f64>() / 3.0 - course.mean;
        if let Some(turn) = turn {
            let beside = beside.iter().map(|(check, _)| check.clone());
            let instruments = beside.chain([instrument.clone()]).collect();
            write(45, Fact::TurnOpened(TurnOpened { turn, person, session, instruments, lang, by }));
        }
        let finished = !broken_off;
        if let Some((instrument, answers)) = beside {
            let given = AnswersGiven { person, session, turn, instrument, lang, how, finished, talk, answers, by };
            write(49, Fact::AnswersGiven(given));
        }
        write(
            49,
            Fact::AnswersGiven(AnswersGiven {
                person,
                session,
                turn,
                instrument,
                lang,
                how,
                finished,
                talk,
                answers,
                by,
            }),
        );
        if let Some(turn) = turn {
            let how = if finished { TurnEnd::Finished } else { TurnEnd::Unfinished };
            write(49, Fact::TurnClosed { turn, how });
        }
    }
    Truth {
        person,
        mean: course.mean,
        rhythm: course.rhythm,
        planned: course.planned,
        held: course.held.iter().map(|held| held.appointment).collect(),
        left: course.left,
        ruptures: course.ruptures,
    }
}

/// The day of the first appointment: such that the last planned one was within the past interval, where the course still
/// runs, or else up to a year ago.
fn start(plan: &Plan, course: &Course, dice: &mut Dice) -> Date {
    let interval = match course.rhythm {
        Rhythm::Weekly => 7,
        Rhythm::Fortnightly => 14,
        Rhythm::Irregular => IRREGULAR_DAYS.0,
    };
    let (running, recent, past) = (dice.happens(plan.running), dice.whole(0, interval - 1), dice.whole(30, 365));
    later(plan.today, -course.last_day - if running { recent } else { past })
}

/// A day some days later; the day itself where the calendar ends.
fn later(date: Date, days: i64) -> Date {
    date.checked_add(Duration::days(days)).unwrap_or(date)
}

/// The day itself, or the Friday before where it falls on a weekend.
fn workday(date: Date) -> Date {
    match date.weekday() {
        Weekday::Saturday => later(date, -1),
        Weekday::Sunday => later(date, -2),
        _ => date,
    }
}

/// When the person wants to talk about their answers: in a rupture many say so, otherwise few.
fn talk(in_rupture: bool, dice: &mut Dice) -> Option<Talk> {
    let (says, which) = (dice.unit(), dice.place(0, 2));
    let chance = if in_rupture { TALK_IN_RUPTURE } else { TALK };
    (says < chance).then_some(match which {
        0 => Talk::Now,
        1 => Talk::NextTime,
        _ => Talk::IWillRaiseIt,
    })
}
