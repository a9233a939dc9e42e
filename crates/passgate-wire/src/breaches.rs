//! The search for a password among breached ones, in a way that does not disclose the password to the
//! host: the range search (k-anonymity) of Have I Been Pwned, which other hosts offer too.
//!
//! The page: `haveibeenpwned.com/API/v3`, "Searching by range" and "Introducing padding". A search
//! sends the first 5 of the 40 hexadecimal digits of the password's SHA-1. The reply lists the other 35
//! digits of every hash with this prefix, each with its number of occurrences: some hundreds of rows
//! for each of the 1,048,576 prefixes, always with HTTP 200. `Add-Padding: true` pads the reply to 800
//! to 1,000 rows, so that its size does not reveal the prefix; the padding rows have the count 0.

use std::fmt;

use passgate_core::Secret;

use crate::http::{Method, Reply, Request};

/// The length of a SHA-1 digest in bytes.
pub const SHA1_BYTES: usize = 20;
/// The maximum size of a reply in bytes: several times the size of a padded reply.
pub const MAX_RANGE_BYTES: usize = 192 * 1024;

const PREFIX_DIGITS: usize = 5;
const SUFFIX_DIGITS: usize = 35;
/// The page requires a user agent and rejects a request without one.
const USER_AGENT: &str = "passgate";

/// A password as the search uses it. [`Sought::request`] sends only five digits.
pub struct Sought {
    prefix: Secret,
    suffix: Secret,
}

/// A reply that cannot be read. It keeps nothing of the reply, which may contain any text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRange {
    /// Another status than 200, the only documented one.
    Status(u16),
    /// The body does not consist of rows, or is empty.
    Garbled,
}

impl Sought {
    /// The search for the password with this SHA-1.
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

    /// The request to the host.
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

    /// How often the password occurs in breaches; 0 when it does not.
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
    /// When the reply cannot be read.
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

/// Parses a row such as `0018A45C4D1DEF81644B54AB7F969B88D65:1`.
fn row(line: &str) -> Option<(&str, u64)> {
    let (suffix, count) = line.split_once(':')?;
    let is_suffix = suffix.len() == SUFFIX_DIGITS && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_count = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    if !is_suffix || !is_count {
        return None;
    }
    // A count that is too large for the type becomes the maximum.
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
    fn a_reply_gives_the_count_or_an_error() {
        let ours = |count: &str| format!("{OTHER}\r\n{OURS}:{count}\r\n{OTHER}");
        for (body, expected) in [
            (ours("52372427"), Ok(52_372_427)),
            (ours("1").to_lowercase(), Ok(1)),
            (ours("1").replace("\r\n", "\n"), Ok(1)),
            (format!("{OTHER}\r\n{OURS}:3"), Ok(3)),
            (format!("{OTHER}\r\n"), Ok(0)),
            // A padding row.
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
    fn the_sought_password_does_not_print() {
        let sought = Sought::of(&SHA1);
        assert_eq!(format!("{sought:?}"), "Sought(***)");
        assert!(!sought.request().path.contains("1E4"));
    }
}
