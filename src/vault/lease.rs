//! Who may write, where the browser has no locks: a text in a shared store with a writer's nonce and the time until which it
//! holds. Whoever holds it says so again and again; who was silent too long has lost it.
//!
//! A store has no "write only if", so a claim counts only when it is still there after a pause ([`SETTLE`]): of two tabs that
//! claim at once the later write stays. A lease that ran out while its holder slept must be claimed anew like any other.
//!
//! Clocks are one device's and may jump. A time further off than a lease ever lasts was written before the clock was set back,
//! and counts as over.

use super::storage::{Storage, StorageError};

/// How long a lease holds without a word of its holder, in milliseconds. Timers of a tab that is not in front run once a
/// second in most browsers.
pub const LASTS: u64 = 6_000;
/// How often its holder says so again, in milliseconds.
pub const BEAT: u64 = 1_500;
/// How long a claim must stand before it counts, in milliseconds.
pub const SETTLE: u64 = 400;

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody's, or one that ran out.
    Free,
    /// Ours, and it holds.
    Ours,
    /// Another tab's, and it holds.
    Theirs,
}

/// One tab's view of a lease.
#[derive(Debug)]
pub struct Lease<S> {
    storage: S,
    key: String,
    nonce: String,
}

impl<S: Storage> Lease<S> {
    /// The lease that lies under `key`, seen by the tab that calls itself `nonce` (without a space).
    pub const fn new(storage: S, key: String, nonce: String) -> Self {
        Self { storage, key, nonce }
    }

    async fn read(&self) -> Result<Option<(String, u64)>, StorageError> {
        let text = self.storage.read(&self.key).await?;
        let parts = text.as_deref().and_then(|text| text.split_once(' ')).filter(|(nonce, _)| !nonce.is_empty());
        Ok(parts.and_then(|(nonce, until)| Some((nonce.to_owned(), until.parse().ok()?))))
    }

    /// Whose it is at `now` (milliseconds).
    ///
    /// # Errors
    /// What the store reports.
    pub async fn look(&self, now: u64) -> Result<Standing, StorageError> {
        Ok(match self.read().await? {
            Some((nonce, until)) if now < until && until <= now.saturating_add(LASTS) => {
                if nonce == self.nonce {
                    Standing::Ours
                } else {
                    Standing::Theirs
                }
            }
            _ => Standing::Free,
        })
    }

    /// Claims it where it is free, or in any case with `force`. `true`: the claim is written, and counts if
    /// [`Lease::look`] still says [`Standing::Ours`] after [`SETTLE`].
    ///
    /// # Errors
    /// What the store reports.
    pub async fn claim(&self, now: u64, force: bool) -> Result<bool, StorageError> {
        if !force && self.look(now).await? == Standing::Theirs {
            return Ok(false);
        }
        self.say(now).await?;
        Ok(true)
    }

    /// Says again that it is held. `false`: it is not, and nothing was written.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn beat(&self, now: u64) -> Result<bool, StorageError> {
        let ours = self.look(now).await? == Standing::Ours;
        if ours {
            self.say(now).await?;
        }
        Ok(ours)
    }

    async fn say(&self, now: u64) -> Result<(), StorageError> {
        let until = now.saturating_add(LASTS);
        self.storage.write(&self.key, &format!("{} {until}", self.nonce)).await
    }

    /// Gives it up where it is ours.
    ///
    /// # Errors
    /// What the store reports.
    pub async fn give_up(&self) -> Result<(), StorageError> {
        match self.read().await? {
            Some((nonce, _)) if nonce == self.nonce => self.storage.remove(&self.key).await,
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use pollster::block_on;

    use super::*;
    use crate::vault::MemoryStorage;

    fn tabs() -> (Lease<MemoryStorage>, Lease<MemoryStorage>, MemoryStorage) {
        let disk = MemoryStorage::new();
        let tab = |name: &str| Lease::new(disk.clone(), "lease".to_owned(), name.to_owned());
        (tab("one"), tab("two"), disk)
    }

    #[test]
    fn one_writes_and_the_other_waits_until_it_is_given_up() {
        block_on(async {
            let (one, two, _) = tabs();
            assert_eq!(one.look(0).await, Ok(Standing::Free));
            assert_eq!(one.claim(0, false).await, Ok(true));
            assert_eq!(one.look(SETTLE).await, Ok(Standing::Ours));
            assert_eq!(two.look(SETTLE).await, Ok(Standing::Theirs));
            assert_eq!(two.claim(SETTLE, false).await, Ok(false));
            let mut now = 0;
            for _ in 0..100 {
                now += BEAT;
                assert_eq!(one.beat(now).await, Ok(true));
                assert_eq!(two.claim(now, false).await, Ok(false));
            }
            two.give_up().await.unwrap();
            assert_eq!(one.look(now).await, Ok(Standing::Ours), "only its holder gives it up");
            one.give_up().await.unwrap();
            assert_eq!(two.claim(now, false).await, Ok(true));
            assert_eq!(two.look(now + SETTLE).await, Ok(Standing::Ours));
        });
    }

    #[test]
    fn of_two_claims_at_once_one_stays() {
        block_on(async {
            let (one, two, disk) = tabs();
            // Both looked before either wrote.
            assert_eq!(one.look(0).await, Ok(Standing::Free));
            assert_eq!(two.look(0).await, Ok(Standing::Free));
            one.claim(0, true).await.unwrap();
            two.claim(0, true).await.unwrap();
            let after = [one.look(SETTLE).await.unwrap(), two.look(SETTLE).await.unwrap()];
            assert_eq!(after, [Standing::Theirs, Standing::Ours]);
            assert!(disk.snapshot()["lease"].starts_with("two "));
        });
    }

    #[test]
    fn a_sleeper_has_lost_it_whoever_has_it_now() {
        block_on(async {
            let (one, two, _) = tabs();
            one.claim(0, false).await.unwrap();
            // Asleep for longer than it lasts, and nobody came: still it must be claimed anew.
            assert_eq!(one.look(LASTS).await, Ok(Standing::Free));
            assert_eq!(one.beat(LASTS).await, Ok(false));
            // Somebody came.
            assert_eq!(two.claim(LASTS, false).await, Ok(true));
            assert_eq!(one.look(LASTS + SETTLE).await, Ok(Standing::Theirs));
            assert_eq!(one.beat(LASTS + SETTLE).await, Ok(false));
            assert_eq!(two.look(LASTS + SETTLE).await, Ok(Standing::Ours));
        });
    }

    #[test]
    fn force_takes_it_and_the_loser_learns_of_it() {
        block_on(async {
            let (one, two, _) = tabs();
            one.claim(0, false).await.unwrap();
            assert_eq!(two.claim(100, true).await, Ok(true));
            assert_eq!(one.beat(BEAT).await, Ok(false));
            assert_eq!(two.beat(BEAT).await, Ok(true));
        });
    }

    #[test]
    fn a_clock_set_back_and_strange_texts_keep_nobody_out() {
        block_on(async {
            let (one, two, disk) = tabs();
            one.claim(1_000_000, false).await.unwrap();
            assert_eq!(two.look(1_000_000 - LASTS - 1).await, Ok(Standing::Free), "the clock was set back far");
            assert_eq!(two.look(999_000).await, Ok(Standing::Free), "and a little");
            assert_eq!(two.look(1_000_001).await, Ok(Standing::Theirs));
            for strange in ["", "x", "one", "one two", "one -5", " 7"] {
                disk.write("lease", strange).await.unwrap();
                assert_eq!(two.look(5).await, Ok(Standing::Free), "{strange}");
            }
            assert_eq!(two.look(u64::MAX).await, Ok(Standing::Free));
        });
    }
}
