//! The encrypted links that wait for delivery to a webhook, on disk.
//!
//! They are not part of the log, whose rows never change. Each webhook has its own copy, which is removed with
//! its position, or when the link has expired.

use serde::Deserialize;
use worker::Result;

use crate::base::moment;
use crate::callers::ticket::{self, MAX_LIFETIME_MS};
use crate::config::Webhook;
use crate::edge::messages::audit_log::MintedLink;
use crate::edge::objects::audit_log::store::AuditStore;
use crate::edge::platform::sql::number;

impl AuditStore {
    /// Stores the links of appended events for each webhook that delivers links and has not yet passed the
    /// event's row.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn keep_links(&self, links: &[MintedLink], webhooks: &[Webhook], now_ms: u64) -> Result<()> {
        let links = links.iter().filter(|minted| ticket::is_good(minted.link.expires_at_ms, now_ms));
        for MintedLink { event, link } in links {
            for webhook in webhooks.iter().filter(|webhook| webhook.is_sent_links()) {
                self.sql.run(
                    "INSERT OR IGNORE INTO link SELECT webhook.name, entry.seq, ?3, ?4 FROM webhook, entry
                     WHERE webhook.name = ?1 AND entry.id = ?2 AND entry.seq > webhook.sent",
                    vec![
                        webhook.name.as_str().into(),
                        event.as_str().into(),
                        serde_json::to_string(link)?.into(),
                        number(link.expires_at_ms),
                    ],
                )?;
            }
        }
        Ok(())
    }

    /// Removes the links of a webhook up to this row.
    pub(super) fn forget_links(&self, webhook: &str, up_to: u64) -> Result<()> {
        self.sql.run("DELETE FROM link WHERE webhook = ? AND seq <= ?", vec![webhook.into(), number(up_to)])
    }

    /// Removes expired links, and links that expire later than any that could be minted now. Returns when the
    /// next one expires, in milliseconds since 1970.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn forget_expired_links(&self, now_ms: u64) -> Result<Option<u64>> {
        let latest_ms = now_ms.saturating_add(MAX_LIFETIME_MS).saturating_add(moment::SKEW_MS);
        self.sql.run(
            "DELETE FROM link WHERE expires_at_ms <= ? OR expires_at_ms > ?",
            vec![number(now_ms), number(latest_ms)],
        )?;
        let next = self.sql.first::<Next>("SELECT MIN(expires_at_ms) AS at_ms FROM link", vec![])?;
        Ok(next.and_then(|row| row.at_ms))
    }
}

#[derive(Deserialize)]
struct Next {
    at_ms: Option<u64>,
}
