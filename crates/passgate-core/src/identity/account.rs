//! The accounts in what a directory keeps as a user name or an e-mail address: `CORP\wangxm`,
//! `mailto:wangxm@corp.example`, `王小明 <wangxm@corp.example>`.

use crate::identity::display_name::narrow;
use crate::text::{decode, is_white_space, trimmed, units};

/// A user name without its domain: what follows the last `\` or `/` and stands before the `@`.
/// The whole of it where that leaves nothing.
pub(crate) fn account_of(username: &[u16]) -> &[u16] {
    let is_slash = |unit: &u16| matches!(*unit, BACKSLASH | SLASH);
    let behind = username.rsplit(is_slash).next().unwrap_or_default();
    let account = before_at(behind);
    if account.is_empty() { username } else { account }
}

/// The e-mail addresses in a text, each without what stands around it.
pub(crate) fn addresses(text: &[u16]) -> impl Iterator<Item = &[u16]> {
    let is_between = |unit: &u16| {
        is_white_space(*unit) || matches!(*unit, COMMA | SEMICOLON | IDEOGRAPHIC_COMMA | LESS | GREATER)
    };
    let pieces = move || text.split(is_between).map(bare).filter(|piece| !piece.is_empty());
    // Of a text with an address in it, what has no `@` is somebody's name.
    let has_address = pieces().any(|piece| piece.contains(&AT));
    pieces().filter(move |piece| !has_address || piece.contains(&AT))
}

/// What stands before the `@`.
pub(crate) fn before_at(address: &[u16]) -> &[u16] {
    address.split(|unit| *unit == AT).next().unwrap_or_default()
}

/// A text in UTF-16, its full-width forms in half width, without white space at its ends.
pub(crate) fn narrowed(text: &str) -> Vec<u16> {
    let mut typed = Vec::new();
    for character in decode(trimmed(&units(text))) {
        typed.extend_from_slice(narrow(character).encode_utf16(&mut [0; 2]));
    }
    typed
}

/// Without the scheme of an address, and without quotation marks.
fn bare(mut piece: &[u16]) -> &[u16] {
    for scheme in ["mailto:", "smtp:", "sip:"] {
        if let Some((begin, rest)) = piece.split_at_checked(scheme.len())
            && begin.iter().map(|unit| unit | 0x20).eq(scheme.bytes().map(u16::from))
        {
            piece = rest;
        }
    }
    let is_quote = |unit: &u16| matches!(*unit, 0x22 | 0x27);
    while let [rest @ .., last] = piece
        && is_quote(last)
    {
        piece = rest;
    }
    let quotes = piece.iter().take_while(|unit| is_quote(unit)).count();
    piece.get(quotes..).unwrap_or_default()
}

const AT: u16 = b'@' as u16;
const BACKSLASH: u16 = b'\\' as u16;
const SLASH: u16 = b'/' as u16;
const COMMA: u16 = b',' as u16;
const SEMICOLON: u16 = b';' as u16;
const LESS: u16 = b'<' as u16;
const GREATER: u16 = b'>' as u16;
const IDEOGRAPHIC_COMMA: u16 = 0x3001;

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
            ("@corp", "@corp"),
            (r"CORP\", r"CORP\"),
            (" \u{3000}wang xm ", "wang xm"),
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
            ("wangxm", vec!["wangxm"]),
            (" ", vec![]),
        ] {
            let narrowed = narrowed(written);
            let found: Vec<&[u16]> = addresses(&narrowed).collect();
            let expected: Vec<Vec<u16>> = expected.into_iter().map(units).collect();
            assert_eq!(found, expected, "{written}");
        }
    }
}
