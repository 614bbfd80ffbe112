//! How far one goal has come: every rating of both sides.

use leptos::prelude::*;

use crate::{
    care::{Fact, Goal, GoalId, GoalRated, GoalRating, PersonId, Progress},
    exchange::goal_words::{progress, who},
    pages::expect_app,
    platform::touched,
    widgets::{Parts, language, part, view},
    words::{Lang, date_long, goals as w},
};

fn row(at: usize, one: &GoalRating, goal: &Goal, lang: Lang) -> AnyView {
    let (day, who) = (date_long(lang, one.day), who(one.by, lang));
    let before = one.earlier.iter().filter(|version| version.value.progress != Progress::Nothing);
    let before = before.map(|version| {
        let what = progress(version.value.progress, &goal.levels, lang);
        view! { <p class="hint" dir="auto">{w::before(lang, &what)}</p> }
    });
    view! {
        <tr>
            <th scope="row">{day.clone()}</th>
            <td>{who}</td>
            <td dir="auto">{progress(one.progress, &goal.levels, lang)} {before.collect_parts()}</td>
            <td>
                <button type="button" class="quiet" data-do="take-out" data-of=at.to_string() aria-label=w::take_out_of(lang, &day, who)>
                    {w::take_out(lang)}
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// The section; nothing while the goal was never rated.
pub fn section(person: PersonId, id: GoalId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let found = Memo::new(move |_| {
        app.record.with(|record| Some((record.goal(person, id)?.now.value, record.goal_ratings(person, id))))
    });
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(touched) = touched(&event).filter(|touched| touched.what == "take-out") else { return };
        let one = found.with_untracked(|found| {
            let (_, ratings) = found.as_ref()?;
            ratings.get(touched.of.parse::<usize>().ok()?).cloned()
        });
        let Some(GoalRating { day, session, by, .. }) = one else { return };
        let rated = GoalRated { goal: id, person, session, progress: Progress::Nothing, by };
        app.state(day, Fact::GoalRated(rated));
    };
    part(move || {
        let lang = lang.get();
        let Some((goal, ratings)) = found.get().filter(|(_, ratings)| !ratings.is_empty()) else {
            return view! { <p class="hint">{w::never_rated(lang)}</p> }.into_any();
        };
        let rows = ratings.iter().enumerate().rev().map(|(at, one)| row(at, one, &goal, lang));
        view! {
            <h2>{w::ratings(lang)}</h2>
            <div class="scroll" tabindex="0" role="region" aria-label=w::ratings(lang)>
                <table on:click=press>
                    <thead>
                        <tr>
                            <th scope="col">{w::day(lang)}</th>
                            <th scope="col">{w::rate_by(lang)}</th>
                            <th scope="col">{w::how_far(lang)}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_parts()}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
    .into_any()
}
