//! What documents are made of: every field, what it holds, and which document may and must have it.

use super::vocabulary::Vocabulary;
use super::vocabulary::Word as _;
use super::words::{
    CharacterKind, Class, Count, IdentityField, Letters, Pattern, Product, Relation, Treatment, Unit,
};

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

/// Declares the fields: each has one name and one type of value, in every document.
macro_rules! fields {
    ($First:ident = $first:literal: $first_kind:expr, $($Field:ident = $name:literal: $kind:expr,)+) => {
        /// Every field that any document has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Field {
            $First,
            $($Field,)+
        }

        /// How the fields are called.
        pub(crate) const NAMES: Vocabulary = Vocabulary::new(concat!($first, $(",", $name),+));

        /// What each [`Field`] holds.
        pub(crate) static KINDS: [Kind; FIELDS] = [$first_kind, $($kind),+];

        pub(crate) const FIELDS: usize = [$first, $($name),+].len();
    };
}

fields! {
    Schema = "$schema": Kind::Text,
    Product = "product": Kind::Word(Product::VOCABULARY),
    Rules = "rules": Kind::Objects,
    // The words of a tag are those of its document.
    Rule = "rule": Kind::Text,
    Advice = "advice": Kind::Flag,
    Source = "source": Kind::Text,
    Min = "min": Kind::Number,
    Max = "max": Kind::Number,
    Unit = "unit": Kind::Word(Unit::VOCABULARY),
    Reported = "reported": Kind::Object,
    Documented = "documented": Kind::Object,
    Symbols = "symbols": Kind::Text,
    Letters = "letters": Kind::Word(Letters::VOCABULARY),
    Digits = "digits": Kind::Flag,
    Space = "space": Kind::Flag,
    Classes = "classes": Kind::Words(Class::VOCABULARY),
    AtLeast = "at_least": Kind::Number,
    Each = "each": Kind::Number,
    Match = "match": Kind::Word(Relation::VOCABULARY),
    Reversed = "reversed": Kind::Flag,
    CaseSensitive = "case_sensitive": Kind::Flag,
    Patterns = "patterns": Kind::Word(Treatment::VOCABULARY),
    Count = "count": Kind::Word(Count::VOCABULARY),
    Fields = "fields": Kind::Words(IdentityField::VOCABULARY),
    Readings = "readings": Kind::Number,
    Wider = "wider": Kind::Word(Treatment::VOCABULARY),
    Username = "username": Kind::Personal,
    Name = "name": Kind::Personal,
    Names = "names": Kind::Personals,
    Phones = "phones": Kind::Personals,
    Emails = "emails": Kind::Personals,
    Words = "words": Kind::Personals,
    Code = "code": Kind::Text,
    Required = "required": Kind::Number,
    Found = "found": Kind::Number,
    DocumentedMin = "documented_min": Kind::Number,
    DocumentedMax = "documented_max": Kind::Number,
    Missing = "missing": Kind::Words(Class::VOCABULARY),
    Message = "message": Kind::Text,
    Kind = "kind": Kind::Word(CharacterKind::VOCABULARY),
    Pattern = "pattern": Kind::Word(Pattern::VOCABULARY),
}

/// A kind of document.
pub(crate) struct Document {
    /// The field whose word says which of the shapes the object has, and its words, one for each shape;
    /// without one it has the first.
    pub tag: Option<(Field, Vocabulary)>,
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
    /// An object with these fields, each of which may be absent or not.
    pub(crate) const fn of(fields: &[(Field, bool)]) -> Self {
        let (mut shape, mut rest) = (Self { may: 0, must: 0 }, fields);
        while let [(field, is_optional), others @ ..] = rest {
            shape.may |= bit(*field as u32);
            shape.must |= if *is_optional { 0 } else { bit(*field as u32) };
            rest = others;
        }
        shape
    }

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
        assert_eq!((NAMES.name(FIELDS as u32 - 1), NAMES.name(FIELDS as u32)), ("pattern", ""));
        assert_eq!(NAMES.find(&units("words")), Some(Field::Words as u32));
        assert_eq!(NAMES.find(&units("pattern")), Some(Field::Pattern as u32));
        assert!(FIELDS < u64::BITS as usize);
    }
}
