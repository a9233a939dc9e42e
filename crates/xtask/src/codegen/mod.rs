//! `cargo xtask codegen`: files and blocks of files that are generated from the code, so that they
//! cannot contradict it.
//!
//! To add one, add a line in [`GENERATORS`] and a function that returns its text.

mod block;
mod characters;
mod codes;
mod configuration;
mod guard;
mod metrics;
mod names;
pub mod notices;
mod openapi;
mod policies;
mod public_api;
mod rule_members;
mod rules;
mod shown_by;
mod types;
mod units;
mod vocabulary;
mod weak_list;

use anyhow::{Context, Result, bail};
use passgate_core::Product;

use crate::files;
use crate::progress;
use crate::project::Project;

/// One generated file, or one generated block of a file that is written by hand.
struct Generator {
    /// The path below the checkout.
    path: &'static str,
    /// The generated content.
    made: Made,
}

/// The output of a generator.
enum Made {
    /// The whole file.
    File(fn(&Project) -> Result<Vec<u8>>),
    /// The block between `<!-- generated: NAME -->` and `<!-- end -->`; in code between
    /// `// generated: NAME` and `// end`.
    Block(&'static str, fn(&Project) -> Result<String>),
    /// As `Block`. The function gets the name of the block.
    Named(&'static str, fn(&Project, &str) -> Result<String>),
}

/// `www/times.js`.
fn times() -> Vec<u8> {
    format!(
        "// The times of worker/src/reset/budget.rs; written by `cargo xtask codegen`.\n\n\
         /** The longest that the edge takes to answer a submission, in milliseconds. */\n\
         export const SUBMISSION_MS = {};\n",
        passgate_worker::reset::budget::SUBMISSION_MS
    )
    .into_bytes()
}

const GENERATORS: &[Generator] = &[
    Generator { path: "pkg/policy.schema.json", made: Made::File(policies::schema) },
    Generator { path: "crates/passgate-core/data/names.bin", made: Made::File(|_| names::bytes()) },
    Generator { path: "crates/passgate-core/data/weak.bin", made: Made::File(|_| weak_list::bytes()) },
    Generator { path: "pkg/THIRD-PARTY.txt", made: Made::File(notices::text) },
    Generator {
        path: "pkg/LICENSE-MIT",
        made: Made::File(|project| files::read_bytes(&project.path("LICENSE-MIT"))),
    },
    Generator {
        path: "pkg/LICENSE-APACHE",
        made: Made::File(|project| files::read_bytes(&project.path("LICENSE-APACHE"))),
    },
    Generator { path: "crates/passgate-core/public-api.txt", made: Made::File(public_api::core) },
    Generator { path: "crates/passgate-wire/public-api.txt", made: Made::File(public_api::wire) },
    Generator { path: "pkg/src/vocabulary.js", made: Made::File(|_| vocabulary::script()) },
    Generator { path: "pkg/src/violation.js", made: Made::File(|_| vocabulary::violation_script()) },
    Generator { path: "pkg/index.d.ts", made: Made::Block("types", |_| types::block()) },
    Generator { path: "www/rules.js", made: Made::File(|_| vocabulary::rules_script()) },
    Generator { path: "worker/guard_answers.mjs", made: Made::File(|_| guard::answers()) },
    Generator { path: "docs/openapi.json", made: Made::File(openapi::document) },
    Generator { path: "crates/passgate-core/data/characters.bin", made: Made::File(|_| characters::bytes()) },
    Generator { path: "docs/codes.md", made: Made::Block("outcomes", |_| codes::outcomes()) },
    Generator { path: "docs/codes.md", made: Made::Block("codes", codes::table) },
    Generator { path: "www/outcomes.js", made: Made::File(|_| codes::outcomes_script()) },
    Generator { path: "www/times.js", made: Made::File(|_| Ok(times())) },
    Generator { path: "docs/metrics.md", made: Made::Block("metrics", |_| metrics::table()) },
    Generator { path: "docs/configuration.schema.json", made: Made::File(|_| configuration::schema()) },
    Generator { path: "docs/configuration.md", made: Made::Named("edge", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Named("products", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Named("clients", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Named("issuers", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Block("rates", |_| configuration::rates()) },
    Generator { path: "docs/configuration.md", made: Made::Named("origins", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Named("breaches", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Named("webhooks", configuration::section) },
    Generator { path: "docs/configuration.md", made: Made::Block("machine", |_| configuration::machine()) },
    Generator { path: "docs/configuration.md", made: Made::Named("feishu.toml", configuration::example) },
    Generator { path: "docs/configuration.md", made: Made::Named("both.toml", configuration::example) },
    Generator { path: "docs/configuration.md", made: Made::Named("both-oidc.jsonc", configuration::example) },
    Generator { path: "docs/configuration.md", made: Made::Named("lark.toml", configuration::example) },
    Generator { path: "docs/configuration.md", made: Made::Named("oneaccess.toml", configuration::example) },
    Generator { path: "deploy/passgate@.service", made: Made::File(units::template) },
    Generator { path: "docs/rules.md", made: Made::Block("rules", |_| rules::tables()) },
    Generator { path: "docs/rules.md", made: Made::Block("members", rule_members::tables) },
];

/// The generated files of each product.
fn of_products() -> Result<Vec<(String, Vec<u8>)>> {
    let file = |product: Product| {
        let path = format!("crates/passgate-core/data/{}.json", product.name());
        Ok((path, policies::compact(product)?))
    };
    Product::ALL.into_iter().map(file).collect()
}

/// Writes the files that are out of date.
pub fn write(project: &Project) -> Result<()> {
    for (path, fresh) in outdated(project)? {
        files::write(&project.path(&path), &fresh)?;
        progress::say("wrote", &path);
    }
    Ok(())
}

/// Fails when a file is out of date, and names it.
pub fn check(project: &Project) -> Result<()> {
    let paths: Vec<String> = outdated(project)?.into_iter().map(|(path, _)| path).collect();
    if paths.is_empty() {
        return Ok(());
    }
    bail!("out of date: {}; run `cargo xtask codegen` and commit", paths.join(", "))
}

/// Every file that would change, with its new content.
fn outdated(project: &Project) -> Result<Vec<(String, Vec<u8>)>> {
    let mut changed: Vec<(String, Vec<u8>)> = Vec::new();
    for (path, fresh) in of_products()? {
        let written = project.path(&path);
        if !written.exists() || files::read_bytes(&written)? != fresh {
            changed.push((path, fresh));
        }
    }
    for generator in GENERATORS {
        let path = project.path(generator.path);
        // Blocks of one file are applied one after another.
        let pending = changed.iter().position(|(path, _)| path == generator.path);
        let before = match pending.and_then(|position| changed.get(position)) {
            Some((_, content)) => Some(content.clone()),
            None if path.exists() => Some(files::read_bytes(&path)?),
            None => None,
        };
        let in_block = |name: &str, made: &str| -> Result<Vec<u8>> {
            let content = before.clone().with_context(|| format!("{} does not exist", generator.path))?;
            let text = String::from_utf8(content).context("not a text");
            let replaced = text.and_then(|text| block::replaced(&text, name, made));
            Ok(replaced.with_context(|| generator.path.to_owned())?.into_bytes())
        };
        let after = match &generator.made {
            Made::File(make) => make(project)?,
            Made::Block(name, make) => in_block(name, &make(project)?)?,
            Made::Named(name, make) => in_block(name, &make(project, name)?)?,
        };
        if before.as_ref() == Some(&after) {
            continue;
        }
        match pending.and_then(|position| changed.get_mut(position)) {
            Some((_, content)) => *content = after,
            None => changed.push((generator.path.to_owned(), after)),
        }
    }
    Ok(changed)
}
