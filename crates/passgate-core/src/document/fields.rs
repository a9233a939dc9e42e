//! What documents are made of: every field, what it holds, and which document may and must have it.

use crate::document::Vocabulary;

/// Every field that any document has, in the order of [`Vocabulary::Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Schema,
    Product,
    Rules,
    Rule,
    Advice,
    Source,
    Min,
    Max,
    Unit,
    Reported,
    Symbols,
    Letters,
    Digits,
    Space,
    Classes,
    AtLeast,
    Each,
    Match,
    Reversed,
    CaseSensitive,
    Patterns,
    Count,
    Fields,
    Readings,
    Wider,
    Username,
    Name,
    Names,
    Phones,
    Emails,
    Words,
    Code,
    Required,
    Found,
    Missing,
    Message,
    Kind,
    Pattern,
}

/// The most characters any one text of an identity may have.
pub const IDENTITY_TEXT_MAX: usize = 256;
/// The most phones, e-mail addresses or words an identity may carry, each.
pub const IDENTITY_LIST_MAX: usize = 64;

/// What a field holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Flag,
    /// A whole number, of at least 1 where the document is strict.
    Number,
    Text,
    /// Something about a person: a text of at most [`IDENTITY_TEXT_MAX`] characters.
    Personal,
    /// At most [`IDENTITY_LIST_MAX`] of them.
    Personals,
    Object,
    Objects,
    Word(Vocabulary),
    /// Words; where the document is strict at least one, each at most once.
    Words(Vocabulary),
}

pub(crate) const FIELDS: usize = Field::Pattern as usize + 1;

/// What each [`Field`] holds, wherever it stands.
pub(crate) static KINDS: [Kind; FIELDS] = [
    Kind::Text,
    Kind::Word(Vocabulary::Products),
    Kind::Objects,
    Kind::Word(Vocabulary::Rules),
    Kind::Flag,
    Kind::Text,
    Kind::Number,
    Kind::Number,
    Kind::Word(Vocabulary::Units),
    Kind::Object,
    Kind::Text,
    Kind::Word(Vocabulary::Letters),
    Kind::Flag,
    Kind::Flag,
    Kind::Words(Vocabulary::Classes),
    Kind::Number,
    Kind::Number,
    Kind::Word(Vocabulary::Relations),
    Kind::Flag,
    Kind::Flag,
    Kind::Word(Vocabulary::Patterns),
    Kind::Word(Vocabulary::Counts),
    Kind::Words(Vocabulary::IdentityFields),
    Kind::Number,
    Kind::Word(Vocabulary::Patterns),
    Kind::Personal,
    Kind::Personal,
    Kind::Personals,
    Kind::Personals,
    Kind::Personals,
    Kind::Personals,
    Kind::Word(Vocabulary::Violations),
    Kind::Number,
    Kind::Number,
    Kind::Words(Vocabulary::Classes),
    Kind::Text,
    Kind::Word(Vocabulary::CharacterKinds),
    Kind::Word(Vocabulary::PatternKinds),
];

/// A kind of document.
pub(crate) struct Document {
    /// The field whose word says which of the shapes the object has; without one it is the first.
    pub tag: Option<Field>,
    /// Whether an unknown field is an error, and numbers and lists must say something.
    pub strict: bool,
    pub shapes: &'static [Shape],
}

/// The fields an object may have and must have, one bit each.
pub(crate) struct Shape {
    pub may: u64,
    pub must: u64,
}

impl Shape {
    /// An object without fields of its own.
    pub(crate) const NOTHING: Self = Self { may: 0, must: 0 };

    pub(crate) const fn new(must: &[Field], may: &[Field]) -> Self {
        let must = bits(must);
        Self { may: bits(may) | must, must }
    }

    /// The same shape, which may have these fields, too.
    pub(crate) const fn or(self, may: &[Field]) -> Self {
        Self { may: self.may | bits(may), must: self.must }
    }
}

const fn bits(fields: &[Field]) -> u64 {
    let (mut bits, mut rest) = (0, fields);
    while let [field, others @ ..] = rest {
        bits |= bit(*field as u32);
        rest = others;
    }
    bits
}

pub(crate) const fn bit(field: u32) -> u64 {
    1_u64.wrapping_shl(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn every_field_has_a_name() {
        let name = |number| Vocabulary::Fields.name(number);
        assert_eq!((name(FIELDS as u32 - 1), name(FIELDS as u32)), ("pattern", ""));
        assert_eq!(Vocabulary::Fields.find(&units("words")), Some(Field::Words as u32));
        assert_eq!(Vocabulary::Fields.find(&units("pattern")), Some(Field::Pattern as u32));
    }
}
