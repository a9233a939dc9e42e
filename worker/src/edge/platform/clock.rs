//! The time of the runtime.

#[cfg(feature = "test-routes")]
use std::cell::Cell;

use js_sys::Date;
use wasm_bindgen::JsValue;

#[cfg(feature = "test-routes")]
thread_local! {
    /// How far a test has moved the clock ahead. The Worker and its objects share an isolate.
    static AHEAD_MS: Cell<u64> = const { Cell::new(0) };
}

/// The current time in milliseconds since 1970.
pub fn now_ms() -> u64 {
    let now_ms = worker::Date::now().as_millis();
    #[cfg(feature = "test-routes")]
    let now_ms = now_ms.saturating_add(AHEAD_MS.get());
    now_ms
}

/// Moves the clock ahead of the runtime's clock, for tests of long times.
#[cfg(feature = "test-routes")]
pub fn set_ahead(ms: u64) {
    AHEAD_MS.set(ms);
}

/// The current time in seconds since 1970.
pub fn now_seconds() -> u64 {
    now_ms() / 1000
}

/// A time in RFC 3339 format, in UTC.
pub fn rfc3339(ms: u64) -> String {
    // JavaScript's numbers hold every millisecond of the next 285,000 years.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let date = Date::new(&JsValue::from_f64(ms as f64));
    date.to_iso_string().into()
}
