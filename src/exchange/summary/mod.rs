//! The hand-over summary: its sections, each a pure function from the record to text, in the order in which they are read.
//!
//! A new section is one line in [`SECTIONS`] and one function. Nothing is reworded on the way: what somebody wrote stands as
//! they wrote it. Nothing depends on the day on which it is made, nor on other people's answers, so that a text that was
//! agreed to stays the same until something in this person's record changes.

mod ending;
mod sections;
#[cfg(test)]
mod tests;
mod work;

use time::Date;

use crate::{
    care::{
        Episode, EpisodeId, Line, Person, PersonId, Record,
        summary::{Agreed, Part, Passage, Section, Summary},
    },
    words::{Lang, date_long, summary as w},
};

pub use ending::{DECIDED, HOW, REACHED, REASONS, ending_pairs, record_parts};
pub use sections::ENDING_QUESTIONS;

/// Everything that a section may draw from.
#[derive(Clone, Debug)]
pub struct Whole<'a> {
    /// Whose summary.
    pub person: &'a Person,
    /// The record.
    pub record: &'a Record,
    /// The episode.
    pub episode: &'a Episode,
    /// What is chosen for it.
    pub summary: &'a Summary,
    /// The course of the alliance, which `alliance` puts into words.
    pub alliance: Vec<Part>,
    /// The course of everything else that was measured.
    pub outcome: Vec<Part>,
}

/// How a section is made.
#[derive(Clone, Copy, Debug)]
pub struct Maker {
    /// Which section.
    pub section: Section,
    /// Its name in forms.
    pub name: &'static str,
    /// Its heading.
    pub heading: fn(Lang) -> &'static str,
    /// Whether it is chosen from the start.
    pub from_start: bool,
    make: fn(&Whole, Lang) -> Vec<Part>,
}

const fn maker(
    section: Section,
    name: &'static str,
    heading: fn(Lang) -> &'static str,
    make: fn(&Whole, Lang) -> Vec<Part>,
) -> Maker {
    Maker { section, name, heading, from_start: true, make }
}

/// Every section, in the order in which they are read.
pub const SECTIONS: [Maker; 13] = [
    maker(Section::Came, "came", w::came, sections::came),
    maker(Section::Care, "care", w::care, sections::care),
    maker(Section::Agreement, "agreement", w::agreement, sections::agreement),
    maker(Section::Goals, "goals", crate::words::goals::title, work::reached),
    maker(Section::Alliance, "alliance", w::alliance, |whole, _| whole.alliance.clone()),
    maker(Section::Outcome, "outcome", w::outcome, |whole, _| whole.outcome.clone()),
    maker(Section::Helped, "helped", w::helped, sections::helped),
    maker(Section::Support, "support", w::support, work::done),
    maker(Section::Medicines, "medicines", crate::words::medicines::title, work::medicines),
    maker(Section::Ending, "ending", w::ending, sections::ending),
    Maker {
        from_start: false,
        ..maker(Section::Reservations, "reservations", w::reservations, sections::reservations)
    },
    maker(Section::Professionals, "professionals", w::professionals, sections::professionals),
    maker(Section::Unfinished, "unfinished", w::unfinished, sections::unfinished),
];

/// A summary of which nothing was chosen yet: the sections that are chosen from the start.
#[must_use]
pub fn fresh(episode: EpisodeId, person: PersonId) -> Summary {
    let sections = SECTIONS.iter().filter(|one| one.from_start).map(|one| one.section).collect();
    Summary { episode, person, reader: None, sections, helped: None, unfinished: None }
}

/// The text: every section that is chosen and of which the record holds anything.
#[must_use]
pub fn passages(whole: &Whole, lang: Lang) -> Vec<Passage> {
    let chosen = SECTIONS.iter().filter(|one| whole.summary.sections.contains(&one.section));
    let made = chosen.map(|one| Passage {
        section: one.section,
        heading: (one.heading)(lang).to_owned(),
        parts: (one.make)(whole, lang),
    });
    made.filter(|one| !one.parts.is_empty()).collect()
}

/// How far a summary is agreed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has read it.
    NotRead,
    /// It was read, and a change was asked for.
    Asked(Agreed),
    /// It was agreed to as it is.
    Agreed(Agreed),
    /// An earlier form was agreed to.
    Changed(Agreed),
}

impl Standing {
    /// How far the latest reading reaches. `reader` is for whom the summary is now, `now` makes its text as it is now in the
    /// language in which it was read.
    #[must_use]
    pub fn of(read: Option<Agreed>, reader: Option<&Line>, now: impl FnOnce(Lang) -> Vec<Passage>) -> Self {
        match read {
            None => Self::NotRead,
            Some(read) if read.wishes.is_some() => Self::Asked(read),
            Some(read) if read.reader.as_ref() == reader && now(read.lang) == read.text => Self::Agreed(read),
            Some(read) => Self::Changed(read),
        }
    }

    /// It in a sentence: who agreed and when, or that nobody did. Stands on every printed page.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let who = |sentence: fn(Lang, &str, &str) -> String, read: &Agreed| {
            sentence(lang, read.by.as_str(), &date_long(lang, read.day))
        };
        match self {
            Self::NotRead => w::not_read(lang).to_owned(),
            Self::Asked(read) => who(w::asked_short, read),
            Self::Agreed(read) => who(w::agreed, read),
            Self::Changed(read) => who(w::changed, read),
        }
    }
}

/// The days that belong to an episode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    from: Option<Date>,
    before: Option<Date>,
}

impl Span {
    /// Those of an episode: from its first day to the one on which the next begins. What was before any episode belongs to the
    /// first.
    #[must_use]
    pub fn of(record: &Record, episode: &Episode) -> Self {
        let starts: Vec<Date> = record.episodes(episode.person).iter().map(|one| one.now.value.start).collect();
        Self {
            from: starts.iter().any(|start| *start < episode.start).then_some(episode.start),
            before: starts.into_iter().find(|start| *start > episode.start),
        }
    }

    /// Whether a day belongs to it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.before.is_none_or(|before| day < before)
    }

    /// How many of a person's sessions took place in it. One that was missed or called off is none.
    #[must_use]
    pub fn held(self, person: &Person) -> usize {
        person.sessions.iter().filter(|session| session.attended && self.holds(session.date)).count()
    }
}
