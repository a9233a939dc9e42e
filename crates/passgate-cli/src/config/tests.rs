use std::fs;
use std::os::unix::fs::PermissionsExt as _;

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
    for name in ["eiam.secret", "signing.key"] {
        chmod(&folder.path().join(name), 0o600);
    }
    folder
}

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn lines(file: &File) -> Vec<String> {
    file.mistakes.iter().map(ToString::to_string).collect()
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
    // "Password" in GBK, and TOML by the name of JSON.
    fs::write(folder.path().join("d.json"), b"{ \"\xc3\xdc\xc2\xeb\": 1 }").unwrap();
    fs::write(folder.path().join("e.json"), "listen = \"127.0.0.1:8080\"\n").unwrap();
    for (name, expected) in
        [("d.json", "is not text in UTF-8"), ("e.json", "the name of a TOML file ends in .toml")]
    {
        let error = format!("{:#}", File::read(&folder.path().join(name)).err().unwrap());
        assert!(error.ends_with(expected), "{error}");
    }
    let file = File::read(&folder.path().join("c.json")).unwrap();
    assert!(lines(&file).contains(&": must be an object".to_owned()));
    let missing = format!("{:#}", File::read(&folder.path().join("none.json")).err().unwrap());
    assert!(missing.contains("could not read"), "{missing}");
}

#[test]
fn each_mistake_of_this_machine_is_named_by_its_path() {
    type Case = (fn(&mut Value), &'static str);
    let cases: [Case; 18] = [
        (|v| v["listen"] = "8080".into(), "listen: must be an address and a port, such as 127.0.0.1:8080"),
        (
            |v| v["listen"] = "127.0.0.1:0".into(),
            "listen: must be an address and a port, such as 127.0.0.1:8080",
        ),
        (|v| v["workerd"] = "/none/workerd".into(), "workerd: /none/workerd does not exist"),
        (
            |v| v["trusted_certificates"] = serde_json::json!(["/dev/null"]),
            "trusted_certificates[0]: /dev/null has no certificate in PEM",
        ),
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
        (
            |v| v["products"]["eiam"]["base_url"] = "http://127.0.0.1:9000".into(),
            "products.eiam.base_url: is the address where this edge listens, which would call itself; name the \
             other service",
        ),
        (
            |v| {
                v["listen"] = "0.0.0.0:9000".into();
                v["breaches"] = serde_json::json!({ "base_url": "http://localhost:9000" });
            },
            "breaches.base_url: is the address where this edge listens, which would call itself; name the other \
             service",
        ),
        (
            |v| v["webhooks"] = serde_json::json!([{ "url": "http://127.0.0.1:9000/in" }]),
            "webhooks[0].url: is the address where this edge listens, which would call itself; name the other \
             service",
        ),
        (
            |v| v["clients"] = serde_json::json!([{ "id": "a".repeat(201) }]),
            "clients[0].id: must have at most 200 characters",
        ),
        // It has `listen`, so that is not what was meant.
        (|v| v["lisen"] = "x".into(), "lisen: is unknown"),
        (|v| v["heap_mb"] = 256.into(), "heap_mb: is unknown; did you mean heap_mib?"),
        (
            |v| v["signing_key"]["env"] = "EDGE_SIGNIN_KEY".into(),
            "signing_key.env: EDGE_SIGNIN_KEY is not set; did you mean EDGE_SIGNING_KEY?",
        ),
    ];
    let good = File::read(&folder(&[("p.json", DOCUMENT)]).path().join("p.json"));
    assert!(good.is_ok());
    for (change, expected) in cases {
        let folder = folder(&[("passgate.json", DOCUMENT)]);
        let mut document = file::read(&folder.path().join("passgate.json")).unwrap();
        change(&mut document);
        fs::write(folder.path().join("passgate.json"), document.to_string()).unwrap();
        let file = File::read(&folder.path().join("passgate.json")).unwrap();
        assert!(lines(&file).contains(&expected.to_owned()), "{expected}: {:?}", lines(&file));
    }
}

fn warned(file: &File) -> Vec<String> {
    file.warnings.iter().map(ToString::to_string).collect()
}

/// A secret that nothing uses, and values that are left from a sample, keep nothing from working.
#[test]
fn unused_secrets_and_placeholders_are_warnings() {
    let folder = folder(&[("passgate.json", DOCUMENT), ("old.key", "old")]);
    let path = folder.path().join("passgate.json");
    chmod(&folder.path().join("old.key"), 0o600);
    let mut document = file::read(&path).unwrap();
    document["public_origin"] = "https://reset.acme.cn".into();
    document["products"]["eiam"]["base_url"] = "https://acme.bamboocloud.cn".into();
    document["secrets"]["OLD_KEY"] = serde_json::json!({ "file": "old.key" });
    document["products"]["eiam"]["client_id"] = "replace_me".into();
    fs::write(&path, document.to_string()).unwrap();
    let read = File::read(&path).unwrap();
    assert_eq!(lines(&read), Vec::<String>::new());
    assert_eq!(
        warned(&read),
        [
            r#"secrets.OLD_KEY: is not used: no member is {"env": "OLD_KEY"}"#,
            "products.eiam.client_id: is left from a sample: write your own value",
        ]
    );
    document["secrets"].as_object_mut().unwrap().remove("OLD_KEY");
    document["products"]["eiam"]["client_id"] = "passgate".into();
    fs::write(&path, document.to_string()).unwrap();
    assert_eq!(warned(&File::read(&path).unwrap()), Vec::<String>::new());
}

/// `check` names each placeholder that the sample configuration contains.
#[test]
fn each_value_to_replace_in_a_sample_is_named() {
    let folder = folder(&[("passgate.toml", include_str!("../../../../deploy/passgate.toml"))]);
    let file = File::read(&folder.path().join("passgate.toml")).unwrap();
    let fields: Vec<&str> = file.warnings.iter().map(|warning| warning.field.as_str()).collect();
    assert_eq!(fields, ["clients[0].secret_hashes[0]", "products.eiam.base_url", "public_origin"]);
}

/// The example of `docs/program.md` has no mistakes except that its secrets are not on this machine.
#[test]
fn the_documented_example_is_right() {
    let page = include_str!("../../../../docs/program.md");
    let (_, example) = page.split_once("```toml\n").unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let folder = folder(&[("passgate.toml", example)]);
    let file = File::read(&folder.path().join("passgate.toml")).unwrap();
    assert_eq!(lines(&file), without_credentials());
}

/// The mistakes of a configuration whose two secrets are credentials of a service.
fn without_credentials() -> [String; 2] {
    let unset = "$CREDENTIALS_DIRECTORY is not set. systemd sets it for the service; in a shell, set it to the folder of the secrets";
    ["EDGE_SIGNING_KEY", "EIAM_CLIENT_SECRET"].map(|name| format!("secrets.{name}: {unset}"))
}

/// The sample of a release has no mistakes except that its secrets are not on this machine.
#[test]
fn the_sample_of_a_release_is_right() {
    let folder = folder(&[("passgate.toml", include_str!("../../../../deploy/passgate.toml"))]);
    let file = File::read(&folder.path().join("passgate.toml")).unwrap();
    assert_eq!(lines(&file), without_credentials());
}

/// An expired date does not keep an edge from starting; only `check` reports it.
#[test]
fn an_expired_security_txt_is_a_mistake_for_check_alone() {
    let security =
        r#""security": { "contacts": ["tel:+86"], "expires": "2027-06-30T00:00:00Z" }, "clients": [],"#;
    let folder = folder(&[("passgate.json", &DOCUMENT.replace(r#""clients": [],"#, security))]);
    let path = folder.path().join("passgate.json");
    let at = |now: Option<&str>| lines(&File::read_at(&path, now.map(|now| now.parse().unwrap())).unwrap());
    assert_eq!(at(None), Vec::<String>::new());
    assert_eq!(at(Some("2027-06-29T23:59:59.9Z")), Vec::<String>::new());
    assert_eq!(
        at(Some("2027-06-30T00:00:00Z")),
        ["security.expires: has passed, and security.txt is no longer served: write a later time"]
    );
}

/// A parser would keep one of the two members and lose the other.
#[test]
fn a_member_that_is_set_twice_is_named() {
    let twice = DOCUMENT.replace(r#""client_id": "id","#, r#""client_id": "id", "client_id": "other","#);
    let twice = twice.replace(r#""clients": [],"#, r#""clients": [], "clients": [],"#);
    let folder = folder(&[("passgate.json", &twice), ("empty.json", ""), ("date.toml", "x = 2026-11-30")]);
    for (name, expected) in [
        ("passgate.json", "a member is set twice: products.eiam.client_id, clients"),
        ("empty.json", "is empty"),
        ("date.toml", "has a date"),
    ] {
        let error = format!("{:#}", File::read(&folder.path().join(name)).err().unwrap());
        assert!(error.contains(expected), "{error}");
    }
    // A byte order mark is no part of a document.
    fs::write(folder.path().join("bom.json"), format!("\u{feff}{DOCUMENT}")).unwrap();
    assert!(File::read(&folder.path().join("bom.json")).is_ok());
}

#[test]
fn a_secret_file_is_one_line_that_only_its_owner_reaches() {
    let folder = folder(&[("passgate.json", DOCUMENT)]);
    let (config, secret) = (folder.path().join("passgate.json"), folder.path().join("eiam.secret"));
    assert!(File::read(&config).unwrap().secrets.problems().is_empty());
    for (text, mode, expected) in [
        ("secret", 0o604, "every user of this machine can reach"),
        ("secret", 0o602, "every user of this machine can reach"),
        ("", 0o600, "is empty"),
        ("\n", 0o600, "is empty"),
        ("\u{feff}secret", 0o600, "has a byte order mark or a zero byte"),
        ("sec\0ret", 0o600, "has a byte order mark or a zero byte"),
    ] {
        fs::write(&secret, text).unwrap();
        chmod(&secret, mode);
        let problems = File::read(&config).unwrap().secrets.problems();
        let [(name, problem)] = problems.as_slice() else { panic!("{problems:?}") };
        assert!(name == "EIAM_CLIENT_SECRET" && problem.contains(expected), "{problem}");
    }
}
