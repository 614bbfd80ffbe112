//! The erasure list: a small dated file that remembers who was erased, so that an old backup does not bring them back.
//!
//! It holds no name and no identity: for each person SHA-256 over a label and their random identity (122 random bits, so that
//! nobody can find it by trying), and the day of the erasure. Lines of JSON.

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use thiserror::Error;
use time::Date;

use crate::care::{About, Fact, PersonId, Read, about};
use crate::order;
use crate::plain;
use crate::vault::text::{hex, unhex};

const NAME: &str = "attune-erasure-list";
const FORMAT: u32 = 1;
const LABEL: &[u8] = b"attune/erased person/1";
/// Longest accepted text in bytes: some ten thousand people.
const LONGEST: usize = 2 * 1024 * 1024;

/// Why a text is no erasure list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ListError {
    /// Something else.
    #[error("This is no erasure list. Nothing was changed. Choose the file that was saved when somebody was erased.")]
    NotAList,
    /// A later form.
    #[error(
        "This erasure list was made by a newer version of the app. Nothing was changed. Load the newest version and try again."
    )]
    Newer,
    /// Lines are missing or damaged.
    #[error("This erasure list is damaged or not complete. Nothing was changed. Use another copy.")]
    Damaged,
}

/// Who was erased and when, without saying who.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ErasureList(Vec<([u8; 32], Date)>);

fn subject(person: PersonId) -> [u8; 32] {
    Sha256::new().chain_update(LABEL).chain_update(person.as_bytes()).finalize().into()
}

impl ErasureList {
    /// Everyone whom the log erases.
    #[must_use]
    pub fn of(log: &[Read]) -> Self {
        let mut list = Self::default();
        for read in log {
            if let Read::Known(event) = read
                && let Fact::PersonErased { person } = &event.fact
            {
                list.add(*person, event.date);
            }
        }
        list
    }

    /// Adds somebody; of two days for one person the earlier stays.
    pub fn add(&mut self, person: PersonId, date: Date) {
        self.put(subject(person), date);
    }

    fn put(&mut self, subject: [u8; 32], date: Date) {
        match self.0.iter_mut().find(|(other, _)| *other == subject) {
            Some((_, day)) => *day = date.min(*day),
            None => self.0.push((subject, date)),
        }
        order::sort(&mut self.0);
    }

    /// Both lists in one.
    pub fn join(&mut self, other: &Self) {
        for (subject, date) in &other.0 {
            self.put(*subject, *date);
        }
    }

    /// How many people are on it.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nobody is on it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The people of a log who are on the list.
    #[must_use]
    pub fn people_in(&self, log: &[Read]) -> Vec<PersonId> {
        let mut people = order::set([]);
        for read in log {
            let Read::Known(event) = read else { continue };
            match about(&event.fact) {
                About::Person(person) | About::Theirs(person, ..) => people.extend([person]),
                About::Both(a, b) | About::Either(a, b) => people.extend([a, b]),
                About::Nobody | About::Event(_) | About::Line(..) => {}
            }
        }
        let listed = |person: &PersonId| self.0.binary_search_by(|(other, _)| other.cmp(&subject(*person))).is_ok();
        people.into_iter().filter(listed).collect()
    }

    /// As text, dated.
    #[must_use]
    pub fn to_text(&self, made: Date) -> String {
        let mut map = Map::new();
        plain::write(&mut map, NAME, &FORMAT);
        plain::write(&mut map, "made", &made);
        plain::write(&mut map, "count", &self.0.len());
        let mut text = Value::Object(map).to_string();
        text.push('\n');
        for (subject, date) in &self.0 {
            let mut map = Map::new();
            plain::write(&mut map, "subject", &hex(subject));
            plain::write(&mut map, "erased", date);
            text.push_str(&Value::Object(map).to_string());
            text.push('\n');
        }
        text
    }

    /// From [`ErasureList::to_text`].
    ///
    /// # Errors
    /// [`ListError`].
    pub fn parse(text: &str) -> Result<Self, ListError> {
        if text.len() > LONGEST {
            return Err(ListError::NotAList);
        }
        let object = |line: &str| serde_json::from_str::<Map<String, Value>>(line).ok();
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().and_then(object).ok_or(ListError::NotAList)?;
        match plain::read::<u32>(&first, NAME) {
            Some(FORMAT) => {}
            Some(newer) if newer > FORMAT => return Err(ListError::Newer),
            _ => return Err(ListError::NotAList),
        }
        let mut list = Vec::new();
        for line in lines {
            let entry = object(line).and_then(|map| {
                Some((unhex(&plain::read::<String>(&map, "subject")?)?, plain::read::<Date>(&map, "erased")?))
            });
            list.push(entry.ok_or(ListError::Damaged)?);
        }
        if plain::read::<usize>(&first, "count") != Some(list.len()) {
            return Err(ListError::Damaged);
        }
        order::sort(&mut list);
        Ok(Self(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::day;
    use proptest::prelude::*;

    fn list() -> ErasureList {
        let mut list = ErasureList::default();
        for byte in 1..4 {
            list.add(PersonId::from_bytes([byte; 16]), day(2026, 1, byte).unwrap());
        }
        list
    }

    #[test]
    fn a_list_there_and_back_names_nobody() {
        let text = list().to_text(day(2026, 2, 1).unwrap());
        assert_eq!(ErasureList::parse(&text), Ok(list()));
        for byte in 1..4 {
            let id = PersonId::from_bytes([byte; 16]).to_string();
            assert!(!text.contains(&id) && !text.contains(&id.replace('-', "")));
        }
        let mut twice = list();
        twice.join(&list());
        twice.add(PersonId::from_bytes([1; 16]), day(2027, 1, 1).unwrap());
        assert_eq!(twice, list());
    }

    #[test]
    fn cut_newer_and_other_texts_are_refused() {
        let text = list().to_text(day(2026, 2, 1).unwrap());
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(ErasureList::parse(&lines[..3].join("\n")), Err(ListError::Damaged));
        assert_eq!(ErasureList::parse(&text.replace("-list\":1", "-list\":2")), Err(ListError::Newer));
        assert_eq!(ErasureList::parse(&text.replace("2026-01-02", "2026-13-02")), Err(ListError::Damaged));
        for other in ["", "{}", "null", "[1]", "attune"] {
            assert_eq!(ErasureList::parse(other), Err(ListError::NotAList));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_safe(text: String) {
            prop_assert!(ErasureList::parse(&text).is_err());
        }
    }
}
