//! Progress messages on stderr, in cargo's style.

use std::time::{Duration, Instant};

/// Prints one step.
pub fn say(verb: &str, what: impl std::fmt::Display) {
    eprintln!("{verb:>12} {what}");
}

/// Prints a step, performs it, and prints its duration if it was noticeable.
pub fn timed<T>(verb: &str, what: &str, work: impl FnOnce() -> T) -> T {
    say(verb, what);
    let start = Instant::now();
    let result = work();
    let took = start.elapsed();
    if took >= Duration::from_secs(2) {
        say("", format_args!("… {what}: {}", seconds(took)));
    }
    result
}

/// Seconds with one decimal.
pub fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}
