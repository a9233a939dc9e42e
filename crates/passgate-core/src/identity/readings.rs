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
//! | spelling: 24 beginnings of syllables, 2 bytes each; 5 bytes a beginning, one bit an end, of the frequent syllables; the same of the rare ones; the ends, 4 bytes each; 0 is no letter | |
//! | codes: of U+4E00 to U+9FFF, of the places, of the surnames: 0 none, 1 to 254 a frequent syllable, 255 the next rare one | |
//! | rare: which rare syllable, for each 255 in turn | |
//! | places: for each further code the distance to its character from the one before; a character of the block stands here with its second reading on | |
//! | unified: for each compatibility ideograph (`RANGES`) 0, or the folded distance of the character it stands for from the one before, plus one | |
//! | surnames: distance of the first character; how many readings, plus 8 if a second character follows | |
//!
//! Distances are variable-length integers, seven bits a byte, the low ones first.

use std::ops::Range;

use crate::identity::numbers::Numbers;
use crate::identity::syllable::Syllable;

const MAGIC: &[u8] = b"PGN\x02";
const SECTIONS: usize = 6;
const BLOCK_FIRST: u32 = 0x4E00;
const BLOCK_LENGTH: usize = 0x5200;
const ESCAPE: u8 = 255;
const INITIALS: usize = 24;
const INITIAL_BYTES: usize = 2;
const MASK_BYTES: usize = 5;
const FINAL_BYTES: usize = 4;
const COMPOUND: u32 = 8;
/// Kangxi radicals and compatibility ideographs: first and how many.
const RANGES: [(u32, u32); 2] = [(0x2F00, 0xD6), (0xF900, 0x1DA)];

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
    /// The codes of what it is read as: of one character every reading, the commonest first; of
    /// two one of each. Empty where it is read as anywhere else.
    codes: Range<usize>,
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
        let (lengths, mut rest) = body.split_at_checked(SECTIONS.wrapping_mul(2))?;
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
        let mut before = 0_u32;
        for (first, length) in RANGES {
            let offset = u32::from(character).wrapping_sub(first);
            if offset < length {
                return self.target(before.wrapping_add(offset) as usize).unwrap_or(character);
            }
            before = before.wrapping_add(length);
        }
        character
    }

    fn target(&self, index: usize) -> Option<char> {
        let mut target = 0_u32;
        let mut last = 0;
        for number in Numbers::of(self.unified).take(index.wrapping_add(1)) {
            last = number;
            if number != 0 {
                let folded = number.wrapping_sub(1);
                target = target.wrapping_add((folded >> 1) ^ (folded & 1).wrapping_neg());
            }
        }
        if last == 0 { None } else { char::from_u32(target) }
    }

    /// Adds the readings of a character, most plausible in a given name first, to those from
    /// `begin` on where they are not among them; none of what is no Han character or has no place
    /// in the table.
    pub(crate) fn add_of_character(&self, character: char, begin: usize, readings: &mut Vec<Syllable>) {
        let place = u32::from(character);
        let mut code = place.wrapping_sub(BLOCK_FIRST) as usize;
        if code < BLOCK_LENGTH {
            self.add(code, begin, readings);
        }
        code = BLOCK_LENGTH;
        let mut here = 0_u32;
        for distance in Numbers::of(self.places) {
            here = here.wrapping_add(distance);
            if here == place {
                self.add(code, begin, readings);
            }
            code = code.wrapping_add(1);
        }
    }

    /// Adds the readings that the character at this place of the name has in its surname, the
    /// commonest first.
    pub(crate) fn add_of_surname(&self, surname: &Surname, at: usize, readings: &mut Vec<Syllable>) {
        let begin = readings.len();
        let Range { start, end } = surname.codes;
        let wanted = match surname.characters {
            1 if at == 0 => start..end,
            2 if at < end.wrapping_sub(start) => {
                start.wrapping_add(at)..start.wrapping_add(at).wrapping_add(1)
            }
            _ => return,
        };
        for code in wanted {
            self.add(code, begin, readings);
        }
    }

    /// Adds the reading of a code if it is not there from `begin` on.
    #[inline(never)]
    fn add(&self, code: usize, begin: usize, readings: &mut Vec<Syllable>) {
        if let Some(reading) = self.syllable(code)
            && !readings.get(begin..).unwrap_or_default().contains(&reading)
        {
            readings.push(reading);
        }
    }

    /// How much of the name is its surname, and how that is read. A surname of two characters
    /// needs a third for the given name.
    pub(crate) fn surname(&self, name: &[char]) -> Surname {
        let Some(&first) = name.first() else {
            return Surname::default();
        };
        let second = name.get(1).filter(|_| name.len() > 2).map(|second| u32::from(*second));
        let mut single = Surname { characters: 1, codes: 0..0 };
        let mut code = BLOCK_LENGTH.wrapping_add(Numbers::of(self.places).count());
        let mut here = BLOCK_FIRST;
        let mut numbers = Numbers::of(self.surnames);
        while let (Some(distance), Some(kind)) = (numbers.next(), numbers.next()) {
            here = here.wrapping_add(distance);
            let codes = code..code.wrapping_add((kind & COMPOUND.wrapping_sub(1)) as usize);
            code = codes.end;
            let is_first = here == u32::from(first);
            if kind & COMPOUND == 0 {
                if is_first {
                    single.codes = codes;
                }
            } else {
                let follows = numbers.next().map(|second| second.wrapping_add(BLOCK_FIRST));
                if is_first && second.is_some() && second == follows {
                    return Surname { characters: 2, codes };
                }
            }
        }
        single
    }

    /// The syllable of a code; none if it has none.
    fn syllable(&self, index: usize) -> Option<Syllable> {
        let code = *self.codes.get(index)?;
        let frequent = usize::from(code).checked_sub(1)?;
        if code != ESCAPE {
            return self.spelled(0, frequent);
        }
        let before = self.codes.get(..index)?.iter().filter(|code| **code == ESCAPE).count();
        self.spelled(INITIALS, usize::from(*self.rare.get(before)?))
    }

    /// The syllable whose bit is the `index`th one set, from a row on.
    fn spelled(&self, row: usize, mut index: usize) -> Option<Syllable> {
        let (initials, rest) = self.spelling.split_at_checked(INITIALS.wrapping_mul(INITIAL_BYTES))?;
        let (masks, finals) = rest.split_at_checked(INITIALS.wrapping_mul(MASK_BYTES).wrapping_mul(2))?;
        let rows = masks.as_chunks::<MASK_BYTES>().0.get(row..)?;
        for (initial, row) in initials.as_chunks::<INITIAL_BYTES>().0.iter().zip(rows) {
            for (end, letters) in finals.as_chunks::<FINAL_BYTES>().0.iter().enumerate() {
                if (row.get(end >> 3)? >> (end & 7)) & 1 == 1 {
                    match index.checked_sub(1) {
                        None => return Syllable::of(initial, letters),
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
        let mut readings = Vec::new();
        table().add_of_character(character, 0, &mut readings);
        readings.iter().map(Syllable::text).collect()
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
        assert!(covered > 11_800, "{covered}");
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
            let each = (0..surname.characters).map(|at| {
                let mut readings = Vec::new();
                table().add_of_surname(&surname, at, &mut readings);
                readings.iter().map(Syllable::text).collect::<Vec<_>>().join(" ")
            });
            assert_eq!(surname.characters, characters, "{name}");
            assert_eq!(each.collect::<Vec<_>>().join("|").trim_matches('|'), expected, "{name}");
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
            ('\u{2F800}', '\u{2F800}'),
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
            ask(Readings::unchecked(&[b"PGN\x02----", bytes.as_slice()].concat()), &name);
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
        let surname = readings.surname(&characters);
        assert!(surname.characters <= 2);
        let mut found = Vec::new();
        for (at, character) in characters.into_iter().enumerate() {
            readings.add_of_surname(&surname, at, &mut found);
            readings.add_of_character(character, 0, &mut found);
        }
        assert!(found.iter().all(|syllable| !syllable.text().is_empty()));
    }
}
