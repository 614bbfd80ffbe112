//! The patient's side: one thing at a time, in large type, with no way to the therapist's data.

mod question;
mod review;
mod start;
mod thanks;

use leptos::prelude::*;

use super::{expect_app, help::Help, save_line::SaveLine, shell::Mark};
use crate::{
    care::{PersonId, SessionId},
    instrument::{Answer, risk, screens::screens},
    platform,
    session::{Route, SaveState, TurnDesk, TurnStep},
    widgets::{Notice, Spoken, Tone, When, language, say, view},
    words,
};

/// The whole page while the device is in a patient's hands.
#[component]
pub fn Turn(
    /// The turn.
    desk: TurnDesk,
) -> impl IntoView {
    Effect::new(move |_| {
        let lang = desk.lang.get();
        platform::set_language(lang.tag(), lang.dir());
        platform::set_title(words::answer::title(lang));
    });
    view! {
        <header class="top turn">
            <span class="brand"><Mark /></span>
        </header>
        <main id="content"><Steps desk=desk done=None /></main>
    }
}

/// The same in the sample, within the therapist's page.
#[component]
pub fn SampleTurn(
    /// Whose answers these will be.
    person: PersonId,
    /// For which session.
    session: SessionId,
) -> impl IntoView {
    let app = expect_app();
    match TurnDesk::sample(app, person, session).filter(|_| app.is_sample()) {
        Some(desk) => {
            view! { <Spoken lang=desk.lang><Steps desk=desk done=Some(Route::Person(person)) /></Spoken> }.into_any()
        }
        None => view! { <p>{say(words::not_found::text)}</p> }.into_any(),
    }
}

/// Watches over answers on risk: one above the lowest shows the help page at once, and again when it is changed to a higher one.
fn watch(desk: TurnDesk, helping: RwSignal<bool>) -> Callback<(usize, String)> {
    let height = move |form: usize, id: &str| {
        let answer = desk.draft.with_untracked(|draft| draft.answer(form, id).cloned());
        desk.instruments.with_value(|forms| {
            let one = forms.get(form).filter(|one| one.is_risk(id))?;
            Some(risk::height(one, one.item(id)?, &answer.unwrap_or(Answer::Skipped)))
        })
    };
    // How high each stood before. Help was shown for what a draft brings along.
    let mut known: Vec<(usize, String, f64)> = Vec::new();
    for (form, one) in desk.questionnaires().iter().enumerate() {
        let ids = one.risk_items.iter().flatten();
        known.extend(ids.filter_map(|id| Some((form, id.clone(), height(form, id)?))));
    }
    let known = StoredValue::new(known);
    Callback::new(move |(form, id): (usize, String)| {
        let Some(now) = height(form, &id) else { return };
        known.update_value(|known| {
            if let Some((.., before)) = known.iter_mut().find(|(other, item, _)| *other == form && *item == id) {
                if now > *before {
                    helping.set(true);
                }
                *before = now;
            }
        });
    })
}

/// The step that the person is at, and help at every one of them.
#[component]
fn Steps(
    desk: TurnDesk,
    /// Where the last screen leads: the therapist's way in where nothing is given.
    done: Option<Route>,
) -> impl IntoView {
    let lang = language();
    let helping = RwSignal::new(false);
    let step = Memo::new(move |_| desk.draft.with(|draft| draft.step));
    let sample = desk.is_sample();
    let forms = desk.questionnaires();
    let all = Memo::new(move |_| desk.draft.with(|draft| screens(&forms, &draft.answers)));
    let settled = watch(desk, helping);
    // Every new screen begins at its heading, for the eye and for a screen reader.
    Effect::new(move |before: Option<()>| {
        step.track();
        helping.track();
        if before.is_some() {
            platform::scroll_to_top();
            platform::focus_id("page-title");
        }
    });
    view! {
        <section class="turn" lang=move || lang.get().tag() dir=move || lang.get().dir()>
            {move || {
                if let Some(problem) = desk.problem.get() {
                    return view! { <thanks::Stopped problem=problem /> }.into_any();
                }
                if helping.get() {
                    return view! {
                        <Help contacts=desk.contacts.get_value() />
                        <button class="primary" on:click=move |_| helping.set(false)>{say(words::help::back)}</button>
                    }
                    .into_any();
                }
                match step.get() {
                    TurnStep::Start => view! { <start::Start desk=desk screens=all /> }.into_any(),
                    TurnStep::Question(place) => {
                        view! { <question::Question desk=desk screens=all place=place settled=settled /> }.into_any()
                    }
                    TurnStep::Review => view! { <review::Review desk=desk screens=all /> }.into_any(),
                    TurnStep::Done => view! { <thanks::Thanks desk=desk done=done /> }.into_any(),
                }
            }}
            {move || {
                let over = desk.problem.with(Option::is_some);
                let state = desk.save.get();
                match state {
                    SaveState::Failed(trouble) if !over => {
                        Some(
                            view! {
                                <Notice tone=Tone::Attention>
                                    <p>{move || words::answer::not_saved(lang.get(), &trouble.say(lang.get()))}</p>
                                    <button on:click=move |_| desk.retry()>{say(words::save::retry)}</button>
                                </Notice>
                            }
                                .into_any(),
                        )
                    }
                    _ => None,
                }
            }}
            <When when=move || !helping.get()>
                <div class="turn-foot">
                    <button class="help" on:click=move |_| helping.set(true)>{say(words::answer::help)}</button>
                    <When when=move || { matches!(step.get(), TurnStep::Question(_) | TurnStep::Review) && desk.problem.with(Option::is_none) && !sample }>
                        <SaveLine state=desk.save sample=false.into() less_safe=desk.less_safe.into() retry=Callback::new(move |()| desk.retry()) />
                    </When>
                </div>
            </When>
        </section>
    }
}
