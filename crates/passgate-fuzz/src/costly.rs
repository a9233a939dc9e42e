//! Persons and texts that may be too expensive.

use arbitrary::{Arbitrary, Unstructured};
use passgate_core::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX, Identity, TEXT_MAX};

/// A person and a text, each a repetition of a few pieces.
#[derive(Arbitrary, Debug)]
struct Case {
    pieces: Vec<Piece>,
    username: Repeated,
    name: Repeated,
    lists: [List; 4],
    text: Repeated,
}

/// The pieces of a text.
#[derive(Arbitrary, Debug)]
enum Piece {
    Letter(char),
    Han(u16),
    Text(String),
    Ambiguous,
    Separator,
    Digits(u16),
}

/// A repetition of consecutive pieces up to a length.
#[derive(Arbitrary, Clone, Copy, Debug)]
struct Repeated {
    first: u8,
    many: u8,
    length: u16,
}

/// Texts, each a little shorter than the previous one: nested words.
#[derive(Arbitrary, Debug)]
struct List {
    text: Repeated,
    many: u8,
    shorter: u8,
}

/// The person and the text that these bytes describe.
pub fn costly(bytes: &[u8]) -> Option<(Identity, Vec<u16>)> {
    let case = Case::arbitrary_take_rest(Unstructured::new(bytes)).ok()?;
    let [names, phones, emails, words] = case.lists.each_ref().map(|list| case.list(list));
    let identity = Identity {
        username: Some(case.text(case.username, IDENTITY_TEXT_MAX)),
        name: Some(case.text(case.name, IDENTITY_TEXT_MAX)),
        names: Some(names),
        phones: Some(phones),
        emails: Some(emails),
        words: Some(words),
    };
    let text: Vec<u16> = case.text(case.text, TEXT_MAX).encode_utf16().take(TEXT_MAX).collect();
    Some((identity, text))
}

impl Case {
    fn list(&self, list: &List) -> Vec<String> {
        let whole = self.text(list.text, IDENTITY_TEXT_MAX);
        let many = usize::from(list.many).min(IDENTITY_LIST_MAX);
        let each = |number: usize| {
            let shorter = number.saturating_mul(usize::from(list.shorter & 7));
            whole.chars().skip(shorter).collect()
        };
        (0..many).map(each).collect()
    }

    fn text(&self, of: Repeated, most: usize) -> String {
        let pieces: Vec<String> = self.pieces.iter().map(Piece::text).collect();
        let some =
            pieces.iter().skip(usize::from(of.first & 7)).take(usize::from(of.many & 7).saturating_add(1));
        let block: String = some.map(String::as_str).collect();
        block.chars().cycle().take(usize::from(of.length).min(most)).collect()
    }
}

impl Piece {
    fn text(&self) -> String {
        match self {
            Self::Letter(letter) => letter.to_string(),
            Self::Han(number) => char::from_u32(u32::from(*number % 0x5000).saturating_add(0x4E00))
                .map(String::from)
                .unwrap_or_default(),
            Self::Text(text) => text.clone(),
            Self::Ambiguous => "@$!".to_owned(),
            Self::Separator => " ".to_owned(),
            Self::Digits(number) => number.to_string(),
        }
    }
}
