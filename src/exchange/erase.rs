//! Erasing people from a vault: what is theirs goes from the journal, and what they left sealed on the device.
//!
//! That they are erased has to be stated and durable before, so that a stop anywhere is found at the next unlock
//! ([`Record::mentions_erased`]) and everything here is done again.

use rand_core::CryptoRngCore;

use super::take_in::{discard, waiting};
use super::turn::TurnError;
use crate::care::{Erasures, PersonId, Record, Theirs, compact::Item};
use crate::vault::{Storage, Vault};

/// How far an erasure is: entries looked at, and how many will be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Looked at so far.
    pub done: usize,
    /// To be looked at; nothing while that is not known yet.
    pub of: usize,
}

/// Takes everything about the people of `record` who are erased out of the vault: what they left sealed, records, segments,
/// the mirror's copies of both, and whatever is damaged. When it returns `Ok`, that is durable, and the record of what is
/// left is given back together with what was theirs.
///
/// # Errors
/// [`TurnError::Vault`] where the vault is read-only, what the store reports. Some is still there then.
pub async fn erase<S: Storage>(
    vault: &mut Vault<S>,
    record: &Record,
    told: &mut dyn FnMut(Progress),
    rng: &mut dyn CryptoRngCore,
) -> Result<(Record, Erasures), TurnError> {
    let people: Vec<PersonId> = record.erased().into_iter().map(|(person, _)| person).collect();
    for turn in waiting(vault).await?.turns {
        if record.is_turn_gone(turn.turn.into()) {
            discard(vault, &turn).await?;
        }
    }
    let (mut theirs, mut entries) = (Theirs::of(&people), 0);
    vault
        .look_through(
            &mut |_, item| {
                entries += 1;
                theirs.see_item(&item);
            },
            rng,
        )
        .await?;
    let theirs = theirs.done();
    let mut progress = Progress { done: 0, of: entries * 2 };
    let mut count = |told: &mut dyn FnMut(Progress)| {
        progress.done += 1;
        told(progress);
    };
    // What is known for theirs only by way of something else goes first.
    vault
        .rewrite(
            &mut |item| {
                count(told);
                !theirs.removes_first(item)
            },
            rng,
        )
        .await?;
    let mut left = Record::new();
    vault
        .rewrite(
            &mut |item| {
                count(told);
                let stays = !theirs.removes_item(item);
                if let Item::Event(event) = item
                    && stays
                {
                    left.apply(event);
                }
                stays
            },
            rng,
        )
        .await?;
    vault.keep_reserve(rng).await?;
    Ok((left, theirs))
}
