//! The edge's refusal of a password, as OneAccess would word it.

use passgate_core::{Locale, Violation};

use super::codes::{CODES, REFUSED};
use crate::action::Action;
use crate::answer::{Message, Reason, Refusal};
use crate::codes::{CodeRow, VendorCall};
use crate::envelope::LengthLimits;
use crate::language::Words;
use crate::sentence;

/// The refusal of a password by the edge: the vendor's code of the first violation if one is known,
/// otherwise the edge's own code.
pub fn local_refusal(violations: Vec<Violation>, _length: LengthLimits) -> Refusal {
    let known = violations.first().and_then(code_of);
    let row = known.and_then(|code| CodeRow::find(CODES, VendorCall::Password(Action::ChangePassword), code));
    let (code, message) = match row {
        Some(row) => (row.code, sentence::of(row, violations.first())),
        None => {
            let Words { zh_cn, en } = REFUSED.words;
            (REFUSED.code, Message::Page { native: Locale::ZhCn, zh_cn: zh_cn.into(), en: en.into() })
        }
    };
    Refusal { code: code.to_owned(), message, ..Refusal::of(Reason::Password(violations)) }
}

const fn code_of(violation: &Violation) -> Option<&'static str> {
    match violation {
        Violation::Empty => Some("PWD.0008"),
        Violation::ReversesUsername => Some("PWD.0002"),
        Violation::Reused => Some("PWD.0001"),
        Violation::TooShort { .. }
        | Violation::TooLong { .. }
        | Violation::WrongLength { .. }
        | Violation::MatchesUsername
        | Violation::TooFewClasses { .. }
        | Violation::UnsupportedCharacter { .. }
        | Violation::NotAccepted { .. }
        | Violation::TooCommon { .. }
        | Violation::TooRepetitive { .. }
        | Violation::ContainsIdentity { .. }
        | Violation::ResemblesIdentity { .. }
        | Violation::UnknownIdentity { .. } => None,
    }
}
