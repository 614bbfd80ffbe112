//! How numbers and lists are written in each language.

use super::Lang;

/// Puts values into the braces of a sentence. A name that the sentence lacks is ignored, and a value is never
/// searched for braces itself, so that a person called `{date}` stays called so.
#[must_use]
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A number with a fixed count of decimals and the language's decimal sign; a value that rounds to zero has no sign.
///
/// ```
/// # use attune::words::{Lang, number};
/// assert_eq!(number(Lang::Es, 3.84, 1), "3,8");
/// assert_eq!(number(Lang::En, -0.04, 1), "0.0");
/// ```
#[must_use]
pub fn number(lang: Lang, value: f64, decimals: usize) -> String {
    let mut text = format!("{value:.decimals$}");
    if text.starts_with('-') && !text.contains(|c: char| c.is_ascii_digit() && c != '0') {
        text.remove(0);
    }
    let text = text.replace('-', "\u{2212}");
    match lang {
        Lang::En => text,
        Lang::Es => text.replace('.', ","),
    }
}

/// A number as [`number`], with a plus sign where it is above zero.
#[must_use]
pub fn signed(lang: Lang, value: f64, decimals: usize) -> String {
    let text = number(lang, value, decimals);
    let positive = value > 0.0 && text.contains(|c: char| c.is_ascii_digit() && c != '0');
    if positive { format!("+{text}") } else { text }
}

/// A list as one reads it: `a, b and c`.
///
/// ```
/// # use attune::words::{Lang, list};
/// assert_eq!(list(Lang::En, &["a", "b", "c"]), "a, b and c");
/// ```
#[must_use]
pub fn list(lang: Lang, items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [init @ .., last] => format!("{} {} {last}", init.join(", "), super::common::and(lang)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_not_searched_for_braces() {
        assert_eq!(fill("{name} on {date}", &[("name", "{date}"), ("date", "5 May")]), "{date} on 5 May");
        assert_eq!(fill("an open { brace", &[]), "an open { brace");
        assert_eq!(fill("{unknown}", &[]), "{unknown}");
    }

    #[test]
    fn signs_are_typographic_and_never_on_zero() {
        assert_eq!(signed(Lang::En, 0.26, 1), "+0.3");
        assert_eq!(signed(Lang::En, -0.26, 1), "\u{2212}0.3");
        assert_eq!(signed(Lang::En, 0.01, 1), "0.0");
        assert_eq!(signed(Lang::En, -0.01, 1), "0.0");
    }
}
