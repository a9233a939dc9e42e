//! Checks deployment files that no compiler compares: the example for Cloudflare, the entry module, the
//! example for `workerd` in the documentation, and the constants that the forms share with the edge.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use passgate_core::Secret;
use passgate_worker::base::object::Object;
use passgate_worker::callers::account::TAG_CHARACTERS;
use passgate_worker::callers::ticket::{PREFIX, SECRET_CHARACTERS};
use passgate_worker::config::{Config, Environment};
use passgate_worker::reset::budget::{ACCOUNT_MS, GRACE_MS};
use serde_json::{Value, json};

/// An environment in which every secret is set and no service is bound.
struct Deployed;

impl Environment for Deployed {
    fn secret(&self, name: &str) -> Option<Secret> {
        let is_key = name == "EDGE_SIGNING_KEY";
        Some(Secret::new(if is_key { "sk1.AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8" } else { name }))
    }

    fn has_service(&self, _name: &str) -> bool {
        false
    }
}

#[test]
fn the_example_for_cloudflare_is_complete_except_for_placeholders() {
    let mut config = wrangler()["vars"]["PASSGATE_CONFIG"].clone();
    let wrong = |config: &Value| {
        let parsed = Config::parse(&config.to_string(), &Deployed);
        parsed.err().unwrap_or_default().into_iter().map(|wrong| wrong.field).collect::<Vec<_>>()
    };
    assert_eq!(wrong(&config), ["clients[0].secret_hashes[0]"]);
    config["clients"][0]["secret_hashes"][0] = json!(format!("sha256:{}", "A".repeat(43)));
    assert_eq!(wrong(&config), Vec::<String>::new());
}

/// A deploy without one of the secrets is refused by Wrangler, before the Worker could refuse to start.
#[test]
fn the_example_for_cloudflare_requires_each_secret_that_its_configuration_names() {
    fn named(value: &Value, found: &mut BTreeSet<String>) {
        found.extend(value.get("env").map(text_of));
        match value {
            Value::Object(members) => members.values().for_each(|value| named(value, found)),
            Value::Array(items) => items.iter().for_each(|value| named(value, found)),
            _ => {}
        }
    }
    let wrangler = wrangler();
    let mut secrets = BTreeSet::new();
    named(&wrangler["vars"]["PASSGATE_CONFIG"], &mut secrets);
    let required = wrangler["secrets"]["required"].as_array().unwrap().iter().map(text_of);
    assert_eq!(required.collect::<BTreeSet<_>>(), secrets);
}

#[test]
fn the_example_for_cloudflare_is_reached_at_its_public_origin() {
    let wrangler = wrangler();
    let host = text_of(&wrangler["routes"][0]["pattern"]);
    assert_eq!(wrangler["vars"]["PASSGATE_CONFIG"]["public_origin"], format!("https://{host}"));
}

#[test]
fn each_durable_object_is_bound_and_exported_in_every_file() {
    let wrangler = wrangler();
    let pairs = |bindings: &Value| -> BTreeSet<(String, String)> {
        let bindings = bindings.as_array().unwrap().iter();
        bindings.map(|bound| (text_of(&bound["name"]), text_of(&bound["class_name"]))).collect()
    };
    let all = Object::ALL.map(|object| (object.binding().to_owned(), object.class().to_owned()));
    assert_eq!(pairs(&wrangler["durable_objects"]["bindings"]), BTreeSet::from(all));
    let migrated = wrangler["migrations"].as_array().unwrap().iter();
    let migrated = migrated.flat_map(|step| step["new_sqlite_classes"].as_array().unwrap());
    assert_eq!(migrated.map(text_of).collect::<BTreeSet<_>>(), classes());

    let entry = read("worker/entry.mjs");
    let exported = entry.lines().filter_map(|line| line.strip_prefix("export const "));
    let exported = exported.map(|line| {
        let (name, made) = line.split_once(" = ").unwrap();
        assert_eq!(made, format!("guardedObject(\"{name}\");"));
        name.to_owned()
    });
    assert_eq!(exported.collect::<BTreeSet<_>>(), classes());

    // The page shows the configuration of the tests, which `passgate-stack` compares with it.
    let page = read("docs/running.md");
    let bound = page.matches("durableObjectNamespace = \"").count();
    assert_eq!(bound, Object::ALL.len());
    for object in Object::ALL {
        let (binding, class) = (object.binding(), object.class());
        let line = format!("(name = \"{binding}\", durableObjectNamespace = \"{class}\")");
        assert!(page.contains(&line), "{line}");
        assert!(page.contains(&format!("(className = \"{class}\", uniqueKey = ")), "{class}");
    }
}

/// The highest exposure that `systemd-analyze security` may report for the unit, of 10.
const EXPOSURE: &str = "1.5";

/// Needs Debian's package `systemd`, and no running systemd.
#[test]
fn systemd_accepts_the_units_and_their_exposure_is_low() {
    for (unit, name) in
        [("passgate.service", "passgate.service"), ("passgate@.service", "passgate@company.service")]
    {
        let text = read(&format!("deploy/{unit}"));
        let folder = tempfile::tempdir().unwrap();
        // The program is not installed where the test runs.
        let here = text.replace("/opt/passgate/bin/passgate", "/bin/true");
        assert_ne!(here, text);
        let path = folder.path().join(name);
        fs::write(&path, here).unwrap();
        let analyze = |arguments: &[&str]| {
            let output = Command::new("systemd-analyze").args(arguments).arg(&path).output();
            let output = output.expect("systemd-analyze; Debian has it in the package systemd");
            let printed =
                [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap()).concat();
            assert!(output.status.success(), "{unit} {arguments:?}: {printed}");
            printed
        };
        assert_eq!(analyze(&["verify", "--man=no"]), "");
        // `--threshold` is in tenths of the exposure.
        let threshold = format!("--threshold={}", EXPOSURE.replace('.', ""));
        let printed = analyze(&["security", "--offline=yes", "--no-pager", &threshold]);
        assert!(printed.contains("Overall exposure level"), "{printed}");
    }
    assert!(read("docs/install.md").contains(&format!("an exposure of at most {EXPOSURE} ")));
}

/// Two instances share the program alone: each has its own user, state, configuration and secrets.
#[test]
fn an_instance_of_the_template_has_its_own_user_folders_and_secrets() {
    let unit = read("deploy/passgate@.service");
    let own = ["User=", "StateDirectory=", "LoadCredential=", "ExecStart=/opt/passgate/bin/passgate serve "];
    for line in unit.lines().filter(|line| own.iter().any(|begin| line.starts_with(begin))) {
        assert!(line.contains("%i"), "{line}");
    }
    for begin in own {
        assert!(unit.lines().any(|line| line.starts_with(begin)), "{begin}");
    }
    assert!(!unit.contains("/var/lib/passgate"));
}

/// The secret of a vendor has one name in the unit, `compose.yaml`, each sample, and both pages that say where to
/// put it.
#[test]
fn each_secret_has_the_same_name_in_the_units_the_samples_and_the_documentation() {
    let unit = read("deploy/passgate.service");
    let of = |setting: &str| -> BTreeSet<String> {
        let lines = unit.lines().filter_map(|line| line.strip_prefix(setting)?.split_once(':'));
        lines.map(|(name, _)| name.to_owned()).collect()
    };
    let loaded = of("LoadCredential=");
    for line in unit.lines().filter_map(|line| line.strip_prefix("LoadCredential=")) {
        let (name, path) = line.split_once(':').unwrap();
        assert_eq!(path, format!("/etc/passgate/credentials/{name}"));
    }
    // Only the signing key must be there; the default of a product's secret is blank, which no configuration accepts.
    let mut optional = of("SetCredential=");
    assert!(optional.insert("signing-key".to_owned()));
    assert_eq!(optional, loaded);
    for line in unit.lines().filter_map(|line| line.strip_prefix("SetCredential=")) {
        assert!(line.ends_with(":\\n"), "{line}");
    }

    let mut used = BTreeSet::new();
    for sample in fs::read_dir(in_project("docs/examples")).unwrap() {
        let path = sample.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let file = path.display();
        for name in credentials(&text) {
            let in_unit = loaded.contains(&name);
            // The sample must say what to add.
            let says = text.contains(&format!("LoadCredential={name}:/etc/passgate/credentials/{name}"));
            assert!(in_unit != says, "{file}: {name}");
            used.insert(name);
        }
    }
    assert!(loaded.is_subset(&used), "{loaded:?} {used:?}");

    let compose = read("deploy/compose.yaml");
    let sample = credentials(&read("deploy/passgate.toml"));
    for name in &loaded {
        let comment = if sample.contains(name) { "" } else { "# " };
        for line in
            [format!("      {comment}- {name}\n"), format!("  {comment}{name}: {{ file: ./{name} }}\n")]
        {
            assert!(compose.contains(&line), "{line}");
        }
    }
    assert_eq!(compose.matches("{ file: ./").count(), loaded.len());
    assert!(sample.is_subset(&loaded), "{sample:?}");

    for page in ["docs/install.md", "docs/install.zh-CN.md"] {
        let text = read(page);
        for name in &loaded {
            assert!(text.contains(&format!("`{name}`")), "{page}: {name}");
        }
        for name in &sample {
            assert!(text.contains(&format!("> /etc/passgate/credentials/{name}")), "{page}: {name}");
        }
    }
}

/// The names of the credentials that a configuration reads.
fn credentials(text: &str) -> BTreeSet<String> {
    let plain = text.replace("\"credential\": ", "credential = ");
    let after = plain.split("{ credential = \"").skip(1);
    after.map(|rest| rest.split_once('"').unwrap().0.to_owned()).collect()
}

#[test]
fn the_form_and_the_edge_agree_on_the_shape_of_a_ticket() {
    let (first, rest) = PREFIX.split_at(1);
    let (first, rest) = (format!("[{}{first}]", first.to_uppercase()), rest.replace('.', "\\."));
    let shape = format!("{first}({rest}[\\w-]{{{TAG_CHARACTERS}}}\\.[\\w-]{{{SECRET_CHARACTERS}}})");
    assert!(read("www/ticket.js").contains(&shape), "{shape}");
}

#[test]
fn the_form_waits_longer_than_an_account_takes_to_answer() {
    let api = read("www/api.js");
    let (_, after) = api.split_once("const PATIENCE_MS = ").unwrap();
    let patience_ms: u64 = after.split_once(';').unwrap().0.replace('_', "").parse().unwrap();
    let longest_ms = ACCOUNT_MS + GRACE_MS;
    assert!(patience_ms > longest_ms, "{patience_ms} ms, and the edge may take {longest_ms}");
}

fn classes() -> BTreeSet<String> {
    Object::ALL.into_iter().map(|object| object.class().to_owned()).collect()
}

fn wrangler() -> Value {
    let text = read("worker/wrangler.jsonc");
    jsonc_parser::parse_to_serde_value(&text, &jsonc_parser::ParseOptions::default()).unwrap()
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(in_project(path)).unwrap()
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}
