use std::fs;

use tempfile::TempDir;

use super::*;

const DOCUMENT: &str = r#"{
    // Behind nginx.
    "listen": "127.0.0.1:9000",
    "state": "state",
    "public_origin": "https://reset.example.com",
    "products": { "eiam": {
        "client_id": "id", "client_secret": { "env": "EIAM_CLIENT_SECRET" },
        "base_url": "https://tenant.example.com", "policy": "shipped",
    } },
    "clients": [],
    "signing_key": { "env": "EDGE_SIGNING_KEY" },
    "secrets": {
        "EIAM_CLIENT_SECRET": { "file": "eiam.secret" },
        "EDGE_SIGNING_KEY": { "file": "signing.key" },
    },
}"#;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("eiam.secret"), "client secret\n").unwrap();
    fs::write(folder.path().join("signing.key"), "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw\n")
        .unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn lines(file: &File) -> Vec<String> {
    file.mistakes.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.problem)).collect()
}

#[test]
fn json_with_comments_and_the_members_of_this_machine() {
    let folder = folder(&[("passgate.json", DOCUMENT)]);
    let file = File::read(&folder.path().join("passgate.json")).unwrap();
    assert_eq!(lines(&file), Vec::<String>::new());
    assert_eq!(file.machine.listen, "127.0.0.1:9000");
    assert_eq!(file.machine.state, folder.path().join("state"));
    // The Worker gets its own members alone.
    assert!(file.document.get("listen").is_none() && file.document.get("secrets").is_none());
    assert!(file.document.get("products").is_some());
    assert!(file.assumed.iter().any(|line| line.starts_with("products.eiam.policy: length")));
    // An editor's line end is no part of a secret.
    let secret = file.secrets.read("EIAM_CLIENT_SECRET").unwrap().unwrap();
    assert_eq!(secret.expose(), "client secret");
}

#[test]
fn toml_says_the_same() {
    let toml = r#"
listen = "127.0.0.1:9000"
public_origin = "https://reset.example.com"
clients = []

[signing_key]
env = "EDGE_SIGNING_KEY"

[products.eiam]
client_id = "id"
client_secret = { env = "EIAM_CLIENT_SECRET" }
base_url = "https://tenant.example.com"
policy = "shipped"

[secrets]
EIAM_CLIENT_SECRET = { file = "eiam.secret" }
EDGE_SIGNING_KEY = { file = "signing.key" }
"#;
    let folder = folder(&[("passgate.toml", toml), ("passgate.json", DOCUMENT)]);
    let file = File::read(&folder.path().join("passgate.toml")).unwrap();
    let same = File::read(&folder.path().join("passgate.json")).unwrap();
    assert_eq!(lines(&file), Vec::<String>::new());
    assert_eq!(file.document, same.document);
}

#[test]
fn what_is_no_document_is_named_by_its_place_and_not_repeated() {
    let folder = folder(&[
        ("a.json", "{\n  \"secret\": hunter2\n}"),
        ("b.toml", "x = 1\nsecret = hunter2\n"),
        ("c.json", "[1]"),
    ]);
    for (name, expected) in
        [("a.json", "is not JSON (line 2, column"), ("b.toml", "is not TOML (line 2, column")]
    {
        let error = format!("{:#}", File::read(&folder.path().join(name)).err().unwrap());
        assert!(error.contains(expected), "{error}");
        assert!(!error.contains("hunter2"));
    }
    let file = File::read(&folder.path().join("c.json")).unwrap();
    assert!(lines(&file).contains(&": must be an object".to_owned()));
    let missing = format!("{:#}", File::read(&folder.path().join("none.json")).err().unwrap());
    assert!(missing.contains("could not read"), "{missing}");
}

#[test]
fn each_mistake_of_this_machine_is_named_by_its_path() {
    type Case = (fn(&mut Value), &'static str);
    let cases: [Case; 9] = [
        (|v| v["listen"] = "8080".into(), "listen: must be an address and a port, such as 127.0.0.1:8080"),
        (|v| v["state"] = 7.into(), "state: must be a string"),
        (|v| v["heap_mib"] = 1.into(), "heap_mib: must be a whole number from 64 to 65536"),
        (
            |v| v["trusted_certificates"] = "ca.pem".into(),
            "trusted_certificates: must be a list of files in PEM",
        ),
        (|v| v["tls"] = serde_json::json!({ "certificate": "c.pem" }), "tls.private_key: is missing"),
        (
            |v| v["secrets"]["A"] = serde_json::json!({}),
            "secrets.A.file: or credential or env must be given, and only one of them",
        ),
        (
            |v| v["secrets"]["A"] = serde_json::json!({ "file": "a", "env": "B" }),
            "secrets.A.file: or credential or env must be given, and only one of them",
        ),
        (|v| v["secrets"]["A"] = serde_json::json!({ "path": "a" }), "secrets.A.path: is unknown"),
        (|v| v["lisen"] = "x".into(), "lisen: is unknown"),
    ];
    let good = File::read(&folder(&[("p.json", DOCUMENT)]).path().join("p.json"));
    assert!(good.is_ok());
    for (change, expected) in cases {
        let mut document: Value =
            jsonc_parser::parse_to_serde_value(DOCUMENT, &jsonc_parser::ParseOptions::default()).unwrap();
        change(&mut document);
        let folder = folder(&[("passgate.json", &document.to_string())]);
        let file = File::read(&folder.path().join("passgate.json")).unwrap();
        assert!(lines(&file).contains(&expected.to_owned()), "{expected}: {:?}", lines(&file));
    }
}

/// The example of `docs/program.md` has no mistake but that its secrets are not on this machine.
#[test]
fn the_documented_example_is_right() {
    let page = include_str!("../../../../docs/program.md");
    let (_, example) = page.split_once("```toml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let folder = folder(&[("passgate.toml", example)]);
    let file = File::read(&folder.path().join("passgate.toml")).unwrap();
    assert_eq!(
        lines(&file),
        [
            "signing_key.env: EDGE_SIGNING_KEY is not set",
            "products.eiam.client_secret.env: EIAM_CLIENT_SECRET is not set",
        ]
    );
}
