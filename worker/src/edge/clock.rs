//! The time, as the runtime tells it.

use std::cell::Cell;

use js_sys::Date;
use wasm_bindgen::JsValue;

thread_local! {
    /// How far a test has moved the clock ahead. The Worker and its objects share an isolate.
    static AHEAD_MS: Cell<u64> = const { Cell::new(0) };
}

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    worker::Date::now().as_millis().saturating_add(AHEAD_MS.get())
}

/// Moves the clock so far ahead of the runtime's, for a test of what takes hours. Who may ask for
/// it, `test_routes` decides.
pub fn set_ahead(ms: u64) {
    AHEAD_MS.set(ms);
}

/// Seconds since 1970.
pub fn now_seconds() -> u64 {
    now_ms() / 1000
}

/// A moment in RFC 3339, in UTC.
pub fn rfc3339(ms: u64) -> String {
    // JavaScript's numbers hold every millisecond of the next 285,000 years.
    #[expect(clippy::cast_precision_loss, reason = "see above")]
    let date = Date::new(&JsValue::from_f64(ms as f64));
    date.to_iso_string().into()
}
