//! A verdict as numbers. `pkg/src/report.js` reads what is written here.
//!
//! ```text
//! how many rows there are
//! each row: rule, status, violation + 1 (0: none), its parameters, how many spans, each span's begin
//!           and end
//! ```
//! The parameters are those of `PackedViolation::numbers`, always as many as a violation can have.

use passgate_core::{PackedViolation, Rows};

/// Writes every row over what was there.
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
