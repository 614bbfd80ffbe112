//! What was found when the vault was opened, and questionnaires that were not finished.

use leptos::{prelude::*, task::spawn_local};

use super::{expect_app, safety::restored};
use crate::{
    session::{Finding, Route, WaitingDraft},
    widgets::{Notice, Parts, Tone, When, language, part, say, view},
    words::{self, Lang, date_long},
};

fn sentence(finding: &Finding, lang: Lang) -> (Tone, String) {
    match finding {
        Finding::TakenIn(n) => (Tone::Done, words::waiting::taken_in(lang, *n)),
        Finding::Damaged(n) => (Tone::Attention, words::problem::damaged(lang, *n)),
        Finding::Missing => (Tone::Attention, words::problem::missing(lang).to_owned()),
        Finding::Unreadable(n) => (Tone::Quiet, words::problem::unreadable(lang, *n)),
        Finding::Trouble(trouble) => (Tone::Attention, trouble.say(lang)),
        Finding::UnknownAnswers => (Tone::Attention, words::waiting::unknown(lang).to_owned()),
        Finding::DamagedAnswers(reason) => (Tone::Attention, words::waiting::damaged(lang, reason)),
        Finding::ErasureFinished => (Tone::Done, words::apart::finished_later(lang).to_owned()),
        Finding::HalfErased(n) => (Tone::Attention, words::apart::half(lang, *n)),
        Finding::Restored(counts) => (Tone::Done, restored(counts, lang)),
        Finding::NotAllRestored => (Tone::Attention, words::restore::not_all(lang).to_owned()),
        Finding::Twice => (Tone::Quiet, words::waiting::twice(lang).to_owned()),
        Finding::Typed(text) => (Tone::Attention, words::tabs::typed(lang, text)),
    }
}

/// The findings, each in a sentence.
#[component]
pub fn Findings() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    part(move || {
        let lang = lang.get();
        let all = app.findings.get();
        // Both come together as a rule, and lead to the same page.
        let leads = all.iter().position(|finding| matches!(finding, Finding::Damaged(_) | Finding::Missing));
        all.iter()
            .enumerate()
            .map(|(at, finding)| {
                let (tone, text) = sentence(finding, lang);
                let more = (leads == Some(at))
                    .then(|| view! { <p><a href=Route::Damage.href()>{words::damage::look(lang)}</a></p> });
                view! { <Notice tone=tone><p>{text}</p>{more}</Notice> }
            })
            .collect_parts()
            .into_any()
    })
}

/// The questionnaires that were begun and not finished.
#[component]
pub fn Drafts() -> impl IntoView {
    let app = expect_app();
    part(move || {
        app.drafts.get().into_iter().map(|draft| view! { <DraftCard draft=draft /> }).collect_parts().into_any()
    })
}

#[component]
fn DraftCard(draft: WaitingDraft) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let sure = RwSignal::new(false);
    let turn = draft.turn.opened.turn;
    let asked = &draft.turn.opened.instruments;
    let found =
        app.record.with_untracked(|record| asked.iter().filter_map(|one| record.shelf().find(one)).collect::<Vec<_>>());
    let (answered, of) = draft.draft.progress(found.iter().map(AsRef::as_ref));
    let shown = draft.turn.clone();
    let text = move || {
        let lang = lang.get();
        let person = app.record.with(|record| record.person(shown.opened.person));
        let name = person.as_ref().map(|person| person.name.as_str()).unwrap_or_default();
        words::waiting::draft_text(lang, name, &date_long(lang, shown.date), &answered.to_string(), &of.to_string())
    };
    let keep = move |_| {
        let draft = draft.clone();
        spawn_local(async move {
            // What is in the way stands in the save line.
            let _ = app.keep_draft(draft).await;
        });
    };
    let discard = move |_| {
        spawn_local(async move {
            let _ = app.discard_draft(turn).await;
        });
    };
    view! {
        <section class="notice attention">
            <h2>{say(words::waiting::draft_title)}</h2>
            <p>{move || text()}</p>
            <div class="actions">
                <When
                    when=move || sure.get()
                    fallback=move || {
                        let keep = keep.clone();
                        view! {
                            <When when=move || { answered > 0 }>
                                <button class="primary" on:click=keep.clone()>{say(words::waiting::take)}</button>
                            </When>
                            <button on:click=move |_| sure.set(true)>{say(words::waiting::discard)}</button>
                        }
                    }
                >
                    <p role="alert">{say(words::waiting::discard_sure)}</p>
                    <button class="danger" on:click=discard>{say(words::waiting::discard)}</button>
                    <button on:click=move |_| sure.set(false)>{say(words::common::cancel)}</button>
                </When>
            </div>
        </section>
    }
}
