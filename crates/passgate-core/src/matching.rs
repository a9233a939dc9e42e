//! Finding one word inside another, in linear time.

/// Where `needle` stands in a text of `length` characters given by `key`, in order, overlaps
/// included. Knuth–Morris–Pratt: linear whatever the text, so that a pasted megabyte of one
/// letter costs no more than any other.
pub(crate) fn find_all(length: usize, key: impl Fn(usize) -> Option<char>, needle: &[char]) -> Vec<usize> {
    let borders = borders(needle);
    let mut found = Vec::new();
    let mut matched: usize = 0;
    for index in 0..length {
        let Some(character) = key(index) else { break };
        while matched > 0 && needle.get(matched) != Some(&character) {
            matched = border_before(&borders, matched);
        }
        if needle.get(matched) == Some(&character) {
            matched = matched.saturating_add(1);
        }
        if !needle.is_empty() && matched == needle.len() {
            found.push(index.saturating_add(1).saturating_sub(matched));
            matched = border_before(&borders, matched);
        }
    }
    found
}

/// For each prefix, the length of its longest proper border.
fn borders(needle: &[char]) -> Vec<usize> {
    let mut borders = Vec::with_capacity(needle.len());
    let mut matched: usize = 0;
    for (index, character) in needle.iter().enumerate() {
        if index > 0 {
            while matched > 0 && needle.get(matched) != Some(character) {
                matched = border_before(&borders, matched);
            }
            if needle.get(matched) == Some(character) {
                matched = matched.saturating_add(1);
            }
        }
        borders.push(matched);
    }
    borders
}

fn border_before(borders: &[usize], matched: usize) -> usize {
    borders.get(matched.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(text: &str, needle: &str) -> Vec<usize> {
        let text: Vec<char> = text.chars().collect();
        let needle: Vec<char> = needle.chars().collect();
        find_all(text.len(), |index| text.get(index).copied(), &needle)
    }

    #[test]
    fn overlaps_are_found() {
        assert_eq!(find("aaaa", "aa"), [0, 1, 2]);
        assert_eq!(find("abcabcabd", "abcabd"), [3]);
        assert_eq!(find("abc", ""), Vec::<usize>::new());
        assert_eq!(find("", "a"), Vec::<usize>::new());
    }

    proptest! {
        #[test]
        fn the_same_as_looking_everywhere(text in "[ab密]{0,24}", needle in "[ab密]{1,4}") {
            let text: Vec<char> = text.chars().collect();
            let needle: Vec<char> = needle.chars().collect();
            let slow: Vec<usize> =
                (0..text.len()).filter(|&at| text[at..].starts_with(&needle)).collect();
            prop_assert_eq!(find_all(text.len(), |index| text.get(index).copied(), &needle), slow);
        }
    }
}
