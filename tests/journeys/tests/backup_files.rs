//! Backups made, opened and spoilt outside of the browser.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use attune::{
    care::{
        AnsweredBy, AnsweredHow, AnswersGiven, DeviceId, Event, EventId, Fact, PersonId, PersonName, SessionId, Stamp,
    },
    exchange::backup::{self, Opener},
    instrument::{Answer, InstrumentRef},
    vault::{
        Kit,
        age::{ScryptKey, ScryptParams, To, Writer, passphrase},
    },
    words::{Lang, day},
};
use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};

/// Chance that repeats itself.
pub fn chance(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

/// An event of the device `device`; its number makes its identity and its moment.
pub fn event(device: u8, number: u8, fact: Fact) -> Event {
    Event {
        id: EventId::from_bytes([device, number, 1, 1, 1, 1, 0x41, 1, 0x81, 1, 1, 1, 1, 1, 1, 1]),
        device: DeviceId::from_bytes([device; 16]),
        sequence: number.into(),
        stamp: Stamp { ms: 1_767_225_600_000 + u64::from(number) * 1000, counter: 0 },
        date: day(2026, 1, 1 + number % 28).expect("a day"),
        parents: Vec::new(),
        fact,
    }
}

/// A person by number.
pub fn person(number: u8) -> PersonId {
    PersonId::from_bytes([number; 16])
}

/// Somebody with so many answered sessions, as lines.
pub fn course(device: u8, from: u8, who: u8, name: &str, sessions: u8) -> Vec<String> {
    let name = PersonName::new(name).expect("a name");
    let mut events = vec![event(device, from, Fact::PersonAdded { person: person(who), name })];
    for at in 0..sessions {
        let (session, number) = (SessionId::from_bytes([from + at + 1; 16]), from + 1 + 2 * at);
        events.push(event(device, number, Fact::SessionHeld { session, person: person(who) }));
        let answers =
            (1..=4).flat_map(|n| ["goal", "task", "bond"].map(|part| (format!("{part}-{n}"), Answer::Value(4.0))));
        let given = AnswersGiven {
            person: person(who),
            session,
            turn: None,
            instrument: InstrumentRef { id: "attune-alliance-scale".to_owned(), version: 1 },
            lang: Lang::En,
            how: AnsweredHow::Tablet,
            finished: true,
            talk: None,
            answers: answers.collect(),
            by: AnsweredBy::Respondent,
        };
        events.push(event(device, number + 1, Fact::AnswersGiven(given)));
    }
    events.iter().map(Event::to_line).collect()
}

/// A backup of these lines, of the vault `vault`, for a recovery kit.
pub fn for_kit(lines: &[String], vault: u8, kit: &Kit) -> Vec<u8> {
    write(lines, vault, &To::Recipients(&[kit.recipient()]))
}

/// The same for a passphrase.
pub fn for_passphrase(lines: &[String], vault: u8, typed: &str) -> Vec<u8> {
    let params = ScryptParams::new(12, [7; 16]).expect("an accepted cost");
    let key = passphrase::derive(typed, &params).expect("memory");
    write(lines, vault, &To::Passphrase(&key))
}

fn write(lines: &[String], vault: u8, to: &To<'_>) -> Vec<u8> {
    let vault = DeviceId::from_bytes([vault; 16]).to_string().parse().expect("an identity");
    let made = 1_767_225_600_000 + 86_400_000 * 40;
    backup::write(lines.iter().map(String::as_str), vault, made, to, &mut chance(1)).expect("written").bytes
}

/// Puts bytes into a file of the visit's own folder.
pub fn put(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("a file can be written");
    path
}

/// What a passphrase opens.
pub fn lines_by_passphrase(bytes: &[u8], typed: &str) -> Vec<String> {
    let key: ScryptKey = backup::by_passphrase(bytes, typed).expect("the passphrase");
    backup::read(bytes, Opener::Passphrase(&key)).expect("a backup").lines
}

/// What a kit opens.
pub fn lines_by_kit(bytes: &[u8], kit: &Kit) -> Vec<String> {
    backup::read(bytes, Opener::Kit(kit)).expect("a backup").lines
}

/// Whether a program is here. Where everything must be tested it has to be; otherwise it is said that it was not asked.
fn installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok();
    let needed = ["CI", "ATTUNE_NEEDS_AGE"].iter().any(|name| std::env::var_os(name).is_some());
    assert!(found || !needed, "{program} is missing: `make journeys` installs Debian's age; script comes with Debian");
    if !found {
        // Not by a macro, whose words are shown only where a test fails.
        let _ =
            writeln!(std::io::stderr(), "SKIPPED: {program} is not installed; only the project's own reader was asked");
    }
    found
}

/// The lines without the heading, by the age program with a key file; nothing where it is not installed, which is said.
pub fn age_with_key(path: &Path, kit: &Kit) -> Option<Vec<String>> {
    if !installed("age") {
        return None;
    }
    let key = put(path.parent().expect("a folder"), "kit.txt", kit.line().as_bytes());
    let out = Command::new("age").arg("-d").arg("-i").arg(key).arg(path).output().expect("age runs");
    assert!(out.status.success(), "age: {}", String::from_utf8_lossy(&out.stderr));
    Some(after_heading(&out.stdout))
}

/// As [`age_with_key`] with a passphrase, which age reads from a terminal only: `script` gives it one.
pub fn age_with_passphrase(path: &Path, typed: &str) -> Option<Vec<String>> {
    if !installed("age") || !installed("script") {
        return None;
    }
    let out = path.with_extension("txt");
    let _ = fs::remove_file(&out);
    let command = format!("age -d -o '{}' '{}'", out.display(), path.display());
    let mut child = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("script runs");
    // Held open until it ends: a terminal that is closed ends age.
    let mut keyboard = child.stdin.take().expect("its input");
    writeln!(keyboard, "{typed}").expect("typed");
    assert!(child.wait().expect("script ends").success(), "age did not open the file");
    drop(keyboard);
    Some(after_heading(&fs::read(out).expect("what age wrote")))
}

fn after_heading(bytes: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(bytes).expect("text");
    let mut lines = text.lines().map(str::to_owned);
    let heading = lines.next().expect("a heading");
    assert!(heading.starts_with("{\"app\"") || heading.contains("attune-backup"), "{heading}");
    lines.collect()
}

/// The same file with another scrypt factor in its header.
pub fn with_factor(bytes: &[u8], factor: &str) -> Vec<u8> {
    let end = bytes.windows(4).position(|part| part == b"\n---").expect("a header");
    let head = String::from_utf8(bytes[..end].to_vec()).expect("a header is text");
    let mut lines: Vec<String> = head.lines().map(str::to_owned).collect();
    let stanza = lines.iter_mut().find(|line| line.starts_with("-> scrypt ")).expect("a passphrase's stanza");
    let start = stanza.rsplit_once(' ').expect("a factor").0.to_owned();
    *stanza = format!("{start} {factor}");
    [lines.join("\n").as_bytes(), &bytes[end..]].concat()
}

/// An age file for a passphrase with anything in it.
pub fn for_other(content: &[u8], typed: &str) -> Vec<u8> {
    let params = ScryptParams::new(12, [8; 16]).expect("an accepted cost");
    let key = passphrase::derive(typed, &params).expect("memory");
    let mut writer = Writer::new(&To::Passphrase(&key), &mut chance(2)).expect("begun");
    writer.write(content).expect("written");
    writer.finish().expect("ended").0
}
