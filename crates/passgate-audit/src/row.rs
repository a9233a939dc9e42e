//! A row, the chain it is a link of, and the head that ends the log.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::hash::{Hash, Hasher};

/// One line of the log: an event in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Its place: the first is 1.
    pub seq: u64,
    /// What happened.
    pub event: Event,
    /// The hash of the row before; of the first, the log's own.
    pub prev: Hash,
    /// The hash of this row, `prev` included.
    pub hash: Hash,
}

/// The log's end: without it a log whose last rows were cut off would look whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Whose log it is: the product.
    pub log: String,
    /// How many rows there are.
    pub rows: u64,
    /// The hash of the last one; of an empty log, the log's own.
    pub head: Hash,
    /// When this was said, in milliseconds since 1970.
    pub at_ms: u64,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A row.
    Row(Box<Row>),
    /// The end.
    Head(Head),
}

impl Hash {
    /// What the first row of that log follows: no row of another log can.
    pub fn of_log(log: &str) -> Self {
        let mut hasher = Hasher::new("passgate audit log 1");
        hasher.text(log);
        hasher.finish()
    }
}

impl Row {
    /// The row of that event in its place.
    pub fn follow(prev: Hash, seq: u64, event: Event) -> Self {
        let hash = hash_of(prev, seq, &event);
        Self { seq, event, prev, hash }
    }

    /// Whether its hash is that of what it says.
    pub fn holds(&self) -> bool {
        self.hash == hash_of(self.prev, self.seq, &self.event)
    }

    /// The line of the log, without its end.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which its types rule out.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }
}

/// Every member of an event, in an order that is never changed. A member that is added later
/// comes with another purpose, and only for rows that have it.
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
        // From bytes: serde_json's reader of text is a second copy of its reader of bytes.
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
    fn a_line_leads_back() {
        let row = Row::follow(Hash::of_log("eiam"), 1, event());
        assert_eq!(Line::parse(&row.line().unwrap()), Some(Line::Row(Box::new(row))));
        assert_eq!(Line::parse("{}"), None);
        assert_eq!(Line::parse(""), None);
    }

    #[test]
    fn the_encoding_is_what_it_was() {
        // A log is verified years later: what these bytes are is fixed for good. Computed apart,
        // with Python's hashlib.
        let row = Row::follow(Hash::of_log("eiam"), 1, event());
        assert_eq!(row.prev.to_string(), LOG);
        assert_eq!(row.hash.to_string(), ROW);
    }

    const LOG: &str = "5eebf5992b4b2a5a1b02d01b5ab4d9376fe5af60339278ff7b49e9e1888df661";
    const ROW: &str = "8960f653a922d55e081042b532dbe7d56a976d12a88cc39cd85a62ec1cc9ff7b";

    #[test]
    fn every_member_counts() {
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
    fn a_member_nobody_hashed_is_not_read() {
        let line = Row::follow(Hash::of_log("eiam"), 1, event()).line().unwrap();
        let more = line.replacen("\"seq\":1", "\"seq\":1,\"note\":\"x\"", 1);
        assert_eq!(Line::parse(&more), None);
        let within = line.replacen("\"kind\"", "\"note\":\"x\",\"kind\"", 1);
        assert_eq!(Line::parse(&within), None);
        let twice = line.replacen("\"seq\":1", "\"seq\":1,\"seq\":1", 1);
        assert_eq!(Line::parse(&twice), None);
    }
}
