//! An item and its answer as a person reads them.

use super::{Answer, Instrument, Item, Kind, Slider, Translated};
use crate::words::{self, Lang, date_long, number, parse_day};

/// The wording of an item; "Item 3" where a scoring template has none.
#[must_use]
pub fn item_words(instrument: &Instrument, item: &Item, lang: Lang) -> String {
    if !item.text.is_empty() {
        return item.text.get(lang).to_owned();
    }
    let place = instrument.questions().iter().position(|other| other.id == item.id);
    words::questions::item_n(lang, &place.map_or_else(|| item.id.clone(), |place| (place + 1).to_string()))
}

/// What stands above the questions: what to think of, and the time that answers are about where that does not say it.
#[must_use]
pub fn introduction(instrument: &Instrument, lang: Lang) -> Vec<Translated> {
    let (lead, recall) = (&instrument.lead, &instrument.recall);
    let said = lead.get(lang).to_lowercase().contains(&recall.get(lang).to_lowercase());
    let all = [Some(lead).filter(|lead| !lead.is_empty()), Some(recall).filter(|_| !said)];
    all.into_iter().flatten().cloned().collect()
}

/// A number with as many decimals as it has, two at most.
#[must_use]
pub fn figure(value: f64, lang: Lang) -> String {
    let digits = if value.fract() == 0.0 {
        0
    } else if (value * 10.0).fract() == 0.0 {
        1
    } else {
        2
    };
    number(lang, value, digits)
}

/// A place on a slider in words: "7 of 10"; between two opposites, where the middle is zero, "2 towards" an end.
#[must_use]
pub fn slider_words(slider: &Slider, value: f64, lang: Lang) -> String {
    let figure = |value: f64| figure(value, lang);
    if slider.min != -slider.max {
        return words::questions::of_range(lang, &figure(value), &figure(slider.max));
    }
    let end = if value < 0.0 { &slider.low } else { &slider.high };
    match end.get(lang) {
        _ if value == 0.0 => words::questions::in_the_middle(lang).to_owned(),
        "" => figure(value),
        end => words::questions::towards(lang, &figure(value.abs()), end),
    }
}

/// An answer in words: the option's wording, yes or no, the number with its unit, the date, the text; "no answer" where it was
/// skipped or never reached.
#[must_use]
pub fn answer_words(instrument: &Instrument, item: &Item, answer: Option<&Answer>, lang: Lang) -> String {
    let options = instrument.choices(item);
    let figure = |value: f64| figure(value, lang);
    let one = |value: f64| {
        let option = options.iter().find(|option| option.value == value);
        let text = option.map(|option| option.text.get(lang)).filter(|text| !text.is_empty());
        match (&item.kind, text) {
            (_, Some(text)) => text.to_owned(),
            (Kind::YesNo, None) => {
                (if value > 0.0 { words::questions::yes } else { words::questions::no })(lang).to_owned()
            }
            (Kind::Number(form), None) if !form.unit.is_empty() => format!("{} {}", figure(value), form.unit),
            (Kind::Slider(slider), None) => slider_words(slider, value, lang),
            _ => figure(value),
        }
    };
    match answer {
        None | Some(Answer::Skipped) => words::questions::no_answer(lang).to_owned(),
        Some(Answer::Value(value)) => one(*value),
        Some(Answer::Many(values)) if values.is_empty() => words::questions::none_of_these(lang).to_owned(),
        Some(Answer::Many(values)) => values.iter().map(|value| one(*value)).collect::<Vec<_>>().join(", "),
        Some(Answer::Text(text)) if matches!(item.kind, Kind::Date) => {
            parse_day(text).map_or_else(|| text.clone(), |day| date_long(lang, day))
        }
        Some(Answer::Text(text)) => text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_kind_of_answer_has_words() {
        let option = |value: i32, text: &str| json!({ "value": value, "text": { "en": text } });
        let made = json!({
            "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {},
            "options": [option(1, "Rarely"), option(2, "Often")],
            "items": [
                { "id": "a", "text": { "en": "How often?" } },
                { "id": "b", "kind": "yes-no" },
                { "id": "c", "kind": { "slider": { "min": 0, "max": 10, "step": 1 } } },
                { "id": "g", "kind": { "slider": { "min": -3, "max": 3, "step": 1, "low": { "en": "Less" }, "high": { "en": "More" } } } },
                { "id": "d", "kind": { "number": { "unit": "kg" } } },
                { "id": "e", "kind": "date" },
                { "id": "f", "kind": { "multi": {} } },
            ],
        });
        let made: Instrument = serde_json::from_value(made).unwrap();
        let say = |id: &str, answer: Option<Answer>| {
            let item = made.item(id).unwrap();
            answer_words(&made, item, answer.as_ref(), Lang::En)
        };
        let text = |text: &str| Some(Answer::Text(text.to_owned()));
        assert_eq!(say("a", Some(Answer::Value(2.0))), "Often");
        assert_eq!(say("a", text("once a moon")), "once a moon");
        assert_eq!(say("b", Some(Answer::Value(1.0))), "Yes");
        assert_eq!(say("c", Some(Answer::Value(6.5))), "6.5 of 10");
        let places = [-2.0, 0.0, 1.0].map(|place| say("g", Some(Answer::Value(place))));
        assert_eq!(places, ["2 towards “Less”", "In the middle", "1 towards “More”"]);
        assert_eq!(say("d", Some(Answer::Value(70.25))), "70.25 kg");
        assert_eq!(say("e", text("2026-11-23")), "23 Nov 2026");
        assert_eq!(say("f", Some(Answer::Many(vec![1.0, 2.0]))), "Rarely, Often");
        assert_eq!(say("f", Some(Answer::Many(vec![]))), "None of these");
        assert_eq!((say("a", None), say("a", Some(Answer::Skipped))), ("No answer".to_owned(), "No answer".to_owned()));
        assert_eq!(item_words(&made, made.item("a").unwrap(), Lang::En), "How often?");
        assert_eq!(item_words(&made, made.item("c").unwrap(), Lang::En), "Item 3");
    }

    #[test]
    fn the_time_that_is_asked_about_is_said_once() {
        let say = |lead: &str, recall: &str| {
            let made = json!({
                "reference": { "id": "x", "version": 1 }, "title": {}, "licence": {}, "items": [],
                "lead": { "en": lead }, "recall": { "en": recall },
            });
            let made: Instrument = serde_json::from_value(made).unwrap();
            let all = introduction(&made, Lang::En);
            all.iter().map(|text| text.get(Lang::En).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(say("Think of the last week.", "The last week"), ["Think of the last week."]);
        assert_eq!(say("Think of yourself.", "The last week"), ["Think of yourself.", "The last week"]);
        assert_eq!(say("", "The last week"), ["The last week"]);
        assert!(say("", "").is_empty());
    }
}
