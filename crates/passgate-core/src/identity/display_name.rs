//! The names in what a directory calls somebody: `张三(roger)`, `王小明-研发部`, `买买提.艾力`.
//!
//! Each run of Han characters is read by itself. Brackets hold what is no name: a department, an
//! employer; their Han characters count only where there are none outside. What stands between
//! the runs says whether they are one name: a space and the dots of a transcribed name join them,
//! everything else parts them.

use crate::characters::{Category, Sort};
use crate::identity::Readings;
use crate::identity::surnames::{is_post, is_surname};
use crate::text::decode;
use crate::violation::CharacterKind;

/// The names in one text.
#[derive(Default)]
pub(crate) struct DisplayName {
    /// Those in Han characters.
    pub(crate) han: Vec<HanName>,
    /// Those in other letters.
    pub(crate) other: Vec<OtherName>,
    /// Whether something cannot be read: a masked character (`王*明`), one that no font has.
    pub(crate) unreadable: bool,
}

/// A name in Han characters.
pub(crate) struct HanName {
    /// Its characters, compatibility forms and radicals as what they stand for.
    pub(crate) characters: Vec<char>,
    /// Of a transcribed name, how many of the characters stand before its first dot.
    pub(crate) dot: Option<usize>,
    /// Whether this is the person's full name, and no part of it, no nickname and no guess.
    pub(crate) is_full: bool,
}

/// A name in other letters than Han characters.
pub(crate) struct OtherName {
    /// As it is written, spaces and all.
    pub(crate) text: Vec<u16>,
    /// As for [`HanName`].
    pub(crate) is_full: bool,
}

/// The most characters of one name that are read; what follows is left out. Transcribed names
/// seldom have more than fifteen.
pub(crate) const NAME_CHARACTERS_MAX: usize = 24;
/// The most names of one text.
const NAMES_MAX: usize = 8;

impl DisplayName {
    /// Reads a text.
    pub(crate) fn read(text: &[u16], readings: &Readings<'_>) -> Self {
        let mut reader = Reader::default();
        for character in decode(text) {
            reader.push(readings.unified(narrow(character)));
        }
        reader.finish()
    }

    /// Parts of it alone: what is no person's full name.
    pub(crate) fn into_nickname(mut self) -> Self {
        self.han.iter_mut().for_each(|name| name.is_full = false);
        self.other.iter_mut().for_each(|name| name.is_full = false);
        self
    }
}

/// A full-width form as what it is the form of.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character).wrapping_sub(0xFEE0)).unwrap_or(character)
        }
        _ => character,
    }
}

/// A Han character: one that is written for itself, and no form for compatibility.
pub(crate) const fn is_han(character: char) -> bool {
    matches!(character, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// What stands before a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    /// Nothing but characters that nobody sees.
    #[default]
    Nothing,
    Space,
    /// What a transcribed name is parted by.
    Dot,
    /// One asterisk: a dot between two long runs, a masked character otherwise.
    Mask,
    /// A hyphen or a comma: `Jean-Pierre` is one name, `王小明-研发部` is not.
    Hyphen,
    Other,
}

#[derive(Default)]
struct Run {
    characters: Vec<char>,
    before: Between,
    is_han: bool,
    bracketed: bool,
}

#[derive(Default)]
struct Reader {
    runs: Vec<Run>,
    between: Between,
    /// How many brackets are open.
    depth: u32,
    unreadable: bool,
    masked_end: bool,
}

impl Reader {
    fn push(&mut self, character: char) {
        match What::of(character) {
            What::Han => self.grow(character, true),
            What::Letter | What::Digit => self.grow(character, false),
            What::Open => {
                self.part(Between::Other);
                self.depth = self.depth.saturating_add(1);
            }
            What::Close => {
                self.part(Between::Other);
                self.depth = self.depth.saturating_sub(1);
            }
            What::Mask => {
                // Two in a row stand for two characters.
                self.unreadable |= self.between == Between::Mask || self.runs.is_empty();
                self.masked_end = true;
                self.part(Between::Mask);
            }
            What::Invisible => {}
            What::Space => self.part(Between::Space),
            What::Dot => self.part(Between::Dot),
            What::Hyphen => self.part(Between::Hyphen),
            What::Unreadable => {
                self.unreadable = true;
                self.part(Between::Dot);
            }
            What::Other => self.part(Between::Other),
        }
    }

    fn part(&mut self, between: Between) {
        self.between = self.between.max(between);
    }

    fn grow(&mut self, character: char, is_han: bool) {
        let bracketed = self.depth > 0;
        self.masked_end = false;
        let goes_on = |run: &&mut Run| run.is_han == is_han && run.bracketed == bracketed;
        let before = std::mem::take(&mut self.between);
        // 佐々木: the character before, once more.
        let again = self.runs.last().filter(|_| character == '々').and_then(|run| run.characters.last());
        let character = again.copied().unwrap_or(character);
        if before == Between::Nothing
            && let Some(run) = self.runs.last_mut().filter(goes_on)
        {
            if run.characters.len() < NAME_CHARACTERS_MAX.saturating_mul(4) {
                run.characters.push(character);
            }
        } else {
            self.runs.push(Run { characters: vec![character], before, is_han, bracketed });
        }
    }

    fn finish(mut self) -> DisplayName {
        self.unreadable |= self.masked_end;
        self.unmask();
        let outside = |run: &Run| run.is_han && !run.bracketed;
        let bracketed = !self.runs.iter().any(outside);
        let mut phrases: Vec<Phrase> = Vec::new();
        let mut other: Vec<OtherName> = Vec::new();
        let mut follows_other = false;
        for run in &self.runs {
            if !run.is_han {
                add_other(&mut other, run, follows_other);
                follows_other = true;
                continue;
            }
            follows_other = false;
            if run.bracketed == bracketed && phrases.len() < NAMES_MAX {
                add_run(&mut phrases, run);
            }
        }
        let has_han = !phrases.is_empty();
        // Digits beside a name are no name.
        other.retain(|name| name.text.iter().any(|unit| !is_digit(*unit)));
        for (index, name) in other.iter_mut().enumerate() {
            name.is_full = index == 0 && !has_han;
        }
        DisplayName { han: names(&phrases), other, unreadable: self.unreadable }
    }

    /// An asterisk between two runs of more than one Han character is a dot; any other, and a lone
    /// `X` beside Han characters, stands for a character that nobody tells.
    fn unmask(&mut self) {
        let lengths: Vec<usize> =
            self.runs.iter().map(|run| if run.is_han { run.characters.len() } else { 0 }).collect();
        let mut before = 0;
        for (run, length) in self.runs.iter_mut().zip(&lengths) {
            if run.before == Between::Mask {
                self.unreadable |= before < 2 || *length < 2;
                run.before = Between::Dot;
            }
            before = *length;
        }
        let is_mask = |run: &Run| {
            !run.is_han
                && run.characters.len() < 4
                && run.characters.iter().all(|one| matches!(one, 'x' | 'X'))
        };
        let beside_han = |index: usize| {
            let touches = |other: Option<&Run>, join: Option<&Run>| {
                other.is_some_and(|run| run.is_han) && join.is_some_and(|run| run.before == Between::Nothing)
            };
            let here = self.runs.get(index);
            let (before, after) = (index.checked_sub(1), self.runs.get(index.saturating_add(1)));
            touches(before.and_then(|before| self.runs.get(before)), here) || touches(after, after)
        };
        let masks: Vec<bool> =
            self.runs.iter().enumerate().map(|(index, run)| is_mask(run) && beside_han(index)).collect();
        self.unreadable |= masks.contains(&true);
        let mut masks = masks.into_iter();
        self.runs.retain(|_| !masks.next().unwrap_or_default());
    }
}

/// Runs of Han characters that may be one name, each with whether a dot stands before it.
type Phrase = Vec<(Vec<char>, bool)>;

fn add_run(phrases: &mut Vec<Phrase>, run: &Run) {
    let part = (run.characters.clone(), run.before == Between::Dot);
    let is_short = |part: &(Vec<char>, bool)| part.0.len() < 2;
    match phrases.last_mut() {
        // A character by itself is no name, so whatever stands beside it does not part a name.
        Some(phrase)
            if run.before < Between::Hyphen || is_short(&part) || phrase.last().is_some_and(is_short) =>
        {
            phrase.push(part);
        }
        _ => phrases.push(vec![part]),
    }
}

/// A run of other letters belongs to the one before it unless something else stood between.
fn add_other(names: &mut Vec<OtherName>, run: &Run, follows_other: bool) {
    let goes_on = follows_other && run.before < Between::Other;
    let text = run.characters.iter().collect::<String>();
    let between = if run.before == Between::Nothing { "" } else { " " };
    if let Some(name) = names.last_mut().filter(|_| goes_on) {
        name.text.extend([between, &text].concat().encode_utf16());
    } else if names.len() < NAMES_MAX {
        names.push(OtherName { text: text.encode_utf16().collect(), is_full: false });
    }
}

/// The names that the phrases are, or may be.
fn names(phrases: &[Phrase]) -> Vec<HanName> {
    let whole = |phrase: &Phrase| {
        phrase.iter().flat_map(|(characters, _)| characters).copied().collect::<Vec<char>>()
    };
    let is_name = |phrase: &&Phrase| !is_post(&whole(phrase));
    let is_likely = |phrase: &&Phrase| is_name(phrase) && begins_with_surname(&whole(phrase));
    let mut candidates: Vec<&Phrase> = phrases.iter().filter(is_likely).collect();
    if candidates.is_empty() {
        candidates = phrases.iter().filter(is_name).collect();
    }
    if candidates.is_empty() {
        candidates = phrases.iter().collect();
    }
    let mut names: Vec<HanName> = Vec::new();
    for (index, phrase) in candidates.into_iter().enumerate() {
        let characters = whole(phrase);
        let dot = phrase.iter().skip(1).position(|(_, dot)| *dot).map(|before| {
            phrase.iter().take(before.saturating_add(1)).map(|(part, _)| part.len()).sum::<usize>()
        });
        // One character alone is a surname, and no full name.
        let is_full = index == 0 && characters.len() > 1;
        if phrase.len() > 1 {
            for (part, _) in phrase.iter().filter(|(part, _)| part.len() > 1).take(NAMES_MAX) {
                // 张三 外包: the first part may be the whole name.
                let is_name = dot.is_none() && names.is_empty() && is_person(part);
                names.push(HanName { characters: part.clone(), dot: None, is_full: is_full && is_name });
            }
        }
        // 王小明经理: what follows a name of the usual length may be no name.
        if dot.is_none() && characters.len() > 3 && begins_with_surname(&characters) {
            for usual in [3, 4] {
                if let Some(part) = characters.get(..usual).filter(|part| part.len() < characters.len()) {
                    names.push(HanName { characters: part.to_vec(), dot: None, is_full: false });
                }
            }
        }
        names.push(HanName { characters, dot, is_full });
    }
    // The full names first: what there is no room for is what matters least.
    let (mut names, others): (Vec<HanName>, Vec<HanName>) = names.into_iter().partition(|name| name.is_full);
    names.extend(others);
    for name in &mut names {
        name.characters.truncate(NAME_CHARACTERS_MAX);
        name.dot = name.dot.filter(|before| *before > 0 && *before < name.characters.len());
    }
    names
}

/// Whether the run can be a full name: a surname, and one or two characters more.
fn is_person(characters: &[char]) -> bool {
    matches!(characters.len(), 2 | 3) && begins_with_surname(characters) && !is_post(characters)
}

fn begins_with_surname(characters: &[char]) -> bool {
    characters.first().copied().is_some_and(is_surname)
}

const fn is_digit(unit: u16) -> bool {
    matches!(unit, 0x30..=0x39)
}

/// What a character is in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Han,
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
    fn of(character: char) -> Self {
        match character {
            '0'..='9' => Self::Digit,
            // 某: somebody whose name is not told.
            '*' | '×' | '○' | '?' | '□' | '■' | '▇' | '█' | '✱' | '∗' | '某' => Self::Mask,
            '(' | '[' | '{' | '<' | '《' | '〈' | '「' | '『' | '【' | '〔' | '〖' | '“' | '«' => {
                Self::Open
            }
            ')' | ']' | '}' | '>' | '》' | '〉' | '」' | '』' | '】' | '〕' | '〗' | '”' | '»' => {
                Self::Close
            }
            '·' | '•' | '‧' | '⋅' | '∙' | '・' | '･' | '●' | '.' | '﹒' | '。' | '､' | '、' | '∘' | '\''
            | '‘' | '’' => Self::Dot,
            '-' | '_' | ',' | '‐'..='―' | '−' => Self::Hyphen,
            '々' => Self::Han,
            _ if is_han(character) => Self::Han,
            // Radicals and strokes that stand for no character, descriptions of characters, forms
            // for compatibility that no table here knows, and what no standard assigns.
            '\u{2E80}'..='\u{2FFF}'
            | '\u{31C0}'..='\u{31EF}'
            | '\u{E000}'..='\u{FAFF}'
            | '〓'
            | '\u{FFFC}'
            | '\u{FFFD}'
            | '\u{F0000}'..='\u{10FFFF}' => Self::Unreadable,
            // The marks of letters that were taken apart belong to them.
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
