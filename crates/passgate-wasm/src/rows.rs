//! A verdict as numbers. `pkg/src/report.js` reads what is written here.
//!
//! ```text
//! how many rows there are
//! each row: rule, status, violation + 1 (0: none), three parameters, how many spans, each span's
//!           begin and end
//! ```
//! The parameters are [`Violation::parameters`], the words behind the numbers `VOCABULARIES`.

use passgate_core::{Verdicts, Violation};

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
                out.push(violation.index().saturating_add(1));
                out.extend(violation.parameters());
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
