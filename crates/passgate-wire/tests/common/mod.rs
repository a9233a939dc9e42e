//! Replies and calls the tests share.
#![allow(dead_code, missing_docs, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "only tests reach this")]

use passgate_core::{Identity, Secret};
use passgate_wire::{
    Answer, Refusal, Reply, TokenAnswer, UnknownCause, UserId, VendorCall,
    eiam::{self, ChangePassword, RestPassword, SendMode},
    feishu::{self, ResetPassword, UserIdType},
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
    }
}

pub fn eiam_rest() -> RestPassword {
    RestPassword { user_id: user("20201028102749564-9082-DC8CD2722"), send_mode: SendMode::Email }
}

/// What any call makes of a reply, without the difference between the kinds of success.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    Done(Option<String>),
    Granted(u32),
    Refused(Refusal),
    Unknown(UnknownCause),
}

pub fn outcome(call: VendorCall, reply: &Reply) -> Outcome {
    let token = match call {
        VendorCall::FeishuReset => return feishu_reset().answer(reply, &Identity::default()).into(),
        VendorCall::EiamChange => return eiam_change().answer(reply, &Identity::default()).into(),
        VendorCall::EiamRest => return eiam_rest().answer(reply).into(),
        VendorCall::FeishuToken => feishu::token_answer(reply),
        VendorCall::EiamToken => eiam::token_answer(reply),
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

pub fn refusal(call: VendorCall, reply: &Reply) -> Refusal {
    match outcome(call, reply) {
        Outcome::Refused(refusal) => refusal,
        other => panic!("{}: {other:?}", call.name()),
    }
}

/// Fails the test unless these are the codes that `tests/shown-by.json` lists for it.
pub fn shows<'c>(test: &str, codes: impl IntoIterator<Item = &'c str>) {
    let list: serde_json::Value =
        serde_json::from_str(include_str!("../../../../tests/shown-by.json")).unwrap();
    let shown: std::collections::BTreeSet<&str> = codes.into_iter().collect();
    assert_eq!(list.pointer(&format!("/wire/{test}")), Some(&serde_json::json!(shown)), "{test}");
}
