//! A store in memory, for sample mode and for tests, which can crash, run full and fail on command.
//!
//! It behaves like the worst disk that the contract of [`Storage`] allows: what was written is visible at once, but until
//! `durable` returns, a crash may drop any suffix of it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::storage::{Storage, StorageError};

/// What shall go wrong. A *step* is one call of `write`, `remove` or `durable`; the first is step 1. Reads are steps only where
/// `reads` says so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults {
    /// After this many steps the machine is dead: every later call fails until [`MemoryStorage::reboot`].
    pub crash_after: Option<usize>,
    /// This step fails with this error and has no effect; the machine lives on.
    pub fail_at: Option<(usize, StorageError)>,
    /// The step of `fail_at` reports its error after it has had its effect.
    pub fail_late: bool,
    /// Every call fails with this error, reads included: a store that a browser blocks.
    pub always: Option<StorageError>,
    /// `keys` and `read` are steps too, so that they can fail.
    pub reads: bool,
    /// `durable` says `Ok` and keeps nothing: localStorage as browsers really have it.
    pub durable_lies: bool,
}

/// One change that is not yet on disk.
#[derive(Debug, Clone)]
enum Change {
    Put(String, String),
    Gone(String),
}

#[derive(Debug, Default)]
struct Disk {
    /// What survives any crash.
    stable: BTreeMap<String, String>,
    /// What a reader sees.
    live: BTreeMap<String, String>,
    /// What lies between the two, oldest first.
    unflushed: Vec<Change>,
    /// Largest sum of the lengths of keys and values, in bytes; `None`: no limit.
    quota: Option<usize>,
    faults: Faults,
    steps: usize,
}

/// A handle on a disk in memory; clones share the disk.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage {
    disk: Rc<RefCell<Disk>>,
}

fn apply(map: &mut BTreeMap<String, String>, change: &Change) {
    match change {
        Change::Put(key, value) => {
            map.insert(key.clone(), value.clone());
        }
        Change::Gone(key) => {
            map.remove(key);
        }
    }
}

impl MemoryStorage {
    /// An empty disk without faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A disk that already holds `content`, all of it durable.
    #[must_use]
    pub fn holding(content: BTreeMap<String, String>) -> Self {
        let disk = Disk { stable: content.clone(), live: content, ..Disk::default() };
        Self { disk: Rc::new(RefCell::new(disk)) }
    }

    /// Everything a reader sees now.
    #[must_use]
    pub fn snapshot(&self) -> BTreeMap<String, String> {
        self.disk.borrow().live.clone()
    }

    /// Sets what shall go wrong from now on, and counts steps from 1 again.
    pub fn set_faults(&self, faults: Faults) {
        let mut disk = self.disk.borrow_mut();
        disk.faults = faults;
        disk.steps = 0;
    }

    /// Limits the sum of the lengths of keys and values, in bytes. `None` lifts the limit.
    pub fn set_quota(&self, quota: Option<usize>) {
        self.disk.borrow_mut().quota = quota;
    }

    /// How many steps were taken since the faults were last set.
    #[must_use]
    pub fn steps(&self) -> usize {
        self.disk.borrow().steps
    }

    /// How many changes a crash could still lose.
    #[must_use]
    pub fn unflushed(&self) -> usize {
        self.disk.borrow().unflushed.len()
    }

    /// The disk as the next start finds it: all that was durable and the first `kept` of the changes that were not.
    /// This handle and its disk stay as they are, so that one crash can be looked at with every `kept`.
    #[must_use]
    pub fn reboot(&self, kept: usize) -> Self {
        let disk = self.disk.borrow();
        let mut content = disk.stable.clone();
        for change in disk.unflushed.iter().take(kept) {
            apply(&mut content, change);
        }
        Self::holding(content)
    }

    /// Fails where the machine is dead or the store blocked.
    fn alive(disk: &Disk) -> Result<(), StorageError> {
        if let Some(error) = &disk.faults.always {
            return Err(error.clone());
        }
        match disk.faults.crash_after {
            Some(last) if disk.steps >= last => Err(StorageError::Failed("crashed".into())),
            _ => Ok(()),
        }
    }

    /// Counts a step. Fails where the machine is dead or the plan says that this step fails without effect; otherwise
    /// gives what the step is to report once it has had its effect.
    fn step(disk: &mut Disk) -> Result<Result<(), StorageError>, StorageError> {
        Self::alive(disk)?;
        disk.steps += 1;
        match &disk.faults.fail_at {
            Some((at, error)) if *at == disk.steps => {
                let report = Err(error.clone());
                if disk.faults.fail_late { Ok(report) } else { report.map(Ok) }
            }
            _ => Ok(Ok(())),
        }
    }

    /// What a read has to report before it looks.
    fn look(&self) -> Result<(), StorageError> {
        let mut disk = self.disk.borrow_mut();
        if disk.faults.reads { Self::step(&mut disk)? } else { Self::alive(&disk) }
    }

    fn change(&self, change: Change) -> Result<(), StorageError> {
        let mut disk = self.disk.borrow_mut();
        let report = Self::step(&mut disk)?;
        if let (Some(quota), Change::Put(key, value)) = (disk.quota, &change) {
            let others: usize = disk.live.iter().filter(|(k, _)| *k != key).map(|(k, v)| k.len() + v.len()).sum();
            if others + key.len() + value.len() > quota {
                return Err(StorageError::Full);
            }
        }
        apply(&mut disk.live, &change);
        disk.unflushed.push(change);
        report
    }
}

impl Storage for MemoryStorage {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        self.look()?;
        let disk = self.disk.borrow();
        let from = prefix.to_owned();
        let keys = disk.live.range(from..).map(|(key, _)| key);
        Ok(keys.take_while(|key| key.starts_with(prefix)).cloned().collect())
    }

    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.look()?;
        let disk = self.disk.borrow();
        Ok(disk.live.get(key).cloned())
    }

    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        self.change(Change::Put(key.into(), value.into()))
    }

    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        self.change(Change::Gone(key.into()))
    }

    async fn durable(&self) -> Result<(), StorageError> {
        let mut disk = self.disk.borrow_mut();
        let report = Self::step(&mut disk)?;
        if !disk.faults.durable_lies {
            disk.stable = disk.live.clone();
            disk.unflushed.clear();
        }
        report
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pollster::block_on;

    #[test]
    fn a_crash_keeps_a_prefix_and_all_that_was_durable() {
        let disk = MemoryStorage::new();
        block_on(async {
            disk.write("a", "1").await.unwrap();
            disk.durable().await.unwrap();
            disk.write("b", "2").await.unwrap();
            disk.remove("a").await.unwrap();
        });
        let kept = |n| disk.reboot(n).snapshot().into_keys().collect::<Vec<_>>();
        assert_eq!(kept(0), ["a"]);
        assert_eq!(kept(1), ["a", "b"]);
        assert_eq!(kept(2), ["b"]);
    }

    #[test]
    fn faults_strike_where_they_were_planned() {
        let disk = MemoryStorage::new();
        disk.set_faults(Faults { crash_after: Some(2), fail_at: Some((1, StorageError::Full)), ..Faults::default() });
        block_on(async {
            assert_eq!(disk.write("a", "1").await, Err(StorageError::Full));
            assert_eq!(disk.write("a", "1").await, Ok(()));
            assert!(disk.write("b", "1").await.is_err());
            assert!(disk.read("a").await.is_err(), "a dead machine does not answer");
        });
        assert_eq!(disk.reboot(9).snapshot().len(), 1);
    }

    #[test]
    fn a_read_fails_where_that_was_planned() {
        let disk = MemoryStorage::new();
        let odd = || StorageError::Failed("odd".into());
        block_on(async {
            disk.write("a", "1").await.unwrap();
            for (at, late) in [(1, false), (2, false), (2, true)] {
                let fail_at = Some((at, odd()));
                disk.set_faults(Faults { fail_at, fail_late: late, reads: true, ..Faults::default() });
                assert_eq!(disk.keys("a").await.is_err(), at == 1);
                assert_eq!(disk.read("a").await.is_err(), at == 2);
                assert_eq!(disk.read("a").await, Ok(Some("1".to_owned())));
            }
        });
    }

    #[test]
    fn a_quota_counts_keys_and_values() {
        let disk = MemoryStorage::new();
        disk.set_quota(Some(4));
        block_on(async {
            assert_eq!(disk.write("a", "123").await, Ok(()));
            assert_eq!(disk.write("b", "").await, Err(StorageError::Full));
            assert_eq!(disk.write("a", "1").await, Ok(()));
            assert_eq!(disk.write("b", "").await, Ok(()));
        });
    }

    #[test]
    fn keys_are_listed_by_prefix_and_handles_share_a_disk() {
        let disk = MemoryStorage::new();
        let other = disk.clone();
        block_on(async {
            for key in ["a/1", "a/2", "ab", "b"] {
                disk.write(key, "x").await.unwrap();
            }
            assert_eq!(other.keys("a/").await.unwrap(), ["a/1", "a/2"]);
            assert_eq!(other.copies("b").await.unwrap(), ["x"]);
        });
    }
}
