//! The personal data of one user, which a password must not contain.

mod account;
mod address;
mod compose;
mod display_name;
mod distinguished_name;
#[cfg(feature = "inspect")]
pub mod inspect;
mod person;
mod phone;
mod pinyin;
mod readings;
mod romanised;
mod surnames;
mod syllable;
mod terms;
mod value;

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::{Document, DocumentError, Fault, Field, Node, Record, Shape, json};

pub(crate) use account::Account;
pub(crate) use person::{Person, Trace};
pub(crate) use pinyin::DEPTH as READINGS;
pub(crate) use readings::Readings;
pub(crate) use value::{is_missing, is_placeholder};

/// What is known about the person. Nothing of it is ever printed.
///
/// An absent member is *unknown*: a rule that asks for it is unsure. An empty text or an empty list states
/// that the person *has none*: there is nothing to compare with, and the rule can be met.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// 用户名: the login name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = crate::document::IDENTITY_TEXT_MAX)))]
    pub username: Option<String>,
    /// 姓名: the full name, in Han characters or Latin letters, as stored in a directory: it may contain a
    /// department in brackets, another name, dots and spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(max = crate::document::IDENTITY_TEXT_MAX)))]
    pub name: Option<String>,
    /// 昵称、显示名: names other than the full name. The vendors' pages do not mention them, so they only
    /// produce wider forms (`wider` of the rule `identity`). No rule requires them, so they may be absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "identity_texts"))]
    pub names: Option<Vec<String>>,
    /// 手机号: with or without country code, extension and separators. One text may contain several numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "identity_texts"))]
    pub phones: Option<Vec<String>>,
    /// 邮箱: whole addresses, or the part before the `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "identity_texts"))]
    pub emails: Option<Vec<String>>,
    /// Words of the company, such as its name and its products.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "identity_texts"))]
    pub words: Option<Vec<String>>,
}

static IDENTITY: Document = Document {
    tag: None,
    strict: true,
    shapes: &[Shape::new(
        &[],
        &[Field::Username, Field::Name, Field::Names, Field::Phones, Field::Emails, Field::Words],
    )],
};

impl Identity {
    /// Reads an identity from JSON text.
    ///
    /// ```
    /// use passgate_core::Identity;
    ///
    /// let identity = Identity::from_json(r#"{"username":"wangxm","phones":["138 0013 8000"]}"#)?;
    /// assert_eq!(identity.username.as_deref(), Some("wangxm"));
    /// assert_eq!(Identity::from_json(r#"{"user":"wangxm"}"#).unwrap_err().to_string(), "user: unknown field");
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    ///
    /// # Errors
    /// Fails if the text is not JSON, has an unknown field or a wrong type, or exceeds the limits of this
    /// crate.
    pub fn from_json(text: &str) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units(text)?))
    }

    /// Reads an identity from a JSON value. `null` gives an identity in which nothing is known.
    ///
    /// ```
    /// use passgate_core::Identity;
    ///
    /// assert_eq!(Identity::from_value(serde_json::Value::Null), Ok(Identity::default()));
    /// ```
    ///
    /// # Errors
    /// Fails on an unknown field, on a wrong type, and if a limit of this crate is exceeded.
    pub fn from_value(value: Value) -> Result<Self, DocumentError> {
        Self::read(Node::new(&json::units_of(value)?))
    }

    /// Reads an identity from plain data.
    ///
    /// # Errors
    /// The same as those of [`Identity::from_value`].
    pub fn read(node: Node<'_>) -> Result<Self, DocumentError> {
        let mut identity = Self::default();
        match identity.read_into(node) {
            Ok(()) => Ok(identity),
            Err(fault) => Err(*fault),
        }
    }

    #[inline(never)]
    pub(crate) fn read_into(&mut self, node: Node<'_>) -> Result<(), Fault> {
        if node.first() == b'n' {
            return Ok(());
        }
        let record = Record::read(node, &IDENTITY)?;
        self.username = record.text(Field::Username);
        self.name = record.text(Field::Name);
        self.names = record.texts(Field::Names);
        self.phones = record.texts(Field::Phones);
        self.emails = record.texts(Field::Emails);
        self.words = record.texts(Field::Words);
        Ok(())
    }

    /// Keeps only the texts that `fields` need, so that no other personal data is sent.
    ///
    /// ```
    /// use passgate_core::{Identity, IdentityField};
    ///
    /// let identity = Identity { username: Some("wangxm".into()), name: Some("王小明".into()), ..Identity::default() };
    /// assert_eq!(identity.only(&[IdentityField::NamePinyin]).username, None);
    /// ```
    #[must_use]
    pub fn only(&self, fields: &[crate::document::IdentityField]) -> Self {
        use crate::document::IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};
        let wanted = |field| fields.contains(&field);
        Self {
            username: self.username.clone().filter(|_| wanted(Username)),
            name: self.name.clone().filter(|_| wanted(NamePinyin)),
            names: self.names.clone().filter(|_| wanted(NamePinyin)),
            phones: self.phones.clone().filter(|_| wanted(Phone)),
            emails: self.emails.clone().filter(|_| wanted(EmailPrefix)),
            words: self.words.clone().filter(|_| wanted(Words)),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(***)")
    }
}

/// The schema of a list of texts. It may be `null`, because a form may have no value.
#[cfg(feature = "schema")]
fn identity_texts(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": ["array", "null"],
        "maxItems": crate::document::IDENTITY_LIST_MAX,
        "items": { "type": "string", "maxLength": crate::document::IDENTITY_TEXT_MAX },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::IdentityField;

    #[test]
    fn strict_and_bounded() {
        let long = "x".repeat(crate::document::IDENTITY_TEXT_MAX + 1);
        for (json, path) in [
            (r#"{"user":"x"}"#.to_owned(), "user"),
            (r#"{"phones":["1",2]}"#.to_owned(), "phones[1]"),
            (r#"[]"#.to_owned(), ""),
            (format!(r#"{{"name":"{long}"}}"#), "name"),
            (format!(r#"{{"words":["a","{long}"]}}"#), "words[1]"),
            (format!(r#"{{"emails":[{}]}}"#, vec!["\"a\""; 65].join(",")), "emails"),
        ] {
            assert_eq!(Identity::from_json(&json).unwrap_err().path, path);
        }
        assert_eq!(Identity::from_json("null").unwrap(), Identity::default());
        assert_eq!(Identity::from_json("{}").unwrap(), Identity::default());
    }

    #[test]
    fn errors_do_not_repeat_a_value() {
        for json in
            [r#"{"secret":"13800138000"}"#, r#"{"phones":"13800138000"}"#, r#"{"words":["13800138000",{}]}"#]
        {
            let error = Identity::from_json(json).unwrap_err().to_string();
            assert!(!error.contains("138"), "{error}");
        }
    }

    #[test]
    fn only_keeps_the_named_fields() {
        let identity = Identity {
            username: Some("wangxm".into()),
            name: Some("王小明".into()),
            names: Some(vec!["小明".into()]),
            phones: Some(vec!["13800138000".into()]),
            emails: Some(vec!["wang@example.com".into()]),
            words: Some(vec!["passgate".into()]),
        };
        assert_eq!(identity.only(&[]), Identity::default());
        let some = identity.only(&[IdentityField::Username, IdentityField::Words]);
        assert_eq!(some.username.as_deref(), Some("wangxm"));
        assert_eq!(some.words, Some(vec!["passgate".to_owned()]));
        assert!(
            some.name.is_none() && some.names.is_none() && some.phones.is_none() && some.emails.is_none()
        );
    }

    #[test]
    fn an_empty_list_differs_from_an_absent_one() {
        for (json, phones, written) in [
            (r#"{"phones":[]}"#, Some(Vec::new()), r#"{"phones":[]}"#),
            (r#"{"phones":null}"#, None, "{}"),
            ("{}", None, "{}"),
        ] {
            let identity = Identity::from_json(json).unwrap();
            assert_eq!(identity.phones, phones, "{json}");
            let again = serde_json::to_string(&identity).unwrap();
            assert_eq!(again, written);
            assert_eq!(serde_json::from_str::<Identity>(&again).unwrap(), identity);
            assert_eq!(identity.only(&[IdentityField::Phone]), identity);
        }
        let nameless = Identity::from_json(r#"{"name":""}"#).unwrap();
        assert_eq!(serde_json::to_string(&nameless).unwrap(), r#"{"name":""}"#);
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        let identity = Identity { name: Some("王小明".into()), ..Identity::default() };
        assert_eq!(format!("{identity:?}"), "Identity(***)");
    }
}
