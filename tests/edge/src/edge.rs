//! A running stack with a client.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use passgate_stack::{Build, Credential, Stack, StackOptions};
use serde_json::{Value, json};
use ureq::Agent;

use crate::ask::{Ask, Told};
use crate::documented;

/// The client's timeout: longer than the Worker may take for any answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A stack and a client of it.
pub struct Edge {
    stack: Stack,
    agent: Agent,
}

impl Edge {
    /// A stack with the default configuration.
    pub fn start() -> Self {
        Self::configured(&Value::Null)
    }

    /// A stack with a patched configuration (RFC 7396).
    pub fn configured(patch: &Value) -> Self {
        Self::try_start(patch, &[]).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack with the production Worker and a patched configuration (RFC 7396).
    pub fn shipping(patch: &Value) -> Self {
        let options = StackOptions { build: Build::Shipping, ..options(patch, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack whose gates do not limit rates, for tests of one call at a time.
    pub fn unshaped() -> Self {
        Self::configured(&json!({ "products": {
            "feishu": {
                "breaker": "off",
                "rate": { "vendor_per_second": 1000, "per_second": 900, "burst": 50 },
            },
            "eiam": { "breaker": "off" },
        } }))
    }

    /// A configured stack with some of the secrets given, whose start may fail.
    ///
    /// # Errors
    /// Why it does not start, with the end of the log.
    pub fn try_start(patch: &Value, secrets: &[(&str, &str)]) -> Result<Self, String> {
        Self::try_start_with(options(patch, secrets))
    }

    /// A stack with bindings to additional services on this machine: their names and addresses.
    pub fn with_services(patch: &Value, services: &[(&str, &str)]) -> Self {
        let mut options = options(patch, &[]);
        options.services = services.iter().map(|(name, at)| ((*name).to_owned(), (*at).to_owned())).collect();
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack with these webhooks, each at a bound service: their names and addresses. `HOOK` is the secret of
    /// [`Receiver`](crate::Receiver).
    pub fn with_webhooks(webhooks: &Value, services: &[(&str, &str)]) -> Self {
        Self::patched_with_webhooks(&Value::Null, &[], webhooks, services)
    }

    /// The same with a patched configuration (RFC 7396) and some of the secrets given.
    pub fn patched_with_webhooks(
        patch: &Value,
        secrets: &[(&str, &str)],
        webhooks: &Value,
        services: &[(&str, &str)],
    ) -> Self {
        let mut patch = patch.clone();
        patch["webhooks"] = webhooks.clone();
        let mut options = options(&patch, &[secrets, &[("HOOK", crate::WEBHOOK_SECRET)]].concat());
        options.services = services.iter().map(|(name, at)| ((*name).to_owned(), (*at).to_owned())).collect();
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack whose Worker has its configuration bound as JSON and not as text.
    pub fn configured_by_json(patch: &Value) -> Self {
        let options = StackOptions { is_config_json: true, ..options(patch, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A default stack that also serves the playground.
    pub fn with_examples() -> Self {
        let options = StackOptions { serves_examples: true, ..options(&Value::Null, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack of Lark and OneAccess.
    pub fn of_siblings() -> Self {
        let options = StackOptions { are_siblings: true, ..options(&Value::Null, &[]) };
        let edge = Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"));
        edge.vendor_policy("eiam", &json!({ "answers": { "exact_content_type": true } }));
        edge
    }

    /// A default stack with that many numbered accounts, in addition to the named ones.
    pub fn with_people(many: usize) -> Self {
        let options = StackOptions { numbered_users: many, ..options(&Value::Null, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A default stack whose Worker has this limit of open files and connections.
    pub fn with_open_files(most: u64) -> Self {
        let options = StackOptions { open_files: Some(most), ..options(&Value::Null, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A default stack whose V8 has this flag.
    pub fn with_v8_flag(flag: &str) -> Self {
        let options = StackOptions { v8_flags: vec![flag.to_owned()], ..options(&Value::Null, &[]) };
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    /// A stack with these options.
    pub fn with_options(options: StackOptions) -> Self {
        Self::try_start_with(options).unwrap_or_else(|error| panic!("{error}"))
    }

    fn try_start_with(options: StackOptions) -> Result<Self, String> {
        let stack = Stack::start(options).map_err(|error| error.to_string())?;
        Ok(Self { stack, agent: agent() })
    }

    /// The stack.
    pub fn stack(&self) -> &Stack {
        &self.stack
    }

    /// The stack, for killing and restarting its Worker.
    pub fn stack_mut(&mut self) -> &mut Stack {
        &mut self.stack
    }

    /// Sends a request to the Worker.
    pub fn ask(&self, ask: &Ask) -> Told {
        self.try_ask(ask).unwrap_or_else(|error| panic!("{} {}: {error}", ask.method, ask.path))
    }

    /// Sends a request to the Worker, which may be killed in the meantime.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn try_ask(&self, ask: &Ask) -> Result<Told, String> {
        let reply = self.agent.run(ask.request(self.stack.base()));
        let mut reply = reply.map_err(|error| error.to_string())?;
        let headers = reply
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let told = Told {
            status: reply.status().as_u16(),
            headers,
            text: reply.body_mut().read_to_string().map_err(|error| error.to_string())?,
        };
        told.require_security_headers();
        documented::require(ask, &told);
        Ok(told)
    }

    /// Sends all requests at the same time.
    pub fn ask_at_once(&self, asks: &[Ask]) -> Vec<Told> {
        let start = Barrier::new(asks.len());
        let ask = |ask: &Ask| {
            start.wait();
            self.ask(ask)
        };
        thread::scope(|scope| {
            let asked: Vec<_> = asks.iter().map(|one| scope.spawn(|| ask(one))).collect();
            asked.into_iter().map(|told| told.join().unwrap()).collect()
        })
    }

    /// Moves the Worker's clock ahead of the machine's. Running timers do not become shorter.
    pub fn move_clock(&self, ahead: Duration) {
        let told = self.ask(&Ask::post(&format!("/__test/ahead.{}", ahead.as_millis())));
        assert_eq!(told.status, 200, "{}", told.text);
    }

    /// Sends exactly these bytes to the Worker and reads the answer to its end.
    pub fn speak(&self, request: &str) -> String {
        let mut socket = self.connect();
        socket.write_all(request.as_bytes()).unwrap();
        socket.shutdown(Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // A connection that is reset after the answer still has an answer.
        let _ = socket.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Sends a request and disconnects before the answer.
    pub fn hang_up_after(&self, ask: &Ask, patience: Duration) {
        let mut socket = self.connect();
        let mut request = format!("{} {} HTTP/1.1\r\nHost: x\r\n", ask.method, ask.path).into_bytes();
        for (name, value) in &ask.headers {
            request.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        request.extend_from_slice(format!("Content-Length: {}\r\n\r\n", ask.body.len()).as_bytes());
        request.extend_from_slice(&ask.body);
        socket.write_all(&request).unwrap();
        std::thread::sleep(patience);
        socket.shutdown(Shutdown::Both).unwrap();
    }

    fn connect(&self) -> TcpStream {
        let address = self.stack.base().trim_start_matches("http://");
        TcpStream::connect(address).unwrap()
    }

    /// A client token of the Feishu route.
    pub fn feishu_token(&self, client: &Credential) -> String {
        let body = json!({ "app_id": client.id, "app_secret": client.secret });
        let told = self.ask(&Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&body));
        told.json()["tenant_access_token"]
            .as_str()
            .unwrap_or_else(|| panic!("no token: {}", told.text))
            .to_owned()
    }

    /// A client token of the EIAM route.
    pub fn eiam_token(&self, client: &Credential) -> String {
        let told = self.ask(&Self::eiam_exchange(&client.id, &client.secret));
        told.json()["access_token"].as_str().unwrap_or_else(|| panic!("no token: {}", told.text)).to_owned()
    }

    /// A token request as on EIAM's page.
    pub fn eiam_exchange(id: &str, secret: &str) -> Ask {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        Ask::post("/api/v2/tenant/token")
            .header("Authorization", &format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .raw("grant_type=client_credentials")
    }

    /// A reset as on Feishu's page.
    pub fn reset(credential: &str, user_id: &str, password: &str) -> Ask {
        Ask::post("/open-apis/admin/v1/password/reset?user_id_type=user_id")
            .bearer(credential)
            .json(&json!({ "password": { "ent_email_password": password }, "user_id": user_id }))
    }

    /// A change as on EIAM's page.
    pub fn change(credential: &str, user_id: &str, password: &str) -> Ask {
        Ask::put(&format!("/api/v2/tenant/users/{user_id}/change-password"))
            .bearer(credential)
            .json(&json!({ "password": password }))
    }

    /// A reset by the vendor as on EIAM's page.
    pub fn rest(credential: &str, user_id: &str, send_mode: &str) -> Ask {
        Ask::put(&format!("/api/v2/tenant/users/{user_id}/rest-password?send_mode={send_mode}"))
            .bearer(credential)
    }

    /// A mint request for a change of that account's EIAM password.
    pub fn change_ticket(user_id: &str) -> Value {
        json!({ "product": "eiam", "action": "change-password", "user_id": user_id })
    }

    /// A ticket for this request, minted by the demo client for tickets.
    pub fn ticket(&self, request: &Value) -> String {
        let token = if request["product"] == "feishu" {
            self.feishu_token(&self.stack.clients().tickets)
        } else {
            self.eiam_token(&self.stack.clients().tickets)
        };
        let told = self.ask(&Ask::post("/v1/tickets").bearer(&token).json(request));
        assert_eq!(told.status, 201, "{}", told.text);
        told.json()["ticket"].as_str().unwrap().to_owned()
    }

    /// The ticket's own data, as `GET /v1/tickets/self` returns it to the holder.
    pub fn shown(&self, ticket: &str) -> Told {
        self.ask(&Ask::get("/v1/tickets/self").bearer(ticket))
    }
}

fn options(patch: &Value, secrets: &[(&str, &str)]) -> StackOptions {
    StackOptions {
        name: "edge".to_owned(),
        build: Build::ForTests,
        // The build of another checkout may be tested.
        root: std::env::var_os("PASSGATE_CHECKOUT").map(Into::into),
        config: patch.clone(),
        secrets: secrets.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ..StackOptions::default()
    }
}

fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(PATIENCE))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .build()
        .into()
}
