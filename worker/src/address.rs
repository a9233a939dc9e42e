//! The network address a request comes from, as far as a rate is counted by it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::rate::{Rate, TooOften};

/// How many addresses are remembered. Beyond, those are forgotten that have nothing to wait for,
/// and then whoever comes first in order: a flood of addresses finds no end of memory.
const MAX_REMEMBERED: usize = 4096;

/// What a rate is counted by: an IPv4 address, or the /64 network of an IPv6 address, which is
/// what one household or machine has. `None` for what is no address.
pub fn network(address: &str) -> Option<String> {
    Some(match address.trim().parse::<IpAddr>().ok()?.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}

/// Who was here lately. In memory, and of one isolate only: an outer shield, not a ledger.
#[derive(Default)]
pub struct Visitors(BTreeMap<String, u64>);

impl Visitors {
    /// Takes one for this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&mut self, network: String, rate: Rate, now_ms: u64) -> Result<(), TooOften> {
        let due_us = rate.take(self.0.get(&network).copied().unwrap_or(0), now_ms)?;
        if self.0.len() >= MAX_REMEMBERED && !self.0.contains_key(&network) {
            let now_us = now_ms.saturating_mul(1000);
            self.0.retain(|_, due_us| *due_us > now_us);
            if self.0.len() >= MAX_REMEMBERED {
                self.0.pop_first();
            }
        }
        self.0.insert(network, due_us);
        Ok(())
    }

    /// Gives one back.
    pub fn give_back(&mut self, network: &str, rate: Rate) {
        if let Some(due_us) = self.0.get_mut(network) {
            *due_us = rate.give_back(*due_us);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_or_its_network() {
        for (address, expected) in [
            ("203.0.113.7", Some("203.0.113.7")),
            (" 203.0.113.7 ", Some("203.0.113.7")),
            ("::ffff:203.0.113.7", Some("203.0.113.7")),
            ("2001:db8:1:2:3:4:5:6", Some("2001:db8:1:2::/64")),
            ("2001:db8:1:2:ffff::1", Some("2001:db8:1:2::/64")),
            ("2001:db8:1:3::1", Some("2001:db8:1:3::/64")),
            ("203.0.113.7, 198.51.100.1", None),
            ("unknown", None),
            ("", None),
        ] {
            assert_eq!(network(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn each_network_has_its_own_and_memory_an_end() {
        let rate = Rate { burst: 1, per_minute: 1 };
        let mut visitors = Visitors::default();
        assert!(visitors.take("a".to_owned(), rate, 0).is_ok());
        assert!(visitors.take("a".to_owned(), rate, 0).is_err());
        assert!(visitors.take("b".to_owned(), rate, 0).is_ok());
        for number in 0..3 * MAX_REMEMBERED {
            assert!(visitors.take(format!("c{number}"), rate, 0).is_ok());
        }
        assert!(visitors.0.len() <= MAX_REMEMBERED);
        assert!(visitors.take("later".to_owned(), rate, 120_000).is_ok());
        assert_eq!(visitors.0.len(), 1, "who has nothing to wait for is forgotten");
        visitors.give_back("later", rate);
        visitors.give_back("nobody", rate);
        assert!(visitors.take("later".to_owned(), rate, 120_000).is_ok());
        assert!(visitors.take("later".to_owned(), rate, 120_000).is_err());
    }
}
