//! The checker accepts every password that the `passwordrules` attribute allows. Passwords are drawn at
//! random by an independent reader of the language (Apple, "Customizing Password AutoFill Rules").
#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a test may stop"
)]

use fastrand::Rng;
use passgate_core::{Checker, Identity, Policy, Product, Rows, RuleName, Status};
use proptest::prelude::*;

/// The rules as a password manager reads them.
#[derive(Debug, Default, PartialEq)]
struct Rules {
    min: usize,
    max: Option<usize>,
    consecutive: Option<usize>,
    required: Vec<Vec<u8>>,
    allowed: Vec<u8>,
}

impl Rules {
    fn read(attribute: &str) -> Self {
        let mut rules = Self::default();
        let mut rest = attribute;
        while let Some((key, value)) = rest.split_once(": ") {
            let (classes, behind) = value_of(value);
            rest = behind;
            let number = || value.split(';').next().and_then(|text| text.parse().ok()).expect("a number");
            match key {
                "minlength" => rules.min = number(),
                "maxlength" => rules.max = Some(number()),
                "max-consecutive" => rules.consecutive = Some(number()),
                "required" => rules.required.push(classes),
                "allowed" => rules.allowed = classes,
                other => panic!("no such property: {other}"),
            }
        }
        assert!(rest.is_empty(), "{rest}");
        rules
    }

    /// A password that a manager may generate by these rules.
    fn draw(&self, random: &mut Rng) -> Vec<u16> {
        let fewest = self.min.max(self.required.len()).max(1);
        let most = self.max.unwrap_or(fewest + 12).max(fewest);
        loop {
            let length = random.usize(fewest..=most);
            let mut drawn: Vec<u8> = self.required.iter().map(|class| one_of(class, random)).collect();
            while drawn.len() < length {
                drawn.push(one_of(&self.allowed, random));
            }
            random.shuffle(&mut drawn);
            let run = drawn.chunk_by(|one, other| one == other).map(<[u8]>::len).max();
            if self.consecutive.is_none_or(|most| run.is_none_or(|run| run <= most)) {
                return drawn.into_iter().map(u16::from).collect();
            }
        }
    }
}

/// The characters of a list of classes, and what follows its semicolon.
fn value_of(text: &str) -> (Vec<u8>, &str) {
    let (mut characters, mut rest) = (Vec::new(), text);
    loop {
        rest = rest.trim_start_matches([',', ' ']);
        if let Some(inside) = rest.strip_prefix('[') {
            // The first `]` closes the class, unless another `]` follows.
            let first = inside.find(']').expect("closed");
            let end = first + usize::from(inside[first + 1..].starts_with(']'));
            characters.extend(inside[..end].bytes());
            rest = &inside[end + 1..];
        } else if rest.is_empty() || rest.starts_with(';') {
            return (characters, rest.trim_start_matches([';', ' ']));
        } else {
            let end = rest.find([',', ';']).unwrap_or(rest.len());
            match &rest[..end] {
                "lower" => characters.extend(b'a'..=b'z'),
                "upper" => characters.extend(b'A'..=b'Z'),
                "digit" => characters.extend(b'0'..=b'9'),
                number => assert!(number.parse::<u32>().is_ok(), "no such class: {number}"),
            }
            rest = &rest[end..];
        }
    }
}

fn one_of(class: &[u8], random: &mut Rng) -> u8 {
    *random.choice(class).expect("a class with characters")
}

fn all_are_accepted(many: usize) {
    for product in Product::ALL {
        let checker = Checker::new(&Policy::shipped(product), &Identity::default());
        let rules = Rules::read(&checker.password_rules().attribute);
        let mut random = Rng::with_seed(product as u64);
        let refused = (0..many).filter(|_| !checker.accepts_units(&rules.draw(&mut random))).count();
        println!("{product:?}: {many} drawn, {refused} refused");
        assert_eq!(refused, 0, "{product:?}");
    }
}

/// `PASSGATE_DRAWS=1000000 cargo test --release -p passgate-core --test password_rules -- --nocapture` draws
/// a million.
#[test]
fn shipped_policies_accept_what_their_attribute_allows() {
    let draws = std::env::var("PASSGATE_DRAWS").map_or(5_000, |draws| draws.parse().expect("a number"));
    all_are_accepted(draws);
}

#[test]
fn the_reader_understands_the_language() {
    let rules = Rules::read(
        "minlength: 8; maxlength: 18; required: lower; required: digit, [-!]]; max-consecutive: 2; allowed: upper, [-#]];",
    );
    let upper = (b'A'..=b'Z').chain(*b"-#]");
    let expected = Rules {
        min: 8,
        max: Some(18),
        consecutive: Some(2),
        required: vec![(b'a'..=b'z').collect(), (b'0'..=b'9').chain(*b"-!]").collect()],
        allowed: upper.collect(),
    };
    assert_eq!(rules, expected);
    assert_eq!(Rules::read("allowed: [!#];").allowed, b"!#");
}

/// Policies of the rules that the language can express.
fn policy() -> impl Strategy<Value = String> {
    let length = (1_u32..12, 0_u32..12)
        .prop_map(|(min, more)| format!(r#"{{"rule":"length","min":{min},"max":{}}}"#, min + more));
    let charset = ("[!#$%&*+,./:;<=>?@^_`~|()-]{0,6}", any::<bool>(), prop_oneof!["ascii", "none"]).prop_map(
        |(symbols, digits, letters)| {
            let symbols: std::collections::BTreeSet<char> = symbols.chars().chain([']']).collect();
            let symbols: String = symbols.into_iter().collect();
            format!(r#"{{"rule":"charset","symbols":"{symbols}","digits":{digits},"letters":"{letters}"}}"#)
        },
    );
    let classes =
        prop::sample::subsequence(vec![r#""lower""#, r#""upper""#, r#""digit""#, r#""symbol""#], 1..=4);
    let composition = (classes, 1_usize..5, 1_u32..4).prop_map(|(classes, at_least, each)| {
        let at_least = at_least.min(classes.len());
        format!(
            r#"{{"rule":"composition","classes":[{}],"at_least":{at_least},"each":{each}}}"#,
            classes.join(",")
        )
    });
    let repetition = (1_u32..4, any::<bool>())
        .prop_map(|(max, cased)| format!(r#"{{"rule":"repetition","max":{max},"case_sensitive":{cased}}}"#));
    let each = |rule: BoxedStrategy<String>| proptest::option::of(rule);
    (each(length.boxed()), each(charset.boxed()), each(composition.boxed()), each(repetition.boxed()))
        .prop_map(|(length, charset, composition, repetition)| {
            let rules: Vec<String> =
                [length, charset, composition, repetition].into_iter().flatten().collect();
            format!(r#"{{"product":"eiam","rules":[{}]}}"#, rules.join(","))
        })
}

proptest! {
    #[test]
    fn passwords_that_the_attribute_allows_satisfy_its_rules(json in policy(), seed in any::<u64>()) {
        let Ok(policy) = Policy::from_json(&json) else { return Ok(()) };
        let checker = Checker::new(&policy, &Identity::default());
        let rules = Rules::read(&checker.password_rules().attribute);
        prop_assume!(!rules.allowed.is_empty() && rules.required.iter().all(|class| !class.is_empty()));
        // With one allowed character and a limit of runs, the reader may never find a password.
        prop_assume!(rules.allowed.len() > 1 || rules.consecutive.is_none());
        let (mut random, mut rows) = (Rng::with_seed(seed), Rows::new());
        for _ in 0..20 {
            let drawn = rules.draw(&mut random);
            checker.judge(&drawn, &mut rows);
            for row in rows.rows() {
                // The attribute cannot express a class with fewer characters than the rule needs.
                let is_said = row.rule != RuleName::Composition || !rules.required.is_empty();
                let text = String::from_utf16_lossy(&drawn);
                let too_long = row.rule == RuleName::Length && rules.max.is_some_and(|max| drawn.len() > max);
                prop_assert!(
                    row.status != Status::Unmet || !is_said || too_long,
                    "{} of {}: {}, {:?}", text, checker.password_rules().attribute, json, row.rule
                );
            }
        }
    }
}
