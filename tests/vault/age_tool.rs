//! Files that the age program wrote are read here, and files written here are read by the age program, where it is.

use std::path::{Path, PathBuf};
use std::process::Command;

use attune::vault::age::{
    AgeError, AgeFile, Identity, Recipient, ScryptKey, ScryptParams, To, With, Writer, armor, passphrase,
};

use super::support::{has_age, rng};

/// What the fixtures hold; they were made with age 1.1.1.
const TEXT: &[u8] = b"Written by the age program, version 1.1.\n";
const PASSPHRASE: &str = "correct horse battery";

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vault/fixtures")
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(fixtures().join(name)).unwrap()
}

fn identity() -> Identity {
    Identity::parse(&String::from_utf8(fixture("made-by-age.key")).unwrap()).unwrap()
}

fn derived(file: &AgeFile<'_>, text: &str) -> ScryptKey {
    passphrase::derive(text, &file.scrypt().unwrap().unwrap()).unwrap()
}

#[test]
fn files_of_the_age_program_are_read() {
    for name in ["made-by-age.age", "made-by-age.txt"] {
        let bytes = fixture(name);
        let file = AgeFile::parse(&bytes).unwrap();
        assert_eq!(&file.content(&With::Identity(&identity())).unwrap()[..], TEXT, "{name}");
        let other = Identity::from_bytes([1; 32]);
        assert_eq!(file.content(&With::Identity(&other)).unwrap_err(), AgeError::NoMatch);
    }
    let bytes = fixture("made-by-age-passphrase.age");
    let file = AgeFile::parse(&bytes).unwrap();
    let key = derived(&file, PASSPHRASE);
    assert_eq!(&file.content(&With::Passphrase(&key)).unwrap()[..], TEXT);
    let wrong = derived(&file, "correct horse");
    assert_eq!(file.content(&With::Passphrase(&wrong)).unwrap_err(), AgeError::WrongPassphrase);
    assert_eq!(file.content(&With::Identity(&identity())).unwrap_err(), AgeError::NoMatch);
}

#[test]
fn every_flip_and_every_cut_of_a_file_is_refused() {
    let bytes = fixture("made-by-age.age");
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            let opened = AgeFile::parse(&flipped).and_then(|file| file.content(&With::Identity(&identity())));
            assert!(opened.is_err(), "byte {at}, bit {bit}");
        }
        let cut = AgeFile::parse(&bytes[..at]).and_then(|file| file.content(&With::Identity(&identity())));
        assert!(cut.is_err(), "{at}");
    }
}

#[test]
fn the_age_program_reads_what_is_written_here() {
    if !has_age() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("attune-age-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let other = Identity::from_bytes([3; 32]);
    // More than one chunk, and two recipients.
    let content: Vec<u8> = b"{\"one\":1}\n".iter().copied().cycle().take(150_000).collect();
    let recipients = [other.recipient(), identity().recipient()];
    let mut writer = Writer::new(&To::Recipients(&recipients), &mut rng(5)).unwrap();
    content.chunks(999).for_each(|piece| writer.write(piece).unwrap());
    let (binary, _) = writer.finish().unwrap();
    for (name, bytes) in [("binary.age", binary.clone()), ("text.age", armor::write(&binary).into_bytes())] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let out = Command::new("age").arg("-d").arg("-i").arg(fixtures().join("made-by-age.key")).arg(&path).output();
        let out = out.unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        assert!(out.stdout == content, "{name}");
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn a_file_for_a_passphrase_is_written_with_the_stated_factor_and_read_back() {
    let mut rng = rng(6);
    let params = ScryptParams::fresh(&mut rng).unwrap();
    let key = passphrase::derive(PASSPHRASE, &params).unwrap();
    let mut writer = Writer::new(&To::Passphrase(&key), &mut rng).unwrap();
    writer.write(TEXT).unwrap();
    let (bytes, file_key) = writer.finish().unwrap();
    let file = AgeFile::parse(&bytes).unwrap();
    assert_eq!(file.stanzas()[0].arguments[1], "16");
    assert_eq!(&file.content(&With::Passphrase(&derived(&file, PASSPHRASE))).unwrap()[..], TEXT);
    assert_eq!(&file.content(&With::FileKey(&file_key)).unwrap()[..], TEXT);
}

#[test]
fn nothing_is_written_for_nobody() {
    let low = Recipient::from_bytes([0; 32]);
    for recipients in [&[][..], &[low], &[identity().recipient(), low]] {
        let begun = Writer::new(&To::Recipients(recipients), &mut rng(7));
        assert_eq!(begun.map(|_| ()).unwrap_err(), AgeError::BadRecipient);
    }
}
