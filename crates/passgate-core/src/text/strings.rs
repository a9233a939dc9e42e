//! Text functions in little code: the standard library's general searchers and joiners take kilobytes in the
//! browser module.

/// Adds a text at the end.
#[inline(never)]
pub(crate) fn add(text: &mut String, more: &str) {
    text.push_str(more);
}

/// Adds a character at the end.
#[inline(never)]
pub(crate) fn add_character(text: &mut String, character: char) {
    text.push(character);
}

/// Concatenates the texts.
#[inline(never)]
pub(crate) fn joined(texts: &[&str]) -> String {
    let mut text = String::new();
    for more in texts {
        add(&mut text, more);
    }
    text
}

/// The text before the first occurrence of an ASCII character, and the text after it. Without an occurrence:
/// the whole text and an empty one.
#[inline(never)]
pub(crate) fn cut(text: &str, by: u8) -> (&str, &str) {
    let at = text.bytes().position(|byte| byte == by).unwrap_or(text.len());
    (text.get(..at).unwrap_or_default(), text.get(at.saturating_add(1)..).unwrap_or_default())
}

/// The part with this number, from 0, of a text that an ASCII character separates; empty if there are fewer
/// parts.
pub(crate) fn part(mut text: &str, by: u8, number: u32) -> &str {
    for _ in 0..number {
        text = cut(text, by).1;
    }
    cut(text, by).0
}

/// Adds a number in decimal digits.
pub(crate) fn add_number(text: &mut String, number: u32) {
    if number > 9 {
        add_number(text, number / 10);
    }
    let digit = (number % 10) as usize;
    add(text, "0123456789".get(digit..).and_then(|digits| digits.get(..1)).unwrap_or_default());
}

/// A text with its `#`s replaced by the numbers.
pub(crate) fn numbered(mut text: &str, numbers: &[u32]) -> String {
    let mut filled = String::new();
    for number in numbers {
        let (before, after) = cut(text, b'#');
        add(&mut filled, before);
        add_number(&mut filled, *number);
        text = after;
    }
    add(&mut filled, text);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut() {
        assert_eq!(cut("a;b;c", b';'), ("a", "b;c"));
        assert_eq!(cut("abc", b';'), ("abc", ""));
        assert_eq!(cut("密;码", b';'), ("密", "码"));
        let parts = [0, 1, 2, 3].map(|number| part("a;;b", b';', number));
        assert_eq!(parts, ["a", "", "b", ""]);
    }

    #[test]
    fn numbers_in_digits() {
        for number in [0, 7, 10, 4_096, u32::MAX] {
            assert_eq!(numbered("#", &[number]), number.to_string());
        }
        assert_eq!(numbered("# of #", &[3, 4]), "3 of 4");
        assert_eq!(joined(&["a", "", "b"]), "ab");
    }
}
