use std::fs;
use std::path::Path;

use clap::Parser as _;
use passgate_core::{Policy, Product};
use passgate_policy::diff::diff;
use passgate_policy::lint::{Kind, lint_json};

use super::explain::Explained;
use super::*;
use crate::args::Args;
use crate::project;

/// With `PASSGATE_POLICY=write`, writes the file if it differs, and fails.
fn compare(path: &Path, fresh: &str) {
    let before = fs::read_to_string(path).unwrap_or_default();
    if std::env::var("PASSGATE_POLICY").is_ok_and(|value| value == "write") && before != fresh {
        fs::write(path, fresh).unwrap();
        panic!("wrote {}", path.display());
    }
    assert!(before == fresh, "{} is out of date: PASSGATE_POLICY=write", path.display());
}

/// What a command line prints, without running the process.
fn printed(command: &str) -> String {
    let Ok(Args { task: crate::args::Task::Policy(task) }) = Args::try_parse_from(command.split(' ')) else {
        panic!("{command}");
    };
    let at = |name: &str| match Product::from_name(name) {
        Some(_) => name.to_owned(),
        None => project(&format!("docs/examples/{name}")).to_str().unwrap().to_owned(),
    };
    match task {
        Task::Lint { policy, allow, .. } => {
            let mut findings = lint_json(&text_of(&at(&policy)).unwrap());
            findings.retain(|finding| !allow.contains(&finding.kind));
            lint::text(&policy, &findings)
        }
        Task::Diff { first, second, .. } => {
            let policies = [&first, &second].map(|name| policy_of(&at(name)).unwrap());
            super::diff::text([&first, &second], &policies, &diff(&policies[0], &policies[1]))
        }
        Task::Explain { policy, length, person, .. } => {
            let identity = person.identity().unwrap();
            Explained::of(&policy_of(&at(&policy)).unwrap(), &length, identity.as_ref()).text(&policy)
        }
    }
}

/// The differences of every pair of shipped policies, and the findings of each.
#[test]
fn the_shipped_policies_compare_as_they_did() {
    let mut text = String::new();
    let names = Product::ALL.map(Product::name);
    for (index, first) in names.iter().enumerate() {
        for second in names.iter().skip(index.saturating_add(1)) {
            text += &format!(
                "== diff {first} {second}\n{}\n",
                printed(&format!("passgate policy diff {first} {second}"))
            );
        }
    }
    for name in names {
        text += &format!("== lint {name}\n{}\n", printed(&format!("passgate policy lint {name}")));
    }
    compare(&project("crates/passgate-cli/src/policy/tests/shipped.txt"), &text);
}

/// The page shows what the commands print.
#[test]
fn the_documented_output_is_what_the_commands_print() {
    let path = project("docs/program.md");
    let page = fs::read_to_string(&path).unwrap();
    let (mut fresh, mut inside, mut shown) = (String::new(), false, Vec::new());
    for line in page.split_inclusive('\n') {
        if let Some(command) = line.strip_prefix("$ passgate policy ") {
            let output = printed(&format!("passgate policy {}", command.trim_end()));
            fresh += &format!("{line}{output}");
            inside = true;
            shown.push(command.to_owned());
        } else if line.starts_with("```") || !inside {
            fresh += line;
            inside = false;
        }
    }
    assert!(shown.len() >= 4, "{shown:?}");
    compare(&path, &fresh);
}

/// Every policy that a page or an example shows: a reader copies it.
#[test]
fn every_documented_policy_agrees_with_its_vendors_page() {
    let mut policies = Vec::new();
    let examples = ["docs/examples/both.toml", "docs/examples/both-oidc.jsonc", "worker/wrangler.jsonc"];
    for name in examples.into_iter().chain(["docs/examples/eiam-policy.json"]) {
        let document = crate::config::read_document(&project(name)).unwrap();
        collect(&document, name, &mut policies);
    }
    for page in ["README.md", "README.zh-CN.md", "pkg/README.md", "CHANGELOG.md"]
        .into_iter()
        .map(project)
        .chain(fs::read_dir(project("docs")).unwrap().map(|entry| entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
    {
        let text = fs::read_to_string(&page).unwrap();
        for (index, block) in text.split("\n```json").enumerate().skip(1) {
            let (_, block) = block.split_once('\n').unwrap();
            let (block, _) = block.split_once("\n```").unwrap();
            if let Ok(document) = serde_json::from_str(block) {
                collect(&document, &format!("{} {index}", page.display()), &mut policies);
            }
        }
    }
    assert!(policies.len() >= 4, "{policies:?}");
    for (place, policy) in policies {
        let mut findings = lint_json(&policy);
        // A vendor asks for what these standards advise against.
        findings.retain(|finding| !matches!(finding.kind, Kind::Nist | Kind::Asvs));
        assert!(findings.is_empty(), "{place}: {findings:#?}");
    }
}

/// The policy documents in a value.
fn collect(value: &serde_json::Value, place: &str, policies: &mut Vec<(String, String)>) {
    use serde_json::Value;
    if value.get("product").is_some() && value.get("rules").is_some() {
        policies.push((place.to_owned(), value.to_string()));
    }
    match value {
        Value::Object(members) => members.values().for_each(|value| collect(value, place, policies)),
        Value::Array(items) => items.iter().for_each(|value| collect(value, place, policies)),
        _ => {}
    }
}

#[test]
fn json_says_what_the_text_says() {
    let policies = [Product::Eiam, Product::OneAccess].map(Policy::shipped);
    let json = super::diff::json_of(["eiam", "oneaccess"], &diff(&policies[0], &policies[1]));
    assert_eq!(json["same"], false);
    assert_eq!(json["first_accepts"]["differences"][0]["rule"], "repetition");
    assert!(json["first_accepts"]["differences"][0]["witness"].is_string());
    assert_eq!(json["second_accepts"]["differences"][0]["path"], "rules[7]");
    let findings = lint_json(r#"{"product":"eiam","rules":[{"rule":"length","min":9,"max":8}]}"#);
    let json = lint::json_of("x", &findings);
    assert_eq!(
        json,
        serde_json::json!({ "ok": false, "policy": "x", "findings": [{
            "kind": "invalid", "path": "rules[0].max", "problem": "8 is less than the minimum 9",
            "requirement": null, "witness": null,
        }] })
    );
    let json = Explained::of(&policies[0], &[8], None).json("eiam");
    assert_eq!(json["checklists"]["en"][0]["text"], "8 to 18 characters");
    assert!(json["counts"][0]["admitted"].as_str().unwrap().len() > 12 && json["counts"][0]["bits"].is_f64());
}

#[test]
fn invisible_characters_are_escaped() {
    assert_eq!(super::diff::quoted("Ab 1密é"), "\"Ab 1密é\"");
    assert_eq!(super::diff::quoted("a\u{301}\u{1b}[1m"), "\"a\\u{301}\\u{1b}[1m\"");
}

#[test]
fn a_name_that_is_neither_a_file_nor_a_product_is_named() {
    let error = format!("{:#}", policy_of("eiamm").unwrap_err());
    assert_eq!(
        error,
        "eiamm is neither a file nor a product; the products are feishu, eiam, lark, oneaccess"
    );
    assert!(Args::try_parse_from(["passgate", "policy", "lint", "eiam", "--allow", "nits"]).is_err());
}

/// A person is never printed, and an identity has bounds.
#[test]
fn a_person_has_the_bounds_of_an_identity() {
    let person = |name: &str| Person { person: Some(name.to_owned()), ..Person::default() };
    assert!(person("王小明").identity().unwrap().is_some());
    let error = format!("{:#}", person(&"王".repeat(5_000)).identity().unwrap_err());
    assert!(!error.contains('王'), "{error}");
}
