//! What the engine is timed on. Nothing here knows a clock but through `now`, so that the same body runs natively and in a
//! browser.

use attune::alliance::caseload_state::{CaseloadState, Form, NewSession, StateError};
use attune::alliance::{Group, congruence};
use attune::stats::error::StatError;
use attune::stats::mixed::{Method, MixedModel, RandomTerm};
use attune::stats::within_between::within_between;

/// Sessions a person.
pub const SESSIONS: usize = 50;

/// Items a rater.
pub const ITEMS: usize = 12;

/// Runs of which the median is told.
const RUNS: usize = 7;

/// One line of the report.
pub struct Line {
    /// What was timed or counted.
    pub name: String,
    /// Milliseconds, or bytes.
    pub value: f64,
    /// The unit.
    pub unit: &'static str,
}

/// A linear congruential generator: the answers need to be repeatable only.
struct Draws(u64);

impl Draws {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// The sum of six numbers, near enough to normal.
    fn normal(&mut self) -> f64 {
        ((0..6).map(|_| self.unit()).sum::<f64>() - 3.0) * 2.0_f64.sqrt()
    }
}

/// The answers of many people by two raters.
pub struct Caseload {
    people: usize,
    answers: Vec<Option<f64>>,
}

impl Caseload {
    /// Makes one up.
    pub fn of(people: usize) -> Self {
        let mut draws = Draws(17);
        let mut answers = Vec::with_capacity(people * SESSIONS * 2 * ITEMS);
        for _ in 0..people {
            let mean = 3.6 + 0.6 * draws.normal();
            for _ in 0..SESSIONS {
                let session = mean + 0.35 * draws.normal();
                for rater in [0.0, -0.3] {
                    for _ in 0..ITEMS {
                        let value = (session + rater + 0.5 * draws.normal()).round().clamp(1.0, 5.0);
                        answers.push((draws.unit() > 0.01).then_some(value));
                    }
                }
            }
        }
        Self { people, answers }
    }

    fn session(&self, person: usize, session: usize) -> NewSession<'_> {
        let at = (person * SESSIONS + session) * 2 * ITEMS;
        let (patient, therapist) = (&self.answers[at..at + ITEMS], &self.answers[at + ITEMS..at + 2 * ITEMS]);
        NewSession { person, time: session as i32, setting: 0, patient, therapist }
    }

    fn sessions(&self) -> impl Iterator<Item = NewSession<'_>> {
        (0..self.people).flat_map(move |person| (0..SESSIONS).map(move |session| self.session(person, session)))
    }
}

fn form() -> Result<Form, StateError> {
    Form::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[false; ITEMS], 2)
}

/// The whole state from raw answers and everyone's line with its band: what a caseload page needs.
fn refresh(caseload: &Caseload) -> Result<(CaseloadState, usize), StateError> {
    let state = CaseloadState::of(form()?, caseload.sessions())?;
    let below =
        state.rows().filter(|row| row.band.zip(row.summary.latest).is_some_and(|(band, x)| x < band.low)).count();
    Ok((state, below))
}

/// What a page about the group adds: both raters of every pair, and what is within and between people.
fn group(state: &CaseloadState) -> Result<f64, StatError> {
    let columns = state.columns();
    let group = Group::of(&columns.person)?;
    let pairs = congruence::pairs(&group, &columns.patient, &columns.therapist)?;
    let parts = within_between(&columns.patient, &columns.person)?;
    Ok(pairs.rmsd.mean + parts.grand_mean)
}

fn median_ms(now: &dyn Fn() -> f64, mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let from = now();
            run();
            now() - from
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// Times everything. `now` gives milliseconds.
///
/// # Errors
/// Never with the answers that are made up here.
pub fn measure(now: &dyn Fn() -> f64) -> Result<Vec<Line>, StateError> {
    let mut lines = Vec::new();
    let mut tell = |name: String, value: f64, unit| lines.push(Line { name, value, unit });
    for people in [1_000, 10_000] {
        let caseload = Caseload::of(people);
        let whole = median_ms(now, || {
            std::hint::black_box(refresh(&caseload).is_ok());
        });
        tell(format!("{people} people: whole state and everyone's line"), whole, "ms");
        let (mut state, _) = refresh(&caseload)?;
        let groups = median_ms(now, || {
            std::hint::black_box(group(&state).is_ok());
        });
        tell(format!("{people} people: pairs, within and between"), groups, "ms");
        // Many new sessions, spread over people, so that a coarse clock can tell one.
        const NEW: usize = 200;
        let mut time = SESSIONS as i32;
        let added = median_ms(now, || {
            for n in 0..NEW {
                let person = n * 7919 % people;
                let session = NewSession { time, ..caseload.session(person, n % SESSIONS) };
                std::hint::black_box((state.add(&session).is_ok(), state.noise()));
                time += 1;
            }
        });
        tell(format!("{people} people: one new session, noise read again"), added / NEW as f64, "ms");
        let rows = median_ms(now, || {
            std::hint::black_box(state.rows().filter(|row| row.band.is_some()).count());
        });
        tell(format!("{people} people: everyone's line from the state"), rows, "ms");
        let (state, _) = refresh(&caseload)?;
        tell(format!("{people} people: held"), state.bytes() as f64, "bytes");
    }
    let (person, time, y) = growth();
    let model = MixedModel::new(&y).fixed(&time).random(RandomTerm::intercept(&person).slope(&time));
    let fitted = median_ms(now, || {
        std::hint::black_box(model.fit(Method::Reml).is_ok());
    });
    tell("mixed model, intercept and slope, 50000 rows".to_owned(), fitted, "ms");
    let plain = MixedModel::new(&y).fixed(&time).random(RandomTerm::intercept(&person));
    let fitted = median_ms(now, || {
        std::hint::black_box(plain.fit(Method::Reml).is_ok());
    });
    tell("mixed model, intercept, 50000 rows".to_owned(), fitted, "ms");
    Ok(lines)
}

/// 1,000 people of 50 sessions with lines of their own.
fn growth() -> (Vec<usize>, Vec<f64>, Vec<f64>) {
    let mut draws = Draws(7);
    let (mut person, mut time, mut y) = (Vec::new(), Vec::new(), Vec::new());
    for code in 0..1_000 {
        let (start, slope) = (10.0 + 2.0 * draws.normal(), 0.2 + 0.1 * draws.normal());
        for t in 0..SESSIONS {
            person.push(code);
            time.push(t as f64);
            y.push(start + slope * t as f64 + draws.normal());
        }
    }
    (person, time, y)
}
