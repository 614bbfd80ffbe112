//! Who may change what, and under which name and version the result is kept.

use super::super::{Instrument, InstrumentRef, Provenance};
use super::texts::{places, text, text_mut};
use crate::words::{Lang, fault};

/// Why a questionnaire cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Its licence forbids altered and translated versions, as that of the CORE measures does.
    NoDerivatives,
    /// It belongs to Attune's catalogue. A copy can be changed.
    Catalogue,
}

impl Refused {
    /// The reason, in a sentence.
    #[must_use]
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Self::NoDerivatives => fault::no_derivatives(lang),
            Self::Catalogue => fault::catalogue(lang),
        }
    }
}

/// Whether the questionnaire itself can be altered.
///
/// # Errors
/// [`Refused`] where its licence forbids that, or it is one of the catalogue's.
pub const fn may_alter(instrument: &Instrument) -> Result<(), Refused> {
    if instrument.licence.no_derivatives {
        return Err(Refused::NoDerivatives);
    }
    match instrument.provenance {
        Provenance::Attune | Provenance::Template => Err(Refused::Catalogue),
        Provenance::Imported { .. } | Provenance::Own { .. } => Ok(()),
    }
}

/// Whether the questionnaire itself can be translated. A translation is a derivative.
///
/// # Errors
/// As [`may_alter`].
pub const fn may_translate(instrument: &Instrument) -> Result<(), Refused> {
    may_alter(instrument)
}

fn own_name(random: [u8; 16]) -> InstrumentRef {
    use std::fmt::Write;

    let mut id = String::from("own-");
    for byte in random {
        // Writing into a text cannot fail.
        let _ = write!(id, "{byte:02x}");
    }
    InstrumentRef { id, version: 1 }
}

/// A questionnaire without any question, to be written in the language of that tag. `random` makes its name.
#[must_use]
pub fn new_empty(random: [u8; 16], tag: &str) -> Instrument {
    let made = Instrument::empty(own_name(random), Provenance::Own { from: None });
    Instrument { language: tag.to_owned(), ..made }
}

/// A copy that can be changed. It keeps the licence and loses the published figures and norms, which hold for the original
/// only. `random` makes its name.
///
/// # Errors
/// [`Refused::NoDerivatives`] where the licence forbids altered versions: a copy would be made to be altered.
pub fn copy(of: &Instrument, random: [u8; 16]) -> Result<Instrument, Refused> {
    if of.licence.no_derivatives {
        return Err(Refused::NoDerivatives);
    }
    let mut made = of.clone();
    made.reference = own_name(random);
    made.provenance = Provenance::Own { from: Some(of.reference.clone()) };
    made.normed = false;
    made.figures.clear();
    Ok(made)
}

/// Whether a questionnaire that was given again says what the kept one says. What was added to the kept one here does not
/// count: translations, and answers to what the given one leaves open (risk items, missing rules, direction).
#[must_use]
pub fn same_content(kept: &Instrument, given: &Instrument) -> bool {
    let (mut kept, mut given) = (kept.clone(), given.clone());
    given.reference = kept.reference.clone();
    given.provenance = kept.provenance.clone();
    given.unconfirmed.clone_from(&kept.unconfirmed);
    given.risk_items = given.risk_items.or_else(|| kept.risk_items.clone());
    given.higher_is_better = given.higher_is_better.or(kept.higher_is_better);
    for (given, kept) in given.scales.iter_mut().zip(&kept.scales) {
        given.may_miss = given.may_miss.or(kept.may_miss);
    }
    for place in places(&kept) {
        let said = text(&given, &place).cloned().unwrap_or_default();
        if let Some(text) = text_mut(&mut kept, &place) {
            let added: Vec<String> =
                text.iter().map(|(tag, _)| tag.to_owned()).filter(|tag| said.tagged(tag).is_none()).collect();
            added.iter().for_each(|tag| text.set(tag, ""));
        }
    }
    kept == given
}

/// The edited questionnaire as it is to be kept. `newest` is the newest version that exists under its name; `fixed` says that
/// this one cannot be replaced, because somebody answered it or the catalogue holds it: the edited one then gets the next
/// version. Otherwise it takes the newest one's place, under the same version.
#[must_use]
pub fn to_save(mut edited: Instrument, newest: Option<&InstrumentRef>, fixed: bool) -> Instrument {
    if let Some(newest) = newest {
        edited.reference.version = newest.version.saturating_add(u32::from(fixed));
    }
    edited
}
