//! The core behind plain exported functions. Only these are metered.
#![expect(unsafe_code, reason = "names that the linker keeps")]

use std::cell::RefCell;

use passgate_core::{Checker, Identity, Node, Policy, Rows, Secret, VendorRefusal, Violation};

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State { units: Vec::new(), text: String::new(), policy: None, identity: None, checker: None, other: None, rows: Rows::new() }) };
}

struct State {
    units: Vec<u16>,
    text: String,
    policy: Option<Policy>,
    identity: Option<Identity>,
    checker: Option<Checker>,
    other: Option<Checker>,
    rows: Rows,
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with(|state| work(&mut state.borrow_mut()))
}

/// The address of a buffer for this many UTF-16 code units.
#[unsafe(no_mangle)]
pub extern "C" fn room(units: usize) -> *const u16 {
    with(|state| {
        state.units.resize(units, 0);
        state.units.as_ptr()
    })
}

/// Reads the policy at [`room`] as JSON text. Returns whether it is valid.
#[unsafe(no_mangle)]
pub extern "C" fn policy() -> bool {
    with(|state| {
        state.policy = Policy::read(Node::new(&state.units)).ok();
        state.policy.is_some()
    })
}

/// Reads the identity at [`room`] as JSON text. Returns whether it is valid.
#[unsafe(no_mangle)]
pub extern "C" fn identity() -> bool {
    with(|state| {
        state.identity = Identity::read(Node::new(&state.units)).ok();
        state.identity.is_some()
    })
}

/// Prepares the policy for the identity.
#[unsafe(no_mangle)]
pub extern "C" fn make() {
    with(|state| {
        if let (Some(policy), Some(identity)) = (&state.policy, &state.identity) {
            state.checker = Some(Checker::new(policy, identity));
        }
    });
}

/// Keeps the checker as the other one, beside the one that is made next.
#[unsafe(no_mangle)]
pub extern "C" fn keep() {
    with(|state| state.other = state.checker.take());
}

/// Checks the text at [`room`]. Returns whether it is accepted.
#[unsafe(no_mangle)]
pub extern "C" fn judge() -> bool {
    with(|state| {
        if let Some(checker) = &state.checker {
            checker.judge(&state.units, &mut state.rows);
        }
        state.rows.accepted()
    })
}

/// Makes a Rust string of the units at [`room`], for the calls that take one.
#[unsafe(no_mangle)]
pub extern "C" fn text() {
    with(|state| state.text = String::from_utf16_lossy(&state.units));
}

/// Whether the checker accepts the text at [`room`].
#[unsafe(no_mangle)]
pub extern "C" fn accepts() -> bool {
    with(|state| state.checker.as_ref().is_some_and(|checker| checker.accepts_units(&state.units)))
}

/// Learns a refusal of the text at [`room`].
#[unsafe(no_mangle)]
pub extern "C" fn refuse() -> bool {
    with(|state| {
        if let Some(checker) = &mut state.checker {
            checker.refuse_units(&state.units, VendorRefusal::from(&[Violation::TooLong { max: 18 }][..]));
        }
        true
    })
}

/// Checks the [`text`]. Returns whether it is accepted.
#[unsafe(no_mangle)]
pub extern "C" fn check_text() -> bool {
    with(|state| state.checker.as_ref().is_some_and(|checker| checker.check(&state.text).accepted))
}

/// Whether the checker accepts the [`text`].
#[unsafe(no_mangle)]
pub extern "C" fn accepts_text() -> bool {
    with(|state| state.checker.as_ref().is_some_and(|checker| checker.accepts(&state.text)))
}

/// Learns a refusal of the [`text`].
#[unsafe(no_mangle)]
pub extern "C" fn refuse_text() -> bool {
    with(|state| {
        if let Some(checker) = &mut state.checker {
            checker.refuse(&state.text, &[Violation::TooLong { max: 18 }]);
        }
        true
    })
}

/// Generates a password with the pseudo-random bytes of this seed, and writes it at [`room`]. Returns its
/// length, or 0 if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn generate(seed: u64) -> usize {
    with(|state| {
        let fill = crate::seed::bytes(seed);
        let drawn = state.checker.as_ref().and_then(|checker| checker.generate(fill).ok());
        put(state, drawn)
    })
}

/// The same, of a password that the checker of [`keep`] accepts as well.
#[unsafe(no_mangle)]
pub extern "C" fn generate_for_both(seed: u64) -> usize {
    with(|state| {
        let fill = crate::seed::bytes(seed);
        let checkers = state.checker.as_ref().zip(state.other.as_ref());
        let drawn = checkers.and_then(|(checker, other)| checker.generate_for_both(other, fill).ok());
        put(state, drawn)
    })
}

fn put(state: &mut State, drawn: Option<Secret>) -> usize {
    state.units = drawn.map(|drawn| drawn.expose().encode_utf16().collect()).unwrap_or_default();
    state.units.len()
}
