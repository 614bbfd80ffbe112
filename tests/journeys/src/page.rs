//! What a person does with a page. Every helper waits for what it needs, at most [`LIMIT`], and then panics with
//! a sentence and what the page says instead.

use std::{
    collections::BTreeMap,
    fmt::Display,
    time::{Duration, Instant},
};

use fantoccini::{
    Client,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
};
use serde_json::{Value, json};

use crate::find::{Found, Kind, argument, find};

/// How long a helper waits for what it needs. A slow machine that runs several browsers needs most of it.
pub const LIMIT: Duration = Duration::from_secs(40);
const PAUSE: Duration = Duration::from_millis(60);

/// A browser's current tab.
#[derive(Clone)]
pub struct Page {
    /// The WebDriver client, for what has no helper here.
    pub client: Client,
    /// The address at which the page opens.
    pub url: String,
}

/// What the page shows right now.
struct Shown {
    text: String,
    panic: Option<String>,
}

impl Page {
    /// Goes to a place of the page, e.g. `""`, `#/caseload`.
    pub async fn open(&self, place: &str) {
        ok(self.client.goto(&format!("{}{place}", self.url)).await, "open");
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        ok(self.client.refresh().await, "reload");
    }

    /// The browser's Back.
    pub async fn back(&self) {
        ok(self.client.back().await, "go back");
    }

    /// The browser's Forward.
    pub async fn forward(&self) {
        ok(self.client.forward().await, "go forward");
    }

    /// The address in the address bar.
    pub async fn address(&self) -> String {
        // Not WebDriver's: WebKit's lags behind the history API.
        self.script("return location.href", vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// All visible text.
    pub async fn text(&self) -> String {
        self.shown().await.text
    }

    /// Waits until the text is seen, whatever its case and line breaks.
    pub async fn sees(&self, text: &str) {
        let wanted = plain(text);
        self.until(&format!("see '{text}'"), async || plain(&self.shown().await.text).contains(&wanted)).await;
    }

    /// Waits until the text is no longer seen.
    pub async fn sees_no(&self, text: &str) {
        let wanted = plain(text);
        self.until(&format!("no longer see '{text}'"), async || !plain(&self.shown().await.text).contains(&wanted))
            .await;
    }

    /// Waits until a heading of exactly this text is seen.
    pub async fn heading(&self, text: &str) {
        const SCRIPT: &str = "return [...document.querySelectorAll('h1, h2, h3, h4, [role=heading]')]
            .filter((heading) => heading.checkVisibility()).map((heading) => heading.innerText)";
        let wanted = plain(text);
        self.until(&format!("see the heading '{text}'"), async || {
            let found = self.script(SCRIPT, vec![]).await;
            found.as_array().into_iter().flatten().filter_map(Value::as_str).any(|heading| plain(heading) == wanted)
        })
        .await;
    }

    /// Clicks the button, link, tab or choice of that name.
    pub async fn click(&self, name: &str) {
        self.click_at(name, None).await;
    }

    /// Clicks the thing of that name in the smallest part of the page (row, list item, group ...) that holds `part`.
    pub async fn click_in(&self, part: &str, name: &str) {
        self.click_at(name, Some(part)).await;
    }

    async fn click_at(&self, name: &str, part: Option<&str>) {
        self.try_until(&format!("click '{name}'"), async || {
            let found = find(&self.client, Kind::Press, name, part).await?;
            // Refused while something covers it, for instance a dialog that is closing.
            found.target.click().await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// Fills the field of that label: types into a text field, chooses in a list by the option's text, sets a date, a
    /// time (`2026-11-23`, `09:30`) or a slider.
    pub async fn fill(&self, label: &str, value: &str) {
        self.fill_at(label, None, value).await;
    }

    /// As [`Page::fill`], in the smallest part of the page that holds `part`.
    pub async fn fill_in(&self, part: &str, label: &str, value: &str) {
        self.fill_at(label, Some(part), value).await;
    }

    async fn fill_at(&self, label: &str, part: Option<&str>, value: &str) {
        // A date typed as keys depends on the machine's region, and a slider takes no text.
        const SET: &str = "const [field, value] = arguments;
            const type = field.tagName === 'SELECT' ? 'select' : field.type;
            if (type === 'select') {
              const option = [...field.options].find((option) => option.text.trim() === value);
              if (!option) return 'no option ' + value + ' among ' + [...field.options].map((o) => o.text.trim()).join(', ');
              field.value = option.value;
            } else if (['date', 'time', 'datetime-local', 'month', 'range', 'color'].includes(type)) {
              field.focus();
              field.value = value;
            } else return 'type';
            field.dispatchEvent(new Event('input', { bubbles: true }));
            field.dispatchEvent(new Event('change', { bubbles: true }));
            return 'done';";
        self.try_until(&format!("fill '{label}'"), async || {
            let field = find(&self.client, Kind::Field, label, part).await?.control;
            let how = self.client.execute(SET, vec![argument(&field), json!(value)]).await;
            match how.map_err(|error| error.to_string())?.as_str() {
                Some("done") => Ok(()),
                Some("type") => {
                    field.clear().await.map_err(|error| error.to_string())?;
                    // WebKit's driver refuses to type nothing.
                    if value.is_empty() {
                        return Ok(());
                    }
                    field.send_keys(value).await.map_err(|error| error.to_string())
                }
                other => Err(other.unwrap_or("the field has gone").to_owned()),
            }
        })
        .await;
    }

    /// Gives a file to the file field of that label.
    pub async fn give_file(&self, label: &str, path: &std::path::Path) {
        self.try_until(&format!("give a file to '{label}'"), async || {
            let field = find(&self.client, Kind::Field, label, None).await?.control;
            field.send_keys(&path.to_string_lossy()).await.map_err(|error| error.to_string())
        })
        .await;
    }

    /// What the field of that label holds: its text, or for a choice `true` or `false`.
    pub async fn value(&self, label: &str) -> Value {
        const SCRIPT: &str = "const [field] = arguments;
            return ['checkbox', 'radio'].includes(field.type) ? field.checked : field.value ?? field.textContent;";
        let field = self.found(Kind::Field, label).await.control;
        self.script(SCRIPT, vec![argument(&field)]).await
    }

    /// Presses and releases one key.
    pub async fn press(&self, key: Key) {
        self.keys(&[key.into()]).await;
    }

    /// Presses one key while another is held, e.g. Shift and Tab.
    pub async fn press_with(&self, held: Key, key: Key) {
        let (held, key) = (char::from(held), char::from(key));
        let actions = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        ok(self.client.perform_actions(actions).await, "press keys");
    }

    /// Types characters at whatever has the focus, as a keyboard does.
    pub async fn type_keys(&self, text: &str) {
        self.keys(&text.chars().collect::<Vec<_>>()).await;
    }

    async fn keys(&self, keys: &[char]) {
        let actions = keys.iter().fold(KeyActions::new("keyboard".to_owned()), |actions, key| {
            actions.then(KeyAction::Down { value: *key }).then(KeyAction::Up { value: *key })
        });
        ok(self.client.perform_actions(actions).await, "press keys");
    }

    /// The name of what has the focus, or an empty text.
    pub async fn focused(&self) -> String {
        const SCRIPT: &str = "const at = document.activeElement;
            if (!at || at === document.body) return '';
            const ids = at.getAttribute('aria-labelledby')?.split(' ') ?? [];
            const named = ids.map((id) => document.getElementById(id)?.innerText).join(' ') || null;
            return (named ?? at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? '').replace(/\\s+/g, ' ').trim();";
        self.script(SCRIPT, vec![]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Presses Tab until the thing of that name has the focus.
    pub async fn tab_to(&self, name: &str) {
        let wanted = plain(name);
        let mut passed = Vec::new();
        for _ in 0..150 {
            self.press(Key::Tab).await;
            self.come_back().await;
            let here = self.focused().await;
            if plain(&here) == wanted {
                return;
            }
            passed.push(here);
        }
        panic!("150 presses of Tab did not reach '{name}'; they passed {passed:?}");
    }

    /// After the last thing on a page, Tab goes on to the browser's own bars, where a driver's keys do not follow: Firefox would
    /// then go on sending them to a page without the focus, whose buttons do nothing. A person comes back by more of Tab.
    async fn come_back(&self) {
        const SCRIPT: &str = "const away = !document.hasFocus(); if (away) window.focus(); return away;";
        if self.script(SCRIPT, vec![]).await == Value::Bool(true) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// All of localStorage.
    pub async fn local_storage(&self) -> BTreeMap<String, String> {
        self.storage("localStorage").await
    }

    /// All of sessionStorage.
    pub async fn session_storage(&self) -> BTreeMap<String, String> {
        self.storage("sessionStorage").await
    }

    async fn storage(&self, which: &str) -> BTreeMap<String, String> {
        let all = self.script(&format!("return Object.entries({which})"), vec![]).await;
        serde_json::from_value::<Vec<(String, String)>>(all).unwrap_or_default().into_iter().collect()
    }

    /// Runs a script as the body of a function in the page.
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        ok(self.client.execute(script, arguments).await, "run a script")
    }

    /// Opens a new tab at a place of the page and goes to it; answers the tab that was left.
    pub async fn new_tab(&self, place: &str) -> Tab {
        let before = self.tab().await;
        let made = ok(self.client.new_window(true).await, "open a tab");
        ok(self.client.switch_to_window(made.handle).await, "go to the new tab");
        self.open(place).await;
        before
    }

    /// The current tab.
    pub async fn tab(&self) -> Tab {
        Tab(ok(self.client.window().await, "name the tab"))
    }

    /// All tabs.
    pub async fn tabs(&self) -> Vec<Tab> {
        ok(self.client.windows().await, "list the tabs").into_iter().map(Tab).collect()
    }

    /// Goes to a tab.
    pub async fn switch_to(&self, tab: &Tab) {
        ok(self.client.switch_to_window(tab.0.clone()).await, "change the tab");
    }

    /// Closes the current tab and goes to another.
    pub async fn close_tab(&self, then: &Tab) {
        ok(self.client.close_window().await, "close the tab");
        self.switch_to(then).await;
    }

    /// Waits until the check holds; `what` completes "waited ... to".
    pub async fn until(&self, what: &str, check: impl AsyncFn() -> bool) {
        self.try_until(what, async || if check().await { Ok(()) } else { Err(String::new()) }).await;
    }

    async fn found(&self, kind: Kind, name: &str) -> Found {
        self.try_until(&format!("find '{name}'"), async || find(&self.client, kind, name, None).await).await
    }

    async fn try_until<T>(&self, what: &str, attempt: impl AsyncFn() -> Result<T, String>) -> T {
        let start = Instant::now();
        loop {
            match attempt().await {
                Ok(done) => return done,
                Err(reason) if start.elapsed() > LIMIT => {
                    let text = self.shown().await.text;
                    panic!("waited {} s to {what}: {reason}\nThe page says:\n{text}", LIMIT.as_secs());
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn shown(&self) -> Shown {
        const SCRIPT: &str = "return [document.body?.innerText ?? '', document.documentElement?.dataset.panic ?? null]";
        // While a page is being replaced there is nothing to ask.
        let answer = self.client.execute(SCRIPT, vec![]).await.unwrap_or_default();
        let part = |index: usize| answer.get(index).and_then(Value::as_str).map(str::to_owned);
        let shown = Shown { text: part(0).unwrap_or_default(), panic: part(1) };
        if let Some(message) = shown.panic {
            panic!("the app panicked: {message}");
        }
        shown
    }
}

/// A tab of the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab(fantoccini::wd::WindowHandle);

fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What the browser answered, or a panic that says what was asked.
///
/// # Panics
/// When the browser refused.
pub fn ok<T, E: Display>(answer: Result<T, E>, what: &str) -> T {
    answer.unwrap_or_else(|error| panic!("the browser would not {what}: {error}"))
}
