//! What is typed into a form, and what can be read of it. Pure: the drawing is in `form`.

use std::collections::BTreeMap;

use time::Date;

use crate::words::{self, Lang, parse_day};

/// What a form holds: by the name of the field the text as typed, a day as `2026-11-23`, the name of what was chosen, or the
/// names of all that are ticked with spaces between them. An absent field is an empty one.
pub type Draft = BTreeMap<String, String>;

/// What is written for a tick.
pub const TICKED: &str = "yes";
/// The first year a form takes; an earlier one is a slip of the finger.
const FIRST_YEAR: i32 = 1900;
/// The last year a form takes.
const LAST_YEAR: i32 = 2199;

/// Why something typed cannot be used. The text stays where it was typed.
#[derive(Clone, Copy, Debug)]
pub enum Wrong {
    /// Nothing was given, and something is needed.
    Needed,
    /// No day of the calendar, or one of another century.
    NotADay,
    /// A day after today, where that cannot be.
    Future,
    /// No whole number from `least` to `most`.
    NotANumber {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// More characters than are kept.
    TooLong {
        /// How many were typed.
        characters: usize,
        /// How many are kept.
        most: usize,
    },
    /// Something that only this form knows.
    Said(fn(Lang) -> &'static str),
}

impl Wrong {
    /// It in a sentence.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        match self {
            Self::Needed => words::form::needed(lang).to_owned(),
            Self::NotADay => words::form::not_a_day(lang).to_owned(),
            Self::Future => words::form::future(lang).to_owned(),
            Self::NotANumber { least, most } => words::form::not_a_number(lang, &least.to_string(), &most.to_string()),
            Self::TooLong { characters, most } => {
                words::form::too_long(lang, &characters.to_string(), &most.to_string())
            }
            Self::Said(sentence) => sentence(lang).to_owned(),
        }
    }
}

/// Reads a draft and gathers what is wrong with it. Nothing typed is nothing read, and no mistake unless it is [`Self::needed`].
#[derive(Debug)]
pub struct Reader<'a> {
    draft: &'a Draft,
    wrong: Vec<(String, Wrong)>,
    /// A field whose content the browser finds to be no day or number, and may not have handed out.
    pub unreadable: Option<String>,
}

impl<'a> Reader<'a> {
    /// Begins to read.
    #[must_use]
    pub const fn new(draft: &'a Draft) -> Self {
        Self { draft, wrong: Vec::new(), unreadable: None }
    }

    /// The text of a field as it was typed.
    #[must_use]
    pub fn raw(&self, id: &str) -> &'a str {
        self.draft.get(id).map_or("", String::as_str)
    }

    /// What `make` makes of a field's text.
    pub fn text<T>(&mut self, id: &str, make: impl FnOnce(&str) -> Result<Option<T>, Wrong>) -> Option<T> {
        match make(self.raw(id)) {
            Ok(read) => read,
            Err(wrong) => {
                self.refuse(id, wrong);
                None
            }
        }
    }

    /// A day.
    pub fn day(&mut self, id: &str) -> Option<Date> {
        let readable = self.unreadable.as_deref() != Some(id);
        self.text(id, |text| match (text.trim(), parse_day(text.trim())) {
            ("", _) if readable => Ok(None),
            (_, Some(day)) if (FIRST_YEAR..=LAST_YEAR).contains(&day.year()) => Ok(Some(day)),
            _ => Err(Wrong::NotADay),
        })
    }

    /// A whole number from `least` to `most`.
    pub fn number(&mut self, id: &str, least: u32, most: u32) -> Option<u32> {
        let readable = self.unreadable.as_deref() != Some(id);
        self.text(id, |text| match (text.trim(), text.trim().parse()) {
            ("", _) if readable => Ok(None),
            (_, Ok(number)) if (least..=most).contains(&number) => Ok(Some(number)),
            _ => Err(Wrong::NotANumber { least, most }),
        })
    }

    /// Whether a name is the one that was chosen in a field, or one of those that are ticked there.
    #[must_use]
    pub fn has(&self, id: &str, name: &str) -> bool {
        self.raw(id).split(' ').any(|other| other == name)
    }

    /// Whether a field is ticked.
    #[must_use]
    pub fn ticked(&self, id: &str) -> bool {
        self.raw(id) == TICKED
    }

    /// The rows of a list, by the numbers they were given.
    #[must_use]
    pub fn rows(&self, id: &str) -> Vec<usize> {
        rows(self.draft, id)
    }

    /// Says that a field needs something, where it has nothing and nothing else is wrong with it.
    pub fn needed<T>(&mut self, id: &str, read: Option<T>) -> Option<T> {
        if read.is_none() && self.wrong.iter().all(|(other, _)| other != id) {
            self.refuse(id, Wrong::Needed);
        }
        read
    }

    /// Says what is wrong with a field.
    pub fn refuse(&mut self, id: &str, wrong: Wrong) {
        self.wrong.push((id.to_owned(), wrong));
    }

    /// What is wrong, in the order in which it was noticed.
    #[must_use]
    pub fn wrong(self) -> Vec<(String, Wrong)> {
        self.wrong
    }
}

/// The rows of a list, by the numbers they were given. The fields of row 2 of the list `with` are called `with-2-...`.
#[must_use]
pub fn rows(draft: &Draft, id: &str) -> Vec<usize> {
    draft.get(id).map(|all| all.split(' ').filter_map(|row| row.parse().ok()).collect()).unwrap_or_default()
}

/// Adds an empty row and gives its number, which no row of the list had before.
pub fn add_row(draft: &mut Draft, id: &str) -> usize {
    let next = format!("{id}-next");
    let number = draft.get(&next).and_then(|text| text.parse().ok()).unwrap_or(0);
    draft.insert(next, (number + 1).to_string());
    let mut all = rows(draft, id);
    all.push(number);
    put_rows(draft, id, &all);
    number
}

/// Takes a row out.
pub fn remove_row(draft: &mut Draft, id: &str, row: usize) {
    let mut all = rows(draft, id);
    all.retain(|other| *other != row);
    put_rows(draft, id, &all);
}

fn put_rows(draft: &mut Draft, id: &str, rows: &[usize]) {
    let text = rows.iter().map(usize::to_string).collect::<Vec<_>>().join(" ");
    draft.insert(id.to_owned(), text);
}

/// Adds or takes out one name of those that are ticked.
pub fn flip(draft: &mut Draft, id: &str, name: &str, on: bool) {
    let ticked = draft.entry(id.to_owned()).or_default();
    let mut names: Vec<&str> = ticked.split(' ').filter(|other| *other != name && !other.is_empty()).collect();
    if on {
        names.push(name);
    }
    *ticked = names.join(" ");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::day;

    fn draft(pairs: &[(&str, &str)]) -> Draft {
        pairs.iter().map(|(id, text)| ((*id).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn what_is_right_is_read_and_what_is_empty_is_nothing() {
        let typed =
            draft(&[("day", "2026-11-23"), ("n", " 12 "), ("kind", "b"), ("some", "c a"), ("tick", "yes"), ("e", " ")]);
        let mut reader = Reader::new(&typed);
        assert_eq!((reader.day("day"), reader.day("none")), (day(2026, 11, 23), None));
        assert_eq!((reader.number("n", 1, 20), reader.number("e", 1, 20)), (Some(12), None));
        assert!(reader.has("kind", "b") && !reader.has("kind", "a") && !reader.has("none", "a"));
        assert!(reader.has("some", "a") && !reader.has("some", "b"));
        assert!(reader.ticked("tick") && !reader.ticked("n"));
        assert!(reader.wrong().is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_once_each_in_every_language() {
        let typed = draft(&[("a", "2026-02-30"), ("b", "0202-01-01"), ("c", "21"), ("d", "-1"), ("e", "1e3")]);
        let mut reader = Reader::new(&typed);
        for id in ["a", "b"] {
            let day = reader.day(id);
            assert_eq!(reader.needed(id, day), None);
        }
        for id in ["c", "d", "e"] {
            assert_eq!(reader.number(id, 1, 20), None);
        }
        assert_eq!(reader.needed("f", None::<u8>), None);
        let wrong = reader.wrong();
        let number = Wrong::NotANumber { least: 1, most: 20 };
        let kinds: Vec<Wrong> = wrong.iter().map(|(_, wrong)| *wrong).collect();
        let said = |all: &[Wrong]| all.iter().map(|wrong| wrong.say(Lang::En)).collect::<Vec<_>>();
        assert_eq!(said(&kinds), said(&[Wrong::NotADay, Wrong::NotADay, number, number, number, Wrong::Needed]));
        let more = [Wrong::Future, Wrong::TooLong { characters: 5000, most: 4000 }, Wrong::Said(words::form::needed)];
        for wrong in kinds.into_iter().chain(more) {
            assert_ne!(wrong.say(Lang::En), wrong.say(Lang::Es));
        }
        assert!(more[1].say(Lang::En).contains("5000"));
    }

    #[test]
    fn what_the_browser_cannot_read_is_said_of_its_own_field_and_is_not_empty() {
        let typed = Draft::new();
        let said = |unreadable: &str| {
            let mut reader = Reader::new(&typed);
            reader.unreadable = Some(unreadable.to_owned());
            assert_eq!((reader.day("back"), reader.number("matters", 0, 10)), (None, None));
            reader.wrong().into_iter().map(|(id, wrong)| format!("{id}: {}", wrong.say(Lang::En))).collect::<Vec<_>>()
        };
        assert_eq!(said("back"), [format!("back: {}", Wrong::NotADay.say(Lang::En))]);
        assert_eq!(said("matters"), ["matters: Please give a whole number from 0 to 10."]);
        assert_eq!(said("hidden"), Vec::<String>::new(), "a field that is not shown is in nobody's way");
    }

    #[test]
    fn rows_come_and_go_and_their_numbers_are_not_used_again() {
        let mut draft = Draft::new();
        assert_eq!((add_row(&mut draft, "with"), add_row(&mut draft, "with")), (0, 1));
        remove_row(&mut draft, "with", 1);
        assert_eq!(add_row(&mut draft, "with"), 2);
        assert_eq!(rows(&draft, "with"), [0, 2]);
        flip(&mut draft, "tools", "talk", true);
        flip(&mut draft, "tools", "walk", true);
        flip(&mut draft, "tools", "talk", false);
        assert_eq!(draft.get("tools").map(String::as_str), Some("walk"));
    }
}
