//! Checks any person.

use arbitrary::{Arbitrary as _, Unstructured};
use passgate_core::{Checker, Identity, Policy, Product, RuleName, Status, inspect};

use crate::person::Person;

const POLICY: &str = r#"{"product":"eiam","rules":[{"rule":"identity",
    "fields":["username","phone","email-prefix","name-pinyin"]}]}"#;

/// The number of readings of a character that the shipped policies try.
const READINGS: usize = 3;

/// The documented limits of the core: the number of words, and of distinct symbols in them.
const WORDS_MAX: usize = 8_192;
const SYMBOLS_MAX: usize = 200;

/// Reads a person from the bytes and checks two properties: the number of words is bounded, and every
/// form of the person's name is found.
pub fn identity(bytes: &[u8]) {
    let Ok(person) = Person::arbitrary_take_rest(Unstructured::new(bytes)) else { return };
    let identity = person.identity();
    let Ok(document) = serde_json::to_string(&identity) else { return };
    let Ok(read) = Identity::from_json(&document) else { return };
    assert!(read == identity, "written and read again");
    for product in Product::ALL {
        let _ = Checker::new(&Policy::shipped(product), &identity).accepts("Kx7#mQ2$vL9p");
    }
    for (words, symbols) in inspect::words(&identity, READINGS) {
        assert!(words <= WORDS_MAX && symbols <= SYMBOLS_MAX, "{words} words of {symbols} symbols");
    }
    let Ok(policy) = Policy::from_json(POLICY) else { return };
    let checker = Checker::new(&policy, &identity);
    for (what, form) in forms(&identity) {
        // A password that contains the person's own name must never be met: the row reports it, or is unsure.
        let row = status(&checker, &format!("~{form}~"));
        assert!(row != Some(Status::Met), "the {what} {form:?} is not seen");
    }
}

/// The forms of a person's names, as the person would type them.
fn forms(identity: &Identity) -> Vec<(&'static str, String)> {
    let long = |text: &str, fewest: usize| inspect::folded(text).len() >= fewest;
    let mut forms = Vec::new();
    let username = identity.username.as_deref().unwrap_or_default().trim();
    if long(username, 2) {
        forms.push(("username", username.to_owned()));
    }
    for email in identity.emails.iter().flatten() {
        let prefix = email.trim().split('@').next().unwrap_or_default();
        if long(prefix, 3) {
            forms.push(("e-mail prefix", prefix.to_owned()));
        }
    }
    for phone in identity.phones.iter().flatten() {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        if digits.len() >= 6 {
            forms.push(("phone number", digits));
        }
    }
    let name = identity.name.as_deref().unwrap_or_default().trim();
    let renderings = inspect::renderings(name, READINGS).unwrap_or_default();
    assert!(renderings.len() <= 64, "{} renderings", renderings.len());
    if let Some(syllables) = renderings.first()
        && syllables.len() > 1
        && long(&syllables.concat(), 4)
    {
        for separator in ["", " ", "-", "."] {
            forms.push(("name in pinyin", syllables.join(separator)));
        }
    }
    if !renderings.is_empty() && long(name, 2) {
        forms.push(("name", name.to_owned()));
    }
    forms
}

fn status(checker: &Checker, text: &str) -> Option<Status> {
    let report = checker.check(text);
    report.findings.iter().find(|row| row.rule == RuleName::Identity).map(|row| row.status)
}
