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
    add(out, verdicts.rows().len());
    for row in verdicts.rows() {
        let (code, parameters) = row.reason.map_or((0, [0; 3]), |reason| {
            let (code, parameters) = reason.numbers();
            (code.saturating_add(1), parameters)
        });
        for number in &[row.rule as u32, row.status as u32, code] {
            add(out, *number as usize);
        }
        for parameter in &parameters {
            add(out, *parameter as usize);
        }
        add(out, row.spans.len());
        for span in row.spans {
            add(out, span.0 as usize);
            add(out, span.1 as usize);
        }
    }
}

#[inline(never)]
fn add(out: &mut Vec<u32>, number: usize) {
    out.push(number as u32);
}
