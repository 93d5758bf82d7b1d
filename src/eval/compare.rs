//! Two runs over the same judgements go in; their difference and its significance come out.
//!
//! The test is the paired randomisation test, two-sided. Its null hypothesis: both runs are equally good, so each topic's
//! difference has either sign with the same probability. The test draws the signs [`ROUNDS`] times; p is the share of
//! rounds whose mean difference is at least as far from 0 as the measured one, which is counted as a round too:
//! `p = (1 + as far) / (1 + rounds)`. Smucker, Allan and Carterette, "A comparison of
//! statistical significance tests for information retrieval evaluation" (2007); the 1 is from Davison and
//! Hinkley, "Bootstrap Methods and their Application" (1997), §4.2. The same runs give the same p twice.

use super::metric::Metric;
use super::scores::Scores;

/// The number of rounds, each with a sign for every topic.
pub const ROUNDS: u32 = 10_000;

/// The seed of the random signs.
const SEED: u64 = 20_251_028;

/// Two sums that differ by less, relative to the sum of all differences, differ by rounding only.
const ROUNDING: f64 = 1e-12;

/// Two runs by one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The measure.
    pub metric: Metric,
    /// The mean of the first run.
    pub a: f64,
    /// The mean of the second run.
    pub b: f64,
    /// The probability of a difference at least as large under the null hypothesis: over 0, at most 1.
    pub p: f64,
    /// The number of topics where the second run has the higher value.
    pub better: usize,
    /// The number of topics where it has the lower value.
    pub worse: usize,
}

/// Compares two runs that were measured with the same judgements, by every measure.
pub fn compare(a: &Scores, b: &Scores) -> Vec<Difference> {
    Metric::ALL.map(|metric| difference(metric, a, b)).to_vec()
}

fn difference(metric: Metric, a: &Scores, b: &Scores) -> Difference {
    let pairs = a.topics().zip(b.topics());
    let differences: Vec<f64> = pairs.map(|((_, a), (_, b))| b.get(metric) - a.get(metric)).collect();
    Difference {
        metric,
        a: a.mean().get(metric),
        b: b.mean().get(metric),
        p: chance(&differences),
        better: differences.iter().filter(|&&d| d > 0.0).count(),
        worse: differences.iter().filter(|&&d| d < 0.0).count(),
    }
}

/// The p-value of `differences`, one for each topic.
fn chance(differences: &[f64]) -> f64 {
    // A topic without a difference has no sign to draw.
    let differences: Vec<f64> = differences.iter().copied().filter(|d| *d != 0.0).collect();
    let rounding = ROUNDING * differences.iter().map(|d| d.abs()).sum::<f64>();
    let measured = differences.iter().sum::<f64>().abs() - rounding;
    let mut draws = Draws(SEED);
    let as_far = (0..ROUNDS).filter(|_| draws.sum(&differences).abs() >= measured).count();
    (as_far as f64 + 1.0) / (f64::from(ROUNDS) + 1.0)
}

/// Random bits: SplitMix64, from Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
/// (2014).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The sum of `values` with random signs.
    fn sum(&mut self, values: &[f64]) -> f64 {
        let signed =
            |(at, value): (usize, &f64), bits: u64| if bits >> at & 1 == 1 { *value } else { -value };
        let chunks = values.chunks(64).map(|chunk| {
            let bits = self.next();
            chunk.iter().enumerate().map(|item| signed(item, bits)).sum::<f64>()
        });
        chunks.sum()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The p of some differences lies between two bounds.
    fn check(differences: &[f64], bounds: (f64, f64)) {
        let p = chance(differences);
        assert!(bounds.0 <= p && p <= bounds.1, "{p} for {differences:?}");
    }

    #[test]
    fn what_can_be_counted_by_hand() {
        check(&[], (1.0, 1.0));
        check(&[0.0, 0.0], (1.0, 1.0));
        check(&[0.3], (1.0, 1.0));
        // Of the 2^n ways to draw signs, two are as far from 0.
        check(&[0.1; 5], (0.055, 0.070));
        check(&[0.25; 8], (0.005, 0.011));
        check(&[0.1, 0.2, 0.3], (0.235, 0.265));
        // 1 - 0.1 = 0.9: signs (+ +), (+ -), (- +), (- -) give 1.1 and 0.9, all as far.
        check(&[1.0, -0.1], (1.0, 1.0));
        check(&[0.01; 200], (1e-5, 1.1e-4));
    }

    #[test]
    fn the_generator_is_the_published_one() {
        let mut draws = Draws(1_234_567);
        assert_eq!([draws.next(), draws.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn p_is_a_share_and_has_no_side(differences in prop::collection::vec(-1.0..1.0_f64, 0..20)) {
            let p = chance(&differences);
            prop_assert!(p > 0.0 && p <= 1.0);
            prop_assert_eq!(p, chance(&differences));
            let other: Vec<f64> = differences.iter().map(|d| -d).collect();
            prop_assert_eq!(p, chance(&other));
            let doubled: Vec<f64> = differences.iter().map(|d| 2.0 * d).collect();
            prop_assert_eq!(p, chance(&doubled));
        }
    }
}
