//! What is usual for one person: the band in which the next score would fall if nothing had changed.
//!
//! Formula: with the mean of `m` earlier scores and the within-person standard deviation `s`, the band is
//! `mean -/+ 2.58 s sqrt(1 + 1/m)`. Nothing is called usual before three scores exist. In a course of twelve sessions in
//! which nothing changes about 4 in 100 courses fall below the band once by chance (simulation, see ARCHITECTURE.md).

use crate::stats::describe::median;
use crate::stats::distributions::t_quantile;

/// The number of earlier scores from which a band is drawn.
pub const FEWEST: usize = 3;

/// The width of the band in standard deviations: a rare event, because many people are looked at many times.
pub const Z: f64 = 2.58;

/// The within-person standard deviation that is assumed until a caseload shows its own, on the 1 to 5 scale. A round
/// figure chosen for this app, not a norm of any scale, and called assumed wherever it is used.
pub const ASSUMED_SD: f64 = 0.4;

/// The number of pairs (scores beyond each person's first) from which a caseload's own figure is used.
pub const FEWEST_PAIRS: usize = 30;

/// How many scores' worth of weight the caseload's figure has when it is shrunken towards a person's own. People differ in how
/// much they vary (a coefficient of variation of about .3 of the standard deviation); eight degrees of freedom is what such
/// a spread is worth.
pub const CASELOAD_WEIGHT: f64 = 8.0;

/// The weight of the assumed figure: less, because the whole caseload may lie elsewhere.
pub const ASSUMED_WEIGHT: f64 = 4.0;

/// The share of scores at the upper end of the scale from which a person's scores say nothing about noise any more.
pub const CAPPED: f64 = 0.1;

/// How much one person's scores go up and down when nothing changes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// The within-person standard deviation, in scale points; above zero.
    pub sd: f64,
    /// Where the figure is from.
    pub source: NoiseSource,
}

/// What is assumed until a caseload shows its own.
pub const ASSUMED: Noise = Noise { sd: ASSUMED_SD, source: NoiseSource::Assumed };

/// Where a figure of noise is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoiseSource {
    /// Assumed, because the caseload has too few scores.
    Assumed,
    /// Pooled over the caseload.
    Caseload {
        /// How many scores beyond each person's first it rests on.
        pairs: usize,
    },
}

/// The sums from which the pooled figure is made, so that people can be added one by one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pool {
    squares: f64,
    pairs: usize,
}

impl Pool {
    /// Adds one person's scores (complete ones, of one baseline). Scores that are not finite are left out.
    pub fn add(&mut self, scores: &[f64]) {
        let scores: Vec<f64> = scores.iter().copied().filter(|score| score.is_finite()).collect();
        if scores.len() < 2 {
            return;
        }
        let mean = scores.iter().sum::<f64>() / scores.len() as f64;
        self.squares += scores.iter().map(|score| (score - mean).powi(2)).sum::<f64>();
        self.pairs += scores.len() - 1;
    }

    /// Adds one person's scores unless more than a tenth of them ([`CAPPED`]) lie at `top`, the upper end of the scale: what is
    /// cut off above looks steadier than it is, and a figure that such scores had lowered would raise false alarms (to .20 a
    /// course where all scores are cut at the person's mean).
    pub fn add_unless_capped(&mut self, scores: &[f64], top: f64) {
        let at_top = scores.iter().filter(|score| **score >= top).count();
        if at_top as f64 <= CAPPED * scores.len() as f64 {
            self.add(scores);
        }
    }

    /// Two pools together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self { squares: self.squares + other.squares, pairs: self.pairs + other.pairs }
    }

    /// The pooled within-person standard deviation `sqrt(sum of squares / pairs)` from 30 pairs on, otherwise the assumed
    /// one; also where nobody's scores ever differed, which says nothing about the next person.
    #[must_use]
    pub fn noise(&self) -> Noise {
        let sd = (self.squares / self.pairs.max(1) as f64).sqrt();
        if self.pairs >= FEWEST_PAIRS && sd > 0.0 {
            Noise { sd, source: NoiseSource::Caseload { pairs: self.pairs } }
        } else {
            Noise { sd: ASSUMED_SD, source: NoiseSource::Assumed }
        }
    }
}

/// How much one person's scores go up and down, known from the caseload and their own scores together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PersonalNoise {
    /// The standard deviation.
    pub sd: f64,
    /// The degrees of freedom behind it.
    pub df: f64,
}

impl Noise {
    /// The caseload's figure shrunken towards the person's own, from what lies below their median:
    /// `s^2 = (w s0^2 + sum over x < median of (x - median)^2) / (w + (m - 1) / 2)`, with `w` of [`CASELOAD_WEIGHT`] or
    /// [`ASSUMED_WEIGHT`] and the denominator as degrees of freedom.
    ///
    /// Only the lower half, because the upper is cut off wherever a scale ends: for someone who marks nearly everything at
    /// the top the usual figure is too small for the falls to be expected, and raised false alarms.
    ///
    /// Missing values: scores that are not finite are left out.
    ///
    /// ```
    /// # use attune::alliance::baseline::{Noise, NoiseSource};
    /// let noise = Noise { sd: 0.4, source: NoiseSource::Caseload { pairs: 100 } };
    /// let steady = noise.for_person(&[4.0; 17]);
    /// assert!((steady.sd - 0.4 / 2.0_f64.sqrt()).abs() < 1e-12 && steady.df == 16.0);
    /// ```
    #[must_use]
    pub fn for_person(self, earlier: &[f64]) -> PersonalNoise {
        let weight = match self.source {
            NoiseSource::Assumed => ASSUMED_WEIGHT,
            NoiseSource::Caseload { .. } => CASELOAD_WEIGHT,
        };
        let scores: Vec<f64> = earlier.iter().copied().filter(|score| score.is_finite()).collect();
        let middle = median(&scores).unwrap_or_default();
        let below: f64 = scores.iter().map(|score| (score - middle).min(0.0).powi(2)).sum();
        let df = weight + 0.5 * scores.len().saturating_sub(1) as f64;
        PersonalNoise { sd: ((weight * self.sd * self.sd + below) / df).sqrt(), df }
    }

    /// How far apart two scores of one person may lie when nothing changed, 95 times in 100: `1.96 sqrt(2) s`.
    #[must_use]
    pub fn between_two(&self) -> f64 {
        1.96 * std::f64::consts::SQRT_2 * self.sd
    }
}

/// What is usual for one person, on the scale of the scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    /// The lower edge.
    pub low: f64,
    /// The mean of the earlier scores.
    pub mean: f64,
    /// The upper edge.
    pub high: f64,
    /// How many earlier scores it rests on.
    pub scores: usize,
}

impl Band {
    /// The band after these earlier scores, within the range of the scale; nothing before there are three.
    ///
    /// ```
    /// # use attune::alliance::baseline::{Band, Noise, NoiseSource};
    /// let noise = Noise { sd: 0.4, source: NoiseSource::Assumed };
    /// let band = Band::after(&[4.0, 4.2, 3.8], noise, (1.0, 5.0)).ok_or("no band")?;
    /// assert!((band.mean - 4.0).abs() < 1e-12 && (band.low - 2.808).abs() < 1e-3 && band.high == 5.0);
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn after(earlier: &[f64], noise: Noise, range: (f64, f64)) -> Option<Self> {
        if earlier.len() < FEWEST {
            return None;
        }
        let m = earlier.len() as f64;
        let mean = earlier.iter().sum::<f64>() / m;
        let half = Z * noise.sd * (1.0 + 1.0 / m).sqrt();
        Some(Self { low: (mean - half).max(range.0), mean, high: (mean + half).min(range.1), scores: earlier.len() })
    }

    /// The band with a chance of `tail` on either side: `mean -/+ t s sqrt(1 + 1/m)`, `s` shrunken towards the person's own
    /// ([`Noise::for_person`]) and `t` the quantile for its degrees of freedom, within the range of the scale. Nothing before
    /// there are three earlier scores, or for a tail outside 0 to one half.
    ///
    /// ```
    /// # use attune::alliance::baseline::{Band, Noise, NoiseSource};
    /// let noise = Noise { sd: 0.4, source: NoiseSource::Assumed };
    /// let band = Band::with_tail(&[4.0, 4.2, 3.8], noise, (1.0, 5.0), 0.005).ok_or("no band")?;
    /// assert!(band.low < 2.808); // wider than with a standard deviation that is known
    /// # Ok::<(), &str>(())
    /// ```
    #[must_use]
    pub fn with_tail(earlier: &[f64], noise: Noise, range: (f64, f64), tail: f64) -> Option<Self> {
        if earlier.len() < FEWEST || !(tail > 0.0 && tail < 0.5) {
            return None;
        }
        let m = earlier.len() as f64;
        let mean = earlier.iter().sum::<f64>() / m;
        let own = noise.for_person(earlier);
        let half = t_quantile(1.0 - tail, own.df) * own.sd * (1.0 + 1.0 / m).sqrt();
        Some(Self { low: (mean - half).max(range.0), mean, high: (mean + half).min(range.1), scores: earlier.len() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_figure_is_assumed_until_thirty_pairs_exist() {
        let mut pool = Pool::default();
        for _ in 0..14 {
            pool.add(&[3.0, 3.5, 4.0]);
        }
        assert_eq!(pool.noise(), Noise { sd: ASSUMED_SD, source: NoiseSource::Assumed });
        pool.add(&[2.0, 2.5, 3.0, f64::NAN]);
        let noise = pool.noise();
        assert!((noise.sd - 0.5).abs() < 1e-12);
        assert_eq!(noise.source, NoiseSource::Caseload { pairs: 30 });
    }

    #[test]
    fn scores_cut_off_above_are_no_part_of_the_pool() {
        let mut pool = Pool::default();
        pool.add_unless_capped(&[5.0, 4.0, 5.0, 3.0], 5.0);
        assert_eq!(pool, Pool::default());
        pool.add_unless_capped(&[4.0, 4.5, 3.5], 5.0);
        assert_eq!((pool.pairs, pool.squares), (2, 0.5));
        assert_eq!(pool.plus(pool), Pool { squares: 1.0, pairs: 4 });
    }

    #[test]
    fn scores_that_never_differ_say_nothing_about_noise() {
        let mut pool = Pool::default();
        pool.add(&[5.0; 60]);
        assert_eq!(pool.noise().source, NoiseSource::Assumed);
    }

    proptest! {
        #[test]
        fn the_band_holds_the_mean_and_shifts_with_the_scores(scores in proptest::collection::vec(1.0f64..5.0, 3..40), shift in -3.0f64..3.0) {
            let noise = Noise { sd: 0.4, source: NoiseSource::Assumed };
            let wide = (f64::NEG_INFINITY, f64::INFINITY);
            let band = Band::after(&scores, noise, wide).unwrap();
            prop_assert!(band.low < band.mean && band.mean < band.high);
            let moved: Vec<f64> = scores.iter().map(|score| score + shift).collect();
            let other = Band::after(&moved, noise, wide).unwrap();
            prop_assert!((other.low - band.low - shift).abs() < 1e-9 && (other.high - band.high - shift).abs() < 1e-9);
        }
    }
}
