//! The network address a request comes from, as far as a rate is counted by it.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use crate::rates::gcra::{RateLimit, TooOften};

/// How many addresses are remembered. Beyond, those are forgotten that have nothing to wait for,
/// and then whoever comes first in order: a flood of addresses finds no end of memory.
const MAX_REMEMBERED: usize = 4096;

/// What a rate is counted by: an IPv4 address, or the /64 network of an IPv6 address, which is
/// what one household or machine has. A port after it is left out. Whatever is not there or is no
/// address (a list, two headers, a name) is counted as one address: a form that nobody has thought of
/// must not turn the rate off.
pub fn network(address: Option<&str>) -> String {
    let address = address.unwrap_or_default().trim();
    let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
    let with_port = || address.parse::<SocketAddr>().ok().map(|address| address.ip());
    match bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => "unreadable".to_owned(),
    }
}

/// Who was here lately. In memory, and of one isolate only: an outer shield, not a ledger.
#[derive(Default)]
pub struct Visitors(BTreeMap<String, u64>);

impl Visitors {
    /// Takes one for this network.
    ///
    /// # Errors
    /// How long to wait.
    pub fn take(&mut self, network: String, rate: RateLimit, now_ms: u64) -> Result<(), TooOften> {
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
    pub fn give_back(&mut self, network: &str, rate: RateLimit) {
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
            ("203.0.113.7", "203.0.113.7"),
            (" 203.0.113.7 ", "203.0.113.7"),
            ("203.0.113.7:4711", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:4711", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
            ("[2001:db8:1:2::1]:443", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(Some(address)), expected, "{address}");
        }
    }

    #[test]
    fn what_is_no_address_is_counted_as_one() {
        let none = network(None);
        for address in [
            "",
            "unknown",
            "_hidden",
            "203.0.113.7, 198.51.100.1",
            "203.0.113.007",
            "0203.0.113.7",
            "203.0.113.7:",
            "203.0.113.7:99999",
            "[203.0.113.7",
            "203.0.113",
            "for=203.0.113.7",
            "\"203.0.113.7\"",
            "fe80::1%eth0",
            "203.0.113.7\u{200B}",
        ] {
            assert_eq!(network(Some(address)), none, "{address}");
        }
        let mut visitors = Visitors::default();
        let rate = RateLimit { burst: 1, per_minute: 1 };
        assert!(visitors.take(network(None), rate, 0).is_ok());
        assert!(visitors.take(network(Some("a, b")), rate, 0).is_err());
        assert!(visitors.take(network(Some("203.0.113.7")), rate, 0).is_ok());
    }

    #[test]
    fn each_network_has_its_own_and_memory_an_end() {
        let rate = RateLimit { burst: 1, per_minute: 1 };
        let mut visitors = Visitors::default();
        assert!(visitors.take("a".to_owned(), rate, 0).is_ok());
        assert!(visitors.take("a".to_owned(), rate, 0).is_err());
        assert!(visitors.take("b".to_owned(), rate, 0).is_ok());
        for number in 0..MAX_REMEMBERED + 10 {
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
