//! Checks the layers inside a crate: its folders have an order, and a folder imports only from lower
//! layers. So there are no cycles among them.
//!
//! Code that is compiled only for tests is exempt.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, ItemMod, ItemUse, Macro, UseTree};

/// The modules of one folder, by layer.
struct Floors {
    /// The source folder of the crate.
    source: &'static str,
    /// The module that contains these parts; empty for the crate's root.
    within: &'static [&'static str],
    /// The layers, the lowest first. Modules of one layer do not import from each other.
    floors: &'static [&'static [&'static str]],
}

const CRATES: [Floors; 3] = [
    Floors {
        source: "crates/passgate-core/src",
        within: &[],
        floors: &[
            &["text"],
            &["document"],
            &["matching"],
            &["verdict"],
            &["phrases"],
            &["identity", "weak"],
            &["policy"],
            &["checker"],
        ],
    },
    Floors {
        source: "worker/src",
        within: &[],
        floors: &[
            &["base"],
            &["rates", "gate"],
            &["config"],
            &["callers"],
            &["push"],
            &["reset"],
            &["metrics"],
            &["http"],
            &["edge"],
        ],
    },
    Floors {
        source: "worker/src",
        within: &["edge"],
        floors: &[
            &["messages", "platform"],
            &["stubs"],
            &["auth"],
            // Routes do not import objects: they call an object through its stub.
            &["objects", "routes"],
            &["fetch"],
        ],
    },
];

#[test]
fn folders_import_from_below_only() {
    for crate_ in &CRATES {
        let faults = crate_.faults(&sources(&project().join(crate_.source)));
        assert!(faults.is_empty(), "{}:\n{}", crate_.source, faults.join("\n"));
    }
}

#[test]
fn every_folder_has_its_layer() {
    for Floors { source, within, floors } in &CRATES {
        let folder = within.iter().fold(project().join(source), |folder, name| folder.join(name));
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let names = entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
        let there: BTreeSet<String> = names.filter(|name| !["lib", "mod"].contains(&&**name)).collect();
        let listed: BTreeSet<String> = floors.concat().into_iter().map(str::to_owned).collect();
        assert_eq!(there, listed, "{source} {within:?}");
    }
}

#[test]
fn every_form_of_a_forbidden_import_is_found() {
    let floors = Floors { source: "", within: &[], floors: &[&["low"], &["left", "right"], &["high"]] };
    let faults = |name: &str, text: &str| floors.faults(&[(PathBuf::from(name), text.to_owned())]).len();
    for (name, text, expected) in [
        ("low.rs", "use crate::high::Thing;", 1),
        ("low.rs", "use crate::{high::{Thing, Other}, low::Own};", 2),
        ("low/part.rs", "use super::super::high;", 1),
        ("low/mod.rs", "pub use super::left::*;", 1),
        ("low.rs", "fn f(_: crate::high::Thing) {}", 1),
        ("low.rs", "fn f() { say!(\"{}\", crate::high::name()) }", 1),
        ("left.rs", "use crate::right as other;", 1),
        ("low.rs", "use crate::Thing;", 1),
        ("high.rs", "use crate::low::{self, Thing}; use crate::left; fn f() { crate::right::g() }", 0),
        ("low/part.rs", "use super::other; use std::fmt; mod inner { use super::super::other; }", 0),
        ("low.rs", "#[cfg(test)] mod tests { use crate::high::Thing; }", 0),
        ("low/tests.rs", "use crate::high::Thing;", 0),
        ("lib.rs", "pub use low::Thing; pub use crate::high::Other;", 0),
    ] {
        assert_eq!(faults(name, text), expected, "{name}: {text}");
    }
}

impl Floors {
    /// The forbidden imports: the importing module, and the imported one.
    fn faults(&self, sources: &[(PathBuf, String)]) -> Vec<String> {
        let mut faults = Vec::new();
        for (path, text) in sources {
            let module = module_of(path);
            let Some(own) = self.part_of(&module) else { continue };
            let mut imports = Imports { module: module.clone(), paths: Vec::new() };
            imports.visit_file(&syn::parse_file(text).unwrap());
            for imported in imports.paths {
                let Some(part) = self.part_of(&imported) else { continue };
                if part != own && self.floor_of(part).is_none_or(|floor| Some(floor) >= self.floor_of(own)) {
                    faults.push(format!("{} imports {}", path.display(), imported.join("::")));
                }
            }
        }
        faults
    }

    /// The part of this folder that contains the path.
    fn part_of<'p>(&self, path: &'p [String]) -> Option<&'p str> {
        let rest = path
            .strip_prefix(self.within.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>().as_slice())?;
        rest.first().map(String::as_str)
    }

    fn floor_of(&self, part: &str) -> Option<usize> {
        self.floors.iter().position(|floor| floor.contains(&part))
    }
}

/// Every path of a file that begins at its crate, or can be resolved from there.
struct Imports {
    module: Vec<String>,
    paths: Vec<Vec<String>>,
}

impl Imports {
    fn found(&mut self, path: &[String]) {
        let mut from = match path.first().map(String::as_str) {
            Some("crate") => Vec::new(),
            Some("self" | "super") => self.module.clone(),
            _ => return,
        };
        for name in path {
            match name.as_str() {
                "crate" | "self" => {}
                "super" => drop(from.pop()),
                name => from.push(name.to_owned()),
            }
        }
        self.paths.push(from);
    }

    fn tree(&mut self, before: &[String], tree: &UseTree) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.tree(&with(&path.ident), &path.tree),
            UseTree::Name(name) => self.found(&with(&name.ident)),
            UseTree::Rename(renamed) => self.found(&with(&renamed.ident)),
            UseTree::Glob(_) => self.found(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(before, tree)),
        }
    }

    /// A macro's arguments are not parsed: names joined by `::` count as paths there.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Vec::new(), 0_usize);
        for token in tokens {
            match token {
                TokenTree::Ident(name) if colons == 2 => {
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(sign) if sign.as_char() == ':' => colons = colons.saturating_add(1),
                other => {
                    self.found(&std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(name) => path.push(name.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        _ => {}
                    }
                }
            }
        }
        self.found(&path);
    }
}

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.found(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_path(&called.path);
        self.tokens(called.tokens.clone());
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if !is_for_tests(&item.attrs) {
            self.module.push(item.ident.to_string());
            visit::visit_item_mod(self, item);
            self.module.pop();
        }
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("cfg")
            && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    };
    attributes.iter().any(is_test)
}

/// The module of a file, from its path below the crate's sources; `None` for a test module.
fn module_of(path: &Path) -> Vec<String> {
    let path = path.with_extension("");
    let mut names: Vec<String> = path.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    if names.iter().any(|name| name == "tests") {
        return Vec::new();
    }
    if names.last().is_some_and(|name| ["lib", "mod"].contains(&&**name)) {
        names.pop();
    }
    names
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.strip_prefix(folder).unwrap().to_owned(), fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
