//! By which policy a page judged: it says so with a reset, and is told when another is in force.

/// On a password call, the entity tag of the policy that the page judged by; on the refusal of a
/// password, that of the policy in force, if it is another one.
pub const HEADER: &str = "Passgate-Policy";

/// Whether a page that names this tag judged by another policy than the one of that tag.
pub fn is_stale(named: &str, etag: &str) -> bool {
    !same(named, etag)
}

/// RFC 9110, section 13.1.2: `*`, or a list of tags.
pub fn matches_any(tags: &str, etag: &str) -> bool {
    tags.trim() == "*" || tags.split(',').any(|tag| same(tag, etag))
}

/// Compared weakly: whatever compresses on the way may have weakened the tag.
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
    fn what_is_known_already() {
        for (tags, known) in
            [("*", true), ("\"abc\"", true), ("\"x\", W/\"abc\"", true), ("\"x\"", false), ("", false)]
        {
            assert_eq!(matches_any(tags, "\"abc\""), known, "{tags}");
        }
    }
}
