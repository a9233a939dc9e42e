//! `passgate doctor`: checks the vendors, the issuers, the webhooks and this machine. It changes nothing.

mod issuers;
mod machine;
mod vendors;
mod webhooks;

use std::path::Path;
use std::process::ExitCode;
use std::time::SystemTime;

use anyhow::Result;
use passgate_worker::base::fields::Wrong;
use serde::Serialize;
use serde_json::json;

use crate::args::Format;
use crate::config::File;
use crate::http;

/// How far the clock may be off, in seconds: tokens of issuers are believed within a minute.
const CLOCK_SECONDS: u64 = 30;

/// The state of one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It works.
    Ok,
    /// It works, and something about it should change.
    Warning,
    /// It does not work.
    Failure,
}

/// What was found of one part.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The part, such as `products.eiam`.
    pub part: String,
    /// Its state.
    pub state: State,
    /// What was seen.
    pub seen: String,
    /// What to do; empty where nothing is.
    pub remedy: String,
}

impl Finding {
    /// A part that works.
    pub fn ok(part: impl Into<String>, seen: impl Into<String>) -> Self {
        Self { part: part.into(), state: State::Ok, seen: seen.into(), remedy: String::new() }
    }

    /// A part that works, and should change.
    pub fn warning(part: impl Into<String>, seen: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part: part.into(), state: State::Warning, seen: seen.into(), remedy: remedy.into() }
    }

    /// A part that does not work.
    pub fn failure(part: impl Into<String>, seen: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { part: part.into(), state: State::Failure, seen: seen.into(), remedy: remedy.into() }
    }
}

/// Prints a line for each part. Fails if one of them does not work.
pub fn run(path: &Path, format: Format) -> Result<ExitCode> {
    let file = File::read_at(path, Some(jiff::Timestamp::now()))?;
    let mut findings: Vec<Finding> = file
        .mistakes
        .iter()
        .map(|wrong| Finding::failure(&wrong.field, &wrong.problem, "correct the configuration"))
        .collect();
    let warnings = file.warnings.iter();
    findings.extend(
        warnings.map(|Wrong { field, problem }| Finding::warning(field, problem, "change the configuration")),
    );
    findings.extend(machine::look(&file.machine));
    if let Some(config) = &file.config {
        // A file that has no certificate is among the mistakes above.
        let agent = http::agent(&file.machine.trusted().unwrap_or_default());
        findings.extend(vendors::ask(config, &agent));
        findings.extend(issuers::ask(config, &agent));
        findings.extend(webhooks::ask(config, &agent));
    }
    let works = findings.iter().all(|finding| finding.state != State::Failure);
    print(&findings, works, format);
    Ok(if works { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print(findings: &[Finding], works: bool, format: Format) {
    if format == Format::Json {
        println!("{}", json!({ "ok": works, "findings": findings }));
        return;
    }
    for Finding { part, state, seen, remedy } in findings {
        let state = match state {
            State::Ok => "ok",
            State::Warning => "warning",
            State::Failure => "failure",
        };
        println!("{state:<8} {part}: {seen}");
        if !remedy.is_empty() {
            println!("         → {remedy}");
        }
    }
}

/// The clock of this machine beside the one of an answer (its `Date`), where it is off.
pub fn clock(part: &str, date: Option<&str>, now: SystemTime) -> Option<Finding> {
    let theirs = httpdate::parse_http_date(date?).ok()?;
    let (apart, way) = match now.duration_since(theirs) {
        Ok(ahead) => (ahead.as_secs(), "ahead of"),
        Err(behind) => (behind.duration().as_secs(), "behind"),
    };
    (apart > CLOCK_SECONDS).then(|| {
        Finding::failure(
            "clock",
            format!("this machine is {apart} s {way} {part}"),
            "set the clock by NTP: tickets, tokens and the day's limit depend on it",
        )
    })
}

/// A finding for a request without an answer, with the likely remedy.
pub fn unreachable(part: &str, url: &str, error: &ureq::Error) -> Finding {
    let seen = format!("{url} does not answer: {error}");
    let remedy = match error {
        ureq::Error::HostNotFound => "check the spelling of the host, and this machine's DNS",
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
            "if the host has a certificate of the company's own, name it in trusted_certificates"
        }
        ureq::Error::Timeout(_) => "check that the firewall lets this machine reach the host",
        _ => "check the address, and that the firewall lets this machine reach it",
    };
    Finding::failure(part, seen, remedy)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::*;

    #[test]
    fn a_clock_that_is_off_is_named_with_its_way() {
        let theirs = "Mon, 30 Nov 2026 12:00:00 GMT";
        let now = UNIX_EPOCH + Duration::from_secs(1_796_040_000);
        for (seconds, expected) in
            [(0_i64, None), (20, None), (-20, None), (90, Some("90 s ahead of")), (-90, Some("90 s behind"))]
        {
            let now = match u64::try_from(seconds) {
                Ok(ahead) => now + Duration::from_secs(ahead),
                Err(_) => now - Duration::from_secs(seconds.unsigned_abs()),
            };
            let found = clock("products.eiam", Some(theirs), now);
            assert_eq!(found.is_some(), expected.is_some(), "{seconds}");
            if let (Some(found), Some(expected)) = (found, expected) {
                assert!(found.seen.contains(expected), "{}", found.seen);
            }
        }
        assert!(clock("x", None, now).is_none() && clock("x", Some("yesterday"), now).is_none());
    }
}
