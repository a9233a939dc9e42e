//! The time, as the runtime tells it.

use js_sys::Date;
use wasm_bindgen::JsValue;

/// Milliseconds since 1970.
pub fn now_ms() -> u64 {
    worker::Date::now().as_millis()
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
