//! Failpoints: named places where a test stops the execution. A test stops a reset to kill the process
//! there, or an object to see what its callers get. They exist in the build for tests only.

use std::cell::RefCell;
use std::time::Duration;

use serde_json::json;
use worker::Delay;

thread_local! {
    /// The failpoint that a test has set. The Worker and its objects share an isolate.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// How long a failpoint stops the execution; longer than a test waits before it kills the process.
const FOR: Duration = Duration::from_secs(60);
/// How often a stopped execution checks whether it may continue.
const POLL: Duration = Duration::from_millis(50);

/// Sets the failpoint that stops execution from now on. It replaces the previous one.
pub fn set(place: &str) {
    PLACE.with(|slot| slot.replace(Some(place.to_owned())));
}

/// Stops the first execution that reaches this failpoint once it is set, and logs that.
pub async fn at(place: &'static str) {
    if !is_set(place) {
        return;
    }
    PLACE.with(|slot| slot.replace(None));
    log(place);
    Delay::from(FOR).await;
}

/// Stops every execution that reaches this failpoint, until another one is set.
pub async fn all_at(place: &'static str) {
    if !is_set(place) {
        return;
    }
    log(place);
    while is_set(place) {
        Delay::from(POLL).await;
    }
}

fn is_set(place: &str) -> bool {
    PLACE.with(|slot| slot.borrow().as_deref() == Some(place))
}

fn log(place: &str) {
    worker::console_log!("{}", json!({ "halted": place }));
}
