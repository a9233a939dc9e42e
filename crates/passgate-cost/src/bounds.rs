//! The maximum cost of any text and any person.

use std::cell::RefCell;

use passgate_fuzz::costly;
use passgate_fuzz::worst::POLICIES;

use crate::meter::Meter;

/// The maximum fuel of a verdict. The worst known case takes 2.4 ms in V8 and 1.3 ms natively on the
/// machine of docs/bench.md (`cargo run --release -p passgate-fuzz --example worst`).
pub const JUDGE_MAX: u64 = 100_000_000;
/// The maximum fuel to prepare a policy for a person: 2.8 ms natively, and less than 10 ms in V8.
pub const MAKE_MAX: u64 = 200_000_000;

thread_local! {
    static METER: RefCell<Option<Meter>> = const { RefCell::new(None) };
}

/// Reads a person and a text from the bytes and checks that neither exceeds its maximum cost, with
/// policies that use every rule. Panics if one does, or if the core cannot be metered.
///
/// Returns the highest counts: to prepare the person, and to check the text.
pub fn cost(bytes: &[u8]) -> [u64; 2] {
    let Some((identity, text)) = costly(bytes) else { return [0, 0] };
    let identity = serde_json::to_string(&identity).unwrap_or_default();
    METER.with(|meter| {
        let mut meter = meter.borrow_mut();
        let mut worst = [0, 0];
        let counted = POLICIES.iter().try_for_each(|policy| {
            let meter = match &mut *meter {
                Some(meter) => meter,
                none => none.insert(Meter::new()?),
            };
            let (made, (judged, _)) = (meter.make(policy, &identity)?, meter.judge(&text)?);
            assert!(made <= MAKE_MAX, "{made} to prepare {identity}");
            assert!(judged <= JUDGE_MAX, "{judged} to judge {text:x?} of {identity}");
            worst = [worst[0].max(made), worst[1].max(judged)];
            anyhow::Ok(())
        });
        assert!(counted.is_ok(), "the core cannot be metered: {:?}", counted.err());
        worst
    })
}
