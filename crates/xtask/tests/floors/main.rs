//! Inside a crate, dependencies between its top folders point down only.
//!
//! [`table`] states the floors of each crate. [`source`] reads which room of a crate names which other
//! one: in imports, in qualified paths and inside of macros; what only tests need is left out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

mod source;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use source::Use;
use table::{HOUSES, House};

/// The modules of a house, by their file: what each names, as absolute paths.
fn read(house: &House) -> Vec<Use> {
    let checkout: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut uses = Vec::new();
    source::read(&checkout.join(house.source).join("lib.rs"), &mut uses);
    uses
}

/// What is wrong with the arrows of a house, a line each.
fn faults(house: &House, uses: &[Use]) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let floor_of = |room: &str| house.floors.iter().position(|floor| floor.contains(&room));
    let within: Vec<String> = house.within.iter().map(|name| (*name).to_owned()).collect();
    let inside = |path: &[String]| path.strip_prefix(within.as_slice()).map(<[String]>::to_vec);
    let rooms: BTreeSet<String> =
        uses.iter().filter_map(|found| inside(&found.module)?.first().cloned()).collect();
    for room in &rooms {
        if floor_of(room).is_none() {
            faults.insert(format!("`{room}` has no floor"));
        }
    }
    for name in house.floors.iter().flat_map(|floor| floor.iter()) {
        if !rooms.contains(*name) {
            faults.insert(format!("the table names `{name}`, which is not there"));
        }
    }
    // What the root hands out under a name of its own leads to the room that has it.
    let mut exported: BTreeMap<String, String> = BTreeMap::new();
    for found in uses.iter().filter(|found| found.is_import) {
        if let (Some(here), Some(path)) = (inside(&found.module), inside(&found.path))
            && here.is_empty()
            && let [room, .., _] = path.as_slice()
            && rooms.contains(room)
        {
            exported.insert(found.name.clone(), room.clone());
        }
    }
    for found in uses {
        let (Some(here), Some(there)) = (inside(&found.module), inside(&found.path)) else { continue };
        let Some(from) = here.first() else { continue };
        let named = there.first().cloned().unwrap_or_default();
        let to = if rooms.contains(&named) { Some(&named) } else { exported.get(&named) };
        match to {
            None => {
                faults.insert(format!("{from} names `{}` of the root", found.path.join("::")));
            }
            Some(to) if to == from => {}
            Some(to) if floor_of(to) < floor_of(from) => {}
            Some(to) => {
                faults.insert(format!("{from} -> {to} does not point down ({})", found.module.join("::")));
            }
        }
    }
    faults.into_iter().collect()
}

#[test]
fn modules_depend_on_lower_floors_only() {
    let mut all = Vec::new();
    for house in HOUSES {
        let uses = read(house);
        let rooms = house.floors.iter().map(|floor| floor.len()).sum::<usize>();
        assert!(
            uses.len() > rooms.saturating_mul(10),
            "{}: {} paths of {rooms} rooms were read",
            house.source,
            uses.len()
        );
        all.extend(faults(house, &uses).into_iter().map(|fault| format!("{}: {fault}", house.source)));
    }
    assert!(all.is_empty(), "\n{}", all.join("\n"));
}

/// A small house, whose upper room is `above`.
const SMALL: House =
    House { source: "", within: &[], floors: &[&["below"], &["beside", "middle"], &["above"]] };

fn faults_of(middle: &str) -> Vec<String> {
    let mut uses = Vec::new();
    source::read_text(
        &["crate"],
        "mod below;\nmod beside;\nmod middle;\nmod above;\npub use above::{Roof, deep::Attic};",
        &mut uses,
    );
    for room in ["below", "beside", "above"] {
        source::read_text(&["crate", room], "use std::fmt;", &mut uses);
    }
    source::read_text(&["crate", "middle", "inner"], middle, &mut uses);
    let house = House { within: &["crate"], ..SMALL };
    faults(&house, &uses)
}

#[test]
fn what_points_down_is_no_fault() {
    for text in [
        "use crate::below::{self, Thing, deep::*};",
        "use super::other;",
        "use super::super::below::Thing;",
        "fn f() { crate::below::f() }",
        "// crate::above\n/// crate::above\nfn f() { \"crate::above\"; }",
        "#[cfg(test)]\nmod tests { use crate::above::Thing; }",
        "#[cfg(test)]\nuse crate::above::Thing;",
        "#[cfg(test)]\nfn f() -> crate::above::T { crate::above::f() }",
        "pub(crate) fn f() {}",
    ] {
        assert_eq!(faults_of(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn what_points_up_or_sideways_is_a_fault() {
    for text in [
        "use crate::above::Thing;",
        "use crate::{below, above};",
        "use crate::{below::Thing, above::{Thing as Other}};",
        "use super::super::above::Thing;",
        "use crate::Roof;",
        "use crate::Attic as Room;",
        "use crate::beside::Thing;",
        "fn f() -> crate::above::Thing { todo() }",
        "fn f() { below(crate::above::f()) }",
        "fn f() { format!(\"{}\", [crate::above::f()]) }",
        "mod inner { use super::super::super::above::Thing; }",
        "use crate::nowhere::Thing;",
        "#[cfg(test)]\nfn f() {}\nuse crate::above::Thing;",
        "#[cfg(test)]\nmod tests {}\nuse crate::above::Thing;",
        "#[cfg(test)]\nuse std::{fmt, mem};\nuse crate::above::Thing;",
        "macro_rules! m { () => { $crate::above::f() } }",
    ] {
        assert_eq!(faults_of(text).len(), 1, "{text}: {:?}", faults_of(text));
    }
}

#[test]
fn a_room_without_a_floor_is_a_fault() {
    let house = House { within: &["crate"], floors: &[&["below", "gone"]], ..SMALL };
    let mut uses = Vec::new();
    for room in ["below", "above"] {
        source::read_text(&["crate", room], "use std::fmt;", &mut uses);
    }
    assert_eq!(faults(&house, &uses), ["`above` has no floor", "the table names `gone`, which is not there"]);
}
