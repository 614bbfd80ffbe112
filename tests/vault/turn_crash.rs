//! Handing the device over, crashed and refused at every step.

use std::rc::Rc;

use attune::exchange::{TakeIn, Turn, TurnToken, hand_over, settle, waiting};
use attune::vault::{Faults, MemoryStorage, Mirrored, Storage, StorageError, Vault};
use pollster::block_on;
use rand_chacha::ChaCha20Rng;

use crate::support::{filled, rng, unlock};
use crate::turn::{LABEL, begin, look};

/// What a patient and a page do: open, keep four drafts, finish. Stops at the first error, as a dead machine does.
/// Returns the drafts that were kept (and whether durable) and whether finishing was acknowledged.
async fn answer(disk: &MemoryStorage, token: TurnToken, rng: &mut ChaCha20Rng) -> (usize, usize, bool) {
    let (mut written, mut durable) = (0, 0);
    let Ok(mut turn) = Turn::open(disk, token).await else {
        return (0, 0, false);
    };
    for n in 1..=4 {
        if turn.save_draft(disk, format!("draft {n}").as_bytes(), rng).await.is_err() {
            return (written, durable, false);
        }
        written = n;
        if n % 2 == 0 {
            if disk.durable().await.is_err() {
                return (written, durable, false);
            }
            durable = n;
        }
    }
    let done = turn.finish(disk, LABEL, b"answers", rng).await;
    (written, durable, done.is_ok())
}

#[test]
fn a_crash_after_every_step_leaves_the_draft_or_the_answers() {
    let mut outcomes = [0, 0];
    for steps in 0..16 {
        let disk = MemoryStorage::new();
        let (vault, token, mut rng) = begin(&disk);
        drop(vault);
        let text = token.to_text();
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let (written, durable, finished) = block_on(answer(&disk, token, &mut rng));
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (vault, seen) = look(&disk);
            assert_eq!(seen.turns.len(), 1);
            let item = &seen.turns[0];
            assert!(item.problems.is_empty() && seen.strays.is_empty(), "{steps} {kept}");
            if finished {
                assert_eq!(item.finished.len(), 1, "acknowledged");
            }
            if let Some(finished) = item.finished.first() {
                assert_eq!(finished.answers, b"answers");
                outcomes[0] += 1;
            } else {
                outcomes[1] += 1;
                let number = item
                    .draft
                    .as_ref()
                    .map_or(0, |draft| String::from_utf8(draft.clone()).unwrap()[6..].parse().unwrap());
                assert!(durable <= number && number <= written + 1, "{steps} {kept} {number}");
                // The patient can go on from it, too.
                let token = TurnToken::parse(&text).unwrap();
                let turn = block_on(Turn::open(&disk, token)).unwrap();
                assert_eq!(turn.draft(), item.draft.as_deref());
            }
            block_on(settle(&vault, item)).unwrap();
            assert_eq!(look(&disk).1, TakeIn::default());
        }
    }
    assert!(outcomes[0] > 5 && outcomes[1] > 10, "{outcomes:?}");
}

#[test]
fn an_error_at_any_step_loses_nothing_and_can_be_tried_again() {
    for step in 1..=11 {
        for fail_late in [false, true] {
            let disk = MemoryStorage::new();
            let (_, token, mut rng) = begin(&disk);
            let text = token.to_text();
            disk.set_faults(Faults { fail_at: Some((step, StorageError::Full)), fail_late, ..Faults::default() });
            let (_, _, finished) = block_on(answer(&disk, token, &mut rng));
            if !finished {
                let token = TurnToken::parse(&text).unwrap();
                // A finish whose flush failed shows as finished; its answers are there.
                if let Ok(turn) = block_on(Turn::open(&disk, token)) {
                    block_on(turn.finish(&disk, LABEL, b"answers", &mut rng)).unwrap();
                }
            }
            let (_, seen) = look(&disk);
            assert_eq!(seen.turns[0].finished.len(), 1, "step {step}");
        }
    }
}

#[test]
fn handing_over_that_is_interrupted_leaves_nothing_unreadable() {
    for steps in 0..4 {
        let disk = MemoryStorage::new();
        let vault = filled(&disk, &[]);
        disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
        let begun = block_on(hand_over(&vault, b"sheet", &mut rng(1)));
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (vault, seen) = look(&disk);
            assert!(seen.turns.iter().all(|item| item.problems.is_empty()));
            if begun.is_ok() {
                assert_eq!(seen.turns[0].sheet.as_deref(), Some(&b"sheet"[..]));
            }
            for item in &seen.turns {
                block_on(settle(&vault, item)).unwrap();
            }
            assert_eq!(look(&disk).1, TakeIn::default());
        }
    }
}

#[test]
fn over_a_store_that_forgets_the_mirror_keeps_what_was_finished_and_what_was_removed() {
    let prefix = crate::support::path().prefix();
    for kept in [0, 1, 2, 3, 5, 8, 13] {
        let (a, b) = (MemoryStorage::new(), MemoryStorage::new());
        a.set_faults(Faults { durable_lies: true, ..Faults::default() });
        block_on(async {
            let mut rng = rng(7);
            let pair = Mirrored::open(a.clone(), b.clone(), &prefix).await.unwrap().0;
            let pair = Rc::new(pair);
            let (path, kek) = (crate::support::path(), crate::support::kek(1));
            let vault = Vault::create(Rc::clone(&pair), &path, &kek, &mut rng).await.unwrap();
            let token = hand_over(&vault, b"sheet", &mut rng).await.unwrap();
            let mut turn = Turn::open(&pair, token).await.unwrap();
            for typed in ["a", "ab", "abc"] {
                turn.save_draft(&pair, typed.as_bytes(), &mut rng).await.unwrap();
                pair.durable().await.unwrap();
            }
            // A crash now: the newest durable draft is there.
            let now = Mirrored::open(a.reboot(kept), b.reboot(0), &prefix).await.unwrap().0;
            let (vault, _) = unlock(now, 1, 8).unwrap();
            let seen = waiting(&vault).await.unwrap();
            assert_eq!(seen.turns[0].draft.as_deref(), Some(&b"abc"[..]));
            turn.finish(&pair, LABEL, b"answers", &mut rng).await.unwrap();
            let now = Mirrored::open(a.reboot(kept), b.reboot(0), &prefix).await.unwrap().0;
            let (vault, _) = unlock(now, 1, 9).unwrap();
            let seen = waiting(&vault).await.unwrap();
            assert_eq!(seen.turns[0].finished[0].answers, b"answers");
            assert!(seen.turns[0].draft.is_none() && seen.turns[0].problems.is_empty());
        });
    }
}

#[test]
fn a_crash_while_taking_in_leaves_nothing_unreadable() {
    for steps in 0..6 {
        let disk = MemoryStorage::new();
        let (_, token, mut rng) = begin(&disk);
        block_on(async {
            let mut turn = Turn::open(&disk, token).await.unwrap();
            for typed in ["a", "b"] {
                turn.save_draft(&disk, typed.as_bytes(), &mut rng).await.unwrap();
            }
            disk.durable().await.unwrap();
            let (vault, seen) = look(&disk);
            disk.set_faults(Faults { crash_after: Some(steps), ..Faults::default() });
            let settled = settle(&vault, &seen.turns[0]).await;
            assert_eq!(settled.is_ok(), steps > 5);
        });
        for kept in 0..=disk.unflushed() {
            let disk = disk.reboot(kept);
            let (vault, seen) = look(&disk);
            for item in &seen.turns {
                assert!(item.problems.is_empty(), "{steps} {kept}");
                block_on(settle(&vault, item)).unwrap();
            }
            assert_eq!(look(&disk).1, TakeIn::default());
        }
    }
}
