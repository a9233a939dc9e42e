//! The log: one JSON object a line, with `time` and `level`.

use std::io::{BufRead as _, BufReader, Read, Write as _};
use std::thread::{self, JoinHandle};

use jiff::Timestamp;
use passgate_wire::Outcome;
use serde_json::{Map, Value, json};

/// A line of this program's own.
pub fn say(level: &str, event: &str, message: &str) {
    write(&json!({ "time": now(), "level": level, "event": event, "message": message }));
}

/// Passes on the lines of the runtime until it ends.
pub fn follow(stream: impl Read + Send + 'static, level: &'static str) -> JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else {
                return;
            };
            write(&dated(&String::from_utf8_lossy(&line), level, now()));
        }
    })
}

/// Adds `time` and `level`. A line that is not a JSON object becomes `message`.
fn dated(line: &str, level: &str, time: String) -> Value {
    let own = match serde_json::from_str(line) {
        Ok(Value::Object(members)) => members,
        _ => Map::from_iter([("message".to_owned(), Value::from(line))]),
    };
    let mut dated = Map::from_iter([
        ("time".to_owned(), Value::from(time)),
        ("level".to_owned(), Value::from(level_of(&own, level))),
    ]);
    dated.extend(own);
    Value::Object(dated)
}

/// The outcome decides the level; the stream only sets the default.
fn level_of<'a>(line: &Map<String, Value>, level: &'a str) -> &'a str {
    let outcome = line.get("outcome").and_then(Value::as_str).and_then(Outcome::from_name);
    match outcome {
        Some(Outcome::Misconfigured) => "error",
        Some(Outcome::Unknown | Outcome::NotSent) => "warn",
        _ => level,
    }
}

fn now() -> String {
    Timestamp::now().to_string()
}

/// Errors are ignored: a closed pipe must not stop the edge.
fn write(line: &Value) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_its_time_and_its_level() {
        let at = "2026-11-30T00:00:00Z";
        for (line, expected) in [
            (
                r#"{"request_id":"r","outcome":"done"}"#,
                json!({ "time": at, "level": "info", "request_id": "r", "outcome": "done" }),
            ),
            (
                r#"{"outcome":"misconfigured"}"#,
                json!({ "time": at, "level": "error", "outcome": "misconfigured" }),
            ),
            ("workerd: no JSON", json!({ "time": at, "level": "info", "message": "workerd: no JSON" })),
            ("[1]", json!({ "time": at, "level": "info", "message": "[1]" })),
        ] {
            assert_eq!(dated(line, "info", at.to_owned()), expected);
        }
    }
}
