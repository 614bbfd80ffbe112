//! The hand-over summary: what was chosen for it, and what a person read and agreed to.

use time::Date;

use super::{EpisodeId, Line, OwnWords, PersonId};
use crate::{
    plain::{plain_enum, plain_struct},
    words::Lang,
};

/// What is chosen for the hand-over summary of an episode, stated as a whole. The text of the sections is made from the record
/// whenever it is looked at; only these words are written for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Of which episode.
    pub episode: EpisodeId,
    /// Whose.
    pub person: PersonId,
    /// For whom it is written.
    pub reader: Option<Line>,
    /// The sections that are in it.
    pub sections: Vec<Section>,
    /// What helped.
    pub helped: Option<OwnWords>,
    /// What is unfinished.
    pub unfinished: Option<OwnWords>,
}

/// A section of the summary. New ones are added at the end; the order on paper is that of `exchange::summary`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Why they came.
    Came,
    /// The kind of care, its length, who took part.
    Care,
    /// What was agreed on working together.
    Agreement,
    /// What they wanted to reach, and how far each goal came.
    Goals,
    /// The course of the alliance.
    Alliance,
    /// The course of everything else that was measured.
    Outcome,
    /// What helped.
    Helped,
    /// What was done in the sessions.
    Support,
    /// Medicines.
    Medicines,
    /// How it ended.
    Ending,
    /// What makes the therapist hesitate.
    Reservations,
    /// Recommended professionals.
    Professionals,
    /// What is unfinished.
    Unfinished,
}

/// A piece of the text of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A sentence, or somebody's words.
    Line(String),
    /// Something with its name.
    Pair {
        /// What it is called.
        name: String,
        /// What it is.
        text: String,
    },
    /// A table.
    Table(PartTable),
}

/// A table: every row has as many cells as there are columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartTable {
    /// What the columns are called.
    pub columns: Vec<String>,
    /// The rows; the first cell of each names it.
    pub rows: Vec<Vec<String>>,
}

/// The text of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// Which.
    pub section: Section,
    /// Its heading.
    pub heading: String,
    /// What stands below it.
    pub parts: Vec<Part>,
}

/// That a person read a summary, and agreed to it or asked for a change. What they read is kept word by word, so that it can be
/// printed as it was agreed to, and a change of anything in it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// Of which episode.
    pub episode: EpisodeId,
    /// Whose summary.
    pub person: PersonId,
    /// On which day.
    pub day: Date,
    /// Who read it.
    pub by: Line,
    /// In which language.
    pub lang: Lang,
    /// For whom the summary was, as they read it: to agree is to agree to that too.
    pub reader: Option<Line>,
    /// What they want changed; nothing where they agree.
    pub wishes: Option<OwnWords>,
    /// What they read.
    pub text: Vec<Passage>,
}

plain_struct!(Summary { episode, person, sections } default { reader, helped, unfinished });
plain_enum!(Section {
    "came" = Came,
    "care" = Care,
    "agreement" = Agreement,
    "goals" = Goals,
    "alliance" = Alliance,
    "outcome" = Outcome,
    "helped" = Helped,
    "support" = Support,
    "medicines" = Medicines,
    "ending" = Ending,
    "reservations" = Reservations,
    "professionals" = Professionals,
    "unfinished" = Unfinished,
});
plain_enum!(Part { "line" = Line(text), "pair" = Pair { name, text }, "table" = Table(table) });
plain_struct!(PartTable { columns, rows });
plain_struct!(Passage { section, heading, parts });
plain_struct!(Agreed { episode, person, day, by, lang, text } default { reader, wishes });

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::words::day;

    /// A summary and an agreement with everything that can be in them.
    pub fn whole() -> (Summary, Agreed) {
        let (episode, person) = (EpisodeId::from_bytes([9; 16]), PersonId::from_bytes([4; 16]));
        let summary = Summary {
            episode,
            person,
            reader: Line::new("Dr Vega").unwrap(),
            sections: vec![Section::Came, Section::Unfinished],
            helped: OwnWords::new("walks").unwrap(),
            unfinished: OwnWords::new("sleep").unwrap(),
        };
        let text = |text: &str| text.to_owned();
        let table = PartTable { columns: vec![text("a"), text("b")], rows: vec![vec![text("1"), text("2")]] };
        let parts = vec![Part::Line(text("x")), Part::Pair { name: text("n"), text: text("t") }, Part::Table(table)];
        let agreed = Agreed {
            episode,
            person,
            day: day(2026, 11, 23).unwrap(),
            by: Line::new("Ana").unwrap().unwrap(),
            lang: Lang::Es,
            reader: Line::new("Dr Vega").unwrap(),
            wishes: OwnWords::new("leave out the move").unwrap(),
            text: vec![Passage { section: Section::Came, heading: text("h"), parts }],
        };
        (summary, agreed)
    }
}
