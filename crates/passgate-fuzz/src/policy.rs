//! Checks any bytes as a policy document.

use passgate_core::{Checker, Identity, Locale, Policy};

/// Reads the bytes as a document. A valid policy survives serialization, can be used, and accepts the
/// passwords that it generates.
pub fn policy(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(policy) = Policy::from_json(text) else { return };
    let again = Policy::from_json(&policy.to_json());
    assert_eq!(again.as_ref(), Ok(&policy), "written and read again");
    let identity =
        Identity { username: Some("wangxm".into()), name: Some("王小明".into()), ..Identity::default() };
    let checker = Checker::new(&policy, &identity);
    for locale in Locale::ALL {
        let checklist = checker.checklist(locale);
        assert!(checklist.len() == policy.rules().len(), "a rule is not in the checklist");
        assert!(checklist.iter().all(|asked| !asked.text.is_empty()), "a rule without words");
    }
    let _ = checker.password_rules();
    let mut state = bytes.len() as u64;
    let random = |buffer: &mut [u8]| {
        for byte in buffer {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = state.to_be_bytes()[0];
        }
        true
    };
    if let Ok(password) = checker.generate(random) {
        assert!(checker.accepts(password.expose()), "a generated password is not accepted");
        assert!(checker.check(password.expose()).accepted, "a generated password has an unmet row");
    }
}
