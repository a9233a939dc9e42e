//! Rate limits per client, operator, account and address. A caller that waits as instructed may
//! continue.

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use passgate_stack::Credential;
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

/// That many at once, then one every ten seconds.
fn slow(burst: u32) -> Value {
    json!({ "burst": burst, "per_minute": 6 })
}

fn many() -> Value {
    slow(10_000)
}

fn ticket_request(user_id: &str) -> Value {
    json!({ "product": "eiam", "action": "change-password", "user_id": user_id })
}

/// The answer is 429 with a retry time.
fn is_too_often(told: &Told, code: &str) {
    assert_eq!((told.status, told.code().as_str()), (429, code), "{}", told.text);
    let seconds = told.header("Retry-After").parse::<u32>();
    assert!(seconds.is_ok_and(|seconds| (1..=10).contains(&seconds)), "{told:?}");
}

#[test]
fn a_client_has_its_own_rate_limit_which_survives_a_restart() {
    let (slow_one, other) = (Credential::generate("slow").unwrap(), Credential::generate("other").unwrap());
    let client = |credential: &Credential, rate: &Value| {
        json!({
            "id": credential.id, "secret_hashes": [credential.secret_hash()], "products": ["eiam"],
            "actions": ["change-password"], "mints_tickets": true, "rate": rate,
        })
    };
    let clients = [client(&slow_one, &slow(3)), client(&other, &many())];
    let mut edge = Edge::configured(&json!({ "clients": clients }));
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let (token, others) = (edge.eiam_token(&slow_one), edge.eiam_token(&other));
    // A request that is refused here does not count.
    for _ in 0..5 {
        assert_eq!(edge.ask(&Edge::change(&token, &wang, "x")).code(), "PWD.0002");
    }
    assert_eq!(edge.ask(&Edge::change(&token, &wang, GOOD)).status, 200);
    assert_eq!(edge.ask(&Edge::change(&token, &lv, GOOD)).status, 200);
    let mint = |edge: &Edge, token: &str| {
        edge.ask(&Ask::post("/v1/tickets").bearer(token).json(&ticket_request(&wang)))
    };
    assert_eq!(mint(&edge, &token).status, 201);
    is_too_often(&mint(&edge, &token), "too-often");
    is_too_often(&edge.ask(&Edge::change(&token, &wang, GOOD)), "EDGE.0429");
    // Other clients are not affected; another token of the same client shares its limit.
    assert_eq!(mint(&edge, &others).status, 201);
    is_too_often(&mint(&edge, &edge.eiam_token(&slow_one)), "too-often");
    edge.stack_mut().restart_worker().unwrap();
    is_too_often(&mint(&edge, &token), "too-often");
    assert_eq!(edge.arrived("eiam.change-password"), 2);
}

#[test]
fn refused_passwords_are_limited_by_credential() {
    let rates = json!({ "refused": slow(3), "account": many() });
    let edge = Edge::configured(&json!({ "rates": rates }));
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    let ticket = edge.ticket(&ticket_request(&wang));
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let lvs = IdToken::of(&edge, "lvmeili").issue(&edge);
    // A password that the edge accepts does not count, even if the vendor refuses it.
    for number in 0..4 {
        assert_eq!(edge.ask(&Edge::change(&user, &wang, &format!("{GOOD}{number}"))).status, 200);
    }
    for _ in 0..3 {
        assert_eq!(edge.ask(&Edge::change(&user, &wang, "x")).code(), "PWD.0002");
    }
    let arrived = edge.arrived("eiam.change-password");
    // From now on, every password with this credential is refused unchecked, even a good one.
    is_too_often(&edge.ask(&Edge::change(&user, &wang, "x")), "EDGE.0429");
    is_too_often(&edge.ask(&Edge::change(&user, &wang, GOOD)), "EDGE.0429");
    let another = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    is_too_often(&edge.ask(&Edge::change(&another, &wang, "x")), "EDGE.0429");
    assert_eq!(edge.arrived("eiam.change-password"), arrived);
    // Other persons and a ticket of the same account are not affected.
    assert_eq!(edge.ask(&Edge::change(&lvs, &lv, "x")).code(), "PWD.0002");
    for _ in 0..3 {
        assert_eq!(edge.ask(&Edge::change(&ticket, &wang, "x")).code(), "PWD.0002");
    }
    is_too_often(&edge.ask(&Edge::change(&ticket, &wang, "x")), "EDGE.0429");
    // The client's own rate limit applies if it is higher.
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    for _ in 0..6 {
        assert_eq!(edge.ask(&Edge::change(&client, &wang, "x")).code(), "PWD.0002");
    }
    assert_eq!(edge.ask(&Edge::change(&client, &wang, GOOD)).status, 200);
}

#[test]
fn an_operator_has_a_rate_limit_and_a_person_only_the_accounts() {
    let rates = json!({ "operator": slow(1), "account": many() });
    let edge = Edge::configured(&json!({ "rates": rates }));
    let wang = edge.person("wangxiaoming").eiam;
    let operator = |name: &str| IdToken::of(&edge, name).operator().issue(&edge);
    let mint = |token: &str| edge.ask(&Ask::post("/v1/tickets").bearer(token).json(&ticket_request(&wang)));
    let (first, second) = (operator("lvmeili"), operator("zhoumin"));
    assert_eq!(mint(&first).status, 201);
    is_too_often(&mint(&first), "too-often");
    is_too_often(&mint(&operator("lvmeili")), "too-often");
    is_too_often(&edge.ask(&Edge::rest(&first, &wang, "SMS")), "EDGE.0429");
    assert_eq!(mint(&second).status, 201);
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    for number in 0..3 {
        assert_eq!(edge.ask(&Edge::change(&user, &wang, &format!("{GOOD}{number}"))).status, 200);
    }
}

#[test]
fn no_other_caller_uses_up_the_owners_rate_limit() {
    let rates = json!({ "operator": many(), "account": slow(2) });
    let mut edge = Edge::configured(&json!({ "rates": rates }));
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    edge.vendor_policy("eiam", &json!({ "history": 0 }));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    for _ in 0..2 {
        assert_eq!(edge.ask(&Edge::change(&client, &wang, GOOD)).status, 200);
    }
    for _ in 0..3 {
        is_too_often(&edge.ask(&Edge::change(&client, &wang, GOOD)), "EDGE.0429");
    }
    assert_eq!(edge.ask(&Edge::change(&client, &lv, GOOD)).status, 200);
    // Invalid tickets do not use it up either, whether of the account or forged.
    let dead = edge.ticket(&ticket_request(&wang));
    let ticket = edge.ticket(&ticket_request(&wang));
    for _ in 0..5 {
        assert_eq!(edge.ask(&Edge::change(&dead, &wang, GOOD)).code(), "invalid_token");
    }
    edge.stack_mut().restart_worker().unwrap();
    is_too_often(&edge.ask(&Edge::change(&client, &wang, GOOD)), "EDGE.0429");
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang, GOOD)).status, 200);
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    assert_eq!(edge.ask(&Edge::change(&user, &wang, GOOD)).status, 200);
    // If the vendor was not called, the request does not count.
    is_too_often(&edge.ask(&Edge::change(&user, &wang, GOOD)), "EDGE.0429");
    let lvs = IdToken::of(&edge, "lvmeili").issue(&edge);
    for _ in 0..4 {
        edge.fault("eiam.change-password", &json!({ "kind": "throttle", "status": 429, "retry_after": 60 }));
        let told = edge.ask(&Edge::change(&lvs, &lv, GOOD));
        let seconds = told.header("Retry-After").parse::<u32>();
        assert!(told.status == 429 && seconds.is_ok_and(|seconds| seconds > 10), "{told:?}");
    }
}

#[test]
fn an_address_has_a_rate_limit_where_a_header_is_configured() {
    let patch = json!({ "address_header": "X-Address", "rates": { "address": slow(3) } });
    let edge = Edge::configured(&patch);
    let show = |address: &str| {
        let ask = Ask::get("/v1/tickets/self").bearer("rt1.x.y");
        edge.ask(&if address.is_empty() { ask } else { ask.header("X-Address", address) })
    };
    for _ in 0..3 {
        assert_eq!(show("203.0.113.7").status, 401);
    }
    is_too_often(&show("203.0.113.7"), "too-often");
    is_too_often(&edge.ask(&Edge::eiam_exchange("x", "y").header("X-Address", "203.0.113.7")), "EDGE.0429");
    is_too_often(&edge.ask(&Edge::reset("x", "u", GOOD).header("X-Address", "203.0.113.7")), "99991400");
    assert_eq!(show("203.0.113.8").status, 401);
    // An IPv6 network of /64 counts as one address.
    for host in 1..=3 {
        assert_eq!(show(&format!("2001:db8:1:2::{host}")).status, 401);
    }
    is_too_often(&show("2001:db8:1:2:ffff::9"), "too-often");
    assert_eq!(show("2001:db8:1:3::1").status, 401);
    // With a port it is the same address.
    is_too_often(&show("203.0.113.7:4711"), "too-often");
    is_too_often(&show("[2001:db8:1:2::7]:4711"), "too-often");
    // Requests to public routes do not count.
    let policy = Ask::get("/v1/policies/eiam").header("X-Address", "203.0.113.7");
    assert_eq!(edge.ask(&policy).status, 200);
    // A missing or unreadable address, in any form, counts as one common address.
    for unreadable in ["", "203.0.113.9, 198.51.100.1", "unknown"] {
        assert_eq!(show(unreadable).status, 401, "{unreadable}");
    }
    let twice = Ask::get("/v1/tickets/self").bearer("rt1.x.y").header("X-Address", "192.0.2.1");
    is_too_often(&edge.ask(&twice.header("X-Address", "192.0.2.2")), "too-often");
    is_too_often(&show("203.0.113.007"), "too-often");
    is_too_often(&show(""), "too-often");
    assert_eq!(show("203.0.113.9").status, 401);
}

/// A caller can send the beginning of `X-Forwarded-For`; proxies add to its end.
#[test]
fn in_a_list_of_addresses_only_what_the_own_proxies_wrote_counts() {
    let patch = json!({
        "address_header": "X-Forwarded-For", "trusted_proxies": ["10.0.0.0/8"], "rates": { "address": slow(2) },
    });
    let edge = Edge::configured(&patch);
    let show = |hops: &str| {
        edge.ask(&Ask::get("/v1/tickets/self").bearer("rt1.x.y").header("X-Forwarded-For", hops))
    };
    for forged in ["198.51.100.1", "198.51.100.2"] {
        assert_eq!(show(&format!("{forged}, 203.0.113.7, 10.1.1.1")).status, 401);
    }
    is_too_often(&show("198.51.100.3, 203.0.113.7, 10.2.2.2"), "too-often");
    is_too_often(&show("203.0.113.7"), "too-often");
    assert_eq!(show("203.0.113.7, 203.0.113.8, 10.1.1.1").status, 401);
}
