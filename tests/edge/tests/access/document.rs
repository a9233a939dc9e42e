//! `docs/access.md`: the access control matrix, written from the observed answers.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::access::alike::Group;
use crate::access::callers::{Cell, Cells};
use crate::access::routes::{Guarded, OPEN, TOKEN_ROUTES};

const HEAD: &str = "# Access control matrix

The table shows every protected route for every kind of caller. The test `tests/edge/tests/access` sends each request to the running Worker. It writes this page (`PASSGATE_ACCESS=write`), and fails if the page differs. All requests concern one account, wangxiaoming's.

A cell is the HTTP status, with the code if the status alone is ambiguous. **Bold** means access. A refused request causes no call to a vendor. The formats and codes are the vendors' own. `sign-in-too-old` states the permitted age of the sign-in in `WWW-Authenticate` (RFC 9470).

";

/// The answers that `alike.rs` compares, and the public routes of `routes.rs`.
fn tail(alike: &[Group]) -> String {
    let mut text =
        "\nAnswers that must not be distinguishable are identical byte for byte, and take the same time. \
         Each line is one answer (`tests/edge/tests/access/alike.rs`):\n\n"
            .to_owned();
    for Group { what, asks, .. } in alike {
        let names: Vec<&str> = asks.iter().map(|(name, _)| *name).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {what}: {}", names.join(" / "));
    }
    let code = |template: &str| format!("`{template}`");
    let open: Vec<String> = OPEN.iter().map(|(template, ..)| code(template)).collect();
    let exchanges: Vec<String> = TOKEN_ROUTES.iter().map(|template| code(template)).collect();
    let _ = write!(
        text,
        "\nPublic routes: {}.\n\nA client sends its id and secret only to {}. These routes accept no other credential.\n",
        open.join(", "),
        exchanges.join(" and ")
    );
    text
}

/// Fails if the file differs from the rows. With `PASSGATE_ACCESS=write` it writes the file and fails, so
/// that a run that only writes never passes.
pub fn holds(rows: &[(&'static str, Cells)], alike: &[Group]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    let text = text(rows) + &tail(alike);
    if std::env::var_os("PASSGATE_ACCESS").is_some_and(|wish| wish == "write") {
        fs::write(&path, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        panic!("wrote docs/access.md: read it, then run this again without PASSGATE_ACCESS");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/access.md is out of date: run the test again with PASSGATE_ACCESS=write, and commit it"
    );
}

fn text(rows: &[(&'static str, Cells)]) -> String {
    let mut text = HEAD.to_owned();
    let names: Vec<&str> = Guarded::ALL.into_iter().map(Guarded::name).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| caller | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    for (who, cells) in rows {
        let is_absent = ["no credential", "another authentication scheme"].contains(who);
        let cells = Guarded::ALL.into_iter().zip(cells).map(|(route, cell)| shown(*cell, route, is_absent));
        let _ = writeln!(text, "| {who} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    text
}

fn shown(cell: Cell, route: Guarded, is_absent: bool) -> String {
    let (status, code) = cell.expected(route, is_absent);
    match cell {
        Cell::Yes => format!("**{status}**"),
        Cell::Who if code.starts_with('9') => format!("{status} {code}"),
        Cell::Old if code == "sign-in-too-old" => format!("{status} {code}"),
        Cell::No | Cell::Old if code.starts_with('9') => format!("{status} {code}"),
        _ => status.to_string(),
    }
}
