//! Which paths a module names, from its tokens: what a path is, whether it is imported, and where it
//! leads.

use std::fs;
use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path that a module names.
pub struct Use {
    /// The module, from `crate` on.
    pub module: Vec<String>,
    /// What it names, from `crate` on.
    pub path: Vec<String>,
    /// The name it has in the module.
    pub name: String,
    /// Whether it is imported.
    pub is_import: bool,
}

/// Reads a module from its file, and every module that its file declares.
pub fn read(file: &Path, uses: &mut Vec<Use>) {
    read_module(file, file.parent().unwrap(), &["crate".to_owned()], uses);
}

fn read_module(file: &Path, folder: &Path, module: &[String], uses: &mut Vec<Use>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let mut declared = Vec::new();
    Reader { uses, declared: &mut declared }.module(module, tokens(&text));
    for inner in declared {
        let name = inner.last().unwrap();
        let (own, inside) = (folder.join(format!("{name}.rs")), folder.join(name));
        let file = if own.exists() { own } else { inside.join("mod.rs") };
        read_module(&file, &inside, &inner, uses);
    }
}

/// Reads the text of one module.
pub fn read_text(module: &[&str], text: &str, uses: &mut Vec<Use>) {
    let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
    Reader { uses, declared: &mut Vec::new() }.module(&module, tokens(text));
}

fn tokens(text: &str) -> Vec<TokenTree> {
    text.parse::<TokenStream>().unwrap().into_iter().collect()
}

struct Reader<'r> {
    uses: &'r mut Vec<Use>,
    /// The modules that have a file of their own.
    declared: &'r mut Vec<Vec<String>>,
}

impl Reader<'_> {
    fn module(&mut self, module: &[String], tokens: Vec<TokenTree>) {
        // A module names itself, so that one without any path is known.
        self.add(module, module.to_vec(), false, None);
        self.walk(module, &tokens);
    }

    fn walk(&mut self, module: &[String], mut tokens: &[TokenTree]) {
        while let [token, rest @ ..] = tokens {
            tokens = rest;
            match token {
                TokenTree::Punct(hash) if hash.as_char() == '#' && is_test_only(rest) => {
                    tokens = after_item(&rest[1..]);
                }
                TokenTree::Group(group) => {
                    self.walk(module, &group.stream().into_iter().collect::<Vec<_>>());
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let [TokenTree::Ident(name), body, after @ ..] = rest else { continue };
                    tokens = after;
                    let inner: Vec<String> = [module, &[name.to_string()]].concat();
                    match body {
                        TokenTree::Group(body) => self.module(&inner, body.stream().into_iter().collect()),
                        _ => self.declared.push(inner),
                    }
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = rest.iter().position(|token| is_punct(token, ';')).unwrap_or(rest.len());
                    self.path(module, Vec::new(), &rest[..end], true);
                    tokens = &rest[end..];
                }
                TokenTree::Ident(word) if word == "crate" || word == "super" => {
                    let end = end_of_path(rest);
                    if end > 0 {
                        let path = [std::slice::from_ref(token), &rest[..end]].concat();
                        self.path(module, Vec::new(), &path, false);
                    }
                    tokens = &rest[end..];
                }
                _ => {}
            }
        }
    }

    /// Follows a path or a tree of paths to its ends.
    fn path(&mut self, module: &[String], mut before: Vec<String>, tokens: &[TokenTree], is_import: bool) {
        let mut rest = tokens;
        while let [token, others @ ..] = rest {
            rest = others;
            match token {
                TokenTree::Ident(word) if word == "as" => {
                    let name = others.first().map(ToString::to_string);
                    self.add(module, before, is_import, name);
                    return;
                }
                TokenTree::Ident(word) => before.push(word.to_string()),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
                    for branch in
                        inside.split(|token| is_punct(token, ',')).filter(|branch| !branch.is_empty())
                    {
                        self.path(module, before.clone(), branch, is_import);
                    }
                    return;
                }
                _ => {}
            }
        }
        self.add(module, before, is_import, None);
    }

    /// Adds a path, if it leads anywhere in this crate.
    fn add(&mut self, module: &[String], path: Vec<String>, is_import: bool, name: Option<String>) {
        let begins_at_root = path.first().is_some_and(|word| word == "crate");
        // Anything else is a module inside of this one, or another crate, which is no room.
        let mut absolute = if begins_at_root { Vec::new() } else { module.to_vec() };
        for word in &path {
            match word.as_str() {
                "self" => {}
                "super" => {
                    absolute.pop();
                }
                _ => absolute.push(word.clone()),
            }
        }
        let name = name.or_else(|| path.last().cloned()).unwrap_or_default();
        self.uses.push(Use { module: module.to_vec(), path: absolute, name, is_import });
    }
}

/// Whether what follows a `#` is `[cfg(test)]`.
fn is_test_only(tokens: &[TokenTree]) -> bool {
    tokens.first().is_some_and(|token| token.to_string().replace(' ', "") == "[cfg(test)]")
}

/// What follows an item: it ends with its braces or with a semicolon.
fn after_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let is_brace =
        |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    let is_semicolon = |token: &TokenTree| is_punct(token, ';');
    let end = tokens.iter().position(|token| is_brace(token) || is_semicolon(token)).unwrap_or(tokens.len());
    // A tree of imports has braces before its semicolon.
    let is_import = tokens.iter().take(end).any(|token| token.to_string() == "use");
    let end = if is_import { tokens.iter().position(is_semicolon) } else { Some(end) };
    end.and_then(|end| tokens.get(end.saturating_add(1)..)).unwrap_or_default()
}

fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

/// How many tokens continue a path: `::` and a name, again and again.
fn end_of_path(tokens: &[TokenTree]) -> usize {
    let is_step = |step: &&[TokenTree]| match step {
        [first, second, TokenTree::Ident(_)] => is_punct(first, ':') && is_punct(second, ':'),
        _ => false,
    };
    tokens.chunks(3).take_while(is_step).map(<[TokenTree]>::len).sum()
}
