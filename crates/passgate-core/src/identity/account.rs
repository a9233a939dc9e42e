//! The accounts in what a directory keeps as a user name or an e-mail address: `CORP\wangxm`,
//! `mailto:wangxm@corp.example`, `王小明 <wangxm@corp.example>`.

use crate::document::CharacterKind;
use crate::identity::display_name::{hex_digit, is_broken, is_mask, narrow};
use crate::identity::is_placeholder;
use crate::matching::Sort;
use crate::text::{decode, is_white_space, trimmed, units};

/// A user name without what a directory puts around it: the scheme and the domain before it, the
/// `@` and what follows, brackets, the other parts of a distinguished name. The whole of it where
/// that leaves nothing.
pub(crate) fn account_of(username: &[u16]) -> &[u16] {
    let is_parting = |unit: &u16| matches!(*unit, BACKSLASH | SLASH | COLON | BAR);
    let named = before_at(first_value(bare(username)));
    let pieces = || named.rsplit(is_parting).filter(|piece| !piece.is_empty());
    // wangxm/王小明: a name beside it is none of its domains.
    let behind = pieces().find(|piece| !has_han(piece)).or_else(|| pieces().next());
    let account = bare(behind.map_or(&[], without_name));
    if account.is_empty() { username } else { account }
}

/// Without a name in Han characters that something parts from it: `wangxm(王小明)`, `王小明_wangxm`.
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

/// Of `uid=wangxm,ou=people` what stands between the `=` and the comma (RFC 4514); any other text as
/// it is.
fn first_value(text: &[u16]) -> &[u16] {
    let is_letter = |unit: &u16| char::from_u32((*unit).into()).is_some_and(|one| one.is_ascii_alphabetic());
    let mut halves = text.splitn(2, |unit| *unit == EQUALS);
    match (halves.next(), halves.next()) {
        (Some(key), Some(value)) if !key.is_empty() && key.iter().all(is_letter) => {
            value.split(|unit| *unit == COMMA).next().unwrap_or_default()
        }
        _ => text,
    }
}

/// The e-mail addresses in a text, each without what stands around it.
pub(crate) fn addresses(text: &[u16]) -> Vec<&[u16]> {
    let has_address = text.contains(&AT);
    let mut found = Vec::new();
    for piece in text.split(|unit| is_between(*unit)) {
        let piece = bare(piece);
        // Of a text with an address in it, what has no `@` is somebody's name, or a scheme.
        let is_beside =
            if has_address { !piece.contains(&AT) } else { piece.len() < text.len() && is_scheme(piece) };
        if !piece.is_empty() && !is_beside {
            found.push(piece);
        }
    }
    found
}

/// What stands before the `@`.
pub(crate) fn before_at(address: &[u16]) -> &[u16] {
    bare(address.split(|unit| *unit == AT).next().unwrap_or_default())
}

/// Whether the account is a placeholder: `null`, `N/A@corp.example`.
pub(crate) fn is_no_value(whole: &[u16]) -> bool {
    let named = whole.split(|unit| *unit == AT).next().unwrap_or_default();
    is_placeholder(whole) || is_placeholder(named) || is_placeholder(account_of(whole))
}

/// Whether some of an account is masked, or cannot be read because of how the text around it was stored.
pub(crate) fn is_known_in_part(whole: &[u16], account: &[u16]) -> bool {
    is_masked(account) || is_broken(whole)
}

/// Whether some of it is masked: `w***m`, `wa…m`, `wa__m`.
fn is_masked(account: &[u16]) -> bool {
    let is_mark =
        |unit: &u16| char::from_u32((*unit).into()).is_some_and(|one| is_mask(one) || one == '\u{FFFD}');
    let is_same = |three: &[u16]| matches!(three, [a, b, c] if a == b && b == c);
    let is_symbol =
        |unit: u16| u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_punctuation()) || unit == 0xB7;
    account.iter().any(is_mark)
        || account.windows(2).any(|pair| matches!(pair, [STOP, STOP] | [LOW_LINE, LOW_LINE] | [HASH, HASH]))
        // At its end `xx` are initials: wangxx.
        || account.windows(3).any(|three| matches!(three, [a, b, _] if a | 0x20 == X && a == b))
        || account.windows(3).any(|three| is_same(three) && three.first().copied().is_some_and(is_symbol))
}

/// A text in UTF-16, its full-width forms in half width, `%5C` as what it stands for, without what
/// nobody sees and without white space at its ends.
pub(crate) fn narrowed(text: &str) -> Vec<u16> {
    let mut typed = Vec::new();
    for character in decode(trimmed(&units(text))) {
        let is_seen =
            |sort: Sort| !matches!(sort.kind, CharacterKind::ZeroWidth | CharacterKind::BidiControl);
        if character.is_ascii() || is_seen(Sort::of(character)) {
            typed.extend_from_slice(narrow(character).encode_utf16(&mut [0; 2]));
        }
    }
    let mut plain = Vec::new();
    let mut rest = typed.as_slice();
    while let [unit, others @ ..] = rest {
        let decoded = match others {
            [high, low, ..] if *unit == PERCENT => byte(*high, *low),
            _ => None,
        };
        plain.push(decoded.unwrap_or(*unit));
        rest = if decoded.is_some() { others.get(2..).unwrap_or_default() } else { others };
    }
    plain
}

/// The visible ASCII character that two hexadecimal digits stand for.
fn byte(high: u16, low: u16) -> Option<u16> {
    let byte = hex_digit(high)?.wrapping_mul(16).wrapping_add(hex_digit(low)?);
    u16::try_from(byte).ok().filter(|byte| (0x21..0x7F).contains(byte))
}

/// What parts addresses, and what encloses them.
fn is_between(unit: u16) -> bool {
    let is_mark = |character: char| {
        matches!(
            character,
            ',' | ';'
                | ':'
                | '&'
                | '\\'
                | '和'
                | '或'
                | '、'
                | '|'
                | '/'
                | '<'
                | '>'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '“'
                | '”'
                | '\u{3008}'..='\u{3011}' | '〔' | '〕'
        )
    };
    is_white_space(unit) || char::from_u32(unit.into()).is_some_and(is_mark)
}

/// What stands before the colon of an address, or as its label.
fn is_scheme(piece: &[u16]) -> bool {
    let is = |scheme: &str| piece.iter().map(|unit| unit | 0x20).eq(scheme.bytes().map(u16::from));
    ["mailto", "smtp", "sip", "email", "mail"].into_iter().any(is)
}

/// Without quotation marks, brackets and commas at its ends.
fn bare(mut piece: &[u16]) -> &[u16] {
    let is_end =
        |unit: &u16| is_between(*unit) || matches!(*unit, 0x22 | 0x27 | 0x60 | 0x2018 | 0x2019 | 0x3002);
    while let [rest @ .., last] = piece
        && is_end(last)
    {
        piece = rest;
    }
    while let [first, rest @ ..] = piece
        && is_end(first)
    {
        piece = rest;
    }
    piece
}

pub(crate) const AT: u16 = b'@' as u16;
const BACKSLASH: u16 = b'\\' as u16;
pub(crate) const SLASH: u16 = b'/' as u16;
pub(crate) const BAR: u16 = b'|' as u16;
const COLON: u16 = b':' as u16;
const COMMA: u16 = b',' as u16;
const EQUALS: u16 = b'=' as u16;
const PERCENT: u16 = b'%' as u16;
const STOP: u16 = b'.' as u16;
const LOW_LINE: u16 = b'_' as u16;
const HASH: u16 = b'#' as u16;
const X: u16 = b'x' as u16;
/// U+2E80: from here on there are no letters that a user name is made of.
pub(crate) const HAN_FIRST: u16 = 0x2E80;

#[cfg(test)]
mod tests {
    use super::*;

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
            (r"wangxm\", "wangxm"),
            ("100%wang", "100%wang"),
            ("1=wang", "1=wang"),
            ("@corp", "@corp"),
            (r"CORP\", "CORP"),
            (" \u{3000}wang xm ", "wang xm"),
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
            ("", ""),
        ] {
            assert_eq!(account_of(&narrowed(written)), units(account), "{written}");
        }
    }

    #[test]
    fn addresses_without_what_stands_around_them() {
        for (written, expected) in [
            ("wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("mailto:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("MAILTO:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("wangxm＠corp.example", vec!["wangxm@corp.example"]),
            ("王小明 <wangxm@corp.example>", vec!["wangxm@corp.example"]),
            ("\"Wang, Xiaoming\" <wangxm@corp.example>", vec!["wangxm@corp.example"]),
            ("'wangxm@corp.example'", vec!["wangxm@corp.example"]),
            ("a@x.example; b@x.example、c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            ("smtp:wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("邮箱：wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("【wangxm@corp.example】", vec!["wangxm@corp.example"]),
            ("wangxm@corp.example(王小明)", vec!["wangxm@corp.example"]),
            ("a@x.example/b@x.example|c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            ("wangxm﹫corp.example", vec!["wangxm@corp.example"]),
            ("a@x.example和b@x.example&c@x.example", vec!["a@x.example", "b@x.example", "c@x.example"]),
            (r"CORP\wangxm@corp.example", vec!["wangxm@corp.example"]),
            ("\"wangxm\"@corp.example", vec!["wangxm\"@corp.example"]),
            ("mailto:wangxm", vec!["wangxm"]),
            ("mailto", vec!["mailto"]),
            ("wangxm", vec!["wangxm"]),
            (" ", vec![]),
        ] {
            let narrowed = narrowed(written);
            let found = addresses(&narrowed);
            let expected: Vec<Vec<u16>> = expected.into_iter().map(units).collect();
            assert_eq!(found, expected, "{written}");
        }
        assert_eq!(before_at(&units("wangxm\"@corp.example")), units("wangxm"));
    }

    #[test]
    fn masked_accounts_are_told() {
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
            ("wangxx", false),
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
