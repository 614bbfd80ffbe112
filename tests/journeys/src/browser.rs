//! The three engines: where each is, how its driver starts, and what it is asked for.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};

use crate::{
    process::{Aim, Program, free_port, which},
    profile::Profile,
};

/// How long one attempt to start a browser may take.
const START: Duration = Duration::from_secs(45);

/// An engine that people use the page with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chromium, for Chrome, Edge and their like.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK's MiniBrowser, for Safari. Under automation it keeps nothing across restarts.
    WebKit,
}

/// What a person's device is set to.
#[derive(Clone, Debug)]
pub struct Options {
    /// Preferred language, `en` or `es`. WebKitGTK follows it only where the machine has that locale installed.
    pub language: &'static str,
    /// IANA name of the time zone.
    pub time_zone: &'static str,
    /// Dark colours preferred.
    pub dark: bool,
    /// The path below which the page is served; begins and ends with a slash.
    pub folder: &'static str,
    /// Another folder of files than `dist/`, from the project's root.
    pub files: Option<&'static str>,
    /// What pages may keep.
    pub storage: Storage,
}

/// Whether pages may keep anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// As browsers come.
    #[default]
    On,
    /// Switched off by the person, so that asking for it throws. WebKit's driver has no setting for it.
    Off,
    /// Kept until the window is closed: a private window. Not for WebKit, which keeps nothing under automation anyway.
    Private,
}

impl Default for Options {
    fn default() -> Self {
        Self { language: "en", time_zone: "Europe/Madrid", dark: false, folder: "/", files: None, storage: Storage::On }
    }
}

/// A running driver with its browser (and, for WebKit, its display). All end on drop.
pub struct Running {
    /// The session's client.
    pub client: Client,
    // The browser runs below the driver, the driver below the display's life: dropped in this order.
    driver: Program,
    _display: Option<Program>,
}

impl Running {
    /// What [`Running::crash`] would kill, found beforehand.
    pub fn aim(&self) -> Aim {
        self.driver.aim()
    }

    /// The memory of the browser's largest process: now and at most so far, in MB.
    pub fn largest(&self) -> (f64, f64) {
        self.driver.largest()
    }

    /// Kills the browser with SIGKILL.
    pub fn crash(&self) {
        self.driver.kill_descendants();
    }
}

impl Browser {
    /// The engine of that name.
    ///
    /// # Panics
    /// When the name is none of `chromium`, `firefox`, `webkit`.
    pub fn named(name: &str) -> Self {
        match name {
            "chromium" => Self::Chromium,
            "firefox" => Self::Firefox,
            "webkit" => Self::WebKit,
            _ => panic!("browsers are chromium, firefox and webkit, not '{name}'"),
        }
    }

    /// `chromium`, `firefox` or `webkit`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Hosts that the browser itself asks on its own errands (time, updates, sign-in, start page), which no switch silences.
    /// What the page asks for is known from elsewhere as well: [`crate::Visit::audit`].
    pub fn errands(self) -> &'static [&'static str] {
        match self {
            Self::Chromium => &[
                "accounts.google.com",
                "android.clients.google.com",
                "clients2.google.com",
                "optimizationguide-pa.googleapis.com",
                // Dictionaries of its spell checker.
                "redirector.gvt1.com",
                "start.duckduckgo.com",
                "update.googleapis.com",
            ],
            Self::Firefox | Self::WebKit => &[],
        }
    }

    /// False when `ATTUNE_BROWSERS` names some browsers and not this one.
    pub fn wanted(self) -> bool {
        std::env::var("ATTUNE_BROWSERS").map_or(true, |list| {
            list.trim().is_empty() || list.split([' ', ',']).any(|name| !name.is_empty() && Self::named(name) == self)
        })
    }

    /// Starts the driver and the browser on that profile, with the recording proxy for all that is not on this machine.
    ///
    /// # Panics
    /// When a program is missing (the message tells what to install) or does not start.
    pub async fn start(self, profile: &Profile, proxy: u16, options: &Options) -> Running {
        let mut told = String::new();
        // A driver whose browser died while starting waits for it for ever, so each attempt has a driver of its own.
        for _ in 0..3 {
            match tokio::time::timeout(START, self.try_start(profile, proxy, options)).await {
                Ok(Ok(running)) => return running,
                Ok(Err(error)) => told = error,
                Err(_) => told = format!("no answer in {} s", START.as_secs()),
            }
            // A browser that was killed may still hold its profile for a moment.
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        let words = fs::read_to_string(profile.path().join("driver.log")).unwrap_or_default();
        panic!("{} gave no session: {told}\n{words}", self.name());
    }

    async fn try_start(self, profile: &Profile, proxy: u16, options: &Options) -> Result<Running, String> {
        let display = (self == Self::WebKit).then(|| display(profile));
        let port = free_port();
        let mut command = self.driver(port);
        environment(&mut command, profile, options);
        if let Some((number, _)) = &display {
            command.env("DISPLAY", format!(":{number}"));
        }
        let driver = Program::start(&mut command, &profile.path().join("driver.log"));
        let address = format!("http://127.0.0.1:{port}");
        while tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let wishes = self.capabilities(profile, proxy, options);
        let session = ClientBuilder::new(HttpConnector::new()).capabilities(wishes).connect(&address).await;
        let client = session.map_err(|error| format!("{error:?}"))?;
        Ok(Running { client, driver, _display: display.map(|(_, program)| program) })
    }

    fn driver(self, port: u16) -> Command {
        let (name, install, arguments) = match self {
            Self::Chromium => ("chromedriver", "Debian's chromium and chromium-driver", vec![format!("--port={port}")]),
            Self::Firefox => (
                "geckodriver",
                "Debian's firefox-esr, and geckodriver by `make tools`",
                ["--port", &port.to_string(), "--websocket-port", &free_port().to_string()].map(str::to_owned).to_vec(),
            ),
            Self::WebKit => ("WebKitWebDriver", "Debian's webkit2gtk-driver and xvfb", vec![format!("--port={port}")]),
        };
        let path = which(name).unwrap_or_else(|| missing(name, install));
        let mut command = Command::new(path);
        command.args(arguments);
        command
    }

    fn capabilities(self, profile: &Profile, proxy: u16, options: &Options) -> Map<String, Value> {
        let wishes = match self {
            Self::Chromium => chromium(profile, proxy, options),
            Self::Firefox => firefox(profile, proxy, options),
            Self::WebKit => webkit(proxy),
        };
        match wishes {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }
}

fn missing(name: &str, install: &str) -> ! {
    panic!(
        "{name} is not on this machine. Install {install}, or name only the browsers you have, \
         e.g. ATTUNE_BROWSERS=chromium"
    )
}

fn environment(command: &mut Command, profile: &Profile, options: &Options) {
    let language = if options.language == "es" { "es_ES.UTF-8" } else { "en_GB.UTF-8" };
    command
        .env("HOME", profile.home())
        .env("XDG_RUNTIME_DIR", profile.home())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_CACHE_HOME")
        .env_remove("XDG_DATA_HOME")
        .env("TMPDIR", profile.path())
        .env("TZ", options.time_zone)
        .env("LANG", language)
        .env("LANGUAGE", options.language)
        .env("NO_AT_BRIDGE", "1")
        // Firefox heeds the address of its remote settings, which is set to none below, only with this.
        .env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")
        .env("GTK_THEME", if options.dark { "Adwaita:dark" } else { "Adwaita" })
        .env_remove("http_proxy")
        .env_remove("https_proxy");
}

/// A screen of its own for a browser that has no headless mode: the number of the display, and its server.
fn display(profile: &Profile) -> (String, Program) {
    // Two servers that start at once can both find a number free that a killed one left, and a browser then draws on the
    // other's screen and dies with it.
    let lock = fs::File::create("/tmp/.attune-display-lock").expect("a lock can be made in /tmp");
    lock.lock().expect("the lock can be waited for");
    let path = which("Xvfb").unwrap_or_else(|| missing("Xvfb", "Debian's xvfb"));
    let log = profile.path().join("display.log");
    let mut command = Command::new(path);
    command.args(["-displayfd", "1", "-screen", "0", "1600x1400x24", "-nolisten", "tcp"]);
    let program = Program::start(&mut command, &log);
    for _ in 0..200 {
        let words = fs::read_to_string(&log).unwrap_or_default();
        if let Some(number) = words.lines().find_map(|line| line.trim().parse::<u32>().ok()) {
            return (number.to_string(), program);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("Xvfb did not start: {}", fs::read_to_string(&log).unwrap_or_default());
}

fn chromium(profile: &Profile, proxy: u16, options: &Options) -> Value {
    let mut wishes = json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        "goog:chromeOptions": {
            "args": [
                "--headless=new",
                // Only needed by root, who runs most continuous integration; the pages are our own.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-default-apps",
                "--disable-domain-reliability",
                "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
                "--window-size=1280,900",
                format!("--accept-lang={}", options.language),
                format!("--user-data-dir={}", profile.data().display()),
                format!("--proxy-server=http://127.0.0.1:{proxy}"),
            ],
            "prefs": {
                "download.default_directory": profile.downloads(),
                "download.prompt_for_download": false,
            },
        },
    });
    if options.storage == Storage::Off {
        wishes["goog:chromeOptions"]["prefs"]["profile.default_content_setting_values.cookies"] = json!(2);
    }
    if let (Storage::Private, Some(list)) = (options.storage, wishes["goog:chromeOptions"]["args"].as_array_mut()) {
        list.push(json!("--incognito"));
    }
    if let (true, Some(list)) = (options.dark, wishes["goog:chromeOptions"]["args"].as_array_mut()) {
        list.push(json!("--force-dark-mode"));
    }
    wishes
}

fn firefox(profile: &Profile, proxy: u16, options: &Options) -> Value {
    let mut wishes = json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "args": ["-headless", "-profile", profile.data()],
            "prefs": {
                "intl.accept_languages": options.language,
                "layout.css.prefers-color-scheme.content-override": if options.dark { 0 } else { 1 },
                "network.proxy.type": 1,
                "network.proxy.http": "127.0.0.1",
                "network.proxy.http_port": proxy,
                "network.proxy.ssl": "127.0.0.1",
                "network.proxy.ssl_port": proxy,
                "browser.download.folderList": 2,
                "browser.download.dir": profile.downloads(),
                "browser.download.useDownloadDir": true,
                "browser.download.always_ask_before_handling_new_types": false,
                "browser.download.alwaysOpenPanel": false,
                // Firefox's own errands, which are not the page's requests.
                "app.normandy.enabled": false,
                "app.update.disabledForTesting": true,
                "browser.contentblocking.report.hide_vpn_banner": true,
                "browser.region.network.url": "",
                "browser.region.update.enabled": false,
                "browser.safebrowsing.blockedURIs.enabled": false,
                "browser.safebrowsing.downloads.enabled": false,
                "browser.safebrowsing.malware.enabled": false,
                "browser.safebrowsing.phishing.enabled": false,
                "browser.safebrowsing.update.enabled": false,
                "browser.search.update": false,
                "browser.topsites.contile.enabled": false,
                "datareporting.healthreport.uploadEnabled": false,
                "datareporting.policy.dataSubmissionEnabled": false,
                "dom.push.connection.enabled": false,
                "extensions.getAddons.cache.enabled": false,
                "extensions.systemAddon.update.enabled": false,
                "extensions.update.enabled": false,
                "media.gmp-manager.updateEnabled": false,
                "network.captive-portal-service.enabled": false,
                "network.connectivity-service.enabled": false,
                "network.trr.mode": 5,
                "services.settings.server": "data:,#remote-settings-dummy/v1",
                "toolkit.telemetry.enabled": false,
                "toolkit.telemetry.server": "",
            },
        },
    });
    if options.storage == Storage::Off {
        // "Block all cookies and site data".
        wishes["moz:firefoxOptions"]["prefs"]["network.cookie.cookieBehavior"] = json!(2);
    }
    wishes["moz:firefoxOptions"]["prefs"]["browser.privatebrowsing.autostart"] =
        json!(options.storage == Storage::Private);
    wishes
}

fn webkit(proxy: u16) -> Value {
    let address = format!("127.0.0.1:{proxy}");
    json!({
        "browserName": "MiniBrowser",
        "proxy": { "proxyType": "manual", "httpProxy": address, "sslProxy": address, "noProxy": ["127.0.0.1"] },
        "webkitgtk:browserOptions": { "binary": mini_browser(), "args": ["--automation"] },
    })
}

fn mini_browser() -> PathBuf {
    let folders = |path: &Path| fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<_> = folders(Path::new("/usr/lib"))
        .chain([PathBuf::from("/usr/libexec")])
        .flat_map(|library| folders(&library).collect::<Vec<_>>())
        .map(|folder| folder.join("MiniBrowser"))
        .filter(|path| path.is_file())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| missing("WebKit's MiniBrowser", "Debian's webkit2gtk-driver"))
}
