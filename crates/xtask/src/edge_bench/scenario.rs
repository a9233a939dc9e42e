//! The requests to each target: the edge, the plain pass-through, the vendor itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use base64::Engine as _;
use passgate_stack::{Credential, Stack};
use serde_json::{Value, json};

use super::load::{Ask, Plain};
use crate::dev::{EdgeApi, Product};

/// The number of accounts that are reset repeatedly, in rotation; each of the others is reset once. It
/// is higher than the number of connections, because an account serializes its resets, and low enough
/// for all objects to stay in memory on a slow machine.
const KNOWN: usize = 24;

/// One kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// A health check: only the runtime and the router.
    Health,
    /// The policy in force.
    Policy,
    /// A password that the policy refuses. The edge refuses it itself; the pass-through calls the
    /// vendor.
    Refused,
    /// The stored answer for a key that was used before: everything except the vendor call.
    Replay,
    /// A reset of an account that was reset before, with ledger and audit at the edge.
    Reset,
    /// The first reset of an account, which creates its object and its database.
    First,
}

impl Scenario {
    /// All scenarios: those that are compared, and those for the breakdown only.
    pub const ALL: [Self; 6] =
        [Self::Health, Self::Policy, Self::Refused, Self::Replay, Self::Reset, Self::First];

    /// The name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Policy => "policy read",
            Self::Refused => "refused password",
            Self::Replay => "replayed answer",
            Self::Reset => "full reset",
            Self::First => "an account's first reset",
        }
    }

    /// The HTTP status of the expected answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Refused => 400,
            _ => 200,
        }
    }

    /// Whether the scenario runs on that target.
    pub const fn is_asked_of(self, whom: Whom) -> bool {
        match whom {
            Whom::Edge | Whom::EdgeInMemory => true,
            Whom::Plain => self.compares(),
            Whom::SameWrites => matches!(self, Self::Reset),
            Whom::Vendor => matches!(self, Self::Refused | Self::Reset),
        }
    }

    /// Whether a pass-through has a comparable scenario.
    pub const fn compares(self) -> bool {
        !matches!(self, Self::Replay | Self::First)
    }
}

/// The target of the requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The Worker with its objects on disk.
    Edge,
    /// The Worker with its objects in memory, which shows the cost of its own work.
    EdgeInMemory,
    /// The plain pass-through on the same `workerd`.
    Plain,
    /// The same objects, writes and vendor call as at the edge, in plain JavaScript on the same `workerd`.
    SameWrites,
    /// The simulated vendor, directly.
    Vendor,
}

/// The credentials, and the accounts that are reset in rotation.
pub struct Scenarios {
    edge_token: String,
    vendor_token: String,
    accounts: Arc<Vec<String>>,
    /// The next account of those that are reset once.
    unused: Arc<AtomicUsize>,
}

impl Scenarios {
    /// The scenarios for that stack.
    pub fn of(stack: &Stack) -> Result<Self> {
        let edge_token = EdgeApi::new(stack.base()).client_token(Product::Eiam, &stack.clients().eiam)?;
        let (id, secret) = stack.simulator().client();
        let vendor_token = vendor_token(stack, &Credential { id: id.to_owned(), secret: secret.to_owned() })?;
        let users = stack.simulator().get("/_sim/users")?;
        let users =
            users.get("users").and_then(Value::as_array).context("the simulator lists no accounts")?;
        let numbered = users.iter().filter(|user| {
            user.get("username").and_then(Value::as_str).is_some_and(|name| name.starts_with("user"))
        });
        let accounts: Vec<String> =
            numbered.filter_map(|user| user.pointer("/eiam/user_id")?.as_str().map(str::to_owned)).collect();
        Ok(Self {
            edge_token,
            vendor_token,
            accounts: Arc::new(accounts),
            unused: Arc::new(AtomicUsize::new(KNOWN)),
        })
    }

    /// The requests of a scenario, by their number.
    pub fn ask(&self, scenario: Scenario, whom: Whom) -> Ask {
        let token = if matches!(whom, Whom::Edge | Whom::EdgeInMemory) {
            self.edge_token.clone()
        } else {
            self.vendor_token.clone()
        };
        let accounts = Arc::clone(&self.accounts);
        let unused = Arc::clone(&self.unused);
        Arc::new(move |number| {
            let known = accounts.iter().take(KNOWN).cycle();
            let nth = usize::try_from(number).unwrap_or(0).checked_rem(KNOWN).unwrap_or(0);
            let known = known.skip(nth).map(String::as_str).next().unwrap_or("");
            Some(match scenario {
                Scenario::Health => get("/healthz"),
                Scenario::Policy => get("/v1/policies/eiam"),
                Scenario::Refused => change(known, "abcdefgh", &token, None),
                Scenario::Replay => {
                    change(known_first(&accounts), "Replay*4", &token, Some("the-same-key-again-and-again"))
                }
                Scenario::Reset => change(known, &password(number), &token, None),
                Scenario::First => {
                    let account = accounts.get(unused.fetch_add(1, Ordering::Relaxed))?;
                    change(account, &password(number), &token, None)
                }
            })
        })
    }
}

fn known_first(accounts: &[String]) -> &str {
    accounts.first().map_or("", String::as_str)
}

/// A password that no account had before, and that every policy accepts.
fn password(number: u64) -> String {
    let letters: String = format!("{number:08}")
        .chars()
        .flat_map(|digit| {
            let letter =
                digit.to_digit(10).and_then(|digit| char::from_u32(u32::from('f').saturating_add(digit)));
            [letter.unwrap_or('q'), digit]
        })
        .collect();
    format!("Q{letters}*")
}

fn get(path: &str) -> Plain {
    Plain { method: "GET", path: path.to_owned(), headers: Vec::new(), body: String::new() }
}

fn change(user_id: &str, password: &str, token: &str, key: Option<&str>) -> Plain {
    let mut headers =
        vec![("Authorization", format!("Bearer {token}")), ("Content-Type", "application/json".to_owned())];
    headers.extend(key.map(|key| ("Idempotency-Key", key.to_owned())));
    Plain {
        method: "PUT",
        path: format!("/api/v2/tenant/users/{user_id}/change-password"),
        headers,
        body: json!({ "password": password }).to_string(),
    }
}

/// The vendor's own token, which a caller of the plain pass-through must have.
fn vendor_token(stack: &Stack, client: &Credential) -> Result<String> {
    let pair = format!("{}:{}", client.id, client.secret);
    let basic = base64::engine::general_purpose::STANDARD.encode(pair);
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
    let mut answer = agent
        .post(format!("{}/api/v2/tenant/token", stack.simulator().base()))
        .header("Authorization", format!("Basic {basic}"))
        .send_form([("grant_type", "client_credentials")])?;
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string()?)?;
    answer.get("access_token").and_then(Value::as_str).map(str::to_owned).context("the vendor gave no token")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_differ_and_repeat_no_character_in_a_row() {
        assert_eq!(password(0), "Qf0f0f0f0f0f0f0f0*");
        assert_ne!(password(1), password(2));
        assert!(password(99_999_999).len() <= 18);
    }
}
