//! Other tabs of this app, and what this tab alone remembers across a reload.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{BroadcastChannel, MessageEvent, window};

/// What tabs tell each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// Everyone lock, at once.
    Lock,
    /// A vault was opened in the tab that sends this, so every other tab locks.
    OpenedHere,
}

impl TabMessage {
    const fn text(self) -> &'static str {
        match self {
            Self::Lock => "lock",
            Self::OpenedHere => "opened-here",
        }
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
                match event.data().as_string().as_deref() {
                    Some("lock") => listen(TabMessage::Lock),
                    Some("opened-here") => listen(TabMessage::OpenedHere),
                    _ => {}
                }
            });
            channel.set_onmessage(Some(handler.as_ref().unchecked_ref()));
            handler.forget();
        }
    }
}

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

fn session_storage() -> Option<web_sys::Storage> {
    window()?.session_storage().ok().flatten()
}
