//! From a passphrase to the key it prepares: the slow step of setting up, unlocking and changing a passphrase, and of backups.
//! It is done in a worker, so that the page goes on moving, and in this thread where there is none.

use zeroize::Zeroizing;

use super::Trouble;
use crate::{
    platform,
    vault::{Job, JobError, Kek, SlotError, SlotParams, VaultError, VaultHead, job},
};

/// Does what a worker was asked to: for the module's other instance, which is no page.
pub fn serve() {
    platform::serve(job::work);
}

/// Does one job. Dropping the future gives it up, where a worker does it.
pub(super) async fn derive(job: &Job) -> Result<[u8; 32], Trouble> {
    let key = match platform::in_worker(&job.to_bytes()).await {
        Some(answer) => job::outcome(&answer),
        None => {
            // The page is to say what it does before it stands still.
            platform::next_frame().await;
            job.run()
        }
    };
    Ok(*key?)
}

/// The key that a passphrase prepares with these parameters.
///
/// # Errors
/// [`Trouble`] where the parameters are refused or memory does not suffice.
pub(super) async fn kek(passphrase: &str, params: &SlotParams) -> Result<Kek, Trouble> {
    let job = Job::Argon2(Zeroizing::new(platform::nfc(passphrase)), params.clone());
    Ok(Kek::from_parts(params.clone(), derive(&job).await?))
}

/// The key that a passphrase prepares for one of the vault's slots.
///
/// # Errors
/// [`Trouble`]: a wrong passphrase, no slot, or as [`kek`].
pub(super) async fn kek_for(head: &VaultHead, passphrase: &str) -> Result<Kek, Trouble> {
    for params in head.params() {
        let kek = kek(passphrase, params).await?;
        if head.is_opened_by(&kek)? {
            return Ok(kek);
        }
    }
    Err(if head.slots.is_empty() { VaultError::NoSlot } else { SlotError::WrongPassphrase.into() }.into())
}

impl From<JobError> for Trouble {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Empty => Self::NoPassphrase,
            JobError::OutOfMemory => Self::OutOfMemory,
            JobError::Refused => Self::Failed(error.to_string()),
        }
    }
}
