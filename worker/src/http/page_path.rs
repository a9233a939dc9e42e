//! Which form a path means after mail clients, chats and keyboards have changed the link. The page then takes
//! the ticket out of the address (`www/ticket.js`).

use passgate_core::Product;
use percent_encoding::percent_decode_str;

/// A program that passes an address on encodes it once, rarely twice.
const MOST_DECODINGS: usize = 3;
/// A ticket in the place of the fragment.
const TICKET: &str = "/rt1.";

/// The form that a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meant {
    /// The product of the form; none for the page without a product.
    pub product: Option<Product>,
    /// Whether the ticket is in the path: its `#` was encoded, or is missing. Then the page is served under
    /// this very path. Otherwise the path can be corrected by a redirect, because a browser keeps the fragment.
    pub has_ticket: bool,
}

/// The form that the path means, if it names one in another letter case, with encoded or full-width
/// characters, or with quotes, brackets, spaces or full stops around the name.
pub fn meant(path: &str) -> Option<Meant> {
    let path = decoded(path)?;
    let (folder, has_ticket) = match path.find('#').or_else(|| path.find(TICKET)) {
        Some(at) => (path.get(..at)?, true),
        None => (path.as_str(), false),
    };
    let mut names = folder.split('/').filter_map(bare);
    let (name, others) = (names.next(), names.count());
    match name {
        Some(name) if others == 0 => Some(Meant { product: Some(Product::from_name(name)?), has_ticket }),
        None if has_ticket && folder.chars().all(|character| character == '/') => {
            Some(Meant { product: None, has_ticket })
        }
        _ => None,
    }
}

/// The segment without what is no letter or digit at its ends; none if nothing is left.
fn bare(segment: &str) -> Option<&str> {
    let name = segment.trim_matches(|character: char| !character.is_alphanumeric());
    (!name.is_empty()).then_some(name)
}

/// The path with its percent-encoding undone and its characters folded. None if it is not UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut text = path.to_owned();
    for _ in 0..MOST_DECODINGS {
        text = percent_decode_str(&text).decode_utf8().ok()?.into_owned();
    }
    Some(text.chars().map(folded).collect())
}

/// In lower case, and in ASCII if it is a full-width character or a small form of `#`.
fn folded(character: char) -> char {
    let narrow = match character {
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(character).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(character)
        }
        '\u{fe5f}' => '#',
        other => other,
    };
    narrow.to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_changed_path_means() {
        let form = |has_ticket| Some(Meant { product: Some(Product::Eiam), has_ticket });
        for path in [
            "/eiam/",
            "/eiam",
            "/EIAM/",
            "/Eiam",
            "//eiam/",
            "/eiam//",
            "/eiam/)",
            "/eiam)",
            "/eiam/%20",
            "/eiam/%2520",
            "/eiam/.",
            "/eiam/%22",
            "/%22eiam/",
            "/eiam/%3E",
            "/eiam/%E3%80%82",
            "/eiam/%EF%BC%8C",
            "/%65iam/",
            "/eiam%2F",
            "/%EF%BD%85%EF%BD%89%EF%BD%81%EF%BD%8D/",
            "/\u{200b}eiam/",
        ] {
            assert_eq!(meant(path), form(false), "{path}");
        }
        for path in [
            "/eiam/%23rt1.a.b",
            "/eiam/%23/rt1.a.b",
            "/eiam/%23",
            "/eiam/%23rt1.a.b/%23x",
            "/eiam/%23%20",
            "/eiam/%2523rt1.a.b",
            "/eiam/%252523rt1.a.b",
            "/eiam/%EF%BC%83rt1.a.b",
            "/eiam/%EF%B9%9Frt1.a.b",
            "/eiam/%ef%bc%83rt1.a.b/%23",
            "/eiam%23rt1.a.b",
            "/eiam%2523rt1.a.b",
            "/eiam%ef%bc%83rt1.a.b",
            "/eiam//%23rt1.a.b",
            "/EIAM/%23rt1.a.b",
            "/eiam/)%23rt1.a.b",
            "/eiam/rt1.a.b",
            "/EIAM/Rt1.a.b",
        ] {
            assert_eq!(meant(path), form(true), "{path}");
        }
        assert_eq!(meant("/%23rt1.a.b"), Some(Meant { product: None, has_ticket: true }));
        for path in [
            "",
            "/",
            "//",
            "/%2e%2e/%23rt1.a.b",
            "/%2e%2e%23rt1.a.b",
            "/eiam/index.html",
            "/eiam/x",
            "/eiam/x%23rt1.a.b",
            "/eiam/%24x",
            "/x/eiam/",
            "/eiamx/",
            "/gmail/%23rt1.a.b",
            "/eiam/%FF",
            "/eiam/\u{8bf7}",
        ] {
            assert_eq!(meant(path), None, "{path}");
        }
    }
}
