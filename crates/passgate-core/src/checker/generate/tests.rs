use super::*;
use proptest::prelude::*;

use crate::policy::rules::{Charset, Rule};
use crate::{Identity, Letters, Limit, Policy, Product};

/// A splitmix64 generator: good enough for a test, and reproducible.
pub(super) fn source(mut state: u64) -> impl FnMut(&mut [u8]) -> bool {
    move |buffer| {
        for byte in buffer {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            *byte = (mixed >> 56) as u8;
        }
        true
    }
}

/// The characters that a charset allows.
fn allowed(charset: Option<&Charset>, is_clear: bool) -> Vec<u8> {
    let mut bytes = alphabet(is_clear);
    bytes.retain(|byte| charset.is_none_or(|charset| charset.allows(char::from(*byte))));
    bytes
}

#[test]
fn generated_passwords_are_accepted() {
    let identity = Identity { name: Some("王小明".into()), ..Identity::default() };
    for product in Product::ALL {
        let checker = Checker::new(&Policy::shipped(product), &identity);
        let mut fill = source(7);
        for _ in 0..500 {
            let password = checker.generate(&mut fill).unwrap();
            assert!(checker.accepts(password.expose()));
            assert_eq!(password.expose().len(), 16);
        }
    }
}

#[test]
fn odd_policies() {
    let checker = |json: &str| Checker::new(&Policy::from_json(json).unwrap(), &Identity::default());
    let pin = checker(
        r#"{"product":"eiam","rules":[{"rule":"length","min":4,"max":6},{"rule":"charset","letters":"none"}]}"#,
    );
    let password = pin.generate(source(1)).unwrap();
    assert!(password.expose().len() == 6 && password.expose().chars().all(|c| c.is_ascii_digit()));
    for rules in [
        r#"{"rule":"common"}"#,
        r#"{"rule":"length","min":8,"max":64},{"rule":"common","patterns":"refuse"}"#,
        r#"{"rule":"length","min":4,"max":4},{"rule":"charset","letters":"none"},{"rule":"common"}"#,
        r#"{"rule":"length","min":6,"max":6},{"rule":"charset","letters":"none"},{"rule":"common"}"#,
    ] {
        let listed = checker(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#));
        let password = listed.generate(source(1)).unwrap();
        assert!(listed.accepts(password.expose()), "{rules}");
    }
    let letter = checker(
        r#"{"product":"eiam","rules":[{"rule":"length","min":1,"max":1},
            {"rule":"charset","symbols":"|","letters":"none","digits":false}]}"#,
    );
    assert_eq!(letter.generate(source(1)).unwrap().expose(), "|");
    let spaces = checker(
        r#"{"product":"eiam","rules":[{"rule":"charset","letters":"none","digits":false,"space":true}]}"#,
    );
    assert_eq!(spaces.generate(source(1)).unwrap_err(), GenerateError::NoCharacter);
    let endless = checker(r#"{"product":"eiam","rules":[{"rule":"length","min":8192}]}"#);
    assert_eq!(endless.generate(|_| panic!("nothing is drawn")).unwrap_err(), GenerateError::TooLong);
}

#[test]
fn generated_passwords_satisfy_reported_limits() {
    let limits = [Limit::Length { min: Some(17), max: None }, Limit::Repetition { max: 1 }];
    let policy = Policy::shipped(Product::Eiam).reporting(&limits);
    let person = r#"{"username":"zhaosi","name":"赵四","phones":[],"emails":[]}"#;
    let person = Identity::from_json(person).unwrap();
    let checker = Checker::new(&policy, &person);
    let mut fill = source(5);
    for _ in 0..100 {
        let password = checker.generate(&mut fill).unwrap();
        let report = checker.check(password.expose());
        assert!(report.findings.iter().all(|row| row.violation.is_none()), "{report:?}");
        assert_eq!(password.expose().len(), 17);
    }
}

#[test]
fn a_failing_source_is_an_error() {
    let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    assert_eq!(checker.generate(|_| false).unwrap_err(), GenerateError::Randomness);
}

#[test]
fn draws_are_uniform() {
    let charset = Charset { symbols: "!#".into(), letters: Letters::None, digits: false, space: true };
    let mut fill = source(3);
    let mut random = Random::new(&mut fill);
    let drawn = random.draw(&allowed(Some(&charset), true), 20_000).unwrap();
    for character in *b"!#" {
        let share = drawn.iter().filter(|unit| **unit == u16::from(character)).count();
        assert!((9_600..10_400).contains(&share), "{character}: {share}");
    }
}

/// A checker of these rules for this person.
fn checker_of(rules: &str, person: &str) -> Option<Checker> {
    let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).ok()?;
    Some(Checker::new(&policy, &Identity::from_json(person).unwrap()))
}

#[test]
fn narrow_policies() {
    let bigrams: Vec<String> = (0..64).map(|number| format!("{}{}@x", number / 8, number % 8)).collect();
    let crowded = serde_json::json!({ "emails": bigrams }).to_string();
    for (rules, person, length) in [
        // Every letter and digit once.
        (
            r#"{"rule":"length","min":36,"max":36},{"rule":"charset"},
               {"rule":"repetition","count":"total","max":1,"case_sensitive":false}"#,
            "{}",
            36,
        ),
        (
            r#"{"rule":"length","min":36,"max":36},{"rule":"repetition","count":"total","max":1},
               {"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":4,"each":8}"#,
            "{}",
            36,
        ),
        (
            r#"{"rule":"length","min":10,"max":40},{"rule":"charset","letters":"none"},
               {"rule":"repetition","count":"total","max":1}"#,
            "{}",
            10,
        ),
        // Nine of one symbol, never two in a row.
        (
            r#"{"rule":"length","min":17,"max":17},{"rule":"charset","symbols":"!"},
               {"rule":"composition","classes":["symbol"],"at_least":1,"each":9},
               {"rule":"repetition","max":1}"#,
            "{}",
            17,
        ),
        (
            r#"{"rule":"length","min":4,"max":4},
               {"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":4}"#,
            "{}",
            4,
        ),
        (
            r#"{"rule":"length","min":20,"max":40},
               {"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":4,"each":8}"#,
            "{}",
            32,
        ),
        // An e-mail prefix of the person contains most pairs of digits.
        (
            r#"{"rule":"length","min":8,"max":8},{"rule":"charset","letters":"none"},
               {"rule":"identity","fields":["email-prefix"]}"#,
            &crowded,
            8,
        ),
        (r#"{"rule":"length","min":20,"max":30,"documented":{"min":8,"max":18}}"#, "{}", 20),
    ] {
        let checker = checker_of(rules, person).unwrap();
        for seed in 0..20 {
            let password = checker.generate(source(seed)).unwrap();
            assert!(checker.accepts(password.expose()), "{rules}");
            assert_eq!(password.expose().len(), length, "{rules}");
        }
    }
}

#[test]
fn a_contradiction_is_named() {
    let digits: Vec<String> = (0..10).map(|digit| format!("{digit}{digit}")).collect();
    let twice = serde_json::json!({ "username": "11", "emails": digits }).to_string();
    for (rules, person, blocking) in [
        // A single character counts as listed.
        (r#"{"rule":"length","max":1},{"rule":"common"}"#, "{}", vec![RuleName::Length, RuleName::Common]),
        (
            r#"{"rule":"length","min":2,"max":2},{"rule":"charset","letters":"none","digits":false,"symbols":"!"},
               {"rule":"username","match":"equal"}"#,
            r#"{"username":"!!"}"#,
            vec![RuleName::Length, RuleName::Charset, RuleName::Username],
        ),
        (
            r#"{"rule":"length","min":200},{"rule":"repetition","count":"total","max":1}"#,
            &twice,
            vec![RuleName::Length, RuleName::Repetition],
        ),
    ] {
        let error = checker_of(rules, person).unwrap().generate(source(1)).unwrap_err();
        let message = error.to_string();
        assert!(blocking.iter().all(|rule| message.contains(&format!("`{rule}`"))), "{message}");
        assert_eq!(error, GenerateError::Contradiction(blocking), "{rules}");
    }
}

#[test]
fn an_incomplete_search_proves_nothing() {
    let rules = r#"{"rule":"length","min":4000,"max":4096},
        {"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":4,"each":1000},
        {"rule":"common","patterns":"refuse"}"#;
    let mut asked = 0_u64;
    let mut random = source(1);
    let result = checker_of(rules, "{}").unwrap().generate(|bytes| {
        asked += bytes.len() as u64;
        random(bytes)
    });
    // The time is bounded: each wish shuffles a bounded number of alphabets.
    assert!(asked < 64 << 20, "{asked}");
    match result {
        Ok(password) => assert!(checker_of(rules, "{}").unwrap().accepts(password.expose())),
        Err(error) => assert_eq!(error, GenerateError::GaveUp),
    }
}

/// Every text of these characters and lengths.
fn all_texts(alphabet: &[u8], lengths: std::ops::RangeInclusive<usize>) -> Vec<String> {
    let mut texts = Vec::new();
    for length in lengths {
        let mut here = vec![String::new()];
        for _ in 0..length {
            let longer = |text: &String| -> Vec<String> {
                alphabet.iter().map(|byte| format!("{text}{}", char::from(*byte))).collect()
            };
            here = here.iter().flat_map(longer).collect();
        }
        texts.extend(here);
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn satisfiable_policies_get_a_password(
        (charset, longest) in prop_oneof![
            Just((r##""letters":"none","digits":false,"symbols":"!""##, 8)),
            Just((r##""letters":"none","digits":false,"symbols":"!#""##, 7)),
            Just((r##""letters":"none","digits":false,"symbols":"!#~""##, 5)),
            Just((r##""letters":"none","symbols":"!""##, 3)),
            Just((r##""symbols":"|""##, 1)),
        ],
        (from, to) in (1_usize..9, 0_usize..8),
        (classes, least, each) in (
            prop_oneof![
                Just(r#""symbol""#), Just(r#""digit","symbol""#), Just(r#""letter","digit","symbol""#),
                Just(r#""lower","upper","digit""#),
            ],
            1_u32..3,
            1_u32..4,
        ),
        repetition in proptest::option::of((prop_oneof![Just("run"), Just("total")], 1_u32..4, any::<bool>())),
        username in "[!#1a|]{0,3}",
        contains in any::<bool>(),
        emails in proptest::collection::vec("[!#~1-4]{2,3}", 0..12),
        wider in prop_oneof![Just("advise"), Just("refuse"), Just("off")],
        common in any::<bool>(),
        seed in any::<u64>(),
    ) {
        let (min, max) = (from.min(longest), from.saturating_add(to).min(longest));
        let mut rules = format!(
            r#"{{"rule":"length","min":{min},"max":{max}}},{{"rule":"charset",{charset}}},
               {{"rule":"composition","classes":[{classes}],"at_least":{least},"each":{each}}},
               {{"rule":"username","match":"{}","reversed":true}},
               {{"rule":"identity","fields":["email-prefix"],"wider":"{wider}"}}"#,
            if contains { "contains" } else { "equal" }
        );
        if let Some((count, most, case)) = repetition {
            rules += &format!(
                r#",{{"rule":"repetition","count":"{count}","max":{most},"case_sensitive":{case}}}"#
            );
        }
        if common {
            rules += r#",{"rule":"common","patterns":"refuse"}"#;
        }
        let person = serde_json::json!({ "username": username, "emails": emails }).to_string();
        if let Some(checker) = checker_of(&rules, &person) {
            let charset = checker.rules().find_map(|rule| match rule {
                Rule::Charset(own) => Some(own.clone()),
                _ => None,
            });
            let texts = all_texts(&allowed(charset.as_ref(), false), min..=max);
            let satisfiable = texts.iter().any(|text| checker.accepts(text));
            match checker.generate(source(seed)) {
                Ok(password) => prop_assert!(checker.accepts(password.expose()), "{}", rules),
                Err(error) => prop_assert!(!satisfiable, "{}: {} {}", error, rules, person),
            }
        }
    }
}
