//! Places in a reset where a test can have it stand still, to kill the process there. They do
//! nothing unless the configuration says `test_routes`, which it may on loopback only.

use std::cell::RefCell;
use std::time::Duration;

use serde_json::json;
use worker::{Delay, Env};

use super::settings;

thread_local! {
    /// The place that a test has named. The Worker and its objects share an isolate.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Longer than a test waits before it kills.
const FOR: Duration = Duration::from_secs(60);

/// Stands still at that place from now on, once.
pub fn set(place: &str) {
    PLACE.with(|slot| slot.replace(Some(place.to_owned())));
}

/// The place of that name: whoever comes by when a test has named it says so and stands still.
pub async fn at(place: &'static str, env: &Env) {
    let is_named = PLACE.with(|slot| slot.borrow().as_deref() == Some(place));
    if !is_named || !settings::config(env).is_some_and(|config| config.test_routes) {
        return;
    }
    PLACE.with(|slot| slot.replace(None));
    worker::console_log!("{}", json!({ "halted": place }));
    Delay::from(FOR).await;
}
