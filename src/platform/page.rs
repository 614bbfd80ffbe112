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
