//! `Passgate-Policy`: a page states by which policy it checked, and learns when another is in force.

/// In a password call, the entity tag of the policy that the page checked by. In the refusal of a
/// password, the entity tag of the policy in force, if it is another one.
pub const HEADER: &str = "Passgate-Policy";

/// Whether a page that names the tag `named` checked by another policy than the one with this entity
/// tag.
pub fn is_stale(named: &str, etag: &str) -> bool {
    !same(named, etag)
}

/// Whether `If-None-Match` matches the entity tag (RFC 9110, section 13.1.2): `*`, or a list of tags.
pub fn matches_any(tags: &str, etag: &str) -> bool {
    tags.trim() == "*" || tags.split(',').any(|tag| same(tag, etag))
}

/// Weak comparison: a proxy that compresses an answer may have weakened its tag.
fn same(tag: &str, etag: &str) -> bool {
    let tag = tag.trim();
    tag.strip_prefix("W/").unwrap_or(tag) == etag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_stale_when_it_names_another_policy() {
        for (named, stale) in [
            ("\"abc\"", false),
            (" \"abc\" ", false),
            ("W/\"abc\"", false),
            ("abc", true),
            ("\"abd\"", true),
            ("W/W/\"abc\"", true),
            ("\"abc\", \"abd\"", true),
            ("*", true),
            ("", true),
        ] {
            assert_eq!(is_stale(named, "\"abc\""), stale, "{named}");
        }
    }

    #[test]
    fn if_none_match_finds_the_current_tag() {
        for (tags, known) in
            [("*", true), ("\"abc\"", true), ("\"x\", W/\"abc\"", true), ("\"x\"", false), ("", false)]
        {
            assert_eq!(matches_any(tags, "\"abc\""), known, "{tags}");
        }
    }
}
