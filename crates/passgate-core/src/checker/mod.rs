//! A policy prepared for one person: the verdict while typing.

mod generate;
mod one_pass;
mod password_rules;
mod refusals;
mod rows;

use std::fmt;

use serde::Serialize;

use crate::checker::one_pass::OnePass;
use crate::checker::refusals::Refusals;
use crate::document::{ClassSet, DocumentError, Node};
use crate::identity::Identity;
use crate::phrases::{self, Locale};
use crate::policy::rules::{self, Prepared, Rule, Scratch, Verdict};
use crate::policy::{Policy, PolicyRule};
use crate::text::{Span, Text, count_units, judged};
use crate::verdict::{Code, PackedViolation, Report, RuleName};

pub use crate::text::TEXT_MAX;
pub use generate::GenerateError;
pub use password_rules::PasswordRules;
pub use rows::{Row, Rows};

/// [`TEXT_MAX`] as a limit of length.
const LONGEST: u32 = TEXT_MAX as u32;

/// Judges texts by one policy for one person, and learns from the vendor's refusals.
pub struct Checker {
    /// The current rules, one row each. Refusals of this person's passwords can tighten them.
    policy: Policy,
    /// The data that each rule prepared for the person.
    prepared: Vec<Prepared>,
    one_pass: OnePass,
    /// The classes that the charset allows. Sentences ask for no others.
    classes: ClassSet,
    refused: Refusals,
}

/// The document that cannot be used, of two.
#[derive(Debug)]
pub enum ReadError {
    /// The policy.
    Policy(Box<DocumentError>),
    /// The identity.
    Identity(Box<DocumentError>),
}

/// One row of the checklist before anything is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Asked {
    /// The rule of the row.
    pub rule: RuleName,
    /// What the rule requires.
    pub text: String,
}

impl Checker {
    /// Prepares a policy for a person.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let identity = Identity { username: Some("wangxm".into()), ..Identity::default() };
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &identity);
    /// assert!(!checker.accepts("Wangxm@2024"));
    /// ```
    pub fn new(policy: &Policy, identity: &Identity) -> Self {
        Self::of(policy.clone(), identity)
    }

    /// Reads a policy and an identity from plain data, and prepares the policy for the person.
    ///
    /// # Errors
    /// The same as those of [`Policy::read`] and [`Identity::read`].
    pub fn read(policy: Node<'_>, identity: Node<'_>) -> Result<Box<Self>, ReadError> {
        let (mut rules, mut person) = (Policy::nothing(), Identity::default());
        rules.read_into(policy).map_err(ReadError::Policy)?;
        person.read_into(identity).map_err(ReadError::Identity)?;
        Ok(Box::new(Self::of(rules, &person)))
    }

    #[inline(never)]
    fn of(policy: Policy, identity: &Identity) -> Self {
        let classes = policy.classes();
        let one_pass = OnePass::none();
        let mut checker =
            Self { policy, prepared: Vec::new(), one_pass, classes, refused: Refusals::default() };
        checker.identify(identity);
        checker
    }

    /// Replaces the person, or adds what is known about the same person. Everything learned from refusals is
    /// kept.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let mut checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// assert!(checker.accepts("Wangxm@2024"));
    /// checker.identify(&Identity { username: Some("wangxm".into()), ..Identity::default() });
    /// assert!(!checker.accepts("Wangxm@2024"));
    /// ```
    pub fn identify(&mut self, identity: &Identity) {
        let person = rules::person(self.rules(), identity);
        self.prepared.clear();
        for entry in self.policy.rules() {
            self.prepared.push(entry.rule().prepare(identity, &person));
        }
        self.one_pass.learn(self.policy.rules(), &self.prepared);
    }

    /// The current rules, tightened by the vendor's refusals.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product, RuleName};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// assert_eq!(checker.rules().next().map(|rule| rule.name()), Some(RuleName::Length));
    /// ```
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.policy.rules().iter().map(PolicyRule::rule)
    }

    /// What each row requires before anything is typed, including learned limits.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Locale, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// assert_eq!(checker.checklist(Locale::En)[0].text, "8 to 18 characters");
    /// ```
    pub fn checklist(&self, locale: Locale) -> Vec<Asked> {
        let mut rows = Vec::new();
        self.ask(locale, |asked| rows.push(asked));
        rows
    }

    /// Does the same row by row.
    pub fn ask(&self, locale: Locale, mut row: impl FnMut(Asked)) {
        for rule in self.rules() {
            row(Asked { rule: rule.name(), text: self.text_of(rule, locale) });
        }
        if self.refused.has_vendor_row() {
            row(Asked { rule: RuleName::Vendor, text: phrases::vendor_row(locale) });
        }
    }

    /// What the row of this rule requires.
    pub fn asks(&self, name: RuleName, locale: Locale) -> String {
        match self.rules().find(|rule| rule.name() == name) {
            Some(rule) => self.text_of(rule, locale),
            None => phrases::vendor_row(locale),
        }
    }

    fn text_of(&self, rule: &Rule, locale: Locale) -> String {
        match rule {
            Rule::Composition(rule) => Rule::Composition(rule.within(self.classes)).ask(locale),
            _ => rule.ask(locale),
        }
    }

    /// The verdict with every row, in policy order. Every text has a verdict.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product, Violation};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let report = checker.check("Kx7#");
    /// assert!(!report.accepted);
    /// assert_eq!(report.violations(), [Violation::TooShort { min: 8 }]);
    /// ```
    pub fn check(&self, text: &str) -> Report {
        let mut rows = Rows::default();
        match judged(text) {
            Some(units) => self.judge(&units, &mut rows),
            None => self.judge_too_long(count_units(text), &mut rows),
        }
        rows.report()
    }

    /// Whether no row is unmet: the same verdict as [`Checker::check`], without its report.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// assert!(checker.accepts("Tide*Lamp72") && !checker.accepts("password"));
    /// ```
    pub fn accepts(&self, text: &str) -> bool {
        judged(text).is_some_and(|units| self.accepts_units(&units))
    }

    /// Does the same as [`Checker::check`] for UTF-16 code units (including lone surrogates), with reused
    /// buffers: once they have grown, a keystroke allocates nothing.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product, Rows, Status};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let mut rows = Rows::new();
    /// for text in ["T", "Ti", "Tide*Lamp72"] {
    ///     let units: Vec<u16> = text.encode_utf16().collect();
    ///     checker.judge(&units, &mut rows);
    /// }
    /// assert!(rows.accepted());
    /// assert_eq!(rows.rows().next().map(|row| row.status), Some(Status::Met));
    /// ```
    pub fn judge(&self, units: &[u16], rows: &mut Rows) {
        if units.len() > TEXT_MAX {
            return self.judge_too_long(units.len(), rows);
        }
        rows.clear();
        let text = Text::new(units);
        let clear = self.one_pass.clear(&self.prepared, units).unwrap_or_default();
        for (index, (entry, prepared)) in self.rows().enumerate() {
            rows.add(entry, |spans, scratch| {
                if clear.contains(index) && prepared.is_complete() {
                    Verdict::Met
                } else {
                    prepared.check(entry.rule()).judge(&text, spans, scratch).of_classes(self.classes)
                }
            });
        }
        if text.is_empty() {
            rows.refuse(self.row_of_length(), PackedViolation::of(Code::Empty, 0));
        }
        if let Some(refusal) = self.refused.of(units) {
            for (name, violation) in &refusal.violations {
                rows.refuse(*name, *violation);
            }
            rows.set_message(refusal.message.as_deref());
        }
    }

    /// Does the same as [`Checker::judge`] for a text that is too long to be judged, given only its length in
    /// UTF-16 code units, which exceeds [`TEXT_MAX`].
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product, Rows, TEXT_MAX};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let mut rows = Rows::new();
    /// checker.judge_too_long(TEXT_MAX + 1, &mut rows);
    /// assert_eq!(rows.report(), checker.check(&"k".repeat(TEXT_MAX + 1)));
    /// ```
    pub fn judge_too_long(&self, length: usize, rows: &mut Rows) {
        rows.clear();
        let own = self.rules().find_map(Rule::longest).filter(|max| *max <= LONGEST);
        let max = own.unwrap_or(LONGEST);
        let end = u32::try_from(length).unwrap_or(u32::MAX);
        for entry in self.policy.rules() {
            rows.add(entry, |spans, _| {
                if entry.rule().name() == RuleName::Length {
                    spans.push(Span(max, end));
                }
                Verdict::Unsure(None)
            });
        }
        rows.refuse(self.row_of_length(), PackedViolation::of(Code::TooLong, max));
        if own.is_none() {
            rows.count_characters();
        }
    }

    /// The row that reports an empty or too long text: the vendor's own row if no rule is about the length.
    fn row_of_length(&self) -> RuleName {
        if self.has(RuleName::Length) { RuleName::Length } else { RuleName::Vendor }
    }

    /// Does the same as [`Checker::accepts`] for UTF-16 code units. Never allocates for ASCII.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let units: Vec<u16> = "Tide*Lamp72".encode_utf16().collect();
    /// assert!(checker.accepts_units(&units));
    /// ```
    pub fn accepts_units(&self, units: &[u16]) -> bool {
        if units.is_empty() || units.len() > TEXT_MAX || self.refused.of(units).is_some() {
            return false;
        }
        self.one_pass.accepts(&self.prepared, units).unwrap_or_else(|| self.accepts_row_by_row(units))
    }

    fn accepts_row_by_row(&self, units: &[u16]) -> bool {
        let text = Text::new(units);
        let (mut spans, mut scratch) = (Vec::new(), Scratch::default());
        let mut asked = self.rows().filter(|(entry, _)| !entry.advice());
        asked.all(|(entry, prepared)| {
            spans.clear();
            let check = prepared.check(entry.rule());
            !matches!(check.judge(&text, &mut spans, &mut scratch), Verdict::Unmet(_))
        })
    }

    /// The same checker without the fast path.
    #[cfg(test)]
    pub(crate) fn row_by_row(mut self) -> Self {
        self.one_pass = OnePass::none();
        self
    }

    /// The rules, each with its prepared data.
    fn rows(&self) -> impl Iterator<Item = (&PolicyRule, &Prepared)> {
        self.policy.rules().iter().zip(&self.prepared)
    }

    fn has(&self, name: RuleName) -> bool {
        self.rules().any(|rule| rule.name() == name)
    }
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checker").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
