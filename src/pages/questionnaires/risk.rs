//! The question that every questionnaire is asked before it reaches anybody: does an item ask about harm, suicide or abuse?

use leptos::prelude::*;

use super::describe::item_label;
use crate::{
    instrument::Instrument,
    platform::Touched,
    widgets::{Parts, view},
    words::{self, Lang},
};

/// The items that were ticked; none for "none of them"; nothing while nobody has said.
pub type Ticked = RwSignal<Option<Vec<String>>>;

/// The question with a tick for each item and one for "none of them". Its fields are named `risk` and `risk-none`; the page
/// around it hands what happens in them to [`tick`].
pub fn question(instrument: &Instrument, ticked: Ticked, lang: Lang) -> AnyView {
    let items = instrument.questions().into_iter().map(|item| {
        let id = item.id.clone();
        let on = move || ticked.with(|ticked| ticked.as_ref().is_some_and(|ticked| ticked.contains(&id)));
        view! {
            <label class="tick">
                <input type="checkbox" data-do="risk" data-of=item.id.clone() prop:checked=on />
                <span dir="auto">{item_label(instrument, item, lang)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="risk">
            <legend>{words::questionnaires::risk_question(lang)}</legend>
            <p class="hint">{words::questionnaires::risk_why(lang)}</p>
            <div class="risk-items">{items.collect_parts()}</div>
            <label class="tick">
                <input type="checkbox" data-do="risk-none" prop:checked=move || ticked.with(|ticked| ticked.as_ref().is_some_and(Vec::is_empty)) />
                {words::questionnaires::risk_none(lang)}
            </label>
        </fieldset>
    }
    .into_any()
}

/// Takes in a touch of one of its fields. Returns whether it was one. "None" and an item exclude each other, and with nothing
/// ticked at all nobody has said.
pub fn tick(ticked: Ticked, touched: &Touched) -> bool {
    match touched.what.as_str() {
        "risk-none" => ticked.set(touched.ticked.then(Vec::new)),
        "risk" => ticked.update(|ticked| {
            let mut items = ticked.take().unwrap_or_default();
            items.retain(|item| *item != touched.of);
            if touched.ticked {
                items.push(touched.of.clone());
            }
            *ticked = (!items.is_empty()).then_some(items);
        }),
        _ => return false,
    }
    true
}
