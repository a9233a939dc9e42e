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

/// `PASSGATE_DRAWS=10000 cargo test --release -p passgate-cost --test generated -- --nocapture` generates ten
/// thousand of each.
#[test]
fn each_side_accepts_the_passwords_of_the_other() {
    let draws = std::env::var("PASSGATE_DRAWS").map_or(4, |draws| draws.parse().expect("a number"));
    both_sides(draws);
}
