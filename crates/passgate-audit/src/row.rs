//! A row, the hash chain, and the head at the end of the log.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::hash::{Hash, Hasher};

/// One line of the log: an event with its sequence number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// The sequence number; the first is 1.
    pub seq: u64,
    /// The event of the row.
    pub event: Event,
    /// The hash of the row before; for the first row, the initial hash of the log.
    pub prev: Hash,
    /// The hash of this row, `prev` included.
    pub hash: Hash,
}

/// The end of the log. Without it a truncated log would look complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// The name of the log: the product.
    pub log: String,
    /// The number of rows.
    pub rows: u64,
    /// The hash of the last row; for an empty log, the initial hash of the log.
    pub head: Hash,
    /// When the head was written, in milliseconds since 1970.
    pub at_ms: u64,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A row.
    Row(Box<Row>),
    /// The end of the log.
    Head(Head),
}

impl Hash {
    /// The initial hash of a log, which its first row continues. It differs for each log.
    pub fn of_log(log: &str) -> Self {
        let mut hasher = Hasher::new("passgate audit log 1");
        hasher.text(log);
        hasher.finish()
    }
}

impl Row {
    /// The row of this event with this sequence number.
    pub fn follow(prev: Hash, seq: u64, event: Event) -> Self {
        let hash = hash_of(prev, seq, &event);
        Self { seq, event, prev, hash }
    }

    /// Whether the hash matches the content of the row.
    pub fn holds(&self) -> bool {
        self.hash == hash_of(self.prev, self.seq, &self.event)
    }

    /// The line of the log, without a line break.
    ///
    /// # Errors
    /// When the row cannot be serialized as JSON, which its types rule out.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// Hashes every member of an event, in an order that must never change. A new member needs a new
/// purpose, which applies only to rows that have the member.
fn hash_of(prev: Hash, seq: u64, event: &Event) -> Hash {
    let mut hasher = Hasher::new("passgate audit row 1");
    hasher.bytes(prev.bytes());
    hasher.number(seq);
    hasher.text(&event.id);
    hasher.number(event.at_ms);
    hasher.text(event.kind.name());
    hasher.text(&event.request_id);
    hasher.text(&event.actor);
    hasher.text(&event.product);
    hasher.optional(event.account.as_deref());
    hasher.optional(event.action.as_deref());
    hasher.optional(event.outcome.as_deref());
    hasher.optional(event.detail.as_deref());
    hasher.finish()
}

impl Line {
    /// Reads a line: `None` when it is neither a row nor a head.
    pub fn parse(text: &str) -> Option<Self> {
        // From bytes, because the parser for text would add a second copy of serde_json's reader to the
        // module.
        let bytes = text.as_bytes();
        serde_json::from_slice(bytes)
            .map(|row| Self::Row(Box::new(row)))
            .or_else(|_| serde_json::from_slice(bytes).map(Self::Head))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Kind;

    fn event() -> Event {
        Event::new(Kind::Outcome, "eiam", "r1", "client:hr", 1_700_000_000_000)
            .account("tag")
            .action("change-password")
            .outcome("refused")
            .detail("password PWD.0007")
    }

    #[test]
    fn a_line_round_trips() {
        let row = Row::follow(Hash::of_log("eiam"), 1, event());
        assert_eq!(Line::parse(&row.line().unwrap()), Some(Line::Row(Box::new(row))));
        assert_eq!(Line::parse("{}"), None);
        assert_eq!(Line::parse(""), None);
    }

    #[test]
    fn the_encoding_never_changes() {
        // A log may be verified years later, so this encoding must never change. The expected value was
        // computed independently, with Python's hashlib.
        let row = Row::follow(Hash::of_log("eiam"), 1, event());
        assert_eq!(row.prev.to_string(), LOG);
        assert_eq!(row.hash.to_string(), ROW);
    }

    const LOG: &str = "5eebf5992b4b2a5a1b02d01b5ab4d9376fe5af60339278ff7b49e9e1888df661";
    const ROW: &str = "8960f653a922d55e081042b532dbe7d56a976d12a88cc39cd85a62ec1cc9ff7b";

    #[test]
    fn the_hash_covers_every_member() {
        let row = Row::follow(Hash::of_log("eiam"), 7, event());
        assert!(row.holds());
        let changes: [fn(&mut Row); 12] = [
            |row| row.seq = 8,
            |row| row.prev = Hash::of_log("feishu"),
            |row| row.event.id.push('x'),
            |row| row.event.at_ms = 1,
            |row| row.event.kind = Kind::Intent,
            |row| row.event.request_id.push('x'),
            |row| row.event.actor.push('x'),
            |row| row.event.product.push('x'),
            |row| row.event.account = None,
            |row| row.event.action = None,
            |row| row.event.outcome = Some("done".to_owned()),
            |row| row.event.detail = None,
        ];
        for (place, change) in changes.iter().enumerate() {
            let mut changed = row.clone();
            change(&mut changed);
            assert!(!changed.holds(), "change {place}");
        }
    }

    #[test]
    fn an_unknown_member_is_rejected() {
        let line = Row::follow(Hash::of_log("eiam"), 1, event()).line().unwrap();
        let more = line.replacen("\"seq\":1", "\"seq\":1,\"note\":\"x\"", 1);
        assert_eq!(Line::parse(&more), None);
        let within = line.replacen("\"kind\"", "\"note\":\"x\",\"kind\"", 1);
        assert_eq!(Line::parse(&within), None);
        let twice = line.replacen("\"seq\":1", "\"seq\":1,\"seq\":1", 1);
        assert_eq!(Line::parse(&twice), None);
    }
}
