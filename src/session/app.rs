//! The app's state, shared by every page.

use std::rc::Rc;

use futures_util::future::AbortHandle;
use leptos::{prelude::*, task::spawn_local};
use time::Date;

use super::{
    Damages, LockNotice, Looking, Role, Route, SaveState, Trouble, WaitingDraft, forms::KeptForm, rights::Rights,
    saving::Journal, turn::TurnDesk, watch::Watch, writing::Writing,
};
use crate::{
    care::{AnsweredBy, DeviceId, Event, EventId, Fact, HybridClock, IdSource, Record},
    exchange::restore::Counts,
    instrument::{Instrument, InstrumentRef},
    platform::{self, LocalStore, StrictStore, SystemRandom, TabMessage, Tabs, WriteLock},
    vault::{AppPath, Fullness, Gated, Mirrored, Remembered, VaultHead},
    words::Lang,
};

/// The store of this browser: localStorage with its mirror in IndexedDB, remembered should somebody empty it, and written to
/// by one tab only.
pub type Store = Rc<Gated<Remembered<Mirrored<LocalStore, StrictStore>>, WriteLock>>;

/// Which phase the app is in.
#[derive(Clone, Debug, PartialEq)]
pub enum Phase {
    /// Looking at what this browser holds.
    Starting,
    /// Nothing is open. These vaults lie here; none where nothing can be stored.
    Closed {
        /// The vaults that lie here.
        vaults: Vec<VaultHead>,
        /// Why nothing can be stored here, where that is so.
        trouble: Option<Trouble>,
    },
    /// The sample caseload, in memory only.
    Sample,
    /// A vault is open.
    Open,
    /// On the way to the lock: nothing of the record is shown, and what was begun is finished first.
    Locking,
    /// Locked, but for something that could not be saved yet and would be lost: nothing of the record is shown.
    Stuck(Trouble),
    /// The device is in a patient's hands.
    Turn(TurnDesk),
}

/// What only this tab holds, and nothing on the page draws from.
pub(super) struct Inner {
    pub tabs: Tabs,
    pub path: AppPath,
    pub store: Option<Store>,
    pub journal: Journal,
    pub clock: HybridClock,
    /// Drawn anew whenever a record is opened.
    pub ids: IdSource,
    /// Under which device, with which sequence, this tab states facts.
    pub device: DeviceId,
    pub sequence: u64,
    /// How many saves went to the first store alone.
    pub saves_alone: u32,
    /// The vault's own device, and how far its sequence has come: they are the writer's.
    pub own_device: DeviceId,
    pub own_sequence: u64,
    pub writing: Writing,
    pub watch: Watch,
    /// Gives up the unlocking that is under way.
    pub unlocking: Option<AbortHandle>,
}

/// The app's state. It is a handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct App {
    /// The language of the therapist's side.
    pub lang: RwSignal<Lang>,
    /// The page.
    pub route: RwSignal<Route>,
    /// The phase.
    pub phase: RwSignal<Phase>,
    /// Everything known.
    pub record: RwSignal<Record>,
    /// Whether it is on disk.
    pub save: RwSignal<SaveState>,
    /// Questionnaires that were begun and not finished on this device.
    pub drafts: RwSignal<Vec<WaitingDraft>>,
    /// Sentences about what was found when the vault was opened.
    pub findings: RwSignal<Vec<Finding>>,
    /// What of the vault is damaged.
    pub damages: RwSignal<Damages>,
    /// Whether the mirror is missing, so that "saved" is less safe.
    pub less_safe: RwSignal<bool>,
    /// Whether a recovery kit opens the vault too.
    pub has_kit: RwSignal<bool>,
    /// How full the browser's storage is, as far as was looked.
    pub room: RwSignal<Option<Fullness>>,
    /// Whether this tab writes or follows.
    pub role: RwSignal<Role>,
    /// In how many seconds it locks by itself, where that is soon.
    pub locks_in: RwSignal<Option<u32>>,
    /// The store was emptied behind the app's back, and everything was written again.
    pub emptied: RwSignal<bool>,
    /// What is being looked for in the caseload.
    pub looking: RwSignal<Looking>,
    /// What the next handing-over asks, as chosen on its page.
    pub asked: StoredValue<Vec<InstrumentRef>>,
    /// Who answers in the sample's next handing-over.
    pub asked_of: StoredValue<AnsweredBy>,
    /// What was typed in the editor of questionnaires and is not saved yet.
    pub(super) edited: StoredValue<Vec<Instrument>>,
    /// What was typed into forms and is not saved yet.
    pub(super) forms: StoredValue<Vec<KeptForm>>,
    pub(super) inner: StoredValue<Inner, LocalStorage>,
    /// What can be undone, and how far an erasure is.
    pub rights: Rights,
}

/// What was found when a vault was opened, to be told once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// This many questionnaires were taken in.
    TakenIn(usize),
    /// This many entries are damaged.
    Damaged(usize),
    /// Later entries follow on ones that are not here.
    Missing,
    /// This many entries are of kinds that a newer version knows.
    Unreadable(usize),
    /// Trouble that does not keep the vault from being read.
    Trouble(Trouble),
    /// Sealed answers of no known handing-over lie here.
    UnknownAnswers,
    /// Sealed answers lie here that cannot be opened.
    DamagedAnswers(String),
    /// Answers came twice for one handing-over.
    Twice,
    /// An erasure that had been interrupted was finished.
    ErasureFinished,
    /// This many people are said to be the same as somebody who is erased, and hidden.
    HalfErased(usize),
    /// This was taken in from a backup.
    Restored(Counts),
    /// Not everything of a backup found room.
    NotAllRestored,
    /// This was typed before the tab locked, and its field is no longer there.
    Typed(String),
}

impl App {
    /// The state of a page that has just been loaded.
    #[must_use]
    pub fn new() -> Self {
        let path = platform::app_path();
        let tabs = Tabs::open(&path);
        let lang = platform::load_preference("language")
            .or_else(|| platform::browser_languages().iter().find_map(|tag| Lang::of_tag(tag)))
            .unwrap_or_default();
        let inner = Inner {
            tabs,
            path: AppPath::new(&path),
            store: None,
            journal: Journal::default(),
            clock: HybridClock::default(),
            ids: IdSource::new(&mut SystemRandom),
            device: DeviceId::random(&mut SystemRandom),
            sequence: 0,
            own_device: DeviceId::random(&mut SystemRandom),
            own_sequence: 0,
            saves_alone: 0,
            writing: Writing::default(),
            watch: Watch::new(),
            unlocking: None,
        };
        Self {
            lang: RwSignal::new(lang),
            route: RwSignal::new(Route::parse(&platform::hash())),
            phase: RwSignal::new(Phase::Starting),
            record: RwSignal::new(Record::new()),
            save: RwSignal::new(SaveState::Saved),
            drafts: RwSignal::new(Vec::new()),
            findings: RwSignal::new(Vec::new()),
            damages: RwSignal::new(Damages::default()),
            less_safe: RwSignal::new(false),
            has_kit: RwSignal::new(true),
            room: RwSignal::new(None),
            role: RwSignal::new(Role::Writing),
            locks_in: RwSignal::new(None),
            emptied: RwSignal::new(false),
            looking: RwSignal::new(Looking::default()),
            asked: StoredValue::new(Vec::new()),
            asked_of: StoredValue::new(AnsweredBy::Respondent),
            edited: StoredValue::new(Vec::new()),
            forms: StoredValue::new(Vec::new()),
            inner: StoredValue::new_local(inner),
            rights: Rights::new(),
        }
    }

    /// Starts to follow the address, other tabs, and the page's life.
    pub fn attend(self) {
        platform::on_hash_change(move || {
            self.inner.update_value(|inner| inner.watch.typed = false);
            let route = Route::parse(&platform::hash());
            self.turn_page(route);
            self.route.set(route);
            platform::scroll_to_top();
        });
        self.inner.with_value(|inner| {
            inner.tabs.listen(move |message| {
                if !self.holds_vault() {
                    return;
                }
                match message {
                    TabMessage::Lock if self.is_open() => self.lock_this_tab(Some(LockNotice::Turn)),
                    TabMessage::LockIdle if self.is_open() => self.lock_this_tab(Some(LockNotice::Idle)),
                    TabMessage::LockKey if self.is_open() => self.lock_this_tab(Some(LockNotice::Key)),
                    TabMessage::Lock | TabMessage::LockIdle | TabMessage::LockKey => {}
                    TabMessage::There => {
                        self.reread_idle_limit();
                        self.there_elsewhere();
                    }
                    other => self.hear_of_writing(other),
                }
            });
        });
        // A page that the browser puts aside could be brought back as it was, with the vault open: so it is emptied as it goes
        // and loaded afresh when it comes back.
        platform::on_hide(move || {
            if self.holds_vault() {
                platform::blank();
                self.journal().forget();
                self.leave_vault();
            }
        });
        platform::on_print(move || self.printed());
        platform::on_return(platform::reload);
        platform::ask_before_leaving(move || self.has_unsaved() || (self.holds_vault() && self.journal().waits()));
        self.attend_presence();
        self.attend_writing();
    }

    /// Chooses the language of the therapist's side, and remembers it on this device.
    pub fn choose_language(self, lang: Lang) {
        self.lang.set(lang);
        platform::save_preference("language", lang);
    }

    /// Goes to a page.
    pub fn go(self, route: Route) {
        platform::go_to(&route.address());
    }

    /// Whether a vault is open.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.phase.with_untracked(|phase| *phase == Phase::Open)
    }

    /// Whether the vault's key is in this tab: it is open, or about to lock.
    pub(super) fn holds_vault(self) -> bool {
        self.phase.with_untracked(|phase| matches!(phase, Phase::Open | Phase::Locking | Phase::Stuck(_)))
    }

    /// Whether the sample is shown.
    #[must_use]
    pub fn is_sample(self) -> bool {
        self.phase.with_untracked(|phase| *phase == Phase::Sample)
    }

    /// States a fact: it is part of the record at once, and saved as soon as the disk allows.
    pub fn state(self, date: Date, fact: Fact) {
        self.state_all([(date, fact)]);
    }

    /// States facts, in order, and says by which events.
    pub fn state_all(self, facts: impl IntoIterator<Item = (Date, Fact)>) -> Vec<EventId> {
        let events = self.note(facts);
        self.save_stated();
        events
    }

    fn save_stated(self) {
        if self.holds_vault() {
            self.inner.update_value(|inner| inner.watch.typed = false);
            spawn_local(async move {
                // The outcome stands in `save`, where every page shows it.
                let _ = self.save_now().await;
            });
        }
    }

    /// States a fact that changes a thing of which the events `seen` stated the versions that were on the screen: whatever
    /// another device stated beside them is settled by it. Says by which event.
    pub fn state_knowing(self, date: Date, fact: Fact, seen: Vec<EventId>) -> Option<EventId> {
        let event = self.event(date, fact).map(|event| Event { parents: seen, ..event });
        let ids = self.keep_events(event.into_iter().collect());
        self.save_stated();
        ids.first().copied()
    }

    /// Makes events of facts and puts them into the record and in line for the disk.
    pub(super) fn note(self, facts: impl IntoIterator<Item = (Date, Fact)>) -> Vec<EventId> {
        self.keep_events(facts.into_iter().filter_map(|(date, fact)| self.event(date, fact)).collect())
    }

    /// States events once more that were put aside before this vault was opened anew.
    pub(super) fn state_again(self, events: Vec<Event>) {
        self.inner.update_value(|inner| events.iter().for_each(|event| inner.clock.saw(event.stamp)));
        self.keep_events(events);
        self.save_stated();
    }

    fn keep_events(self, events: Vec<Event>) -> Vec<EventId> {
        self.record.update(|record| {
            events.iter().for_each(|event| {
                record.apply(event);
            })
        });
        let ids = events.iter().map(|event| event.id).collect();
        // What was begun before a lock may still state something.
        if self.holds_vault() {
            self.journal().put(events);
        }
        ids
    }

    /// An identity for something new.
    pub fn new_id<Id: From<uuid::Uuid>>(self) -> Option<Id> {
        self.inner.try_update_value(|inner| inner.ids.draw())
    }

    fn event(self, date: Date, fact: Fact) -> Option<Event> {
        self.inner.try_update_value(|inner| {
            inner.sequence += 1;
            if inner.device == inner.own_device {
                inner.own_sequence = inner.sequence;
            }
            Event {
                id: inner.ids.draw(),
                device: inner.device,
                sequence: inner.sequence,
                stamp: inner.clock.next(platform::now_ms()),
                date,
                parents: Vec::new(),
                fact,
            }
        })
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}
