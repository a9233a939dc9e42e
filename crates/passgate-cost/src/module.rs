//! The core behind plain functions: what is metered, and nothing else.
#![expect(unsafe_code, reason = "names that the linker keeps")]

use std::cell::RefCell;

use passgate_core::{Checker, Identity, Node, Policy, Rows};

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State { units: Vec::new(), policy: None, identity: None, checker: None, rows: Rows::new() }) };
}

struct State {
    units: Vec<u16>,
    policy: Option<Policy>,
    identity: Option<Identity>,
    checker: Option<Checker>,
    rows: Rows,
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with(|state| work(&mut state.borrow_mut()))
}

/// The address of room for that many UTF-16 code units.
#[unsafe(no_mangle)]
pub extern "C" fn room(units: usize) -> *const u16 {
    with(|state| {
        state.units.resize(units, 0);
        state.units.as_ptr()
    })
}

/// Reads the policy that was written at [`room`] as JSON text; whether it is one.
#[unsafe(no_mangle)]
pub extern "C" fn policy() -> bool {
    with(|state| {
        state.policy = Policy::read(Node::new(&state.units)).ok();
        state.policy.is_some()
    })
}

/// Reads the identity that was written at [`room`] as JSON text; whether it is one.
#[unsafe(no_mangle)]
pub extern "C" fn identity() -> bool {
    with(|state| {
        state.identity = Identity::read(Node::new(&state.units)).ok();
        state.identity.is_some()
    })
}

/// Makes the one ready for the other.
#[unsafe(no_mangle)]
pub extern "C" fn make() {
    with(|state| {
        if let (Some(policy), Some(identity)) = (&state.policy, &state.identity) {
            state.checker = Some(Checker::new(policy, identity));
        }
    });
}

/// Judges the text that was written at [`room`]; whether it is accepted.
#[unsafe(no_mangle)]
pub extern "C" fn judge() -> bool {
    with(|state| {
        if let Some(checker) = &state.checker {
            checker.judge(&state.units, &mut state.rows);
        }
        state.rows.accepted()
    })
}
