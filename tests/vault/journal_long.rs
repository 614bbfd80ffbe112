//! Long histories made by chance: saves, gatherings, erasures, new keys, a second tab, errors and crashes, over a store that
//! keeps nothing by itself and its mirror. `ATTUNE_SOAK=2000` tries that many histories of each kind instead of a few.

use std::collections::BTreeSet;
use std::rc::Rc;

use attune::vault::age::Identity;
use attune::vault::{
    Faults, InboxPublic, Kit, MemoryStorage, MirrorState, Mirrored, Replay, Storage, StorageError, Vault, VaultError,
};
use pollster::block_on;
use proptest::prelude::*;

use crate::support::{head, kek, path, rng, texts};

type Pair = Rc<Mirrored<MemoryStorage, MemoryStorage>>;

/// One step of a history.
#[derive(Debug, Clone)]
enum Step {
    Save(u8),
    Gather,
    /// Leaves out every body whose number ends in this digit.
    LeaveOut(usize),
    NewKey,
    Reopen,
    /// Another tab, open all the while, saves and perhaps gathers.
    Other {
        gathers: bool,
    },
    /// The next step is cut off after so many steps of one of the stores; of what was not durable so much is kept in each.
    Crash {
        mirror: bool,
        after: usize,
        kept: (usize, usize),
    },
    /// A call of one of the stores in the next step fails.
    Fail {
        mirror: bool,
        at: usize,
        late: bool,
        full: bool,
    },
}

fn step(wild: bool) -> impl Strategy<Value = Step> {
    let crash = (any::<bool>(), 0_usize..30, (0_usize..12, 0_usize..4)).prop_map(|(mirror, after, kept)| Step::Crash {
        mirror,
        after,
        kept,
    });
    let fail = (any::<bool>(), 1_usize..20, any::<bool>(), any::<bool>())
        .prop_map(|(mirror, at, late, full)| Step::Fail { mirror, at, late, full });
    let wild = u32::from(wild);
    prop_oneof![
        8 => (1_u8..6).prop_map(Step::Save),
        4 => Just(Step::Gather),
        1 => (0_usize..10).prop_map(Step::LeaveOut),
        1 => Just(Step::NewKey),
        1 => Just(Step::Reopen),
        3 => crash,
        3 * wild => any::<bool>().prop_map(|gathers| Step::Other { gathers }),
        3 * wild => fail,
    ]
}

struct World {
    a: MemoryStorage,
    b: MemoryStorage,
    vault: Option<Vault<Pair>>,
    seed: u64,
    next: usize,
    /// What was accepted, in order.
    said: Vec<usize>,
    /// What must be there.
    promised: BTreeSet<usize>,
    /// What may be gone, and what must be.
    doomed: BTreeSet<usize>,
    erased: BTreeSet<usize>,
    /// What answers are sealed to: the same under every key.
    inbox: Option<InboxPublic>,
    /// Whether only one writer was at work and no call failed, so that the order is known.
    tame: bool,
}

fn kit() -> Kit {
    Kit::from_identity(Identity::from_bytes([7; 32]))
}

fn number(text: &str) -> usize {
    text.strip_prefix("body ").unwrap().parse().unwrap()
}

impl World {
    fn new(tame: bool) -> Self {
        let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
        let mut world = Self {
            a,
            b,
            vault: None,
            seed: 1000,
            next: 0,
            said: Vec::new(),
            promised: BTreeSet::new(),
            doomed: BTreeSet::new(),
            erased: BTreeSet::new(),
            inbox: None,
            tame,
        };
        let pair = world.pair();
        let mut vault = block_on(Vault::create(pair, &path(), &kek(1), &mut rng(999))).unwrap();
        block_on(vault.add_kit(kit().recipient(), true, &mut rng(998))).unwrap();
        world.inbox = vault.inbox_public();
        world.vault = Some(vault);
        world
    }

    fn seed(&mut self) -> u64 {
        self.seed += 1;
        self.seed
    }

    fn pair(&self) -> Pair {
        // Between two starts lie the seconds after which a browser writes localStorage to the disk: what counts starts, as
        // tombstones do, rests on that.
        self.a.set_faults(Faults::default());
        block_on(self.a.durable()).unwrap();
        self.a.set_faults(Faults { durable_lies: true, ..Faults::default() });
        self.b.set_faults(Faults::default());
        Rc::new(block_on(Mirrored::open(self.a.clone(), self.b.clone(), &path().prefix())).unwrap().0)
    }

    fn unlock(&mut self) -> (Vault<Pair>, Replay) {
        let seed = self.seed();
        let open = |byte| {
            let pair = self.pair();
            let head = head(&pair);
            block_on(Vault::unlock(pair, &head, &kek(byte), &mut rng(seed)))
        };
        open(2).or_else(|_| open(1)).unwrap()
    }

    /// The next start: everything that must be there is, and nothing that must not.
    fn reopen(&mut self) {
        self.vault = None;
        let (mut vault, replay) = self.unlock();
        let pair = self.pair();
        let by_kit = block_on(Vault::unlock_by_kit(pair.clone(), &head(&pair), &kit(), &mut rng(997))).unwrap().1;
        assert_eq!(texts(&by_kit), texts(&replay), "the paper opens the same");
        assert_eq!((vault.inbox_public(), vault.inbox_problems()), (self.inbox, &[][..]));
        let read: Vec<usize> = texts(&replay).iter().map(|text| number(text)).collect();
        assert!(replay.damaged.is_empty() && replay.gaps.is_empty() && replay.newer.is_empty(), "{replay:?}");
        let set: BTreeSet<usize> = read.iter().copied().collect();
        assert_eq!(set.len(), read.len(), "twice: {read:?}");
        let lost: Vec<_> = self.promised.difference(&set).filter(|one| !self.doomed.contains(*one)).collect();
        assert!(lost.is_empty(), "lost {lost:?} of {:?}, read {read:?}", self.said);
        let back: Vec<_> = self.erased.intersection(&set).collect();
        assert!(back.is_empty(), "back from the dead: {back:?}");
        assert!(set.iter().all(|one| *one < self.next));
        if self.tame {
            assert!(replay.is_whole(), "{replay:?}");
            // A prefix of what was said, but for what was left out.
            let mut said = self.said.iter().filter(|one| set.contains(one) || !self.doomed.contains(one));
            assert!(read.iter().all(|one| said.next() == Some(one)), "{read:?} of {:?}", self.said);
        }
        // Opening healed both, so all of it is on disk.
        self.promised = set;
        self.said = read;
        self.erased = std::mem::take(&mut self.doomed)
            .into_iter()
            .filter(|one| !self.promised.contains(one))
            .chain(self.erased.iter().copied())
            .collect();
        // As every unlock does: a change of key that was interrupted is ended.
        let seed = self.seed();
        block_on(vault.resume_change(&mut rng(seed))).unwrap();
        assert!(!vault.is_rotating());
        self.vault = Some(vault);
    }

    /// One step on the open vault.
    fn work(&mut self, step: &Step) -> Result<(), VaultError> {
        let seed = self.seed();
        let rng = &mut rng(seed);
        let Some(mut vault) = self.vault.take() else { return Ok(()) };
        let outcome = block_on(async {
            match step {
                Step::Save(count) => {
                    for _ in 0..*count {
                        let one = self.next;
                        self.next += 1;
                        // It may be there also where this fails.
                        self.said.push(one);
                        let outcome = vault.append(format!("body {one}").as_bytes(), rng).await;
                        if outcome.is_err() && !self.tame {
                            // It was not accepted, and a later "saved" is no promise of it.
                            self.said.pop();
                        }
                        outcome?;
                    }
                    vault.durable().await?;
                    if vault.storage().state() == MirrorState::With {
                        self.promised.extend(self.said.iter().copied().filter(|one| !self.doomed.contains(one)));
                    }
                    Ok(())
                }
                Step::Gather => vault.gather(rng).await.map(drop),
                Step::LeaveOut(digit) => {
                    let gone = |one: usize| one % 10 == *digit;
                    self.doomed.extend((0..self.next).filter(|one| gone(*one)));
                    let keep = &mut |item: &attune::care::compact::Item| {
                        !gone(number(&String::from_utf8(item.to_body()).unwrap()))
                    };
                    vault.rewrite(keep, rng).await?;
                    if vault.storage().state() == MirrorState::With {
                        self.erased.extend((0..self.next).filter(|one| gone(*one)));
                    }
                    Ok(())
                }
                Step::NewKey => vault.change_key(&kek(2), rng).await,
                _ => Ok(()),
            }
        });
        self.vault = Some(vault);
        outcome
    }

    fn other(&mut self, gathers: bool) {
        let (mut vault, _) = self.unlock();
        let (seed, one) = (self.seed(), self.next);
        self.next += 1;
        block_on(async {
            vault.append(format!("body {one}").as_bytes(), &mut rng(seed)).await.unwrap();
            if gathers {
                vault.gather(&mut rng(seed + 7_000_000)).await.unwrap();
            }
            vault.durable().await.unwrap();
        });
        self.promised.insert(one);
        self.said.push(one);
    }
}

fn run(steps: Vec<Step>, tame: bool) {
    let mut world = World::new(tame);
    let mut due: Option<Step> = None;
    for step in steps {
        match step {
            Step::Crash { .. } | Step::Fail { .. } => due = Some(step),
            Step::Reopen => world.reopen(),
            Step::Other { gathers } => world.other(gathers),
            _ => match due.take() {
                Some(Step::Crash { mirror, after, kept }) => {
                    let (a, b) = (world.a.clone(), world.b.clone());
                    let faults = |dies: bool| Faults { crash_after: dies.then_some(after), ..Faults::default() };
                    a.set_faults(Faults { durable_lies: true, ..faults(!mirror) });
                    b.set_faults(faults(mirror));
                    let _ = world.work(&step);
                    (world.a, world.b) = (a.reboot(kept.0), b.reboot(kept.1));
                    world.reopen();
                }
                Some(Step::Fail { mirror, at, late, full }) => {
                    let error = if full { StorageError::Full } else { StorageError::Failed("odd".to_owned()) };
                    let faults = Faults { fail_at: Some((at, error)), fail_late: late, ..Faults::default() };
                    let lies = Faults { durable_lies: true, ..Faults::default() };
                    let (a, b) = (world.a.clone(), world.b.clone());
                    if mirror {
                        b.set_faults(faults)
                    } else {
                        a.set_faults(Faults { durable_lies: true, ..faults })
                    }
                    let failed = world.work(&step).is_err();
                    a.set_faults(lies);
                    b.set_faults(Faults::default());
                    if failed && matches!(step, Step::NewKey) {
                        // Which key is the vault's now, only a new start can tell.
                        world.reopen();
                    }
                    if world.vault.as_ref().is_some_and(|vault| vault.storage().state() != MirrorState::With) {
                        // The store says so and is tried again.
                        block_on(world.vault.as_ref().unwrap().storage().heal()).unwrap();
                    }
                }
                _ => world.work(&step).unwrap(),
            },
        }
    }
    world.reopen();
    world.reopen();
}

fn histories() -> ProptestConfig {
    let cases = std::env::var("ATTUNE_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(histories())]

    #[test]
    fn one_writer_and_crashes(steps in prop::collection::vec(step(false), 1..40)) {
        run(steps, true);
    }

    #[test]
    fn two_writers_crashes_and_errors(steps in prop::collection::vec(step(true), 1..40)) {
        run(steps, false);
    }
}

#[test]
fn a_change_of_key_that_is_cut_off_anywhere() {
    use Step::{Crash, Fail, Gather, NewKey, Save};
    for mirror in [false, true] {
        for after in 0..60 {
            for kept in [(0, 0), (after / 2, 2)] {
                let crash = Crash { mirror, after, kept };
                run(vec![Save(3), Gather, Save(2), NewKey, Save(1), crash, NewKey, Save(1)], true);
            }
            let fail = Fail { mirror, at: after + 1, late: after % 2 == 0, full: false };
            run(vec![Save(3), Gather, Save(2), fail, NewKey, Save(1), NewKey], false);
        }
    }
}

#[test]
fn the_second_tab_is_not_the_first() {
    // The test above would show nothing if the other tab's saves were never in the way.
    let mut world = World::new(false);
    world.work(&Step::Save(3)).unwrap();
    world.other(true);
    world.work(&Step::Save(1)).unwrap();
    let (vault, replay) = world.unlock();
    assert_eq!((replay.items.len(), replay.forks.len()), (5, 1));
    assert!(block_on(vault.storage().keys("")).unwrap().iter().any(|key| key.contains("/s/")));
}

#[test]
fn histories_that_once_lost_something() {
    use Step::{Crash, Fail, Gather, Other, Save};
    // A tab took back the segment of its failed gathering, on which the other tab rested by then.
    let fail = |at, late| Fail { mirror: false, at, late, full: false };
    run(vec![Save(5), Save(5), Save(5), fail(2, false), Gather, Other { gathers: true }, Save(1)], false);
    // A segment that had come to one store only counted as a holder of its records.
    let crash = Crash { mirror: false, after: 0, kept: (0, 0) };
    run(vec![Save(1), fail(1, true), Gather, Gather, crash, Save(1)], false);
}
