//! Feishu enterprise mail (飞书企业邮箱): `admin/v1/password/reset` and the internal tenant token.
//!
//! Pages: open.feishu.cn/document/server-docs/admin-v1/password/reset (重置用户的企业邮箱密码) and
//! open.larkoffice.com/document/ukTMukTMukTM/ukDNz4SO0MjL5QzM/auth-v3/auth/tenant_access_token_internal.
//! Lark is the same product on another host.

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
