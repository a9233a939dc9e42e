//! Sets a user's password to a given one.

use passgate_core::{Identity, Secret};
use serde::Serialize;

use super::dialect::{Dialect, Flag};
use super::path;
use super::reply::{self, Body};
use crate::action::Action;
use crate::answer::Answer;
use crate::codes::VendorCall;
use crate::decode::Decoder;
use crate::http::{Method, Reply, Request, bearer};
use crate::json;
use crate::spec::PasswordCall;
use crate::submitted::Submitted;
use crate::user_id::UserId;

/// `PUT /api/v2/tenant/users/{user_id}/change-password` (Change User Password).
///
/// ```
/// use passgate_core::{Identity, Secret};
/// use passgate_wire::eiam::{self, ChangePassword};
/// use passgate_wire::{Answer, Outcome, PasswordCall, Reply, UserId};
///
/// let call = ChangePassword {
///     user_id: UserId::parse("20201028102749564-9082-DC8CD2722")?,
///     password: Secret::new("P@ssw0rd123"),
///     pwd_must_modify: Some(false),
///     dialect: &eiam::DIALECT,
/// };
/// let request = call.request(&Secret::new("the tenant token"));
/// assert_eq!(request.path, "/api/v2/tenant/users/20201028102749564-9082-DC8CD2722/change-password");
/// assert_eq!(request.body.unwrap().expose(), r#"{"password":"P@ssw0rd123","pwd_must_modify":"false"}"#);
///
/// let body = br#"{"error_code":"PWD.0007","error_msg":"..."}"#.to_vec();
/// let reply = Reply { status: 400, headers: Vec::new(), body };
/// let Answer::Refused(refusal) = call.answer(&reply, &Identity::default()) else { panic!("not refused") };
/// assert_eq!(refusal.reason.outcome(), Outcome::RefusedPassword);
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
#[derive(Debug)]
pub struct ChangePassword {
    /// The account whose password is set.
    pub user_id: UserId,
    /// The new password.
    pub password: Secret,
    /// Whether the user must change the password at the next login; `None` uses the vendor's default,
    /// which is yes.
    pub pwd_must_modify: Option<bool>,
    /// The dialect of the product that is called.
    pub dialect: &'static Dialect,
}

impl PasswordCall for ChangePassword {
    fn user_id(&self) -> &UserId {
        &self.user_id
    }

    fn user_id_type(&self) -> Option<&'static str> {
        None
    }

    fn password(&self) -> Option<&Secret> {
        Some(&self.password)
    }

    fn request(&self, token: &Secret) -> Request {
        let body = RequestBody {
            password: self.password.expose(),
            pwd_must_modify: self.pwd_must_modify.map(|must| (self.dialect.flag)(must)),
        };
        Request {
            method: Method::Put,
            path: path::of_user(&self.user_id, "change-password"),
            headers: vec![
                ("Authorization", bearer(token)),
                ("Content-Type", Secret::new(self.dialect.content_type)),
            ],
            body: Some(json::secret(&body, json::room_for(self.password.expose()).saturating_add(64))),
        }
    }

    fn answer(&self, reply: &Reply, person: &Identity) -> Answer {
        let submitted = Submitted {
            password: Some(self.password.expose()),
            user_id: Some(self.user_id.as_str()),
            person: Some(person),
        };
        let call = VendorCall::Password(Action::ChangePassword);
        let decoder = reply::decoder(self.dialect.codes, call, submitted, reply);
        Decoder { password_prefix: self.dialect.password_prefix, ..decoder }
            .read(|body: Body| body.said(Body::user_id))
            .about(&self.user_id, reply.status)
    }
}

#[derive(Serialize)]
struct RequestBody<'a> {
    password: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pwd_must_modify: Option<Flag>,
}
