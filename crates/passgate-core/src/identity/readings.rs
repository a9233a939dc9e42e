//! From a Han character to its readings, searched in the bytes of `data/names.bin` where they
//! lie: nothing is built.
//!
//! The file, numbers little-endian:
//!
//! | what | bytes |
//! |---|---|
//! | `PGN` and the version | 4 |
//! | FNV-1a of all that follows | 4 |
//! | the lengths of the six sections | 6 × 2 |
//! | spelling: beginnings of syllables, `,` between, `\n`; ends likewise, `\n`; then 5 bytes a beginning, one bit an end, of the frequent syllables; the same of the rare ones | |
//! | codes: of U+4E00 to U+9FFF, of the places, of the surnames: 0 none, 1 to 254 a frequent syllable, 255 the next rare one | |
//! | rare: which rare syllable, for each 255 in turn | |
//! | places: for each further code the distance to its character from the one before; a character of the block stands here with its second reading on | |
//! | unified: for each compatibility ideograph (`RANGES`) 0, or the folded distance of the character it stands for from the one before, plus one | |
//! | surnames: distance of the first character; how many readings, plus 8 if a second character follows | |
//!
//! Distances are variable-length integers, seven bits a byte, the low ones first.

use crate::identity::numbers::Numbers;
use crate::identity::syllable::Syllable;

const MAGIC: &[u8] = b"PGN\x01";
const SECTIONS: usize = 6;
const BLOCK_FIRST: u32 = 0x4E00;
const BLOCK_LENGTH: usize = 0x5200;
const ESCAPE: u8 = 255;
const MASK_BYTES: usize = 5;
const COMPOUND: u8 = 8;
/// Kangxi radicals, compatibility ideographs and their supplement: first and how many.
const RANGES: [(u32, u32); 3] = [(0x2F00, 0xD6), (0xF900, 0x1DA), (0x2F800, 0x21E)];

/// The table. Any bytes may be given; what is not the table is refused, and a table that is wrong
/// in itself gives wrong readings or none.
#[derive(Clone, Copy)]
pub(crate) struct Readings<'d> {
    spelling: &'d [u8],
    codes: &'d [u8],
    rare: &'d [u8],
    places: &'d [u8],
    unified: &'d [u8],
    surnames: &'d [u8],
}

/// The beginning of a name that is its surname.
#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Surname {
    /// One or two; none of an empty name.
    pub(crate) characters: usize,
    /// What its characters are read as in this surname, the commonest first; nothing of those
    /// that are read as anywhere else.
    pub(crate) readings: Vec<Vec<Syllable>>,
}

impl<'d> Readings<'d> {
    /// The table in these bytes; none if they are not one, are cut short or were changed.
    pub(crate) fn new(bytes: &'d [u8]) -> Option<Self> {
        let (checksum, body) = bytes.strip_prefix(MAGIC)?.split_at_checked(4)?;
        (u32::from_le_bytes(checksum.try_into().ok()?) == fnv(body)).then(|| Self::unchecked(bytes))?
    }

    /// The same without looking whether they were changed.
    fn unchecked(bytes: &'d [u8]) -> Option<Self> {
        let (_, body) = bytes.strip_prefix(MAGIC)?.split_at_checked(4)?;
        let (lengths, mut rest) = body.split_at_checked(SECTIONS.saturating_mul(2))?;
        let mut sections = [&[] as &[u8]; SECTIONS];
        for (section, length) in sections.iter_mut().zip(lengths.chunks_exact(2)) {
            let length = usize::from(u16::from_le_bytes(length.try_into().ok()?));
            (*section, rest) = rest.split_at_checked(length)?;
        }
        let [spelling, codes, rare, places, unified, surnames] = sections;
        (rest.is_empty() && codes.len() >= BLOCK_LENGTH).then_some(Self {
            spelling,
            codes,
            rare,
            places,
            unified,
            surnames,
        })
    }

    /// The character that a compatibility ideograph or a Kangxi radical stands for; any other as
    /// it is.
    pub(crate) fn unified(&self, character: char) -> char {
        let mut before = 0_usize;
        for (first, length) in RANGES {
            match u32::from(character).checked_sub(first) {
                Some(offset) if offset < length => {
                    let offset = usize::try_from(offset).unwrap_or(usize::MAX);
                    return self.target(before.saturating_add(offset)).unwrap_or(character);
                }
                _ => before = before.saturating_add(usize::try_from(length).unwrap_or_default()),
            }
        }
        character
    }

    fn target(&self, index: usize) -> Option<char> {
        let mut target = 0_u32;
        let mut found = false;
        for number in Numbers::of(self.unified).take(index.saturating_add(1)) {
            found = number != 0;
            if let Some(folded) = number.checked_sub(1) {
                target = target.wrapping_add((folded >> 1) ^ (folded & 1).wrapping_neg());
            }
        }
        if found { char::from_u32(target) } else { None }
    }

    /// The readings of a character, most plausible in a given name first; none of what is no Han
    /// character or has no place in the table.
    pub(crate) fn of_character(&self, character: char) -> Vec<Syllable> {
        let mut readings = Vec::new();
        let place = u32::from(character);
        let in_block = place.checked_sub(BLOCK_FIRST).and_then(|offset| usize::try_from(offset).ok());
        if let Some(offset) = in_block.filter(|offset| *offset < BLOCK_LENGTH) {
            readings.extend(self.syllable(offset));
        }
        let mut here = 0_u32;
        for (distance, code) in Numbers::of(self.places).zip(BLOCK_LENGTH..) {
            here = here.saturating_add(distance);
            if here > place {
                break;
            }
            if here == place {
                readings.extend(self.syllable(code));
            }
        }
        readings
    }

    /// How much of the name is its surname, and how that is read. A surname of two characters
    /// needs a third for the given name.
    pub(crate) fn surname(&self, name: &[char]) -> Surname {
        let Some(&first) = name.first() else {
            return Surname::default();
        };
        let second = name.get(1).filter(|_| name.len() > 2);
        let mut single = Surname { characters: 1, readings: Vec::new() };
        let mut code = BLOCK_LENGTH.saturating_add(Numbers::of(self.places).count());
        let mut here = BLOCK_FIRST;
        let mut numbers = Numbers::of(self.surnames);
        while let (Some(distance), Some(kind)) = (numbers.next(), numbers.next()) {
            here = here.saturating_add(distance);
            let kind = u8::try_from(kind).unwrap_or_default();
            let readings = usize::from(kind & COMPOUND.wrapping_sub(1));
            let next_code = code.saturating_add(readings);
            let is_first = here == u32::from(first);
            if kind & COMPOUND == 0 {
                if is_first {
                    single.readings =
                        vec![(code..next_code).filter_map(|code| self.syllable(code)).collect()];
                }
            } else {
                let follows = numbers.next().map(|second| second.saturating_add(BLOCK_FIRST));
                if is_first && second.is_some_and(|&second| Some(u32::from(second)) == follows) {
                    let each = (code..next_code).map(|code| self.syllable(code).into_iter().collect());
                    return Surname { characters: 2, readings: each.collect() };
                }
            }
            code = next_code;
        }
        single
    }

    /// The syllable of a code; none if it has none.
    fn syllable(&self, index: usize) -> Option<Syllable> {
        let code = *self.codes.get(index)?;
        let frequent = usize::from(code).checked_sub(1)?;
        if code != ESCAPE {
            return self.spelled(false, frequent);
        }
        let before = self.codes.get(..index)?.iter().filter(|code| **code == ESCAPE).count();
        self.spelled(true, usize::from(*self.rare.get(before)?))
    }

    /// The syllable whose bit is the `index`th one set.
    fn spelled(&self, rare: bool, mut index: usize) -> Option<Syllable> {
        let mut lines = self.spelling.splitn(3, |byte| *byte == b'\n');
        let (initials, finals, masks) = (lines.next()?, lines.next()?, lines.next()?);
        let initials = initials.split(|byte| *byte == b',');
        let row_bytes = if rare { initials.clone().count().checked_mul(MASK_BYTES)? } else { 0 };
        for (initial, row) in initials.zip(masks.get(row_bytes..)?.chunks_exact(MASK_BYTES)) {
            for (end, byte) in finals.split(|byte| *byte == b',').enumerate() {
                let bits = *row.get(end >> 3)?;
                if (bits >> (end & 7)) & 1 == 1 {
                    match index.checked_sub(1) {
                        None => return Syllable::of(initial, byte),
                        Some(rest) => index = rest,
                    }
                }
            }
        }
        None
    }
}

/// FNV-1a, 32 bits: enough to notice what was cut or mixed up on its way.
fn fnv(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pinyin::ToPinyinMulti;
    use proptest::prelude::*;

    use super::*;

    const FILE: &[u8] = include_bytes!("../../data/names.bin");

    fn table() -> Readings<'static> {
        Readings::new(FILE).unwrap()
    }

    fn read(character: char) -> Vec<String> {
        table().of_character(character).iter().map(|syllable| syllable.as_str().to_owned()).collect()
    }

    fn of_the_crate(character: char) -> Vec<String> {
        let every = character.to_pinyin_multi().into_iter().flatten();
        every.map(|pinyin| pinyin.plain().replace('ü', "v")).collect()
    }

    #[test]
    fn the_most_plausible_first() {
        for (character, expected) in [
            ('明', &["ming"][..]),
            ('吕', &["lv"]),
            ('略', &["lve"]),
            ('二', &["er"]),
            ('〇', &["ling"]),
            ('䶮', &["yan"]),
            ('𬭚', &["chun", "dui"]),
            ('单', &["dan", "chan", "shan"]),
            ('單', &["dan", "chan", "shan"]),
            ('长', &["chang", "zhang"]),
            ('筠', &["yun", "jun"]),
            ('亨', &["heng"]),
            ('但', &["dan"]),
            ('红', &["hong"]),
            ('a', &[]),
            ('\u{10FFFF}', &[]),
        ] {
            assert_eq!(read(character), expected, "{character}");
        }
    }

    /// Against the crate the table is made from: nothing is made up, and nothing it reads first
    /// is lost, with the exceptions by name.
    #[test]
    fn what_the_crate_reads_first_is_kept() {
        let (mut covered, mut lost, mut more) = (0, String::new(), String::new());
        let mut places: BTreeSet<u32> = (BLOCK_FIRST..).take(BLOCK_LENGTH).collect();
        places.extend(Numbers::of(table().places).scan(0, |here, distance| {
            *here += distance;
            Some(*here)
        }));
        for character in places.into_iter().filter_map(char::from_u32) {
            let (ours, theirs) = (read(character), of_the_crate(character));
            if ours.is_empty() {
                continue;
            }
            covered += 1;
            if theirs.first().is_some_and(|first| !ours.contains(first)) {
                lost.push(character);
            }
            if !theirs.is_empty() && ours.iter().any(|reading| !theirs.contains(reading)) {
                more.push(character);
            }
        }
        assert!(covered > 13_500, "{covered}");
        // 似 shi, 佛 fu, 卜 bo, 琢 zuo, 还 hai: words, not names.
        assert_eq!(lost, "似佛卜琢还還");
        // 㴔 ji, 剎 cha, 吶 ne, 欸 ei, 沒 mo, 說 yue: dictionaries of today have what the crate lacks.
        assert_eq!(more, "㴔剎吶欸沒說");
    }

    #[test]
    fn surnames_before_all_else() {
        for (name, characters, expected) in [
            ("单雄信", 1, "shan dan"),
            ("單雄信", 1, "shan dan"),
            ("谌龙", 1, "chen shen"),
            ("諶龍", 1, "chen shen"),
            ("黑大", 1, "he hei"),
            ("解晓东", 1, "xie jie"),
            ("繆賢", 1, "miao mu mou"),
            ("尉迟恭", 2, "yu|chi"),
            ("尉遲恭", 2, "yu|chi"),
            ("万俟卨", 2, "mo|qi"),
            ("萬俟卨", 2, "mo|qi"),
            ("單于冒", 2, "chan|yu"),
            ("子车奄", 2, "zi|ju"),
            ("欧阳锋", 2, ""),
            ("欧阳", 1, ""),
            ("尉迟", 1, ""),
            ("王小明", 1, ""),
            ("长孙", 1, "zhang chang"),
            ("小", 1, ""),
            ("", 0, ""),
        ] {
            let surname = table().surname(&name.chars().collect::<Vec<_>>());
            let each = surname
                .readings
                .iter()
                .map(|readings| readings.iter().map(Syllable::as_str).collect::<Vec<_>>().join(" "));
            assert_eq!(surname.characters, characters, "{name}");
            assert_eq!(each.collect::<Vec<_>>().join("|"), expected, "{name}");
        }
    }

    #[test]
    fn compatibility_ideographs_and_radicals() {
        for (character, expected) in [
            ('\u{FA19}', '神'),
            ('\u{F9E1}', '李'),
            ('\u{F90A}', '金'),
            ('\u{F900}', '豈'),
            ('\u{FA30}', '侮'),
            ('\u{2F00}', '一'),
            ('\u{2F5F}', '玉'),
            ('\u{2FD5}', '龠'),
            ('\u{2F800}', '丽'),
            ('\u{FA0E}', '\u{FA0E}'),
            ('\u{2FD6}', '\u{2FD6}'),
            ('明', '明'),
            ('a', 'a'),
        ] {
            assert_eq!(table().unified(character), expected, "{character}");
        }
    }

    #[test]
    fn what_is_not_the_table_is_refused() {
        for length in 0..FILE.len() {
            // Not all 29,000 lengths: each is hashed from its beginning.
            if length < 64 || length % 101 == 0 || length + 64 > FILE.len() {
                assert!(Readings::new(&FILE[..length]).is_none(), "{length}");
            }
        }
        for place in (0..FILE.len()).step_by(211).chain(0..24) {
            let mut changed = FILE.to_vec();
            changed[place] ^= 0x10;
            assert!(Readings::new(&changed).is_none(), "{place}");
        }
        assert!(Readings::new(&[FILE, &[0]].concat()).is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_as_data(bytes in prop::collection::vec(any::<u8>(), 0..2_000), name in "\\PC{0,8}") {
            ask(Readings::new(&bytes), &name);
            ask(Readings::unchecked(&[b"PGN\x01----", bytes.as_slice()].concat()), &name);
        }

        #[test]
        fn a_table_that_is_wrong_in_itself(
            changes in prop::collection::vec((20..FILE.len(), any::<u8>()), 1..200),
            from in 20..FILE.len(),
            name in "[\u{2F00}-\u{2FD5}\u{3400}-\u{9FFF}\u{F900}-\u{FAD9}\u{20000}-\u{2FA1D}]{1,6}",
        ) {
            let mut file = FILE.to_vec();
            for (place, byte) in changes {
                file[place] = byte;
            }
            let filled = file.clone();
            ask(Readings::unchecked(&filled), &name);
            file[from..].fill(0xFF);
            ask(Readings::unchecked(&file), &name);
        }
    }

    fn ask(readings: Option<Readings<'_>>, name: &str) {
        let Some(readings) = readings else { return };
        let characters: Vec<char> = name.chars().map(|character| readings.unified(character)).collect();
        assert!(readings.surname(&characters).characters <= 2);
        for character in characters {
            for syllable in readings.of_character(character) {
                assert!(!syllable.as_str().is_empty());
            }
        }
    }
}
