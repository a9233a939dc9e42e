//! Questions that EIAM's documentation leaves open, tested with each possible behaviour of the vendor:
//! the edge reports nothing false and loses no answer. `docs/vendors.md` lists the questions with these
//! tests.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use passgate_edge_tests::{Ask, Edge, Person, Told};
use serde_json::{Value, json};

const CHANGE: &str = "eiam.change-password";

/// A stack, and the edge's client for the EIAM.
struct World {
    edge: Edge,
    client: String,
}

impl World {
    fn start() -> Self {
        let edge = Edge::unshaped();
        let client = edge.eiam_token(&edge.stack().clients().eiam);
        Self { edge, client }
    }

    /// The vendor's policy, from the simulator's defaults.
    fn vendor(&self, members: &Value) {
        self.edge.control("PUT", "/_sim/policy/eiam", members);
    }

    fn change(&self, credential: &str, user_id: &str, password: &str) -> Told {
        self.ask(&Edge::change(credential, user_id, password), user_id, password)
    }

    fn by_client(&self, user_id: &str, password: &str) -> Told {
        self.change(&self.client, user_id, password)
    }

    /// Sends a request, and compares the answer with what the vendor has done.
    fn ask(&self, ask: &Ask, user_id: &str, password: &str) -> Told {
        let told = self.edge.ask(ask);
        let is_new = self.edge.is_password("eiam", user_id, password);
        told.require_true(is_new);
        told
    }

    /// A link for that person, with the data of a directory.
    fn link(&self, person: &Person, identity: &Value) -> String {
        let mut request = Edge::change_ticket(&person.eiam);
        request["identity"] = identity.clone();
        self.edge.ticket(&request)
    }

    fn attempts_left(&self, ticket: &str) -> Value {
        self.edge.shown(ticket).json()["attempts_left"].clone()
    }

    fn tag(&self) -> String {
        self.edge.ask(&Ask::get("/v1/policies/eiam")).header("ETag").to_owned()
    }
}

/// The code, or the outcome if there is none.
fn code(told: &Told) -> String {
    let code = told.code();
    if code.is_empty() { told.outcome() } else { code }
}

#[test]
fn a_vendor_may_compare_identities_either_way() {
    let world = World::start();
    let person = json!({
        "username": "Lv.X9z", "name": "吕娜", "pinyin": [["lü"], ["na"]], "phone": "+8613810138010",
        "email": "q7w@h2k@example.com",
    });
    world.edge.control("POST", "/_sim/users", &person);
    let person = world.edge.person("Lv.X9z");
    let identity = json!({
        "username": "Lv.X9z", "name": "吕娜", "phones": ["+8613810138010"], "emails": ["q7w@h2k@example.com"],
    });
    for (setting, value, password, as_shipped, otherwise) in [
        ("case_sensitive", json!(true), "A!lv.x9z#81", "PWD.0009", "done"),
        ("email_prefix", json!("last-at"), "Z!q7w#Tide5", "PWD.0009", "done"),
        ("country_code", json!("kept"), "Y!13810138010", "PWD.0009", "done"),
        ("umlaut", json!(["v"]), "Lyuna*2025Z", "PWD.0009", "done"),
        ("umlaut", json!(["u", "yu"]), "Lvna*2025Z#", "PWD.0009", "done"),
    ] {
        for (matching, expected) in [(json!({}), as_shipped), (json!({ setting: value }), otherwise)] {
            world.vendor(&json!({ "history": 0, "matching": matching }));
            // The edge has no data of the person, so only the vendor can compare.
            let told = world.by_client(&person.eiam, password);
            assert_eq!(code(&told), expected, "{matching} {password}");
            // A link has data of the person, and the edge takes the page's wording in the widest sense.
            // It may therefore refuse a password that such a vendor would accept, names the rule, and
            // sends nothing.
            let ticket = world.link(&person, &identity);
            let before = world.edge.arrived(CHANGE);
            let told = world.edge.ask(&Edge::change(&ticket, &person.eiam, password));
            assert_eq!((told.outcome().as_str(), code(&told).as_str()), ("refused-password", "PWD.0009"));
            assert_eq!(told.violations(), ["contains-identity"], "{matching} {password}");
            let is_sent = world.edge.arrived(CHANGE) > before;
            assert!(!is_sent, "{matching} {password}: {}", told.text);
        }
    }
}

#[test]
fn a_vendor_may_compare_user_names_with_or_without_letter_case() {
    let world = World::start();
    let person = json!({ "username": "Sanlin.9x72", "name": "", "eiam": { "user_id": "lin-3" } });
    world.edge.control("POST", "/_sim/users", &person);
    for (is_sensitive, expected) in [(false, ["PWD.0003", "PWD.0004"]), (true, ["done", "done"])] {
        world
            .vendor(&json!({ "history": 0, "identity": [], "matching": { "case_sensitive": is_sensitive } }));
        for (password, expected) in ["SANLIN.9x72", "27X9.nilnas"].into_iter().zip(expected) {
            assert_eq!(code(&world.by_client("lin-3", password)), expected, "{password} {is_sensitive}");
        }
    }
}

#[test]
fn a_vendor_may_match_weak_passwords_whole_or_in_part() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    for (weak, password, expected) in
        [("whole", "Tide*Lamp72", "done"), ("contains", "Tide*Lamp73", "PWD.0006")]
    {
        world.vendor(&json!({ "weak": ["lamp"], "history": 0, "matching": { "weak": weak } }));
        let ticket = world.link(&wang, &json!({}));
        let before = world.attempts_left(&ticket).as_u64().unwrap();
        let told = world.change(&ticket, &wang.eiam, password);
        assert_eq!(code(&told), expected);
        if expected == "PWD.0006" {
            assert_eq!(told.violations(), ["too-common"]);
            assert_eq!(world.attempts_left(&ticket), before - 1);
        }
    }
}

#[test]
fn topiams_open_validator_is_passed_on() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    let nickname = json!({ "nickname": { "text": "Lele", "pinyin": [["le"], ["le"]] } });
    world.edge.control("PATCH", "/_sim/users/wangxiaoming", &nickname);
    let identity = json!({ "username": "wangxiaoming", "name": "王小明", "names": ["Lele"] });
    // Initials anywhere, a first syllable with initials, and a nickname: only some vendors refuse
    // these, so the edge sends them.
    for password in ["Xqwxmz#2024a", "Q!7wangxm#Z", "A!7Lele#Z9"] {
        for (validator, expected) in [("page", "done"), ("topiam", "PWD.0009")] {
            world.vendor(&json!({ "validator": validator, "min": 6, "max": 20, "history": 0, "weak": [] }));
            let other = world.by_client(&wang.eiam, "Tide*Lamp72");
            assert_eq!(other.status, 200, "{}", other.text);
            let ticket = world.link(&wang, &identity);
            let told = world.change(&ticket, &wang.eiam, password);
            assert_eq!(code(&told), expected, "{validator} {password}");
            if expected == "PWD.0009" {
                assert_eq!(told.violations(), ["contains-identity"]);
                let says = "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音";
                assert_eq!(told.json()["error_msg"], says);
                // The link is still valid for another password.
                assert_eq!(world.change(&ticket, &wang.eiam, "Tide*Lamp73").status, 200);
            }
        }
    }
}

#[test]
fn the_vendors_first_code_is_passed_on() {
    let world = World::start();
    // Fewer than fourteen characters, and weak. The edge then refuses such passwords for this account.
    for (username, order, expected, violation) in [
        ("wangxiaoming", "first-code", "PWD.0002", "wrong-length"),
        ("lvmeili", "last-code", "PWD.0006", "too-common"),
    ] {
        world.vendor(&json!({ "min": 14, "weak": ["Tide*Lamp72"], "answers": { "order": order } }));
        let told = world.by_client(&world.edge.person(username).eiam, "Tide*Lamp72");
        assert_eq!((code(&told).as_str(), told.violations()), (expected, vec![violation.to_owned()]));
    }
}

#[test]
fn an_error_at_http_200_is_an_error() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    for status in [400, 200] {
        let rest = |username: &str, mode: &str| {
            world.edge.ask(&Edge::rest(&world.client, &world.edge.person(username).eiam, mode))
        };
        world.vendor(&json!({ "weak": ["Tide*Lamp72"], "answers": { "error_status": status } }));
        let told = world.by_client(&wang.eiam, "Tide*Lamp72");
        assert_eq!((told.status, told.code().as_str()), (400, "PWD.0006"), "{status}");
        let told = world.edge.ask(&Edge::change(&world.client, "nobody", "Tide*Lamp73"));
        assert_eq!((told.status, told.code().as_str()), (400, "USER.0001"), "{status}");
        for (username, mode, code) in [("zhoumin", "SMS", "USER.0011"), ("wutong", "EMAIL", "USER.0012")] {
            let told = rest(username, mode);
            assert_eq!((told.status, told.code().as_str()), (400, code), "{status}");
        }
    }
}

#[test]
fn other_digits_and_unfilled_templates_teach_nothing() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    let configured = world.tag();
    for (answers, sentence) in [
        (json!({ "extra_digits": true }), "[2026-11-22 14:18:30] 密码长度为14~18个字符 (case 4711)"),
        // Without values for the template, the edge answers with the sentence of the page.
        (json!({ "unfilled": true }), "密码长度不符合要求"),
    ] {
        world.vendor(&json!({ "min": 14, "answers": answers }));
        let told = world.by_client(&wang.eiam, "Tide*Lamp72");
        let answer = told.json();
        assert_eq!(answer["error_msg"], sentence);
        assert_eq!(answer["violations"], json!([{ "code": "wrong-length" }]));
        assert_eq!(world.tag(), configured, "{answers}");
    }
    world.vendor(&json!({ "min": 14 }));
    let told = world.by_client(&wang.eiam, "Tide*Lamp72");
    assert_eq!(told.json()["violations"], json!([{ "code": "wrong-length", "min": 14, "max": 18 }]));
    assert_ne!(world.tag(), configured);
}

#[test]
fn a_success_for_another_account_is_unknown() {
    let world = World::start();
    let person = json!({ "username": "numbered", "eiam": { "user_id": "4711" } });
    world.edge.control("POST", "/_sim/users", &person);
    let lettered = json!({ "username": "lettered", "eiam": { "user_id": "ab-4711" } });
    world.edge.control("POST", "/_sim/users", &lettered);
    for (form, user_id, status, outcome) in [
        ("text", "4711", 200, "done"),
        ("number", "4711", 200, "done"),
        ("capitals", "4711", 200, "done"),
        ("capitals", "ab-4711", 504, "unknown"),
        ("username", "4711", 504, "unknown"),
    ] {
        world.vendor(&json!({ "history": 0, "answers": { "user_id": form } }));
        let ticket = world.edge.ticket(&Edge::change_ticket(user_id));
        let told = world.change(&ticket, user_id, "Tide*Lamp72");
        assert_eq!((told.status, told.outcome().as_str()), (status, outcome), "{form} {user_id}");
        assert!(world.edge.is_password("eiam", user_id, "Tide*Lamp72"));
        // The password has changed or may have changed, so the link is used up.
        assert_eq!(world.edge.shown(&ticket).status, 401, "{form} {user_id}");
    }
}

#[test]
fn a_missing_permission_costs_no_attempt_in_any_form() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    let clients = world.edge.control("GET", "/_sim/clients", &Value::Null);
    let client = clients["clients"][0]["client_id"].as_str().unwrap().to_owned();
    let permit = |permissions: Value| {
        let body = json!({ "permissions": permissions });
        world.edge.control("PATCH", &format!("/_sim/clients/{client}"), &body);
    };
    let ticket = world.link(&wang, &json!({}));
    let before = world.attempts_left(&ticket);
    for kind in ["insufficient-scope", "unauthorized", "business", "business-at-ok", "server"] {
        world.vendor(&json!({ "answers": { "missing_permission": kind } }));
        permit(json!([]));
        for credential in [&ticket, &world.client] {
            let told = world.change(credential, &wang.eiam, "Tide*Lamp72");
            let seen = (told.status, told.outcome(), told.code());
            assert_eq!(seen, (500, "misconfigured".to_owned(), "EDGE.0500".to_owned()), "{kind}");
        }
        let told = world.edge.ask(&Edge::rest(&world.client, &wang.eiam, "SMS"));
        assert_eq!((told.status, told.outcome().as_str()), (500, "misconfigured"), "{kind}");
        assert_eq!(world.attempts_left(&ticket), before, "{kind}");
    }
    permit(json!(["all"]));
    assert_eq!(world.change(&ticket, &wang.eiam, "Tide*Lamp72").status, 200);
}

#[test]
fn a_field_that_the_vendor_rejects_is_the_vendors_refusal() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    let ask = |password: &str| {
        Ask::put(&format!("/api/v2/tenant/users/{}/change-password", wang.eiam))
            .bearer(&world.client)
            .json(&json!({ "password": password, "pwd_must_modify": "false" }))
    };
    // The page shows a string, similar calls use a boolean; a vendor may accept both.
    for accepts in ["string", "both"] {
        world.vendor(&json!({ "history": 0, "must_modify_accepts": accepts }));
        assert_eq!(world.ask(&ask("Tide*Lamp72"), &wang.eiam, "Tide*Lamp72").status, 200, "{accepts}");
    }
    for code in ["PARAM.0001", "SYS.0400"] {
        let answers = json!({ "parameter_code": code });
        world.vendor(&json!({ "must_modify_accepts": "boolean", "answers": answers }));
        let told = world.ask(&ask("Tide*Lamp73"), &wang.eiam, "Tide*Lamp73");
        assert_eq!((told.status, told.code(), told.outcome()), (400, code.to_owned(), "refused".to_owned()));
        assert_eq!(told.json()["error_msg"], "请求参数错误:pwd_must_modify");
    }
}

#[test]
fn the_pages_content_type_is_sent_exactly() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    for is_exact in [false, true] {
        world.vendor(&json!({ "history": 0, "answers": { "exact_content_type": is_exact } }));
        assert_eq!(world.by_client(&wang.eiam, "Tide*Lamp72").status, 200, "{is_exact}");
        assert_eq!(world.edge.ask(&Edge::rest(&world.client, &wang.eiam, "SMS")).status, 200, "{is_exact}");
    }
}

#[test]
fn a_failed_delivery_is_reported_as_possibly_changed() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    for executes in [false, true] {
        world.vendor(&json!({ "history": 0 }));
        assert_eq!(world.by_client(&wang.eiam, "Tide*Lamp72").status, 200);
        world.vendor(&json!({ "delivery_fails": true, "delivery_failure_executes": executes }));
        let told = world.edge.ask(&Edge::rest(&world.client, &wang.eiam, "SMS"));
        assert_eq!((told.status, told.code().as_str()), (400, "MSG.0001"));
        assert_eq!(told.outcome(), "delivery-failed");
        assert_eq!(world.edge.is_password("eiam", &wang.eiam, "Tide*Lamp72"), !executes);
    }
}

#[test]
fn the_vendor_decides_about_other_symbols_and_repetition_counts() {
    let world = World::start();
    let wang = world.edge.person("wangxiaoming");
    for (policy, password, expected) in [
        (json!({ "history": 0 }), "Tide*Lamp72", "done"),
        (json!({ "history": 0, "symbols": "-_" }), "Tide*Lamp73", "PWD.0005"),
        (json!({ "history": 0, "repeats": { "count": "run", "max": 2 } }), "Tide*Ledge72", "done"),
        (json!({ "history": 0, "repeats": { "count": "total", "max": 2 } }), "Tide*Ledge73", "PWD.0008"),
    ] {
        world.vendor(&policy);
        assert_eq!(code(&world.by_client(&wang.eiam, password)), expected, "{policy}");
    }
}

#[test]
fn the_vendors_message_keeps_its_language_and_the_edge_uses_the_callers() {
    let world = World::start();
    let (wang, zhou) = (world.edge.person("wangxiaoming"), world.edge.person("zhoumin"));
    let rest = |language: &str| {
        world.edge.ask(&Edge::rest(&world.client, &zhou.eiam, "SMS").header("Accept-Language", language))
    };
    let japanese = json!({ "sentences": { "USER.0011": "携帯電話番号は必須です" } });
    for (policy, said) in [
        (json!({ "language": "zh-CN" }), "手机号不能为空"),
        (json!({ "language": "en" }), "Mobile number cannot be empty"),
        (json!({ "answers": japanese }), "携帯電話番号は必須です"),
    ] {
        world.vendor(&policy);
        for language in ["zh-CN,zh;q=0.9", "en-US", "ja", "*"] {
            let told = rest(language);
            assert_eq!((told.code().as_str(), told.json()["error_msg"].as_str()), ("USER.0011", Some(said)));
        }
    }
    // The edge's own answers: in EIAM's format, in Feishu's, and in problem documents.
    let own = |ask: Ask, language: &str, member: &str| {
        let told = world.edge.ask(&ask.header("Accept-Language", language));
        (told.code(), told.json()[member].as_str().unwrap().to_owned())
    };
    let short = || Edge::change(&world.client, &wang.eiam, "short");
    for (language, said) in [
        ("", "密码长度为8~18个字符"),
        ("zh-TW, en;q=0.5", "密码长度为8~18个字符"),
        ("en-GB, zh;q=0.5", "Password length is 8~18 characters"),
        ("fr", "密码长度为8~18个字符"),
    ] {
        assert_eq!(own(short(), language, "error_msg"), ("PWD.0002".to_owned(), said.to_owned()));
    }
    for (language, said) in [
        ("zh", "请求缺少访问凭证"),
        ("en", "Missing access token for authorization"),
        ("ja", "Missing access token for authorization"),
    ] {
        let ask = Ask::post("/open-apis/admin/v1/password/reset?user_id_type=open_id");
        assert_eq!(own(ask, language, "msg"), ("99991661".to_owned(), said.to_owned()));
    }
    for (language, said) in [("zh", "需要有效的 Bearer 凭证"), ("en", "a valid bearer credential is needed")]
    {
        let told = own(Ask::get("/v1/drift").bearer("nobody"), language, "detail");
        assert_eq!(told, ("unauthenticated".to_owned(), said.to_owned()));
    }
    // A repeat gets the first answer, even if it asks for another language.
    let keyed = |language: &str| {
        let ask = Edge::change(&world.client, "nobody", "Tide*Lamp72");
        let ask = ask.header("Idempotency-Key", "one-answer-in-one-language");
        world.edge.ask(&ask.header("Accept-Language", language)).text
    };
    assert_eq!(keyed("zh"), keyed("en"));
}
