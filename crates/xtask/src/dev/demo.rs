//! The data that a person or a script needs to use a running stack.

use anyhow::{Context, Result};
use passgate_stack::{Clients, Stack};
use serde_json::{Value, json};

use crate::dev::edge_api::{EdgeApi, Product};

/// The lifetime of the operator's token, in seconds: the maximum age of a sign-in for a role.
const OPERATOR_SECONDS: u32 = 15 * 60;

/// The person of the vendors' own examples gets the first link.
const FIRST: &str = "wangxiaoming";

/// Links, credentials and accounts of a running stack.
pub struct Demo {
    /// The Worker's base URL.
    pub base: String,
    /// The simulator's base URL.
    pub simulator: String,
    /// Links to the Feishu form, each for a different account.
    pub feishu: Vec<String>,
    /// Links to the EIAM form, each for a different account.
    pub eiam: Vec<String>,
    /// The demo clients.
    pub clients: Clients,
    /// An OIDC token of an operator, who may mint tickets for EIAM accounts.
    pub operator_token: String,
    /// The first additional origin whose pages may call the Worker, if there is one.
    pub allowed_origin: Value,
    /// The simulated accounts, as the simulator lists them.
    pub accounts: Vec<Value>,
}

impl Demo {
    /// Mints that many links per product with the Worker's own API.
    pub fn prepare(stack: &Stack, links: usize) -> Result<Self> {
        let accounts = accounts(stack)?;
        let minter = &stack.clients().tickets;
        let api = EdgeApi::new(stack.base());
        let mint = |product: Product| -> Result<Vec<String>> {
            let token = api.client_token(product, minter)?;
            let tickets = accounts.iter().filter_map(|account| ticket(product, account)).take(links);
            tickets.map(|ticket| api.mint(&token, &ticket)).collect()
        };
        Ok(Self {
            base: stack.base().to_owned(),
            simulator: stack.simulator().base(),
            feishu: mint(Product::Feishu)?,
            eiam: mint(Product::Eiam)?,
            clients: stack.clients().clone(),
            operator_token: operator_token(stack, &accounts)?,
            allowed_origin: stack.config().pointer("/allowed_origins/0").cloned().unwrap_or_default(),
            accounts,
        })
    }

    /// The line of `--json`.
    pub fn to_json(&self) -> Value {
        let client = |credential: &passgate_stack::Credential| json!({ "id": credential.id, "secret": credential.secret });
        json!({
            "base": self.base,
            "links": { "feishu": self.feishu, "eiam": self.eiam },
            "clients": {
                "feishu": client(&self.clients.feishu),
                "eiam": client(&self.clients.eiam),
                "tickets": client(&self.clients.tickets),
                "metrics": client(&self.clients.metrics),
            },
            "operator_token": self.operator_token,
            "allowed_origin": self.allowed_origin,
            "accounts": self.accounts,
            "simulator": self.simulator,
        })
    }
}

fn accounts(stack: &Stack) -> Result<Vec<Value>> {
    let answer = stack.simulator().get("/_sim/users")?;
    let users = answer.get("users").and_then(Value::as_array);
    let mut users = users.cloned().context("the simulator lists no accounts")?;
    users.sort_by_key(|user| user.get("username").and_then(Value::as_str) != Some(FIRST));
    Ok(users)
}

/// The mint request for an account of the product whose reset can succeed.
fn ticket(product: Product, account: &Value) -> Option<Value> {
    let vendor = account.get(product.name()).filter(|vendor| vendor.is_object())?;
    let mut ticket = match product {
        Product::Feishu => {
            // Feishu resets a password only if the e-mail is the enterprise mailbox too, the account is
            // in the app's range, and it belongs to the app's tenant.
            let usable = vendor.get("enterprise_email").and_then(Value::as_str) == Some("same")
                && account.get("email").is_some_and(Value::is_string)
                && vendor.get("in_range").and_then(Value::as_bool) == Some(true)
                && vendor.get("other_tenant").and_then(Value::as_bool) == Some(false);
            if !usable {
                return None;
            }
            json!({
                "product": "feishu",
                "action": "reset",
                "user_id": vendor.get("open_id")?,
                "user_id_type": "open_id",
            })
        }
        Product::Eiam => json!({
            "product": "eiam",
            "action": "change-password",
            "user_id": vendor.get("user_id")?,
        }),
    };
    ticket.as_object_mut()?.insert("identity".to_owned(), identity(account));
    Some(ticket)
}

/// The identity that the live check of that person needs.
fn identity(account: &Value) -> Value {
    let list = |name: &str| -> Vec<&Value> {
        account.get(name).filter(|value| value.is_string()).into_iter().collect()
    };
    json!({
        "username": account.get("username"),
        "name": account.get("name"),
        "phones": list("phone"),
        "emails": list("email"),
    })
}

fn operator_token(stack: &Stack, accounts: &[Value]) -> Result<String> {
    let operator = accounts.first().and_then(|account| account.get("username"));
    let answer = stack.simulator().post(
        "/_sim/id-tokens",
        &json!({
            "user": operator.context("the simulator has no accounts")?,
            "audience": stack.audience(),
            "expires_in": OPERATOR_SECONDS,
            "claims": { "roles": ["password-operator"] },
        }),
    )?;
    let token = answer.get("id_token").and_then(Value::as_str);
    token.map(str::to_owned).context("the simulator issued no ID token")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Value {
        json!({
            "username": "wangxiaoming", "name": "王小明", "phone": null, "email": "w@example.com",
            "feishu": { "open_id": "ou_1", "enterprise_email": "same", "in_range": true, "other_tenant": false },
            "eiam": { "user_id": "2020-1" },
        })
    }

    #[test]
    fn a_ticket_names_the_account_and_what_its_check_needs() {
        let ticket = ticket(Product::Eiam, &account()).unwrap();
        assert_eq!(ticket["user_id"], "2020-1");
        assert_eq!(
            ticket["identity"],
            json!({ "username": "wangxiaoming", "name": "王小明", "phones": [], "emails": ["w@example.com"] }),
        );
        assert_eq!(super::ticket(Product::Feishu, &account()).unwrap()["user_id_type"], "open_id");
    }

    #[test]
    fn an_account_whose_reset_cannot_succeed_gets_no_link() {
        for (field, value) in
            [("enterprise_email", json!("none")), ("in_range", json!(false)), ("other_tenant", json!(true))]
        {
            let mut account = account();
            account["feishu"][field] = value;
            assert_eq!(ticket(Product::Feishu, &account), None, "{field}");
        }
        let mut account = account();
        account["eiam"] = Value::Null;
        assert_eq!(ticket(Product::Eiam, &account), None);
    }
}
