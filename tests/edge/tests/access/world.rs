//! The running Worker, and a caller of every kind.

use std::thread;
use std::time::Duration;

use passgate_core::{Product, Secret};
use passgate_edge_tests::{Ask, Edge, IdToken, Person};
use passgate_stack::Credential;
use passgate_wire::Action;
use passgate_worker::base::client_secret::SecretHash;
use passgate_worker::base::keys::Keys;
use passgate_worker::callers::account::Account;
use passgate_worker::callers::client_token::{self, Claims};
use passgate_worker::callers::ticket::Minted;
use serde_json::{Value, json};

/// A password that both vendors accept repeatedly.
pub const GOOD: &str = "Tide*Lamp72";
const KEY: &str = "sk1.KHC5bP7zVCkUDhMKjzRX_D17CeFyuC4HtmUfcUrARhY";
const FIRST_BROWSER: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
const SECOND_BROWSER: &str = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA";

/// The credentials of a request.
pub struct Presented {
    /// The value of `Authorization`; empty for none.
    pub credential: String,
    /// The browser's key, if one is sent.
    pub browser: Option<String>,
    /// An additional header.
    pub header: Option<(&'static str, &'static str)>,
}

impl Presented {
    /// No credentials.
    pub fn nothing() -> Self {
        Self { credential: String::new(), browser: None, header: None }
    }

    /// A bearer credential.
    pub fn bearer(credential: impl Into<String>) -> Self {
        Self { credential: credential.into(), ..Self::nothing() }
    }

    /// A ticket in the browser that claims it.
    pub fn ticket(ticket: impl Into<String>) -> Self {
        Self { browser: Some(FIRST_BROWSER.to_owned()), ..Self::bearer(ticket) }
    }

    /// The same ticket from another browser.
    pub fn elsewhere(self) -> Self {
        Self { browser: Some(SECOND_BROWSER.to_owned()), ..self }
    }

    /// The same ticket without a browser's key.
    pub fn without_browser(self) -> Self {
        Self { browser: Some(String::new()), ..self }
    }

    /// The same with an additional header.
    pub fn with(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    /// Whether there is no bearer credential, which has its own code at Feishu.
    pub fn is_absent(&self) -> bool {
        self.credential.is_empty()
    }

    /// Adds the credentials to a request.
    pub fn put_on(&self, mut ask: Ask) -> Ask {
        if !self.credential.is_empty() {
            ask = ask.bearer(&self.credential);
        }
        if let Some(browser) = &self.browser {
            ask = ask.browser(browser);
        }
        match self.header {
            Some((name, value)) => ask.header(name, value),
            None => ask,
        }
    }
}

/// The stack, its persons, and a client whose secret was replaced.
pub struct World {
    pub edge: Edge,
    pub wang: Person,
    pub lv: Person,
    keys: Keys,
    replaced: Credential,
}

impl World {
    /// Starts the edge with a signing key that the tests know.
    pub fn open() -> Self {
        let edge = Edge::try_start(&Value::Null, &[("EDGE_SIGNING_KEY", KEY)]);
        let edge = edge.unwrap_or_else(|error| panic!("{error}"));
        let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
        edge.vendor_policy("eiam", &json!({ "history": 0 }));
        edge.vendor_policy("feishu", &json!({ "daily_limit": null }));
        let replaced = Credential::generate("demo-feishu").unwrap_or_else(|error| panic!("{error}"));
        Self { edge, wang, lv, keys: Keys::derive(&Secret::new(KEY)), replaced }
    }

    /// The claims of a client token for Feishu resets, as this edge would sign them.
    pub fn claims(&self) -> Claims {
        let credential = &self.edge.stack().clients().feishu;
        Claims {
            client: credential.id.clone(),
            secret: name_of(credential),
            product: Product::Feishu,
            actions: vec![Action::Reset],
            mints_tickets: false,
            expires_at: self.now() + 1_800,
        }
    }

    /// A token with these claims, signed by this edge.
    pub fn signed(&self, claims: &Claims) -> String {
        sign(claims, &self.keys)
    }

    /// A token with these claims, signed with another edge's key.
    pub fn signed_elsewhere(&self, claims: &Claims) -> String {
        sign(claims, &Keys::derive(&Secret::new("the key of another edge altogether, elsewhere")))
    }

    /// The name of a secret that the client no longer has.
    pub fn replaced_secret(&self) -> String {
        name_of(&self.replaced)
    }

    /// A user token of that person.
    pub fn user(&self, username: &str) -> String {
        IdToken::of(&self.edge, username).issue(&self.edge)
    }

    /// A user token of wangxiaoming with one change.
    pub fn user_with(&self, member: &str, value: Value) -> String {
        IdToken::of(&self.edge, "wangxiaoming").with(member, value).issue(&self.edge)
    }

    /// A user token of another person with this role and a sign-in that many seconds ago.
    pub fn staff(&self, role: &str, signed_in_ago: u64) -> String {
        let claims = json!({ "roles": [role], "auth_time": self.now() - signed_in_ago });
        IdToken::of(&self.edge, "lvmeili").with("claims", claims).issue(&self.edge)
    }

    /// The vendor's clock, in seconds since 1970.
    pub fn now(&self) -> u64 {
        let clock = self.edge.control("GET", "/_sim/clock", &Value::Null);
        clock["now_ms"].as_u64().map_or(0, |ms| ms / 1000)
    }

    /// A ticket for changing the EIAM password of wangxiaoming.
    pub fn ticket(&self) -> String {
        self.edge.ticket(&Edge::change_ticket(&self.wang.eiam))
    }

    /// The same ticket, expired.
    pub fn expired_ticket(&self) -> String {
        let mut request = Edge::change_ticket(&self.wang.eiam);
        request["expires_in"] = json!(1);
        let ticket = self.edge.ticket(&request);
        thread::sleep(Duration::from_millis(1100));
        ticket
    }

    /// The same ticket, used.
    pub fn spent_ticket(&self) -> String {
        let ticket = self.ticket();
        let change = Edge::change(&ticket, &self.wang.eiam, GOOD).browser(FIRST_BROWSER);
        assert_eq!(self.edge.ask(&change).status, 200);
        ticket
    }

    /// The same ticket, claimed by the first browser.
    pub fn claimed_ticket(&self) -> String {
        let ticket = self.ticket();
        let claim = Ask::post("/v1/tickets/self/claim").bearer(&ticket).browser(FIRST_BROWSER);
        assert_eq!(self.edge.ask(&claim).status, 204);
        ticket
    }

    /// A ticket for changing the EIAM password of lvmeili.
    pub fn live_ticket_of_lv(&self) -> String {
        let ticket = self.edge.ticket(&Edge::change_ticket(&self.lv.eiam));
        assert_eq!(self.edge.shown(&ticket).status, 200);
        ticket
    }

    /// A ticket that this edge's key signed, for an account for which none was minted.
    pub fn strangers_ticket(&self) -> String {
        let (product, user_id) = (Product::Eiam, "nobody-asked-for".to_owned());
        self.minted(&Account { product, user_id_type: None, user_id }.tag(&self.keys))
    }

    /// A ticket that this edge's key signed and that was never minted.
    pub fn unknown_ticket(&self) -> String {
        self.minted(self.ticket().split('.').nth(1).unwrap_or_default())
    }

    fn minted(&self, tag: &str) -> String {
        Minted::new(tag, &self.keys).map_or_else(|error| panic!("{error}"), |minted| minted.text.to_string())
    }
}

fn name_of(credential: &Credential) -> String {
    SecretHash::parse(&credential.secret_hash()).map_or_else(String::new, |hash| hash.name())
}

fn sign(claims: &Claims, keys: &Keys) -> String {
    let token = client_token::sign(claims, keys).unwrap_or_else(|error| panic!("{error}"));
    token.expose().to_owned()
}
