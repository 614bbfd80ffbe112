//! Questionnaires as files.

use crate::{exchange::fhir, instrument::Instrument, platform, words::Lang};

/// Gives the person the questionnaire as a file of FHIR R4. Returns whether the browser took it.
pub fn offer(instrument: &Instrument, lang: Lang) -> bool {
    platform::offer_file(&file_name(instrument, lang), "application/fhir+json", &fhir::export(instrument))
}

/// A name that every file system takes: the title's letters and digits, and the version.
fn file_name(instrument: &Instrument, lang: Lang) -> String {
    let title = instrument.title.get(lang).to_lowercase();
    let words: Vec<&str> = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join("-").chars().take(60).collect();
    format!("{name}-{}.json", instrument.reference.version)
}
