//! Calling the edge as a client, a person, an operator or a ticket's holder.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use passgate_stack::{Credential, Stack};
use passgate_wire::Outcome;
use serde_json::{Value, json};

use crate::dev::{EdgeApi, Product};

use super::attempt::{Act, By, Reported};

/// The client's timeout: longer than the edge may take for any answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The data of the stack that a thread needs; the chaos thread owns the stack itself.
pub struct Edge {
    base: String,
    simulator: String,
    audience: &'static str,
    clients: passgate_stack::Clients,
}

/// A request that can be repeated.
pub struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Option<Value>,
}

/// The answer to a request.
pub struct Answer {
    /// The result that it reports.
    pub told: Reported,
    /// Its outcome.
    pub outcome: Option<Outcome>,
}

impl Edge {
    /// The data of a stack.
    pub fn of(stack: &Stack) -> Self {
        Self {
            base: stack.base().to_owned(),
            simulator: stack.simulator().base(),
            audience: stack.audience(),
            clients: stack.clients().clone(),
        }
    }

    /// An HTTP client.
    pub fn agent() -> ureq::Agent {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .proxy(None)
            .build()
            .into()
    }

    /// The credential of that kind of caller for that account, with its headers.
    pub fn credential(
        &self,
        agent: &ureq::Agent,
        by: By,
        act: Act,
        user_id: &str,
    ) -> Result<Vec<(&'static str, String)>> {
        let bearer = |token: String| vec![("Authorization", format!("Bearer {token}"))];
        Ok(match by {
            By::Client => bearer(self.client_token(act, self.client(act))?),
            By::Person => bearer(self.id_token(agent, user_id, &json!({}))?),
            By::Operator => {
                bearer(self.id_token(agent, user_id, &json!({ "roles": ["password-operator"] }))?)
            }
            By::Holder => {
                let minter = self.client_token(act, &self.clients.tickets)?;
                let mut headers = bearer(self.ticket(agent, &minter, act, user_id)?);
                headers.push(("Passgate-Browser", browser()));
                headers
            }
        })
    }

    /// The call in the vendor's format.
    pub fn call(
        act: Act,
        user_id: &str,
        password: Option<&str>,
        mut headers: Vec<(&'static str, String)>,
        key: Option<String>,
    ) -> Call {
        headers.extend(key.map(|key| ("Idempotency-Key", key)));
        let (method, path, body) = match act {
            Act::Reset => (
                "POST",
                "/open-apis/admin/v1/password/reset?user_id_type=open_id".to_owned(),
                Some(json!({ "password": { "ent_email_password": password }, "user_id": user_id })),
            ),
            Act::Change => (
                "PUT",
                format!("/api/v2/tenant/users/{user_id}/change-password"),
                Some(json!({ "password": password })),
            ),
            Act::Rest => ("PUT", format!("/api/v2/tenant/users/{user_id}/rest-password?send_mode=SMS"), None),
        };
        Call { method, path, headers, body }
    }

    /// Makes the call.
    pub fn make(&self, agent: &ureq::Agent, call: &Call) -> Result<Answer> {
        let mut answer = request(
            agent,
            call.method,
            &format!("{}{}", self.base, call.path),
            &call.headers,
            call.body.as_ref(),
        )?;
        let status = answer.status().as_u16();
        let text = answer.body_mut().read_to_string()?;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        let outcome = body.get("outcome").and_then(Value::as_str).and_then(Outcome::from_name);
        Ok(Answer { told: Reported::of(outcome, status), outcome })
    }

    const fn client(&self, act: Act) -> &Credential {
        match act {
            Act::Reset => &self.clients.feishu,
            Act::Change | Act::Rest => &self.clients.eiam,
        }
    }

    fn client_token(&self, act: Act, client: &Credential) -> Result<String> {
        let product = if matches!(act, Act::Reset) { Product::Feishu } else { Product::Eiam };
        EdgeApi::new(&self.base).client_token(product, client)
    }

    fn id_token(&self, agent: &ureq::Agent, user_id: &str, claims: &Value) -> Result<String> {
        let body = json!({ "user": user_id, "audience": self.audience, "expires_in": 900, "claims": claims });
        let issued = json_of(request(
            agent,
            "POST",
            &format!("{}/_sim/id-tokens", self.simulator),
            &[],
            Some(&body),
        )?)?;
        text(&issued, "id_token")
    }

    fn ticket(&self, agent: &ureq::Agent, token: &str, act: Act, user_id: &str) -> Result<String> {
        let mut body = json!({
            "product": act.vendor(),
            "action": match act { Act::Reset => "reset", Act::Change => "change-password", Act::Rest => "rest-password" },
            "user_id": user_id,
        });
        if matches!(act, Act::Reset)
            && let Some(body) = body.as_object_mut()
        {
            body.insert("user_id_type".to_owned(), "open_id".into());
        }
        let headers = [("Authorization", format!("Bearer {token}"))];
        let minted =
            json_of(request(agent, "POST", &format!("{}/v1/tickets", self.base), &headers, Some(&body))?)?;
        text(&minted, "ticket")
    }
}

/// The key that the form makes once per browser: 256 random bits in base64url. The last character has
/// two unused bits, which are zero.
fn browser() -> String {
    (0..42).map(|_| fastrand::alphanumeric()).chain(['A']).collect()
}

fn request(
    agent: &ureq::Agent,
    method: &str,
    address: &str,
    headers: &[(&'static str, String)],
    body: Option<&Value>,
) -> Result<ureq::http::Response<ureq::Body>> {
    let mut request = ureq::http::Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    Ok(match body {
        Some(body) => {
            agent.run(request.header("Content-Type", "application/json").body(body.to_string())?)?
        }
        None => agent.run(request.body(())?)?,
    })
}

fn json_of(mut answer: ureq::http::Response<ureq::Body>) -> Result<Value> {
    let status = answer.status();
    let text = answer.body_mut().read_to_string()?;
    if !status.is_success() {
        bail!("answered {status}");
    }
    serde_json::from_str(&text).context("not JSON")
}

fn text(value: &Value, name: &str) -> Result<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned).with_context(|| format!("there is no {name}"))
}
