//! Huawei Cloud OneAccess (应用身份管理服务): EIAM's API with codes of its own.
//!
//! Pages: support.huaweicloud.com/api-oneaccess: UpdateUserPwd (修改用户密码) and ShowAuthToken (获取访问凭据). Its
//! `pwd_must_modify` is a boolean, its token call takes the credential as form fields, and it has no
//! `rest-password`. Its page of codes was not available: [`CODES`] has the known ones, and an unknown
//! code is passed to the caller with the vendor's own message.

mod codes;
mod refusal;

pub use codes::{CODES, OWN_CODES};
pub use refusal::local_refusal;

use passgate_core::{Product, Secret};

use crate::action::Action;
use crate::eiam::{self, CHANGE_PATH, ChangePassword, Dialect, Flag};
use crate::http::{Method, Request};
use crate::spec::{Brand, CallSpec, PasswordCall, Spec, TokenCall};

/// The dialect of EIAM's API on OneAccess's pages.
pub static DIALECT: Dialect = Dialect {
    content_type: "application/json;charset=utf8",
    flag: Flag::Boolean,
    codes: CODES,
    // Codes about the password begin with `PWD.` in EIAM and CIAM, and so do the three known ones of OneAccess.
    password_prefix: Some("PWD."),
};

/// Huawei Cloud OneAccess.
pub const SPEC: Spec = Spec {
    product: Product::OneAccess,
    brand: Brand { zh_cn: "OneAccess", en: "OneAccess" },
    credential: crate::spec::Credential { no_colon: false, ..eiam::SPEC.credential },
    token: TokenCall {
        request: token_request,
        answer: |reply| eiam::read_token(CODES, reply),
        ..eiam::SPEC.token
    },
    calls: &[CallSpec {
        action: Action::ChangePassword,
        method: Method::Put,
        template: CHANGE_PATH,
        read: |input| {
            let call = eiam::read_change(input.account, input.query, input.content_type, input.body)?;
            let call = ChangePassword { dialect: &DIALECT, ..call };
            Ok(Box::new(call) as Box<dyn PasswordCall>)
        },
    }],
    codes: CODES,
    own_codes: OWN_CODES,
    local_refusal,
    ..eiam::SPEC
};

/// `POST /api/v2/tenant/token`, with the credential as form fields (ShowAuthToken, table 1).
pub fn token_request(client_id: &str, client_secret: &Secret) -> Request {
    // Allocated once: a buffer that grows would leave copies of the secret in memory.
    let room = client_id.len().saturating_add(client_secret.expose().len()).saturating_mul(3);
    let form = form_urlencoded::Serializer::new(String::with_capacity(room.saturating_add(80)))
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", client_id)
        .append_pair("client_secret", client_secret.expose())
        .finish();
    Request {
        method: Method::Post,
        path: SPEC.token.path.to_owned(),
        headers: vec![("Content-Type", Secret::new(eiam::FORM))],
        body: Some(Secret::new(form)),
    }
}
