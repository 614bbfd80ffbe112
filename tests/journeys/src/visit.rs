//! One person's visit: server, proxy, profile, browser and page together, and what is checked at its end.

use std::{ops::Deref, time::Duration};

use serde_json::Value;

use crate::{
    Browser, Options, Page, axe, browser::Running, process::Aim, profile::Profile, proxy::Proxy, server::Server,
};

/// What a journey is handed. Everything of [`Page`] can be said to it directly.
pub struct Visit {
    /// Which browser this is.
    pub browser: Browser,
    /// Where the page comes from.
    pub server: Server,
    /// What the browser keeps.
    pub profile: Profile,
    page: Page,
    // Dropped, and so ended, before the profile's folder is removed.
    running: Option<Running>,
    proxy: Proxy,
    options: Options,
    expected: Vec<String>,
    problems: Vec<String>,
}

impl Deref for Visit {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

impl Visit {
    /// Starts everything; the browser shows an empty tab.
    pub async fn start(browser: Browser, options: Options) -> Self {
        let files = options.files.map_or_else(crate::dist, |folder| crate::root().join(folder));
        let server = Server::start(&files, options.folder).await;
        let proxy = Proxy::start().await;
        let profile = Profile::new();
        let running = browser.start(&profile, proxy.port(), &options).await;
        let page = Page { client: running.client.clone(), url: server.url() };
        Self {
            browser,
            server,
            profile,
            page,
            running: Some(running),
            proxy,
            options,
            expected: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Says that Chromium's console may hold errors with this text: a journey that goes offline makes the browser
    /// complain, and so does one that damages the store.
    pub fn expect_in_console(&mut self, text: &str) {
        self.expected.push(text.to_owned());
    }

    /// Kills the browser with SIGKILL, all its processes; the profile's folder stays as it was that moment.
    pub async fn crash(&mut self) {
        self.look_at_console().await;
        if let Some(running) = self.running.take() {
            running.crash();
        }
    }

    /// Finds beforehand what [`Visit::fire`] is to kill, and reads the console, which is lost then.
    ///
    /// # Panics
    /// When no browser runs.
    pub async fn aim(&mut self) -> Aim {
        self.look_at_console().await;
        self.running.as_ref().expect("a browser runs").aim()
    }

    /// Kills the browser this very moment, then whatever it started since [`Visit::aim`].
    pub fn fire(&mut self, aim: Aim) {
        aim.fire();
        if let Some(running) = self.running.take() {
            running.crash();
        }
    }

    /// The memory of the browser's largest process: now and at most so far, in MB. Zeros where none runs.
    pub fn memory(&self) -> (f64, f64) {
        self.running.as_ref().map(Running::largest).unwrap_or_default()
    }

    /// Quits the browser in good order.
    pub async fn quit(&mut self) {
        self.look_at_console().await;
        if let Some(running) = self.running.take() {
            let _ = running.client.clone().close().await;
        }
    }

    /// Starts the browser again on the same profile, with an empty tab.
    ///
    /// # Panics
    /// With WebKit, which keeps nothing under automation: such journeys are for the other two.
    pub async fn restart(&mut self) {
        assert!(self.browser != Browser::WebKit, "WebKit keeps nothing across restarts under automation");
        self.running = None;
        let running = self.browser.start(&self.profile, self.proxy.port(), &self.options).await;
        self.page = Page { client: running.client.clone(), url: self.server.url() };
        self.running = Some(running);
    }

    /// Every file of the profile that holds the text, in UTF-8 or UTF-16LE. Best after [`Visit::crash`] or [`Visit::quit`].
    pub fn kept(&self, text: &str) -> Vec<std::path::PathBuf> {
        self.profile.contains(text)
    }

    /// Checks the page as it stands against all rules of accessibility.
    pub async fn is_accessible(&self) {
        axe::check(&self.page).await;
    }

    /// Sets the width (and a height that goes with it).
    pub async fn wide(&self, width: u32) {
        self.page.size(self.browser, width, 900).await;
    }

    /// What every journey is held to, as a list of sentences: no breach of the policy, no request to another origin,
    /// no panic, and in Chromium no error in the console.
    pub async fn audit(&mut self) -> Vec<String> {
        if self.running.is_some() {
            self.look_at_page().await;
            self.look_at_console().await;
        }
        // Reports and the last requests are sent when the browser finds the time.
        tokio::time::sleep(Duration::from_millis(400)).await;
        let mut problems = std::mem::take(&mut self.problems);
        problems.extend(self.server.reports().iter().map(|report| format!("a breach of the page's policy: {report}")));
        let asked = self
            .proxy
            .asked()
            .into_iter()
            .filter(|what| !self.browser.errands().iter().any(|host| what.contains(host)));
        problems.extend(asked.map(|what| format!("a request to another origin: {what}")));
        problems
    }

    async fn look_at_page(&mut self) {
        const SCRIPT: &str = "return [document.documentElement.dataset.panic ?? null,
            performance.getEntriesByType('resource').map((entry) => entry.name)
              .filter((name) => !name.startsWith(location.origin + '/') && !/^(data|blob):/.test(name))]";
        let answer = self.page.script(SCRIPT, vec![]).await;
        if let Some(message) = answer[0].as_str() {
            self.problems.push(format!("the app panicked: {message}"));
        }
        for name in answer[1].as_array().into_iter().flatten() {
            self.problems.push(format!("the page loaded {name} from another origin"));
        }
    }

    /// Reads Chromium's logs, which are lost when it ends.
    async fn look_at_console(&mut self) {
        if self.browser != Browser::Chromium || self.running.is_none() {
            return;
        }
        for entry in self.page.log("browser").await {
            let message = entry["message"].as_str().unwrap_or_default();
            if entry["level"] == "SEVERE" && !self.expected.iter().any(|text| message.contains(text)) {
                self.problems.push(format!("an error in the console: {message}"));
            }
        }
        let origin = format!("{}/", self.server.origin());
        for entry in self.page.log("performance").await {
            let Some(event) = entry["message"].as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
            else {
                continue;
            };
            let url = event["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
            let own =
                url.starts_with(&origin) || ["data:", "blob:", "about:", "chrome:"].iter().any(|s| url.starts_with(s));
            if event["message"]["method"] == "Network.requestWillBeSent" && !own {
                self.problems.push(format!("a request to another origin: {url}"));
            }
        }
    }
}
