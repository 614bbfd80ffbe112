//! **Questions**: the one place that draws an item of any questionnaire, for patients, for therapists and for a preview.
//!
//! Each kind of item follows the pattern that people with a screen reader or a keyboard know: a group of radio buttons or
//! checkboxes under a legend, a native slider with its value in words, labelled fields. What a person has not touched is not
//! answered.

mod choice;
mod form;
mod scale;
mod text;

pub use form::{Form, items};

use std::sync::Arc;

use leptos::prelude::*;

use super::{part, say};
use crate::{
    instrument::{Answer, Instrument, Item, Kind, wording::item_words},
    words::{self, Lang},
};

/// Where answers are read and kept. It is a handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Answers {
    /// The answer to an item of a questionnaire.
    pub get: Callback<(usize, String), Option<Answer>>,
    /// Keeps an answer.
    pub set: Callback<(usize, String, Answer)>,
}

/// One item on the page.
#[derive(Clone)]
pub(super) struct Asked {
    pub instrument: Arc<Instrument>,
    pub item: Arc<Item>,
    pub form: usize,
    pub answers: Answers,
    pub lang: Signal<Lang>,
    /// Whether it is the only question of its screen, which then bears its wording as the title.
    pub alone: bool,
}

impl Asked {
    pub fn answer(&self) -> Option<Answer> {
        self.answers.get.run((self.form, self.item.id.clone()))
    }

    pub fn set(&self, answer: Answer) {
        self.answers.set.run((self.form, self.item.id.clone(), answer));
    }

    /// An element's id, apart from every other item's.
    pub fn id(&self, part: &str) -> String {
        if self.alone { part.to_owned() } else { format!("q{}-{}-{part}", self.form, self.item.id) }
    }

    /// What describes the item: the id of its help, where it has one.
    pub fn described(&self) -> Option<String> {
        (!self.item.help.is_empty()).then(|| self.id("help"))
    }

    fn wording(&self) -> AnyView {
        let one = self.clone();
        let required = self
            .item
            .required
            .then(|| view! { <span class="required">" (" {say(words::questions::required)} ")"</span> }.into_any());
        let prefix = (!self.item.prefix.is_empty()).then(|| format!("{} ", self.item.prefix));
        view! {
            <span dir="auto">{prefix} {move || item_words(&one.instrument, &one.item, one.lang.get())}</span>
            {required}
        }
        .into_any()
    }

    /// The wording as the title of a screen or as the name of one part of it.
    pub fn title(&self) -> AnyView {
        let wording = self.wording();
        if self.alone {
            view! { <h1 class="item" id="page-title" tabindex="-1">{wording}</h1> }.into_any()
        } else {
            view! { <span class="item">{wording}</span> }.into_any()
        }
    }

    /// The wording as the label of a field of that id.
    pub fn label(&self, field: &str) -> AnyView {
        if self.alone { self.title() } else { view! { <label for=self.id(field)>{self.title()}</label> }.into_any() }
    }

    /// What names a field that has no label of its own, because the screen's title is one.
    pub fn labelled(&self) -> Option<&'static str> {
        self.alone.then_some("page-title")
    }

    fn help(&self) -> Option<AnyView> {
        let (one, id) = (self.clone(), self.described()?);
        Some(
            view! { <p class="hint" id=id dir="auto">{move || one.item.help.get(one.lang.get()).to_owned()}</p> }
                .into_any(),
        )
    }
}

/// Draws one item: a question with its help, a heading, or a text.
pub(super) fn ask(one: Asked) -> AnyView {
    let shown = one.clone();
    let text = move || shown.item.text.get(shown.lang.get()).to_owned();
    match &one.item.kind {
        Kind::Group => view! { <h2 dir="auto">{text}</h2> }.into_any(),
        Kind::Display => view! { <p class="lead-in" dir="auto">{text}</p> }.into_any(),
        Kind::Choice { .. } | Kind::YesNo => choice::one_of(&one),
        Kind::Multi { .. } => choice::many_of(&one),
        Kind::Slider(slider) => scale::slider(&one, slider),
        Kind::Number(_) => text::number(&one),
        Kind::Date => text::date(&one),
        Kind::Text { long } => text::words(&one, *long),
    }
}

/// "No answer" for a question that stands among others: there while it is answered.
pub(super) fn clear(one: &Asked) -> AnyView {
    if one.alone {
        return ().into_any();
    }
    let one = one.clone();
    let given = {
        let one = one.clone();
        Memo::new(move |_| one.answer().is_some_and(|answer| answer.is_given()))
    };
    let (lang, named) = (one.lang, one.clone());
    let name =
        move || words::questions::clear_item(lang.get(), &item_words(&named.instrument, &named.item, lang.get()));
    let name = StoredValue::new(Box::new(name) as Box<dyn Fn() -> String + Send + Sync>);
    let one = StoredValue::new_local(one);
    part(move || {
        if !given.get() {
            return ().into_any();
        }
        view! {
            <button
                type="button"
                class="quiet clear"
                aria-label=move || name.with_value(|name| name())
                on:click=move |_| one.with_value(|one| one.set(Answer::Skipped))
            >{say(words::questions::clear)}</button>
        }
        .into_any()
    })
    .into_any()
}
