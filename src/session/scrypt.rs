//! From a backup's passphrase to its key: the slow step of making and opening a backup with a passphrase. It is done in a
//! worker, as that of the vault's own passphrase is.

use zeroize::Zeroizing;

use super::{FileTrouble, Trouble, derive::derive};
use crate::vault::{
    Job,
    age::{ScryptKey, ScryptParams},
};

/// The key that a passphrase, taken as it is, prepares with this cost and salt.
///
/// # Errors
/// [`FileTrouble`] where memory does not suffice.
pub(super) async fn key(passphrase: &str, params: &ScryptParams) -> Result<ScryptKey, FileTrouble> {
    let job = Job::Scrypt(Zeroizing::new(passphrase.to_owned()), *params);
    match derive(&job).await {
        Ok(key) => Ok(ScryptKey::from_parts(*params, key)),
        Err(Trouble::OutOfMemory) => Err(FileTrouble::OutOfMemory),
        Err(trouble) => Err(trouble.into()),
    }
}
