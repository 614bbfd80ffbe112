//! Looking through the answers, choosing when to talk, and finishing.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    care::Talk,
    instrument::{
        Answer, Instrument,
        screens::Screen,
        wording::{answer_words, item_words},
    },
    session::{SaveState, TurnDesk, TurnStep},
    widgets::{
        Parts, Sentence, language, part,
        questions::{foreign, said},
        say, view,
    },
    words::{self, Lang},
};

const TALKS: [(Talk, Sentence); 3] = [
    (Talk::Now, words::answer::talk_now),
    (Talk::NextTime, words::answer::talk_next),
    (Talk::IWillRaiseIt, words::answer::talk_self),
];

/// One question that is asked.
struct Line {
    /// The screen it stands on.
    place: usize,
    form: usize,
    instrument: Arc<Instrument>,
    id: String,
    /// Whether its author would like it answered, and it is not.
    open: bool,
}

fn lines(desk: TurnDesk, screens: &[Screen]) -> Vec<Line> {
    let mut all = Vec::new();
    desk.instruments.with_value(|forms| {
        for (place, screen) in screens.iter().enumerate() {
            let Some(instrument) = forms.get(screen.form) else { continue };
            for item in screen.items.iter().filter_map(|id| instrument.item(id)).filter(|item| item.is_asked()) {
                let (form, id) = (screen.form, item.id.clone());
                let given = desk.draft.with(|draft| draft.answer(form, &id).is_some_and(Answer::is_given));
                all.push(Line { place, form, instrument: instrument.clone(), id, open: item.required && !given });
            }
        }
    });
    all
}

impl Line {
    fn draw(&self, desk: TurnDesk, lang: Lang) -> Option<AnyView> {
        let item = self.instrument.item(&self.id)?;
        let (place, text) = (self.place, item_words(&self.instrument, item, lang));
        let answer =
            desk.draft.with(|draft| answer_words(&self.instrument, item, draft.answer(self.form, &self.id), lang));
        let line = view! {
            <li class:open=self.open>
                <span class="asked" dir="auto" lang=foreign(&item.text, lang)>{text.clone()}</span>
                <strong dir="auto">{answer}</strong>
                <button
                    class="quiet"
                    aria-label=words::answer::change_item(lang, &text)
                    on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(place))
                >{words::answer::change(lang)}</button>
            </li>
        };
        Some(line.into_any())
    }
}

/// The answers, a list a questionnaire.
fn lists(desk: TurnDesk, screens: &[Screen], lang: Signal<Lang>) -> AnyView {
    let all = lines(desk, screens);
    let several = all.iter().any(|line| line.form != 0);
    let list = |form: &[Line]| {
        let title = form.first().filter(|_| several).map(|line| said(line.instrument.title.clone(), lang));
        let lines: Vec<AnyView> = form.iter().filter_map(|line| line.draw(desk, lang.get())).collect();
        view! { {title.map(|title| view! { <h2>{title}</h2> }.into_any())} <ol class="review">{lines}</ol> }.into_any()
    };
    all.chunk_by(|one, next| one.form == next.form).map(list).collect::<Vec<_>>().into_any()
}

/// The questions that their authors would like answered and that are still open, by name.
fn still_open(desk: TurnDesk, screens: &[Screen], lang: Lang) -> AnyView {
    let all = lines(desk, screens);
    let name = |line: &Line| {
        let text = item_words(&line.instrument, line.instrument.item(&line.id)?, lang);
        Some(view! { <li dir="auto">{text}</li> }.into_any())
    };
    let open: Vec<AnyView> = all.iter().filter(|line| line.open).filter_map(name).collect();
    if open.is_empty() {
        return ().into_any();
    }
    view! { <div class="notice attention"><p>{words::questions::required_left(lang)}</p><ul>{open}</ul></div> }
        .into_any()
}

/// The screen.
#[component]
pub fn Review(
    /// The turn.
    desk: TurnDesk,
    /// All screens of the turn.
    screens: Memo<Vec<Screen>>,
) -> impl IntoView {
    let lang = language();
    let talk = Memo::new(move |_| desk.draft.with(|draft| draft.talk));
    let busy = Memo::new(move |_| desk.save.with(|state| *state == SaveState::Saving));
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::review_title)}</h1>
        <p class="lead">{say(words::answer::review_lead)}</p>
        {part(move || still_open(desk, &screens.get(), lang.get()))}
        {part(move || lists(desk, &screens.get(), lang))}
        <fieldset class="talk-choice">
            <legend>{say(words::answer::talk_title)}</legend>
            <p class="hint">{say(words::answer::talk_lead)}</p>
            <div class="options">
                {TALKS
                    .map(|(choice, text)| {
                        view! {
                            <label class="option" class:chosen=move || talk.get() == Some(choice)>
                                <input
                                    type="radio"
                                    name="talk"
                                    prop:checked=move || talk.get() == Some(choice)
                                    on:change=move |_| desk.change(|draft| draft.talk = Some(choice))
                                />
                                <span>{say(text)}</span>
                            </label>
                        }
                    })
                    .collect_parts()}
            </div>
        </fieldset>
        <div class="steps">
            <button
                type="button"
                on:click=move |_| desk.change(|draft| draft.step = TurnStep::Question(screens.with_untracked(Vec::len).saturating_sub(1)))
            >{say(words::answer::back)}</button>
            <button class="primary wide" aria-disabled=move || busy.get().then_some("true") on:click=move |_| desk.finish()>
                {say(words::answer::send)}
            </button>
        </div>
    }
}
