//! The core in WebAssembly accepts the passwords that the native core generates, and the other way round.

#![expect(clippy::expect_used, clippy::arithmetic_side_effects, reason = "a test may stop")]

use passgate_core::{Checker, Identity, Policy, Product};
use passgate_cost::{Meter, seed};

/// An unknown person, and people whose data excludes many passwords.
fn people() -> Vec<Identity> {
    let person = |username: &str, name: &str, phone: &str, email: &str| Identity {
        username: Some(username.into()),
        name: Some(name.into()),
        phones: Some(vec![phone.into()]),
        emails: Some(vec![email.into()]),
        ..Identity::default()
    };
    vec![
        Identity::default(),
        person("wangxm", "王小明", "13800138000", "wang.xm@corp.example"),
        person("li", "李丽", "13811111111", "li@corp.example"),
        person(r"cn=Ng\, An,ou=staff", "Ana García-López", "010-62345678", "a@corp.example"),
    ]
}

/// Generates this many passwords for each shipped policy and each person, on both sides.
fn both_sides(many: u64) {
    let mut meter = Meter::new().expect("a meter");
    let mut drawn = 0_u64;
    for product in Product::ALL {
        let policy = Policy::shipped(product);
        for identity in people() {
            let native = Checker::new(&policy, &identity);
            let document = serde_json::to_string(&identity).expect("an identity");
            meter.make(&policy.to_json(), &document).expect("made");
            for number in 0..many {
                let there = meter.generate(number).expect("generated");
                assert!(native.accepts_units(&there), "{product:?}: seed {number}, natively");
                let here = native.generate(seed::bytes(number)).expect("generated");
                let here: Vec<u16> = here.expose().encode_utf16().collect();
                assert!(meter.judge(&here).expect("judged").1, "{product:?}: seed {number}, in WebAssembly");
                assert!(here == there, "{product:?}: the same seed gives different passwords");
                drawn += 2;
            }
        }
    }
    println!("{drawn} passwords");
}

/// Generates this many passwords that two shipped policies accept at once, for each pair and each person, on both
/// sides. Prints how many of the passwords that the first policy alone generates the second accepts: the share of
/// draws that are not thrown away.
fn both_sides_of_pairs(many: u64) {
    let mut meter = Meter::new().expect("a meter");
    for (first, second) in pairs() {
        let (mut accepted, mut drawn) = (0_u64, 0_u64);
        for identity in people() {
            let policies = [Policy::shipped(first), Policy::shipped(second)];
            let [one, two] = policies.each_ref().map(|policy| Checker::new(policy, &identity));
            let document = serde_json::to_string(&identity).expect("an identity");
            meter.make(&policies[1].to_json(), &document).expect("made");
            meter.keep().expect("kept");
            meter.make(&policies[0].to_json(), &document).expect("made");
            for number in 0..many {
                let there = meter.generate_for_both(number).expect("generated");
                for checker in [&one, &two] {
                    assert!(checker.accepts_units(&there), "{first:?} and {second:?}: seed {number}");
                }
                let here = one.generate_for_both(&two, seed::bytes(number)).expect("generated");
                assert!(here.expose().encode_utf16().eq(there), "the same seed gives different passwords");
                let alone = one.generate(seed::bytes(number)).expect("generated");
                accepted += u64::from(two.accepts(alone.expose()));
                drawn += 1;
            }
        }
        println!("{first:?} and {second:?}: {accepted} of {drawn}");
        // With one in eight, 250 draws fail once in 10^14.
        assert!(accepted * 8 > drawn, "{first:?} and {second:?}: {accepted} of {drawn}");
    }
}

/// Every two products, in both orders.
fn pairs() -> impl Iterator<Item = (Product, Product)> {
    let all = Product::ALL;
    all.into_iter()
        .flat_map(move |first| all.into_iter().map(move |second| (first, second)))
        .filter(|(a, b)| a != b)
}

/// `PASSGATE_DRAWS=10000 cargo test --release -p passgate-cost --test generated -- --nocapture` generates ten
/// thousand of each.
#[test]
fn each_side_accepts_the_passwords_of_the_other() {
    both_sides(draws());
}

#[test]
fn each_side_accepts_the_passwords_for_two_policies_of_the_other() {
    both_sides_of_pairs(draws());
}

fn draws() -> u64 {
    std::env::var("PASSGATE_DRAWS").map_or(4, |draws| draws.parse().expect("a number"))
}
