//! Saving: one event after another, and "saved" only when it is on disk.

use std::{cell::RefCell, collections::VecDeque, rc::Rc};

use futures_util::lock::Mutex;
use leptos::prelude::*;

use super::{App, Trouble, app::Store};
use crate::{
    care::{DeviceId, Event},
    platform::{self, SystemRandom},
    vault::{MirrorState, Vault},
};

/// Whether what the screen shows is on disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Everything is.
    Saved,
    /// Something is on its way.
    Saving,
    /// Something is not, and waits in this tab for another try.
    Failed(Trouble),
}

/// The open vault and the events that wait to be written to it, in order. One writer at a time holds the vault.
#[derive(Clone, Default)]
pub(super) struct Journal {
    vault: Rc<Mutex<Option<Vault<Store>>>>,
    waiting: Rc<RefCell<VecDeque<Event>>>,
}

impl Journal {
    /// Puts an opened vault in.
    pub async fn hold(&self, vault: Vault<Store>) {
        *self.vault.lock().await = Some(vault);
    }

    /// Drops the vault and so wipes its keys, unless it is being written to.
    pub fn forget(&self) {
        if let Some(mut vault) = self.vault.try_lock() {
            vault.take();
        }
    }

    /// Puts events in line. They are part of the record already; [`Journal::write`] writes them.
    pub fn put(&self, events: impl IntoIterator<Item = Event>) {
        self.waiting.borrow_mut().extend(events);
    }

    /// Lets what waits go where `stays` does not hold.
    pub fn sift(&self, stays: impl FnMut(&Event) -> bool) {
        self.waiting.borrow_mut().retain(stays);
    }

    /// What waits, in order.
    pub fn unwritten(&self) -> Vec<Event> {
        self.waiting.borrow().iter().cloned().collect()
    }

    /// Whether nothing waits and nobody writes.
    pub fn idle(&self) -> bool {
        self.waiting.borrow().is_empty() && self.vault.try_lock().is_some()
    }

    /// Whether something waits.
    pub fn waits(&self) -> bool {
        !self.waiting.borrow().is_empty()
    }

    /// Lets what waits go.
    pub fn lose(&self) {
        self.waiting.borrow_mut().clear();
    }

    /// Puts what waits under another device, whose sequence begins with it. Returns how far that has come.
    pub fn rename(&self, device: DeviceId) -> u64 {
        let mut sequence = 0;
        for event in self.waiting.borrow_mut().iter_mut() {
            sequence += 1;
            (event.device, event.sequence) = (device, sequence);
        }
        sequence
    }

    /// Lets `work` use the vault, alone.
    pub async fn with<T>(&self, work: impl AsyncFnOnce(&mut Vault<Store>) -> Result<T, Trouble>) -> Result<T, Trouble> {
        match self.vault.lock().await.as_mut() {
            Some(vault) => work(vault).await,
            None => Err(Trouble::Failed("the vault is locked".to_owned())),
        }
    }

    /// Writes what waits. When it returns `Ok`, everything that was in line is on disk. An event leaves the line only when it
    /// has been accepted, so another try, or the next save, begins with the one that failed.
    async fn write(&self) -> Result<(), Trouble> {
        self.with(async |vault| {
            loop {
                let next = self.waiting.borrow().front().cloned();
                match next {
                    Some(event) => {
                        let line = event.to_line();
                        vault.append(line.as_bytes(), &mut SystemRandom).await?;
                        self.waiting.borrow_mut().pop_front();
                    }
                    None => {
                        vault.durable().await?;
                        // More may have been put in line while the disk was busy.
                        if self.waiting.borrow().is_empty() {
                            return Ok(());
                        }
                    }
                }
            }
        })
        .await
    }
}

impl App {
    /// Saves what waits.
    ///
    /// # Errors
    /// [`Trouble`] where something is not on disk; it waits for another try.
    pub async fn save_now(self) -> Result<(), Trouble> {
        if !self.is_writing() {
            // It waits until this tab writes.
            return if self.journal().waits() { self.refuse_following() } else { Ok(()) };
        }
        let was_full = self.save.with_untracked(|state| *state == SaveState::Failed(Trouble::Full));
        self.save.set(SaveState::Saving);
        platform::mark("save-begins");
        self.try_mirror().await;
        let outcome = match self.put_back_if_emptied().await {
            Ok(()) => self.journal().write().await,
            Err(trouble) => Err(trouble),
        };
        match &outcome {
            Ok(()) => {
                platform::measure("save", "save-begins");
                self.save.set(SaveState::Saved);
                self.tidy(was_full);
                self.tell_saved();
            }
            Err(trouble) => self.save.set(SaveState::Failed(trouble.clone())),
        }
        self.look_at_mirror();
        outcome
    }

    /// Says whether the mirror took part in what was written last.
    pub(super) fn look_at_mirror(self) {
        if let Ok(store) = self.store() {
            let away = matches!(store.state(), MirrorState::Without(_));
            self.less_safe.maybe_update(|before| std::mem::replace(before, away) != away);
        }
    }

    /// Tries a mirror that went away, at the next save and then ever more rarely, since that looks through both stores. Where
    /// it is back, it gets what it missed.
    async fn try_mirror(self) {
        let (Ok(store), away) = (self.store(), self.less_safe.get_untracked()) else { return };
        let saves = self.inner.try_update_value(|inner| {
            inner.saves_alone = if away { inner.saves_alone.saturating_add(1) } else { 0 };
            inner.saves_alone
        });
        if saves.is_some_and(u32::is_power_of_two) {
            // What is in the way of the first store, the save that follows says.
            let _ = store.heal().await;
        }
    }

    /// Writes everything again where somebody emptied the store behind the app's back.
    pub(super) async fn put_back_if_emptied(self) -> Result<(), Trouble> {
        let store = self.store()?;
        if !self.is_writing() {
            return Ok(());
        }
        let emptied = match store.is_emptied().await {
            // The mirror may have been closed with its data: healing opens it anew, or goes on without it.
            Err(_) => {
                store.heal().await?;
                store.is_emptied().await?
            }
            Ok(emptied) => emptied,
        };
        if !emptied {
            return Ok(());
        }
        // The mirror may have been closed with its data, or still have all of it.
        store.heal().await?;
        store.put_back().await?;
        self.look_at_mirror();
        self.emptied.set(true);
        Ok(())
    }

    /// Tries again to save what could not be saved; where another tab writes, takes over from it first.
    pub fn retry_save(self) {
        leptos::task::spawn_local(async move {
            // The outcome stands in `save`, where every page shows it.
            let _ = if self.is_writing() { self.save_now().await } else { self.take_over().await };
        });
    }

    pub(super) fn journal(self) -> Journal {
        self.inner.with_value(|inner| inner.journal.clone())
    }
}
