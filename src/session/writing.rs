//! Which tab writes: one, and the others follow it and can take over.

use std::cell::Cell;

use leptos::{prelude::*, task::spawn_local};

use super::{App, LockNotice, SaveState, Trouble, opening::Folding};
use crate::{
    care::DeviceId,
    exchange,
    platform::{self, SystemRandom, TabMessage, Taking, WriteLock},
    vault::{Access, Place},
};

/// What this tab may do with the vault that is open in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It writes.
    Writing,
    /// Another one does, and this one shows what that one saves.
    Following,
    /// It is about to write: the other one is asked to finish.
    Taking,
}

/// How long the writer has to answer before the right to write is taken from it, in milliseconds. A frozen tab never does.
const PATIENCE: u64 = 4_000;
/// How long a tab that did not ask stands back while another one takes over, in milliseconds.
const STAND_BACK: u64 = 10_000;

/// What this tab knows about who writes.
#[derive(Default)]
pub(super) struct Writing {
    pub lock: Option<WriteLock>,
    /// The vault's id, as tabs name it to each other.
    pub vault: String,
    /// What this tab calls itself.
    pub me: String,
    /// Until when the writer that was asked still has time, by the steady clock.
    until: Cell<u64>,
    /// Until when another tab is taking over.
    others: Cell<u64>,
    /// Something was saved elsewhere and not read here yet.
    stale: Cell<bool>,
    reading: Cell<bool>,
}

impl App {
    /// Asks for the right to write the vault that lies there, before it is read. Whoever does not get it follows.
    pub(super) async fn enter(self, place: &Place) {
        let name = format!("{}{}", place.path().as_str(), place.id().as_simple());
        let lock = WriteLock::new(&name, move || self.lost_lock());
        if let Ok(store) = self.store() {
            store.guard(place.prefix(), lock.clone());
        }
        let held = lock.take(Taking::IfFree).await;
        self.inner.update_value(|inner| {
            let me = platform::random_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
            inner.writing = Writing { lock: Some(lock), vault: place.id().to_string(), me, ..Writing::default() };
        });
        self.role.set(if held { Role::Writing } else { Role::Following });
    }

    /// Leaves the vault: it was not opened after all, or the page goes.
    pub(super) fn leave_vault(self) {
        if let Some(lock) = self.lock_handle() {
            lock.give_up();
        }
    }

    fn lock_handle(self) -> Option<WriteLock> {
        self.inner.with_value(|inner| inner.writing.lock.clone())
    }

    /// Whether this tab writes.
    #[must_use]
    pub fn is_writing(self) -> bool {
        self.role.get_untracked() == Role::Writing
    }

    /// Another tab took the right to write from this one, which was asleep.
    fn lost_lock(self) {
        if self.role.get_untracked() == Role::Writing {
            self.follow();
        }
    }

    /// From now on this tab follows. What it states goes under a device of its own, since another tab goes on with the
    /// sequence of the vault's.
    pub(super) fn follow(self) {
        self.role.set(Role::Following);
        self.inner.update_value(|inner| {
            inner.device = DeviceId::random(&mut SystemRandom);
            inner.sequence = inner.journal.rename(inner.device);
        });
        self.catch_up_soon();
    }

    /// What another tab says about who writes.
    pub(super) fn hear_of_writing(self, message: TabMessage) {
        let (vault, me) = self.inner.with_value(|inner| (inner.writing.vault.clone(), inner.writing.me.clone()));
        match message {
            TabMessage::Saved(which) if which == vault => self.catch_up_soon(),
            TabMessage::Ask(which, who) if which == vault && who != me => match self.role.get_untracked() {
                Role::Writing => spawn_local(async move { self.hand_on(vault, who).await }),
                Role::Following | Role::Taking => {
                    let until = platform::monotonic_ms() + STAND_BACK;
                    self.inner.with_value(|inner| inner.writing.others.set(until));
                }
            },
            TabMessage::Wait(which, who) if which == vault && who == me => {
                let until = platform::monotonic_ms() + PATIENCE;
                self.inner.with_value(|inner| inner.writing.until.set(until));
            }
            _ => {}
        }
    }

    /// Finishes what is being saved and gives the right to write up, telling the tab that asked to wait meanwhile.
    async fn hand_on(self, vault: String, who: String) {
        let done = std::rc::Rc::new(Cell::new(false));
        let (still, wait) = (done.clone(), TabMessage::Wait(vault, who));
        spawn_local(async move {
            while !still.get() {
                self.tell(wait.clone());
                platform::pause(1_000).await;
            }
        });
        let journal = self.journal();
        if !journal.idle() {
            // What cannot be saved stays in this tab and is said there.
            let _ = self.save_now().await;
        }
        // Whatever else uses the vault is through once it can be had.
        let _ = journal.with(async |_| Ok(())).await;
        done.set(true);
        let until = platform::monotonic_ms() + STAND_BACK;
        self.inner.with_value(|inner| inner.writing.others.set(until));
        self.leave_vault();
        self.follow();
    }

    /// Writes here from now on, and saves what waits.
    pub fn write_here(self) {
        spawn_local(async move {
            // The outcome stands in `role` and `save`, where every page shows it.
            let _ = self.take_over().await;
        });
    }

    /// Takes the right to write over: the tab that has it is asked to finish, and where it does not answer it is taken from it.
    ///
    /// # Errors
    /// [`Trouble`] where the vault cannot be read again; this tab then follows as before.
    pub async fn take_over(self) -> Result<(), Trouble> {
        let Some(lock) = self.lock_handle() else { return Ok(()) };
        match self.role.get_untracked() {
            Role::Writing => return Ok(()),
            Role::Taking => return Err(Trouble::Following),
            Role::Following => self.role.set(Role::Taking),
        }
        let ask = self.inner.with_value(|inner| {
            inner.writing.until.set(platform::monotonic_ms() + PATIENCE);
            TabMessage::Ask(inner.writing.vault.clone(), inner.writing.me.clone())
        });
        self.tell(ask);
        while !lock.take(Taking::IfFree).await {
            let until = self.inner.with_value(|inner| inner.writing.until.get());
            if platform::monotonic_ms() > until {
                lock.take(Taking::Steal).await;
                break;
            }
            platform::pause(100).await;
        }
        self.begin_to_write().await
    }

    /// Takes the right to write where nobody has it any more, without asking anybody.
    async fn take_if_free(self) {
        let Some(lock) = self.lock_handle() else { return };
        let others = self.inner.with_value(|inner| inner.writing.others.get());
        let wanted = self.is_open()
            && self.role.get_untracked() == Role::Following
            && platform::is_shown()
            && platform::monotonic_ms() > others;
        if wanted && lock.take(Taking::IfFree).await {
            self.role.set(Role::Taking);
            // What is in the way is said in `save`, and a later try goes on.
            let _ = self.begin_to_write().await;
        }
    }

    /// Looks now and then whether the tab that writes is gone.
    pub(super) fn attend_writing(self) {
        platform::every(2_000, move || spawn_local(self.take_if_free()));
        platform::on_store_change(move |key| {
            let ours = self.store_prefix().is_some_and(|prefix| key.is_none_or(|key| key.starts_with(&prefix)));
            if ours {
                self.catch_up_soon();
            }
        });
    }

    fn store_prefix(self) -> Option<String> {
        self.is_open().then(|| self.inner.with_value(|inner| inner.path.prefix()))
    }

    /// Reads what the others wrote, from both stores since one may lag behind, and writes from then on.
    async fn begin_to_write(self) -> Result<(), Trouble> {
        let ready = async {
            let store = self.store()?;
            store.heal().await?;
            self.catch_up().await?;
            let prefix = self.journal().with(async |vault| Ok(vault.place().prefix())).await?;
            store.remember(&prefix).await?;
            Ok(())
        };
        if let Err(trouble) = ready.await {
            self.leave_vault();
            self.role.set(Role::Following);
            return Err(trouble);
        }
        self.inner.update_value(|inner| {
            inner.device = inner.own_device;
            inner.sequence = inner.own_sequence;
        });
        // Somebody may have been faster still, with force.
        if !self.lock_handle().is_some_and(|lock| lock.is_held()) {
            self.follow();
            return Err(Trouble::Following);
        }
        self.role.set(Role::Writing);
        self.save_now().await?;
        self.look_for_answers().await
    }

    /// Takes in what patients left on this device.
    pub(super) async fn look_for_answers(self) -> Result<(), Trouble> {
        let journal = self.journal();
        let waiting = journal.with(async |vault| {
            let writable = *vault.access() == Access::Full;
            Ok(if writable { Some(exchange::waiting(vault).await?) } else { None })
        });
        match waiting.await? {
            Some(waiting) => self.take_in(waiting).await,
            None => Ok(()),
        }
    }

    /// Reads what another tab saved, soon: several saves in a row are read at once. A tab that is not in front waits until it is.
    pub(super) fn catch_up_soon(self) {
        if !self.is_open() || self.role.get_untracked() != Role::Following {
            return;
        }
        let begin = self.inner.with_value(|inner| {
            inner.writing.stale.set(true);
            platform::is_shown() && !inner.writing.reading.replace(true)
        });
        if !begin {
            return;
        }
        spawn_local(async move {
            while self.inner.with_value(|inner| inner.writing.stale.replace(false)) {
                platform::pause(150).await;
                // What cannot be read now is read with the next save, or at the latest when this tab takes over.
                let _ = self.catch_up().await;
            }
            self.inner.with_value(|inner| inner.writing.reading.set(false));
        });
    }

    /// Reads the journal again and takes in what is new. What stands in fields stays there.
    pub(super) async fn catch_up(self) -> Result<(), Trouble> {
        let own = self.inner.with_value(|inner| inner.own_device);
        let mut folding = Folding::beside(own, self.record);
        let read = self
            .journal()
            .with(async |vault| {
                vault.reload_into(&mut |_, item| folding.take(item), &mut SystemRandom).await?;
                Ok(())
            })
            .await;
        if read == Err(Trouble::KeyChanged) && self.is_open() {
            // It was asleep perhaps when the others were told to lock.
            self.lock_this_tab(Some(LockNotice::Key));
        }
        read?;
        let (fresh, clock, sequence) = folding.fresh();
        self.inner.update_value(|inner| {
            inner.clock.saw(clock);
            inner.own_sequence = inner.own_sequence.max(sequence);
        });
        if fresh.is_empty() {
            return Ok(());
        }
        let fields = platform::typed();
        self.record.update(|record| {
            for event in &fresh {
                record.apply(event);
            }
        });
        if self.inner.with_value(|inner| inner.watch.typed) {
            self.put_fields_back(&fields).await;
        }
        Ok(())
    }

    /// Tells the other tabs that something was saved.
    pub(super) fn tell_saved(self) {
        let vault = self.inner.with_value(|inner| inner.writing.vault.clone());
        self.tell(TabMessage::Saved(vault));
    }

    pub(super) fn tell(self, message: TabMessage) {
        self.inner.with_value(|inner| inner.tabs.tell(message));
    }

    /// Where this tab may not write, refuses.
    pub(super) fn refuse_following(self) -> Result<(), Trouble> {
        if self.is_writing() {
            return Ok(());
        }
        self.save.set(SaveState::Failed(Trouble::Following));
        Err(Trouble::Following)
    }
}
