//! Other tabs of this app, and what this tab alone remembers across a reload.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent, window};

/// What tabs tell each other. A vault goes by its id, a tab by a nonce of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// Everyone lock, at once: the device is handed over, or somebody locked it.
    Lock,
    /// Everyone lock, because nobody has been there for a while.
    LockIdle,
    /// Everyone lock, because the vault gets a new key.
    LockKey,
    /// Somebody is there.
    There,
    /// Something of this vault was saved.
    Saved(String),
    /// That tab wants to write to this vault.
    Ask(String, String),
    /// To that tab: a moment, something of this vault is still being saved.
    Wait(String, String),
}

impl TabMessage {
    fn text(&self) -> String {
        match self {
            Self::Lock => "lock".to_owned(),
            Self::LockIdle => "lock-idle".to_owned(),
            Self::LockKey => "lock-key".to_owned(),
            Self::There => "there".to_owned(),
            Self::Saved(vault) => format!("saved {vault}"),
            Self::Ask(vault, tab) => format!("ask {vault} {tab}"),
            Self::Wait(vault, tab) => format!("wait {vault} {tab}"),
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ').map(str::to_owned);
        let kind = words.next()?;
        Some(match kind.as_str() {
            "lock" => Self::Lock,
            "lock-idle" => Self::LockIdle,
            "lock-key" => Self::LockKey,
            "there" => Self::There,
            "saved" => Self::Saved(words.next()?),
            "ask" => Self::Ask(words.next()?, words.next()?),
            "wait" => Self::Wait(words.next()?, words.next()?),
            _ => return None,
        })
    }
}

/// The line to the other tabs of the same app.
#[derive(Clone, Debug)]
pub struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Opens the line for the app served from `path`. Where the browser has none, the other tabs are simply not reached.
    #[must_use]
    pub fn open(path: &str) -> Self {
        Self(BroadcastChannel::new(&format!("attune/{path}")).ok())
    }

    /// Tells every other tab.
    pub fn tell(&self, message: TabMessage) {
        if let Some(channel) = &self.0 {
            // A closed line means that this page is going away, and the others lock by their own means.
            let _ = channel.post_message(&message.text().into());
        }
    }

    /// Calls `listen` with every message from another tab, for as long as the page lives.
    pub fn listen(&self, listen: impl Fn(TabMessage) + 'static) {
        if let Some(channel) = &self.0 {
            let handler = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                if let Some(message) = event.data().as_string().as_deref().and_then(TabMessage::parse) {
                    listen(message);
                }
            });
            channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
            handler.forget();
        }
    }
}

const WORD: &str = "attune/word";
const TURN: &str = "attune/turn";

/// Keeps the token of a handing-over in this tab, across reloads. Returns whether it was kept.
#[must_use]
pub fn keep_turn(token: &str) -> bool {
    session_storage().is_some_and(|store| store.set_item(TURN, token).is_ok())
}

/// The token of a handing-over that this tab is in.
#[must_use]
pub fn draw_turn() -> Option<String> {
    session_storage()?.get_item(TURN).ok().flatten()
}

/// Forgets the token.
pub fn forget_turn() {
    if let Some(store) = session_storage() {
        // Removing fails only where nothing could have been kept.
        let _ = store.remove_item(TURN);
    }
}

/// Keeps a sealed text of this vault in this tab, across reloads. Returns whether it could.
pub fn keep_sealed(vault: &str, sealed: &str) -> bool {
    session_storage().is_some_and(|store| store.set_item(&format!("attune/sealed/{vault}"), sealed).is_ok())
}

/// Takes the sealed text of this vault out of this tab.
#[must_use]
pub fn draw_sealed(vault: &str) -> Option<String> {
    let (store, key) = (session_storage()?, format!("attune/sealed/{vault}"));
    let sealed = store.get_item(&key).ok().flatten()?;
    let _ = store.remove_item(&key);
    Some(sealed)
}

/// Keeps a word for this tab's next page, such as why it locked.
pub fn keep_word(word: &str) {
    if let Some(store) = session_storage() {
        // Without it the next page only says less.
        let _ = store.set_item(WORD, word);
    }
}

/// Takes that word.
#[must_use]
pub fn draw_word() -> Option<String> {
    let store = session_storage()?;
    let word = store.get_item(WORD).ok().flatten()?;
    let _ = store.remove_item(WORD);
    Some(word)
}

fn session_storage() -> Option<web_sys::Storage> {
    window()?.session_storage().ok().flatten()
}
