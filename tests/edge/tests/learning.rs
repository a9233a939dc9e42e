//! What the edge learns from a vendor's refusal: a limit for the refused account at once, and an unsure
//! row for all other accounts until enough accounts agree. Nothing learned can lock an account out.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::process::Command;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use serde_json::{Value, json};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Nine and ten characters, which the shipped policy accepts.
const NINE: &str = "Tz~5820kQ";
const TEN: &str = "Tz~5820kQ1";

fn token(edge: &Edge) -> String {
    edge.eiam_token(&edge.stack().clients().eiam)
}

fn change(edge: &Edge, user_id: &str, password: &str) -> Told {
    edge.ask(&Edge::change(&token(edge), user_id, password))
}

/// The rule with that name in a policy document.
fn rule(policy: &Value, name: &str) -> Value {
    let mut rules = policy["rules"].as_array().unwrap().iter();
    rules.find(|rule| rule["rule"] == name).cloned().unwrap()
}

fn policy_for_all(edge: &Edge) -> Told {
    edge.ask(&Ask::get("/v1/policies/eiam"))
}

/// The policy that the account's ticket shows, with its entity tag.
fn own(edge: &Edge, user_id: &str) -> (Value, String) {
    let shown = edge.shown(&edge.ticket(&Edge::change_ticket(user_id))).json();
    (shown["policy"].clone(), shown["policy_etag"].as_str().unwrap().to_owned())
}

/// How many changes arrived at the vendor.
fn arrived(edge: &Edge) -> u64 {
    edge.arrived("eiam.change-password")
}

/// Makes the vendor refuse the next password with this code and message, for any account.
fn refuse_next(edge: &Edge, code: &str, message: &str) {
    edge.fault("eiam.change-password", &json!({ "kind": "answer", "code": code, "message": message }));
}

#[test]
fn a_limit_applies_to_the_refused_account_and_is_unsure_for_others() {
    let mut edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let before = policy_for_all(&edge).header("ETag").to_owned();
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    let told = change(&edge, &wang, NINE);
    assert_eq!((told.code().as_str(), arrived(&edge)), ("PWD.0002", 1));
    // The edge refuses the account's next password of that length, from any caller.
    let told = change(&edge, &wang, "Vb~5820kQ");
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0002", vec!["too-short".to_owned()]));
    assert_eq!(told.json()["violations"][0]["min"], 12);
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    assert_eq!(edge.ask(&Edge::change(&user, &wang, "Vb~5820kQ")).code(), "PWD.0002");
    assert_eq!(arrived(&edge), 1);
    let check = |edge: &Edge| {
        // The account's ticket shows the limit; the policy for all others shows an unsure row.
        let (policy, tag) = own(edge, &wang);
        let length = rule(&policy, "length");
        assert_eq!(
            (&length["min"], &length["max"], &length["reported"]),
            (&json!(12), &json!(18), &Value::Null)
        );
        let public = policy_for_all(edge);
        let length = rule(&public.json(), "length");
        let reported = json!({ "min": 12, "max": 18 });
        assert_eq!((&length["min"], &length["max"], &length["reported"]), (&json!(8), &json!(18), &reported));
        assert_eq!(own(edge, &lv).1, public.header("ETag"));
        assert!(tag != public.header("ETag") && public.header("ETag") != before);
    };
    check(&edge);
    // Another account's password is sent to the vendor, which decides.
    assert_eq!((change(&edge, &lv, NINE).code().as_str(), arrived(&edge)), ("PWD.0002", 2));
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(change(&edge, &wang, "Vb~5820kQ").code(), "PWD.0002");
    assert_eq!((change(&edge, &wang, "Tz~5820kQ.Mb4").status, arrived(&edge)), (200, 3));
}

#[test]
fn a_tickets_page_gets_the_accounts_own_policy() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let ticket = edge.ticket(&Edge::change_ticket(&wang));
    let tag = |told: &Told| told.header("Passgate-Policy").to_owned();
    let shown = |edge: &Edge| edge.shown(&ticket).json()["policy_etag"].as_str().unwrap().to_owned();
    let ask = |password: &str, named: &str| {
        edge.ask(&Edge::change(&ticket, &wang, password).header("Passgate-Policy", named))
    };
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    let first = shown(&edge);
    // The refusal itself has changed the policy.
    let told = ask(NINE, &first);
    let second = shown(&edge);
    assert_eq!((told.code().as_str(), tag(&told)), ("PWD.0002", second.clone()));
    assert_ne!(first, second);
    assert_eq!(tag(&ask(NINE, &second)), "");
    assert_eq!(tag(&ask(NINE, policy_for_all(&edge).header("ETag"))), second);
    // Other callers can only read the policy for all accounts.
    let client = |named: &str| {
        tag(&edge.ask(&Edge::change(&token(&edge), &wang, NINE).header("Passgate-Policy", named)))
    };
    assert_eq!(client(policy_for_all(&edge).header("ETag")), "");
    assert_eq!(client(&first), policy_for_all(&edge).header("ETag"));
}

#[test]
fn a_limit_applies_to_all_accounts_when_several_agree_and_never_by_one() {
    let edge = Edge::with_people(4);
    let people: Vec<String> = edge.numbered_people().into_iter().map(|person| person.eiam).collect();
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    assert_eq!(change(&edge, &people[0], NINE).code(), "PWD.0002");
    // One account repeatedly: the refusals were of shorter passwords and say nothing about longer ones.
    refuse_next(&edge, "PWD.0002", "密码长度为13~18个字符");
    for number in 0..6 {
        assert_eq!(change(&edge, &people[0], &format!("Tz~5820kQ.M{number}")).code(), "PWD.0002");
    }
    assert_eq!(rule(&policy_for_all(&edge).json(), "length")["min"], 8);
    for (account, asked) in [(&people[0], 3), (&people[1], 4), (&people[2], 5)] {
        refuse_next(&edge, "PWD.0002", "密码长度为14~18个字符");
        let told = change(&edge, account, "Tz~5820kQ.Mb4");
        assert_eq!((told.code().as_str(), arrived(&edge)), ("PWD.0002", asked), "{}", told.text);
    }
    let length = rule(&policy_for_all(&edge).json(), "length");
    assert_eq!((&length["min"], &length["reported"]), (&json!(14), &Value::Null));
    let told = change(&edge, &people[3], "Tz~5820kQ.Mb4");
    assert_eq!((told.code().as_str(), arrived(&edge)), ("PWD.0002", 5), "it was never sent");
}

#[test]
fn a_length_that_contradicts_the_configured_policy_locks_no_account_out() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    edge.vendor_policy("eiam", &json!({ "min": 20, "max": 30 }));
    let long = "Tz~5820kQ.Mb4w_Rw3hN8*";
    assert_eq!(
        (change(&edge, &wang, long).code().as_str(), arrived(&edge)),
        ("PWD.0002", 0),
        "configured: 18"
    );
    let told = change(&edge, &wang, TEN);
    let violations = json!([{ "code": "wrong-length", "min": 20, "max": 30 }]);
    assert_eq!(
        (told.code().as_str(), &told.json()["violations"], arrived(&edge)),
        ("PWD.0002", &violations, 1)
    );
    // The account's own policy is now the vendor's, and has the limits that the document had.
    let length = rule(&own(&edge, &wang).0, "length");
    assert_eq!((&length["min"], &length["max"]), (&json!(20), &json!(30)));
    assert_eq!(length["documented"], json!({ "min": 8, "max": 18 }));
    assert_eq!(own(&edge, &lv).1, configured);
    let told = change(&edge, &wang, "Vb~5820kQ1");
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0002", vec!["too-short".to_owned()]));
    assert_eq!((change(&edge, &wang, long).status, arrived(&edge)), (200, 2));
    // The limit is reverted if the vendor's policy is the documented one after all.
    edge.vendor_policy("eiam", &json!({ "min": 8, "max": 18 }));
    assert_eq!(change(&edge, &wang, "Vb~5820kQ.Mb4w_Rw3hN8*").code(), "PWD.0002");
    assert_eq!((change(&edge, &wang, "Vb~5820kQ1").status, arrived(&edge)), (200, 4));
}

#[test]
fn a_limit_ends_when_the_vendor_accepts_a_password_it_forbids() {
    let mut edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    // A wrong message, which the vendor then contradicts.
    refuse_next(&edge, "PWD.0002", "密码长度为14~18个字符");
    assert_eq!(change(&edge, &wang, TEN).code(), "PWD.0002");
    assert_eq!((change(&edge, &wang, TEN).code().as_str(), arrived(&edge)), ("PWD.0002", 1));
    assert_ne!(policy_for_all(&edge).header("ETag"), configured);
    // Another account's ten characters are still sent, so that the vendor decides.
    assert_eq!(change(&edge, &lv, TEN).status, 200);
    assert_eq!(policy_for_all(&edge).header("ETag"), configured);
    assert_eq!(change(&edge, &wang, "Vb~5820kQ1").status, 200);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(policy_for_all(&edge).header("ETag"), configured);
}

#[test]
fn a_limit_ends_after_thirty_days_even_if_the_clock_jumps() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    let teach = |edge: &Edge| {
        refuse_next(edge, "PWD.0002", "密码长度为14~18个字符");
        assert_eq!(change(edge, &wang, TEN).code(), "PWD.0002");
        assert_ne!(policy_for_all(edge).header("ETag"), configured);
    };
    // Learned while the clock was a year ahead, for a short time.
    edge.move_clock(365 * DAY);
    teach(&edge);
    for (ahead, holds) in
        [(Duration::ZERO, true), (29 * DAY, true), (30 * DAY + Duration::from_secs(60), false)]
    {
        edge.move_clock(ahead);
        let holds_now = policy_for_all(&edge).header("ETag") != configured;
        assert_eq!(holds_now, holds, "{ahead:?}");
        assert_eq!(change(&edge, &wang, "short").code(), "PWD.0002");
    }
    edge.move_clock(Duration::ZERO);
    assert_eq!(change(&edge, &wang, TEN).status, 200);
    // The same if the gate restarted in the meantime.
    edge.move_clock(365 * DAY);
    teach(&edge);
    edge.stack_mut().restart_worker().unwrap();
    assert_ne!(policy_for_all(&edge).header("ETag"), configured);
    edge.move_clock(31 * DAY);
    assert_eq!(policy_for_all(&edge).header("ETag"), configured);
}

#[test]
fn another_configured_policy_or_disabled_learning_ends_a_limit() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let teach = |edge: &Edge| {
        refuse_next(edge, "PWD.0002", "密码长度为14~18个字符");
        assert_eq!(change(edge, &wang, TEN).code(), "PWD.0002");
    };
    let reported = |edge: &Edge| rule(&policy_for_all(edge).json(), "length")["reported"].clone();
    teach(&edge);
    let policy = |min: u32| json!({ "product": "eiam", "rules": [{ "rule": "length", "min": min, "max": 18 }, { "rule": "history" }] });
    let patch = |policy: &Value, learning: &str| json!({ "products": { "eiam": { "policy": policy, "learning": learning } } });
    edge.stack_mut().reconfigure_worker(&patch(&policy(9), "on")).unwrap();
    assert_eq!(reported(&edge), Value::Null);
    assert_eq!(change(&edge, &wang, TEN).status, 200);
    teach(&edge);
    // The same policy keeps the limits.
    edge.stack_mut().reconfigure_worker(&patch(&policy(9), "on")).unwrap();
    assert_eq!(reported(&edge), json!({ "min": 14, "max": 18 }));
    // Without an issuer and without a client with the right, by the configuration only.
    edge.stack_mut().reconfigure_worker(&patch(&policy(9), "off")).unwrap();
    assert_eq!(reported(&edge), Value::Null);
    teach(&edge);
    assert_eq!(reported(&edge), Value::Null);
    assert_eq!(change(&edge, &wang, "Vb~5820kQ1").status, 200);
    edge.stack_mut().reconfigure_worker(&patch(&policy(9), "on")).unwrap();
    assert_eq!(reported(&edge), Value::Null, "nothing was learned meanwhile");
}

#[test]
fn a_message_that_repeats_the_account_teaches_nothing() {
    let edge = Edge::start();
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    let unlearned = |user_id: &str| {
        assert_eq!(policy_for_all(&edge).header("ETag"), configured, "{user_id}");
        assert_eq!(own(&edge, user_id).1, configured, "{user_id}");
    };
    // The account's id consists of two numbers. The message contains it as is, and in another form.
    for message in
        ["用户 16-17 的密码长度不符合要求", "用户１６－１７的密码长度不符合要求", "密码长度为16~17个字符"]
    {
        refuse_next(&edge, "PWD.0002", message);
        let told = change(&edge, "16-17", TEN);
        let violations = told.json()["violations"].clone();
        assert_eq!((told.code().as_str(), violations), ("PWD.0002", json!([{ "code": "wrong-length" }])));
        unlearned("16-17");
    }
    // The ticket's data of the person is checked too.
    let request = json!({
        "product": "eiam", "action": "change-password", "user_id": "u-1",
        "identity": {
            "username": "emp16-17", "phones": ["+86 138 0012 0018"], "emails": ["xm14.18@corp.example"],
        },
    });
    for message in ["EMP16-17: 密码长度不符合要求", "xm14.18@corp.example", "13800120018 的长度为 14~18"]
    {
        let ticket = edge.ticket(&request);
        refuse_next(&edge, "PWD.0002", message);
        let told = edge.ask(&Edge::change(&ticket, "u-1", TEN));
        assert_eq!(told.json()["violations"], json!([{ "code": "wrong-length" }]), "{message}");
        unlearned("u-1");
    }
    // The same account with a genuine message.
    refuse_next(&edge, "PWD.0002", "密码长度为14~18个字符");
    assert_eq!(change(&edge, "u-1", TEN).code(), "PWD.0002");
    assert_ne!(own(&edge, "u-1").1, configured);
}

#[test]
fn a_limit_that_does_not_explain_the_refusal_is_not_learned() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    for (code, message) in [
        // Ten characters.
        ("PWD.0002", "密码长度为9~11个字符"),
        ("PWD.0002", "密码长度为8~18个字符"),
        // Limits that no policy has.
        ("PWD.0002", "密码长度为256~256个字符"),
        ("PWD.0002", "密码长度为100~200个字符"),
        ("PWD.0002", "密码长度为8~5000个字符"),
        ("PWD.0002", "密码长度为0~9个字符"),
        ("PWD.0002", "密码长度为2~3个字符"),
        ("PWD.0002", "密码长度为18~14个字符"),
        // No character twice in a row.
        ("PWD.0008", "密码中最大字符重复数不能超过1个"),
        ("PWD.0008", "密码中最大字符重复数不能超过0个"),
    ] {
        refuse_next(&edge, code, message);
        assert_eq!(change(&edge, &wang, TEN).code(), code, "{message}");
        assert_eq!(policy_for_all(&edge).header("ETag"), configured, "{message}");
        assert_eq!(own(&edge, &wang).1, configured, "{message}");
    }
    let before = arrived(&edge);
    assert_eq!((change(&edge, &wang, TEN).status, arrived(&edge)), (200, before + 1));
}

#[test]
fn the_number_of_repetitions_is_learned_for_that_product_only() {
    let edge = Edge::start();
    let (wang, lv) = (edge.person("wangxiaoming").eiam, edge.person("lvmeili").eiam);
    let feishu = edge.ask(&Ask::get("/v1/policies/feishu")).header("ETag").to_owned();
    edge.vendor_policy("eiam", &json!({ "repeats": { "count": "run", "max": 1 } }));
    assert_eq!((change(&edge, &wang, "Tiide*Lamp72").code().as_str(), arrived(&edge)), ("PWD.0008", 1));
    let repetition = rule(&policy_for_all(&edge).json(), "repetition");
    assert_eq!((&repetition["max"], &repetition["reported"]), (&json!(2), &json!({ "max": 1 })));
    assert_eq!(rule(&own(&edge, &wang).0, "repetition")["max"], 1);
    let told = change(&edge, &wang, "Tide*Laamp72");
    assert_eq!((told.code().as_str(), told.violations()), ("PWD.0008", vec!["too-repetitive".to_owned()]));
    assert_eq!(arrived(&edge), 1, "it was never sent");
    assert_eq!(change(&edge, &wang, "Tide*Lamp72").status, 200);
    // The vendor accepts it for another account: the limit is removed.
    edge.vendor_policy("eiam", &json!({ "repeats": { "count": "run", "max": 2 } }));
    assert_eq!(change(&edge, &lv, "Tide*Laamp72").status, 200);
    assert_eq!(rule(&policy_for_all(&edge).json(), "repetition")["reported"], Value::Null);
    assert_eq!(change(&edge, &wang, "Tide*Laamp73").status, 200);
    assert_eq!(edge.ask(&Ask::get("/v1/policies/feishu")).header("ETag"), feishu);
}

#[test]
fn data_of_the_previous_version_is_migrated_without_its_learned_limits() {
    let mut edge = Edge::start();
    let wang = edge.person("wangxiaoming").eiam;
    let configured = policy_for_all(&edge).header("ETag").to_owned();
    assert_eq!(change(&edge, &wang, "Tide*Lamp71").status, 200);
    assert_eq!(change(&edge, &wang, "Tide*Lamp71").code(), "PWD.0007");
    edge.stack_mut().kill_worker();
    // With that version's schema, and with a limit that one refusal had set for all accounts.
    let script = r#"
import pathlib, sqlite3, sys
gates = 0
for path in pathlib.Path(sys.argv[1]).glob("vendor-gate-v1/*.sqlite"):
    gate = sqlite3.connect(path)
    if not gate.execute("SELECT name FROM sqlite_master WHERE name = 'limits'").fetchall():
        continue
    gate.executescript("""
        DROP TABLE limits;
        CREATE TABLE learned (violation TEXT PRIMARY KEY, at_ms INTEGER NOT NULL);
        INSERT INTO learned VALUES ('{"code":"wrong-length","min":16,"max":17}', 1);
        DELETE FROM migrations WHERE step >= 3;
    """)
    gate.commit()
    gate.close()
    gates += 1
assert gates > 0
"#;
    let status = Command::new("python3").args(["-c", script]).arg(edge.stack().objects()).status();
    assert!(status.unwrap().success());
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(policy_for_all(&edge).header("ETag"), configured);
    assert_eq!(change(&edge, &wang, TEN).status, 200);
    // The counts are still there, and limits are learned as usual.
    let auditor = IdToken::of(&edge, "lvmeili").auditor().issue(&edge);
    let drift = edge.ask(&Ask::get("/v1/drift").bearer(&auditor)).json();
    let eiam = drift["products"].as_array().unwrap().iter().find(|entry| entry["product"] == "eiam").unwrap();
    assert_eq!((&eiam["rules"][0]["rule"], &eiam["learned"]), (&json!("history"), &json!([])));
    refuse_next(&edge, "PWD.0002", "密码长度为14~18个字符");
    assert_eq!(change(&edge, &wang, TEN).code(), "PWD.0002");
    assert_eq!(rule(&own(&edge, &wang).0, "length")["min"], 14);
}
