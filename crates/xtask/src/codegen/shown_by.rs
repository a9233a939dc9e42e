//! The tests that cover each code, from the list that these tests compare themselves with.

use std::collections::BTreeMap;

use anyhow::Result;
use passgate_wire::Spec;

use crate::files;
use crate::project::Project;

/// The list: the tested part, the name of the test, and the codes that it covers. Each test fails
/// unless it covers exactly these codes.
const LIST: &str = "tests/shown-by.json";

/// One test function.
pub struct Shown {
    name: String,
    codes: Vec<String>,
}

/// All tests of the list.
pub fn read(project: &Project) -> Result<Vec<Shown>> {
    let list: BTreeMap<String, BTreeMap<String, Vec<String>>> =
        serde_json::from_str(&files::read(&project.path(LIST))?)?;
    let tests = list.into_iter().rev().flat_map(|(kind, tests)| {
        tests.into_iter().map(move |(name, codes)| Shown { name: format!("{kind}: `{name}`"), codes })
    });
    Ok(tests.collect())
}

/// The names of the tests that cover a product's code. For a product that shares another product's API,
/// the list prefixes the code with the product, because the code may have another meaning there.
pub fn names(tests: &[Shown], spec: &Spec, code: &str) -> Vec<String> {
    let is_own = Spec::of_api(spec.api).product == spec.product;
    let listed = if is_own { code.to_owned() } else { format!("{}/{code}", spec.product.name()) };
    let shows = |test: &&Shown| test.codes.contains(&listed);
    tests.iter().filter(shows).map(|test| test.name.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tests of each listed kind.
    const FILES: [(&str, &str); 3] = [
        ("wire", "crates/passgate-wire/tests/codes.rs"),
        ("wire", "crates/passgate-wire/tests/products.rs"),
        ("edge", "tests/edge/tests/codes.rs"),
    ];

    #[test]
    fn every_listed_test_exists_and_checks_itself_against_the_list() {
        let project = Project::locate().unwrap();
        let listed = read(&project).unwrap();
        let mut found = 0;
        for (kind, path) in FILES {
            let source = files::read(&project.path(path)).unwrap();
            for function in source.split("#[test]\nfn ").skip(1) {
                let name = function.split('(').next().unwrap();
                let checks = function.contains(&format!("shows(\"{name}\", "));
                let is_listed = listed.iter().any(|test| test.name == format!("{kind}: `{name}`"));
                assert_eq!(checks, is_listed, "{name}");
                found += usize::from(is_listed);
            }
        }
        assert_eq!(found, listed.len());
    }
}
