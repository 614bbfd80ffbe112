//! Two writers on one store, interleaved call by call: every way of changing between them twice, with a crash after every
//! write and every suffix of what was not yet durable lost, and with an error at every call. Web Locks keep this from
//! happening; where a browser has none, nothing that either acknowledged may be lost.
//!
//! One thing is weaker than with one writer: what one leaves out for good while the other gathers may have been gathered by the
//! other, and is back. Leaving it out again, as an unlock does that finds something of somebody erased, removes it.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use crate::gathering::{gathered, numbered};
use crate::support::{path, rng, texts, unlock};
use attune::care::compact::Item;
use attune::vault::{Faults, MemoryStorage, Mirrored, Storage, StorageError, Vault, VaultError};

/// A store that lets the other writer in before each of its calls.
#[derive(Clone)]
struct Stepped(MemoryStorage);

/// Gives the turn away once.
async fn pause() {
    let mut waited = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

impl Storage for Stepped {
    async fn keys(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        pause().await;
        self.0.keys(prefix).await
    }
    async fn read(&self, key: &str) -> Result<Option<String>, StorageError> {
        self.0.read(key).await
    }
    async fn write(&self, key: &str, value: &str) -> Result<(), StorageError> {
        pause().await;
        self.0.write(key, value).await
    }
    async fn remove(&self, key: &str) -> Result<(), StorageError> {
        pause().await;
        self.0.remove(key).await
    }
    async fn durable(&self) -> Result<(), StorageError> {
        pause().await;
        self.0.durable().await
    }
}

/// What a writer does, beginning with a body of its own.
#[derive(Clone, Copy, Debug)]
enum Work {
    Save,
    SaveAndGather,
    LeaveOut,
}

const ALL: [Work; 3] = [Work::Save, Work::SaveAndGather, Work::LeaveOut];

fn is_erased(text: &str) -> bool {
    ["body 1", "body 4"].contains(&text)
}

fn stays(item: &Item) -> bool {
    !is_erased(&String::from_utf8_lossy(&item.to_body()))
}

/// What a writer may rely on.
#[derive(Clone, Default)]
struct Said {
    saved: Rc<Cell<bool>>,
    left_out: Rc<Cell<bool>>,
}

async fn write(mut vault: Vault<Stepped>, work: Work, name: &str, seed: u64, said: Said) -> Result<(), VaultError> {
    let mut rng = rng(seed);
    vault.append(name.as_bytes(), &mut rng).await?;
    vault.durable().await?;
    said.saved.set(true);
    match work {
        Work::Save => {}
        Work::SaveAndGather => {
            vault.gather(&mut rng).await?;
        }
        Work::LeaveOut => {
            vault.rewrite(&mut stays, &mut rng).await?;
            said.left_out.set(true);
        }
    }
    Ok(())
}

/// Polls two futures to their end; `next` says whose turn it is (the first's: true). How often each gave the turn away.
fn interleave(one: impl Future, two: impl Future, mut next: impl FnMut(usize, usize) -> bool) -> (usize, usize) {
    let (mut one, mut two) = (pin!(one), pin!(two));
    let (mut over, mut steps) = ((false, false), (0, 0));
    let context = &mut Context::from_waker(Waker::noop());
    while !(over.0 && over.1) {
        if over.1 || (!over.0 && next(steps.0, steps.1)) {
            over.0 = one.as_mut().poll(context).is_ready();
            steps.0 += 1;
        } else {
            over.1 = two.as_mut().poll(context).is_ready();
            steps.1 += 1;
        }
    }
    steps
}

/// Six bodies in two segments and a record that waits, and two that opened it.
struct Scene {
    disk: MemoryStorage,
    said: [Said; 2],
    works: [Work; 2],
}

impl Scene {
    fn new(works: [Work; 2]) -> Self {
        let disk = MemoryStorage::new();
        let mut vault = gathered(&disk, 6, 3);
        pollster::block_on(async {
            vault.append(b"body 6", &mut rng(1)).await.unwrap();
            vault.durable().await.unwrap();
        });
        Self { disk, said: Default::default(), works }
    }

    /// Runs both; how many steps each took, and how many changes the disk was asked for.
    fn run(&self, faults: Faults, next: impl FnMut(usize, usize) -> bool) -> ((usize, usize), usize) {
        let [one, two] = [10, 11].map(|seed| unlock(Stepped(self.disk.clone()), 1, seed).unwrap().0);
        self.disk.set_faults(faults);
        let steps = interleave(
            write(one, self.works[0], "one", 20, self.said[0].clone()),
            write(two, self.works[1], "two", 21, self.said[1].clone()),
            next,
        );
        let changes = self.disk.steps();
        self.disk.set_faults(Faults::default());
        (steps, changes)
    }

    /// What the next start finds on this disk.
    fn check(&self, disk: &MemoryStorage, note: &dyn Fn() -> String) {
        let (mut vault, replay) = unlock(disk.clone(), 1, 30).unwrap();
        assert!(
            replay.damaged.is_empty() && replay.gaps.is_empty() && replay.newer.is_empty(),
            "{}: {replay:?}",
            note()
        );
        let read = texts(&replay);
        let gathers = self.works.iter().any(|work| matches!(work, Work::SaveAndGather));
        let leaves_out = self.works.iter().any(|work| matches!(work, Work::LeaveOut));
        let left_out = self.said.iter().any(|said| said.left_out.get());
        for text in numbered(0..7) {
            let count = read.iter().filter(|one| **one == text).count();
            let may_go = is_erased(&text) && leaves_out;
            assert!(count == 1 || (may_go && count == 0), "{}: {text} {count} times in {read:?}", note());
            let must_go = left_out && is_erased(&text) && !gathers;
            assert!(!must_go || count == 0, "{}: {text} is back: {read:?}", note());
        }
        for (name, said) in ["one", "two"].iter().zip(&self.said) {
            let count = read.iter().filter(|one| one == name).count();
            assert!(count == 1 || (!said.saved.get() && count == 0), "{}: {name} {count} times in {read:?}", note());
        }
        assert!(read.len() <= 9, "{}: {read:?}", note());
        // And life goes on.
        pollster::block_on(async {
            vault.append(b"after", &mut rng(31)).await.unwrap();
            while vault.gather(&mut rng(32)).await.unwrap() {}
            if leaves_out {
                vault.rewrite(&mut stays, &mut rng(34)).await.unwrap();
            }
        });
        let (_, again) = unlock(disk.clone(), 1, 33).unwrap();
        let expected = read.iter().filter(|text| !leaves_out || !is_erased(text)).count() + 1;
        assert_eq!(again.items.len(), expected, "{}: {:?} after {read:?}", note(), texts(&again));
        assert!(again.damaged.is_empty() && again.gaps.is_empty(), "{}", note());
    }
}

/// The first writer takes `i` steps, then the second `j`, then the first to its end, then the second.
fn twice(i: usize, j: usize) -> impl FnMut(usize, usize) -> bool {
    move |one, two| one < i || two >= j
}

fn pairs() -> impl Iterator<Item = [Work; 2]> {
    ALL.into_iter().flat_map(|one| ALL.map(|two| [one, two]))
}

#[test]
fn every_interleaving_with_two_changes_keeps_what_either_saved() {
    let mut tried = 0;
    for works in pairs() {
        let (most, _) = Scene::new(works).run(Faults::default(), |_, _| true);
        for i in 0..=most.0 {
            for j in 0..=most.1 {
                let scene = Scene::new(works);
                scene.run(Faults::default(), twice(i, j));
                scene.check(&scene.disk, &|| format!("{works:?} {i} {j}"));
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn a_crash_anywhere_in_any_interleaving_keeps_what_either_saved() {
    let mut tried = 0;
    for works in [[Work::SaveAndGather, Work::Save], [Work::SaveAndGather; 2], [Work::LeaveOut, Work::SaveAndGather]] {
        let (most, _) = Scene::new(works).run(Faults::default(), |_, _| true);
        for i in (0..=most.0).step_by(2) {
            for j in (0..=most.1).step_by(2) {
                for after in 0.. {
                    let scene = Scene::new(works);
                    let faults = Faults { crash_after: Some(after), ..Faults::default() };
                    let (_, changes) = scene.run(faults, twice(i, j));
                    for kept in 0..=scene.disk.unflushed() {
                        let note = || format!("{works:?} {i} {j}, crash after {after}, {kept} kept");
                        scene.check(&scene.disk.reboot(kept), &note);
                        tried += 1;
                    }
                    if changes < after {
                        break;
                    }
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn an_error_anywhere_in_any_interleaving_keeps_what_either_saved() {
    let mut tried = 0;
    for works in [[Work::SaveAndGather, Work::Save], [Work::SaveAndGather; 2], [Work::LeaveOut, Work::SaveAndGather]] {
        let (most, _) = Scene::new(works).run(Faults::default(), |_, _| true);
        for i in (0..=most.0).step_by(2) {
            for j in (0..=most.1).step_by(3) {
                for at in 1.. {
                    let mut reached = false;
                    for (error, fail_late) in [(StorageError::Full, false), (StorageError::Failed("odd".into()), true)]
                    {
                        let scene = Scene::new(works);
                        let faults = Faults { fail_at: Some((at, error)), fail_late, ..Faults::default() };
                        reached |= scene.run(faults, twice(i, j)).1 >= at;
                        let note = || format!("{works:?} {i} {j}, error at {at}, late {fail_late}");
                        scene.check(&MemoryStorage::holding(scene.disk.snapshot()), &note);
                        tried += 1;
                    }
                    if !reached {
                        break;
                    }
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

/// A gathering of one tab fails; another tab reads what it left and gathers on; then the first saves and gathers again.
/// `open` gives each tab its way to the store. Whether the gathering got as far as the fault.
fn one_fails_the_other_goes_on<S: Storage>(faulty: &MemoryStorage, open: impl Fn() -> S, faults: Faults) -> bool {
    let (at, note) = (faults.fail_at.as_ref().unwrap().0, format!("{faults:?}"));
    let mut one = unlock(open(), 1, 10).unwrap().0;
    let reached = pollster::block_on(async {
        // So many that the other tab finds the segment too large to join with its one record.
        for body in numbered(6..60) {
            one.append(body.as_bytes(), &mut rng(1)).await.unwrap();
        }
        one.durable().await.unwrap();
        faulty.set_faults(faults);
        let _ = one.gather(&mut rng(2)).await;
        let reached = faulty.steps() >= at;
        faulty.set_faults(Faults::default());

        let mut two = unlock(open(), 1, 11).unwrap().0;
        two.append(b"body 60", &mut rng(3)).await.unwrap();
        while two.gather(&mut rng(4)).await.unwrap() {}
        two.durable().await.unwrap();

        one.append(b"body 61", &mut rng(5)).await.unwrap();
        one.durable().await.unwrap();
        while one.gather(&mut rng(6)).await.unwrap() {}
        reached
    });
    let replay = unlock(open(), 1, 12).unwrap().1;
    assert!(replay.damaged.is_empty() && replay.gaps.is_empty() && replay.newer.is_empty(), "{note}: {replay:?}");
    let mut read = texts(&replay);
    read.sort();
    let mut all = numbered(0..62);
    all.sort();
    assert_eq!(read, all, "{note}");
    reached
}

#[test]
fn a_gathering_that_failed_takes_nothing_from_a_tab_that_read_it() {
    for fail_late in [false, true] {
        for at in 1.. {
            let faults =
                || Faults { fail_at: Some((at, StorageError::Failed("odd".into()))), fail_late, ..Faults::default() };
            let filled = || {
                let disk = MemoryStorage::new();
                gathered(&disk, 6, 3);
                disk
            };
            let disk = filled();
            let alone = one_fails_the_other_goes_on(&disk, || disk.clone(), faults());
            let mut beside = false;
            for mirror_fails in [false, true] {
                let (store, mirror) = (filled(), MemoryStorage::new());
                let prefix = path().prefix();
                let open = || pollster::block_on(Mirrored::open(store.clone(), mirror.clone(), &prefix)).unwrap().0;
                let faulty = if mirror_fails { &mirror } else { &store };
                beside |= one_fails_the_other_goes_on(faulty, open, faults());
            }
            if !alone && !beside {
                assert!(at > 10, "{at}");
                break;
            }
        }
    }
}

#[test]
fn every_prefix_of_an_interleaving_is_a_journal() {
    // Nothing is durable but what was before, so that a prefix of the changes is all that a crash leaves.
    for works in pairs() {
        for i in [0, 3, 7] {
            let scene = Scene::new(works);
            scene.run(Faults { durable_lies: true, ..Faults::default() }, twice(i, 4));
            for kept in 0..=scene.disk.unflushed() {
                // What was called saved was not, on such a disk: that is what the mirror is for.
                let bare = Scene { disk: scene.disk.clone(), said: Default::default(), works };
                bare.check(&scene.disk.reboot(kept), &|| format!("{works:?} {i}, {kept} kept"));
            }
        }
    }
}
