//! The structure of a password.

/// A word with digits or symbols before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape<'e> {
    /// Lower-case letters.
    pub word: &'e str,
    pub affix: Affix<'e>,
}

/// The characters before or after a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Affix<'e> {
    pub after: bool,
    pub text: &'e str,
}

/// The structure of an entry, if it has one: `monkey12`, `woaini!`, `123abc`.
pub fn shape(entry: &str) -> Option<Shape<'_>> {
    match *runs(entry) {
        [word, text] if is_word(word) => Some(Shape { word, affix: Affix { after: true, text } }),
        [text, word] if is_digits(text) => Some(Shape { word, affix: Affix { after: false, text } }),
        _ => None,
    }
}

/// The alternating runs of letters and other characters.
pub fn runs(entry: &str) -> Vec<&str> {
    let (mut runs, mut rest) = (Vec::new(), entry);
    while let Some(first) = rest.chars().next() {
        let letter = first.is_ascii_alphabetic();
        let end = rest.find(|c: char| c.is_ascii_alphabetic() != letter).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
    }
    runs
}

fn is_word(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_digits(run: &str) -> bool {
    run.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes() {
        for (entry, expected) in [
            ("monkey12", Some(("monkey", true, "12"))),
            ("woaini520.", Some(("woaini", true, "520."))),
            ("123abc", Some(("abc", false, "123"))),
            ("..abc", None),
            ("1q2w3e4r", None),
            ("123456", None),
            ("monkey", None),
            ("", None),
        ] {
            let found = shape(entry).map(|shape| (shape.word, shape.affix.after, shape.affix.text));
            assert_eq!(found, expected, "{entry}");
        }
        assert_eq!(runs("1q2wab."), ["1", "q", "2", "wab", "."]);
    }
}
