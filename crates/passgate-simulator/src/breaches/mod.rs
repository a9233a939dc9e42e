//! The range search for breached passwords, as Have I Been Pwned describes it
//! (`haveibeenpwned.com/API/v3`: Searching by range, Introducing padding, User agent).

mod policy;

pub(crate) use policy::Policy;

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use hyper::header::USER_AGENT;

use crate::calls::Facts;
use crate::net::{Reply, Request};
use crate::random;
use crate::world::World;

const PLAIN: &str = "text/plain";
const PREFIX_DIGITS: usize = 5;
const SUFFIX_DIGITS: usize = 35;
/// A padded answer has 800 to 1,000 rows.
const PADDED_ROWS: usize = 800;
const MORE_ROWS: usize = 200;

/// The breached passwords.
#[derive(Default)]
pub(crate) struct Breaches {
    pub(crate) policy: Policy,
    /// The number of occurrences of each password, by its SHA-1 in upper-case hexadecimal.
    seen: BTreeMap<String, u64>,
}

impl Breaches {
    /// Sets the number of occurrences of a password; 0 makes it a padding row.
    pub(crate) fn add(&mut self, password: &str, times: u64) {
        self.seen.insert(sha1(password), times);
    }

    pub(crate) fn len(&self) -> usize {
        self.seen.len()
    }

    pub(crate) fn clear(&mut self) {
        self.seen.clear();
    }

    fn rows(&self, prefix: &str, padded: bool) -> Vec<String> {
        let known = self.seen.iter().filter_map(|(hash, times)| Some((hash.strip_prefix(prefix)?, *times)));
        let mut rows: Vec<String> = known.map(|(suffix, times)| format!("{suffix}:{times}")).collect();
        rows.extend(
            (0..self.policy.others).map(|number| format!("{}:{}", suffix(), number.saturating_add(1))),
        );
        if padded {
            let more = random::bytes(2).iter().map(|byte| usize::from(*byte)).sum::<usize>() % MORE_ROWS;
            let wanted = PADDED_ROWS.saturating_add(more).saturating_sub(rows.len());
            rows.extend((0..wanted).map(|_| format!("{}:0", suffix())));
        }
        rows.sort();
        rows
    }
}

/// `GET /range/{the first five digits of a SHA-1}`.
pub(crate) fn answer(world: &World, request: &Request, facts: &mut Facts) -> Reply {
    if request.head.header(&USER_AGENT).is_none_or(str::is_empty) {
        return Reply::text(403, PLAIN, "the request must have a user agent");
    }
    let prefix = request.head.segments().pop().unwrap_or_default().to_ascii_uppercase();
    if prefix.len() != PREFIX_DIGITS || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Reply::text(400, PLAIN, "The hash prefix was not in a valid format");
    }
    facts.executed = true;
    let breaches = &world.breaches;
    let mut text = breaches.rows(&prefix, is_padding_wanted(request)).join("\r\n");
    if breaches.policy.lower_case {
        text.make_ascii_lowercase();
    }
    Reply::text(200, PLAIN, text)
}

/// Whether the client requests padding, so that the size of the answer reveals nothing.
pub(crate) fn is_padding_wanted(request: &Request) -> bool {
    let header = request.head.headers.get("add-padding");
    header.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"true"))
}

/// The answer with that many more bytes of padding rows.
pub(crate) fn swollen(mut reply: Reply, bytes: usize) -> Reply {
    let row = format!("\r\n{}:0", suffix());
    let mut body = reply.body.to_vec();
    let end = body.len().saturating_add(bytes);
    while body.len() < end {
        body.extend_from_slice(row.as_bytes());
    }
    reply.body = body.into();
    reply
}

fn suffix() -> String {
    random::hex(SUFFIX_DIGITS).chars().take(SUFFIX_DIGITS).collect::<String>().to_ascii_uppercase()
}

fn sha1(password: &str) -> String {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02X}")).collect()
}
