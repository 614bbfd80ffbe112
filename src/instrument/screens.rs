//! How a turn's questionnaires are shown: one thing at a time, and together what belongs together.

use std::{collections::BTreeSet, sync::Arc};

use super::{AnswerSet, Flow, Instrument, Item, Kind};
use crate::order;

/// One screen of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Which questionnaire of the turn, from 0.
    pub form: usize,
    /// The items to show, in order: at least one question, and the headings and texts that go before it.
    pub items: Vec<String>,
    /// The number of its first question among all that are asked, from 1.
    pub first: usize,
    /// How many questions it has.
    pub questions: usize,
}

/// The most questions of one screen of a page that its author made.
const PAGE: usize = 8;
/// As many sliders in a row stand on one screen.
const SLIDERS: usize = 6;
/// A questionnaire with more questions and no pages of its own is asked some at a time.
const LONG: usize = 20;
/// As many, then.
const SOME: usize = 5;

/// What a visible item is to the arrangement.
struct Seen<'a> {
    item: &'a Item,
    /// The page (a group on a page of its own) it stands on; nothing outside of pages.
    page: Option<&'a str>,
    /// The item it stands below; empty at the top.
    parent: &'a str,
}

fn seen<'a>(items: &'a [Item], page: Option<&'a str>, parent: &'a str, on: &BTreeSet<&str>, out: &mut Vec<Seen<'a>>) {
    for item in items.iter().filter(|item| !item.hidden && on.contains(item.id.as_str())) {
        let page = if item.page { Some(item.id.as_str()) } else { page };
        let read = match item.kind {
            Kind::Group | Kind::Display => !item.text.is_empty(),
            _ => item.is_asked(),
        };
        if read {
            out.push(Seen { item, page, parent });
        }
        seen(&item.items, page, &item.id, on, out);
    }
}

/// The screens of a turn, given the answers so far. An answer changes only what comes after it.
#[must_use]
pub fn screens(instruments: &[Arc<Instrument>], answers: &[AnswerSet]) -> Vec<Screen> {
    let none = AnswerSet::default();
    let mut all = Vec::new();
    let mut first = 1;
    for (form, instrument) in instruments.iter().enumerate() {
        let flow = Flow::of(instrument, answers.get(form).unwrap_or(&none));
        let mut items = Vec::new();
        let on = order::set(flow.items().map(|item| item.id.as_str()));
        seen(&instrument.items, None, "", &on, &mut items);
        let asked = items.iter().filter(|seen| seen.item.is_asked()).count();
        let paged = items.iter().any(|seen| seen.page.is_some());
        let most = if asked > LONG && !paged { SOME } else { 1 };
        for group in arranged(&items, most) {
            let questions = group.iter().filter(|item| item.is_asked()).count();
            let items = group.iter().map(|item| item.id.clone()).collect();
            all.push(Screen { form, items, first, questions });
            first += questions;
        }
    }
    all
}

/// How many questions are asked in all.
#[must_use]
pub fn asked(screens: &[Screen]) -> usize {
    screens.iter().map(|screen| screen.questions).sum()
}

/// Puts items on screens. Headings and texts go with the question after them, or stay with what was before.
fn arranged<'a>(items: &[Seen<'a>], most: usize) -> Vec<Vec<&'a Item>> {
    let mut groups: Vec<Vec<&Item>> = Vec::new();
    let mut waiting: Vec<&Item> = Vec::new();
    let mut last: Option<&Seen<'_>> = None;
    let mut count = 0;
    for (at, seen) in items.iter().enumerate() {
        if !seen.item.is_asked() {
            waiting.push(seen.item);
            continue;
        }
        let is_slider = |seen: &Seen<'_>| matches!(seen.item.kind, Kind::Slider(_));
        let run = || {
            let near = |other: &&Seen<'_>| is_slider(other) && other.parent == seen.parent;
            let before = items[..at].iter().rev().take_while(near).count();
            before + items[at..].iter().take_while(near).count()
        };
        let joins = last.is_some_and(|last| match (seen.page, last.page) {
            (Some(page), Some(other)) => page == other && count < PAGE,
            (None, None) if last.parent != seen.parent => false,
            (None, None) if is_slider(seen) && is_slider(last) && waiting.is_empty() => run() <= SLIDERS,
            (None, None) => count < most,
            _ => false,
        });
        if !joins {
            groups.push(Vec::new());
            count = 0;
        }
        count += 1;
        if let Some(group) = groups.last_mut() {
            group.append(&mut waiting);
            group.push(seen.item);
        }
        last = Some(seen);
    }
    if let Some(group) = groups.last_mut() {
        group.append(&mut waiting);
    }
    groups
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::instrument::{Answer, catalogue};

    fn instrument(items: &Value) -> Arc<Instrument> {
        let made = json!({
            "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {}, "items": items,
            "options": [{ "value": 0, "text": {} }, { "value": 1, "text": {} }],
        });
        Arc::new(serde_json::from_value(made).unwrap())
    }

    fn shown(items: &Value, answers: &[(&str, f64)]) -> Vec<String> {
        let set = answers.iter().map(|(id, value)| (*id, Answer::Value(*value))).collect();
        screens(&[instrument(items)], &[set]).iter().map(|screen| screen.items.join(" ")).collect()
    }

    fn slider(id: &str) -> Value {
        json!({ "id": id, "kind": { "slider": { "min": 0, "max": 10, "step": 1 } } })
    }

    #[test]
    fn one_question_a_screen_and_texts_go_with_the_one_after_them() {
        let items = json!([
            { "id": "t", "kind": "display", "text": { "en": "Now" } }, { "id": "a" }, { "id": "b" },
            { "id": "g", "kind": "group", "text": { "en": "More" }, "items": [{ "id": "c" }, { "id": "d", "hidden": true }] },
            { "id": "u", "kind": "display", "text": { "en": "End" } },
        ]);
        assert_eq!(shown(&items, &[]), ["t a", "b", "g c u"]);
    }

    #[test]
    fn few_sliders_stand_together_and_many_do_not() {
        let few: Vec<Value> = ["a", "b", "c"].map(slider).to_vec();
        assert_eq!(shown(&json!(few), &[]), ["a b c"]);
        let many: Vec<Value> = ["a", "b", "c", "d", "e", "f", "g"].map(slider).to_vec();
        assert_eq!(shown(&json!(many), &[]).len(), 7);
    }

    #[test]
    fn a_page_is_a_screen_and_a_long_one_is_cut() {
        let items: Vec<Value> = (0..9).map(|n| json!({ "id": n.to_string() })).collect();
        let pages = json!([{ "id": "p", "kind": "group", "page": true, "items": items }, { "id": "z" }]);
        assert_eq!(shown(&pages, &[]), ["0 1 2 3 4 5 6 7", "8", "z"]);
    }

    #[test]
    fn long_questionnaires_without_pages_are_asked_some_at_a_time() {
        let items: Vec<Value> = (0..21).map(|n| json!({ "id": n.to_string() })).collect();
        assert_eq!(shown(&json!(items), &[]).len(), 5);
    }

    #[test]
    fn an_answer_changes_only_what_comes_after_it() {
        let when = json!({ "all": [{ "item": "a", "test": { "equal": { "number": 1.0 } } }] });
        let items = json!([{ "id": "a" }, { "id": "b", "when": when }, { "id": "c" }]);
        assert_eq!(shown(&items, &[("a", 0.0)]), ["a", "c"]);
        assert_eq!(shown(&items, &[("a", 1.0)]), ["a", "b", "c"]);
    }

    #[test]
    fn every_question_of_the_catalogue_is_on_one_screen_and_numbers_run_through() {
        let all = catalogue::all();
        let found = screens(all, &[]);
        let mut next = 1;
        for screen in &found {
            assert!(screen.questions > 0 && screen.first == next, "{screen:?}");
            next += screen.questions;
        }
        let none = AnswerSet::default();
        let expected: usize = all.iter().map(|one| Flow::of(one, &none).questions().len()).sum();
        assert_eq!(asked(&found), expected);
    }
}
