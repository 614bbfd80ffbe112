//! The course of scores in words and as a table, with what it cannot say: for paper, where nobody can ask.

use time::Date;

use super::{Course, Measure, Part as Scale};
use crate::{
    care::summary::{Part, PartTable},
    instrument::scoring::Score,
    words::{self, Lang, date_long, number, summary as w},
};

/// Questionnaires whose scores say something of one day and are no course of how somebody is.
const NO_COURSE: [&str; 5] = [
    "attune-first-visit",
    "attune-ending-questions",
    "attune-working-agreement",
    "attune-working-agreement-therapist",
    "attune-alliance-scale-therapist",
];

/// A score as a number with one decimal, or why there is none.
#[must_use]
pub fn figure(score: Option<Score>, lang: Lang) -> String {
    match score {
        None => words::person::no_answer(lang).to_owned(),
        Some(Score::Complete(mean)) => number(lang, mean, 1),
        Some(Score::Prorated { value: mean, .. }) => {
            format!("{} ({})", number(lang, mean, 1), words::person::prorated(lang))
        }
        Some(_) => words::person::not_enough(lang).to_owned(),
    }
}

/// What a scale of the Alliance Scale is called.
#[must_use]
pub const fn heading(part: Scale) -> fn(Lang) -> &'static str {
    match part {
        Scale::Goal => words::person::goal,
        Scale::Task => words::person::task,
        Scale::Bond => words::person::bond,
        Scale::Total => words::person::total,
    }
}

/// The course of the alliance on the days that belong to it: how it was at first and at the end, what that cannot say, and
/// every session. Nothing where there is no total. No band and no verdict: they rest on other people's answers too.
#[must_use]
pub fn alliance(course: &Course, holds: impl Fn(Date) -> bool, lang: Lang) -> Vec<Part> {
    let points: Vec<_> = course.points.iter().filter(|point| point.scores.is_some() && holds(point.date)).collect();
    let totals: Vec<f64> = points.iter().filter_map(|point| point.score(Scale::Total)?.value()).collect();
    let (Some(first), Some(last)) = (totals.first(), totals.last()) else { return Vec::new() };
    let text = |value: f64| number(lang, value, 1);
    let most = number(lang, course.range.1, 0);
    let mut out = vec![
        Part::Line(w::alliance_course(lang, totals.len(), &text(*first), &most, &text(*last))),
        Part::Line(w::alliance_limits(lang).to_owned()),
    ];
    if points.iter().skip(1).any(|point| point.new_baseline) {
        out.push(Part::Line(w::breaks(lang).to_owned()));
    }
    let columns = [w::col_day(lang)].into_iter().chain(Scale::ALL.map(|part| heading(part)(lang)));
    let row = |point: &&super::Point| {
        let scores = Scale::ALL.map(|part| figure(point.score(part), lang));
        std::iter::once(date_long(lang, point.date)).chain(scores).collect()
    };
    let rows = points.iter().map(row).collect();
    out.push(Part::Table(PartTable { columns: columns.map(str::to_owned).collect(), rows }));
    out
}

/// The course of everything else that was measured on the days that belong to it, a table each, by its main score.
#[must_use]
pub fn outcome(all: &[Measure], holds: impl Fn(Date) -> bool, lang: Lang) -> Vec<Part> {
    let mut out = Vec::new();
    for measure in all {
        let (Some(instrument), Some(main)) = (measure.instrument(), measure.main()) else { continue };
        if NO_COURSE.contains(&instrument.reference.id.as_str()) {
            continue;
        }
        let sittings: Vec<_> = measure.sittings.iter().filter(|sitting| holds(sitting.date)).collect();
        let digits = |value: f64| number(lang, value, usize::from(value.fract() != 0.0));
        let score = |sitting: &super::Sitting| sitting.score(main).and_then(|one| one.scored.value()).map(digits);
        let values: Vec<String> = sittings.iter().filter_map(|sitting| score(sitting)).collect();
        let (Some(first), Some(last)) = (values.first(), values.last()) else { continue };
        let title = instrument.title.get(lang);
        let direction = match instrument.higher_is_better {
            Some(true) => words::measures::higher(lang),
            Some(false) => words::measures::lower(lang),
            None => words::measures::no_direction(lang),
        };
        let course = w::outcome_course(lang, values.len(), title, first, last);
        out.push(Part::Line(format!("{course} {direction}")));
        if sittings.iter().skip(1).any(|sitting| sitting.breaks) {
            out.push(Part::Line(w::breaks(lang).to_owned()));
        }
        let row = |sitting: &&super::Sitting| {
            let text = score(sitting).unwrap_or_else(|| words::person::not_enough(lang).to_owned());
            vec![date_long(lang, sitting.date), text]
        };
        let columns = vec![w::col_day(lang).to_owned(), title.to_owned()];
        out.push(Part::Table(PartTable { columns, rows: sittings.iter().map(row).collect() }));
    }
    if !out.is_empty() {
        out.push(Part::Line(w::outcome_limits(lang).to_owned()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        alliance::{
            measures::measures,
            tests::people::{answered, person},
        },
        care::{AnsweredHow, Record},
        instrument::{Answer, AnswerSet, catalogue},
    };

    fn table(parts: &[Part]) -> Vec<&PartTable> {
        let mut out = Vec::new();
        for part in parts {
            if let Part::Table(table) = part {
                out.push(table);
            }
        }
        out
    }

    fn line(parts: &[Part], at: usize) -> &str {
        match &parts[at] {
            Part::Line(text) => text,
            other => panic!("no line: {other:?}"),
        }
    }

    #[test]
    fn the_alliance_is_told_with_its_limits_and_every_session() {
        let one = person(&[
            (answered(2.0, 12), AnsweredHow::Tablet),
            (answered(4.0, 3), AnsweredHow::Tablet),
            (answered(4.0, 12), AnsweredHow::Paper),
        ]);
        let parts = alliance(&Course::of(&one, None), |_| true, Lang::En);
        assert_eq!(line(&parts, 0), "The Alliance Scale was answered 2 times: 2.0 of 5 at first, 4.0 at the end.");
        assert_eq!(line(&parts, 1), w::alliance_limits(Lang::En));
        assert_eq!(line(&parts, 2), w::breaks(Lang::En));
        let table = table(&parts)[0];
        assert_eq!((table.columns.len(), table.rows.len()), (5, 3));
        assert!(table.rows.iter().all(|row| row.len() == 5));
        assert_eq!(table.rows[0][4], "2.0");
        assert_eq!(table.rows[1][4], words::person::not_enough(Lang::En));
        // Days that belong to another episode are not told.
        let last = one.sessions[2].date;
        let parts = alliance(&Course::of(&one, None), |day| day == last, Lang::Es);
        assert_eq!(line(&parts, 0), "La Escala de Alianza se contestó una vez: 4,0 de 5.");
        assert!(alliance(&Course::of(&one, None), |_| false, Lang::En).is_empty());
    }

    #[test]
    fn other_measures_are_told_and_what_is_no_course_is_not() {
        let wellbeing = catalogue::newest("attune-wellbeing-check").unwrap();
        let set = |value: f64| -> AnswerSet {
            wellbeing.questions().iter().map(|item| (item.id.as_str(), Answer::Value(value))).collect()
        };
        let mut one = person(&[(set(3.0), AnsweredHow::Tablet), (set(7.0), AnsweredHow::Tablet)]);
        for session in &mut one.sessions {
            session.entries[0].given.instrument = wellbeing.reference.clone();
        }
        let record = Record::new();
        let parts = outcome(&measures(&one, record.shelf()), |_| true, Lang::En);
        assert!(line(&parts, 0).starts_with("Wellbeing Check: answered 2 times, "), "{}", line(&parts, 0));
        assert_eq!(table(&parts)[0].rows.len(), 2);
        assert_eq!(line(&parts, 2), w::outcome_limits(Lang::En));
        for session in &mut one.sessions {
            session.entries[0].given.instrument = catalogue::newest("attune-first-visit").unwrap().reference.clone();
        }
        assert!(outcome(&measures(&one, record.shelf()), |_| true, Lang::En).is_empty());
    }
}
