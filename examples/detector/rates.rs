//! How often methods flag, by simulation.

use crate::simulate::{Course, Dip, World};
use crate::trial::{Knowledge, Method, flags};
use rand_pcg::Pcg64;

/// A simulation: how many caseloads, and how many courses are judged with each.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Caseloads.
    pub caseloads: usize,
    /// Courses a caseload.
    pub courses: usize,
    /// Seed.
    pub seed: u128,
}

/// A share of courses with its Monte-Carlo error.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rate {
    /// The share.
    pub share: f64,
    /// Its standard error over caseloads: courses that are judged with the same figures are not independent.
    pub error: f64,
}

impl Rate {
    /// A share of courses that are as good as independent.
    pub fn independent(hits: f64, all: f64) -> Self {
        let share = hits / all;
        Self { share, error: (share * (1.0 - share) / all).sqrt() }
    }
}

/// Counts hits within caseloads.
#[derive(Clone, Default)]
struct Counter {
    caseload: usize,
    here: f64,
    sum: f64,
    squares: f64,
}

impl Counter {
    fn count(&mut self, caseload: usize, hit: bool) {
        if caseload != self.caseload {
            self.close();
            self.caseload = caseload;
        }
        self.here += f64::from(u8::from(hit));
    }

    fn close(&mut self) {
        self.sum += self.here;
        self.squares += self.here * self.here;
        self.here = 0.0;
    }

    fn rate(mut self, size: Size) -> Rate {
        self.close();
        let (caseloads, courses) = (size.caseloads as f64, size.courses as f64);
        let mean = self.sum / caseloads;
        let variance = (self.squares / caseloads - mean * mean).max(0.0) / (caseloads - 1.0);
        Rate { share: mean / courses, error: variance.sqrt() / courses }
    }
}

/// One course as it was judged.
pub struct Judged<'a> {
    /// Which caseload's figures it was judged with.
    pub caseload: usize,
    /// Which method, as a position.
    pub method: usize,
    /// Flags by session.
    pub flags: &'a [bool],
    /// The course.
    pub course: &'a Course,
    /// First session of the dip, from 0.
    pub start: usize,
}

/// Runs `judge` on every course. `worlds`: that of the caseload, and that of the courses judged. `dip`: depth, length,
/// and the sessions (from 0) in which it begins, each as often as the others.
pub fn run(
    size: Size,
    (world, tested): (&World, &World),
    knowledge: Knowledge,
    sessions: usize,
    dip: Option<(f64, usize, (usize, usize))>,
    methods: &[Method],
    mut judge: impl FnMut(Judged<'_>),
) {
    let mut rng = Pcg64::new(size.seed, 0x0a77_u128 << 64 | 0x51);
    for caseload in 0..size.caseloads {
        let params = knowledge.params(world, &mut rng);
        for i in 0..size.courses {
            let start = dip.map_or(0, |(_, _, (first, last))| first + i % (last + 1 - first));
            let dip = dip.map(|(depth, length, _)| Dip { start, length, depth });
            let course = tested.course(&mut rng, sessions, dip);
            for (method, how) in methods.iter().enumerate() {
                let flags = flags(*how, &params, tested.scale(), &course);
                judge(Judged { caseload, method, flags: &flags, course: &course, start });
            }
        }
    }
}

/// Share of courses with any flag, by method.
pub fn false_alarms(
    size: Size,
    worlds: (&World, &World),
    knowledge: Knowledge,
    sessions: usize,
    methods: &[Method],
) -> Vec<Rate> {
    let mut counters = vec![Counter::default(); methods.len()];
    run(size, worlds, knowledge, sessions, None, methods, |it| {
        counters[it.method].count(it.caseload, it.flags.contains(&true));
    });
    counters.into_iter().map(|c| c.rate(size)).collect()
}

/// Share of courses in which a session of the dip is flagged, by method. `dip`: depth, length, first sessions from 0.
pub fn detection_in(
    size: Size,
    worlds: (&World, &World),
    knowledge: Knowledge,
    sessions: usize,
    dip: (f64, usize, (usize, usize)),
    methods: &[Method],
) -> Vec<Rate> {
    let mut counters = vec![Counter::default(); methods.len()];
    run(size, worlds, knowledge, sessions, Some(dip), methods, |it| {
        let end = (it.start + dip.1).min(it.flags.len());
        counters[it.method].count(it.caseload, it.flags.get(it.start..end).is_some_and(|f| f.contains(&true)));
    });
    counters.into_iter().map(|c| c.rate(size)).collect()
}

/// The same for twelve sessions and dips that begin in sessions 5 to 11.
pub fn detection(
    size: Size,
    worlds: (&World, &World),
    knowledge: Knowledge,
    (depth, length): (f64, usize),
    methods: &[Method],
) -> Vec<Rate> {
    detection_in(size, worlds, knowledge, 12, (depth, length, (4, 10)), methods)
}
