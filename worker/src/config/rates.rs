//! The rate limits of an account, an operator, a client and an address.

use crate::base::fields::Fields;
use crate::rates::gcra::RateLimit;

/// The greatest number of a rate limit.
pub(super) const MAX: u64 = 100_000;

/// The rate limits, apart from those of the clients.
#[derive(Clone, Copy)]
pub struct Rates {
    /// Resets of one account. Its owner, the clients and the operators have one limit each, so that no
    /// client and no operator uses up the owner's.
    pub account: RateLimit,
    /// Requests of one operator: tickets and resets that the vendor delivers.
    pub operator: RateLimit,
    /// Passwords of one credential that the edge refuses before it calls a vendor. A client with a
    /// higher rate limit has that limit here too.
    pub refused: RateLimit,
    /// Requests from one address, where `address_header` names the header with the address.
    pub address: RateLimit,
}

/// The default rate limit of a client: half of what Feishu allows a whole tenant.
const CLIENT: RateLimit = RateLimit { burst: 300, per_minute: 300 };

impl Default for Rates {
    fn default() -> Self {
        Self {
            account: RateLimit { burst: 20, per_minute: 2 },
            operator: RateLimit { burst: 30, per_minute: 10 },
            refused: RateLimit { burst: 30, per_minute: 30 },
            address: RateLimit { burst: 300, per_minute: 600 },
        }
    }
}

pub(super) fn read(fields: &mut Fields<'_>) -> Rates {
    let usual = Rates::default();
    let Some(value) = fields.optional("rates") else {
        return usual;
    };
    let path = fields.path_of("rates");
    let Some(mut rates) = Fields::of(value, &path, fields.wrong()) else {
        return usual;
    };
    let account = read_one(&mut rates, "account", usual.account);
    let operator = read_one(&mut rates, "operator", usual.operator);
    let refused = read_one(&mut rates, "refused", usual.refused);
    let address = read_one(&mut rates, "address", usual.address);
    rates.finish();
    Rates { account, operator, refused, address }
}

pub(super) fn read_clients(entry: &mut Fields<'_>) -> RateLimit {
    read_one(entry, "rate", CLIENT)
}

fn read_one(fields: &mut Fields<'_>, name: &str, usual: RateLimit) -> RateLimit {
    let Some(value) = fields.optional(name) else {
        return usual;
    };
    let path = fields.path_of(name);
    let Some(mut rate) = Fields::of(value, &path, fields.wrong()) else {
        return usual;
    };
    let mut number = |name: &str, usual: u32| {
        if !rate.names().iter().any(|known| known == name) {
            rate.blame(name, "is missing");
            return usual;
        }
        let number = rate.optional_number(name, 1, MAX);
        number.and_then(|number| u32::try_from(number).ok()).unwrap_or(usual)
    };
    let burst = number("burst", usual.burst);
    let per_minute = number("per_minute", usual.per_minute);
    rate.finish();
    RateLimit { burst, per_minute }
}
