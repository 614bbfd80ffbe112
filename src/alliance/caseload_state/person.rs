//! One person's columns, and what is known of them without the caseload.

use super::NewSession;
use super::form::{Coded, Form, MISSING};
use crate::alliance::baseline::Pool;
use crate::stats::regression::StraightLine;

/// What is known of one person without the caseload. Nothing in it depends on anyone else, so that a new session of another
/// leaves it as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// Sessions in which anyone answered.
    pub sessions: usize,
    /// The patient's latest score, if it was complete.
    pub latest: Option<f64>,
    /// Complete scores of the patient before the latest, on the present baseline.
    pub earlier: usize,
    /// How many of the latest answers are low.
    pub low_items: usize,
    /// Therapist less patient in the latest session that both answered in full.
    pub gap: Option<f64>,
    /// The straight line through the complete scores of the present baseline, from nine on.
    pub line: Option<StraightLine>,
    /// What the person adds to the caseload's noise.
    pub(super) pool: Pool,
}

/// One person's sessions, column by column and ordered by time.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonState {
    code: usize,
    times: Vec<i32>,
    settings: Vec<u32>,
    /// Answers of either rater as codes, session after session; a session without any has only missing ones.
    answers: [Vec<u8>; 2],
    /// Scores, NaN where there is none.
    scores: [Vec<f64>; 2],
    /// How many items were answered, up to 255.
    given: [Vec<u8>; 2],
    /// The complete scores of the patient on the present baseline, but the latest session's.
    earlier: Vec<f64>,
    summary: Summary,
}

/// The place of the patient's columns; the therapist's come after them.
const PATIENT: usize = 0;

impl PersonState {
    pub(super) fn new(code: usize) -> Self {
        Self {
            code,
            times: Vec::new(),
            settings: Vec::new(),
            answers: Default::default(),
            scores: Default::default(),
            given: Default::default(),
            earlier: Vec::new(),
            summary: Summary::default(),
        }
    }

    /// The person's code.
    #[must_use]
    pub const fn code(&self) -> usize {
        self.code
    }

    /// What is known without the caseload.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The complete scores before the latest, on the present baseline.
    #[must_use]
    pub fn earlier(&self) -> &[f64] {
        &self.earlier
    }

    /// Times and scores of patient and therapist, NaN where there is none.
    pub fn sessions(&self) -> impl Iterator<Item = (i32, [f64; 2])> {
        let [patient, therapist] = &self.scores;
        self.times.iter().zip(patient).zip(therapist).map(|((time, p), t)| (*time, [*p, *t]))
    }

    /// Puts a session at its place by time, over one of the same time.
    pub(super) fn put(&mut self, form: &Form, session: &NewSession<'_>, coded: [Coded; 2]) {
        let place = self.times.partition_point(|time| *time < session.time);
        let width = form.items();
        let replaces = self.times.get(place) == Some(&session.time);
        let cells = place * width..(place + usize::from(replaces)) * width;
        for (of, Coded { mut codes, score, given }) in coded.into_iter().enumerate() {
            // A rater who did not answer has a row of missing answers, so that rows stay aligned.
            codes.resize(width, MISSING);
            let (score, given) = (score.unwrap_or(f64::NAN), u8::try_from(given).unwrap_or(u8::MAX));
            if replaces {
                self.scores[of][place] = score;
                self.given[of][place] = given;
                self.answers[of][cells.clone()].copy_from_slice(&codes);
            } else if place == self.times.len() {
                // The usual way: after all others.
                self.scores[of].push(score);
                self.given[of].push(given);
                self.answers[of].extend_from_slice(&codes);
            } else {
                self.scores[of].insert(place, score);
                self.given[of].insert(place, given);
                self.answers[of].splice(cells.clone(), codes);
            }
        }
        if replaces {
            self.settings[place] = session.setting;
        } else {
            self.times.insert(place, session.time);
            self.settings.insert(place, session.setting);
        }
    }

    /// Recomputes the summary from the columns.
    pub(super) fn summarise(&mut self, form: &Form) {
        let patient = PATIENT;
        let top = form.range().1;
        let all = u8::try_from(form.items()).unwrap_or(u8::MAX);
        let mut pool = Pool::default();
        let mut run: Vec<f64> = Vec::new();
        let mut run_times: Vec<f64> = Vec::new();
        // The start and the setting of the present baseline.
        let mut setting: Option<u32> = None;
        let mut start = 0;
        let mut latest = None;
        for session in 0..self.times.len() {
            // Sessions without answers belong to no baseline; prorated ones do, but add no score.
            if self.given[patient][session] == 0 {
                continue;
            }
            if setting != Some(self.settings[session]) {
                pool.add_unless_capped(&run, top);
                run.clear();
                run_times.clear();
                (setting, start) = (Some(self.settings[session]), session);
            }
            latest = Some(session);
            if self.given[patient][session] == all {
                run.push(self.scores[patient][session]);
                run_times.push(f64::from(self.times[session]));
            }
        }
        pool.add_unless_capped(&run, top);
        let line = (run.len() >= crate::alliance::one_person::FEWEST_FOR_SLOPE)
            .then(|| StraightLine::fit(&run_times, &run).ok())
            .flatten();
        let score = latest.filter(|session| self.given[patient][*session] == all).and(run.last().copied());
        if score.is_some() {
            run.pop();
        }
        let low_items = latest.map_or(0, |latest| {
            let (from, to) = (start * form.items(), latest * form.items());
            form.low_items(&self.answers[patient][from..to], &self.answers[patient][to..to + form.items()])
        });
        let both = |session: &usize| self.given.iter().all(|given| given[*session] == all);
        let gap = (0..self.times.len()).rev().find(both).map(|s| self.scores[1][s] - self.scores[0][s]);
        self.summary =
            Summary { sessions: self.times.len(), latest: score, earlier: run.len(), low_items, gap, line, pool };
        self.earlier = run;
    }

    pub(super) fn bytes(&self) -> usize {
        let columns = self.times.capacity() * size_of::<i32>() + self.settings.capacity() * size_of::<u32>();
        let answers: usize = self.answers.iter().map(Vec::capacity).sum();
        let scores: usize = self.scores.iter().map(Vec::capacity).sum();
        let given: usize = self.given.iter().map(Vec::capacity).sum();
        size_of::<Self>() + columns + answers + given + (scores + self.earlier.capacity()) * size_of::<f64>()
    }
}
