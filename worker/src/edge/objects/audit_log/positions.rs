//! How far each webhook has received the log, on disk.

use serde::Deserialize;
use worker::Result;

use crate::config::Webhook;
use crate::edge::objects::audit_log::store::AuditStore;
use crate::edge::platform::sql::number;
use crate::metrics::WebhookStatus;
use crate::push::Logged;

/// The maximum number of rows in one page, and so in one message.
const PAGE_ROWS: u64 = 64;

/// The position of a webhook.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Position {
    /// The last row that it has received.
    pub sent: u64,
    /// The number of consecutive failures since then.
    pub failures: u32,
    /// When the next delivery may be tried, in milliseconds since 1970.
    pub due_at_ms: u64,
    /// How many links expired before it received them.
    pub expired_links: u64,
}

/// The next rows of a webhook.
pub struct Due {
    /// The rows.
    pub rows: Vec<Logged>,
    /// The number of the last one.
    pub last: u64,
}

impl AuditStore {
    /// Gives each new webhook a position: the end of the log.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn admit(&self, webhooks: &[Webhook]) -> Result<()> {
        for webhook in webhooks {
            if self.position(&webhook.name)?.is_none() {
                self.sql.run(
                    "INSERT INTO webhook (name, sent, failures, due_at_ms)
                     SELECT ?, COALESCE(MAX(seq), 0), 0, 0 FROM entry",
                    vec![webhook.name.as_str().into()],
                )?;
            }
        }
        Ok(())
    }

    /// The position of a webhook; `None` if it has none yet.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn position(&self, name: &str) -> Result<Option<Position>> {
        let query = "SELECT sent, failures, due_at_ms, expired_links FROM webhook WHERE name = ?";
        self.sql.first(query, vec![name.into()])
    }

    /// Stores the last row that a webhook has received, and removes the links up to it.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn sent(&self, name: &str, up_to: u64) -> Result<()> {
        let query = "UPDATE webhook SET sent = ?, failures = 0, due_at_ms = 0 WHERE name = ?";
        self.sql.run(query, vec![number(up_to), name.into()])?;
        self.forget_links(name, up_to)
    }

    /// Goes past the row of a link that has expired. The receiver has not answered, so its failures remain.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn expired(&self, name: &str, up_to: u64) -> Result<()> {
        let query = "UPDATE webhook SET sent = ?, expired_links = expired_links + 1 WHERE name = ?";
        self.sql.run(query, vec![number(up_to), name.into()])?;
        self.forget_links(name, up_to)
    }

    /// Goes past rows that a webhook is not sent.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn passed(&self, name: &str, up_to: u64) -> Result<()> {
        self.sql.run("UPDATE webhook SET sent = ? WHERE name = ?", vec![number(up_to), name.into()])
    }

    /// Stores a failure, and when the delivery may be tried again.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn failed(&self, name: &str, failures: u32, due_at_ms: u64) -> Result<()> {
        let query = "UPDATE webhook SET failures = ?, due_at_ms = ? WHERE name = ?";
        self.sql.run(query, vec![number(failures.into()), number(due_at_ms), name.into()])
    }

    /// The rows that this webhook has not received, up to a page; `None` if there are none.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn due(&self, name: &str, sent: u64) -> Result<Option<Due>> {
        let rows = self.sql.rows::<Next>(
            "SELECT seq, line, written_at_ms,
                (SELECT before.written_at_ms FROM entry AS before WHERE before.seq = entry.seq - 1) AS before_at_ms,
                (SELECT link.sealed FROM link WHERE link.webhook = ? AND link.seq = entry.seq) AS link
             FROM entry WHERE seq > ? ORDER BY seq LIMIT ?",
            vec![name.into(), number(sent), number(PAGE_ROWS)],
        )?;
        let Some(last) = rows.last().map(|row| row.seq) else {
            return Ok(None);
        };
        let logged = |row: Next| Logged {
            line: row.line,
            written_at_ms: row.written_at_ms,
            before_at_ms: row.before_at_ms,
            // A link that cannot be read is as good as none.
            link: row.link.and_then(|link| serde_json::from_slice(link.as_bytes()).ok()),
        };
        Ok(Some(Due { rows: rows.into_iter().map(logged).collect(), last }))
    }

    /// How far each webhook is behind the end of the log.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn webhooks(&self, webhooks: &[Webhook], rows: u64, now_ms: u64) -> Result<Vec<WebhookStatus>> {
        let mut all = Vec::new();
        for webhook in webhooks {
            let Some(position) = self.position(&webhook.name)? else { continue };
            let query = "SELECT written_at_ms FROM entry WHERE seq = ?";
            let first = self.sql.first::<Waiting>(query, vec![number(position.sent.saturating_add(1))])?;
            all.push(WebhookStatus {
                name: webhook.name.clone(),
                rows: rows.saturating_sub(position.sent),
                lag_ms: first.map_or(0, |row| now_ms.saturating_sub(row.written_at_ms)),
                failures: position.failures.into(),
                expired_links: webhook.is_sent_links().then_some(position.expired_links),
            });
        }
        Ok(all)
    }
}

#[derive(Deserialize)]
struct Next {
    seq: u64,
    line: String,
    written_at_ms: u64,
    before_at_ms: Option<u64>,
    link: Option<String>,
}

#[derive(Deserialize)]
struct Waiting {
    written_at_ms: u64,
}
