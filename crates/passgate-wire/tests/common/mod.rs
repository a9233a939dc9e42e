//! Replies and calls that the tests share.
#![allow(dead_code, missing_docs, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

use passgate_core::{Identity, Product, Secret};
use passgate_wire::{
    Action, Answer, PasswordCall as _, Refusal, Reply, Spec, TokenAnswer, UnknownCause, UserId, VendorCall,
    eiam::{self, ChangePassword, RestPassword, SendMode},
    feishu::{ResetPassword, UserIdType},
    oneaccess,
};

pub fn reply(status: u16, body: &str) -> Reply {
    Reply { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
}

pub fn with_header(mut reply: Reply, name: &str, value: &str) -> Reply {
    reply.headers.push((name.to_owned(), value.to_owned()));
    reply
}

pub fn user(id: &str) -> UserId {
    UserId::parse(id).unwrap()
}

pub fn feishu_reset() -> ResetPassword {
    ResetPassword {
        user_id: user("abc123"),
        user_id_type: UserIdType::OpenId,
        password: Secret::new("abcd*efg"),
    }
}

pub fn eiam_change() -> ChangePassword {
    ChangePassword {
        user_id: user("20201028102749564-9082-DC8CD2722"),
        password: Secret::new("P@ssw0rd123"),
        pwd_must_modify: Some(false),
        dialect: &eiam::DIALECT,
    }
}

pub fn oneaccess_change() -> ChangePassword {
    ChangePassword { dialect: &oneaccess::DIALECT, ..eiam_change() }
}

pub fn eiam_rest() -> RestPassword {
    RestPassword { user_id: user("20201028102749564-9082-DC8CD2722"), send_mode: SendMode::Email }
}

/// The result of any call for a reply, independent of the type of its success.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Done(Option<String>),
    Granted(u32),
    Refused(Refusal),
    Unknown(UnknownCause),
}

/// A call of a product.
pub type Call = (Product, VendorCall);

pub const FEISHU_TOKEN: Call = (Product::Feishu, VendorCall::Token);
pub const FEISHU_RESET: Call = (Product::Feishu, VendorCall::Password(Action::Reset));
pub const EIAM_TOKEN: Call = (Product::Eiam, VendorCall::Token);
pub const EIAM_CHANGE: Call = (Product::Eiam, VendorCall::Password(Action::ChangePassword));
pub const EIAM_REST: Call = (Product::Eiam, VendorCall::Password(Action::RestPassword));
pub const ONEACCESS_TOKEN: Call = (Product::OneAccess, VendorCall::Token);
pub const ONEACCESS_CHANGE: Call = (Product::OneAccess, VendorCall::Password(Action::ChangePassword));

pub fn outcome((product, call): Call, reply: &Reply) -> Outcome {
    let person = &Identity::default();
    let token = match call {
        VendorCall::Password(Action::Reset) => return feishu_reset().answer(reply, person).into(),
        VendorCall::Password(Action::ChangePassword) if product == Product::OneAccess => {
            return oneaccess_change().answer(reply, person).into();
        }
        VendorCall::Password(Action::ChangePassword) => return eiam_change().answer(reply, person).into(),
        VendorCall::Password(Action::RestPassword) => return eiam_rest().answer(reply, person).into(),
        VendorCall::Token => (Spec::of(product).token.answer)(reply),
    };
    match token {
        TokenAnswer::Granted(token) => Outcome::Granted(token.lifetime_seconds),
        TokenAnswer::Refused(refusal) => Outcome::Refused(refusal),
        TokenAnswer::Unknown(cause) => Outcome::Unknown(cause),
    }
}

impl From<Answer> for Outcome {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::Done { user_id } => Self::Done(user_id),
            Answer::Refused(refusal) => Self::Refused(refusal),
            Answer::Unknown(cause) => Self::Unknown(cause),
        }
    }
}

pub fn refusal(call: Call, reply: &Reply) -> Refusal {
    match outcome(call, reply) {
        Outcome::Refused(refusal) => refusal,
        other => panic!("{call:?}: {other:?}"),
    }
}

/// Fails the test unless these are the codes that `tests/shown-by.json` lists for it.
pub fn shows<'c>(test: &str, codes: impl IntoIterator<Item = &'c str>) {
    let list: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/shown-by.json")).unwrap();
    let shown: std::collections::BTreeSet<&str> = codes.into_iter().collect();
    assert_eq!(list.pointer(&format!("/wire/{test}")), Some(&serde_json::json!(shown)), "{test}");
}
