//! Every byte of a small gathered store flipped and every text of it cut at every length: the rest is read, what is damaged
//! is named, a sound copy in the mirror is found, and writing goes on.

use std::collections::BTreeSet;

use attune::vault::{MemoryStorage, Mirrored, Vault};
use pollster::block_on;

use crate::gathering::numbered;
use crate::support::{damages, filled, head, kek, path, rng, texts, unlock, with};

/// Two segments that are too different in size to be joined, one manifest and two records. Their bodies are the numbers
/// from 0, and these are how many lie in each.
fn small() -> (MemoryStorage, [usize; 4]) {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    block_on(async {
        let mut rng = rng(900);
        for body in numbered(0..60) {
            vault.append(body.as_bytes(), &mut rng).await.unwrap();
        }
        vault.gather(&mut rng).await.unwrap();
        vault.append(b"body 60", &mut rng).await.unwrap();
        vault.gather(&mut rng).await.unwrap();
        for body in numbered(61..63) {
            vault.append(body.as_bytes(), &mut rng).await.unwrap();
        }
        vault.durable().await.unwrap();
    });
    (MemoryStorage::holding(disk.snapshot()), [60, 1, 1, 1])
}

#[test]
fn every_flip_and_cut_of_a_segment_manifest_or_record_is_named_and_the_rest_is_read() {
    let (disk, counts) = small();
    let content = disk.snapshot();
    let all = numbered(0..63);
    let keys = |room: &str| -> Vec<String> { content.keys().filter(|key| key.contains(room)).cloned().collect() };
    let pieces: Vec<String> = [keys("/s/"), keys("/j/")].concat();
    assert_eq!((pieces.len(), keys("/m/").len()), (4, 1));
    let mut tried = 0;
    let mut first = 0;
    let mut lost: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    for (key, count) in pieces.into_iter().zip(counts) {
        lost.push((key, first..first + count));
        first += count;
    }
    lost.push((keys("/m/")[0].clone(), 0..0));
    for (key, gone) in lost {
        for damaged in damages(&content[&key]) {
            tried += 1;
            let disk = with(&content, &key, &damaged);
            let (mut vault, replay) = unlock(disk.clone(), 1, 901).unwrap();
            let read = texts(&replay);
            if replay.damaged.is_empty() {
                assert_eq!(read, all, "one damaged character in front is no damage: {damaged}");
                continue;
            }
            assert!(replay.newer.is_empty());
            let left: Vec<String> =
                all.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, text)| text.clone()).collect();
            assert_eq!(read, left);
            let named: Vec<&String> = replay.damaged.iter().map(|damaged| &damaged.key).collect();
            assert_eq!(named, [&key]);
            if tried % 61 == 0 {
                block_on(async {
                    let name = vault.append(b"after", &mut rng(902)).await.unwrap();
                    assert!(name.sequence >= 63, "{name:?}");
                    while vault.gather(&mut rng(903)).await.unwrap() {}
                });
                assert_eq!(disk.snapshot().get(&key), Some(&damaged), "left as it is");
                let (_, replay) = unlock(disk, 1, 904).unwrap();
                let read: BTreeSet<String> = texts(&replay).into_iter().collect();
                assert_eq!(read.len(), left.len() + 1);
                assert_eq!(replay.damaged.iter().filter(|damaged| damaged.key == key).count(), 1, "still named");
            }
        }
    }
    assert!(tried > 3000, "{tried}");
}

#[test]
fn what_is_sound_in_either_copy_is_read() {
    let (disk, _) = small();
    let content = disk.snapshot();
    let all = numbered(0..63);
    let keys: Vec<&String> =
        content.keys().filter(|key| ["/s/", "/m/", "/j/"].iter().any(|room| key.contains(room))).collect();
    assert_eq!(keys.len(), 5);
    for (at, key) in keys.iter().enumerate() {
        // One piece damaged in the store, another in the mirror.
        let other = keys[(at + 2) % keys.len()];
        for damaged in damages(&content[*key]).into_iter().step_by(7) {
            let store = with(&content, key, &damaged);
            let mirror = with(&content, other, &content[other].replace('e', "f"));
            let open = || block_on(Mirrored::open(store.clone(), mirror.clone(), &path().prefix())).unwrap().0;
            let pair = open();
            let head = head(&pair);
            let (mut vault, replay) = block_on(Vault::unlock(pair, &head, &kek(1), &mut rng(905))).unwrap();
            assert_eq!(texts(&replay), all);
            assert!(replay.is_whole());
            if at < 2 && damaged.len() % 31 == 0 {
                block_on(async {
                    vault.append(b"body 63", &mut rng(906)).await.unwrap();
                    while vault.gather(&mut rng(907)).await.unwrap() {}
                    vault.durable().await.unwrap();
                });
                drop(vault);
                let (_, replay) = block_on(Vault::unlock(open(), &head, &kek(1), &mut rng(908))).unwrap();
                assert_eq!(texts(&replay), numbered(0..64));
                assert!(replay.is_whole());
            }
        }
    }
}

#[test]
fn a_segment_put_elsewhere_or_for_another_is_not_believed() {
    let (disk, _) = small();
    let content = disk.snapshot();
    let segments: Vec<&String> = content.keys().filter(|key| key.contains("/s/")).collect();
    let swapped = with(&content, segments[0], &content[segments[1]]);
    let (_, replay) = unlock(swapped, 1, 910).unwrap();
    assert_eq!((replay.items.len(), replay.damaged.len()), (3, 1));
    let manifest = content.keys().find(|key| key.contains("/m/")).unwrap();
    for (key, value) in [(segments[0], manifest), (manifest, segments[0])] {
        let (_, replay) = unlock(with(&content, key, &content[value]), 1, 911).unwrap();
        assert_eq!(replay.damaged[0].key, *key);
    }
    let moved = segments[0].replace("/s/0", "/s/1");
    let (_, replay) = unlock(with(&content, &moved, &content[segments[0]]), 1, 912).unwrap();
    assert_eq!((replay.items.len(), &replay.damaged[0].key), (63, &moved));
}
