//! Erasing a person: what goes and what stays is said before, the erasure list offered after.

use leptos::{prelude::*, task::spawn_local};
use time::Date;

use crate::{
    care::{Access, Line, Person, PersonName},
    exchange::person_export::access_line,
    pages::expect_app,
    platform,
    session::{App, Right, Route, Trouble},
    widgets::{Notice, Parts, TextField, Tone, language, part, say, view},
    words::{self, Lang, date_long},
};

/// Where the page is.
#[derive(Clone, PartialEq)]
enum Step {
    Asking,
    Working,
    Done,
    Failed(Trouble),
}

/// Whatever left this device and may still hold the person: prints, files and backups, and hand-overs.
fn copies(known: &[(Date, Access, bool)], handed_on: &[(Date, Option<Line>)], lang: Lang) -> AnyView {
    if known.is_empty() && handed_on.is_empty() {
        return view! { <p>{words::erase::copies_none(lang)}</p> }.into_any();
    }
    let summaries = handed_on.iter().map(|(day, reader)| {
        let day = date_long(lang, *day);
        match reader {
            Some(reader) => words::erase::handed_on_to(lang, &day, reader.as_str()),
            None => words::erase::handed_on(lang, &day),
        }
    });
    let lines = known.iter().map(|one| access_line(*one, lang)).chain(summaries);
    let lines = lines.map(|text| view! { <li dir="auto">{text}</li> });
    view! { <p>{words::erase::copies_lead(lang)}</p> <ul>{lines.collect_parts()}</ul> }.into_any()
}

fn bullets(lines: &'static [&'static str]) -> AnyView {
    view! { <ul>{lines.iter().map(|line| view! { <li>{*line}</li> }).collect_parts()}</ul> }.into_any()
}

/// A button that gives the erasure list, and what it is for.
pub fn list_button(app: App) -> AnyView {
    let lang = language();
    let given = RwSignal::new(None::<bool>);
    let give = move |_| {
        let name = format!("erasure-list-{}.jsonl", platform::today());
        given.set(Some(platform::offer_file(&name, "application/jsonl", &app.erasure_list())));
    };
    view! {
        <p>{say(words::erase::list_why)}</p>
        <button on:click=give>{say(words::erase::list_button)}</button>
        <p role="status">
            {move || {
                given.get().map(|done| {
                    let lang = lang.get();
                    if done { words::erase::list_given(lang) } else { words::questionnaires::export_failed(lang) }
                })
            }}
        </p>
    }
    .into_any()
}

/// The page.
pub fn page(person: Person) -> AnyView {
    let app = expect_app();
    let lang = language();
    let id = person.id;
    // Kept here, because it goes with the person.
    let known = app.record.with_untracked(|record| record.accesses_of(id));
    let outside = |one: &(Date, Access, bool)| one.1 != Access::Viewed && (!one.2 || one.0 >= person.since);
    let known: Vec<_> = known.into_iter().filter(outside).collect();
    let handed_on = app.record.with_untracked(|record| record.handed_on(id));
    let (step, typed, wrong) = (RwSignal::new(Step::Asking), RwSignal::new(String::new()), RwSignal::new(false));
    let called = StoredValue::new(person.name.as_str().to_owned());
    let go = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed_name = PersonName::new(&typed.get_untracked()).ok();
        let same = typed_name
            .is_some_and(|typed| called.with_value(|name| platform::nfc(typed.as_str()) == platform::nfc(name)));
        wrong.set(!same);
        if !same {
            platform::focus_id("erase-name");
            return;
        }
        step.set(Step::Working);
        spawn_local(async move {
            let outcome = app.erase(id).await;
            called.set_value(String::new());
            typed.set(String::new());
            step.set(outcome.map_or_else(Step::Failed, |()| Step::Done));
            platform::next_frame().await;
            platform::focus_id("page-title");
        });
    };
    let form = StoredValue::new(go);
    part(move || {
        let lang_now = lang.get();
        let list = || copies(&known, &handed_on, lang_now);
        match step.get() {
            Step::Asking => view! {
                <h1>{words::erase::title(lang_now)}</h1>
                <p class="lead" dir="auto">{called.with_value(|name| words::erase::lead(lang_now, name))}</p>
                <h2>{words::erase::goes_title(lang_now)}</h2>
                {bullets(words::erase::goes(lang_now))}
                <h2>{words::erase::stays_title(lang_now)}</h2>
                {bullets(words::erase::stays(lang_now))}
                <h2>{words::erase::copies_title(lang_now)}</h2>
                {list()}
                <p>{words::erase::copies_unknown(lang_now)}</p>
                <Notice tone=Tone::Quiet>
                    <h2>{words::erase::law_title(lang_now)}</h2>
                    <p>{words::erase::law(lang_now)}</p>
                    <p><a href=Route::Rights(id, Right::Restrict).href()>{words::restrict::title(lang_now)}</a></p>
                </Notice>
                <form on:submit=move |event| form.with_value(|go| go(event))>
                    <TextField
                        id="erase-name"
                        label=Signal::derive(move || called.with_value(|name| words::erase::type_name(lang.get(), name)))
                        value=typed
                        error=Signal::derive(move || wrong.get().then(|| words::erase::wrong_name(lang.get()).to_owned()))
                    />
                    <div class="actions">
                        <button class="danger" type="submit">{words::erase::button(lang_now)}</button>
                        <a class="button" href=Route::Person(id).href()>{words::common::cancel(lang_now)}</a>
                    </div>
                </form>
            }
            .into_any(),
            Step::Working => view! {
                <h1 id="page-title" tabindex="-1">{words::erase::working_title(lang_now)}</h1>
                <p role="status">{words::erase::working(lang_now)}</p>
                <progress
                    aria-label=words::erase::working_title(lang_now)
                    max="100"
                    prop:value=move || app.rights.erasing.get().unwrap_or(0).to_string()
                ></progress>
            }
            .into_any(),
            Step::Failed(why) => view! {
                <h1 id="page-title" tabindex="-1">{words::erase::title(lang_now)}</h1>
                <Notice tone=Tone::Attention><p>{words::erase::failed(lang_now, &why.say(lang_now))}</p></Notice>
                <a class="button" href=Route::Caseload.href()>{words::common::back(lang_now)}</a>
            }
            .into_any(),
            Step::Done => view! {
                <h1 id="page-title" tabindex="-1">{words::erase::done_title(lang_now)}</h1>
                <p class="lead">{words::erase::done(lang_now)}</p>
                <h2>{words::erase::list_title(lang_now)}</h2>
                {list_button(app)}
                <h2>{words::erase::copies_title(lang_now)}</h2>
                {list()}
                <p>{words::erase::copies_unknown(lang_now)}</p>
                <a class="button" href=Route::Caseload.href()>{words::nav::caseload(lang_now)}</a>
            }
            .into_any(),
        }
    })
    .into_any()
}
