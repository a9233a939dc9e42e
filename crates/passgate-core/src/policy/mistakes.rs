//! Every mistake of a policy document.

use super::{POLICY, Policy, PolicyRule};
use crate::document::{DocumentError, Fault, Field, Node, Record, json};
use crate::policy::rules::RULE;

impl Policy {
    /// Every mistake of a policy document, where [`Policy::from_json`] stops at the first. Empty if and only
    /// if the document is a policy.
    ///
    /// ```
    /// use passgate_core::Policy;
    ///
    /// let document = r#"{"product":"eiam","rules":[{"rule":"length","mni":8},{"rule":"common","advice":1}]}"#;
    /// let lines: Vec<String> = Policy::mistakes(document).iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     lines,
    ///     [
    ///         "rules[0].mni: unknown field; did you mean `min`?",
    ///         "rules[1].advice: must be a boolean, not a number",
    ///     ]
    /// );
    /// ```
    pub fn mistakes(text: &str) -> Vec<DocumentError> {
        match json::units(text) {
            Ok(units) => mistakes(Node::new(&units)).into_iter().map(|fault| *fault).collect(),
            Err(error) => vec![error],
        }
    }
}

fn mistakes(node: Node<'_>) -> Vec<Fault> {
    let (record, mut faults) = Record::read_all(node, &POLICY);
    let (mut policy, mut indexes, mut seen) = (Policy::nothing(), Vec::new(), 0);
    let is_list = record.node(Field::Rules).first() == b'[';
    let rules = || record.node(Field::Rules).entries().filter(|_| is_list);
    for (index, item) in (0_u32..).zip(rules()) {
        let (_, mut of_rule) = Record::read_all(item, &RULE);
        if of_rule.is_empty() {
            match PolicyRule::read(item, &mut seen) {
                Ok(rule) => {
                    policy.rules.push(rule);
                    indexes.push(index);
                }
                Err(fault) => of_rule.push(fault),
            }
        }
        faults.extend(of_rule.into_iter().map(|fault| fault.in_list("rules", index)));
    }
    if is_list && rules().next().is_none() {
        faults.push(DocumentError::new("rules", &["must have at least one entry"]));
    }
    // A rule that could not be read conflicts with none.
    for (index, entry) in indexes.into_iter().zip(&policy.rules) {
        faults.extend(policy.conflict(entry).map(|fault| fault.in_list("rules", index)));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(document: &str) -> Vec<String> {
        Policy::mistakes(document).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_mistake_is_said_once_with_its_path() {
        let rules = r#"
            {"rule":"length","mni":8,"max":"18","unit":"bytes"},
            {"rule":"charset","symbols":7},
            {"rule":"composition","classes":["digits","lower","uppr"]},
            {"rul":"history"},
            {"rule":"entropy"},
            {"rule":"repetition","max":0,"each":1},
            7,
            {"rule":"history"},
            {"rule":"history"}"#;
        let found = lines(&format!(r#"{{"product":"gmail","name":"x","rules":[{rules}]}}"#));
        let begins = [
            "product: must be one of `feishu`",
            "name: unknown field",
            "rules[0].max: must be a number",
            "rules[0].unit: must be one of",
            "rules[0].mni: unknown field; did you mean `min`?",
            "rules[1].symbols: must be a string",
            "rules[2].classes[0]: must be one of",
            "rules[2].classes[2]: must be one of",
            "rules[2].at_least: is missing",
            "rules[3].rul: unknown field; did you mean `rule`?",
            "rules[4].rule: must be one of",
            "rules[5].max: must be at least 1",
            "rules[5].each: unknown field",
            "rules[6]: must be an object, not a number",
            "rules[8].rule: is repeated",
        ];
        assert_eq!(found.len(), begins.len(), "{found:#?}");
        for (line, begin) in found.iter().zip(begins) {
            assert!(line.starts_with(begin), "{line} does not begin with {begin}");
        }
    }

    #[test]
    fn every_conflict_between_rules_is_said_with_the_index_of_the_document() {
        let found = lines(
            r#"{"product":"eiam","rules":[{"rule":"entropy"},{"rule":"length","min":11,"max":12},
                {"rule":"charset","letters":"none"},{"rule":"repetition","count":"total","max":1},
                {"rule":"composition","classes":["letter","digit"],"at_least":2}]}"#,
        );
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[0].starts_with("rules[0].rule: "), "{found:?}");
        assert!(found[1].starts_with("rules[3].max: 11 characters are needed"), "{found:?}");
        assert!(found[2].starts_with("rules[4].at_least: 2 classes cannot be had"), "{found:?}");
    }

    /// A misspelt member is one mistake, although a required one is then missing.
    #[test]
    fn a_misspelt_member_is_not_missing_as_well() {
        let found = lines(r#"{"prodct":"eiam","rules":[{"rule":"identity","feilds":["phone"]}]}"#);
        assert_eq!(
            found,
            [
                "prodct: unknown field; did you mean `product`?",
                "rules[0].feilds: unknown field; did you mean `fields`?"
            ]
        );
    }

    /// Both readers agree on what is a policy, for every shipped policy with one value replaced.
    #[test]
    fn there_is_a_mistake_exactly_when_the_document_is_refused() {
        use crate::document::Product;
        use serde_json::{Value, json};

        let replacements = [
            json!(null),
            json!(0),
            json!(1),
            json!(-1),
            json!(1.5),
            json!(true),
            json!(""),
            json!("x"),
            json!([]),
            json!(["x"]),
            json!({}),
            json!({"x": 1}),
        ];
        let mut refused = 0;
        for product in Product::ALL {
            let shipped: Value = serde_json::from_str(Policy::shipped_json(product)).unwrap();
            let mut pointers = vec![String::new()];
            collect(&shipped, "", &mut pointers);
            for pointer in pointers {
                for replacement in &replacements {
                    let mut document = shipped.clone();
                    *document.pointer_mut(&pointer).unwrap() = replacement.clone();
                    let text = document.to_string();
                    let (found, read) = (Policy::mistakes(&text), Policy::from_json(&text));
                    assert_eq!(found.is_empty(), read.is_ok(), "{text}: {found:?}");
                    refused += u32::from(read.is_err());
                    if let Err(first) = read {
                        assert!(found.iter().any(|found| found.path == first.path), "{first}: {found:?}");
                    }
                }
            }
        }
        assert!(refused > 500, "{refused}");
    }

    fn collect(value: &serde_json::Value, at: &str, pointers: &mut Vec<String>) {
        use serde_json::Value;
        let children: Vec<(String, &Value)> = match value {
            Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
            Value::Array(items) => {
                items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
            }
            _ => Vec::new(),
        };
        for (name, value) in children {
            let pointer = format!("{at}/{name}");
            collect(value, &pointer, pointers);
            pointers.push(pointer);
        }
    }
}
