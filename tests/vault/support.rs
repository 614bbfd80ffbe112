//! What the tests of the vault share. No derivation: keys that open slots are made from bytes.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::Command;

use attune::vault::find::VaultHead;
use attune::vault::kek::MIN_MEMORY;
use attune::vault::{AppPath, Kek, MemoryStorage, Replay, SlotParams, Storage, Vault, VaultError, find};
use pollster::block_on;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// Whether Debian's age can be asked. Where everything must be tested it has to be here; otherwise it is said that a test does
/// nothing without it.
pub fn has_age() -> bool {
    let found = Command::new("age").arg("--version").output().is_ok();
    let needed = ["CI", "ATTUNE_NEEDS_AGE"].iter().any(|name| std::env::var_os(name).is_some());
    assert!(found || !needed, "the age program is missing: install Debian's package age");
    if !found {
        // Not by a macro, whose words are shown only where a test fails.
        let _ = writeln!(std::io::stderr(), "SKIPPED: the age program is not installed, so nothing was asked of it");
    }
    found
}

/// A generator that gives the same bytes at each run.
pub fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// The app's path in all tests.
pub fn path() -> AppPath {
    AppPath::new("/attune/")
}

/// A prepared key; another `byte` is another passphrase with another salt.
pub fn kek(byte: u8) -> Kek {
    let params = SlotParams::new(MIN_MEMORY, 2, 1, [byte; 16]).unwrap();
    Kek::from_parts(params, [byte; 32])
}

/// The only vault in a store.
pub fn head<S: Storage>(storage: &S) -> VaultHead {
    let mut found = block_on(find(storage, &path())).unwrap();
    assert_eq!(found.vaults.len(), 1);
    found.vaults.remove(0)
}

/// Unlocks the only vault in a store.
pub fn unlock<S: Storage>(storage: S, byte: u8, seed: u64) -> Result<(Vault<S>, Replay), VaultError> {
    let head = head(&storage);
    block_on(Vault::unlock(storage, &head, &kek(byte), &mut rng(seed)))
}

/// A vault with passphrase 1 that holds these bodies, all durable.
pub fn filled(storage: &MemoryStorage, bodies: &[&str]) -> Vault<MemoryStorage> {
    block_on(async {
        let mut rng = rng(77);
        let mut vault = Vault::create(storage.clone(), &path(), &kek(1), &mut rng).await.unwrap();
        for body in bodies {
            vault.append(body.as_bytes(), &mut rng).await.unwrap();
        }
        vault.durable().await.unwrap();
        vault
    })
}

/// Bodies as text.
pub fn texts(replay: &Replay) -> Vec<String> {
    replay.bodies().into_iter().map(|body| String::from_utf8(body).unwrap()).collect()
}

/// A store with one value replaced.
pub fn with(content: &BTreeMap<String, String>, key: &str, value: &str) -> MemoryStorage {
    let mut content = content.clone();
    content.insert(key.to_owned(), value.to_owned());
    MemoryStorage::holding(content)
}

/// Every value that differs from `value` in one byte (one bit flipped, still text), and every truncation of it.
pub fn damages(value: &str) -> Vec<String> {
    let mut out: Vec<String> = (0..value.len()).map(|at| value[..at].to_owned()).collect();
    for at in 0..value.len() {
        for bit in [0, 1, 2, 5] {
            let mut bytes = value.as_bytes().to_vec();
            bytes[at] ^= 1 << bit;
            out.push(String::from_utf8(bytes).unwrap());
        }
    }
    out
}
