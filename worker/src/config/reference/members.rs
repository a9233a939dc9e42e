//! The members that the Worker reads.

use super::Need::{Binding, Optional, Required};
use super::issuers::ISSUERS;
use super::webhooks::WEBHOOKS;
use super::{Member, Need, Section, Shape};
use crate::config::address_header::MAX_PROXIES;
use crate::config::breaches::{LONGEST_DEADLINE_MS, SHORTEST_DEADLINE_MS};
use crate::config::clients::MAX_SECRETS;
use crate::config::origins::MAX_ORIGINS;
use crate::config::vendor_rate;

pub(super) const fn member(
    name: &'static str,
    shape: Shape,
    need: Need,
    default: &'static str,
    meaning: &'static str,
) -> Member {
    Member { name, shape, need, meaning, default }
}

const SWITCH: Shape = Shape::Word(&["on", "off"]);

/// The sections of the page, in its order, without the members for the machine.
pub const SECTIONS: &[Section] = &[
    Section { name: "edge", members: EDGE },
    Section { name: "products", members: PRODUCTS },
    Section { name: "clients", members: CLIENTS },
    Section { name: "issuers", members: ISSUERS },
    Section { name: "rates", members: RATES },
    Section { name: "origins", members: ORIGINS },
    Section { name: "breaches", members: BREACHES },
    Section { name: "webhooks", members: WEBHOOKS },
];

const EDGE: &[Member] = &[
    member(
        "public_origin",
        Shape::Origin,
        Required,
        "required",
        "origin of the edge: scheme, host and port, `https` except on loopback",
    ),
    member(
        "signing_key",
        Shape::Secret,
        Required,
        "required",
        "the [secret](#secrets) from which the edge derives its own keys: `sk1.` and 256 random bits. `passgate key` makes one. [SECURITY.md](../SECURITY.md#the-signing-key) says what a new key invalidates",
    ),
    member(
        "change_password",
        Shape::Place,
        Optional,
        "the form of the only product, or `/`",
        "target of `/.well-known/change-password`: a path of the edge, or an https address",
    ),
    member(
        "security",
        Shape::Object(SECURITY),
        Optional,
        "no `security.txt`",
        "what `/.well-known/security.txt` says",
    ),
];

const SECURITY: &[Member] = &[
    member(
        "contacts",
        Shape::List(&Shape::Contact, 1, usize::MAX),
        Required,
        "no `security.txt`",
        "addresses in `/.well-known/security.txt`: `mailto:`, `tel:` or `https:`",
    ),
    member(
        "expires",
        Shape::Time,
        Required,
        "required with `security`",
        "when `security.txt` expires, such as `2027-06-30T00:00:00Z`; later it is not served, and `passgate check` calls it a mistake",
    ),
];

const PRODUCTS: &[Member] = &[member(
    "products",
    Shape::Products(PRODUCT),
    Required,
    "required",
    "the vendors' products; at least one",
)];

/// The id and the secret of a product, as the page writes them.
pub fn credentials() -> impl Iterator<Item = (String, &'static str)> {
    [
        ("products.feishu.app_id", "id of the app at Feishu or Lark, at most 200 characters"),
        ("products.feishu.app_secret", "the app's [secret](#secrets)"),
        (
            "products.eiam.client_id",
            "id of the application at EIAM or OneAccess, at most 200 characters; at EIAM no colon",
        ),
        ("products.eiam.client_secret", "the application's [secret](#secrets)"),
    ]
    .into_iter()
    .map(|(path, meaning)| (path.to_owned(), meaning))
}

const PRODUCT: &[Member] = &[
    member(
        "base_url",
        Shape::Origin,
        Required,
        "the bound service; in a configuration file required",
        "the vendor's origin. `https`, except on loopback or if a service of the product's name (`FEISHU`, `EIAM`, `LARK`, `ONEACCESS`) is [bound](running.md#the-configuration-of-workerd); not the edge's own",
    ),
    member(
        "policy",
        Shape::Policy,
        Optional,
        "Feishu and Lark: `\"shipped\"`; EIAM and OneAccess: required",
        "the tenant's policy document, or `\"shipped\"` for the one of this project. The start-up log states the numbers that `\"shipped\"` assumes. [`passgate policy lint`](program.md#policies) says what is wrong with a document. `reported` and `documented` are only for the policy that the edge serves",
    ),
    member(
        "sign_in_url",
        Shape::Page,
        Optional,
        "no link",
        "where the form sends a person after a successful change: an https address",
    ),
    member(
        "learning",
        SWITCH,
        Optional,
        "`\"on\"`",
        "`\"on\"`: a limit in a vendor's refusal [tightens the policy](#learned-limits); `\"off\"`: it does not",
    ),
    member(
        "breaker",
        SWITCH,
        Optional,
        "`\"on\"`",
        "`\"on\"`: the [circuit breaker](#the-circuit-breaker) stops calls to a vendor that does not answer; `\"off\"`: it does not",
    ),
    member(
        "rate",
        Shape::Object(VENDOR_RATE),
        Optional,
        "what the vendor's page documents",
        "how fast the vendor is called",
    ),
];

const VENDOR_RATE: &[Member] = &[
    member(
        "per_second",
        Shape::Number(1, vendor_rate::MOST),
        Required,
        "Feishu and Lark: 8; EIAM and OneAccess: unlimited",
        "calls per second to the vendor, at even intervals",
    ),
    member("burst", Shape::Number(1, vendor_rate::MOST), Optional, "1", "calls that may start at once"),
    member(
        "vendor_per_second",
        Shape::Number(1, vendor_rate::MOST),
        Optional,
        "Feishu and Lark: 10; EIAM and OneAccess: not checked",
        "calls per second that the vendor accepts; `per_second` plus `burst` must not exceed it",
    ),
];

const CLIENTS: &[Member] = &[member(
    "clients",
    Shape::Objects(CLIENT, usize::MAX),
    Optional,
    "no client",
    "the back ends that may call the edge",
)];

const CLIENT: &[Member] = &[
    member(
        "id",
        Shape::ClientId,
        Required,
        "required",
        "id of the client: at most 200 characters, no colon; must differ from the vendors' ids",
    ),
    member(
        "secret_hashes",
        Shape::List(&Shape::SecretHash, 1, MAX_SECRETS),
        Required,
        "required",
        "SHA-256 hash of the secret, or two while you replace it. `passgate secret` makes a secret of 256 random bits and prints its hash. Removing a hash, or the client, ends its tokens at once",
    ),
    member(
        "products",
        Shape::List(&Shape::Product, 0, usize::MAX),
        Required,
        "required",
        "products that it may use",
    ),
    member(
        "actions",
        Shape::List(&Shape::Action, 0, usize::MAX),
        Required,
        "required",
        "actions that it may perform: `reset` (Feishu), `change-password`, `rest-password` (EIAM)",
    ),
    member("mints_tickets", Shape::Flag, Optional, "`false`", "may mint links"),
    member("reads_metrics", Shape::Flag, Optional, "`false`", "may read `/v1/metrics`"),
    member(
        "clears_limits",
        Shape::Flag,
        Optional,
        "`false`",
        "may delete learned limits (`DELETE /v1/drift/{product}/limits`)",
    ),
    member("rate", Shape::Rate, Optional, "300 and 300", "its [rate limit](#rate-limits)"),
];

const RATES: &[Member] = &[member("rates", Shape::Object(RATE), Optional, "these", "the rate limits")];

const RATE: &[Member] = &[
    member(
        "account",
        Shape::Rate,
        Optional,
        "20 and 2",
        "resets of one account. Its owner, the clients and the operators have separate limits, so no other caller can use up the owner's. Only requests that pass every check count",
    ),
    member(
        "operator",
        Shape::Rate,
        Optional,
        "30 and 10",
        "links and vendor-delivered passwords that one operator requests",
    ),
    member(
        "refused",
        Shape::Rate,
        Optional,
        "30 and 30",
        "passwords of one credential that the edge refuses. Accepted passwords do not count. A client with a higher `rate` has that limit here too",
    ),
    member(
        "address",
        Shape::Rate,
        Optional,
        "300 and 600",
        "requests from one network address, if `address_header` is set",
    ),
];

const ORIGINS: &[Member] = &[
    member(
        "allowed_origins",
        Shape::List(&Shape::Origin, 0, MAX_ORIGINS),
        Optional,
        "only the edge's own",
        "origins whose pages may call what a form needs, at most 20, exactly as browsers write them",
    ),
    member(
        "form_origin",
        Shape::Origin,
        Optional,
        "`public_origin`",
        "origin of the links: `public_origin` or one of `allowed_origins`",
    ),
    member(
        "address_header",
        Shape::Header,
        Optional,
        "addresses are not limited",
        "header with the caller's address, such as `CF-Connecting-IP`. Set it only if a proxy sets this header and removes a caller's own. IPv6 addresses count by /64; a port is ignored; a missing or unreadable address counts as one address. A header with credentials, a connection-specific header, and a header with more than an address are mistakes. `X-Forwarded-For` also needs `trusted_proxies`",
    ),
    member(
        "trusted_proxies",
        Shape::List(&Shape::Network, 0, MAX_PROXIES),
        Optional,
        "the header has one address",
        "if `address_header` is a list to which each proxy adds the address that called it, as `X-Forwarded-For` is: the addresses or networks (`10.0.0.0/8`) of your own proxies behind the first one, at most 64. The caller is the last address in the list that is not one of them. With one proxy in front of the edge: `[]`",
    ),
];

const BREACHES: &[Member] = &[member(
    "breaches",
    Shape::Object(BREACH),
    Optional,
    "the edge asks no host",
    "the search for breached passwords",
)];

const BREACH: &[Member] = &[
    member(
        "base_url",
        Shape::Origin,
        Required,
        "required without `service`",
        "origin of the host, such as `https://api.pwnedpasswords.com`",
    ),
    member(
        "service",
        Shape::Text,
        Binding,
        "none",
        "service binding that leads to the host; not in a configuration file",
    ),
    member(
        "threshold",
        Shape::Number(1, u32::MAX as u64),
        Optional,
        "1",
        "number of occurrences from which a password is refused as `too-common`",
    ),
    member(
        "deadline_ms",
        Shape::Number(SHORTEST_DEADLINE_MS, LONGEST_DEADLINE_MS),
        Optional,
        "2000",
        "how long to wait for the host, 100 to 5,000 milliseconds",
    ),
    member(
        "on_failure",
        Shape::Word(&["closed", "open"]),
        Optional,
        "`closed`",
        "if the host does not answer: `closed` refuses the reset with 503, which is safe to repeat; `open` continues",
    ),
];
