//! Resets the enterprise mail password of a user.

use passgate_core::{Identity, Secret};
use serde::Serialize;

use super::reply::{self, Body};
use crate::action::Action;
use crate::answer::Answer;
use crate::codes::VendorCall;
use crate::http::{JSON, Method, Reply, Request, bearer};
use crate::json;
use crate::spec::PasswordCall;
use crate::submitted::Submitted;
use crate::user_id::UserId;

/// The path of the call.
pub(crate) const PATH: &str = "/open-apis/admin/v1/password/reset";

/// The kind of a `user_id` (查询参数 `user_id_type`). The page marks it as required and also gives it a
/// default; passgate always sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UserIdType {
    /// A user in one app: the page's default (默认值：`open_id`).
    #[default]
    OpenId,
    /// A user in all apps of one developer.
    UnionId,
    /// A user in one tenant.
    UserId,
}

impl UserIdType {
    /// All types.
    pub const ALL: [Self; 3] = [Self::OpenId, Self::UnionId, Self::UserId];
    /// The names of all types, as the query contains them.
    pub const NAMES: &[&str] = &["open_id", "union_id", "user_id"];

    /// The name in the query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpenId => "open_id",
            Self::UnionId => "union_id",
            Self::UserId => "user_id",
        }
    }

    /// The type with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }
}

/// `POST /open-apis/admin/v1/password/reset` (重置用户的企业邮箱密码).
///
/// ```
/// use passgate_core::{Identity, Secret};
/// use passgate_wire::feishu::{ResetPassword, UserIdType};
/// use passgate_wire::{Answer, PasswordCall, Reply, UserId};
///
/// let call = ResetPassword {
///     user_id: UserId::parse("abc123")?,
///     user_id_type: UserIdType::OpenId,
///     password: Secret::new("abcd*efg"),
/// };
/// let request = call.request(&Secret::new("t-7f1bcd13fc57d46bac21793a18e560"));
/// assert_eq!(request.path, "/open-apis/admin/v1/password/reset?user_id_type=open_id");
/// // A body with a password is a secret: `Debug` prints nothing of it, and it is overwritten when it is dropped.
/// let body = request.body.unwrap();
/// assert_eq!(body.expose(), r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#);
///
/// let body = br#"{"code":0,"msg":"success","data":{}}"#.to_vec();
/// let reply = Reply { status: 200, headers: Vec::new(), body };
/// assert_eq!(call.answer(&reply, &Identity::default()), Answer::Done { user_id: None });
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
#[derive(Debug)]
pub struct ResetPassword {
    /// The account whose password is reset.
    pub user_id: UserId,
    /// The kind of the id.
    pub user_id_type: UserIdType,
    /// The new password.
    pub password: Secret,
}

impl PasswordCall for ResetPassword {
    fn user_id(&self) -> &UserId {
        &self.user_id
    }

    fn user_id_type(&self) -> Option<&'static str> {
        Some(self.user_id_type.name())
    }

    fn password(&self) -> Option<&Secret> {
        Some(&self.password)
    }

    fn request(&self, token: &Secret) -> Request {
        let body = RequestBody {
            password: Password { ent_email_password: self.password.expose() },
            user_id: self.user_id.as_str(),
        };
        let room = json::room_for(self.password.expose())
            .saturating_add(json::room_for(self.user_id.as_str()))
            .saturating_add(64);
        Request {
            method: Method::Post,
            path: format!("{PATH}?user_id_type={}", self.user_id_type.name()),
            headers: vec![("Authorization", bearer(token)), ("Content-Type", Secret::new(JSON))],
            body: Some(json::secret(&body, room)),
        }
    }

    fn answer(&self, reply: &Reply, person: &Identity) -> Answer {
        let submitted = Submitted {
            password: Some(self.password.expose()),
            user_id: Some(self.user_id.as_str()),
            person: Some(person),
        };
        // On the page `data` is an empty object. If it names an account, the account must be this one.
        reply::decoder(VendorCall::Password(Action::Reset), submitted, reply)
            .read(|body: Body| body.said(|body| Some(body.user_id())))
            .about(&self.user_id, reply.status)
    }
}

#[derive(Serialize)]
struct RequestBody<'a> {
    password: Password<'a>,
    user_id: &'a str,
}

#[derive(Serialize)]
struct Password<'a> {
    ent_email_password: &'a str,
}
