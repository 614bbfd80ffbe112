//! The pages of the app and their addresses, which stand after `#` so that any static folder can serve them.

use super::Key;
use crate::care::{PersonId, SessionId};

/// A page. An address holds random identities only, never a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// The three ways in.
    Welcome,
    /// About links from a therapist.
    Link,
    /// Making a vault.
    Setup,
    /// The caseload.
    Caseload,
    /// Adding a person.
    NewPerson,
    /// One person.
    Person(PersonId),
    /// Handing the device over for a session.
    HandOver(PersonId, SessionId),
    /// Answering as the patient, in the sample only.
    Answer(PersonId, SessionId),
    /// Typing in what a person answered on paper.
    Paper(PersonId, SessionId),
    /// What is asked when, for one person or for everybody.
    Plan(Option<PersonId>),
    /// Every questionnaire.
    Questionnaires,
    /// Bringing one in from a file.
    ImportQuestionnaire,
    /// Making one.
    NewQuestionnaire,
    /// One questionnaire.
    Questionnaire(Key),
    /// Changing one.
    EditQuestionnaire(Key),
    /// The local crisis contacts.
    Contacts,
    /// What a working alliance is, for patients.
    Patients,
    /// The same for therapists.
    Therapists,
    /// What the app is for.
    IntendedUse,
    /// Help for someone who is not safe.
    Help,
    /// An address that leads nowhere.
    NotFound,
}

impl Route {
    /// The page of an address (what stands after `#`).
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let parts: Vec<&str> = hash.trim_matches('/').split('/').collect();
        let both = |person: &str, session: &str| Some((person.parse().ok()?, session.parse().ok()?));
        match parts.as_slice() {
            [""] => Self::Welcome,
            ["link"] => Self::Link,
            ["setup"] => Self::Setup,
            ["people"] => Self::Caseload,
            ["people", "new"] => Self::NewPerson,
            ["people", person] => person.parse().map_or(Self::NotFound, Self::Person),
            ["people", person, "hand-over", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::HandOver(p, s))
            }
            ["people", person, "answer", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::Answer(p, s))
            }
            ["people", person, "paper", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::Paper(p, s))
            }
            ["people", person, "plan"] => person.parse().map_or(Self::NotFound, |p| Self::Plan(Some(p))),
            ["plan"] => Self::Plan(None),
            ["questionnaires"] => Self::Questionnaires,
            ["questionnaires", "import"] => Self::ImportQuestionnaire,
            ["questionnaires", "new"] => Self::NewQuestionnaire,
            ["questionnaires", key] => key.parse().map_or(Self::NotFound, Self::Questionnaire),
            ["questionnaires", key, "edit"] => key.parse().map_or(Self::NotFound, Self::EditQuestionnaire),
            ["contacts"] => Self::Contacts,
            ["patients"] => Self::Patients,
            ["therapists"] => Self::Therapists,
            ["about"] => Self::IntendedUse,
            ["help"] => Self::Help,
            _ => Self::NotFound,
        }
    }

    /// Its address, without the `#`.
    #[must_use]
    pub fn address(self) -> String {
        match self {
            Self::Welcome | Self::NotFound => "/".to_owned(),
            Self::Link => "/link".to_owned(),
            Self::Setup => "/setup".to_owned(),
            Self::Caseload => "/people".to_owned(),
            Self::NewPerson => "/people/new".to_owned(),
            Self::Person(person) => format!("/people/{person}"),
            Self::HandOver(person, session) => format!("/people/{person}/hand-over/{session}"),
            Self::Answer(person, session) => format!("/people/{person}/answer/{session}"),
            Self::Paper(person, session) => format!("/people/{person}/paper/{session}"),
            Self::Plan(Some(person)) => format!("/people/{person}/plan"),
            Self::Plan(None) => "/plan".to_owned(),
            Self::Questionnaires => "/questionnaires".to_owned(),
            Self::ImportQuestionnaire => "/questionnaires/import".to_owned(),
            Self::NewQuestionnaire => "/questionnaires/new".to_owned(),
            Self::Questionnaire(key) => format!("/questionnaires/{key}"),
            Self::EditQuestionnaire(key) => format!("/questionnaires/{key}/edit"),
            Self::Contacts => "/contacts".to_owned(),
            Self::Patients => "/patients".to_owned(),
            Self::Therapists => "/therapists".to_owned(),
            Self::IntendedUse => "/about".to_owned(),
            Self::Help => "/help".to_owned(),
        }
    }

    /// Its address as a link within the document.
    #[must_use]
    pub fn href(self) -> String {
        format!("#{}", self.address())
    }

    /// Whether it shows what only an open vault (or the sample) holds.
    #[must_use]
    pub const fn needs_record(self) -> bool {
        matches!(
            self,
            Self::Caseload
                | Self::NewPerson
                | Self::Person(_)
                | Self::HandOver(..)
                | Self::Answer(..)
                | Self::Paper(..)
                | Self::Plan(_)
                | Self::Questionnaires
                | Self::ImportQuestionnaire
                | Self::NewQuestionnaire
                | Self::Questionnaire(_)
                | Self::EditQuestionnaire(_)
                | Self::Contacts
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_page() {
        let (person, session) = (PersonId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        for route in [
            Route::Welcome,
            Route::Link,
            Route::Setup,
            Route::Caseload,
            Route::NewPerson,
            Route::Person(person),
            Route::HandOver(person, session),
            Route::Answer(person, session),
            Route::Paper(person, session),
            Route::Plan(Some(person)),
            Route::Plan(None),
            Route::Questionnaires,
            Route::ImportQuestionnaire,
            Route::NewQuestionnaire,
            Route::Questionnaire(Key::of("x")),
            Route::EditQuestionnaire(Key::of("x")),
            Route::Contacts,
            Route::Patients,
            Route::Therapists,
            Route::IntendedUse,
            Route::Help,
        ] {
            assert_eq!(Route::parse(&route.address()), route);
        }
    }

    #[test]
    fn strange_addresses_lead_nowhere() {
        for bad in
            ["nowhere", "people/x", "people/../new", "%00", "people/1/2/3/4", "/people/new/new", "questionnaires/x"]
        {
            assert_eq!(Route::parse(bad), Route::NotFound, "{bad}");
        }
        assert_eq!(Route::parse(""), Route::Welcome);
        assert_eq!(Route::parse("/people/"), Route::Caseload);
    }
}
