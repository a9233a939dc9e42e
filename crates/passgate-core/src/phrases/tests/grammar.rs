//! Checks the grammar of every sentence: without a number, with 0, 1, 2 and more, with equal numbers, and
//! with lists of every length.

use crate::document::{CharacterKind, Class, ClassSet, Count, FieldSet, IdentityField, Pattern, Word};
use crate::phrases::{Locale, say};
use crate::policy::Policy;
use crate::verdict::Violation;

const NUMBERS: [u32; 4] = [0, 1, 2, 18];

/// The fault of a sentence, if it has one.
fn fault(sentence: &str) -> Option<&'static str> {
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).collect();
    let plural = |word: &str| ["characters", "bytes", "times", "kinds"].contains(&word);
    let singular = |word: &str| ["character", "byte", "time", "kind"].contains(&word);
    let number = |word: &str| word.parse::<u32>().ok();
    let counted = |pair: &[&str]| number(pair[0]).map(|number| (number, pair[1].to_owned()));
    let pairs: Vec<(u32, String)> = words.windows(2).filter_map(counted).collect();
    let is_range = |three: &[&str]| three[1] == "to" && number(three[0]).is_some() && three[0] == three[2];
    if pairs.iter().any(|(number, word)| *number == 1 && plural(word)) {
        Some("a plural after 1")
    } else if pairs.iter().any(|(number, word)| *number != 1 && singular(word)) {
        Some("a singular after another number than 1")
    } else if words.contains(&"0") || sentence.contains("0 个") || sentence.contains("0 种") {
        Some("a zero")
    } else if words.windows(3).any(is_range) {
        Some("a range of one number")
    } else if sentence.is_empty() || sentence != sentence.trim() || sentence.contains("  ") {
        Some("a missing part")
    } else if ["Add ", "out of ", "kind of character: ", "contain ", "close to ", "against "]
        .iter()
        .any(|before| sentence.split(before).skip(1).any(|rest| !rest.starts_with(char::is_alphanumeric)))
    {
        Some("an empty list")
    } else if ["包含", "：", "与", "完整的"].iter().any(|end| sentence.ends_with(end))
        || ["：、", "、，", "与相", "的信息", "包含，"].iter().any(|pair| sentence.contains(pair))
    {
        Some("an empty list in Chinese")
    } else if sentence.contains(['{', '}']) {
        Some("an unfilled placeholder")
    } else {
        None
    }
}

/// Whether a range has the same number on both sides of the wave dash.
fn is_range_of_one(sentence: &str) -> bool {
    let mut halves = sentence.splitn(2, '～');
    let digits = |c: &char| c.is_ascii_digit();
    let (before, after) = (halves.next().unwrap_or(""), halves.next().unwrap_or("-"));
    let before: String = before.chars().rev().take_while(digits).collect();
    before.chars().rev().eq(after.chars().take_while(digits)) && !before.is_empty()
}

#[track_caller]
fn is_good(what: &dyn std::fmt::Debug, sentence: &str) {
    assert_eq!(fault(sentence), None, "{what:?}: {sentence}");
    assert!(!is_range_of_one(sentence), "{what:?}: {sentence}");
}

fn each_set<T: Word>() -> Vec<crate::WordSet<T>> {
    (0..1_u32 << T::ALL.len()).map(crate::WordSet::of_bits).collect()
}

#[test]
fn every_violation() {
    let mut all = vec![
        Violation::Empty,
        Violation::MatchesUsername,
        Violation::ReversesUsername,
        Violation::Reused,
        Violation::NotAccepted { message: None },
        Violation::NotAccepted { message: Some("\u{202E} \u{200B}".into()) },
        Violation::NotAccepted { message: Some("复杂度不足".into()) },
        Violation::UnsupportedCharacter { kind: None },
        Violation::TooCommon { pattern: None },
    ];
    all.extend(CharacterKind::ALL.iter().map(|kind| Violation::UnsupportedCharacter { kind: Some(*kind) }));
    all.extend(Pattern::ALL.iter().map(|pattern| Violation::TooCommon { pattern: Some(*pattern) }));
    let optional = || NUMBERS.into_iter().map(Some).chain([None]);
    for first in optional() {
        all.extend(optional().map(|max| Violation::wrong_length(first, max)));
        all.extend(optional().map(|documented_max| Violation::WrongLength {
            min: Some(21),
            max: Some(32),
            documented_min: first,
            documented_max,
        }));
        for count in [None, Some(Count::Run), Some(Count::Total)] {
            all.push(Violation::TooRepetitive { max: first, count });
        }
    }
    for number in NUMBERS {
        all.extend([Violation::TooShort { min: number }, Violation::TooLong { max: number }]);
        for found in NUMBERS {
            for each in [None, Some(0), Some(1), Some(2)] {
                let classes =
                    |missing: ClassSet| Violation::TooFewClasses { required: number, found, missing, each };
                all.extend(each_set::<Class>().into_iter().map(classes));
            }
        }
    }
    for fields in each_set::<IdentityField>() {
        let fields: FieldSet = fields;
        all.push(Violation::ContainsIdentity { fields });
        all.push(Violation::ResemblesIdentity { fields });
        all.push(Violation::UnknownIdentity { fields });
    }
    for violation in &all {
        for locale in Locale::ALL {
            is_good(violation, &violation.describe(locale));
            is_good(violation, &say(violation.packed(), "", true, locale));
        }
    }
    assert!(all.len() > 600, "{}", all.len());
}

#[test]
fn every_rule() {
    let mut rules: Vec<String> = Vec::new();
    let numbers = || NUMBERS.into_iter().filter(|number| *number > 0);
    for number in numbers() {
        for unit in ["any", "byte"] {
            rules.push(format!(r#"{{"rule":"length","min":{number},"unit":"{unit}"}}"#));
            rules.push(format!(r#"{{"rule":"length","max":{number},"unit":"{unit}"}}"#));
            for max in numbers().filter(|max| *max >= number) {
                rules.push(format!(r#"{{"rule":"length","min":{number},"max":{max},"unit":"{unit}"}}"#));
            }
        }
        for count in ["run", "total"] {
            rules.push(format!(r#"{{"rule":"repetition","count":"{count}","max":{number}}}"#));
        }
        for classes in [r#""digit""#, r#""digit","symbol""#, r#""lower","upper","digit""#] {
            let many = classes.split(',').count() as u32;
            for least in 1..=many {
                rules.push(format!(
                    r#"{{"rule":"composition","classes":[{classes}],"at_least":{least},"each":{number}}}"#
                ));
            }
        }
    }
    for letters in ["none", "ascii", "any"] {
        for more in ["", r#","digits":false,"symbols":"!""#, r#","space":true"#, r#","symbols":"any""#] {
            rules.push(format!(r#"{{"rule":"charset","letters":"{letters}"{more}}}"#));
        }
    }
    for fields in each_set::<IdentityField>().into_iter().filter(|fields| !fields.is_empty()) {
        let fields = serde_json::to_string(&fields).unwrap();
        rules.push(format!(r#"{{"rule":"identity","fields":{fields}}}"#));
    }
    for rule in &rules {
        let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rule}]}}"#)).unwrap();
        for locale in Locale::ALL {
            is_good(rule, &policy.rules()[0].rule().ask(locale));
        }
    }
}

#[test]
fn faults_are_detected() {
    for sentence in [
        "Use 8 to 8 characters",
        "At least 1 characters",
        "more than 1 times",
        "Exactly 2 character",
        "Add ",
        "Add  and",
        "Use at most 0 characters",
        "还需要包含",
        "与相近，可能不被接受",
        "Add {and}",
    ] {
        assert!(fault(sentence).is_some(), "{sentence}");
    }
    assert!(is_range_of_one("长度须为 8～8 个字符") && !is_range_of_one("长度须为 8～18 个字符"));
}
