//! The types of the package that come from the core: a block of `pkg/index.d.ts`.

use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use passgate_core::schema::{policy_schema, schema_of};
use passgate_core::{
    CharacterKind, Class, Count, IdentityField, Locale, Pattern, Product, RuleName, Status, Treatment, Unit,
    Violation, Word,
};
use serde_json::Value;

/// The closed vocabularies that have a named type.
fn named() -> Result<Vec<(&'static str, Value)>> {
    Ok(vec![
        ("Product", serde_json::to_value(schema_of::<Product>())?),
        ("Locale", serde_json::to_value(schema_of::<Locale>())?),
        ("Status", serde_json::to_value(schema_of::<Status>())?),
        ("Class", serde_json::to_value(schema_of::<Class>())?),
        ("CharacterKind", serde_json::to_value(schema_of::<CharacterKind>())?),
        ("Pattern", serde_json::to_value(schema_of::<Pattern>())?),
        ("IdentityField", serde_json::to_value(schema_of::<IdentityField>())?),
        ("Count", serde_json::to_value(schema_of::<Count>())?),
        ("Unit", serde_json::to_value(schema_of::<Unit>())?),
        ("Treatment", serde_json::to_value(schema_of::<Treatment>())?),
    ])
}

/// The block of `pkg/index.d.ts`.
pub fn block() -> Result<String> {
    let named = named()?;
    let mut text = String::new();
    for (name, schema) in &named {
        let mut about = vec![description(schema)];
        for word in list(schema, "oneOf") {
            let (spelling, says) = (literal(word)?, description(word));
            about.push(format!("- `{}`: {}", spelling.trim_matches('"'), first_paragraph(&says)));
        }
        comment(&mut text, "", &about.join("\n"))?;
        writeln!(text, "export type {name} = {};\n", words(schema)?.join(" | "))?;
    }
    let rules = RuleName::ALL.iter().copied().chain([RuleName::Vendor]);
    let rules: Vec<String> = rules.map(|rule| format!("\"{}\"", rule.name())).collect();
    let about = "A rule of a policy, and so a row of the checklist; `vendor` is the row of a refusal that no rule \
        covers.";
    comment(&mut text, "", about)?;
    writeln!(text, "export type RuleName = {};\n", rules.join(" | "))?;
    let violation = serde_json::to_value(schema_of::<Violation>())?;
    union(&mut text, "Violation", &violation, "", &named)?;
    text.push('\n');
    let policy = policy_schema();
    let rule = policy.pointer("/properties/rules/items").context("the schema of a rule")?;
    let mut rule = rule.clone();
    let about = "One rule of a policy document. Where there is no `advice`, breaking it blocks; `source` says where it \
        is documented.";
    rule.as_object_mut().context("a schema")?.insert("description".to_owned(), about.into());
    union(&mut text, "Rule", &rule, "AnyRule & ", &named)?;
    Ok(text)
}

/// A union of object types. The members `advice` and `source`, which every rule has, are not repeated.
fn union(text: &mut String, name: &str, schema: &Value, and: &str, named: &[(&str, Value)]) -> Result<()> {
    comment(text, "", &description(schema))?;
    write!(text, "export type {name} = {and}(")?;
    for shape in list(schema, "oneOf") {
        text.push('\n');
        comment(text, "  ", &description(shape))?;
        write!(text, "  | {}", type_of(shape, named)?)?;
    }
    text.push_str("\n);\n");
    Ok(())
}

/// The TypeScript type of a schema.
fn type_of(schema: &Value, named: &[(&str, Value)]) -> Result<String> {
    if let Ok(words) = words(schema)
        && !words.is_empty()
    {
        for (name, other) in named {
            if self::words(other)? == words {
                return Ok((*name).to_owned());
            }
        }
        return Ok(words.join(" | "));
    }
    let alternatives: Vec<&Value> =
        list(schema, "anyOf").iter().filter(|one| one.get("type") != Some(&Value::from("null"))).collect();
    if let [one] = alternatives.as_slice() {
        return type_of(one, named);
    }
    let kind = match schema.get("type") {
        Some(Value::String(kind)) => kind.as_str(),
        Some(Value::Array(kinds)) => kinds.first().and_then(Value::as_str).unwrap_or_default(),
        _ => "",
    };
    Ok(match kind {
        "integer" | "number" => "number".to_owned(),
        "string" => "string".to_owned(),
        "boolean" => "boolean".to_owned(),
        "array" => format!("{}[]", type_of(schema.get("items").context("the items of a list")?, named)?),
        "object" => object(schema, named)?,
        _ => bail!("no type of TypeScript: {schema}"),
    })
}

fn object(schema: &Value, named: &[(&str, Value)]) -> Result<String> {
    let properties =
        schema.get("properties").and_then(Value::as_object).context("the members of an object")?;
    let required = list(schema, "required");
    let is_tag = |member: &Value| member.get("const").is_some();
    let mut members = Vec::new();
    for (name, member) in properties.iter().filter(|(name, _)| !["advice", "source"].contains(&name.as_str()))
    {
        let mark = if required.contains(&Value::from(name.as_str())) { "" } else { "?" };
        let member_text = format!("{name}{mark}: {}", type_of(member, named)?);
        if is_tag(member) {
            members.insert(0, member_text);
        } else {
            members.push(member_text);
        }
    }
    Ok(format!("{{ {} }}", members.join("; ")))
}

/// The quoted values that a schema allows; none if it is not an enumeration.
fn words(schema: &Value) -> Result<Vec<String>> {
    if schema.get("const").is_some() {
        return Ok(vec![literal(schema)?]);
    }
    let listed = list(schema, "enum").iter().map(Value::to_string);
    let described: Vec<String> = list(schema, "oneOf").iter().map(literal).collect::<Result<_>>()?;
    Ok(listed.chain(described).collect())
}

fn literal(schema: &Value) -> Result<String> {
    schema.get("const").map(Value::to_string).context("a word")
}

fn list<'s>(schema: &'s Value, name: &str) -> &'s [Value] {
    schema.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn description(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn first_paragraph(text: &str) -> String {
    text.split("\n\n").next().unwrap_or_default().replace('\n', " ")
}

/// A doc comment.
fn comment(text: &mut String, indent: &str, says: &str) -> Result<()> {
    let lines: Vec<&str> = says.lines().collect();
    match lines.as_slice() {
        [] => {}
        [line] => writeln!(text, "{indent}/** {line} */")?,
        lines => {
            writeln!(text, "{indent}/**")?;
            for line in lines {
                writeln!(text, "{}", format!("{indent} * {line}").trim_end())?;
            }
            writeln!(text, "{indent} */")?;
        }
    }
    Ok(())
}
