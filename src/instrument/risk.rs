//! Answers to items that ask about harm, suicide or abuse.

use super::{Answer, AnswerSet, Flow, Instrument, Item, Kind};

/// The risk items with an answer above the lowest: any option but the one with the least weight (the most, for a reversed
/// item), yes, any number or place above the least, any words.
#[must_use]
pub fn raised<'a>(instrument: &'a Instrument, answers: &AnswerSet) -> Vec<&'a Item> {
    let mut items = risk_items(instrument, answers);
    items.retain(|item| answers.get(&item.id).is_some_and(|answer| is_raised(instrument, item, answer)));
    items
}

/// The risk items that were asked and left without an answer.
#[must_use]
pub fn left_open<'a>(instrument: &'a Instrument, answers: &AnswerSet) -> Vec<&'a Item> {
    let mut items = risk_items(instrument, answers);
    items.retain(|item| !answers.get(&item.id).is_some_and(Answer::is_given));
    items
}

fn risk_items<'a>(instrument: &'a Instrument, answers: &AnswerSet) -> Vec<&'a Item> {
    // Asked of every sitting in a caseload, so what has none is done with at once.
    if instrument.risk_items.as_ref().is_none_or(Vec::is_empty) {
        return Vec::new();
    }
    let mut asked = Flow::of(instrument, answers).questions();
    asked.retain(|item| instrument.is_risk(&item.id));
    asked
}

/// Whether an answer to a risk item is above the lowest.
#[must_use]
pub fn is_raised(instrument: &Instrument, item: &Item, answer: &Answer) -> bool {
    height(instrument, item, answer) > 0.0
}

/// How far an answer to a risk item stands above the lowest, in the item's own units: of several options the one that stands
/// highest, 1 for any words; 0 for the lowest answer and for none.
#[must_use]
pub fn height(instrument: &Instrument, item: &Item, answer: &Answer) -> f64 {
    if let Some(text) = answer.text() {
        return if text.trim().is_empty() { 0.0 } else { 1.0 };
    }
    let options = instrument.choices(item);
    // An option without a weight stands where it stands: the first is the lowest.
    let counts = |value: f64| {
        let option = options.iter().find(|option| option.value == value);
        option.and_then(super::Choice::weight).unwrap_or(value)
    };
    let bounds = instrument.item_range(item).or_else(|| Some((options.first()?.value, options.last()?.value)));
    let above = |value: f64| match bounds {
        Some((_, high)) if item.reversed => high - value,
        Some((low, _)) => value - low,
        // A number without a known least: anything but nothing.
        None if matches!(item.kind, Kind::Number(_)) => value,
        None => 0.0,
    };
    answer.values().iter().map(|value| above(counts(*value))).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn instrument() -> Instrument {
        let option = |value: i32| json!({ "value": value, "text": {} });
        let items = json!([
            { "id": "choice" },
            { "id": "reversed", "reversed": true },
            { "id": "yes-no", "kind": "yes-no" },
            { "id": "slider", "kind": { "slider": { "min": 0, "max": 10, "step": 1 } } },
            { "id": "words", "kind": { "text": {} } },
            { "id": "count", "kind": { "number": {} } },
            { "id": "many", "kind": { "multi": {} } },
        ]);
        let risk: Vec<&str> = ["choice", "reversed", "yes-no", "slider", "words", "count", "many"].to_vec();
        let made = json!({
            "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {},
            "options": [option(0), option(1), option(2)], "items": items, "risk_items": risk,
        });
        serde_json::from_value(made).unwrap()
    }

    fn raised_by(item: &str, answer: Answer) -> bool {
        let made = instrument();
        raised(&made, &[(item, answer)].into_iter().collect()).iter().any(|raised| raised.id == item)
    }

    #[test]
    fn anything_above_the_lowest_is_raised_and_the_lowest_is_not() {
        let words = |text: &str| Answer::Text(text.to_owned());
        for (item, lowest, above) in [
            ("choice", Answer::Value(0.0), Answer::Value(1.0)),
            ("reversed", Answer::Value(2.0), Answer::Value(1.0)),
            ("yes-no", Answer::Value(0.0), Answer::Value(1.0)),
            ("slider", Answer::Value(0.0), Answer::Value(0.5)),
            ("words", words(" "), words("a little")),
            ("count", Answer::Value(0.0), Answer::Value(1.0)),
            ("many", Answer::Many(vec![]), Answer::Many(vec![0.0, 2.0])),
        ] {
            assert!(!raised_by(item, lowest), "{item}");
            assert!(!raised_by(item, Answer::Skipped), "{item}");
            assert!(raised_by(item, above), "{item}");
        }
    }

    #[test]
    fn a_higher_answer_stands_higher() {
        let made = instrument();
        let height = |item: &str, answer| height(&made, made.item(item).unwrap(), &answer);
        assert!(height("choice", Answer::Value(2.0)) > height("choice", Answer::Value(1.0)));
        assert!(height("reversed", Answer::Value(0.0)) > height("reversed", Answer::Value(1.0)));
        assert_eq!(height("many", Answer::Many(vec![0.0, 2.0])), height("many", Answer::Many(vec![1.0, 2.0])));
        assert_eq!(height("words", Answer::Text("more words".to_owned())), 1.0);
        assert_eq!(height("slider", Answer::Skipped), 0.0);
    }

    #[test]
    fn an_open_item_is_named_and_another_item_never_is() {
        let mut made = instrument();
        made.risk_items = Some(vec!["choice".to_owned()]);
        let answers = [("yes-no", Answer::Value(1.0))].into_iter().collect();
        assert!(raised(&made, &answers).is_empty());
        assert_eq!(left_open(&made, &answers).len(), 1);
        made.risk_items = None;
        assert!(left_open(&made, &answers).is_empty());
    }
}
