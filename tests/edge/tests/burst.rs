//! A thousand accounts at once against the vendor's true rate, everything as it is deployed: ten a
//! second by the vendor's page, the gate's own eight, the objects on disk. It takes the two minutes
//! that a thousand take at eight a second: the longest test of the edge. Tests start in the order of their
//! names, so this file's name makes it start early, and no core idles while it ends.

use std::time::Instant;

use passgate_edge_tests::burst::{accounts, all_at_once, calls};
use passgate_edge_tests::{Edge, rows, verified};

const GOOD: &str = "Tide*Lamp72";
const MANY: usize = 1_000;
/// What Feishu's page says.
const A_SECOND: usize = 10;
/// Nothing fails here, so hardly anybody may be told that the outcome is unknown: one in a hundred, for a
/// machine that stalls.
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
         of one; {unknown} answers that nobody knows",
        calls.admitted.len()
    );
    assert!(unknown <= UNKNOWN_MOST, "{unknown} answers that nobody knows");
    assert_eq!(calls.turned_away, 0, "by the vendor's own count");
    assert!(most <= A_SECOND, "{most} in one second");
    assert!(accounts.iter().all(|account| edge.is_password("feishu", account, GOOD)), "nobody is lost");
    // Each once. Only who was told that nobody knows, and found the old password, may have come twice.
    assert!((MANY..=MANY + unknown).contains(&calls.admitted.len()), "{}", calls.admitted.len());
    // Whoever was sent away was told the own turn: no crowd comes again and again.
    assert!(comings <= 10 * MANY, "{comings} comings");
    let log = edge.audit_log("feishu");
    assert_eq!(verified(&log).findings, []);
    let outcomes = rows(&log).into_iter().filter_map(|row| row.event.outcome);
    let done = outcomes.filter(|outcome| outcome == "done").count();
    assert!(done + unknown >= MANY, "and each is told of: {done}");
}
