//! How the page looks: at other widths, in the other colours, as a picture. And Chromium's own commands and logs.

use std::{fs, path::PathBuf, time::Duration};

use fantoccini::wd::{PrintConfiguration, WebDriverCompatibleCommand};
use hyper::Method;
use serde_json::{Value, json};

use crate::{Browser, Page, page::ok};

/// The widths at which the page is looked at: a small phone, a tablet, a desktop.
pub const WIDTHS: [u32; 3] = [360, 768, 1280];

/// A command that only one kind of driver knows.
#[derive(Debug)]
struct Own {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}

impl Page {
    /// A command of Chromium's DevTools.
    ///
    /// # Panics
    /// When the browser is not Chromium or refuses.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let own = Own { path: "goog/cdp/execute", body: json!({ "cmd": command, "params": parameters }) };
        ok(self.client.issue_cmd(own).await, command)
    }

    /// What Chromium logged since the last call: `browser` (the console) or `performance` (the network's events).
    ///
    /// # Panics
    /// When the browser is not Chromium.
    pub async fn log(&self, kind: &str) -> Vec<Value> {
        let own = Own { path: "se/log", body: json!({ "type": kind }) };
        ok(self.client.issue_cmd(own).await, "tell its log").as_array().cloned().unwrap_or_default()
    }

    /// Makes the page that wide and high, in CSS pixels. Windows of Firefox and WebKit have a least width of their own
    /// (about 450 and 300).
    pub async fn size(&self, browser: Browser, width: u32, height: u32) {
        if browser == Browser::Chromium {
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
            return;
        }
        // The frame around the page differs: set, measure, set again.
        ok(self.client.set_window_size(width, height).await, "size its window");
        let inner = self.script("return [innerWidth, innerHeight]", vec![]).await;
        let inner = |index: usize| inner[index].as_u64().and_then(|size| u32::try_from(size).ok()).unwrap_or_default();
        let (wide, high) = (width + width.saturating_sub(inner(0)), height + height.saturating_sub(inner(1)));
        ok(self.client.set_window_size(wide, high).await, "size its window");
    }

    /// Prefers dark or light colours from now on. Chromium only: the others are told at their start (`Options::dark`).
    pub async fn colours(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// As [`Page::colours`], in the few colours that some people set for the whole system. Chromium only.
    pub async fn few_colours(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let forced = json!({ "name": "forced-colors", "value": "active" });
        let features = json!({ "features": [forced, { "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// As on a device that many times slower. Chromium only.
    pub async fn slow_down(&self, times: u32) {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await;
    }

    /// True if the page is wider than its window, so that one must scroll sideways.
    pub async fn overflows(&self) -> bool {
        let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
        self.script(wide, vec![]).await == json!(true)
    }

    /// Saves what the window shows as `screenshots/NAME.png`.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub async fn picture(&self, name: &str) -> PathBuf {
        save(name, &ok(self.client.screenshot().await, "take a picture"))
    }

    /// Prints the page onto A4 paper as `screenshots/NAME.pdf`, and gives the file's bytes. The margins are the page's own.
    ///
    /// # Panics
    /// When the browser does not print, or the file cannot be written.
    pub async fn print(&self, name: &str) -> Vec<u8> {
        let pdf = ok(self.client.print(PrintConfiguration::default()).await, "print");
        save_as(&format!("{name}.pdf"), &pdf);
        pdf
    }

    /// Saves the whole page, also what is scrolled away, at its present width. Chromium only.
    ///
    /// # Panics
    /// When the file cannot be written.
    pub async fn whole_picture(&self, name: &str, width: u32) -> PathBuf {
        const HEIGHT: &str = "return Math.max(document.documentElement.scrollHeight, innerHeight)";
        let height = self.script(HEIGHT, vec![]).await.as_u64().and_then(|high| u32::try_from(high).ok());
        // A page of endless height would be a picture of gigabytes.
        self.size(Browser::Chromium, width, height.unwrap_or(900).min(12_000)).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
        self.picture(name).await
    }
}

fn save(name: &str, picture: &[u8]) -> PathBuf {
    save_as(&format!("{name}.png"), picture)
}

fn save_as(name: &str, picture: &[u8]) -> PathBuf {
    let path = crate::root().join("screenshots").join(name);
    fs::create_dir_all(path.parent().expect("a file in a folder")).expect("the folder screenshots/ can be made");
    fs::write(&path, picture).expect("the folder screenshots/ can be written");
    path
}
