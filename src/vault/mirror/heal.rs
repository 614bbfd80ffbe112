//! Making store and mirror agree, at a start.

use std::collections::BTreeSet;

use super::{ENOUGH, GONE, Healed, Mirrored, Trouble, tomb};
use crate::order;
use crate::vault::storage::{Storage, StorageError};

impl<A: Storage, B: Storage> Mirrored<A, B> {
    /// The union of both by key, tombstones first. Interrupted anywhere, it can simply be done again.
    pub(super) async fn agree(&self, healed: &mut Healed) -> Result<(), Trouble> {
        use Trouble::{Mirror, Store};
        let (a, b) = (&self.store, &self.mirror);
        let set = order::set::<String>;
        let graves = tomb(&self.prefix);
        let bury = |keys: BTreeSet<String>| -> BTreeSet<String> {
            let named = keys.iter().filter_map(|key| key.strip_prefix(GONE));
            order::set(named.map(str::to_owned))
        };
        let in_a = set(a.keys(&self.prefix).await.map_err(Store)?);
        let gone_a = bury(set(a.keys(&graves).await.map_err(Store)?));
        let in_b = set(b.keys(&self.prefix).await.map_err(Mirror)?);
        let mut gone_b = bury(set(b.keys(&graves).await.map_err(Mirror)?));
        self.tombs.replace(gone_b.clone());

        // Removed while the mirror was away, and not written again since: the mirror learns it.
        for key in gone_a.difference(&in_a) {
            b.write(&tomb(key), "0").await.map_err(Mirror)?;
            gone_b.insert(key.clone());
            self.tombs.borrow_mut().insert(key.clone());
            healed.removed += 1;
        }
        // Removed in the mirror: a removal that the store lost happens again. A mirror that stopped half-way finishes.
        for key in &gone_b {
            if in_b.contains(key) {
                b.remove(key).await.map_err(Mirror)?;
            }
            if in_a.contains(key) {
                a.remove(key).await.map_err(Store)?;
                healed.removed += 1;
            } else if !gone_a.contains(key) {
                self.age(key).await.map_err(Mirror)?;
            }
        }
        for key in in_a.difference(&in_b).filter(|key| !gone_b.contains(*key)) {
            if let Some(value) = a.read(key).await.map_err(Store)? {
                b.write(key, &value).await.map_err(Mirror)?;
                healed.to_mirror += 1;
            }
        }
        self.only_mirror.borrow_mut().clear();
        for key in in_b.difference(&in_a).filter(|key| !gone_b.contains(*key)) {
            let Some(value) = b.read(key).await.map_err(Mirror)? else {
                continue;
            };
            match a.write(key, &value).await {
                Ok(()) => healed.to_store += 1,
                Err(StorageError::Full) => {
                    self.only_mirror.borrow_mut().insert(key.clone());
                    healed.no_room += 1;
                }
                Err(error) => return Err(Store(error)),
            }
        }
        b.durable().await.map_err(Mirror)?;
        for key in &gone_a {
            a.remove(&tomb(key)).await.map_err(Store)?;
        }
        a.durable().await.map_err(Store)
    }

    /// One more start at which the store did not have a key that was removed.
    async fn age(&self, key: &str) -> Result<(), StorageError> {
        let name = tomb(key);
        let seen = self.mirror.read(&name).await?;
        let seen = seen.and_then(|text| text.parse::<u32>().ok()).unwrap_or(0);
        if seen + 1 >= ENOUGH {
            self.tombs.borrow_mut().remove(key);
            return self.mirror.remove(&name).await;
        }
        let older = (seen + 1).to_string();
        self.mirror.write(&name, &older).await
    }
}
