//! 竹云 EIAM (Bamboocloud Employee Identity): `change-password`, `rest-password` (the vendor's
//! spelling) and the tenant token.
//!
//! Pages: open.bccastle.com, development/eiam/api: user/modify-password (Change User Password),
//! user/reset-password (Reset User Password) and authentication.

mod change;
pub(crate) mod codes;
mod dialect;
mod envelope;
mod inbound;
mod path;
mod reply;
mod rest;
mod token;

pub use change::ChangePassword;
pub use codes::{CODES, OWN_CODES};
pub use dialect::{DIALECT, Dialect};
#[cfg(feature = "schema")]
pub use envelope::shapes;
pub use envelope::{envelope, local_refusal};
pub use inbound::{read_basic, read_change, read_rest, read_token_exchange};
pub use rest::{RestPassword, SendMode};
pub use token::{token_answer, token_request};

pub(crate) use dialect::Flag;
pub(crate) use token::{FORM, read_token};

use passgate_core::Product;

use crate::action::Action;
use crate::http::Method;
use crate::spec::{Api, Brand, CallSpec, Credential, PasswordCall, Spec, TokenCall};

/// 竹云 EIAM.
pub const SPEC: Spec = Spec {
    product: Product::Eiam,
    brand: Brand { zh_cn: "竹云 EIAM", en: "Bamboocloud EIAM" },
    api: Api::Eiam,
    credential: Credential { id: "client_id", secret: "client_secret", no_colon: true },
    user_id_types: &[],
    rate: None,
    trace_header: None,
    token: TokenCall {
        path: token::PATH,
        lifetime_seconds: 1800,
        request: token_request,
        answer: token_answer,
        read_header: Some(read_basic),
        read: |input| read_token_exchange(input.query, input.authorization, input.content_type, input.body),
    },
    calls: &[
        CallSpec {
            action: Action::ChangePassword,
            method: Method::Put,
            template: CHANGE_PATH,
            read: |input| {
                let call = read_change(input.account, input.query, input.content_type, input.body)?;
                Ok(Box::new(call) as Box<dyn PasswordCall>)
            },
        },
        CallSpec {
            action: Action::RestPassword,
            method: Method::Put,
            template: "/api/v2/tenant/users/{user_id}/rest-password",
            read: |input| {
                let call = read_rest(input.account, input.query, input.body)?;
                Ok(Box::new(call) as Box<dyn PasswordCall>)
            },
        },
    ],
    codes: CODES,
    own_codes: OWN_CODES,
    local_refusal,
    envelope,
    #[cfg(feature = "schema")]
    shapes,
};

/// The path of a change-password call.
pub(crate) const CHANGE_PATH: &str = "/api/v2/tenant/users/{user_id}/change-password";
