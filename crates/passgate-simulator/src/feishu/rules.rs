//! `不少于8个字符，字母、数字和符号，至少三选二`.

use super::Policy;
use crate::text::CountsAs;

/// Whether the password has a valid format.
pub(super) fn accepts(policy: &Policy, password: &str) -> bool {
    let length = policy.unit.count(password);
    if length < policy.min || policy.max.is_some_and(|max| length > max) {
        return false;
    }
    let mut has_letter = false;
    let mut has_digit = false;
    let mut has_symbol = false;
    for character in password.chars() {
        if character.is_ascii_alphabetic() {
            has_letter = true;
        } else if character.is_ascii_digit() {
            has_digit = true;
        } else if character.is_ascii_punctuation() {
            has_symbol = true;
        } else {
            let counts_as = match character {
                ' ' => policy.space,
                _ if character.is_ascii() => CountsAs::Refuse,
                _ => policy.non_ascii,
            };
            match counts_as {
                CountsAs::Refuse => return false,
                CountsAs::Ignore => (),
                CountsAs::Letter => has_letter = true,
                CountsAs::Symbol => has_symbol = true,
            }
        }
    }
    let classes = [has_letter, has_digit, has_symbol];
    classes.iter().filter(|has| **has).count() >= policy.classes_at_least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_page_are_valid() {
        for password in ["abcd*efg", "1234abcd"] {
            assert!(accepts(&Policy::default(), password));
        }
    }

    #[test]
    fn seven_characters_or_one_group_are_invalid() {
        for password in ["abcd*ef", "abcdefgh", "12345678", "!!!!!!!!", ""] {
            assert!(!accepts(&Policy::default(), password));
        }
    }

    #[test]
    fn behaviour_the_page_leaves_open_is_configurable() {
        let han = "密码abcd*efg";
        assert!(!accepts(&Policy::default(), han));
        let lenient = Policy { non_ascii: CountsAs::Letter, max: Some(9), ..Policy::default() };
        assert!(accepts(&lenient, "密码密码密码密1"));
        assert!(!accepts(&lenient, han));
        assert!(!accepts(&Policy::default(), "abcd\tefg1"));
    }
}
