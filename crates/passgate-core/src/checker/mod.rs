//! A policy made ready for one person: the verdict while typing.

mod generate;
mod one_pass;
mod password_rules;
mod rows;

use std::fmt;

use serde::Serialize;
use zeroize::Zeroizing;

use crate::checker::one_pass::OnePass;
use crate::document::{ClassSet, DocumentError, Node};
use crate::identity::Identity;
use crate::phrases::{self, Locale};
use crate::policy::rules::{self, Prepared, Rule, Scratch, Verdict};
use crate::policy::{Policy, PolicyRule};
use crate::text::{Span, Text};
use crate::verdict::{Code, PackedViolation, Report, RuleName, Status, VendorRefusal, Violation};

pub use generate::GenerateError;
pub use password_rules::PasswordRules;
pub use rows::{Row, Rows};

/// The longest text that is judged, in UTF-16 code units. What is longer was not meant as a
/// password (a file pasted by accident): it is too long and nothing else is said of it, at once.
pub const TEXT_MAX: usize = 8_192;

/// The most refused texts one checker remembers; the oldest is forgotten first.
const REFUSED_MAX: usize = 16;

/// Judges texts by one policy for one person, and learns from the vendor's refusals.
pub struct Checker {
    /// The rules as they stand now, a row each: refusals of this person's passwords can tighten them.
    policy: Policy,
    /// What each of them needs of the person.
    prepared: Vec<Prepared>,
    one_pass: OnePass,
    /// The classes that the charset allows; sentences ask for no others.
    classes: ClassSet,
    refused: Vec<Refused>,
}

/// Which of two documents cannot be used.
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
    /// Which rule the row is.
    pub rule: RuleName,
    /// What it asks for.
    pub text: String,
}

/// One refusal: the exact text, and what the vendor said of it.
struct Refused {
    text: Zeroizing<Vec<u16>>,
    refusal: VendorRefusal,
}

impl Checker {
    /// Makes a policy ready for a person.
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

    /// Reads a policy and a person from plain data, and makes the one ready for the other.
    ///
    /// # Errors
    /// As [`Policy::read`] and [`Identity::read`].
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
        let mut checker = Self { policy, prepared: Vec::new(), one_pass, classes, refused: Vec::new() };
        checker.identify(identity);
        checker
    }

    /// Another person, or more that is known of the same one. What refusals taught stays.
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

    /// The rules as they stand now, tightened by what the vendor said.
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

    /// What each row asks for, before anything is typed, with what was learned since.
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

    /// The same, row by row.
    pub fn ask(&self, locale: Locale, mut row: impl FnMut(Asked)) {
        for rule in self.rules() {
            row(Asked { rule: rule.name(), text: self.text_of(rule, locale) });
        }
        if self.has_vendor_row() {
            row(Asked { rule: RuleName::Vendor, text: phrases::vendor_row(locale) });
        }
    }

    /// What the row of that rule asks for.
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

    /// Every row, in policy order. Any text at all has a verdict.
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
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(text.encode_utf16().collect());
        let mut rows = Rows::default();
        self.judge(&units, &mut rows);
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
        let units: Zeroizing<Vec<u16>> = Zeroizing::new(text.encode_utf16().collect());
        self.accepts_units(&units)
    }

    /// As [`Checker::check`], of UTF-16 code units (lone surrogates too), into memory that is used
    /// again: once the buffers have grown, a keystroke allocates nothing.
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
        let text = Text::new(units);
        rows.clear();
        let too_long = units.len() > TEXT_MAX;
        let max = if too_long { self.longest() } else { 0 };
        let clear = self.one_pass.clear(&self.prepared, units).unwrap_or_default();
        for (index, (entry, prepared)) in self.rows().enumerate() {
            let name = entry.rule().name();
            rows.add(name, entry.advice(), |spans, scratch| {
                if !too_long && clear.contains(index) && prepared.is_complete() {
                    Verdict::Met
                } else if !too_long {
                    prepared.check(entry.rule()).judge(&text, spans, scratch).of_classes(self.classes)
                } else {
                    if name == RuleName::Length {
                        spans.push(Span(max, text.whole().1));
                    }
                    Verdict::Unsure(None)
                }
            });
        }
        if too_long || text.is_empty() {
            // The row of the length says it, or the vendor's own where there is none.
            let row = if self.has(RuleName::Length) { RuleName::Length } else { RuleName::Vendor };
            let code = if too_long { Code::TooLong } else { Code::Empty };
            rows.refuse(row, PackedViolation::of(code, max));
        }
        if too_long {
            return;
        }
        if let Some(refused) = self.refused.iter().find(|refused| *refused.text == units) {
            for (name, violation) in &refused.refusal.violations {
                rows.refuse(*name, *violation);
            }
            rows.set_message(refused.refusal.message.as_deref());
        }
    }

    /// As [`Checker::accepts`], of UTF-16 code units. Never allocates for ASCII.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let units: Vec<u16> = "Tide*Lamp72".encode_utf16().collect();
    /// assert!(checker.accepts_units(&units));
    /// ```
    pub fn accepts_units(&self, units: &[u16]) -> bool {
        if units.is_empty()
            || units.len() > TEXT_MAX
            || self.refused.iter().any(|refused| *refused.text == units)
        {
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

    /// Takes the vendor's refusal in: the rows it concerns are unmet for that exact text from now
    /// on. A limit it carries tightens the rules for every text if it explains the refusal: if it
    /// certainly forbids that text. Limits only tighten, with one exception: a length that contradicts the
    /// policy replaces its length, and a text outside of the replaced limits is unsure.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product, Violation};
    ///
    /// let mut checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// checker.refuse("Tide*Lamp72", &[Violation::TooShort { min: 12 }]);
    /// assert!(!checker.accepts("Tide*Lamp73"), "it has 11 characters, too");
    /// assert!(checker.accepts("Tide*Lamp-72"));
    /// ```
    pub fn refuse(&mut self, text: &str, violations: &[Violation]) {
        let units: Vec<u16> = text.encode_utf16().collect();
        self.refuse_units(&units, violations.into());
    }

    /// As [`Checker::refuse`], of UTF-16 code units.
    pub fn refuse_units(&mut self, units: &[u16], mut refusal: VendorRefusal) {
        if refusal.violations.is_empty() {
            refusal.add(PackedViolation::of(Code::NotAccepted, 0), None);
        }
        let mut rows = Rows::default();
        self.judge(units, &mut rows);
        for (name, violation) in &mut refusal.violations {
            *name = self.row_of(*violation, &rows);
            self.policy.learn(*violation, &Text::new(units));
        }
        self.one_pass.learn(self.policy.rules(), &self.prepared);
        let again = self.refused.iter().position(|refused| *refused.text == units);
        let oldest = (self.refused.len() >= REFUSED_MAX).then_some(0);
        if let Some(over) = again.or(oldest) {
            self.refused.remove(over);
        }
        self.refused.push(Refused { text: Zeroizing::new(units.to_vec()), refusal });
    }

    /// The same checker, with every rule looking at every text itself.
    #[cfg(test)]
    pub(crate) fn row_by_row(mut self) -> Self {
        self.one_pass = OnePass::none();
        self
    }

    /// Whether there was a refusal that no rule covers.
    fn has_vendor_row(&self) -> bool {
        let is_vendors = |(name, _): &(RuleName, PackedViolation)| *name == RuleName::Vendor;
        self.refused.iter().any(|refused| refused.refusal.violations.iter().any(is_vendors))
    }

    /// The rules, each with what was made ready of it.
    fn rows(&self) -> impl Iterator<Item = (&PolicyRule, &Prepared)> {
        self.policy.rules().iter().zip(&self.prepared)
    }

    /// The longest text that is taken, as far as texts are judged.
    #[cold]
    fn longest(&self) -> u32 {
        self.rules().find_map(Rule::longest).unwrap_or(u32::MAX).min(TEXT_MAX as u32)
    }

    fn has(&self, name: RuleName) -> bool {
        self.rules().any(|rule| rule.name() == name)
    }

    /// The row a violation belongs to; the vendor's own row where the policy has none for it.
    fn row_of(&self, violation: PackedViolation, rows: &Rows) -> RuleName {
        let name = violation.code.row().unwrap_or_else(|| suspect(rows));
        if self.has(name) { name } else { RuleName::Vendor }
    }
}

/// The row behind a refusal whose code names no rule. The vendors' word for it is "complexity"
/// (EIAM `PWD.0005`) or "format" (Feishu `1050022`): of the rules about which characters there are, one
/// that this side was unsure about, or one that is not met. A row that is met explains nothing, whatever
/// the vendor says: then the refusal is the vendor's own.
fn suspect(rows: &Rows) -> RuleName {
    let of_status = |status: Status| {
        rows.rows().find(|row| {
            matches!(row.rule, RuleName::Charset | RuleName::Composition | RuleName::Length)
                && row.status == status
        })
    };
    let suspect = of_status(Status::Unsure).or_else(|| of_status(Status::Unmet));
    suspect.map_or(RuleName::Vendor, |row| row.rule)
}

impl fmt::Debug for Checker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checker").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
