//! The shape in which a product states everything that tells it from the others.
//!
//! Whatever asks "which product?" outside of this crate reads a [`Spec`]: routes, configuration,
//! tokens, the check before a call, the API document and the generated pages. So a product is added
//! by stating its own.

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
    /// The API that it speaks.
    pub api: Api,
    /// How the vendor knows the edge.
    pub credential: Credential,
    /// The kinds of account id (Feishu's `user_id_type`); empty where there is one kind.
    pub user_id_types: &'static [&'static str],
    /// How often the vendor's page lets it be called; `None` where it does not say.
    pub rate: Option<PageRate>,
    /// The header, beside `X-Request-Id`, in which the vendor's SDKs look for the id of a request.
    pub trace_header: Option<&'static str>,
    /// The token call.
    pub token: TokenCall,
    /// The password calls.
    pub calls: &'static [CallSpec],
    /// The vendor's codes.
    pub codes: &'static [CodeRow],
    /// The codes of the edge's own answers.
    pub own_codes: &'static [OwnCode],
    /// The refusal of a password that the edge does not send on, as the vendor would word it.
    pub local_refusal: fn(Vec<Violation>, LengthLimits) -> Refusal,
    /// An answer in the vendor's shape.
    pub envelope: fn(&EdgeAnswer<'_>, Reader<'_>) -> Envelope,
    /// The JSON Schemas of the answers.
    #[cfg(feature = "schema")]
    pub shapes: fn(&mut schemars::SchemaGenerator) -> crate::envelope::Shapes,
}

impl Spec {
    /// The call for an action, where the product has it.
    pub fn call(&self, action: Action) -> Option<&'static CallSpec> {
        self.calls.iter().find(|call| call.action == action)
    }

    /// What is wrong with a kind of account id for this product; `None` where it is right.
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

    /// Whether a call names its account in the path, as one segment: such an id has no slash.
    pub fn has_account_in_path(&self) -> bool {
        self.calls.iter().any(|call| call.template.contains(CallSpec::ACCOUNT))
    }

    /// What tickets, clients and configuration can ask for.
    pub fn actions(&self) -> impl Iterator<Item = Action> {
        self.calls.iter().map(|call| call.action)
    }
}

/// An API of a vendor. Several products can speak it, each on a host of its own and with its own codes.
/// They are called at the same paths, so one deployment serves one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Api {
    /// Feishu's open platform.
    Feishu,
    /// 竹云's tenant API.
    Eiam,
}

impl Api {
    /// Every API.
    pub const ALL: [Self; 2] = [Self::Feishu, Self::Eiam];

    /// What every path of it begins with.
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

/// How a vendor knows the edge: the members of the configuration that hold id and secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credential {
    /// The member with the id.
    pub id: &'static str,
    /// The member with the secret.
    pub secret: &'static str,
    /// Whether the id must be without a colon: HTTP Basic ends it at the first one (RFC 7617).
    pub no_colon: bool,
}

/// How often a vendor's page lets a tenant call, and how often the edge does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageRate {
    /// Calls in a second, as the page states it.
    pub vendor_per_second: u32,
    /// Calls in a second by the edge where the configuration states nothing.
    pub per_second: u32,
    /// Calls at once by the edge where the configuration states nothing.
    pub burst: u32,
}

/// A client's id and secret, or the field that is wrong.
pub type ReadCredential = Result<(String, Secret), BadInput>;

/// The token call: the edge's own to the vendor, and a client's to the edge.
#[derive(Clone, Copy)]
pub struct TokenCall {
    /// The path.
    pub path: &'static str,
    /// How long a token of the vendor's lives, in seconds; a client's token lives as long.
    pub lifetime_seconds: u32,
    /// The edge's request to the vendor, with its id and secret.
    pub request: fn(&str, &Secret) -> Request,
    /// What the vendor's reply means.
    pub answer: fn(&Reply) -> TokenAnswer,
    /// The client's id and secret in its `Authorization` header, where the product's page lets them
    /// stand there.
    pub read_header: Option<fn(&str) -> ReadCredential>,
    /// The client's id and secret in its request.
    pub read: fn(&TokenInput<'_>) -> ReadCredential,
}

/// A token request, as it came over HTTP.
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
    /// What it does.
    pub action: Action,
    /// Its method.
    pub method: Method,
    /// Its path; `{user_id}` stands for one segment.
    pub template: &'static str,
    /// Reads a caller's request, strictly.
    pub read: fn(&CallInput<'_>) -> Result<Box<dyn PasswordCall>, BadInput>,
}

impl CallSpec {
    /// What stands in a template for the account.
    const ACCOUNT: &str = "{user_id}";

    /// The account in a path of this call, still encoded: empty where the template names none. `None`
    /// for any other path.
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

/// A password call, as it came over HTTP.
#[derive(Clone, Copy)]
pub struct CallInput<'a> {
    /// The segment of the path that names the account, still encoded; empty where none does.
    pub account: &'a str,
    /// The query without its `?`.
    pub query: &'a str,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The body.
    pub body: &'a [u8],
}

/// A password call that has been read and is well formed.
pub trait PasswordCall {
    /// The account.
    fn user_id(&self) -> &UserId;

    /// Which kind of id that is, where the product has several.
    fn user_id_type(&self) -> Option<&'static str>;

    /// The new password, where the caller chooses it.
    fn password(&self) -> Option<&Secret>;

    /// The request to the vendor; `token` is one of its access tokens.
    fn request(&self, token: &Secret) -> Request;

    /// What the vendor's reply means. No message of it repeats what was submitted, and no digits of
    /// the person's are taken for the vendor's numbers.
    fn answer(&self, reply: &Reply, person: &Identity) -> Answer;
}
