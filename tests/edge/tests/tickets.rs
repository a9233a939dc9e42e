//! Tickets: what they permit, for how long, and what uses them up.

use std::thread;
use std::time::Duration;

use passgate_audit::{Event, Kind};
use passgate_edge_tests::needles::Needles;
use passgate_edge_tests::{Ask, Edge, IdToken};
use serde_json::{Value, json};

const GOOD: &str = "Tide*Lamp72";

fn eiam_request(user_id: &str) -> Value {
    json!({ "product": "eiam", "action": "change-password", "user_id": user_id })
}

fn feishu_request(user_id: &str) -> Value {
    json!({ "product": "feishu", "action": "reset", "user_id": user_id, "user_id_type": "user_id" })
}

#[test]
fn a_link_works_from_minting_to_the_new_password() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().tickets);
    let mut request = eiam_request(&wang.eiam);
    request["identity"] = json!({ "name": "王小明", "emails": ["wangxm@example.com"] });
    let minted = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
    assert_eq!(minted.status, 201);
    let ticket = minted.json()["ticket"].as_str().unwrap().to_owned();
    assert_eq!(minted.json()["link"], format!("{}/eiam/#{ticket}", edge.stack().base()));
    let parts: Vec<usize> = ticket.split('.').map(str::len).collect();
    assert_eq!(parts, [3, 22, 43]);
    assert!(ticket.starts_with("rt1.") && !ticket.contains(&wang.eiam));

    let shown = edge.shown(&ticket).json();
    assert_eq!((&shown["product"], &shown["action"]), (&json!("eiam"), &json!("change-password")));
    assert_eq!(shown["user_id"], wang.eiam.as_str());
    assert_eq!(shown["identity"], request["identity"]);
    assert_eq!(shown["policy"], edge.ask(&Ask::get("/v1/policies/eiam")).json());
    assert_eq!(shown["expires_at"], minted.json()["expires_at"]);
    assert_eq!(shown["attempts_left"], 10);
    assert_eq!(shown.get("user_id_type"), None);

    // Refused by the edge, because the ticket has data of the person: no call, no attempt.
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, "Wangxiaoming*72"));
    assert_eq!(
        told.json()["violations"],
        json!([{ "code": "contains-identity", "fields": ["name-pinyin"] }])
    );
    assert_eq!((edge.password_calls(), &edge.shown(&ticket).json()["attempts_left"]), (0, &json!(10)));

    // Refused by the vendor only: the ticket is still valid, with one attempt less.
    edge.vendor_policy("eiam", &json!({ "weak": [GOOD] }));
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD));
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0006", vec!["too-common".to_owned()]));
    assert_eq!(edge.shown(&ticket).json()["attempts_left"], 9);

    // Accepted: the password is changed and the ticket is used up.
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).status, 200);
    assert!(edge.is_password("eiam", &wang.eiam, "Tide*Lamp73"));
    assert_eq!(edge.shown(&ticket).status, 401);
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp74"));
    assert_eq!((told.status, told.code().as_str()), (400, "invalid_token"));
    assert_eq!(edge.arrived("eiam.change-password"), 2);
}

#[test]
fn feishu_tickets_carry_the_kind_of_id() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&feishu_request(&wang.feishu));
    let shown = edge.shown(&ticket).json();
    assert_eq!((&shown["user_id_type"], &shown["user_id"]), (&json!("user_id"), &json!(wang.feishu)));
    // The same text as another kind of id names another account.
    let body = json!({ "password": { "ent_email_password": GOOD }, "user_id": wang.feishu });
    let other =
        Ask::post("/open-apis/admin/v1/password/reset?user_id_type=open_id").bearer(&ticket).json(&body);
    assert_eq!(edge.ask(&other).code(), "99991672");
    assert_eq!(edge.ask(&Edge::reset(&ticket, &wang.feishu, GOOD)).status, 200);
    assert_eq!(edge.ask(&Edge::reset(&ticket, &wang.feishu, "Tide*Lamp73")).code(), "99991663");
    assert_eq!(edge.arrived("feishu.reset"), 1);
}

#[test]
fn a_ticket_permits_its_account_and_its_action_only() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming"), edge.person("lvmeili"));
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    let forbidden = |ask: &Ask| {
        let told = edge.ask(ask);
        assert_eq!((told.status, told.code().as_str()), (403, "EDGE.0403"), "{}", told.text);
    };
    forbidden(&Edge::change(&ticket, &lv.eiam, GOOD));
    forbidden(&Edge::rest(&ticket, &wang.eiam, "SMS"));
    let told = edge.ask(&Edge::reset(&ticket, &wang.feishu, GOOD));
    assert_eq!((told.status, told.code().as_str()), (400, "99991672"));
    let told = edge.ask(&Ask::post("/v1/tickets").bearer(&ticket).json(&eiam_request(&wang.eiam)));
    assert_eq!((told.status, &told.json()["code"]), (403, &json!("forbidden")));
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 200);
}

#[test]
fn a_holder_and_a_user_do_not_learn_that_an_account_is_missing() {
    let edge = Edge::start();
    let lv = edge.person("lvmeili");
    let ticket = edge.ticket(&eiam_request("no-such-account"));
    let told = edge.ask(&Edge::change(&ticket, "no-such-account", GOOD));
    // The same answer as for another person's account.
    let elsewhere = edge.ask(&Edge::change(&ticket, &lv.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (403, "EDGE.0403"), "{}", told.text);
    assert_eq!((told.status, told.code()), (elsewhere.status, elsewhere.code()));
    let feishu = edge.ticket(&feishu_request("no-such-account"));
    assert_eq!(edge.ask(&Edge::reset(&feishu, "no-such-account", GOOD)).code(), "99991672");
    let claims = json!({ "sub": "no-such-account" });
    let user = IdToken::of(&edge, "lvmeili").with("claims", claims).issue(&edge);
    assert_eq!(edge.ask(&Edge::change(&user, "no-such-account", GOOD)).code(), "EDGE.0403");
    // A caller that may know gets the answer, and an operator finds it in the log.
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    assert_eq!(edge.ask(&Edge::change(&client, "no-such-account", GOOD)).code(), "USER.0001");
    let operator = IdToken::of(&edge, "lvmeili").operator().issue(&edge);
    assert_eq!(edge.ask(&Edge::rest(&operator, "no-such-account", "SMS")).code(), "USER.0001");
    let is_told = |event: &Event| {
        event.outcome.as_deref() == Some("user-not-found") && event.detail.as_deref() == Some("USER.0001")
    };
    let audited = edge.audited_once("eiam", "no-such-account", |events| events.iter().any(is_told));
    assert!(audited.iter().any(is_told), "{audited:?}");
    // Nothing was changed, so the ticket is unchanged too.
    assert_eq!(edge.shown(&ticket).json()["attempts_left"], 9);
}

#[test]
fn an_operator_has_the_vendor_deliver_by_ticket() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&json!({ "product": "eiam", "action": "rest-password", "user_id": wang.eiam }));
    assert_eq!(edge.ask(&Edge::rest(&ticket, &wang.eiam, "EMAIL")).status, 200);
    assert_eq!(edge.ask(&Edge::rest(&ticket, &wang.eiam, "EMAIL")).code(), "invalid_token");
    assert_eq!(edge.arrived("eiam.rest-password"), 1);
}

#[test]
fn a_ticket_expires() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let mut request = eiam_request(&wang.eiam);
    request["expires_in"] = json!(1);
    let ticket = edge.ticket(&request);
    assert_eq!(edge.shown(&ticket).status, 200);
    thread::sleep(Duration::from_millis(1200));
    assert_eq!(edge.shown(&ticket).status, 401);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).code(), "invalid_token");
    assert_eq!(edge.password_calls(), 0);
}

#[test]
fn an_account_has_one_ticket() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let first = edge.ticket(&eiam_request(&wang.eiam));
    let second = edge.ticket(&eiam_request(&wang.eiam));
    assert_eq!((edge.shown(&first).status, edge.shown(&second).status), (401, 200));
}

#[test]
fn attempts_are_limited() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    edge.vendor_policy("eiam", &json!({ "weak": [GOOD] }));
    for left in (0..10).rev() {
        assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).code(), "PWD.0006");
        let shown = edge.shown(&ticket);
        if left == 0 {
            assert_eq!(shown.status, 401);
        } else {
            assert_eq!(shown.json()["attempts_left"], left);
        }
    }
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "Tide*Lamp73")).code(), "invalid_token");
    assert_eq!(edge.arrived("eiam.change-password"), 10);
}

#[test]
fn a_vendor_that_was_not_asked_costs_no_attempt() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    // The second try fails too.
    edge.fault("eiam.token", &json!({ "kind": "reset-before" }));
    edge.fault("eiam.token", &json!({ "kind": "reset-before" }));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 503);
    assert_eq!(edge.shown(&ticket).json()["attempts_left"], 10);
    edge.fault("eiam.change-password", &json!({ "kind": "throttle", "status": 429, "retry_after": 9 }));
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD));
    assert_eq!((told.status, told.header("Retry-After")), (429, "9"));
    // Nor does a call that the circuit breaker prevents.
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 429);
    assert_eq!(edge.shown(&ticket).json()["attempts_left"], 10);
    thread::sleep(Duration::from_secs(9));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 200);
}

#[test]
fn an_unknown_outcome_uses_the_ticket_up() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    edge.fault("eiam.change-password", &json!({ "kind": "reset-after" }));
    let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD));
    assert_eq!((told.status, told.code().as_str()), (504, "EDGE.0504"));
    assert!(edge.is_password("eiam", &wang.eiam, GOOD));
    assert_eq!(edge.shown(&ticket).status, 401);
}

#[test]
fn a_ticket_belongs_to_the_browser_that_claims_it_first() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let show =
        |ticket: &str, browser: &str| edge.ask(&Ask::get("/v1/tickets/self").bearer(ticket).browser(browser));
    let claim = |ticket: &str, browser: &str| {
        edge.ask(&Ask::post("/v1/tickets/self/claim").bearer(ticket).browser(browser)).status
    };
    let (first, second) = ("A".repeat(43), format!("B{}", "A".repeat(42)));
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    // Without a browser's key it is rejected and stays unclaimed.
    for none in ["", "x", &"A".repeat(42), &"A".repeat(44), &"!".repeat(43)] {
        assert_eq!((show(&ticket, none).status, claim(&ticket, none)), (401, 401), "{none}");
    }
    // Reading does not claim the ticket: mail scanners that run scripts and browsers of chat apps open
    // links, too.
    for looks in [&second, &first, &second] {
        assert_eq!(show(&ticket, looks).status, 200);
    }
    // A request to a route that the ticket does not permit does not claim it either.
    let mint = Ask::post("/v1/tickets").bearer(&ticket).browser(&second).json(&eiam_request(&wang.eiam));
    assert_eq!(edge.ask(&mint).status, 403);
    assert_eq!(claim(&ticket, &first), 204);
    assert_eq!(claim(&ticket, &first), 204, "a repeated claim succeeds");
    assert_eq!(claim(&ticket, &second), 401);
    assert_eq!(show(&ticket, &first).status, 200);
    let bound = |event: &Event| event.kind == Kind::TicketBound;
    let audited = edge.audited_once("eiam", &wang.eiam, |events| events.iter().any(bound));
    assert_eq!(audited.iter().filter(|event| bound(event)).count(), 1, "{audited:?}");
    let change = Edge::change(&ticket, &wang.eiam, GOOD);
    for other in [second.as_str(), ""] {
        let told = show(&ticket, other);
        assert_eq!((told.status, &told.json()["code"]), (401, &json!("unauthenticated")));
        let told = edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD).browser(other));
        assert_eq!((told.status, told.code().as_str()), (400, "invalid_token"));
    }
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.ask(&change.browser(&first)).status, 200);
    // The first submission also claims the ticket.
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    edge.fault("eiam.change-password", &json!({ "kind": "throttle", "status": 429, "retry_after": 30 }));
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD).browser(&first)).status, 429);
    assert_eq!((show(&ticket, &second).status, show(&ticket, &first).status), (401, 200));
    // The claim survives a restart; a newer ticket is unclaimed again.
    let mut edge = edge;
    edge.stack_mut().restart_worker().unwrap();
    let show = |ticket: &str, browser: &str| {
        edge.ask(&Ask::get("/v1/tickets/self").bearer(ticket).browser(browser)).status
    };
    assert_eq!((show(&ticket, &second), show(&ticket, &first)), (401, 200));
    let newer = edge.ticket(&eiam_request(&wang.eiam));
    let claim = Ask::post("/v1/tickets/self/claim").bearer(&newer).browser(&second);
    assert_eq!(edge.ask(&claim).status, 204);
    assert_eq!((show(&newer, &second), show(&newer, &first)), (200, 401));
}

#[test]
fn an_invalid_ticket_is_rejected() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let ticket = edge.ticket(&eiam_request(&wang.eiam));
    let tag = ticket.split('.').nth(1).unwrap();
    let other_secret = format!("rt1.{tag}.{}", "A".repeat(43));
    let other_account = ticket.replace(tag, &"A".repeat(22));
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let mut answers = Vec::new();
    assert_eq!(edge.shown("").code(), "no-credential");
    for text in [
        "rt1.",
        "rt1.x.y",
        "rt2.a.b",
        ticket.split_at(ticket.len() - 1).0,
        &format!("{ticket}A"),
        &other_secret,
        &other_account,
    ] {
        answers.push((edge.shown(text), edge.ask(&Edge::change(text, &wang.eiam, GOOD))));
    }
    for (shown, told) in &answers {
        assert_eq!((shown.status, &shown.json()["code"]), (401, &json!("unauthenticated")));
        assert_eq!(shown.header("WWW-Authenticate"), "Bearer");
        assert_eq!(told.code(), "invalid_token");
    }
    // Forged tickets leave nothing on the disk: the only object is the account's own.
    let objects = edge.stack().objects().join("reset-subject-v1");
    let kept = std::fs::read_dir(objects).unwrap().flatten().map(|entry| entry.file_name());
    let kept = kept.filter(|name| name.to_string_lossy().ends_with(".sqlite") && name != "metadata.sqlite");
    assert_eq!(kept.count(), 1);
    // A credential of another kind has no ticket to show.
    assert_eq!(edge.shown(&client).status, 401);
    assert_eq!(edge.ask(&Ask::get("/v1/tickets/self")).status, 401);
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.shown(&ticket).status, 200);
}

#[test]
fn minting_names_the_invalid_field() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let token = edge.eiam_token(&edge.stack().clients().tickets);
    let changed = |member: &str, value: Value| {
        let mut request = eiam_request(&wang.eiam);
        request[member] = value;
        request
    };
    for (request, field) in [
        (json!({}), "product"),
        (json!([]), "body"),
        (changed("product", json!("gmail")), "product"),
        (changed("action", json!("reset")), "action"),
        (changed("user_id", json!("")), "user_id"),
        (changed("user_id", json!("a/b")), "user_id"),
        (changed("user_id_type", json!("open_id")), "user_id_type"),
        (changed("identity", json!({ "name": 7 })), "identity.name"),
        (changed("expires_in", json!(601)), "expires_in"),
        (changed("canary", json!("hunter2")), "canary"),
    ] {
        let told = edge.ask(&Ask::post("/v1/tickets").bearer(&token).json(&request));
        assert_eq!((told.status, &told.json()["code"]), (400, &json!("bad-input")), "{request}");
        assert_eq!(told.json()["field"], field, "{}", told.text);
        assert_eq!(told.header("Content-Type"), "application/problem+json");
        assert!(!told.text.contains("hunter2"));
    }
    let post = |content_type: &str, body: String| {
        let ask = Ask::post("/v1/tickets").bearer(&token).header("Content-Type", content_type).raw(body);
        let told = edge.ask(&ask);
        (told.status, told.json()["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(post("application/json", "{".to_owned()), (400, "not-json".to_owned()));
    // Duplicate members are refused, because two parsers may read different values.
    let good = eiam_request(&wang.eiam).to_string();
    for (more, field) in [
        (r#""product":"eiam""#, "product"),
        (r#""\u0075ser_id":"someone-else""#, "user_id"),
        (r#""identity":{"name":"hunter2","name":"x"}"#, "identity.name"),
        (r#""expires_in":1,"expires_in":1"#, "expires_in"),
        (r#""hunter2":1,"hunter2":2"#, "body"),
    ] {
        let ask = Ask::post("/v1/tickets").bearer(&token).header("Content-Type", "application/json");
        let told = edge.ask(&ask.raw(format!("{{{more},{}", good.split_at(1).1)));
        assert_eq!((told.status, &told.json()["code"]), (400, &json!("bad-input")), "{more}");
        assert_eq!(told.json()["field"], field, "{}", told.text);
        assert!(!told.text.contains("hunter2") && !told.text.contains("someone-else"));
    }
    assert_eq!(post("text/plain", "{}".to_owned()), (415, "wrong-content-type".to_owned()));
    let coded = |coding: &str| {
        let ask = Ask::post("/v1/tickets").bearer(&token).header("Content-Type", "application/json");
        edge.ask(&ask.header("Content-Encoding", coding).raw("{}".to_owned()))
    };
    let compressed = coded("gzip");
    assert_eq!((compressed.status, compressed.header("Accept-Encoding")), (415, "identity"));
    assert_eq!(compressed.json()["field"], "Content-Encoding");
    assert_eq!(coded("identity").status, 400, "the body is read, and its members are missing");
    assert_eq!(post("application/json", "x".repeat(17_000)), (413, "body-too-large".to_owned()));
}

#[test]
fn a_tickets_data_of_a_person_is_unreadable_on_the_disk() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let said = ["mingde.ouyang", "欧阳明德某", "13877001234", "ouyang.mingde@beispiel.example"];
    let mut request = Edge::change_ticket(&wang.eiam);
    request["identity"] =
        json!({ "username": said[0], "name": said[1], "phones": [said[2]], "emails": [said[3]] });
    let ticket = edge.ticket(&request);
    let shown = edge.shown(&ticket).text;
    assert!(said.iter().all(|said| shown.contains(said)), "its holder can read it: {shown}");
    let of_the_person = Needles::of(said.map(str::to_owned));
    assert!(!of_the_person.are_below(edge.stack().objects()), "while the ticket is valid");
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, "ouyangmingde*La72")).status, 400);
    assert_eq!(edge.ask(&Edge::change(&ticket, &wang.eiam, GOOD)).status, 200);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.shown(&ticket).status, 401);
    assert!(!of_the_person.are_below(edge.stack().objects()), "after the ticket was used");
    // The same search finds data that does exist.
    let minter = Needles::of(["client:".to_owned() + &edge.stack().clients().tickets.id]);
    assert!(minter.are_below(edge.stack().objects()));
}
