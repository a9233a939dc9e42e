//! Deliberate failures in the Worker and in a Durable Object, in the build for tests only.

use std::time::Duration;

use worker::{Delay, SqlStorage};

const SLOW: Duration = Duration::from_secs(2);

/// Fails inside a Durable Object as the call says.
pub async fn fail_here(failure: &str, sql: &SqlStorage) {
    match failure {
        "panic" => panic_on_purpose(),
        // `one()` on no row throws through a binding that catches nothing.
        "exception" => {
            if let Ok(cursor) = sql.exec("SELECT 1 AS one WHERE 0", None) {
                let _ = cursor.one::<serde_json::Value>();
            }
        }
        "slow" => Delay::from(SLOW).await,
        _ => {}
    }
}

/// Panics on purpose.
#[expect(clippy::panic, reason = "what these routes are for")]
pub fn panic_on_purpose() {
    panic!("on purpose");
}
