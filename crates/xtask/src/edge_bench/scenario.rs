//! What is asked of each of the three: the edge, the plain pass-through, the vendor itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::{Context, Result};
use base64::Engine as _;
use passgate_stack::{Credential, Stack};
use serde_json::{Value, json};

use super::load::{Ask, Plain};
use crate::dev::{EdgeApi, Product};

/// So many accounts are reset in turn, again and again; each of the others once. More than there
/// are connections, for an account takes turns; few enough to stay in memory on a slow machine.
const KNOWN: usize = 24;

/// One kind of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Whether it is up: the runtime and the router, nothing else.
    Health,
    /// The policy in force.
    Policy,
    /// A password the policy refuses. The edge refuses it itself; the pass-through asks the vendor.
    Refused,
    /// The stored answer to a key that was used before: everything but the vendor.
    Replay,
    /// A reset, with ledger and audit at the edge, of an account that was reset before.
    Reset,
    /// The first reset of an account: its object and its database are made.
    First,
}

impl Scenario {
    /// What is compared, and what only says where the time goes.
    pub const ALL: [Self; 6] =
        [Self::Health, Self::Policy, Self::Refused, Self::Replay, Self::Reset, Self::First];

    /// As the report writes it.
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

    /// The status of a good answer.
    pub const fn status(self) -> u16 {
        match self {
            Self::Refused => 400,
            _ => 200,
        }
    }

    /// Whether it is asked of that one.
    pub const fn is_asked_of(self, whom: Whom) -> bool {
        match whom {
            Whom::Edge | Whom::EdgeInMemory => true,
            Whom::Plain => self.compares(),
            Whom::Vendor => matches!(self, Self::Refused | Self::Reset),
        }
    }

    /// Whether a pass-through has something like it.
    pub const fn compares(self) -> bool {
        !matches!(self, Self::Replay | Self::First)
    }
}

/// Who is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whom {
    /// The Worker, its objects on disk.
    Edge,
    /// The Worker, its objects in memory: what its own work costs.
    EdgeInMemory,
    /// The plain pass-through on the same `workerd`.
    Plain,
    /// The simulated vendor, directly.
    Vendor,
}

/// The credentials, and the accounts that are reset in turn.
pub struct Scenarios {
    edge_token: String,
    vendor_token: String,
    accounts: Arc<Vec<String>>,
    /// The first account that has not been reset yet, of those that are reset once.
    unused: Arc<AtomicUsize>,
}

impl Scenarios {
    /// For that stack.
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

/// One that no account had before, and that every policy takes.
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

/// The vendor's own token, which whoever calls through a plain pass-through must hold.
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
