//! Requests that must be indistinguishable: whether an account exists, whether a ticket was ever
//! minted, has expired or is used, whether a client's id or its secret is wrong. Their answers must be
//! equal byte for byte and take the same time.

use std::collections::BTreeSet;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::json;

use crate::access::callers::dead_tickets;
use crate::access::world::{GOOD, Presented, World};

/// The step of padded rejections; see `worker/src/edge/platform/pad_latency.rs`.
const STEP: Duration = Duration::from_millis(100);
/// A well-formed secret of no client.
const WRONG_SECRET: &str = "cs1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// An account that no vendor has.
const NOBODY: &str = "no-such-account";

/// Requests that must have equal answers, each with its name.
pub struct Group {
    pub what: &'static str,
    pub asks: Vec<(&'static str, Ask)>,
    /// The wait before these answers; zero for an immediate answer.
    pub step: Duration,
    /// Whether the response times are compared. With the accounts swapped, the same requests need not
    /// be timed again.
    pub is_timed: bool,
}

fn group<const N: usize>(what: &'static str, asks: [(&'static str, Ask); N]) -> Group {
    Group { what, asks: asks.into(), step: Duration::ZERO, is_timed: true }
}

/// All groups.
pub fn groups(world: &World) -> Vec<Group> {
    dead(world).into_iter().chain(clients(world)).chain(accounts(world)).collect()
}

/// Invalid tickets, read, claimed and used.
fn dead(world: &World) -> [Group; 4] {
    let tickets = tickets(world);
    let shown = tickets.iter().map(|(name, ticket)| (*name, ticket.put_on(Ask::get("/v1/tickets/self"))));
    let claim = || Ask::post("/v1/tickets/self/claim");
    let claimed = tickets.iter().map(|(name, ticket)| (*name, ticket.put_on(claim())));
    // The accounts alternate between an existing and a missing one.
    let used = |accounts: [&str; 2]| {
        let asks = tickets.iter().zip(accounts.into_iter().cycle()).map(|((name, ticket), account)| {
            let path = format!("/api/v2/tenant/users/{account}/change-password");
            (*name, ticket.put_on(Ask::put(&path).json(&json!({ "password": GOOD }))))
        });
        asks.collect()
    };
    let wang = world.wang.eiam.as_str();
    [
        Group { what: "an invalid ticket, read", asks: shown.collect(), step: STEP, is_timed: true },
        Group { what: "an invalid ticket, claimed", asks: claimed.collect(), step: STEP, is_timed: true },
        Group { what: "an invalid ticket, used", asks: used([wang, NOBODY]), step: STEP, is_timed: true },
        Group {
            what: "an invalid ticket, used with the accounts swapped",
            asks: used([NOBODY, wang]),
            step: STEP,
            is_timed: false,
        },
    ]
}

fn tickets(world: &World) -> Vec<(&'static str, Presented)> {
    let names = [
        "unknown",
        "expired",
        "used",
        "replaced",
        "claimed by another browser",
        "without a browser key",
        "forged",
    ];
    let mut tickets: Vec<(&'static str, Presented)> =
        names.into_iter().zip(dead_tickets()).map(|(name, ticket)| (name, ticket(world))).collect();
    tickets.push(("of an account without a ticket", Presented::ticket(world.strangers_ticket())));
    tickets.push(("malformed", Presented::ticket("rt1.x.y")));
    tickets
}

/// Ids and secrets that do not belong together.
fn clients(world: &World) -> [Group; 2] {
    let clients = world.edge.stack().clients();
    let feishu = |id: &str, secret: &str| {
        let body = json!({ "app_id": id, "app_secret": secret });
        Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&body)
    };
    let (theirs, ours) = (&clients.feishu, &clients.eiam);
    [
        group(
            "a client refused in Feishu's format",
            [
                ("an unknown id", feishu("nobody", WRONG_SECRET)),
                ("an unknown id with a valid secret", feishu("nobody", &theirs.secret)),
                ("a wrong secret", feishu(&theirs.id, WRONG_SECRET)),
                ("a malformed secret", feishu(&theirs.id, "x")),
                ("a client of the other product", feishu(&ours.id, &ours.secret)),
            ],
        ),
        group(
            "a client refused in EIAM's format",
            [
                ("an unknown id", Edge::eiam_exchange("nobody", WRONG_SECRET)),
                ("an unknown id with a valid secret", Edge::eiam_exchange("nobody", &ours.secret)),
                ("a wrong secret", Edge::eiam_exchange(&ours.id, WRONG_SECRET)),
                ("a malformed secret", Edge::eiam_exchange(&ours.id, "x")),
                ("a client of the other product", Edge::eiam_exchange(&theirs.id, &theirs.secret)),
            ],
        ),
    ]
}

/// An existing account and a missing one, for every caller whose request does not reach the vendor.
fn accounts(world: &World) -> Vec<Group> {
    let edge = &world.edge;
    let clients = edge.stack().clients();
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    let (mints, user) = (edge.eiam_token(&clients.tickets), world.user("lvmeili"));
    let (mine, staff) = (world.live_ticket_of_lv(), world.staff("password-operator", 60));
    let pair = |what: &'static str, known: &str, ask: &dyn Fn(&str) -> Ask| {
        group(what, [("an existing account", ask(known)), ("a missing account", ask(NOBODY))])
    };
    let wang = world.wang.eiam.as_str();
    let mint = |token: &str, account: &str| {
        Ask::post("/v1/tickets").bearer(token).json(&Edge::change_ticket(account))
    };
    vec![
        pair("a client without the right, EIAM", wang, &|account| Edge::change(&feishu, account, GOOD)),
        pair("a client without the right, Feishu", &world.wang.feishu, &|account| {
            Edge::reset(&eiam, account, GOOD)
        }),
        pair("a client with the right, and a password that the edge refuses", wang, &|account| {
            Edge::change(&eiam, account, "x")
        }),
        pair("a user token of another account", wang, &|account| Edge::change(&user, account, GOOD)),
        pair("an operator who chooses a password", wang, &|account| Edge::change(&staff, account, GOOD)),
        pair("a ticket of another account", wang, &|account| Edge::change(&mine, account, GOOD)),
        pair("a client that mints", wang, &|account| mint(&mints, account)),
        pair("an operator who mints", wang, &|account| mint(&staff, account)),
        pair("a client without the right to mint", wang, &|account| mint(&eiam, account)),
    ]
}

#[test]
fn indistinguishable_requests_get_equal_answers() {
    let world = World::open();
    for Group { what, asks, .. } in groups(&world) {
        let told: BTreeSet<String> = asks.iter().map(|(_, ask)| shape_of(&world.edge.ask(ask))).collect();
        assert_eq!(told.len(), 1, "{what}: {told:#?}");
    }
    assert_eq!(world.edge.arrived("eiam.change-password"), 1, "the call that used the ticket");
}

/// An answer without the parts that differ in every answer: the request's id, the time, and a minted
/// ticket with its expiry.
fn shape_of(told: &Told) -> String {
    let mut text = told.text.clone();
    if told.status == 201 {
        let minted = told.json();
        for member in ["ticket", "expires_at"] {
            text = text.replace(minted[member].as_str().unwrap_or("?"), member);
        }
    } else {
        text = text.replace(told.header("X-Request-Id"), "an id");
    }
    let mut headers = told.headers.clone();
    // The runtime sets `Connection` (RFC 9110, 7.6.1): it closes the connection if the body had not yet
    // arrived when the credential was rejected, which depends on the network and not on the credential.
    headers
        .retain(|(name, _)| !["x-request-id", "x-tt-logid", "date", "connection"].contains(&name.as_str()));
    // The durations differ from request to request; which ones there are must not depend on the credential.
    for (_, value) in headers.iter_mut().filter(|(name, _)| name == "server-timing") {
        value.retain(|character| !character.is_ascii_digit());
    }
    format!("{} {headers:?} {text}", told.status)
}
