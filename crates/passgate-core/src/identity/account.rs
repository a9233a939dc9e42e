//! The account in the user name field of a directory: `CORP\wangxm`, `uid=wangxm,ou=people`,
//! `王小明 <wangxm>`.

use crate::identity::address::{bare, before_at, is_between, is_quote, is_scheme, narrowed, without_ends};
use crate::identity::display_name::{is_broken, is_mask};
use crate::identity::{distinguished_name, is_missing, is_placeholder};
use crate::text::ascii::{AT, BACKSLASH, BAR, COLON, HASH, HYPHEN, LOW_LINE, SLASH, SPACE, STOP, X};
use crate::text::is_white_space;

/// A user name as a directory stores it.
pub(crate) struct Account {
    /// The whole text in half width, with a space for each white space and control character.
    pub(crate) whole: Vec<u16>,
    /// The account alone: without the scheme and the domain before it, the `@` and the text after it,
    /// brackets, and the other parts of a distinguished name.
    pub(crate) name: Vec<u16>,
    /// The account without spaces, if the text has a tab or another control character. No user name contains
    /// one, so it may have split the account.
    pub(crate) joined: Option<Vec<u16>>,
    /// Other accounts in the text.
    pub(crate) others: Vec<Vec<u16>>,
    /// Whether `name` may differ from the account: part of it is masked or unreadable, or it may be a domain.
    pub(crate) is_known_in_part: bool,
}

impl Account {
    /// Reads a user name; `None` if the text has none: a placeholder, or a domain alone (`CORP\`).
    pub(crate) fn read(username: &str) -> Option<Self> {
        let narrowed = narrowed(username);
        let whole: Vec<u16> = narrowed
            .iter()
            .map(|unit| if is_control(*unit) || is_white_space(*unit) { SPACE } else { *unit })
            .collect();
        let enclosed = without_ends(&whole, is_enclosing);
        let mut values = distinguished_name::named(enclosed).into_iter();
        let value = values.next();
        let text = value.as_deref().unwrap_or(enclosed);
        let end = End::of(text);
        if end == End::Nothing || is_no_value(&whole, text) {
            return None;
        }
        let name = match account_of(text) {
            [] => whole.clone(),
            account => account.to_vec(),
        };
        // A value in BER, in hexadecimal digits (RFC 4514, 2.4).
        let is_encoded = value.as_ref().is_some_and(|value| value.first() == Some(&HASH));
        let is_known_in_part = end == End::Unclear || is_encoded || is_known_in_part(text, &name);
        let joined = narrowed
            .iter()
            .any(|unit| is_control(*unit))
            .then(|| name.iter().copied().filter(|unit| *unit != SPACE).collect());
        let mut others: Vec<Vec<u16>> = values.collect();
        // wangxm|zhangsan has two accounts; the first component of the Kerberos principal wangxm/admin@REALM
        // is the account.
        let is_between = |unit: &u16| *unit == BAR || (*unit == SLASH && whole.contains(&AT));
        if whole.iter().any(is_between) {
            others.extend(whole.split(is_between).map(<[u16]>::to_vec));
        }
        Some(Self { whole, name, joined, others, is_known_in_part })
    }
}

/// What the end of a text shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// An account.
    Account,
    /// A domain, a scheme or a label without an account.
    Nothing,
    /// Either: `corp/`, `wangxm/`.
    Unclear,
}

impl End {
    fn of(text: &[u16]) -> Self {
        let (local, has_domain) = match text.iter().position(|unit| *unit == AT) {
            Some(at) => (text.get(..at).unwrap_or_default(), true),
            None => (text, false),
        };
        match without_ends(local, is_enclosing) {
            // `@wangxm` is a handle, which is an account; `@corp.example` is a domain.
            [] if has_domain && !text.contains(&STOP) => Self::Account,
            [] | [.., BACKSLASH] => Self::Nothing,
            [scheme @ .., COLON] if is_scheme(scheme) => Self::Nothing,
            [.., SLASH | COLON] => Self::Unclear,
            _ => Self::Account,
        }
    }
}

/// The account in a text, without the scheme, the domain and the person's name around it.
fn account_of(text: &[u16]) -> &[u16] {
    let named = before_at(bare(text));
    let pieces = || named.rsplit(|unit| is_parting(*unit)).filter(|piece| !piece.is_empty());
    // wangxm/王小明: the last piece is a person's name, not the account.
    let behind = pieces().find(|piece| !has_han(piece)).or_else(|| pieces().next());
    bare(behind.map_or(&[], without_name))
}

/// The text without a name in Han characters that a separator divides from it: `wangxm(王小明)`,
/// `王小明_wangxm`.
fn without_name(text: &[u16]) -> &[u16] {
    let is_ascii = |unit: &u16| u8::try_from(*unit).is_ok_and(|byte| byte.is_ascii_alphanumeric());
    let is_apart = |beside: Option<&u16>| beside.is_none_or(|unit| *unit < HAN_FIRST || is_between(*unit));
    let (Some(first), Some(last)) = (text.iter().position(is_ascii), text.iter().rposition(is_ascii)) else {
        return text;
    };
    let account = text.get(first..=last).unwrap_or_default();
    let before = first.checked_sub(1).and_then(|before| text.get(before));
    let is_one = account.iter().any(|unit| !(0x30..=0x39).contains(unit)) && !has_han(account);
    let is_parted = is_apart(before) && is_apart(text.get(last.wrapping_add(1)));
    if has_han(text) && is_one && is_parted { account } else { text }
}

fn has_han(text: &[u16]) -> bool {
    text.iter().any(|unit| *unit >= HAN_FIRST && !is_between(*unit))
}

/// Whether the text is a placeholder, or has one as its account: `null`, `N/A@corp.example`, `CORP\null`.
pub(crate) fn is_no_value(whole: &[u16], text: &[u16]) -> bool {
    let named = text.split(|unit| *unit == AT).next().unwrap_or_default();
    is_placeholder(whole) || is_placeholder(named) || is_placeholder(account_of(text))
}

/// Whether part of an account is masked or missing (`wang.null`), or unreadable because the text around it is
/// damaged.
pub(crate) fn is_known_in_part(whole: &[u16], account: &[u16]) -> bool {
    let is_between = |unit: &u16| matches!(*unit, SPACE | STOP | LOW_LINE | HYPHEN);
    let is_absent = |part: &[u16]| !part.is_empty() && is_missing(part);
    is_masked(account) || is_broken(whole) || account.split(is_between).any(is_absent)
}

/// Whether part of the account is masked: `w***m`, `wa…m`, `wa__m`.
fn is_masked(account: &[u16]) -> bool {
    let is_mark =
        |unit: &u16| char::from_u32((*unit).into()).is_some_and(|one| is_mask(one) || one == '\u{FFFD}');
    let is_same = |three: &[u16]| matches!(three, [a, b, c] if a == b && b == c);
    let is_symbol =
        |unit: u16| u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_punctuation()) || unit == 0xB7;
    account.iter().any(is_mark)
        || account.windows(2).any(|pair| matches!(pair, [STOP, STOP] | [LOW_LINE, LOW_LINE] | [HASH, HASH]))
        // `xx` at the end is usually two initials: wangxx is 王小新 or 王晓霞. Read as a mask, it would make
        // the row of all these people permanently unsure.
        || account.windows(3).any(|three| matches!(three, [a, b, _] if a | 0x20 == X && a == b))
        || account.windows(3).any(|three| is_same(three) && three.first().copied().is_some_and(is_symbol))
}

/// Whether the unit encloses or ends a text without separating parts of an account.
fn is_enclosing(unit: u16) -> bool {
    is_quote(unit) || (is_between(unit) && !is_parting(unit))
}

/// Whether the unit separates an account from a domain, a scheme or another account.
const fn is_parting(unit: u16) -> bool {
    matches!(unit, BACKSLASH | SLASH | COLON | BAR)
}

/// A control character of ASCII: a tab, a line break.
const fn is_control(unit: u16) -> bool {
    matches!(unit, 0..0x20 | 0x7F)
}

/// U+2E80, the first CJK code point. No unit from here on is part of a user name in Latin letters.
pub(super) const HAN_FIRST: u16 = 0x2E80;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{text_of, units};

    #[test]
    fn accounts_without_their_domain() {
        for (written, account) in [
            ("wangxm", "wangxm"),
            (r"CORP\wangxm", "wangxm"),
            ("corp/wangxm", "wangxm"),
            ("corp.example/staff/wangxm", "wangxm"),
            ("wangxm＠corp.example", "wangxm"),
            ("ｗａｎｇｘｍ", "wangxm"),
            (r"CORP＼wangxm", "wangxm"),
            (r"CORP\wangxm@corp.example", "wangxm"),
            (r"CORP\\wangxm", "wangxm"),
            (r"i:0#.w|corp\wangxm", "wangxm"),
            ("corp%5Cwangxm", "wangxm"),
            ("wangxm%40corp.example", "wangxm"),
            ("uid=wangxm,ou=people,dc=corp", "wangxm"),
            ("CN=wangxm", "wangxm"),
            ("mailto:wangxm@corp.example", "wangxm"),
            ("<wangxm>", "wangxm"),
            ("\"wangxm\"", "wangxm"),
            ("wangxm;", "wangxm"),
            ("wang\u{AD}xm\u{200B}", "wangxm"),
            ("wangxm/", "wangxm"),
            ("100%wang", "100%wang"),
            ("1=wang", "1=wang"),
            ("@corp", "@corp"),
            (" \u{3000}wang xm ", "wang xm"),
            (r"cn=Wang\, Xm,ou=people,dc=corp", "Wang, Xm"),
            (r"CN=Wang\2C Xm,OU=people", "Wang, Xm"),
            (r"cn=CORP\\wangxm,ou=people", "wangxm"),
            ("cn=王小明+uid=wangxm,ou=people", "wangxm"),
            ("/C=CN/O=Corp/CN=wangxm", "wangxm"),
            ("@wangxm", "@wangxm"),
            ("wangxm@CORP.EXAMPLE/host", "wangxm"),
            ("wangxm/王小明", "wangxm"),
            ("wangxm（王小明）", "wangxm"),
            ("王小明 <wangxm@corp.example>", "wangxm"),
            ("王小明 wangxm", "wangxm"),
            ("王小明_wang.xm", "wang.xm"),
            ("王小明a", "王小明a"),
            ("王小明_01", "王小明_01"),
            ("王小明", "王小明"),
            ("(uid=wangxm)", "wangxm"),
            ("‘wangxm’", "wangxm"),
            ("`wangxm`", "wangxm"),
            ("wangxm。", "wangxm"),
        ] {
            let read = Account::read(written).map(|account| text_of(&account.name));
            assert_eq!(read.as_deref(), Some(account), "{written}");
        }
    }

    #[test]
    fn a_domain_alone_is_not_an_account() {
        for written in [
            r"CORP\",
            r"CORP\ ",
            r#""CORP\""#,
            r"CORP\\",
            r"CORP\@corp.example",
            "@corp.example",
            "uid=,ou=people",
            r"cn=CORP\\,ou=people",
            "mailto:",
            r"CORP\null",
            "null",
            "cn=null,ou=people",
            "",
            " ",
        ] {
            assert!(Account::read(written).is_none(), "{written}");
        }
        // It is unclear whether these are the account or its domain, or they are masked or encoded.
        for written in ["corp/", "wangxm:", "cn=#0C0677616E67786D,ou=people", "w***m"] {
            assert!(Account::read(written).is_some_and(|account| account.is_known_in_part), "{written}");
        }
        for written in ["@wangxm", "wangxm|", "wangxm;", "wang\txm", r"cn=Wang\, Xm,ou=people"] {
            assert!(Account::read(written).is_some_and(|account| !account.is_known_in_part), "{written}");
        }
    }

    #[test]
    fn other_accounts_in_the_text() {
        for (written, expected) in [
            ("wangxm", &[][..]),
            ("wangxm|zhangsan", &["wangxm", "zhangsan"]),
            ("wangxm/admin@CORP.EXAMPLE", &["wangxm", "admin@CORP.EXAMPLE"]),
            ("cn=王小明+uid=wangxm,ou=people", &["王小明"]),
        ] {
            let others: Vec<String> =
                Account::read(written).unwrap().others.iter().map(|other| text_of(other)).collect();
            assert_eq!(others, expected, "{written}");
        }
    }

    #[test]
    fn a_control_character_is_not_part_of_an_account() {
        for (written, name, joined) in [
            ("wang\txm", "wang xm", Some("wangxm")),
            ("wang\nxm", "wang xm", Some("wangxm")),
            ("wangxm\t王小明", "wangxm", Some("wangxm")),
            ("wang\0xm", "wang xm", Some("wangxm")),
            ("wang\u{A0}xm", "wang xm", None),
            ("wang xm", "wang xm", None),
            ("wang\u{200B}xm", "wangxm", None),
            ("wang\u{2060}\u{FEFF}\u{FE0F}\u{3164}xm", "wangxm", None),
        ] {
            let account = Account::read(written).unwrap();
            let joined_units = joined.map(units);
            assert_eq!(
                (text_of(&account.name).as_str(), &account.joined),
                (name, &joined_units),
                "{written:?}"
            );
        }
    }

    #[test]
    fn masked_accounts() {
        for (written, masked) in [
            ("w***m", true),
            ("w*m", true),
            ("wa••m", true),
            ("wa…m", true),
            ("wa...m", true),
            ("w?m", true),
            ("w□□m", true),
            ("w○m", true),
            ("wa∗m", true),
            ("w\u{FFFD}m", true),
            ("wxxxm", true),
            ("w___m", true),
            ("w····m", true),
            ("wang__xm", true),
            ("wa##m", true),
            ("waxxm", true),
            ("waXXm", true),
            ("waxxx", true),
            ("wangxx", false),
            ("waxx", false),
            ("waXX", false),
            ("wang_xm", false),
            ("max", false),
            ("aaa111", false),
            ("wang.xm", false),
            ("wangxm", false),
        ] {
            assert_eq!(is_masked(&narrowed(written)), masked, "{written}");
        }
    }
}
