//! Several people treated together: who they are, what each agrees to show, and what may be looked at with all of them there.

use leptos::prelude::*;

use crate::{
    alliance::{Course, Part},
    care::{Episode, EpisodeId, Fact, Person, PersonId, Record, Showing},
    instrument::scoring::Score,
    pages::expect_app,
    platform::{self, touched},
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long, members as w, number},
};

fn people(record: &Record, episode: EpisodeId) -> Vec<Person> {
    record.members(episode).into_iter().filter_map(|id| record.person(id)).collect()
}

/// The ticks by which each agrees that another sees their answers.
fn agreements(record: &Record, all: &[Person], lang: Lang) -> AnyView {
    let pairs = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
    let tick = |(one, other): (&Person, &Person)| {
        let said = record.showing(one.id, other.id);
        let on = said.as_ref().is_some_and(|said| said.now.value);
        let when = said.map(|said| words::form::written(lang, &date_long(lang, said.now.date)));
        view! {
            <li>
                <label class="tick">
                    <input type="checkbox" data-do="show" data-of=format!("{} {}", one.id, other.id) prop:checked=on />
                    <span dir="auto">{w::agrees(lang, one.name.as_str(), other.name.as_str())}</span>
                </label>
                <p class="hint">{when}</p>
            </li>
        }
    };
    let ticks = pairs.filter(|(one, other)| one.id != other.id).map(tick).collect_parts();
    view! { <ul class="agreements">{ticks}</ul> }.into_any()
}

/// What one member's row of the common table says: their last total where all others may see it.
fn shown(record: &Record, one: &Person, all: &[Person], lang: Lang) -> String {
    if all.iter().any(|other| !record.may_see(other.id, one.id)) {
        return w::not_agreed(lang).to_owned();
    }
    let course = Course::of(one, None);
    let latest = course.latest().and_then(|point| Some((point.date, point.score(Part::Total).and_then(Score::value)?)));
    latest.map_or_else(
        || words::person::no_answer(lang).to_owned(),
        |(date, total)| w::last_total(lang, &number(lang, total, 1), &date_long(lang, date)),
    )
}

/// The section.
pub fn section(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let list = move || {
        let lang = lang.get();
        app.record.with(|record| {
            let all = people(record, episode);
            let link = |one: &Person| {
                let href = Route::Episode(one.id, Some(episode)).href();
                view! { <li><a href=href dir="auto">{one.name.as_str().to_owned()}</a></li> }
            };
            let row = |one: &Person| {
                view! { <tr><th scope="row" dir="auto">{one.name.as_str().to_owned()}</th><td>{shown(record, one, &all, lang)}</td></tr> }
            };
            let several = all.len() > 1;
            view! {
                <ul class="members">{all.iter().map(link).collect_parts()}</ul>
                {several.then(|| {
                    view! {
                        <h3>{w::agreements(lang)}</h3>
                        <p class="hint">{w::agreements_hint(lang)}</p>
                        {agreements(record, &all, lang)}
                        <h3>{w::together(lang)}</h3>
                        <p class="hint">{w::together_hint(lang)}</p>
                        <table>
                            <thead><tr><th scope="col">{words::caseload::name(lang)}</th><th scope="col">{w::answers(lang)}</th></tr></thead>
                            <tbody>{all.iter().map(row).collect_parts()}</tbody>
                        </table>
                    }
                    .into_any()
                })}
            }
            .into_any()
        })
    };
    let others = move || {
        let members = app.record.with(|record| people(record, episode));
        let everybody = app.record.with(Record::people).into_iter();
        let others = everybody.filter(|one| members.iter().all(|member| member.id != one.id));
        let option =
            |one: Person| view! { <option value=one.id.to_string() dir="auto">{one.name.as_str().to_owned()}</option> };
        others.map(option).collect_parts()
    };
    let chosen = RwSignal::new(String::new());
    let add = move |_| {
        let Ok(who) = chosen.get_untracked().parse::<PersonId>() else { return };
        let Some(found) = app.record.with_untracked(|record| record.episode(person, episode)) else { return };
        let Episode { kind, start, planned, together, .. } = found.now.value;
        // What is said in a person's own words is theirs and not copied.
        let theirs = Episode { kind, planned, together, ..Episode::new(episode, who, start) };
        super::state(theirs, Vec::new());
        chosen.set(String::new());
    };
    let agree = move |event: leptos::ev::Event| {
        let Some(touched) = touched(&event) else { return };
        match touched.what.as_str() {
            "member" => chosen.set(touched.value),
            "show" => {
                let Some((one, other)) = touched.of.split_once(' ') else { return };
                let (Ok(person), Ok(to)) = (one.parse::<PersonId>(), other.parse::<PersonId>()) else { return };
                let seen = app.record.with_untracked(|record| record.showing(person, to).map(|said| said.heads()));
                let showing = Showing { person, to, agreed: touched.ticked };
                app.state_knowing(platform::today(), Fact::ShowingAgreed(showing), seen.unwrap_or_default());
                crate::pages::forms::refocus_of(touched.of);
            }
            _ => {}
        }
    };
    view! {
        <section on:change=agree>
            <h2>{say(w::title)}</h2>
            <p>{say(w::lead)}</p>
            {part(list)}
            <div class="field">
                <label for="member">{say(w::add_label)}</label>
                <select id="member" data-do="member" prop:value=move || chosen.get()>
                    <option value="">{say(w::choose)}</option>
                    {part(move || others().into_any())}
                </select>
            </div>
            <div class="actions"><button type="button" on:click=add>{say(w::add)}</button></div>
        </section>
    }
    .into_any()
}
