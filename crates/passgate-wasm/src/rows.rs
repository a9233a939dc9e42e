//! A verdict as numbers. `pkg/src/report.js` reads what is written here.
//!
//! ```text
//! how many rows there are
//! each row: rule, status, violation + 1 (0: none), three parameters, how many spans, each span's
//!           begin and end
//! ```
//! A parameter that may be absent is one more than its number, 0 where absent; a set is its bits.

use passgate_core::{Class, Count, IdentityField, RuleName, Status, Verdicts, Violation, names_of};

/// Writes every row over what was there.
pub(crate) fn write(verdicts: &Verdicts, out: &mut Vec<u32>) {
    out.clear();
    out.push(verdicts.rows().len() as u32);
    for row in verdicts.rows() {
        out.push(row.rule as u32);
        out.push(row.status as u32);
        match row.violation {
            None => out.extend([0; 4]),
            Some(violation) => {
                out.push((violation.index() as u32).saturating_add(1));
                out.extend(parameters(violation));
            }
        }
        out.push(row.spans.len() as u32);
        for span in row.spans {
            out.extend([span.0, span.1]);
        }
    }
}

/// The vendor's words in one row.
pub(crate) fn message(verdicts: &Verdicts, row: usize) -> Option<String> {
    match verdicts.rows().nth(row)?.violation? {
        Violation::NotAccepted { message } => message.clone(),
        _ => None,
    }
}

/// The words behind the numbers, as JSON text.
pub(crate) fn vocabulary() -> String {
    let statuses = [Status::Met, Status::Unmet, Status::Unsure].map(Status::name);
    let mut text = String::from("{");
    for (key, words) in [
        ("rules", names_of::<RuleName>().as_slice()),
        ("statuses", &statuses),
        ("violations", &Violation::CODES),
        ("classes", &names_of::<Class>()),
        ("fields", &names_of::<IdentityField>()),
        ("counts", &names_of::<Count>()),
    ] {
        text.push_str(if text.len() > 1 { "],\"" } else { "\"" });
        text.push_str(key);
        text.push_str("\":[");
        for (index, word) in words.iter().enumerate() {
            text.push_str(if index > 0 { ",\"" } else { "\"" });
            text.push_str(word);
            text.push('"');
        }
    }
    text.push_str("]}");
    text
}

fn parameters(violation: &Violation) -> [u32; 3] {
    match violation {
        Violation::TooShort { min } => [*min, 0, 0],
        Violation::TooLong { max } => [*max, 0, 0],
        Violation::WrongLength { min, max } => [optional(*min), optional(*max), 0],
        Violation::TooFewClasses { required, found, missing } => {
            [*required, *found, u32::from(missing.bits())]
        }
        Violation::TooRepetitive { max, count } => {
            [optional(*max), optional(count.map(|count| count as u32)), 0]
        }
        Violation::ContainsIdentity { fields } => [u32::from(fields.bits()), 0, 0],
        Violation::NotAccepted { message } => [u32::from(message.is_some()), 0, 0],
        Violation::Empty
        | Violation::MatchesUsername
        | Violation::ReversesUsername
        | Violation::UnsupportedCharacter
        | Violation::TooCommon
        | Violation::Reused => [0; 3],
    }
}

fn optional(number: Option<u32>) -> u32 {
    number.map_or(0, |number| number.saturating_add(1))
}
