//! Handing the device over: drafts, finishing, taking in; crashed after every step; damaged; done twice.

use attune::exchange::take_in::Why;
use attune::exchange::{Done, TakeIn, Turn, TurnError, TurnToken, discard, hand_over, settle, waiting};

use attune::vault::{MemoryStorage, Storage, Vault};
use pollster::block_on;
use rand_chacha::ChaCha20Rng;

use crate::support::{damages, filled, rng, unlock, with};

pub const LABEL: &str = "check-in 2.1";

pub fn begin(disk: &MemoryStorage) -> (Vault<MemoryStorage>, TurnToken, ChaCha20Rng) {
    let mut rng = rng(40);
    let vault = filled(disk, &["kept"]);
    let token = block_on(hand_over(&vault, b"the sheet", &mut rng)).unwrap();
    (vault, token, rng)
}

/// What a therapist sees who unlocks this store.
pub fn look(disk: &MemoryStorage) -> (Vault<MemoryStorage>, TakeIn) {
    let vault = unlock(disk.clone(), 1, 90).unwrap().0;
    let seen = block_on(waiting(&vault)).unwrap();
    (vault, seen)
}

#[test]
fn a_whole_turn() {
    let disk = MemoryStorage::new();
    let (vault, token, mut rng) = begin(&disk);
    drop(vault);
    let text = token.to_text();
    block_on(async {
        let mut turn = Turn::open(&disk, token).await.unwrap();
        assert_eq!((turn.sheet(), turn.draft()), (&b"the sheet"[..], None));
        for typed in ["a", "ab", "abc"] {
            turn.save_draft(&disk, typed.as_bytes(), &mut rng).await.unwrap();
        }
        // The page is loaded again.
        let turn = Turn::open(&disk, TurnToken::parse(&text).unwrap()).await.unwrap();
        assert_eq!(turn.draft(), Some(&b"abc"[..]));
        let (_, seen) = look(&disk);
        assert_eq!(seen.turns[0].draft.as_deref(), Some(&b"abc"[..]), "recoverable without the token");
        assert_eq!(seen.turns[0].sheet.as_deref(), Some(&b"the sheet"[..]));
        let done = turn.finish(&disk, LABEL, b"answers", &mut rng).await.unwrap();
        assert_eq!(done, Done::Clean);
        let again = Turn::open(&disk, TurnToken::parse(&text).unwrap()).await;
        assert_eq!(again.unwrap_err(), TurnError::Finished);
        let (vault, seen) = look(&disk);
        let item = &seen.turns[0];
        assert_eq!((seen.turns.len(), item.turn), (1, turn.id()));
        assert_eq!((item.finished[0].instrument.as_str(), &item.finished[0].answers[..]), (LABEL, &b"answers"[..]));
        assert!(item.draft.is_none() && item.sheet.is_none() && item.problems.is_empty());
        assert_eq!(settle(&vault, item).await.unwrap().removed, 1);
        assert_eq!(look(&disk).1, TakeIn::default());
        let again = Turn::open(&disk, TurnToken::parse(&text).unwrap()).await;
        assert_eq!(again.unwrap_err(), TurnError::Over);
    });
}

#[test]
fn answers_are_bound_to_their_turn_and_vault() {
    let disk = MemoryStorage::new();
    let (_, token, mut rng) = begin(&disk);
    block_on(async {
        let turn = Turn::open(&disk, token).await.unwrap();
        turn.finish(&disk, LABEL, b"answers", &mut rng).await.unwrap();
    });
    let content = disk.snapshot();
    let (key, value) = content.iter().find(|(key, _)| key.contains("/inbox/")).unwrap();
    let (room, name) = key.rsplit_once('/').unwrap();
    let moved = format!("{room}/00000000000000000000000000000001{}", &name[32..]);
    let (_, seen) = look(&with(&content, &moved, value));
    assert_eq!(seen.turns.len(), 2);
    assert!(seen.turns[0].finished.is_empty());
    assert_eq!(seen.turns[0].problems[0].why, Why::NotAuthentic);
}

#[test]
fn two_finishes_are_both_kept_unless_equal() {
    let disk = MemoryStorage::new();
    let (_, token, mut rng) = begin(&disk);
    block_on(async {
        let turn = Turn::open(&disk, token.clone()).await.unwrap();
        let other = Turn::open(&disk, token).await.unwrap();
        turn.finish(&disk, LABEL, b"one", &mut rng).await.unwrap();
        other.finish(&disk, LABEL, b"one", &mut rng).await.unwrap();
        other.finish(&disk, LABEL, b"two", &mut rng).await.unwrap();
        other.finish(&disk, "check-in 2.2", b"two", &mut rng).await.unwrap();
        let (vault, seen) = look(&disk);
        let finished = &seen.turns[0].finished;
        assert_eq!(finished.len(), 3);
        assert_eq!(finished.iter().map(|f| f.keys.len()).sum::<usize>(), 4);
        assert_eq!(settle(&vault, &seen.turns[0]).await.unwrap().removed, 4);
        assert_eq!(look(&disk).1, TakeIn::default());
    });
}

#[test]
fn what_arrives_after_the_listing_is_not_removed() {
    let disk = MemoryStorage::new();
    let (_, token, mut rng) = begin(&disk);
    block_on(async {
        let mut turn = Turn::open(&disk, token).await.unwrap();
        turn.save_draft(&disk, b"early", &mut rng).await.unwrap();
        let (vault, before) = look(&disk);
        turn.save_draft(&disk, b"later", &mut rng).await.unwrap();
        let settled = settle(&vault, &before.turns[0]).await.unwrap();
        assert_eq!((settled.removed, settled.kept.len()), (0, 3));
        let (vault, seen) = look(&disk);
        assert_eq!(seen.turns[0].draft.as_deref(), Some(&b"later"[..]));
        settle(&vault, &seen.turns[0]).await.unwrap();
        assert_eq!(turn.save_draft(&disk, b"too late", &mut rng).await, Err(TurnError::Over));
        // What was typed can still be handed in.
        turn.finish(&disk, LABEL, b"too late", &mut rng).await.unwrap();
        let (vault, seen) = look(&disk);
        assert_eq!(seen.turns[0].finished[0].answers, b"too late");
        turn.finish(&disk, LABEL, b"and again", &mut rng).await.unwrap();
        let settled = settle(&vault, &seen.turns[0]).await.unwrap();
        assert_eq!((settled.removed, settled.kept.len()), (1, 1));
        assert_eq!(look(&disk).1.turns[0].finished[0].answers, b"and again");
    });
}

#[test]
fn every_damage_of_a_turn_is_named_and_kept_and_the_rest_is_read() {
    let disk = MemoryStorage::new();
    let (_, token, mut rng) = begin(&disk);
    let text = token.to_text();
    block_on(async {
        let mut turn = Turn::open(&disk, token).await.unwrap();
        turn.save_draft(&disk, b"older", &mut rng).await.unwrap();
        turn.save_draft(&disk, b"newer", &mut rng).await.unwrap();
        turn.finish(&disk, LABEL, b"answers", &mut rng).await.unwrap();
    });
    // As a crash would leave it that came before the removal: everything is there at once.
    let mut all = disk.snapshot();
    let fresh = MemoryStorage::new();
    let (_, token, mut rng) = begin(&fresh);
    block_on(async {
        let mut turn = Turn::open(&fresh, token).await.unwrap();
        turn.save_draft(&fresh, b"older", &mut rng).await.unwrap();
        turn.save_draft(&fresh, b"newer", &mut rng).await.unwrap();
    });
    all.extend(fresh.snapshot());
    let keys: Vec<String> =
        all.keys().filter(|key| key.contains("/turn/") || key.contains("/inbox/")).cloned().collect();
    assert_eq!(keys.len(), 5);
    for key in keys {
        for damaged in damages(&all[&key]).into_iter().step_by(5) {
            let disk = with(&all, &key, &damaged);
            let (vault, seen) = look(&disk);
            let item = &seen.turns[0];
            let named: Vec<&str> = item.problems.iter().map(|p| p.key.as_str()).collect();
            assert!(named.contains(&key.as_str()), "{key} {damaged}");
            let expected: &[&str] = if key.ends_with("/key") { &["key", "sheet", "draft-a", "draft-b"] } else { &[""] };
            assert_eq!(named.len(), expected.len());
            let draft = item.draft.as_deref();
            match key.rsplit('/').next().unwrap() {
                "draft-b" => assert_eq!(draft, Some(&b"older"[..])),
                "key" => assert_eq!(draft, None),
                _ => assert_eq!(draft, Some(&b"newer"[..])),
            }
            assert_eq!(item.finished.len(), usize::from(!key.contains("/inbox/")));
            let settled = block_on(settle(&vault, item)).unwrap();
            assert!(settled.kept.contains(&key));
            // A turn that is hurt stays together; finished answers that opened go.
            let in_turn = key.contains("/turn/");
            assert_eq!(settled.removed, if in_turn { 1 } else { 4 });
            assert_eq!(disk.snapshot()[&key], damaged, "kept as it was");
            if damaged.is_empty() {
                let (vault, seen) = look(&disk);
                assert!(block_on(discard(&vault, &seen.turns[0])).unwrap().kept.is_empty());
                assert_eq!(look(&disk).1, TakeIn::default());
            }
        }
    }
    // The page that answers: a damaged sheet is said, a damaged draft gives the one before.
    let sheet = all.keys().find(|key| key.ends_with("/sheet")).unwrap().clone();
    all.retain(|key, _| !key.contains("/inbox/"));
    let open = |disk: &MemoryStorage| block_on(Turn::open(disk, TurnToken::parse(&text).unwrap()));
    assert_eq!(open(&with(&all, &sheet, "sheet1.AAAA")).unwrap_err(), TurnError::SheetDamaged);
    let newer = sheet.replace("/sheet", "/draft-b");
    let disk = with(&all, &newer, "draft1.2.AAAA");
    let mut turn = open(&disk).unwrap();
    assert_eq!(turn.draft(), Some(&b"older"[..]));
    block_on(turn.save_draft(&disk, b"on", &mut rng)).unwrap();
    assert!(disk.snapshot()[&newer].len() > 20, "the sound draft was not the one overwritten");
}

#[test]
fn strays_are_named_and_left() {
    let disk = MemoryStorage::new();
    let vault = filled(&disk, &[]);
    let prefix = vault.place().prefix();
    let keys = ["turn/nonsense", "turn/00/key", "inbox/nonsense", "inbox/zz-1"];
    let unknown = format!("{prefix}turn/{}/photo", "0".repeat(32));
    block_on(async {
        for key in keys {
            disk.write(&format!("{prefix}{key}"), "?").await.unwrap();
        }
        disk.write(&unknown, "?").await.unwrap();
        let seen = waiting(&vault).await.unwrap();
        assert_eq!(seen.strays.len(), 4);
        assert_eq!(seen.turns[0].problems[0].why, Why::Unknown);
        let before = disk.snapshot();
        settle(&vault, &seen.turns[0]).await.unwrap();
        assert_eq!(disk.snapshot(), before);
    });
}
