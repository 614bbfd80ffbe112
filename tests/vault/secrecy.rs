//! Nothing that was typed can be found in a store: not in UTF-8, not in UTF-16, not in base64 at any offset.

use attune::exchange::{Turn, hand_over};
use attune::vault::{MemoryStorage, Storage};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use pollster::block_on;

use crate::support::{filled, rng};

const TYPED: [&str; 5] = [
    "I do not feel heard by Dr Ruiz",
    "corazón partido",
    "WAI-SR@1.0 instrument",
    "crisis line 024 Madrid",
    "draft: sometimes I",
];

/// Byte strings that would betray `text`: its encodings, without the ends that depend on neighbours.
fn traces(text: &str) -> Vec<Vec<u8>> {
    let mut out = vec![text.as_bytes().to_vec()];
    let utf16: Vec<u16> = text.encode_utf16().collect();
    out.push(utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect());
    out.push(utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect());
    for plain in out.clone() {
        for offset in 0..3 {
            let shifted = [&b"xxx"[..offset], &plain[..]].concat();
            for coded in [STANDARD_NO_PAD.encode(&shifted), URL_SAFE_NO_PAD.encode(&shifted)] {
                out.push(coded.as_bytes()[4..coded.len() - 3].to_vec());
            }
        }
        let hex: String = plain.iter().map(|byte| format!("{byte:02x}")).collect();
        out.push(hex.into_bytes());
    }
    out
}

fn holds(haystack: &str, needle: &[u8]) -> bool {
    haystack.as_bytes().windows(needle.len()).any(|window| window == needle)
}

fn assert_nothing_typed(disk: &MemoryStorage) {
    for (key, value) in disk.snapshot() {
        for text in TYPED {
            for trace in traces(text) {
                assert!(!holds(&value, &trace) && !holds(&key, &trace), "{text} in {key}");
            }
        }
    }
}

#[test]
fn the_search_finds_what_is_there() {
    for text in TYPED {
        for offset in 0..3 {
            let shifted = format!("{}{text} and more", &"abc"[..offset]);
            let coded = URL_SAFE_NO_PAD.encode(&shifted);
            assert!(traces(text).iter().any(|trace| holds(&coded, trace)));
        }
        assert!(traces(text).iter().any(|trace| holds(text, trace)));
    }
}

#[test]
fn nothing_typed_is_in_the_store_at_any_time() {
    let disk = MemoryStorage::new();
    let vault = filled(&disk, &TYPED);
    assert_nothing_typed(&disk);
    block_on(async {
        let mut rng = rng(9);
        let token = hand_over(&vault, TYPED[3].as_bytes(), &mut rng).await.unwrap();
        assert_nothing_typed(&disk);
        let secret = token.to_text();
        let key = secret.split('.').nth(3).unwrap().to_owned();
        let mut turn = Turn::open(&disk, token).await.unwrap();
        for text in TYPED {
            turn.save_draft(&disk, text.as_bytes(), &mut rng).await.unwrap();
            assert_nothing_typed(&disk);
        }
        let held = disk.snapshot();
        assert!(held.values().all(|value| !value.contains(&key)), "the turn's key lies sealed only");
        turn.finish(&disk, TYPED[2], TYPED[0].as_bytes(), &mut rng).await.unwrap();
        assert_nothing_typed(&disk);
        disk.durable().await.unwrap();
    });
}

#[test]
fn drafts_do_not_tell_by_their_length_how_much_was_typed() {
    let disk = MemoryStorage::new();
    let vault = filled(&disk, &[]);
    block_on(async {
        let mut rng = rng(9);
        let token = hand_over(&vault, b"sheet", &mut rng).await.unwrap();
        let mut turn = Turn::open(&disk, token).await.unwrap();
        let mut lengths = std::collections::BTreeSet::new();
        for typed in 0..200 {
            turn.save_draft(&disk, &vec![b'x'; typed], &mut rng).await.unwrap();
            let held = disk.snapshot();
            let drafts = held.iter().filter(|(key, _)| key.contains("/draft-"));
            lengths.extend(drafts.map(|(_, value)| value.rsplit('.').next().unwrap().len()));
        }
        assert_eq!(lengths.len(), 1);
    });
}
