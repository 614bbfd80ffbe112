//! Starting, making a vault, opening one, and the sample.

use std::rc::Rc;

use leptos::prelude::*;

use super::{
    App, Phase, Route, Trouble,
    app::{Finding, LockNotice, Store},
    derive,
    turn::TurnDesk,
};
use crate::{
    care::{Contact, DeviceId, Fact, HybridClock, IdSource, Read, Record, compact::Item, read},
    exchange,
    platform::{self, LocalStore, StrictStore, SystemRandom, TabMessage},
    sample::{self, Plan},
    vault::{Access, MirrorState, Mirrored, Replay, SlotParams, Vault, VaultError, VaultHead, find},
    words,
};

/// What a journal folds to while it is read, so that it never is in memory as a whole.
#[derive(Default)]
struct Folding {
    record: Record,
    clock: HybridClock,
    /// The device whose sequence goes on.
    device: Option<DeviceId>,
    sequence: u64,
    unreadable: usize,
    damaged: usize,
}

impl Folding {
    fn take(&mut self, item: Item) {
        let event = match item {
            Item::Event(event) => event,
            Item::Line(line) => match std::str::from_utf8(&line).ok().map(read) {
                Some(Ok(Read::Known(event))) => event,
                Some(Ok(Read::Unknown { stamp, .. })) => {
                    self.clock.saw(stamp);
                    self.unreadable += 1;
                    return;
                }
                Some(Err(_)) | None => {
                    self.damaged += 1;
                    return;
                }
            },
        };
        self.clock.saw(event.stamp);
        if Some(event.device) == self.device {
            self.sequence = self.sequence.max(event.sequence);
        }
        self.record.apply(&event);
    }
}

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
        let kek = derive::kek(passphrase, &params).await?;
        let path = self.inner.with_value(|inner| inner.path.clone());
        let mut vault = Vault::create(store, &path, &kek, rng).await?;
        vault.keep_reserve(rng).await?;
        self.show(vault, Replay::default(), Folding::default()).await?;
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
        let kek = derive::kek_for(head, passphrase).await?;
        // A restore mints a new vault id, so one id serves for the vault and for the device it lies on.
        let mut folding = Folding { device: Some(head.place.id().into()), ..Folding::default() };
        let mut fold = |_, item| folding.take(item);
        let (vault, replay) = Vault::unlock_into(store, head, &kek, &mut fold, &mut SystemRandom).await?;
        self.show(vault, replay, folding).await?;
        if !self.route.get_untracked().needs_record() {
            self.go(Route::Caseload);
        }
        platform::measure("unlock", "unlock-begins");
        Ok(())
    }

    /// Shows what was read, and looks at what patients left.
    async fn show(self, vault: Vault<Store>, replay: Replay, folded: Folding) -> Result<(), Trouble> {
        let mut findings = Vec::new();
        let Folding { record, clock, sequence, unreadable, damaged, .. } = folded;
        let damaged = damaged + replay.damaged.len();
        self.inner.update_value(|inner| {
            inner.device = vault.id().into();
            (inner.sequence, inner.clock) = (sequence, clock);
            inner.ids = IdSource::new(&mut SystemRandom);
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
