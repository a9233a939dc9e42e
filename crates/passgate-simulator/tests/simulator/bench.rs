//! A simulator and a client of it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passgate_simulator::{Options, Simulator};
use serde_json::{Value, json};
use ureq::Agent;
use ureq::http::Request;

/// The account with the ids of the pages' examples.
pub const FEISHU_ID: &str = "abc123";
pub const EIAM_ID: &str = "20201028102749564-9082-DC8CD2722";

pub struct Bench {
    pub simulator: Simulator,
    pub options: Options,
    agent: Agent,
}

pub struct Got {
    pub status: u16,
    pub text: String,
    pub headers: ureq::http::HeaderMap,
}

impl Bench {
    pub fn start() -> Self {
        Self::with(Options::generated())
    }

    pub fn with(options: Options) -> Self {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .into();
        Self { simulator: Simulator::start(options.clone()).unwrap(), options, agent }
    }

    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Got {
        self.try_send(method, path, headers, body).unwrap()
    }

    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Result<Got, ureq::Error> {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.simulator.base()));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answered = if body.is_empty() {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.body(body.to_owned()).unwrap())
        };
        let mut response = answered?;
        Ok(Got {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            text: response.body_mut().with_config().limit(64 << 20).read_to_string()?,
        })
    }

    /// A request to the control API that must succeed.
    pub fn control(&self, method: &str, path: &str, body: Value) -> Value {
        let got = self.control_raw(method, path, body);
        assert!(got.status < 300, "{method} {path}: {}", got.text);
        got.json()
    }

    pub fn control_raw(&self, method: &str, path: &str, body: Value) -> Got {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        self.send(method, &format!("/_sim{path}"), &[("content-type", "application/json")], &body)
    }

    pub fn feishu_policy(&self, change: Value) {
        self.control("PATCH", "/policy/feishu", change);
    }

    pub fn eiam_policy(&self, change: Value) {
        self.control("PATCH", "/policy/eiam", change);
    }

    pub fn fault(&self, call: &str, fault: Value) {
        self.control("POST", "/faults", json!({"call": call, "fault": fault}));
    }

    /// The last logged call of this name.
    pub fn last_call(&self, call: &str) -> Value {
        let log = self.control("GET", &format!("/calls?call={call}"), Value::Null);
        log["entries"].as_array().unwrap().last().unwrap().clone()
    }

    pub fn matches(&self, vendor: &str, user: &str, password: &str) -> bool {
        let asked = json!({"vendor": vendor, "user": user, "password": password});
        self.control("POST", "/users/verify", asked)["matches"] == true
    }

    pub fn user(&self, username: &str) -> Value {
        let users = self.control("GET", "/users", Value::Null);
        users["users"].as_array().unwrap().iter().find(|user| user["username"] == username).unwrap().clone()
    }

    // Feishu.

    pub fn feishu_token_call(&self, app_id: &str, app_secret: &str) -> Got {
        let body = json!({"app_id": app_id, "app_secret": app_secret}).to_string();
        self.send(
            "POST",
            "/open-apis/auth/v3/tenant_access_token/internal",
            &[("content-type", "application/json; charset=utf-8")],
            &body,
        )
    }

    pub fn feishu_token(&self) -> String {
        let secret = self.options.app_secret.expose();
        let got = self.feishu_token_call(&self.options.app_id, secret);
        let token = got.json()["tenant_access_token"].clone();
        token.as_str().unwrap().to_owned()
    }

    /// Resets the password of the pages' example account.
    pub fn reset(&self, password: &str) -> Got {
        self.reset_of("user_id", FEISHU_ID, password)
    }

    pub fn reset_of(&self, user_id_type: &str, user_id: &str, password: &str) -> Got {
        let body = json!({"password": {"ent_email_password": password}, "user_id": user_id});
        let query = format!("?user_id_type={user_id_type}");
        self.reset_raw(&self.feishu_token(), &query, &body.to_string())
    }

    pub fn reset_raw(&self, token: &str, query: &str, body: &str) -> Got {
        self.send(
            "POST",
            &format!("/open-apis/admin/v1/password/reset{query}"),
            &[
                ("authorization", &format!("Bearer {token}")),
                ("content-type", "application/json; charset=utf-8"),
            ],
            body,
        )
    }

    // EIAM.

    pub fn eiam_token_call(&self, client_id: &str, secret: &str, form: &str) -> Got {
        let basic = STANDARD.encode(format!("{client_id}:{secret}"));
        self.send(
            "POST",
            "/api/v2/tenant/token",
            &[
                ("authorization", &format!("Basic {basic}")),
                ("content-type", "application/x-www-form-urlencoded"),
            ],
            form,
        )
    }

    pub fn eiam_token(&self) -> String {
        let secret = self.options.client_secret.expose();
        let form = "grant_type=client_credentials";
        let got = self.eiam_token_call(&self.options.client_id, secret, form);
        got.json()["access_token"].as_str().unwrap().to_owned()
    }

    /// Changes the password of the pages' example account.
    pub fn change(&self, password: &str) -> Got {
        self.change_raw(EIAM_ID, &json!({"password": password}).to_string())
    }

    pub fn change_raw(&self, user_id: &str, body: &str) -> Got {
        let path = format!("/api/v2/tenant/users/{user_id}/change-password");
        self.eiam_put(&self.eiam_token(), &path, body)
    }

    pub fn rest(&self, user_id: &str, query: &str) -> Got {
        let path = format!("/api/v2/tenant/users/{user_id}/rest-password{query}");
        self.eiam_put(&self.eiam_token(), &path, "")
    }

    pub fn eiam_put(&self, token: &str, path: &str, body: &str) -> Got {
        self.send(
            "PUT",
            path,
            &[
                ("authorization", &format!("Bearer {token}")),
                ("content-type", "application/json; charset=utf-8"),
            ],
            body,
        )
    }
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The status and Feishu's code.
    pub fn feishu(&self) -> (u16, i64) {
        (self.status, self.json()["code"].as_i64().unwrap())
    }

    /// The status, code and sentence of the EIAM's business errors.
    pub fn eiam(&self) -> (u16, String, String) {
        let json = self.json();
        let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
        (self.status, text("error_code"), text("error_msg"))
    }
}
