//! A verdict as numbers. `pkg/src/report.js` reads what is written here.
//!
//! ```text
//! the number of rows
//! each row: rule, status, violation + 1 (0: none), its parameters, the number of spans, the begin and end
//!           of each span
//! ```
//! The parameters are those of `PackedViolation::numbers`, always [`PackedViolation::MEMBERS_MAX`] of them.

use passgate_core::{PackedViolation, Rows};

/// Replaces the content of `out` by the rows.
pub(crate) fn write(rows: &Rows, out: &mut Vec<u32>) {
    out.clear();
    out.push(rows.rows().len() as u32);
    for row in rows.rows() {
        let none = [0; PackedViolation::MEMBERS_MAX];
        let (code, parameters) = row.packed.map_or((0, none), |packed| {
            let (code, parameters) = packed.numbers();
            (code.saturating_add(1), parameters)
        });
        add(out, &[row.rule as u32, row.status as u32, code]);
        add(out, &parameters);
        add(out, &[row.spans.len() as u32]);
        for span in row.spans {
            add(out, &[span.0, span.1]);
        }
    }
}

#[inline(never)]
fn add(out: &mut Vec<u32>, numbers: &[u32]) {
    out.extend_from_slice(numbers);
}
