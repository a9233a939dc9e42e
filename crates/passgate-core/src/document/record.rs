//! One strict reader for every document, driven by tables: the fields that an object may have and must have,
//! and their types.
//!
//! A function for each rule would take several times the bytes, which count in a browser.

use crate::document::{
    Document, DocumentError, FIELDS, Fault, Field, IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX, KINDS, Kind, NAMES,
    Node, Packed, Shape, Vocabulary, Word, WordList, bit,
};

/// An object that was read. Each field is absent or has a valid value.
pub(crate) struct Record<'d> {
    /// The number of the tag's word.
    pub tag: u32,
    /// The fields that are present, one bit each.
    there: u64,
    /// The values of the fields, in place and as numbers: a word is its number, a list of words is
    /// [`Packed`], a flag is 0 or 1.
    nodes: [Node<'d>; FIELDS],
    numbers: [u32; FIELDS],
}

impl<'d> Record<'d> {
    /// Reads an object. A field that is `null` counts as absent.
    pub(crate) fn read(node: Node<'d>, document: &Document) -> Result<Self, Fault> {
        let mut record = Self::nothing();
        record.read_tag(node, document)?;
        if let Some(shape) = document.shapes.get(record.tag as usize) {
            record.read_fields(node, shape, document.strict)?;
        }
        Ok(record)
    }

    const fn nothing() -> Self {
        Self { tag: 0, there: 0, nodes: [Node::NOTHING; FIELDS], numbers: [0; FIELDS] }
    }

    fn read_tag(&mut self, node: Node<'d>, document: &Document) -> Result<(), Fault> {
        if let Some((tag, words)) = document.tag {
            self.read_fields(node, &Shape::of(&[(tag, false)]), false)?;
            self.tag =
                word(words, self.node(tag)).map_err(|fault| fault.in_parent(NAMES.name(tag as u32)))?;
        }
        Ok(())
    }

    #[inline(never)]
    fn read_fields(&mut self, node: Node<'d>, shape: &Shape, strict: bool) -> Result<(), Fault> {
        if node.first() != b'{' {
            return Err(node.unexpected("an object"));
        }
        let mut must = shape.must;
        let mut entries = node.entries();
        while let (Some(name), Some(value)) = (entries.next(), entries.next()) {
            match NAMES.find(name.spelling()).filter(|field| shape.may & bit(*field) != 0) {
                Some(field) if value.first() != b'n' => {
                    must &= !bit(field);
                    self.hold(field, value, strict)?;
                }
                None if strict => {
                    return Err(DocumentError::new(&shown(&name.text()), &["unknown field"]));
                }
                _ => {}
            }
        }
        if must == 0 {
            return Ok(());
        }
        Err(DocumentError::new(NAMES.name(must.trailing_zeros()), &["is missing"]))
    }

    /// Stores the value of a field.
    fn hold(&mut self, field: u32, value: Node<'d>, strict: bool) -> Result<(), Fault> {
        self.there |= bit(field);
        let index = field as usize;
        if let (Some(kind), Some(slot), Some(number)) =
            (KINDS.get(index), self.nodes.get_mut(index), self.numbers.get_mut(index))
        {
            *slot = value;
            *number = check(*kind, value, strict).map_err(|fault| fault.in_parent(NAMES.name(field)))?;
        }
        Ok(())
    }

    /// The number in a field; `None` if the field is absent.
    pub(crate) fn number(&self, field: Field) -> Option<u32> {
        (self.there & bit(field as u32) != 0).then(|| self.count(field))
    }

    /// The number in a required field; 0 if it is absent.
    pub(crate) fn count(&self, field: Field) -> u32 {
        self.numbers.get(field as usize).copied().unwrap_or_default()
    }

    pub(crate) fn flag(&self, field: Field, default: bool) -> bool {
        self.number(field).map_or(default, |number| number != 0)
    }

    #[inline(never)]
    pub(crate) fn text(&self, field: Field) -> Option<String> {
        self.number(field).map(|_| self.node(field).text())
    }

    #[inline(never)]
    pub(crate) fn texts(&self, field: Field) -> Option<Vec<String>> {
        self.number(field)?;
        let mut texts = Vec::new();
        for item in self.node(field).entries() {
            texts.push(item.text());
        }
        Some(texts)
    }

    /// The object in a field, if it is present.
    #[inline(never)]
    pub(crate) fn inner(&self, field: Field, document: &Document) -> Result<Option<Self>, Fault> {
        match self.number(field) {
            None => Ok(None),
            Some(_) => Self::read(self.node(field), document)
                .map(Some)
                .map_err(|fault| fault.in_parent(NAMES.name(field as u32))),
        }
    }

    /// The value of a field, in place.
    pub(crate) fn node(&self, field: Field) -> Node<'d> {
        self.nodes.get(field as usize).copied().unwrap_or_default()
    }

    pub(crate) fn word<T: Word>(&self, field: Field) -> Option<T> {
        T::of(self.number(field)?)
    }

    /// The words in the order in which they were written.
    pub(crate) fn words<T: Word>(&self, field: Field) -> WordList<T> {
        WordList::of(Packed(self.count(field)))
    }

    /// The value of a field as a member of a packed violation: a list of words as its bits, a number plus 1
    /// if the member is optional, and 0 if the field is absent.
    pub(crate) fn parameter(&self, field: Field, is_optional: bool) -> u32 {
        let (number, is_set) = (self.count(field), matches!(KINDS.get(field as usize), Some(Kind::Words(_))));
        if self.there & bit(field as u32) == 0 {
            0
        } else if is_set {
            Packed(number).bits()
        } else {
            number.saturating_add(u32::from(is_optional))
        }
    }
}

/// The number of the word in a node.
fn word(words: Vocabulary, node: Node<'_>) -> Result<u32, Fault> {
    words.find(node.spelling()).ok_or_else(|| DocumentError::new("", &["must be one of ", &words.listed()]))
}

/// Checks that a node is a valid value for a field of this type, and returns it as a number. The path of an
/// error is relative to the node.
#[inline(never)]
fn check(kind: Kind, node: Node<'_>, strict: bool) -> Result<u32, Fault> {
    let wrong = match (kind, node.first()) {
        (Kind::Flag, b't') => return Ok(1),
        (Kind::Flag, b'f') | (Kind::Text, b'"') | (Kind::Object, b'{') | (Kind::Objects, b'[') => {
            return Ok(0);
        }
        (Kind::Personal, b'"') => {
            // Every byte of UTF-8 that does not continue a character begins one.
            let characters = node.text().bytes().filter(|byte| byte & 0xC0 != 0x80).count();
            if characters <= IDENTITY_TEXT_MAX {
                return Ok(0);
            }
            "has more than 256 characters"
        }
        (Kind::Number, b'-' | b'0'..=b'9') => match node.number() {
            None => "must be a whole number",
            Some(0) if strict => "must be at least 1",
            Some(number) => return Ok(number),
        },
        (Kind::Word(words), b'"') => return word(words, node),
        (Kind::Personals | Kind::Words(_), b'[') => return check_all(kind, node, strict),
        _ => {
            return Err(node.unexpected(match kind {
                Kind::Flag => "a boolean",
                Kind::Number => "a number",
                Kind::Text | Kind::Personal | Kind::Word(_) => "a string",
                Kind::Object => "an object",
                Kind::Personals | Kind::Objects | Kind::Words(_) => "an array",
            }));
        }
    };
    Err(DocumentError::new("", &[wrong]))
}

/// Checks each entry of a list. Returns the words in it, each once.
fn check_all(kind: Kind, list: Node<'_>, strict: bool) -> Result<u32, Fault> {
    let (mut words, mut index) = (Packed::default(), 0_u32);
    let one = if let Kind::Words(of) = kind { Kind::Word(of) } else { Kind::Personal };
    for item in list.entries() {
        match check(one, item, strict) {
            Err(fault) => return Err(fault.in_list("", index)),
            Ok(number) if matches!(one, Kind::Word(_)) => {
                if words.bits() & 1_u32.wrapping_shl(number) == 0 {
                    words.push(number);
                } else if strict {
                    return Err(DocumentError::new("", &["is repeated"]).in_list("", index));
                }
            }
            Ok(_) if index as usize >= IDENTITY_LIST_MAX => {
                return Err(DocumentError::new("", &["has more than 64 entries"]));
            }
            Ok(_) => {}
        }
        index = index.wrapping_add(1);
    }
    if strict && index == 0 && matches!(one, Kind::Word(_)) {
        return Err(DocumentError::new("", &["must have at least one entry"]));
    }
    Ok(words.0)
}

/// The name of an unknown field as a path shows it: without spaces, controls, line separators and the common
/// format characters, which would hide or rearrange the text around it. The list is short, because this
/// module may not use the tables of `matching`.
fn shown(name: &str) -> String {
    let is_control = |character: &char| {
        matches!(
            character,
            '\0'..=' '
                | '\u{7F}'..='\u{A0}'
                | '\u{AD}'
                | '\u{61C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{2028}'..='\u{202F}'
                | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
    };
    name.chars().filter(|character| !is_control(character)).take(NAME_SHOWN_MAX).collect()
}

/// The maximum length of a field's name that is shown, in characters.
const NAME_SHOWN_MAX: usize = 200;

mod every;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::json;

    const STRICT: Document = Document {
        tag: None,
        strict: true,
        shapes: &[Shape::new(&[], &[Field::Min, Field::Space, Field::Words, Field::Classes, Field::Name])],
    };

    fn read<T>(json: &str, see: impl FnOnce(Record<'_>) -> T) -> Result<T, DocumentError> {
        let units = json::units(json)?;
        Record::read(Node::new(&units), &STRICT).map(see).map_err(|fault| *fault)
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
            (r#"{"classes":["digit","digit"]}"#, "classes[1]: is repeated"),
            (
                r#"{"classes":["digits"]}"#,
                "classes[0]: must be one of `lower`, `upper`, `letter`, `digit`, `symbol`",
            ),
            (r#"{"max":1}"#, "max: unknown field"),
            (r#"{"max":null}"#, "max: unknown field"),
            (r#"{"maximum":1}"#, "maximum: unknown field"),
            ("[]", "must be an object, not an array"),
        ] {
            assert_eq!(read(json, |_| ()).unwrap_err().to_string(), expected);
        }
        assert_eq!(read(r#"{"min":null}"#, |it| it.number(Field::Min)).unwrap(), None);
        assert_eq!(read(r#"{"min":4294967295}"#, |it| it.number(Field::Min)).unwrap(), Some(u32::MAX));
        assert_eq!(
            read(r#"{"classes":["symbol","lower"]}"#, |it| it.words(Field::Classes)).unwrap(),
            WordList::from([crate::Class::Symbol, crate::Class::Lower])
        );
    }

    #[test]
    fn the_messages_state_the_bounds() {
        assert_eq!((IDENTITY_TEXT_MAX, IDENTITY_LIST_MAX), (256, 64));
        let name = |characters| read(&format!(r#"{{"name":"{}"}}"#, "é".repeat(characters)), |_| ());
        assert_eq!(name(257).unwrap_err().message, "has more than 256 characters");
        assert!(name(256).is_ok());
    }
}
