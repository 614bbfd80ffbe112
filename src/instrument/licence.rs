//! Under which terms a questionnaire's wording may be used, and where it came from.

use super::{InstrumentRef, Translated};
use crate::plain::{plain_enum, plain_struct};

/// The licence of a questionnaire's wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Licence {
    /// Its name, such as `CC BY 4.0`; empty where none was stated.
    pub name: String,
    /// What the person must know before first use, in words. Where this is not empty it is shown and agreed to first.
    pub terms: Translated,
    /// Whether it forbids altered or translated versions, as "no derivatives" does.
    pub no_derivatives: bool,
}

/// Where a questionnaire came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Provenance {
    /// Written for this project.
    #[default]
    Attune,
    /// Facts about a published scale; the wording is its holder's to put in.
    Template,
    /// Read from a file.
    Imported {
        /// The address that names it in its file; empty where there is none.
        url: String,
        /// The version as its file states it.
        version: String,
    },
    /// Made or changed here.
    Own {
        /// What it was copied from.
        from: Option<InstrumentRef>,
    },
}

plain_struct!(Licence {} default { name, terms, no_derivatives });
plain_enum!(Provenance {
    "attune" = Attune,
    "template" = Template,
    "imported" = Imported { url, version },
    "own" = Own {} default { from },
});
