//! The members of an issuer.

use super::Need::{Binding, Optional, Required};
use super::members::member;
use super::{Member, Shape};
use crate::config::issuers::MAX_SIGN_IN_WITHIN_SECONDS;

const SIGN_IN: Shape = Shape::Number(1, MAX_SIGN_IN_WITHIN_SECONDS);

/// The issuers.
pub const ISSUERS: &[Member] = &[member(
    "issuers",
    Shape::Objects(ISSUER, usize::MAX),
    Optional,
    "no issuer",
    "whose user tokens are accepted",
)];

const ISSUER: &[Member] = &[
    member("product", Shape::Product, Required, "required", "product whose accounts the tokens name"),
    member("issuer", Shape::Address, Required, "required", "exact value of `iss`"),
    member("audience", Shape::Id, Required, "required", "value that `aud` must contain"),
    member(
        "algorithm",
        Shape::Word(&["RS256", "ES256", "EdDSA"]),
        Required,
        "required",
        "the one accepted signature algorithm: `RS256`, `ES256` or `EdDSA`",
    ),
    member(
        "account_claim",
        Shape::Id,
        Required,
        "required",
        "claim with the person's own account. Use `sub`, or a claim that users cannot edit and that is never reassigned",
    ),
    member(
        "user_id_type",
        Shape::UserIdType,
        Optional,
        "Feishu: required; EIAM: not allowed",
        "kind of id in that claim: `open_id`, `union_id` or `user_id`",
    ),
    member("jwks_uri", Shape::Address, Optional, "discovery", "address of the issuer's keys"),
    member(
        "service",
        Shape::Text,
        Binding,
        "the issuer's own host",
        "service binding that leads to the issuer; not in a configuration file",
    ),
    member(
        "sign_in_within",
        SIGN_IN,
        Optional,
        "no maximum",
        "maximum age of the sign-in (`auth_time`) for a change of one's own password, in seconds, at most 86,400. A token without `auth_time` is too old",
    ),
    member("operator_claim", Shape::Object(OPERATOR), Optional, "no operators", "who is an operator"),
    member("auditor_claim", Shape::Object(AUDITOR), Optional, "no auditors", "who is an auditor"),
];

const OPERATOR: &[Member] = &role("no operators", "claim that makes a person an operator");

const AUDITOR: &[Member] = &role("no auditors", "claim that makes a person an auditor");

const fn role(default: &'static str, meaning: &'static str) -> [Member; 3] {
    [
        member("name", Shape::Id, Required, default, meaning),
        member(
            "value",
            Shape::Id,
            Required,
            "required with the claim",
            "value that the claim must equal or contain",
        ),
        member(
            "sign_in_within",
            SIGN_IN,
            Optional,
            "900",
            "maximum age of the sign-in, in seconds, at most 86,400",
        ),
    ]
}
