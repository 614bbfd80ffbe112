//! Typing in what people answered on paper: a row of marks a person, by keys alone.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    describe, refocus,
    typed::{example, judge},
};
use crate::{
    care::{AnsweredBy, AnsweredHow, AnswersGiven, Fact, Person, PersonId, Record, SessionId, told::RATERS},
    instrument::{Instrument, paper},
    pages::{expect_app, forms},
    platform::touched,
    session::Route,
    widgets::{Parts, language, language_choice, part, say, view},
    words::{self, Lang, date_long},
};

/// Whether answers to it can be typed in: as for handing out, its wording, terms and risk items are settled.
fn is_ready(record: &Record, instrument: &Instrument) -> bool {
    let id = &instrument.reference.id;
    let agreed = instrument.licence.terms.is_empty() || record.shelf().has_agreed(id);
    !record.shelf().is_aside(id) && agreed && instrument.risk_items.is_some()
}

/// Whether every question is answered by one number.
fn can_be_typed(instrument: &Instrument) -> bool {
    let all = instrument.questions().len();
    all > 0 && paper::questions(instrument).len() == all
}

/// One person's row.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    person: PersonId,
    session: SessionId,
    name: String,
}

/// The person the page is for, then the others with a session on the same day.
fn rows(people: Vec<Person>, person: PersonId, session: SessionId) -> Option<(Vec<Row>, time::Date)> {
    let mine = people.iter().find(|one| one.id == person)?;
    let date = mine.sessions.iter().find(|one| one.id == session)?.date;
    let row = |one: &Person, session: SessionId| Row { person: one.id, session, name: one.name.as_str().to_owned() };
    let others = people.iter().filter(|one| one.id != person).filter_map(|one| {
        let session = one.sessions.iter().rev().find(|session| session.date == date)?;
        Some(row(one, session.id))
    });
    Some((std::iter::once(row(mine, session)).chain(others).collect(), date))
}

/// The page.
#[component]
pub fn Paper(
    /// Whose form.
    person: PersonId,
    /// Of which session.
    session: SessionId,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let found = app.record.with_untracked(|record| rows(record.people(), person, session));
    let Some((rows, date)) = found else { return super::unknown() };
    let (offered, due) = app.record.with_untracked(|record| {
        let shelf = record.shelf();
        let mut all = shelf.all();
        all.retain(|one| is_ready(record, one) && can_be_typed(one));
        let number = record.person(person).and_then(|one| one.sessions.iter().position(|other| other.id == session));
        let number = number.and_then(|at| u32::try_from(at + 1).ok()).unwrap_or_default();
        let plan = shelf.plan(Some(person));
        let due = plan.due(number).find(|id| all.iter().any(|one| one.reference.id == *id)).map(str::to_owned);
        (all, due)
    });
    let first = offered.iter().find(|one| Some(&one.reference.id) == due.as_ref()).or(offered.first()).cloned();
    let chosen = RwSignal::new(first);
    let written = RwSignal::new(lang.get_untracked());
    let by = RwSignal::new(AnsweredBy::Respondent);
    let count = rows.len();
    let typed = RwSignal::new(vec![String::new(); count]);
    let saved = RwSignal::new(vec![false; count]);
    let wrong = RwSignal::new(None::<(usize, String)>);
    let rows = StoredValue::new(rows);
    let save = move |at: usize| {
        let Some(instrument) = chosen.get_untracked() else { return };
        let Some(Row { person, session, .. }) = rows.with_value(|rows| rows.get(at).cloned()) else { return };
        let text = typed.with_untracked(|typed| typed.get(at).cloned().unwrap_or_default());
        let (said, answers) = judge(&instrument, &text, lang.get_untracked());
        let Some(answers) = answers else { return wrong.set(Some((at, said))) };
        wrong.set(None);
        let given = AnswersGiven {
            person,
            session,
            turn: None,
            instrument: instrument.reference.clone(),
            lang: written.get_untracked(),
            how: AnsweredHow::Paper,
            finished: true,
            talk: None,
            answers,
            by: by.get_untracked(),
        };
        app.state(date, Fact::AnswersGiven(given));
        typed.update(|typed| typed.iter_mut().skip(at).take(1).for_each(String::clear));
        saved.update(|saved| saved.iter_mut().skip(at).take(1).for_each(|saved| *saved = true));
        refocus(format!("row-{}", if at + 1 < count { at + 1 } else { at }));
    };
    let input = move |event: leptos::ev::Event| {
        let Some(touched) = touched(&event).filter(|touched| touched.what == "row") else { return };
        let Ok(at) = touched.of.parse::<usize>() else { return };
        wrong.set(None);
        typed.update(|typed| typed.iter_mut().skip(at).take(1).for_each(|text| text.clone_from(&touched.value)));
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let Some(touched) = touched(&event).filter(|touched| touched.what == "row") else { return };
        if event.key() == "Enter" && !event.is_composing() {
            event.prevent_default();
            if let Ok(at) = touched.of.parse() {
                save(at);
            }
        }
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(touched) = touched(&event).filter(|touched| touched.what == "save") else { return };
        if let Ok(at) = touched.of.parse() {
            save(at);
        }
    };
    let choices = {
        let offered = offered.clone();
        move |lang: Lang| {
            let option = |one: &Arc<Instrument>| {
                let id = one.reference.id.clone();
                let mine = chosen.with_untracked(|now| now.as_ref().is_some_and(|now| now.reference.id == id));
                view! { <option value=id selected=mine>{describe::title(one, lang)}</option> }
            };
            offered.iter().map(option).collect_parts()
        }
    };
    let none = offered.is_empty();
    let choose = move |event: leptos::ev::Event| {
        let id = event_target_value(&event);
        chosen.set(offered.iter().find(|one| one.reference.id == id).cloned());
        typed.update(|typed| typed.iter_mut().for_each(String::clear));
        saved.update(|saved| saved.fill(false));
        wrong.set(None);
    };
    let raters = |lang: Lang| {
        let option = |(name, text): (String, String)| view! { <option value=name>{text}</option> };
        forms::offered(lang, &RATERS).into_iter().map(option).collect_parts()
    };
    let choose_by = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        by.set(RATERS.iter().find(|(other, ..)| *other == name).map(|(_, by, _)| *by).unwrap_or_default());
    };
    let row = move |at: usize, row: &Row, lang: Lang| {
        let name = row.name.clone();
        let live = move || {
            let instrument = chosen.get()?;
            let text = typed.with(|typed| typed.get(at).cloned().unwrap_or_default());
            if text.is_empty() && saved.with(|saved| saved.get(at) == Some(&true)) {
                return Some(words::paper_form::saved(lang, &name));
            }
            Some(judge(&instrument, &text, lang).0)
        };
        let id = format!("row-{at}");
        view! {
            <li class="paper-row">
                <label for=id.clone() dir="auto">{words::paper_form::answers_of(lang, &row.name)}</label>
                <input
                    id=id
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    spellcheck="false"
                    dir="ltr"
                    data-do="row"
                    data-of=at.to_string()
                    prop:value=move || typed.with(|typed| typed.get(at).cloned().unwrap_or_default())
                    aria-describedby=format!("live-{at}")
                    aria-invalid=move || wrong.with(|wrong| wrong.as_ref().is_some_and(|(row, _)| *row == at)).then_some("true")
                />
                <button type="button" data-do="save" data-of=at.to_string() aria-label=words::questionnaires::about(lang, words::paper_form::save(lang), &row.name)>
                    {words::paper_form::save(lang)}
                </button>
                <p class="hint" id=format!("live-{at}") role="status" dir="auto">{move || live()}</p>
                {move || {
                    let said = wrong.get().filter(|(row, _)| *row == at).map(|(_, said)| words::paper_form::not_saved(lang, &said));
                    said.map(|said| view! { <p class="error" role="alert">{said}</p> }.into_any())
                }}
            </li>
        }
        .into_any()
    };
    let list = move || {
        let lang = lang.get();
        let Some(instrument) = chosen.get() else { return view! { <p>{words::paper_form::none(lang)}</p> }.into_any() };
        let hint = words::paper_form::hint(lang, &example(&instrument));
        rows.with_value(|rows| {
            let mine = rows.first().map(|mine| row(0, mine, lang));
            let others = rows.iter().enumerate().skip(1).map(|(at, one)| row(at, one, lang)).collect::<Vec<_>>();
            view! {
                <p class="hint">{hint}</p>
                <ul class="paper-rows">{mine}</ul>
                {(!others.is_empty())
                    .then(|| {
                        view! {
                            <h2>{words::paper_form::others(lang)}</h2>
                            <ul class="paper-rows">{others}</ul>
                        }
                            .into_any()
                    })}
            }
            .into_any()
        })
    };
    let name = rows.with_value(|rows| rows.first().map(|row| row.name.clone())).unwrap_or_default();
    view! {
        <section class="paper-form" on:input=input on:keydown=key on:click=press>
            <p class="crumb"><a href=Route::Person(person).href() dir="auto">{name}</a></p>
            <h1>{say(words::paper_form::title)}</h1>
            <p class="lead">{say(words::paper_form::lead)} " " {move || date_long(lang.get(), date)}</p>
            {(!none)
                .then(|| {
                    view! {
                        <div class="paper-head">
                            <label>
                                {say(words::paper_form::questionnaire)}
                                <select id="paper-questionnaire" on:change=choose>{part(move || choices(lang.get()).into_any())}</select>
                            </label>
                            <label>
                                {say(words::rater::who)}
                                <select id="paper-by" on:change=choose_by>{part(move || raters(lang.get()).into_any())}</select>
                            </label>
                            <label>
                                {say(words::paper_form::language)}
                                {language_choice(None, written)}
                            </label>
                        </div>
                    }
                        .into_any()
                })}
            {part(list)}
        </section>
    }
    .into_any()
}
