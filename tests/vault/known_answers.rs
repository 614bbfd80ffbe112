//! Known answers for the primitives as the vault composes them, from other implementations: `tests/vectors/vault/make.py`, which
//! writes a whole vault, age files and single answers without a line of this repository's code.

use std::collections::BTreeMap;

use attune::vault::age::{AgeFile, Identity, With, passphrase};
use attune::vault::keys::SealKey;
use attune::vault::{Kit, MemoryStorage, SlotParams, Vault, VaultError, derive_kek, seal};
use pollster::block_on;
use serde_json::Value;

use crate::support::{head, rng, texts};

fn known() -> Value {
    serde_json::from_str(include_str!("../vectors/vault/known.json")).unwrap()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().to_owned()
}

fn bytes(value: &Value, name: &str) -> Vec<u8> {
    let digits = text(value, name);
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

fn array<const N: usize>(value: &Value, name: &str) -> [u8; N] {
    bytes(value, name).try_into().unwrap()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap()
}

#[test]
fn a_vault_made_elsewhere_opens_by_passphrase_and_by_kit() {
    let known = &known()["vault"];
    let content: BTreeMap<String, String> = serde_json::from_value(known["texts"].clone()).unwrap();
    let bodies: Vec<String> = serde_json::from_value(known["bodies"].clone()).unwrap();
    let disk = MemoryStorage::holding(content.clone());
    let head = head(&disk);
    let (vault, replay) =
        block_on(Vault::unlock_with(disk.clone(), &head, &text(known, "passphrase"), &mut rng(1))).unwrap();
    assert!(replay.is_whole(), "{replay:?}");
    assert_eq!(texts(&replay), bodies);
    assert_eq!(vault.inbox_public().unwrap().to_bytes().to_vec(), bytes(known, "inbox"));
    assert!(vault.inbox_problems().is_empty());
    assert_eq!(vault.open_inbox(b"for the turn", &bytes(known, "handed_in")).unwrap(), b"handed in");
    assert!(vault.open_inbox(b"for another", &bytes(known, "handed_in")).is_err());
    let (label, body) = vault.open_labelled(b"for the turn", &bytes(known, "labelled")).unwrap();
    assert_eq!((label.as_slice(), body.as_slice()), (&b"a label"[..], &b"answers"[..]));
    let kit = Kit::from_identity(Identity::from_bytes(array(known, "kit")));
    let (_, replay) = block_on(Vault::unlock_by_kit(disk.clone(), &head, &kit, &mut rng(2))).unwrap();
    assert_eq!(texts(&replay), bodies);
    assert_eq!(disk.snapshot(), content, "reading wrote nothing");
    let wrong = block_on(Vault::unlock_with(disk, &head, "cafe azul y mar", &mut rng(3)));
    assert!(matches!(wrong, Err(VaultError::Slot(_))));
}

#[test]
fn age_files_made_elsewhere_open() {
    let known = &known()["age"];
    let identity = Identity::from_bytes(array(known, "identity"));
    let by_key = bytes(&known["x25519"], "file");
    let content = AgeFile::parse(&by_key).unwrap().content(&With::Identity(&identity)).unwrap();
    assert_eq!(*content, text(&known["x25519"], "content").into_bytes());
    let by_words = bytes(&known["scrypt"], "file");
    let file = AgeFile::parse(&by_words).unwrap();
    let key = passphrase::derive(&text(known, "passphrase"), &file.scrypt().unwrap().unwrap()).unwrap();
    assert_eq!(*file.content(&With::Passphrase(&key)).unwrap(), text(&known["scrypt"], "content").into_bytes());
    for (bytes, with) in [(by_key, With::Identity(&identity)), (by_words, With::Passphrase(&key))] {
        for at in 0..bytes.len() {
            let mut altered = bytes.clone();
            altered[at] ^= 1;
            let opened = AgeFile::parse(&altered).map(|file| file.content(&with).is_ok());
            assert!(!matches!(opened, Ok(true)), "byte {at} altered");
        }
    }
}

#[test]
fn what_was_sealed_elsewhere_opens_and_what_was_altered_does_not() {
    let known = known();
    let (mut opened, mut refused) = (0, 0);
    for case in list(&known, "sealing") {
        let key = SealKey::from_bytes(array(case, "key"));
        let found = seal::open(&key, &bytes(case, "aad"), &bytes(case, "sealed"));
        if case["text"].is_null() {
            assert!(found.is_err(), "{}", case["says"]);
            refused += 1;
        } else {
            assert_eq!(found.unwrap(), bytes(case, "text"), "{}", case["says"]);
            opened += 1;
        }
    }
    assert_eq!((opened, refused), (44, 103));
}

#[test]
fn passphrases_give_the_keys_of_the_reference_implementation() {
    let known = known();
    for case in list(&known, "argon2id") {
        let number = |name: &str| u32::try_from(case[name].as_u64().unwrap()).unwrap();
        let params = SlotParams::new(number("memory"), number("passes"), number("lanes"), array(case, "salt")).unwrap();
        let words = text(case, "passphrase");
        assert_eq!(derive_kek(&words, &params).unwrap().to_bytes()[..], bytes(case, "key"), "{words}");
        assert_eq!(derive_kek(&format!(" {words}\n"), &params).unwrap().to_bytes()[..], bytes(case, "key"));
    }
}

#[test]
fn sub_keys_are_those_of_another_implementation() {
    let known = known();
    for case in list(&known, "hkdf") {
        let key = SealKey::derive(&bytes(case, "salt"), &bytes(case, "secret"), &bytes(case, "info"));
        assert_eq!(seal::open(&key, b"around", &bytes(case, "sealed")).unwrap(), b"under the sub-key");
        let other = SealKey::derive(&bytes(case, "salt"), &bytes(case, "secret"), b"another purpose");
        assert!(seal::open(&other, b"around", &bytes(case, "sealed")).is_err());
    }
}
