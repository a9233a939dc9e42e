//! Documents as plain data, and their errors, which state what is wrong and where.
//!
//! A document is read in place, as compact JSON text in UTF-16. A [`Node`] is a part of the text, and
//! [`Record`](crate::document::Record) splits it into fields. A tree of values would need code to build, move
//! and drop it.

use std::fmt;

use crate::text::strings::{add, add_number, joined};
use crate::text::text_of;

/// A document that cannot be used: what is wrong with it, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// The place in the document, such as `rules[2].max`; empty for the whole document.
    pub path: String,
    /// What is wrong there. Never contains a value, because documents contain names and phone numbers of
    /// people.
    pub message: String,
}

/// An error on its way to the caller: one machine word.
pub(crate) type Fault = Box<DocumentError>;

impl DocumentError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(path: &str, message: &[&str]) -> Fault {
        Box::new(Self { path: joined(&[path]), message: joined(message) })
    }

    /// The path and the message in one line.
    pub fn line(&self) -> String {
        let joint = if self.path.is_empty() { "" } else { ": " };
        joined(&[&self.path, joint, &self.message])
    }

    /// The same error in the document that contains this one at `parent`.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_parent(mut self: Box<Self>, parent: &str) -> Fault {
        let joint =
            if parent.is_empty() || self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = joined(&[parent, joint, &self.path]);
        self
    }

    /// The same error in the list `name` that contains this document at `index`.
    #[cold]
    #[inline(never)]
    pub(crate) fn in_list(self: Box<Self>, name: &str, index: u32) -> Fault {
        let mut parent = joined(&[name, "["]);
        add_number(&mut parent, index);
        add(&mut parent, "]");
        self.in_parent(&parent)
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

impl std::error::Error for DocumentError {}

/// Plain data: one value of a JSON text without white space, in UTF-16 code units, as JavaScript's
/// `JSON.stringify` writes it. `?` stands for a value that JSON cannot represent. An absent value is empty.
///
/// The text is trusted to be JSON. Any other text gives arbitrary values, but no panic.
#[derive(Clone, Copy, Default)]
pub struct Node<'d>(&'d [u16]);

const QUOTE: u16 = b'"' as u16;
const ESCAPE: u16 = b'\\' as u16;
const LIST: u16 = b'[' as u16;
const END_OF_LIST: u16 = b']' as u16;
const FIELDS: u16 = b'{' as u16;
const END_OF_FIELDS: u16 = b'}' as u16;
const NEXT: u16 = b',' as u16;
const OF: u16 = b':' as u16;

impl<'d> Node<'d> {
    /// An absent value.
    pub(crate) const NOTHING: Self = Self(&[]);

    /// The value in the text.
    pub const fn new(text: &'d [u16]) -> Self {
        Self(text)
    }

    /// The first character, which determines the type; `n` for an absent value.
    pub(crate) fn first(self) -> u8 {
        self.0.first().map_or(b'n', |unit| *unit as u8)
    }

    /// Whether it is a text.
    pub fn is_text(self) -> bool {
        self.first() == b'"'
    }

    /// The entries of a list; for an object, each name followed by its value.
    pub(crate) fn entries(self) -> Entries<'d> {
        Entries { rest: self.0 }
    }

    /// The value as a whole number.
    pub(crate) fn number(self) -> Option<u32> {
        let mut number: u32 = 0;
        for unit in self.0 {
            let digit = unit.wrapping_sub(u16::from(b'0'));
            number = number.checked_mul(10)?.checked_add(u32::from(digit)).filter(|_| digit < 10)?;
        }
        Some(number)
    }

    /// The units of a text as they are written. The words of vocabularies contain no escapes.
    pub(crate) fn spelling(self) -> &'d [u16] {
        match self.0 {
            [QUOTE, spelling @ .., QUOTE] => spelling,
            _ => &[],
        }
    }

    /// The unescaped text. A lone surrogate becomes U+FFFD.
    #[inline(never)]
    pub fn text(self) -> String {
        let mut units = Vec::new();
        let mut rest = self.spelling();
        while let [unit, others @ ..] = rest {
            rest = others;
            let mut unit = *unit;
            if unit == ESCAPE
                && let [escaped, others @ ..] = rest
            {
                rest = others;
                unit = match *escaped as u8 {
                    b'b' => 0x08,
                    b'f' => 0x0C,
                    b'n' => 0x0A,
                    b'r' => 0x0D,
                    b't' => 0x09,
                    b'u' => code(&mut rest),
                    _ => *escaped,
                };
            }
            units.push(unit);
        }
        text_of(&units)
    }
}

/// Takes the four hexadecimal digits of an escaped code unit.
fn code(rest: &mut &[u16]) -> u16 {
    let mut code: u16 = 0;
    for _ in 0..4 {
        if let [digit, others @ ..] = *rest {
            let letter = if *digit > 0x40 { 9 } else { 0 };
            code = (code << 4) | (digit.wrapping_add(letter) & 0xF);
            *rest = others;
        }
    }
    code
}

/// Iterates over the values of a list or of an object.
pub(crate) struct Entries<'d> {
    /// The text from the bracket or the separator before the next value.
    rest: &'d [u16],
}

impl<'d> Iterator for Entries<'d> {
    type Item = Node<'d>;

    #[inline(never)]
    fn next(&mut self) -> Option<Node<'d>> {
        let begin = self.rest.get(1..)?;
        let (mut rest, mut depth, mut quoted) = (begin, 0_u32, false);
        while let [unit, others @ ..] = rest {
            match *unit {
                QUOTE => quoted = !quoted,
                ESCAPE => rest = others,
                _ if quoted => {}
                LIST | FIELDS => depth = depth.wrapping_add(1),
                END_OF_LIST | END_OF_FIELDS | NEXT | OF if depth == 0 => break,
                END_OF_LIST | END_OF_FIELDS => depth = depth.wrapping_sub(1),
                _ => {}
            }
            rest = rest.get(1..).unwrap_or_default();
        }
        self.rest = rest;
        begin.get(..begin.len().saturating_sub(rest.len())).filter(|value| !value.is_empty()).map(Node)
    }
}

impl Node<'_> {
    #[cold]
    pub(crate) fn unexpected(self, expected: &str) -> Fault {
        let found = match self.first() {
            b'n' => "null",
            b't' | b'f' => "a boolean",
            b'"' => "a string",
            b'[' => "an array",
            b'{' => "an object",
            b'?' => "something other than plain data",
            _ => "a number",
        };
        DocumentError::new("", &["must be ", expected, ", not ", found])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::json;

    #[test]
    fn values_are_read_in_place() {
        let units: Vec<u16> =
            r#"{"a":[1,[2,{}],"x\\",""],"b,]":null,"c":[],"d":-1.5e3}"#.encode_utf16().collect();
        let pieces = |node: Node<'_>| -> Vec<String> {
            node.entries().map(|node| String::from_utf16(node.0).unwrap()).collect()
        };
        let entries: Vec<Node<'_>> = Node::new(&units).entries().collect();
        assert_eq!(entries.len(), 8);
        assert_eq!(pieces(entries[1]), ["1", "[2,{}]", r#""x\\""#, r#""""#]);
        assert_eq!((entries[2].text(), entries[3].first()), ("b,]".into(), b'n'));
        assert_eq!((pieces(entries[5]), entries[7].number()), (vec![], None));
    }

    #[test]
    fn texts_are_unescaped() {
        for text in ["", "王小明👍", "\\\"/ \u{8}\u{c}\n\r\t\u{1f}\0", "a\\\\b"] {
            let units = json::units(&serde_json::to_string(text).unwrap()).unwrap();
            assert_eq!(Node::new(&units).text(), text);
        }
        let lone: Vec<u16> = r#""\ud83dx\uDC4D""#.encode_utf16().collect();
        assert_eq!(Node::new(&lone).text(), "\u{fffd}x\u{fffd}");
    }

    #[test]
    fn invalid_json_does_not_panic() {
        for text in ["", "\"", "[", "[[", "{\"", "\"\\", "\"\\u1\"", "]]", "[\"a\\\"]"] {
            let units: Vec<u16> = text.encode_utf16().collect();
            let node = Node::new(&units);
            let _ = (node.text(), node.number(), node.entries().count());
        }
    }

    #[test]
    fn paths_nest() {
        let at = |path: &str, parent: &str| DocumentError::new(path, &["x"]).in_parent(parent).path;
        assert_eq!(at("", ""), "");
        assert_eq!(at("min", ""), "min");
        assert_eq!(at("", "rules[0]"), "rules[0]");
        assert_eq!(at("min", "rules[0]"), "rules[0].min");
        assert_eq!(at("[1]", "fields"), "fields[1]");
        assert_eq!(DocumentError::new("", &["x"]).in_list("rules", 12).path, "rules[12]");
    }
}
