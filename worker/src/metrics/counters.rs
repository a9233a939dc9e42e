//! Counters: one number per series, in a form that can be sent and stored.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metrics::family::{Family, Kind};

/// The maximum number of series. More than all label values of ours can form are a mistake and are
/// dropped.
const MOST_SERIES: usize = 512;
const LONGEST_LABEL: usize = 64;
const SEPARATOR: char = '|';
/// The suffix that stands for the sum in place of a bucket number.
const SUM: &str = "sum";

/// The counts of one product or of the edge. A series is a family and its labels, without the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counters(BTreeMap<String, u64>);

/// The durations of one series of a histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Durations {
    /// The number of observations in each bucket: at most its bound, and more than the bound before it.
    pub in_bucket: Vec<u64>,
    /// The number of observations above the last bound.
    pub beyond: u64,
    /// The sum of all observations, in milliseconds.
    pub sum_ms: u64,
}

impl Counters {
    /// Adds one to a series.
    pub fn count(&mut self, family: Family, labels: &[&str]) {
        self.add(family, labels, 1);
    }

    /// Adds `many` to a series.
    pub fn add(&mut self, family: Family, labels: &[&str], many: u64) {
        self.put(series(family, labels), many);
    }

    /// Adds a duration to a histogram.
    pub fn took(&mut self, family: Family, labels: &[&str], ms: u64) {
        let Kind::Histogram(bounds) = family.kind() else { return };
        let bucket = bounds.iter().position(|bound| ms <= *bound).unwrap_or(bounds.len());
        let series = series(family, labels);
        self.put(format!("{series}{SEPARATOR}{bucket}"), 1);
        self.put(format!("{series}{SEPARATOR}{SUM}"), ms);
    }

    /// Adds the numbers of other counters.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(series, many)| self.put(series.clone(), *many));
    }

    /// Whether no series exists.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The series of a family: labels and number.
    pub fn of(&self, family: Family) -> impl Iterator<Item = (Vec<&str>, u64)> {
        self.parts(family).map(|(labels, many)| (labels, *many))
    }

    /// The sum of all series of a family.
    pub fn total(&self, family: Family) -> u64 {
        self.parts(family).fold(0, |sum, (_, many)| sum.saturating_add(*many))
    }

    /// The observations of a histogram, which has one series only.
    pub fn durations(&self, family: Family) -> Durations {
        let bounds = if let Kind::Histogram(bounds) = family.kind() { bounds } else { &[] };
        let at = |bucket: &str| {
            let found = self.parts(family).find(|(labels, _)| labels.last() == Some(&bucket));
            found.map_or(0, |(_, many)| *many)
        };
        Durations {
            in_bucket: (0..bounds.len()).map(|bucket| at(&bucket.to_string())).collect(),
            beyond: at(&bounds.len().to_string()),
            sum_ms: at(SUM),
        }
    }

    fn parts(&self, family: Family) -> impl Iterator<Item = (Vec<&str>, &u64)> {
        self.0.iter().filter_map(move |(series, many)| {
            let mut parts = series.split(SEPARATOR);
            (parts.next() == Some(family.name())).then(|| (parts.collect(), many))
        })
    }

    fn put(&mut self, series: String, many: u64) {
        if self.0.len() >= MOST_SERIES && !self.0.contains_key(&series) {
            return;
        }
        let kept = self.0.entry(series).or_default();
        *kept = kept.saturating_add(many);
    }
}

fn series(family: Family, labels: &[&str]) -> String {
    let mut series = family.name().to_owned();
    for label in labels {
        series.push(SEPARATOR);
        series.extend(label.chars().map(plain).take(LONGEST_LABEL));
    }
    series
}

/// Label values are names of ours. Any other character is replaced.
fn plain(character: char) -> char {
    let is_plain = character.is_ascii_alphanumeric() || "-_./{}".contains(character);
    if is_plain { character } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_survive_serialization_and_add_up() {
        let mut counters = Counters::default();
        assert!(counters.is_empty());
        counters.count(Family::Resets, &["reset", "done"]);
        assert!(!counters.is_empty());
        counters.add(Family::Resets, &["reset", "unknown"], 3);
        counters.count(Family::Intents, &["reset"]);
        let text = serde_json::to_string(&counters).unwrap();
        let mut again: Counters = serde_json::from_str(&text).unwrap();
        again.merge(&counters);
        let resets: Vec<_> = again.of(Family::Resets).collect();
        assert_eq!(resets, [(vec!["reset", "done"], 2), (vec!["reset", "unknown"], 6)]);
        assert_eq!((again.total(Family::Resets), again.total(Family::Intents)), (8, 2));
    }

    #[test]
    fn a_name_with_the_prefix_of_another_is_a_separate_family() {
        let mut counters = Counters::default();
        counters.count(Family::Open, &[]);
        assert_eq!((counters.total(Family::Intents), counters.total(Family::Open)), (0, 1));
    }

    #[test]
    fn a_duration_is_in_one_bucket_and_in_the_sum() {
        let mut counters = Counters::default();
        for ms in [1, 50, 51, 8_000, 9_000] {
            counters.took(Family::VendorCallSeconds, &[], ms);
        }
        let durations = counters.durations(Family::VendorCallSeconds);
        assert_eq!(durations.in_bucket, [2, 1, 0, 0, 0, 0, 0, 1]);
        assert_eq!((durations.beyond, durations.sum_ms), (1, 17_102));
    }

    #[test]
    fn a_label_is_sanitized_and_bounded() {
        let mut counters = Counters::default();
        counters.count(Family::Failures, &["a|b\"\n密", &"x".repeat(100)]);
        let (labels, _) = counters.of(Family::Failures).next().unwrap();
        assert_eq!(labels, ["a_b___", &"x".repeat(LONGEST_LABEL)]);
        for number in 0..2 * MOST_SERIES {
            counters.count(Family::Failures, &[&number.to_string()]);
        }
        assert_eq!(counters.of(Family::Failures).count(), MOST_SERIES);
    }
}
