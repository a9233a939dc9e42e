//! Lets the vendor generate a password and send it to the user.

use passgate_core::{Identity, Secret};

use super::codes::CODES;
use super::path;
use super::reply::{self, Body};
use crate::action::Action;
use crate::answer::Answer;
use crate::codes::VendorCall;
use crate::http::{JSON, Method, Reply, Request, bearer};
use crate::spec::PasswordCall;
use crate::submitted::Submitted;
use crate::user_id::UserId;

/// The query parameter with the send mode.
pub(crate) const SEND_MODE: &str = "send_mode";

/// How the new password reaches the user (`send_mode`, fixed value).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SendMode {
    /// A text message.
    Sms,
    /// An e-mail.
    Email,
}

impl SendMode {
    /// All modes.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Email];
    /// The names of all modes, as the query contains them.
    pub const NAMES: &[&str] = &["SMS", "EMAIL"];

    /// The name in the query.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sms => "SMS",
            Self::Email => "EMAIL",
        }
    }

    /// The mode with this name. The page requires upper case.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.name() == name)
    }
}

/// `PUT /api/v2/tenant/users/{user_id}/rest-password?send_mode=` (Reset User Password).
///
/// ```
/// use passgate_core::{Identity, Secret};
/// use passgate_wire::eiam::{RestPassword, SendMode};
/// use passgate_wire::{Answer, PasswordCall, Reply, UnknownCause, UserId};
///
/// let call = RestPassword { user_id: UserId::parse("u-1")?, send_mode: SendMode::Email };
/// let request = call.request(&Secret::new("the tenant token"));
/// assert_eq!(request.path, "/api/v2/tenant/users/u-1/rest-password?send_mode=EMAIL");
/// assert!(request.body.is_none());
///
/// let reply = Reply { status: 502, headers: Vec::new(), body: b"<html>".to_vec() };
/// // It is not known whether the call was executed.
/// let answer = call.answer(&reply, &Identity::default());
/// assert_eq!(answer, Answer::Unknown(UnknownCause::ServerError(502)));
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
#[derive(Debug)]
pub struct RestPassword {
    /// The account.
    pub user_id: UserId,
    /// How the new password reaches the user.
    pub send_mode: SendMode,
}

impl PasswordCall for RestPassword {
    fn user_id(&self) -> &UserId {
        &self.user_id
    }

    fn user_id_type(&self) -> Option<&'static str> {
        None
    }

    fn password(&self) -> Option<&Secret> {
        None
    }

    /// The page requires a content type and defines no body.
    fn request(&self, token: &Secret) -> Request {
        let path = path::of_user(&self.user_id, "rest-password");
        Request {
            method: Method::Put,
            path: format!("{path}?{SEND_MODE}={}", self.send_mode.name()),
            headers: vec![("Authorization", bearer(token)), ("Content-Type", Secret::new(JSON))],
            body: None,
        }
    }

    fn answer(&self, reply: &Reply, _person: &Identity) -> Answer {
        let submitted = Submitted { user_id: Some(self.user_id.as_str()), ..Submitted::default() };
        reply::decoder(CODES, VendorCall::Password(Action::RestPassword), submitted, reply)
            .read(|body: Body| body.said(Body::user_id))
            .about(&self.user_id, reply.status)
    }
}
