//! User-perceived characters: extended grapheme clusters (Unicode Standard Annex #29).
//!
//! The crate `unicode-segmentation` says what each code point is and where clusters end; its
//! tables are seven times the bytes of these. `cargo xtask codegen` asks it about every code point
//! (`data/graphemes.bin`), and the tests hold the two against each other.

use crate::paged::Paged;
use crate::text::decode;

const TABLE: Paged = Paged { file: include_bytes!("../data/graphemes.bin"), pages: 0x200 };

/// What a code point is for the rules: Grapheme_Cluster_Break, Extended_Pictographic and
/// Indic_Conjunct_Break in one. The numbers of the file.
mod class {
    pub(super) const EXTEND: u8 = 1;
    pub(super) const SPACING_MARK: u8 = 2;
    /// Of a conjunct (InCB=Consonant).
    pub(super) const CONSONANT: u8 = 3;
    pub(super) const PICTOGRAPHIC: u8 = 4;
    /// Extends, and makes a conjunct (InCB=Linker).
    pub(super) const LINKER: u8 = 5;
    pub(super) const CONTROL: u8 = 6;
    pub(super) const PREPEND: u8 = 7;
    pub(super) const HANGUL_L: u8 = 8;
    pub(super) const HANGUL_V: u8 = 9;
    pub(super) const HANGUL_T: u8 = 10;
    pub(super) const REGIONAL: u8 = 11;
    /// The zero-width joiner.
    pub(super) const JOINER: u8 = 12;
    /// Extends, and ends a conjunct (the zero-width non-joiner).
    pub(super) const NON_JOINER: u8 = 13;
    pub(super) const CARRIAGE_RETURN: u8 = 14;
    pub(super) const LINE_FEED: u8 = 15;
    // Not in the file: syllables of Hangul are computed.
    pub(super) const HANGUL_LV: u8 = 16;
    pub(super) const HANGUL_LVT: u8 = 17;
    #[cfg(test)]
    pub(super) const ALL: std::ops::Range<u8> = 0..18;
}
use class::*;

const fn set(classes: &[u8]) -> u32 {
    let (mut set, mut rest) = (0, classes);
    while let [class, others @ ..] = rest {
        set |= 1_u32.wrapping_shl(*class as u32);
        rest = others;
    }
    set
}

/// What never begins a cluster, but after a control character (GB9, GB9a).
const EXTENDING: u32 = set(&[EXTEND, LINKER, JOINER, NON_JOINER, SPACING_MARK]);
/// What is always alone (GB4, GB5).
const CONTROLS: u32 = set(&[CONTROL, CARRIAGE_RETURN, LINE_FEED]);

/// By the class of what stands before: what stays with it, whatever is before that (GB3 to GB9b).
#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const JOINED: [u32; 18] = {
    let mut joined = [EXTENDING; 18];
    joined[CONTROL as usize] = 0;
    joined[LINE_FEED as usize] = 0;
    joined[CARRIAGE_RETURN as usize] = set(&[LINE_FEED]);
    joined[PREPEND as usize] = !CONTROLS;
    joined[HANGUL_L as usize] |= set(&[HANGUL_L, HANGUL_V, HANGUL_LV, HANGUL_LVT]);
    joined[HANGUL_V as usize] |= set(&[HANGUL_V, HANGUL_T]);
    joined[HANGUL_LV as usize] |= set(&[HANGUL_V, HANGUL_T]);
    joined[HANGUL_T as usize] |= set(&[HANGUL_T]);
    joined[HANGUL_LVT as usize] |= set(&[HANGUL_T]);
    joined
};

/// How many clusters the units have, counted up to `enough`.
#[inline(never)]
pub(crate) fn count(units: &[u16], enough: usize) -> usize {
    let mut clusters = Clusters::new();
    decode(units).filter(|character| clusters.begins(*character)).take(enough).count()
}

/// Where clusters begin in a text that is read one code point after the other.
struct Clusters {
    before: u8,
    /// Whether the regional indicator before is the first of a flag.
    half_flag: bool,
    /// 1 after a pictograph and what extends it, 2 after a joiner that follows.
    picture: u8,
    /// 1 after a consonant and what extends it, 2 with a linker among that.
    conjunct: u8,
}

impl Clusters {
    const fn new() -> Self {
        Self { before: CONTROL, half_flag: false, picture: 0, conjunct: 0 }
    }

    /// Reads one more character; whether it begins a cluster.
    fn begins(&mut self, character: char) -> bool {
        self.begins_class(class_of(u32::from(character)))
    }

    fn begins_class(&mut self, class: u8) -> bool {
        let in_flag = class == REGIONAL && self.half_flag;
        let beside = JOINED.get(usize::from(self.before)).copied().unwrap_or(0);
        let joined = beside.wrapping_shr(class.into()) & 1 == 1
            || in_flag
            || (class == PICTOGRAPHIC && self.picture == 2)
            || (class == CONSONANT && self.conjunct == 2);
        self.half_flag = class == REGIONAL && !in_flag;
        self.picture = match (class, self.picture) {
            (PICTOGRAPHIC, _) | (EXTEND | LINKER | NON_JOINER, 1) => 1,
            (JOINER, 1) => 2,
            _ => 0,
        };
        self.conjunct = match (class, self.conjunct) {
            (CONSONANT, _) => 1,
            (LINKER, 1) => 2,
            (EXTEND | LINKER | JOINER, conjunct) => conjunct,
            _ => 0,
        };
        self.before = class;
        !joined
    }
}

fn class_of(code: u32) -> u8 {
    // A syllable is a leading consonant and a vowel, and one of 27 trailing consonants or none.
    if let Some(syllable) = code.checked_sub(0xAC00)
        && syllable < 11_172
    {
        return if syllable.is_multiple_of(28) { HANGUL_LV } else { HANGUL_LVT };
    }
    TABLE.of(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;

    fn ours(text: &str) -> Vec<usize> {
        let mut clusters = Clusters::new();
        text.char_indices().filter(|(_, c)| clusters.begins(*c)).map(|(at, _)| at).collect()
    }

    fn theirs(text: &str) -> Vec<usize> {
        text.grapheme_indices(true).map(|(at, _)| at).collect()
    }

    fn every() -> impl Iterator<Item = char> {
        (0..=0x10_FFFF).filter_map(char::from_u32)
    }

    /// One character of each class.
    fn one_of_each() -> Vec<char> {
        let of = |class: u8| every().find(|c| class_of(u32::from(*c)) == class).unwrap();
        class::ALL.map(of).collect()
    }

    /// All in one text, each with these before and after it.
    fn all_between(all: impl Iterator<Item = char>, before: &str, after: &str) {
        let mut text = String::new();
        for character in all {
            text.extend([before, character.encode_utf8(&mut [0; 4]), after]);
        }
        let (ours, theirs) = (ours(&text), theirs(&text));
        let differs = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
        assert!(ours == theirs, "{before:?} {after:?}: {differs:?}");
    }

    /// One of each class before it and after it.
    #[test]
    fn every_character_of_the_table_beside_every_class() {
        for other in one_of_each() {
            let has_place = |c: &char| *c < '\u{20000}' || ('\u{E0000}'..'\u{E1000}').contains(c);
            all_between(every().filter(has_place), other.encode_utf8(&mut [0; 4]), "");
        }
    }

    /// What comes before it and after it in an emoji sequence, a conjunct and a flag.
    #[test]
    fn every_character_inside_a_sequence() {
        for (before, after) in [("©", "\u{200D}©"), ("क", "क"), ("🇦", "가"), ("가", "")] {
            all_between(every(), before, after);
        }
    }

    #[test]
    fn every_four_classes_in_every_order() {
        let some = one_of_each();
        for a in &some {
            for b in &some {
                for c in &some {
                    for d in &some {
                        let text: String = [a, b, c, d].into_iter().collect();
                        assert_eq!(ours(&text), theirs(&text), "{}", text.escape_unicode());
                    }
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn long_texts(picked in proptest::collection::vec((any::<bool>(), 0..18_usize, any::<char>()), 0..200)) {
            let some = ['a', '\u{300}', '\u{903}', 'क', '\u{94D}', '👍', '🏽', '\u{200D}', '\u{200C}', '🇨',
                '\u{600}', 'ᄀ', 'ᅡ', 'ᆨ', '가', '각', '\r', '\n'];
            let text: String = picked
                .into_iter()
                .map(|(known, index, any)| if known { some[index] } else { any })
                .collect();
            prop_assert_eq!(ours(&text), theirs(&text));
        }
    }
}
