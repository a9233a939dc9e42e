//! The accounts in a distinguished name (RFC 4514): `uid=wangxm,ou=people`, `cn=Wang\, Xm,ou=staff`.

use crate::identity::display_name::hex_byte;
use crate::text::ascii::{BACKSLASH, COMMA, EQUALS, PLUS, QUOTE, SEMICOLON, SLASH, STOP};
use crate::text::{equals_lower_case, is_white_space, trimmed, units};

/// The attribute types of containers, in lower case. Their values are not accounts.
const CONTAINERS: [&str; 7] = ["dc", "ou", "o", "c", "l", "st", "street"];

/// The values that name the entry, the login name first; empty if the text is not a distinguished name.
///
/// The first relative distinguished name that is not a container names the entry, or the last one if the text
/// begins with a slash (`/C=CN/O=Corp/CN=wangxm`). A separator belongs to the value if it is escaped (`\,`,
/// `\2C`, within quotation marks), or if no `key=` follows it.
pub(super) fn named(text: &[u16]) -> Vec<Vec<u16>> {
    let (is_root_first, text) = match text {
        [SLASH, rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let mut attributes = attributes(text);
    let own = |attribute: &&Attribute<'_>| !attribute.is_container();
    let entry = if is_root_first { attributes.iter().rfind(own) } else { attributes.iter().find(own) };
    let Some(entry) = entry.or(attributes.first()).map(|attribute| attribute.entry) else {
        return Vec::new();
    };
    attributes.retain(|attribute| attribute.entry == entry);
    attributes.sort_by_key(|attribute| !attribute.is("uid"));
    attributes.into_iter().map(|attribute| attribute.value).collect()
}

/// One key with its value.
struct Attribute<'t> {
    key: &'t [u16],
    value: Vec<u16>,
    /// The index of the relative distinguished name. `+` joins several attributes into one.
    entry: usize,
}

impl Attribute<'_> {
    fn is(&self, key: &str) -> bool {
        equals_lower_case(self.key, key)
    }

    fn is_container(&self) -> bool {
        CONTAINERS.iter().any(|key| self.is(key))
    }
}

fn attributes(mut text: &[u16]) -> Vec<Attribute<'_>> {
    let (mut attributes, mut entry) = (Vec::new(), 0_usize);
    while let Some((key, behind)) = key(text) {
        let (value, separator, rest) = value(behind);
        attributes.push(Attribute { key, value, entry });
        entry = entry.wrapping_add(usize::from(separator != Some(PLUS)));
        text = rest;
    }
    attributes
}

/// The key that the text begins with (a word, or a dotted number such as `2.5.4.3`), and the text after its
/// `=`.
fn key(text: &[u16]) -> Option<(&[u16], &[u16])> {
    let (key, behind) = text.split_at_checked(text.iter().position(|unit| *unit == EQUALS)?)?;
    let (key, behind) = (trimmed(key), behind.get(1..)?);
    let ascii = |unit: &u16| u8::try_from(*unit).unwrap_or_default();
    let is_part = |unit: &u16| matches!(ascii(unit), b'-' | b'.') || ascii(unit).is_ascii_alphanumeric();
    let is_word = key.first().is_some_and(|unit| ascii(unit).is_ascii_alphabetic());
    let is_number = key.contains(&STOP) && !key.iter().any(|unit| ascii(unit).is_ascii_alphabetic());
    // `d2FuZw==` has no key: it is Base64 with its padding.
    let is_padding = behind.iter().all(|unit| *unit == EQUALS);
    ((is_word || is_number) && key.iter().all(is_part) && !is_padding).then_some((key, behind))
}

/// The value that the text begins with, the separator after it, and the rest.
fn value(text: &[u16]) -> (Vec<u16>, Option<u16>, &[u16]) {
    let (mut value, mut rest, mut is_quoted) = (Vec::new(), text, false);
    while let [unit, behind @ ..] = rest {
        rest = behind;
        let is_separator = matches!(*unit, COMMA | SEMICOLON | PLUS | SLASH) && !is_quoted;
        match *unit {
            BACKSLASH => rest = unescaped(behind, &mut value),
            QUOTE => is_quoted = !is_quoted,
            _ if is_separator && key(behind).is_some() => {
                return (trimmed(&value).to_vec(), Some(*unit), behind);
            }
            _ => value.push(*unit),
        }
    }
    (trimmed(&value).to_vec(), None, rest)
}

/// Decodes the text after a backslash into `value`, and returns the rest. A special character stands for
/// itself, and two hexadecimal digits are a byte of UTF-8. Any other backslash is kept (`CORP\admin`).
fn unescaped<'t>(text: &'t [u16], value: &mut Vec<u16>) -> &'t [u16] {
    let (mut bytes, mut rest, mut escaped) = (Vec::new(), text, Some(text));
    while let Some([high, low, behind @ ..]) = escaped
        && let Some(byte) = hex_byte(*high, *low)
    {
        bytes.push(byte);
        rest = behind;
        escaped = behind.strip_prefix(&[BACKSLASH]);
    }
    if !bytes.is_empty()
        && let Ok(decoded) = str::from_utf8(&bytes)
    {
        value.extend(units(decoded));
        return rest;
    }
    match text {
        [unit, behind @ ..] if is_special(*unit) => {
            value.push(*unit);
            behind
        }
        _ => {
            value.push(BACKSLASH);
            text
        }
    }
}

/// Whether a backslash may escape the unit itself (RFC 4514, 2.4; `;` is of RFC 2253).
fn is_special(unit: u16) -> bool {
    is_white_space(unit)
        || u8::try_from(unit).is_ok_and(|byte| {
            matches!(byte, b'"' | b'+' | b',' | b';' | b'<' | b'>' | b'#' | b'=' | b'\\' | b'/')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text_of;

    #[test]
    fn the_values_that_name_the_entry() {
        for (text, expected) in [
            ("uid=wangxm,ou=people,dc=corp", &["wangxm"][..]),
            (r"cn=Wang\, Xm,ou=people", &["Wang, Xm"]),
            (r"cn=Wang\2C Xm,ou=people", &["Wang, Xm"]),
            (r"CN=Wang\2c\20Xm,OU=people", &["Wang, Xm"]),
            (r#"cn="Wang, Xm",ou=people"#, &["Wang, Xm"]),
            ("cn=Wang, Xm,ou=people", &["Wang, Xm"]),
            (r"cn=\E7\8E\8B\E5\B0\8F\E6\98\8E,ou=people", &["王小明"]),
            (r"cn=CORP\\wangxm,ou=people", &[r"CORP\wangxm"]),
            (r"cn=CORP\admin,ou=people", &[r"CORP\admin"]),
            (r"cn=wangxm\+1,ou=people", &["wangxm+1"]),
            (r"cn=Wang \+ Xm\=1\;\#\<\>\/\ ,ou=people", &["Wang + Xm=1;#<>/"]),
            ("CN = wangxm , OU = people", &["wangxm"]),
            ("cn=wangxm;ou=people", &["wangxm"]),
            ("cn=王小明+uid=wangxm,ou=people", &["wangxm", "王小明"]),
            ("0.9.2342.19200300.100.1.1=wangxm,dc=corp", &["wangxm"]),
            ("OID.2.5.4.3=wangxm,dc=corp", &["wangxm"]),
            ("dc=corp,ou=people,cn=wangxm", &["wangxm"]),
            ("/C=CN/O=Corp/OU=people/CN=wangxm", &["wangxm"]),
            ("/o=Corp/ou=Group/cn=Recipients/cn=wangxm", &["wangxm"]),
            ("CN=Wang Xm/OU=people/O=Corp", &["Wang Xm"]),
            ("uid=wangxm/admin,ou=people", &["wangxm/admin"]),
            ("ou=people,dc=corp", &["people"]),
            ("uid=,ou=people", &[""]),
            (r"uid=wangxm\", &[r"wangxm\"]),
            (r#"uid="wangxm"#, &["wangxm"]),
            ("wangxm", &[]),
            ("1=wang", &[]),
            ("100%=wang", &[]),
            ("王=wang", &[]),
            ("=wang", &[]),
            ("d2FuZw==", &[]),
            ("", &[]),
        ] {
            let found: Vec<String> = named(&units(text)).iter().map(|value| text_of(value)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
