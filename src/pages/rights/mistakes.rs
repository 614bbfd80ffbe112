//! What was entered by mistake: removed, and brought back.

use leptos::prelude::*;

use crate::{
    care::{
        AnsweredBy, CareKind, Entry, Person, PersonId, Session, Side, TakenBack, TakenBackKind, same_day,
        told::{RATERS, told},
    },
    instrument::InstrumentRef,
    pages::expect_app,
    session::App,
    widgets::{language, part, say, view},
    words::{self, Lang, date_long},
};

/// What people call a questionnaire.
fn title(app: App, reference: &InstrumentRef, lang: Lang) -> String {
    let found = app.record.with(|record| record.shelf().find(reference));
    found.map_or_else(|| reference.id.clone(), |one| one.title.get(lang).to_owned())
}

/// A line with something to do about it.
pub fn row(text: String, button: String, act: impl Fn() + Send + 'static) -> AnyView {
    let label = format!("{button}: {text}");
    view! {
        <li>
            <span dir="auto">{text}</span>
            <button class="quiet" aria-label=label on:click=move |_| act()>{button}</button>
        </li>
    }
    .into_any()
}

/// A heading with a list, and nothing where the list is empty.
pub fn list(heading: &'static str, rows: Vec<AnyView>) -> AnyView {
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <h2>{heading}</h2> <ul class="rows">{rows}</ul> }.into_any()
}

fn session(app: App, session: &Session, lang: Lang) -> Vec<AnyView> {
    let (id, day) = (session.id, date_long(lang, session.date));
    let answers = |entry: &Entry| {
        let (answers, title) = (entry.id, title(app, &entry.given.instrument, lang));
        let text = match entry.given.by {
            AnsweredBy::Respondent => words::mistakes::answers(lang, &title, &day),
            by => words::rater::given(lang, told(&RATERS, &by, lang), &title, &day),
        };
        row(text, words::mistakes::remove_answers(lang).to_owned(), move || app.remove_answers(answers))
    };
    let of_it = words::mistakes::session(lang, &day);
    let head = row(of_it, words::mistakes::remove_session(lang).to_owned(), move || app.remove_session(id));
    [head].into_iter().chain(session.entries.iter().chain(&session.others).map(answers)).collect()
}

/// What people call something of the record of care.
fn named(kind: CareKind) -> fn(Lang) -> &'static str {
    match kind {
        CareKind::Episode => words::mistakes::episode,
        CareKind::Consent => words::consent::title,
        CareKind::Impression => words::mistakes::impression,
        CareKind::Goal => words::goals::page,
        CareKind::Agreement => words::agreement::title,
        CareKind::Note => words::mistakes::note,
        CareKind::Medicine => words::mistakes::medicine,
        CareKind::Ending => words::mistakes::ending,
        CareKind::Reached => words::mistakes::reached,
        CareKind::Door => words::door::title,
        CareKind::Summary => words::summary::title,
        CareKind::Reading => words::mistakes::reading,
    }
}

/// Something of the record of care in a line.
fn care_line(kind: CareKind, what: Option<&str>, day: time::Date, lang: Lang) -> String {
    let name = named(kind)(lang);
    let title = what.map_or_else(|| name.to_owned(), |what| format!("{name}: {what}"));
    words::mistakes::answers(lang, &title, &date_long(lang, day))
}

fn care(app: App, person: PersonId, lang: Lang) -> Vec<AnyView> {
    let all = app.record.with(|record| record.stated(person)).into_iter();
    all.map(|one| {
        let text = care_line(one.kind, one.what.as_deref(), one.day, lang);
        row(text, words::mistakes::remove_care(lang).to_owned(), move || app.remove_care(one.events.clone()))
    })
    .collect()
}

/// One thing that was removed.
pub fn removed(app: App, one: TakenBack, lang: Lang) -> AnyView {
    let text = match &one.kind {
        TakenBackKind::Person(name) => name.as_str().to_owned(),
        TakenBackKind::Session(day) => words::mistakes::session(lang, &date_long(lang, *day)),
        TakenBackKind::Answers(instrument, day) => {
            let day = day.map(|day| date_long(lang, day)).unwrap_or_default();
            words::mistakes::answers(lang, &title(app, instrument, lang), &day)
        }
        TakenBackKind::Care(kind, what, day) => care_line(*kind, what.as_deref(), *day, lang),
    };
    row(text, words::mistakes::bring_back(lang).to_owned(), move || app.bring_back(one.events.clone()))
}

fn doubles(app: App, person: &Person, lang: Lang) -> Vec<AnyView> {
    let pairs = same_day(person).into_iter().map(|(a, b, day)| {
        let text = words::mistakes::same_day(lang, &date_long(lang, day));
        row(text, words::mistakes::same_session(lang).to_owned(), move || app.join_sessions(a, b))
    });
    let joined = app.record.with(|record| record.joined_sessions(person.id));
    let joined = joined.into_iter().map(|join| {
        let day = join.sides.iter().find_map(|side| match side {
            Side::Session(day) => Some(date_long(lang, *day)),
            _ => None,
        });
        let text = words::mistakes::joined(lang, &day.unwrap_or_default());
        row(text, words::apart::part(lang).to_owned(), move || app.part(join.event))
    });
    pairs.chain(joined).collect()
}

/// The page.
pub fn page(id: PersonId) -> AnyView {
    let app = expect_app();
    let lang = language();
    view! {
        <h1>{say(words::mistakes::title)}</h1>
        <p class="lead">{say(words::mistakes::lead)}</p>
        {part(move || {
            let lang = lang.get();
            let Some(person) = app.record.with(|record| record.person(id)) else { return ().into_any() };
            let back = app.record.with(|record| record.taken_back(id));
            let sessions: Vec<AnyView> =
                person.sessions.iter().rev().flat_map(|one| session(app, one, lang)).collect();
            let back: Vec<AnyView> = back.into_iter().map(|one| removed(app, one, lang)).collect();
            view! {
                {list(words::mistakes::sessions(lang), sessions)}
                {list(words::care::record(lang), care(app, id, lang))}
                {list(words::mistakes::doubles(lang), doubles(app, &person, lang))}
                {list(words::mistakes::removed(lang), back)}
                <h2>{words::mistakes::whole(lang)}</h2>
                <p>{words::mistakes::whole_text(lang)}</p>
                <button class="danger" on:click=move |_| app.remove_person(id)>{words::mistakes::remove_person(lang)}</button>
            }
                .into_any()
        })}
    }
    .into_any()
}
