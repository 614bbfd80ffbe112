//! What is said to somebody who simply stopped coming: text to send, give or print.

use crate::{
    care::{DoorOpen, Record},
    words::{Lang, door as w},
};

/// The text, a paragraph each. It names nobody and tells nothing of what was spoken about, because a letter is read by others
/// too; the crisis contacts of the record stand in it.
#[must_use]
pub fn letter(open: &DoorOpen, record: &Record, lang: Lang) -> Vec<String> {
    let line = |text: &str| text.to_owned();
    let with = |text: &str, lines: Vec<String>| std::iter::once(line(text)).chain(lines).collect::<Vec<_>>().join("\n");
    let mut out = vec![line(w::hello(lang)), line(w::fine(lang)), line(w::open(lang))];
    out.extend(open.words.as_ref().map(|words| line(words.as_str())));
    out.extend(open.contact.as_ref().map(|contact| w::reach_me(lang, contact.as_str())));
    let others = open.others.iter().filter_map(|id| record.professional(*id));
    let others: Vec<String> = others.map(|one| format!("– {}", one.now.value.in_a_line())).collect();
    out.push(if others.is_empty() { line(w::alternatives_none(lang)) } else { with(w::alternatives(lang), others) });
    let crisis = record.contacts().iter().map(|one| format!("– {}: {}", one.name, one.reach)).collect();
    out.push(with(w::crisis(lang), crisis));
    out.push(line(w::close(lang)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{
        Contact, DeviceId, EpisodeId, Event, EventId, Fact, Line, OwnWords, PersonId, Professional, ProfessionalId,
        Stamp,
    };

    #[test]
    fn the_text_asks_for_nothing_and_names_the_others_and_the_crisis_contacts() {
        let mut record = Record::new();
        let name = Line::new("Dr Vega").unwrap().unwrap();
        let id = ProfessionalId::from_bytes([6; 16]);
        let note = OwnWords::new("slow to answer").unwrap();
        let facts = [
            Fact::ContactsSet { contacts: vec![Contact::new("Night line", "116 123").unwrap()] },
            Fact::ProfessionalStated(Box::new(Professional { note, ..Professional::new(id, name) })),
        ];
        for (number, fact) in (1..).zip(facts) {
            record.apply(&Event {
                id: EventId::from_bytes([number; 16]),
                device: DeviceId::from_bytes([9; 16]),
                sequence: u64::from(number),
                stamp: Stamp { ms: u64::from(number), counter: 0 },
                date: crate::words::day(2026, 1, 1).unwrap(),
                parents: Vec::new(),
                fact,
            });
        }
        let mut open = DoorOpen {
            episode: EpisodeId::from_bytes([1; 16]),
            person: PersonId::from_bytes([2; 16]),
            words: OwnWords::new("I thought of you.").unwrap(),
            contact: OwnWords::new("600 100").unwrap(),
            others: vec![id, ProfessionalId::from_bytes([7; 16])],
            sent: None,
        };
        for lang in Lang::ALL {
            let text = letter(&open, &record, lang).join("\n\n");
            for part in ["I thought of you.", "600 100", "\n– Dr Vega", "\n– Night line: 116 123", w::open(lang)] {
                assert!(text.contains(part), "{part}: {text}");
            }
            assert!(!text.contains("slow to answer"), "the note is for the therapist");
        }
        open.others.clear();
        assert!(letter(&open, &record, Lang::En).contains(&w::alternatives_none(Lang::En).to_owned()));
    }
}
