//! Calls the Worker's API like a back end.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use passgate_stack::Credential;
use serde_json::{Value, json};

/// A product, with its token route.
#[derive(Clone, Copy)]
pub enum Product {
    /// A JSON request; `tenant_access_token` in the answer.
    Feishu,
    /// Basic authentication and a form; `access_token` in the answer.
    Eiam,
}

impl Product {
    /// The name in the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Feishu => "feishu",
            Self::Eiam => "eiam",
        }
    }
}

/// A client of one Worker.
pub struct EdgeApi {
    base: String,
    agent: ureq::Agent,
}

impl EdgeApi {
    /// The Worker with that base URL.
    pub fn new(base: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(10)))
            .proxy(None)
            .build()
            .into();
        Self { base: base.to_owned(), agent }
    }

    /// Exchanges the client's id and secret in the vendor's own format.
    pub fn client_token(&self, product: Product, client: &Credential) -> Result<String> {
        let (answer, field) = match product {
            Product::Feishu => {
                let path = "/open-apis/auth/v3/tenant_access_token/internal";
                let body = json!({ "app_id": client.id, "app_secret": client.secret });
                (self.agent.post(self.address(path)).send_json(body), "tenant_access_token")
            }
            Product::Eiam => {
                let basic = base64(&format!("{}:{}", client.id, client.secret));
                let request = self
                    .agent
                    .post(self.address("/api/v2/tenant/token"))
                    .header("authorization", format!("Basic {basic}"));
                (request.send_form([("grant_type", "client_credentials")]), "access_token")
            }
        };
        let answer = body("the token", answer)?;
        let token = answer.get(field).and_then(Value::as_str);
        token.map(str::to_owned).context("the Worker gave no token to its own demo client")
    }

    /// Mints one ticket and returns its link.
    pub fn mint(&self, token: &str, ticket: &Value) -> Result<String> {
        let request =
            self.agent.post(self.address("/v1/tickets")).header("authorization", format!("Bearer {token}"));
        let answer = body("a ticket", request.send_json(ticket))?;
        let link = answer.get("link").and_then(Value::as_str);
        link.map(str::to_owned).context("the Worker minted a ticket without a link")
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }
}

/// The JSON of a 2xx answer.
fn body(what: &str, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Value> {
    let mut answer = answer.with_context(|| format!("could not ask for {what}"))?;
    let status = answer.status();
    let text = answer.body_mut().read_to_string()?;
    if !status.is_success() {
        bail!("the Worker refused {what}: {status} {text}");
    }
    serde_json::from_str(&text).with_context(|| format!("the Worker's answer about {what}"))
}

/// Base64 as RFC 7617 requires.
fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}
