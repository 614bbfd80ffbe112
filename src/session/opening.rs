//! Starting, making a vault, opening one, and the sample.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    App, Phase, Route, Trouble,
    app::{Finding, LockNotice, Store},
    turn::TurnDesk,
};
use crate::{
    care::{Contact, Fact, Read, Record, read},
    exchange,
    platform::{self, LocalStore, StrictStore, SystemRandom, TabMessage},
    sample::{self, Plan},
    vault::{Access, MirrorState, Mirrored, Replay, SlotParams, Vault, VaultError, VaultHead, derive_kek, find},
    words,
};

impl App {
    /// Looks at what this browser holds, and goes on with a turn where this tab is in one.
    pub async fn start(self) {
        let outcome = self.open_store().await;
        let phase = match outcome {
            Ok(store) => {
                self.inner.update_value(|inner| inner.store = Some(store.clone()));
                match platform::draw_turn() {
                    Some(token) => Phase::Turn(TurnDesk::resume(store, &token, self.lang.get_untracked()).await),
                    None => self.closed(&store).await,
                }
            }
            Err(trouble) => Phase::Closed { vaults: Vec::new(), trouble: Some(trouble) },
        };
        self.phase.set(phase);
        platform::measure("start", "script-begins");
    }

    async fn open_store(self) -> Result<Store, Trouble> {
        let local = LocalStore::open()?;
        let prefix = self.inner.with_value(|inner| inner.path.prefix());
        let (store, _) = Mirrored::open(local, StrictStore::open().await, &prefix).await?;
        self.less_safe.set(matches!(store.state(), MirrorState::Without(_)));
        Ok(Rc::new(store))
    }

    async fn closed(self, store: &Store) -> Phase {
        let path = self.inner.with_value(|inner| inner.path.clone());
        match find(store, &path).await {
            Ok(found) => Phase::Closed { vaults: found.vaults, trouble: None },
            Err(error) => Phase::Closed { vaults: Vec::new(), trouble: Some(error.into()) },
        }
    }

    /// Why this tab locked itself before it was loaded again, told once.
    #[must_use]
    pub fn lock_notice(self) -> Option<LockNotice> {
        let notice = platform::load_preference::<Option<LockNotice>>("lock-notice").flatten();
        if notice.is_some() {
            platform::save_preference("lock-notice", None::<LockNotice>);
        }
        notice
    }

    fn store(self) -> Result<Store, Trouble> {
        self.inner.with_value(|inner| inner.store.clone()).ok_or(Trouble::Blocked)
    }

    /// Makes a vault and opens it.
    ///
    /// # Errors
    /// [`Trouble`]: nothing was made then.
    pub async fn make_vault(self, passphrase: &str, contacts: Vec<Contact>) -> Result<(), Trouble> {
        let store = self.store()?;
        let rng = &mut SystemRandom;
        let params = SlotParams::fresh(rng).map_err(VaultError::from)?;
        let kek = derive_kek(&platform::nfc(passphrase), &params).map_err(VaultError::from)?;
        let path = self.inner.with_value(|inner| inner.path.clone());
        let vault = Vault::create(store, &path, &kek, rng).await?;
        self.show(vault, Replay::default()).await?;
        if !contacts.is_empty() {
            self.note([(platform::today(), Fact::ContactsSet { contacts })]);
            self.save_now().await?;
        }
        self.go(Route::Caseload);
        Ok(())
    }

    /// Opens a vault.
    ///
    /// # Errors
    /// [`Trouble`]: nothing was changed then.
    pub async fn unlock(self, head: &VaultHead, passphrase: &str) -> Result<(), Trouble> {
        platform::mark("unlock-begins");
        let store = self.store()?;
        let (vault, replay) = Vault::unlock_with(store, head, &platform::nfc(passphrase), &mut SystemRandom).await?;
        self.show(vault, replay).await?;
        if !self.route.get_untracked().needs_record() {
            self.go(Route::Caseload);
        }
        platform::measure("unlock", "unlock-begins");
        Ok(())
    }

    /// Folds what was read, shows it, and looks at what patients left.
    async fn show(self, vault: Vault<Store>, replay: Replay) -> Result<(), Trouble> {
        let mut findings = Vec::new();
        let mut record = Record::new();
        let (mut unreadable, mut damaged) = (0, replay.damaged.len());
        self.inner.update_value(|inner| {
            // A restore mints a new vault id, so one id serves for the vault and for the device it lies on.
            inner.device = vault.id().into();
            inner.sequence = 0;
            for body in &replay.bodies {
                match std::str::from_utf8(body).ok().map(read) {
                    Some(Ok(Read::Known(event))) => {
                        inner.clock.saw(event.stamp);
                        if event.device == inner.device {
                            inner.sequence = inner.sequence.max(event.sequence);
                        }
                        record.apply(&event);
                    }
                    Some(Ok(Read::Unknown { stamp, .. })) => {
                        inner.clock.saw(stamp);
                        unreadable += 1;
                    }
                    Some(Err(_)) | None => damaged += 1,
                }
            }
        });
        if damaged > 0 {
            findings.push(Finding::Damaged(damaged));
        }
        if !replay.gaps.is_empty() {
            findings.push(Finding::Missing);
        }
        if unreadable > 0 {
            findings.push(Finding::Unreadable(unreadable));
        }
        if *vault.access() != Access::Full {
            findings.push(Finding::Trouble(Trouble::Newer));
        }
        if !vault.inbox_problems().is_empty() {
            findings.push(Finding::Trouble(Trouble::InboxSwapped));
        }
        let waiting = exchange::waiting(&vault).await?;
        let writable = *vault.access() == Access::Full;
        self.journal().hold(vault).await;
        self.inner.with_value(|inner| inner.tabs.tell(TabMessage::OpenedHere));
        self.record.set(record);
        self.findings.set(findings);
        self.phase.set(Phase::Open);
        if writable { self.take_in(waiting).await } else { Ok(()) }
    }

    /// Opens the sample caseload, in memory only.
    pub fn look_around(self) {
        let plan = Plan { outcome: true, ..Plan::look_around(platform::today(), self.lang.get_untracked()) };
        let mut record = Record::new();
        for event in sample::simulate(&plan) {
            record.apply(&event);
            self.inner.update_value(|inner| inner.clock.saw(event.stamp));
        }
        self.record.set(record);
        self.findings.set(Vec::new());
        self.drafts.set(Vec::new());
        self.phase.set(Phase::Sample);
        let lang = self.lang.get_untracked();
        // The sample's contact has no number that could reach anybody by mistake.
        let contact = Contact::new(words::caseload::sample_contact(lang), words::caseload::sample_reach(lang));
        self.note(contact.ok().map(|contact| (platform::today(), Fact::ContactsSet { contacts: vec![contact] })));
        self.go(Route::Caseload);
    }
}
