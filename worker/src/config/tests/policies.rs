//! The policy of a product.

use passgate_core::Policy;

use super::*;

#[test]
fn every_mistake_of_a_policy_is_named() {
    let lines = wrong(|v| {
        v["products"]["eiam"]["policy"] = json!({ "product": "eiam", "rules": [
            { "rule": "length", "min": 9, "max": 8, "unti": "byte" },
            { "rule": "length", "reported": { "min": 8 }, "min": 0 },
            { "rule": "repetition", "count": "most", "reported": null },
        ] });
    });
    assert_eq!(
        lines,
        [
            "products.eiam.policy.rules[0].unti: unknown field; did you mean `unit`?",
            "products.eiam.policy.rules[1].min: must be at least 1",
            "products.eiam.policy.rules[2].count: must be one of `run`, `total`",
            "products.eiam.policy.rules[2].max: is missing",
            "products.eiam.policy.rules[1].reported: is written only by the edge: remove it, and set your \
             tenant's limit with `min` and `max`",
        ]
    );
}

#[test]
fn an_assumed_policy_must_be_chosen() {
    let lines = wrong(|v| {
        v["products"]["eiam"].as_object_mut().unwrap().remove("policy");
    });
    assert_eq!(
        lines[0],
        "products.eiam.policy: is missing: write your tenant's policy document, or \"shipped\" for the one of \
         this project, in which the vendor's page leaves open: length (8 to 18 characters), charset (Only \
         English letters, digits, and the symbols ~!#$%&+-,*:;<=>@_?^`./), composition (At least 3 of these: \
         lowercase letters, uppercase letters, digits, symbols), repetition (No character more than 2 times in \
         a row)"
    );
}

#[test]
fn the_shipped_policy_lists_its_assumptions() {
    let parsed = |change: fn(&mut Value)| {
        let mut value = good();
        change(&mut value);
        Config::parse(&value.to_string(), &bindings()).ok().unwrap()
    };
    let assumed = |config: &Config, product| -> Vec<(String, &'static str)> {
        let assumed = config.products[&product].assumed.iter();
        assumed.map(|assumed| (assumed.field.clone(), assumed.rule.name())).collect()
    };
    let config = parsed(|_| {});
    let field = || "products.eiam.policy".to_owned();
    let rules = ["length", "charset", "composition", "repetition"];
    assert_eq!(assumed(&config, Product::Eiam), rules.map(|rule| (field(), rule)));
    let first = &config.products[&Product::Eiam].assumed[0];
    assert_eq!(first.asks, "8 to 18 characters");
    assert!(first.source.contains("8 and 18 are the sibling product's defaults"), "{}", first.source);
    // Feishu's page documents its numbers, so nothing is assumed with or without the word.
    assert_eq!(assumed(&config, Product::Feishu), []);
    let said = parsed(|v| v["products"]["feishu"]["policy"] = json!("shipped"));
    assert_eq!(assumed(&said, Product::Feishu), []);
    assert_eq!(said.products[&Product::Feishu].policy, Policy::shipped(Product::Feishu));
    let own = parsed(|v| {
        v["products"]["eiam"]["policy"] =
            json!({"product": "eiam", "rules": [{"rule": "length", "min": 12}]});
        v["products"]["eiam"]["learning"] = json!("off");
    });
    assert_eq!(assumed(&own, Product::Eiam), []);
    assert!(!own.products[&Product::Eiam].learning && own.products[&Product::Feishu].learning);
}
