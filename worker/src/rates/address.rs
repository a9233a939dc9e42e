//! The network address of a request, as the key of a rate limit.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use crate::rates::gcra::{RateLimit, TooOften};

/// The maximum number of remembered addresses. Beyond it, addresses without a wait are removed first,
/// and then the first one in sort order, so that a flood of addresses cannot use up the memory.
const MAX_REMEMBERED: usize = 4096;

/// The key of the rate limit: an IPv4 address, or the /64 network of an IPv6 address, which is the size
/// of one household or machine. A port after it is ignored. A missing or unreadable address (a list,
/// two headers, a name) counts as one common address, so that an unexpected form cannot turn the rate
/// limit off.
pub fn network(address: Option<&str>) -> String {
    match ip(address.unwrap_or_default()) {
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        None => "unreadable".to_owned(),
    }
}

/// The address in a header, with or without a port. An IPv4 address in IPv6 is an IPv4 address.
pub fn ip(address: &str) -> Option<IpAddr> {
    let address = address.trim();
    let bare = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
    let with_port = || address.parse::<SocketAddr>().ok().map(|address| address.ip());
    bare.parse::<IpAddr>().ok().or_else(with_port).map(|address| address.to_canonical())
}

/// The recent callers by network. In memory and of one isolate only: a first line of defence, not an
/// exact count.
#[derive(Default)]
pub struct Visitors(BTreeMap<String, u64>);

impl Visitors {
    /// Counts one request of this network.
    ///
    /// # Errors
    /// When to retry.
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

    /// Gives one request back.
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
    fn unreadable_addresses_count_as_one() {
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
    fn each_network_has_its_own_limit_and_memory_is_bounded() {
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
        assert_eq!(visitors.0.len(), 1, "networks without a wait are removed");
        visitors.give_back("later", rate);
        visitors.give_back("nobody", rate);
        assert!(visitors.take("later".to_owned(), rate, 120_000).is_ok());
        assert!(visitors.take("later".to_owned(), rate, 120_000).is_err());
    }
}
