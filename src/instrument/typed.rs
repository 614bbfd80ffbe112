//! A number as a person types it.

use super::Number;
use crate::words::Lang;

/// What is typed for `form`, where it is a number that `form` accepts. The decimal sign is that of `lang`; the other sign is
/// taken for one too, unless three digits follow it: `1,500` may mean two numbers, and a guess could be wrong a
/// thousandfold.
///
/// ```
/// # use attune::{instrument::{Number, typed_number}, words::Lang};
/// let any = Number::default();
/// assert_eq!(typed_number(&any, " -1.50 ", Lang::En), Some(-1.5));
/// assert_eq!(typed_number(&any, "1,5", Lang::En), Some(1.5));
/// assert_eq!(typed_number(&any, "1,500", Lang::En), None);
/// assert_eq!(typed_number(&any, "1,500", Lang::Es), Some(1.5));
/// assert_eq!(typed_number(&any, "about 3", Lang::En), None);
/// ```
#[must_use]
pub fn typed_number(form: &Number, typed: &str, lang: Lang) -> Option<f64> {
    let typed = typed.trim();
    let (negative, figures) = match typed.strip_prefix(['-', '\u{2212}']) {
        Some(figures) => (true, figures),
        None => (false, typed),
    };
    let own = match lang {
        Lang::En => '.',
        Lang::Es => ',',
    };
    let (whole, part) = figures.split_once(['.', ',']).unwrap_or((figures, ""));
    let foreign = !figures.contains(own);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let read = digits(whole) && digits(part) && !(whole.is_empty() && part.is_empty());
    if !read || (foreign && part.len() == 3) {
        return None;
    }
    let value: f64 = format!("{whole}.{part}0").parse().ok().filter(|value: &f64| value.is_finite())?;
    let value = if negative { -value } else { value };
    let fits = !form.whole || value.fract() == 0.0;
    let within = form.min.is_none_or(|min| value >= min) && form.max.is_none_or(|max| value <= max);
    (fits && within).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_surely_a_number_within_its_bounds_is_taken() {
        let any = Number::default();
        for (typed, expected) in [
            ("12", Some(12.0)),
            (".5", Some(0.5)),
            ("3.", Some(3.0)),
            ("\u{2212}2", Some(-2.0)),
            ("1.500", Some(1.5)),
            ("", None),
            (".", None),
            ("-", None),
            ("1e5", None),
            ("inf", None),
            ("NaN", None),
            ("1,500.5", None),
            ("1 500", None),
        ] {
            assert_eq!(typed_number(&any, typed, Lang::En), expected, "{typed}");
        }
        let long = "9".repeat(400);
        assert_eq!(typed_number(&any, &long, Lang::En), None, "beyond every number there is");
        let age = Number { whole: true, min: Some(0.0), max: Some(120.0), unit: String::new() };
        for (typed, expected) in
            [("0", Some(0.0)), ("120", Some(120.0)), ("121", None), ("-1", None), ("1.5", None), ("40.0", Some(40.0))]
        {
            assert_eq!(typed_number(&age, typed, Lang::En), expected, "{typed}");
        }
    }
}
