//! Erasing everything: keys first, then the rest, in both stores, and again at a start where a crash undid a part.

use super::{ENOUGH, Healed, MirrorState, Mirrored, Trouble, tomb};
use crate::order;
use crate::vault::storage::{Storage, StorageError};

/// What the key of an erase marker starts with; what shall be gone follows. Its value counts the starts at which nothing of
/// it was found any more.
pub const ERASED: &str = "~erased/";
/// The rooms of what opens a vault, which goes first: with it gone, the rest is noise.
const KEYS: [&str; 3] = ["slot/", "k/", "inbox-key/"];

/// Where a marker lies.
fn marker(prefix: &str) -> String {
    format!("{ERASED}{prefix}")
}

impl<A: Storage, B: Storage> Mirrored<A, B> {
    /// Erases everything under a prefix for good, a vault's: its keys first. A marker is written beforehand, strictly, and
    /// every later start obeys it, so that a browser that loses removals or is killed half-way cannot bring anything back.
    /// The prefix must never be used again; a vault's id is not.
    ///
    /// # Errors
    /// What the store reports: the marker may be there, and the next start goes on. A mirror that is away is no error, and
    /// [`Mirrored::state`] says so: the marker then waits in the store until the mirror is back.
    pub async fn erase(&self, prefix: &str) -> Result<(), StorageError> {
        let _pass = self.gate.enter().await;
        let key = marker(prefix);
        if self.state() == MirrorState::With
            && let Err(why) = self.mark_mirror(&key).await
        {
            self.go_alone(why);
        }
        // There may be no room for it, and what follows makes room.
        let marked = match self.store.write(&key, "0").await {
            Err(StorageError::Full) => false,
            outcome => outcome.map(|()| true)?,
        };
        self.store.durable().await?;
        self.forget(prefix);
        if self.state() == MirrorState::With
            && let Err(why) = sweep(&self.mirror, prefix).await
        {
            self.go_alone(why);
        }
        sweep(&self.store, prefix).await?;
        if !marked {
            self.store.write(&key, "0").await?;
        }
        self.store.durable().await
    }

    async fn mark_mirror(&self, key: &str) -> Result<(), StorageError> {
        self.mirror.write(key, "0").await?;
        self.mirror.durable().await
    }

    /// Whatever waits or is remembered of the prefix is no more.
    fn forget(&self, prefix: &str) {
        self.queue.borrow_mut().retain(|change| !change.key().starts_with(prefix));
        for keys in [&self.gone, &self.only_mirror, &self.tombs] {
            keys.borrow_mut().retain(|key| !key.starts_with(prefix));
        }
    }

    /// At a start: obeys the markers of both stores, before anything is healed. A marker goes when nothing of what it names
    /// was found at [`ENOUGH`] starts.
    pub(super) async fn obey(&self, healed: &mut Healed) -> Result<(), Trouble> {
        use Trouble::{Mirror, Store};
        let ours = format!("{ERASED}{}", self.prefix);
        let mut markers = order::set(self.store.keys(&ours).await.map_err(Store)?);
        // The store's own are obeyed also where the mirror cannot be asked.
        let in_mirror = self.mirror.keys(&ours).await;
        markers.extend(in_mirror.iter().flatten().cloned());
        for key in markers {
            let Some(prefix) = key.strip_prefix(ERASED) else { continue };
            self.forget(prefix);
            let found = sweep(&self.store, prefix).await.map_err(Store)?;
            if in_mirror.is_err() {
                continue;
            }
            let found = found + sweep(&self.mirror, prefix).await.map_err(Mirror)?;
            healed.erased += found;
            let seen = self.mirror.read(&key).await.map_err(Mirror)?.and_then(|text| text.parse::<u32>().ok());
            let seen = if found > 0 { 0 } else { seen.map_or(0, |seen| seen.saturating_add(1)) };
            if seen < ENOUGH {
                self.mirror.write(&key, &seen.to_string()).await.map_err(Mirror)?;
            } else {
                self.mirror.remove(&key).await.map_err(Mirror)?;
            }
            self.mirror.durable().await.map_err(Mirror)?;
            // From here on the mirror's marker counts; the store would only keep room for it.
            self.store.remove(&key).await.map_err(Store)?;
            self.store.durable().await.map_err(Store)?;
        }
        in_mirror.map(drop).map_err(Mirror)
    }
}

/// Removes everything under a prefix, and its tombstones: keys first, durable, then the rest, durable. Returns how many keys
/// there were.
async fn sweep<S: Storage>(storage: &S, prefix: &str) -> Result<usize, StorageError> {
    let all = storage.keys(prefix).await?;
    let opens = |key: &String| {
        let room = key.strip_prefix(prefix).unwrap_or_default();
        KEYS.iter().any(|keys| room.starts_with(keys))
    };
    for first in [true, false] {
        let mut any = false;
        for key in all.iter().filter(|key| opens(key) == first) {
            storage.remove(key).await?;
            any = true;
        }
        if any {
            storage.durable().await?;
        }
    }
    let graves = storage.keys(&tomb(prefix)).await?;
    for key in &graves {
        storage.remove(key).await?;
    }
    if !graves.is_empty() {
        storage.durable().await?;
    }
    Ok(all.len())
}
