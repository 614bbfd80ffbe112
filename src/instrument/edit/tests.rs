//! What editing keeps, and that no sequence of changes can end in a panic or in a fault without a name.

use proptest::prelude::*;

use super::{super::*, *};
use crate::words::Lang;

fn scale() -> Instrument {
    copy(catalogue::alliance_scale().unwrap(), [7; 16]).unwrap()
}

fn ids(instrument: &Instrument) -> Vec<String> {
    instrument.walk().iter().map(|item| item.id.clone()).collect()
}

#[test]
fn a_copy_is_ones_own_and_loses_what_holds_for_the_original_only() {
    let mut original = catalogue::alliance_scale().unwrap().clone();
    original.normed = true;
    assert_eq!(may_alter(&original), Err(Refused::Catalogue));
    let made = copy(&original, [0xab; 16]).unwrap();
    assert_eq!(made.reference, InstrumentRef { id: format!("own-{}", "ab".repeat(16)), version: 1 });
    assert_eq!(made.provenance, Provenance::Own { from: Some(original.reference.clone()) });
    assert!(!made.normed && made.figures.is_empty() && may_alter(&made).is_ok() && may_translate(&made).is_ok());
    assert_eq!(made.items, original.items);
}

#[test]
fn what_forbids_derivatives_is_neither_copied_nor_altered_nor_translated() {
    let mut fixed = scale();
    fixed.licence.no_derivatives = true;
    assert_eq!(copy(&fixed, [1; 16]), Err(Refused::NoDerivatives));
    assert_eq!((may_alter(&fixed), may_translate(&fixed)), (Err(Refused::NoDerivatives), Err(Refused::NoDerivatives)));
    for lang in Lang::ALL {
        assert_ne!(Refused::NoDerivatives.say(lang), Refused::Catalogue.say(lang));
    }
}

#[test]
fn a_used_version_stays_and_an_unused_one_is_replaced() {
    let newest = InstrumentRef { id: scale().reference.id, version: 4 };
    assert_eq!(to_save(scale(), None, false).reference.version, 1);
    assert_eq!(to_save(scale(), Some(&newest), false).reference.version, 4);
    assert_eq!(to_save(scale(), Some(&newest), true).reference.version, 5);
}

#[test]
fn what_is_given_again_is_known_again_and_a_change_is_seen() {
    let given = scale();
    let mut kept = given.clone();
    kept.reference.version = 3;
    kept.risk_items = Some(Vec::new());
    apply(&mut kept, Edit::Text(Place::Title, "fr".to_owned(), "Titre".to_owned()));
    let mut open = given.clone();
    open.risk_items = None;
    open.higher_is_better = None;
    open.scales[0].may_miss = None;
    assert!(same_content(&kept, &open));
    let mut other = given.clone();
    apply(&mut other, Edit::Text(Place::Title, "en".to_owned(), "Another".to_owned()));
    assert!(!same_content(&kept, &other));
    let mut fewer = given;
    fewer.items.pop();
    assert!(!same_content(&kept, &fewer));
}

#[test]
fn items_are_added_moved_and_taken_out() {
    let mut made = new_empty([1; 16], "en");
    assert_eq!(check(&made), [Fault::NoQuestions]);
    assert_eq!(apply(&mut made, Edit::Add(None)).as_deref(), Some("q1"));
    assert_eq!(apply(&mut made, Edit::Add(None)).as_deref(), Some("q2"));
    assert_eq!(apply(&mut made, Edit::Add(Some("q1".to_owned()))).as_deref(), Some("q3"));
    assert_eq!(ids(&made), ["q1", "q3", "q2"]);
    let mut step = |id: &str, direction| apply(&mut made, Edit::Move(id.to_owned(), direction));
    step("q2", Direction::Up);
    step("q2", Direction::Up);
    step("q2", Direction::Up);
    step("q1", Direction::In);
    step("q3", Direction::In);
    step("q3", Direction::Down);
    assert_eq!(ids(&made), ["q2", "q1", "q3"]);
    assert_eq!(made.items.len(), 1);
    apply(&mut made, Edit::Move("q1".to_owned(), Direction::Out));
    assert_eq!((ids(&made), made.items.len()), (vec!["q2".to_owned(), "q3".to_owned(), "q1".to_owned()], 2));
    apply(&mut made, Edit::Remove("q2".to_owned()));
    assert_eq!(ids(&made), ["q1"]);
}

#[test]
fn what_is_taken_out_leaves_scales_and_risk_but_a_condition_on_it_becomes_a_fault() {
    let mut made = scale();
    made.risk_items = Some(vec!["goal-1".to_owned()]);
    let rule = Rule { item: "goal-1".to_owned(), test: Test::Answered(true) };
    apply(&mut made, Edit::When("bond-1".to_owned(), Some(Condition::All(vec![rule]))));
    apply(&mut made, Edit::Remove("goal-1".to_owned()));
    assert!(made.scales.iter().all(|scale| !scale.items.contains(&"goal-1".to_owned())));
    assert_eq!(made.risk_items, Some(Vec::new()));
    let fault = Fault::NoSuchItem { item: "bond-1".to_owned(), other: "goal-1".to_owned() };
    assert_eq!(check(&made), [fault]);
}

#[test]
fn lines_become_options_and_keep_what_they_had() {
    let mut made = new_empty([1; 16], "en");
    let mut lines = |tag: &str, text: &str| {
        apply(&mut made, Edit::Options(None, tag.to_owned(), text.to_owned()));
        made.options.clone()
    };
    lines("en", "Never\nOften\n\n 5 = Always");
    let options = lines("es", "0 = Nunca\nA menudo\nSiempre");
    let read = |options: &[Choice]| -> Vec<(f64, Option<f64>, String)> {
        options.iter().map(|o| (o.value, o.weight(), o.text.iter().map(|(_, text)| text).collect())).collect()
    };
    let some = |value: f64, text: &str| (value, Some(value), text.to_owned());
    assert_eq!(read(&options), [some(0.0, "NeverNunca"), some(1.0, "OftenA menudo"), some(5.0, "AlwaysSiempre")]);
    // Taking one out leaves the others their translations; a number that is in use becomes a weight.
    let options = lines("en", "0 = Never\n5 = Always\n5 = Every time");
    assert_eq!(options.len(), 3);
    assert_eq!(options[1].text.tagged("es"), Some("Siempre"));
    assert_eq!((options[2].weight(), options[2].value == options[1].value), (Some(5.0), false));
    assert_eq!(lines_of(&options, "en"), "0 = Never\n5 = Always\n5 = Every time");
    assert_eq!(lines("en", &lines_of(&options, "en")), options);
}

#[test]
fn a_form_keeps_the_options_it_can() {
    let mut made = scale();
    let id = made.items[0].id.clone();
    apply(&mut made, Edit::Form(id.clone(), Form::Multi));
    assert_eq!(made.items[0].kind.own_options().unwrap(), made.options);
    for form in Form::ALL {
        apply(&mut made, Edit::Form(id.clone(), form));
        let shown = Form::of(&made.items[0]);
        // Options of one's own that are none are the shared ones.
        assert!(shown == form || (form == Form::Choice && shown == Form::Shared), "{form:?} {shown:?}");
    }
}

#[test]
fn every_text_has_a_place_and_a_translation_fills_it() {
    let mut made = scale();
    let all = places(&made);
    let count = made.items.len() + made.options.len() + 2;
    assert!(all.len() >= count, "{} places", all.len());
    for place in &all {
        apply(&mut made, Edit::Text(place.clone(), "xx".to_owned(), "words".to_owned()));
        assert_eq!(text(&made, place).unwrap().tagged("xx"), Some("words"), "{place:?}");
    }
}

/// Names that are there, that come to be there, and that are not.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("goal-1"),
        Just("bond-1"),
        Just("q1"),
        Just("q2"),
        Just("q3"),
        Just("total"),
        Just("s1"),
        Just("?")
    ]
    .prop_map(str::to_owned)
}

/// Numbers that JSON keeps to the last bit.
fn number() -> impl Strategy<Value = f64> {
    (-40_i32..40).prop_map(|eighths| f64::from(eighths) / 8.0)
}

fn condition() -> impl Strategy<Value = Option<Condition>> {
    let rule = (name(), number(), 0..4_u8).prop_map(|(item, number, which)| {
        let test = match which {
            0 => Test::Answered(number > 0.0),
            1 => Test::Equal(Operand::Number(number)),
            2 => Test::Less(Operand::Text(number.to_string())),
            _ => Test::AtLeast(Operand::Number(number)),
        };
        Rule { item, test }
    });
    proptest::option::of(proptest::collection::vec(rule, 0..3).prop_map(Condition::Any))
}

fn edit() -> impl Strategy<Value = Edit> {
    let direction = prop_oneof![Just(Direction::Up), Just(Direction::Down), Just(Direction::In), Just(Direction::Out)];
    let form = (0..Form::ALL.len()).prop_map(|at| Form::ALL[at]);
    let end = prop_oneof![Just(End::Min), Just(End::Max), Just(End::Step)];
    let flag = prop_oneof![Just(Flag::Reversed), Just(Flag::Required), Just(Flag::Page), Just(Flag::Risk)];
    prop_oneof![
        proptest::option::of(name()).prop_map(Edit::Add),
        proptest::option::of(name()).prop_map(Edit::Add),
        name().prop_map(Edit::Remove),
        (name(), direction.clone()).prop_map(|(id, direction)| Edit::Move(id, direction)),
        (name(), direction).prop_map(|(id, direction)| Edit::Move(id, direction)),
        (name(), form).prop_map(|(id, form)| Edit::Form(id, form)),
        (proptest::option::of(name()), "[0-9=a\n-]{0,12}").prop_map(|(id, lines)| Edit::Options(
            id,
            "en".to_owned(),
            lines
        )),
        (name(), end, proptest::option::of(number())).prop_map(|(id, end, value)| Edit::End(id, end, value)),
        (name(), flag, any::<bool>()).prop_map(|(id, flag, on)| Edit::Flag(id, flag, on)),
        (name(), condition()).prop_map(|(id, when)| Edit::When(id, when)),
        (name(), name(), any::<bool>()).prop_map(|(scale, item, on)| Edit::Member(scale, item, on)),
        Just(Edit::AddScale),
        name().prop_map(Edit::RemoveScale),
        (name(), 0..4_usize, ".{0,4}").prop_map(|(id, at, text)| Edit::Text(
            Place::Option(id, at),
            "es".to_owned(),
            text
        )),
        (name(), "\\PC{0,6}").prop_map(|(id, text)| Edit::Text(Place::Item(id), "en".to_owned(), text)),
    ]
}

/// Whatever a fault says is wrong with an item, scale or option: the name it gives.
fn names_of(fault: &Fault) -> Vec<&String> {
    match fault {
        Fault::NoQuestions | Fault::TooMany | Fault::TooDeep => Vec::new(),
        Fault::SameName(name)
        | Fault::NoOptions(name)
        | Fault::SameValue(name)
        | Fault::Ends(name)
        | Fault::RiskItem(name) => vec![name],
        Fault::NoSuchItem { item, other } => vec![item, other],
        Fault::ScaleItem { scale, item } => vec![scale, item],
        Fault::Circle(names) => names.iter().collect(),
    }
}

proptest! {
    #[test]
    fn any_edits_leave_a_questionnaire_that_works_or_names_its_faults(
        edits in proptest::collection::vec(edit(), 0..40),
        given in proptest::collection::vec((name(), number()), 0..4),
    ) {
        let mut made = scale();
        for edit in edits {
            apply(&mut made, edit);
        }
        let faults = check(&made);
        for fault in &faults {
            for lang in Lang::ALL {
                let said = fault.say(lang);
                prop_assert!(names_of(fault).into_iter().all(|name| said.contains(name.as_str())), "{}", said);
            }
        }
        // No name is given twice, whatever was done.
        let mut names = ids(&made);
        names.sort();
        names.dedup();
        prop_assert_eq!(names.len(), made.walk().len());
        let answers: AnswerSet = given.into_iter().map(|(id, value)| (id, Answer::Value(value))).collect();
        let flow = Flow::of(&made, &answers);
        prop_assert!(flow.items().count() <= made.walk().len());
        for scale in &made.scales {
            let score = scoring::score(&made, scale, &answers, scoring::MissingRule::ByScale);
            prop_assert!(scale.may_miss.is_some() || score == scoring::Score::Unconfirmed);
        }
        let kept = serde_json::to_string(&made).unwrap();
        prop_assert_eq!(serde_json::from_str::<Instrument>(&kept).unwrap(), made);
    }
}
