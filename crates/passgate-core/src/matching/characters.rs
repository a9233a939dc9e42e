//! Classifies characters for the rules: the category that a character counts as, and the kind that names it
//! where it is not allowed.
//!
//! `sort_by_definition` classifies a character in Unicode's terms. `cargo xtask codegen` calls it for every
//! code point and packs the results into `data/characters.bin`, which takes half the bytes of the Unicode
//! tables behind it. The file contains the code points from U+0000 on as runs with the same class: the number
//! of runs (two bytes, little-endian), the class of each run, then their lengths in LEB128. The class of the
//! code points after the last run is 0.

use std::sync::OnceLock;

use crate::document::{CharacterKind, Word as _};
use crate::matching::{Numbers, section};

/// The class of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The kind, which names the character where it is not allowed.
    pub kind: CharacterKind,
    /// The category that the character counts as.
    pub category: Category,
}

/// Unicode's general category, as far as a rule needs it. The file uses these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Visible, but neither letter nor digit: punctuation, symbols, pictures, marks.
    Symbol,
    /// A letter without case, such as a Han character.
    Letter,
    /// A lower-case letter.
    Lower,
    /// An upper-case letter.
    Upper,
    /// A digit or another number.
    Digit,
    /// Invisible: controls, white space, format characters and fillers; also the characters that stand for
    /// invalid text.
    Unseen,
}

const CATEGORIES: [Category; 6] =
    [Category::Symbol, Category::Letter, Category::Lower, Category::Upper, Category::Digit, Category::Unseen];

/// Plane 14: tags and variation selectors.
const TAGS_FIRST: char = '\u{E0000}';
const TAGS_LAST: char = '\u{E0FFF}';
const TAG: Sort = Sort { kind: CharacterKind::ZeroWidth, category: Category::Unseen };

/// The class of every code point up to the last run, unpacked on first use: 205 KiB, so that classifying a
/// character is one table look-up.
static TABLE: OnceLock<Vec<u8>> = OnceLock::new();

#[inline(never)]
fn unpacked() -> Vec<u8> {
    let mut table = Vec::new();
    if let Some((numbers, lengths)) = section(include_bytes!("../../data/characters.bin")) {
        for (number, length) in numbers.iter().zip(Numbers::of(lengths)) {
            table.resize(table.len().saturating_add(length as usize), *number);
        }
    }
    table
}

impl Sort {
    pub(crate) fn of(character: char) -> Self {
        if let Ok(byte) = u8::try_from(character)
            && byte.is_ascii()
        {
            return Self::of_ascii(byte);
        }
        let table = TABLE.get_or_init(unpacked);
        if matches!(character, TAGS_FIRST..=TAGS_LAST) {
            return TAG;
        }
        let number = table.get(character as usize).copied().unwrap_or(0);
        let category = CATEGORIES.get(usize::from(number >> 4)).copied().unwrap_or(Category::Symbol);
        let kind = CharacterKind::of(u32::from(number & 0xF)).unwrap_or(CharacterKind::Other);
        Self { kind, category }
    }

    const fn of_ascii(byte: u8) -> Self {
        let (kind, category) = match byte {
            b' ' => (CharacterKind::Space, Category::Unseen),
            b'a'..=b'z' => (CharacterKind::Other, Category::Lower),
            b'A'..=b'Z' => (CharacterKind::Other, Category::Upper),
            b'0'..=b'9' => (CharacterKind::Other, Category::Digit),
            b'!'..=b'~' => (CharacterKind::Other, Category::Symbol),
            _ => (CharacterKind::Control, Category::Unseen),
        };
        Self { kind, category }
    }

    /// The class as a byte of the file.
    #[cfg(feature = "schema")]
    pub const fn number(self) -> u8 {
        self.kind as u8 | (self.category as u8) << 4
    }

    /// Whether it is a letter or a digit of any script.
    pub(crate) const fn is_letter(self) -> bool {
        !matches!(self.category, Category::Symbol | Category::Unseen)
    }

    pub(crate) const fn is_symbol(self) -> bool {
        matches!(self.category, Category::Symbol)
    }
}

/// Whether a character is invisible: a control, white space, a bidirectional control, a joiner, a filler.
pub(crate) fn is_unseen(character: char) -> bool {
    Sort::of(character).category == Category::Unseen
}

/// The class of a character, by Unicode 17.
#[cfg(any(test, feature = "schema"))]
pub fn sort_by_definition(character: char) -> Sort {
    let kind = kind(character);
    let category = match kind {
        CharacterKind::IdeographicSpace
        | CharacterKind::ZeroWidth
        | CharacterKind::BidiControl
        | CharacterKind::Control
        | CharacterKind::Space => Category::Unseen,
        _ if matches!(character, EMOJI_STYLE | '\u{FFF9}'..='\u{FFFD}') => Category::Unseen,
        _ if character.is_lowercase() => Category::Lower,
        _ if character.is_uppercase() => Category::Upper,
        _ if character.is_alphabetic() => Category::Letter,
        _ if character.is_numeric() => Category::Digit,
        _ => Category::Symbol,
    };
    Sort { kind, category }
}

/// U+FE0F, which asks for the emoji form of the character before it. It is as invisible as any other
/// variation selector, but it shows which keyboard typed it.
#[cfg(any(test, feature = "schema"))]
const EMOJI_STYLE: char = '\u{FE0F}';

/// The kind of a character. Bidirectional controls: UAX #9, section 2. Invisible characters: controls, white
/// space, format characters and fillers.
#[cfg(any(test, feature = "schema"))]
fn kind(character: char) -> CharacterKind {
    match character {
        '\u{3000}' => CharacterKind::IdeographicSpace,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            CharacterKind::BidiControl
        }
        _ if character.is_control() => CharacterKind::Control,
        _ if character.is_whitespace() => CharacterKind::Space,
        EMOJI_STYLE => CharacterKind::Emoji,
        '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' => CharacterKind::ZeroWidth,
        '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{206F}' => {
            CharacterKind::ZeroWidth
        }
        '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' => {
            CharacterKind::ZeroWidth
        }
        '\u{1D173}'..='\u{1D17A}' | TAGS_FIRST..=TAGS_LAST => CharacterKind::ZeroWidth,
        _ if character.is_ascii() => CharacterKind::Other,
        // Before the blocks of punctuation, because they contain letters (々, 〇) too.
        ..'\u{3040}' if character.is_alphanumeric() && !is_picture(character) => CharacterKind::OtherScript,
        _ if is_full_width(character) => CharacterKind::FullWidth,
        _ if is_smart(character) => CharacterKind::SmartPunctuation,
        _ if is_picture(character) => CharacterKind::Emoji,
        _ if character.is_alphanumeric() || is_accent(character) => CharacterKind::OtherScript,
        _ => CharacterKind::Other,
    }
}

/// Whether the character is a full-width form or punctuation of a Chinese keyboard, including its small,
/// vertical and half-width forms: the blocks CJK Symbols and Punctuation, Halfwidth and Fullwidth Forms,
/// Vertical Forms, CJK Compatibility Forms and Small Form Variants; the old angle brackets, which are
/// canonically equivalent to those of the first block; and U+00A5, the ￥ of Apple's Chinese keyboards.
#[cfg(any(test, feature = "schema"))]
const fn is_full_width(character: char) -> bool {
    matches!(character, '\u{A5}' | '\u{2329}' | '\u{232A}' | '\u{3001}'..='\u{303F}'
        | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF64}' | '\u{FFE0}'..='\u{FFE6}')
}

/// Whether Chinese keyboards or the smart punctuation of Apple, Microsoft and Google produce the character
/// instead of `"`, `'`, `-` or dots: every character with Unicode's property Quotation_Mark or Dash (UAX #44,
/// `PropList.txt`) that is not [`is_full_width`]; ellipses, leaders and doubled `!` and `?`, whose NFKC is
/// ASCII; primes and the acute accent, which replace quotation marks; and the characters used as the middle
/// dot between the parts of a name (GB/T 15834-2011, 4.14: 间隔号).
#[cfg(any(test, feature = "schema"))]
const fn is_smart(character: char) -> bool {
    let quotation = matches!(character, '\u{AB}' | '\u{BB}' | '\u{2018}'..='\u{201F}' | '\u{2039}'
        | '\u{203A}' | '\u{275B}'..='\u{2760}' | '\u{2E42}' | '\u{1F676}'..='\u{1F678}');
    let dash = matches!(
        character,
        '\u{58A}' | '\u{5BE}' | '\u{1400}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2053}'
                | '\u{207B}'
                | '\u{208B}'
                | '\u{2212}'
                | '\u{2E17}'
                | '\u{2E1A}'
                | '\u{2E3A}'
                | '\u{2E3B}'
                | '\u{2E40}'
                | '\u{2E5D}'
                | '\u{30A0}'
                | '\u{10D6E}'
                | '\u{10EAD}'
    );
    let ellipsis = matches!(character, '\u{2024}'..='\u{2026}' | '\u{203C}' | '\u{2047}'..='\u{2049}'
        | '\u{22EE}'..='\u{22F1}');
    let prime = matches!(character, '\u{B4}' | '\u{2032}'..='\u{2037}' | '\u{2057}');
    let dot = matches!(
        character,
        '\u{B7}'
            | '\u{387}'
            | '\u{16EB}'
            | '\u{2022}'
            | '\u{2023}'
            | '\u{2027}'
            | '\u{2219}'
            | '\u{22C5}'
            | '\u{2E31}'
            | '\u{2E33}'
            | '\u{30FB}'
            | '\u{FF65}'
    );
    quotation || dash || ellipsis || prime || dot
}

/// Whether the character is an emoji or a similar picture: it has Unicode's property Emoji (UTS #51) and is
/// not © ® or ™, or it is in a block with such characters, whose others are arrows, stars and the like.
#[cfg(any(test, feature = "schema"))]
const fn is_picture(character: char) -> bool {
    matches!(character, '\u{20E3}' | '\u{2139}' | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
        | '\u{24C2}' | '\u{25A0}'..='\u{27BF}' | '\u{2934}' | '\u{2935}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Whether the character is in the block Combining Diacritical Marks. Some keyboards type these after the
/// letter.
#[cfg(any(test, feature = "schema"))]
const fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = char> {
        (0..=0x10_FFFF).filter_map(char::from_u32)
    }

    /// The characters with this property, whose name is that of regular expressions.
    fn with(property: &str) -> Vec<char> {
        use regex_syntax::hir::{Class, HirKind};
        let hir = regex_syntax::parse(&format!(r"\p{{{property}}}")).unwrap();
        let HirKind::Class(Class::Unicode(class)) = hir.into_kind() else { panic!("{property}") };
        class.ranges().iter().flat_map(|range| range.start()..=range.end()).collect()
    }

    #[test]
    fn the_table_equals_the_definition() {
        for character in all() {
            assert_eq!(Sort::of(character), sort_by_definition(character), "{}", character.escape_unicode());
        }
        for (number, category) in CATEGORIES.into_iter().enumerate() {
            assert_eq!(category as usize, number);
        }
    }

    #[test]
    fn every_quotation_mark_and_dash_is_named() {
        use CharacterKind::{FullWidth, SmartPunctuation};
        let found = [with("Quotation_Mark"), with("Dash")].concat();
        assert!(found.len() > 50, "{}", found.len());
        for character in found.into_iter().filter(|character| !character.is_ascii()) {
            let kind = Sort::of(character).kind;
            assert!(matches!(kind, FullWidth | SmartPunctuation), "{} {kind:?}", character.escape_unicode());
        }
    }

    #[test]
    fn every_emoji_is_named() {
        let found = with("Emoji");
        assert!(found.len() > 1_400, "{}", found.len());
        for character in found.into_iter().filter(|character| !character.is_ascii()) {
            let expected = match character {
                '©' | '®' | '™' => CharacterKind::Other,
                '\u{203C}' | '\u{2049}' => CharacterKind::SmartPunctuation,
                '\u{3030}' | '\u{303D}' => CharacterKind::FullWidth,
                _ => CharacterKind::Emoji,
            };
            assert_eq!(Sort::of(character).kind, expected, "{}", character.escape_unicode());
        }
    }

    #[test]
    fn every_letter_of_another_script_is_named() {
        use CharacterKind::{Emoji, FullWidth, OtherScript, ZeroWidth};
        for character in all().filter(|character| character.is_alphanumeric() && !character.is_ascii()) {
            let kind = Sort::of(character).kind;
            let named = matches!(kind, OtherScript | FullWidth | Emoji | ZeroWidth);
            assert!(named, "{} {kind:?}", character.escape_unicode());
        }
    }

    /// A character that can be typed by accident has a kind of its own, not just "not supported".
    #[test]
    fn characters_that_keyboards_type() {
        use CharacterKind::{Emoji, FullWidth, OtherScript, SmartPunctuation};
        for (typed, kind) in [
            ("，。、；：？！（）【】《》〈〉「」『』〔〕〖〗～￥¥", FullWidth),
            ("ＡＺａｚ０９＠＃＄％＆＊＿－＋＝｜＼／｛｝［］＜＞＂＇｀＾", FullWidth),
            ("﹒﹐﹑﹔﹕﹖﹗﹙﹚﹛﹜﹝﹞﹟﹠﹡﹢﹣︰︱︶︷｡｢｣､", FullWidth),
            ("‘’‚‛“”„‟′″‴‵‶‷⁗´«»‹›", SmartPunctuation),
            ("–—―‐‑‒−⁃⸺⸻֊־", SmartPunctuation),
            ("…‥․⋯⋮‼⁇⁈⁉", SmartPunctuation),
            ("·•∙⋅‧・･·", SmartPunctuation),
            ("密码吕㐀𠀀々〇あアｱ한éÉøßñπЖלعก٣Ⅷ½²①\u{301}", OtherScript),
            ("😀👍❤✅⭐☺♀★☆→■⌚", Emoji),
            ("\u{1F1E8}\u{1F1F3}\u{1F3FB}\u{20E3}\u{FE0F}", Emoji),
        ] {
            for character in typed.chars() {
                assert_eq!(Sort::of(character).kind, kind, "{character} {}", character.escape_unicode());
            }
        }
    }
}
