//! The trend of a figure over a period.

/// The increase below which a figure counts as flat even if it hardly varies, as a share of its mean.
pub const SHARE: f64 = 0.02;

/// The trend of a figure over a period.
pub struct Trend {
    /// The mean.
    pub mean: f64,
    /// The increase from start to end, by the line of best fit.
    pub gained: f64,
    /// The standard deviation of the readings from that line.
    pub noise: f64,
}

impl Trend {
    /// The trend of these readings, each at its second.
    pub fn of(readings: &[(f64, f64)]) -> Self {
        let count = f64::from(u32::try_from(readings.len().max(1)).unwrap_or(u32::MAX));
        let mean = |value: fn(&(f64, f64)) -> f64| readings.iter().map(value).sum::<f64>() / count;
        let (at, level) = (mean(|reading| reading.0), mean(|reading| reading.1));
        let spread: f64 = readings.iter().map(|(second, _)| (second - at).powi(2)).sum();
        let together: f64 = readings.iter().map(|(second, value)| (second - at) * (value - level)).sum();
        let slope = if spread > 0.0 { together / spread } else { 0.0 };
        let line = |second: f64| slope.mul_add(second - at, level);
        let off: f64 = readings.iter().map(|(second, value)| (value - line(*second)).powi(2)).sum();
        let lasted = readings.last().zip(readings.first()).map_or(0.0, |(last, first)| last.0 - first.0);
        Self { mean: level, gained: slope * lasted, noise: (off / count).sqrt() }
    }

    /// Whether the increase is explained by the noise or is below two percent of the mean.
    pub fn is_flat(&self) -> bool {
        self.gained <= (2.0 * self.noise).max(SHARE * self.mean)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sawtooth_is_flat_and_a_slope_is_not() {
        let readings = |value: fn(u32) -> f64| -> Vec<(f64, f64)> {
            (0..100).map(|second| (f64::from(second), value(second))).collect()
        };
        assert!(Trend::of(&readings(|second| 100.0 + f64::from(second % 7))).is_flat());
        assert!(Trend::of(&readings(|_| 100.0)).is_flat());
        assert!(!Trend::of(&readings(|second| f64::from(second).mul_add(0.05, 100.0))).is_flat());
        let slope = Trend::of(&readings(|second| f64::from(second).mul_add(0.5, 3.0)));
        assert!((slope.gained - 49.5).abs() < 1e-9 && slope.noise < 1e-9);
    }
}
