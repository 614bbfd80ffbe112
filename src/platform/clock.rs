//! The time of this device.

use time::Date;

use crate::words::day;

/// Milliseconds since 1970 by the device's clock, which may be wrong or set back.
#[must_use]
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The day by the device's clock and place. A clock beyond what a date can hold counts as 1 January 1970.
#[must_use]
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    let month = u8::try_from(now.get_month() + 1).unwrap_or(1);
    let date = u8::try_from(now.get_date()).unwrap_or(1);
    day(year, month, date).unwrap_or(time::UtcDateTime::UNIX_EPOCH.date())
}

/// Lets the browser draw what has changed before going on.
pub async fn next_frame() {
    // An animation frame would never come in a tab that is not in front.
    gloo_timers::future::TimeoutFuture::new(30).await;
}
