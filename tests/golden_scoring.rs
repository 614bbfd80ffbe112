//! Scores of a synthetic caseload equal those of R, for both raters.
//!
//! `golden/data/g10_synthetic_alliance.csv` holds the answers (blank = missing),
//! `golden/data/g10_expected_scores.csv` what R 4.2.2 made of them: the mean of the answered items where at least half,
//! rounded up, were answered.

use attune::instrument::{
    Answer, AnswerSet, Instrument,
    scoring::{MissingRule, Score, score_named},
};

const ANSWERS: &str = include_str!("golden/data/g10_synthetic_alliance.csv");
const EXPECTED: &str = include_str!("golden/data/g10_expected_scores.csv");

/// A table with a header line; a blank or `NA` cell is missing.
struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<&'static str>>,
}

// `cfg(test)` tells clippy that a panic is how these report.
#[cfg(test)]
impl Table {
    fn read(text: &'static str) -> Self {
        let cells = |line: &'static str| line.split(',').map(|cell| cell.trim_matches('"')).collect::<Vec<_>>();
        let mut lines = text.lines();
        let header = cells(lines.next().expect("a header"));
        let rows: Vec<_> = lines.map(cells).collect();
        assert!(rows.iter().all(|row| row.len() == header.len()), "a row has another length than the header");
        Self { header, rows }
    }

    fn text(&self, row: usize, column: &str) -> &'static str {
        let place = self.header.iter().position(|name| *name == column);
        self.rows[row][place.unwrap_or_else(|| panic!("no column {column}"))]
    }

    fn number(&self, row: usize, column: &str) -> Option<f64> {
        match self.text(row, column) {
            "" | "NA" => None,
            text => Some(text.parse().unwrap_or_else(|_| panic!("{column} of row {row} is {text:?}"))),
        }
    }
}

/// Twelve items of 1 to 5 with the scales of the synthetic data (positions only; they are nobody's questionnaire).
#[cfg(test)]
fn instrument() -> Instrument {
    let text = |text: &str| serde_json::json!({ "en": text });
    let items = |numbers: &[usize]| numbers.iter().map(|n| format!("p{n:02}")).collect::<Vec<_>>();
    let scale = |id: &str, numbers: &[usize]| serde_json::json!({ "id": id, "items": items(numbers), "may_miss": 0 });
    let all: Vec<usize> = (1..=12).collect();
    serde_json::from_value(serde_json::json!({
        "reference": { "id": "g10", "version": 1 }, "title": text("g10"), "lead": text(""), "licence": { "name": "" },
        "normed": false,
        "higher_is_better": true,
        "options": (1..=5).map(|v| serde_json::json!({ "value": v, "text": text("") })).collect::<Vec<_>>(),
        "items": items(&all).iter().map(|id| serde_json::json!({ "id": id, "text": text("") })).collect::<Vec<_>>(),
        "scales": [
            scale("goal", &[4, 6, 8, 11]),
            scale("task", &[1, 2, 10, 12]),
            scale("bond", &[3, 5, 7, 9]),
            scale("total", &all),
        ],
    }))
    .expect("an instrument")
}

/// The answers of one rater (`p` patient, `t` therapist) in one row, under the names of the instrument's items.
fn answers(table: &Table, row: usize, rater: char) -> AnswerSet {
    (1..=12)
        .map(|n| {
            let value = table.number(row, &format!("{rater}{n:02}"));
            (format!("p{n:02}"), value.map_or(Answer::Skipped, Answer::Value))
        })
        .collect()
}

#[cfg(test)]
fn same(found: Option<f64>, expected: Option<f64>, what: &str) {
    match (found, expected) {
        (None, None) => {}
        (Some(found), Some(expected)) => {
            // R wrote its scores with fifteen significant digits.
            assert!((found - expected).abs() <= 1e-10 * expected.abs(), "{what}: {found}, R says {expected}");
        }
        _ => panic!("{what}: {found:?}, R says {expected:?}"),
    }
}

#[test]
fn every_score_is_that_of_r() {
    let (given, expected, instrument) = (Table::read(ANSWERS), Table::read(EXPECTED), instrument());
    assert_eq!((given.rows.len(), expected.rows.len()), (538, 538));
    let (mut prorated, mut missing) = (0, 0);
    for row in 0..given.rows.len() {
        for column in ["therapist", "patient", "session"] {
            assert_eq!(given.text(row, column), expected.text(row, column));
        }
        let mean = |set: &AnswerSet, scale: &str| {
            score_named(&instrument, scale, set, MissingRule::Half).expect("the scale").value()
        };
        let (patient, therapist) = (answers(&given, row, 'p'), answers(&given, row, 't'));
        let total = mean(&patient, "total");
        let wanted = [
            ("A", total),
            ("A_sum", total.map(|a| 12.0 * a)),
            ("POMP", total.map(|a| 100.0 * (a - 1.0) / 4.0)),
            ("A_goal", mean(&patient, "goal")),
            ("A_task", mean(&patient, "task")),
            ("A_bond", mean(&patient, "bond")),
            ("Tm", mean(&therapist, "total")),
        ];
        for (column, found) in wanted {
            same(found, expected.number(row, column), &format!("row {row}, {column}"));
            missing += usize::from(found.is_none());
        }
        let score = score_named(&instrument, "total", &patient, MissingRule::Half);
        prorated += usize::from(matches!(score, Some(Score::Prorated { .. })));
    }
    // The data put the missing rule to work: totals with gaps, and scores that R does not give.
    assert!(prorated > 10 && missing > 0, "{prorated} prorated, {missing} missing");
}

#[test]
fn a_wrong_score_would_be_noticed() {
    let caught = |found, expected| std::panic::catch_unwind(|| same(found, expected, "x")).is_err();
    assert!(!caught(Some(3.0), Some(3.0)) && !caught(None, None));
    assert!(caught(Some(3.000_000_01), Some(3.0)) && caught(None, Some(3.0)) && caught(Some(3.0), None));
}
