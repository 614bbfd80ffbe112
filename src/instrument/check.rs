//! Whether a questionnaire holds together.

use super::{Instrument, Item, Kind};
use crate::order;

/// The most items that a questionnaire can have.
pub const MOST_ITEMS: usize = 5_000;
/// How deep items can stand below each other.
pub const DEEPEST: usize = 32;

/// What is wrong in a questionnaire. Each names the item, scale or option that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// There is nothing to answer.
    NoQuestions,
    /// More items than can be handled.
    TooMany,
    /// Items stand below each other too deep.
    TooDeep,
    /// Two items have the same name.
    SameName(String),
    /// A condition uses an item that is not there.
    NoSuchItem {
        /// The item with the condition.
        item: String,
        /// The one that is missing.
        other: String,
    },
    /// Conditions depend on each other in a circle.
    Circle(Vec<String>),
    /// A choice has no options.
    NoOptions(String),
    /// Two options of an item keep the same value.
    SameValue(String),
    /// A slider's or number's ends are the wrong way round, or its step is none.
    Ends(String),
    /// A scale uses an item that is not there.
    ScaleItem {
        /// The scale.
        scale: String,
        /// The missing item.
        item: String,
    },
    /// A risk item is not there.
    RiskItem(String),
}

/// Everything that is wrong in a questionnaire; nothing where it can be used. Works in time proportional to its size.
#[must_use]
pub fn check(instrument: &Instrument) -> Vec<Fault> {
    let mut faults = Vec::new();
    if depth(&instrument.items, 0) > DEEPEST {
        return vec![Fault::TooDeep];
    }
    let all = instrument.walk();
    if all.len() > MOST_ITEMS {
        return vec![Fault::TooMany];
    }
    if !all.iter().any(|item| item.kind.is_question()) {
        faults.push(Fault::NoQuestions);
    }
    let mut names: Vec<&str> = all.iter().map(|item| item.id.as_str()).collect();
    order::sort(&mut names);
    for pair in names.windows(2) {
        if pair[0] == pair[1] && !faults.contains(&Fault::SameName(pair[0].to_owned())) {
            faults.push(Fault::SameName(pair[0].to_owned()));
        }
    }
    let known = |id: &str| names.binary_search(&id).is_ok();
    for item in &all {
        check_item(instrument, item, &mut faults);
        for rule in item.when.iter().flat_map(|when| when.rules()) {
            if !known(&rule.item) {
                faults.push(Fault::NoSuchItem { item: item.id.clone(), other: rule.item.clone() });
            }
        }
    }
    for scale in &instrument.scales {
        for item in scale.items.iter().filter(|item| !known(item)) {
            faults.push(Fault::ScaleItem { scale: scale.id.clone(), item: item.clone() });
        }
    }
    for item in instrument.risk_items.iter().flatten().filter(|item| !known(item)) {
        faults.push(Fault::RiskItem(item.clone()));
    }
    faults.extend(circle(&all));
    faults
}

fn depth(items: &[Item], above: usize) -> usize {
    if above > DEEPEST {
        return above;
    }
    items.iter().map(|item| depth(&item.items, above + 1)).max().unwrap_or(above)
}

fn check_item(instrument: &Instrument, item: &Item, faults: &mut Vec<Fault>) {
    let backwards = |min: f64, max: f64| !min.is_finite() || !max.is_finite() || min >= max;
    match &item.kind {
        Kind::Choice { open, .. } if !open && instrument.choices(item).is_empty() => {
            faults.push(Fault::NoOptions(item.id.clone()));
        }
        Kind::Multi { .. } if instrument.choices(item).is_empty() => faults.push(Fault::NoOptions(item.id.clone())),
        Kind::Slider(slider) if backwards(slider.min, slider.max) || slider.step.is_nan() || slider.step <= 0.0 => {
            faults.push(Fault::Ends(item.id.clone()));
        }
        Kind::Number(number) if matches!((number.min, number.max), (Some(min), Some(max)) if min > max) => {
            faults.push(Fault::Ends(item.id.clone()));
        }
        _ => {}
    }
    let mut values: Vec<f64> = instrument.choices(item).iter().map(|option| option.value).collect();
    order::sort_by(&mut values, f64::total_cmp);
    if values.windows(2).any(|pair| pair[0] == pair[1]) || values.iter().any(|value| !value.is_finite()) {
        faults.push(Fault::SameValue(item.id.clone()));
    }
}

/// A circle of conditions by rules, where there is one. Conditions by expression are found out by [`super::Flow`].
fn circle(all: &[&Item]) -> Option<Fault> {
    let mut places: Vec<(&str, usize)> = all.iter().enumerate().map(|(at, item)| (item.id.as_str(), at)).collect();
    order::sort(&mut places);
    let place_of = |id: &str| {
        let at = places.partition_point(|(name, _)| *name < id);
        places.get(at).filter(|(name, _)| *name == id).map(|(_, place)| *place)
    };
    // What must be known before it is known whether an item is asked: what its condition names, and the item above it.
    let mut needs: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for (place, item) in all.iter().enumerate() {
        needs[place].extend(item.when.iter().flat_map(|when| when.rules()).filter_map(|rule| place_of(&rule.item)));
        for child in item.items.iter().filter_map(|child| place_of(&child.id)) {
            needs[child].push(place);
        }
    }
    // 0: not seen, 1: on the way here, 2: done. A list instead of recursion, so that no depth can end the stack.
    let mut state = vec![0_u8; all.len()];
    for start in 0..all.len() {
        let mut path: Vec<(usize, usize)> = vec![(start, 0)];
        if state[start] != 0 {
            continue;
        }
        state[start] = 1;
        while let Some((at, next)) = path.last_mut() {
            let Some(to) = needs[*at].get(*next).copied() else {
                state[*at] = 2;
                path.pop();
                continue;
            };
            *next += 1;
            if state[to] == 1 {
                let from = path.iter().position(|(place, _)| *place == to).unwrap_or_default();
                return Some(Fault::Circle(path[from..].iter().map(|(place, _)| all[*place].id.clone()).collect()));
            }
            if state[to] == 0 {
                state[to] = 1;
                path.push((to, 0));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn instrument(items: &Value) -> Instrument {
        let text =
            json!({ "reference": { "id": "x", "version": 1 }, "title": {}, "licence": { "name": "" }, "items": items });
        serde_json::from_value(text).unwrap()
    }

    fn yes_no(id: &str, when: &Value) -> Value {
        json!({ "id": id, "kind": "yes-no", "when": when })
    }

    fn answered(item: &str) -> Value {
        json!({ "any": [{ "item": item, "test": { "answered": true } }] })
    }

    #[test]
    fn what_holds_together_has_no_fault() {
        let made =
            instrument(&json!([yes_no("a", &Value::Null), yes_no("b", &answered("a")), yes_no("c", &answered("b"))]));
        assert_eq!(check(&made), []);
        for own in crate::instrument::catalogue::all() {
            assert_eq!(check(own), [], "{}", own.reference.id);
        }
    }

    #[test]
    fn faults_are_named() {
        let some = |id: &str| id.to_owned();
        let slider = json!({ "id": "s", "kind": { "slider": { "min": 5, "max": 5, "step": 1 } } });
        let mut made =
            instrument(&json!([yes_no("a", &answered("z")), yes_no("a", &Value::Null), { "id": "c" }, slider]));
        made.risk_items = Some(vec![some("q")]);
        made.scales = serde_json::from_value(json!([{ "id": "t", "items": ["a", "y"] }])).unwrap();
        let faults = check(&made);
        for fault in [
            Fault::SameName(some("a")),
            Fault::NoSuchItem { item: some("a"), other: some("z") },
            Fault::NoOptions(some("c")),
            Fault::Ends(some("s")),
            Fault::ScaleItem { scale: some("t"), item: some("y") },
            Fault::RiskItem(some("q")),
        ] {
            assert!(faults.contains(&fault), "{fault:?} is not among {faults:?}");
        }
        assert_eq!(faults.len(), 6);
        assert_eq!(check(&instrument(&json!([{ "id": "a", "kind": "display" }]))), [Fault::NoQuestions]);
        let twice = json!([{ "id": "a", "kind": { "multi": { "options": [{ "value": 1, "text": {} }, { "value": 1, "text": {} }] } } }]);
        assert_eq!(check(&instrument(&twice)), [Fault::SameValue(some("a"))]);
    }

    #[test]
    fn circles_are_found_also_through_the_group_above() {
        let direct =
            instrument(&json!([yes_no("a", &answered("b")), yes_no("b", &answered("c")), yes_no("c", &answered("b"))]));
        assert_eq!(check(&direct), [Fault::Circle(vec!["b".to_owned(), "c".to_owned()])]);
        let above =
            json!([{ "id": "g", "kind": "group", "when": answered("a"), "items": [yes_no("a", &Value::Null)] }]);
        assert!(matches!(check(&instrument(&above))[..], [Fault::Circle(_)]));
    }

    #[test]
    fn too_many_and_too_deep_are_refused_and_a_long_chain_is_not() {
        let chain = |count: usize| {
            let link = |at: usize| {
                yes_no(&at.to_string(), &if at == 0 { Value::Null } else { answered(&(at - 1).to_string()) })
            };
            instrument(&Value::Array((0..count).map(link).collect()))
        };
        assert_eq!(check(&chain(MOST_ITEMS)), []);
        assert_eq!(check(&chain(MOST_ITEMS + 1)), [Fault::TooMany]);
        let nested = |levels: usize| {
            let innermost = yes_no("0", &Value::Null);
            (1..levels).fold(innermost, |inner, at| json!({ "id": at.to_string(), "kind": "group", "items": [inner] }))
        };
        assert_eq!(check(&instrument(&json!([nested(DEEPEST)]))), []);
        assert_eq!(check(&instrument(&json!([nested(DEEPEST + 1)]))), [Fault::TooDeep]);
    }
}
