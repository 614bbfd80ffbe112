//! Gathering, rewriting and rotation as they should go: what is read stays the same, and what is kept becomes less.

use attune::vault::keys::VaultKey;
use attune::vault::record::Damage;
use attune::vault::slot::Slot;
use attune::vault::{Access, MemoryStorage, ReadOnly, Storage, Vault, VaultError};
use pollster::block_on;

use crate::support::{filled, head, kek, rng, texts, unlock};

/// How many keys of a vault lie in one of its rooms.
pub fn count(disk: &MemoryStorage, room: &str) -> usize {
    let room = format!("/{room}/");
    disk.snapshot().keys().filter(|key| key.contains(&room)).count()
}

/// Bodies by number.
pub fn numbered(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| format!("body {number}")).collect()
}

/// A vault that holds these bodies in segments, a few in each.
pub fn gathered(disk: &MemoryStorage, bodies: usize, in_each: usize) -> Vault<MemoryStorage> {
    let mut vault = filled(disk, &[]);
    block_on(async {
        let mut rng = rng(300);
        for body in numbered(0..bodies).chunks(in_each) {
            for body in body {
                vault.append(body.as_bytes(), &mut rng).await.unwrap();
            }
            vault.gather(&mut rng).await.unwrap();
        }
        vault.durable().await.unwrap();
    });
    vault
}

/// Gives the vault a new key with the only slot for it under passphrase 2, and seals everything afresh.
pub async fn rotate<S: Storage>(vault: &mut Vault<S>, seed: u32) -> Result<(), VaultError> {
    let mut rng = rng(seed.into());
    vault.begin_rotation(VaultKey::generate(&mut rng)?, &mut rng).await?;
    move_slots(vault, seed).await?;
    vault.finish_rotation(&mut rng).await
}

/// What the slots do in a rotation: the new one durable, then the old ones away.
async fn move_slots<S: Storage>(vault: &Vault<S>, seed: u32) -> Result<(), VaultError> {
    let Some(next) = vault.next_key() else { return Ok(()) };
    let (storage, room) = (vault.storage(), format!("{}slot/", vault.place().prefix()));
    let old = storage.keys(&room).await?;
    // A key of its own, above those that are there.
    let number = (seed..).find(|number| !old.contains(&format!("{room}{number:016x}"))).unwrap();
    let slot = Slot::wrap(next, vault.id(), number, &kek(2), &mut rng(number.into()))?;
    storage.write(&format!("{room}{number:016x}"), &slot.to_text()).await?;
    storage.durable().await?;
    for key in old {
        storage.remove(&key).await?;
    }
    Ok(storage.durable().await?)
}

#[test]
fn gathered_records_are_read_as_before_and_go() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &["a", "b", "c"]);
    let before = disk.snapshot().values().map(String::len).sum::<usize>();
    assert_eq!(block_on(vault.gather(&mut rng(1))), Ok(true));
    assert_eq!((count(&disk, "j"), count(&disk, "s"), count(&disk, "m")), (0, 1, 1));
    assert!(disk.snapshot().values().map(String::len).sum::<usize>() < before);
    assert_eq!(block_on(vault.gather(&mut rng(1))), Ok(false), "nothing to do");
    let name = block_on(vault.append(b"d", &mut rng(2))).unwrap();
    assert_eq!((name.generation, name.sequence), (1, 4));
    let (mut vault, replay) = unlock(disk.clone(), 1, 3).unwrap();
    assert_eq!(texts(&replay), ["a", "b", "c", "d"]);
    assert!(replay.is_whole());
    let name = block_on(vault.append(b"e", &mut rng(4))).unwrap();
    assert_eq!((name.generation, name.sequence), (1, 5), "sequences go on over a gathering");
    block_on(vault.gather(&mut rng(5))).unwrap();
    let (mut vault, replay) = unlock(disk, 1, 6).unwrap();
    assert_eq!(texts(&replay), ["a", "b", "c", "d", "e"]);
    assert!(replay.is_whole());
    let name = block_on(vault.append(b"f", &mut rng(7))).unwrap();
    assert_eq!((name.generation, name.sequence), (1, 6), "and with all of it gathered");
}

#[test]
fn many_saves_end_in_few_segments_and_each_record_is_written_again_a_few_times_only() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    let (mut most, mut written) = (0, 0);
    block_on(async {
        let mut rng = rng(9);
        for body in numbered(0..3000) {
            vault.append(body.as_bytes(), &mut rng).await.unwrap();
            let before = disk.snapshot();
            if vault.tidy(&mut rng).await.unwrap() {
                let after = disk.snapshot();
                written +=
                    after.iter().filter(|(key, _)| !before.contains_key(*key)).map(|(_, v)| v.len()).sum::<usize>();
            }
            most = most.max(count(&disk, "j"));
        }
    });
    assert!(most <= 64, "{most}");
    assert!(count(&disk, "s") <= 8, "{}", count(&disk, "s"));
    let kept: usize = disk.snapshot().iter().filter(|(key, _)| key.contains("/s/")).map(|(_, v)| v.len()).sum();
    assert!(written < 8 * kept, "{written} characters written for {kept}");
    let (_, replay) = unlock(disk, 1, 10).unwrap();
    assert!(texts(&replay) == numbered(0..3000) && replay.is_whole());
}

#[test]
fn no_segment_is_longer_than_allowed_unless_one_body_is() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    let noise = |at: usize, length: usize| -> Vec<u8> {
        (0..length).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(at * 97) >> 7) as u8).collect()
    };
    let bodies: Vec<Vec<u8>> = (0..40).map(|at| noise(at, 9_000)).chain([noise(99, 200_000)]).collect();
    block_on(async {
        for body in &bodies {
            vault.append(body, &mut rng(5)).await.unwrap();
            vault.tidy(&mut rng(6)).await.unwrap();
        }
        while vault.gather(&mut rng(7)).await.unwrap() {}
    });
    let lengths: Vec<usize> =
        disk.snapshot().iter().filter(|(key, _)| key.contains("/s/")).map(|(_, value)| value.len()).collect();
    assert_eq!(lengths.iter().filter(|length| **length > 128 * 1024).count(), 1, "{lengths:?}");
    let (_, replay) = unlock(disk, 1, 8).unwrap();
    assert!(replay.bodies() == bodies && replay.is_whole());
}

#[test]
fn a_fork_is_joined_by_a_gathering_and_a_late_record_is_taken_in() {
    let disk = MemoryStorage::new();
    drop(filled(&disk, &["root"]));
    let (mut a, _) = unlock(disk.clone(), 1, 10).unwrap();
    let (mut b, _) = unlock(disk.clone(), 1, 11).unwrap();
    block_on(async {
        a.append(b"from a", &mut rng(12)).await.unwrap();
        b.append(b"from b", &mut rng(13)).await.unwrap();
    });
    let (mut c, replay) = unlock(disk.clone(), 1, 15).unwrap();
    assert_eq!((replay.forks.len(), replay.items.len()), (1, 3));
    block_on(async {
        let name = c.append(b"from c", &mut rng(16)).await.unwrap();
        assert_eq!((name.generation, name.sequence), (2, 3));
        c.gather(&mut rng(17)).await.unwrap();
        // A tab that knows nothing of all this goes on after what it knew, and gathers what is long gone.
        b.append(b"late from b", &mut rng(18)).await.unwrap();
        b.gather(&mut rng(19)).await.unwrap();
        a.append(b"late from a", &mut rng(20)).await.unwrap();
    });
    let (mut d, replay) = unlock(disk.clone(), 1, 21).unwrap();
    let mut all = texts(&replay);
    all.sort();
    assert_eq!(all, ["from a", "from b", "from c", "late from a", "late from b", "root"]);
    assert!(replay.damaged.is_empty() && replay.gaps.is_empty(), "{replay:?}");
    assert_eq!(replay.forks.len(), 1, "the late record stands beside others");
    block_on(d.gather(&mut rng(22))).unwrap();
    let (_, replay) = unlock(disk.clone(), 1, 23).unwrap();
    assert!(replay.is_whole() && replay.items.len() == 6);
    assert_eq!(count(&disk, "m"), 1);
}

#[test]
fn two_tabs_that_gather_the_same_records_lose_and_double_nothing() {
    let disk = MemoryStorage::new();
    drop(gathered(&disk, 12, 4));
    let (mut a, _) = unlock(disk.clone(), 1, 10).unwrap();
    let (mut b, _) = unlock(disk.clone(), 1, 11).unwrap();
    block_on(async {
        a.append(b"a", &mut rng(12)).await.unwrap();
        b.append(b"b", &mut rng(13)).await.unwrap();
        a.gather(&mut rng(14)).await.unwrap();
        b.gather(&mut rng(15)).await.unwrap();
        a.append(b"aa", &mut rng(16)).await.unwrap();
        a.gather(&mut rng(17)).await.unwrap();
    });
    let (mut c, replay) = unlock(disk.clone(), 1, 18).unwrap();
    assert_eq!(replay.items.len(), 15);
    assert!(replay.damaged.is_empty() && replay.gaps.is_empty());
    block_on(async { while c.gather(&mut rng(19)).await.unwrap() {} });
    let (_, replay) = unlock(disk, 1, 20).unwrap();
    assert!(replay.items.len() == 15 && replay.is_whole());
}

#[test]
fn what_is_left_out_is_gone_from_the_disk_and_stays_out() {
    let disk = MemoryStorage::new();
    let mut vault = gathered(&disk, 20, 5);
    block_on(vault.append(b"body 20", &mut rng(1))).unwrap();
    let old = disk.snapshot();
    let erased = |text: &str| text.ends_with('3') || text == "body 20";
    let keep = &mut |item: &attune::care::compact::Item| !erased(&String::from_utf8(item.to_body()).unwrap());
    block_on(vault.rewrite(keep, &mut rng(2))).unwrap();
    let expected: Vec<String> = numbered(0..20).into_iter().filter(|text| !erased(text)).collect();
    let (vault, replay) = unlock(disk.clone(), 1, 3).unwrap();
    assert_eq!(texts(&replay), expected);
    assert!(replay.is_whole());
    drop(vault);
    // An old copy of everything turns up again, from a mirror perhaps.
    let stale = disk.snapshot().into_iter().chain(old).collect();
    let disk = MemoryStorage::holding(stale);
    let (mut vault, replay) = unlock(disk.clone(), 1, 4).unwrap();
    assert_eq!(texts(&replay), expected, "it is accounted for");
    assert!(replay.is_whole());
    block_on(async { while vault.gather(&mut rng(5)).await.unwrap() {} });
    assert_eq!(count(&disk, "j"), 0, "and goes");
    let (_, replay) = unlock(disk, 1, 6).unwrap();
    assert_eq!(texts(&replay), expected);
}

#[test]
fn what_is_damaged_goes_where_something_is_left_out() {
    let disk = MemoryStorage::new();
    drop(gathered(&disk, 20, 10));
    let key = disk.snapshot().into_keys().find(|key| key.contains("/s/")).unwrap();
    block_on(disk.write(&key, "1.AAAA")).unwrap();
    let (mut vault, replay) = unlock(disk.clone(), 1, 3).unwrap();
    assert_eq!(replay.damaged[0].key, key);
    block_on(vault.gather(&mut rng(4))).unwrap();
    assert!(disk.snapshot().contains_key(&key), "gathering leaves it");
    block_on(vault.rewrite(&mut |_| true, &mut rng(5))).unwrap();
    assert!(!disk.snapshot().contains_key(&key), "nobody can say that it does not hold what was erased");
    assert!(unlock(disk, 1, 6).unwrap().1.damaged.is_empty());
}

#[test]
fn a_new_key_seals_everything_and_the_old_one_opens_nothing() {
    let disk = MemoryStorage::new();
    let mut vault = gathered(&disk, 20, 5);
    block_on(vault.append(b"body 20", &mut rng(1))).unwrap();
    let old = disk.snapshot();
    block_on(rotate(&mut vault, 50)).unwrap();
    assert!(!vault.is_rotating());
    let name = block_on(vault.append(b"body 21", &mut rng(51))).unwrap();
    assert_eq!((name.generation, name.sequence), (2, 22));
    assert!(unlock(disk.clone(), 1, 52).is_err());
    let (vault, replay) = unlock(disk.clone(), 2, 53).unwrap();
    assert_eq!(texts(&replay), numbered(0..22));
    assert!(replay.is_whole() && !vault.is_rotating());
    assert_eq!(count(&disk, "k"), 0);
    // Nothing of the journal is what it was, and the old slot with the new journal reads nothing.
    let now = disk.snapshot();
    for room in ["/j/", "/s/", "/m/"] {
        assert!(now.iter().filter(|(key, _)| key.contains(room)).all(|(key, _)| !old.contains_key(key)));
    }
    let mut mixed = now.clone();
    mixed.retain(|key, _| !key.contains("/slot/"));
    mixed.extend(old.into_iter().filter(|(key, _)| key.contains("/slot/")));
    let (_, replay) = unlock(MemoryStorage::holding(mixed), 1, 54).unwrap();
    assert!(replay.items.is_empty() && !replay.damaged.is_empty());
}

#[test]
fn a_rotation_that_was_given_up_before_the_slots_moved_changes_nothing() {
    let disk = MemoryStorage::new();
    let mut vault = gathered(&disk, 6, 3);
    block_on(vault.begin_rotation(VaultKey::generate(&mut rng(1)).unwrap(), &mut rng(2))).unwrap();
    drop(vault);
    let (mut vault, replay) = unlock(disk.clone(), 1, 3).unwrap();
    assert_eq!(texts(&replay), numbered(0..6));
    assert!(!vault.is_rotating() && vault.access() == &Access::Full);
    block_on(rotate(&mut vault, 4)).unwrap();
    assert_eq!(count(&disk, "k"), 0, "what was left over of the first goes with the second");
    assert_eq!(texts(&unlock(disk, 2, 5).unwrap().1), numbered(0..6));
}

#[test]
fn a_newer_segment_or_manifest_makes_the_vault_read_only() {
    for room in ["s", "m"] {
        let disk = MemoryStorage::new();
        drop(gathered(&disk, 6, 3));
        let full = format!("{}{room}/00000000000000000099-0101010101010101", head(&disk).place.prefix());
        block_on(disk.write(&full, "2.whatever")).unwrap();
        let (mut vault, replay) = unlock(disk.clone(), 1, 40).unwrap();
        assert_eq!(texts(&replay), numbered(0..6));
        assert_eq!(replay.newer, [full]);
        let before = disk.snapshot();
        block_on(async {
            let mut rng = rng(41);
            assert!(vault.append(b"x", &mut rng).await.is_err());
            assert!(vault.tidy(&mut rng).await.is_err() && vault.gather(&mut rng).await.is_err());
            assert!(vault.rewrite(&mut |_| false, &mut rng).await.is_err());
            assert!(vault.keep_reserve(&mut rng).await.is_err());
            let key = VaultKey::generate(&mut rng).unwrap();
            assert!(vault.begin_rotation(key, &mut rng).await.is_err());
        });
        assert_eq!(disk.snapshot(), before);
    }
}

#[test]
fn a_lost_segment_and_a_lost_manifest_are_named_and_writing_goes_on() {
    let disk = MemoryStorage::new();
    let mut vault = filled(&disk, &[]);
    // Large enough a first segment that the second is not joined with it.
    block_on(async {
        for body in numbered(0..64) {
            vault.append(body.repeat(9).as_bytes(), &mut rng(1)).await.unwrap();
        }
        vault.gather(&mut rng(2)).await.unwrap();
        vault.append(b"last", &mut rng(3)).await.unwrap();
        vault.gather(&mut rng(4)).await.unwrap();
    });
    let content = disk.snapshot();
    let of = |room: &str| -> Vec<String> { content.keys().filter(|key| key.contains(room)).cloned().collect() };
    assert_eq!((of("/s/").len(), of("/m/").len()), (2, 1));
    for (lost, items) in [(0, 1), (1, 64)] {
        let mut less = content.clone();
        less.remove(&of("/s/")[lost]);
        let disk = MemoryStorage::holding(less);
        let (mut vault, replay) = unlock(disk.clone(), 1, 5).unwrap();
        assert_eq!(replay.items.len(), items);
        assert_eq!((&replay.damaged[0].key, replay.damaged[0].why), (&of("/s/")[lost], Damage::Missing));
        let name = block_on(vault.append(b"after", &mut rng(6))).unwrap();
        assert_eq!((name.generation, name.sequence), (2, 66), "a new generation, and no number twice");
        block_on(vault.gather(&mut rng(7))).unwrap();
        let (mut vault, replay) = unlock(disk, 1, 8).unwrap();
        assert_eq!((replay.items.len(), replay.damaged.len()), (items + 1, 1), "still named");
        let name = block_on(vault.append(b"after", &mut rng(9))).unwrap();
        assert_eq!((name.generation, name.sequence), (2, 67));
    }
    let mut less = content.clone();
    less.remove(&of("/m/")[0]);
    let (mut vault, replay) = unlock(MemoryStorage::holding(less), 1, 10).unwrap();
    assert_eq!(replay.items.len(), 65);
    let name = block_on(vault.append(b"after", &mut rng(11))).unwrap();
    assert_eq!((name.generation, name.sequence), (2, 66));
}

/// A newer version takes over and writes while an older one has the vault open.
#[test]
fn what_a_newer_version_writes_meanwhile_ends_the_writing() {
    let put = |disk: &MemoryStorage, segment: bool| {
        let key = disk.snapshot().into_keys().find(|key| key.contains("/s/")).unwrap();
        let (start, last) = key.split_at(key.len() - 1);
        let newer = if segment {
            format!("{start}{}", if last == "0" { "1" } else { "0" })
        } else {
            key.replace("/s/", "/of-tomorrow/")
        };
        block_on(disk.write(&newer, "2.AAAA")).unwrap();
        newer
    };
    for segment in [true, false] {
        // Seen by reading again, as a tab does that takes over and as every backup does ...
        let disk = MemoryStorage::new();
        let mut vault = gathered(&disk, 4, 4);
        assert!(vault.newer().is_empty());
        let newer = put(&disk, segment);
        let (bodies, _) = block_on(vault.bodies(&mut rng(310))).unwrap();
        assert_eq!(bodies.len(), 4);
        assert_eq!(vault.newer(), [newer], "what a backup lacks is counted");
        assert_eq!(block_on(vault.append(b"no", &mut rng(311))), Err(VaultError::ReadOnly));
        // ... and by what reads again by itself.
        let disk = MemoryStorage::new();
        let mut vault = gathered(&disk, 4, 4);
        let newer = put(&disk, segment);
        let before = disk.snapshot();
        let outcome = block_on(vault.rewrite(&mut |_| false, &mut rng(312)));
        assert_eq!(outcome, Err(VaultError::ReadOnly));
        assert_eq!(vault.access(), &Access::ReadOnly(ReadOnly::Newer(vec![newer])));
        assert_eq!(block_on(vault.append(b"no", &mut rng(313))), Err(VaultError::ReadOnly));
        assert_eq!(block_on(vault.gather(&mut rng(314))), Err(VaultError::ReadOnly));
        assert_eq!(disk.snapshot(), before, "nothing was written or removed");
    }
}
