//! Reading a document strictly: an error names what is wrong and where.
//!
//! A document arrives as a [`Node`], from JSON text or from a JavaScript value, and is taken apart
//! field by field. Generated readers would do the same in several times the bytes, and bytes count
//! in a browser.

use std::fmt;

use crate::violation::WordSet;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A document that cannot be used: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// Where in the document, such as `rules[2].max`; empty for the document as a whole.
    pub path: String,
    /// What is wrong there. Never repeats a value: documents carry names and numbers of people.
    pub message: String,
}

impl DocumentError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }

    /// The same error, seen from the document that contains this one at `parent`.
    pub(crate) fn below(mut self, parent: &str) -> Self {
        let joint =
            if parent.is_empty() || self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = [parent, joint, &self.path].concat();
        self
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for DocumentError {}

/// Plain data: what JSON can say. An object that names a field twice is not read.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`, or a JavaScript `undefined`.
    Null,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object, in the order of its fields.
    Fields(Vec<(String, Self)>),
}

impl Node {
    /// Reads JSON text.
    pub(crate) fn from_json(text: &str) -> Result<Self, DocumentError> {
        serde_json::from_str(text).map_err(|error| DocumentError::new("", error.to_string()))
    }

    /// The same data as [`serde_json::Value`].
    pub(crate) fn from_value(value: serde_json::Value) -> Result<Self, DocumentError> {
        serde_json::from_value(value).map_err(|error| DocumentError::new("", error.to_string()))
    }

    /// The node as an object whose fields can be taken.
    pub(crate) fn fields(self) -> Result<Fields, DocumentError> {
        match self {
            Self::Fields(entries) => Ok(Fields(entries)),
            other => Err(other.unexpected("", "an object")),
        }
    }

    pub(crate) fn text(self, path: &str) -> Result<String, DocumentError> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(other.unexpected(path, "a string")),
        }
    }

    pub(crate) fn list(self, path: &str) -> Result<Vec<Self>, DocumentError> {
        match self {
            Self::List(items) => Ok(items),
            other => Err(other.unexpected(path, "an array")),
        }
    }

    fn unexpected(&self, path: &str, expected: &str) -> DocumentError {
        let found = match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Fields(_) => "an object",
        };
        DocumentError::new(path, ["must be ", expected, ", not ", found].concat())
    }
}

/// A word of a closed vocabulary, as documents write it.
pub trait Word: Copy + PartialEq + 'static {
    /// Every word with its spelling.
    const ALL: &'static [(&'static str, Self)];

    /// The word of that spelling.
    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, word)| *word)
    }

    /// The spelling.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, word)| *word == self).map_or("", |(name, _)| *name)
    }

    /// An error that lists the vocabulary.
    fn unknown(path: &str) -> DocumentError {
        let mut message = "must be one of ".to_owned();
        for (index, (name, _)) in Self::ALL.iter().enumerate() {
            message.push_str(if index > 0 { ", `" } else { "`" });
            message.push_str(name);
            message.push('`');
        }
        DocumentError::new(path, message)
    }
}

/// The spellings of a vocabulary, in its order.
pub fn names_of<T: Word>() -> Vec<&'static str> {
    T::ALL.iter().map(|(name, _)| *name).collect()
}

/// The fields of one object, taken one by one; what is left over is unknown.
pub(crate) struct Fields(Vec<(String, Node)>);

impl Fields {
    /// A field that is there; `null` is not.
    pub(crate) fn take(&mut self, name: &str) -> Option<Node> {
        let index = self.0.iter().position(|(field, _)| field == name)?;
        Some(self.0.remove(index).1).filter(|node| *node != Node::Null)
    }

    pub(crate) fn needed(&mut self, name: &str) -> Result<Node, DocumentError> {
        self.take(name).ok_or_else(|| missing(name))
    }

    /// A whole number of at least 1.
    pub(crate) fn count(&mut self, name: &str) -> Result<Option<u32>, DocumentError> {
        match self.number(name) {
            Ok(Some(0)) => Err(DocumentError::new(name, "must be at least 1")),
            read => read,
        }
    }

    /// A whole number, zero too.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<u32>, DocumentError> {
        match self.take(name) {
            None => Ok(None),
            Some(Node::Number(number))
                if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) =>
            {
                Ok(Some(number as u32))
            }
            Some(Node::Number(_)) => Err(DocumentError::new(name, "must be a whole number")),
            Some(other) => Err(other.unexpected(name, "a number")),
        }
    }

    pub(crate) fn flag(&mut self, name: &str, default: bool) -> Result<bool, DocumentError> {
        match self.take(name) {
            None => Ok(default),
            Some(Node::Flag(flag)) => Ok(flag),
            Some(other) => Err(other.unexpected(name, "a boolean")),
        }
    }

    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, DocumentError> {
        self.take(name).map(|node| node.text(name)).transpose()
    }

    /// Strings, none where the field is absent.
    pub(crate) fn texts(&mut self, name: &str) -> Result<Vec<String>, DocumentError> {
        let items = self.take(name).map_or_else(|| Ok(Vec::new()), |node| node.list(name))?;
        items.into_iter().enumerate().map(|(index, item)| item.text(&at(name, index))).collect()
    }

    pub(crate) fn word<T: Word>(&mut self, name: &str) -> Result<Option<T>, DocumentError> {
        let Some(node) = self.take(name) else { return Ok(None) };
        T::read(&node.text(name)?).map(Some).ok_or_else(|| T::unknown(name))
    }

    /// At least one word, each at most once.
    pub(crate) fn words<T: Word>(&mut self, name: &str) -> Result<Vec<T>, DocumentError> {
        let mut words = Vec::new();
        for (index, item) in self.needed(name)?.list(name)?.into_iter().enumerate() {
            let path = at(name, index);
            let word = T::read(&item.text(&path)?).ok_or_else(|| T::unknown(&path))?;
            if words.contains(&word) {
                return Err(DocumentError::new(path, "stands twice"));
            }
            words.push(word);
        }
        if words.is_empty() {
            return Err(DocumentError::new(name, "must have at least one entry"));
        }
        Ok(words)
    }

    /// Any number of words, in any order.
    pub(crate) fn word_set<T: Word>(&mut self, name: &str) -> Result<WordSet<T>, DocumentError> {
        let mut set = WordSet::default();
        for (index, text) in self.texts(name)?.iter().enumerate() {
            set.insert(T::read(text).ok_or_else(|| T::unknown(&at(name, index)))?);
        }
        Ok(set)
    }

    /// Nothing may be left.
    pub(crate) fn end(self) -> Result<(), DocumentError> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => Err(DocumentError::new(name, "unknown field")),
        }
    }
}

pub(crate) fn missing(name: &str) -> DocumentError {
    DocumentError::new(name, "is missing")
}

/// The path of an entry of an array.
pub(crate) fn at(name: &str, index: usize) -> String {
    [name, "[", &decimal(index), "]"].concat()
}

/// A number in digits, without the machinery of `format!`.
pub(crate) fn decimal(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b'0'.saturating_add((number % 10) as u8));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bytes<E: de::Error>(self, _value: &[u8]) -> Result<Node, E> {
        Err(E::custom("bytes are no plain data"))
    }

    fn visit_byte_buf<E: de::Error>(self, _value: Vec<u8>) -> Result<Node, E> {
        Err(E::custom("bytes are no plain data"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        // Keys are read as nodes, too: serde's own reader of strings would bring its words for every
        // type that a key is not.
        while let Some((name, value)) = entries.next_entry::<Node, Node>()? {
            let Node::Text(name) = name else {
                return Err(de::Error::custom("a field's name must be a string"));
            };
            if fields.iter().any(|(field, _)| *field == name) {
                return Err(de::Error::custom(["the field `", &name, "` stands twice"].concat()));
            }
            fields.push((name, value));
        }
        Ok(Node::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_named_twice_is_an_error_that_names_it() {
        let error = Node::from_json(r#"{"rules":[{"min":8,"min":9}]}"#).unwrap_err();
        assert!(error.message.contains("the field `min` stands twice"), "{error}");
        assert!(Node::from_json("{} {}").is_err() && Node::from_json("{").is_err());
    }

    #[test]
    fn fields_are_taken_strictly() {
        let fields = |json: &str| Node::from_json(json).unwrap().fields().unwrap();
        let error = |json: &str, read: fn(&mut Fields) -> Option<DocumentError>| {
            let error = read(&mut fields(json)).unwrap();
            format!("{error}")
        };
        for (json, expected) in [
            (r#"{"n":0}"#, "n: must be at least 1"),
            (r#"{"n":1.5}"#, "n: must be a whole number"),
            (r#"{"n":-1}"#, "n: must be a whole number"),
            (r#"{"n":4294967296}"#, "n: must be a whole number"),
            (r#"{"n":"secret"}"#, "n: must be a number, not a string"),
        ] {
            assert_eq!(error(json, |fields| fields.count("n").err()), expected);
        }
        assert_eq!(
            error(r#"{"f":1}"#, |fields| fields.flag("f", true).err()),
            "f: must be a boolean, not a number"
        );
        assert_eq!(
            error(r#"{"t":["a",{}]}"#, |fields| fields.texts("t").err()),
            "t[1]: must be a string, not an object"
        );
        assert_eq!(fields(r#"{"a":null}"#).count("a"), Ok(None));
        assert_eq!(fields(r#"{"a":1}"#).end().unwrap_err().to_string(), "a: unknown field");
    }

    #[test]
    fn paths_nest() {
        let at = |path: &str, parent: &str| DocumentError::new(path, "x").below(parent).path;
        assert_eq!(at("", ""), "");
        assert_eq!(at("min", ""), "min");
        assert_eq!(at("", "rules[0]"), "rules[0]");
        assert_eq!(at("min", "rules[0]"), "rules[0].min");
        assert_eq!(at("[1]", "fields"), "fields[1]");
    }

    #[test]
    fn numbers_in_digits() {
        for number in [0, 7, 10, 4_096, usize::MAX] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
