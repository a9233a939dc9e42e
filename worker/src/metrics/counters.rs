//! Counting: a number per series, in a form that travels and is kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::metrics::family::{Family, Kind};

/// More series than any vocabulary of ours makes are a mistake, and not kept.
const MOST_SERIES: usize = 512;
const LONGEST_LABEL: usize = 64;
const SEPARATOR: char = '|';
/// In the place of a bucket: the sum of what was observed.
const SUM: &str = "sum";

/// What was counted of one product, or of the edge: a series is its family and its labels, without
/// the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counters(BTreeMap<String, u64>);

/// The durations of one series of a histogram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Durations {
    /// How many were as long as each bucket's bound or shorter, and longer than the one before.
    pub in_bucket: Vec<u64>,
    /// How many were longer than the last bound.
    pub beyond: u64,
    /// All of them, in milliseconds.
    pub sum_ms: u64,
}

impl Counters {
    /// Counts one.
    pub fn count(&mut self, family: Family, labels: &[&str]) {
        self.add(family, labels, 1);
    }

    /// Counts so many.
    pub fn add(&mut self, family: Family, labels: &[&str], many: u64) {
        self.put(series(family, labels), many);
    }

    /// Counts a duration of a histogram.
    pub fn took(&mut self, family: Family, labels: &[&str], ms: u64) {
        let Kind::Histogram(bounds) = family.kind() else { return };
        let bucket = bounds.iter().position(|bound| ms <= *bound).unwrap_or(bounds.len());
        let series = series(family, labels);
        self.put(format!("{series}{SEPARATOR}{bucket}"), 1);
        self.put(format!("{series}{SEPARATOR}{SUM}"), ms);
    }

    /// Takes another's numbers in.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(series, many)| self.put(series.clone(), *many));
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The series of a family: labels and number.
    pub fn of(&self, family: Family) -> impl Iterator<Item = (Vec<&str>, u64)> {
        self.parts(family).map(|(labels, many)| (labels, *many))
    }

    /// The sum of a family.
    pub fn total(&self, family: Family) -> u64 {
        self.parts(family).fold(0, |sum, (_, many)| sum.saturating_add(*many))
    }

    /// What a histogram's only series has observed.
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

/// Labels are words of ours; should one ever not be, it is made harmless.
fn plain(character: char) -> char {
    let is_plain = character.is_ascii_alphanumeric() || "-_./{}".contains(character);
    if is_plain { character } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_there_after_a_journey_and_adds_up() {
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
    fn a_name_that_begins_like_another_is_another() {
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
    fn what_is_no_word_of_ours_is_made_harmless_and_bounded() {
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
