//! Compares the computed results with the real checker's verdicts on every text of a small alphabet.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use passgate_core::{Checker, Identity, Policy, RuleName};
use passgate_policy::diff::one_way;
use proptest::prelude::*;

const COUNTED: [RuleName; 4] =
    [RuleName::Length, RuleName::Charset, RuleName::Composition, RuleName::Repetition];

/// Two characters of a kind where repetition matters, one beyond ASCII for each number of bytes, and one that joins.
const ALPHABET: [char; 11] = ['a', 'b', 'A', '1', '2', '!', '#', ' ', 'é', '密', '\u{301}'];
const LENGTH_MAX: usize = 4;

fn texts() -> Vec<String> {
    let mut all = vec![String::new()];
    let mut before = all.clone();
    for _ in 0..LENGTH_MAX {
        before =
            before.iter().flat_map(|text| ALPHABET.map(|character| format!("{text}{character}"))).collect();
        all.extend(before.iter().cloned());
    }
    all
}

fn length() -> impl Strategy<Value = String> {
    let unit = prop::sample::select(vec!["any", "grapheme", "code-point", "utf16", "byte"]);
    (0_u32..5, 0_u32..5, unit).prop_map(|(min, more, unit)| {
        let limits = match (min, more) {
            (0, more) => format!(r#""max":{}"#, more + 1),
            (min, 4) => format!(r#""min":{min}"#),
            (min, more) => format!(r#""min":{min},"max":{}"#, min + more),
        };
        format!(r#"{{"rule":"length",{limits},"unit":"{unit}"}}"#)
    })
}

fn charset() -> impl Strategy<Value = String> {
    let symbols = prop::sample::select(vec!["", "!", "!#", "any"]);
    let letters = prop::sample::select(vec!["none", "ascii", "any"]);
    (symbols, letters, any::<bool>(), any::<bool>()).prop_map(|(symbols, letters, digits, space)| {
        format!(
            r#"{{"rule":"charset","symbols":"{symbols}","letters":"{letters}","digits":{digits},"space":{space}}}"#
        )
    })
}

fn composition() -> impl Strategy<Value = String> {
    let classes = prop::sample::select(vec![
        vec!["lower", "upper", "digit", "symbol"],
        vec!["letter", "digit", "symbol"],
        vec!["lower", "digit"],
        vec!["symbol"],
        vec!["letter"],
    ]);
    (classes, 1_usize..4, 1_u32..3).prop_map(|(classes, at_least, each)| {
        let at_least = at_least.min(classes.len());
        format!(r#"{{"rule":"composition","classes":{classes:?},"at_least":{at_least},"each":{each}}}"#)
    })
}

fn repetition() -> impl Strategy<Value = String> {
    let count = prop::sample::select(vec!["run", "total"]);
    (count, 1_u32..4, any::<bool>()).prop_map(|(count, max, case)| {
        format!(r#"{{"rule":"repetition","count":"{count}","max":{max},"case_sensitive":{case}}}"#)
    })
}

prop_compose! {
    fn policy()(
        length in prop::option::of(length()),
        charset in prop::option::of(charset()),
        composition in prop::option::of(composition()),
        repetition in prop::option::of(repetition()),
    ) -> Option<Policy> {
        let rules: Vec<String> = [length, charset, composition, repetition].into_iter().flatten().collect();
        let text = format!(r#"{{"product":"eiam","rules":[{}]}}"#, rules.join(","));
        Policy::from_json(&text).ok()
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// Each witness is accepted by the first policy and refused by the second. A rule without a witness refuses no
    /// text that the first policy accepts. No rule is undecided.
    #[test]
    fn the_difference_agrees_with_every_text(first in policy(), second in policy()) {
        let (Some(first), Some(second)) = (first, second) else { return Ok(()) };
        let way = one_way(&first, &second);
        prop_assert!(way.undecided.is_empty(), "{way:?} {} {}", first.to_json(), second.to_json());
        let [accepts, refuses] = [&first, &second].map(|policy| Checker::new(policy, &Identity::default()));
        for found in &way.differences {
            let witness = found.witness.as_ref().unwrap();
            prop_assert!(accepts.accepts(witness) && !refuses.accepts(witness), "{witness:?}");
        }
        let found: Vec<RuleName> = way.differences.iter().map(|found| found.rule).collect();
        for text in texts() {
            if !accepts.accepts(&text) {
                continue;
            }
            for row in refuses.check(&text).findings {
                let unmet = row.status == passgate_core::Status::Unmet;
                prop_assert!(
                    !unmet || !COUNTED.contains(&row.rule) || found.contains(&row.rule),
                    "{text:?} breaks {:?}: {} {}", row.rule, first.to_json(), second.to_json()
                );
            }
        }
    }
}

/// A letter in both cases is one run if the rule ignores case, and two classes of a composition.
#[test]
fn a_run_may_need_both_cases_of_its_letter() {
    let read =
        |rules: &str| Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap();
    let refusing = read(r#"{"rule":"repetition","max":3,"case_sensitive":false}"#);
    for accepting in [
        r#"{"rule":"length","max":4},{"rule":"composition","classes":["lower","upper","digit"],"at_least":2}"#,
        r#"{"rule":"length","max":4},{"rule":"composition","classes":["lower","upper"],"at_least":2,"each":2}"#,
        r#"{"rule":"length","max":4},{"rule":"repetition","max":2}"#,
        r#"{"rule":"length","max":4},{"rule":"repetition","max":2,"count":"total"}"#,
    ] {
        let way = one_way(&read(accepting), &refusing);
        assert!(way.undecided.is_empty() && way.differences.len() == 1, "{accepting}: {way:?}");
    }
}

/// Every text of this length of these characters.
fn of(characters: &str, length: usize) -> Vec<String> {
    let mut texts = vec![String::new()];
    for _ in 0..length {
        texts = texts.iter().flat_map(|text| characters.chars().map(move |c| format!("{text}{c}"))).collect();
    }
    texts
}

/// A policy with a charset of digits and two symbols, so that all texts can be tried.
fn few(rules: &[String]) -> Option<Policy> {
    let charset = r##"{"rule":"charset","letters":"none","symbols":"!#"}"##.to_owned();
    let rules: Vec<String> = rules.iter().cloned().chain([charset]).collect();
    Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{}]}}"#, rules.join(","))).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn as_many_are_admitted_as_the_checker_accepts(
        limits in prop::option::of(length()),
        classes in prop::option::of(composition()),
        repeats in prop::option::of(repetition()),
    ) {
        let rules: Vec<String> = [limits, classes, repeats].into_iter().flatten().collect();
        let Some(policy) = few(&rules) else { return Ok(()) };
        let checker = Checker::new(&policy, &Identity::default());
        for length in 1..=4 {
            let accepted = of("0123456789!#", length).iter().filter(|text| checker.accepts(text)).count();
            let counted = passgate_policy::count::admitted(&policy, length as u32).unwrap();
            prop_assert_eq!(counted.to_string(), accepted.to_string(), "{} {}", length, policy.to_json());
        }
    }

    /// Letters of both cases, because a repetition rule may ignore letter case.
    #[test]
    fn letters_are_counted_as_the_checker_counts_them(repeats in repetition(), classes in composition()) {
        let charset = r#"{"rule":"charset","digits":false}"#;
        let text = format!(r#"{{"product":"eiam","rules":[{repeats},{classes},{charset}]}}"#);
        let Ok(policy) = Policy::from_json(&text) else { return Ok(()) };
        let checker = Checker::new(&policy, &Identity::default());
        let letters: String = ('a'..='z').chain('A'..='Z').collect();
        for length in 1..=2 {
            let accepted = of(&letters, length).iter().filter(|text| checker.accepts(text)).count();
            let counted = passgate_policy::count::admitted(&policy, length as u32).unwrap();
            prop_assert_eq!(counted.to_string(), accepted.to_string(), "{} {}", length, text);
        }
    }

    /// The words consist of the characters of the charset, so that texts contain them.
    #[test]
    fn the_counted_loss_is_what_the_checker_refuses(
        repeats in prop::option::of(repetition()),
        username in "[0-9!]{1,4}",
        relation in prop::sample::select(vec!["equal", "contains"]),
        reversed in any::<bool>(),
        word in "[0-9!#]{2,3}",
    ) {
        let own = format!(r#"{{"rule":"username","match":"{relation}","reversed":{reversed}}}"#);
        let identity = r#"{"rule":"identity","fields":["username"]}"#.to_owned();
        for rules in [vec![own.clone()], vec![identity.clone()], vec![own, identity]] {
            let rules: Vec<String> = rules.into_iter().chain(repeats.clone()).collect();
            let Some(policy) = few(&rules) else { continue };
            let person = Identity {
                username: Some(username.clone()),
                words: Some(vec![word.clone()]),
                ..Identity::default()
            };
            let [anybody, own] =
                [&Identity::default(), &person].map(|person| Checker::new(&policy, person));
            for length in 1..=4_usize {
                let texts = of("0123456789!#", length);
                let lost = texts.iter().filter(|text| anybody.accepts(text) && !own.accepts(text)).count();
                match passgate_policy::loss::lost(&policy, &person, length as u32) {
                    passgate_policy::loss::Lost::Exactly(counted) => {
                        prop_assert_eq!(counted.to_string(), lost.to_string(), "{} {:?} {:?} {}", length, username, word, policy.to_json());
                    }
                    passgate_policy::loss::Lost::NotCounted(_) => {
                        prop_assert!(repeats.as_ref().is_some_and(|rule| rule.contains("total")));
                    }
                }
            }
        }
    }
}
