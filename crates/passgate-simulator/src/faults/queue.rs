use serde::{Deserialize, Serialize};

use super::Fault;
use crate::calls::CallName;

/// The number of calls that a fault affects.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum Times {
    Count(u32),
    Always(Always),
}

#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) enum Always {
    #[serde(rename = "always")]
    Always,
}

/// A fault that waits for its call.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Order {
    #[serde(skip_deserializing)]
    pub(crate) id: u64,
    pub(crate) call: CallName,
    /// Limits the fault to calls for this account, by the id in the request.
    #[serde(default)]
    pub(crate) user_id: Option<String>,
    #[serde(default = "once")]
    pub(crate) times: Times,
    pub(crate) fault: Fault,
}

/// The faults, in the order in which they were added.
#[derive(Clone, Default)]
pub(crate) struct FaultQueue {
    last_id: u64,
    orders: Vec<Order>,
}

impl FaultQueue {
    pub(crate) fn push(&mut self, mut order: Order) -> u64 {
        self.last_id = self.last_id.saturating_add(1);
        order.id = self.last_id;
        self.orders.push(order);
        self.last_id
    }

    pub(crate) fn orders(&self) -> &[Order] {
        &self.orders
    }

    pub(crate) fn clear(&mut self, call: Option<CallName>) {
        self.orders.retain(|order| call.is_some_and(|call| order.call != call));
    }

    /// Takes the next fault if it resets the connection independently of the request's body.
    pub(crate) fn take_reset_before(&mut self, call: CallName) -> Option<Fault> {
        let place = self.orders.iter().position(|order| order.call == call)?;
        let order = self.orders.get(place)?;
        let is_due = order.user_id.is_none() && matches!(order.fault, Fault::ResetBefore {});
        is_due.then(|| self.take_at(place)).flatten()
    }

    /// Takes the next fault for this call and this account.
    pub(crate) fn take(&mut self, call: CallName, user_id: Option<&str>) -> Option<Fault> {
        let is_due = |order: &Order| {
            order.call == call && (order.user_id.is_none() || order.user_id.as_deref() == user_id)
        };
        let place = self.orders.iter().position(is_due)?;
        self.take_at(place)
    }

    fn take_at(&mut self, place: usize) -> Option<Fault> {
        let order = self.orders.get_mut(place)?;
        let fault = order.fault.clone();
        if let Times::Count(times) = &mut order.times {
            *times = times.saturating_sub(1);
            if *times == 0 {
                self.orders.remove(place);
            }
        }
        Some(fault)
    }
}

fn once() -> Times {
    Times::Count(1)
}
