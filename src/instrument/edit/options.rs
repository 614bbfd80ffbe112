//! Answer options as lines of text: `2 = Often`, the number being what the option counts as in scores.

use super::super::{Choice, Weight};

/// The options as lines, in the language of that tag. An option that counts as nothing has no number.
#[must_use]
pub fn lines_of(options: &[Choice], tag: &str) -> String {
    let line = |option: &Choice| {
        let text = option.text.tagged(tag).unwrap_or_default();
        option.weight().map_or_else(|| text.to_owned(), |weight| format!("{weight} = {text}"))
    };
    options.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a line says: a number, where there is one, and a text.
fn read(line: &str) -> (Option<f64>, &str) {
    let number = line.split_once('=').and_then(|(number, text)| {
        let number = number.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite())?;
        Some((number, text.trim()))
    });
    number.map_or((None, line.trim()), |(number, text)| (Some(number), text))
}

/// The options that these lines stand for. An option keeps its other languages, code and value where its text is the same,
/// or else where it stands at the same place; a new one without a number counts one more than the line before it.
pub(super) fn of_lines(old: &[Choice], tag: &str, lines: &str) -> Vec<Choice> {
    let lines: Vec<(Option<f64>, &str)> = lines.lines().filter(|line| !line.trim().is_empty()).map(read).collect();
    let said = |option: &Choice| option.text.tagged(tag).unwrap_or_default().to_owned();
    let mut taken = vec![false; old.len()];
    let mut found: Vec<Option<&Choice>> = lines
        .iter()
        .map(|(_, text)| {
            let at = (0..old.len()).find(|at| !taken[*at] && said(&old[*at]) == *text)?;
            taken[at] = true;
            old.get(at)
        })
        .collect();
    for (at, slot) in found.iter_mut().enumerate() {
        if slot.is_none() && taken.get(at) == Some(&false) {
            taken[at] = true;
            *slot = old.get(at);
        }
    }
    let mut made: Vec<Choice> = Vec::new();
    for (at, ((number, text), before)) in lines.iter().zip(&found).enumerate() {
        let mut option = before.map(|option| (*option).clone()).unwrap_or_default();
        let next = made.last().and_then(Choice::weight).map_or(0.0, |weight| weight + 1.0);
        let free = |value: f64| {
            let kept = found[at + 1..].iter().flatten().any(|later| later.value == value);
            !kept && made.iter().all(|other| other.value != value)
        };
        let wanted = number.or(if before.is_none() { Some(next) } else { option.weight() });
        if before.is_none() || wanted != option.weight() {
            let wanted = wanted.unwrap_or(next);
            if free(wanted) {
                (option.value, option.weight) = (wanted, Weight::Itself);
            } else {
                if before.is_none() || !free(option.value) {
                    option.value = (0..).map(f64::from).find(|value| free(*value)).unwrap_or_default();
                }
                option.weight = Weight::Of(wanted);
            }
        }
        option.text.set(tag, text);
        made.push(option);
    }
    made
}
