//! Parameters of a query or a form: each must be known and unique.

use passgate_core::Secret;

use crate::bad_input::{self, BadInput, FieldProblem};

/// The parameters, read and checked as a whole.
pub(crate) struct Parameters(Vec<(String, Secret)>);

impl Parameters {
    /// Reads `name=value&…` in the form encoding. `whole` is the place (`query`, `body`) that the error
    /// names when the name of an unknown parameter must not be repeated.
    pub fn read(text: &str, known: &[&str], whole: &str) -> Result<Self, BadInput> {
        let mut parameters: Vec<(String, Secret)> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if !known.contains(&name.as_ref()) {
                return Err(bad_input::unknown("", whole, &name));
            }
            if parameters.iter().any(|(before, _)| *before == name) {
                return Err(BadInput::new(name, FieldProblem::Duplicate));
            }
            parameters.push((name.into_owned(), Secret::new(value)));
        }
        Ok(Self(parameters))
    }

    /// Checks that a query is empty, if the page defines none.
    pub fn none(query: &str) -> Result<(), BadInput> {
        if query.is_empty() { Ok(()) } else { Err(BadInput::new("query", FieldProblem::UnexpectedQuery)) }
    }

    /// Takes a parameter out, if it exists.
    pub fn take(&mut self, name: &str) -> Option<Secret> {
        let index = self.0.iter().position(|(own, _)| own == name)?;
        Some(self.0.swap_remove(index).1)
    }

    /// Takes out a required parameter, which must have one of the listed values.
    pub fn choose<T>(
        &mut self,
        name: &str,
        values: &'static [&'static str],
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<T, BadInput> {
        let value = self.take(name).ok_or_else(|| BadInput::new(name, FieldProblem::Missing))?;
        from_name(value.expose()).ok_or_else(|| BadInput::new(name, FieldProblem::NotOneOf(values)))
    }

    /// Takes out an optional parameter, which must have one of the listed values; the default if it is
    /// missing.
    pub fn choose_or_default<T: Default>(
        &mut self,
        name: &str,
        values: &'static [&'static str],
        from_name: impl Fn(&str) -> Option<T>,
    ) -> Result<T, BadInput> {
        let is_there = self.0.iter().any(|(own, _)| own == name);
        if is_there { self.choose(name, values, from_name) } else { Ok(T::default()) }
    }
}
