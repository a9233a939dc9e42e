//! Checks any text, with any policy, for any person.

use arbitrary::{Arbitrary, Unstructured};
use passgate_core::{Checker, Identity, Policy, Rows, Span, Status, VendorRefusal, Violation};

use crate::documents::Document;
use crate::person::Person;

#[derive(Arbitrary, Debug)]
struct Case {
    policy: Document,
    person: Person,
    pieces: Vec<Piece>,
    more: Vec<char>,
    lengths: (u8, u8),
}

/// A part of the typed text.
#[derive(Arbitrary, Debug)]
enum Piece {
    Text(String),
    /// Any UTF-16 code units, including lone surrogates.
    Units(Vec<u16>),
    Run(char, u8),
    Username,
    Name,
    Phone,
    Email,
    Word,
}

/// The maximum length of a text. Interesting findings need no more, and slower inputs find fewer.
const UNITS_MAX: usize = 512;

/// Reads a case from the bytes and checks the properties of every text, policy and person.
pub fn check(bytes: &[u8]) {
    let Ok(case) = Case::arbitrary_take_rest(Unstructured::new(bytes)) else { return };
    let identity = case.person.identity();
    let units = case.units(&identity);
    if let Some(policy) = case.policy.policy() {
        let checker = Checker::new(&policy, &identity);
        judged(&checker, &policy.to_json(), &units);
        refused(checker, &units);
    }
    agreed(&units, case.lengths);
    still_too_long(&units, &case.more, case.lengths);
}

impl Case {
    fn units(&self, identity: &Identity) -> Vec<u16> {
        let mut units: Vec<u16> = Vec::new();
        let own = |text: Option<&String>| text.map(|text| text.encode_utf16().collect()).unwrap_or_default();
        for piece in &self.pieces {
            let piece: Vec<u16> = match piece {
                Piece::Text(text) => text.encode_utf16().collect(),
                Piece::Units(units) => units.clone(),
                Piece::Run(character, times) => {
                    character.to_string().repeat(usize::from(*times)).encode_utf16().collect()
                }
                Piece::Username => own(identity.username.as_ref()),
                Piece::Name => own(identity.name.as_ref()),
                Piece::Phone => own(identity.phones.iter().flatten().next()),
                Piece::Email => own(identity.emails.iter().flatten().next()),
                Piece::Word => own(identity.words.iter().flatten().next()),
            };
            units.extend(piece);
        }
        units.truncate(UNITS_MAX);
        units
    }
}

/// Rows agree with the fast path and with a second run. Spans are ordered, do not overlap, and end on
/// character boundaries.
fn judged(checker: &Checker, policy: &str, units: &[u16]) {
    let mut rows = Rows::default();
    checker.judge(units, &mut rows);
    let accepted = checker.accepts_units(units);
    assert_eq!(accepted, rows.accepted(), "{units:x?} by {policy}");
    let report = rows.report();
    assert_eq!(report.accepted, report.findings.iter().all(|row| row.status != Status::Unmet));
    checker.judge(units, &mut rows);
    assert!(rows.report() == report, "the second verdict differs from the first");
    let boundaries = boundaries(units);
    for row in &report.findings {
        assert!(row.status != Status::Unmet || row.violation.is_some(), "a refusal without a reason");
        assert!(row.status != Status::Met || row.violation.is_none(), "a reason without a refusal");
        let mut before = None;
        for Span(from, to) in &row.spans {
            assert!(from < to && before.is_none_or(|before| before <= *from), "{units:x?}: {row:?}");
            for end in [from, to] {
                assert!(boundaries.binary_search(end).is_ok(), "{end} is inside a character");
            }
            before = Some(*to);
        }
    }
    if let Ok(text) = String::from_utf16(units) {
        assert!(checker.check(&text) == report && checker.accepts(&text) == report.accepted);
    }
}

/// A text that the vendor refused is refused from then on.
fn refused(mut checker: Checker, units: &[u16]) {
    checker.refuse_units(units, VendorRefusal::from(&[Violation::Reused][..]));
    let mut rows = Rows::default();
    checker.judge(units, &mut rows);
    assert!(!rows.accepted() && !checker.accepts_units(units), "accepted after a refusal");
}

fn boundaries(units: &[u16]) -> Vec<u32> {
    let mut at: u32 = 0;
    let mut boundaries = vec![at];
    for decoded in char::decode_utf16(units.iter().copied()) {
        at = at.saturating_add(decoded.map_or(1, |character| character.len_utf16() as u32));
        boundaries.push(at);
    }
    boundaries
}

/// The unit `any` is met or unmet where the four units agree, and unsure where they do not.
fn agreed(units: &[u16], (min, more): (u8, u8)) {
    if units.is_empty() {
        return;
    }
    let (min, max) = limits(min, more);
    let taken = ["grapheme", "code-point", "utf16", "byte"].map(|unit| accepts(units, min, max, unit));
    let Some(any) = of_length(min, max, "any") else { return };
    let mut rows = Rows::default();
    any.judge(units, &mut rows);
    let status = rows.rows().next().map(|row| row.status);
    let expected = match (taken.contains(&true), taken.contains(&false)) {
        (true, false) => Status::Met,
        (false, _) => Status::Unmet,
        (true, true) => Status::Unsure,
    };
    assert_eq!(status, Some(expected), "{min} to {max}: {taken:?}");
}

/// Adding characters never makes a text that is too long valid.
fn still_too_long(units: &[u16], more: &[char], (min, range): (u8, u8)) {
    let (_, max) = limits(min, range);
    let longer: Vec<u16> = units
        .iter()
        .copied()
        .chain(more.iter().collect::<String>().encode_utf16())
        .take(2 * UNITS_MAX)
        .collect();
    for unit in ["grapheme", "code-point", "utf16", "byte", "any"] {
        let Some(checker) = of_length(1, max, unit) else { continue };
        let too_long = |units: &[u16]| {
            let mut rows = Rows::default();
            checker.judge(units, &mut rows);
            rows.rows().any(|row| row.violation() == Some(Violation::TooLong { max }))
        };
        assert!(!too_long(units) || too_long(&longer), "over {max} {unit}s, but not with more");
    }
}

fn limits(min: u8, more: u8) -> (u32, u32) {
    let min = u32::from(min).max(1);
    (min, min.saturating_add(u32::from(more)))
}

fn accepts(units: &[u16], min: u32, max: u32, unit: &str) -> bool {
    of_length(min, max, unit).is_some_and(|checker| checker.accepts_units(units))
}

fn of_length(min: u32, max: u32, unit: &str) -> Option<Checker> {
    let document = serde_json::json!({ "product": "eiam",
        "rules": [{ "rule": "length", "min": min, "max": max, "unit": unit }] });
    Some(Checker::new(&Policy::from_value(document).ok()?, &Identity::default()))
}
