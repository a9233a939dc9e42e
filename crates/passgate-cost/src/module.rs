//! The core behind plain exported functions. Only these are metered.
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

/// The address of a buffer for that many UTF-16 code units.
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
