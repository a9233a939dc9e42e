//! The examples of `docs/configuration.md`, and the schema of the configuration file beside the reader.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use passgate_worker::config::reference::MACHINE;
use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::project;

const KEY: &str = "sk1.kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw";

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string(project("docs/configuration.schema.json")).unwrap();
    jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
}

/// The examples, by their names.
fn examples() -> BTreeMap<String, Value> {
    let entries = fs::read_dir(project("docs/examples")).unwrap().map(|entry| entry.unwrap().path());
    let configurations = entries.filter(|path| path.extension().is_none_or(|kind| kind != "json"));
    configurations
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), read_document(&path).unwrap()))
        .collect()
}

/// The mistakes of a document whose secrets and certificates are files of a folder.
fn mistakes(mut document: Value) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    };
    if let Some(secrets) = document.get_mut("secrets").and_then(Value::as_object_mut) {
        for (name, source) in secrets {
            let secret = match name.as_str() {
                "EDGE_SIGNING_KEY" => KEY,
                "SIEM_SECRET" => "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                _ => "a secret of the vendor",
            };
            write(name, secret);
            *source = json!({ "file": name });
        }
    }
    if document.get("tls").is_some() {
        let issued = rcgen::generate_simple_self_signed(vec!["reset.example.com".to_owned()]).unwrap();
        write("certificate.pem", &issued.cert.pem());
        write("key.pem", &issued.signing_key.serialize_pem());
        document["tls"] = json!({ "certificate": "certificate.pem", "private_key": "key.pem" });
    }
    mistakes_in(folder.path(), &document)
}

/// The mistakes of a document in a folder.
fn mistakes_in(folder: &Path, document: &Value) -> Vec<String> {
    let path = folder.join("passgate.json");
    fs::write(&path, document.to_string()).unwrap();
    File::read(&path).unwrap().mistakes.iter().map(ToString::to_string).collect()
}

/// Each example is a whole configuration, by the reader and by the schema.
#[test]
fn each_example_is_a_configuration() {
    let schema = schema();
    let examples = examples();
    let names: Vec<&str> = examples.keys().map(String::as_str).collect();
    assert_eq!(names, ["both-oidc.jsonc", "both.toml", "feishu.toml", "lark.toml", "oneaccess.toml"]);
    for (name, document) in examples {
        let problems: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert_eq!(mistakes(document), Vec::<String>::new(), "{name}");
    }
}

/// The table has every member of [`Machine`]: a new member does not compile here. Each member of the table is
/// read.
#[test]
fn the_table_has_the_members_of_this_machine() {
    let Machine { listen: _, tls: _, state: _, workerd: _, share: _, trusted_certificates: _, heap_mib: _ } =
        Machine::default();
    let names: Vec<&str> = MACHINE.iter().map(|member| member.name).collect();
    assert_eq!(
        names,
        [
            "$schema",
            "listen",
            "tls",
            "state",
            "secrets",
            "trusted_certificates",
            "workerd",
            "share",
            "heap_mib"
        ]
    );
    let schema = schema();
    for name in names {
        let mut document = examples().remove("feishu.toml").unwrap();
        document[name] = json!(true);
        assert!(!schema.is_valid(&document), "{name}");
        let lines = mistakes_in(TempDir::new().unwrap().path(), &document);
        assert!(lines.iter().any(|line| line.starts_with(name)), "{name}: {lines:?}");
    }
}

/// Both refuse the mistakes of this machine that a schema can express.
#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    type Case = (fn(&mut Value), &'static str);
    let cases: [Case; 9] = [
        (|v| v["listen"] = json!("8080"), "listen: must be an address and a port"),
        (|v| v["listen"] = json!("127.0.0.1:0"), "listen: must be an address and a port"),
        (|v| v["heap_mib"] = json!(1), "heap_mib: must be a whole number from 64 to 65536"),
        (|v| v["heap_mib"] = json!(65_537), "heap_mib: must be a whole number from 64 to 65536"),
        (|v| v["trusted_certificates"] = json!("ca.pem"), "trusted_certificates: must be a list"),
        (|v| v["tls"] = json!({ "certificate": "c.pem", "key": "k.pem" }), "tls.key: is unknown"),
        (|v| v["secrets"]["A"] = json!({}), "secrets.A"),
        (|v| v["lisen"] = json!("x"), "lisen: is unknown"),
        (|v| v["products"]["feishu"]["base_url"] = Value::Null, "products.feishu.base_url: must be a string"),
    ];
    let schema = schema();
    for (change, expected) in cases {
        let mut document = examples().remove("feishu.toml").unwrap();
        change(&mut document);
        assert!(!schema.is_valid(&document), "{expected}");
        let lines = mistakes_in(TempDir::new().unwrap().path(), &document);
        assert!(lines.iter().any(|line| line.starts_with(expected)), "{expected}: {lines:?}");
    }
}
