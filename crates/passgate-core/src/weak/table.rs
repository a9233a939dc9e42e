//! Texts by length and then in order, each as what differs from the one before.

use super::reader::Reader;

/// Texts have up to so many characters.
const LONGEST: usize = 16;
/// After so many entries one is written in full, so that the search can begin there.
const BLOCK: usize = 64;
/// An entry with so many affixes or more has their number before them.
const MANY: usize = 15;

/// How long the parts of a table are.
#[derive(Clone, Copy)]
pub(super) struct Lengths {
    blocks: usize,
    headers: usize,
    text: usize,
    affixes: usize,
}

impl Lengths {
    pub(super) fn read(bytes: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            blocks: bytes.number()?,
            headers: bytes.number()?,
            text: bytes.number()?,
            affixes: bytes.number()?,
        })
    }
}

#[derive(Clone, Copy)]
pub(super) struct Table<'d> {
    /// For each length from 0, and once more for the end: its first entry and its first block.
    starts: &'d [[u8; 4]],
    /// For each block: where its text and its affixes begin.
    blocks: &'d [[u8; 4]],
    /// For each entry: how much it shares with the one before, and how many affixes it has.
    headers: &'d [u8],
    /// What each entry does not share.
    text: &'d [u8],
    /// Each entry's affixes, by number.
    affixes: &'d [u8],
}

impl<'d> Table<'d> {
    pub(super) fn read(bytes: &mut Reader<'d>, lengths: Lengths) -> Option<Self> {
        Some(Self {
            starts: bytes.records(LONGEST.saturating_add(2))?,
            blocks: bytes.records(lengths.blocks.div_euclid(4))?,
            headers: bytes.take(lengths.headers)?,
            text: bytes.take(lengths.text)?,
            affixes: bytes.take(lengths.affixes)?,
        })
    }

    /// The affixes of this text, if it is an entry: the block it can be in by halving, and then
    /// along the block.
    pub(super) fn find(&self, wanted: &[u8]) -> Option<&'d [u8]> {
        let length = wanted.len();
        let (first, first_block) = pair(self.starts.get(length)?);
        let (end, end_block) = pair(self.starts.get(length.saturating_add(1))?);
        let blocks = self.blocks.get(first_block..end_block)?;
        let is_before = |block: &[u8; 4]| {
            let (text, _) = pair(block);
            self.text.get(text..text.saturating_add(length)).is_some_and(|whole| whole <= wanted)
        };
        let block = blocks.partition_point(is_before).checked_sub(1)?;
        let from = first.saturating_add(block.saturating_mul(BLOCK));
        let headers = self.headers.get(from..from.saturating_add(BLOCK).min(end))?;
        let (mut text, mut affixes) = pair(blocks.get(block)?);
        // How much of the text the entry before shares.
        let mut matched = 0;
        for header in headers {
            let shared = usize::from(header >> 4);
            let mut many = usize::from(header & 0xf);
            if many == MANY {
                many = usize::from(*self.affixes.get(affixes)?);
                affixes = affixes.saturating_add(1);
            }
            // An entry that shares more with the one before than the text does comes before the
            // text, too; one that shares less comes after it.
            if shared < matched {
                return None;
            }
            let own = length.saturating_sub(shared);
            if shared == matched {
                let same = common(self.text.get(text..)?, wanted.get(shared..)?);
                if same == own {
                    return self.affixes.get(affixes..affixes.saturating_add(many));
                }
                matched = shared.saturating_add(same);
                if self.text.get(text.saturating_add(same)) > wanted.get(matched) {
                    return None;
                }
            }
            text = text.saturating_add(own);
            affixes = affixes.saturating_add(many);
        }
        None
    }

    /// Every entry with its affixes, read one after the other without searching.
    #[cfg(test)]
    #[expect(clippy::arithmetic_side_effects, reason = "a test may stop")]
    pub(super) fn entries(&self) -> Vec<(String, Vec<u8>)> {
        let (mut text, mut affixes, mut entries) = (0, 0, Vec::new());
        for length in 0..=LONGEST {
            let mut entry: Vec<u8> = Vec::new();
            for header in &self.headers[pair(&self.starts[length]).0..pair(&self.starts[length + 1]).0] {
                let (shared, mut many) = (usize::from(header >> 4), usize::from(header & 0xf));
                if many == MANY {
                    many = usize::from(self.affixes[affixes]);
                    affixes += 1;
                }
                entry.truncate(shared);
                entry.extend(&self.text[text..text + length - shared]);
                entries.push((
                    String::from_utf8(entry.clone()).unwrap(),
                    self.affixes[affixes..affixes + many].to_vec(),
                ));
                text += length - shared;
                affixes += many;
            }
        }
        assert_eq!((text, affixes), (self.text.len(), self.affixes.len()));
        entries
    }
}

fn pair(record: &[u8; 4]) -> (usize, usize) {
    let [a, b, c, d] = *record;
    (usize::from(u16::from_le_bytes([a, b])), usize::from(u16::from_le_bytes([c, d])))
}

/// How many characters both begin with.
fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}
