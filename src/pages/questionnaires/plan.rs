//! The plan of what is asked when, for everybody or for one person.

use leptos::prelude::*;

use super::{describe, refocus};
use crate::{
    care::{Fact, PersonId},
    instrument::{Plan, Step},
    pages::expect_app,
    platform::{self, touched},
    session::Route,
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang},
};

/// When a questionnaire is asked, in words.
pub fn when(step: &Step, lang: Lang) -> String {
    let from = step.from.to_string();
    match (step.from, step.every) {
        (_, 0) => words::plan::once(lang, &from),
        (1, 1) => words::plan::each(lang).to_owned(),
        (_, 1) => words::plan::each_from(lang, &from),
        (_, every) => words::plan::every(lang, &from, &every.to_string()),
    }
}

fn row(steps: RwSignal<Vec<Step>>, at: usize, step: &Step, choices: &[(String, String)], lang: Lang) -> AnyView {
    let known = choices.iter().any(|(id, _)| *id == step.instrument);
    let option = |id: &str, title: &str, chosen: bool| {
        view! { <option value=id.to_owned() selected=chosen dir="auto">{title.to_owned()}</option> }
    };
    let unknown = (!known).then(|| option(&step.instrument, words::plan::not_here(lang), true));
    let options = choices.iter().map(|(id, title)| option(id, title, *id == step.instrument));
    let title = choices.iter().find(|(id, _)| *id == step.instrument).map_or("", |(_, title)| title).to_owned();
    view! {
        <li class="plan-step">
            <label>
                {words::plan::questionnaire(lang)}
                <select data-do="instrument" data-of=at.to_string()>
                    {unknown}
                    {options.collect_parts()}
                </select>
            </label>
            <label>
                {words::plan::from(lang)}
                <input type="number" min="1" max="999" step="1" inputmode="numeric" data-do="from" data-of=at.to_string() prop:value=step.from.to_string() />
            </label>
            <label>
                {words::plan::every_n(lang)}
                <input type="number" min="0" max="999" step="1" inputmode="numeric" data-do="every" data-of=at.to_string() prop:value=step.every.to_string() />
            </label>
            <p class="hint">{move || steps.with(|steps| steps.get(at).map(|step| when(step, lang)))}</p>
            <button type="button" class="quiet" data-do="remove" data-of=at.to_string() aria-label=words::questionnaires::about(lang, words::plan::remove(lang), &title)>
                {words::plan::remove(lang)}
            </button>
        </li>
    }
    .into_any()
}

fn remove(steps: RwSignal<Vec<Step>>, of: &str) {
    if let Some(at) = of.parse().ok().filter(|at: &usize| steps.with_untracked(|steps| *at < steps.len())) {
        steps.update(|steps| {
            steps.remove(at);
        });
        refocus("plan-add".to_owned());
    }
}

/// The page.
#[component]
pub fn PlanPage(
    /// For whom; nothing for everybody.
    person: Option<PersonId>,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let steps = RwSignal::new(app.record.with_untracked(|record| record.shelf().plan(person)).0);
    // The rows are drawn anew when one comes or goes; what is typed in them is theirs.
    let drawn = RwSignal::new(0_u32);
    let saved = RwSignal::new(false);
    let choices = move |lang: Lang| -> Vec<(String, String)> {
        app.record.with(|record| {
            let shelf = record.shelf();
            let offered =
                shelf.all().into_iter().filter(|one| !shelf.is_aside(&one.reference.id) && !one.lacks_wording());
            offered.map(|one| (one.reference.id.clone(), describe::title(&one, lang))).collect()
        })
    };
    let change = move |event: leptos::ev::Event| {
        let Some(touched) = touched(&event) else { return };
        let Ok(at) = touched.of.parse::<usize>() else { return };
        let number = touched.value.trim().parse::<u32>().ok().filter(|number| *number <= 999);
        saved.set(false);
        steps.update(|steps| {
            let Some(step) = steps.get_mut(at) else { return };
            match (touched.what.as_str(), number) {
                ("instrument", _) => step.instrument = touched.value,
                ("from", Some(number)) => step.from = number.max(1),
                ("every", Some(number)) => step.every = number,
                _ => {}
            }
        });
    };
    let save = move || {
        app.state(platform::today(), Fact::PlanSet { person, plan: Plan(steps.get_untracked()) });
        saved.set(true);
    };
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(touched) = touched(&event) else { return };
        let step = || {
            let (instrument, _) = choices(lang.get_untracked()).into_iter().next()?;
            Some(Step { instrument, from: 1, every: 1 })
        };
        match touched.what.as_str() {
            "remove" => remove(steps, &touched.of),
            "add" => steps.update(|steps| steps.extend(step())),
            "everybody" => steps.set(app.record.with_untracked(|record| record.shelf().plan(None)).0),
            "save" => return save(),
            _ => return,
        }
        saved.set(false);
        drawn.update(|n| *n += 1);
    };
    let name = person.and_then(|id| app.record.with_untracked(|record| record.person(id))).map(|person| person.name);
    let back = person.map_or(Route::Questionnaires, Route::Person);
    let crumb = name.as_ref().map_or_else(
        || say(words::questionnaires::title).into_any(),
        |name| view! { <span dir="auto">{name.as_str().to_owned()}</span> }.into_any(),
    );
    view! {
        <section class="plan" on:change=change on:click=press>
            <p class="crumb"><a href=back.href()>{crumb}</a></p>
            <h1>{move || if person.is_some() { words::plan::title_one(lang.get()) } else { words::plan::title(lang.get()) }}</h1>
            <p class="lead">{move || if person.is_some() { words::plan::lead_one(lang.get()) } else { words::plan::lead(lang.get()) }}</p>
            {part(move || {
                drawn.track();
                let lang = lang.get();
                let choices = choices(lang);
                let shown = steps.get_untracked();
                view! {
                    {shown.is_empty().then(|| view! { <p class="hint">{words::plan::none(lang)}</p> }.into_any())}
                    <ol class="plan-steps">{shown.iter().enumerate().map(|(at, step)| row(steps, at, step, &choices, lang)).collect_parts()}</ol>
                }
                    .into_any()
            })}
            <div class="actions">
                <button type="button" id="plan-add" data-do="add">{say(words::plan::add)}</button>
                {person.is_some().then(|| view! { <button type="button" data-do="everybody">{say(words::plan::as_everybody)}</button> }.into_any())}
                <button type="button" class="primary" data-do="save">{say(words::common::save)}</button>
            </div>
            {move || saved.get().then(|| view! { <Notice tone=Tone::Done><p>{words::plan::saved(lang.get())}</p></Notice> }.into_any())}
        </section>
    }
}
