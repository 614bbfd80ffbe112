//! Starting, making a vault, opening one, and the sample.

use std::rc::Rc;

use futures_util::future::abortable;
use leptos::prelude::*;

use super::{
    App, Damages, LockNotice, Phase, Route, Trouble,
    app::{Finding, Store},
    derive,
    turn::TurnDesk,
};
use crate::{
    care::{Contact, DeviceId, Event, Fact, HybridClock, IdSource, Read, Record, Stamp, compact::Item, read},
    platform::{self, LocalStore, StrictStore, SystemRandom},
    sample::{self, Plan},
    vault::{
        Access, Gated, Kek, Kit, KitError, MirrorState, Mirrored, Remembered, Replay, SlotError, SlotParams, Vault,
        VaultError, VaultHead, find,
    },
    words,
};

/// What a journal folds to while it is read, so that it never is in memory as a whole.
#[derive(Default)]
pub(super) struct Folding {
    pub(super) record: Record,
    pub(super) clock: HybridClock,
    /// The device whose sequence goes on.
    pub(super) device: Option<DeviceId>,
    pub(super) sequence: u64,
    pub(super) unreadable: usize,
    pub(super) damaged: usize,
    /// The record that has most of it already, and what it has not.
    pub(super) beside: Option<(RwSignal<Record>, Vec<Event>)>,
}

impl Folding {
    /// Gathers only what the record has not yet.
    pub fn beside(device: DeviceId, record: RwSignal<Record>) -> Self {
        Self { device: Some(device), beside: Some((record, Vec::new())), ..Self::default() }
    }

    /// What the record has not yet, the latest stamp seen, and how far the device's sequence has come.
    pub fn fresh(self) -> (Vec<Event>, Stamp, u64) {
        let Self { mut clock, sequence, beside, .. } = self;
        (beside.map(|(_, events)| events).unwrap_or_default(), clock.next(0), sequence)
    }

    pub fn take(&mut self, item: Item) {
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
        match &mut self.beside {
            Some((record, fresh)) => {
                if !record.with_untracked(|record| record.knows(event.id)) {
                    fresh.push(*event);
                }
            }
            None => {
                self.record.apply(&event);
            }
        }
    }
}

/// Ends a change of passphrase or key that was interrupted.
async fn settle(vault: &mut Vault<Store>, kek: Option<&Kek>) -> Result<(), Trouble> {
    vault.resume_change(&mut SystemRandom).await?;
    if let Some(kek) = kek {
        vault.settle_slots(kek).await?;
    }
    Ok(())
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
        Ok(Rc::new(Gated::new(Remembered::new(store))))
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
        LockNotice::draw()
    }

    pub(super) fn store(self) -> Result<Store, Trouble> {
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
        self.enter(vault.place()).await;
        vault.keep_reserve(rng).await?;
        self.show(vault, Replay::default(), Folding::default(), None).await?;
        if !contacts.is_empty() {
            self.note([(platform::today(), Fact::ContactsSet { contacts })]);
            self.save_now().await?;
        }
        self.go(Route::NewKit);
        Ok(())
    }

    /// Opens a vault with its recovery kit. Nothing of the vault is changed by that.
    pub(super) async fn open_by_kit(self, head: &VaultHead, kit: &Kit) -> Result<(), Trouble> {
        let store = self.store()?;
        self.enter(&head.place).await;
        let opened = Vault::unlock_by_kit(store, head, kit, &mut SystemRandom).await;
        let (vault, mut replay) = opened.map_err(|error| {
            self.leave_vault();
            match error {
                VaultError::NoSlot | VaultError::Slot(SlotError::WrongKit) => Trouble::Kit(KitError::OtherKit),
                other => other.into(),
            }
        })?;
        let mut folding = Folding { device: Some(head.place.id().into()), ..Folding::default() };
        std::mem::take(&mut replay.items).into_iter().for_each(|item| folding.take(item));
        self.show(vault, replay, folding, None).await
    }

    /// Opens a vault.
    ///
    /// # Errors
    /// [`Trouble`]: nothing was changed then.
    pub async fn unlock(self, head: &VaultHead, passphrase: &str) -> Result<(), Trouble> {
        platform::mark("unlock-begins");
        let store = self.store()?;
        let (deriving, handle) = abortable(derive::kek_for(head, passphrase));
        self.inner.update_value(|inner| inner.unlocking = Some(handle));
        let kek = deriving.await.map_err(|_| Trouble::GivenUp)??;
        self.enter(&head.place).await;
        // A restore mints a new vault id, so one id serves for the vault and for the device it lies on.
        let mut folding = Folding { device: Some(head.place.id().into()), ..Folding::default() };
        let mut fold = |_, item| folding.take(item);
        let opened = Vault::unlock_into(store, head, &kek, &mut fold, &mut SystemRandom).await;
        let (vault, replay) = opened.inspect_err(|_| self.leave_vault())?;
        self.show(vault, replay, folding, Some(&kek)).await?;
        if !self.route.get_untracked().needs_record() {
            self.go(Route::Caseload);
        }
        self.take_typed_back().await;
        platform::measure("unlock", "unlock-begins");
        Ok(())
    }

    /// Gives the unlocking that is under way up, as long as the passphrase is being worked on.
    pub fn give_up_unlocking(self) {
        if let Some(handle) = self.inner.try_update_value(|inner| inner.unlocking.take()).flatten() {
            handle.abort();
        }
    }

    /// Shows what was read, and looks at what patients left.
    pub(super) async fn show(
        self,
        mut vault: Vault<Store>,
        replay: Replay,
        folded: Folding,
        kek: Option<&Kek>,
    ) -> Result<(), Trouble> {
        let mut findings = Vec::new();
        let Folding { record, clock, sequence, unreadable, damaged, .. } = folded;
        self.damages.set(Damages::of(&replay, damaged));
        let damaged = damaged + replay.damaged.len();
        self.inner.update_value(|inner| {
            inner.own_device = vault.id().into();
            inner.device = inner.own_device;
            (inner.sequence, inner.own_sequence, inner.clock) = (sequence, sequence, clock);
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
        let writable = *vault.access() == Access::Full && self.is_writing();
        if writable && let Err(why) = settle(&mut vault, kek).await {
            findings.push(Finding::Trouble(why));
        }
        self.has_kit.set(!vault.kits().await?.0.is_empty());
        let prefix = vault.place().prefix();
        self.journal().hold(vault).await;
        self.begin_watch();
        self.record.set(record);
        self.findings.set(findings);
        self.phase.set(Phase::Open);
        let (interrupted, half) =
            self.record.with_untracked(|record| (record.mentions_erased(), record.half_erased().len()));
        if half > 0 {
            self.findings.update(|all| all.push(Finding::HalfErased(half)));
        }
        self.watch_room();
        if !self.is_writing() {
            self.follow();
            return Ok(());
        }
        self.store()?.remember(&prefix).await?;
        if writable && interrupted {
            let finding = match self.finish_erasures().await {
                Ok(()) => Finding::ErasureFinished,
                Err(trouble) => Finding::Trouble(trouble),
            };
            self.findings.update(|all| all.push(finding));
        }
        self.look_for_answers().await
    }

    /// Opens the sample caseload, in memory only.
    pub fn look_around(self) {
        let plan = Plan::look_around(platform::today(), self.lang.get_untracked());
        let plan = Plan { outcome: true, care: true, ..plan };
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
