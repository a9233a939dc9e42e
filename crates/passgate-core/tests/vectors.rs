//! Runs the corpus `tests/vectors/*.json` natively. Node and Chromium run the same cases.
//!
//! `PASSGATE_VECTORS=write cargo test -p passgate-core --test vectors` writes the findings of this engine
//! into the files. Read the difference before you commit it.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop")]

use std::fs;
use std::path::{Path, PathBuf};

use passgate_core::{Checker, Finding, Identity, Policy, Product, Span};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    why: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    product: Option<Product>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    identity: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password: Option<String>,
    /// UTF-16 code units, for a text with lone surrogates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    password_utf16: Option<Vec<u16>>,
    findings: Vec<Finding>,
}

impl Case {
    fn password(&self) -> String {
        match (&self.password, &self.password_utf16) {
            (Some(text), None) => text.clone(),
            (None, Some(units)) => String::from_utf16_lossy(units),
            _ => panic!("{}: give one of password and password_utf16", self.why),
        }
    }

    fn checker(&self) -> Checker {
        let policy = match (self.product, &self.policy) {
            (Some(product), None) => Policy::shipped(product),
            (None, Some(policy)) => Policy::from_json(policy.get()).expect(&self.why),
            _ => panic!("{}: give one of product and policy", self.why),
        };
        let identity = Identity::from_value(self.identity.clone().unwrap_or(Value::Null));
        Checker::new(&policy, &identity.expect(&self.why))
    }
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

#[test]
fn findings_equal_the_corpus() {
    let write = std::env::var_os("PASSGATE_VECTORS").is_some_and(|mode| mode == "write");
    let mut cases = 0_u32;
    for file in files() {
        let mut list: Vec<Case> = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
        for case in &mut list {
            let (checker, password) = (case.checker(), case.password());
            let report = checker.check(&password);
            let found = serde_json::to_string(&report.findings).unwrap();
            if write {
                case.findings = report.findings.clone();
            }
            let expected = serde_json::to_string(&case.findings).unwrap();
            assert_eq!(found, expected, "{}: {}", file.display(), case.why);
            assert_eq!(checker.accepts(&password), report.accepted, "{}", case.why);
            let end = password.encode_utf16().count() as u32;
            let mut spans = report.findings.iter().flat_map(|finding| &finding.spans);
            assert!(spans.all(|Span(from, to)| from < to && *to <= end), "{}", case.why);
            cases += 1;
        }
        if write {
            fs::write(&file, serde_json::to_string_pretty(&list).unwrap() + "\n").unwrap();
        }
    }
    assert!(cases >= 100, "{cases} cases");
    // After writing, the test fails on purpose, so that the corpus is read and checked again.
    assert!(!write, "the corpus was written: read it, and run this again without PASSGATE_VECTORS");
}
