//! A store and its mirror, crashed at every step of their work and of their healing.

use std::collections::BTreeSet;

use attune::vault::{Faults, MemoryStorage, MirrorState, Mirrored, Storage, StorageError};
use pollster::block_on;
use proptest::prelude::*;

use crate::mirror::{Pair, liar, open, ours};

/// One step of a little history over keys that are each written once.
#[derive(Debug, Clone, Copy)]
enum Step {
    Put(u8),
    Gone(u8),
    Durable,
}

/// Runs steps until one fails. Returns the state after each step that was taken (the first: before any) and the number of
/// the last that was made durable.
fn run(pair: &Pair, steps: &[Step]) -> (Vec<BTreeSet<String>>, usize) {
    let mut states = vec![BTreeSet::new()];
    let mut durable = 0;
    for step in steps {
        let mut state = states.last().unwrap().clone();
        let done = block_on(async {
            match step {
                Step::Put(n) => {
                    state.insert(format!("p/{n}"));
                    pair.write(&format!("p/{n}"), "value").await
                }
                Step::Gone(n) => {
                    state.remove(&format!("p/{n}"));
                    pair.remove(&format!("p/{n}")).await
                }
                Step::Durable => pair.durable().await,
            }
        });
        // A step that failed may have had its effect.
        states.push(state);
        if done.is_err() {
            break;
        }
        if matches!(step, Step::Durable) {
            durable = states.len() - 1;
        }
    }
    (states, durable)
}

#[test]
fn a_crash_at_every_step_of_either_store_keeps_a_prefix() {
    use Step::{Durable, Gone, Put};
    let steps =
        [Put(1), Put(2), Durable, Gone(1), Put(3), Durable, Gone(2), Gone(3), Put(4), Durable, Gone(4), Durable];
    let mut checked = 0;
    for a_lies in [false, true] {
        for at in 0..34 {
            for victim in 0..2 {
                let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
                let pair = open(&a, &b);
                let faults = |dies| Faults { crash_after: (dies && at < 33).then_some(at), ..Faults::default() };
                a.set_faults(Faults { durable_lies: a_lies, ..faults(victim == 0) });
                b.set_faults(faults(victim == 1));
                let (states, durable) = run(&pair, &steps);
                // A mirror that died alone is "without the mirror": then durable is what the store says it is.
                let trusted = pair.state() == MirrorState::With || !a_lies;
                for kept_a in 0..=a.unflushed() {
                    for kept_b in 0..=b.unflushed() {
                        let (a, b) = (a.reboot(kept_a), b.reboot(kept_b));
                        let pair = open(&a, &b);
                        let keys: BTreeSet<String> = block_on(pair.keys("p/")).unwrap().into_iter().collect();
                        let allowed = states.iter().skip(if trusted { durable } else { 0 });
                        if trusted {
                            assert!(
                                allowed.clone().any(|state| *state == keys) || is_between(&states[durable..], &keys),
                                "{a_lies} {at} {victim} {kept_a} {kept_b}: {keys:?} {states:?} {durable}"
                            );
                        }
                        assert_eq!(ours(&a), ours(&b), "healed");
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 300, "{checked}");
}

/// Two disks lose different suffixes, so their union may mix steps that were never acknowledged: but what was
/// acknowledged holds. Whatever is in every later state is there, and whatever is in none is not.
fn is_between(states: &[BTreeSet<String>], keys: &BTreeSet<String>) -> bool {
    let mut must = states[0].clone();
    let mut may = BTreeSet::new();
    for state in states {
        must.retain(|key| state.contains(key));
        may.extend(state.iter().cloned());
    }
    must.is_subset(keys) && keys.is_subset(&may)
}

/// Two stores that know different things, each with a removal that the other missed.
fn apart() -> (MemoryStorage, MemoryStorage) {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    block_on(async {
        for (disk, keys) in [(&a, ["p/a", "p/both", "p/lost"]), (&b, ["p/b", "p/both", "p/away"])] {
            for key in keys {
                disk.write(key, "v").await.unwrap();
            }
        }
        b.write("~gone/p/lost", "0").await.unwrap();
        a.write("~gone/p/away", "").await.unwrap();
        a.durable().await.unwrap();
        b.durable().await.unwrap();
    });
    (a, b)
}

#[test]
fn a_crash_at_every_step_of_the_healing_is_healed_next_time() {
    let mut interrupted = 0;
    for at in 0..12 {
        for victim in 0..2 {
            let (a, b) = apart();
            let dying = if victim == 0 { &a } else { &b };
            dying.set_faults(Faults { crash_after: Some(at), ..Faults::default() });
            let opened = block_on(Mirrored::open(a.clone(), b.clone(), "p/"));
            let state = opened.map(|(pair, _)| pair.state());
            interrupted += usize::from(state != Ok(MirrorState::With));
            for kept_a in 0..=a.unflushed() {
                for kept_b in 0..=b.unflushed() {
                    let (a, b) = (a.reboot(kept_a), b.reboot(kept_b));
                    let pair = open(&a, &b);
                    let keys = block_on(pair.keys("")).unwrap();
                    assert_eq!(keys, ["p/a", "p/b", "p/both"], "{at} {victim} {kept_a} {kept_b}");
                    assert_eq!(ours(&a), ours(&b));
                }
            }
        }
    }
    assert!(interrupted >= 8, "{interrupted}");
}

/// Every call of the healing fails once, those that only read included: nothing counts as lost or removed because of it.
#[test]
fn an_error_at_every_call_of_the_healing_loses_nothing() {
    let odd = || StorageError::Failed("odd".into());
    for store_fails in [false, true] {
        for late in [false, true] {
            for at in 1.. {
                let (a, b) = apart();
                let faulty = if store_fails { &a } else { &b };
                let faults = Faults { fail_at: Some((at, odd())), fail_late: late, reads: true, ..Faults::default() };
                faulty.set_faults(faults);
                let opened = block_on(Mirrored::open(a.clone(), b.clone(), "p/"));
                let reached = faulty.steps() >= at;
                faulty.set_faults(Faults::default());
                match opened {
                    Ok((pair, _)) if reached => assert_eq!(pair.state(), MirrorState::Without(odd()), "{at}"),
                    Ok((pair, _)) => assert_eq!(pair.state(), MirrorState::With),
                    Err(error) => assert_eq!((error, store_fails), (odd(), true), "{at}"),
                }
                let pair = open(&a, &b);
                let keys = block_on(pair.keys("")).unwrap();
                assert_eq!(keys, ["p/a", "p/b", "p/both"], "{store_fails} {late} {at}");
                assert_eq!(ours(&a), ours(&b));
                if !reached {
                    assert!(at > 8, "{at}");
                    break;
                }
            }
        }
    }
}

/// A sound copy in a mirror that does not answer is no damage: it would go as such with the next erasure.
#[test]
fn a_mirror_that_does_not_answer_makes_nothing_damaged() {
    let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
    block_on(async {
        a.write("p/1", "rotten").await.unwrap();
        b.write("p/1", "sound").await.unwrap();
        let pair = open(&a, &b);
        let odd = StorageError::Failed("odd".into());
        b.set_faults(Faults { fail_at: Some((1, odd.clone())), reads: true, ..Faults::default() });
        assert_eq!(pair.copies("p/1").await, Err(odd));
        assert_eq!(pair.copies("p/1").await.unwrap(), ["rotten", "sound"]);
    });
}

proptest! {
    #[test]
    fn any_history_that_ends_durable_survives_a_lying_store(
        steps in prop::collection::vec((0_u8..3, 0_u8..6), 0..24),
        kept in 0_usize..30,
    ) {
        let (a, b) = (liar(), MemoryStorage::new());
        let pair = open(&a, &b);
        let mut fresh = 0_u8;
        let mut history: Vec<Step> = steps
            .into_iter()
            .map(|(kind, which)| match kind {
                0 => { fresh += 1; Step::Put(fresh) }
                1 => Step::Gone(which),
                _ => Step::Durable,
            })
            .collect();
        history.push(Step::Durable);
        let (states, _) = run(&pair, &history);
        let (a, b) = (a.reboot(kept), b.reboot(0));
        let pair = open(&a, &b);
        let keys: BTreeSet<String> = block_on(pair.keys("p/")).unwrap().into_iter().collect();
        prop_assert_eq!(&keys, states.last().unwrap());
    }
}
