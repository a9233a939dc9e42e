//! The answers of the guard in the Worker's entry module, generated from the types of the Worker's
//! other answers.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use passgate_worker::http::guard;
use serde_json::Value;

/// `worker/guard_answers.mjs`.
pub fn answers() -> Result<Vec<u8>> {
    let mut text =
        "// The answers of worker/src/http/guard.rs; written by `cargo xtask codegen`.\n".to_owned();
    let answers = guard::answers();
    let answers: &serde_json::Map<String, Value> =
        answers.as_object().context("the answers are an object")?;
    for (name, value) in answers {
        writeln!(text, "\nexport const {name} = {};", serde_json::to_string_pretty(value)?)?;
    }
    Ok(text.into_bytes())
}
