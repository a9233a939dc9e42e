use passgate_core::{Checker, Identity, Product, Status};

use super::*;

const NOW: u64 = 1_800_000_000_000;
const DAY: u64 = 24 * 60 * 60 * 1000;
const LONG: Limit = Limit::Length { min: Some(14), max: Some(18) };
const LONGER: Limit = Limit::Length { min: Some(16), max: Some(17) };
const ONE: Limit = Limit::Repetition { max: 1 };
/// Ten characters, one of them twice in a row.
const TEN: &str = "Tz~5820kkQ";

fn account(tag: &str) -> Supporter {
    Supporter { kind: String::new(), tag: tag.to_owned() }
}

fn taught(limit: Limit, tag: &str) -> Taught {
    Taught { limit, cause: "PWD.0002".to_owned(), account: account(tag) }
}

fn learned(limits: &mut Limits, now_ms: u64) -> Vec<(Limit, &'static str, usize)> {
    let each = limits.learned(now_ms).iter();
    each.map(|learned| (learned.limit, learned.status().name(), learned.accounts())).collect()
}

/// The verdict on the length and repetition rows for this account.
fn rows(limits: &mut Limits, now_ms: u64, tag: &str, text: &str) -> (Status, Status, bool) {
    let policy = in_force(&Policy::shipped(Product::Eiam), limits.learned(now_ms), Some(&account(tag)));
    let report = Checker::new(&policy, &Identity::default()).check(text);
    let of = |name: &str| report.findings.iter().find(|row| row.rule.name() == name).unwrap().status;
    (of("length"), of("repetition"), report.accepted)
}

#[test]
fn a_limit_applies_to_the_refused_account_and_is_unsure_for_others() {
    let mut limits = Limits::default();
    limits.learn(&taught(LONG, "wang"), NOW);
    assert_eq!(rows(&mut limits, NOW, "wang", TEN), (Status::Unmet, Status::Met, false));
    assert_eq!(rows(&mut limits, NOW, "lv", TEN), (Status::Unsure, Status::Met, true));
    let configured = Policy::shipped(Product::Eiam);
    let everybody = in_force(&configured, limits.learned(NOW), None);
    assert!(everybody.to_json().contains(r#""min":8,"max":18,"unit":"any","reported":{"min":14,"max":18}"#));
    let own = in_force(&configured, limits.learned(NOW), Some(&account("wang")));
    assert!(own.to_json().contains(r#""min":14,"max":18,"unit":"any","source""#), "{}", own.to_json());
}

#[test]
fn repeated_refusals_of_one_account_count_once() {
    let mut limits = Limits::default();
    for day in 0..90 {
        limits.learn(&taught(LONG, "wang"), NOW + day * DAY);
    }
    assert_eq!(learned(&mut limits, NOW + 89 * DAY), [(LONG, "reported", 1)]);
    // In a product with several kinds of id, one account has one id of each kind.
    let mut limits = Limits::default();
    for kind in ["open_id", "union_id", "user_id"] {
        let account = Supporter { kind: kind.to_owned(), tag: format!("{kind} of wang") };
        limits.learn(&Taught { account, ..taught(LONG, "") }, NOW);
    }
    assert_eq!(learned(&mut limits, NOW), [(LONG, "reported", 1)]);
}

#[test]
fn a_limit_that_several_accounts_support_applies_to_all() {
    let mut limits = Limits::default();
    for (tag, status, accounts) in [("wang", "reported", 1), ("lv", "reported", 2), ("li", "agreed", 3)] {
        limits.learn(&taught(LONG, tag), NOW);
        assert_eq!(learned(&mut limits, NOW), [(LONG, status, accounts)]);
    }
    assert_eq!(rows(&mut limits, NOW, "ouyang", TEN), (Status::Unmet, Status::Met, false));
    // Accounts with another number do not agree.
    let mut limits = Limits::default();
    for (tag, limit) in [("wang", LONG), ("lv", LONGER), ("li", LONG), ("ouyang", ONE)] {
        limits.learn(&taught(limit, tag), NOW);
    }
    assert_eq!(
        learned(&mut limits, NOW),
        [(LONGER, "reported", 1), (LONG, "reported", 2), (ONE, "reported", 1)]
    );
    assert_eq!(rows(&mut limits, NOW, "x", TEN), (Status::Unsure, Status::Unsure, true));
    assert_eq!(rows(&mut limits, NOW, "ouyang", TEN), (Status::Unsure, Status::Unmet, false));
}

#[test]
fn an_account_supports_the_limit_of_its_last_refusal_for_a_rule() {
    let mut limits = Limits::default();
    limits.learn(&taught(LONG, "wang"), NOW);
    limits.learn(&taught(ONE, "wang"), NOW);
    limits.learn(&taught(LONGER, "wang"), NOW + 1);
    assert_eq!(learned(&mut limits, NOW + 1), [(ONE, "reported", 1), (LONGER, "reported", 1)]);
}

#[test]
fn a_limit_ends_when_the_vendor_accepts_a_password_it_forbids() {
    let policy = Policy::shipped(Product::Eiam);
    let mut limits = Limits::default();
    for tag in ["wang", "lv", "li"] {
        limits.learn(&taught(LONG, tag), NOW);
    }
    limits.learn(&taught(ONE, "li"), NOW);
    let all: Vec<Limit> = limits.learned(NOW).iter().map(|learned| learned.limit).collect();
    let disproved = |text: &str| -> Vec<Limit> {
        all.iter().copied().filter(|limit| policy.forbids(*limit, text)).collect()
    };
    assert_eq!(disproved("Tz~5820kQ.Mb4w"), []);
    assert_eq!(disproved(TEN), [LONG, ONE]);
    assert_eq!(disproved("Tz~5820kQ1"), [LONG]);
    assert!(limits.forget(&disproved("Tz~5820kQ1")) && !limits.forget(&[LONG]));
    assert_eq!(learned(&mut limits, NOW), [(ONE, "reported", 1)]);
    assert_eq!(rows(&mut limits, NOW, "wang", "Tz~5820kQ1"), (Status::Met, Status::Met, true));
}

#[test]
fn a_limit_expires_thirty_days_after_the_last_refusal() {
    let mut limits = Limits::default();
    for (tag, day) in [("wang", 0), ("lv", 1), ("li", 2)] {
        limits.learn(&taught(LONG, tag), NOW + day * DAY);
    }
    assert_eq!(limits.learned(NOW + 2 * DAY)[0].ends_at_ms(), NOW + 32 * DAY);
    assert_eq!(learned(&mut limits, NOW + 30 * DAY - 1), [(LONG, "agreed", 3)]);
    // Agreement also counts the last thirty days only.
    assert_eq!(learned(&mut limits, NOW + 30 * DAY), [(LONG, "reported", 2)]);
    limits.learn(&taught(LONG, "wang"), NOW + 31 * DAY - 1);
    assert_eq!(learned(&mut limits, NOW + 31 * DAY - 1), [(LONG, "agreed", 3)]);
    assert_eq!(learned(&mut limits, NOW + 61 * DAY - 2), [(LONG, "reported", 1)]);
    assert_eq!(learned(&mut limits, NOW + 61 * DAY - 1), []);
    assert_eq!(rows(&mut limits, NOW + 61 * DAY, "wang", TEN), (Status::Met, Status::Met, true));
}

#[test]
fn an_operator_adopts_a_learned_limit_for_thirty_days() {
    let mut limits = Limits::default();
    assert!(!limits.adopt(LONG, NOW));
    limits.learn(&taught(LONG, "wang"), NOW);
    assert!(!limits.adopt(LONGER, NOW));
    assert!(limits.adopt(LONG, NOW + DAY));
    assert_eq!(learned(&mut limits, NOW + DAY), [(LONG, "adopted", 1)]);
    assert_eq!(rows(&mut limits, NOW + DAY, "lv", TEN), (Status::Unmet, Status::Met, false));
    assert_eq!(learned(&mut limits, NOW + 31 * DAY - 1), [(LONG, "adopted", 0)]);
    assert_eq!(learned(&mut limits, NOW + 31 * DAY), []);
}

#[test]
fn another_configured_policy_or_disabled_learning_clears_the_limits() {
    let limits = || {
        let mut limits = Limits::default().beside("\"a\"", true);
        limits.learn(&taught(LONG, "wang"), NOW);
        let kept = serde_json::to_string(&limits).unwrap();
        serde_json::from_str::<Limits>(&kept).unwrap()
    };
    assert_eq!(learned(&mut limits().beside("\"a\"", true), NOW).len(), 1);
    assert_eq!(learned(&mut limits().beside("\"b\"", true), NOW), []);
    assert_eq!(learned(&mut limits().beside("\"a\"", false), NOW), []);
    // Limits that an earlier version stored do not say which policy they belong to.
    let mut unknown = Limits::default();
    unknown.learn(&taught(LONG, "wang"), NOW);
    assert_eq!(learned(&mut unknown.beside("\"a\"", true), NOW), []);
}

#[test]
fn after_a_wrong_clock_limits_still_expire() {
    let year = 365 * DAY;
    let mut limits = Limits::default();
    limits.learn(&taught(LONG, "wang"), NOW + year);
    assert!(limits.adopt(LONG, NOW + year));
    limits.learn(&taught(ONE, "lv"), NOW + year);
    // The clock is right again. The gate may have restarted in between.
    let kept = serde_json::to_string(&limits).unwrap();
    let mut limits: Limits = serde_json::from_str(&kept).unwrap();
    assert_eq!(learned(&mut limits, NOW).len(), 2);
    assert_eq!((limits.learned[0].first_at_ms, limits.learned[0].ends_at_ms()), (NOW, NOW + 30 * DAY));
    for day in 1..30 {
        assert_eq!(learned(&mut limits, NOW + day * DAY).len(), 2, "{day}");
    }
    assert_eq!(learned(&mut limits, NOW + 30 * DAY), []);
    // A clock that runs ahead ends it early. The next refusal teaches it again.
    limits.learn(&taught(LONG, "wang"), NOW);
    assert_eq!(learned(&mut limits, NOW + year), []);
    limits.learn(&taught(LONG, "wang"), NOW);
    assert_eq!(learned(&mut limits, NOW), [(LONG, "reported", 1)]);
}

#[test]
fn of_contradictory_limits_the_last_supported_wins() {
    let short = Limit::Length { min: Some(8), max: Some(12) };
    let mut limits = Limits::default();
    limits.learn(&taught(LONG, "wang"), NOW);
    limits.learn(&taught(short, "lv"), NOW + 1);
    let policy = in_force(&Policy::shipped(Product::Eiam), limits.learned(NOW + 1), None);
    assert!(policy.to_json().contains(r#""reported":{"min":8,"max":12}"#), "{}", policy.to_json());
    assert_eq!(rows(&mut limits, NOW + 1, "wang", "Tz~5820kQ.Mb4w"), (Status::Met, Status::Met, true));
}

#[test]
fn a_length_that_the_configured_policy_rules_out_takes_its_place_until_the_vendor_says_otherwise() {
    let long = "Tz~5820kQ.Mb4w_Rw3hN8*";
    let contradicting = Limit::Length { min: Some(20), max: Some(30) };
    let mut limits = Limits::default();
    limits.learn(&taught(contradicting, "wang"), NOW);
    assert_eq!(rows(&mut limits, NOW, "wang", long), (Status::Unsure, Status::Met, true));
    assert_eq!(rows(&mut limits, NOW, "wang", "Tz~5820kQ1").0, Status::Unmet);
    // For another account the configured length applies until several accounts support the limit.
    assert_eq!(rows(&mut limits, NOW, "lv", long).0, Status::Unmet);
    assert_eq!(rows(&mut limits, NOW, "lv", "Tz~5820kQ1"), (Status::Met, Status::Met, true));
    for tag in ["lv", "li"] {
        limits.learn(&taught(contradicting, tag), NOW + 1);
    }
    assert_eq!(rows(&mut limits, NOW + 1, "ouyang", long), (Status::Unsure, Status::Met, true));
    // The last refusal counts. Here it states the configured length.
    limits.learn(&taught(Limit::Length { min: Some(8), max: Some(18) }, "ouyang"), NOW + 2);
    assert_eq!(rows(&mut limits, NOW + 2, "ouyang", "Tz~5820kQ1"), (Status::Met, Status::Met, true));
}

#[test]
fn the_number_of_limits_and_accounts_is_bounded() {
    let mut limits = Limits::default();
    for tag in ["wang", "lv", "li"] {
        limits.learn(&taught(LONG, tag), NOW);
    }
    for max in 1..=64 {
        limits.learn(&taught(Limit::Repetition { max }, &format!("account {max}")), NOW + u64::from(max));
    }
    assert_eq!(limits.learned(NOW + 64).len(), MOST_LIMITS);
    assert_eq!(learned(&mut limits, NOW + 64)[0], (LONG, "agreed", 3));
    for account in 0..200 {
        limits.learn(&taught(LONG, &format!("account {account}")), NOW + 65);
    }
    assert_eq!(learned(&mut limits, NOW + 65).last(), Some(&(LONG, "agreed", MOST_ACCOUNTS)));
}

#[test]
fn a_limit_is_written_as_a_sentence() {
    let minimum = Limit::Length { min: Some(12), max: None };
    assert_eq!(
        in_words([LONG, ONE, minimum].into_iter()),
        "length.min=14 length.max=18 repetition.max=1 length.min=12"
    );
    assert_eq!(in_words(std::iter::empty()), "");
}
