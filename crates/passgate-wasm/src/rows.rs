//! A verdict as numbers. `pkg/src/report.js` reads what is written here.
//!
//! ```text
//! how many rows there are
//! each row: rule, status, violation + 1 (0: none), three parameters, how many spans, each span's
//!           begin and end
//! ```
//! The parameters are those of `Reason::numbers`, the words behind the numbers `VOCABULARIES`.

use passgate_core::Verdicts;

/// Writes every row over what was there.
pub(crate) fn write(verdicts: &Verdicts, out: &mut Vec<u32>) {
    out.clear();
    out.push(verdicts.rows().len() as u32);
    for row in verdicts.rows() {
        let (code, [first, second, third]) = row.reason.map_or((0, [0; 3]), |reason| {
            let (code, parameters) = reason.numbers();
            (code.saturating_add(1), parameters)
        });
        let spans = row.spans.len() as u32;
        add(out, &[row.rule as u32, row.status as u32, code, first, second, third, spans]);
        for span in row.spans {
            add(out, &[span.0, span.1]);
        }
    }
}

#[inline(never)]
fn add(out: &mut Vec<u32>, numbers: &[u32]) {
    out.extend_from_slice(numbers);
}
