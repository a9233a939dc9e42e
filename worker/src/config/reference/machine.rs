//! The members of a configuration file that the Worker does not get.

use super::Need::{Optional, Required};
use super::members::member;
use super::{Member, Shape};

/// The members for the machine that runs the program.
pub const MACHINE: &[Member] = &[
    member(
        "$schema",
        Shape::Text,
        Optional,
        "none",
        "address of the schema, for editors; `passgate` ignores it",
    ),
    member("listen", Shape::Listen, Optional, "`127.0.0.1:8080`", "address and port of the edge"),
    member(
        "tls",
        Shape::Object(TLS),
        Optional,
        "plain HTTP, for a proxy in front",
        "the edge serves HTTPS itself",
    ),
    member(
        "state",
        Shape::Text,
        Optional,
        "`/var/lib/passgate`",
        "folder for tickets, ledger and audit log, and nothing else; only its owner may read it",
    ),
    member(
        "secrets",
        Shape::Sources,
        Optional,
        "the environment variable of the name",
        "source of each secret that the configuration names as `{\"env\": NAME}`: `{\"file\": PATH}`, `{\"credential\": NAME}` (systemd `LoadCredential=`) or `{\"env\": NAME}`. A file that every user can reach is refused",
    ),
    member(
        "trusted_certificates",
        Shape::List(&Shape::Text, 0, usize::MAX),
        Optional,
        "only the public ones",
        "PEM files with the company's own certificates",
    ),
    member("workerd", Shape::Text, Optional, "`../libexec/workerd` beside the program", "the runtime"),
    member(
        "share",
        Shape::Text,
        Optional,
        "`../share/passgate` beside the program",
        "the folder with `worker/` and `www/`",
    ),
    member("heap_mib", Shape::Number(64, 65_536), Optional, "512", "V8's heap, in MiB"),
];

const TLS: &[Member] = &[
    member(
        "certificate",
        Shape::Text,
        Required,
        "plain HTTP, for a proxy in front",
        "PEM file with the certificate and its chain",
    ),
    member("private_key", Shape::Text, Required, "required with `tls`", "PEM file with its private key"),
];
