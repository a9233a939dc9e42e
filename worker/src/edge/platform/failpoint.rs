//! Places where a test can have what comes by stand still: a reset, to kill the process there; an
//! object, to see what becomes of those who wait for it. They exist in the build for tests only.

use std::cell::RefCell;
use std::time::Duration;

use serde_json::json;
use worker::Delay;

thread_local! {
    /// The place that a test has named. The Worker and its objects share an isolate.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Longer than a test waits before it kills.
const FOR: Duration = Duration::from_secs(60);
/// How often those who stand look whether they may go on.
const LOOK: Duration = Duration::from_millis(50);

/// Whoever comes by that place from now on stands still: once, or as long as no other is named.
pub fn set(place: &str) {
    PLACE.with(|slot| slot.replace(Some(place.to_owned())));
}

/// The place of that name: whoever comes by when a test has named it says so and stands still.
pub async fn at(place: &'static str) {
    if !is_named(place) {
        return;
    }
    PLACE.with(|slot| slot.replace(None));
    tell(place);
    Delay::from(FOR).await;
}

/// The same for everybody who comes by, until a test names another place.
pub async fn all_at(place: &'static str) {
    if !is_named(place) {
        return;
    }
    tell(place);
    while is_named(place) {
        Delay::from(LOOK).await;
    }
}

fn is_named(place: &str) -> bool {
    PLACE.with(|slot| slot.borrow().as_deref() == Some(place))
}

fn tell(place: &str) {
    worker::console_log!("{}", json!({ "halted": place }));
}
