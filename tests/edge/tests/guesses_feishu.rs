//! Questions that Feishu's documentation leaves open, tested with each possible behaviour of the
//! vendor: the edge reports nothing false and loses no answer. `docs/vendors.md` lists the questions
//! with these tests.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use passgate_edge_tests::{Ask, Edge, Told};
use serde_json::{Value, json};

const RESET: &str = "feishu.reset";

/// A stack, and the edge's client for Feishu.
struct World {
    edge: Edge,
    client: String,
}

impl World {
    fn of(edge: Edge) -> Self {
        let client = edge.feishu_token(&edge.stack().clients().feishu);
        Self { edge, client }
    }

    /// The vendor's policy, from the simulator's defaults.
    fn vendor(&self, members: &Value) {
        self.edge.control("PUT", "/_sim/policy/feishu", members);
    }

    /// Sends a request, and compares the answer with what the vendor has done.
    fn reset(&self, user_id: &str, password: &str) -> Told {
        let told = self.edge.ask(&Edge::reset(&self.client, user_id, password));
        let is_new = self.edge.is_password("feishu", user_id, password);
        told.require_true(is_new);
        told
    }

    fn clock(&self, change: &Value) {
        self.edge.control("POST", "/_sim/clock", change);
    }
}

fn seen(told: &Told) -> (u16, String) {
    (told.status, told.code())
}

#[test]
fn the_vendor_decides_which_class_a_character_has() {
    let world = World::of(Edge::unshaped());
    let wang = world.edge.person("wangxiaoming").feishu;
    for (member, password) in [("non_ascii", "密码密码密码密1"), ("space", "abcd efg")] {
        for standing in ["refuse", "ignore", "letter", "symbol"] {
            // A space that counts as a letter leaves one class; a Han character with a digit makes two.
            let is_taken =
                matches!((member, standing), ("non_ascii", "letter" | "symbol") | ("space", "symbol"));
            world.vendor(&json!({ "daily_limit": null, "rate": null, member: standing }));
            let before = world.edge.arrived(RESET);
            let told = world.reset(&wang, password);
            assert_eq!(world.edge.arrived(RESET), before + 1, "only the vendor knows: {password}");
            let expected = if is_taken { (200, "0") } else { (400, "1050022") };
            assert_eq!((told.status, told.code().as_str()), expected, "{member} {standing}");
            world.reset(&wang, "Tide*Lamp72");
        }
    }
}

#[test]
fn a_daily_limit_is_reported_wherever_the_day_ends() {
    let world = World::of(Edge::unshaped());
    // 20:00 in China; midnight in China; midnight UTC; a day later.
    let moments =
        ["2026-05-01T12:00:00Z", "2026-05-01T16:00:00Z", "2026-05-02T00:00:00Z", "2026-05-02T12:00:00Z"];
    for (ends, next) in [("midnight-in-china", 1), ("midnight-utc", 2), ("after-a-day", 3)] {
        world.edge.control("POST", "/_sim/reset-all", &Value::Null);
        let wang = world.edge.person("wangxiaoming").feishu;
        world.vendor(&json!({ "daily_limit": 1, "rate": null, "day_ends": ends }));
        world.clock(&json!({ "frozen": true, "set": moments[0] }));
        assert_eq!(world.reset(&wang, "Tide*Lamp70").status, 200, "{ends}");
        for (index, moment) in moments.iter().enumerate().take(next + 1) {
            world.clock(&json!({ "set": moment }));
            let told = world.reset(&wang, &format!("Tide*Lamp8{index}"));
            if index == next {
                assert_eq!(told.status, 200, "{ends} {moment}: {}", told.text);
            } else {
                assert_eq!(seen(&told), (400, "1050023".to_owned()), "{ends} {moment}");
                assert_eq!(told.outcome(), "daily-limit");
                // The page's advice, and the end of the day in China: an interpretation, documented in
                // docs/vendors.md.
                let wait = told.header("Retry-After").parse::<u32>().unwrap();
                assert!((1..=86_400).contains(&wait), "{wait}");
                assert_eq!(told.json()["advice"]["zh-CN"], "请次日再进行尝试");
            }
        }
    }
}

#[test]
fn a_daily_limit_is_reported_for_account_and_tenant_counts() {
    let world = World::of(Edge::unshaped());
    for (counts, other) in [("account", (200, "0")), ("tenant", (400, "1050023"))] {
        world.edge.control("POST", "/_sim/reset-all", &Value::Null);
        let [wang, lv] = ["wangxiaoming", "lvmeili"].map(|username| world.edge.person(username).feishu);
        world.vendor(&json!({ "daily_limit": 1, "rate": null, "daily_count": counts }));
        assert_eq!(world.reset(&wang, "Tide*Lamp70").status, 200);
        assert_eq!(seen(&world.reset(&wang, "Tide*Lamp71")), (400, "1050023".to_owned()));
        let told = world.reset(&lv, "Tide*Lamp72");
        assert_eq!((told.status, told.code().as_str()), other, "{counts}");
    }
}

#[test]
fn a_missing_permission_is_a_configuration_error_in_any_form() {
    let world = World::of(Edge::unshaped());
    let wang = world.edge.person("wangxiaoming");
    let apps = world.edge.control("GET", "/_sim/apps", &Value::Null);
    let app = apps["apps"][0]["app_id"].as_str().unwrap().to_owned();
    let permit = |scopes: Value| {
        world.edge.control("PATCH", &format!("/_sim/apps/{app}"), &json!({ "scopes": scopes }));
    };
    let request = json!({
        "product": "feishu", "action": "reset", "user_id": wang.feishu, "user_id_type": "user_id",
    });
    let ticket = world.edge.ticket(&request);
    let attempts = || world.edge.shown(&ticket).json()["attempts_left"].clone();
    let before = attempts();
    for status in [400, 403, 200] {
        world.vendor(&json!({ "rate": null, "missing_scope_status": status }));
        // Without any permission, and with that of the call but not of the field.
        for scopes in [json!([]), json!(["admin:ent_email_password"])] {
            permit(scopes);
            let told = world.edge.ask(&Edge::reset(&ticket, &wang.feishu, "Tide*Lamp72"));
            assert_eq!(seen(&told), (500, "999000500".to_owned()), "{status}");
            assert_eq!(told.outcome(), "misconfigured");
            assert_eq!(attempts(), before, "{status}");
        }
    }
    world.vendor(&json!({ "rate": null, "missing_field_scope": "hides-a-field" }));
    assert_eq!(world.edge.ask(&Edge::reset(&ticket, &wang.feishu, "Tide*Lamp72")).status, 200);
    assert!(world.edge.is_password("feishu", &wang.feishu, "Tide*Lamp72"));
}

#[test]
fn two_hundred_characters_in_any_unit() {
    let world = World::of(Edge::unshaped());
    let long = "号".repeat(150);
    let ask = |user_id: &str| {
        world.edge.ask(
            &Ask::post("/open-apis/admin/v1/password/reset?user_id_type=open_id")
                .bearer(&world.client)
                .json(&json!({ "password": { "ent_email_password": "Tide*Lamp72" }, "user_id": user_id })),
        )
    };
    for (unit, code, outcome) in [
        ("code-point", "99992351", "user-not-found"),
        ("utf16", "99992351", "user-not-found"),
        ("grapheme", "99992351", "user-not-found"),
        ("byte", "99992402", "bad-request"),
    ] {
        world.vendor(&json!({ "rate": null, "user_id_unit": unit }));
        let told = ask(&long);
        assert_eq!((told.status, told.code().as_str(), told.outcome().as_str()), (400, code, outcome));
        assert!(!told.text.contains(&long));
    }
    // An id that is too long in all units but one is never sent.
    let before = world.edge.arrived(RESET);
    let told = ask(&"号".repeat(201));
    assert_eq!((seen(&told), world.edge.arrived(RESET)), ((400, "99992402".to_owned()), before));
}

#[test]
fn the_pages_codes_at_http_200_and_in_any_language() {
    let world = World::of(Edge::unshaped());
    let (wang, zhao) = (world.edge.person("wangxiaoming").feishu, world.edge.person("zhaolei").feishu);
    for status in [400, 200] {
        let messages = json!({ "1050022": "パスワードの形式が無効です" });
        let policy = json!({ "min": 14, "rate": null, "error_status": status, "messages": messages });
        world.vendor(&policy);
        let told = world.reset(&wang, "Tide*Lamp72");
        assert_eq!(seen(&told), (400, "1050022".to_owned()), "{status}");
        assert_eq!(told.json()["msg"], "パスワードの形式が無効です");
        assert_eq!(seen(&world.reset(&zhao, "Tide*Lamp72")), (400, "1050024".to_owned()), "{status}");
        world.vendor(&json!({ "daily_limit": 0, "rate": null, "error_status": status }));
        assert_eq!(seen(&world.reset(&wang, "Tide*Lamp72")), (400, "1050023".to_owned()), "{status}");
    }
    for is_exact in [false, true] {
        world.vendor(&json!({ "rate": null, "exact_content_type": is_exact }));
        assert_eq!(world.reset(&wang, "Tide*Lamp72").status, 200);
    }
}

#[test]
fn refused_calls_may_count_and_no_reset_is_lost() {
    // The edge is faster than the vendor allows, so the vendor refuses some calls.
    let edge = Edge::configured(&json!({ "products": { "feishu": {
        "breaker": "off", "rate": { "vendor_per_second": 1000, "per_second": 900, "burst": 50 },
    } } }));
    let world = World::of(edge);
    world.edge.control("POST", "/_sim/users/numbered", &json!({ "count": 12, "prefix": "n" }));
    let people = world.edge.numbered_people();
    for (round, (counts_refused, tells)) in
        [(false, "own"), (true, "own"), (true, "retry-after"), (false, "nothing")].into_iter().enumerate()
    {
        let rate = json!({ "limit": 3, "window_ms": 1000, "counts_refused": counts_refused, "tells": tells });
        world.vendor(&json!({ "daily_limit": null, "rate": rate }));
        let password = format!("Tide*Lamp7{round}");
        let asks: Vec<Ask> =
            people.iter().map(|person| Edge::reset(&world.client, &person.feishu, &password)).collect();
        let before = world.edge.seen(RESET).1;
        let all = world.edge.ask_at_once(&asks);
        let mut done = 0;
        for (person, told) in people.iter().zip(&all) {
            let is_new = world.edge.is_password("feishu", &person.feishu, &password);
            let word = told.outcome();
            assert!(
                ["done", "too-often"].contains(&word.as_str()),
                "{counts_refused} {tells}: {}",
                told.text
            );
            assert_eq!(is_new, word == "done", "{counts_refused} {tells}: {}", told.text);
            assert_eq!(told.header("Retry-After").is_empty(), is_new, "{told:?}");
            done += u64::from(is_new);
        }
        assert!(done >= 3 && world.edge.seen(RESET).1 - before == done, "{done}");
        std::thread::sleep(std::time::Duration::from_millis(2_500));
    }
}

#[test]
fn an_edge_that_is_slower_than_its_vendor_is_never_refused() {
    let rate = json!({ "vendor_per_second": 4, "per_second": 3, "burst": 1 });
    let world = World::of(Edge::configured(&json!({ "products": { "feishu": { "rate": rate } } })));
    world.edge.control("POST", "/_sim/users/numbered", &json!({ "count": 8, "prefix": "n" }));
    let people = world.edge.numbered_people();
    for (round, counts_refused) in [false, true].into_iter().enumerate() {
        let rate = json!({ "limit": 4, "window_ms": 1000, "counts_refused": counts_refused });
        world.vendor(&json!({ "daily_limit": null, "rate": rate }));
        let password = format!("Tide*Lamp7{round}");
        let asks: Vec<Ask> =
            people.iter().map(|person| Edge::reset(&world.client, &person.feishu, &password)).collect();
        let (arrived, executed) = world.edge.seen(RESET);
        let all = world.edge.ask_at_once(&asks);
        // A request that would wait too long is refused before anything is sent.
        let done = all.iter().filter(|told| told.outcome() == "done").count() as u64;
        assert!(all.iter().all(|told| ["done", "too-often"].contains(&told.outcome().as_str())));
        let now = world.edge.seen(RESET);
        assert!(done >= 4, "{done}");
        assert_eq!((now.0 - arrived, now.1 - executed), (done, done), "{counts_refused}");
    }
}
