//! The time of this device.

use time::Date;

use crate::words;

/// Milliseconds since 1970 by the device's clock, which may be wrong or set back.
#[must_use]
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The day by the device's clock and place. A clock beyond what a date can hold counts as 1 January 1970.
#[must_use]
pub fn today() -> Date {
    day(&js_sys::Date::new_0())
}

/// The day of milliseconds since 1970, at the device's place.
#[must_use]
pub fn day_of(ms: u64) -> Date {
    day(&js_sys::Date::new(&wasm_bindgen::JsValue::from_f64(ms as f64)))
}

fn day(now: &js_sys::Date) -> Date {
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    let month = u8::try_from(now.get_month() + 1).unwrap_or(1);
    let date = u8::try_from(now.get_date()).unwrap_or(1);
    words::day(year, month, date).unwrap_or(time::UtcDateTime::UNIX_EPOCH.date())
}

/// Lets the browser draw what has changed before going on.
pub async fn next_frame() {
    // An animation frame would never come in a tab that is not in front.
    gloo_timers::future::TimeoutFuture::new(30).await;
}

/// Waits so many milliseconds.
pub async fn pause(ms: u32) {
    gloo_timers::future::TimeoutFuture::new(ms).await;
}

/// Calls `handle` every so many milliseconds for as long as the page lives; less often in a tab that is not in front, and not at
/// all while the device sleeps.
pub fn every(ms: u32, handle: impl FnMut() + 'static) {
    gloo_timers::callback::Interval::new(ms, handle).forget();
}

/// Milliseconds since the page began, by a clock that nobody sets. Some devices stop it while they sleep.
#[must_use]
pub fn monotonic_ms() -> u64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0, |clock| clock.now().max(0.0) as u64)
}
