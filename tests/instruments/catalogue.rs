//! Attune's own questionnaires hold together, and both sides' forms lie parallel.

use std::collections::BTreeSet;

use attune::{
    instrument::{
        Answer, AnswerSet, Flow, Instrument, Kind, Plan, Respondent, catalogue, check,
        risk::{left_open, raised},
        scoring::{MissingRule, Score, score_named, score_range},
    },
    words::Lang,
};

fn newest(id: &str) -> &'static Instrument {
    catalogue::newest(id).unwrap_or_else(|| panic!("no {id}"))
}

fn asked(id: &str, answers: &[(&str, Answer)]) -> BTreeSet<String> {
    let answers: AnswerSet = answers.iter().cloned().collect();
    Flow::of(newest(id), &answers).questions().iter().map(|item| item.id.clone()).collect()
}

#[test]
fn each_is_whole_in_both_languages_and_original() {
    let ids: Vec<&str> = catalogue::own().map(|own| own.reference.id.as_str()).collect();
    let expected = [
        "attune-alliance-scale",
        "attune-alliance-scale-therapist",
        "attune-session-check-in",
        "attune-wellbeing-check",
        "attune-medicine-and-trust",
        "attune-first-visit",
        "attune-working-agreement",
        "attune-working-agreement-therapist",
        "attune-ending-questions",
    ];
    assert_eq!(ids, expected);
    for own in catalogue::own() {
        let id = &own.reference.id;
        assert_eq!(check(own), [], "{id}");
        assert!(Lang::ALL.iter().all(|lang| own.speaks(*lang)) && !own.lacks_wording(), "{id}");
        assert!(
            own.scales
                .iter()
                .all(|scale| Lang::ALL.iter().all(|l| scale.name.is_empty() || scale.name.exact(*l).is_some()))
        );
        assert_eq!((own.licence.name.as_str(), own.normed), ("CC BY 4.0", false), "{id}");
        assert!(own.licence.terms.is_empty() && own.risk_items.is_some() && own.unconfirmed.is_empty(), "{id}");
        assert_eq!(own.respondent == Respondent::Therapist, id.ends_with("-therapist"), "{id}");
        let names: BTreeSet<&String> = own.walk().iter().map(|item| &item.id).collect();
        assert_eq!(names.len(), own.walk().len(), "{id}");
    }
}

#[test]
fn scales_are_made_of_what_is_there_and_have_a_missing_rule() {
    for own in catalogue::own() {
        for scale in &own.scales {
            let at = format!("{} {}", own.reference.id, scale.id);
            assert!(score_range(own, scale).is_some_and(|(low, high)| low < high), "{at}");
            assert!(scale.may_miss.is_some_and(|may_miss| may_miss < scale.items.len()), "{at}");
            let ranges: BTreeSet<String> =
                scale.items.iter().map(|item| format!("{:?}", own.item_range(own.item(item).unwrap()))).collect();
            assert_eq!(ranges.len(), 1, "{at}: a mean of answers on different ranges");
        }
        // A questionnaire has a direction, or each of its scales that has one says so itself.
        let preferences = ["directiveness", "intensity", "past", "warmth"];
        let undirected = own.scales.iter().filter(|scale| scale.higher_is_better.or(own.higher_is_better).is_none());
        assert!(undirected.into_iter().all(|scale| preferences.contains(&scale.id.as_str())), "{}", own.reference.id);
    }
}

#[test]
fn both_sides_forms_lie_parallel() {
    for (patient, therapist) in [
        ("attune-alliance-scale", "attune-alliance-scale-therapist"),
        ("attune-working-agreement", "attune-working-agreement-therapist"),
    ] {
        assert_eq!(catalogue::other_side(patient), Some(therapist));
        assert_eq!(catalogue::other_side(therapist), Some(patient));
        let (patient, therapist) = (newest(patient), newest(therapist));
        assert_eq!(patient.scales, therapist.scales);
        let values = |own: &Instrument| own.options.iter().map(|option| option.value).collect::<Vec<_>>();
        assert_eq!(values(patient), values(therapist));
        assert_eq!(patient.walk().len(), therapist.walk().len());
        for (one, other) in patient.walk().into_iter().zip(therapist.walk()) {
            assert_eq!(
                (&one.id, &one.when, one.page, one.reversed),
                (&other.id, &other.when, other.page, other.reversed)
            );
            assert_eq!(std::mem::discriminant(&one.kind), std::mem::discriminant(&other.kind), "{}", one.id);
            let values = |item: &attune::instrument::Item| {
                item.kind.own_options().unwrap_or_default().iter().map(|option| option.value).collect::<Vec<_>>()
            };
            assert_eq!(values(one), values(other), "{}", one.id);
            assert_eq!(one.kind.bounds(), other.kind.bounds(), "{}", one.id);
        }
    }
    assert_eq!(catalogue::other_side("attune-wellbeing-check"), None);
}

#[test]
fn the_sliders_of_each_session_are_four_places_from_nothing_to_ten() {
    for id in ["attune-session-check-in", "attune-wellbeing-check"] {
        let own = newest(id);
        assert_eq!(own.items.len(), 4);
        for item in &own.items {
            let Kind::Slider(slider) = &item.kind else { panic!("{id} {}", item.id) };
            assert_eq!((slider.min, slider.max, slider.step), (0.0, 10.0, 1.0));
            assert!(
                Lang::ALL.iter().all(|lang| slider.low.exact(*lang).is_some() && slider.high.exact(*lang).is_some())
            );
        }
        let marks = [4.0, 7.0, 10.0];
        let three: AnswerSet =
            own.items.iter().zip(marks).map(|(item, mark)| (item.id.clone(), Answer::Value(mark))).collect();
        let total = score_named(own, "total", &three, MissingRule::ByScale);
        assert_eq!(total, Some(Score::Prorated { value: 7.0, missing: 1 }));
        assert_eq!(own.higher_is_better, Some(true));
    }
}

#[test]
fn without_a_medicine_one_question_is_enough() {
    let id = "attune-medicine-and-trust";
    let only = BTreeSet::from(["prescribed".to_owned()]);
    assert_eq!(asked(id, &[]), only);
    assert_eq!(asked(id, &[("prescribed", Answer::Value(0.0))]), only);
    let with = asked(id, &[("prescribed", Answer::Value(1.0))]);
    assert_eq!(with.len(), 11);
    assert!(!with.contains("effects-told"));
    let effects = asked(id, &[("prescribed", Answer::Value(1.0)), ("effects", Answer::Value(1.0))]);
    assert!(effects.contains("effects-told") && effects.contains("effects-what"));
}

#[test]
fn the_first_visit_asks_only_what_follows_and_words_of_safety_come_first_and_last() {
    let id = "attune-first-visit";
    let (none, much) = (
        asked(id, &[]),
        asked(
            id,
            &[("kind", Answer::Value(3.0)), ("tried", Answer::Many(vec![1.0, 3.0])), ("therapy", Answer::Value(1.0))],
        ),
    );
    let more: Vec<&String> = much.difference(&none).collect();
    assert_eq!(more, ["change", "long", "therapy-bad", "therapy-good", "tried-result"]);
    assert!(!asked(id, &[("tried", Answer::Many(vec![0.0]))]).contains("tried-result"));
    let own = newest(id);
    let all = own.walk();
    let place = |id: &str| all.iter().position(|item| item.id == id).unwrap();
    assert!(own.items.iter().all(|item| matches!(item.kind, Kind::Group) && item.page));
    assert_eq!((place("welcome"), place("close")), (1, all.len() - 1));
    assert!(["welcome", "safety-note", "close"].iter().all(|id| matches!(own.item(id).unwrap().kind, Kind::Display)));
    assert_eq!(place("self-harm"), place("safety-note") + 1);
    assert!(place("harmed") < place("hopes"));
}

#[test]
fn any_answer_but_no_on_safety_is_raised_and_an_open_one_is_named() {
    let own = newest("attune-first-visit");
    assert_eq!(own.risk_items.as_deref(), Some(&["self-harm".to_owned(), "harmed".to_owned()][..]));
    for item in ["self-harm", "harmed"] {
        for option in &own.options {
            let answers: AnswerSet = [(item, Answer::Value(option.value))].into_iter().collect();
            assert_eq!(raised(own, &answers).len(), usize::from(option.value > 0.0), "{item} {}", option.value);
            assert_eq!(left_open(own, &answers).len(), 1);
        }
    }
}

#[test]
fn preferences_run_between_two_opposites_on_the_four_dimensions() {
    let own = newest("attune-first-visit");
    for (id, items) in [
        ("directiveness", ["lead-1", "lead-2"]),
        ("intensity", ["feel-1", "feel-2"]),
        ("past", ["past-1", "past-2"]),
        ("warmth", ["warm-1", "warm-2"]),
    ] {
        let scale = own.scale(id).unwrap();
        assert_eq!((&scale.items[..], scale.higher_is_better), (&items.map(str::to_owned)[..], None));
        assert_eq!(score_range(own, scale), Some((-3.0, 3.0)));
    }
}

#[test]
fn the_agreement_is_made_first_and_looked_at_midway() {
    for id in ["attune-working-agreement", "attune-working-agreement-therapist"] {
        let first = asked(id, &[("moment", Answer::Value(1.0))]);
        let midway = asked(id, &[("moment", Answer::Value(2.0))]);
        assert_eq!(asked(id, &[]), first);
        assert_eq!(first.intersection(&midway).collect::<Vec<_>>(), ["moment"]);
        let kept = newest(id).scale("kept").unwrap();
        assert!(kept.items.iter().all(|item| midway.contains(item)));
    }
}

#[test]
fn the_ending_asks_about_the_match_only_where_it_failed() {
    let id = "attune-ending-questions";
    let reasons = |values: &[f64]| asked(id, &[("reasons", Answer::Many(values.to_vec()))]);
    assert!(!reasons(&[1.0, 6.0]).contains("match"));
    assert!(reasons(&[3.0]).contains("match") && reasons(&[1.0, 4.0]).contains("match"));
    assert!(reasons(&[10.0]).contains("reasons-else"));
    assert!(asked(id, &[("contact", Answer::Value(1.0))]).contains("contact-how"));
}

#[test]
fn the_plan_asks_what_the_catalogue_has() {
    for step in Plan::default().0 {
        assert_eq!(newest(&step.instrument).respondent, Respondent::Patient);
    }
}
