//! Finds many words in one pass over a text: an Aho–Corasick automaton as one dense table.

use crate::matching::{Reading, Trie};

/// Set in a transition if a word ends in its target state.
pub(crate) const HIT: u16 = 0x8000;
/// The column of a skipped unit, which leaves the state unchanged.
pub(crate) const SKIP: u8 = u8::MAX;

/// The maximum number of words that end at one position. If there are more, the longer ones are dropped: a
/// text that contains a longer one also contains the shorter ones. A pass therefore takes linear time for any
/// set of words.
const NESTED_MAX: u8 = 8;

/// The words of a [`Trie`], compiled for searching.
pub(crate) struct Automaton {
    /// The number of columns of a state. The first column stands for every symbol that no word contains, and
    /// leads back to the root.
    width: usize,
    /// The symbols of the other columns, sorted.
    symbols: Vec<u16>,
    /// The columns of the ASCII characters, for each [`Reading`].
    ascii: [[u8; 0x80]; Reading::ALL.len()],
    /// `next[state * width + column]` is the target state, with [`HIT`] if a word ends there.
    next: Vec<u16>,
    ends: Vec<End>,
    /// Whether a word was dropped.
    cut: bool,
}

/// The words that end in a state.
#[derive(Clone, Copy, Default)]
struct End {
    /// The number of its own word plus 1; 0 for none.
    word: u16,
    /// The state of the next shorter word that ends here; 0 for none.
    shorter: u16,
    /// The number of words that end here.
    nested: u8,
}

impl Automaton {
    pub(crate) fn new(trie: Trie) -> Self {
        let width = trie.symbols.len().wrapping_add(1);
        let mut automaton = Self {
            width,
            ascii: [[SKIP; 0x80]; Reading::ALL.len()],
            next: vec![0; trie.nodes.len().wrapping_mul(width)],
            ends: vec![End::default(); trie.nodes.len()],
            symbols: Vec::new(),
            cut: false,
        };
        automaton.link(&trie);
        automaton.symbols = trie.symbols;
        automaton.ascii = Reading::ALL.map(|reading| {
            let mut columns = [SKIP; 0x80];
            for (unit, column) in (0_u16..).zip(columns.iter_mut()) {
                *column = automaton.column_of(reading, unit);
            }
            columns
        });
        automaton
    }

    /// Computes the transitions breadth first. Each state inherits the transitions of its longest proper
    /// suffix, and the words that end there.
    fn link(&mut self, trie: &Trie) {
        let mut suffixes = vec![0_u16; trie.nodes.len()];
        let mut queue = vec![0_u16];
        let mut at = 0;
        while let Some(state) = queue.get(at).copied() {
            at = at.wrapping_add(1);
            let suffix = suffixes.get(usize::from(state)).copied().unwrap_or(0);
            // The root is its own suffix.
            if state != 0 {
                let from = usize::from(suffix).wrapping_mul(self.width);
                let to = usize::from(state).wrapping_mul(self.width);
                self.next.copy_within(from..from.wrapping_add(self.width), to);
            }
            let mut child = trie.nodes.get(usize::from(state)).map_or(0, |node| node.child);
            while let Some(node) = trie.nodes.get(usize::from(child)).filter(|_| child != 0) {
                queue.push(child);
                let column =
                    trie.symbols.binary_search(&node.symbol).map_or(0, |place| place.wrapping_add(1));
                let slot = usize::from(state).wrapping_mul(self.width).wrapping_add(column);
                if let Some(transition) = self.next.get_mut(slot) {
                    let suffix = *transition & !HIT;
                    *transition = child;
                    if let Some(slot) = suffixes.get_mut(usize::from(child)) {
                        *slot = suffix;
                    }
                    if self.end(child, node.word, suffix)
                        && let Some(transition) = self.next.get_mut(slot)
                    {
                        *transition |= HIT;
                    }
                }
                child = node.sibling;
            }
        }
    }

    /// Records the words that end in a state: its own, and those of its suffix. Returns whether there are
    /// any.
    fn end(&mut self, state: u16, word: u16, suffix: u16) -> bool {
        let below = self.ends.get(usize::from(suffix)).copied().unwrap_or_default();
        let is_room = below.nested < NESTED_MAX;
        self.cut |= word > 0 && !is_room;
        let word = if is_room { word } else { 0 };
        let end = End {
            word,
            shorter: if below.word > 0 { suffix } else { below.shorter },
            nested: below.nested.wrapping_add(u8::from(word > 0)),
        };
        if let Some(slot) = self.ends.get_mut(usize::from(state)) {
            *slot = end;
        }
        end.nested > 0
    }

    /// The column of one UTF-16 unit.
    #[inline]
    pub(crate) fn column(&self, reading: Reading, unit: u16) -> u8 {
        let ascii = self.ascii.get(reading as usize).and_then(|columns| columns.get(usize::from(unit)));
        ascii.copied().unwrap_or_else(|| self.column_of(reading, unit))
    }

    fn column_of(&self, reading: Reading, unit: u16) -> u8 {
        let Some(symbol) = reading.symbol(unit) else { return SKIP };
        let place = self.symbols.binary_search(&symbol).ok().and_then(|place| u8::try_from(place).ok());
        place.map_or(0, |place| place.wrapping_add(1))
    }

    /// The transition table alone, for the innermost loop.
    pub(crate) fn steps(&self) -> Steps<'_> {
        Steps { width: self.width, next: &self.next }
    }

    /// The numbers of the words that end in a state, the longest first; at most [`NESTED_MAX`].
    pub(crate) fn words(&self, state: u16) -> impl Iterator<Item = usize> {
        let mut here = Some(state & !HIT);
        std::iter::from_fn(move || {
            loop {
                let end = self.ends.get(usize::from(here?))?;
                here = Some(end.shorter).filter(|shorter| *shorter != 0);
                if end.word > 0 {
                    return usize::from(end.word).checked_sub(1);
                }
            }
        })
    }

    /// Whether a word was dropped, and is not found.
    pub(crate) const fn is_cut(&self) -> bool {
        self.cut
    }

    /// Whether there are no words.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.len() <= 1
    }
}

/// The transition table alone. The default is empty and finds nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Steps<'a> {
    width: usize,
    next: &'a [u16],
}

impl Steps<'_> {
    /// The state after one more column, with [`HIT`] if a word ends there.
    #[inline(always)]
    pub(crate) fn after(self, state: u16, column: u8) -> u16 {
        let state = state & !HIT;
        if column == SKIP {
            return state;
        }
        // Cannot overflow: there are at most `STATES_MAX` states, and a width fits in a byte.
        let row = usize::from(state).wrapping_mul(self.width);
        self.next.get(row.wrapping_add(usize::from(column))).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;
    use proptest::prelude::*;

    fn automaton<'w>(words: impl IntoIterator<Item = &'w str>, reading: Reading) -> Automaton {
        let mut trie = Trie::default();
        for word in words {
            let symbols: Vec<u16> = units(word).into_iter().filter_map(|unit| reading.symbol(unit)).collect();
            trie.add(&symbols);
        }
        Automaton::new(trie)
    }

    /// The words found, each with the index of the unit where it ends. Longer words come first.
    fn find(automaton: &Automaton, reading: Reading, text: &str) -> Vec<(usize, usize)> {
        let (mut state, mut hits) = (0, Vec::new());
        for (last, unit) in units(text).into_iter().enumerate() {
            let column = automaton.column(reading, unit);
            state = automaton.steps().after(state, column);
            if state & HIT != 0 && column != SKIP {
                hits.extend(automaton.words(state).map(|word| (word, last)));
            }
        }
        hits
    }

    #[test]
    fn overlapping_words_are_all_found() {
        let all = |words: &[&str], text| {
            find(&automaton(words.iter().copied(), Reading::Plain), Reading::Plain, text)
        };
        assert_eq!(all(&["he", "she", "hers", "his"], "ushers"), [(1, 3), (0, 3), (2, 5)]);
        assert_eq!(all(&["aa", "aaa"], "aaaa"), [(0, 1), (1, 2), (0, 2), (1, 3), (0, 3)]);
    }

    #[test]
    fn a_text_is_read_in_three_ways() {
        let words = ["wangxm", "王小明", "li"];
        for (reading, text, expected) in [
            (Reading::Plain, "W.an-g_X M 王·小明 L'I", vec![(0, 9), (1, 14), (2, 18)]),
            (Reading::Plain, "w@ngxm wangxm", vec![(0, 12)]),
            (Reading::Plain, "l1", vec![]),
            (Reading::Disguised, "W@ngXM l1 L!", vec![(0, 5), (2, 8), (2, 10), (2, 11)]),
            (Reading::Separated, "wang@xm l!i", vec![(0, 6), (2, 10)]),
        ] {
            assert_eq!(find(&automaton(words, reading), reading, text), expected, "{reading:?} {text}");
        }
        let automaton = automaton(["wang"], Reading::Plain);
        assert_eq!(find(&automaton, Reading::Plain, "wang---"), [(0, 3)], "once");
    }

    #[test]
    fn nested_words_are_limited() {
        let nested: Vec<String> = (1..40).map(|many| "a".repeat(many)).collect();
        let found = |many: usize| {
            let automaton = automaton(nested.iter().take(many).map(String::as_str), Reading::Plain);
            (find(&automaton, Reading::Plain, &"a".repeat(50)).len(), automaton.is_cut())
        };
        let each = usize::from(NESTED_MAX);
        assert_eq!(found(each), (50 * each - each * (each - 1) / 2, false));
        assert_eq!(found(39), (50 * each - each * (each - 1) / 2, true));
        assert!(Automaton::new(Trie::default()).is_empty());
    }

    proptest! {
        #[test]
        fn equals_a_naive_search(
            words in proptest::collection::vec("[abc密]{1,4}", 1..6),
            text in "[abc密.]{0,24}",
        ) {
            let mut words: Vec<String> = words;
            words.sort();
            words.dedup();
            let automaton = automaton(words.iter().map(String::as_str), Reading::Plain);
            let kept: Vec<(usize, u16)> =
                units(&text).into_iter().enumerate().filter(|(_, unit)| *unit != u16::from(b'.')).collect();
            let mut slow = Vec::new();
            for from in 0..kept.len() {
                for (number, word) in words.iter().enumerate() {
                    let word = units(word);
                    let here = kept[from..].iter().take(word.len());
                    if here.clone().map(|(_, unit)| *unit).eq(word.iter().copied()) {
                        slow.push((number, here.map(|(last, _)| *last).max().unwrap()));
                    }
                }
            }
            slow.sort();
            let mut hits = find(&automaton, Reading::Plain, &text);
            hits.sort();
            prop_assert_eq!(hits, slow);
        }
    }
}
