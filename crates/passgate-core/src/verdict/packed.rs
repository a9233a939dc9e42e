//! A violation as numbers, which is what the checker uses. People and documents read a [`Violation`], but
//! copying and dropping one needs code for each of its variants.

use crate::document::{ClassSet, DocumentError, Fault, Field, Node, Record, Word as _};
use crate::matching::one_line;
use crate::verdict::RuleName;
use crate::verdict::member::Member as _;
use crate::verdict::violation::{Code, MEMBERS, VIOLATION, Violation};

/// The minimum and the maximum length.
pub(crate) type Lengths = (Option<u32>, Option<u32>);

/// A violation as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PackedViolation {
    pub(crate) code: Code,
    /// The members, in the order of their declaration.
    pub(crate) parameters: [u32; Self::MEMBERS_MAX],
}

impl PackedViolation {
    /// The maximum number of members of a violation.
    pub const MEMBERS_MAX: usize = 4;

    pub(crate) const fn new(code: Code, parameters: [u32; Self::MEMBERS_MAX]) -> Self {
        Self { code, parameters }
    }

    /// A violation with one number or none.
    pub(crate) const fn of(code: Code, parameter: u32) -> Self {
        Self::new(code, [parameter, 0, 0, 0])
    }

    /// The number of the code, and the members.
    pub const fn numbers(self) -> (u32, [u32; Self::MEMBERS_MAX]) {
        (self.code as u32, self.parameters)
    }

    /// A wrong length, with the limits in force, and with those of the policy document if the vendor
    /// contradicts them. [`Self::lengths`] and [`Self::documented_lengths`] return them.
    pub(crate) fn wrong_length(in_force: Lengths, documented: Lengths) -> Self {
        let [min, max] = [in_force.0.pack(), in_force.1.pack()];
        Self::new(Code::WrongLength, [min, max, documented.0.pack(), documented.1.pack()])
    }

    /// A violation with these members.
    pub(crate) fn of_members(code: Code, members: &[u32]) -> Self {
        let mut parameters = [0; Self::MEMBERS_MAX];
        for (parameter, member) in parameters.iter_mut().zip(members) {
            *parameter = *member;
        }
        Self { code, parameters }
    }

    /// Removes the missing classes that are not in `classes`.
    pub(crate) fn keep_missing(&mut self, classes: ClassSet) {
        if self.code == Code::TooFewClasses {
            self.parameters[2] &= u32::from(classes.bits());
        }
    }

    /// The minimum and the maximum length that the violation states.
    pub(crate) fn lengths(self) -> Lengths {
        let [first, second, ..] = self.parameters;
        match self.code {
            Code::TooShort => (Some(first), None),
            Code::TooLong => (None, Some(first)),
            Code::WrongLength => (first.checked_sub(1), second.checked_sub(1)),
            _ => (None, None),
        }
    }

    /// The documented limits of a wrong length.
    pub(crate) fn documented_lengths(self) -> Lengths {
        let [.., min, max] = self.parameters;
        if self.code == Code::WrongLength { (min.checked_sub(1), max.checked_sub(1)) } else { (None, None) }
    }

    /// Reads a violation, and the vendor's text. Unknown fields are ignored, so that an edge may send more
    /// than a page understands.
    #[inline(never)]
    pub(crate) fn read(node: Node<'_>) -> Result<(Self, Option<String>), Fault> {
        let record = Record::read(node, &VIOLATION)?;
        let mut violation = Self::of(Code::of(record.tag).unwrap_or(Code::NotAccepted), 0);
        let members = MEMBERS.get(record.tag as usize).copied().unwrap_or_default();
        for (parameter, (field, is_optional)) in violation.parameters.iter_mut().zip(members) {
            *parameter = record.parameter(*field, *is_optional);
        }
        Ok((violation, record.text(Field::Message)))
    }
}

/// A vendor's refusal of one password.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VendorRefusal {
    /// The violations, each with its row, which a checker assigns.
    pub(crate) violations: Vec<(RuleName, PackedViolation)>,
    /// The vendor's text, if it sent one.
    pub(crate) message: Option<String>,
}

impl VendorRefusal {
    /// Reads a list of violations.
    ///
    /// # Errors
    /// The same as those of [`Violation::read`], with the index in the list.
    pub fn read(node: Node<'_>) -> Result<Self, Box<DocumentError>> {
        let mut refusal = Self::default();
        refusal.read_into(node).map(|()| refusal)
    }

    #[inline(never)]
    fn read_into(&mut self, node: Node<'_>) -> Result<(), Fault> {
        if node.first() != b'[' {
            return Err(node.unexpected("an array"));
        }
        let mut index = 0_u32;
        for item in node.entries() {
            match PackedViolation::read(item) {
                Ok((violation, message)) => self.add(violation, message),
                Err(fault) => return Err(fault.in_list("", index)),
            }
            index = index.wrapping_add(1);
        }
        Ok(())
    }

    pub(crate) fn add(&mut self, violation: PackedViolation, message: Option<String>) {
        self.violations.push((RuleName::Vendor, violation));
        // At most one row shows it: that of the first violation with a text.
        if self.message.is_none() {
            self.message = message.map(|message| one_line(&message)).filter(|message| !message.is_empty());
        }
    }
}

impl From<&[Violation]> for VendorRefusal {
    fn from(violations: &[Violation]) -> Self {
        let mut refusal = Self::default();
        for violation in violations {
            refusal.add(violation.packed(), violation.message().map(str::to_owned));
        }
        refusal
    }
}
