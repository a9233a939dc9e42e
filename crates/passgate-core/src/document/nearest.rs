//! The name that a misspelt one was meant to be.

/// The known name that is most like `name`, if one is: letter case, hyphens and underscores do not count.
/// In WebAssembly no name is suggested, because bytes count there.
///
/// ```
/// use passgate_core::nearest;
///
/// assert_eq!(nearest("public_orgin", ["public_origin", "products"]), Some("public_origin"));
/// assert_eq!(nearest("appId", ["app_id", "app_secret"]), Some("app_id"));
/// assert_eq!(nearest("max", ["min", "unit"]), None);
/// ```
#[cfg(not(target_arch = "wasm32"))]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// No member has a name of this length.
    const NAME_MAX: usize = 64;
    let plain = |text: &str| -> String {
        text.chars()
            .filter(|letter| !matches!(letter, '-' | '_'))
            .flat_map(char::to_lowercase)
            .take(NAME_MAX)
            .collect()
    };
    let wanted = plain(name);
    let most = (wanted.chars().count() / 4).max(1);
    let distances = known.into_iter().map(|known| (strsim::osa_distance(&wanted, &plain(known)), known));
    distances
        .filter(|(distance, known)| *distance <= most && *distance < known.len())
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// The same in WebAssembly: none.
#[cfg(target_arch = "wasm32")]
pub fn nearest<'a>(_: &str, _: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let known = ["listen", "state", "secrets", "app_id", "app_secret", "secret_hashes", "min", "max"];
        for (name, expected) in [
            ("lisen", Some("listen")),
            ("secret_hash", Some("secret_hashes")),
            ("secretHashes", Some("secret_hashes")),
            ("APP-SECRET", Some("app_secret")),
            ("mni", Some("min")),
            ("minimum", None),
            ("x", None),
            ("", None),
            ("hostname", None),
            ("lst", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
        assert_eq!(nearest(&"s".repeat(100_000), known), None);
    }
}
