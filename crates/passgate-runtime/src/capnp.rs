//! The configuration of `workerd`.

use std::fmt::Write as _;

/// The folder of the accounts' databases.
pub const SUBJECT_FOLDER: &str = "reset-subject-v1";
/// The folder of the audit logs' databases.
pub const LOG_FOLDER: &str = "audit-log-v1";

/// Every Durable Object class of the Worker, and the key under which its data is stored.
const OBJECTS: [Object; 4] = [
    Object { binding: "RESET_SUBJECT", class: "ResetSubject", key: SUBJECT_FOLDER },
    Object { binding: "VENDOR_GATE", class: "VendorGate", key: "vendor-gate-v1" },
    Object { binding: "AUDIT_LOG", class: "AuditLog", key: LOG_FOLDER },
    Object { binding: "CALLER_RATE", class: "CallerRate", key: "caller-rate-v1" },
];

/// The folders of the objects' databases below the folder of the objects: one for each class.
pub fn object_folders() -> impl Iterator<Item = &'static str> {
    OBJECTS.iter().map(|object| object.key)
}

struct Object {
    binding: &'static str,
    class: &'static str,
    key: &'static str,
}

/// How the runtime reaches a service.
pub enum Transport<'a> {
    /// Plain HTTP: a service on the same machine or in the same network.
    Http,
    /// TLS 1.2 or later, for the named host.
    Https {
        /// The name in the host's certificate.
        host: &'a str,
    },
}

/// A service that the Worker can reach: a vendor, an issuer of user tokens, a search for breached passwords.
pub struct Service<'a> {
    /// The name of its binding.
    pub binding: &'a str,
    /// `HOST:PORT`.
    pub address: &'a str,
    /// How it is reached.
    pub transport: Transport<'a>,
}

/// TLS for the Worker's own socket, in PEM.
pub struct Tls<'a> {
    /// The private key.
    pub private_key: &'a str,
    /// The certificate, followed by its chain.
    pub certificates: &'a str,
}

/// What differs from deployment to deployment.
pub struct Host<'a> {
    /// `ADDRESS:PORT` of the Worker.
    pub listen: &'a str,
    /// Its TLS; plain HTTP without, for a proxy in front or for tests.
    pub tls: Option<Tls<'a>>,
    /// The services that the Worker reaches by their bindings.
    pub services: &'a [Service<'a>],
    /// Certificates, in PEM, that are trusted besides the public ones.
    pub trusted_certificates: &'a [String],
    /// Whether the Worker may reach public addresses that have no binding.
    pub is_internet_open: bool,
    /// The files that the Worker serves.
    pub www: &'a str,
    /// Where the Durable Objects are stored.
    pub objects: &'a str,
    /// Bindings whose values come from the environment.
    pub environment: &'a [&'a str],
    /// Bindings whose values are JSON: names and texts.
    pub json: &'a [(&'a str, String)],
    /// Flags for V8.
    pub v8_flags: &'a [String],
}

/// The text of the configuration; the Worker's two modules lie beside it.
pub fn text(host: &Host<'_>) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_config(&mut text, host);
    text
}

fn write_config(out: &mut String, host: &Host<'_>) -> std::fmt::Result {
    let (www, objects) = (quoted(host.www), quoted(host.objects));
    writeln!(
        out,
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),"#
    )?;
    for service in host.services {
        let (name, address) = (quoted(service.binding), quoted(service.address));
        match service.transport {
            Transport::Http => {
                writeln!(out, "    (name = {name}, external = (address = {address}, http = ())),")?;
            }
            Transport::Https { host: name_there } => {
                let tls = tls_options(host.trusted_certificates);
                let name_there = quoted(name_there);
                writeln!(
                    out,
                    "    (name = {name}, external = (address = {address}, https = (options = (), tlsOptions = {tls}, certificateHost = {name_there}))),"
                )?;
            }
        }
    }
    if host.is_internet_open {
        let tls = tls_options(host.trusted_certificates);
        writeln!(out, r#"    (name = "internet", network = (allow = ["public"], tlsOptions = {tls})),"#)?;
    } else {
        writeln!(
            out,
            "    # The Worker reaches the services above by their bindings and nothing else at all.\n    (name = \"internet\", network = (allow = [])),"
        )?;
    }
    let flags: Vec<String> = host.v8_flags.iter().map(|flag| quoted(flag)).collect();
    writeln!(
        out,
        r#"    (name = "assets", disk = (path = {www})),
    (name = "objects", disk = (path = {objects}, writable = true)),
  ],
  v8Flags = [{flags}],
  sockets = [{socket}],
);

const main :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "index.js"),
    (name = "index_bg.wasm", wasm = embed "index_bg.wasm"),
  ],
  compatibilityDate = "2026-10-15",
  bindings = ["#,
        flags = flags.join(", "),
        socket = socket(host),
    )?;
    for service in host.services {
        let name = quoted(service.binding);
        writeln!(out, "    (name = {name}, service = {name}),")?;
    }
    writeln!(out, r#"    (name = "ASSETS", service = "assets"),"#)?;
    for Object { binding, class, .. } in &OBJECTS {
        writeln!(out, r#"    (name = "{binding}", durableObjectNamespace = "{class}"),"#)?;
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

fn socket(host: &Host<'_>) -> String {
    let listen = quoted(host.listen);
    let protocol = match &host.tls {
        None => "http = ()".to_owned(),
        Some(Tls { private_key, certificates }) => format!(
            "https = (options = (), tlsOptions = (minVersion = tls1Dot2, keypair = (privateKey = {}, certificateChain = {})))",
            quoted(private_key),
            quoted(certificates),
        ),
    };
    format!(r#"(name = "http", address = {listen}, {protocol}, service = "main")"#)
}

fn tls_options(trusted: &[String]) -> String {
    let trusted: Vec<String> = trusted.iter().map(|certificate| quoted(certificate)).collect();
    format!("(trustBrowserCas = true, minVersion = tls1Dot2, trustedCertificates = [{}])", trusted.join(", "))
}

/// The configuration of one plain module, which lies beside it, with the folder `objects` for its Durable
/// Objects: the names of their classes, and of their bindings in capital letters.
pub fn plain(listen: &str, vendors: &str, objects: &str, classes: &[&str]) -> String {
    let (listen, vendors, objects) = (quoted(listen), quoted(vendors), quoted(objects));
    let each = |line: fn(&str) -> String| classes.iter().map(|class| line(class)).collect::<String>();
    let bindings = each(|class| {
        let binding = class.to_uppercase();
        format!("\n    (name = \"{binding}\", durableObjectNamespace = \"{class}\"),")
    });
    let namespaces =
        each(|class| format!("\n    (className = \"{class}\", uniqueKey = \"{class}\", enableSql = true),"));
    format!(
        r#"using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "vendor", external = (address = {vendors}, http = ())),
    (name = "internet", network = (allow = [])),
    (name = "objects", disk = (path = {objects}, writable = true)),
  ],
  sockets = [(name = "http", address = {listen}, http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [(name = "plain.mjs", esModule = embed "plain.mjs")],
  compatibilityDate = "2026-10-15",
  bindings = [
    (name = "VENDOR", service = "vendor"),{bindings}
  ],
  durableObjectNamespaces = [{namespaces}],
  durableObjectStorage = (localDisk = "objects"),
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

    const SERVICES: [Service<'static>; 3] = [
        Service { binding: "FEISHU", address: "127.0.0.1:9100", transport: Transport::Http },
        Service { binding: "EIAM", address: "127.0.0.1:9100", transport: Transport::Http },
        Service { binding: "SSO", address: "127.0.0.1:9200", transport: Transport::Http },
    ];

    fn sample() -> String {
        sample_with(&[])
    }

    fn sample_with(json: &[(&str, String)]) -> String {
        text(&Host {
            listen: "127.0.0.1:8787",
            tls: None,
            services: &SERVICES,
            trusted_certificates: &[],
            is_internet_open: false,
            www: "/here/dist/www",
            objects: "/here/run/objects",
            environment: &["PASSGATE_CONFIG", "FEISHU_APP_SECRET"],
            json,
            v8_flags: &["--max-heap-size=128".to_owned(), "--trace-gc".to_owned()],
        })
    }

    #[test]
    fn both_vendors_are_reached_by_their_bindings_only() {
        let text = sample();
        for vendor in ["FEISHU", "EIAM"] {
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
        for vendor in ["FEISHU", "EIAM"] {
            let (_, service) = shown.split_once(&format!("(name = \"{vendor}\", external = (")).unwrap();
            let (service, _) = service.split_once("(name =").unwrap();
            for part in [":443\"", "https = (", "trustBrowserCas = true", "certificateHost = "] {
                assert!(service.contains(part), "{vendor}: {part}");
            }
        }
    }

    #[test]
    fn a_vendor_on_the_internet_is_reached_by_tls_alone() {
        let services = [Service {
            binding: "LARK",
            address: "open.larksuite.com:443",
            transport: Transport::Https { host: "open.larksuite.com" },
        }];
        let tls = Tls { private_key: "KEY\n", certificates: "CERTIFICATE\n" };
        let text = text(&Host {
            listen: "0.0.0.0:443",
            tls: Some(tls),
            services: &services,
            trusted_certificates: &["COMPANY".to_owned()],
            is_internet_open: true,
            www: "/www",
            objects: "/objects",
            environment: &[],
            json: &[],
            v8_flags: &[],
        });
        for part in [
            r#"(name = "LARK", external = (address = "open.larksuite.com:443", https = ("#,
            r#"trustedCertificates = ["COMPANY"])"#,
            r#"certificateHost = "open.larksuite.com""#,
            r#"allow = ["public"]"#,
            r#"keypair = (privateKey = "KEY\n", certificateChain = "CERTIFICATE\n")"#,
        ] {
            assert!(text.contains(part), "{part}");
        }
    }

    #[test]
    fn v8_is_given_its_flags() {
        let text = sample();
        assert!(text.contains(r#"v8Flags = ["--max-heap-size=128", "--trace-gc"],"#), "{text}");
    }

    #[test]
    fn a_path_cannot_break_out_of_its_literal() {
        assert_eq!(quoted("a\"b\\c\n密"), r#""a\"b\\c\n密""#);
    }
}
