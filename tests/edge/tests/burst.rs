//! A thousand concurrent accounts, as deployed: Feishu's documented limit of ten calls per second, the
//! gate's rate of eight, objects on disk. The test takes about two minutes, because a thousand calls at
//! eight per second do.

use std::time::Instant;

use passgate_edge_tests::burst::{accounts, all_at_once, calls};
use passgate_edge_tests::{Edge, rows, verified};

const GOOD: &str = "Tide*Lamp72";
const MANY: usize = 1_000;
/// The rate limit on Feishu's page.
const A_SECOND: usize = 10;
/// The maximum number of answers with an unknown outcome. Nothing fails here; the margin of one percent
/// is for a machine that stalls.
const UNKNOWN_MOST: usize = MANY / 100;

#[test]
fn a_thousand_accounts_at_once_are_all_served_within_the_vendors_rate() {
    let edge = Edge::start();
    let token = edge.feishu_token(&edge.stack().clients().feishu);
    let accounts = accounts(&edge, MANY);
    let start = Instant::now();
    let fared = all_at_once(&edge, &token, &accounts, GOOD);
    let (took, calls) = (start.elapsed(), calls(&edge));
    let comings = fared.iter().map(|fared| fared.comings).sum::<usize>();
    let longest = fared.iter().map(|fared| fared.comings).max().unwrap_or_default();
    let unknown = fared.iter().map(|fared| fared.unknown).sum::<usize>();
    let most = calls.most_in_a_second();
    println!(
        "{MANY} in {took:.1?}: {} admitted, at most {most} in a second; {comings} comings, at most {longest} \
         of one; {unknown} answers with an unknown outcome",
        calls.admitted.len()
    );
    assert!(unknown <= UNKNOWN_MOST, "{unknown} answers with an unknown outcome");
    assert_eq!(calls.turned_away, 0, "the vendor refused a call");
    assert!(most <= A_SECOND, "{most} in one second");
    assert!(
        accounts.iter().all(|account| edge.is_password("feishu", account, GOOD)),
        "every password is in force"
    );
    // Each password was changed once. Only a caller with an unknown outcome that found the old password
    // may have called twice.
    assert!((MANY..=MANY + unknown).contains(&calls.admitted.len()), "{}", calls.admitted.len());
    // A shed caller gets the time of its own turn, so it need not retry often.
    assert!(comings <= 10 * MANY, "{comings} comings");
    let log = edge.audit_log("feishu");
    assert_eq!(verified(&log).findings, []);
    let outcomes = rows(&log).into_iter().filter_map(|row| row.event.outcome);
    let done = outcomes.filter(|outcome| outcome == "done").count();
    assert!(done + unknown >= MANY, "each has its outcome in the log: {done}");
}
