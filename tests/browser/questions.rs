//! Every kind of question, drawn and answered as a person would.

use std::sync::Arc;

use attune::{
    instrument::{Answer, AnswerSet, Instrument},
    platform::next_frame,
    widgets::questions::Form,
    words::Lang,
};
use leptos::prelude::*;
use serde_json::{Value, json};
use wasm_bindgen_test::wasm_bindgen_test;

fn instrument() -> Arc<Instrument> {
    let text = |text: &str| json!({ "en": text });
    let option = |value: i32, text: &str| json!({ "value": value, "text": { "en": text } });
    let bare = |value: i32| json!({ "value": value, "text": {} });
    let when = json!({ "all": [{ "item": "agree", "test": { "equal": { "number": 1.0 } } }] });
    let many =
        json!([option(1, "Tea"), option(2, "Coffee"), { "value": 9, "exclusive": true, "text": text("Nothing") }]);
    let made = json!({
        "reference": { "id": "all-kinds", "version": 1 }, "title": text("Of every kind"), "licence": {}, "language": "en",
        "options": [option(0, "Never"), option(1, "Often")],
        "items": [
            { "id": "part", "kind": "group", "text": text("A part"), "items": [
                { "id": "note", "kind": "display", "text": text("Read this.") },
                { "id": "often", "text": text("How often?"), "help": text("A guess will do."), "prefix": "1.", "required": true },
            ] },
            { "id": "open", "text": text("Which?"), "kind": { "choice": { "options": [option(3, "This")], "open": true } } },
            { "id": "drinks", "text": text("What?"), "kind": { "multi": { "options": many } } },
            { "id": "any", "text": text("Any?"), "kind": { "multi": { "options": [bare(1)] } } },
            { "id": "agree", "text": text("Yes?"), "kind": "yes-no" },
            { "id": "more", "text": text("More"), "kind": { "text": {} }, "when": when },
            { "id": "place", "text": { "fi": "Missä?" }, "kind": { "slider": { "min": 0, "max": 10, "step": 1, "low": text("Low"), "high": text("High") } } },
            { "id": "weight", "text": text("Weight"), "kind": { "number": { "min": 30, "max": 200, "unit": "kg" } } },
            { "id": "day", "text": text("When?"), "kind": "date" },
            { "id": "words", "text": text("Say more"), "kind": { "text": { "long": true } } },
            { "id": "fixed", "text": text("Clinic"), "kind": { "text": {} }, "read_only": true, "initial": "North" },
            { "id": "unnamed", "kind": "yes-no" },
            { "id": "hidden", "kind": "yes-no", "hidden": true },
        ],
    });
    Arc::new(serde_json::from_value(made).unwrap())
}

/// What a person does, in the page's own terms: `type` writes into a field, `leave` leaves it, `tap` clicks.
const HANDS: &str = "
    const at = (id) => document.getElementById('q0-' + id);
    const tell = (id, kind) => at(id).dispatchEvent(new Event(kind, { bubbles: true }));
    const type = (id, text) => { at(id).value = text; tell(id, 'input'); };
    const leave = (id) => tell(id, 'change');
    const tap = (id) => at(id).click();
    const text = (id) => at(id).textContent;
";

/// Runs a script and waits until the page has been drawn again.
async fn act(script: &str) -> Value {
    let answer = js_sys::eval(&format!("(() => {{ {HANDS} {script} }})()")).unwrap();
    next_frame().await;
    let answer = js_sys::JSON::stringify(&answer).ok().and_then(|text| text.as_string());
    answer.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Draws the questionnaire alone on the page; gone when the handle is dropped.
fn drawn() -> (RwSignal<AnswerSet>, impl Drop) {
    let answers = RwSignal::new(AnswerSet::default());
    let handle = mount_to_body(answers);
    (answers, handle)
}

fn mount_to_body(answers: RwSignal<AnswerSet>) -> impl Drop {
    let body = document().body().unwrap();
    leptos::mount::mount_to(body, move || {
        let lang = Signal::stored(Lang::En);
        view! { <Form instrument=instrument() answers=answers lang=lang /> }
    })
}

fn answer(answers: RwSignal<AnswerSet>, id: &str) -> Option<Answer> {
    answers.with_untracked(|set| set.get(id).cloned())
}

fn words(text: &str) -> Option<Answer> {
    Some(Answer::Text(text.to_owned()))
}

#[wasm_bindgen_test]
async fn every_kind_of_question_takes_an_answer_and_gives_it_back() {
    let (answers, page) = drawn();
    next_frame().await;
    assert_eq!(answer(answers, "place"), None, "a slider that nobody has touched has no answer");
    act("tap('often-option-1'); tap('drinks-option-2'); tap('drinks-option-1'); tap('agree-option-1')").await;
    assert_eq!(answer(answers, "often"), Some(Answer::Value(1.0)));
    assert_eq!(answer(answers, "drinks"), Some(Answer::Many(vec![1.0, 2.0])));
    act("type('more-field', 'Because'); type('words-field', 'first\\nsecond')").await;
    assert_eq!((answer(answers, "more"), answer(answers, "words")), (words("Because"), words("first\nsecond")));
    act("type('place-slider', '7'); type('day-field', '2026-02-28'); type('weight-field', '70.5')").await;
    assert_eq!(answer(answers, "place"), Some(Answer::Value(7.0)));
    assert_eq!(answer(answers, "weight"), Some(Answer::Value(70.5)));
    assert_eq!(answer(answers, "day"), words("2026-02-28"));
    assert_eq!(act("return at('place-slider').getAttribute('aria-valuetext')").await, json!("7 of 10"));
    // The one that hangs on another goes and comes with it.
    act("tap('agree-option-0')").await;
    assert_eq!(act("return at('more-field') === null").await, json!(true));
    // Everything can be taken back.
    act("document.querySelectorAll('button.clear').forEach((button) => button.click())").await;
    for id in ["often", "drinks", "agree", "words", "place", "weight", "day"] {
        assert_eq!(answer(answers, id), Some(Answer::Skipped), "{id}");
    }
    let left = act("return [at('weight-field').value, at('day-field').value, at('words-field').value, at('often-option-1').checked,
        at('place-slider').closest('.slider').classList.contains('untouched')]");
    assert_eq!(left.await, json!(["", "", "", false, true]));
    drop(page);
}

#[wasm_bindgen_test]
async fn options_that_exclude_each_other_do() {
    let (answers, page) = drawn();
    next_frame().await;
    act("tap('drinks-option-1'); tap('drinks-option-9')").await;
    assert_eq!(answer(answers, "drinks"), Some(Answer::Many(vec![9.0])));
    act("tap('drinks-option-2')").await;
    assert_eq!(answer(answers, "drinks"), Some(Answer::Many(vec![2.0])));
    act("tap('drinks-option-2')").await;
    assert_eq!(answer(answers, "drinks"), Some(Answer::Skipped));
    // "None of these" is an answer, and offered only where no option says so.
    assert_eq!(act("return at('drinks-option-none') === null").await, json!(true));
    act("tap('any-option-none')").await;
    assert_eq!(answer(answers, "any"), Some(Answer::Many(Vec::new())));
    act("tap('any-option-1')").await;
    assert_eq!(answer(answers, "any"), Some(Answer::Many(vec![1.0])));
    assert_eq!(act("return at('any-option-none').checked").await, json!(false));
    drop(page);
}

#[wasm_bindgen_test]
async fn something_else_is_an_answer_once_it_is_written() {
    let (answers, page) = drawn();
    next_frame().await;
    assert_eq!(act("return at('open-other-text').checkVisibility()").await, json!(false));
    act("tap('open-option-other')").await;
    assert_eq!(act("return at('open-other-text').checkVisibility()").await, json!(true));
    assert_eq!(answer(answers, "open"), Some(Answer::Skipped));
    // Digits are words here, not an option's value.
    act("type('open-other-text', '3'); leave('open-other-text')").await;
    assert_eq!(answer(answers, "open"), words("3"));
    act("tap('open-option-3')").await;
    assert_eq!(answer(answers, "open"), Some(Answer::Value(3.0)));
    act("tap('open-option-other')").await;
    assert_eq!(answer(answers, "open"), words("3"), "what was written is still there");
    drop(page);
}

#[wasm_bindgen_test]
async fn a_number_that_will_not_do_is_said_when_the_field_is_left() {
    let (answers, page) = drawn();
    next_frame().await;
    let state = "return [text('weight-error'), at('weight-field').getAttribute('aria-invalid')]";
    act("type('weight-field', '7')").await;
    assert_eq!(act(state).await, json!(["", null]), "not while somebody is still typing");
    act("leave('weight-field')").await;
    assert_eq!(act(state).await, json!(["Please write a number from 30 to 200.", "true"]));
    assert_eq!(answer(answers, "weight"), Some(Answer::Skipped));
    act("type('weight-field', '70')").await;
    assert_eq!(act(state).await, json!(["", null]));
    assert_eq!(answer(answers, "weight"), Some(Answer::Value(70.0)));
    // A date of which a part is taken out is no answer, and what is left of it stays.
    act("type('day-field', '2026-02-28'); Object.defineProperty(at('day-field'), 'value', { configurable: true, get: () => '',
        set: () => { throw new Error('the field was written to'); } }); tell('day-field', 'input')").await;
    assert_eq!(answer(answers, "day"), Some(Answer::Skipped));
    act("type('words-field', '   ')").await;
    assert_eq!(answer(answers, "words"), Some(Answer::Skipped), "spaces are no words");
    drop(page);
}

#[wasm_bindgen_test]
async fn every_control_has_a_name_and_what_describes_it() {
    let (answers, page) = drawn();
    next_frame().await;
    assert_eq!(answer(answers, "fixed"), words("North"), "what stands there from the start counts");
    let seen = act("return document.querySelector('.items').textContent").await;
    let seen = seen.as_str().unwrap_or_default();
    for part in [
        "A part",
        "Read this.",
        "1. How often?",
        "A guess will do.",
        "please answer if you can",
        "North",
        "kg",
        "Item 11",
    ] {
        assert!(seen.contains(part), "{part}: {seen}");
    }
    assert_eq!(
        act("return [at('fixed-field'), at('hidden-option-1'), at('more-field')]").await,
        json!([null, null, null])
    );
    let nameless = "return [...document.querySelectorAll('.items :is(input, textarea)')].filter((field) =>
        !(field.labels?.length && [...field.labels].some((label) => label.textContent.trim()))).map((field) => field.id)";
    assert_eq!(act(nameless).await, json!([]));
    let dangling = "return [...document.querySelectorAll('[aria-describedby], [aria-labelledby]')].flatMap((at) =>
        `${at.getAttribute('aria-describedby') ?? ''} ${at.getAttribute('aria-labelledby') ?? ''}`.trim().split(/ +/))
        .filter((id) => id && !document.getElementById(id))";
    assert_eq!(act(dangling).await, json!([]));
    let help = act("return at('often-option-1').closest('fieldset').getAttribute('aria-describedby')").await;
    assert_eq!(help, json!("q0-often-help"));
    // Finnish words are read aloud as Finnish, and the rest as the page's language.
    let tags =
        act("return [...document.querySelectorAll('.items [lang]')].map((at) => [at.lang, at.textContent])").await;
    assert_eq!(tags, json!([["fi", "Missä?"]]));
    let slider = act("return [at('place-slider').getAttribute('aria-valuetext'), text('place-keys')]").await;
    assert!(slider[0].as_str().is_some_and(|text| text.starts_with("Not answered yet")), "{slider}");
    // A tap where it stands is an answer.
    act("tap('place-slider')").await;
    assert_eq!(answer(answers, "place"), Some(Answer::Value(5.0)));
    act("type('place-slider', '0')").await;
    assert_eq!(act("return at('place-slider').getAttribute('aria-valuetext')").await, json!("0 of 10, Low"));
    assert_eq!(
        act("return document.querySelectorAll('.form [style]').length").await,
        json!(0),
        "the policy allows no style attributes"
    );
    drop(page);
}
