//! Rows typed from paper forms.

use attune::{
    instrument::{
        Answer, Instrument, catalogue,
        paper::{PaperError, parse, questions},
        templates::find,
    },
    words::Lang,
};
use proptest::prelude::*;
use serde_json::json;

fn values(instrument: &Instrument, row: &str) -> Vec<Option<f64>> {
    let read = parse(instrument, row).unwrap_or_else(|errors| panic!("{row}: {errors:?}"));
    questions(instrument).iter().map(|item| read.answers.value(&item.id)).collect()
}

fn wrong(instrument: &Instrument, row: &str) -> Vec<PaperError> {
    parse(instrument, row).expect_err(row)
}

#[test]
fn digits_close_together_apart_or_in_groups_say_the_same() {
    let phq = find("phq-9").unwrap();
    let expected = [Some(3.0), Some(0.0), None, Some(1.0), Some(2.0), Some(3.0), Some(0.0), None, Some(1.0)];
    for row in
        ["30.1230.1", "3 0 . 1 2 3 0 - 1", "3,0,x,1,2,3,0,X,1", " 30.12 30-1\n", "3;0;.;1;2;3;0;.;1", "30.1 230x 1"]
    {
        assert_eq!(values(phq, row), expected, "{row}");
    }
    let read = parse(phq, "30.1230.1").unwrap();
    assert_eq!((read.sum, read.answered, read.of), (10.0, 7, 9));
    assert_eq!(read.answers.get("3"), Some(&Answer::Skipped));
}

#[test]
fn the_sum_is_that_of_the_paper_before_any_item_is_reversed() {
    let core = find("core-10").unwrap();
    assert!(core.item("2").unwrap().reversed);
    assert_eq!(parse(core, "4444444444").unwrap().sum, 40.0);
}

#[test]
fn slips_are_named_by_their_question() {
    let k6 = find("k6").unwrap();
    assert_eq!(wrong(k6, "01234"), [PaperError::TooFew { at: 6, wanted: 6 }]);
    assert_eq!(wrong(k6, ""), [PaperError::TooFew { at: 1, wanted: 6 }]);
    assert_eq!(wrong(k6, "0123401"), [PaperError::TooMany { found: 7, wanted: 6 }]);
    let outside = |at, typed: &str| PaperError::OutOfRange { at, typed: typed.to_owned(), low: 0.0, high: 4.0 };
    assert_eq!(wrong(k6, "012390"), [outside(5, "9")]);
    // A two-digit number among single ones is one answer and a slip, never two answers.
    assert_eq!(wrong(k6, "3 12 4 0 1 2"), [outside(2, "12")]);
    assert_eq!(wrong(k6, "3 12 4 0 1"), [PaperError::TooFew { at: 6, wanted: 6 }]);
    let not = |at, typed: &str| PaperError::NotANumber { at, typed: typed.to_owned() };
    assert_eq!(wrong(k6, "0 a 1 9 1e0 inf"), [not(2, "a"), outside(4, "9"), not(5, "1e0"), not(6, "inf")]);
    assert_eq!(wrong(k6, "0é1234"), [not(2, "é")]);
    for error in wrong(k6, "0 a 1 9 2 3") {
        for lang in Lang::ALL {
            assert!(error.say(lang).contains(|letter: char| letter.is_ascii_digit()), "{}", error.say(lang));
        }
    }
}

#[test]
fn numbers_below_nothing_and_decimals_are_read() {
    let preferences = find("c-nip").unwrap();
    let row = "-3 -2 \u{2212}1 0 1 2 3 - . x 0 0 0 0 0 0 0 +3";
    let read = values(preferences, row);
    assert_eq!((read[0], read[2], read[7], read[17]), (Some(-3.0), Some(-1.0), None, Some(3.0)));
    let lines = find("srs").unwrap();
    assert_eq!(values(lines, "8.3 9 10 ."), [Some(8.3), Some(9.0), Some(10.0), None]);
    assert_eq!(values(lines, "8,3; 9; 10; 0,5"), [Some(8.3), Some(9.0), Some(10.0), Some(0.5)]);
    assert_eq!(wrong(lines, "8.35 9 10 1"), [PaperError::NotOffered { at: 1, typed: "8.35".to_owned() }]);
    let sliders = catalogue::newest("attune-session-check-in").unwrap();
    assert_eq!(values(sliders, "10 9 8 7"), [Some(10.0), Some(9.0), Some(8.0), Some(7.0)]);
    assert_eq!(values(sliders, "10,9,8,7").len(), 4);
    assert_eq!(wrong(sliders, "9876"), [PaperError::TooFew { at: 2, wanted: 4 }]);
}

fn made(items: &serde_json::Value) -> Instrument {
    let options = json!([
        { "value": 7, "weight": { "of": 0 }, "text": {} }, { "value": 8, "weight": { "of": 2 }, "text": {} },
    ]);
    let text = json!({
        "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {}, "options": options, "items": items,
    });
    serde_json::from_value(text).unwrap()
}

#[test]
fn paper_shows_what_options_count_as_and_an_answer_keeps_their_values() {
    let own = made(&json!([{ "id": "a" }, { "id": "b", "kind": "yes-no" }]));
    let read = parse(&own, "21").unwrap();
    assert_eq!((read.answers.value("a"), read.answers.value("b"), read.sum), (Some(8.0), Some(1.0), 3.0));
    assert_eq!(wrong(&own, "11"), [PaperError::NotOffered { at: 1, typed: "1".to_owned() }]);
    assert_eq!(wrong(&own, "22"), [PaperError::OutOfRange { at: 2, typed: "2".to_owned(), low: 0.0, high: 1.0 }]);
}

#[test]
fn what_was_never_asked_is_not_skipped_and_words_are_not_typed_in_a_row() {
    let own = made(&json!([
        { "id": "a", "kind": "yes-no" },
        { "id": "words", "kind": { "text": {} } },
        { "id": "b", "kind": "yes-no", "when": { "all": [{ "item": "a", "test": { "equal": { "number": 1 } } }] } },
    ]));
    assert_eq!(parse(&own, "0.").unwrap().answers.get("b"), None);
    assert_eq!(parse(&own, "1.").unwrap().answers.get("b"), Some(&Answer::Skipped));
    let only_words = made(&json!([{ "id": "words", "kind": { "text": {} } }]));
    assert_eq!(wrong(&only_words, "1"), [PaperError::NoQuestions]);
    let open = made(&json!([{ "id": "n", "kind": { "number": { "whole": true, "min": 1 } } }]));
    assert_eq!(values(&open, "250"), [Some(250.0)]);
    assert_eq!(wrong(&open, "0"), [PaperError::NotOffered { at: 1, typed: "0".to_owned() }]);
}

proptest! {
    #[test]
    fn any_row_is_read_or_refused(row in "\\PC{0,40}", digits in "[0-9 ,.;x-]{0,60}") {
        for id in ["phq-9", "srs", "c-nip", "ceq"] {
            for row in [&row, &digits] {
                if let Ok(read) = parse(find(id).unwrap(), row) {
                    prop_assert!(read.sum.is_finite() && read.answered <= read.of);
                } else if let Err(errors) = parse(find(id).unwrap(), row) {
                    prop_assert!(!errors.is_empty());
                }
            }
        }
    }

    #[test]
    fn what_is_typed_is_what_is_kept(values in proptest::collection::vec(proptest::option::of(0_u8..=3), 9)) {
        let typed: Vec<String> = values.iter().map(|value| value.map_or(".".to_owned(), |value| value.to_string())).collect();
        let phq = find("phq-9").unwrap();
        for row in [typed.concat(), typed.join(" "), typed.join(",")] {
            let read = parse(phq, &row).unwrap();
            let sum: u8 = values.iter().flatten().sum();
            prop_assert_eq!(read.sum, f64::from(sum));
            for (item, value) in phq.items.iter().zip(&values) {
                prop_assert_eq!(read.answers.value(&item.id), value.map(f64::from));
            }
        }
    }
}
