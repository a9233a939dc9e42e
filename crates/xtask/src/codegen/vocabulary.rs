//! The names for the numbers of a verdict, for the package and the pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use anyhow::Result;
use passgate_core::schema::{CODES, Member, MemberKind, Packed, violations};
use passgate_core::{
    CharacterKind, Class, Count, IdentityField, Locale, PackedViolation, Pattern, RuleName, Status, TEXT_MAX,
    Vocabulary, Word,
};

/// The vocabularies that a verdict uses, by their names in `pkg/src`.
const VOCABULARIES: [(&str, Vocabulary); 8] = [
    ("rules", RuleName::VOCABULARY),
    ("statuses", Status::VOCABULARY),
    ("violations", CODES),
    ("classes", Class::VOCABULARY),
    ("fields", IdentityField::VOCABULARY),
    ("counts", Count::VOCABULARY),
    ("kinds", CharacterKind::VOCABULARY),
    ("patterns", Pattern::VOCABULARY),
];

/// `pkg/src/vocabulary.js`.
pub fn script() -> Result<Vec<u8>> {
    let mut text =
        "// The closed vocabularies of crates/passgate-core; written by `cargo xtask codegen`.\n".to_owned();
    for (name, words) in VOCABULARIES {
        let words: Vec<&str> = words.words().collect();
        writeln!(text, "export const {name} = {};", serde_json::to_string(&words)?)?;
    }
    writeln!(text, "/** The longest text that is judged. */\nexport const longest = {TEXT_MAX};")?;
    let members = PackedViolation::MEMBERS_MAX;
    writeln!(
        text,
        "/** How many numbers a violation has beside its code. */\nexport const members = {members};"
    )?;
    Ok(text.into_bytes())
}

/// `pkg/src/violation.js`: decodes a violation from its numbers.
pub fn violation_script() -> Result<Vec<u8>> {
    let mut cases: Vec<(String, Vec<&str>)> = Vec::new();
    for Packed { code, members, .. } in violations() {
        let body = body(&members)?;
        match cases.iter_mut().find(|(other, _)| *other == body) {
            Some((_, codes)) => codes.push(code),
            None => cases.push((body, vec![code])),
        }
    }
    let mut text = "// A violation behind its numbers; written by `cargo xtask codegen` from the table in\n\
        // crates/passgate-core/src/verdict/violation.rs.\n\
        import * as words from \"./vocabulary.js\";\n\n\
        /** The violation at `at`: its code and its members. `message()` gives the vendor's words. */\n\
        export function violation(memory, at, message) {\n  \
        const code = words.violations[memory[at] - 1];\n  \
        const [a, b, c, d] = memory.subarray(at + 1, at + 1 + words.members);\n  \
        switch (code) {\n"
        .to_owned();
    for (body, codes) in cases.iter().filter(|(body, _)| !body.is_empty()) {
        for code in codes {
            writeln!(text, "    case \"{code}\":")?;
        }
        writeln!(text, "      return {{ code, {body} }};")?;
    }
    text.push_str(
        "    default:\n      return { code };\n  }\n}\n\n\
         function set(bits, names) {\n  return names.filter((_, index) => bits & (1 << index));\n}\n",
    );
    Ok(text.into_bytes())
}

/// The names of the numbers of a violation in JavaScript, one for each member.
const NUMBERS: [&str; PackedViolation::MEMBERS_MAX] = ["a", "b", "c", "d"];

/// The JavaScript code that builds the members of a violation from its numbers.
fn body(members: &[Member]) -> Result<String> {
    let mut parts = Vec::new();
    for (Member { name, kind, is_optional }, number) in members.iter().zip(NUMBERS) {
        let value = match kind {
            MemberKind::Number if *is_optional => format!("{number} - 1"),
            MemberKind::Number => number.to_owned(),
            MemberKind::Text => "message()".to_owned(),
            MemberKind::Word(words) => format!("words.{}[{number} - 1]", name_of(*words)?),
            MemberKind::Set(words) => format!("set({number}, words.{})", name_of(*words)?),
        };
        parts.push(match is_optional {
            true => format!("...({number} && {{ {name}: {value} }})"),
            false => format!("{name}: {value}"),
        });
    }
    Ok(parts.join(", "))
}

fn name_of(words: Vocabulary) -> Result<&'static str> {
    let found = VOCABULARIES.into_iter().find(|(_, other)| *other == words);
    found.map(|(name, _)| name).ok_or_else(|| anyhow::anyhow!("no vocabulary of a verdict: {words:?}"))
}

/// `www/rules.js`: the row of each violation, and the short names of the rows.
pub fn rules_script() -> Result<Vec<u8>> {
    let mut rows = BTreeMap::new();
    for Packed { code, row, .. } in violations() {
        rows.extend(row.map(|row| (code, row.name())));
    }
    let all = RuleName::ALL.iter().copied().chain([RuleName::Vendor]);
    let mut labels = BTreeMap::new();
    for locale in Locale::ALL {
        let names = all.clone().map(|rule| (rule.name(), rule.label(locale)));
        labels.insert(locale.tag(), names.collect::<BTreeMap<_, _>>());
    }
    let text = format!(
        "// Written by `cargo xtask codegen` from the rules and violations of crates/passgate-core.\n\n\
         /** The row that a violation belongs to; one that is not here is the vendor's. */\n\
         export const ROWS = {};\n\n\
         /** The short names of the rows. */\n\
         export const LABELS = {};\n",
        serde_json::to_string_pretty(&rows)?,
        serde_json::to_string_pretty(&labels)?,
    );
    Ok(text.into_bytes())
}
