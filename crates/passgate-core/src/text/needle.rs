//! Finds a word in a text, in linear time.

/// A word to search for (Knuth–Morris–Pratt): linear for every text, including a single repeated letter.
#[derive(Default)]
pub(crate) struct Needle {
    units: Vec<u16>,
    /// For each prefix, the length of its longest proper border.
    borders: Vec<usize>,
}

impl Needle {
    pub(crate) fn new(units: Vec<u16>) -> Self {
        let mut borders = Vec::with_capacity(units.len());
        let mut matched: usize = 0;
        for (index, unit) in units.iter().enumerate() {
            if index > 0 {
                while matched > 0 && units.get(matched) != Some(unit) {
                    matched = border_before(&borders, matched);
                }
                if units.get(matched) == Some(unit) {
                    matched = matched.saturating_add(1);
                }
            }
            borders.push(matched);
        }
        Self { units, borders }
    }

    pub(crate) fn units(&self) -> &[u16] {
        &self.units
    }

    /// Calls `found` with each position of the word in the units of `text`, each unit mapped by `key`, in
    /// order, overlaps included.
    pub(crate) fn find(&self, text: &[u16], key: impl Fn(u16) -> u16, mut found: impl FnMut(usize)) {
        let mut matched: usize = 0;
        for (index, unit) in text.iter().enumerate() {
            let unit = key(*unit);
            while matched > 0 && self.units.get(matched) != Some(&unit) {
                matched = border_before(&self.borders, matched);
            }
            if self.units.get(matched) == Some(&unit) {
                matched = matched.saturating_add(1);
            }
            if matched > 0 && matched == self.units.len() {
                found(index.saturating_add(1).saturating_sub(matched));
                matched = border_before(&self.borders, matched);
            }
        }
    }
}

fn border_before(borders: &[usize], matched: usize) -> usize {
    borders.get(matched.saturating_sub(1)).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn find(text: &str, needle: &str) -> Vec<usize> {
        let text: Vec<u16> = text.encode_utf16().collect();
        let mut places = Vec::new();
        Needle::new(needle.encode_utf16().collect()).find(&text, |unit| unit, |from| places.push(from));
        places
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
        fn equals_a_naive_search(text in "[ab密]{0,24}", needle in "[ab密]{1,4}") {
            let units: Vec<u16> = text.encode_utf16().collect();
            let wanted: Vec<u16> = needle.encode_utf16().collect();
            let slow: Vec<usize> = (0..units.len()).filter(|&at| units[at..].starts_with(&wanted)).collect();
            prop_assert_eq!(find(&text, &needle), slow);
        }
    }
}
