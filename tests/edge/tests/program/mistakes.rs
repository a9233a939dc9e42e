//! What `passgate check` and `passgate doctor` say of each mistake: docs/checks.md is written from this table.
//!
//! `PASSGATE_CHECKS=write` writes the page, and then fails on purpose.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use passgate_edge_tests::Edge;
use serde_json::{Value, json};

use super::deployment::{Deployment, root, run, write_secret};
use super::doctor::answering;

const NEVER: &str = "127.0.0.1:9";

/// Which command finds a mistake.
#[derive(Clone, Copy, PartialEq)]
enum Tool {
    Check,
    Doctor,
}

/// A mistake in a deployment that works otherwise.
struct Mistake {
    what: &'static str,
    tool: Tool,
    make: Box<dyn Fn(&Deployment)>,
}

fn wrong(what: &'static str, change: impl Fn(&mut Value) + 'static) -> Mistake {
    Mistake { what, tool: Tool::Check, make: Box::new(move |deployment| deployment.change(&change)) }
}

fn unseen(what: &'static str, change: impl Fn(&mut Value) + 'static) -> Mistake {
    Mistake { tool: Tool::Doctor, ..wrong(what, change) }
}

fn text(what: &'static str, text: impl Fn(&str) -> String + 'static) -> Mistake {
    let make = move |deployment: &Deployment| {
        let before = fs::read_to_string(deployment.config()).unwrap();
        fs::write(deployment.config(), text(&before)).unwrap();
    };
    Mistake { what, tool: Tool::Check, make: Box::new(make) }
}

fn secret(what: &'static str, tool: Tool, file: &'static str, content: &'static str) -> Mistake {
    let make = move |deployment: &Deployment| write_secret(&deployment.folder.path().join(file), content);
    Mistake { what, tool, make: Box::new(make) }
}

fn rename(object: &mut Value, name: &str, other: &str) {
    object[other] = object.as_object_mut().unwrap().remove(name).unwrap();
}

/// An issuer of a product, at this address.
fn issuer(product: &str, at: &str) -> Value {
    json!([{
        "product": product, "issuer": at, "audience": "passgate", "algorithm": "RS256",
        "account_claim": "sub",
    }])
}

fn webhook(change: Value) -> Value {
    let mut webhook = json!({ "url": "https://siem.example.com/in", "secret": { "env": "HOOK" } });
    webhook.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    json!([webhook])
}

/// What an edge without `check` refused to start with, one by one.
fn refused() -> Vec<Mistake> {
    vec![
        wrong("a secret is not set", |v| {
            v["products"]["eiam"]["client_secret"]["env"] = json!("EIAM_SECRET");
        }),
        wrong("a misspelt member", |v| rename(v, "public_origin", "public_orgin")),
        wrong("a slash at the end of an origin", |v| {
            v["public_origin"] = json!("https://reset.example.com/")
        }),
        wrong("an origin without TLS", |v| v["public_origin"] = json!("http://reset.example.com")),
        wrong("a client's secret instead of its hash", |v| {
            v["clients"][0]["secret_hashes"] = json!(["cs1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"]);
        }),
        secret("a signing key that is too short", Tool::Check, "signing.key", "a key\n"),
        wrong("a vendor's address with a path", |v| {
            v["products"]["eiam"]["base_url"] = json!("https://eiam.example.com/api");
        }),
        wrong("an action of another product", |v| {
            v["clients"] = json!([v["clients"][0]]);
            v["clients"][0]["products"] = json!(["eiam"]);
            v["clients"][0]["actions"] = json!(["reset"]);
        }),
        wrong("a policy whose maximum is less than its minimum", |v| {
            v["products"]["eiam"]["policy"] =
                json!({ "product": "eiam", "rules": [{ "rule": "length", "min": 12, "max": 8 }] });
        }),
        wrong("a rate above the vendor's", |v| {
            v["products"]["feishu"]["rate"] =
                json!({ "vendor_per_second": 10, "per_second": 10, "burst": 5 });
        }),
        wrong("a secret in the configuration", |v| v["signing_key"] = json!("hunter2")),
        text("a text that is not JSON", |before| before.replacen(':', " hunter2", 1)),
        text("an empty file", |_| String::new()),
        wrong("an issuer of Feishu without the kind of its ids", |v| {
            v["issuers"] = issuer("feishu", "https://sso.example.com");
        }),
        wrong("every origin is allowed", |v| v["allowed_origins"] = json!(["*"])),
        wrong("a list instead of a product", |v| v["products"]["eiam"] = json!([])),
        wrong("a second tenant of a product", |v| {
            v["products"]["eiam-b"] = v["products"]["eiam"].clone();
        }),
    ]
}

/// Further mistakes that `check` finds.
fn found_by_check() -> Vec<Mistake> {
    vec![
        wrong("a member that is set to null", |v| v["products"]["eiam"]["policy"] = Value::Null),
        text("a member that is set twice", |before| before.replacen('{', "{\"listen\":\"127.0.0.1:1\",", 1)),
        wrong("a webhook without TLS", |v| {
            v["webhooks"] = webhook(json!({ "url": "http://siem.example.com/in" }))
        }),
        wrong("links for a gateway without TLS", |v| {
            v["webhooks"] = webhook(json!({
                "url": "http://gateway.example.com/", "events": ["ticket.minted"], "deliver": true,
            }));
        }),
        wrong("links for a webhook that is not sent minted tickets", |v| {
            v["webhooks"] = webhook(json!({ "events": ["drift"], "deliver": true }));
        }),
        wrong("the edge's own address as a vendor", |v| {
            v["products"]["eiam"]["base_url"] = v["public_origin"].clone();
        }),
        wrong("a certificate authority that is missing", |v| v["trusted_certificates"] = json!(["none.pem"])),
        wrong("a runtime that is missing", |v| v["workerd"] = json!("none/workerd")),
    ]
}

/// What `check` cannot know, because it asks nobody: such an edge starts, and fails at the first reset.
fn found_by_doctor() -> Vec<Mistake> {
    vec![
        secret("a wrong secret of the vendor", Tool::Doctor, "eiam.secret", "another secret\n"),
        unseen("a misspelt host of the vendor", |v| {
            v["products"]["eiam"]["base_url"] = json!("https://eiam.invalid");
        }),
        unseen("an issuer that does not exist", |v| v["issuers"] = issuer("eiam", "https://sso.invalid")),
        unseen("Lark's host as Feishu's", |v| {
            v["products"]["feishu"]["base_url"] = json!("https://open.larksuite.com");
        }),
        unseen("OneAccess's host as EIAM's", |v| {
            v["products"]["eiam"]["base_url"] = json!("https://tenant.huaweioneaccess.com");
        }),
        unseen("another service as the vendor", |v| {
            let other = answering("404 Not Found");
            v["products"]["eiam"]["base_url"] = json!(format!("http://{other}"));
        }),
        unseen("a clock that is off", |v| {
            let late = answering("204 No Content\r\nDate: Mon, 02 Mar 2026 12:00:00 GMT");
            v["webhooks"] = webhook(json!({ "name": "siem", "url": format!("http://{late}/in") }));
        }),
        unseen("a webhook that does not answer", |v| {
            v["webhooks"] = webhook(json!({ "name": "siem", "url": format!("http://{NEVER}/in") }));
        }),
        unseen("a state folder that cannot be written", |v| v["state"] = json!("/proc/none/state")),
        unseen("an address that another process has", |v| {
            let taken = Box::leak(Box::new(TcpListener::bind("127.0.0.1:0").unwrap()));
            v["listen"] = json!(taken.local_addr().unwrap().to_string());
        }),
    ]
}

/// The lines that name the mistake, each with the path and the problem or the finding.
fn named(deployment: &Deployment, tool: Tool) -> Vec<String> {
    let command = match tool {
        Tool::Check => "check",
        Tool::Doctor => "doctor",
    };
    let output = run(&[command, "--format", "json"], &deployment.config());
    assert_eq!(output.status.code(), Some(1), "{command} finds it");
    let member = |value: &Value, name: &str| value[name].as_str().unwrap().to_owned();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    // A text that is no document has no paths.
    if told["error"].is_string() {
        return vec![member(&told, "error")];
    }
    match tool {
        Tool::Check => {
            let mistakes = told["mistakes"].as_array().unwrap();
            mistakes
                .iter()
                .map(|one| format!("{}: {}", member(one, "path"), member(one, "problem")))
                .collect()
        }
        Tool::Doctor => {
            let findings = told["findings"].as_array().unwrap();
            let failures = findings.iter().filter(|finding| finding["state"] == "failure");
            failures
                .map(|one| {
                    let [part, seen, remedy] = ["part", "seen", "remedy"].map(|name| member(one, name));
                    format!("{part}: {seen} → {remedy}")
                })
                .collect()
        }
    }
}

/// The message without what differs from run to run: folders, ports, the current time, and why the system has no
/// connection.
fn stable(message: &str, deployment: &Deployment) -> String {
    let message = match message.split_once(" does not answer: ") {
        Some((address, _)) => format!("{address} does not answer: the reason → what to check"),
        None => message.to_owned(),
    };
    let message = message.replace(deployment.folder.path().to_str().unwrap(), "/etc/passgate");
    let mut words: Vec<String> = Vec::new();
    for word in message.split(' ') {
        let port = word.rsplit_once("127.0.0.1:").map(|(before, rest)| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            format!("{before}127.0.0.1:PORT{}", rest.get(digits..).unwrap())
        });
        let is_seconds = words.last().is_some_and(|last| last == "is") && word.len() > 6;
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        words.push(match port {
            Some(port) => port,
            None if is_seconds && is_number => "N".to_owned(),
            None => word.to_owned(),
        });
    }
    words.join(" ").replace('|', "\\|").replace('\n', " ")
}

fn rows(edge: &Edge, mistakes: Vec<Mistake>) -> String {
    let mut rows = String::from("| mistake | message |\n|---|---|\n");
    for Mistake { what, tool, make } in mistakes {
        let deployment = Deployment::new(edge);
        write_secret(&deployment.folder.path().join("webhook.secret"), passgate_edge_tests::WEBHOOK_SECRET);
        deployment.change(|v| v["secrets"]["HOOK"] = json!({ "file": "webhook.secret" }));
        make(&deployment);
        if tool == Tool::Doctor {
            let checked = run(&["check"], &deployment.config());
            assert!(checked.status.success(), "{what}: check finds it already");
        }
        let lines = named(&deployment, tool);
        // One mistake is one line: no consequence is reported as a further mistake.
        let [line] = lines.as_slice() else { panic!("{what}: {lines:#?}") };
        assert!(!line.contains("hunter2") && !line.contains("another secret"), "{what}: a secret is shown");
        rows += &format!("| {what} | `{}` |\n", stable(line, &deployment).replace('`', "'"));
    }
    rows
}

#[test]
fn every_mistake_is_found_by_check_or_doctor_and_the_page_has_the_message() {
    let edge = Edge::start();
    let page = format!(
        "# Mistakes, and which command finds them\n\n\
         A test makes each of these mistakes in a deployment that works otherwise, runs the command, and compares its \
         message with this page (`tests/edge/tests/program/mistakes.rs`). Each mistake is reported once, and its \
         consequences in other members are not reported. `passgate serve` refuses to start with each mistake that \
         `check` finds.\n\n\
         ## Found by `passgate check`\n\n{}\n\
         Further mistakes that `check` names:\n\n{}\n\
         ## Found by `passgate doctor`\n\n\
         `check` makes no request, so it finds none of these mistakes: such an edge starts, and the first reset fails. \
         `doctor` prints what it saw and, after the arrow, what to do.\n\n{}\n\
         [`program.md`](program.md#findings-of-doctor) lists what `doctor` looks at. The tests of a certificate that \
         is not trusted, of a secret that others can read and of a state folder in use are \
         `program::tls`, `passgate-cli` (`config::tests`) and `program::serve`.\n",
        rows(&edge, refused()),
        rows(&edge, found_by_check()),
        rows(&edge, found_by_doctor()),
    );
    compare(&root().join("docs/checks.md"), &page);
}

fn compare(path: &Path, fresh: &str) {
    let before = fs::read_to_string(path).unwrap_or_default();
    if std::env::var("PASSGATE_CHECKS").is_ok_and(|value| value == "write") && before != fresh {
        fs::write(path, fresh).unwrap();
        panic!("wrote {}", path.display());
    }
    assert!(before == fresh, "{} is out of date: PASSGATE_CHECKS=write", path.display());
}
