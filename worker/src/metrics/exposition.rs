//! The text exposition of the metrics: Prometheus' format 0.0.4, or OpenMetrics 1.0 for a client that
//! accepts it. The formats differ in the name of a counter's family, in `# UNIT` and in the end.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::metrics::counters::{Counters, Durations};
use crate::metrics::family::{Family, Kind};

/// The exposition format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Prometheus' own text format.
    Text,
    /// OpenMetrics text format.
    OpenMetrics,
}

impl Format {
    /// The format that a client with this `Accept` prefers.
    pub fn wished(accept: Option<&str>) -> Self {
        let is_wished = accept.is_some_and(|accept| accept.contains("application/openmetrics-text"));
        if is_wished { Self::OpenMetrics } else { Self::Text }
    }

    /// Its `Content-Type`.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain; version=0.0.4; charset=utf-8",
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        }
    }
}

/// All numbers to be written.
#[derive(Default)]
pub struct Exposition {
    numbers: BTreeMap<(Family, Vec<String>), u64>,
    durations: BTreeMap<(Family, String), Durations>,
}

impl Exposition {
    /// Sets one number; times are in milliseconds.
    pub fn set(&mut self, family: Family, labels: &[&str], number: u64) {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.numbers.insert((family, labels), number);
    }

    /// Adds the counters of a product.
    pub fn take(&mut self, product: &str, counters: &Counters) {
        for family in Family::ALL {
            let is_of_product = family.labels().first() == Some(&"product");
            if let Kind::Histogram(_) = family.kind() {
                let durations = counters.durations(family);
                if durations.sum_ms > 0 || durations.in_bucket.iter().any(|many| *many > 0) {
                    self.durations.insert((family, product.to_owned()), durations);
                }
                continue;
            }
            for (labels, number) in counters.of(family) {
                let product = is_of_product.then_some(product);
                let labels = product.into_iter().chain(labels).map(str::to_owned).collect();
                let kept = self.numbers.entry((family, labels)).or_default();
                *kept = kept.saturating_add(number);
            }
        }
    }

    /// Creates a series with the value 0 unless it already has a number.
    pub fn expect(&mut self, family: Family, labels: &[&str]) {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.numbers.entry((family, labels)).or_default();
    }

    /// Creates the initial series of a product for the selected families.
    pub fn begin(&mut self, product: &str, which: impl Fn(Family) -> bool) {
        for family in Family::ALL.into_iter().filter(|family| which(*family)) {
            for labels in family.known() {
                self.expect(family, &[&[product], *labels].concat());
            }
        }
    }

    /// Writes the text in the given format.
    pub fn text(&self, format: Format) -> String {
        let mut text = String::new();
        for family in Family::ALL {
            let mut samples = String::new();
            for ((_, labels), number) in self.numbers.iter().filter(|((of, _), _)| *of == family) {
                let number = if family.is_in_seconds() { seconds(*number) } else { number.to_string() };
                sample(&mut samples, family, suffix(family), labels, None, &number);
            }
            for ((_, product), durations) in self.durations.iter().filter(|((of, _), _)| *of == family) {
                histogram(&mut samples, family, product, durations);
            }
            if !samples.is_empty() {
                head(&mut text, family, format);
                text.push_str(&samples);
            }
        }
        if format == Format::OpenMetrics {
            text.push_str("# EOF\n");
        }
        text
    }
}

/// The suffix of a sample's name, which the name of its family does not have.
const fn suffix(family: Family) -> &'static str {
    match family.kind() {
        Kind::Counter => "_total",
        // An info of OpenMetrics is a gauge in Prometheus' format.
        _ if matches!(family, Family::BuildInfo) => "_info",
        Kind::Gauge | Kind::Histogram(_) => "",
    }
}

fn head(text: &mut String, family: Family, format: Format) {
    let is_info = family == Family::BuildInfo;
    let kind = match (family.kind(), format) {
        (Kind::Gauge, Format::OpenMetrics) if is_info => "info",
        (Kind::Counter, _) => "counter",
        (Kind::Gauge, _) => "gauge",
        (Kind::Histogram(_), _) => "histogram",
    };
    let (name, help) = (family.name(), family.help());
    let suffix = if format == Format::Text { suffix(family) } else { "" };
    // Writing to a string cannot fail.
    let _ = writeln!(text, "# HELP {name}{suffix} {help}\n# TYPE {name}{suffix} {kind}");
    if format == Format::OpenMetrics && family.is_in_seconds() {
        let _ = writeln!(text, "# UNIT {name} seconds");
    }
}

fn histogram(text: &mut String, family: Family, product: &str, durations: &Durations) {
    let Kind::Histogram(bounds) = family.kind() else { return };
    let labels = [product.to_owned()];
    let mut count = 0_u64;
    let buckets = bounds.iter().map(|bound| seconds(*bound)).chain(["+Inf".to_owned()]);
    for (bound, many) in buckets.zip(durations.in_bucket.iter().chain([&durations.beyond])) {
        count = count.saturating_add(*many);
        sample(text, family, "_bucket", &labels, Some(&bound), &count.to_string());
    }
    sample(text, family, "_sum", &labels, None, &seconds(durations.sum_ms));
    sample(text, family, "_count", &labels, None, &count.to_string());
}

fn sample(
    text: &mut String,
    family: Family,
    suffix: &str,
    labels: &[String],
    bound: Option<&str>,
    number: &str,
) {
    let named = family.labels().iter().copied().zip(labels.iter().map(String::as_str));
    let pairs: Vec<String> = named
        .chain(bound.map(|bound| ("le", bound)))
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
        .collect();
    let braces = if pairs.is_empty() { String::new() } else { format!("{{{}}}", pairs.join(",")) };
    let _ = writeln!(text, "{}{suffix}{braces} {number}", family.name());
}

/// Converts milliseconds to seconds, as both formats write a number.
fn seconds(ms: u64) -> String {
    let text = format!("{}.{:03}", ms / 1000, ms % 1000);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exposition() -> Exposition {
        let mut counters = Counters::default();
        counters.add(Family::Resets, &["reset", "done"], 7);
        counters.add(Family::Requests, &["/healthz", "200"], 2);
        counters.took(Family::VendorCallSeconds, &[], 120);
        counters.took(Family::VendorCallSeconds, &[], 30_000);
        let mut exposition = Exposition::default();
        exposition.begin("feishu", |_| true);
        exposition.take("feishu", &counters);
        exposition.take("eiam", &counters);
        exposition.set(Family::AuditLastRow, &["feishu"], 1_795_334_400_120);
        exposition.set(Family::BuildInfo, &["0.1.0"], 1);
        exposition
    }

    #[test]
    fn prometheus_reads_it() {
        let text = exposition().text(Format::Text);
        for block in [
            "# HELP passgate_build_info The running version; always 1.\n# TYPE passgate_build_info gauge\npassgate_build_info{version=\"0.1.0\"} 1\n",
            "# TYPE passgate_http_requests_total counter\npassgate_http_requests_total{route=\"/healthz\",status=\"200\"} 4\n",
            "passgate_resets_total{product=\"eiam\",action=\"reset\",outcome=\"done\"} 7\npassgate_resets_total{product=\"feishu\",action=\"reset\",outcome=\"done\"} 7\n",
            "passgate_vendor_token_renewals_total{product=\"feishu\",result=\"refused\"} 0\n",
            "passgate_vendor_call_duration_seconds_bucket{product=\"eiam\",le=\"0.1\"} 0\npassgate_vendor_call_duration_seconds_bucket{product=\"eiam\",le=\"0.25\"} 1\n",
            "passgate_vendor_call_duration_seconds_bucket{product=\"eiam\",le=\"+Inf\"} 2\npassgate_vendor_call_duration_seconds_sum{product=\"eiam\"} 30.12\npassgate_vendor_call_duration_seconds_count{product=\"eiam\"} 2\n",
            "passgate_audit_last_row_timestamp_seconds{product=\"feishu\"} 1795334400.12\n",
        ] {
            assert!(text.contains(block), "{block}\n{text}");
        }
        assert!(!text.contains("# EOF") && !text.contains("# UNIT"));
    }

    #[test]
    fn openmetrics_differs_in_heads_units_and_the_end() {
        let text = exposition().text(Format::OpenMetrics);
        for block in [
            "# TYPE passgate_build info\npassgate_build_info{version=\"0.1.0\"} 1\n",
            "# TYPE passgate_resets counter\npassgate_resets_total{",
            "# TYPE passgate_vendor_call_duration_seconds histogram\n# UNIT passgate_vendor_call_duration_seconds seconds\n",
        ] {
            assert!(text.contains(block), "{block}\n{text}");
        }
        assert!(text.ends_with("\n# EOF\n"));
        let types = [Format::Text, Format::OpenMetrics].map(Format::content_type);
        assert!(types[0].starts_with("text/plain; version=0.0.4"), "{types:?}");
        assert!(types[1].starts_with("application/openmetrics-text; version=1.0.0"), "{types:?}");
        let wished = |accept| Format::wished(Some(accept));
        assert_eq!(
            wished("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"),
            Format::OpenMetrics
        );
        assert_eq!((wished("*/*"), Format::wished(None)), (Format::Text, Format::Text));
    }

    #[test]
    fn numbers_and_labels_are_valid_in_both_formats() {
        assert_eq!([0, 50, 1_000, 1_500, 3_600_000].map(seconds), ["0.0", "0.05", "1.0", "1.5", "3600.0"]);
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }

    #[test]
    fn names_are_valid_in_both_formats() {
        for family in Family::ALL {
            let name = family.name();
            assert!(name.starts_with("passgate_") && !name.ends_with("_total"), "{name}");
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
            assert!(family.help().ends_with('.') && !family.help().contains('\n'), "{name}");
            if let Kind::Histogram(bounds) = family.kind() {
                assert!(bounds.is_sorted() && family.is_in_seconds(), "{name}");
                assert_eq!(family.labels(), ["product"], "a histogram has one series per product");
            }
        }
    }
}
