//! Foreign text (a vendor's reply, a caller's document) in a form that can be shown inside a sentence.

use crate::matching::is_unseen;
use crate::text::is_white_space;
use crate::text::strings::add_character;

/// The maximum length of foreign text that is shown, in characters.
const CHARACTERS_MAX: usize = 200;

/// A text as one line of at most 200 characters, without line breaks, invisible characters and bidirectional
/// controls, which would also rearrange the sentence around the text.
///
/// ```
/// assert_eq!(passgate_core::one_line(" two\r\n lines\u{202E}\u{200B} "), "two lines");
/// ```
pub fn one_line(text: &str) -> String {
    let (mut line, mut is_apart) = (String::new(), false);
    for character in seen(text).take(CHARACTERS_MAX) {
        if character == ' ' {
            is_apart = !line.is_empty();
            continue;
        }
        if is_apart {
            add_character(&mut line, ' ');
        }
        is_apart = false;
        add_character(&mut line, character);
    }
    line
}

/// The visible characters of a text. White space and controls become spaces; invisible characters
/// (bidirectional controls, joiners, fillers) are dropped.
///
/// ```
/// assert!(passgate_core::seen("a\u{2028}\u{AD}b").eq("a b".chars()));
/// ```
pub fn seen(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter_map(|character| match character {
        // Controls (Cc), the space and U+00A0.
        '\0'..=' ' | '\u{7F}'..='\u{A0}' => Some(' '),
        _ if u16::try_from(character).is_ok_and(is_white_space) => Some(' '),
        _ => (!is_unseen(character)).then_some(character),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_becomes_spaces_and_invisible_characters_are_dropped() {
        for character in char::MIN..=char::MAX {
            let expected = if character.is_control() || character.is_whitespace() {
                " "
            } else if is_unseen(character) {
                ""
            } else {
                &character.to_string()
            };
            assert_eq!(
                seen(&character.to_string()).collect::<String>(),
                expected,
                "U+{:04X}",
                character as u32
            );
        }
    }

    #[test]
    fn lines() {
        for (text, line) in [
            ("", ""),
            (" \n ", ""),
            ("  two\r\n lines\t", "two lines"),
            ("a\u{2028}b\u{2029}c\u{85}d\u{A0}e\u{3000}f", "a b c d e f"),
            ("密码\u{202E}不\u{2066}符\u{200B}合\u{FEFF}\u{AD}\u{E0041}\u{3164}\u{FE0F}", "密码不符合"),
        ] {
            assert_eq!(one_line(text), line, "{text:?}");
            assert_eq!(one_line(line), line, "{text:?}");
        }
        assert_eq!(one_line(&"很长".repeat(5_000)).chars().count(), 200);
    }
}
