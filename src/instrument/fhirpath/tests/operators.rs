//! Operators, and how strongly they bind.

use super::holds;

#[test]
fn arithmetic() {
    holds(&[
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 - 2 - 1", "4"),
        ("-3 + 5", "2"),
        ("- - 3", "3"),
        ("+'a'", "+ cannot be used with a text."),
        ("7 / 2", "3.5"),
        ("6 / 2", "3.0"),
        ("7 div 2", "3"),
        ("-7 div 2", "-3"),
        ("7 mod 2", "1"),
        ("5.5 div 0.7", "7"),
        ("5.5 mod 0.7", "0.6"),
        ("1 / 0", ""),
        ("1 div 0", ""),
        ("1.5 mod 0", ""),
        ("0.1 + 0.2", "0.3"),
        ("0.1 + 0.2 = 0.3", "true"),
        ("1.1 * 3 = 3.3", "true"),
        ("1 + 1.5", "2.5"),
        ("1 + {}", ""),
        ("'a' + 'b'", "'ab'"),
        ("'a' + {}", ""),
        ("'a' & {} & 'b'", "'ab'"),
        ("{} & {}", "''"),
        ("'n' & 3 & 1.5", "'n31.5'"),
        ("1 + 'a'", "+ cannot be used with a text."),
        ("(1 | 2) + 1", "+ needs a single value and was given several."),
        ("9223372036854775807 + 1", "A number is too large, or a date outside the calendar."),
        ("9223372036854775807 * 2", "A number is too large, or a date outside the calendar."),
        ("4 'kg' + 1 'kg'", "5 'kg'"),
        ("1 day + 12 hours", "1.5 day"),
        ("2 'kg' * 3", "6 'kg'"),
        ("3 * 2 'kg'", "6 'kg'"),
        ("4 'kg' / 2 'kg'", "2 '1'"),
        ("4 'kg' + 1 'm'", "+ cannot be used with quantities of different units."),
    ]);
}

#[test]
fn comparison() {
    holds(&[
        ("1 < 2", "true"),
        ("2 <= 2.0", "true"),
        ("'b' > 'a'", "true"),
        ("1 >= {}", ""),
        ("1 > 'a'", "> cannot be used with a text."),
        ("true > false", "> cannot be used with a truth value."),
        ("(1 | 2) > 1", "> needs a single value and was given several."),
        ("1000 'ms' = 1 's'", "true"),
        ("1 year > 11 months", "true"),
        ("1 'kg' > 1 'm'", ""),
        ("1 '1' = 1", "true"),
        ("1 = 1.0", "true"),
        ("1 = '1'", "false"),
        ("1 != 2", "true"),
        ("{} = {}", ""),
        ("{} != 1", ""),
        ("(1 | 2) = (1 | 2)", "true"),
        ("(1 | 2) = (2 | 1)", "false"),
        ("(1 | 2) = 1", "false"),
        ("(1 | 2) ~ (2 | 1)", "true"),
        ("{} ~ {}", "true"),
        ("{} !~ 1", "true"),
        ("'A  b' ~ 'a B'", "true"),
        ("'A' = 'a'", "false"),
        ("1.24 ~ 1.2", "true"),
        ("1.26 ~ 1.2", "false"),
        ("item.where(linkId='many').answer.value[0] ~ item.where(linkId='many').answer.value[1]", "false"),
        ("item[0].item = item[0].item", "true"),
        ("item[0] = item[1]", "false"),
    ]);
}

#[test]
fn truth_has_three_values() {
    let values = ["true", "false", "{}"];
    for (op, table) in [
        ("and", ["true", "false", "", "false", "false", "false", "", "false", ""]),
        ("or", ["true", "true", "true", "true", "false", "", "true", "", ""]),
        ("xor", ["false", "true", "", "true", "false", "", "", "", ""]),
        ("implies", ["true", "false", "", "true", "true", "true", "true", "", ""]),
    ] {
        for (at, expected) in table.into_iter().enumerate() {
            let text = format!("{} {op} {}", values[at / 3], values[at % 3]);
            assert_eq!(super::value(&text), expected, "{text}");
        }
    }
    holds(&[
        ("true or (1 | 2).single() = 1", "true"),
        ("false or (1 | 2).single() = 1", "single needs a single value and was given several."),
        ("5 and true", "true"),
        ("(true | false) and true", "and needs a single value and was given several."),
        ("{}.not()", ""),
        ("true.not()", "false"),
    ]);
}

#[test]
fn membership_and_types() {
    holds(&[
        ("1 in (1 | 2)", "true"),
        ("3 in (1 | 2)", "false"),
        ("{} in (1 | 2)", ""),
        ("1 in {}", "false"),
        ("(1 | 2) in (1 | 2)", "in needs a single value and was given several."),
        ("(1 | 2) contains 2", "true"),
        ("1 | 2 | 1", "1, 2"),
        ("1 is Integer", "true"),
        ("1 is System.Integer", "true"),
        ("1.0 is Integer", "false"),
        ("'a' is String and @2026 is Date and @2026T is DateTime and @T10 is Time and 1 'm' is Quantity", "true"),
        ("{} is Integer", ""),
        ("(1 | 2) is Integer", "is needs a single value and was given several."),
        ("1 as Integer", "1"),
        ("1 as String", ""),
        ("(1 | 'a').ofType(String)", "'a'"),
        ("(1 | 'a').as(String)", "as needs a single value and was given several."),
        ("1 + 2 is Integer", "true"),
        ("1 | 2 is Integer", "1, true"),
        ("%resource is QuestionnaireResponse", "true"),
        ("%resource is FHIR.Questionnaire", "false"),
        ("%resource is Resource", "true"),
        ("authored is dateTime", "true"),
        ("authored is date", "false"),
        ("item[0].linkId is string", "true"),
        ("item.descendants().ofType(Coding).code", "'a', 'b'"),
    ]);
}

#[test]
fn operators_bind_as_specified() {
    holds(&[
        ("1 + 2 = 3 and 2 < 3", "true"),
        ("true or true and false", "true"),
        ("false implies true and false", "true"),
        ("1 | 2 = 2", "false"),
        ("'a' & 'b' = 'ab'", "true"),
        ("1 in 1 | 2 and true", "true"),
        ("2 * 3 mod 4", "2"),
        ("-1.abs()", "-1"),
        ("(-1).abs()", "1"),
        ("1 > 2 = false", "true"),
        ("true xor false or true", "true"),
    ]);
}
