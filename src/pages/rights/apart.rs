//! Records set apart: restricted, removed, erased, and the same person twice.

use leptos::prelude::*;

use super::{
    erase::list_button,
    mistakes::{list, removed, row},
};
use crate::{
    care::{Joined, Person, PersonId, Restriction, Side, alike},
    pages::expect_app,
    platform,
    session::{App, Right, Route},
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long},
};

/// How many pairs are suggested at a time.
const SUGGESTED: usize = 20;

fn restricted(app: App, (person, why): (Person, Restriction), lang: Lang) -> AnyView {
    let id = person.id;
    let until = why.until.map_or_else(
        || words::apart::no_date(lang).to_owned(),
        |day| {
            let text = if day < platform::today() { words::apart::passed } else { words::person_export::keep_until };
            text(lang, &date_long(lang, day))
        },
    );
    view! {
        <li>
            <strong dir="auto">{person.name.as_str().to_owned()}</strong>
            <span dir="auto">{why.reason}</span>
            <span class="hint">{until}</span>
            <button class="quiet" on:click=move |_| app.lift(id)>{words::apart::lift(lang)}</button>
            <a href=Route::Rights(id, Right::Whole).href()>{words::whole::title(lang)}</a>
            <a href=Route::Rights(id, Right::Erase).href()>{words::rights::erase(lang)}</a>
        </li>
    }
    .into_any()
}

fn side(side: &Side, lang: Lang) -> String {
    match side {
        Side::Person(_, name) => name.as_str().to_owned(),
        Side::Erased => words::apart::erased_side(lang).to_owned(),
        Side::Session(_) | Side::Unknown => words::apart::unknown_side(lang).to_owned(),
    }
}

fn joined(app: App, join: Joined, lang: Lang) -> AnyView {
    let [a, b] = &join.sides;
    let text = words::apart::pair(lang, &side(a, lang), &side(b, lang));
    // Of somebody who is hidden because the other is erased, the one who is left can be erased too.
    let left = match (a, b) {
        (Side::Erased, Side::Person(id, _)) | (Side::Person(id, _), Side::Erased) => Some(*id),
        _ => None,
    };
    view! {
        <li>
            <span dir="auto">{text}</span>
            <button class="quiet" on:click=move |_| app.part(join.event)>{words::apart::part(lang)}</button>
            {left.map(|id| view! { <a href=Route::Rights(id, Right::Erase).href()>{words::rights::erase(lang)}</a> })}
        </li>
    }
    .into_any()
}

/// Two persons to choose.
#[component]
fn Choose() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let (first, second) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    let choice = |id: &'static str, label: fn(Lang) -> &'static str, value: RwSignal<String>| {
        let options = app.record.with_untracked(|record| record.people()).into_iter().map(|person| {
            view! { <option value=person.id.to_string()>{person.name.as_str().to_owned()}</option> }
        });
        view! {
            <div class="field">
                <label for=id>{say(label)}</label>
                <select id=id on:change=move |event| value.set(event_target_value(&event))>
                    <option value=""></option>
                    {options.collect_parts()}
                </select>
            </div>
        }
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let both = first.get_untracked().parse().ok().zip(second.get_untracked().parse().ok());
        match both.filter(|(a, b): &(PersonId, PersonId)| a != b) {
            Some((a, b)) => app.join_people(a, b),
            None => wrong.set(true),
        }
    };
    view! {
        <form on:submit=save>
            {choice("first-double", words::apart::first, first)}
            {choice("second-double", words::apart::second, second)}
            <p class="error" role="alert">{move || wrong.get().then(|| words::apart::choose_two(lang.get()))}</p>
            <button type="submit">{say(words::apart::join)}</button>
        </form>
    }
}

/// The page.
#[component]
pub fn Apart() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    view! {
        <section class="narrow rights">
            <p class="crumb"><a href=Route::Caseload.href()>{say(words::nav::caseload)}</a></p>
            <h1>{say(words::apart::title)}</h1>
            <p class="lead">{say(words::apart::lead)}</p>
            {part(move || {
                let lang = lang.get();
                app.record.with(|record| {
                    let people = record.people();
                    let named = |id| people.iter().find(|one| one.id == id).map(|one| one.name.as_str().to_owned());
                    let pairs = alike(&people, SUGGESTED).into_iter().filter_map(|(a, b)| {
                        let text = words::apart::alike(lang, &named(a)?, &named(b)?);
                        Some(row(text, words::apart::join(lang).to_owned(), move || app.join_people(a, b)))
                    });
                    let hidden = record.restricted().into_iter().map(|one| restricted(app, one, lang)).collect();
                    let back = record.people_taken_back().into_iter().map(|one| removed(app, one, lang)).collect();
                    let joins = record.joined_people().into_iter().map(|one| joined(app, one, lang)).collect();
                    let gone = record.erased().len();
                    view! {
                        {list(words::apart::restricted(lang), hidden)}
                        {list(words::mistakes::removed(lang), back)}
                        {list(words::apart::perhaps(lang), pairs.collect())}
                        {list(words::apart::joined(lang), joins)}
                        {(people.len() > 1)
                            .then(|| {
                                view! {
                                    <h2>{words::apart::twice(lang)}</h2>
                                    <p>{words::apart::twice_text(lang)}</p>
                                    <Choose />
                                }
                            })}
                        {(gone > 0)
                            .then(|| {
                                view! {
                                    <h2>{words::apart::erased(lang)}</h2>
                                    <p>{words::apart::erased_count(lang, gone)}</p>
                                    {list_button(app)}
                                }
                            })}
                    }
                        .into_any()
                })
            })}
        </section>
    }
}
