//! No text is too expensive for any person: the worst known cases, and a search for worse ones.

use passgate_core::{Identity, TEXT_MAX};
use passgate_cost::{JUDGE_MAX, MAKE_MAX, Meter, cost};
use passgate_fuzz::worst::{POLICIES, people, texts};
use proptest::prelude::*;

/// All texts for one person; for the other persons only texts with their own data and with look-alike
/// characters.
fn telling(number: usize, identity: &Identity) -> Vec<(&'static str, String)> {
    let mut texts = texts(identity);
    let own = ["l, 1, i, !", "full width", "the user name", "the name", "a word"];
    texts.retain(|(name, _)| number == 0 || own.contains(name));
    texts
}

#[test]
fn the_worst_known_cases() {
    let mut meter = Meter::new().expect("a meter");
    let (mut made, mut judged) = (Vec::new(), Vec::new());
    for (place, (person, identity)) in people().into_iter().enumerate() {
        let document = serde_json::to_string(&identity).expect("an identity");
        for (number, policy) in POLICIES.iter().enumerate() {
            made.push((meter.make(policy, &document).expect("made"), format!("{person}, policy {number}")));
        }
        // Each policy uses the rules of the first one, or fewer.
        meter.make(POLICIES[0], &document).expect("made");
        for (text, password) in telling(place, &identity) {
            let units: Vec<u16> = password.encode_utf16().collect();
            judged.push((meter.judge(&units).expect("judged").0, format!("{text}, {person}")));
        }
    }
    made.sort();
    judged.sort();
    for (fuel, name) in made.iter().rev().take(5).chain(judged.iter().rev().take(5)) {
        println!("{fuel:>10} {name}");
    }
    assert!(made.last().expect("one").0 <= MAKE_MAX && judged.last().expect("one").0 <= JUDGE_MAX);
}

#[test]
fn twice_the_text_costs_no_more_than_twice_as_much() {
    let mut meter = Meter::new().expect("a meter");
    for (place, (person, identity)) in people().into_iter().enumerate() {
        meter.make(POLICIES[0], &serde_json::to_string(&identity).expect("an identity")).expect("made");
        for (text, password) in telling(place, &identity) {
            let units: Vec<u16> = password.encode_utf16().take(TEXT_MAX / 4).collect();
            // A first run without measurement, because the first text unpacks data.
            meter.judge(&units).expect("judged");
            let (half, _) = meter.judge(&units[..units.len() / 2]).expect("judged");
            let (whole, _) = meter.judge(&units).expect("judged");
            // Sorting adds a logarithmic factor.
            assert!(whole <= half * 5 / 2 + 200_000, "{text}, {person}: {half}, then {whole}");
        }
    }
}

/// A text that is too long is measured, not read. `check_text` counts its code units, at 25 instructions a
/// byte.
#[test]
fn a_pasted_file_costs_next_to_nothing() {
    let mut meter = Meter::new().expect("a meter");
    for (piece, bytes) in [("Kx7#", 4), ("密码", 6), ("👍", 4), ("a\u{301}\u{200D}", 6), ("\r\n", 2)] {
        for length in [TEXT_MAX + 8, 400_000] {
            for policy in POLICIES {
                meter.make(policy, "null").expect("made");
                let text: Vec<u16> = piece.encode_utf16().cycle().take(length).collect();
                let bytes = length as u64 * bytes / piece.encode_utf16().count() as u64;
                for (call, fuel) in meter.calls(&text).expect("called") {
                    let linear = if call == "check_text" { 32 * bytes } else { 0 };
                    let short = if length == TEXT_MAX + 8 && call.ends_with("_text") { 2_000_000 } else { 0 };
                    assert!(fuel <= 100_000 + linear + short, "{call}, {piece:?}, {length}: {fuel}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]
    #[test]
    fn no_other_input_costs_more(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        cost(&bytes);
    }
}
