//! The issuers: whose user tokens (OIDC) are accepted, and what their claims mean.

use passgate_core::Product;
use passgate_wire::Spec;
use passgate_wire::feishu::UserIdType;
use serde_json::Value;

use crate::base::fields::Fields;
use crate::config::environment::Environment;
use crate::config::origins::{self, ADDRESS, is_address};
use crate::config::products::Named;
use crate::config::texts;

const ALGORITHMS: [(&str, &str); 3] = [("RS256", "RS256"), ("ES256", "ES256"), ("EdDSA", "EdDSA")];

/// One OIDC issuer.
pub struct Issuer {
    /// The product whose accounts its tokens name.
    pub product: Product,
    /// The exact value of `iss`.
    pub issuer: String,
    /// The URL of its keys, where the discovery document is not used.
    pub jwks_uri: Option<String>,
    /// The service binding that leads to it, where it is not reached by its host name.
    pub service: Option<String>,
    /// The value that `aud` must contain.
    pub audience: String,
    /// The only accepted signature algorithm. The `alg` of a token's header does not decide it.
    pub algorithm: &'static str,
    /// The claim that names the user's own account.
    pub account_claim: String,
    /// The kind of id in that claim, where the product has several.
    pub user_id_type: Option<&'static str>,
    /// The maximum age of the sign-in of a person who changes the own password, in seconds. Without it
    /// any age is accepted.
    pub sign_in_within: Option<u64>,
    /// The claim that gives the operator role, if there are operators.
    pub operator_claim: Option<RoleClaim>,
    /// The claim that gives the auditor role, if there are auditors.
    pub auditor_claim: Option<RoleClaim>,
}

/// A claim and the value that gives a role. The claim must equal the value or be a list that contains
/// it.
pub struct RoleClaim {
    /// The name of the claim.
    pub name: String,
    /// The required value.
    pub value: String,
    /// The maximum age of the person's sign-in (`auth_time`), in seconds. A token without `auth_time`
    /// gives no role.
    pub sign_in_within: u64,
}

/// The default maximum age of a sign-in for a role, in seconds.
pub const SIGN_IN_WITHIN_SECONDS: u64 = 900;
pub(super) const MAX_SIGN_IN_WITHIN_SECONDS: u64 = 86_400;

pub(super) fn read(
    fields: &mut Fields<'_>,
    environment: &dyn Environment,
    named: &Named,
    own: Option<&str>,
) -> Vec<Issuer> {
    let values = match fields.optional("issuers") {
        None => return Vec::new(),
        Some(Value::Array(values)) => values,
        Some(_) => {
            fields.blame("issuers", "must be a list");
            return Vec::new();
        }
    };
    let mut issuers: Vec<Issuer> = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        let name = format!("issuers[{index}]");
        let path = fields.path_of(&name);
        let Some(mut entry) = Fields::of(value, &path, fields.wrong()) else {
            continue;
        };
        let issuer = read_one(&mut entry, environment, named, own);
        if let Some(issuer) = &issuer
            && issuers.iter().any(|other| other.product == issuer.product && other.issuer == issuer.issuer)
        {
            entry.blame("issuer", "is configured twice for this product");
        }
        entry.finish();
        issuers.extend(issuer);
    }
    issuers
}

fn read_one(
    entry: &mut Fields<'_>,
    environment: &dyn Environment,
    named: &Named,
    own: Option<&str>,
) -> Option<Issuer> {
    let product = entry.one_of("product", &Product::ALL.map(|p| (p.name(), p)));
    if let Some(product) = product
        && !named.contains(&product)
    {
        entry.blame("product", "is not configured");
    }
    let issuer = entry.text("issuer");
    if issuer.as_deref().is_some_and(|issuer| !is_address(issuer)) {
        entry.blame("issuer", ADDRESS);
    }
    origins::refuse_own(entry, "issuer", issuer.as_deref(), own);
    let jwks_uri = entry.optional_text("jwks_uri");
    if jwks_uri.as_deref().is_some_and(|uri| !is_address(uri)) {
        entry.blame("jwks_uri", ADDRESS);
    }
    origins::refuse_own(entry, "jwks_uri", jwks_uri.as_deref(), own);
    let service = entry.optional_text("service");
    if let Some(name) = &service
        && !environment.has_service(name)
    {
        entry.blame("service", "is not the name of a bound service");
    }
    let audience = texts::id(entry, "audience");
    let algorithm = entry.one_of("algorithm", &ALGORITHMS);
    let account_claim = texts::id(entry, "account_claim");
    let user_id_type =
        entry.optional_one_of("user_id_type", &UserIdType::ALL.map(|kind| (kind.name(), kind.name())));
    if let Some(problem) = product.and_then(|product| Spec::of(product).wrong_user_id_type(user_id_type)) {
        entry.blame("user_id_type", &problem);
    }
    let sign_in_within = entry.optional_number("sign_in_within", 1, MAX_SIGN_IN_WITHIN_SECONDS);
    let operator_claim = read_role(entry, "operator_claim");
    let auditor_claim = read_role(entry, "auditor_claim");
    Some(Issuer {
        product: product?,
        issuer: issuer?,
        jwks_uri,
        service,
        audience: audience?,
        algorithm: algorithm?,
        account_claim: account_claim?,
        user_id_type,
        sign_in_within,
        operator_claim,
        auditor_claim,
    })
}

fn read_role(entry: &mut Fields<'_>, name: &str) -> Option<RoleClaim> {
    let value = entry.optional(name)?;
    let path = entry.path_of(name);
    let mut claim = Fields::of(value, &path, entry.wrong())?;
    let (name, value) = (texts::id(&mut claim, "name"), texts::id(&mut claim, "value"));
    let sign_in_within = claim.optional_number("sign_in_within", 1, MAX_SIGN_IN_WITHIN_SECONDS);
    claim.finish();
    let sign_in_within = sign_in_within.unwrap_or(SIGN_IN_WITHIN_SECONDS);
    Some(RoleClaim { name: name?, value: value?, sign_in_within })
}
