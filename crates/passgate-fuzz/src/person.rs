//! Generated persons.

use arbitrary::Arbitrary;
use passgate_core::Identity;

/// A person with arbitrary texts.
#[derive(Arbitrary, Debug)]
pub struct Person {
    username: Option<String>,
    name: Option<Name>,
    names: Vec<Name>,
    phones: Vec<String>,
    emails: Vec<String>,
    words: Vec<String>,
}

/// A name: any text, or Han characters, which random bytes rarely form.
#[derive(Arbitrary, Debug)]
enum Name {
    Any(String),
    Han(Vec<u16>),
    /// Two parts with a middle dot between them.
    Dotted(Vec<u16>, Vec<u16>),
}

/// The first of the common Han characters, and their number.
const HAN: (u32, u32) = (0x4E00, 0x51A6);

/// Characters with several readings, including surnames.
const USUAL: &str = "王李张单曾解仇查朴盖区黑谌乐行重长朝欧阳尉迟万俟吕绿女略小明国";

impl Name {
    fn text(&self) -> String {
        match self {
            Self::Any(text) => text.clone(),
            Self::Han(numbers) => han(numbers),
            Self::Dotted(before, after) => [han(before), han(after)].join("·"),
        }
    }
}

fn han(numbers: &[u16]) -> String {
    let usual: Vec<char> = USUAL.chars().collect();
    numbers
        .iter()
        .filter_map(|number| {
            let number = u32::from(*number);
            let rest = number.checked_div(2)?;
            if number.is_multiple_of(2) {
                usual.get(rest.checked_rem(u32::try_from(usual.len()).ok()?)? as usize).copied()
            } else {
                char::from_u32(HAN.0.checked_add(rest.checked_rem(HAN.1)?)?)
            }
        })
        .collect()
}

impl Person {
    /// The person as the core takes it.
    pub fn identity(&self) -> Identity {
        Identity {
            username: self.username.clone(),
            name: self.name.as_ref().map(Name::text),
            names: Some(self.names.iter().map(Name::text).collect()),
            phones: Some(self.phones.clone()),
            emails: Some(self.emails.clone()),
            words: Some(self.words.clone()),
        }
    }
}
