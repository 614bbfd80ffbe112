//! The record of care of one made-up person: what they came for, goals, a medicine, and what was written down of sessions.
//!
//! One person is enough to look at the pages. It is the one whose latest rupture nobody repaired and who came most often, so
//! that what the chart shows can be read in the notes.

use time::Date;

use super::{Plan, Truth, events::Draft, random::Dice};
use crate::{
    care::{
        CareRole, Consent, Decider, Episode, EpisodeId, Fact, Goal, GoalId, GoalRated, Involved, Level, Levels, Line,
        Medicine, MedicineId, OfTen, OwnWords, PersonId, PlannedLength, Progress, RatedBy, Repaired, Rupture,
        SessionId, SessionKind, SessionNote, Support, Wish,
    },
    order,
    words::{Lang, sample as w},
};

/// Chance has a stream of its own here, so that the answers are the same with and without the record of care.
const STREAM: u64 = 2 << 32;

/// A session that was held: its day, the minute in which it was noted, and its name.
type Held = (Date, u64, SessionId);

/// Adds one person's record of care to what was made up, where there is anybody.
pub(super) fn tell(plan: &Plan, truths: &[Truth], drafts: &mut Vec<Draft>) {
    let unrepaired = |truth: &Truth| truth.ruptures.last().is_some_and(|rupture| !rupture.repaired);
    let told = truths.iter().filter(|truth| !truth.left);
    let Some(truth) = told.max_by_key(|truth| (unrepaired(truth), truth.held.len())) else { return };
    let mut held: Vec<Held> = drafts.iter().filter_map(|draft| of(draft, truth.person)).collect();
    order::sort_by_key(&mut held, |(date, minute, _)| (*date, *minute));
    let mut dice = Dice::new(plan.seed, STREAM);
    let mut teller = Teller { person: truth.person, lang: plan.lang, dice: &mut dice, drafts };
    let Some((first, rest)) = held.split_first() else { return };
    let episode = teller.beginning(*first);
    let goals = teller.goals(*rest.first().unwrap_or(first), episode);
    if let Some(reworded) = held.get(held.len() / 2).filter(|_| held.len() > 4) {
        if let [Some(goal), _] = &goals {
            teller.reworded(*reworded, goal);
        }
        teller.medicine(held.get(2).copied().unwrap_or(*first), *reworded);
    }
    for (place, (session, appointment)) in held.iter().zip(&truth.held).enumerate() {
        let rupture = truth.ruptures.iter().find(|rupture| {
            rupture.first <= *appointment && (!rupture.repaired || *appointment < rupture.first + rupture.sessions)
        });
        teller.note(*session, place, rupture.map(|rupture| rupture.repaired));
        if place > 0 {
            teller.rated(*session, place as f64 / held.len() as f64, &goals);
        }
    }
}

fn of(draft: &Draft, somebody: PersonId) -> Option<Held> {
    match draft.fact {
        Fact::SessionHeld { session, person } if person == somebody => Some((draft.date, draft.minute, session)),
        _ => None,
    }
}

struct Teller<'t> {
    person: PersonId,
    lang: Lang,
    dice: &'t mut Dice,
    drafts: &'t mut Vec<Draft>,
}

impl Teller<'_> {
    /// Writes a fact so many minutes after the session was noted.
    fn write(&mut self, (date, minute, _): Held, after: u64, fact: Fact) {
        self.drafts.push(Draft { date, minute: minute + after, fact });
    }

    /// A sentence, where it is one.
    fn words(&self, sentence: fn(Lang) -> &'static str) -> Option<OwnWords> {
        OwnWords::new(sentence(self.lang)).ok().flatten()
    }

    fn line(&self, sentence: fn(Lang) -> &'static str) -> Option<Line> {
        Line::new(sentence(self.lang)).ok().flatten()
    }

    fn beginning(&mut self, first: Held) -> EpisodeId {
        let (id, person) = (EpisodeId::from_bytes(self.dice.bytes()), self.person);
        let prescriber = self.line(w::prescriber);
        let involved = prescriber.map(|name| Involved { role: CareRole::Prescriber, name, contact: None });
        let episode = Episode {
            event: self.words(w::event),
            concern: self.words(w::concern),
            planned: Some(PlannedLength::Sessions(20)),
            involved: involved.into_iter().collect(),
            ..Episode::new(id, person, first.0)
        };
        let consent = Consent {
            episode: id,
            person,
            who_sees: self.words(w::who_sees),
            why: self.words(w::why),
            how_long: self.words(w::how_long),
            supervision: Wish::Agreed,
            research: Wish::Declined,
            given: first.0,
            by: None,
            withdrawn: None,
        };
        self.write(first, 1, Fact::EpisodeStated(Box::new(episode)));
        self.write(first, 2, Fact::ConsentNoted(Box::new(consent)));
        id
    }

    /// Two goals: one with its levels in words, one rated from 0 to 10.
    fn goals(&mut self, session: Held, episode: EpisodeId) -> [Option<Goal>; 2] {
        let sleep = Levels {
            much_less: self.words(w::sleep_much_less),
            less: self.words(w::sleep_less),
            expected: self.words(w::sleep_expected),
            more: self.words(w::sleep_more),
            much_more: self.words(w::sleep_much_more),
        };
        let mut goal = |wording, levels| {
            let goal = Goal {
                episode: Some(episode),
                importance_patient: OfTen::new(9),
                importance_therapist: OfTen::new(7),
                agreed_patient: Wish::Agreed,
                agreed_therapist: Wish::Agreed,
                levels,
                ..Goal::new(GoalId::from_bytes(self.dice.bytes()), self.person, self.words(wording)?, session.0)
            };
            self.write(session, 20, Fact::GoalStated(Box::new(goal.clone())));
            Some(goal)
        };
        [goal(w::goal_sleep, sleep), goal(w::goal_talk, Levels::default())]
    }

    /// The first goal in other words.
    fn reworded(&mut self, session: Held, goal: &Goal) {
        if let Some(wording) = self.words(w::goal_sleep_later) {
            let goal = Goal { wording, why: self.words(w::goal_sleep_why), ..goal.clone() };
            self.write(session, 20, Fact::GoalStated(Box::new(goal)));
        }
    }

    /// A medicine that was begun and stopped again.
    fn medicine(&mut self, begun: Held, stopped: Held) {
        let Some(name) = self.line(w::medicine) else { return };
        let medicine = Medicine {
            id: MedicineId::from_bytes(self.dice.bytes()),
            person: self.person,
            name,
            dose: self.line(w::dose),
            prescriber: self.line(w::prescriber),
            taken: true,
            decided: Decider::Prescriber,
            why: None,
        };
        let why = self.words(w::medicine_stopped);
        let gone = Medicine { taken: false, decided: Decider::Together, why, ..medicine.clone() };
        self.write(begun, 21, Fact::MedicineStated(Box::new(medicine)));
        self.write(stopped, 21, Fact::MedicineStated(Box::new(gone)));
    }

    /// What the therapist wrote down; `rupture`: whether the session lay in one, and whether that one was repaired.
    fn note(&mut self, session: Held, place: usize, rupture: Option<bool>) {
        let tried = self.words(if rupture == Some(true) { w::tried_repaired } else { w::tried });
        let repaired = if rupture == Some(true) { Repaired::Yes } else { Repaired::NotYetKnown };
        let mut supports = vec![Support::Listening];
        supports.extend(Support::ALL.get(self.dice.place(1, Support::ALL.len() - 1)).copied());
        let note = SessionNote {
            kind: if self.dice.happens(0.15) { SessionKind::Video } else { SessionKind::InPerson },
            supports,
            withdrawal: rupture.map(|_| Rupture { tried, repaired }),
            note: match rupture {
                Some(false) => self.words(w::note_rupture),
                None if place == 0 => self.words(w::note_first),
                _ => None,
            },
            ..SessionNote::new(session.2, self.person)
        };
        self.write(session, 50, Fact::SessionNoted(Box::new(note)));
    }

    /// How far the goals have come, `through` (0 to 1) of the course: slowly further, with better and worse weeks.
    fn rated(&mut self, session: Held, through: f64, goals: &[Option<Goal>; 2]) {
        let week = self.dice.between((-0.8, 0.8));
        let level = at(&Level::ALL, 3.0 * through + week).map(Progress::Level);
        let seen = at(&Level::ALL, 3.0 * through).map(Progress::Level);
        let tens: Vec<u8> = (0..=OfTen::MAX).collect();
        let talk = at(&tens, 2.0 + 5.0 * through + week).and_then(OfTen::new).map(Progress::OfTen);
        let [sleep, brother] = goals;
        let all =
            [(sleep, level, RatedBy::Patient), (sleep, seen, RatedBy::Therapist), (brother, talk, RatedBy::Patient)];
        for (goal, progress, by) in all {
            if let (Some(goal), Some(progress)) = (goal, progress) {
                let (goal, person, session_id) = (goal.id, self.person, Some(session.2));
                let rated = GoalRated { goal, person, session: session_id, progress, by };
                self.write(session, 40, Fact::GoalRated(rated));
            }
        }
    }
}

/// What lies at a place in an order, counted from 0 and rounded; the first or the last beyond it.
fn at<T: Copy>(all: &[T], place: f64) -> Option<T> {
    let place = all.iter().enumerate().skip_while(|(at, _)| (*at as f64) + 0.5 < place).map(|(_, one)| *one).next();
    place.or_else(|| all.last().copied())
}
