//! Feishu enterprise mail (飞书企业邮箱): `admin/v1/password/reset` and the internal tenant token.
//!
//! Pages: open.feishu.cn/document/server-docs/admin-v1/password/reset (重置用户的企业邮箱密码) and
//! open.larkoffice.com/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal.
//! Lark has the same API on another host: [`lark`](crate::lark).

mod codes;
mod envelope;
mod inbound;
mod reply;
mod reset;
mod token;

pub use codes::{CODES, OWN_CODES};
#[cfg(feature = "schema")]
pub use envelope::shapes;
pub use envelope::{envelope, local_refusal};
pub use inbound::{read_reset, read_token_exchange};
pub use reset::{ResetPassword, UserIdType};
pub use token::{token_answer, token_request};

use passgate_core::Product;

use crate::action::Action;
use crate::http::Method;
use crate::spec::{Api, Brand, CallSpec, Credential, PageRate, PasswordCall, Spec, TokenCall};

/// Feishu enterprise mail.
pub const SPEC: Spec = Spec {
    product: Product::Feishu,
    brand: Brand { zh_cn: "飞书", en: "Feishu" },
    api: Api::Feishu,
    credential: Credential { id: "app_id", secret: "app_secret", no_colon: false },
    user_id_types: UserIdType::NAMES,
    // admin/v1/password/reset, 频率限制: 10 次/秒, for the whole tenant. Eight per second without a burst
    // stay below the limit in any one second, and leave room for calls that are delayed in transit and
    // arrive closer together.
    rate: Some(PageRate { vendor_per_second: 10, per_second: 8, burst: 1 }),
    trace_header: Some("X-Tt-Logid"),
    token: TokenCall {
        path: token::PATH,
        lifetime_seconds: 7200,
        request: token_request,
        answer: token_answer,
        read_header: None,
        read: |input| read_token_exchange(input.query, input.content_type, input.body),
    },
    calls: &[CallSpec {
        action: Action::Reset,
        method: Method::Post,
        template: reset::PATH,
        read: |input| {
            let call = read_reset(input.query, input.content_type, input.body)?;
            Ok(Box::new(call) as Box<dyn PasswordCall>)
        },
    }],
    codes: CODES,
    own_codes: OWN_CODES,
    local_refusal: |violations, _| local_refusal(violations),
    envelope,
    #[cfg(feature = "schema")]
    shapes,
};
