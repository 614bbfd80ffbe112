//! Skip logic at work: which items are asked, given the answers so far.

use super::{
    Answer, AnswerSet, Condition, Instrument, Item, Operand, Rule, Test,
    expressions::{self, Budget, Computed},
    tree::response_tree,
};

/// Which items of an instrument are asked. An item below one that is not asked is not asked either, and the answer to an item
/// that is not asked counts as none, so that a changed mind leaves no trace in what follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow<'a> {
    all: Vec<Place<'a>>,
    /// Whether the conditions came to rest. Where they contradict each other in a circle, all of them are asked.
    pub settled: bool,
    /// What came of the questionnaire's expressions. An item whose condition failed is asked.
    pub computed: Computed,
}

#[derive(Clone, Debug, PartialEq)]
struct Place<'a> {
    item: &'a Item,
    /// Of the item it stands below.
    parent: Option<usize>,
    on: bool,
}

/// Beyond as many rounds a chain of conditions counts as a circle. Real questionnaires need three or four.
const ROUNDS: usize = 100;

impl<'a> Flow<'a> {
    /// Follows the conditions of `instrument` until they come to rest.
    #[must_use]
    pub fn of(instrument: &'a Instrument, answers: &AnswerSet) -> Self {
        let mut flow = Self { all: Vec::new(), settled: true, computed: Computed::default() };
        flow.add(&instrument.items, None);
        let expressions = expressions::has_any(instrument);
        if !expressions && flow.all.iter().all(|place| place.item.when.is_none()) {
            return flow;
        }
        let budget = Budget::default();
        for _ in 0..ROUNDS {
            let mut seen = flow.heard(answers);
            if expressions {
                let response = response_tree(instrument, &flow, &seen);
                flow.computed = expressions::compute_within(instrument, &response, &budget);
                for (id, value) in &flow.computed.values {
                    match value {
                        Ok(Some(answer)) => seen.set(id, answer.clone()),
                        _ => seen.clear(id),
                    }
                }
            }
            let holds = |item: &Item| match &item.when {
                None => true,
                Some(Condition::All(rules)) => rules.iter().all(|rule| passes(rule, &seen)),
                Some(Condition::Any(rules)) => rules.iter().any(|rule| passes(rule, &seen)),
                Some(Condition::Expression(_)) => flow.computed.condition(&item.id),
            };
            let own: Vec<bool> = flow.all.iter().map(|place| holds(place.item)).collect();
            if !flow.settle(&own) {
                return flow;
            }
        }
        flow.settled = false;
        let all_on = vec![true; flow.all.len()];
        flow.settle(&all_on);
        flow
    }

    fn add(&mut self, items: &'a [Item], parent: Option<usize>) {
        for item in items {
            let at = self.all.len();
            self.all.push(Place { item, parent, on: true });
            self.add(&item.items, Some(at));
        }
    }

    /// Takes in what each item's own condition says. Returns whether anything changed.
    fn settle(&mut self, own: &[bool]) -> bool {
        let mut changed = false;
        for (at, holds) in own.iter().enumerate() {
            // A parent always stands before its items.
            let above = self.all[at].parent.is_none_or(|parent| self.all[parent].on);
            let on = above && *holds;
            changed |= self.all[at].on != on;
            self.all[at].on = on;
        }
        changed
    }

    /// The answers that count: those to items that are asked.
    #[must_use]
    pub fn heard(&self, answers: &AnswerSet) -> AnswerSet {
        let on = self.all.iter().filter(|place| place.on);
        on.filter_map(|place| Some((place.item.id.as_str(), answers.get(&place.item.id)?.clone()))).collect()
    }

    /// Every item that is asked or read, in order, groups and hidden ones included.
    pub fn items(&self) -> impl Iterator<Item = &'a Item> {
        self.all.iter().filter(|place| place.on).map(|place| place.item)
    }

    /// The questions that a person is asked, in order.
    #[must_use]
    pub fn questions(&self) -> Vec<&'a Item> {
        self.items().filter(|item| item.is_asked()).collect()
    }

    /// Whether the item of that name is asked or read.
    #[must_use]
    pub fn has(&self, id: &str) -> bool {
        self.items().any(|item| item.id == id)
    }
}

fn passes(rule: &Rule, answers: &AnswerSet) -> bool {
    let answer = answers.get(&rule.item).filter(|answer| answer.is_given());
    let some = |wanted: fn(std::cmp::Ordering) -> bool, operand: &Operand| {
        answer.is_some_and(|answer| compared(answer, operand).any(wanted))
    };
    match &rule.test {
        Test::Answered(wanted) => answer.is_some() == *wanted,
        Test::Equal(operand) => some(std::cmp::Ordering::is_eq, operand),
        Test::NotEqual(operand) => !some(std::cmp::Ordering::is_eq, operand),
        Test::Greater(operand) => some(std::cmp::Ordering::is_gt, operand),
        Test::Less(operand) => some(std::cmp::Ordering::is_lt, operand),
        Test::AtLeast(operand) => some(std::cmp::Ordering::is_ge, operand),
        Test::AtMost(operand) => some(std::cmp::Ordering::is_le, operand),
    }
}

/// How each part of an answer stands to the operand. Words and numbers do not compare, but differ.
fn compared<'a>(answer: &'a Answer, operand: &'a Operand) -> impl Iterator<Item = std::cmp::Ordering> + 'a {
    let numbers = answer.values().iter().filter_map(move |value| match operand {
        Operand::Number(other) => value.partial_cmp(other),
        Operand::Text(_) => None,
    });
    let words = answer.text().into_iter().filter_map(move |text| match operand {
        Operand::Text(other) => Some(text.cmp(other)),
        Operand::Number(_) => None,
    });
    numbers.chain(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instrument(items: &serde_json::Value) -> Instrument {
        let text = serde_json::json!({
            "reference": { "id": "x", "version": 1 }, "title": {}, "licence": { "name": "" }, "items": items,
        });
        serde_json::from_value(text).unwrap()
    }

    fn rule(item: &str, test: &serde_json::Value) -> serde_json::Value {
        serde_json::json!({ "all": [{ "item": item, "test": test }] })
    }

    fn asked(instrument: &Instrument, answers: &[(&str, Answer)]) -> String {
        let answers = answers.iter().cloned().collect();
        Flow::of(instrument, &answers).questions().iter().map(|item| item.id.as_str()).collect()
    }

    #[test]
    fn every_test_compares_as_it_says() {
        let number = |value: f64| serde_json::json!({ "number": value });
        let cases = [
            (serde_json::json!({ "answered": true }), [false, true, true, true]),
            (serde_json::json!({ "answered": false }), [true, false, false, false]),
            (serde_json::json!({ "equal": number(2.0) }), [false, false, true, false]),
            (serde_json::json!({ "not-equal": number(2.0) }), [true, true, false, true]),
            (serde_json::json!({ "greater": number(2.0) }), [false, false, false, true]),
            (serde_json::json!({ "less": number(2.0) }), [false, true, false, false]),
            (serde_json::json!({ "at-least": number(2.0) }), [false, false, true, true]),
            (serde_json::json!({ "at-most": number(2.0) }), [false, true, true, false]),
        ];
        for (test, expected) in cases {
            let made = instrument(&serde_json::json!([{ "id": "a" }, { "id": "b", "when": rule("a", &test) }]));
            let answers = [Answer::Skipped, Answer::Value(1.0), Answer::Value(2.0), Answer::Value(3.0)];
            let found = answers.map(|answer| asked(&made, &[("a", answer)]) == "ab");
            assert_eq!(found, expected, "{test}");
        }
    }

    #[test]
    fn an_item_that_is_not_asked_counts_as_unanswered_for_those_that_depend_on_it() {
        let made = instrument(&serde_json::json!([
            { "id": "a" },
            { "id": "g", "kind": "group", "when": rule("a", &serde_json::json!({ "equal": { "number": 1.0 } })), "items": [{ "id": "b" }] },
            { "id": "c", "when": rule("b", &serde_json::json!({ "answered": true })) },
        ]));
        let b = ("b", Answer::Value(0.0));
        assert_eq!(asked(&made, &[("a", Answer::Value(1.0)), b.clone()]), "abc");
        assert_eq!(asked(&made, &[("a", Answer::Value(0.0)), b]), "a");
    }

    #[test]
    fn one_of_several_chosen_options_is_enough_and_words_order_as_dates_do() {
        let equal = |value| serde_json::json!({ "equal": { "number": value } });
        let made = instrument(&serde_json::json!([
            { "id": "a" },
            { "id": "b", "when": rule("a", &equal(2.0)) },
            { "id": "c", "when": rule("a", &serde_json::json!({ "greater": { "text": "2026-01-31" } })) },
        ]));
        assert_eq!(asked(&made, &[("a", Answer::Many(vec![1.0, 2.0]))]), "ab");
        assert_eq!(asked(&made, &[("a", Answer::Text("2026-02-01".to_owned()))]), "ac");
        assert_eq!(asked(&made, &[("a", Answer::Many(Vec::new()))]), "a");
    }

    #[test]
    fn a_circle_without_rest_asks_everything_and_says_so() {
        let unanswered = serde_json::json!({ "answered": false });
        let made = instrument(&serde_json::json!([
            { "id": "a", "when": rule("b", &unanswered) },
            { "id": "b", "when": rule("a", &unanswered) },
        ]));
        let answers = [("a", Answer::Value(1.0)), ("b", Answer::Value(1.0))].into_iter().collect();
        let flow = Flow::of(&made, &answers);
        assert!(!flow.settled);
        assert_eq!(flow.questions().len(), 2);
    }
}
