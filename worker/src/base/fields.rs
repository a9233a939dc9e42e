//! Strict reading of JSON: every invalid field is reported, and no report repeats a value.

mod absent;

use std::fmt;

use passgate_core::nearest;
use serde_json::{Map, Value};

use self::absent::Absent;

/// The longest text, in bytes of UTF-8: longer than any id or address.
pub const TEXT_MAX: usize = 2_048;

/// A field that cannot be used, and the reason. It never carries the value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The path of the field, as in `clients[0].id`.
    pub field: String,
    /// What is wrong with the field.
    pub problem: String,
}

impl Wrong {
    /// A duplicate member; an empty `field` stands for the whole body.
    pub fn repeated(field: String) -> Self {
        let (field, problem) = match field.as_str() {
            "" => ("body".to_owned(), "has two members of one name"),
            _ => (field, "appears twice"),
        };
        Self { field, problem: problem.to_owned() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

/// The members of one JSON object, taken out one by one; what is left at the end is unknown.
pub struct Fields<'a> {
    path: String,
    members: Map<String, Value>,
    absent: Absent,
    wrong: &'a mut Vec<Wrong>,
}

impl<'a> Fields<'a> {
    /// Opens the object at `path` (empty for the outermost one).
    pub fn of(value: Value, path: &str, wrong: &'a mut Vec<Wrong>) -> Option<Self> {
        match value {
            Value::Object(members) => {
                Some(Self { path: path.to_owned(), members, absent: Absent::default(), wrong })
            }
            _ => {
                wrong.push(Wrong { field: path.to_owned(), problem: "must be an object".to_owned() });
                None
            }
        }
    }

    /// The text of a required member.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let value = self.required(name)?;
        self.as_text(name, value)
    }

    /// The text of an optional member.
    pub fn optional_text(&mut self, name: &str) -> Option<String> {
        let value = self.optional(name)?;
        self.as_text(name, value)
    }

    /// A required member whose text must be one of the known names.
    pub fn one_of<T: Copy>(&mut self, name: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.text(name)?;
        self.pick(name, &text, known)
    }

    /// An optional member whose text must be one of the known names.
    pub fn optional_one_of<T: Copy>(&mut self, name: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.optional_text(name)?;
        self.pick(name, &text, known)
    }

    /// A required list of known names; `None` if any entry is invalid.
    pub fn list_of<T: Copy>(&mut self, name: &str, known: &[(&str, T)]) -> Option<Vec<T>> {
        let Value::Array(items) = self.required(name)? else {
            self.blame(name, "must be a list");
            return None;
        };
        let (mut picked, mut texts) = (Vec::new(), Vec::new());
        for (index, item) in items.into_iter().enumerate() {
            let item_name = format!("{name}[{index}]");
            let text = self.as_text(&item_name, item);
            if text.is_some() && texts.contains(&text) {
                self.blame(&item_name, "is listed twice");
            }
            picked.push(text.as_deref().and_then(|text| self.pick(&item_name, text, known)));
            texts.push(text);
        }
        picked.into_iter().collect()
    }

    /// A required list of texts.
    pub fn texts(&mut self, name: &str) -> Vec<String> {
        self.required(name).and_then(|value| self.as_texts(name, value)).unwrap_or_default()
    }

    /// An optional list of texts; empty if it is no list.
    pub fn optional_texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.optional(name)?;
        Some(self.as_texts(name, value).unwrap_or_default())
    }

    fn as_texts(&mut self, name: &str, value: Value) -> Option<Vec<String>> {
        let Value::Array(items) = value else {
            self.blame(name, "must be a list");
            return None;
        };
        let mut texts: Vec<String> = Vec::new();
        for (index, item) in items.into_iter().enumerate() {
            let item_name = format!("{name}[{index}]");
            match self.as_text(&item_name, item) {
                Some(text) if texts.contains(&text) => self.blame(&item_name, "is listed twice"),
                text => texts.extend(text),
            }
        }
        Some(texts)
    }

    /// An optional boolean; false when it is missing.
    pub fn flag(&mut self, name: &str) -> bool {
        match self.optional(name) {
            None => false,
            Some(Value::Bool(flag)) => flag,
            Some(_) => {
                self.blame(name, "must be true or false");
                false
            }
        }
    }

    /// A required integer within bounds, inclusive.
    pub fn number(&mut self, name: &str, min: u64, max: u64) -> Option<u64> {
        let value = self.required(name)?;
        self.as_number(name, &value, min, max)
    }

    /// An optional integer within bounds, inclusive.
    pub fn optional_number(&mut self, name: &str, min: u64, max: u64) -> Option<u64> {
        let value = self.optional(name)?;
        self.as_number(name, &value, min, max)
    }

    fn as_number(&mut self, name: &str, value: &Value, min: u64, max: u64) -> Option<u64> {
        match value.as_u64() {
            Some(number) if (min..=max).contains(&number) => Some(number),
            _ => {
                self.blame(name, &format!("must be a whole number from {min} to {max}"));
                None
            }
        }
    }

    /// The raw value of a required member.
    pub fn required(&mut self, name: &str) -> Option<Value> {
        let value = self.optional(name);
        if value.is_none() {
            self.absent.missing(name, self.wrong.len());
            self.blame(name, "is missing");
        }
        value
    }

    /// The raw value of an optional member.
    pub fn optional(&mut self, name: &str) -> Option<Value> {
        #[cfg(test)]
        asked::note(self.path_of(name));
        let value = self.members.remove(name);
        if value.is_none() {
            self.absent.note(name);
        }
        value
    }

    /// Names members of this object that another reader has taken, to suggest them for unknown ones.
    pub fn suggest(&mut self, names: &[&str]) {
        names.iter().for_each(|name| self.absent.note(name));
    }

    /// The names of all members that have not been taken yet.
    pub fn names(&self) -> Vec<String> {
        self.members.keys().cloned().collect()
    }

    /// The full path of a member.
    pub fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    /// Reports a problem with a member.
    pub fn blame(&mut self, name: &str, problem: &str) {
        let field = self.path_of(name);
        self.wrong.push(Wrong { field, problem: problem.to_owned() });
    }

    /// The list of invalid fields, for a reader of a nested part.
    pub fn wrong(&mut self) -> &mut Vec<Wrong> {
        self.wrong
    }

    /// Ends the reading: every member that was not taken is reported as unknown. A required member whose name
    /// is misspelt is not reported as missing as well.
    pub fn finish(mut self) {
        for name in self.names() {
            match nearest(&name, self.absent.names()).map(str::to_owned) {
                Some(meant) => {
                    if let Some(index) = self.absent.take_missing(&meant) {
                        self.wrong.remove(index);
                    }
                    self.blame(&name, &format!("is unknown; did you mean {meant}?"));
                }
                None => self.blame(&name, "is unknown"),
            }
        }
    }

    fn as_text(&mut self, name: &str, value: Value) -> Option<String> {
        match value {
            Value::String(text) if text.is_empty() => {
                self.blame(name, "must not be empty");
                None
            }
            Value::String(text) if text.len() > TEXT_MAX => {
                self.blame(name, &format!("must have at most {TEXT_MAX} bytes"));
                None
            }
            Value::String(text) => Some(text),
            _ => {
                self.blame(name, "must be a string");
                None
            }
        }
    }

    fn pick<T: Copy>(&mut self, name: &str, text: &str, known: &[(&str, T)]) -> Option<T> {
        let found = known.iter().find(|(known, _)| *known == text);
        if found.is_none() {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            self.blame(name, &format!("must be one of {}", names.join(", ")));
        }
        found.map(|(_, value)| *value)
    }
}

/// The path of every member that this thread read. The test of the documentation uses it.
#[cfg(test)]
pub mod asked {
    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local! {
        static PATHS: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    }

    /// Records a path.
    pub fn note(path: String) {
        PATHS.with_borrow_mut(|paths| paths.insert(path));
    }

    /// Returns the paths recorded since the last call.
    pub fn take() -> BTreeSet<String> {
        PATHS.take()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_wrong_field_is_named_and_no_value_is_repeated() {
        let mut wrong = Vec::new();
        let value =
            json!({"a": 1, "b": "", "c": "hunter2", "d": ["x", 2], "e": 11, "f": "no", "z": "canary"});
        let mut fields = Fields::of(value, "top", &mut wrong).unwrap();
        assert_eq!(fields.text("a"), None);
        assert_eq!(fields.text("b"), None);
        assert_eq!(fields.one_of("c", &[("x", 1), ("y", 2)]), None);
        assert_eq!(fields.list_of("d", &[("x", 1)]), None);
        assert_eq!(fields.optional_number("e", 1, 10), None);
        assert!(!fields.flag("f"));
        assert_eq!(fields.text("g"), None);
        assert_eq!(fields.optional_text("h"), None);
        fields.finish();
        let lines: Vec<String> = wrong.iter().map(|w| format!("{} {}", w.field, w.problem)).collect();
        assert_eq!(
            lines,
            [
                "top.a must be a string",
                "top.b must not be empty",
                "top.c must be one of x, y",
                "top.d[1] must be a string",
                "top.e must be a whole number from 1 to 10",
                "top.f must be true or false",
                "top.g is missing",
                "top.z is unknown",
            ]
        );
    }

    #[test]
    fn a_misspelt_member_is_one_mistake_with_the_name_that_was_meant() {
        let mut wrong = Vec::new();
        let value = json!({"inner": {"nam": 1}, "public_orgin": 1, "clientId": 2, "lisen": 3, "other": 4});
        let mut fields = Fields::of(value, "", &mut wrong).unwrap();
        assert_eq!(fields.text("products"), None);
        assert_eq!(fields.text("public_origin"), None);
        let inner = fields.required("inner").unwrap();
        let mut inner = Fields::of(inner, "inner", fields.wrong()).unwrap();
        assert_eq!(inner.text("name"), None);
        inner.finish();
        assert_eq!(fields.text("client_id"), None);
        fields.suggest(&["listen"]);
        fields.finish();
        let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "products: is missing",
                "inner.nam: is unknown; did you mean name?",
                "clientId: is unknown; did you mean client_id?",
                "lisen: is unknown; did you mean listen?",
                "other: is unknown",
                "public_orgin: is unknown; did you mean public_origin?",
            ]
        );
    }
}
