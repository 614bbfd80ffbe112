//! How far the present episode is, on the brief and on the person's page: a count for what was planned to be short, medicines and
//! the review for what goes on.

use leptos::prelude::*;

use crate::{
    care::{Episode, EpisodeKind, HowFar, Moment, Person, PersonId, PlannedLength, Record},
    exchange::summary::Span,
    pages::{agreement, expect_app, medicines},
    platform,
    session::Route,
    widgets::{Parts, language, part, view},
    words::{self, Lang, brief as w},
};

/// The present episode, while it goes on.
pub(super) fn open_episode(record: &Record, person: PersonId) -> Option<Episode> {
    let found = record.episode_on(person, platform::today())?.now.value;
    let ended = record.ending(person, found.id).is_some_and(|ending| ending.now.value.is_ended());
    (!ended).then_some(found)
}

/// The count, where there is one, and whether it is time to look back midway: an agreement is there, and it was not yet.
pub(super) fn how_far(record: &Record, person: &Person, lang: Lang) -> (Option<String>, bool) {
    let Some(episode) = open_episode(record, person.id) else { return (None, false) };
    let today = platform::today();
    let found = HowFar::of(&episode, Span::of(record, &episode).held(person), today);
    let count = found.count.map(|(at, planned)| match planned {
        PlannedLength::Sessions(of) => w::sessions_of(lang, of as usize, &at.to_string()),
        PlannedLength::Weeks(of) => w::week_of(lang, &at.to_string(), &of.to_string()),
    });
    let agreed = record.agreement_on(person.id, today);
    (count, found.midway && agreed.is_some_and(|agreed| agreed.now.value.review(Moment::Midway).is_none()))
}

/// The way to look back.
pub(super) fn look_back(person: PersonId, lang: Lang) -> AnyView {
    view! { <a href=Route::Agreement(person).href()>{w::midway(lang)}</a> }.into_any()
}

/// The lines of the person's page; none without an episode, and none once it is ended.
pub fn section(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    part(move || {
        let lang = lang.get();
        let found = app.record.with(|record| {
            let (person, episode) = (record.person(id)?, open_episode(record, id)?);
            let (count, midway) = how_far(record, &person, lang);
            let mut lines: Vec<String> = count.into_iter().collect();
            if episode.kind != EpisodeKind::LifeEvent {
                lines.extend(titled(words::medicines::title(lang), &medicines::lines(record, id, lang)));
                lines.extend(titled(words::agreement::title(lang), &agreement::lines(record, id, lang)));
            }
            Some((lines, midway))
        });
        let (lines, midway) = found.unwrap_or_default();
        let lines = lines.into_iter().map(|line| view! { <p class="hint" dir="auto">{line}</p> });
        view! { {lines.collect_parts()} {midway.then(|| view! { <p>{look_back(id, lang)}</p> })} }.into_any()
    })
    .into_any()
}

fn titled(title: &str, lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{title}: {}", lines.join(" ")))
}
