//! Backups: verified by reading them back, opened by the age program, and every hostile file a sentence.

use std::process::Command;

use attune::exchange::backup::{
    BackupError, Heading, Opener, by_passphrase, needs_passphrase, read, salvage, verify, write,
};
use attune::sample::{Plan, simulate};
use attune::vault::Kit;
use attune::vault::age::{AgeError, Identity, ScryptParams, To, Writer, armor, passphrase};
use attune::words::{Lang, day};
use uuid::Uuid;

use crate::support::{has_age, rng};

const VAULT: Uuid = Uuid::from_bytes([7; 16]);
const MADE: u64 = 1_795_392_000_000;

fn kit() -> Kit {
    Kit::from_identity(Identity::from_bytes([5; 32]))
}

/// The lines of a made-up caseload, and one of a kind that no version knows yet.
fn lines() -> Vec<String> {
    let plan = Plan { people: 30, ..Plan::look_around(day(2026, 11, 23).unwrap(), Lang::En) };
    let mut lines: Vec<String> = simulate(&plan).iter().map(|event| event.to_line()).collect();
    let strange = lines[0].replacen("\"fact\":{\"", "\"fact\":{\"next-year-", 1).replace("\":{", "\": {");
    lines.push(strange);
    lines
}

fn made(lines: &[String]) -> attune::exchange::backup::Written {
    let to = [kit().recipient()];
    write(lines.iter().map(String::as_str), VAULT, MADE, &To::Recipients(&to), &mut rng(1)).unwrap()
}

/// A file for the kit that holds anything.
fn holding(text: &[u8]) -> Vec<u8> {
    let mut writer = Writer::new(&To::Recipients(&[kit().recipient()]), &mut rng(2)).unwrap();
    writer.write(text).unwrap();
    writer.finish().unwrap().0
}

fn opened(bytes: &[u8]) -> Result<attune::exchange::backup::Backup, BackupError> {
    read(bytes, Opener::Kit(&kit()))
}

#[test]
fn a_backup_is_verified_and_read_back_byte_for_byte() {
    let lines = lines();
    let made = made(&lines);
    assert!(made.bytes.len() > 200_000, "several chunks: {}", made.bytes.len());
    for opener in [None, Some(Opener::Kit(&kit()))] {
        let heading = verify(&made.bytes, &made.receipt, opener).unwrap();
        assert_eq!((heading.count, heading.vault, heading.made), (lines.len(), VAULT, MADE));
    }
    assert_eq!(opened(&made.bytes).unwrap().lines, lines);
    let text = armor::write(&made.bytes);
    assert_eq!(opened(text.as_bytes()).unwrap().lines, lines);
    let other = Kit::from_identity(Identity::from_bytes([6; 32]));
    assert_eq!(read(&made.bytes, Opener::Kit(&other)), Err(BackupError::Age(AgeError::NoMatch)));
}

#[test]
fn what_is_read_back_changed_is_no_backup() {
    let written = made(&lines());
    let bytes = &written.bytes;
    for at in (0..bytes.len()).step_by(997).chain([bytes.len() - 1]) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(verify(&flipped, &written.receipt, None).is_err(), "{at}");
        assert!(verify(&bytes[..at], &written.receipt, None).is_err(), "{at}");
    }
    // A sound backup, but another one.
    let other = made(&lines()[..9]);
    assert_eq!(verify(&other.bytes, &written.receipt, None), Err(BackupError::NotVerified));
    // The right header before another content, as a mixed-up file might have.
    assert!(verify(&[], &written.receipt, None).is_err());
}

#[test]
fn a_cut_backup_gives_nothing_unless_asked_and_then_says_it_is_not_whole() {
    let lines = lines();
    let bytes = made(&lines).bytes;
    let cut = &bytes[..bytes.len() - 30];
    let Err(BackupError::Damaged { readable }) = opened(cut) else { panic!("not called damaged") };
    assert!(readable > 100 && readable < lines.len());
    let saved = salvage(cut, Opener::Kit(&kit())).unwrap();
    assert_eq!(saved.lines, lines[..readable]);
    assert_eq!(saved.heading.count, lines.len(), "the heading still says how many there were");
    assert_eq!(opened(&bytes[..300]), Err(BackupError::Damaged { readable: 0 }));
    assert!(salvage(&bytes[..300], Opener::Kit(&kit())).is_err());
}

#[test]
fn by_passphrase_asked_afresh_however_spaces_are_typed() {
    let lines = lines();
    let mut rng = rng(3);
    let params = ScryptParams::fresh(&mut rng).unwrap();
    let key = passphrase::derive("six words", &params).unwrap();
    let some = lines[..5].iter().map(String::as_str);
    let written = write(some, VAULT, MADE, &To::Passphrase(&key), &mut rng).unwrap();
    assert_eq!(needs_passphrase(&written.bytes), Ok(Some(params)));
    let typed = by_passphrase(&written.bytes, " six  words ").unwrap();
    assert!(verify(&written.bytes, &written.receipt, Some(Opener::Passphrase(&typed))).is_ok());
    assert_eq!(read(&written.bytes, Opener::Passphrase(&typed)).unwrap().lines, lines[..5]);
    let wrong = by_passphrase(&written.bytes, "six worlds").unwrap_err();
    assert_eq!(wrong, BackupError::Age(AgeError::WrongPassphrase));
    assert_eq!(opened(&written.bytes), Err(BackupError::Age(AgeError::NoMatch)));
    assert_eq!(needs_passphrase(&made(&lines[..1]).bytes), Ok(None));
}

#[test]
fn every_hostile_file_ends_in_a_sentence() {
    let lines = lines();
    let good = made(&lines[..3]);
    // A cost that would take 8 GiB.
    let huge = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 23\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";
    let costly = BackupError::Age(AgeError::TooCostly { factor: 23, most: 18 });
    assert_eq!(needs_passphrase(huge), Err(costly.clone()));
    assert_eq!(by_passphrase(huge, "x").unwrap_err(), costly);
    assert_eq!(opened(huge), Err(costly.clone()));
    let heading = verify(&good.bytes, &good.receipt, None).unwrap();
    let rest = lines[..3].join("\n") + "\n";
    let with = |heading: &Heading, rest: &str| opened(&holding(format!("{}\n{rest}", heading.to_line()).as_bytes()));
    assert_eq!(with(&heading, &rest).unwrap().lines, lines[..3]);
    let newer = heading.to_line().replace("\"attune-backup\":1", "\"attune-backup\":2");
    let cases = [
        (opened(b"PK\x03\x04 a zip"), BackupError::Age(AgeError::NotAge)),
        (opened(&holding(b"a letter to somebody")), BackupError::NotABackup),
        (opened(&holding(b"")), BackupError::NotABackup),
        (opened(&holding(b"{\"attune-backup\":0}\n")), BackupError::NotABackup),
        (opened(&holding(b"{\"attune-erasure-list\":1}\n")), BackupError::NotABackup),
        (opened(&holding(format!("{newer}\n{rest}").as_bytes())), BackupError::Newer),
        (with(&heading, &(lines[..2].join("\n") + "\n")), BackupError::NotWhole { stated: 3, found: 2 }),
        (with(&heading, &rest.replacen('"', "'", 1)), BackupError::NotWhole { stated: 3, found: 3 }),
        (with(&heading, &format!("{rest}{{\"no\":\"end\"")), BackupError::NotWhole { stated: 3, found: 3 }),
        // One line without an end: memory has a bound.
        (with(&heading, &"x".repeat(5_000_000)), BackupError::NotABackup),
        (opened(&holding(&[b'x'; 5_000_000])), BackupError::NotABackup),
        (opened(&vec![b' '; attune::exchange::backup::MOST + 1]), BackupError::TooLarge),
    ];
    for (found, expected) in cases {
        assert_eq!(found, Err(expected.clone()));
        let sentence = expected.to_string();
        assert!(sentence.contains("Nothing was") || sentence.contains("nothing was"), "{sentence}");
    }
    let bad = write(["a\nb"].into_iter(), VAULT, MADE, &To::Recipients(&[kit().recipient()]), &mut rng(4));
    assert!(bad.is_err());
}

#[test]
fn the_age_program_opens_a_backup_and_its_lines_are_readable() {
    if !has_age() {
        return;
    }
    let folder = std::env::temp_dir().join(format!("attune-backup-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let (key, file) = (folder.join("kit.txt"), folder.join("backup.age"));
    // The line of the kit's paper, typed into a file.
    std::fs::write(&key, kit().line().as_bytes()).unwrap();
    let lines = lines();
    std::fs::write(&file, made(&lines).bytes).unwrap();
    let out = Command::new("age").arg("-d").arg("-i").arg(&key).arg(&file).output().unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout).unwrap();
    let mut read = text.lines();
    assert_eq!(Heading::parse(read.next().unwrap().as_bytes()).unwrap().count, lines.len());
    assert!(read.eq(lines.iter()));
}
