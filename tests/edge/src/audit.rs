//! Reads the audit log like an operator.

use std::thread;
use std::time::{Duration, Instant};

use passgate_audit::{Event, Kind, Line, Report, Row, Verifier};

use crate::ask::{Ask, Told};
use crate::credentials::IdToken;
use crate::edge::Edge;

/// Longer than an account waits before it delivers an event again.
const PATIENCE: Duration = Duration::from_secs(20);

impl Edge {
    /// The whole log of the product, in pages, as an exported file contains it.
    pub fn audit_log(&self, product: &str) -> String {
        let auditor = IdToken::of(self, "lvmeili").auditor().issue(self);
        let (mut text, mut path) = (String::new(), format!("/v1/audit?product={product}"));
        loop {
            let told = self.audit(&auditor, &path);
            assert_eq!(told.status, 200, "{}", told.text);
            text.push_str(&told.text);
            let link = told.header("Link");
            if link.is_empty() {
                return text;
            }
            link.split_once('>').unwrap().0.trim_start_matches('<').clone_into(&mut path);
        }
    }

    /// One page of the log.
    pub fn audit(&self, credential: &str, path: &str) -> Told {
        self.ask(&Ask::get(path).bearer(credential))
    }

    /// The events of one account, found by its id (for Feishu its `user_id`).
    pub fn audited_of(&self, product: &str, user_id: &str) -> Vec<Event> {
        let auditor = IdToken::of(self, "lvmeili").auditor().issue(self);
        let id_type = if product == "feishu" { "&user_id_type=user_id" } else { "" };
        let told = self.audit(&auditor, &format!("/v1/audit?product={product}&user_id={user_id}{id_type}"));
        assert_eq!(told.status, 200, "{}", told.text);
        rows(&told.text).into_iter().map(|row| row.event).collect()
    }

    /// The events of one account, once they are complete: an account delivers events after the answer,
    /// and again after some ten seconds if the log did not accept them.
    pub fn audited_once(
        &self,
        product: &str,
        user_id: &str,
        enough: impl Fn(&[Event]) -> bool,
    ) -> Vec<Event> {
        let start = Instant::now();
        loop {
            let events = self.audited_of(product, user_id);
            if enough(&events) || start.elapsed() > PATIENCE {
                return events;
            }
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The events of the whole log.
    pub fn audited(&self, product: &str) -> Vec<Event> {
        rows(&self.audit_log(product)).into_iter().map(|row| row.event).collect()
    }
}

/// The rows of a log.
pub fn rows(log: &str) -> Vec<Row> {
    let row = |line| match Line::parse(line) {
        Some(Line::Row(row)) => Some(*row),
        Some(Line::Head(_)) => None,
        None => panic!("not a line of a log: {line}"),
    };
    log.lines().filter_map(row).collect()
}

/// The longest time of an attempt from its intent to its outcome, by the Worker's own clock.
pub fn longest_attempt(events: &[Event]) -> Duration {
    let took_ms = |outcome: &Event| {
        let intent =
            events.iter().find(|event| event.kind == Kind::Intent && event.request_id == outcome.request_id);
        outcome.at_ms - intent.unwrap_or_else(|| panic!("no intent of {outcome:?}")).at_ms
    };
    let outcomes = events.iter().filter(|event| event.kind == Kind::Outcome);
    Duration::from_millis(outcomes.map(took_ms).max().unwrap_or_default())
}

/// The verifier's report on a log.
pub fn verified(log: &str) -> Report {
    let mut verifier = Verifier::default();
    log.lines().for_each(|line| verifier.line(line));
    verifier.finish()
}
