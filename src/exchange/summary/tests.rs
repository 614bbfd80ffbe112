//! The summary: chosen section by section, word for word, and agreed to until anything changes.

use super::*;
use crate::care::{
    Agreement, AnsweredBy, AnsweredHow, AnswersGiven, Became, BothViews, BothWords, Decider, DeviceId, Ending, Event,
    EventId, Fact, Goal, GoalId, Line, Medicine, MedicineId, OwnWords, PersonName, Professional, ProfessionalId,
    Review, Rupture, SessionId, SessionNote, Stamp, Support, Verdict, Wish,
};
use crate::exchange::person_export;
use crate::instrument::{Answer, AnswerSet, catalogue};
use crate::words::day;

const ANA: [u8; 16] = [1; 16];

fn words(text: &str) -> Option<OwnWords> {
    OwnWords::new(text).unwrap()
}

struct Made {
    record: Record,
    number: u8,
}

impl Made {
    fn state(&mut self, fact: Fact) {
        self.number += 1;
        self.record.apply(&Event {
            id: EventId::from_bytes([self.number; 16]),
            device: DeviceId::from_bytes([9; 16]),
            sequence: u64::from(self.number),
            stamp: Stamp { ms: u64::from(self.number), counter: 0 },
            date: day(2026, 3, self.number).unwrap(),
            parents: Vec::new(),
            fact,
        });
    }

    fn answer(&mut self, instrument: &str, answers: AnswerSet) {
        let (person, session) = (PersonId::from_bytes(ANA), SessionId::from_bytes([100 + self.number; 16]));
        self.state(Fact::SessionHeld { session, person });
        self.state(Fact::AnswersGiven(AnswersGiven {
            person,
            session,
            turn: None,
            instrument: catalogue::newest(instrument).unwrap().reference.clone(),
            lang: Lang::En,
            how: AnsweredHow::Tablet,
            finished: true,
            talk: None,
            answers,
            by: AnsweredBy::Respondent,
        }));
    }
}

fn episode() -> Episode {
    let id = EpisodeId::from_bytes([9; 16]);
    let mut one = Episode::new(id, PersonId::from_bytes(ANA), day(2026, 3, 1).unwrap());
    one.event = words("the move");
    one
}

fn ending() -> Ending {
    Ending {
        reservations: words("too early, I think"),
        achieved: words("she sleeps"),
        recommended: vec![ProfessionalId::from_bytes([6; 16])],
        ..Ending::new(episode().id, episode().person, day(2026, 3, 20).unwrap())
    }
}

/// Somebody of whom something is known for every section.
fn made() -> Made {
    let mut made = Made { record: Record::new(), number: 0 };
    let person = PersonId::from_bytes(ANA);
    made.state(Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() });
    made.state(Fact::EpisodeStated(Box::new(episode())));
    let text = |text: &str| Answer::Text(text.to_owned());
    let visit = [("reason", text("I do not sleep")), ("self-harm", Answer::Value(3.0)), ("hopes", Answer::Skipped)];
    made.answer("attune-first-visit", visit.into_iter().collect());
    made.answer("attune-working-agreement", [("aim", text("to sleep"))].into_iter().collect());
    made.answer("attune-ending-questions", [("achieved", text("mornings"))].into_iter().collect());
    let name = Line::new("Dr Vega").unwrap().unwrap();
    let one = Professional::new(ProfessionalId::from_bytes([6; 16]), name);
    made.state(Fact::ProfessionalStated(Box::new(Professional { note: words("slow"), ..one })));
    made.state(Fact::EndingStated(Box::new(ending())));
    let worded = words("to walk to the market").unwrap();
    let goal = Goal::new(GoalId::from_bytes([7; 16]), person, worded, day(2026, 3, 2).unwrap());
    made.state(Fact::GoalStated(Box::new(Goal { agreed_therapist: Wish::Declined, ..goal })));
    let session = SessionId::from_bytes([150; 16]);
    made.state(Fact::SessionHeld { session, person });
    made.state(Fact::SessionNoted(Box::new(SessionNote {
        supports: vec![Support::Homework],
        own_supports: vec![Line::new("drawing").unwrap().unwrap()],
        withdrawal: Some(Rupture { tried: words("between us two"), ..Rupture::default() }),
        note: words("between us two"),
        ..SessionNote::new(session, person)
    })));
    made.state(Fact::MedicineStated(Box::new(Medicine {
        id: MedicineId::from_bytes([8; 16]),
        person,
        name: Line::new("Quiet Night").unwrap().unwrap(),
        dose: None,
        prescriber: Line::new("Dr Ruiz").unwrap(),
        taken: true,
        decided: Decider::Prescriber,
        why: None,
    })));
    made
}

fn text(made: &Made, summary: &Summary, lang: Lang) -> Vec<Passage> {
    let person = made.record.person(PersonId::from_bytes(ANA)).unwrap();
    let line = |text: &str| vec![Part::Line(text.to_owned())];
    let (alliance, outcome) = (line("alliance"), line("outcome"));
    let whole = Whole { person: &person, record: &made.record, episode: &episode(), summary, alliance, outcome };
    passages(&whole, lang)
}

fn all() -> Summary {
    let mut all = fresh(episode().id, episode().person);
    all.sections = SECTIONS.iter().map(|one| one.section).collect();
    (all.helped, all.unfinished) = (words("walks"), words("the nights"));
    all
}

#[test]
fn every_section_says_what_stands_in_the_record_and_nothing_about_harm() {
    let made = made();
    for lang in Lang::ALL {
        let passages = text(&made, &all(), lang);
        let sections: Vec<Section> = passages.iter().map(|one| one.section).collect();
        assert_eq!(sections, SECTIONS.iter().map(|one| one.section).collect::<Vec<_>>());
        let written = serde_json::to_string(&passages).unwrap();
        for part in ["the move", "I do not sleep", "to sleep", "mornings", "walks", "she sleeps", "Dr Vega", "nights"] {
            assert!(written.contains(part), "{part}: {written}");
        }
        let risk = catalogue::newest("attune-first-visit").unwrap();
        assert!(!written.contains(risk.item("self-harm").unwrap().text.get(lang)));
        for part in ["to walk to the market", "drawing", "Quiet Night", "Dr Ruiz"] {
            assert!(written.contains(part), "{part}: {written}");
        }
        assert!(!written.contains("between us two"), "private notes and ruptures are the therapist's own");
        assert!(!written.contains("slow"), "the note on a professional is the therapist's own");
        // The reservations stand in their own section and nowhere else.
        assert_eq!(written.matches("too early").count(), 1);
    }
}

#[test]
fn the_agreement_of_the_episode_is_said_as_both_worded_it_with_what_became_of_it() {
    let mut made = made();
    let agreed = |of: Option<EpisodeId>, month: u8, text: &str| {
        let mut agreed = Agreement::new(episode().person, of, day(2026, month, 3).unwrap());
        agreed.roles = BothWords { patient: words(text), therapist: words("I ask, the therapist") };
        agreed
    };
    let review = |text: &str| {
        let became = Became { verdict: Some(Verdict::Kept), words: words(text) };
        let none = BothViews::default;
        let roles = BothViews { patient: became, ..none() };
        Some(Review { held: day(2026, 3, 10).unwrap(), expectations: none(), roles, signs: none() })
    };
    let now = agreed(Some(episode().id), 3, "I write every day");
    let now = Agreement { midway: review("most days"), end: review("all days"), ..now };
    made.state(Fact::AgreementStated(Box::new(now)));
    made.state(Fact::AgreementStated(Box::new(agreed(Some(EpisodeId::from_bytes([10; 16])), 6, "of another episode"))));
    for lang in Lang::ALL {
        let passages = text(&made, &all(), lang);
        let found = passages.iter().find(|one| one.section == Section::Agreement).unwrap();
        let written = serde_json::to_string(&found.parts).unwrap();
        for part in ["to sleep", "I write every day", "I ask, the therapist", "most days", "all days"] {
            assert!(written.contains(part), "{part}: {written}");
        }
        assert!(!written.contains("of another episode"), "{written}");
    }
    // Made before there was any episode: it belongs to the one of its day.
    made.state(Fact::AgreementStated(Box::new(agreed(None, 2, "before it began"))));
    assert!(serde_json::to_string(&text(&made, &all(), Lang::En)).unwrap().contains("before it began"));
}

#[test]
fn what_is_not_chosen_or_has_nothing_is_left_out() {
    let made = made();
    let mut chosen = fresh(episode().id, episode().person);
    let of = |summary: &Summary| text(&made, summary, Lang::En).iter().map(|one| one.section).collect::<Vec<_>>();
    assert!(!of(&chosen).contains(&Section::Reservations), "only when it is chosen");
    assert!(!of(&chosen).contains(&Section::Unfinished), "nothing is written there");
    chosen.sections = vec![Section::Unfinished, Section::Ending, Section::Came];
    chosen.unfinished = words("x");
    assert_eq!(of(&chosen), [Section::Came, Section::Ending, Section::Unfinished], "in the order of reading");
    chosen.sections.clear();
    assert_eq!(of(&chosen), []);
}

#[test]
fn what_was_agreed_to_holds_until_anything_in_it_changes() {
    let mut made = made();
    let summary = all();
    let agreed = Agreed {
        episode: summary.episode,
        person: summary.person,
        day: day(2026, 3, 21).unwrap(),
        by: Line::new("Ana").unwrap().unwrap(),
        lang: Lang::Es,
        reader: None,
        wishes: None,
        text: text(&made, &summary, Lang::Es),
    };
    let standing = |made: &Made, read: Option<Agreed>| Standing::of(read, None, |lang| text(made, &summary, lang));
    let other = Line::new("Dr Vega").unwrap();
    let for_another = Standing::of(Some(agreed.clone()), other.as_ref(), |lang| text(&made, &summary, lang));
    assert_eq!(for_another, Standing::Changed(agreed.clone()), "for somebody else it is another thing to agree to");
    assert_eq!(standing(&made, None), Standing::NotRead);
    assert_eq!(standing(&made, Some(agreed.clone())), Standing::Agreed(agreed.clone()));
    let asked = Agreed { wishes: words("leave out the move"), ..agreed.clone() };
    assert_eq!(standing(&made, Some(asked.clone())), Standing::Asked(asked));
    for lang in Lang::ALL {
        let said = standing(&made, Some(agreed.clone())).say(lang);
        assert!(said.contains("Ana") && said.contains("2026"), "{said}");
    }
    // Something that is in no section changes nothing; a word of the ending does.
    made.state(Fact::PersonRenamed { person: agreed.person, name: PersonName::new("Ana M.").unwrap() });
    assert!(matches!(standing(&made, Some(agreed.clone())), Standing::Agreed(_)));
    made.state(Fact::EndingStated(Box::new(Ending { achieved: words("she sleeps well"), ..ending() })));
    assert_eq!(standing(&made, Some(agreed.clone())), Standing::Changed(agreed));
}

#[test]
fn days_belong_to_the_episode_that_began_last() {
    let mut made = made();
    let second = Episode::new(EpisodeId::from_bytes([10; 16]), episode().person, day(2026, 6, 1).unwrap());
    made.state(Fact::EpisodeStated(Box::new(second.clone())));
    let (first, second) = (Span::of(&made.record, &episode()), Span::of(&made.record, &second));
    for (month, date, in_first) in [(1, 1, true), (3, 1, true), (5, 31, true), (6, 1, false), (12, 31, false)] {
        let day = day(2026, month, date).unwrap();
        assert_eq!((first.holds(day), second.holds(day)), (in_first, !in_first), "{day}");
    }
}

#[test]
fn only_sessions_that_took_place_in_it_are_counted() {
    let mut made = made();
    let who = episode().person;
    let second = Episode::new(EpisodeId::from_bytes([10; 16]), who, day(2026, 3, 25).unwrap());
    made.state(Fact::EpisodeStated(Box::new(second.clone())));
    let missed = SessionId::from_bytes([151; 16]);
    made.state(Fact::SessionHeld { session: missed, person: who });
    let note = SessionNote { attendance: crate::care::Attendance::Missed, ..SessionNote::new(missed, who) };
    made.state(Fact::SessionNoted(Box::new(note)));
    made.number = 25;
    made.state(Fact::SessionHeld { session: SessionId::from_bytes([152; 16]), person: who });
    let person = made.record.person(who).unwrap();
    assert_eq!(person.sessions.len(), 6);
    let held = |one: &Episode| Span::of(&made.record, one).held(&person);
    assert_eq!((held(&episode()), held(&second)), (4, 1), "one was missed, and one belongs to the second");
    // One that took place before the first episode began belongs to that one.
    let later = Episode { start: day(2026, 3, 4).unwrap(), ..episode() };
    made.state(Fact::EpisodeStated(Box::new(later.clone())));
    assert_eq!(Span::of(&made.record, &later).held(&person), 4);
}

#[test]
fn the_persons_own_record_has_it_all() {
    let mut made = made();
    let (ending, mut reached, mut door) = crate::care::ending::tests::whole();
    (reached.person, door.person) = (episode().person, episode().person);
    let again = Ending { reopened: day(2026, 3, 22), ..self::ending() };
    made.state(Fact::EndingStated(Box::new(again)));
    made.state(Fact::ReachedNoted(Box::new(reached)));
    made.state(Fact::DoorOpened(Box::new(door)));
    made.state(Fact::SummaryStated(Box::new(all())));
    let (_, read) = crate::care::summary::tests::whole();
    made.state(Fact::SummaryRead(Box::new(Agreed { person: episode().person, ..read })));
    assert_eq!(ending.episode, episode().id);
    let person = made.record.person(episode().person).unwrap();
    let text = person_export::text(&person, &made.record, Lang::En);
    let parts =
        ["too early, I think", "Went on again on: 22 Mar 2026", "Not yet. Asked on", "in May", "walks", "Dr Vega"];
    for part in parts.into_iter().chain(["leave out the move", "Sent or given on"]) {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(text.matches("Last day: 20 Mar 2026").count(), 2, "the ending, and that it went on again");
}

#[test]
fn what_was_entered_by_mistake_goes_out_of_hand_over_and_record() {
    use crate::care::CareKind;
    let said = |made: &Made| {
        let person = made.record.person(episode().person).unwrap();
        let handed = serde_json::to_string(&text(made, &all(), Lang::En)).unwrap();
        (handed, person_export::text(&person, &made.record, Lang::En))
    };
    for (kind, word) in [
        (CareKind::Goal, "to walk to the market"),
        (CareKind::Note, "drawing"),
        (CareKind::Medicine, "Quiet Night"),
        (CareKind::Ending, "she sleeps"),
    ] {
        let mut made = made();
        made.state(Fact::EndingStated(Box::new(Ending { mismatch: words("of another"), ..ending() })));
        let (handed, whole) = said(&made);
        assert!(handed.contains(word) && whole.contains(word), "{word}");
        let all = made.record.stated(episode().person);
        for event in all.into_iter().filter(|one| one.kind == kind).flat_map(|one| one.events) {
            made.state(Fact::Withdrawn { event });
        }
        let (handed, whole) = said(&made);
        assert!(!handed.contains(word) && !whole.contains(word), "{word}");
    }
}
