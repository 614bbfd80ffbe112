//! One person's whole record: to read, to print, and as files.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    care::{Access, Person},
    exchange::person_export::{self, Part},
    pages::expect_app,
    platform,
    session::Trouble,
    widgets::{Notice, Parts, Tone, When, language, part, say, view},
    words,
};

fn drawn(one: Part) -> AnyView {
    match one {
        Part::Title(text) => view! { <p class="whose" dir="auto">{text}</p> }.into_any(),
        Part::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        Part::Questionnaire(text) => view! { <h3 dir="auto">{text}</h3> }.into_any(),
        Part::Answer(question, answer) => {
            view! { <p class="answer"><span dir="auto">{question}</span> " — " <strong dir="auto">{answer}</strong></p> }.into_any()
        }
        Part::Line(text) => view! { <p dir="auto">{text}</p> }.into_any(),
    }
}

/// The page. Of somebody restricted nothing is shown before that is asked for.
pub fn page(person: Person, restricted: bool) -> AnyView {
    let app = expect_app();
    let lang = language();
    let shown = RwSignal::new(!restricted);
    let trouble = RwSignal::new(None::<Trouble>);
    let id = person.id;
    // Without a name, which would stand in the list of downloads.
    let give = move |ending: &str, kind: &str, text: &str| {
        let name = format!("record-{}.{ending}", platform::today());
        if platform::offer_file(&name, kind, text) {
            app.accessed(Some(id), Access::Exported);
        } else {
            trouble.set(Some(Trouble::Failed(words::questionnaires::export_failed(lang.get_untracked()).to_owned())));
        }
    };
    let found = move || app.record.with(|record| record.anyone(id));
    let as_text = move |_| {
        let text = app.record.with_untracked(|record| {
            record.anyone(id).map(|person| person_export::text(&person, record, lang.get_untracked()))
        });
        give("txt", "text/plain", &text.unwrap_or_default());
    };
    let as_data = move |_| {
        spawn_local(async move {
            match app.person_lines(id).await {
                Ok(text) => give("jsonl", "application/jsonl", &text),
                Err(why) => trouble.set(Some(why)),
            }
        });
    };
    let show = move |_| {
        app.accessed(Some(id), Access::Viewed);
        shown.set(true);
    };
    let sample = app.is_sample();
    view! {
        <h1>{say(words::whole::title)}</h1>
        <p class="lead">{say(words::whole::lead)}</p>
        <When
            when=move || shown.get()
            fallback=move || {
                view! {
                    <p>{say(words::whole::restricted)}</p>
                    <button class="primary" on:click=show>{say(words::whole::show)}</button>
                }
            }
        >
            <div class="actions">
                <button on:click=move |_| platform::print()>{say(words::whole::print)}</button>
                <button on:click=as_text>{say(words::whole::as_text)}</button>
                {(!sample).then(|| view! { <button on:click=as_data>{say(words::whole::as_data)}</button> })}
            </div>
            <p class="hint">{say(if sample { words::whole::sample } else { words::whole::hint })}</p>
            {part(move || {
                trouble
                    .get()
                    .map_or_else(
                        || ().into_any(),
                        |why| view! { <Notice tone=Tone::Attention><p>{why.say(lang.get())}</p></Notice> }.into_any(),
                    )
            })}
            <div class="whole">
                {part(move || {
                    let Some(person) = found() else { return ().into_any() };
                    let parts = app.record.with(|record| person_export::parts(&person, record, lang.get()));
                    parts.into_iter().map(drawn).collect_parts().into_any()
                })}
            </div>
        </When>
    }
    .into_any()
}
