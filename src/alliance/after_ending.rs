//! What an ending that is written down means for the caseload: no silence, and some weeks later a question.

use time::Date;

use super::caseload::last_attended;
use crate::{
    care::{EndedHow, EpisodeId, Person, Record},
    words::days_between,
};

/// Days after an unplanned ending from which the caseload asks whether the person reached other help. Four weeks: long enough to
/// have found somebody, and not so long that they are forgotten. A choice of this app, not a finding.
pub const REACHED_DAYS: i32 = 28;

/// How a person's present episode ended, as far as the caseload is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterEnding {
    /// It did not, or the person came again since then.
    GoesOn,
    /// It did, so that no session is missing.
    Ended,
    /// It did, not as planned and some weeks ago, and nobody wrote down whether they reached other help.
    AskReached(EpisodeId),
}

/// What an ending that is written down means for a person's row on the day `today`.
#[must_use]
pub fn after_ending(person: &Person, record: &Record, today: Date) -> AfterEnding {
    let found = record.episode_on(person.id, today).map(|found| found.now.value.id);
    let ending = found.and_then(|episode| record.ending(person.id, episode)).map(|found| found.now.value);
    let came = last_attended(person);
    let Some(ending) = ending.filter(|one| one.is_ended() && came.is_none_or(|came| came <= one.day)) else {
        return AfterEnding::GoesOn;
    };
    let due = ending.how != EndedHow::Planned && days_between(ending.day, today) >= REACHED_DAYS;
    if due && record.reached(person.id, ending.episode).is_none() {
        return AfterEnding::AskReached(ending.episode);
    }
    AfterEnding::Ended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::{
            Attention,
            caseload::rows,
            tests::people::{answered, person},
        },
        care::{AnsweredHow, DeviceId, Ending, Episode, Event, EventId, Fact, Filings, Reached, ReachedAnswer, Stamp},
        words::day,
    };

    fn somebody(total: f64) -> Person {
        person(&[(answered(total, 12), AnsweredHow::Tablet)])
    }

    /// Somebody with one session, on 1 January, whose only episode began that day, as those facts say it ended.
    fn after(facts: Vec<Fact>) -> (Record, Person) {
        let one = somebody(2.0);
        let episode = Episode::new(EpisodeId::from_bytes([9; 16]), one.id, day(2026, 1, 1).unwrap());
        let mut record = Record::new();
        for (number, fact) in (1..).zip(std::iter::once(Fact::EpisodeStated(Box::new(episode))).chain(facts)) {
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([9; 16]),
                sequence: u64::from(number),
                stamp: Stamp { ms: u64::from(number), counter: 0 },
                date: day(2026, 1, 1).unwrap(),
                parents: Vec::new(),
                fact,
            });
        }
        (record, one)
    }

    fn ended(how: EndedHow, reopened: Option<Date>) -> Ending {
        let (episode, person) = (EpisodeId::from_bytes([9; 16]), somebody(2.0).id);
        Ending { how, reopened, ..Ending::new(episode, person, day(2026, 1, 10).unwrap()) }
    }

    fn attention(facts: Vec<Fact>, today: Date) -> Attention {
        let (record, one) = after(facts);
        let after = |person: &Person| after_ending(person, &record, today);
        rows(vec![one], today, &Filings::default(), &|_| false, &after).remove(0).attention
    }

    #[test]
    fn four_weeks_after_an_unplanned_ending_the_row_asks_whether_they_reached_someone() {
        let (before, on) = (day(2026, 2, 6).unwrap(), day(2026, 2, 7).unwrap());
        let ending = |how, reopened| Fact::EndingStated(Box::new(ended(how, reopened)));
        let asks = Attention::AskReached { episode: EpisodeId::from_bytes([9; 16]) };
        for how in [EndedHow::Unplanned, EndedHow::StoppedComing] {
            assert_eq!(attention(vec![ending(how, None)], before), Attention::LowItems { items: 12 });
            assert_eq!(attention(vec![ending(how, None)], on), asks, "before the last answers, which were low");
        }
        let low = Attention::LowItems { items: 12 };
        assert_eq!(attention(vec![ending(EndedHow::Planned, None)], on), low);
        assert_eq!(attention(vec![ending(EndedHow::Unplanned, Some(on))], on), low, "it goes on again");
        let Ending { episode, person, .. } = ended(EndedHow::Unplanned, None);
        let reached = Reached { episode, person, day: on, answer: ReachedAnswer::NotYet, words: None };
        let reached = Fact::ReachedNoted(Box::new(reached));
        assert_eq!(attention(vec![ending(EndedHow::Unplanned, None), reached], on), low, "they were asked");
    }

    #[test]
    fn an_ended_episode_makes_no_silence_unless_they_came_again() {
        let today = day(2026, 6, 1).unwrap();
        let planned = || vec![Fact::EndingStated(Box::new(ended(EndedHow::Planned, None)))];
        let (record, low) = after(planned());
        let fine = || Person { sessions: somebody(4.0).sessions, ..low.clone() };
        let of = |person: Person| {
            let after = |person: &Person| after_ending(person, &record, today);
            rows(vec![person], today, &Filings::default(), &|_| false, &after).remove(0).attention
        };
        assert_eq!(of(fine()), Attention::Nothing);
        assert_eq!(of(Person { sessions: Vec::new(), ..fine() }), Attention::NothingYet);
        let mut again = fine();
        again.sessions[0].date = day(2026, 1, 11).unwrap();
        assert_eq!(of(again), Attention::Quiet { days: 141 });
        let goes_on = |_: &Person| AfterEnding::GoesOn;
        let row = rows(vec![fine()], today, &Filings::default(), &|_| false, &goes_on).remove(0);
        assert_eq!(row.attention, Attention::Quiet { days: 151 }, "nothing is written down");
    }
}
