//! The kinds of characters that the counted rules tell apart.
//!
//! Two characters of one cell have the same effect on every counted rule, except that equal characters
//! repeat. The cells have all visible ASCII characters. Beyond them, there is a range of characters for each
//! combination of: the kinds that a composition may count it as, its bytes, and whether it forms one
//! user-perceived character with the character before it. A test walks all of Unicode and shows that no
//! combination is missing.

use passgate_core::Class;

use crate::counted::Counted;

/// What a composition counts a character as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// `a` to `z`.
    Lower,
    /// `A` to `Z`.
    Upper,
    /// `0` to `9`.
    Digit,
    /// The other visible ASCII characters.
    Symbol,
    /// Left open by the pages: a lower-case letter or a symbol.
    OpenLower,
    /// Left open: an upper-case letter or a symbol.
    OpenUpper,
    /// Left open: a letter of either case or a symbol.
    OpenLetter,
    /// Left open: a digit or a symbol.
    OpenDigit,
    /// Left open: a symbol or nothing.
    OpenOther,
}

/// A kind of character, with the characters of it that witnesses are made of.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What a composition counts it as.
    pub kind: Kind,
    /// Its bytes in UTF-8.
    pub bytes: i64,
    /// Its units in UTF-16.
    pub utf16: i64,
    /// Whether it is one user-perceived character with the character before it.
    pub joins: bool,
    /// The characters.
    pub characters: Vec<char>,
    /// Whether the other policy's charset allows it.
    pub in_other: bool,
}

impl Cell {
    /// How hard a person reads it. Witnesses have the least total cost.
    pub fn cost(&self) -> f64 {
        let readable = match self.kind {
            Kind::Lower => 10.0,
            Kind::Digit => 10.1,
            Kind::Upper => 10.2,
            Kind::Symbol => 10.3,
            Kind::OpenLetter => 40.0,
            Kind::OpenOther if self.bytes == 1 => 30.0,
            _ => 60.0,
        };
        if self.joins { readable + 50.0 } else { readable }
    }
}

/// A range of characters beyond visible ASCII: kind, whether it joins, first and last.
pub const RANGES: [(Kind, bool, char, char); 28] = [
    (Kind::OpenOther, false, ' ', ' '),
    (Kind::OpenOther, false, '\t', '\t'),
    (Kind::OpenLower, false, 'à', 'ö'),
    (Kind::OpenLower, false, 'ᴀ', 'ᴥ'),
    (Kind::OpenLower, false, '\u{1D41A}', '\u{1D433}'),
    (Kind::OpenLower, true, '\u{345}', '\u{345}'),
    (Kind::OpenUpper, false, 'À', 'Ö'),
    (Kind::OpenUpper, false, '\u{10A0}', '\u{10C5}'),
    (Kind::OpenUpper, false, '\u{1D400}', '\u{1D419}'),
    (Kind::OpenLetter, false, 'א', 'ת'),
    (Kind::OpenLetter, false, '一', '龥'),
    (Kind::OpenLetter, false, '\u{20000}', '\u{2A6D6}'),
    (Kind::OpenLetter, true, '\u{5B0}', '\u{5BD}'),
    (Kind::OpenLetter, true, '\u{E34}', '\u{E37}'),
    (Kind::OpenLetter, true, '\u{11038}', '\u{11045}'),
    (Kind::OpenDigit, false, '٠', '٩'),
    (Kind::OpenDigit, false, '０', '９'),
    (Kind::OpenDigit, false, '\u{1D7CE}', '\u{1D7FF}'),
    (Kind::OpenOther, false, '¡', '§'),
    (Kind::OpenOther, false, '！', '／'),
    (Kind::OpenOther, false, '😀', '🙏'),
    (Kind::OpenOther, true, '\u{301}', '\u{314}'),
    (Kind::OpenOther, true, '\u{20D0}', '\u{20DC}'),
    (Kind::OpenOther, true, '\u{1D185}', '\u{1D18B}'),
    // Invisible characters: no charset allows them.
    (Kind::OpenOther, false, '\u{A0}', '\u{A0}'),
    (Kind::OpenOther, false, '\u{2000}', '\u{200A}'),
    (Kind::OpenOther, false, '\u{1D173}', '\u{1D17A}'),
    (Kind::OpenOther, true, '\u{FE00}', '\u{FE0E}'),
];

/// The kind of a visible ASCII character.
pub const fn visible(character: char) -> Kind {
    match character {
        'a'..='z' => Kind::Lower,
        'A'..='Z' => Kind::Upper,
        '0'..='9' => Kind::Digit,
        _ => Kind::Symbol,
    }
}

/// The kinds of the characters of a class.
pub const fn kinds(class: Class) -> &'static [Kind] {
    match class {
        Class::Lower => &[Kind::Lower],
        Class::Upper => &[Kind::Upper],
        Class::Letter => &[Kind::Lower, Kind::Upper],
        Class::Digit => &[Kind::Digit],
        Class::Symbol => &[Kind::Symbol],
    }
}

/// The cells of the characters that a policy's charset allows.
pub fn cells(allowed: &Counted, other: &Counted) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::new();
    for character in ('!'..='~').filter(|character| allowed.allows(*character)) {
        let (kind, in_other) = (visible(character), other.allows(character));
        match cells.iter_mut().find(|cell| cell.kind == kind && cell.in_other == in_other) {
            Some(cell) => cell.characters.push(character),
            None => cells.push(Cell {
                kind,
                bytes: 1,
                utf16: 1,
                joins: false,
                characters: vec![character],
                in_other,
            }),
        }
    }
    for (kind, joins, first, last) in RANGES.into_iter().filter(|(.., first, _)| allowed.allows(*first)) {
        cells.push(Cell {
            kind,
            bytes: first.len_utf8() as i64,
            utf16: first.len_utf16() as i64,
            joins,
            characters: (first..=last).collect(),
            in_other: other.allows(first),
        });
    }
    cells
}

#[cfg(test)]
mod tests;
