//! The specification of a product: everything that distinguishes it from the others.
//!
//! Outside of this crate, all code that depends on the product reads a [`Spec`]: routes, configuration,
//! tokens, the check before a call, the OpenAPI document and the generated pages. A new product of an existing
//! API needs a variant of `Product`, a shipped policy and a specification.

use passgate_core::{Identity, Product, Secret, Violation};

use crate::action::Action;
use crate::answer::{Answer, Refusal};
use crate::bad_input::BadInput;
use crate::codes::{CodeRow, OwnCode};
use crate::envelope::{EdgeAnswer, Envelope, LengthLimits};
use crate::http::{Method, Reply, Request};
use crate::language::Reader;
use crate::token::TokenAnswer;
use crate::user_id::UserId;

/// One product of a vendor.
///
/// ```
/// use passgate_core::Product;
/// use passgate_wire::{Action, Spec};
///
/// let eiam = Spec::of(Product::Eiam);
/// assert_eq!(eiam.api.prefix(), "/api/v2/");
/// assert!(eiam.offers(Action::RestPassword));
/// assert!(!Spec::of(Product::OneAccess).offers(Action::RestPassword));
/// ```
#[derive(Clone, Copy)]
pub struct Spec {
    /// The product.
    pub product: Product,
    /// The vendor's name for it, in Simplified Chinese and in English.
    pub brand: Brand,
    /// The API of the product.
    pub api: Api,
    /// The credential of the edge at the vendor.
    pub credential: Credential,
    /// The kinds of account id (Feishu's `user_id_type`); empty where there is one kind.
    pub user_id_types: &'static [&'static str],
    /// The rate limit of the vendor's page; `None` if it states none.
    pub rate: Option<PageRate>,
    /// The header, beside `X-Request-Id`, from which the vendor's SDKs read the id of a request.
    pub trace_header: Option<&'static str>,
    /// The token call.
    pub token: TokenCall,
    /// The password calls.
    pub calls: &'static [CallSpec],
    /// The vendor's codes.
    pub codes: &'static [CodeRow],
    /// The codes of the edge's own answers.
    pub own_codes: &'static [OwnCode],
    /// The refusal of a password by the edge, as the vendor would word it.
    pub local_refusal: fn(Vec<Violation>, LengthLimits) -> Refusal,
    /// Writes an answer in the vendor's format.
    pub envelope: fn(&EdgeAnswer<'_>, Reader<'_>) -> Envelope,
    /// The JSON Schemas of the answers.
    #[cfg(feature = "schema")]
    pub shapes: fn(&mut schemars::SchemaGenerator) -> crate::envelope::Shapes,
}

impl Spec {
    /// The call for an action, if the product has it.
    pub fn call(&self, action: Action) -> Option<&'static CallSpec> {
        self.calls.iter().find(|call| call.action == action)
    }

    /// The problem of a kind of account id for this product; `None` if it is valid.
    pub fn wrong_user_id_type(&self, given: Option<&str>) -> Option<String> {
        match given {
            None if self.user_id_types.is_empty() => None,
            None => Some("is missing".to_owned()),
            Some(_) if self.user_id_types.is_empty() => {
                let with_kinds = Self::all().filter(|spec| !spec.user_id_types.is_empty());
                let names: Vec<&str> = with_kinds.map(|spec| spec.product.name()).collect();
                Some(format!("is only for {}", names.join(" and ")))
            }
            Some(given) => (!self.user_id_types.contains(&given))
                .then(|| format!("must be one of {}", self.user_id_types.join(", "))),
        }
    }

    /// Whether the product has a call for the action.
    pub fn offers(&self, action: Action) -> bool {
        self.call(action).is_some()
    }

    /// Whether a call has its account in the path, as one segment. Such an id must not contain a slash.
    pub fn has_account_in_path(&self) -> bool {
        self.calls.iter().any(|call| call.template.contains(CallSpec::ACCOUNT))
    }

    /// The actions that tickets, clients and the configuration can use.
    pub fn actions(&self) -> impl Iterator<Item = Action> {
        self.calls.iter().map(|call| call.action)
    }
}

/// An API of a vendor. Several products can have the same API, each on a host of its own and with its
/// own codes. Their paths are the same, so one deployment serves only one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// Feishu's open platform.
    Feishu,
    /// 竹云's tenant API.
    Eiam,
}

impl Api {
    /// All APIs.
    pub const ALL: [Self; 2] = [Self::Feishu, Self::Eiam];

    /// The prefix of all its paths.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Feishu => "/open-apis/",
            Self::Eiam => "/api/v2/",
        }
    }
}

/// A product's name, as its vendor writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brand {
    /// In Simplified Chinese.
    pub zh_cn: &'static str,
    /// In English.
    pub en: &'static str,
}

/// The credential of the edge at a vendor: the members of the configuration that hold id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The member that holds the id.
    pub id: &'static str,
    /// The member that holds the secret.
    pub secret: &'static str,
    /// Whether the id must not contain a colon: in HTTP Basic the first colon ends it (RFC 7617).
    pub no_colon: bool,
}

/// The rate limit of a vendor's page for a tenant, and the default rate of the edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRate {
    /// Calls per second, as the page states it.
    pub vendor_per_second: u32,
    /// The default calls per second of the edge.
    pub per_second: u32,
    /// The default burst of the edge.
    pub burst: u32,
}

/// A client's id and secret, or the invalid field.
pub type ReadCredential = Result<(String, Secret), BadInput>;

/// The token call: the edge's own call to the vendor, and a client's call to the edge.
#[derive(Clone, Copy)]
pub struct TokenCall {
    /// The path.
    pub path: &'static str,
    /// The lifetime of a vendor's token, in seconds. A client's token has the same lifetime.
    pub lifetime_seconds: u32,
    /// Builds the edge's request to the vendor, from its id and secret.
    pub request: fn(&str, &Secret) -> Request,
    /// Reads the vendor's reply.
    pub answer: fn(&Reply) -> TokenAnswer,
    /// Reads the client's id and secret from its `Authorization` header, if the product's page allows
    /// that.
    pub read_header: Option<fn(&str) -> ReadCredential>,
    /// Reads the client's id and secret from its request.
    pub read: fn(&TokenInput<'_>) -> ReadCredential,
}

/// A token request, as it arrived over HTTP.
#[derive(Clone, Copy)]
pub struct TokenInput<'a> {
    /// The query without its `?`.
    pub query: &'a str,
    /// The `Authorization` header.
    pub authorization: Option<&'a str>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// One password call of a product.
#[derive(Clone, Copy)]
pub struct CallSpec {
    /// The action of the call.
    pub action: Action,
    /// The HTTP method.
    pub method: Method,
    /// The path; `{user_id}` is a placeholder for one segment.
    pub template: &'static str,
    /// Reads a caller's request strictly.
    pub read: fn(&CallInput<'_>) -> Result<Box<dyn PasswordCall>, BadInput>,
}

impl CallSpec {
    /// The placeholder for the account in a template.
    const ACCOUNT: &str = "{user_id}";

    /// The account in a path of this call, still percent-encoded; empty if the template has no account.
    /// `None` for any other path.
    ///
    /// ```
    /// use passgate_core::Product;
    /// use passgate_wire::{Action, Spec};
    ///
    /// let call = Spec::of(Product::Eiam).call(Action::ChangePassword).unwrap();
    /// assert_eq!(call.account_in("/api/v2/tenant/users/u%2D1/change-password"), Some("u%2D1"));
    /// assert_eq!(call.account_in("/api/v2/tenant/users/u-1"), None);
    /// ```
    pub fn account_in<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut account = "";
        let mut segments = path.split('/');
        for expected in self.template.split('/') {
            let segment = segments.next()?;
            if expected == Self::ACCOUNT {
                account = segment;
            } else if expected != segment {
                return None;
            }
        }
        segments.next().is_none().then_some(account)
    }
}

/// A password call, as it arrived over HTTP.
#[derive(Clone, Copy)]
pub struct CallInput<'a> {
    /// The path segment with the account, still percent-encoded; empty if the path has none.
    pub account: &'a str,
    /// The query without its `?`.
    pub query: &'a str,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A password call that was read and is well formed.
pub trait PasswordCall {
    /// The id of the account.
    fn user_id(&self) -> &UserId;

    /// The kind of the id, if the product has several.
    fn user_id_type(&self) -> Option<&'static str>;

    /// The new password, if the caller chooses it.
    fn password(&self) -> Option<&Secret>;

    /// The request to the vendor. `token` is one of its access tokens.
    fn request(&self, token: &Secret) -> Request;

    /// The meaning of the vendor's reply. The answer repeats nothing from the request, and digits of
    /// the person's data are not read as the vendor's numbers.
    fn answer(&self, reply: &Reply, person: &Identity) -> Answer;
}
