//! Texts and trees that mean harm, and texts that mean nothing.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::Expression;
use super::{over, response, value};

const TOO_LONG: &str = "The expression takes too long.";

#[test]
fn brackets_within_brackets_are_refused_and_chains_are_not() {
    let nested = |count: usize, open: &str, close: &str| value(&(open.repeat(count) + "1" + &close.repeat(count)));
    assert_eq!(nested(60, "(", ")"), "1");
    for (open, close) in
        [("(", ")"), ("-", ""), ("iif(true, ", ")"), ("1 + (", ")"), ("item[", "]"), ("{}.where(1 is Any = ", ")")]
    {
        for count in [100, 3000] {
            let result = nested(count, open, close);
            assert!(result.starts_with("The expression is nested too deeply."), "{open}: {result}");
        }
    }
    assert!(value(&"(".repeat(60_000)).starts_with("The expression is nested too deeply."));
    assert!(value(&"1 is Integer = ".repeat(4000)).starts_with("Here a value"));
    assert_eq!(value(&format!("1{}", " + 1".repeat(10_000))), "10001");
    assert_eq!(value(&format!("item{}", ".item".repeat(10_000))), "");
    assert_eq!(value(&format!("{{}}{}", "[0]".repeat(10_000))), "");
    assert_eq!(value(&format!("1{}", " is Any".repeat(5000))), "true");
    assert!(value(&format!("1{}", " + 1 is Any".repeat(5000))).starts_with("The expression is nested too deeply."));
    assert_eq!(value(&" ".repeat(70_000)), "The expression is too long. (at character 1)");
}

#[test]
fn the_deepest_expressions_fit_into_the_stack_of_a_browser() {
    // A megabyte, of which the rest of the app has a half. These are built with larger frames than a release.
    let deepest = || {
        for (open, close) in [
            ("(", ")"),
            ("-", ""),
            ("iif(true, ", ")"),
            ("1.select(", ")"),
            ("1.repeat(", ")"),
            ("false or 1 = (", ")"),
            ("1.where(1 is Any = ", ")"),
        ] {
            let text = |count: usize| open.repeat(count) + "1" + &close.repeat(count);
            let count = (1..100).take_while(|count| Expression::parse(&text(*count)).is_ok()).last().expect("some");
            assert!(count >= 20, "{open} {count}");
            let result = value(&text(count));
            // Repeating within repeating doubles with each level.
            let endless = open == "1.repeat(" && result == TOO_LONG;
            assert!(endless || matches!(&*result, "" | "1" | "-1" | "true" | "false"), "{open} {result}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(512 * 1024).spawn(deepest).expect("a thread");
    thread.join().expect("fits");
}

#[test]
fn a_long_questionnaire_is_no_hostile_one() {
    let items: Vec<Value> =
        (0..1000).map(|n| json!({ "linkId": n.to_string(), "answer": [{ "valueInteger": 1 }] })).collect();
    let response = json!({ "item": items });
    assert_eq!(over(&response, None, "repeat(item).answer.value.sum()"), "1000");
    assert_eq!(over(&response, None, "item.where(linkId = '999').answer.value"), "1");
}

#[test]
fn what_never_ends_ends_in_an_error() {
    let many = (1..200).map(|n| n.to_string()).collect::<Vec<_>>().join(" | ");
    for text in [
        "1.repeat($this + 1)".to_owned(),
        "'a'.repeat($this & 'a')".to_owned(),
        "1.repeat(($this * 2) | ($this * 2 + 1))".to_owned(),
        format!("({many}).aggregate($total & $total, 'long')"),
        format!("({many}).aggregate($total.combine($total), 1)"),
        format!("({many}).select(%resource.item.descendants()).select(%resource.item.descendants()).descendants()"),
        format!("({many}).aggregate($total.replace('a', 'aaaaaaaaaaaaaaaa'), 'a')"),
        format!("({many}).aggregate($total.replace('', $total), 'ab')"),
    ] {
        assert_eq!(value(&text), TOO_LONG, "{text:.60}");
    }
    assert_eq!(value("%resource.repeat($this).count()"), "1");
}

#[test]
fn numbers_beyond_all_bounds() {
    let large = "9".repeat(400);
    assert!(value(&large).starts_with("The number is too large."));
    assert!(value(&format!("{large}.0")).starts_with("The number is too large."));
    for text in ["1000.exp()", "10.0.power(400)", "(10.0.power(300) * 10.0.power(300))", "10.0.power(30).floor()"] {
        assert_eq!(value(text), "A number is too large, or a date outside the calendar.", "{text}");
    }
    assert_eq!(over(&json!({ "a": 18_446_744_073_709_551_615_u64 }), None, "a > 1"), "true");
    assert!(serde_json::from_str::<Value>("1e400").is_err());
}

#[test]
fn trees_that_are_no_fhir() {
    let odd = json!({ "item": [[1], null, 3, { "linkId": 7 }, "x"], "value": {}, "_value": 4, "": { "": 1 }, "_": {} });
    assert_eq!(over(&odd, None, "item.count()"), "3");
    assert_eq!(over(&odd, None, "item.weight()"), "");
    assert_eq!(over(&odd, None, "``"), "{\"\":1}");
    assert_eq!(over(&json!(5), None, "item | $this"), "5");
    let mut deep = json!(1);
    for _ in 0..1000 {
        deep = json!({ "item": deep });
    }
    assert_eq!(over(&deep, None, "descendants().count()"), "1000");
    assert_eq!(over(&deep, None, "descendants().answers()"), "");
    let other = deep.clone();
    let both = json!({ "a": deep, "b": other });
    assert_eq!(over(&both, None, "a = b"), TOO_LONG);
}

const PARTS: [&str; 60] = [
    "item",
    ".item",
    ".answer",
    ".value",
    ".where(",
    "linkId = 'n'",
    ")",
    "(",
    "[",
    "]",
    "0",
    "1",
    " + ",
    " - ",
    " * ",
    " / ",
    " div ",
    " mod ",
    " & ",
    " | ",
    " = ",
    " != ",
    " ~ ",
    " < ",
    " >= ",
    " in ",
    " contains ",
    " and ",
    " or ",
    " implies ",
    " is Integer",
    " as Coding",
    "$this",
    "$index",
    "$total",
    "%resource",
    "%context",
    "'text'",
    "1.5",
    "4 'kg'",
    "2 days",
    "@2026-01-31",
    "@2026-01-01T10:00:00Z",
    "@T10",
    "{}",
    "true",
    ".sum()",
    ".first()",
    ".repeat(item)",
    ".repeat($this + 1)",
    ".aggregate($total & $this, 'a')",
    ".toString()",
    ".substring(1, 2)",
    ".round(2)",
    ".weight()",
    ".descendants()",
    ".not()",
    "iif(true, ",
    ", ",
    ".toQuantity()",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,60}") {
        let _ = Expression::parse(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let _ = Expression::parse(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn whatever_is_read_has_a_value_or_an_error(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 1..12)) {
        let _ = value(&parts.concat());
    }

    #[test]
    fn an_altered_expression_has_a_value_or_an_error(at in any::<prop::sample::Index>(), c in "[ -~é]", cut in 0..3_usize) {
        let whole = "iif(%resource.repeat(item).where(linkId = 'n').answer.value.sum() >= 2.5 and @2026-01-01 + 3 'd' < @2026-11-23, \
                     item[0].item.where($index in (0 | 1)).answer.value.toString().substring(0, 4) & 'a\\u00e9', {})";
        let mut letters: Vec<char> = whole.chars().collect();
        let at = at.index(letters.len());
        let end = (at + cut).min(letters.len());
        letters.splice(at..end, c.chars());
        let _ = value(&letters.into_iter().collect::<String>());
    }

    #[test]
    fn any_function_takes_any_value(
        name in prop::sample::select(names()),
        input in prop::sample::select(&INPUTS[..]),
        arguments in prop::collection::vec(prop::sample::select(&INPUTS[..]), 0..3),
    ) {
        let _ = over(&response(), Some(&response()), &format!("{input}.{name}({})", arguments.join(", ")));
    }

    #[test]
    fn any_operator_takes_any_values(
        op in prop::sample::select(&PARTS[12..30]),
        a in prop::sample::select(&INPUTS[..]),
        b in prop::sample::select(&INPUTS[..]),
    ) {
        let _ = value(&format!("{a}{op}{b}"));
    }
}

const INPUTS: [&str; 16] = [
    "{}",
    "0",
    "(-9223372036854775807 - 1)",
    "9223372036854775807",
    "1.5",
    "(-0.0)",
    "'é'",
    "''",
    "true",
    "@9999-12-31",
    "@2026T",
    "@T23:59:59.999",
    "(1.5 'kg')",
    "(9223372036854775807 years)",
    "%resource",
    "%resource.item",
];

fn names() -> Vec<&'static str> {
    super::super::ast::all_names()
}
