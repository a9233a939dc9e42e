//! The messages that report the rows of an audit log.
//!
//! A body has the members `type`, `timestamp` and `data`, as the Standard Webhooks specification recommends.
//! The rows in it are the stored lines themselves, so a receiver can verify the hash chain.

use passgate_audit::{Kind, Line, Row};
use passgate_core::Secret;
use passgate_wire::Outcome;
use serde_json::json;
use zeroize::Zeroizing;

use crate::base::keys::Keys;
use crate::callers::delivery::SealedLink;
use crate::callers::ticket;
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
    /// The minted link, if it waits for delivery to this receiver.
    pub link: Option<SealedLink>,
}

/// A message to a receiver.
#[derive(Debug)]
pub struct Message {
    /// The id: the same for a second delivery of the same content.
    pub id: String,
    /// What it says.
    pub content: Content,
    /// The last row that is reported once it has been received.
    pub up_to: u64,
}

/// What a message says.
#[derive(Debug)]
pub enum Content {
    /// This body.
    Rows(String),
    /// This body with a link, which must not be printed.
    Link {
        /// The body.
        body: Secret,
        /// When the link expires, in milliseconds since 1970.
        expires_at_ms: u64,
    },
    /// Nothing: the link was not kept for this receiver, or was removed when it expired.
    LinkIsGone,
}

impl Content {
    /// The body to send at this time; `None` if there is no valid link for it.
    pub fn body(&self, now_ms: u64) -> Option<&str> {
        match self {
            Self::Rows(body) => Some(body),
            Self::Link { body, expires_at_ms } => {
                ticket::is_good(*expires_at_ms, now_ms).then(|| body.expose())
            }
            Self::LinkIsGone => None,
        }
    }
}

/// The messages that report these rows, in order; none if the receiver is not sent such events. `date` writes
/// a time in milliseconds as RFC 3339.
pub fn messages(logged: &[Logged], sends: &Sends, keys: &Keys, date: impl Fn(u64) -> String) -> Vec<Message> {
    let rows = logged.iter().filter_map(|logged| match Line::parse(&logged.line) {
        Some(Line::Row(row)) => Some((logged, *row)),
        _ => None,
    });
    match sends {
        Sends::Rows => batch(rows, date).into_iter().collect(),
        Sends::Events { of, with_links } => rows
            .flat_map(|(logged, row)| {
                let occurred = [day_ended(logged), of_row(&row)].into_iter().flatten();
                let wanted: Vec<_> = occurred.filter(|event| of.contains(event)).collect();
                let message = |event| {
                    let head = body_of(event, &date(row.event.at_ms));
                    let content = match event {
                        WebhookEvent::TicketMinted if *with_links => of_link(&head, logged, &row, keys),
                        _ => Content::Rows(body_of_row(&head, event, &logged.line, &row)),
                    };
                    single(event, content, &row)
                };
                wanted.into_iter().map(message).collect::<Vec<_>>()
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
    let id = format!("{log}-{first}-{}-{}", last.seq, digits(&last));
    Some(Message { id, content: Content::Rows(body), up_to: last.seq })
}

fn body_of_row(head: &str, event: WebhookEvent, line: &str, row: &Row) -> String {
    if event == WebhookEvent::AuditHead {
        let end = json!({ "log": row.event.product, "rows": row.seq.saturating_sub(1), "head": row.prev });
        return format!(r#"{head}"data":{end}}}"#);
    }
    format!(r#"{head}"data":{line}}}"#)
}

/// The row of a minted ticket, with the members of the delivery beside its own.
fn of_link(head: &str, logged: &Logged, row: &Row, keys: &Keys) -> Content {
    // The row names the ticket: a link of another row is not sent with it.
    let of_this_ticket = |link: &&SealedLink| row.event.detail.as_deref() == Some(link.reference().as_str());
    let Some(link) = logged.link.as_ref().filter(of_this_ticket) else { return Content::LinkIsGone };
    let (Some(delivery), Some(members)) = (link.open(keys), logged.line.strip_suffix('}')) else {
        return Content::LinkIsGone;
    };
    // Both are JSON objects with members.
    let Some(more) = delivery.expose().strip_prefix('{') else { return Content::LinkIsGone };
    // Allocated once: a buffer that grows would leave a copy in memory.
    let body = Zeroizing::new([head, r#""data":"#, members, ",", more, "}"].concat());
    Content::Link { body: body.into(), expires_at_ms: link.expires_at_ms }
}

fn single(event: WebhookEvent, content: Content, row: &Row) -> Message {
    let log = &row.event.product;
    // A full stop separates the id from the time in what is signed.
    let name = event.name().replace('.', "-");
    // The head precedes the row, which may be an event as well.
    let up_to = if event == WebhookEvent::AuditHead { row.seq.saturating_sub(1) } else { row.seq };
    Message { id: format!("{log}-{}-{name}-{}", row.seq, digits(row)), content, up_to }
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
    use passgate_core::Product;
    use passgate_wire::Action;
    use serde_json::Value;

    use super::*;
    use crate::callers::account::Account;
    use crate::callers::delivery::Delivery;

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
            logged.push(Logged { line: row.line().unwrap(), written_at_ms, before_at_ms, link: None });
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

    fn keys() -> Keys {
        Keys::derive(&Secret::new("0123456789abcdef0123456789abcdef"))
    }

    fn events(of: &[WebhookEvent], with_links: bool) -> Sends {
        Sends::Events { of: of.to_vec(), with_links }
    }

    fn sent(sends: &Sends) -> Vec<(String, u64, Value)> {
        let read = |message: Message| {
            let body: Value = serde_json::from_str(message.content.body(NOON_MS).unwrap()).unwrap();
            assert_eq!(body["timestamp"], format!("at {NOON_MS}"));
            assert!(!message.id.contains('.'), "{}", message.id);
            (body["type"].as_str().unwrap().to_owned(), message.up_to, body["data"].clone())
        };
        messages(&every_kind(), sends, &keys(), date).into_iter().map(read).collect()
    }

    #[test]
    fn a_batch_contains_the_lines_of_the_log() {
        let [(kind, up_to, data)] = &sent(&Sends::Rows)[..] else { panic!("one message") };
        assert_eq!((kind.as_str(), *up_to, &data["log"]), ("audit.rows", 10, &json!("eiam")));
        let lines: Vec<Value> =
            every_kind().iter().map(|logged| serde_json::from_str(&logged.line).unwrap()).collect();
        assert_eq!(data["rows"], json!(lines));
        assert!(messages(&[], &Sends::Rows, &keys(), date).is_empty());
    }

    #[test]
    fn each_event_is_one_message_in_the_order_of_the_log() {
        let all = sent(&events(&WebhookEvent::ALL, false));
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
        let one = sent(&events(&[WebhookEvent::Drift], false));
        assert_eq!(one.iter().map(|(_, up_to, _)| *up_to).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn an_id_is_that_of_the_content() {
        let rows = every_kind();
        let id = |rows: &[Logged], sends: &Sends| messages(rows, sends, &keys(), date).remove(0).id;
        assert_eq!(id(&rows, &Sends::Rows), id(&every_kind(), &Sends::Rows));
        assert_ne!(id(&rows, &Sends::Rows), id(&rows[..9], &Sends::Rows));
        assert_ne!(id(&rows, &Sends::Rows), id(&rows[1..], &Sends::Rows));
        let other = log(&[(Kind::Intent, ""), (Kind::Outcome, "done")]);
        let done = events(&[WebhookEvent::PasswordChanged], false);
        assert_ne!(id(&rows[9..], &done), id(&other, &done));
        let ids: Vec<String> = messages(&rows, &events(&WebhookEvent::ALL, false), &keys(), date)
            .into_iter()
            .map(|m| m.id)
            .collect();
        assert!(ids[3].starts_with("eiam-10-audit-head-") && ids[4].starts_with("eiam-10-password-changed-"));
    }

    const LINK: &str = "https://reset.example.com/eiam/#rt1.AAAAAAAAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBB";

    /// The row of a ticket with this hash, and the link of one with that hash.
    fn minted(of_row: [u8; 32], of_link: Option<[u8; 32]>, expires_at_ms: u64) -> Logged {
        let event = Event::new(Kind::TicketMinted, "eiam", "r1", "client:hr", NOON_MS)
            .detail(&ticket::reference(&of_row));
        let line = Row::follow(Hash::of_log("eiam"), 1, event).line().unwrap();
        let account = Account { product: Product::Eiam, user_id: "20220801".to_owned(), user_id_type: None };
        let link = of_link.map(|hash| {
            let delivery = Delivery::new(LINK, &account, Action::ChangePassword, date(expires_at_ms));
            SealedLink::seal(&delivery, hash, expires_at_ms, &keys()).unwrap()
        });
        Logged { line, written_at_ms: NOON_MS, before_at_ms: None, link }
    }

    #[test]
    fn only_a_receiver_that_asks_for_links_gets_one() {
        let expires_at_ms = NOON_MS + 600_000;
        let logged = [minted([7; 32], Some([7; 32]), expires_at_ms)];
        let of = [WebhookEvent::TicketMinted];
        let row: Value = serde_json::from_str(&logged[0].line).unwrap();
        for sends in [events(&of, false), Sends::Rows] {
            let message = messages(&logged, &sends, &keys(), date).remove(0);
            let body = message.content.body(NOON_MS).unwrap();
            assert!(!body.contains("rt1") && !body.contains("20220801"), "{body}");
        }
        let message = messages(&logged, &events(&of, true), &keys(), date).remove(0);
        let mut data = row;
        data["link"] = LINK.into();
        data["product"] = "eiam".into();
        data["action"] = "change-password".into();
        data["user_id"] = "20220801".into();
        data["expires_at"] = date(expires_at_ms).into();
        let body: Value = serde_json::from_str(message.content.body(NOON_MS).unwrap()).unwrap();
        assert_eq!(body, json!({ "type": "ticket.minted", "timestamp": date(NOON_MS), "data": data }));
        assert!(!format!("{message:?}").contains("rt1"));
    }

    #[test]
    fn a_link_is_sent_only_while_it_is_valid_and_with_its_own_row() {
        let expires_at_ms = NOON_MS + 600_000;
        let sends = events(&[WebhookEvent::TicketMinted], true);
        let body_at = |logged: &[Logged], keys: &Keys, now_ms| {
            let message = messages(logged, &sends, keys, date).remove(0);
            (message.up_to, message.content.body(now_ms).is_some())
        };
        let logged = [minted([7; 32], Some([7; 32]), expires_at_ms)];
        for (now_ms, is_sent) in [
            (NOON_MS, true),
            (expires_at_ms - 1, true),
            (expires_at_ms, false),
            // The clock was set back: nothing is valid for longer than a ticket's longest lifetime.
            (NOON_MS - DAY_MS / 4, false),
        ] {
            assert_eq!(body_at(&logged, &keys(), now_ms), (1, is_sent), "{now_ms}");
        }
        let of_another_edge = Keys::derive(&Secret::new("another key of 32 characters or so"));
        assert_eq!(body_at(&logged, &of_another_edge, NOON_MS), (1, false));
        for link in [None, Some([8; 32])] {
            assert_eq!(body_at(&[minted([7; 32], link, expires_at_ms)], &keys(), NOON_MS), (1, false));
        }
    }
}
