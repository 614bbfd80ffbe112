//! What members of a shared episode may look at together: of each, no more than they agreed to show everybody there.

use time::Date;

use super::{Course, Part};
use crate::{
    care::{EpisodeId, Person, PersonId, Record},
    instrument::scoring::Score,
};

/// What is shown of one member to all the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shared {
    /// Nothing: somebody is there to whom they did not agree, or they took their consent to the episode back.
    NotAgreed,
    /// They agreed, and gave no answers in the episode that have a total.
    NoTotal,
    /// The total of the Alliance Scale, on its own range from 1 to 5, from the latest session of the episode that has one.
    Total(Date, f64),
}

/// What all `members` may see of one of them. Answers of other days than those of the episode are no part of what was agreed
/// to, nor is what a second rater answered.
#[must_use]
pub fn shared(record: &Record, one: &Person, members: &[PersonId], episode: EpisodeId) -> Shared {
    if members.iter().any(|other| !record.may_see(*other, one.id, episode)) {
        return Shared::NotAgreed;
    }
    let course = Course::of(one, None);
    let points = course.points.iter().rev().filter(|point| record.is_day_of(one.id, episode, point.date));
    let mut totals = points.filter_map(|point| Some((point.date, point.score(Part::Total).and_then(Score::value)?)));
    totals.next().map_or(Shared::NoTotal, |(date, total)| Shared::Total(date, total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alliance::tests::people::{answered, person};
    use crate::care::{AnsweredHow, Consent, DeviceId, Episode, Event, EventId, Fact, PersonName, Showing, Stamp};
    use crate::care::{Together, Wish};
    use crate::words::day;

    const CARE: [u8; 16] = [70; 16];
    const LATER: [u8; 16] = [71; 16];

    fn who(byte: u8) -> PersonId {
        PersonId::from_bytes([byte; 16])
    }

    /// A family of three whose members answered on the first three days of 2026, of whom the first agreed to show the others
    /// what is answered in the episode, which began on the second.
    struct Family {
        record: Record,
        first: Person,
        stated: u8,
    }

    impl Family {
        fn new() -> Self {
            let sets = [1.0, 3.0, 4.0].map(|value| (answered(value, 12), AnsweredHow::Tablet));
            let mut made = Self { record: Record::new(), first: person(&sets), stated: 0 };
            for one in 1..=3 {
                made.state(Fact::PersonAdded { person: who(one), name: PersonName::new("X").unwrap() });
                made.episode(CARE, one, 2);
            }
            made.show(CARE, 2, true);
            made.show(CARE, 3, true);
            made
        }

        fn state(&mut self, fact: Fact) {
            self.stated += 1;
            self.record.apply(&Event {
                id: EventId::from_bytes([self.stated; 16]),
                device: DeviceId::from_bytes([99; 16]),
                sequence: self.stated.into(),
                stamp: Stamp { ms: self.stated.into(), counter: 0 },
                date: day(2026, 1, 1).unwrap(),
                parents: Vec::new(),
                fact,
            });
        }

        fn episode(&mut self, id: [u8; 16], one: u8, start: u8) {
            let start = day(2026, 1, start).unwrap();
            let together = Some(Together::Family);
            let episode = Episode { together, ..Episode::new(EpisodeId::from_bytes(id), who(one), start) };
            self.state(Fact::EpisodeStated(Box::new(episode)));
        }

        fn show(&mut self, id: [u8; 16], to: u8, agreed: bool) {
            let episode = Some(EpisodeId::from_bytes(id));
            self.state(Fact::ShowingAgreed(Showing { person: who(1), to: who(to), episode, agreed }));
        }

        fn consent(&mut self, withdrawn: Option<Date>) {
            let nothing = || None;
            self.state(Fact::ConsentNoted(Box::new(Consent {
                episode: EpisodeId::from_bytes(CARE),
                person: who(1),
                who_sees: nothing(),
                why: nothing(),
                how_long: nothing(),
                supervision: Wish::NotAsked,
                research: Wish::NotAsked,
                given: day(2026, 1, 2).unwrap(),
                by: None,
                withdrawn,
            })));
        }

        fn shown(&self, id: [u8; 16]) -> Shared {
            let id = EpisodeId::from_bytes(id);
            shared(&self.record, &self.first, &self.record.members(id), id)
        }
    }

    fn total(date: u8, value: f64) -> Shared {
        Shared::Total(day(2026, 1, date).unwrap(), value)
    }

    #[test]
    fn all_of_a_family_see_what_was_agreed_to_with_each_of_them() {
        let mut family = Family::new();
        assert_eq!(family.shown(CARE), total(3, 4.0));
        family.show(CARE, 3, false);
        assert_eq!(family.shown(CARE), Shared::NotAgreed, "one of the three is not to see it, and all would");
        family.show(CARE, 3, true);
        assert_eq!(family.shown(CARE), total(3, 4.0));
        family.show(CARE, 2, false);
        assert_eq!(family.shown(CARE), Shared::NotAgreed, "taken back");
    }

    #[test]
    fn answers_outside_of_the_episode_are_not_shown() {
        let mut family = Family::new();
        // From the third day on they come alone.
        family.episode(LATER, 1, 3);
        assert_eq!(family.shown(CARE), total(2, 3.0));
        family.first.sessions.remove(1);
        assert_eq!(family.shown(CARE), Shared::NoTotal, "what was answered before it began is theirs");
    }

    #[test]
    fn a_yes_in_one_episode_is_none_in_another_with_the_same_people() {
        let mut family = Family::new();
        for one in 1..=3 {
            family.episode(LATER, one, 3);
        }
        assert_eq!(family.shown(LATER), Shared::NotAgreed);
        family.show(LATER, 2, true);
        family.show(LATER, 3, true);
        assert_eq!((family.shown(LATER), family.shown(CARE)), (total(3, 4.0), total(2, 3.0)));
    }

    #[test]
    fn nothing_is_shown_once_consent_was_taken_back() {
        let mut family = Family::new();
        family.consent(None);
        assert_eq!(family.shown(CARE), total(3, 4.0));
        family.consent(day(2026, 1, 4));
        assert_eq!(family.shown(CARE), Shared::NotAgreed);
    }
}
