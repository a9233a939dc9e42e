//! Many people against a vendor that takes few calls: how long it takes, and what each of them is told.
//!
//! The queue and the rate are the Worker's own; the clock and the people are simulated, from a fixed seed.
//! `cargo run --release -p passgate-worker --example scale` writes `docs/scale.md` and `docs/scale.svg`.
#![allow(clippy::unwrap_used, reason = "a simulation may stop")]

mod crowd;
mod report;

use std::fs;
use std::path::Path;

use crowd::{Arrival, Crowd, Told};

const MINUTE_MS: u64 = 60_000;

/// How 100,000 people arrive.
const ARRIVALS: [(&str, Arrival); 3] = [
    ("within ten minutes", Arrival { people: 100_000, within_ms: 10 * MINUTE_MS }),
    ("within two hours", Arrival { people: 100_000, within_ms: 120 * MINUTE_MS }),
    ("within eight hours", Arrival { people: 100_000, within_ms: 480 * MINUTE_MS }),
];

fn main() {
    let all: Vec<(&str, Arrival, Told)> =
        ARRIVALS.iter().map(|(name, arrival)| (*name, *arrival, Crowd::new(*arrival).run())).collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    fs::write(docs.join("scale.md"), report::page(&all)).unwrap();
    fs::write(docs.join("scale.svg"), report::curves(&all)).unwrap();
}
