//! Whether a password is among those that breaches have made public, asked so that whoever is
//! asked does not learn it: the range search of Have I Been Pwned, which others serve too.
//!
//! The page: `haveibeenpwned.com/API/v3`, "Searching by range" and "Introducing padding". A search
//! names the first 5 of the 40 hexadecimal digits of the password's SHA-1. The reply has the other
//! 35 of every hash that begins so, each with how often it was seen: some hundreds, for each of the
//! 1,048,576 beginnings, always with HTTP 200. `Add-Padding: true` fills the reply up to between
//! 800 and 1,000 rows, lest its size tell which one was asked for; what fills it has the count 0.

use std::fmt;

use passgate_core::Secret;

use crate::http::{Method, Reply, Request};

/// The bytes of a SHA-1.
pub const SHA1_BYTES: usize = 20;
/// The most bytes of a reply worth reading: several times what a padded one has.
pub const MAX_RANGE_BYTES: usize = 192 * 1024;

const PREFIX_DIGITS: usize = 5;
const SUFFIX_DIGITS: usize = 35;
/// The page asks for one, and refuses a request without.
const USER_AGENT: &str = "passgate";

/// A password as the search knows it. Only [`Sought::request`]'s five digits leave.
pub struct Sought {
    prefix: Secret,
    suffix: Secret,
}

/// A reply that does not say. Nothing of it is kept: it may be anybody's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRange {
    /// Another status than 200, the only one the page knows.
    Status(u16),
    /// Not the rows of a range, or none at all.
    Garbled,
}

impl Sought {
    /// The password of that SHA-1.
    ///
    /// ```
    /// use passgate_wire::breaches::Sought;
    ///
    /// // SHA-1 of `lauragpe`, the example of the vendor's page.
    /// let sha1 = *b"\x21\xbd\x10\x01\x8a\x45\xc4\xd1\xde\xf8\x16\x44\xb5\x4a\xb7\xf9\x69\xb8\x8d\x65";
    /// assert_eq!(Sought::of(&sha1).request().path, "/range/21BD1");
    /// ```
    pub fn of(sha1: &[u8; SHA1_BYTES]) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        let digit = |value: u8| DIGITS.get(usize::from(value)).map_or('0', |digit| char::from(*digit));
        let digits = || sha1.iter().flat_map(|byte| [digit(byte.wrapping_shr(4)), digit(byte & 15)]);
        let mut suffix = String::with_capacity(SUFFIX_DIGITS);
        suffix.extend(digits().skip(PREFIX_DIGITS));
        Self {
            prefix: Secret::new(digits().take(PREFIX_DIGITS).collect::<String>()),
            suffix: Secret::new(suffix),
        }
    }

    /// The search.
    pub fn request(&self) -> Request {
        Request {
            method: Method::Get,
            path: format!("/range/{}", self.prefix.expose()),
            headers: vec![
                ("Add-Padding", Secret::new("true")),
                ("User-Agent", Secret::new(USER_AGENT)),
                ("Accept", Secret::new("text/plain")),
            ],
            body: None,
        }
    }

    /// How often the password was seen; 0 when it never was.
    ///
    /// ```
    /// use passgate_wire::{Reply, breaches::Sought};
    ///
    /// let sha1 = *b"\x21\xbd\x10\x01\x8a\x45\xc4\xd1\xde\xf8\x16\x44\xb5\x4a\xb7\xf9\x69\xb8\x8d\x65";
    /// let body = b"0018A45C4D1DEF81644B54AB7F969B88D65:1\r\n00D4F6E8FA6EECAD2A3AA415EEC418D38EC:2".to_vec();
    /// let reply = Reply { status: 200, headers: Vec::new(), body };
    /// assert_eq!(Sought::of(&sha1).seen(&reply), Ok(1));
    /// ```
    ///
    /// # Errors
    /// When the reply does not say.
    pub fn seen(&self, reply: &Reply) -> Result<u64, NoRange> {
        if reply.status != 200 {
            return Err(NoRange::Status(reply.status));
        }
        let text = str::from_utf8(&reply.body).map_err(|_| NoRange::Garbled)?;
        let mut seen = None;
        for line in text.lines().filter(|line| !line.is_empty()) {
            let (suffix, count) = row(line).ok_or(NoRange::Garbled)?;
            let is_ours = suffix.eq_ignore_ascii_case(self.suffix.expose());
            let count = if is_ours { count } else { 0 };
            seen = Some(count.max(seen.unwrap_or(0)));
        }
        seen.ok_or(NoRange::Garbled)
    }
}

impl fmt::Debug for Sought {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sought(***)")
    }
}

/// `0018A45C4D1DEF81644B54AB7F969B88D65:1`.
fn row(line: &str) -> Option<(&str, u64)> {
    let (suffix, count) = line.split_once(':')?;
    let is_suffix = suffix.len() == SUFFIX_DIGITS && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    if !is_suffix || !is_count {
        return None;
    }
    // More digits than a number has are many all the same.
    Some((suffix, count.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-1 of `password`.
    const SHA1: [u8; SHA1_BYTES] = [
        0x5b, 0xaa, 0x61, 0xe4, 0xc9, 0xb9, 0x3f, 0x3f, 0x06, 0x82, 0x25, 0x0b, 0x6c, 0xf8, 0x33, 0x1b, 0x7e,
        0xe6, 0x8f, 0xd8,
    ];
    const OURS: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";
    const OTHER: &str = "0018A45C4D1DEF81644B54AB7F969B88D65:7";

    fn seen(status: u16, body: &str) -> Result<u64, NoRange> {
        Sought::of(&SHA1).seen(&Reply { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
    }

    #[test]
    fn a_reply_says_how_often_or_nothing() {
        let ours = |count: &str| format!("{OTHER}\r\n{OURS}:{count}\r\n{OTHER}");
        for (body, expected) in [
            (ours("52372427"), Ok(52_372_427)),
            (ours("1").to_lowercase(), Ok(1)),
            (ours("1").replace("\r\n", "\n"), Ok(1)),
            (format!("{OTHER}\r\n{OURS}:3"), Ok(3)),
            (format!("{OTHER}\r\n"), Ok(0)),
            // A row that only fills.
            (ours("0"), Ok(0)),
            (format!("{OURS}:0\r\n{OURS}:2"), Ok(2)),
            (ours("99999999999999999999999"), Ok(u64::MAX)),
            (String::new(), Err(NoRange::Garbled)),
            ("\r\n".to_owned(), Err(NoRange::Garbled)),
            (ours(""), Err(NoRange::Garbled)),
            (ours("-1"), Err(NoRange::Garbled)),
            (ours("+1"), Err(NoRange::Garbled)),
            (ours("1 "), Err(NoRange::Garbled)),
            (format!("{OURS}:1\r\n1E4C9B93"), Err(NoRange::Garbled)),
            (format!("{OURS}:1\r\n5BAA6{OURS}:1"), Err(NoRange::Garbled)),
            ("<!DOCTYPE html>".to_owned(), Err(NoRange::Garbled)),
            ("{\"count\":0}".to_owned(), Err(NoRange::Garbled)),
        ] {
            assert_eq!(seen(200, &body), expected, "{body}");
        }
        for status in [204, 301, 404, 429, 503] {
            assert_eq!(seen(status, &ours("1")), Err(NoRange::Status(status)));
        }
    }

    #[test]
    fn what_is_sought_does_not_print() {
        let sought = Sought::of(&SHA1);
        assert_eq!(format!("{sought:?}"), "Sought(***)");
        assert!(!sought.request().path.contains("1E4"));
    }
}
