//! Two devices that change the same episode and exchange sealed backups: both versions are kept, the latest is shown, and
//! whoever has seen both settles it everywhere.

use attune::care::{
    Archiving, DeviceId, Episode, EpisodeId, Event, EventId, Fact, Label, Labelling, OwnWords, PersonId, PersonName,
    Read, Record, Stamp, Versions, read, told,
};
use attune::exchange::backup::{self, Opener};
use attune::exchange::person_export;
use attune::exchange::restore::{Agreed, Asked, RestoreError, RestorePlan, append};
use attune::vault::age::{Identity, To};
use attune::vault::{Kit, MemoryStorage, Vault};
use attune::words::{Lang, day};
use pollster::block_on;
use uuid::Uuid;

use crate::support::{kek, path, rng, texts, unlock};

const PERSON: [u8; 16] = [3; 16];
const CARE: [u8; 16] = [70; 16];

/// A device: its disk, its vault's passphrase, and how many events it stated.
struct Device {
    disk: MemoryStorage,
    passphrase: u8,
    count: u8,
}

impl Device {
    fn new(passphrase: u8) -> Self {
        let disk = MemoryStorage::new();
        block_on(Vault::create(disk.clone(), &path(), &kek(passphrase), &mut rng(passphrase.into()))).unwrap();
        Self { disk, passphrase, count: 0 }
    }

    fn open(&self) -> (Vault<MemoryStorage>, Vec<String>) {
        let (vault, replay) = unlock(self.disk.clone(), self.passphrase, 50).unwrap();
        let lines = texts(&replay);
        (vault, lines)
    }

    fn record(&self) -> Record {
        let mut record = Record::new();
        for line in self.open().1 {
            if let Ok(Read::Known(event)) = read(&line) {
                record.apply(&event);
            }
        }
        record
    }

    /// States a fact at a moment, having seen the events.
    fn state(&mut self, ms: u64, fact: Fact, parents: Vec<EventId>) {
        self.count += 1;
        let event = Event {
            id: EventId::from_bytes([self.passphrase * 40 + self.count; 16]),
            device: DeviceId::from_bytes([200 + self.passphrase; 16]),
            sequence: self.count.into(),
            stamp: Stamp { ms, counter: self.passphrase.into() },
            date: day(2026, 3, u8::try_from(ms).unwrap()).unwrap(),
            parents,
            fact,
        };
        let (mut vault, _) = self.open();
        block_on(append(&mut vault, &[event.to_line()], &mut |_| (), &mut rng(ms))).unwrap();
    }

    fn states_concern(&mut self, ms: u64, concern: &str) {
        let seen = self.episode().map(|found| found.heads()).unwrap_or_default();
        let concern = OwnWords::new(concern).unwrap();
        let (id, person) = (EpisodeId::from_bytes(CARE), PersonId::from_bytes(PERSON));
        let episode = Episode { concern, ..Episode::new(id, person, day(2026, 3, 1).unwrap()) };
        self.state(ms, Fact::EpisodeStated(Box::new(episode)), seen);
    }

    fn episode(&self) -> Option<Versions<Episode>> {
        self.record().episode(PersonId::from_bytes(PERSON), EpisodeId::from_bytes(CARE))
    }

    /// A sealed backup of everything that only the kit opens.
    fn backup(&self, kit: &Kit) -> Vec<u8> {
        let (vault, lines) = self.open();
        let to = [kit.recipient()];
        let lines = lines.iter().map(String::as_str);
        backup::write(lines, vault.id(), 0, &To::Recipients(&to), &mut rng(7)).unwrap().bytes
    }

    /// Takes a sealed backup of the other device in, as the page for it does.
    fn take_in(&self, bytes: &[u8], kit: &Kit) -> Result<(), RestoreError> {
        let backup = backup::read(bytes, Opener::Kit(kit)).unwrap();
        let (mut vault, here) = self.open();
        let plan = RestorePlan::new(here.iter().map(String::as_str), Some(vault.id()), &backup, &Asked::NoneKept);
        let restore = plan.accept(Agreed { other_vault: true, erase: true, two_forms: true })?;
        block_on(append(&mut vault, &restore.lines, &mut |_| (), &mut rng(8))).unwrap();
        Ok(())
    }
}

fn concern(episode: &Episode) -> &str {
    episode.concern.as_ref().map_or("", OwnWords::as_str)
}

/// What the page shows: the version that holds, then those that were stated beside it, then what was before.
fn shown(found: &Versions<Episode>) -> Vec<(String, bool)> {
    let all = [&found.now].into_iter().chain(&found.earlier);
    all.map(|one| (concern(&one.value).to_owned(), one.head)).collect()
}

#[test]
fn edits_of_the_same_episode_on_two_devices_are_both_kept_and_settled_once() {
    let kit = Kit::from_identity(Identity::from_bytes([5; 32]));
    let (mut one, mut other) = (Device::new(1), Device::new(2));
    let person = PersonId::from_bytes(PERSON);
    one.state(1, Fact::PersonAdded { person, name: PersonName::new("Ana").unwrap() }, Vec::new());
    one.states_concern(2, "no sleep");
    other.take_in(&one.backup(&kit), &kit).unwrap();
    assert_eq!(other.episode(), one.episode());
    // Both change it, and neither knows of the other.
    one.states_concern(3, "no sleep, low days");
    other.states_concern(4, "no sleep since the move");
    other.state(5, Fact::PersonArchived(Archiving { person, archived: true }), Vec::new());
    for (device, label) in [(&mut one, "couple"), (&mut other, "Tuesdays")] {
        let label = Label::all_in(label).unwrap().remove(0);
        device.state(6, Fact::Labelled(Labelling { person, label, on: true }), Vec::new());
    }
    // Sealed files both ways, each made before the other was taken in; and once more, which adds nothing.
    let (ones, others) = (one.backup(&kit), other.backup(&kit));
    one.take_in(&others, &kit).unwrap();
    other.take_in(&ones, &kit).unwrap();
    assert_eq!(one.take_in(&others, &kit), Err(RestoreError::NothingNew));
    assert_eq!(one.take_in(&one.backup(&kit), &kit), Err(RestoreError::NothingNew));
    let found = one.episode().unwrap();
    assert_eq!(other.episode().as_ref(), Some(&found), "the same on both");
    let text = |text: &str, head| (text.to_owned(), head);
    assert_eq!(
        shown(&found),
        [text("no sleep since the move", true), text("no sleep, low days", true), text("no sleep", false)]
    );
    let filed = one.record().filed(person);
    assert_eq!(filed, other.record().filed(person));
    assert_eq!((filed.labels.len(), filed.archived), (2, day(2026, 3, 5)));
    // What the page sets side by side, and what the person's own record says.
    let (now, beside) = (&found.now.value, found.beside().next().unwrap());
    let differ = told::differences(&told::episode(now, Lang::En), &told::episode(&beside.value, Lang::En));
    assert_eq!(
        differ,
        [("Diagnosis or concern".to_owned(), "no sleep since the move".to_owned(), "no sleep, low days".to_owned())]
    );
    let record = one.record();
    let export = person_export::text(&record.person(person).unwrap(), &record, Lang::En);
    assert!(export.contains("no sleep since the move") && export.contains("no sleep, low days"), "{export}");
    // Whoever has seen both settles it; the other learns of that, and the history stays.
    one.states_concern(9, "no sleep and low days since the move");
    other.take_in(&one.backup(&kit), &kit).unwrap();
    for device in [&one, &other] {
        let settled = device.episode().unwrap();
        assert_eq!((settled.beside().count(), settled.earlier.len()), (0, 3));
        assert_eq!(concern(&settled.now.value), "no sleep and low days since the move");
    }
    assert_ne!(one.open().0.id(), other.open().0.id(), "two vaults with keys of their own");
    assert_ne!(one.open().0.id(), Uuid::nil());
}
