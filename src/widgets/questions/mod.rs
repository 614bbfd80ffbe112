//! **Questions**: the one place that draws an item of any questionnaire, for patients, for therapists and for a preview.
//!
//! Each kind of item follows the pattern that people with a screen reader or a keyboard know: a group of radio buttons or
//! checkboxes under a legend, a native slider with its value in words, labelled fields. What a person has not touched is not
//! answered.

mod choice;
mod form;
mod many;
mod scale;
mod text;

pub use form::{Form, items};

use std::sync::Arc;

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

use super::{part, say};
use crate::{
    instrument::{
        Answer, Instrument, Item, Kind, Translated,
        wording::{answer_words, item_words},
    },
    widgets::view,
    words::{self, Lang},
};

/// Where answers are read and kept. It is a handle: copying it copies nothing.
#[derive(Clone, Copy)]
pub struct Answers {
    /// The answer to an item of a questionnaire.
    pub get: Callback<(usize, String), Option<Answer>>,
    /// Keeps an answer. While a slider is dragged or words are typed it comes again and again.
    pub set: Callback<(usize, String, Answer)>,
    /// Told when an answer has come to rest: an option chosen, a slider let go, a field left.
    pub settled: Callback<(usize, String)>,
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

/// A text that is said again when the language changes, of the one type that all of them share.
fn text(text: impl Fn() -> String + Send + 'static) -> SharedReactiveFunction<String> {
    Arc::new(std::sync::Mutex::new(text))
}

/// The tag of the language of a text, where it is not that of the page: then a screen reader must be told.
pub fn foreign(text: &Translated, lang: Lang) -> Option<String> {
    text.tag(lang).filter(|tag| *tag != lang.tag()).map(str::to_owned)
}

/// A text of a questionnaire, in its own direction, marked with its language where that is not the page's.
pub fn said(words: Translated, lang: Signal<Lang>) -> AnyView {
    let marked = words.clone();
    view! {
        <span dir="auto" lang=move || foreign(&marked, lang.get())>{text(move || words.get(lang.get()).to_owned())}</span>
    }
    .into_any()
}

impl Asked {
    pub fn answer(&self) -> Option<Answer> {
        self.answers.get.run((self.form, self.item.id.clone()))
    }

    pub fn set(&self, answer: Answer) {
        self.answers.set.run((self.form, self.item.id.clone(), answer));
    }

    /// An answer that is given at one stroke.
    pub fn choose(&self, answer: Answer) {
        self.set(answer);
        self.settled();
    }

    pub fn settled(&self) {
        self.answers.settled.run((self.form, self.item.id.clone()));
    }

    /// The answer, drawn anew only when it changes.
    pub fn memo(&self) -> Memo<Option<Answer>> {
        let one = self.clone();
        Memo::new(move |_| one.answer())
    }

    /// An element's id, apart from every other item's.
    pub fn id(&self, part: &str) -> String {
        if self.alone { part.to_owned() } else { format!("q{}-{}-{part}", self.form, self.item.id) }
    }

    /// What describes the item: the ids of its help, where it has one, and of `others`.
    pub fn described(&self, others: &[&str]) -> Option<String> {
        let help = (!self.item.help.is_empty()).then_some("help");
        let ids: Vec<String> = help.into_iter().chain(others.iter().copied()).map(|part| self.id(part)).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn wording(&self) -> AnyView {
        let (lang, one) = (self.lang, self.clone());
        let marked = self.item.clone();
        let words = text(move || {
            let words = item_words(&one.instrument, &one.item, lang.get());
            if one.item.prefix.is_empty() { words } else { format!("{} {words}", one.item.prefix) }
        });
        let required = self
            .item
            .required
            .then(|| view! { <span class="required">" (" {say(words::questions::required)} ")"</span> }.into_any());
        view! { <span dir="auto" lang=move || foreign(&marked.text, lang.get())>{words}</span> {required} }.into_any()
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

    fn help(&self) -> AnyView {
        if self.item.help.is_empty() {
            return ().into_any();
        }
        view! { <p class="hint" id=self.id("help")>{said(self.item.help.clone(), self.lang)}</p> }.into_any()
    }
}

/// Draws one item: a question with its help, a heading, or a text.
pub(super) fn ask(one: Asked) -> AnyView {
    if one.item.is_read() {
        return read(&one);
    }
    match &one.item.kind {
        Kind::Choice { .. } | Kind::YesNo => choice::one_of(&one),
        Kind::Multi { .. } => many::many_of(&one),
        Kind::Slider(slider) => scale::slider(&one, slider),
        Kind::Number(form) => text::number(&one, form.clone()),
        Kind::Date => text::date(&one),
        Kind::Text { long } => text::words(&one, *long),
        Kind::Group | Kind::Display => ().into_any(),
    }
}

/// A heading, a text, or a question with an answer that cannot be changed.
fn read(one: &Asked) -> AnyView {
    let words = said(one.item.text.clone(), one.lang);
    match one.item.kind {
        Kind::Group => view! { <div class="heading"><h2>{words}</h2>{one.help()}</div> }.into_any(),
        Kind::Display => {
            view! { <div class="heading"><p class="reading-text">{words}</p>{one.help()}</div> }.into_any()
        }
        _ => {
            let (lang, kept) = (one.lang, one.clone());
            let answer = text(move || answer_words(&kept.instrument, &kept.item, kept.answer().as_ref(), lang.get()));
            view! { <div>{one.title()}{one.help()}<p dir="auto">{answer}</p></div> }.into_any()
        }
    }
}

/// "No answer" for a question that stands among others: there while it is answered. `typed` is what its field holds.
pub(super) fn clear(one: &Asked, typed: Option<RwSignal<String>>) -> AnyView {
    if one.alone {
        return ().into_any();
    }
    let (answer, lang, one) = (one.memo(), one.lang, StoredValue::new(one.clone()));
    let given = Memo::new(move |_| answer.with(|answer| answer.as_ref().is_some_and(Answer::is_given)));
    let name = move || {
        let item = one.with_value(|one| item_words(&one.instrument, &one.item, lang.get()));
        words::questions::clear_item(lang.get(), &item)
    };
    let clear = move |_| {
        if let Some(typed) = typed {
            typed.set(String::new());
        }
        one.with_value(|one| one.choose(Answer::Skipped));
    };
    part(move || {
        if !given.get() {
            return ().into_any();
        }
        view! {
            <button type="button" class="quiet clear" aria-label=name on:click=clear>{say(words::questions::clear)}</button>
        }
        .into_any()
    })
    .into_any()
}
