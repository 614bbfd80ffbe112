//! Why an age file was not opened or made.

use thiserror::Error;

use crate::vault::seal::SealError;

/// Why an age file was not opened or made. Nothing was changed in any of these cases.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AgeError {
    /// It does not begin as an age file does.
    #[error("This is not an age file. Nothing was changed. Choose a file that ends in .age.")]
    NotAge,
    /// A version of the format after the first.
    #[error(
        "This file is in a later version of the age format. Nothing was changed. Open it with the newest version of the app."
    )]
    Newer,
    /// The lines around the text form are not as they should be.
    #[error("The text of this age file is damaged or not complete. Nothing was changed. Fetch the file again.")]
    Armor,
    /// The part that says who can open it is not as it should be.
    #[error("The beginning of this age file is damaged. Nothing was changed. Use another copy of the file.")]
    Header,
    /// The part that says who can open it was altered after the file was made.
    #[error(
        "The beginning of this age file was altered or damaged after it was made. Nothing was changed. Use another copy of the file."
    )]
    Altered,
    /// None of its recipients is this key.
    #[error(
        "This file was not encrypted for this key. Nothing was changed. Use the recovery kit or the passphrase that was chosen when it was made."
    )]
    NoMatch,
    /// The passphrase does not open it.
    #[error("This passphrase does not open the file. Nothing was changed. Check capital letters and spelling.")]
    WrongPassphrase,
    /// The file asks for more work than is accepted. None was done.
    #[error(
        "This file asks for more work to check its passphrase (factor {factor}) than this app does (up to {most}), so nothing was tried. If you trust where it comes from, open it with the age program."
    )]
    TooCostly {
        /// The factor that the file names: the logarithm to base 2 of the cost.
        factor: u32,
        /// The greatest accepted.
        most: u32,
    },
    /// The device has not that much memory to give.
    #[error(
        "This device has not enough free memory to check the passphrase. Nothing was changed. Close other pages or programs and try again."
    )]
    OutOfMemory,
    /// The content was altered or damaged, or its end is missing.
    #[error("The content of this age file is damaged or its end is missing. Use another copy of the file.")]
    Payload,
    /// A text is no key of age's.
    #[error("This is not a key in the form that age uses. Nothing was changed. Check the text.")]
    NotAKey,
    /// The key is one that nothing can be encrypted for.
    #[error("Nothing can be encrypted for this key. Nothing was written.")]
    BadRecipient,
    /// No random bytes, or the cipher refused.
    #[error(transparent)]
    Seal(#[from] SealError),
}
