//! What is read, what is refused, and what an expression mentions.

use super::super::ast::REFUSED;
use super::{Expression, holds, value};

#[test]
fn literals() {
    holds(&[
        ("{}", ""),
        ("true", "true"),
        ("42", "42"),
        ("1.50", "1.5"),
        ("3.0", "3.0"),
        (r"'it\'s \\ \/ \u00e9\t.'", "'it's \\ / é\t.'"),
        (r"'\uD83D\uDE00'", "'😀'"),
        ("@2026", "@2026"),
        ("@2026-11-23T", "@2026-11-23T"),
        ("@2026-11-23T10:30:05.120+01:00", "@2026-11-23T10:30:05.120+01:00"),
        ("@T10:30", "@10:30"),
        ("4 'kg'", "4 'kg'"),
        ("4.5 days", "4.5 days"),
        ("1 /* one */ + // and\n 2", "3"),
        ("`item`.linkId.first()", "'g'"),
        ("%`resource`.authored = %'resource'.authored", "true"),
    ]);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    for (text, expected) in [
        ("", "Here a value was expected. (at character 1)"),
        ("1 +", "Here a value was expected. (at character 4)"),
        ("(1", "Here ) was expected. (at character 3)"),
        ("1 2", "Here an operator or the end was expected. (at character 3)"),
        ("'é' # 1", "The sign # has no meaning here. (at character 5)"),
        ("'open", "What begins here does not end. (at character 1)"),
        ("/* open", "What begins here does not end. (at character 1)"),
        ("/*/", "What begins here does not end. (at character 1)"),
        (r"'\x'", "There is no such character after a backslash. (at character 2)"),
        (r"'\uD83D'", "There is no such character after a backslash. (at character 2)"),
        ("99999999999999999999", "The number is too large. (at character 1)"),
        ("1e400", "Here an operator or the end was expected. (at character 2)"),
        ("@2026-13-01", "This is no date and no time. (at character 1)"),
        ("@2026-02-30", "This is no date and no time. (at character 1)"),
        ("@T25", "This is no date and no time. (at character 1)"),
        ("$that", "Here $this, $index or $total was expected. (at character 1)"),
        ("%", "Here a variable's name was expected. (at character 1)"),
        ("item.where()", "The function where() does not take so many arguments. (at character 6)"),
        ("'a'.substring(1, 2, 3)", "The function substring() does not take so many arguments. (at character 5)"),
        ("item.frobnicate(1)", "There is no function named frobnicate(). (at character 6)"),
        ("'a'.matches('b')", "The function matches() is not supported. (at character 5)"),
        ("value is Codng", "There is no type named Codng. (at character 10)"),
        ("item.ofType(1)", "Here the name of a type was expected. (at character 13)"),
        ("and", "Here a value was expected. (at character 1)"),
        ("item.", "Here the name of an element or a function was expected. (at character 5)"),
        ("\"item\"", "The sign \" has no meaning here. (at character 1)"),
    ] {
        assert_eq!(value(text), expected, "{text}");
    }
}

#[test]
fn every_function_left_out_is_refused_by_name_and_none_is_done() {
    for name in REFUSED {
        let error = Expression::parse(&format!("item.{name}()")).expect_err("left out").to_string();
        assert_eq!(error, format!("The function {name}() is not supported. (at character 6)"));
    }
}

#[test]
fn words_of_the_language_may_name_what_follows_a_point() {
    holds(&[("'abc'.contains('b')", "true"), ("1.is(Integer)", "true"), ("item.div", ""), ("item.is", "")]);
}

#[test]
fn an_expression_tells_what_it_mentions() {
    let read = |text: &str| Expression::parse(text).expect(text);
    let expression =
        read("iif(%a.exists() and %`b c`.exists(), -%a + %resource.item[%n].count() + %ucum.length(), {})");
    assert_eq!(expression.variables(), ["a", "b c", "n"]);
    let expression = read(
        "item.where(linkId = 'x' and 'y' = $this.linkId).answer | item.where(linkId in ('p' | 'q')) \
         | item.where(linkId != 'x' or text = 'no') | item.where(('r' | 's') contains linkId)",
    );
    assert_eq!(expression.link_ids(), ["x", "y", "p", "q", "r", "s"]);
    assert!(read("item.linkId").link_ids().is_empty());
}
