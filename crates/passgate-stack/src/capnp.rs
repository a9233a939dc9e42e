//! The configuration of `workerd`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Every Durable Object class of the Worker, and the key under which its data is stored.
const OBJECTS: [Object; 4] = [
    Object { binding: "RESET_SUBJECT", class: "ResetSubject", key: "reset-subject-v1" },
    Object { binding: "VENDOR_GATE", class: "VendorGate", key: "vendor-gate-v1" },
    Object { binding: "AUDIT_LOG", class: "AuditLog", key: "audit-log-v1" },
    Object { binding: "CALLER_RATE", class: "CallerRate", key: "caller-rate-v1" },
];

struct Object {
    binding: &'static str,
    class: &'static str,
    key: &'static str,
}

/// The parameters of a run.
pub(crate) struct Host<'a> {
    /// `127.0.0.1:PORT` of the Worker.
    pub(crate) listen: &'a str,
    /// `127.0.0.1:PORT` of all vendors.
    pub(crate) vendors: &'a str,
    /// The names of the configured products, each of which has a vendor.
    pub(crate) products: &'a [&'a str],
    /// The folder of the files that the Worker may serve.
    pub(crate) www: &'a str,
    /// The folder where the Durable Objects are stored.
    pub(crate) objects: &'a str,
    /// Additional services that the Worker may reach: their bindings, and `127.0.0.1:PORT` of each.
    pub(crate) services: &'a BTreeMap<String, String>,
    /// Bindings whose values come from the environment.
    pub(crate) environment: &'a [&'a str],
    /// Bindings whose values are JSON, such as a deployment's configuration: names, and texts.
    pub(crate) json: &'a [(&'a str, String)],
    /// Flags for V8.
    pub(crate) v8_flags: &'a [String],
}

/// The text of the configuration. The Worker's two modules are in the same folder.
pub(crate) fn text(host: &Host) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_config(&mut text, host);
    text
}

fn write_config(out: &mut String, host: &Host) -> std::fmt::Result {
    let (listen, vendors) = (quoted(host.listen), quoted(host.vendors));
    let (www, objects) = (quoted(host.www), quoted(host.objects));
    writeln!(
        out,
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "assets", disk = (path = {www})),
    (name = "objects", disk = (path = {objects}, writable = true)),
    # The Worker reaches its vendors by their bindings and nothing else at all.
    (name = "internet", network = (allow = [])),"#
    )?;
    for product in host.products {
        let product = quoted(product);
        writeln!(out, "    (name = {product}, external = (address = {vendors}, http = ())),")?;
    }
    for (name, address) in host.services {
        let (name, address) = (quoted(name), quoted(address));
        writeln!(out, "    (name = {name}, external = (address = {address}, http = ())),")?;
    }
    let flags: Vec<String> = host.v8_flags.iter().map(|flag| quoted(flag)).collect();
    writeln!(
        out,
        r#"  ],
  v8Flags = [{flags}],
  sockets = [(name = "http", address = {listen}, http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-10-15",
  bindings = ["#,
        flags = flags.join(", ")
    )?;
    for product in host.products {
        let (binding, product) = (quoted(&product.to_uppercase()), quoted(product));
        writeln!(out, "    (name = {binding}, service = {product}),")?;
    }
    writeln!(out, r#"    (name = "ASSETS", service = "assets"),"#)?;
    for Object { binding, class, .. } in &OBJECTS {
        writeln!(out, r#"    (name = "{binding}", durableObjectNamespace = "{class}"),"#)?;
    }
    for name in host.services.keys() {
        let name = quoted(name);
        writeln!(out, "    (name = {name}, service = {name}),")?;
    }
    for name in host.environment {
        let name = quoted(name);
        writeln!(out, "    (name = {name}, fromEnvironment = {name}),")?;
    }
    for (name, text) in host.json {
        writeln!(out, "    (name = {}, json = {}),", quoted(name), quoted(text))?;
    }
    writeln!(out, "  ],\n  durableObjectNamespaces = [")?;
    for Object { class, key, .. } in &OBJECTS {
        writeln!(out, r#"    (className = "{class}", uniqueKey = "{key}", enableSql = true),"#)?;
    }
    writeln!(out, "  ],\n  durableObjectStorage = (localDisk = \"objects\"),\n);")
}

/// The configuration of one plain module in the same folder.
pub(crate) fn plain(listen: &str, vendors: &str) -> String {
    let (listen, vendors) = (quoted(listen), quoted(vendors));
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "vendor", external = (address = {vendors}, http = ())),
    (name = "internet", network = (allow = [])),
  ],
  sockets = [(name = "http", address = {listen}, http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "plain.mjs", esModule = embed "plain.mjs")],
  compatibilityDate = "2026-10-15",
  bindings = [(name = "VENDOR", service = "vendor")],
);
"#
    )
}

/// A string literal of the schema language.
fn quoted(text: &str) -> String {
    let mut literal = String::from('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                literal.push('\\');
                literal.push(character);
            }
            '\n' => literal.push_str("\\n"),
            _ => literal.push(character),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> String {
        sample_with(&[])
    }

    fn sample_with(json: &[(&str, String)]) -> String {
        text(&Host {
            listen: "127.0.0.1:8787",
            vendors: "127.0.0.1:9100",
            products: &["feishu", "eiam"],
            www: "/here/dist/www",
            objects: "/here/run/objects",
            services: &BTreeMap::from([("SSO".to_owned(), "127.0.0.1:9200".to_owned())]),
            environment: &["PASSGATE_CONFIG", "FEISHU_APP_SECRET"],
            json,
            v8_flags: &["--max-heap-size=128".to_owned(), "--trace-gc".to_owned()],
        })
    }

    #[test]
    fn both_vendors_are_reached_by_their_bindings_only() {
        let text = sample();
        for vendor in ["feishu", "eiam"] {
            let line = format!(r#"(name = "{vendor}", external = (address = "127.0.0.1:9100", http = ()))"#);
            assert!(text.contains(&line), "{text}");
        }
        assert!(text.contains(r#"(name = "internet", network = (allow = []))"#));
    }

    #[test]
    fn json_is_bound_as_json() {
        let text = sample_with(&[("OTHER_CONFIG", r#"{"a":"b"}"#.to_owned())]);
        assert!(text.contains(r#"(name = "OTHER_CONFIG", json = "{\"a\":\"b\"}")"#));
    }

    #[test]
    fn a_further_service_is_bound_by_its_name() {
        let text = sample();
        assert!(text.contains(r#"(name = "SSO", external = (address = "127.0.0.1:9200", http = ()))"#));
        assert!(text.contains(r#"(name = "SSO", service = "SSO")"#));
    }

    #[test]
    fn every_object_is_bound_and_stored_with_sql() {
        let text = sample();
        for Object { binding, class, key } in &OBJECTS {
            let bound = format!(r#"(name = "{binding}", durableObjectNamespace = "{class}")"#);
            let stored = format!(r#"(className = "{class}", uniqueKey = "{key}", enableSql = true)"#);
            assert!(text.contains(&bound), "{text}");
            assert!(text.contains(&stored), "{text}");
        }
        assert!(text.contains(r#"durableObjectStorage = (localDisk = "objects")"#));
    }

    #[test]
    fn values_come_from_the_environment_and_are_not_written_down() {
        let text = sample();
        let binding = r#"(name = "FEISHU_APP_SECRET", fromEnvironment = "FEISHU_APP_SECRET")"#;
        assert!(text.contains(binding), "{text}");
    }

    /// `docs/running.md` shows the tested configuration with other addresses.
    #[test]
    fn the_documented_configuration_binds_and_stores_the_same() {
        let page = include_str!("../../../docs/running.md");
        let (_, shown) = page.split_once("```capnp\n").unwrap();
        let (shown, _) = shown.split_once("```").unwrap();
        let tested = sample();
        let worker = |text: &str| {
            let (_, worker) = text.split_once("const main :Workerd.Worker").unwrap();
            let lines = worker.lines().map(str::trim).filter(|line| !line.contains("fromEnvironment"));
            lines.filter(|line| !line.contains("\"SSO\"")).map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(worker(shown), worker(&tested));
        for vendor in ["feishu", "eiam"] {
            let (_, service) = shown.split_once(&format!("(name = \"{vendor}\", external = (")).unwrap();
            let (service, _) = service.split_once("(name =").unwrap();
            for part in [":443\"", "https = (", "trustBrowserCas = true", "certificateHost = "] {
                assert!(service.contains(part), "{vendor}: {part}");
            }
        }
    }

    #[test]
    fn v8_gets_its_flags() {
        let text = sample();
        assert!(text.contains(r#"v8Flags = ["--max-heap-size=128", "--trace-gc"],"#), "{text}");
    }

    #[test]
    fn a_path_cannot_break_out_of_its_literal() {
        assert_eq!(quoted("a\"b\\c\n密"), r#""a\"b\\c\n密""#);
    }
}
