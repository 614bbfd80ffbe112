//! The Ending Questions: both ways to the patient's answers, and what they answered.

use leptos::prelude::*;

use crate::{
    care::{EpisodeId, PersonId, Record, SessionId, not_yet, session_for},
    exchange::summary::{ENDING_QUESTIONS, Span},
    instrument::{
        Answer, catalogue,
        wording::{answer_words, item_words},
    },
    pages::{expect_app, first_appointment::ways},
    platform,
    session::Route,
    widgets::{Parts, language, part, say, view},
    words::{Lang, ending as w},
};

/// Questions and answers of the latest time in the episode.
fn answers(record: &Record, id: PersonId, episode: Option<EpisodeId>, lang: Lang) -> Option<Vec<(String, String)>> {
    let person = record.person(id)?;
    let span = episode.and_then(|episode| record.episode(id, episode)).map(|one| Span::of(record, &one.now.value));
    let sessions = person.sessions.iter().filter(|one| span.is_none_or(|span| span.holds(one.date)));
    let all = sessions.flat_map(|session| &session.entries);
    let same = all.filter(|entry| entry.given.instrument.id == ENDING_QUESTIONS);
    let entry = same.max_by_key(|entry| (entry.stamp, entry.id))?;
    let instrument = record.shelf().find(&entry.given.instrument)?;
    let shown = instrument.questions().into_iter().filter_map(|item| {
        let answer = entry.given.answers.get(&item.id).filter(|answer| Answer::is_given(answer))?;
        Some((item_words(&instrument, item, lang), answer_words(&instrument, item, Some(answer), lang)))
    });
    Some(shown.collect())
}

/// The session to which answers of today belong: also the last one of the episode, if none took place today.
fn session(record: &Record, id: PersonId, episode: Option<EpisodeId>) -> Option<SessionId> {
    let found = episode.and_then(|episode| record.episode(id, episode))?;
    let span = Span::of(record, &found.now.value);
    session_for(&record.person(id)?, platform::today(), |date| span.holds(date))
}

/// The section.
pub fn section(id: PersonId, episode: Option<EpisodeId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let at = move || app.record.with_untracked(|record| session(record, id, episode)).unwrap_or_else(not_yet);
    let said = move || {
        let lang = lang.get();
        let Some(all) = app.record.with(|record| answers(record, id, episode, lang)) else {
            return view! { <p class="hint">{w::questions_none(lang)}</p> }.into_any();
        };
        let pair = |(question, answer)| view! { <dt dir="auto">{question}</dt> <dd dir="auto">{answer}</dd> };
        view! { <dl class="answers">{all.into_iter().map(pair).collect_parts()}</dl> }.into_any()
    };
    view! {
        <section class="intake">
            <h2>{say(w::questions)}</h2>
            <p class="hint">{say(w::questions_lead)}</p>
            {ways(id, catalogue::newest(ENDING_QUESTIONS), at, Route::EndingTogether)}
            {part(said)}
        </section>
    }
    .into_any()
}
