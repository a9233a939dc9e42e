//! A released step of a Durable Object's schema must never change, because a database that has applied
//! it does not apply it again. To change a schema, append a step and add its hash here.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use syn::{Expr, Item, Lit};

/// The sources of each object's storage, and the hash of each step, ignoring white space.
const STEPS: [(&str, &[&str]); 4] = [
    (
        "subject/store.rs",
        &[
            "66fdbdf5b55f19e8",
            "0c89059c3280e9b4",
            "714ed944239763d6",
            "1a923f733c5a8782",
            "3fec7e12803b206f",
            "f5a06e235d08a662",
            "93541f7be67e28ad",
            "0ec521f24618264c",
        ],
    ),
    ("gate/store.rs", &["032bb5352e1d73be", "8c40dfe476a30a5f", "707a12438eebc0b7", "3a4c681aa3e2ae69"]),
    ("audit_log/store.rs", &["6c4d5199a1be90f1", "ec83573060190cfc", "113700df6fcd337f", "c551af5b367fedfc"]),
    ("caller_rate.rs", &["a0a6bd354caf19bc"]),
];

#[test]
fn no_released_step_is_changed() {
    for (source, expected) in STEPS {
        let hashes: Vec<String> = steps(source).iter().map(|step| hash(step)).collect();
        assert_eq!(hashes, expected, "{source}");
    }
}

#[test]
fn every_schema_is_listed() {
    let mut found = BTreeSet::new();
    let mut open = vec![objects()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if fs::read_to_string(&path).unwrap().contains("const MIGRATIONS") {
            found.insert(path.strip_prefix(objects()).unwrap().to_str().unwrap().to_owned());
        }
    }
    assert_eq!(found, STEPS.map(|(source, _)| source.to_owned()).into());
}

fn objects() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../worker/src/edge/objects")
}

fn steps(source: &str) -> Vec<String> {
    let file = syn::parse_file(&fs::read_to_string(objects().join(source)).unwrap()).unwrap();
    let migrations = file.items.into_iter().find_map(|item| match item {
        Item::Const(item) if item.ident == "MIGRATIONS" => Some(*item.expr),
        _ => None,
    });
    let Some(Expr::Array(steps)) = migrations else { panic!("{source} has no MIGRATIONS") };
    let text = |step| match step {
        Expr::Lit(step) => match step.lit {
            Lit::Str(text) => text.value(),
            _ => panic!("a step of {source} is no text"),
        },
        _ => panic!("a step of {source} is no literal"),
    };
    steps.elems.into_iter().map(text).collect()
}

fn hash(step: &str) -> String {
    let words: Vec<&str> = step.split_whitespace().collect();
    let digest = Sha256::digest(words.join(" ").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
