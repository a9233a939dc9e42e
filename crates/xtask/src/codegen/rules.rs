//! The rule table of a product, from its shipped policy.

use std::fmt::Write as _;

use anyhow::Result;
use passgate_core::{Locale, Policy, Product};
use passgate_wire::Spec;

/// A table for each product, under its name.
pub fn tables() -> Result<String> {
    let section = |spec: &Spec| Ok(format!("## {}\n\n{}\n", spec.brand.en, table(spec.product)?));
    Spec::all().map(section).collect()
}

fn table(product: Product) -> Result<String> {
    let mut table = String::from("| rule | what is asked | 要求 | where it says so |\n|---|---|---|---|\n");
    for rule in Policy::shipped(product).rules() {
        let name = serde_json::to_value(rule.rule().name())?;
        writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            name.as_str().unwrap_or_default(),
            cell(&rule.rule().ask(Locale::En)),
            cell(&rule.rule().ask(Locale::ZhCn)),
            cell(rule.source().unwrap_or_default()),
        )?;
    }
    Ok(table)
}

/// Escapes text so that it cannot end its cell.
pub fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace("\n\n", " ").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_a_row_with_both_languages_and_its_source() {
        for product in Product::ALL {
            let table = table(product).unwrap();
            assert_eq!(table.lines().count(), 2 + Policy::shipped(product).rules().len());
            for row in table.lines().skip(2) {
                let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
                assert_eq!(cells.len(), 4, "{row}");
                assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{row}");
            }
        }
    }

    #[test]
    fn a_bar_does_not_end_the_cell() {
        assert_eq!(cell("a|b\nc"), "a\\|b c");
    }
}
