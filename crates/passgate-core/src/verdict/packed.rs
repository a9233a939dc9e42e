//! A violation in numbers: what the checker works with. A [`Violation`](crate::Violation) is what people and documents
//! read; copying and dropping one is code for each of its kinds.

use crate::document::{Document, DocumentError, Fault, Field, Node, Record, Shape, Word, bit, words_of};
use crate::verdict::RuleName;

/// The codes of the violations, in the order of [`VOCABULARIES`](crate::VOCABULARIES).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Empty,
    TooShort,
    TooLong,
    WrongLength,
    MatchesUsername,
    ReversesUsername,
    TooFewClasses,
    UnsupportedCharacter,
    TooCommon,
    Reused,
    TooRepetitive,
    ContainsIdentity,
    ResemblesIdentity,
    UnknownIdentity,
    NotAccepted,
}

words_of!(Violations: Code {
    Empty, TooShort, TooLong, WrongLength, MatchesUsername, ReversesUsername, TooFewClasses,
    UnsupportedCharacter, TooCommon, Reused, TooRepetitive, ContainsIdentity,
    ResemblesIdentity, UnknownIdentity, NotAccepted
});

/// Why, in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedViolation {
    pub(crate) code: Code,
    /// What the code carries, in the order of [`Field`]. A number that may be absent is one more, 0
    /// where absent; a word likewise; a set is its bits; of a text, 1 where it is there.
    pub(crate) parameters: [u32; 3],
}

impl PackedViolation {
    pub(crate) const fn new(code: Code, parameters: [u32; 3]) -> Self {
        Self { code, parameters }
    }

    /// A violation that carries one number, or nothing.
    pub(crate) const fn of(code: Code, parameter: u32) -> Self {
        Self::new(code, [parameter, 0, 0])
    }

    /// The code's number among those of [`VOCABULARIES`](crate::VOCABULARIES), and what it carries.
    pub const fn numbers(self) -> (u32, [u32; 3]) {
        (self.code as u32, self.parameters)
    }

    /// The shortest and the longest length it tells of.
    pub(crate) fn lengths(self) -> (Option<u32>, Option<u32>) {
        let [first, second, _] = self.parameters;
        match self.code {
            Code::TooShort => (Some(first), None),
            Code::TooLong => (None, Some(first)),
            Code::WrongLength => (first.checked_sub(1), second.checked_sub(1)),
            _ => (None, None),
        }
    }

    /// Reads a violation; what it does not know beside its own members is left alone, so that an edge
    /// may say more than a page understands. Gives the vendor's words, too.
    #[inline(never)]
    pub(crate) fn read(node: Node<'_>) -> Result<(Self, Option<String>), Fault> {
        let record = Record::read(node, &VIOLATION)?;
        let mut violation = Self::of(Code::of(record.tag).unwrap_or(Code::NotAccepted), 0);
        if let Some(shape) = VIOLATION.shapes.get(record.tag as usize) {
            let mut fields = shape.may;
            for parameter in &mut violation.parameters {
                let field = fields.trailing_zeros();
                *parameter = record.parameter(field, shape.must & bit(field) != 0);
                fields &= fields.wrapping_sub(1);
            }
        }
        Ok((violation, record.text(Field::Message)))
    }
}

/// A violation as a document: its code says which members it has.
static VIOLATION: Document = Document {
    tag: Some(Field::Code),
    strict: false,
    shapes: &[
        Shape::NOTHING,
        Shape::new(&[Field::Min], &[]),
        Shape::new(&[Field::Max], &[]),
        Shape::new(&[], &[Field::Min, Field::Max]),
        Shape::NOTHING,
        Shape::NOTHING,
        Shape::new(&[Field::Required, Field::Found], &[Field::Missing]),
        Shape::new(&[], &[Field::Kind]),
        Shape::new(&[], &[Field::Pattern]),
        Shape::NOTHING,
        Shape::new(&[], &[Field::Max, Field::Count]),
        Shape::new(&[], &[Field::Fields]),
        Shape::new(&[], &[Field::Fields]),
        Shape::new(&[], &[Field::Fields]),
        Shape::new(&[], &[Field::Message]),
    ],
};

/// What a vendor said of one password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VendorRefusal {
    /// Each with the row it belongs to, once a checker has said so.
    pub(crate) violations: Vec<(RuleName, PackedViolation)>,
    /// In the vendor's own words, where it used them.
    pub(crate) message: Option<String>,
}

impl VendorRefusal {
    /// Reads a list of violations.
    ///
    /// # Errors
    /// As [`Violation::read`](crate::Violation::read), with the place in the list.
    pub fn read(node: Node<'_>) -> Result<Self, Box<DocumentError>> {
        let mut refusal = Self::default();
        refusal.fill(node).map(|()| refusal)
    }

    #[inline(never)]
    fn fill(&mut self, node: Node<'_>) -> Result<(), Fault> {
        if node.first() != b'[' {
            return Err(node.unexpected("an array"));
        }
        let mut index = 0_u32;
        for item in node.entries() {
            match PackedViolation::read(item) {
                Ok((violation, message)) => self.add(violation, message),
                Err(fault) => return Err(fault.at("", index)),
            }
            index = index.wrapping_add(1);
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, violation: PackedViolation, message: Option<String>) {
        self.violations.push((RuleName::Vendor, violation));
        // One row at most shows it: that of the first violation that has any.
        if self.message.is_none() {
            self.message = message;
        }
    }
}
