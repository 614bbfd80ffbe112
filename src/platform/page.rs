//! The document: its address, title, language and life.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, HtmlElement, PageTransitionEvent, Window, window};

fn document() -> Option<Document> {
    window()?.document()
}

fn root() -> Option<HtmlElement> {
    document()?.document_element()?.dyn_into().ok()
}

/// Takes away the note that stood while the module was loading.
pub fn ready() {
    if let Some(note) = document().and_then(|document| document.get_element_by_id("boot")) {
        note.remove();
    }
}

/// Empties the page at once.
pub fn blank() {
    if let Some(body) = document().and_then(|document| document.body()) {
        body.set_text_content(None);
    }
}

/// Lets a panic, which should never come, be seen by tests and say a plain sentence instead of leaving a dead page.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        if let Some(root) = root() {
            let _ = root.set_attribute("data-panic", &info.to_string());
        }
    }));
}

/// The folder that the app is served from, such as `/clinic/attune/`.
#[must_use]
pub fn app_path() -> String {
    let path = window().and_then(|window| window.location().pathname().ok()).unwrap_or_default();
    path.rsplit_once('/').map_or_else(|| "/".to_owned(), |(folder, _)| format!("{folder}/"))
}

/// The part of the address after `#`.
#[must_use]
pub fn hash() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').map(str::to_owned).unwrap_or(hash)
}

/// Goes to another page of the app.
pub fn go_to(hash: &str) {
    if let Some(window) = window() {
        let _ = window.location().set_hash(hash);
    }
}

/// Loads the document again at another page of the app, so that nothing of this one stays in memory.
pub fn leave(hash: &str) {
    if let Some(window) = window() {
        if let Ok(history) = window.history() {
            let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("#{hash}")));
        }
        let _ = window.location().reload();
    }
}

/// Loads the document again where it stands.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Sets the title of the tab, which never holds a name.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Sets the language and direction of the document.
pub fn set_language(tag: &str, direction: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute("lang", tag);
        let _ = root.set_attribute("dir", direction);
    }
}

/// The languages that the browser's user prefers, best first.
#[must_use]
pub fn browser_languages() -> Vec<String> {
    window()
        .map(|window| window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect())
        .unwrap_or_default()
}

/// Scrolls to the top, without a movement that could make someone dizzy.
pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

fn on<E: wasm_bindgen::convert::FromWasmAbi + 'static>(
    event: &str,
    handle: impl Fn(E) + 'static,
    target: impl FnOnce(&Window) -> web_sys::EventTarget,
) {
    if let Some(window) = window() {
        let handler = Closure::<dyn Fn(E)>::new(handle);
        let _ = target(&window).add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
        handler.forget();
    }
}

/// Calls `handle` whenever the part of the address after `#` changes.
pub fn on_hash_change(handle: impl Fn() + 'static) {
    on("hashchange", move |_: web_sys::Event| handle(), |window| window.clone().into());
}

/// Calls `handle` when the page is being left, closed or put aside by the browser.
pub fn on_hide(handle: impl Fn() + 'static) {
    on("pagehide", move |_: web_sys::Event| handle(), |window| window.clone().into());
}

/// Calls `handle` when the page is about to be printed, by whichever way.
pub fn on_print(handle: impl Fn() + 'static) {
    on("beforeprint", move |_: web_sys::Event| handle(), |window| window.clone().into());
}

/// Prints the page.
pub fn print() {
    if let Some(window) = window() {
        let _ = window.print();
    }
}

/// Puts a text where it can be pasted from. Says whether the browser let it.
pub async fn copy_text(text: &str) -> bool {
    let given = || {
        let clipboard = js_sys::Reflect::get(window()?.navigator().as_ref(), &"clipboard".into()).ok()?;
        let write: js_sys::Function = js_sys::Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
        write.call1(&clipboard, &text.into()).ok()?.dyn_into::<js_sys::Promise>().ok()
    };
    match given() {
        Some(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
        None => false,
    }
}

/// Lets the browser ask before the page is left or closed, while `would_lose` says that something would be lost.
pub fn ask_before_leaving(would_lose: impl Fn() -> bool + 'static) {
    on(
        "beforeunload",
        move |event: web_sys::Event| {
            if would_lose() {
                event.prevent_default();
                // Older browsers ask only where this is set.
                let _ = js_sys::Reflect::set(&event, &"returnValue".into(), &true.into());
            }
        },
        |window| window.clone().into(),
    );
}

/// Calls `handle` when the browser brings the page back as it was left (its back-forward cache).
pub fn on_return(handle: impl Fn() + 'static) {
    on(
        "pageshow",
        move |event: PageTransitionEvent| {
            if event.persisted() {
                handle();
            }
        },
        |window| window.clone().into(),
    );
}

/// Calls `handle` at every sign that somebody is there: a key, a press, a movement. Moving gives many, so it should be quick.
pub fn on_input(handle: impl Fn(Presence) + 'static) {
    let handle = std::rc::Rc::new(handle);
    for event in ["pointerdown", "pointermove", "wheel", "keydown", "touchstart", "click"] {
        let handle = handle.clone();
        on(event, move |_: web_sys::Event| handle(Presence::There), |window| window.clone().into());
    }
    on("input", move |_: web_sys::Event| handle(Presence::Typed), |window| window.clone().into());
}

/// A sign that somebody is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Any sign.
    There,
    /// They changed what a field holds.
    Typed,
}

/// Whether the page is in front. One that has the focus is, whatever else it says of itself (WebKit calls some windows hidden
/// that are not).
#[must_use]
pub fn is_shown() -> bool {
    document().is_some_and(|document| !document.hidden() || document.has_focus().unwrap_or(false))
}

/// Calls `handle` when the page comes to the front, or wakes up.
pub fn on_shown(handle: impl Fn() + 'static) {
    let handle = std::rc::Rc::new(handle);
    for event in ["visibilitychange", "resume"] {
        let handle = handle.clone();
        let shown = move |_: web_sys::Event| {
            if is_shown() {
                handle();
            }
        };
        on(event, shown, |window| window.document().map_or_else(|| window.clone().into(), Into::into));
    }
    on("focus", move |_: web_sys::Event| handle(), |window| window.clone().into());
}

/// Calls `handle` when another tab changed what localStorage holds: with the key, or with nothing where it was cleared.
pub fn on_store_change(handle: impl Fn(Option<String>) + 'static) {
    let changed = move |event: web_sys::Event| {
        handle(js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string()));
    };
    on("storage", changed, |window| window.clone().into());
}

/// Marks a moment for measuring.
pub fn mark(name: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        let _ = performance.mark(name);
    }
}

/// Measures the time since a mark; benchmarks read it.
pub fn measure(name: &str, since: &str) {
    if let Some(performance) = window().and_then(|window| window.performance()) {
        let _ = performance.measure_with_start_mark(name, since);
    }
}
