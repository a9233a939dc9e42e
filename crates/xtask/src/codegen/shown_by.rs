//! Which tests show a code: read from the tests themselves.

use anyhow::Result;

use crate::files;
use crate::project::Project;

/// The tests that go through the vendors' codes, by what they drive.
const FILES: [(&str, &str); 2] =
    [("wire", "crates/passgate-wire/tests/codes.rs"), ("edge", "tests/edge/tests/codes.rs")];

/// One test function.
pub struct Shown {
    name: String,
    body: String,
}

/// Every test of those files.
pub fn read(project: &Project) -> Result<Vec<Shown>> {
    let mut tests = Vec::new();
    for (kind, path) in FILES {
        tests.extend(tests_of(kind, &files::read(&project.path(path))?));
    }
    Ok(tests)
}

/// The names of the tests that name the code.
pub fn names(tests: &[Shown], code: &str) -> Vec<String> {
    tests.iter().filter(|test| holds(&test.body, code)).map(|test| test.name.clone()).collect()
}

/// The code as a whole, not as the beginning of another.
fn holds(body: &str, code: &str) -> bool {
    let part = |character: char| character.is_ascii_alphanumeric() || character == '.' || character == '_';
    body.match_indices(code).any(|(at, _)| {
        let (before, rest) = body.split_at_checked(at).unwrap_or_default();
        let after = rest.strip_prefix(code).unwrap_or_default();
        !before.ends_with(part) && !after.starts_with(part)
    })
}

fn tests_of(kind: &str, source: &str) -> Vec<Shown> {
    let functions = source.split("#[test]\nfn ").skip(1);
    functions
        .filter_map(|function| {
            let (name, rest) = function.split_once('(')?;
            let body = rest.split_once("\n}").map_or(rest, |(body, _)| body);
            // Numbers are grouped in sources, `1_050_022`, and nowhere else.
            Some(Shown { name: format!("{kind}: `{name}`"), body: ungrouped(body) })
        })
        .collect()
}

/// Underscores between digits left out.
fn ungrouped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let between = plain.ends_with(|before: char| before.is_ascii_digit())
            && characters.peek().is_some_and(char::is_ascii_digit);
        if character != '_' || !between {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "#[test]\nfn pages() {\n    for code in [1_050_022, \"PWD.0002\"] {}\n}\n\n\
        fn helper() -> u32 {\n    99_991_663\n}\n\n#[test]\nfn others() {\n    \"PWD.00021\";\n}\n";

    #[test]
    fn a_test_shows_the_codes_it_names() {
        let tests = tests_of("wire", SOURCE);
        assert_eq!(names(&tests, "1050022"), ["wire: `pages`"]);
        assert_eq!(names(&tests, "PWD.0002"), ["wire: `pages`"]);
        assert_eq!(names(&tests, "PWD.00021"), ["wire: `others`"]);
        assert!(names(&tests, "99991663").is_empty(), "a helper is no test");
    }
}
