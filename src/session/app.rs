//! The app's state, shared by every page.

use std::rc::Rc;

use leptos::{prelude::*, task::spawn_local};
use time::Date;

use super::{Route, SaveState, Trouble, WaitingDraft, saving::Journal, turn::TurnDesk};
use crate::{
    care::{DeviceId, Event, Fact, HybridClock, IdSource, Record},
    instrument::{Instrument, InstrumentRef},
    plain::plain_enum,
    platform::{self, LocalStore, StrictStore, SystemRandom, TabMessage, Tabs},
    vault::{AppPath, Mirrored, VaultHead},
    words::Lang,
};

/// The store of this browser: localStorage with its mirror in IndexedDB.
pub type Store = Rc<Mirrored<LocalStore, StrictStore>>;

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
    pub device: DeviceId,
    pub sequence: u64,
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
    /// Whether the mirror is missing, so that "saved" is less safe.
    pub less_safe: RwSignal<bool>,
    /// What the next handing-over asks, as chosen on its page.
    pub asked: StoredValue<Vec<InstrumentRef>>,
    /// What was typed in the editor of questionnaires and is not saved yet.
    pub(super) edited: StoredValue<Vec<Instrument>>,
    pub(super) inner: StoredValue<Inner, LocalStorage>,
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
        };
        Self {
            lang: RwSignal::new(lang),
            route: RwSignal::new(Route::parse(&platform::hash())),
            phase: RwSignal::new(Phase::Starting),
            record: RwSignal::new(Record::new()),
            save: RwSignal::new(SaveState::Saved),
            drafts: RwSignal::new(Vec::new()),
            findings: RwSignal::new(Vec::new()),
            less_safe: RwSignal::new(false),
            asked: StoredValue::new(Vec::new()),
            edited: StoredValue::new(Vec::new()),
            inner: StoredValue::new_local(inner),
        }
    }

    /// Starts to follow the address, other tabs, and the page's life.
    pub fn attend(self) {
        platform::on_hash_change(move || {
            self.route.set(Route::parse(&platform::hash()));
            platform::scroll_to_top();
        });
        self.inner.with_value(|inner| {
            inner.tabs.listen(move |message| {
                let notice = match message {
                    TabMessage::Lock => LockNotice::Turn,
                    TabMessage::OpenedHere => LockNotice::OtherTab,
                };
                if self.is_open() {
                    self.lock_this_tab(Some(notice));
                }
            });
        });
        // A page that the browser puts aside could be brought back as it was, with the vault open: so it is emptied as it goes
        // and loaded afresh when it comes back.
        platform::on_hide(move || {
            if self.is_open() {
                platform::blank();
                self.journal().forget();
            }
        });
        platform::on_return(platform::reload);
        platform::ask_before_leaving(move || self.edited.with_value(|edited| !edited.is_empty()));
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

    /// Whether the sample is shown.
    #[must_use]
    pub fn is_sample(self) -> bool {
        self.phase.with_untracked(|phase| *phase == Phase::Sample)
    }

    /// States a fact: it is part of the record at once, and saved as soon as the disk allows.
    pub fn state(self, date: Date, fact: Fact) {
        self.state_all([(date, fact)]);
    }

    /// States facts, in order.
    pub fn state_all(self, facts: impl IntoIterator<Item = (Date, Fact)>) {
        self.note(facts);
        if self.is_open() {
            self.retry_save();
        }
    }

    /// Makes events of facts and puts them into the record and in line for the disk.
    pub(super) fn note(self, facts: impl IntoIterator<Item = (Date, Fact)>) {
        let events: Vec<Event> = facts.into_iter().filter_map(|(date, fact)| self.event(date, fact)).collect();
        self.record.update(|record| {
            events.iter().for_each(|event| {
                record.apply(event);
            })
        });
        if self.is_open() {
            self.journal().put(events);
        }
    }

    /// An identity for something new.
    pub fn new_id<Id: From<uuid::Uuid>>(self) -> Option<Id> {
        self.inner.try_update_value(|inner| inner.ids.draw())
    }

    fn event(self, date: Date, fact: Fact) -> Option<Event> {
        self.inner.try_update_value(|inner| {
            inner.sequence += 1;
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

    /// Locks every tab and shows the way back in.
    pub fn lock(self) {
        self.inner.with_value(|inner| inner.tabs.tell(TabMessage::Lock));
        self.lock_this_tab(None);
    }

    /// Locks this tab. Loading the document again is what empties its memory. Something that is not on disk yet would be lost
    /// by that, so it is tried once more; where it fails again nothing of the record is shown any more, and the tab stays
    /// until the save works.
    pub(super) fn lock_this_tab(self, notice: Option<LockNotice>) {
        if let Some(notice) = notice {
            platform::save_preference("lock-notice", notice);
        }
        spawn_local(async move {
            let idle = self.journal().idle();
            match if idle { Ok(()) } else { self.save_now().await } {
                Ok(()) => {
                    // Another tab's lock does not wait for an answer about what was typed and not saved here.
                    self.edited.update_value(Vec::clear);
                    platform::leave(&Route::Welcome.address());
                }
                Err(trouble) => self.phase.set(Phase::Stuck(trouble)),
            }
        });
    }
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

/// Why a tab locked itself, told after the reload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LockNotice {
    /// A vault was opened in another tab.
    OtherTab,
    /// Another tab locked everything, to hand the device over perhaps.
    Turn,
}

plain_enum!(LockNotice { "other-tab" = OtherTab, "turn" = Turn });
