//! Whom a fact is about, and what an erasure takes out of the log.
//!
//! [`About`] is one exhaustive match, so that a new kind of fact does not compile before it says whom it is about.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{Event, EventId, Fact, PersonId, Read, SessionId, Theirs, TurnId, compact::Item};
use crate::order;

/// Whom or what a fact is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Nobody in particular, or bare identities that tell nothing by themselves. Erasing a person leaves it.
    Nobody,
    /// One person.
    Person(PersonId),
    /// One person, and a session or a handing-over of theirs.
    Theirs(PersonId, Option<SessionId>, Option<TurnId>),
    /// Two persons who are one. Goes when both are erased.
    Both(PersonId, PersonId),
    /// Two persons, one of whom agreed to something about the other. Goes when either is erased.
    Either(PersonId, PersonId),
    /// Whatever the named event is about.
    Event(EventId),
    /// Whatever the named event is about, and whatever the line is about.
    Line(EventId, String),
}

/// Whom a fact is about.
#[must_use]
pub fn about(fact: &Fact) -> About {
    match fact {
        Fact::PersonAdded { person, .. }
        | Fact::PersonRenamed { person, .. }
        | Fact::PersonRestricted { person, .. }
        | Fact::RestrictionLifted { person } => About::Person(*person),
        Fact::SessionHeld { session, person } => About::Theirs(*person, Some(*session), None),
        Fact::TurnOpened(opened) => About::Theirs(opened.person, Some(opened.session), Some(opened.turn)),
        Fact::AnswersGiven(given) => About::Theirs(given.person, Some(given.session), given.turn),
        Fact::PlanSet { person, .. } | Fact::Accessed { person, .. } => person.map_or(About::Nobody, About::Person),
        Fact::RiskAnswered { answers, .. } => About::Event(*answers),
        Fact::Withdrawn { event } | Fact::Reinstated { event } => About::Event(*event),
        Fact::KeptAside { event, line } => About::Line(*event, line.clone()),
        Fact::SamePerson { a, b } => About::Both(*a, *b),
        Fact::EpisodeStated(episode) => About::Person(episode.person),
        Fact::ConsentNoted(consent) => About::Person(consent.person),
        Fact::ImpressionNoted(impression) => About::Person(impression.person),
        Fact::Labelled(labelling) => About::Person(labelling.person),
        Fact::PersonArchived(archiving) => About::Person(archiving.person),
        Fact::GoalStated(goal) => About::Person(goal.person),
        Fact::GoalRated(rated) => About::Theirs(rated.person, rated.session, None),
        Fact::AgreementStated(agreement) => About::Person(agreement.person),
        Fact::SessionNoted(note) => About::Theirs(note.person, Some(note.session), None),
        Fact::MedicineStated(medicine) => About::Person(medicine.person),
        Fact::ShowingAgreed(showing) => About::Either(showing.person, showing.to),
        Fact::EndingStated(ending) => About::Person(ending.person),
        Fact::ReachedNoted(reached) => About::Person(reached.person),
        Fact::DoorOpened(open) => About::Person(open.person),
        Fact::SummaryStated(summary) => About::Person(summary.person),
        Fact::SummaryRead(agreed) => About::Person(agreed.person),
        // That a handing-over ended stays, so that the same answers are never taken in again; an erasure itself stays for ever.
        Fact::TurnClosed { .. }
        | Fact::PersonErased { .. }
        | Fact::SameSession { .. }
        | Fact::ContactsSet { .. }
        | Fact::InstrumentAdded(_)
        | Fact::InstrumentPutAside { .. }
        | Fact::TermsAgreed { .. }
        | Fact::BackedUp(_)
        | Fact::StyleStated { .. }
        | Fact::ProfessionalStated(_) => About::Nobody,
    }
}

/// Erased people and everything in a log that is about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erasures {
    people: BTreeSet<PersonId>,
    /// Sessions, handing-overs and events that are about them.
    theirs: BTreeSet<Uuid>,
}

impl Erasures {
    /// The people whom the log erases, and those named beside (by an erasure list), with all that is theirs.
    #[must_use]
    pub fn of(named: &[PersonId], log: &[Read]) -> Self {
        let mut people = named.to_vec();
        for read in log {
            if let Read::Known(event) = read
                && let Fact::PersonErased { person } = &event.fact
            {
                people.push(*person);
            }
        }
        Self::of_people(&people, log)
    }

    pub(super) fn of_people(people: &[PersonId], log: &[Read]) -> Self {
        let mut theirs = Theirs::of(people);
        for read in log {
            theirs.see(read);
        }
        theirs.done()
    }

    /// With nothing known of what is theirs yet.
    pub(super) fn begin(people: &[PersonId]) -> Self {
        Self { people: order::set(people.iter().copied()), ..Self::default() }
    }

    /// Takes in the session and the handing-over of an event that is about one of them.
    pub(super) fn learn(&mut self, event: &Event) {
        if let About::Theirs(person, session, turn) = about(&event.fact)
            && self.people.contains(&person)
        {
            let ids = [session.map(|id| *id.as_bytes()), turn.map(|id| *id.as_bytes())];
            self.theirs.extend(ids.into_iter().flatten().map(Uuid::from_bytes));
        }
    }

    /// Takes in an event that is to go, so that what speaks of it goes too. Returns whether that was new.
    pub(super) fn add(&mut self, event: EventId) -> bool {
        self.theirs.insert(Uuid::from_bytes(*event.as_bytes()))
    }

    /// Whether nobody is erased.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Who is erased.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().copied()
    }

    /// Whether this event is to go: it is about somebody who is erased. Of a kind that this version does not know, an event
    /// goes where it names one of their identities.
    #[must_use]
    pub fn removes(&self, read: &Read) -> bool {
        match read {
            Read::Known(event) => self.removes_event(event),
            Read::Unknown { line, .. } => self.named_in(line),
        }
    }

    /// As [`Erasures::removes`] for a stored line. What cannot be read goes where it names one of their identities.
    #[must_use]
    pub fn removes_line(&self, line: &str) -> bool {
        !self.is_empty() && super::read(line).map_or_else(|_| self.named_in(line), |read| self.removes(&read))
    }

    /// As [`Erasures::removes`] for an entry of a journal.
    #[must_use]
    pub fn removes_item(&self, item: &Item) -> bool {
        match item {
            Item::Event(event) => self.removes_event(event),
            Item::Line(line) => self.removes_line(&String::from_utf8_lossy(line)),
        }
    }

    /// Whether an entry that goes is recognised by way of others only: it names an event, a session or a handing-over of
    /// theirs instead of the person. It has to go before those, so that a stop half-way leaves nothing that nobody knows for
    /// theirs any more.
    #[must_use]
    pub fn removes_first(&self, item: &Item) -> bool {
        let by_others = match item {
            Item::Event(event) => matches!(about(&event.fact), About::Event(_) | About::Line(..)),
            Item::Line(_) => true,
        };
        by_others && self.removes_item(item)
    }

    /// As [`Erasures::removes`] for an event.
    #[must_use]
    pub fn removes_event(&self, event: &Event) -> bool {
        let person = |person: &PersonId| self.people.contains(person);
        let named = |event: &EventId| self.theirs.contains(&Uuid::from_bytes(*event.as_bytes()));
        match about(&event.fact) {
            About::Nobody => false,
            About::Person(who) | About::Theirs(who, ..) => person(&who),
            About::Both(a, b) => person(&a) && person(&b),
            About::Either(a, b) => person(&a) || person(&b),
            About::Event(event) => named(&event),
            About::Line(event, line) => named(&event) || self.named_in(&line),
        }
    }

    /// Whether one of their identities stands in the text, as JSON has it.
    fn named_in(&self, line: &str) -> bool {
        let ids = line.split('"').filter(|piece| piece.len() == 36).filter_map(|piece| piece.parse::<Uuid>().ok());
        let mut ids = ids;
        ids.any(|id| self.people.contains(&PersonId::from(id)) || self.theirs.contains(&id))
    }
}

/// The events about one person, in the order of the log: what [`Erasures::removes`] would take out.
#[must_use]
pub fn events_about<'a>(people: &[PersonId], log: &'a [Read]) -> Vec<&'a Read> {
    let all = Erasures::of_people(people, log);
    log.iter().filter(|read| all.removes(read)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::care::{AnsweredBy, DeviceId, PersonName, Record, Stamp, TurnEnd, TurnOpened, read};
    use crate::words::Lang;

    fn event(number: u8, fact: Fact) -> Read {
        Read::Known(Box::new(Event {
            id: EventId::from_bytes([number; 16]),
            device: DeviceId::from_bytes([9; 16]),
            sequence: number.into(),
            stamp: Stamp { ms: number.into(), counter: 0 },
            date: crate::words::day(2026, 1, 1).unwrap(),
            parents: Vec::new(),
            fact,
        }))
    }

    fn person(byte: u8) -> PersonId {
        PersonId::from_bytes([byte; 16])
    }

    /// Events of two people, those of the first at the odd places.
    fn log() -> Vec<Read> {
        let mut log = Vec::new();
        for (at, who) in [(0, person(1)), (1, person(2))] {
            let session = SessionId::from_bytes([10 + at; 16]);
            let turn = TurnId::from_bytes([20 + at; 16]);
            let name = PersonName::new("X").unwrap();
            let mut push = |number: u8, fact| log.push(event(number * 2 + 1 + at, fact));
            push(30, Fact::PersonAdded { person: who, name });
            push(31, Fact::SessionHeld { session, person: who });
            let opened = TurnOpened {
                turn,
                person: who,
                session,
                instruments: Vec::new(),
                lang: Lang::En,
                by: AnsweredBy::Respondent,
            };
            push(32, Fact::TurnOpened(opened));
            push(33, Fact::PlanSet { person: Some(who), plan: Default::default() });
            push(34, Fact::RiskAnswered { answers: EventId::from_bytes([31 * 2 + 1 + at; 16]), done: "d".to_owned() });
            push(35, Fact::Withdrawn { event: EventId::from_bytes([34 * 2 + 1 + at; 16]) });
            push(
                36,
                Fact::KeptAside { event: EventId::from_bytes([200; 16]), line: format!("{{\"x\":\"{session}\"}}") },
            );
            push(37, Fact::Accessed { person: Some(who), how: crate::care::Access::Viewed });
            push(38, Fact::PersonRestricted { person: who, reason: "r".to_owned(), until: None });
        }
        log.push(event(150, Fact::TurnClosed { turn: TurnId::from_bytes([20; 16]), how: TurnEnd::Finished }));
        log.push(event(151, Fact::SamePerson { a: person(1), b: person(3) }));
        log
    }

    #[test]
    fn everything_about_one_person_goes_and_nothing_of_another() {
        let log = log();
        let gone = Erasures::of(&[person(1)], &log);
        let (removed, kept): (Vec<_>, Vec<_>) = log.iter().partition(|read| gone.removes(read));
        assert_eq!(removed.len(), 9);
        assert_eq!(kept.len(), 9 + 2, "those of the other, the bare end of a handing-over and half a join");
        assert_eq!(events_about(&[person(1)], &log), removed);
        let text: String = kept.iter().map(|read| line(read)).collect();
        assert_eq!(text.matches(&person(1).to_string()).count(), 1, "only in the join, as a bare identity");
        assert!(Erasures::of(&[], &log).is_empty());
    }

    fn line(read: &Read) -> String {
        match read {
            Read::Known(event) => event.to_line(),
            Read::Unknown { line, .. } => line.clone(),
        }
    }

    #[test]
    fn kinds_of_next_year_go_where_they_name_the_person_or_what_is_theirs() {
        let mut log = log();
        log.push(event(160, Fact::PersonErased { person: person(1) }));
        let gone = Erasures::of(&[], &log);
        let next_year = |id: String| {
            let known = line(&event(170, Fact::RestrictionLifted { person: person(9) }));
            known.replace("restriction-lifted", "of-next-year").replace(&person(9).to_string(), &id)
        };
        for id in [person(1).to_string(), SessionId::from_bytes([10; 16]).to_string()] {
            assert!(matches!(read(&next_year(id.clone())), Ok(Read::Unknown { .. })));
            assert!(gone.removes_line(&next_year(id)));
        }
        assert!(!gone.removes_line(&next_year(person(2).to_string())));
        assert!(!gone.removes_line("no event"));
        assert!(gone.removes_line(&format!("damaged \"{}\"", person(1))));
    }

    proptest! {
        #[test]
        fn what_is_left_is_the_same_whenever_it_is_taken_out(order in Just((0..20).collect::<Vec<usize>>()).prop_shuffle(), cut in 0usize..20) {
            let log = log();
            let mut turned: Vec<Read> = order.iter().map(|at| log[*at].clone()).collect();
            turned.insert(cut, event(160, Fact::PersonErased { person: person(1) }));
            let gone = Erasures::of(&[], &turned);
            turned.retain(|read| !gone.removes(read));
            prop_assert_eq!(turned.len(), 12);
            // Again changes nothing, and the fold shows nobody who is gone.
            let again = Erasures::of(&[], &turned);
            prop_assert!(turned.iter().all(|read| !again.removes(read)));
            let mut record = Record::new();
            for read in &turned {
                if let Read::Known(event) = read {
                    record.apply(event);
                }
            }
            prop_assert!(record.person(person(1)).is_none());
        }
    }
}
