//! The first screen: who sees the answers, that nobody is watching, and that low marks help.

use leptos::prelude::*;

use crate::{
    care::{
        AnsweredBy,
        told::{RATERS, told},
    },
    instrument::screens::{Screen, asked},
    pages::help::ContactList,
    session::{TurnDesk, TurnStep},
    widgets::{language, say, view},
    words,
};

/// Tells somebody who answers about another person as whom they do.
fn second_rater(desk: TurnDesk) -> AnyView {
    let lang = language();
    if desk.by == AnsweredBy::Respondent {
        return ().into_any();
    }
    view! { <p>{move || words::rater::you_answer(lang.get(), told(&RATERS, &desk.by, lang.get()))}</p> }.into_any()
}

/// The screen.
#[component]
pub fn Start(
    /// The turn.
    desk: TurnDesk,
    /// All screens of the turn.
    screens: Memo<Vec<Screen>>,
) -> impl IntoView {
    let lang = language();
    let about = move |lang| {
        let questions = screens.with(|all| asked(all));
        // A marked answer takes some eight seconds.
        let minutes = questions.div_ceil(8);
        format!("{} {}", words::answer::about(lang, questions), words::answer::minutes(lang, minutes))
    };
    let begin = move |_| {
        let forms = desk.questionnaires();
        desk.change(|draft| {
            for (form, instrument) in forms.iter().enumerate() {
                draft.answers_to(form).begin(instrument);
            }
            draft.step = TurnStep::Question(0);
        });
    };
    view! {
        <h1 id="page-title" tabindex="-1">{say(words::answer::hello)}</h1>
        <p class="lead">{move || about(lang.get())}</p>
        {second_rater(desk)}
        <p>{say(words::answer::low_help)}</p>
        <p>{say(words::answer::who)} " " {say(words::answer::skip_ok)}</p>
        <button class="primary wide" on:click=begin>{say(words::answer::start)}</button>
        <div class="safety">
            <p>{say(words::answer::nobody)}</p>
            <ContactList contacts=desk.contacts.get_value() />
        </div>
    }
}
