//! From a passphrase to the key it prepares: the slow step of setting up, unlocking and changing a passphrase.

use super::Trouble;
use crate::{
    platform,
    vault::{Kek, SlotParams, Vault, VaultError, VaultHead, derive_kek},
};

use super::app::Store;

/// The key that a passphrase prepares with these parameters.
///
/// # Errors
/// [`Trouble`] where the parameters are refused or memory does not suffice.
pub(super) async fn kek(passphrase: &str, params: &SlotParams) -> Result<Kek, Trouble> {
    Ok(derive_kek(&platform::nfc(passphrase), params).map_err(VaultError::from)?)
}

/// The key that a passphrase prepares for one of the vault's slots.
///
/// # Errors
/// [`Trouble`]: a wrong passphrase, no slot, or as [`kek`].
pub(super) async fn kek_for(head: &VaultHead, passphrase: &str) -> Result<Kek, Trouble> {
    Ok(Vault::<Store>::kek_for(head, &platform::nfc(passphrase))?)
}
