use std::collections::BTreeSet;

use passgate_core::{Checker, Identity, Policy};

use super::*;

fn checker(rule: &str) -> Checker {
    let policy = format!(r#"{{"product":"feishu","rules":[{rule}]}}"#);
    Checker::new(&Policy::from_json(&policy).unwrap(), &Identity::default())
}

/// What the real checker says of single characters.
struct Judge {
    classes: [Checker; 3],
    letters: Checker,
    symbols: Checker,
    one_grapheme: Checker,
}

impl Judge {
    fn new() -> Self {
        let class =
            |name: &str| checker(&format!(r#"{{"rule":"composition","classes":["{name}"],"at_least":1}}"#));
        Self {
            classes: ["lower", "upper", "digit"].map(class),
            letters: checker(r#"{"rule":"charset","letters":"any","digits":false}"#),
            symbols: checker(r#"{"rule":"charset","letters":"none","digits":false,"symbols":"any"}"#),
            one_grapheme: checker(r#"{"rule":"length","max":1,"unit":"grapheme"}"#),
        }
    }

    fn kind(&self, character: char) -> Kind {
        let text = character.to_string();
        match self.classes.each_ref().map(|class| class.accepts(&text)) {
            [true, false, false] => Kind::OpenLower,
            [false, true, false] => Kind::OpenUpper,
            [true, true, false] => Kind::OpenLetter,
            [false, false, true] => Kind::OpenDigit,
            [false, false, false] => Kind::OpenOther,
            other => panic!("{character:?} {other:?}"),
        }
    }

    fn signature(&self, character: char) -> (Kind, usize, bool, bool) {
        let text = character.to_string();
        (self.kind(character), character.len_utf8(), self.letters.accepts(&text), self.symbols.accepts(&text))
    }

    fn joins(&self, character: char) -> bool {
        self.one_grapheme.accepts(&format!("a{character}"))
    }
}

/// For the signature of every character of Unicode there is a range of characters that do not join, and for the
/// signature of every joining character a range of characters that join.
#[test]
fn no_kind_of_character_is_missing() {
    let judge = Judge::new();
    let of_range = |(_, joins, first, _): (Kind, bool, char, char)| (judge.signature(first), joins);
    let known: BTreeSet<_> = RANGES.into_iter().map(of_range).collect();
    let mut missing = BTreeSet::new();
    // The planes beyond the first have few kinds of characters, in long ranges.
    let beyond = ('\u{10000}'..='\u{1FFFF}').step_by(7).chain(('\u{20000}'..=char::MAX).step_by(601));
    for character in ('\0'..='\u{FFFF}').chain(beyond).filter(|character| !character.is_ascii_graphic()) {
        let signature = judge.signature(character);
        let joins = judge.joins(character);
        if !known.contains(&(signature, false)) || (joins && !known.contains(&(signature, true))) {
            missing.insert((signature, joins, character));
        }
    }
    let firsts: BTreeSet<_> = missing.iter().map(|(signature, joins, _)| (signature, joins)).collect();
    // Invisible joining characters of two or four bytes have no range. They are allowed only without a charset,
    // and there visible marks have the same effect.
    let unseen = |signature: &(Kind, usize, bool, bool)| !signature.2 && !signature.3;
    let left: Vec<_> =
        firsts.into_iter().filter(|(signature, joins)| !(**joins && unseen(signature))).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_range_is_of_one_kind() {
    let judge = Judge::new();
    for (kind, joins, first, last) in RANGES {
        for character in first..=last {
            assert_eq!(judge.kind(character), kind, "{character:?}");
            assert_eq!(judge.signature(character), judge.signature(first), "{character:?}");
            assert_eq!(judge.joins(character), joins, "{character:?}");
            // It joins any character before it, and never the one after it.
            let twice = judge.one_grapheme.accepts(&format!("{first}{character}"));
            assert_eq!(twice, joins && first != '\t', "{character:?}");
            assert!(!judge.one_grapheme.accepts(&format!("क{character}क")), "{character:?}");
        }
    }
}
