//! One strict reader for every document, driven by tables: which fields an object may have, which it
//! must have, and what each field holds.
//!
//! A function per rule would do the same in several times the bytes, and bytes count in a browser.

use std::mem;

use crate::document::{DocumentError, Node, at};
use crate::fields::{Document, FIELDS, Field, KINDS, Kind, bit};
use crate::identity::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX};
use crate::packed::Packed;
use crate::vocabulary::{Vocabulary, Word};
use crate::word_set::WordSet;

/// An object that was read: each field holds what it should. A word is its number here, and words
/// are their numbers [`Packed`].
pub(crate) struct Record {
    /// The number of the tag's word.
    pub tag: u32,
    values: [Node; FIELDS],
}

impl Record {
    /// Reads an object; a field that is `null` is not there.
    pub(crate) fn read(node: Node, document: &Document) -> Result<Self, DocumentError> {
        let mut record = Self { tag: 0, values: [const { Node::Null }; FIELDS] };
        record.fill(node.fields()?, document)?;
        Ok(record)
    }

    fn fill(&mut self, mut entries: Vec<(String, Node)>, document: &Document) -> Result<(), DocumentError> {
        if let Some(tag) = document.tag {
            let tag_name = Vocabulary::Fields.name(tag as u32);
            for (name, node) in &mut entries {
                if name == tag_name {
                    self.put(tag as u32, node, true)?;
                }
            }
            self.tag = self.number(tag).ok_or_else(|| missing(tag_name))?;
        }
        let Some(shape) = document.shapes.get(self.tag as usize) else { return Ok(()) };
        let mut must = shape.must;
        for (name, node) in &mut entries {
            match Vocabulary::Fields.find(name).filter(|field| shape.may & bit(*field) != 0) {
                Some(field) if !matches!(node, Node::Null) => {
                    must &= !bit(field);
                    self.put(field, node, document.strict)?;
                }
                None if document.strict => return Err(DocumentError::new(name, &["unknown field"])),
                _ => {}
            }
        }
        match must {
            0 => Ok(()),
            must => Err(missing(Vocabulary::Fields.name(must.trailing_zeros()))),
        }
    }

    pub(crate) fn flag(&mut self, field: Field, default: bool) -> bool {
        match self.take(field) {
            Node::Flag(flag) => flag,
            _ => default,
        }
    }

    pub(crate) fn number(&mut self, field: Field) -> Option<u32> {
        match self.take(field) {
            Node::Number(number) => Some(number as u32),
            _ => None,
        }
    }

    /// A number that must be there.
    pub(crate) fn count(&mut self, field: Field) -> u32 {
        self.number(field).unwrap_or(0)
    }

    pub(crate) fn text(&mut self, field: Field) -> Option<String> {
        match self.take(field) {
            Node::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn texts(&mut self, field: Field) -> Vec<String> {
        let mut texts = Vec::new();
        for item in self.objects(field) {
            if let Node::Text(text) = item {
                texts.push(text);
            }
        }
        texts
    }

    pub(crate) fn objects(&mut self, field: Field) -> Vec<Node> {
        match self.take(field) {
            Node::List(items) => items,
            _ => Vec::new(),
        }
    }

    pub(crate) fn word<T: Word>(&mut self, field: Field) -> Option<T> {
        T::of(self.number(field)?)
    }

    /// The words in the order they were written in.
    pub(crate) fn words<T: Word>(&mut self, field: Field) -> Vec<T> {
        let mut words = Vec::new();
        let mut packed = Packed(self.count(field));
        while let Some(number) = packed.take() {
            words.extend(T::of(number));
        }
        words
    }

    /// The words as a set.
    pub(crate) fn set<T: Word>(&mut self, field: Field) -> WordSet<T> {
        let mut set = WordSet::default();
        let mut packed = Packed(self.count(field));
        while let Some(number) = packed.take() {
            set.insert_number(number);
        }
        set
    }

    fn take(&mut self, field: Field) -> Node {
        self.values.get_mut(field as usize).map_or(Node::Null, |slot| mem::replace(slot, Node::Null))
    }

    /// Moves what a field holds to its place.
    fn put(&mut self, field: u32, node: &mut Node, strict: bool) -> Result<(), DocumentError> {
        if let (Some(slot), Some(kind)) = (self.values.get_mut(field as usize), KINDS.get(field as usize))
            && !matches!(node, Node::Null)
        {
            read(*kind, node, strict).map_err(|error| error.below(Vocabulary::Fields.name(field)))?;
            mem::swap(slot, node);
        }
        Ok(())
    }
}

/// Makes of a node what a field of that kind holds; the error's path begins at the node.
fn read(kind: Kind, node: &mut Node, strict: bool) -> Result<(), DocumentError> {
    let wrong = match (kind, &mut *node) {
        (Kind::Flag, Node::Flag(_)) | (Kind::Text, Node::Text(_)) | (Kind::Objects, Node::List(_)) => {
            return Ok(());
        }
        (Kind::Personal, Node::Text(text)) => {
            // A character is as many bytes, of which all but one continue it.
            let characters = text.bytes().filter(|byte| byte & 0xC0 != 0x80).count();
            if characters <= IDENTITY_TEXT_MAX {
                return Ok(());
            }
            "has more than 256 characters"
        }
        (Kind::Number, Node::Number(number)) => {
            if f64::from(*number as u32) != *number {
                "must be a whole number"
            } else if strict && *number < 1.0 {
                "must be at least 1"
            } else {
                return Ok(());
            }
        }
        (Kind::Word(words), Node::Text(text)) => match words.find(text) {
            Some(number) => {
                *node = Node::Number(f64::from(number));
                return Ok(());
            }
            None => return Err(DocumentError::new("", &["must be one of ", &words.listed()])),
        },
        (Kind::Personals, Node::List(items)) => {
            if items.len() <= IDENTITY_LIST_MAX {
                return read_words(Kind::Personal, items, strict).map(drop);
            }
            "has more than 64 entries"
        }
        (Kind::Words(words), Node::List(items)) => {
            if !(strict && items.is_empty()) {
                *node = Node::Number(f64::from(read_words(Kind::Word(words), items, strict)?.0));
                return Ok(());
            }
            "must have at least one entry"
        }
        (kind, node) => {
            return Err(node.unexpected(match kind {
                Kind::Flag => "a boolean",
                Kind::Number => "a number",
                Kind::Text | Kind::Personal | Kind::Word(_) => "a string",
                Kind::Personals | Kind::Objects | Kind::Words(_) => "an array",
            }));
        }
    };
    Err(DocumentError::new("", &[wrong]))
}

/// Reads the entries of a list; returns those that are words, each once.
fn read_words(kind: Kind, items: &mut [Node], strict: bool) -> Result<Packed, DocumentError> {
    let (mut words, mut seen) = (Packed::default(), 0);
    for (index, item) in items.iter_mut().enumerate() {
        let mut result = read(kind, item, strict);
        if let Node::Number(number) = item {
            let number = *number as u32;
            if seen & bit(number) == 0 {
                words.push(number);
            } else if strict {
                result = Err(DocumentError::new("", &["stands twice"]));
            }
            seen |= bit(number);
        }
        result.map_err(|error| error.below(&at("", index)))?;
    }
    Ok(words)
}

fn missing(name: &str) -> DocumentError {
    DocumentError::new(name, &["is missing"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Shape;

    const STRICT: Document = Document {
        tag: None,
        strict: true,
        shapes: &[Shape::new(&[], &[Field::Min, Field::Space, Field::Words, Field::Classes, Field::Name])],
    };

    fn read(json: &str) -> Result<Record, DocumentError> {
        Record::read(Node::from_json(json)?, &STRICT)
    }

    #[test]
    fn fields_are_read_strictly() {
        for (json, expected) in [
            (r#"{"min":0}"#, "min: must be at least 1"),
            (r#"{"min":1.5}"#, "min: must be a whole number"),
            (r#"{"min":-1}"#, "min: must be a whole number"),
            (r#"{"min":4294967296}"#, "min: must be a whole number"),
            (r#"{"min":"secret"}"#, "min: must be a number, not a string"),
            (r#"{"space":1}"#, "space: must be a boolean, not a number"),
            (r#"{"words":["a",{}]}"#, "words[1]: must be a string, not an object"),
            (r#"{"words":[null]}"#, "words[0]: must be a string, not null"),
            (r#"{"words":{}}"#, "words: must be an array, not an object"),
            (r#"{"classes":[]}"#, "classes: must have at least one entry"),
            (r#"{"classes":["digit","digit"]}"#, "classes[1]: stands twice"),
            (
                r#"{"classes":["digits"]}"#,
                "classes[0]: must be one of `lower`, `upper`, `letter`, `digit`, `symbol`",
            ),
            (r#"{"max":1}"#, "max: unknown field"),
            (r#"{"max":null}"#, "max: unknown field"),
            (r#"{"maximum":1}"#, "maximum: unknown field"),
            ("[]", "must be an object, not an array"),
        ] {
            assert_eq!(read(json).err().unwrap().to_string(), expected);
        }
        assert_eq!(read(r#"{"min":null}"#).unwrap().number(Field::Min), None);
        assert_eq!(read(r#"{"min":4294967295}"#).unwrap().number(Field::Min), Some(u32::MAX));
        assert_eq!(
            read(r#"{"classes":["symbol","lower"]}"#).unwrap().words::<crate::Class>(Field::Classes),
            [crate::Class::Symbol, crate::Class::Lower]
        );
    }

    #[test]
    fn the_messages_state_the_bounds() {
        assert_eq!((IDENTITY_TEXT_MAX, IDENTITY_LIST_MAX), (256, 64));
        let name = |characters| read(&format!(r#"{{"name":"{}"}}"#, "é".repeat(characters)));
        assert_eq!(name(257).err().unwrap().message, "has more than 256 characters");
        assert!(name(256).is_ok());
    }
}
