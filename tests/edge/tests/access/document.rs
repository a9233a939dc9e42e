//! `docs/access.md`: the table, as it was seen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::alike::Group;
use crate::callers::{Cell, Cells};
use crate::routes::{Guarded, OPEN, TOKEN_ROUTES};

const HEAD: &str = "# Access control matrix

Who may what: every route behind which somebody must be, against every kind of caller. Each cell is asked of the running Worker by `tests/edge/tests/access`, which also writes this file (`PASSGATE_ACCESS=write`) and fails when it says anything else. All of it is about one account, wangxiaoming's.

A cell is the HTTP status, and the code where the status is not enough; **bold** is a yes. Whoever is refused has caused no call to a vendor. The shapes and codes are the vendors' own. `sign-in-too-old` names in `WWW-Authenticate` how old a sign-in may be (RFC 9470).

";

/// What must not be told apart, as `alike.rs` asks it, and what is open to anybody, as `routes.rs` has it.
fn tail(alike: &[Group]) -> String {
    let mut text =
        "\nWhat must not be told apart is answered byte for byte alike, at one time. Each line is one \
                    answer (`tests/edge/tests/access/alike.rs`):\n\n"
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
        "\nOpen to anybody: {}.\n\nA client shows its id and secret at {} and nowhere else; nothing else is taken there.\n",
        open.join(", "),
        exchanges.join(" and ")
    );
    text
}

/// Fails when the file says anything else than the rows. When told to, writes it, and fails too: no run
/// passes that has only written.
pub fn holds(rows: &[(&'static str, Cells)], alike: &[Group]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/access.md");
    let text = text(rows) + &tail(alike);
    if std::env::var_os("PASSGATE_ACCESS").is_some_and(|wish| wish == "write") {
        fs::write(&path, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        panic!("docs/access.md was written anew: read it, and run this again without PASSGATE_ACCESS");
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
        let is_absent = ["nobody", "another scheme"].contains(who);
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
