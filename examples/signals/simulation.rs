//! Courses in which nothing changes, and how many of them are flagged all the same.
//!
//! A caseload is made up, its noise is pooled as the app pools it, and every session of everyone from the
//! fourth on is looked at by the three signals that infer: own change, outcome, trend. What is true is known: nothing
//! happened, so every flag is false.

use attune::alliance::baseline::{Noise, NoiseSource, Pool};
use attune::alliance::cut_offs::Better;
use attune::alliance::{OnePerson, baseline::ASSUMED_SD};
use attune::signals::{
    outcome::{self, OutcomeScores},
    own_change::{OwnScores, prediction_rule},
    trend,
};
use rand_chacha::{
    ChaCha8Rng,
    rand_core::{RngCore, SeedableRng},
};

/// How many people usually share one estimate of the noise.
pub const CASELOAD: usize = 40;

/// The within-person standard deviation on the 1 to 5 scale.
const SD: f64 = 0.4;

/// The lowest and the highest score.
const RANGE: (f64, f64) = (1.0, 5.0);

/// The correlation of alliance and outcome from session to session: two scales of one person.
const BETWEEN_SCALES: f64 = 0.5;

/// What scores are made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scores {
    /// Normal errors on a scale without ends.
    Open,
    /// The same, cut off above at the person's own mean: half of all scores lie at the upper end.
    CutAtMean,
    /// The mean of twelve answers from 1 to 5, of people whose means lie around this one: discrete, tied, skewed.
    TwelveItems(f64),
    /// One answer from 1 to 10.
    OneToTen,
}

/// Under what conditions courses are made up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition {
    /// What it is called in the table.
    pub name: &'static str,
    /// What scores are made of.
    pub scores: Scores,
    /// The correlation of errors from one session to the next.
    pub autocorrelation: f64,
    /// The coefficient of variation of people's standard deviations.
    pub variability: f64,
    /// Whether the noise is assumed instead of pooled.
    pub assumed: bool,
    /// The true within-person standard deviation, as a multiple of the assumed one.
    pub sd: f64,
    /// How many people share one estimate of the noise.
    pub people: usize,
}

const PLAIN: Condition = Condition {
    name: "independent errors",
    scores: Scores::Open,
    autocorrelation: 0.0,
    variability: 0.0,
    assumed: false,
    sd: 1.0,
    people: CASELOAD,
};

/// Every condition of the table.
pub const CONDITIONS: [Condition; 13] = [
    PLAIN,
    Condition { name: "autocorrelation .3", autocorrelation: 0.3, ..PLAIN },
    Condition { name: "unequal variability, CV .3", variability: 0.3, ..PLAIN },
    Condition { name: "CV .3 and autocorrelation .3", variability: 0.3, autocorrelation: 0.3, ..PLAIN },
    Condition { name: "cut off at the person's mean", scores: Scores::CutAtMean, ..PLAIN },
    Condition {
        name: "cut off, CV .3, autocorrelation .3",
        scores: Scores::CutAtMean,
        variability: 0.3,
        autocorrelation: 0.3,
        ..PLAIN
    },
    Condition { name: "12 items, means around 3.9", scores: Scores::TwelveItems(3.9), autocorrelation: 0.3, ..PLAIN },
    Condition {
        name: "12 items near the top, around 4.6",
        scores: Scores::TwelveItems(4.6),
        autocorrelation: 0.3,
        ..PLAIN
    },
    Condition {
        name: "12 items near the top, CV .3",
        scores: Scores::TwelveItems(4.6),
        autocorrelation: 0.3,
        variability: 0.3,
        ..PLAIN
    },
    Condition { name: "one answer of ten steps", scores: Scores::OneToTen, autocorrelation: 0.3, ..PLAIN },
    Condition { name: "noise of ten people, CV .3", people: 10, variability: 0.3, ..PLAIN },
    Condition { name: "noise assumed, and right", assumed: true, ..PLAIN },
    Condition { name: "noise assumed, truly a quarter larger", assumed: true, sd: 1.25, ..PLAIN },
];

/// In which share of courses each signal was raised at least once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Raised {
    /// The alliance below what is usual.
    pub own_change: f64,
    /// The outcome worse than usual.
    pub outcome: f64,
    /// A slow fall.
    pub trend: f64,
    /// Any of the three.
    pub any: f64,
    /// Any of the three, among the fifth of people with the largest standard deviations.
    pub most_variable: f64,
    /// Courses made up.
    pub courses: usize,
}

impl Raised {
    /// The standard error of the share of courses with any flag.
    pub fn error(&self) -> f64 {
        (self.any * (1.0 - self.any) / self.courses as f64).sqrt()
    }
}

/// Chance.
struct Dice(ChaCha8Rng);

impl Dice {
    fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * (1.0 - self.unit()).ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}

/// One person's two series.
struct Person {
    sd: f64,
    alliance: Vec<f64>,
    outcome: Vec<f64>,
}

fn person(dice: &mut Dice, condition: &Condition, sessions: usize) -> Person {
    // A log-normal factor with mean one has a coefficient of variation of sqrt(exp(s^2) - 1).
    let s2 = (1.0 + condition.variability.powi(2)).ln();
    let sd = condition.sd * SD * (s2.sqrt() * dice.normal() - 0.5 * s2).exp();
    let middle = if let Scores::TwelveItems(middle) = condition.scores { middle } else { 3.7 };
    let mean = middle + 0.5 * dice.normal();
    let shifts: Vec<f64> = (0..12).map(|_| 0.3 * dice.normal()).collect();
    let (r, fresh) = (condition.autocorrelation, (1.0 - condition.autocorrelation.powi(2)).sqrt());
    let mut errors = [dice.normal(), dice.normal()];
    let (mut alliance, mut outcome) = (Vec::with_capacity(sessions), Vec::with_capacity(sessions));
    for session in 0..sessions {
        if session > 0 {
            errors = errors.map(|e| r * e + fresh * dice.normal());
        }
        let second = BETWEEN_SCALES * errors[0] + (1.0 - BETWEEN_SCALES * BETWEEN_SCALES).sqrt() * errors[1];
        for (error, series) in [(errors[0], &mut alliance), (second, &mut outcome)] {
            let latent = mean + sd * error;
            series.push(match condition.scores {
                Scores::Open => latent,
                Scores::CutAtMean => latent.min(mean),
                Scores::OneToTen => (1.0 + 9.0 / 4.0 * (latent - 1.0)).round().clamp(1.0, 10.0),
                Scores::TwelveItems(_) => {
                    let items =
                        shifts.iter().map(|shift| (latent + shift + 0.45 * dice.normal()).round().clamp(1.0, 5.0));
                    items.sum::<f64>() / 12.0
                }
            });
        }
    }
    Person { sd, alliance, outcome }
}

/// The upper end of one person's scale.
fn top(condition: &Condition, person: &Person) -> f64 {
    match condition.scores {
        Scores::Open => f64::INFINITY,
        Scores::OneToTen => 10.0,
        Scores::TwelveItems(_) => 5.0,
        // Everyone has an end of their own, which the pool is told of by the highest score there is.
        Scores::CutAtMean => person.alliance.iter().chain(&person.outcome).copied().fold(f64::MIN, f64::max),
    }
}

fn noise(condition: &Condition, people: &[Person], series: fn(&Person) -> &[f64]) -> Noise {
    let scale = if condition.scores == Scores::OneToTen { 9.0 / 4.0 } else { 1.0 };
    let assumed = Noise { sd: scale * ASSUMED_SD, source: NoiseSource::Assumed };
    let mut pool = Pool::default();
    for person in people {
        pool.add_unless_capped(series(person), top(condition, person));
    }
    match pool.noise() {
        found @ Noise { source: NoiseSource::Caseload { .. }, .. } if !condition.assumed => found,
        _ => assumed,
    }
}

/// Which of the three signals a course raises at least once.
fn flagged(person: &Person, alliance: Noise, outcome: Noise) -> [bool; 3] {
    let mut raised = [false; 3];
    let times: Vec<f64> = (1..=person.alliance.len()).map(|session| session as f64).collect();
    for latest in 3..person.alliance.len() {
        let scores = |series: &'static str, noise| {
            let all = if series == "alliance" { &person.alliance } else { &person.outcome };
            OwnScores { earlier: &all[..latest], latest: all[latest], noise, range: RANGE }
        };
        raised[0] |= prediction_rule(&scores("alliance", alliance)).is_some();
        let worse = OutcomeScores {
            scores: scores("outcome", outcome),
            better: Better::Higher,
            error_of_difference: None,
            expected: None,
        };
        raised[1] |= outcome::look(&worse).is_some();
        let course = OnePerson::new(&times[..=latest], &person.alliance[..=latest]);
        raised[2] |= course.ok().and_then(|course| trend::look(&course)).is_some();
    }
    raised
}

/// Makes up so many courses, in caseloads of the condition's size, and counts.
pub fn simulate(condition: &Condition, sessions: usize, courses: usize, seed: u64) -> Raised {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let mut counts = [0_usize; 4];
    let mut people_flagged: Vec<(f64, bool)> = Vec::with_capacity(courses);
    while people_flagged.len() < courses {
        let people: Vec<Person> = (0..condition.people).map(|_| person(&mut dice, condition, sessions)).collect();
        let alliance = noise(condition, &people, |person| &person.alliance);
        let outcome = noise(condition, &people, |person| &person.outcome);
        for person in &people {
            let raised = flagged(person, alliance, outcome);
            let any = raised.contains(&true);
            for (count, raised) in counts.iter_mut().zip(raised.into_iter().chain([any])) {
                *count += usize::from(raised);
            }
            people_flagged.push((person.sd, any));
        }
    }
    let courses = people_flagged.len();
    people_flagged.sort_by(|a, b| b.0.total_cmp(&a.0));
    let fifth = courses / 5;
    let most = people_flagged.iter().take(fifth).filter(|(_, any)| *any).count();
    let [own_change, outcome, trend, any] = counts.map(|count| count as f64 / courses as f64);
    Raised { own_change, outcome, trend, any, most_variable: most as f64 / fifth.max(1) as f64, courses }
}

/// In which share of twelve-session courses a dip of `depth` within-person standard deviations in two sessions of the alliance,
/// beginning at session 5 to 11, is flagged in either of them; the noise is pooled over the same caseload.
pub fn found(condition: &Condition, depth: f64, courses: usize, seed: u64) -> f64 {
    let mut dice = Dice(ChaCha8Rng::seed_from_u64(seed));
    let (mut found, mut made) = (0_usize, 0_usize);
    while made < courses {
        let mut people: Vec<Person> = (0..condition.people).map(|_| person(&mut dice, condition, 12)).collect();
        let noise = noise(condition, &people, |person| &person.alliance);
        for person in &mut people {
            let start = 4 + (dice.unit() * 7.0) as usize;
            for session in [start, start + 1] {
                person.alliance[session] -= depth * person.sd;
            }
            made += 1;
            found += usize::from([start, start + 1].into_iter().any(|latest| {
                let (earlier, latest) = (&person.alliance[..latest], person.alliance[latest]);
                prediction_rule(&OwnScores { earlier, latest, noise, range: RANGE }).is_some()
            }));
        }
    }
    found as f64 / made as f64
}
