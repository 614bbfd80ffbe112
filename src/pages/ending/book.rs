//! The address book of other professionals.

use leptos::prelude::*;

use crate::{
    care::{Fact, Line, Professional, ProfessionalId},
    pages::{
        episode::{history, nobody},
        expect_app,
        forms::{self, draft, line, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field, Parts,
        draft::{Draft, Reader, TICKED},
        language, part, say, view,
    },
    words::{self, Lang, professionals as w},
};

/// Whom a form offers: everybody who is not put aside, and those whom it names already. Each is a name in the draft and a line.
pub(super) fn offered(used: &[ProfessionalId]) -> Vec<(String, String)> {
    let all = expect_app().record.with(|record| record.professionals());
    let all = all.into_iter().map(|one| one.now.value).filter(|one| !one.aside || used.contains(&one.id));
    all.map(|one| (one.id.to_string(), one.in_a_line())).collect()
}

/// Several of them as a form holds them.
pub(super) fn names(ids: &[ProfessionalId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// Those who are ticked in a form.
pub(super) fn ticked(reader: &Reader, id: &str) -> Vec<ProfessionalId> {
    reader.raw(id).split(' ').filter_map(|name| name.parse().ok()).collect()
}

/// What stands where nobody can be chosen yet.
pub(super) fn empty(lang: Lang) -> AnyView {
    view! {
        <p class="hint">{words::ending::recommended(lang)} ": " {w::empty(lang)} " " <a href=Route::Professionals(None).href()>{w::new(lang)}</a></p>
    }
    .into_any()
}

fn text(line: Option<&Line>) -> String {
    line.map(|line| line.as_str().to_owned()).unwrap_or_default()
}

fn start(one: Option<&Professional>) -> Draft {
    let Some(one) = one else { return Draft::new() };
    draft(&[
        ("name", one.name.as_str().to_owned()),
        ("profession", text(one.profession.as_ref())),
        ("reach", text(one.reach.as_ref())),
        ("note", text_of(one.note.as_ref())),
        ("aside", if one.aside { TICKED.to_owned() } else { String::new() }),
    ])
}

fn read(reader: &mut Reader, id: ProfessionalId) -> Option<Professional> {
    let name = line(reader, "name");
    let name = reader.needed("name", name);
    let (profession, reach) = (line(reader, "profession"), line(reader, "reach"));
    let (note, aside) = (own_words(reader, "note"), reader.ticked("aside"));
    Some(Professional { id, name: name?, profession, reach, note, aside })
}

fn told(one: &Professional, lang: Lang) -> Vec<(String, String)> {
    let pair = |name: fn(Lang) -> &'static str, text: String| (name(lang).to_owned(), text);
    vec![
        pair(w::name, one.name.as_str().to_owned()),
        pair(w::profession, text(one.profession.as_ref())),
        pair(w::reach, text(one.reach.as_ref())),
        pair(w::note, text_of(one.note.as_ref())),
    ]
}

fn form(id: Option<ProfessionalId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Professionals(id);
    let found = Memo::new(move |_| app.record.with(|record| record.professional(id?)));
    let begin = move || found.with_untracked(|found| start(found.as_ref().map(|found| &found.now.value)));
    let form = forms::kept_form(page, "professional", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(own) = id.or_else(|| app.new_id()) else { return };
        let Some(one) = form.read(|reader| read(reader, own)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        let seen = found.with_untracked(|found| found.as_ref().map(|found| found.heads()).unwrap_or_default());
        app.state_knowing(platform::today(), Fact::ProfessionalStated(Box::new(one)), seen);
        if id.is_none() {
            form.restart(begin());
        }
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    view! {
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(move |lang| {
                let mut all = vec![
                    Field::line("name", w::name(lang)),
                    Field::line("profession", w::profession(lang)),
                    Field::line("reach", w::reach(lang)),
                    Field::long("note", w::note(lang)).hint(w::note_hint(lang)),
                ];
                all.extend(id.map(|_| Field::tick("aside", w::aside(lang))));
                all
            })}
            {forms::foot(page, form, saved, begin)}
        </form>
        {part(move || found.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), told)))}
    }
    .into_any()
}

fn list(lang: Lang) -> AnyView {
    let all = expect_app().record.with(|record| record.professionals());
    if all.is_empty() {
        return view! { <p class="hint">{w::empty(lang)}</p> }.into_any();
    }
    let link = |one: Professional| {
        let more = [text(one.profession.as_ref()), text(one.reach.as_ref())];
        let mut more: Vec<&str> = more.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        if one.aside {
            more.push(w::is_aside(lang));
        }
        view! {
            <li>
                <a href=Route::Professionals(Some(one.id)).href() dir="auto">{one.name.as_str().to_owned()}</a>
                <p class="hint" dir="auto">{more.join(", ")}</p>
            </li>
        }
    };
    view! { <ul class="episodes">{all.into_iter().map(|one| link(one.now.value)).collect_parts()}</ul> }.into_any()
}

/// The page: everybody with a form for somebody new, or one of them.
pub fn professionals(id: Option<ProfessionalId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(id) = id else {
        return view! {
            <section class="narrow">
                <h1>{say(w::title)}</h1>
                <p class="lead">{say(w::lead)}</p>
                {part(move || list(lang.get()))}
                <h2>{say(w::new)}</h2>
                {form(None)}
            </section>
        }
        .into_any();
    };
    let Some(found) = app.record.with_untracked(|record| record.professional(id)) else { return nobody() };
    view! {
        <section class="narrow">
            <p class="crumb"><a href=Route::Professionals(None).href()>{say(w::all)}</a></p>
            <h1 dir="auto">{found.now.value.name.as_str().to_owned()}</h1>
            {form(Some(id))}
        </section>
    }
    .into_any()
}
