//! What this isolate has not told the gates yet: its counters, and the reports of calls that no other call
//! waits for. It stores none of it. The next message to the product's gate carries it, or else the alarm of
//! an account that made a call.

use std::cell::RefCell;
use std::collections::BTreeMap;

use passgate_core::Product;
use worker::Env;

use crate::edge::messages::gate::News;
use crate::edge::platform::counters;
use crate::edge::stubs::gate;
use crate::reset::budget::REPORT_MS;
use crate::reset::call_report::CallReport;

/// The maximum number of reports that are kept for a gate. A gate that does not answer learns no more than
/// these.
const MOST: usize = 256;

thread_local! {
    static REPORTS: RefCell<BTreeMap<Product, Vec<CallReport>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Adds a report to the news.
pub fn add(product: Product, report: CallReport) {
    extend(product, vec![report]);
}

/// Removes and returns the news for a product's gate.
pub fn take(product: Product) -> News {
    let reports = REPORTS.with_borrow_mut(|reports| reports.remove(&product)).unwrap_or_default();
    News { reports, counted: counters::take(product) }
}

/// Puts news back that could not be told.
pub fn put_back(product: Product, news: News) {
    counters::put_back(product, &news.counted);
    // Reports that were added in the meantime are later ones.
    let later = REPORTS.with_borrow_mut(|reports| reports.remove(&product)).unwrap_or_default();
    extend(product, news.reports);
    extend(product, later);
}

/// Tells every gate the reports that no message has carried.
pub async fn tell_the_rest(env: &Env) {
    let products: Vec<Product> = REPORTS.with_borrow(|reports| reports.keys().copied().collect());
    for product in products {
        // News that cannot be told go with a later message.
        let _ = gate::report(product, REPORT_MS, env).await;
    }
}

fn extend(product: Product, more: Vec<CallReport>) {
    if more.is_empty() {
        return;
    }
    REPORTS.with_borrow_mut(|reports| {
        let reports = reports.entry(product).or_default();
        reports.extend(more);
        reports.truncate(MOST);
    });
}
