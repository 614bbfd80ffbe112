//! Questionnaires as files: the one place where these pages meet the exchange's formats.

use crate::{instrument::Instrument, platform, words::Lang};

/// The largest file that is read, in bytes.
pub const LARGEST: usize = 5_000_000;

/// How bad a problem of a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something is not as the file says it.
    Serious,
    /// Worth knowing.
    Note,
}

/// What a file holds.
#[derive(Clone, Debug)]
pub struct Import {
    /// The questionnaire.
    pub instrument: Instrument,
    /// What in the file is not used or not computed: how bad, where, and what.
    pub problems: Vec<(Severity, String, String)>,
}

/// Reads a file, or says why it is refused.
pub fn read(bytes: &[u8], _lang: Lang) -> Result<Import, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let instrument = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(Import { instrument, problems: Vec::new() })
}

/// Gives the person the questionnaire as a file. Returns whether the browser took it.
pub fn offer(instrument: &Instrument, lang: Lang) -> bool {
    let Ok(text) = serde_json::to_string(instrument) else { return false };
    platform::offer_file(&file_name(instrument, lang), "application/fhir+json", &text)
}

/// A name that every file system takes: the title's letters and digits, and the version.
fn file_name(instrument: &Instrument, lang: Lang) -> String {
    let title = instrument.title.get(lang).to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    format!("{name}-{}.json", instrument.reference.version)
}
