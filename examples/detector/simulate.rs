//! Caseloads and courses whose truth is known.
//!
//! Unless items are simulated, scores are in units of the mean within-person SD, 0 being the caseload's mean.

use attune::alliance::rupture::{CaseloadParams, Scale, Score, Session};
use rand_distr::{Distribution, StandardNormal, StudentT, Uniform};
use rand_pcg::Pcg64;

/// Number of items of the simulated questionnaire, each from 1 to 5.
pub const ITEMS: u32 = 12;

/// How a latent course becomes scores.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    /// The latent course itself.
    Latent,
    /// Cut off at this score.
    Capped(f64),
    /// The sum of twelve items from 1 to 5, each rounded, shifted by its own difficulty and noisy; `mean` is the
    /// caseload's mean item level, `missing` the chance of each item to be left out.
    Items {
        /// Mean item level of the caseload.
        mean: f64,
        /// Chance of an item to be left out.
        missing: f64,
    },
    /// The latent course in points of a scale: `mean + sd * latent`, rounded to the scale's steps and cut off at its ends.
    Rounded {
        /// The scale.
        scale: Scale,
        /// The caseload's mean.
        mean: f64,
        /// Points of one latent SD.
        sd: f64,
    },
}

/// How errors are distributed, with mean 0 and variance 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Errors {
    /// Normally.
    Normal,
    /// As a t with 5 degrees of freedom.
    Heavy,
    /// As a reversed chi-squared with 6 degrees of freedom: drops are larger than rises, skewness -1.15.
    Skewed,
}

/// One condition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct World {
    /// Autocorrelation of the errors.
    pub phi: f64,
    /// SD of people's levels.
    pub between: f64,
    /// Coefficient of variation of people's within-person SDs (lognormal, mean variance 1).
    pub cv: f64,
    /// Mean change a session.
    pub slope: f64,
    /// SD over people of the change a session.
    pub slope_sd: f64,
    /// How errors are distributed; autocorrelated ones are sums of such.
    pub errors: Errors,
    /// Chance of a session without a score.
    pub missed: f64,
    /// Share of people whose course holds a two-session dip of 2.5 to 4.5 SD.
    pub ruptures: f64,
    /// How scores are made.
    pub form: Form,
}

/// A dip of one course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dip {
    /// First session of the dip, from 0.
    pub start: usize,
    /// Sessions it lasts.
    pub length: usize,
    /// Depth in the mean within-person SD.
    pub depth: f64,
}

/// One course and what is true of it.
#[derive(Clone, Debug)]
pub struct Course {
    /// A score a session, none where the session has none.
    pub scores: Vec<Option<Score>>,
    /// The person's own SD over the mean one.
    pub own_sd: f64,
}

impl World {
    /// Normal errors of one SD, people's levels spread by 1.3 SDs.
    pub fn plain(phi: f64) -> Self {
        Self {
            phi,
            between: 1.3,
            cv: 0.0,
            slope: 0.0,
            slope_sd: 0.0,
            errors: Errors::Normal,
            missed: 0.0,
            ruptures: 0.0,
            form: Form::Latent,
        }
    }

    /// The scale that scores of this form have.
    pub fn scale(&self) -> Scale {
        match self.form {
            Form::Latent => Scale::unbounded(),
            Form::Capped(top) => Scale { highest: top, ..Scale::unbounded() },
            Form::Items { .. } => Scale { lowest: f64::from(ITEMS), highest: 5.0 * f64::from(ITEMS), step: 1.0 },
            Form::Rounded { scale, .. } => scale,
        }
    }

    /// The within-person SD of a score that no ceiling touches, in SDs of the latent course.
    pub fn unit(&self) -> f64 {
        match self.form {
            Form::Items { .. } => {
                let item = (ITEM_NOISE_SD.powi(2) + 1.0 / 12.0) / f64::from(ITEMS);
                (1.0 + item / ITEM_LEVEL_SD.powi(2)).sqrt()
            }
            _ => 1.0,
        }
    }

    /// What is assumed before data: the SD is right, or off by `factor`.
    pub fn assumed(&self, factor: f64) -> CaseloadParams {
        match self.form {
            Form::Items { .. } => CaseloadParams::assumed(36.0, 12.0 * ITEM_LEVEL_SD * self.unit() * factor, 5.0, 0.3),
            Form::Rounded { scale, sd, .. } => {
                CaseloadParams::assumed(0.5 * (scale.lowest + scale.highest), sd * factor, 5.0, 0.3)
            }
            _ => CaseloadParams::assumed(0.0, factor, 5.0, 0.0),
        }
    }

    /// One course of `sessions` sessions.
    pub fn course(&self, rng: &mut Pcg64, sessions: usize, dip: Option<Dip>) -> Course {
        let level = self.between * normal(rng);
        let log_variance = (1.0 + self.cv * self.cv).ln();
        let own_sd = if self.cv > 0.0 { (log_variance.sqrt() * normal(rng) - log_variance).exp() } else { 1.0 };
        let slope = self.slope + self.slope_sd * normal(rng);
        let mut error = self.error(rng);
        let mut scores = Vec::with_capacity(sessions);
        for session in 0..sessions {
            if session > 0 {
                error = self.phi * error + (1.0 - self.phi * self.phi).sqrt() * self.error(rng);
            }
            let depth =
                dip.filter(|d| (d.start..d.start + d.length).contains(&session)).map_or(0.0, |d| d.depth * self.unit());
            let latent = level + own_sd * error + slope * session as f64 - depth;
            let missed = self.missed > 0.0 && uniform(rng) < self.missed;
            let score = self.score(rng, latent);
            scores.push(if missed { None } else { score });
        }
        Course { scores, own_sd }
    }

    /// The courses of a caseload of `people` people with `sessions` sessions each.
    pub fn caseload(&self, rng: &mut Pcg64, people: usize, sessions: usize) -> Vec<Vec<Session>> {
        let mut one = || {
            let dip = (self.ruptures > 0.0 && uniform(rng) < self.ruptures).then(|| Dip {
                start: 3 + (uniform(rng) * (sessions as f64 - 5.0)) as usize,
                length: 2,
                depth: 2.5 + 2.0 * uniform(rng),
            });
            self.course(rng, sessions, dip).scores.into_iter().map(Session::from).collect()
        };
        (0..people).map(|_| one()).collect()
    }

    fn error(&self, rng: &mut Pcg64) -> f64 {
        match self.errors {
            Errors::Normal => normal(rng),
            Errors::Heavy => StudentT::new(5.0).map_or(0.0, |t| t.sample(rng)) / (5.0_f64 / 3.0).sqrt(),
            Errors::Skewed => {
                let squares: f64 = (0..6).map(|_| normal(rng).powi(2)).sum();
                (6.0 - squares) / 12.0_f64.sqrt()
            }
        }
    }

    fn score(&self, rng: &mut Pcg64, latent: f64) -> Option<Score> {
        match self.form {
            Form::Latent => Some(Score::complete(latent)),
            Form::Capped(top) => Some(Score::complete(latent.min(top))),
            Form::Rounded { scale, mean, sd } => {
                let points = ((mean + sd * latent) / scale.step).round() * scale.step;
                Some(Score::complete(points.clamp(scale.lowest, scale.highest)))
            }
            Form::Items { mean, missing } => {
                let (mut sum, mut answered) = (0.0, 0);
                for item in 0..ITEMS {
                    let difficulty = (f64::from(item * 5 % ITEMS) - 5.5) * 0.055;
                    let noise = ITEM_NOISE_SD * normal(rng);
                    let shared = mean + latent * ITEM_LEVEL_SD;
                    let answer = (shared + difficulty + noise).round().clamp(1.0, 5.0);
                    if missing == 0.0 || uniform(rng) >= missing {
                        sum += answer;
                        answered += 1;
                    }
                }
                // More than two of twelve missing: no score.
                if answered + 2 < ITEMS {
                    return None;
                }
                Score::prorated(sum / f64::from(answered) * f64::from(ITEMS), answered, ITEMS).ok()
            }
        }
    }
}

/// SD of the level that all items share from session to session.
const ITEM_LEVEL_SD: f64 = 0.25;
/// SD of each item's own noise.
const ITEM_NOISE_SD: f64 = 0.45;

/// A standard normal draw.
pub fn normal(rng: &mut Pcg64) -> f64 {
    StandardNormal.sample(rng)
}

/// A draw between 0 and 1.
pub fn uniform(rng: &mut Pcg64) -> f64 {
    Uniform::new(0.0, 1.0).map_or(0.5, |u| u.sample(rng))
}
