//! From a backup's passphrase to its key: the slow step of making and opening a backup with a passphrase. It stands in one
//! place, so that it can be done elsewhere than on the page's own thread.

use super::FileTrouble;
use crate::{
    platform,
    vault::age::{ScryptKey, ScryptParams, passphrase},
};

/// The key that a passphrase prepares with this cost and salt.
///
/// # Errors
/// [`FileTrouble`] where memory does not suffice.
pub(super) async fn key(passphrase: &str, params: &ScryptParams) -> Result<ScryptKey, FileTrouble> {
    // The page says what is being done before it is.
    platform::next_frame().await;
    Ok(passphrase::derive(passphrase, params)?)
}
