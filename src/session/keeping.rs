//! The keys of the open vault: its passphrase, its recovery kit, a new key, and erasing everything.

use leptos::prelude::*;

use super::{App, LockNotice, Route, Trouble, app::Store, derive};
use crate::{
    platform::{self, SystemRandom, TabMessage},
    vault::{Kit, SlotParams, VaultError, VaultHead, age::Recipient, find},
};

/// How long other tabs have to say that they must save something before they lock, in milliseconds.
const GIVE_WAY: u32 = 300;

impl App {
    /// The outside of the open vault, as it lies in the store now.
    async fn own_head(self) -> Result<VaultHead, Trouble> {
        let (store, path) = (self.store()?, self.inner.with_value(|inner| inner.path.clone()));
        let id = self.journal().with(async |vault| Ok(vault.id())).await?;
        let found = find(&store, &path).await?;
        found.vaults.into_iter().find(|head| head.place.id() == id).ok_or(Trouble::LockDamaged)
    }

    /// Makes another passphrase the one that opens the vault. The present one is asked for, so that nobody does it who only
    /// found the page open.
    ///
    /// # Errors
    /// [`Trouble`]: the present passphrase then still opens it.
    pub async fn change_passphrase(self, present: &str, new: &str) -> Result<(), Trouble> {
        derive::kek_for(&self.own_head().await?, present).await?;
        self.set_passphrase(new).await
    }

    async fn set_passphrase(self, new: &str) -> Result<(), Trouble> {
        let params = SlotParams::fresh(&mut SystemRandom).map_err(VaultError::from)?;
        let kek = derive::kek(new, &params).await?;
        self.journal().with(async |vault| Ok(vault.change_passphrase(&kek, &mut SystemRandom).await?)).await
    }

    /// Makes a new key for everything and seals it all again. The passphrase stays. Other tabs lock first: with the old key they
    /// could read nothing any more.
    ///
    /// # Errors
    /// [`Trouble`]: nothing is lost, and the next unlock or another try ends it.
    pub async fn renew_key(self, passphrase: &str) -> Result<(), Trouble> {
        derive::kek_for(&self.own_head().await?, passphrase).await?;
        let params = SlotParams::fresh(&mut SystemRandom).map_err(VaultError::from)?;
        let kek = derive::kek(passphrase, &params).await?;
        self.tell(TabMessage::LockKey);
        // One of them may have something to save first, and takes the right to write for that.
        platform::pause(GIVE_WAY).await;
        self.take_over().await?;
        self.save_now().await?;
        let outcome = self.journal().with(async |vault| Ok(vault.change_key(&kek, &mut SystemRandom).await?)).await;
        self.look_at_mirror();
        outcome
    }

    /// Lets a recovery kit open the vault, and no older one.
    ///
    /// # Errors
    /// [`Trouble`]: nothing has changed then.
    pub async fn keep_kit(self, recipient: Recipient) -> Result<(), Trouble> {
        self.journal().with(async |vault| Ok(vault.add_kit(recipient, true, &mut SystemRandom).await?)).await?;
        self.has_kit.set(true);
        Ok(())
    }

    /// For whom the vault's recovery kits are, the newest first.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn kits(self) -> Result<Vec<Recipient>, Trouble> {
        self.journal().with(async |vault| Ok(vault.kits().await?.0)).await
    }

    /// Opens a vault with its recovery kit, as it was typed, and makes a new passphrase for it.
    ///
    /// # Errors
    /// [`Trouble`]: the old passphrase then still opens it.
    pub async fn unlock_by_kit(self, head: &VaultHead, kit: &str, new: &str) -> Result<(), Trouble> {
        let kit = Kit::parse(kit).map_err(Trouble::Kit)?;
        self.open_by_kit(head, &kit).await?;
        self.set_passphrase(new).await?;
        self.has_kit.set(true);
        self.go(Route::Caseload);
        Ok(())
    }

    /// Erases every vault of this app in this browser, keys first, and what the device remembers beside them; then the page
    /// is loaded again.
    ///
    /// # Errors
    /// [`Trouble`]: a part may be gone, and every later start goes on with it.
    pub async fn erase_everything(self) -> Result<(), Trouble> {
        let (store, path) = (self.store()?, self.inner.with_value(|inner| inner.path.clone()));
        let found = find(&store, &path).await?;
        self.inner.with_value(|inner| inner.tabs.tell(TabMessage::Lock));
        self.journal().forget();
        let vaults = found.vaults.iter().map(|head| &head.place);
        for place in vaults.chain(found.remains.iter().map(|remains| &remains.place)) {
            Store::as_ref(&store).erase(&place.prefix()).await?;
        }
        platform::forget_preferences();
        platform::forget_turn();
        LockNotice::Erased.keep();
        platform::leave(&Route::Welcome.address());
        Ok(())
    }
}
