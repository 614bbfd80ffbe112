//! A recovery kit: made, written down, and tried before anything rests on it.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::expect_app,
    platform,
    session::{Kit, Route, Trouble, fresh_kit, some_positions, word_list},
    widgets::{Notice, Parts, TextField, Tone, When, language, say, view},
    words::{self, Lang, date_long, kit},
};

/// How many words are asked for.
const ASKED: usize = 3;

/// What is on the paper.
fn paper(made: &Kit, lang: Lang) -> AnyView {
    let words = made.words(word_list(lang));
    let list = words.split(' ').map(|word| view! { <li>{word.to_owned()}</li> }).collect_parts();
    view! {
        <div class="kit-paper" translate="no">
            <h2>{kit::paper_title(lang)}</h2>
            <p>{kit::paper_date(lang, &date_long(lang, platform::today()))}</p>
            <p>{kit::paper_what(lang)}</p>
            <ol class="kit-words" id="kit-words" dir="auto">{list}</ol>
            <p>{kit::paper_line(lang)}</p>
            <p class="passphrase kit-line" id="kit-line" dir="ltr">{made.line().to_string()}</p>
            <p>{kit::paper_keep(lang)}</p>
        </div>
    }
}

/// The page.
#[component]
pub fn NewKit() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    // In the language of this moment: words in another one would not be those on the paper.
    let paper_lang = lang.get_untracked();
    let Some(made) = fresh_kit() else {
        return view! { <p class="error" role="alert">{say(kit::no_chance)}</p> };
    };
    let made = StoredValue::new_local(made);
    let asked = some_positions(ASKED);
    let typed: Vec<RwSignal<String>> = asked.iter().map(|_| RwSignal::new(String::new())).collect();
    let trying = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let first_one = !app.has_kit.get_untracked();
    let (places, answers) = (asked.clone(), typed.clone());
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let tried = places.iter().zip(&answers).try_for_each(|(place, typed)| {
            typed.with_untracked(|typed| {
                made.with_value(|made| made.check_word(typed, *place, word_list(paper_lang))).map_err(Trouble::Kit)
            })
        });
        wrong.set(tried.clone().err());
        if tried.is_err() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = app.keep_kit(made.with_value(Kit::recipient)).await;
            busy.try_set(false);
            match outcome {
                Ok(()) if first_one => app.go(Route::Caseload),
                Ok(()) => app.go(Route::Keys),
                Err(why) => drop(wrong.try_set(Some(why))),
            }
        });
    };
    let fields = StoredValue::new(asked.into_iter().zip(typed).collect::<Vec<_>>());
    const IDS: [&str; ASKED] = ["kit-word-1", "kit-word-2", "kit-word-3"];
    let keep = StoredValue::new_local(keep);
    view! {
        <section class="narrow kit">
            <h1>{say(kit::title)}</h1>
            <p class="lead">{say(kit::lead)}</p>
            <When
                when=move || trying.get()
                fallback=move || {
                    view! {
                        {made.with_value(|made| paper(made, paper_lang))}
                        <div class="actions">
                            <button type="button" on:click=move |_| platform::print()>{say(words::common::print)}</button>
                            <button type="button" class="primary" on:click=move |_| trying.set(true)>{say(kit::have_it)}</button>
                        </div>
                    }
                }
            >
                <form on:submit=move |event| keep.with_value(|keep| keep(event))>
                    <h2>{say(kit::try_title)}</h2>
                    <p>{say(kit::try_lead)}</p>
                    {fields
                        .get_value()
                        .into_iter()
                        .zip(IDS)
                        .map(|((place, typed), id)| {
                            view! { <TextField id=id label=Signal::derive(move || kit::word_n(lang.get(), &place.to_string())) value=typed /> }
                        })
                        .collect_parts()}
                    {move || wrong.get().map(|why| view! { <p class="error" role="alert">{why.say(lang.get())}</p> })}
                    <div class="actions">
                        <button type="button" on:click=move |_| trying.set(false)>{say(kit::look_again)}</button>
                        <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(kit::keep)}</button>
                    </div>
                </form>
            </When>
            {if first_one {
                view! {
                    <Notice tone=Tone::Quiet>
                        <p>{say(kit::without)}</p>
                        <a class="button quiet" href=Route::Caseload.href()>{say(kit::later)}</a>
                    </Notice>
                }
            } else {
                view! {
                    <Notice tone=Tone::Quiet>
                        <p>{say(kit::replaces)}</p>
                        <a class="button quiet" href=Route::Keys.href()>{say(words::common::cancel)}</a>
                    </Notice>
                }
            }}
        </section>
    }
}
