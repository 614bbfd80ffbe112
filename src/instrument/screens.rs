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

/// What an item is to the arrangement. All but `on` is the same whatever is answered, so that no answer moves what stands
/// before it.
struct Seen<'a> {
    item: &'a Item,
    /// Whether the answers so far let it be shown.
    on: bool,
    /// The page (a group on a page of its own) it stands on; nothing outside of pages.
    page: Option<&'a str>,
    /// The group it stands in; empty at the top.
    group: &'a str,
    /// As many questions may stand on its screen.
    most: usize,
    /// Whether it is one of a few sliders in a row.
    row: bool,
}

impl Seen<'_> {
    const fn is_slider(&self) -> bool {
        matches!(self.item.kind, Kind::Slider(_))
    }
}

fn seen<'a>(items: &'a [Item], page: Option<&'a str>, group: &'a str, on: &BTreeSet<&str>, out: &mut Vec<Seen<'a>>) {
    for item in items.iter().filter(|item| !item.hidden) {
        let page = if item.page { Some(item.id.as_str()) } else { page };
        if item.is_asked() || item.is_read() {
            let on = on.contains(item.id.as_str());
            out.push(Seen { item, on, page, group, most: 1, row: false });
        }
        // What stands below a question belongs to the question's group.
        let group = if matches!(item.kind, Kind::Group) { &item.id } else { group };
        seen(&item.items, page, group, on, out);
    }
}

/// Finds out how many questions may stand on each item's screen.
fn measure(items: &mut [Seen<'_>]) {
    let asked = |items: &[Seen<'_>]| items.iter().filter(|seen| seen.item.is_asked()).count();
    let paged = items.iter().any(|seen| seen.page.is_some());
    let some = if asked(items) > LONG && !paged { SOME } else { 1 };
    for page in items.chunk_by_mut(|one, next| one.page == next.page) {
        let questions = asked(page);
        // A page too long for one screen is cut into equal parts.
        let parts = questions.div_ceil(PAGE).max(1);
        let outside = page.first().is_none_or(|seen| seen.page.is_none());
        page.iter_mut().for_each(|seen| seen.most = if outside { some } else { questions.div_ceil(parts) });
    }
    for row in items.chunk_by_mut(|one, next| one.is_slider() && next.is_slider() && one.group == next.group) {
        let few = row.len() <= SLIDERS;
        row.iter_mut().for_each(|seen| seen.row = few && seen.is_slider());
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
        measure(&mut items);
        for group in arranged(&items) {
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
fn arranged<'a>(items: &[Seen<'a>]) -> Vec<Vec<&'a Item>> {
    let mut groups: Vec<Vec<&Item>> = Vec::new();
    let mut waiting: Vec<&Item> = Vec::new();
    let mut last: Option<&Seen<'_>> = None;
    let mut count = 0;
    for seen in items.iter().filter(|seen| seen.on) {
        if !seen.item.is_asked() {
            waiting.push(seen.item);
            continue;
        }
        let joins = last.is_some_and(|last| {
            let row = seen.row && last.row && waiting.is_empty();
            seen.page == last.page && (seen.page.is_some() || seen.group == last.group) && (count < seen.most || row)
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
        assert_eq!(shown(&pages, &[]), ["0 1 2 3 4", "5 6 7 8", "z"]);
    }

    #[test]
    fn long_questionnaires_without_pages_are_asked_some_at_a_time() {
        let items: Vec<Value> = (0..21).map(|n| json!({ "id": n.to_string() })).collect();
        assert_eq!(shown(&json!(items), &[]).len(), 5);
        let many: Vec<Value> = (0..21).map(|n| slider(&n.to_string())).collect();
        assert_eq!(shown(&json!(many), &[]).len(), 5, "sliders too");
    }

    #[test]
    fn no_answer_moves_a_question_that_stands_before_it() {
        // With the answer 1 to the last but one, twenty-one questions are asked, and seven sliders stand in a row.
        let when = json!({ "all": [{ "item": "9", "test": { "equal": { "number": 1.0 } } }] });
        let plain = (0..10).map(|n| json!({ "id": n.to_string() }));
        let mut items: Vec<Value> = plain.collect();
        items.extend((0..6).map(|n| slider(&format!("s{n}"))));
        let (mut seventh, mut more) = (slider("s6"), json!({ "id": "g", "kind": "group", "when": when }));
        seventh["when"] = when;
        items.push(seventh);
        more["items"] = (20..25).map(|n| json!({ "id": n.to_string() })).collect();
        items.push(more);
        let (without, with) = (shown(&json!(items), &[("9", 0.0)]), shown(&json!(items), &[("9", 1.0)]));
        let screen_of_9 = |all: &[String]| all.iter().position(|screen| screen.split(' ').any(|id| id == "9")).unwrap();
        let place = screen_of_9(&without);
        assert_eq!(place, screen_of_9(&with));
        assert_eq!(without[..=place], with[..=place]);
        assert!(with.len() > without.len());
    }

    #[test]
    fn what_can_only_be_read_is_shown_and_what_is_computed_is_not() {
        let items = json!([
            { "id": "r", "read_only": true, "initial": 1.0 }, { "id": "empty", "read_only": true },
            { "id": "c", "calculated": "1 + 1", "initial": 1.0 }, { "id": "a" },
        ]);
        assert_eq!(shown(&items, &[]), ["r a"]);
    }

    #[test]
    fn what_stands_below_a_question_follows_it() {
        let below = json!([{ "id": "b" }]);
        let items = json!([{ "id": "p", "kind": "group", "page": true, "items": [{ "id": "a", "items": below }, { "id": "c" }] }]);
        assert_eq!(shown(&items, &[]), ["a b c"]);
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
