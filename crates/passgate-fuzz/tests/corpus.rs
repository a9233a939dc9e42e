//! Runs the stored corpus without the fuzzer.
#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test may stop")]

use std::path::Path;

/// Runs `target` on each file of its corpus.
fn replay(name: &str, target: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(name);
    let mut inputs = 0;
    for entry in std::fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an input").path();
        let bytes = std::fs::read(&path).expect("an input");
        // The panic of a failing input names its thread, and the thread has the name of the input.
        let shown = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let thread = std::thread::Builder::new().name(format!("{name}/{shown}"));
        thread.spawn(move || target(&bytes)).expect("a thread").join().expect("the properties hold");
        inputs += 1;
    }
    assert!(inputs > 20, "{name}: only {inputs} inputs in the corpus");
}

#[test]
fn check() {
    replay("check", passgate_fuzz::check);
}

#[test]
fn policy() {
    replay("policy", passgate_fuzz::policy);
}

#[test]
fn identity() {
    replay("identity", passgate_fuzz::identity);
}
