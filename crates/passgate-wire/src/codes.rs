//! The shape of a product's table of codes: what decoding, envelopes and documentation read.

use passgate_core::{Product, Violation};

use crate::answer::Reason;

/// The vendors' calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Call {
    /// Feishu `auth/v3/tenant_access_token/internal`.
    FeishuToken,
    /// Feishu `admin/v1/password/reset`.
    FeishuReset,
    /// EIAM `tenant/token`.
    EiamToken,
    /// EIAM `change-password`.
    EiamChange,
    /// EIAM `rest-password`.
    EiamRest,
}

impl Call {
    /// A stable name: the vendor's spelling behind the product's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::FeishuToken => "feishu.token",
            Self::FeishuReset => "feishu.reset",
            Self::EiamToken => "eiam.token",
            Self::EiamChange => "eiam.change-password",
            Self::EiamRest => "eiam.rest-password",
        }
    }
}

/// One code of a product.
#[derive(Clone, Copy, Debug)]
pub struct CodeRow {
    /// The product that owns the code.
    pub product: Product,
    /// The code, whole and trimmed, as text.
    pub code: &'static str,
    /// The HTTP status the source states; `None` where it states none.
    pub status: Option<u16>,
    /// The calls it can answer.
    pub calls: &'static [Call],
    /// The vendor's sentence, `{0}` and `{1}` unfilled.
    pub text: &'static str,
    /// The vendor's English sentence, where the page has one beside the Chinese.
    pub english: Option<&'static str>,
    /// What it becomes.
    pub meaning: Meaning,
    /// Whether the call had an effect.
    pub executed: Executed,
    /// Where it is documented.
    pub source: &'static str,
}

/// Whether a call that was answered with a code had an effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Executed {
    /// Certainly not.
    No,
    /// The source does not say.
    Perhaps,
}

/// What a code becomes: [`Reason`] without what only a reply can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// [`Reason::Password`] with this fault.
    Password(PasswordFault),
    /// [`Reason::DailyLimit`].
    DailyLimit,
    /// [`Reason::NotEligible`].
    NotEligible,
    /// [`Reason::UserNotFound`].
    UserNotFound,
    /// [`Reason::MissingMobile`].
    MissingMobile,
    /// [`Reason::MissingEmail`].
    MissingEmail,
    /// [`Reason::DeliveryFailed`].
    DeliveryFailed,
    /// [`Reason::SendMode`].
    SendMode,
    /// [`Reason::Throttled`].
    Throttled,
    /// [`Reason::StaleToken`].
    StaleToken,
    /// [`Reason::Configuration`].
    Configuration,
    /// [`Reason::BadRequest`].
    BadRequest,
}

/// The violation a code names, without its numbers and words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordFault {
    /// [`Violation::Empty`].
    Empty,
    /// [`Violation::WrongLength`], with the two numbers of the message.
    WrongLength,
    /// [`Violation::MatchesUsername`].
    MatchesUsername,
    /// [`Violation::ReversesUsername`].
    ReversesUsername,
    /// [`Violation::NotAccepted`], with the vendor's words.
    NotAccepted,
    /// [`Violation::TooCommon`].
    TooCommon,
    /// [`Violation::Reused`].
    Reused,
    /// [`Violation::TooRepetitive`], with the number of the message.
    TooRepetitive,
    /// [`Violation::ContainsIdentity`], with the four fields the page lists.
    ContainsIdentity,
}
