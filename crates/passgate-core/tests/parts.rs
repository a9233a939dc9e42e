//! What a checker says before its parts are there, and after: the road of a browser, natively. A
//! process takes a part in once, so this is one test, in a build that has none compiled in.
#![cfg(not(any(feature = "names", feature = "weak")))]

use passgate_core::{
    Checker, Finding, Identity, NotThePart, Part, Policy, Product, RuleName, Status, Violation,
};

const NAMES: &[u8] = include_bytes!("../data/names.bin");
const WEAK: &[u8] = include_bytes!("../data/weak.bin");

fn row(checker: &Checker, text: &str, name: RuleName) -> Finding {
    checker.check(text).findings.into_iter().find(|finding| finding.rule == name).unwrap()
}

#[test]
fn what_waits_for_a_part_is_unsure_until_it_is_there() {
    let person = |name: &str| Identity { name: Some(name.into()), ..Identity::default() };
    let mut checker = Checker::new(&Policy::shipped(Product::Eiam), &person("王小明"));
    let of_latin_name = Checker::new(&Policy::shipped(Product::Eiam), &person("Anna Schmidt"));
    let refused = "Wk7#mQ2$vL9p";
    checker.refuse(refused, &[Violation::WrongLength { min: Some(9), max: None }]);

    assert_eq!(row(&checker, "Wangxm@2024", RuleName::Identity).status, Status::Unsure);
    assert_eq!(row(&checker, "Password123", RuleName::Common).status, Status::Unsure);
    assert!(checker.accepts("Wangxm@2024"), "what is unsure never blocks");
    assert!(!of_latin_name.accepts("Schmidt@2024"), "a Latin name needs no table");
    assert!(!checker.refresh(), "nothing new");

    for part in Part::ALL {
        let bytes = if part == Part::Names { NAMES } else { WEAK };
        for wrong in [&[][..], &bytes[..bytes.len() - 1], if part == Part::Names { WEAK } else { NAMES }] {
            assert_eq!(part.install(wrong), Err(NotThePart), "{part:?} from {} bytes", wrong.len());
            assert!(!part.is_installed());
        }
    }

    Part::Weak.install(WEAK).unwrap();
    assert!(checker.refresh());
    assert_eq!(row(&checker, "Password123", RuleName::Common).status, Status::Unmet);
    assert_eq!(row(&checker, "Wangxm@2024", RuleName::Identity).status, Status::Unsure);

    Part::Names.install(NAMES).unwrap();
    assert!(checker.refresh() && !checker.refresh());
    assert_eq!(row(&checker, "Wangxm@2024", RuleName::Identity).status, Status::Unmet);
    assert_eq!(row(&checker, "Kx7#mQ2$vL", RuleName::Identity).status, Status::Met);
    assert!(!checker.accepts("Wangxm@2024") && !checker.accepts(refused));
    assert_eq!(
        row(&checker, "Kx7#mQ2$", RuleName::Length).violation,
        Some(Violation::TooShort { min: 9 }),
        "what was learned stays"
    );
}
