//! Classifies the characters of a display name.

use super::is_han;
use crate::document::CharacterKind;
use crate::matching::{Category, Sort};

/// Whether the character always stands for a hidden character.
pub(crate) const fn is_mask(character: char) -> bool {
    matches!(
        character,
        '*' | '•'
            | '●'
            | '⁎'
            | '✱'
            | '∗'
            | '×'
            | '○'
            | '◯'
            | '?'
            | '□'
            | '■'
            | '◻'
            | '◼'
            | '☐'
            | '⬛'
            | '⬜'
            | '▇'
            | '█'
            | '✕'
            | '✖'
            | '╳'
            | '⨯'
            | '…'
    )
}

/// The role of a character in a display name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Han,
    /// A Han character that is also used for a hidden character: 王〇明.
    Blank,
    Letter,
    Digit,
    Open,
    Close,
    Mask,
    Invisible,
    Space,
    Dot,
    Hyphen,
    Unreadable,
    Other,
}

impl What {
    pub(super) fn of(character: char) -> Self {
        match character {
            '0'..='9' => Self::Digit,
            // 某 means a certain person: the name is hidden.
            '某' => Self::Mask,
            _ if is_mask(character) => Self::Mask,
            '〇' | '囗' => Self::Blank,
            '(' | '[' | '{' | '<' | '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '“' | '«' => {
                Self::Open
            }
            ')' | ']' | '}' | '>' | '》' | '〉' | '」' | '』' | '】' | '〕' | '〗' | '”' | '»' => {
                Self::Close
            }
            '·' | '‧' | '⋅' | '∙' | '・' | '･' | '.' | '。' | '､' | '、' | '∘' | '\'' | '‘' | '’' => {
                Self::Dot
            }
            '-' | '_' | ',' | '‐'..='―' | '−' => Self::Hyphen,
            '々' => Self::Han,
            _ if is_han(character) => Self::Han,
            // C1 controls are left over where UTF-8 was decoded as Latin-1. U+0085 is a line end.
            '\u{80}'..='\u{84}' | '\u{86}'..='\u{9F}' => Self::Unreadable,
            // Radicals and strokes that no table here maps, ideographic descriptions, private-use characters,
            // compatibility forms without a mapping, and planes without assigned characters.
            '\u{2E80}'..='\u{2FFF}'
            | '\u{31C0}'..='\u{31EF}'
            | '\u{E000}'..='\u{FAFF}'
            | '〓'
            | '\u{FFFC}'
            | '\u{FFFD}'
            | '\u{F0000}'..='\u{10FFFF}' => Self::Unreadable,
            // Combining marks belong to the letter before them.
            '\u{300}'..='\u{36F}' => Self::Letter,
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Self::Invisible,
            _ => Self::of_sort(Sort::of(character)),
        }
    }

    const fn of_sort(sort: Sort) -> Self {
        match (sort.category, sort.kind) {
            (Category::Symbol, _) => Self::Other,
            (Category::Unseen, CharacterKind::ZeroWidth | CharacterKind::BidiControl) => Self::Invisible,
            (Category::Unseen, CharacterKind::Other) => Self::Unreadable,
            (Category::Unseen, _) => Self::Space,
            _ => Self::Letter,
        }
    }
}
