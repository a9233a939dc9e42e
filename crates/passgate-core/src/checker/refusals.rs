//! Learns from the vendor's refusals.

use zeroize::Zeroizing;

use crate::checker::{Checker, Rows};
use crate::text::{TEXT_MAX, Text, judged};
use crate::verdict::{Code, PackedViolation, RuleName, Status, VendorRefusal, Violation};

/// The maximum number of refused texts that one checker remembers. The oldest is dropped first.
pub(super) const REFUSED_MAX: usize = 16;

/// The refusals of this person's passwords, the oldest first.
#[derive(Default)]
pub(super) struct Refusals(Vec<Refused>);

/// One refusal: the exact text, and the vendor's reasons.
struct Refused {
    text: Zeroizing<Vec<u16>>,
    refusal: VendorRefusal,
}

impl Refusals {
    /// The refusal of this text.
    pub(super) fn of(&self, units: &[u16]) -> Option<&VendorRefusal> {
        self.0.iter().find(|refused| *refused.text == units).map(|refused| &refused.refusal)
    }

    /// Stores a refusal. It replaces an earlier one of the same text.
    fn add(&mut self, units: &[u16], refusal: VendorRefusal) {
        let again = self.0.iter().position(|refused| *refused.text == units);
        let oldest = (self.0.len() >= REFUSED_MAX).then_some(0);
        if let Some(over) = again.or(oldest) {
            self.0.remove(over);
        }
        self.0.push(Refused { text: Zeroizing::new(units.to_vec()), refusal });
    }

    /// Whether some refusal belongs to no rule of the policy.
    pub(super) fn has_vendor_row(&self) -> bool {
        let is_vendors = |(name, _): &(RuleName, PackedViolation)| *name == RuleName::Vendor;
        self.0.iter().any(|refused| refused.refusal.violations.iter().any(is_vendors))
    }
}

impl Checker {
    /// Learns from the vendor's refusal: from now on the rows that it concerns are unmet for this exact text.
    /// A limit in it tightens the rules for every text if it explains the refusal, that is, if it certainly
    /// forbids this text. Limits only tighten, with one exception: a length that contradicts the policy
    /// replaces its length, and a text outside of the replaced limits is unsure.
    ///
    /// A text longer than [`TEXT_MAX`] is refused anyway, so a refusal of it changes nothing.
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
        if let Some(units) = judged(text) {
            self.refuse_units(&units, violations.into());
        }
    }

    /// Does the same as [`Checker::refuse`] for UTF-16 code units.
    pub fn refuse_units(&mut self, units: &[u16], mut refusal: VendorRefusal) {
        if units.len() > TEXT_MAX {
            return;
        }
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
        self.refused.add(units, refusal);
    }

    /// The row of a violation; the vendor's own row if the policy has none for it.
    fn row_of(&self, violation: PackedViolation, rows: &Rows) -> RuleName {
        let name = violation.code.row().unwrap_or_else(|| suspect(rows));
        if self.has(name) { name } else { RuleName::Vendor }
    }
}

/// The row behind a refusal whose code names no rule. The vendors call it "complexity" (EIAM `PWD.0005`) or
/// "format" (Feishu `1050022`). So it is a rule about characters or the length: one that was unsure here, or
/// else one that is unmet. If all of them are met, none explains the refusal, and it gets the vendor's own
/// row.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, Locale, Policy, Product};

    #[test]
    fn a_refusal_of_a_text_that_is_too_long_changes_nothing() {
        let policy = Policy::shipped(Product::Feishu);
        let mut checker = Checker::new(&policy, &Identity::default());
        let refused = [Violation::TooLong { max: 18 }, Violation::Reused];
        for text in ["Kx7#".repeat(TEXT_MAX / 4 + 1), "密".repeat(TEXT_MAX + 1), "👍".repeat(300_000)] {
            let before = (checker.check(&text), checker.checklist(Locale::En));
            checker.refuse(&text, &refused);
            checker.refuse_units(&text.encode_utf16().collect::<Vec<u16>>(), refused[..].into());
            assert_eq!((checker.check(&text), checker.checklist(Locale::En)), before);
            assert!(checker.refused.0.is_empty());
            assert_eq!(policy.teaches(&text, &refused[0]), None);
            assert!(!policy.forbids(crate::Limit::Length { min: None, max: Some(18) }, &text));
        }
        let longest = "Kx7#".repeat(TEXT_MAX / 4);
        checker.refuse(&longest, &refused);
        assert_eq!(checker.checklist(Locale::En)[0].text, "8 to 18 characters");
    }
}
