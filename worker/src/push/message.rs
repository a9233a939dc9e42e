//! The messages that report the rows of an audit log.
//!
//! A body has the members `type`, `timestamp` and `data`, as the Standard Webhooks specification recommends.
//! The rows in it are the stored lines themselves, so a receiver can verify the hash chain.

use passgate_audit::{Kind, Line, Row};
use passgate_wire::Outcome;
use serde_json::json;

use crate::config::{Sends, WebhookEvent};

const DAY_MS: u64 = 24 * 60 * 60 * 1000;
/// How many hexadecimal digits of a row's hash are part of a message's id. After a log was removed and started
/// again, its numbers repeat and its hashes do not.
const HASH_DIGITS: usize = 16;

/// A row as the log stores it.
pub struct Logged {
    /// Its line.
    pub line: String,
    /// When it was written, in milliseconds since 1970.
    pub written_at_ms: u64,
    /// When the row before it was written, if there is one.
    pub before_at_ms: Option<u64>,
}

/// A message to a receiver.
#[derive(Debug, PartialEq, Eq)]
pub struct Message {
    /// The id: the same for a second delivery of the same content.
    pub id: String,
    /// The body.
    pub body: String,
    /// The last row that is reported once it has been received.
    pub up_to: u64,
}

/// The messages that report these rows, in order; none if the receiver is not sent such events. `date` writes
/// a time in milliseconds as RFC 3339.
pub fn messages(logged: &[Logged], sends: &Sends, date: impl Fn(u64) -> String) -> Vec<Message> {
    let rows = logged.iter().filter_map(|logged| match Line::parse(&logged.line) {
        Some(Line::Row(row)) => Some((logged, *row)),
        _ => None,
    });
    match sends {
        Sends::Rows => batch(rows, date).into_iter().collect(),
        Sends::Events(events) => rows
            .flat_map(|(logged, row)| {
                let occurred = [day_ended(logged), of_row(&row)].into_iter().flatten();
                let wanted: Vec<_> = occurred.filter(|event| events.contains(event)).collect();
                wanted.into_iter().map(|event| single(event, &logged.line, &row, &date)).collect::<Vec<_>>()
            })
            .collect(),
    }
}

/// One message with all rows.
fn batch<'l>(rows: impl Iterator<Item = (&'l Logged, Row)>, date: impl Fn(u64) -> String) -> Option<Message> {
    let (mut lines, mut first, mut last) = (Vec::new(), None, None);
    for (logged, row) in rows {
        lines.push(logged.line.as_str());
        first.get_or_insert(row.seq);
        last = Some(row);
    }
    let (first, last) = (first?, last?);
    let log = &last.event.product;
    let head = body_of(WebhookEvent::AuditRows, &date(last.event.at_ms));
    // The lines are JSON already.
    let body = format!(r#"{head}"data":{{"log":{},"rows":[{}]}}}}"#, json!(log), lines.join(","));
    Some(Message { id: format!("{log}-{first}-{}-{}", last.seq, digits(&last)), body, up_to: last.seq })
}

fn single(event: WebhookEvent, line: &str, row: &Row, date: &impl Fn(u64) -> String) -> Message {
    let log = &row.event.product;
    let head = body_of(event, &date(row.event.at_ms));
    let body = if event == WebhookEvent::AuditHead {
        let end = json!({ "log": log, "rows": row.seq.saturating_sub(1), "head": row.prev });
        format!(r#"{head}"data":{end}}}"#)
    } else {
        format!(r#"{head}"data":{line}}}"#)
    };
    // A full stop separates the id from the time in what is signed.
    let name = event.name().replace('.', "-");
    // The head precedes the row, which may be an event as well.
    let up_to = if event == WebhookEvent::AuditHead { row.seq.saturating_sub(1) } else { row.seq };
    Message { id: format!("{log}-{}-{name}-{}", row.seq, digits(row)), body, up_to }
}

fn body_of(event: WebhookEvent, timestamp: &str) -> String {
    format!(r#"{{"type":{},"timestamp":{},"#, json!(event.name()), json!(timestamp))
}

fn digits(row: &Row) -> String {
    row.hash.to_string().chars().take(HASH_DIGITS).collect()
}

/// The first row of a day reports the head that the log had at the end of an earlier day.
fn day_ended(logged: &Logged) -> Option<WebhookEvent> {
    let before = logged.before_at_ms?;
    (before / DAY_MS != logged.written_at_ms / DAY_MS).then_some(WebhookEvent::AuditHead)
}

fn of_row(row: &Row) -> Option<WebhookEvent> {
    match (row.event.kind, row.event.outcome.as_deref().and_then(Outcome::from_name)) {
        (Kind::TicketMinted, _) => Some(WebhookEvent::TicketMinted),
        (Kind::Outcome, Some(Outcome::Done)) => Some(WebhookEvent::PasswordChanged),
        (Kind::Outcome, Some(Outcome::Unknown)) => Some(WebhookEvent::OutcomeUnknown),
        // The edge refuses before an attempt begins, so this refusal is the vendor's.
        (Kind::Outcome, Some(Outcome::RefusedPassword)) => Some(WebhookEvent::Drift),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use passgate_audit::{Event, Hash};
    use serde_json::Value;

    use super::*;

    const NOON_MS: u64 = DAY_MS / 2;

    /// A log of these kinds and outcomes; the last row was written on the next day.
    fn log(of: &[(Kind, &str)]) -> Vec<Logged> {
        let (mut hash, mut before_at_ms, mut logged) = (Hash::of_log("eiam"), None, Vec::new());
        for (seq, (kind, outcome)) in (1..).zip(of) {
            let mut event = Event::new(*kind, "eiam", &format!("r{seq}"), "client:hr", NOON_MS);
            event.outcome = (!outcome.is_empty()).then(|| (*outcome).to_owned());
            let row = Row::follow(hash, seq, event);
            hash = row.hash;
            let is_last = usize::try_from(seq).unwrap() == of.len();
            let day_ms = if is_last { DAY_MS } else { 0 };
            let written_at_ms = [NOON_MS, seq, day_ms].into_iter().sum();
            logged.push(Logged { line: row.line().unwrap(), written_at_ms, before_at_ms });
            before_at_ms = Some(written_at_ms);
        }
        logged
    }

    fn every_kind() -> Vec<Logged> {
        log(&[
            (Kind::TicketMinted, ""),
            (Kind::TicketBound, ""),
            (Kind::Intent, ""),
            (Kind::Outcome, "refused-password"),
            (Kind::BreachSearch, "refused-password"),
            (Kind::Outcome, "not-sent"),
            (Kind::Outcome, "unknown"),
            (Kind::LimitsReset, ""),
            (Kind::LimitAdopted, ""),
            (Kind::Outcome, "done"),
        ])
    }

    fn date(ms: u64) -> String {
        format!("at {ms}")
    }

    fn sent(sends: &Sends) -> Vec<(String, u64, Value)> {
        let read = |message: Message| {
            let body: Value = serde_json::from_str(&message.body).unwrap();
            assert_eq!(body["timestamp"], format!("at {NOON_MS}"));
            assert!(!message.id.contains('.'), "{}", message.id);
            (body["type"].as_str().unwrap().to_owned(), message.up_to, body["data"].clone())
        };
        messages(&every_kind(), sends, date).into_iter().map(read).collect()
    }

    #[test]
    fn a_batch_contains_the_lines_of_the_log() {
        let [(kind, up_to, data)] = &sent(&Sends::Rows)[..] else { panic!("one message") };
        assert_eq!((kind.as_str(), *up_to, &data["log"]), ("audit.rows", 10, &json!("eiam")));
        let lines: Vec<Value> =
            every_kind().iter().map(|logged| serde_json::from_str(&logged.line).unwrap()).collect();
        assert_eq!(data["rows"], json!(lines));
        assert_eq!(messages(&[], &Sends::Rows, date), []);
    }

    #[test]
    fn each_event_is_one_message_in_the_order_of_the_log() {
        let all = sent(&Sends::Events(WebhookEvent::ALL.to_vec()));
        let of: Vec<(&str, u64)> = all.iter().map(|(kind, up_to, _)| (kind.as_str(), *up_to)).collect();
        let expected = [
            ("ticket.minted", 1),
            ("drift", 4),
            ("outcome.unknown", 7),
            ("audit.head", 9),
            ("password.changed", 10),
        ];
        assert_eq!(of, expected);
        let rows = every_kind();
        let last: Value = serde_json::from_str(&rows[9].line).unwrap();
        assert_eq!(all[4].2, last);
        // The head is the number of rows before the first one of the day, and their last hash.
        assert_eq!(all[3].2, json!({ "log": "eiam", "rows": 9, "head": last["prev"] }));
        let one = sent(&Sends::Events(vec![WebhookEvent::Drift]));
        assert_eq!(one.iter().map(|(_, up_to, _)| *up_to).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn an_id_is_that_of_the_content() {
        let rows = every_kind();
        let id = |rows: &[Logged], sends: &Sends| messages(rows, sends, date).remove(0).id;
        assert_eq!(id(&rows, &Sends::Rows), id(&every_kind(), &Sends::Rows));
        assert_ne!(id(&rows, &Sends::Rows), id(&rows[..9], &Sends::Rows));
        assert_ne!(id(&rows, &Sends::Rows), id(&rows[1..], &Sends::Rows));
        let other = log(&[(Kind::Intent, ""), (Kind::Outcome, "done")]);
        let done = Sends::Events(vec![WebhookEvent::PasswordChanged]);
        assert_ne!(id(&rows[9..], &done), id(&other, &done));
        let ids: Vec<String> = messages(&rows, &Sends::Events(WebhookEvent::ALL.to_vec()), date)
            .into_iter()
            .map(|m| m.id)
            .collect();
        assert!(ids[3].starts_with("eiam-10-audit-head-") && ids[4].starts_with("eiam-10-password-changed-"));
    }
}
