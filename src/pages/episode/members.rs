//! Several people treated together: who they are, and what each agrees to show.

use leptos::prelude::*;

use crate::{
    care::{Episode, EpisodeId, Fact, Person, PersonId, Record, Showing},
    pages::{expect_app, forms},
    platform::{self, touched},
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, date_long, members as w},
};

/// The members whose record is shown.
pub(super) fn people(record: &Record, episode: EpisodeId) -> Vec<Person> {
    record.members(episode).into_iter().filter_map(|id| record.person(id)).collect()
}

/// The ticks by which each agrees that another sees their answers.
fn agreements(record: &Record, all: &[Person], episode: EpisodeId, lang: Lang) -> AnyView {
    let pairs = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
    let tick = |(one, other): (&Person, &Person)| {
        let said = record.showing(one.id, other.id, episode);
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

/// The section.
pub fn section(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    // Only out of what is shared: what was written of their episode stays with them.
    let take_out = move |who: PersonId| {
        let Some(found) = app.record.with_untracked(|record| record.episode(who, episode)) else { return };
        let seen = found.heads();
        app.state_knowing(platform::today(), super::fact(Episode { together: None, ..found.now.value }), seen);
        forms::refocus("member");
    };
    let list = move || {
        let lang = lang.get();
        app.record.with(|record| {
            let all = people(record, episode);
            let link = |one: &Person| {
                let (id, href) = (one.id, Route::Episode(one.id, Some(episode)).href());
                let name = one.name.as_str();
                let out = (id != person).then(|| {
                    view! { <button type="button" class="quiet" on:click=move |_| take_out(id)>{w::out(lang, name)}</button> }
                        .into_any()
                });
                view! { <li><a href=href dir="auto">{name.to_owned()}</a> " " {out}</li> }
            };
            let several = all.len() > 1;
            let together = Route::Together(person, episode).href();
            view! {
                <ul class="members">{all.iter().map(link).collect_parts()}</ul>
                {several.then(|| {
                    view! {
                        <p class="hint">{w::out_hint(lang)}</p>
                        <h3>{w::agreements(lang)}</h3>
                        <p class="hint">{w::agreements_hint(lang)}</p>
                        {agreements(record, &all, episode, lang)}
                        <p><a class="button" href=together>{w::show(lang)}</a></p>
                        <p class="hint">{w::show_hint(lang)}</p>
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
        // Whoever was taken out comes back with what was written of theirs.
        let before = app.record.with_untracked(|record| record.episode(who, episode));
        let seen = before.as_ref().map(|before| before.heads()).unwrap_or_default();
        // What is said in a person's own words is theirs and not copied.
        let fresh = || Episode { kind, planned, ..Episode::new(episode, who, start) };
        let theirs = before.map_or_else(fresh, |before| before.now.value);
        app.state_knowing(platform::today(), super::fact(Episode { together, ..theirs }), seen);
        chosen.set(String::new());
    };
    let agree = move |event: leptos::ev::Event| {
        let Some(touched) = touched(&event) else { return };
        match touched.what.as_str() {
            "member" => chosen.set(touched.value),
            "show" => {
                let Some((one, other)) = touched.of.split_once(' ') else { return };
                let (Ok(person), Ok(to)) = (one.parse::<PersonId>(), other.parse::<PersonId>()) else { return };
                let seen = app.record.with_untracked(|record| record.showing(person, to, episode));
                let seen = seen.map(|said| said.heads());
                let showing = Showing { person, to, episode: Some(episode), agreed: touched.ticked };
                app.state_knowing(platform::today(), Fact::ShowingAgreed(showing), seen.unwrap_or_default());
                forms::refocus_of(touched.of);
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
