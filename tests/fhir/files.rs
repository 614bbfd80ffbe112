//! The files of other projects.

use attune::{
    exchange::fhir::{Problem, Refusal, Severity, What, import, import_response, weighed_response},
    instrument::{
        Answer, Instrument, Kind, Provenance, Weight,
        expressions::compute,
        scoring::{Scored, computed_scores},
    },
    words::Lang,
};

use super::support::{at_least, bytes, file, read};

/// Every file that is read: its items that are neither groups nor mere text, and how many warnings and errors it has.
const READ: [(&str, usize, usize, usize); 16] = [
    ("androidfhir__layout_paginated.json", 21, 3, 0),
    ("asbi__PHQ9.json", 11, 0, 2),
    ("lforms__R4_apgar-with-itemWeight-variable.json", 6, 0, 0),
    ("lforms__R4_calc-weight_phq9-with-the-weight-function.json", 11, 0, 0),
    ("lforms__R4_calc-weight_q-with-contained-valueset-with-itemWeight.json", 4, 1, 0),
    ("lforms__R4_enableWhen-test.R4.json", 71, 2, 0),
    ("lforms__R4_enableWhenExpressionTest.json", 4, 0, 0),
    ("lforms__R4_phq9.json", 11, 0, 0),
    ("lforms__R4_q-enableWhen-with-reference-loop.json", 3, 0, 1),
    ("lforms__R4_q-items-under-repeating-choice-item.json", 8, 6, 0),
    ("lforms__questionnaire-enableWhen-missing-linkId.json", 3, 0, 1),
    ("mhc__WHO5+en-US.json", 5, 0, 0),
    ("mhc__WHO5+es-US.json", 5, 0, 0),
    ("rkonfhir__GAD-7.json", 7, 0, 0),
    ("rkonfhir__SliderExample.json", 1, 0, 0),
    ("uwcirg__CIRG-PHQ-4.json", 5, 0, 0),
];

fn count(instrument: &Instrument) -> usize {
    instrument.walk().iter().filter(|item| !matches!(item.kind, Kind::Group | Kind::Display)).count()
}

#[test]
fn every_file_is_read_or_refused_for_the_right_reason() {
    for (name, items, warnings, errors) in READ {
        let imported = read(name);
        let of = |severity| imported.problems.iter().filter(|problem| problem.severity == severity).count();
        let found = (count(&imported.instrument), of(Severity::Warning), of(Severity::Error));
        assert_eq!(found, (items, warnings, errors), "{name}: {:#?}", at_least(&imported.problems, Severity::Warning));
        assert_eq!(imported.instrument.risk_items, None, "{name}: nobody has said which items ask about risk");
    }
    let refused = |name: &str| import(&bytes(name)).unwrap_err();
    assert_eq!(refused("uwcirg__deprecated_GAD-7.json"), Refusal::NotJson { line: 7, column: 7 });
    let response = "lforms__R4_qr-items-under-repeating-choice-item.json";
    assert_eq!(refused(response), Refusal::OtherKind("QuestionnaireResponse".to_owned()));
    let all = std::fs::read_dir(file(""))
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "json"));
    assert_eq!(all.count(), READ.len() + 2, "a file is not tested");
}

#[test]
fn the_missing_item_and_the_loop_are_named() {
    let missing = read("lforms__questionnaire-enableWhen-missing-linkId.json");
    let named = |path: &str, what: What| Problem { path: path.to_owned(), severity: Severity::Error, what };
    assert_eq!(missing.problems, [named("q3", What::NoSuchItem("q11".to_owned()))]);
    assert!(missing.instrument.item("q3").unwrap().when.is_none());
    assert!(missing.instrument.item("q2").unwrap().when.is_some());
    let sentence = missing.problems[0].say(Lang::En);
    assert_eq!(sentence, "q3: Its condition names “q11”, which is not in the file. It is always asked.");
    let circle = read("lforms__R4_q-enableWhen-with-reference-loop.json");
    assert_eq!(circle.problems, [named("item1", What::Circle(vec!["item1".to_owned(), "item3".to_owned()]))]);
}

#[test]
fn expressions_in_another_language_are_named_and_never_computed() {
    let imported = read("asbi__PHQ9.json");
    let total = imported.instrument.item("/44261-6").unwrap();
    assert_eq!(total.calculated.as_deref(), Some("text/cql: ScoreFullPhq9"));
    let scores = scores(&imported.instrument, "phq9-13.json");
    assert!(matches!(scores[..], [(_, Scored::Failed(_))]), "{scores:?}");
}

fn scores(instrument: &Instrument, response: &str) -> Vec<(String, Scored)> {
    let read = bytes(&format!("responses/{response}"));
    let response = weighed_response(instrument, &read).unwrap();
    let (answers, _) = import_response(instrument, &read).unwrap();
    let computed = compute(instrument, &response);
    let over_file = computed_scores(instrument, &computed, &|_| false);
    // The same in the app, where answers alone are kept.
    let over_answers = attune::instrument::scoring::scores(instrument, &answers);
    for (one, other) in over_file.iter().zip(&over_answers) {
        assert_eq!(one.scored.value(), other.scored.value(), "{}", one.id);
    }
    over_file.into_iter().map(|one| (one.id, one.scored)).collect()
}

#[test]
fn scores_of_responses_made_by_hand_are_right() {
    let phq9 = "lforms__R4_phq9.json";
    let weights = "lforms__R4_calc-weight_phq9-with-the-weight-function.json";
    let apgar = "lforms__R4_apgar-with-itemWeight-variable.json";
    let set = "lforms__R4_calc-weight_q-with-contained-valueset-with-itemWeight.json";
    for (questionnaire, response, expected) in [
        (phq9, "phq9-27.json", Some(27.0)),
        (phq9, "phq9-0.json", Some(0.0)),
        (phq9, "phq9-13.json", Some(13.0)),
        (phq9, "phq9-partial-6.json", Some(6.0)),
        (phq9, "phq9-none.json", None),
        (weights, "phq9-27.json", Some(27.0)),
        (weights, "phq9-0.json", Some(0.0)),
        (weights, "phq9-13.json", Some(13.0)),
        (weights, "phq9-partial-6.json", Some(6.0)),
        (apgar, "apgar-10.json", Some(10.0)),
        (apgar, "apgar-7.json", Some(7.0)),
        (apgar, "apgar-0.json", Some(0.0)),
        (apgar, "apgar-partial.json", None),
        (set, "value-set-12.json", Some(12.0)),
    ] {
        let scores = scores(&read(questionnaire).instrument, response);
        let values: Vec<Option<f64>> = scores.iter().map(|(_, scored)| scored.value()).collect();
        assert_eq!(values, [expected], "{questionnaire} {response}: {scores:?}");
    }
}

#[test]
fn a_response_of_another_system_is_read_and_what_is_not_taken_is_named() {
    let imported = read("lforms__R4_q-items-under-repeating-choice-item.json");
    let read = bytes("lforms__R4_qr-items-under-repeating-choice-item.json");
    let (answers, problems) = import_response(&imported.instrument, &read).unwrap();
    let value = |name: &str| answers.get(name).cloned();
    assert_eq!(value("/choice"), Some(Answer::Many(vec![0.0, 1.0])));
    assert_eq!(value("/choice/st"), Some(Answer::Text("a".to_owned())));
    assert_eq!(value("/choice/int"), Some(Answer::Value(1.0)));
    assert_eq!(value("/choice/group/int"), Some(Answer::Value(3.0)));
    let first_only = |problem: &Problem| problem.what == What::FirstOnly && problem.severity == Severity::Warning;
    assert!(problems.iter().all(first_only), "{problems:?}");
    assert_eq!(problems.len(), 6);
}

#[test]
fn options_weights_languages_and_sliders_are_what_the_files_say() {
    let gad = read("rkonfhir__GAD-7.json").instrument;
    let Kind::Choice { options, .. } = &gad.questions()[0].kind else { panic!("a choice") };
    let seen: Vec<_> = options.iter().map(|option| (option.value, option.weight, option.text.get(Lang::En))).collect();
    assert_eq!(seen[3], (3.0, Weight::Itself, "Nearly every day"));
    assert_eq!(options[3].code, "http://biodesign.stanford.edu/fhir/uv/sdc/CodeSystem/CSGAD7|Nearly every day");
    assert_eq!((gad.language.as_str(), gad.title.tagged("en")), ("en", Some("Generalized Anxiety Disorder - 7")));
    assert!(gad.reference.id.starts_with("gad-7-") && gad.reference.id.len() == 14, "{}", gad.reference.id);
    let url = "http://biodesign.stanford.edu/fhir/questionnaire/GAD-7".to_owned();
    assert_eq!(gad.provenance, Provenance::Imported { url, version: String::new() });

    let who = read("mhc__WHO5+es-US.json").instrument;
    assert!(who.speaks(Lang::Es) && !who.speaks(Lang::En));
    assert!(who.items[0].page && who.items[0].kind == Kind::Group);
    let unweighed = |option: &attune::instrument::Choice| option.weight == Weight::Absent;
    assert!(who.questions()[0].kind.own_options().unwrap().iter().all(unweighed));

    let slider = read("rkonfhir__SliderExample.json").instrument;
    let Kind::Slider(slider) = &slider.items[0].kind else { panic!("a slider") };
    assert_eq!((slider.min, slider.max, slider.step), (0.0, 10.0, 1.0));

    let phq4 = read("uwcirg__CIRG-PHQ-4.json").instrument;
    let introduction = phq4.item("introduction").unwrap();
    assert_eq!(
        introduction.text.tagged("und"),
        Some("Over the past 2 weeks, have you been bothered by these problems?")
    );
    assert!(phq4.item("/70272-0").unwrap().help.tagged("und").is_some_and(|help| help.starts_with("The PHQ-4")));
    assert!(phq4.licence.terms.tagged("und").is_some_and(|terms| terms.contains("Pfizer")));

    let paged = read("androidfhir__layout_paginated.json").instrument;
    assert_eq!(paged.item("1.2").unwrap().text.tagged("und"), Some("First Name"));
    assert_eq!(paged.item("3.2").unwrap().text.tagged("und"), Some("House number and street"));
    assert_eq!(paged.items.iter().filter(|item| item.page).count(), 10);
}
