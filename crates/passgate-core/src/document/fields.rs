//! The fields of documents: their names, their types, and which document may or must have them.

use super::vocabulary::Vocabulary;
use super::vocabulary::Word as _;
use super::words::{
    CharacterKind, Class, Count, IdentityField, Letters, Pattern, Product, Relation, Treatment, Unit,
};

/// The maximum number of characters (code points) of each text of an identity.
pub const IDENTITY_TEXT_MAX: usize = 256;
/// The maximum number of names, phones, e-mail addresses or words of an identity, each.
pub const IDENTITY_LIST_MAX: usize = 64;

/// The type of a field's value.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Flag,
    /// A whole number; at least 1 if the document is strict.
    Number,
    Text,
    /// Personal data: a text of at most [`IDENTITY_TEXT_MAX`] characters.
    Personal,
    /// A list of at most [`IDENTITY_LIST_MAX`] such texts.
    Personals,
    Object,
    Objects,
    Word(Vocabulary),
    /// A list of words. In a strict document it has at least one word, and none twice.
    Words(Vocabulary),
}

/// Declares the fields. A field has the same name and the same type in every document.
macro_rules! fields {
    ($First:ident = $first:literal: $first_kind:expr, $($Field:ident = $name:literal: $kind:expr,)+) => {
        /// Every field that any document has.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Field {
            $First,
            $($Field,)+
        }

        /// The names of the fields.
        pub(crate) const NAMES: Vocabulary = Vocabulary::new(concat!($first, $(",", $name),+));

        /// The type of each [`Field`].
        pub(crate) static KINDS: [Kind; FIELDS] = [$first_kind, $($kind),+];

        pub(crate) const FIELDS: usize = [$first, $($name),+].len();
    };
}

fields! {
    Schema = "$schema": Kind::Text,
    Product = "product": Kind::Word(Product::VOCABULARY),
    Rules = "rules": Kind::Objects,
    // Each document has its own words for the tag.
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
    /// The field whose word selects the shape of the object, and its words, one for each shape. Without a
    /// tag, an object has the first shape.
    pub tag: Option<(Field, Vocabulary)>,
    /// Whether an unknown field, the number 0 and an empty or repetitive list of words are errors.
    pub strict: bool,
    pub shapes: &'static [Shape],
}

/// The fields that an object may have, and those that it must have, one bit each.
pub(crate) struct Shape {
    pub may: u64,
    pub must: u64,
}

impl Shape {
    /// A shape with these fields. The flag says whether the field is optional.
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

    /// The same shape with these optional fields added.
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
