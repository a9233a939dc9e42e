//! A trie of words, from which an [`Automaton`](crate::matching::Automaton) is built.

/// The maximum number of nodes of a trie, and so of states of an automaton.
pub(crate) const STATES_MAX: usize = 8_192;
/// The maximum number of distinct symbols: a column of the automaton's table is a byte.
const SYMBOLS_MAX: usize = 200;
/// The maximum number of cells of the automaton's table, two bytes each. 8,192 states of a Latin identity (27
/// symbols) fit. An ordinary person needs a few hundred states.
const CELLS_MAX: usize = 1 << 18;

/// The words, numbered from 0 in the order in which they were added.
pub(crate) struct Trie {
    pub(crate) nodes: Vec<Node>,
    /// The distinct symbols of the words, sorted.
    pub(crate) symbols: Vec<u16>,
    words: u16,
}

/// One symbol of a word, after the symbols on the path to it. A node is identified by its index; 0 is the
/// root, and means none where no root can be.
#[derive(Clone, Copy, Default)]
pub(crate) struct Node {
    pub(crate) symbol: u16,
    pub(crate) child: u16,
    pub(crate) sibling: u16,
    /// The number of the word that ends here, plus 1; 0 for none.
    pub(crate) word: u16,
}

impl Default for Trie {
    fn default() -> Self {
        Self { nodes: vec![Node::default()], symbols: Vec::new(), words: 0 }
    }
}

impl Trie {
    /// The number of words.
    #[cfg(any(test, feature = "inspect"))]
    pub(crate) fn len(&self) -> usize {
        usize::from(self.words)
    }

    /// Every word, with its number.
    #[cfg(feature = "inspect")]
    pub(crate) fn words(&self) -> Vec<(usize, Vec<u16>)> {
        let (mut words, mut open) = (Vec::new(), vec![(0_u16, Vec::new())]);
        while let Some((parent, before)) = open.pop() {
            let mut next = self.nodes.get(usize::from(parent)).map_or(0, |node| node.child);
            while let Some(node) = self.nodes.get(usize::from(next)).filter(|_| next != 0) {
                let mut word = before.clone();
                word.push(node.symbol);
                if let Some(number) = usize::from(node.word).checked_sub(1) {
                    words.push((number, word.clone()));
                }
                open.push((next, word));
                next = node.sibling;
            }
        }
        words
    }

    /// Adds a word, if it is new, and returns its number. `None` if there is no room for it, or if it is
    /// empty.
    pub(crate) fn add(&mut self, word: &[u16]) -> Option<usize> {
        if word.is_empty() || !self.has_room(word) {
            return None;
        }
        let mut here = 0_u16;
        for symbol in word {
            here = self.child(here, *symbol).or_else(|| self.grow(here, *symbol))?;
        }
        let node = self.nodes.get_mut(usize::from(here))?;
        if node.word == 0 {
            self.words = self.words.checked_add(1)?;
            node.word = self.words;
        }
        usize::from(node.word).checked_sub(1)
    }

    /// Whether the word fits even if it shares no prefix with another.
    fn has_room(&mut self, word: &[u16]) -> bool {
        let nodes = self.nodes.len().saturating_add(word.len());
        for symbol in word {
            if let Err(place) = self.symbols.binary_search(symbol) {
                let width = self.symbols.len().saturating_add(2);
                if self.symbols.len() >= SYMBOLS_MAX || nodes.saturating_mul(width) > CELLS_MAX {
                    return false;
                }
                self.symbols.insert(place, *symbol);
            }
        }
        let width = self.symbols.len().saturating_add(1);
        nodes <= STATES_MAX && nodes.saturating_mul(width) <= CELLS_MAX
    }

    fn child(&self, of: u16, symbol: u16) -> Option<u16> {
        let mut here = self.nodes.get(usize::from(of))?.child;
        while here != 0 {
            let node = self.nodes.get(usize::from(here))?;
            if node.symbol == symbol {
                return Some(here);
            }
            here = node.sibling;
        }
        None
    }

    fn grow(&mut self, of: u16, symbol: u16) -> Option<u16> {
        let fresh = u16::try_from(self.nodes.len()).ok()?;
        let parent = self.nodes.get_mut(usize::from(of))?;
        let sibling = std::mem::replace(&mut parent.child, fresh);
        self.nodes.push(Node { symbol, child: 0, sibling, word: 0 });
        Some(fresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    fn add(trie: &mut Trie, word: &str) -> Option<usize> {
        trie.add(&units(word))
    }

    #[test]
    fn words_have_numbers() {
        let mut trie = Trie::default();
        assert_eq!(["wang", "wan", "wang", "王"].map(|word| add(&mut trie, word)), [0, 1, 0, 2].map(Some));
        assert_eq!((trie.len(), add(&mut trie, "")), (3, None));
    }

    #[test]
    fn size_is_limited() {
        let mut trie = Trie::default();
        let many = (0..10_000).filter(|number| add(&mut trie, &format!("{number:04x}")).is_some()).count();
        assert!(many > 4_000 && trie.nodes.len() <= STATES_MAX, "{many}");
        let mut trie = Trie::default();
        let many = ('\u{4E00}'..'\u{5000}').filter(|one| add(&mut trie, &one.to_string()).is_some()).count();
        assert_eq!(many, SYMBOLS_MAX);
        let mut trie = Trie::default();
        for number in 0..3_000_u32 {
            let one = char::from_u32(0x4E00 + number % 150).unwrap();
            add(&mut trie, &format!("{number:05}{one}"));
        }
        assert!(trie.nodes.len() * (trie.symbols.len() + 1) <= CELLS_MAX);
    }
}
