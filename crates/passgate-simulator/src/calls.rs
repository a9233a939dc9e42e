//! The log of calls: which call, when, and its result. It never contains a password, a token or a
//! secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::clock::{Moment, rfc3339};

/// The calls of the vendors, by the names that faults and counters use.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) enum CallName {
    #[serde(rename = "feishu.token")]
    FeishuToken,
    #[serde(rename = "feishu.oauth-token")]
    FeishuOauthToken,
    #[serde(rename = "feishu.reset")]
    FeishuReset,
    #[serde(rename = "eiam.token")]
    EiamToken,
    #[serde(rename = "eiam.change-password")]
    EiamChangePassword,
    #[serde(rename = "eiam.rest-password")]
    EiamRestPassword,
    #[serde(rename = "eiam.discovery")]
    EiamDiscovery,
    #[serde(rename = "eiam.keys")]
    EiamKeys,
    #[serde(rename = "breaches.range")]
    BreachesRange,
}

impl CallName {
    pub(crate) fn is_feishu(self) -> bool {
        matches!(self, Self::FeishuToken | Self::FeishuOauthToken | Self::FeishuReset)
    }

    /// Whether the call needs a token, which may be stale.
    pub(crate) fn takes_token(self) -> bool {
        matches!(self, Self::FeishuReset | Self::EiamChangePassword | Self::EiamRestPassword)
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::FeishuToken => "feishu.token",
            Self::FeishuOauthToken => "feishu.oauth-token",
            Self::FeishuReset => "feishu.reset",
            Self::EiamToken => "eiam.token",
            Self::EiamChangePassword => "eiam.change-password",
            Self::EiamRestPassword => "eiam.rest-password",
            Self::EiamDiscovery => "eiam.discovery",
            Self::EiamKeys => "eiam.keys",
            Self::BreachesRange => "breaches.range",
        }
    }
}

/// Longer than every id on the pages; longer texts are cut. In characters.
const LONGEST_TEXT: usize = 200;

/// The log's data of a call, apart from its answer.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Facts {
    /// The app or the client, once its credentials or its token were accepted.
    pub(crate) client: Option<String>,
    pub(crate) user_id: Option<String>,
    pub(crate) user_id_type: Option<String>,
    pub(crate) send_mode: Option<String>,
    /// The vendor's code, as text: `"0"`, `"1050022"`, `"PWD.0002"`, `"invalid_token"`.
    pub(crate) code: Option<String>,
    /// When the vendor's rate limit admitted the call: the time that the limit counted.
    pub(crate) admitted_at_ms: Option<Moment>,
    /// For a range search: everything after `/range/`, and whether padding was requested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) range: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) padding: Option<bool>,
    /// Whether a password was changed (or a token, a document or a range returned).
    pub(crate) executed: bool,
}

impl Facts {
    /// The data, cut to a length that is suitable for a log.
    pub(crate) fn for_the_log(&self) -> Self {
        let cut = |text: &String| text.chars().take(LONGEST_TEXT).collect();
        Self {
            user_id: self.user_id.as_ref().map(cut),
            user_id_type: self.user_id_type.as_ref().map(cut),
            send_mode: self.send_mode.as_ref().map(cut),
            range: self.range.as_ref().map(cut),
            ..self.clone()
        }
    }
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct Entry {
    pub(crate) sequence: u64,
    pub(crate) call: CallName,
    pub(crate) at: String,
    pub(crate) at_ms: Moment,
    /// `null` until there is an answer; it stays `null` when there is none.
    pub(crate) status: Option<u16>,
    #[serde(flatten)]
    pub(crate) facts: Facts,
    pub(crate) fault: Option<&'static str>,
}

/// The number of arrived and of executed calls with one name.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(crate) struct Counts {
    pub(crate) arrived: u64,
    pub(crate) executed: u64,
}

#[derive(Clone, Default)]
pub(crate) struct CallLog {
    last: u64,
    entries: BTreeMap<u64, Entry>,
}

impl CallLog {
    /// Records the arrival of a call and returns its number.
    pub(crate) fn arrive(&mut self, call: CallName, now: Moment) -> u64 {
        self.last = self.last.saturating_add(1);
        self.entries.insert(
            self.last,
            Entry {
                sequence: self.last,
                call,
                at: rfc3339(now),
                at_ms: now,
                status: None,
                facts: Facts::default(),
                fault: None,
            },
        );
        self.last
    }

    /// The entry of a call, unless the log was cleared in the meantime.
    pub(crate) fn entry_mut(&mut self, sequence: u64) -> Option<&mut Entry> {
        self.entries.get_mut(&sequence)
    }

    /// The entries after a number, of one call or of all calls.
    pub(crate) fn entries(&self, call: Option<CallName>, after: u64) -> Vec<&Entry> {
        self.entries
            .values()
            .filter(|entry| entry.sequence > after)
            .filter(|entry| call.is_none_or(|call| entry.call == call))
            .collect()
    }

    pub(crate) fn counts(&self) -> BTreeMap<CallName, Counts> {
        let mut counts: BTreeMap<CallName, Counts> = BTreeMap::new();
        for entry in self.entries.values() {
            let count = counts.entry(entry.call).or_default();
            count.arrived = count.arrived.saturating_add(1);
            count.executed = count.executed.saturating_add(u64::from(entry.facts.executed));
        }
        counts
    }

    /// Clears the log. The numbering continues.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}
