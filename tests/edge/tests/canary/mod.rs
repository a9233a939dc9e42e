//! Passwords and secrets may exist only at the vendor. The test sends unique ones on every path, and
//! then searches every place that could have stored one.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test helpers may panic"
)]

mod search;

use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use passgate_core::Secret;
use passgate_edge_tests::{Answer, Ask, Edge, IdToken, Person, Receiver, Told, WEBHOOK_SECRET};
use passgate_stack::Credential;
use passgate_worker::base::keys::Keys;
use passgate_worker::callers::client_token;
use serde_json::{Value, json};

/// Every fault of the simulator that can affect a password call.
const FAULTS: [&str; 17] = [
    r#"{"kind":"delay","ms":20,"when":"after"}"#,
    r#"{"kind":"reset-before"}"#,
    r#"{"kind":"reset-after"}"#,
    r#"{"kind":"close","executed":true}"#,
    r#"{"kind":"status","status":502,"executed":true}"#,
    r#"{"kind":"slow-body","chunk":16,"ms":5}"#,
    r#"{"kind":"cut-body"}"#,
    r#"{"kind":"malformed"}"#,
    r#"{"kind":"wrong-shape"}"#,
    r#"{"kind":"not-json","status":200,"executed":true}"#,
    r#"{"kind":"throttle","status":429,"retry_after":1}"#,
    r#"{"kind":"stale-token","forget":true}"#,
    r#"{"kind":"huge-body","bytes":2000000}"#,
    r#"{"kind":"not-found"}"#,
    r#"{"kind":"answer","status":400,"code":"41050","message":"no user authority"}"#,
    r#"{"kind":"answer","status":400,"code":"99992402","message":"field validation failed"}"#,
    r#"{"kind":"answer","status":500,"code":"1","message":"what was sent comes back"}"#,
];

/// All secrets, requests and answers of the test.
struct Canaries {
    edge: Edge,
    /// Secrets that a request carries.
    secrets: Vec<String>,
    /// Secrets that no request carries: the edge's own, the vendors', and hashes.
    unsent: Vec<String>,
    asked: Vec<Ask>,
    answers: Vec<Told>,
    passwords: usize,
    /// Gets links and accepts none, so that they are on the disk, encrypted, when it is searched.
    gateway: Receiver,
    /// Receivers that are not sent links: of all rows, and of minted tickets.
    others: [Receiver; 2],
}

impl Canaries {
    fn start() -> Self {
        let many = json!({ "burst": 10_000, "per_minute": 100_000 });
        // The circuit breaker is off and the rate is high, so that every fault reaches the vendor.
        let signing_key = passgate_stack::signing_key().unwrap();
        let patch = json!({
            "rates": { "account": many, "operator": many },
            // The search for breached passwords sends a hash of each password, whose rest is also
            // secret.
            "breaches": { "service": "FEISHU", "deadline_ms": 500, "on_failure": "open" },
            "products": {
                "feishu": {
                    "breaker": "off",
                    "rate": { "vendor_per_second": 1000, "per_second": 900, "burst": 50 },
                },
                "eiam": { "breaker": "off" },
            },
        });
        let (gateway, others) = (Receiver::start(), [Receiver::start(), Receiver::start()]);
        gateway.answer(Answer::Status("503 Service Unavailable"));
        let hook = json!({ "env": "HOOK" });
        let webhooks = json!([
            { "service": "GATEWAY", "secret": hook, "events": ["ticket.minted"], "deliver": true },
            { "service": "SIEM", "secret": hook },
            { "service": "HR", "secret": hook, "events": ["ticket.minted", "password.changed"] },
        ]);
        let services =
            [("GATEWAY", gateway.address()), ("SIEM", others[0].address()), ("HR", others[1].address())];
        let secrets = [("EDGE_SIGNING_KEY", signing_key.as_str())];
        let edge = Edge::patched_with_webhooks(&patch, &secrets, &webhooks, &services);
        // A vendor that echoes request values.
        let careless = json!({ "daily_limit": null, "rate": null, "echo_field_values": true });
        edge.vendor_policy("feishu", &careless);
        let simulator = edge.stack().simulator();
        let hook = WEBHOOK_SECRET.trim_start_matches("whsec_").to_owned();
        let unsent = vec![signing_key, hook, simulator.app().1.to_owned(), simulator.client().1.to_owned()];
        Self {
            edge,
            secrets: Vec::new(),
            unsent,
            asked: Vec::new(),
            answers: Vec::new(),
            passwords: 0,
            gateway,
            others,
        }
    }

    /// A new password that both policies accept.
    fn password(&mut self) -> String {
        self.password_with("q")
    }

    /// A new password with the given text in the middle.
    fn password_with(&mut self, middle: &str) -> String {
        self.passwords += 1;
        let password = format!("Cnry*{middle}{:04}Zk7", self.passwords * 7 + 1_203);
        self.secrets.push(password.clone());
        self.unsent.extend([search::sha1_suffix(&password), search::sha1_suffix(&password).to_lowercase()]);
        password
    }

    /// Registers a secret that must be found nowhere.
    fn secret(&mut self, secret: String) -> String {
        assert!(secret.len() >= 10);
        self.secrets.push(secret.clone());
        secret
    }

    fn ask(&mut self, ask: Ask) -> u16 {
        let told = self.edge.ask(&ask);
        let status = told.status;
        self.asked.push(ask);
        self.answers.push(told);
        status
    }

    /// A client authenticates with its secret, and gets a token.
    fn exchange(&mut self, client: &Credential) -> String {
        let exchange = Edge::eiam_exchange(&client.id, &client.secret);
        let basic = STANDARD.encode(format!("{}:{}", client.id, client.secret));
        self.secrets.extend([client.secret.clone(), basic]);
        assert_eq!(self.ask(exchange), 200, "{}", client.id);
        // The only place where a token belongs.
        let token = self.answers.pop().unwrap().json()["access_token"].as_str().unwrap().to_owned();
        self.secret(token)
    }

    fn ticket(&mut self, person: &Person, product: &str) -> String {
        let request = match product {
            "feishu" => json!({
                "product": "feishu", "action": "reset",
                "user_id": person.feishu, "user_id_type": "user_id",
                "identity": { "username": person.username },
            }),
            _ => json!({ "product": "eiam", "action": "change-password", "user_id": person.eiam }),
        };
        let ticket = self.edge.ticket(&request);
        self.secret(ticket.rsplit('.').next().unwrap().to_owned());
        ticket
    }
}

#[test]
fn no_password_and_no_secret_is_left_behind() {
    let mut all = Canaries::start();
    let wang = all.edge.person("wangxiaoming");
    let clients = all.edge.stack().clients().clone();
    let feishu = all.edge.feishu_token(&clients.feishu);
    let feishu = all.secret(feishu);
    let eiam = all.exchange(&clients.eiam);
    let user = IdToken::of(&all.edge, "wangxiaoming").issue(&all.edge);
    let user = all.secret(user);
    // The signing key among the secrets is the edge's: it verifies the edge's tokens.
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let key = Keys::derive(&Secret::new(all.unsent[0].clone()));
    for token in [&feishu, &eiam] {
        assert!(client_token::verify(token, &key, now).is_some());
    }
    every_caller(&mut all, &wang, [&feishu, &eiam, &user]);
    what_cannot_be_read(&mut all, &feishu, &eiam);
    every_search(&mut all, &wang, &eiam);
    every_fault(&mut all, &wang, &feishu, &eiam);
    every_panic(&mut all, &wang, &feishu, &eiam);
    a_power_cut(&mut all, &wang, &eiam);
    a_lesson(&mut all, &wang, &eiam);
    overseen(&mut all);

    search::what_the_vendors_gave(&mut all);
    search::everything_was_in_use(&all, &clients);
    search::nothing_is_found(&all);
}

/// Accepted, refused here, refused by the vendor, unreadable, with and without a key.
fn every_caller(all: &mut Canaries, wang: &Person, [feishu, eiam, user]: [&str; 3]) {
    for _ in 0..2 {
        let (mail, account) = (all.password(), all.password());
        all.ask(Edge::reset(feishu, &wang.feishu, &mail).header("Idempotency-Key", "canary-key-000000001"));
        all.ask(Edge::change(eiam, &wang.eiam, &account));
    }
    let short = all.password_with("密");
    all.ask(Edge::change(eiam, &wang.eiam, &short));
    for (product, credential) in
        [("eiam", user), ("feishu", "nobody"), ("eiam", "rt1.no.ticket"), ("eiam", feishu)]
    {
        let password = all.password();
        all.ask(match product {
            "feishu" => Edge::reset(credential, &wang.feishu, &password),
            _ => Edge::change(credential, &wang.eiam, &password),
        });
    }
    for product in ["feishu", "eiam"] {
        let ticket = all.ticket(wang, product);
        assert_eq!(all.ask(Ask::get("/v1/tickets/self").bearer(&ticket)), 200);
        // The link as a mail filter rewrites it: the ticket is in the path only.
        assert_eq!(all.ask(Ask::get(&format!("/{product}/%23{ticket}"))), 200);
        assert_eq!(all.ask(Ask::post("/v1/tickets/self/claim").bearer(&ticket)), 204);
        let password = all.password();
        let spent = all.password();
        for password in [&password, &spent] {
            all.ask(match product {
                "feishu" => Edge::reset(&ticket, &wang.feishu, password),
                _ => Edge::change(&ticket, &wang.eiam, password),
            });
        }
        all.ask(Ask::get("/v1/tickets/self").bearer(&ticket));
    }
    let operator = IdToken::of(&all.edge, "lvmeili").operator().issue(&all.edge);
    let operator = all.secret(operator);
    all.ask(Edge::rest(&operator, &wang.eiam, "SMS"));
}

/// Passwords in a field, body, path, query or header that must not contain one, and secrets that are
/// almost correct.
fn what_cannot_be_read(all: &mut Canaries, feishu: &str, eiam: &str) {
    let clients = all.edge.stack().clients().clone();
    let change = "/api/v2/tenant/users/u/change-password";
    let reset = "/open-apis/admin/v1/password/reset";
    let field = all.password();
    all.ask(Ask::put(change).bearer(eiam).json(&json!({ "passwort": field })));
    let name = all.password();
    all.ask(Ask::put(change).bearer(eiam).json(&json!({ "password": "x", name.as_str(): 1 })));
    let body = all.password();
    all.ask(Ask::post(reset).bearer(feishu).raw(body));
    let form = all.password();
    all.ask(
        Ask::post(reset).bearer(feishu).header("Content-Type", "text/plain").raw(format!("password={form}")),
    );
    let in_path = all.password().replace('*', "%2A");
    let anonymous = all.password();
    all.ask(Edge::change("", &in_path, &anonymous));
    let query = all.password();
    all.ask(Ask::post(&format!("{reset}?password={query}")).bearer(feishu));
    all.ask(Ask::get(&format!("/nowhere?password={query}")));
    let credential = all.password();
    all.ask(Ask::get("/v1/tickets/self").bearer(&credential));
    all.ask(Ask::post("/v1/tickets").bearer(&credential).json(&json!({ "product": credential })));
    let wrong = all.secret(format!("{}x", clients.tickets.secret));
    all.ask(Edge::eiam_exchange(&clients.tickets.id, &wrong));
    let exchange = json!({ "app_id": clients.tickets.id, "app_secret": wrong });
    all.ask(Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&exchange));
    let mint = all.password();
    let minter = all.exchange(&clients.tickets);
    all.ask(
        Ask::post("/v1/tickets")
            .bearer(&minter)
            .json(&json!({ "product": "eiam", "identity": { "shoe": mint } })),
    );
}

/// A breached password, and each way in which the range host can fail.
fn every_search(all: &mut Canaries, wang: &Person, eiam: &str) {
    let breached = all.password();
    all.edge.control("POST", "/_sim/breaches", &json!({ "password": breached, "seen": 9 }));
    assert_eq!(all.ask(Edge::change(eiam, &wang.eiam, &breached)), 400);
    for fault in FAULTS.into_iter().filter(|fault| !fault.contains("stale-token")) {
        all.edge.fault("breaches.range", &serde_json::from_str(fault).unwrap());
        let password = all.password();
        all.ask(Edge::change(eiam, &wang.eiam, &password));
    }
    all.edge.control("DELETE", "/_sim/faults", &Value::Null);
}

/// Each way in which a vendor can fail, at each call and at its token calls.
fn every_fault(all: &mut Canaries, wang: &Person, feishu: &str, eiam: &str) {
    for fault in FAULTS {
        let fault: Value = serde_json::from_str(fault).unwrap();
        for call in ["feishu.reset", "eiam.change-password"] {
            all.edge.fault(call, &fault);
            let password = all.password();
            all.ask(match call {
                "feishu.reset" => Edge::reset(feishu, &wang.feishu, &password),
                _ => Edge::change(eiam, &wang.eiam, &password),
            });
            all.edge.control("DELETE", "/_sim/faults", &Value::Null);
        }
    }
    for (vendor, call) in [("feishu", "feishu.token"), ("eiam", "eiam.token")] {
        for kind in ["reset-after", "malformed", "wrong-shape"] {
            all.edge.control("POST", "/_sim/tokens/expire", &json!({ "vendor": vendor }));
            all.edge.fault(call, &json!({ "kind": kind }));
            let password = all.password();
            all.ask(match vendor {
                "feishu" => Edge::reset(feishu, &wang.feishu, &password),
                _ => Edge::change(eiam, &wang.eiam, &password),
            });
            all.edge.control("DELETE", "/_sim/faults", &Value::Null);
        }
    }
}

/// The edge fails while passwords are in flight.
fn every_panic(all: &mut Canaries, wang: &Person, feishu: &str, eiam: &str) {
    for failure in ["panic", "exception", "worker-panic"] {
        for call in ["feishu.reset", "eiam.change-password"] {
            all.edge.fault(call, &json!({ "kind": "delay", "ms": 700, "when": "before" }));
            let password = all.password();
            let ask = match call {
                "feishu.reset" => Edge::reset(feishu, &wang.feishu, &password),
                _ => Edge::change(eiam, &wang.eiam, &password),
            };
            let before = all.edge.arrived(call);
            let edge = &all.edge;
            let (told, failed) = thread::scope(|scope| {
                let asked = scope.spawn(|| edge.ask(&ask));
                while edge.arrived(call) == before && !asked.is_finished() {
                    thread::sleep(Duration::from_millis(10));
                }
                let failed = edge.ask(&Ask::post(&format!("/__test/{failure}")));
                (asked.join().unwrap(), failed)
            });
            all.asked.push(ask);
            all.answers.extend([told, failed]);
            all.edge.control("DELETE", "/_sim/faults", &Value::Null);
        }
    }
}

/// The edge is killed while a password is in flight, and restarts.
fn a_power_cut(all: &mut Canaries, wang: &Person, eiam: &str) {
    all.edge.fault("eiam.change-password", &json!({ "kind": "delay", "ms": 600, "when": "before" }));
    let password = all.password();
    let ask = Edge::change(eiam, &wang.eiam, &password);
    all.edge.hang_up_after(&ask, Duration::from_millis(200));
    all.asked.push(ask);
    all.edge.stack_mut().restart_worker().unwrap();
    let after = all.password();
    all.ask(Edge::change(eiam, &wang.eiam, &after));
}

/// The vendor refuses a password, and the edge learns a limit from it. This comes last, because the
/// edge then refuses such passwords without a call.
fn a_lesson(all: &mut Canaries, wang: &Person, eiam: &str) {
    all.edge.vendor_policy("eiam", &json!({ "min": 17 }));
    for _ in 0..2 {
        let password = all.password();
        assert_eq!(all.ask(Edge::change(eiam, &wang.eiam, &password)), 400);
    }
}

/// The data that operators and auditors can read.
fn overseen(all: &mut Canaries) {
    let auditor = IdToken::of(&all.edge, "ouyangfeng").auditor().issue(&all.edge);
    let auditor = all.secret(auditor);
    for product in ["feishu", "eiam"] {
        let path = format!("/v1/audit?product={product}");
        assert_eq!(all.ask(Ask::get(&path).bearer(&auditor)), 200);
        assert!(all.answers.last().unwrap().text.lines().count() > 20);
    }
    let gatherer = all.exchange(&all.edge.stack().clients().metrics.clone());
    assert_eq!(all.ask(Ask::get("/v1/metrics").bearer(&gatherer)), 200);
    // The learned limit is shown and cleared, without any part of a password.
    let operator = IdToken::of(&all.edge, "lvmeili").operator().issue(&all.edge);
    let operator = all.secret(operator);
    for credential in [&auditor, &operator] {
        assert_eq!(all.ask(Ask::get("/v1/drift").bearer(credential)), 200);
        assert!(all.answers.last().unwrap().text.contains("\"reported\":17"));
        for accept in ["*/*", "application/openmetrics-text"] {
            assert_eq!(all.ask(Ask::get("/v1/metrics").bearer(credential).header("Accept", accept)), 200);
            assert!(all.answers.last().unwrap().text.contains("passgate_drift_total{product=\"eiam\""));
        }
    }
    assert_eq!(all.ask(Ask::new("DELETE", "/v1/drift/eiam/limits").bearer(&operator)), 204);
    for path in ["/healthz", "/v1/policies/feishu", "/v1/policies/eiam", "/openapi.json"] {
        assert_eq!(all.ask(Ask::get(path)), 200);
    }
}
