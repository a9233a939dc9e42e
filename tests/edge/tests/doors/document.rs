//! `docs/doors.md`: the table, as it was seen.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::callers::{Cell, Cells};
use crate::routes::Door;

const HEAD: &str = "# Doors

Who may what: every route behind which somebody must be, against every kind of caller. Each cell is asked of the running Worker by `tests/edge/tests/doors`, which also writes this file (`PASSGATE_DOORS=write`) and fails when it says anything else. All of it is about one account, wangxiaoming's.

A cell is the HTTP status, and the code where the status is not enough; **bold** is a yes. Whoever is refused has caused no call to a vendor. The shapes are the vendors' own: Feishu answers 400 to a false or missing credential (99991663, 99991661) and to a right that is missing (99991672), EIAM 400 `invalid_token` and 403. `sign-in-too-old` names in `WWW-Authenticate` how old a sign-in may be (RFC 9470).

";

const TAIL: &str = "
What must not be told apart is answered byte for byte alike, at one time (`tests/edge/tests/doors/alike.rs`):

- a ticket that opens nothing: unknown, over, used, replaced, malformed or made up, of another browser or of none, for an account that is there or is not;
- at the token routes, an unknown id, a wrong secret and a client of the other product;
- an account that is there and one that is not, for everybody whom the vendor does not answer: a client without the right, another's user, operator or ticket, whoever mints, and a password that is refused here.

That an account is not there, the vendor says to clients and operators alone. A ticket's holder and a user hear what they hear at another's account; the audit log has the vendor's word.

Open to anybody: `GET /v1/policies/{product}`, `/healthz`, `/readyz`, `/openapi.json`, `/.well-known/change-password`, `/.well-known/security.txt`, and the forms' files. The two token routes take a client's id and secret and nothing else.
";

/// Fails when the file says anything else than the rows. When told to, writes it, and fails too: no run
/// passes that has only written.
pub fn holds(rows: &[(&'static str, Cells)]) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/doors.md");
    let text = text(rows);
    if std::env::var_os("PASSGATE_DOORS").is_some_and(|wish| wish == "write") {
        fs::write(&path, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        panic!("docs/doors.md was written anew: read it, and run this again without PASSGATE_DOORS");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == text,
        "docs/doors.md is out of date: run the test again with PASSGATE_DOORS=write, and commit it"
    );
}

fn text(rows: &[(&'static str, Cells)]) -> String {
    let mut text = HEAD.to_owned();
    let names: Vec<&str> = Door::ALL.into_iter().map(Door::name).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(text, "| caller | {} |", names.join(" | "));
    let _ = writeln!(text, "|---|{}", "---|".repeat(names.len()));
    for (who, cells) in rows {
        let is_absent = ["nobody", "another scheme"].contains(who);
        let cells = Door::ALL.into_iter().zip(cells).map(|(door, cell)| shown(*cell, door, is_absent));
        let _ = writeln!(text, "| {who} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    text + TAIL
}

fn shown(cell: Cell, door: Door, is_absent: bool) -> String {
    let (status, code) = cell.expected(door, is_absent);
    match cell {
        Cell::Yes => format!("**{status}**"),
        Cell::Who if code.starts_with('9') => format!("{status} {code}"),
        Cell::Old if code == "sign-in-too-old" => format!("{status} {code}"),
        Cell::No | Cell::Old if code.starts_with('9') => format!("{status} {code}"),
        _ => status.to_string(),
    }
}
