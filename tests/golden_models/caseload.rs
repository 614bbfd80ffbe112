//! Set g10: the synthetic caseload as columns, with the decompositions the models need.

use crate::support::Table;
use attune::stats::lag::consecutive;
use attune::stats::within_between::within_between;

/// The 538 rows, ordered as in the file.
pub struct Caseload {
    pub person: Vec<usize>,
    pub persons: Vec<String>,
    pub outer: Vec<usize>,
    pub outers: Vec<String>,
    pub session: Vec<f64>,
    pub outcome: Vec<f64>,
    /// Mean of twelve items under the half rule, by the one and by the other rater.
    pub a: Vec<f64>,
    pub t: Vec<f64>,
    pub a_within: Vec<f64>,
    pub a_between: Vec<f64>,
    pub a_mean: Vec<f64>,
    pub pooled_sd: f64,
    /// Items by row.
    pub items_a: Vec<Vec<f64>>,
    pub items_t: Vec<Vec<f64>>,
}

fn half_rule(items: &[f64]) -> f64 {
    let given: Vec<f64> = items.iter().copied().filter(|v| !v.is_nan()).collect();
    if 2 * given.len() >= items.len() { given.iter().sum::<f64>() / given.len() as f64 } else { f64::NAN }
}

fn rows(table: &Table, prefix: char) -> Vec<Vec<f64>> {
    let columns: Vec<Vec<f64>> = (1..=12).map(|k| table.numbers(&format!("{prefix}{k:02}"))).collect();
    (0..columns[0].len()).map(|i| columns.iter().map(|c| c[i]).collect()).collect()
}

impl Caseload {
    pub fn read() -> Self {
        let table = Table::read("g10_synthetic_alliance.csv");
        let (items_a, items_t) = (rows(&table, 'p'), rows(&table, 't'));
        let (person, persons) = table.codes("patient");
        let (outer, outers) = table.codes("therapist");
        let a: Vec<f64> = items_a.iter().map(|r| half_rule(r)).collect();
        let parts = within_between(&a, &person).unwrap();
        Self {
            session: table.numbers("session"),
            outcome: table.numbers("outcome"),
            t: items_t.iter().map(|r| half_rule(r)).collect(),
            a,
            a_within: parts.within,
            a_between: parts.between,
            a_mean: parts.group_mean,
            pooled_sd: parts.pooled_sd.unwrap(),
            person,
            persons,
            outer,
            outers,
            items_a,
            items_t,
        }
    }

    /// Rows of one session number.
    pub fn at_session(&self, session: f64) -> Vec<usize> {
        (0..self.session.len()).filter(|&i| self.session[i] == session).collect()
    }

    /// For each row, its person's last outcome.
    pub fn last_outcome(&self, person: usize) -> f64 {
        let rows = (0..self.person.len()).filter(|&i| self.person[i] == person);
        let last = rows.max_by(|&a, &b| self.session[a].total_cmp(&self.session[b])).unwrap();
        self.outcome[last]
    }

    /// The outcome of the next session, missing where there is none.
    pub fn next_outcome(&self) -> Vec<f64> {
        let occasions: Vec<i64> = self.session.iter().map(|s| *s as i64).collect();
        let mut next = vec![f64::NAN; self.session.len()];
        for pair in consecutive(&self.person, &occasions, 1).unwrap() {
            next[pair.from] = self.outcome[pair.to];
        }
        next
    }
}

#[test]
fn scores_are_those_of_the_reference() {
    let c = Caseload::read();
    let scores = Table::read("g10_expected_scores.csv");
    crate::support::all_close(&c.a, &scores.numbers("A"), 1e-12, "A");
    crate::support::all_close(&c.t, &scores.numbers("Tm"), 1e-12, "Tm");
    let set = crate::support::expected("g10_synthetic.R.json");
    crate::support::close(c.pooled_sd, crate::support::number(&set["pooled_within_sd"]), 1e-10, "pooled SD");
}
