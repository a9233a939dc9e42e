//! Finding many words at once in one pass: Aho–Corasick over folded text, as one dense table.

use crate::fold::{Folded, fold, fold_ascii};
use crate::folded_words::Words;

/// The most states of one table. With the 27 columns of a Latin identity that is under half a
/// megabyte; an ordinary person needs a few hundred states.
pub(crate) const STATES_MAX: usize = 8_192;

/// Set on a transition into a state where a word ends.
pub(crate) const HIT: u16 = 0x8000;
/// A column that is none: what folds to nothing leaves the state as it is.
pub(crate) const SKIP: u8 = u8::MAX;

/// Letters and `6`, by their representatives; what else a word has gets columns after them.
const PLAIN: &[u8; 26] = b"abcdefghijkmnopqrstuvwxyz6";

/// Columns are bytes: a word with a symbol beyond these is not looked for.
const OTHERS_MAX: usize = 200;

/// Column 0 is every symbol that no word has: it leads back to the beginning.
const FIRST: u8 = 1;

/// The compiled words. Words are numbered in the order they were added.
pub(crate) struct Automaton {
    width: usize,
    /// The columns of ASCII: with `@`, `$` and `!` as letters, and with them as separators.
    ascii: [[u8; 0x80]; 2],
    /// `next[state * width + column]`, the target with [`HIT`] where a word ends there.
    next: Vec<u16>,
    /// Symbols beyond [`PLAIN`], sorted; their columns follow.
    others: Vec<u16>,
    ends: Vec<End>,
    /// Whether there was no room for a word.
    cut: bool,
}

/// What ends in a state.
#[derive(Clone, Copy, Default)]
struct End {
    /// One more than the word's number; 0 for none.
    word: u16,
    /// The next shorter suffix in which a word ends; 0 for none.
    shorter: u16,
}

/// A word found: its number, and the last unit it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) word: usize,
    /// Index of the unit on which the word ends.
    pub(crate) last: usize,
}

impl Automaton {
    /// Compiles words that stand in the order of their likelihood, as many as there is room for.
    pub(crate) fn new(words: &Words) -> Self {
        let mut others: Vec<u16> = Vec::new();
        for symbol in &words.symbols {
            if plain(*symbol).is_none()
                && let Err(place) = others.binary_search(symbol)
                && others.len() < OTHERS_MAX
            {
                others.insert(place, *symbol);
            }
        }
        let width = PLAIN.len().wrapping_add(others.len()).wrapping_add(1);
        let mut automaton = Self {
            width,
            ascii: [[SKIP; 0x80]; 2],
            next: vec![0; width],
            others,
            ends: vec![End::default()],
            cut: false,
        };
        automaton.ascii = [true, false].map(|leet| automaton.ascii_columns(leet));
        for (number, index) in (1_u16..).zip(0..words.len()) {
            let word = words.get(index);
            let has_columns = word.iter().all(|symbol| automaton.column_of(*symbol) > 0);
            if has_columns && automaton.ends.len().wrapping_add(word.len()) <= STATES_MAX {
                automaton.insert(word, number);
            } else {
                automaton.cut = true;
            }
        }
        automaton.link();
        automaton
    }

    /// The column of one unit.
    pub(crate) fn column(&self, unit: u16, leet: bool) -> u8 {
        let [as_letters, as_separators] = &self.ascii;
        let ascii = if leet { as_letters } else { as_separators };
        ascii.get(usize::from(unit)).copied().unwrap_or_else(|| self.folded_column(fold(unit, leet)))
    }

    fn ascii_columns(&self, leet: bool) -> [u8; 0x80] {
        let mut columns = [SKIP; 0x80];
        for (byte, column) in (0_u8..).zip(columns.iter_mut()) {
            *column = self.folded_column(fold_ascii(byte, leet));
        }
        columns
    }

    fn folded_column(&self, folded: Folded) -> u8 {
        match folded {
            Folded::Nothing => SKIP,
            Folded::Plain(byte) => self.column_of(u16::from(byte)),
            Folded::Other(unit) => self.column_of(unit),
        }
    }

    /// The table alone, for the innermost loop.
    pub(crate) fn steps(&self) -> Steps<'_> {
        Steps { width: self.width, next: &self.next }
    }

    /// Every word in the text, in the order of their ends; longer words first at one end.
    pub(crate) fn find(&self, units: &[u16], leet: bool, mut found: impl FnMut(Found)) {
        let (mut state, steps) = (0, self.steps());
        for (last, unit) in units.iter().enumerate() {
            let column = self.column(*unit, leet);
            state = steps.after(state, column);
            if state & HIT == 0 || column == SKIP {
                continue;
            }
            let mut here = state & !HIT;
            while let Some(end) = self.ends.get(usize::from(here)) {
                if let Some(word) = usize::from(end.word).checked_sub(1) {
                    found(Found { word, last });
                }
                if end.shorter == 0 {
                    break;
                }
                here = end.shorter;
            }
        }
    }

    /// Whether a word is not looked for, because there was no room for it.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether there is nothing to look for.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }

    fn column_of(&self, symbol: u16) -> u8 {
        plain(symbol).unwrap_or_else(|| {
            let index = self.others.binary_search(&symbol).ok().and_then(|index| u8::try_from(index).ok());
            index.map_or(0, |index| index.wrapping_add(FIRST).wrapping_add(PLAIN.len() as u8))
        })
    }

    fn insert(&mut self, word: &[u16], number: u16) {
        let mut state = 0;
        for symbol in word {
            let column = self.column_of(*symbol);
            let slot = self.slot(state, column);
            let target = self.next.get(slot).copied().unwrap_or(0);
            state = if target == 0 {
                let fresh = u16::try_from(self.ends.len()).unwrap_or(0);
                self.ends.push(End::default());
                self.next.resize(self.next.len().wrapping_add(self.width), 0);
                if let Some(slot) = self.next.get_mut(slot) {
                    *slot = fresh;
                }
                fresh
            } else {
                target
            };
        }
        if let Some(end) = self.ends.get_mut(usize::from(state))
            && end.word == 0
        {
            end.word = number;
        }
    }

    /// Breadth first: each state takes over the transitions of its longest proper suffix.
    fn link(&mut self) {
        let mut suffixes = vec![0_u16; self.ends.len()];
        let mut queue = vec![0_u16];
        let mut at = 0;
        while let Some(state) = queue.get(at).copied() {
            at = at.wrapping_add(1);
            let suffix = suffixes.get(usize::from(state)).copied().unwrap_or(0);
            for column in 0..self.width {
                let column = column as u8;
                let inherited = if state == 0 { 0 } else { self.next_of(suffix, column) };
                let slot = self.slot(state, column);
                let target = self.next.get(slot).copied().unwrap_or(0);
                if target == 0 {
                    if let Some(slot) = self.next.get_mut(slot) {
                        *slot = inherited;
                    }
                    continue;
                }
                queue.push(target);
                if let Some(suffix) = suffixes.get_mut(usize::from(target)) {
                    *suffix = inherited & !HIT;
                }
                self.mark(slot, target, inherited & !HIT);
            }
        }
    }

    /// Notes where words end: in the state itself, or in a suffix of it.
    fn mark(&mut self, slot: usize, target: u16, suffix: u16) {
        let below = self.ends.get(usize::from(suffix)).copied().unwrap_or_default();
        let shorter = if below.word > 0 { suffix } else { below.shorter };
        if let Some(end) = self.ends.get_mut(usize::from(target)) {
            end.shorter = shorter;
            if (end.word > 0 || shorter > 0)
                && let Some(slot) = self.next.get_mut(slot)
            {
                *slot = target | HIT;
            }
        }
    }

    fn next_of(&self, state: u16, column: u8) -> u16 {
        self.next.get(self.slot(state, column)).copied().unwrap_or(0)
    }

    fn slot(&self, state: u16, column: u8) -> usize {
        usize::from(state & !HIT).wrapping_mul(self.width).wrapping_add(usize::from(column))
    }
}

/// The transitions, and nothing else. The default has none, and finds nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Steps<'a> {
    width: usize,
    next: &'a [u16],
}

impl Steps<'_> {
    /// The state after one more column; [`HIT`] is set where a word ends.
    #[inline(always)]
    pub(crate) fn after(self, state: u16, column: u8) -> u16 {
        let state = state & !HIT;
        if column == SKIP {
            return state;
        }
        // A state and a width are far too small to overflow.
        let row = usize::from(state).wrapping_mul(self.width);
        self.next.get(row.wrapping_add(usize::from(column))).copied().unwrap_or(0)
    }
}

fn plain(symbol: u16) -> Option<u8> {
    let byte = u8::try_from(symbol).ok()?;
    let index = PLAIN.iter().position(|letter| *letter == byte)?;
    u8::try_from(index).ok().map(|index| index.saturating_add(FIRST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;
    use proptest::prelude::*;

    fn folded<'w>(texts: impl IntoIterator<Item = &'w str>) -> Words {
        let mut words = Words::default();
        for text in texts {
            words.fold_in(&units(text));
            words.finish();
        }
        words
    }

    fn find(words: &[&str], text: &str) -> Vec<(usize, usize)> {
        let automaton = Automaton::new(&folded(words.iter().copied()));
        let units = units(text);
        let mut hits = Vec::new();
        automaton.find(&units, true, |found| hits.push((found.word, found.last)));
        hits
    }

    #[test]
    fn overlapping_words_are_all_found() {
        assert_eq!(find(&["he", "she", "hers", "his"], "ushers"), [(1, 3), (0, 3), (2, 5)]);
        assert_eq!(find(&["aa", "aaa"], "aaaa"), [(0, 1), (1, 2), (0, 2), (1, 3), (0, 3)]);
    }

    #[test]
    fn separators_and_disguises_are_looked_through() {
        assert_eq!(find(&["wangxm", "王小明"], "W.@-n g_XM 王·小明"), [(0, 9), (1, 14)]);
        assert_eq!(find(&["li"], "l1|L!"), [(0, 1), (0, 3), (0, 4)]);
    }

    #[test]
    fn a_separator_after_a_word_finds_it_once() {
        assert_eq!(find(&["wang"], "wang---"), [(0, 3)]);
    }

    #[test]
    fn bounded() {
        let mut words = Words::default();
        for n in 0..3_000_u16 {
            words.fold_in(&(0..8).map(|k| (n >> k) % 26 + 97).chain([n + 0x4E00]).collect::<Vec<_>>());
            words.finish();
        }
        let automaton = Automaton::new(&words);
        let taken = automaton.ends.iter().filter(|end| end.word > 0).count();
        assert!(taken > 0 && taken < words.len() && automaton.ends.len() <= STATES_MAX);
        assert!(Automaton::new(&Words::default()).is_empty());
    }

    #[test]
    fn words_in_a_row() {
        let mut words = folded(["Wáng", "-", "王·明"]);
        words.fold_in(&units("王"));
        assert_eq!((words.len(), words.get(0), words.get(1)), (3, &units("wang")[..], &[][..]));
        assert_eq!((words.get(2), words.get(3)), (&units("王明")[..], &units("王")[..]));
        assert_eq!((words.unfinished(), words.place_of_unfinished()), (&units("王")[..], None));
        words.fold_in(&units("明"));
        assert_eq!(words.place_of_unfinished(), Some(2));
        words.drop_unfinished();
        assert_eq!((words.len(), words.unfinished()), (3, &[][..]));
    }

    proptest! {
        #[test]
        fn the_same_as_looking_everywhere(
            words in proptest::collection::vec("[abc密]{1,4}", 1..6),
            text in "[abc密.]{0,24}",
        ) {
            let folded = folded(words.iter().map(String::as_str));
            let words: Vec<Vec<u16>> = (0..folded.len()).map(|word| folded.get(word).to_vec()).collect();
            let automaton = Automaton::new(&folded);
            let units = units(&text);
            let mut hits = Vec::new();
            automaton.find(&units, true, |found| hits.push((words[found.word].clone(), found.last)));
            let kept: Vec<(usize, u16)> =
                units.iter().copied().enumerate().filter(|(_, unit)| *unit != u16::from(b'.')).collect();
            let mut slow = Vec::new();
            for from in 0..kept.len() {
                for word in &words {
                    let here = kept[from..].iter().take(word.len());
                    if here.clone().map(|(_, unit)| *unit).eq(word.iter().copied()) {
                        slow.push((word.clone(), here.map(|(last, _)| *last).max().unwrap()));
                    }
                }
            }
            slow.sort();
            slow.dedup();
            hits.sort();
            prop_assert_eq!(hits, slow);
        }
    }
}
