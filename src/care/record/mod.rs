//! The state that events fold to: here what is kept of them, in [`people`] what is read from it, in [`gone`] what is
//! erased, taken back or joined.

mod backups;
mod endings;
mod episodes;
mod filings;
mod goals;
mod gone;
mod notes;
mod people;
mod stated;
#[cfg(test)]
mod tests;
mod versions;

pub use versions::{Version, Versions};

pub use backups::SinceBackup;
pub use endings::went_on;
pub use filings::{Filed, Filings};
pub use goals::GoalRating;
pub use stated::{CareKind, Stated};

use time::Date;

use super::{
    About, Access, Restriction, about,
    latest::{Latest, Said, Statements},
    shelf::Shelf,
    standing::{Doubles, Standing},
};
use super::{
    Agreement, AnswersGiven, Consent, Contact, Episode, Event, EventId, Fact, Goal, GoalRated, Impression, Medicine,
    PersonId, PersonName, SessionId, SessionNote, Stamp, TurnEnd, TurnId, TurnOpened,
};
use crate::instrument::{AnswerSet, InstrumentRef};
use crate::order::Table;
pub use gone::{Joined, Side, TakenBack, TakenBackKind};
use std::collections::BTreeSet;
use versions::Things;

/// One answered questionnaire with the event that stated it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The event.
    pub id: EventId,
    /// When it was written.
    pub stamp: Stamp,
    /// The answers and how they were given.
    pub given: AnswersGiven,
}

/// One session.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// The day it was held.
    pub date: Date,
    /// When it was first written down, which orders two sessions of one day.
    pub stamp: Stamp,
    /// Whether it took place, as it was written down; where nothing was, it did.
    pub attended: bool,
    /// What was answered in it, earliest first.
    pub entries: Vec<Entry>,
    /// What a second rater answered in it about the person, earliest first. It is no part of any score of theirs.
    pub others: Vec<Entry>,
}

/// One person, as the record knows them.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub id: PersonId,
    /// What they are called.
    pub name: PersonName,
    /// The day they were added.
    pub since: Date,
    /// Their sessions, by date.
    pub sessions: Vec<Session>,
}

/// A handing-over of the device.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// What was handed over, and to whom.
    pub opened: TurnOpened,
    /// The day of it.
    pub date: Date,
    /// How it ended; nothing while it is open.
    pub end: Option<TurnEnd>,
}

#[derive(Clone, Debug)]
struct PersonState {
    id: PersonId,
    /// Names, and with the first of them the day on which the person was added.
    names: Statements<(PersonName, Option<Date>)>,
}

#[derive(Clone, Debug)]
struct SessionState {
    id: SessionId,
    said: Statements<(PersonId, Date)>,
}

/// Everything known, folded from events. The result does not depend on the order in which they arrive, nor on how often.
#[derive(Clone, Debug, Default)]
pub struct Record {
    seen: Table<()>,
    people: Table<PersonState>,
    sessions: Table<SessionState>,
    /// By session.
    entries: Table<Vec<Entry>>,
    opened: Table<(TurnOpened, Date)>,
    /// By turn; nothing while only its opening is known.
    closed: Table<Option<Latest<TurnEnd>>>,
    contacts: Option<Latest<Vec<Contact>>>,
    shelf: Shelf,
    /// By the event of the answers.
    risks: Table<Statements<String>>,
    standing: Standing,
    same_person: Doubles,
    same_session: Doubles,
    accesses: BTreeSet<(Date, Option<PersonId>, Access)>,
    /// Everyone of whom an event says anything by itself.
    mentioned: Table<PersonId>,
    backups: backups::Backups,
    episodes: Things<Episode>,
    consents: Things<Consent>,
    /// By episode (what names none stands under zeros), whoever agrees, then whom they agree to.
    showings: Table<Things<bool>>,
    impressions: Things<Impression>,
    style: Option<Latest<AnswerSet>>,
    filings: filings::Stated,
    goals: Things<Goal>,
    /// By goal.
    goal_ratings: Things<GoalRated>,
    agreements: Things<Agreement>,
    notes: Things<SessionNote>,
    medicines: Things<Medicine>,
    endings: endings::Endings,
}

impl Record {
    /// An empty record.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in one event. Returns whether it was new.
    pub fn apply(&mut self, event: &Event) -> bool {
        if !self.seen.insert_new(event.id.as_bytes(), ()) {
            return false;
        }
        if let About::Person(person) | About::Theirs(person, ..) = about(&event.fact) {
            self.mentioned.insert_new(person.as_bytes(), person);
        }
        let at = (event.stamp, event.id);
        match &event.fact {
            Fact::PersonAdded { person, name } => self.name(event, *person, name, Some(event.date)),
            Fact::PersonRenamed { person, name } => self.name(event, *person, name, None),
            Fact::SessionHeld { session, person } => {
                let said = Said::by(event, (*person, event.date));
                let made = || SessionState { id: *session, said: Statements::one(said.clone()) };
                self.sessions.get_or_insert_with(session.as_bytes(), made).said.add(said.clone());
            }
            Fact::TurnOpened(opened) => {
                self.opened.insert_new(opened.turn.as_bytes(), (opened.clone(), event.date));
            }
            Fact::TurnClosed { turn, how } => {
                Latest::put(self.closed.get_or_insert_with(turn.as_bytes(), || None), *how, at);
            }
            Fact::AnswersGiven(given) => {
                let entries = self.entries.get_or_insert_with(given.session.as_bytes(), Vec::new);
                let place = entries.partition_point(|entry| (entry.stamp, entry.id) < at);
                entries.insert(place, Entry { id: event.id, stamp: event.stamp, given: given.clone() });
            }
            Fact::ContactsSet { contacts } => Latest::put(&mut self.contacts, contacts.clone(), at),
            Fact::InstrumentAdded(instrument) => self.shelf.add(instrument, at),
            Fact::InstrumentPutAside { instrument, aside } => self.shelf.put_aside(instrument, *aside, at),
            Fact::TermsAgreed { instrument } => self.shelf.agree(instrument),
            Fact::PlanSet { person, plan } => self.shelf.set_plan(*person, plan, at),
            Fact::RiskAnswered { answers, done } => {
                let said = Said::by(event, done.clone());
                let made = || Statements::one(said.clone());
                self.risks.get_or_insert_with(answers.as_bytes(), made).add(said.clone());
            }
            Fact::SamePerson { a, b } => self.same_person.join(event.id, *a.as_bytes(), *b.as_bytes()),
            Fact::SameSession { a, b } => self.same_session.join(event.id, *a.as_bytes(), *b.as_bytes()),
            Fact::Withdrawn { event } => self.standing.withdraw(*event, true, at),
            Fact::Reinstated { event } => self.standing.withdraw(*event, false, at),
            Fact::PersonErased { person } => self.standing.erase(*person, event.date),
            Fact::PersonRestricted { person, reason, until } => {
                let how = Restriction { reason: reason.clone(), until: *until };
                self.standing.restrict(*person, Some(how), at);
            }
            Fact::RestrictionLifted { person } => self.standing.restrict(*person, None, at),
            Fact::KeptAside { event, .. } => self.standing.set_aside(*event),
            Fact::Accessed { person, how } => {
                self.accesses.insert((event.date, *person, *how));
            }
            Fact::BackedUp(backup) => self.backups.note(event, *backup),
            Fact::EpisodeStated(episode) => {
                let said = Said::by(event, (**episode).clone());
                self.episodes.add(episode.person, *episode.id.as_bytes(), said);
            }
            Fact::ConsentNoted(consent) => {
                let said = Said::by(event, (**consent).clone());
                self.consents.add(consent.person, *consent.episode.as_bytes(), said);
            }
            Fact::ShowingAgreed(showing) => {
                let episode = showing.episode.map_or([0; 16], |episode| *episode.as_bytes());
                let said = Said::by(event, showing.agreed);
                let all = self.showings.get_or_insert_with(&episode, Things::default);
                all.add(showing.person, *showing.to.as_bytes(), said);
            }
            Fact::ImpressionNoted(impression) => {
                self.impressions.add(impression.person, [0; 16], Said::by(event, impression.clone()));
            }
            Fact::StyleStated { answers } => Latest::put(&mut self.style, answers.clone(), at),
            Fact::Labelled(labelling) => self.filings.label(event, labelling),
            Fact::PersonArchived(archiving) => self.filings.archive(event, archiving.person, archiving.archived),
            Fact::GoalStated(goal) => {
                self.goals.add(goal.person, *goal.id.as_bytes(), Said::by(event, (**goal).clone()));
            }
            Fact::GoalRated(rated) => {
                self.goal_ratings.add(rated.person, *rated.goal.as_bytes(), Said::by(event, *rated));
            }
            Fact::AgreementStated(agreement) => {
                self.agreements.add(agreement.person, agreement.key(), Said::by(event, (**agreement).clone()));
            }
            Fact::SessionNoted(note) => {
                self.notes.add(note.person, *note.session.as_bytes(), Said::by(event, (**note).clone()));
            }
            Fact::MedicineStated(medicine) => {
                self.medicines.add(medicine.person, *medicine.id.as_bytes(), Said::by(event, (**medicine).clone()));
            }
            Fact::EndingStated(_)
            | Fact::ProfessionalStated(_)
            | Fact::ReachedNoted(_)
            | Fact::DoorOpened(_)
            | Fact::SummaryStated(_)
            | Fact::SummaryRead(_) => self.endings.add(event),
        }
        true
    }

    fn name(&mut self, event: &Event, person: PersonId, name: &PersonName, since: Option<Date>) {
        let said = Said::by(event, (name.clone(), since));
        let made = || PersonState { id: person, names: Statements::one(said.clone()) };
        self.people.get_or_insert_with(person.as_bytes(), made).names.add(said.clone());
    }

    /// Whether an event of that identity has been taken in.
    #[must_use]
    pub fn knows(&self, event: EventId) -> bool {
        self.seen.get(event.as_bytes()).is_some()
    }

    /// A handing-over of the device; nothing where it was to somebody who is erased.
    #[must_use]
    pub fn turn(&self, id: TurnId) -> Option<Turn> {
        let (opened, date) = self.opened.get(id.as_bytes())?;
        let gone = self.is_erased(opened.person);
        (!gone).then(|| Turn { opened: opened.clone(), date: *date, end: self.end(id) })
    }

    /// How a handing-over ended, known even where the person to whom it was is erased, so that the same answers are never
    /// taken in again.
    #[must_use]
    pub fn end(&self, id: TurnId) -> Option<TurnEnd> {
        self.closed.get(id.as_bytes())?.as_ref().map(|latest| latest.value)
    }

    /// The handing-overs that have not ended.
    #[must_use]
    pub fn open_turns(&self) -> Vec<Turn> {
        let open = self.opened.iter().filter(|(opened, _)| self.end(opened.turn).is_none());
        let open = open.filter(|(opened, _)| !self.is_erased(opened.person));
        open.map(|(opened, date)| Turn { opened: opened.clone(), date: *date, end: None }).collect()
    }

    /// Whether this version of a questionnaire was ever handed out or answered.
    #[must_use]
    pub fn has_asked(&self, instrument: &InstrumentRef) -> bool {
        self.opened.iter().any(|(opened, _)| opened.instruments.contains(instrument))
            || self.entries.iter().flatten().any(|entry| entry.given.instrument == *instrument)
    }

    /// The questionnaires and plans.
    #[must_use]
    pub const fn shelf(&self) -> &Shelf {
        &self.shelf
    }

    /// What was done about an answer on risk, where that was written down.
    #[must_use]
    pub fn risk_answered(&self, answers: EventId) -> Option<&str> {
        self.risks.get(answers.as_bytes())?.latest(&self.standing).map(|said| said.value.as_str())
    }

    /// The local crisis contacts.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        self.contacts.as_ref().map_or(&[], |latest| &latest.value)
    }

    /// Every day on which a record was looked at, printed or taken out, whose it was (nothing for that of all) and how.
    pub fn accesses(&self) -> impl Iterator<Item = (Date, Option<PersonId>, Access)> {
        self.accesses.iter().copied()
    }
}
