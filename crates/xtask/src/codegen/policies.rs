//! The JSON Schema of the policy document.

use anyhow::Result;
use passgate_core::Policy;

/// For editors and for whoever writes a policy by hand.
pub fn schema() -> Result<String> {
    let schema = schemars::schema_for!(Policy);
    Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use passgate_core::Product;

    #[test]
    fn the_schema_knows_every_rule_of_the_shipped_policies() {
        let schema = schema().unwrap();
        for product in Product::ALL {
            for rule in Policy::shipped(product).rules() {
                let name = serde_json::to_string(&rule.rule().name()).unwrap();
                assert!(schema.contains(&name), "{name}");
            }
        }
    }
}
