//! The pages of the app and their addresses, which stand after `#` so that any static folder can serve them.

use super::Key;
use crate::care::{EpisodeId, GoalId, MedicineId, PersonId, ProfessionalId, SessionId};

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
    /// What this device remembers for whoever works on it.
    Settings,
    /// What a working alliance is, for patients.
    Patients,
    /// The same for therapists.
    Therapists,
    /// What the app is for.
    IntendedUse,
    /// Passphrase, recovery kit and key.
    Keys,
    /// Making a recovery kit.
    NewKit,
    /// Opening a vault with the recovery kit.
    Lost,
    /// Erasing everything.
    EraseAll,
    /// Help for someone who is not safe.
    Help,
    /// What a person has a right to.
    Rights(PersonId, Right),
    /// Records that are removed, restricted or erased, and doubles.
    Apart,
    /// Where the data is.
    Safety,
    /// Making a backup.
    Backup,
    /// Taking a backup in.
    Restore,
    /// A person's episodes of care and a new one, or one of them.
    Episode(PersonId, Option<EpisodeId>),
    /// What the members of an episode look at together, opened from one of them.
    Together(PersonId, EpisodeId),
    /// The first appointment with a person.
    FirstAppointment(PersonId),
    /// Answering the First Visit with the therapist, for a session.
    AnswerTogether(PersonId, SessionId),
    /// What to know before a session, on one page.
    Brief(PersonId),
    /// How the therapist works.
    OwnStyle,
    /// A privacy notice to fill in and print.
    PrivacyNotice,
    /// An impact assessment to fill in and print.
    ImpactAssessment,
    /// What is damaged, and what can be done about it.
    Damage,
    /// A person's goals and a new one, or one of them.
    Goals(PersonId, Option<GoalId>),
    /// The working agreement with a person.
    Agreement(PersonId),
    /// Answering the therapist's Working Agreement questions, for a session.
    AgreementAnswers(PersonId, SessionId),
    /// All sessions of a person.
    Sessions(PersonId),
    /// What is written down of a session.
    SessionNote(PersonId, SessionId),
    /// A person's medicines and another, or one of them.
    Medicines(PersonId, Option<MedicineId>),
    /// The ending of an episode; of the present one where none is named.
    Ending(PersonId, Option<EpisodeId>),
    /// Answering the Ending Questions with the therapist, for a session.
    EndingTogether(PersonId, SessionId),
    /// What is said to somebody who stopped coming.
    DoorOpen(PersonId, EpisodeId),
    /// The hand-over summary of an episode.
    Summary(PersonId, EpisodeId),
    /// The address book, or somebody in it.
    Professionals(Option<ProfessionalId>),
    /// An address that leads nowhere.
    NotFound,
}

/// What can be done with the whole of one person's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// Reading, printing and taking it out.
    Whole,
    /// Removing what was entered by mistake.
    Mistakes,
    /// Hiding it.
    Restrict,
    /// Erasing it.
    Erase,
}

impl Right {
    const ALL: [(Self, &str); 4] =
        [(Self::Whole, "record"), (Self::Mistakes, "mistakes"), (Self::Restrict, "restrict"), (Self::Erase, "erase")];
}

impl Route {
    /// The page of an address (what stands after `#`).
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let parts: Vec<&str> = hash.trim_matches('/').split('/').collect();
        let episode = |person: &str, episode: &str| Some((person.parse().ok()?, episode.parse().ok()?));
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
            ["apart"] => Self::Apart,
            ["people", person, "episodes"] => person.parse().map_or(Self::NotFound, |p| Self::Episode(p, None)),
            ["people", person, "episodes", episode] => {
                let found = person.parse().ok().zip(episode.parse().ok());
                found.map_or(Self::NotFound, |(p, e)| Self::Episode(p, Some(e)))
            }
            ["people", person, "together", of] => {
                episode(person, of).map_or(Self::NotFound, |(p, e)| Self::Together(p, e))
            }
            ["people", person, "first-appointment"] => person.parse().map_or(Self::NotFound, Self::FirstAppointment),
            ["people", person, "first-visit", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::AnswerTogether(p, s))
            }
            ["people", person, "sessions"] => person.parse().map_or(Self::NotFound, Self::Sessions),
            ["people", person, "sessions", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::SessionNote(p, s))
            }
            ["people", person, "medicines"] => person.parse().map_or(Self::NotFound, |p| Self::Medicines(p, None)),
            ["people", person, "medicines", medicine] => {
                let found = person.parse().ok().zip(medicine.parse().ok());
                found.map_or(Self::NotFound, |(p, m)| Self::Medicines(p, Some(m)))
            }
            ["people", person, "brief"] => person.parse().map_or(Self::NotFound, Self::Brief),
            ["people", person, "goals"] => person.parse().map_or(Self::NotFound, |p| Self::Goals(p, None)),
            ["people", person, "goals", goal] => {
                let found = person.parse().ok().zip(goal.parse().ok());
                found.map_or(Self::NotFound, |(p, g)| Self::Goals(p, Some(g)))
            }
            ["people", person, "agreement"] => person.parse().map_or(Self::NotFound, Self::Agreement),
            ["people", person, "agreement-questions", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::AgreementAnswers(p, s))
            }
            ["people", person, "ending"] => person.parse().map_or(Self::NotFound, |p| Self::Ending(p, None)),
            ["people", person, "ending", of] => {
                episode(person, of).map_or(Self::NotFound, |(p, e)| Self::Ending(p, Some(e)))
            }
            ["people", person, "ending-questions", session] => {
                both(person, session).map_or(Self::NotFound, |(p, s)| Self::EndingTogether(p, s))
            }
            ["people", person, "door", of] => episode(person, of).map_or(Self::NotFound, |(p, e)| Self::DoorOpen(p, e)),
            ["people", person, "summary", of] => {
                episode(person, of).map_or(Self::NotFound, |(p, e)| Self::Summary(p, e))
            }
            ["professionals"] => Self::Professionals(None),
            ["professionals", id] => id.parse().map_or(Self::NotFound, |id| Self::Professionals(Some(id))),
            ["people", person, right] => {
                let right = Right::ALL.iter().find(|(_, name)| name == right);
                person.parse().ok().zip(right).map_or(Self::NotFound, |(p, (right, _))| Self::Rights(p, *right))
            }
            ["own-style"] => Self::OwnStyle,
            ["privacy-notice"] => Self::PrivacyNotice,
            ["impact-assessment"] => Self::ImpactAssessment,
            ["contacts"] => Self::Contacts,
            ["settings"] => Self::Settings,
            ["patients"] => Self::Patients,
            ["therapists"] => Self::Therapists,
            ["about"] => Self::IntendedUse,
            ["keys"] => Self::Keys,
            ["keys", "kit"] => Self::NewKit,
            ["keys", "erase"] => Self::EraseAll,
            ["lost"] => Self::Lost,
            ["help"] => Self::Help,
            ["data"] => Self::Safety,
            ["data", "backup"] => Self::Backup,
            ["data", "restore"] => Self::Restore,
            ["data", "damage"] => Self::Damage,
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
            Self::Rights(person, right) => {
                let name = Right::ALL.iter().find(|(other, _)| *other == right).map_or("", |(_, name)| name);
                format!("/people/{person}/{name}")
            }
            Self::Apart => "/apart".to_owned(),
            Self::Episode(person, None) => format!("/people/{person}/episodes"),
            Self::Episode(person, Some(episode)) => format!("/people/{person}/episodes/{episode}"),
            Self::Together(person, episode) => format!("/people/{person}/together/{episode}"),
            Self::FirstAppointment(person) => format!("/people/{person}/first-appointment"),
            Self::AnswerTogether(person, session) => format!("/people/{person}/first-visit/{session}"),
            Self::Brief(person) => format!("/people/{person}/brief"),
            Self::OwnStyle => "/own-style".to_owned(),
            Self::PrivacyNotice => "/privacy-notice".to_owned(),
            Self::ImpactAssessment => "/impact-assessment".to_owned(),
            Self::Ending(person, None) => format!("/people/{person}/ending"),
            Self::Ending(person, Some(episode)) => format!("/people/{person}/ending/{episode}"),
            Self::EndingTogether(person, session) => format!("/people/{person}/ending-questions/{session}"),
            Self::DoorOpen(person, episode) => format!("/people/{person}/door/{episode}"),
            Self::Summary(person, episode) => format!("/people/{person}/summary/{episode}"),
            Self::Professionals(None) => "/professionals".to_owned(),
            Self::Professionals(Some(id)) => format!("/professionals/{id}"),
            Self::Contacts => "/contacts".to_owned(),
            Self::Settings => "/settings".to_owned(),
            Self::Patients => "/patients".to_owned(),
            Self::Therapists => "/therapists".to_owned(),
            Self::IntendedUse => "/about".to_owned(),
            Self::Keys => "/keys".to_owned(),
            Self::NewKit => "/keys/kit".to_owned(),
            Self::EraseAll => "/keys/erase".to_owned(),
            Self::Lost => "/lost".to_owned(),
            Self::Help => "/help".to_owned(),
            Self::Safety => "/data".to_owned(),
            Self::Backup => "/data/backup".to_owned(),
            Self::Restore => "/data/restore".to_owned(),
            Self::Damage => "/data/damage".to_owned(),
            Self::Sessions(person) => format!("/people/{person}/sessions"),
            Self::SessionNote(person, session) => format!("/people/{person}/sessions/{session}"),
            Self::Medicines(person, None) => format!("/people/{person}/medicines"),
            Self::Medicines(person, Some(medicine)) => format!("/people/{person}/medicines/{medicine}"),
            Self::Goals(person, None) => format!("/people/{person}/goals"),
            Self::Goals(person, Some(goal)) => format!("/people/{person}/goals/{goal}"),
            Self::Agreement(person) => format!("/people/{person}/agreement"),
            Self::AgreementAnswers(person, session) => format!("/people/{person}/agreement-questions/{session}"),
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
                | Self::Keys
                | Self::NewKit
                | Self::Rights(..)
                | Self::Apart
                | Self::Safety
                | Self::Backup
                | Self::Settings
                | Self::Episode(..)
                | Self::Together(..)
                | Self::FirstAppointment(_)
                | Self::AnswerTogether(..)
                | Self::Brief(_)
                | Self::OwnStyle
                | Self::Sessions(_)
                | Self::SessionNote(..)
                | Self::Medicines(..)
                | Self::Goals(..)
                | Self::Agreement(_)
                | Self::AgreementAnswers(..)
                | Self::Ending(..)
                | Self::EndingTogether(..)
                | Self::DoorOpen(..)
                | Self::Summary(..)
                | Self::Professionals(_)
        )
    }

    /// Whose record it shows.
    #[must_use]
    pub const fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person)
            | Self::HandOver(person, _)
            | Self::Answer(person, _)
            | Self::Paper(person, _)
            | Self::Plan(Some(person))
            | Self::Rights(person, _)
            | Self::Episode(person, _)
            | Self::Together(person, _)
            | Self::FirstAppointment(person)
            | Self::AnswerTogether(person, _)
            | Self::Brief(person)
            | Self::Goals(person, _)
            | Self::Agreement(person)
            | Self::AgreementAnswers(person, _)
            | Self::Sessions(person)
            | Self::SessionNote(person, _)
            | Self::Medicines(person, _)
            | Self::Ending(person, _)
            | Self::EndingTogether(person, _)
            | Self::DoorOpen(person, _)
            | Self::Summary(person, _) => Some(person),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
