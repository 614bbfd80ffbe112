//! A person's goals: what they are called, how far each has come, and what both say of them.

mod fields;
mod overview;
mod rate;
mod ratings;

use leptos::prelude::*;

use super::{
    episode::{crumb, history, nobody},
    expect_app,
};
use crate::{
    alliance::person_goals::{GoalNow, all_goals, of_episode},
    care::{GoalId, GoalStatus, Person, PersonId, Record},
    exchange::goal_words,
    platform,
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{Lang, goals as w},
};

pub use overview::lines;
pub use rate::in_session as rate_in_session;

/// The goals of the present episode and of none, and those of other episodes.
pub fn present(record: &Record, person: PersonId) -> (Vec<GoalNow>, Vec<GoalNow>) {
    let episode = record.episode_on(person, platform::today()).map(|found| found.now.value.id);
    of_episode(all_goals(record, person), episode)
}

/// The page: all goals with a form for a new one, or one goal.
pub fn page(person: PersonId, id: Option<GoalId>) -> AnyView {
    let app = expect_app();
    let Some(found) = app.record.with_untracked(|record| record.person(person)) else { return nobody() };
    match id {
        Some(id) if app.record.with_untracked(|record| record.goal(person, id)).is_some() => one(&found, id),
        _ => all(&found),
    }
}

/// Gives the focus to a field of a form that begins anew, once it is drawn.
fn focus_after(id: &'static str) {
    leptos::task::spawn_local(async move {
        platform::next_frame().await;
        platform::focus_id(id);
    });
}

/// Goals as a list of links, each with its latest ratings.
fn list(goals: &[GoalNow], lang: Lang) -> AnyView {
    let one = |one: &GoalNow| {
        let goal = one.now();
        let route = Route::Goals(goal.person, Some(goal.id)).href();
        let said = overview::of_goal(one, lang);
        let said = said.into_iter().map(|line| view! { <p class="hint" dir="auto">{line}</p> });
        view! {
            <li>
                <a href=route dir="auto">{goal.wording.as_str().to_owned()}</a>
                {said.collect_parts()}
            </li>
        }
    };
    view! { <ul class="episodes goals">{goals.iter().map(one).collect_parts()}</ul> }.into_any()
}

fn titled(title: &'static str, goals: &[GoalNow], lang: Lang) -> AnyView {
    if goals.is_empty() {
        return ().into_any();
    }
    view! { <h2>{title}</h2> {list(goals, lang)} }.into_any()
}

fn all(person: &Person) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let id = person.id;
    let found = Memo::new(move |_| app.record.with(|record| present(record, id)));
    let shown = move || {
        let lang = lang.get();
        let (now, _) = found.get();
        let none = now.is_empty().then(|| view! { <p class="hint">{w::none(lang)}</p> }.into_any());
        let open: Vec<GoalNow> = now.iter().filter(|one| one.now().status == GoalStatus::Open).cloned().collect();
        view! { {none} {list(&open, lang)} {overview::together(&now, lang)} }.into_any()
    };
    let put_away = move || {
        let lang = lang.get();
        let (now, elsewhere) = found.get();
        let closed: Vec<GoalNow> = now.into_iter().filter(|one| one.now().status != GoalStatus::Open).collect();
        view! { {titled(w::closed(lang), &closed, lang)} {titled(w::elsewhere(lang), &elsewhere, lang)} }.into_any()
    };
    view! {
        <section class="narrow">
            {crumb(person)}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(shown)}
            {rate::section(id)}
            <h2>{say(w::new)}</h2>
            {fields::new_goal(id)}
            {part(put_away)}
        </section>
    }
    .into_any()
}

fn one(person: &Person, id: GoalId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let who = person.id;
    let found = Memo::new(move |_| app.record.with(|record| record.goal(who, id)));
    let heading = move || {
        let Some(found) = found.get() else { return ().into_any() };
        view! { <p class="lead own" dir="auto">{found.now.value.wording.as_str().to_owned()}</p> }.into_any()
    };
    let goal_history =
        move || found.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), goal_words::goal));
    view! {
        <section class="narrow">
            {crumb(person)}
            <p class="crumb"><a href=Route::Goals(who, None).href()>{say(w::all)}</a></p>
            <h1>{say(w::page)}</h1>
            {part(heading)}
            {ratings::section(who, id)}
            {fields::form(who, id)}
            {part(goal_history)}
        </section>
    }
    .into_any()
}
