//! One person: what they just said, the course of the alliance, and their sessions.

mod care_links;
mod course;
mod filing;
mod hand_over;
mod latest;
mod measures;
mod new_person;
mod new_session;
mod raters;
mod risk;
mod take_out;

pub use hand_over::HandOver;
pub use new_person::NewPerson;

use leptos::prelude::*;

use super::expect_app;
use crate::{
    alliance::{Course, Measure, course::caseload_usual, measures::measures, risk::risk_answers},
    care::{Fact, Person, PersonId, PersonName, Record},
    platform,
    session::Route,
    widgets::{TextField, When, language, part, say, view},
    words::{self, date_long},
};

/// What the page draws: the person and the course of their alliance.
#[derive(Clone)]
struct Shown {
    person: Person,
    course: Course,
    measures: Vec<Measure>,
}

/// The page.
#[component]
pub fn PersonPage(
    /// Who.
    id: PersonId,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    // Everybody's answers are read once for it: one more of this person's hardly moves it.
    let usual = app.record.with_untracked(|record| caseload_usual(&record.people()));
    let shown = Memo::new_with_compare(
        move |_| {
            app.record.with(|record| {
                record.person(id).map(|person| Shown {
                    course: Course::of(&person, usual.as_ref()),
                    measures: measures(&person, record.shelf()),
                    person,
                })
            })
        },
        |_, _| true,
    );
    // On its own, so that nothing else that changes takes away what is being typed there.
    let risks = Memo::new(move |_| {
        let found = |record: &Record| {
            let person = record.person(id)?;
            let all = risk_answers(&person, record);
            Some(all.into_iter().map(|one| risk::drawn(one, lang.get())).collect::<Vec<_>>())
        };
        app.record.with(found).unwrap_or_default()
    });
    let there = Memo::new(move |_| shown.with(Option::is_some));
    let renaming = RwSignal::new(false);
    part(move || {
        if !there.get() {
            return view! {
                <article class="reading">
                    <h1>{say(words::not_found::title)}</h1>
                    <super::rights::Unknown person=id />
                    <a class="button" href=Route::Caseload.href()>{say(words::common::back)}</a>
                </article>
            }
            .into_any();
        }
        view! {
            <section class="person">
                <p class="crumb"><a href=Route::Caseload.href()>{say(words::nav::caseload)}</a></p>
                {move || {
                    let Shown { person, .. } = shown.get()?;
                    Some(
                        view! {
                            <div class="title-row">
                                <div>
                                    <h1 dir="auto">{person.name.as_str().to_owned()}</h1>
                                    <p class="hint">{words::person::since(lang.get(), &date_long(lang.get(), person.since))}</p>
                                </div>
                                <button class="quiet" aria-expanded=move || renaming.get().to_string() on:click=move |_| renaming.update(|on| *on = !*on)>
                                    {say(words::person::rename)}
                                </button>
                            </div>
                        }
                            .into_any(),
                    )
                }}
                {filing::head(id)}
                <When when=move || renaming.get()>
                    <Rename id=id done=Callback::new(move |()| renaming.set(false)) />
                </When>
                {move || view! { <risk::Risk all=risks.get() /> }.into_any()}
                <new_session::NewSession id=id />
                {super::first_appointment::how_far(id)}
                {care_links::care_links(id)}
                {move || {
                    let Shown { course, measures, .. } = shown.get()?;
                    // Nobody is told that there are no answers while there are some to other questionnaires.
                    let any = course.latest().is_some() || measures.is_empty();
                    any.then(|| view! { <latest::Latest course=course /> }.into_any())
                }}
                {move || shown.get().map(|Shown { course, .. }| view! { <course::CourseSection course=course person=id /> }.into_any())}
                {move || shown.get().map(|Shown { measures, .. }| view! { <measures::Measures all=measures /> }.into_any())}
                {super::sessions::section(id)}
                {filing::section(id)}
                <super::rights::Section person=id />
                {move || {
                    let lang = lang.get();
                    app.record.with(|record| shown.with(|shown| shown.as_ref().map(|one| raters::raters(&one.person, record, lang))))
                }}
            </section>
        }
        .into_any()
    })
}

#[component]
fn Rename(id: PersonId, done: Callback<()>) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let now = app.record.with_untracked(|record| record.person(id)).map(|person| person.name.as_str().to_owned());
    let typed = RwSignal::new(now.unwrap_or_default());
    let error = RwSignal::new(None);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match PersonName::new(&typed.get_untracked()) {
            Ok(name) => {
                app.state(platform::today(), Fact::PersonRenamed { person: id, name });
                done.run(());
            }
            Err(why) => error.set(Some(why)),
        }
    };
    view! {
        <form class="card" on:submit=save>
            <h2>{say(words::person::rename_title)}</h2>
            <TextField
                id="new-name"
                label=Signal::derive(move || words::person::name_label(lang.get()).to_owned())
                value=typed
                error=Signal::derive(move || error.get().map(|why| new_person::wrong_name(why, lang.get())))
            />
            <div class="actions">
                <button class="primary" type="submit">{say(words::common::save)}</button>
                <button type="button" on:click=move |_| done.run(())>{say(words::common::cancel)}</button>
            </div>
        </form>
    }
}
