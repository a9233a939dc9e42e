//! The measured cases of the core, by name. Each is one call.

use std::hint::black_box;

use passgate_core::{Checker, Identity, Policy, Product, Rows};

/// A prepared case. A call does the work once.
pub type Call = Box<dyn FnMut()>;

/// Every case.
pub const NAMES: [&str; 10] = [
    "accepts-16",
    "judge-16",
    "accepts-16-refused",
    "judge-16-han",
    "judge-4096",
    "judge-too-long",
    "checker",
    "checker-heteronyms",
    "policy",
    "generate",
];

/// The case with this name.
pub fn case(name: &str) -> Option<Call> {
    let eiam = Policy::shipped(Product::Eiam);
    let checker = Checker::new(&eiam, &person("王小明"));
    Some(match name {
        "accepts-16" => accepts(checker, "Kx7#mQ2$vL9pTz4!"),
        "accepts-16-refused" => accepts(checker, "Wangxm@13800138!"),
        "judge-16" => judge(checker, "Kx7#mQ2$vL9pTz4!"),
        "judge-16-han" => judge(checker, "密码Kx7#王小明vL9p"),
        "judge-4096" => judge(long(), &text(4_096)),
        "judge-too-long" => judge(long(), &text(16_384)),
        "checker" => made(eiam, person("王小明")),
        // The three characters have seven readings.
        "checker-heteronyms" => made(eiam, person("单曾行")),
        "policy" => Box::new(|| drop(black_box(Policy::from_json(Policy::shipped_json(Product::Eiam))))),
        "generate" => {
            let mut state = 1_u64;
            Box::new(move || {
                let password = checker.generate(|buffer| {
                    for byte in buffer {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        *byte = state.to_be_bytes()[0];
                    }
                    true
                });
                drop(black_box(password));
            })
        }
        _ => return None,
    })
}

fn person(name: &str) -> Identity {
    Identity {
        username: Some("wangxiaoming".into()),
        name: Some(name.into()),
        phones: Some(vec!["13800138000".into()]),
        emails: Some(vec!["wangxm@example.com".into()]),
        words: Some(vec!["passgate".into()]),
        ..Identity::default()
    }
}

/// Feishu's rules have no maximum, so a long text is judged in full, up to `TEXT_MAX`.
fn long() -> Checker {
    Checker::new(&Policy::shipped(Product::Feishu), &person("王小明"))
}

fn text(length: usize) -> String {
    "Kx7#mQ2$vL9pTz4!Rw3&hN8*".chars().cycle().take(length).collect()
}

fn accepts(checker: Checker, text: &str) -> Call {
    let units: Vec<u16> = text.encode_utf16().collect();
    Box::new(move || {
        black_box(checker.accepts_units(black_box(&units)));
    })
}

fn judge(checker: Checker, text: &str) -> Call {
    let units: Vec<u16> = text.encode_utf16().collect();
    let mut rows = Rows::default();
    Box::new(move || {
        checker.judge(black_box(&units), &mut rows);
        black_box(rows.accepted());
    })
}

fn made(policy: Policy, identity: Identity) -> Call {
    Box::new(move || drop(black_box(Checker::new(black_box(&policy), black_box(&identity)))))
}
