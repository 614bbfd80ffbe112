//! A restore: the log of a backup, or of another device, joined with the one that is here.
//!
//! Logs join as a union by identity, in any order and any number of times. [`RestorePlan`] says beforehand what would be
//! added, what would be erased and what does not fit; [`RestorePlan::accept`] gives the lines only to whoever has agreed to
//! that. The lines then go into a **new vault**, with an id, a key and a device id of its own
//! ([`Vault::create`](crate::vault::Vault::create)), so that two devices which started from one backup can never number their
//! events alike.

use std::collections::BTreeSet;

use rand_core::CryptoRngCore;
use thiserror::Error;
use uuid::Uuid;

use super::backup::Backup;
use super::erasure_list::ErasureList;
use crate::care::{Erasures, EventId, Fact, PersonId, Read, SessionId, read};
use crate::order::{self, Table};
use crate::vault::{Storage, Vault, VaultError};

/// What was answered when the erasure list was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Here it is.
    List(ErasureList),
    /// There is none: nobody was ever erased, or the file is lost.
    NoneKept,
}

/// How much of a log it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// People.
    pub people: usize,
    /// Sessions.
    pub sessions: usize,
    /// Answered questionnaires.
    pub answers: usize,
    /// All entries, these and others.
    pub entries: usize,
}

/// Why a restore was not begun. The record in this browser was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// The backup is of a vault that this one has nothing in common with.
    #[error(
        "This backup comes from another vault. Nothing was changed. If both are yours, agree to joining them; otherwise choose another file."
    )]
    OtherVault,
    /// People would be erased, here or from what comes.
    #[error(
        "{people} erased people stand in this backup or here. Nothing was changed. Agree to their erasure to go on."
    )]
    WouldErase {
        /// How many.
        people: usize,
    },
    /// Entries exist in two forms.
    #[error(
        "{entries} entries exist here in another form than in the backup. Nothing was changed. Agree to setting both forms aside, or keep what is here."
    )]
    TwoForms {
        /// How many.
        entries: usize,
    },
    /// Everything is here already.
    #[error("Everything in this backup is here already. Nothing was changed.")]
    NothingNew,
}

/// What somebody agreed to after they saw the plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreed {
    /// To joining another vault's log.
    pub other_vault: bool,
    /// To erasing the people of [`RestorePlan::erased`].
    pub erase: bool,
    /// To setting both forms of [`RestorePlan::two_forms`] aside.
    pub two_forms: bool,
}

/// What a restore would do. Nothing is done by it.
#[derive(Debug, Clone, PartialEq)]
pub struct RestorePlan {
    /// What comes and was not here.
    pub adds: Counts,
    /// Entries of the backup that are here already.
    pub known: usize,
    /// Entries of kinds that this version does not know. They are added as they are.
    pub unknown: usize,
    /// Lines that are no entries at all. They stay in the file.
    pub unreadable: usize,
    /// Entries that exist in two forms.
    pub two_forms: Vec<EventId>,
    /// Who is erased, by the list or by an erasure in either log, of those of whom something is still in either.
    pub erased: Vec<PersonId>,
    /// What of the backup is not taken in because of that.
    pub left_out: Counts,
    /// What goes here because of that.
    pub goes_here: Counts,
    /// Whether the backup comes from a vault that this one has nothing in common with.
    pub other_vault: bool,
    lines: Vec<String>,
    facts: Vec<Fact>,
    erasures: Erasures,
}

/// What to write, in this order.
#[derive(Debug, Clone, PartialEq)]
pub struct Restore {
    /// Lines to append as they are.
    pub lines: Vec<String>,
    /// Facts to state afterwards, as events of this device: erasures that only the list knew, and second forms kept aside.
    pub facts: Vec<Fact>,
    /// What to take out of the log that is here.
    pub erasures: Erasures,
}

/// A line and what it was read as.
struct Entry<'a> {
    line: &'a str,
    read: Read,
}

fn entries<'a>(lines: impl Iterator<Item = &'a str>) -> (Vec<Entry<'a>>, usize) {
    let (mut out, mut unreadable) = (Vec::new(), 0);
    for line in lines {
        match read(line) {
            Ok(read) => out.push(Entry { line, read }),
            Err(_) => unreadable += 1,
        }
    }
    (out, unreadable)
}

impl RestorePlan {
    /// Joins `here`, the lines of the log of the vault `ours` (none in an empty browser), with a backup.
    #[must_use]
    pub fn new<'a>(here: impl Iterator<Item = &'a str>, ours: Option<Uuid>, backup: &'a Backup, asked: &Asked) -> Self {
        let (here, _) = entries(here);
        let (there, unreadable) = entries(backup.lines.iter().map(String::as_str));
        let mut forms: Table<&str> = Table::default();
        for entry in &here {
            forms.insert_new(entry.read.id().as_bytes(), entry.line);
        }
        let aside = kept_aside(here.iter().chain(&there));
        let (mut fresh, mut known, mut two_forms, mut facts) = (Vec::new(), 0, Vec::new(), Vec::new());
        for entry in &there {
            let id = entry.read.id();
            match forms.get(id.as_bytes()) {
                None => {
                    forms.insert_new(id.as_bytes(), entry.line);
                    fresh.push(entry);
                }
                Some(form) if *form == entry.line => known += 1,
                Some(_) if aside.contains(&(id, entry.line)) => known += 1,
                Some(_) => {
                    two_forms.push(id);
                    facts.push(Fact::KeptAside { event: id, line: entry.line.to_owned() });
                }
            }
        }
        // One log of both, so that whatever is about somebody erased is found through what only the other knows.
        let log: Vec<Read> = here.iter().chain(&there).map(|entry| entry.read.clone()).collect();
        let listed = match asked {
            Asked::List(list) => list.people_in(&log),
            Asked::NoneKept => Vec::new(),
        };
        let erasures = Erasures::of(&listed, &log);
        let goes = |entry: &&Entry<'_>| erasures.removes(&entry.read);
        let by_event: BTreeSet<PersonId> = Erasures::of(&[], &log).people().collect();
        let new = listed.iter().filter(|person| !by_event.contains(person));
        let mut stated: Vec<Fact> = new.map(|person| Fact::PersonErased { person: *person }).collect();
        facts.retain(|fact| !erasures_of_line(&erasures, fact));
        stated.append(&mut facts);
        let gone: Vec<&Entry<'_>> = here.iter().chain(fresh.iter().copied()).filter(goes).collect();
        let erased = named(&erasures, &gone);
        let (left_out, taken): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = fresh.into_iter().partition(goes);
        // Something in common: an entry, or a device that wrote in both.
        let wrote = |entries: &[Entry<'_>], who: Uuid| entries.iter().any(|entry| device(&entry.read) == Some(who));
        let related =
            |ours| known > 0 || !two_forms.is_empty() || wrote(&here, backup.heading.vault) || wrote(&there, ours);
        let other_vault = ours.is_some_and(|ours| ours != backup.heading.vault && !here.is_empty() && !related(ours));
        Self {
            adds: counts(&taken),
            known,
            unknown: taken.iter().filter(|entry| matches!(entry.read, Read::Unknown { .. })).count(),
            unreadable,
            erased,
            left_out: counts(&left_out),
            goes_here: counts(&here.iter().filter(goes).collect::<Vec<_>>()),
            other_vault,
            two_forms,
            lines: taken.iter().map(|entry| entry.line.to_owned()).collect(),
            facts: stated,
            erasures,
        }
    }

    /// Whether everything is here already: nothing is added, stated or taken away.
    #[must_use]
    pub fn changes_nothing(&self) -> bool {
        self.lines.is_empty() && self.facts.is_empty() && self.goes_here.entries == 0
    }

    /// What would be stated as events of this device: erasures that only the list knew, and second forms kept aside.
    #[must_use]
    pub fn facts_to_state(&self) -> Vec<Fact> {
        self.facts.clone()
    }

    /// What to write, once everything that needs agreement has it.
    ///
    /// # Errors
    /// [`RestoreError`].
    pub fn accept(self, agreed: Agreed) -> Result<Restore, RestoreError> {
        if self.other_vault && !agreed.other_vault {
            return Err(RestoreError::OtherVault);
        }
        if !self.erased.is_empty() && !agreed.erase {
            return Err(RestoreError::WouldErase { people: self.erased.len() });
        }
        if !self.two_forms.is_empty() && !agreed.two_forms {
            return Err(RestoreError::TwoForms { entries: self.two_forms.len() });
        }
        if self.changes_nothing() {
            return Err(RestoreError::NothingNew);
        }
        Ok(Restore { lines: self.lines, facts: self.facts, erasures: self.erasures })
    }
}

/// Appends every line, gathering them as they come, since one by one they need ten times the room, and waits until all are
/// durable. Called again after a crash with a new plan, only what is missing is appended. `told` hears how many are in.
///
/// # Errors
/// What the vault reports. What was appended before stays.
pub async fn append<S: Storage>(
    vault: &mut Vault<S>,
    lines: &[String],
    told: &mut dyn FnMut(usize),
    rng: &mut dyn CryptoRngCore,
) -> Result<(), VaultError> {
    for (at, line) in lines.iter().enumerate() {
        vault.append(line.as_bytes(), rng).await?;
        if vault.tidy(rng).await? {
            told(at + 1);
        }
    }
    vault.durable().await
}

/// Second forms that are kept already.
fn kept_aside<'e>(entries: impl Iterator<Item = &'e Entry<'e>>) -> BTreeSet<(EventId, &'e str)> {
    let mut out = BTreeSet::new();
    for entry in entries {
        if let Read::Known(event) = &entry.read
            && let Fact::KeptAside { event, line } = &event.fact
        {
            out.insert((*event, line.as_str()));
        }
    }
    out
}

/// Whether a second form to be kept is itself about somebody erased.
fn erasures_of_line(erasures: &Erasures, fact: &Fact) -> bool {
    matches!(fact, Fact::KeptAside { line, .. } if erasures.removes_line(line))
}

fn device(read: &Read) -> Option<Uuid> {
    match read {
        Read::Known(event) => Some(Uuid::from_bytes(*event.device.as_bytes())),
        Read::Unknown { .. } => None,
    }
}

/// Of the erased people those of whom something goes.
fn named(erasures: &Erasures, gone: &[&Entry<'_>]) -> Vec<PersonId> {
    if gone.is_empty() {
        return Vec::new();
    }
    let text: Vec<&str> = gone.iter().map(|entry| entry.line).collect();
    erasures.people().filter(|person| text.iter().any(|line| line.contains(&person.to_string()))).collect()
}

fn counts(entries: &[&Entry<'_>]) -> Counts {
    let mut out = Counts { entries: entries.len(), ..Counts::default() };
    let (mut people, mut sessions): (Vec<PersonId>, Vec<SessionId>) = (Vec::new(), Vec::new());
    for entry in entries {
        let Read::Known(event) = &entry.read else { continue };
        match &event.fact {
            Fact::PersonAdded { person, .. } => people.push(*person),
            Fact::SessionHeld { session, .. } => sessions.push(*session),
            Fact::AnswersGiven(_) => out.answers += 1,
            _ => {}
        }
    }
    out.people = order::distinct(people);
    out.sessions = order::distinct(sessions);
    out
}
