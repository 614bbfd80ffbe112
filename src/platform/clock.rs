//! The time of this device.

use jiff::civil::Date;

/// Milliseconds since 1970 by the device's clock, which may be wrong or set back.
#[must_use]
pub fn now_ms() -> u64 {
    js_sys::Date::now().max(0.0) as u64
}

/// The day by the device's clock and place. A clock beyond what a date can hold counts as 1 January 1970.
#[must_use]
pub fn today() -> Date {
    let now = js_sys::Date::new_0();
    let year = i16::try_from(now.get_full_year()).unwrap_or(1970);
    let month = i8::try_from(now.get_month() + 1).unwrap_or(1);
    let day = i8::try_from(now.get_date()).unwrap_or(1);
    Date::new(year, month, day).unwrap_or(Date::constant(1970, 1, 1))
}

/// Lets the browser draw what has changed before going on.
pub async fn next_frame() {
    // An animation frame would never come in a tab that is not in front.
    gloo_timers::future::TimeoutFuture::new(30).await;
}
