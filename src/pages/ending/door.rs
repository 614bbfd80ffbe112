//! The door that stays open: a text for somebody who simply stopped coming, to print or to send.

use leptos::{prelude::*, task::spawn_local};

use super::{book, letter};
use crate::{
    care::{DoorOpen, EpisodeId, Fact, PersonId},
    exchange::door_open::letter as text_of_letter,
    pages::{
        episode::{crumb, history, nobody},
        expect_app,
        forms::{self, draft, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field, Notice, Tone,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{Lang, date_long, door as w},
};

fn start(open: &DoorOpen) -> Draft {
    draft(&[
        ("words", text_of(open.words.as_ref())),
        ("contact", text_of(open.contact.as_ref())),
        ("others", book::names(&open.others)),
        ("sent", open.sent.map(|day| day.to_string()).unwrap_or_default()),
    ])
}

fn read(reader: &mut Reader, base: DoorOpen) -> Option<DoorOpen> {
    let sent = reader.day("sent");
    if sent.is_some_and(|day| day > platform::today()) {
        reader.refuse("sent", Wrong::Future);
    }
    let (words, contact) = (own_words(reader, "words"), own_words(reader, "contact"));
    Some(DoorOpen { words, contact, sent, others: book::ticked(reader, "others"), ..base })
}

fn told(open: &DoorOpen, lang: Lang) -> Vec<(String, String)> {
    let pair = |name: fn(Lang) -> &'static str, text: String| (name(lang).to_owned(), text);
    vec![
        pair(w::words, text_of(open.words.as_ref())),
        pair(w::contact, text_of(open.contact.as_ref())),
        pair(w::sent, open.sent.map(|day| date_long(lang, day)).unwrap_or_default()),
    ]
}

/// The page.
pub fn door(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let found = app.record.with_untracked(|record| record.person(person).zip(record.episode(person, episode)));
    let Some((who, _)) = found else { return nobody() };
    let page = Route::DoorOpen(person, episode);
    let bare = DoorOpen { episode, person, words: None, contact: None, others: Vec::new(), sent: None };
    let bare = StoredValue::new(bare);
    let open = Memo::new(move |_| app.record.with(|record| record.door_open(person, episode)));
    let now = move || open.get().map_or_else(|| bare.get_value(), |found| found.now.value);
    // Whoever was recommended at the ending is named unless they are unticked.
    let begin = move || {
        let mut now = untrack(now);
        if open.with_untracked(Option::is_none) {
            let ending = app.record.with_untracked(|record| record.ending(person, episode));
            now.others = ending.map(|found| found.now.value.recommended).unwrap_or_default();
        }
        start(&now)
    };
    let form = forms::kept_form(page, "door", begin);
    let saved = RwSignal::new(false);
    let copied = RwSignal::new(None::<bool>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(one) = form.read(|reader| read(reader, bare.get_value())) else { return saved.set(false) };
        app.drop_form(page, form.name());
        let seen = open.with_untracked(|found| found.as_ref().map(|found| found.heads()).unwrap_or_default());
        app.state_knowing(platform::today(), Fact::DoorOpened(Box::new(one)), seen);
        copied.set(None);
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let text = move || app.record.with(|record| text_of_letter(&now(), record, lang.get()));
    let copy = move |_| {
        let text = untrack(text).join("\n\n");
        spawn_local(async move { copied.set(Some(platform::copy_text(&text).await)) });
    };
    let people = Memo::new(move |_| book::offered(&now().others));
    let told_copied = move || match copied.get() {
        None => ().into_any(),
        Some(true) => view! { <Notice tone=Tone::Done><p>{w::copied(lang.get())}</p></Notice> }.into_any(),
        Some(false) => view! { <Notice tone=Tone::Attention><p>{w::not_copied(lang.get())}</p></Notice> }.into_any(),
    };
    let is_sent = move || {
        let sent = now().sent.map(|day| w::is_sent(lang.get(), &date_long(lang.get(), day)));
        sent.map_or_else(|| ().into_any(), |text| view! { <Notice tone=Tone::Quiet><p>{text}</p></Notice> }.into_any())
    };
    view! {
        <section class="narrow prints">
            {crumb(&who)}
            <p class="crumb"><a href=Route::Ending(person, Some(episode)).href()>{say(crate::words::ending::title)}</a></p>
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(is_sent)}
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| {
                    vec![
                        Field::long("words", w::words(lang)).hint(w::words_hint(lang)),
                        Field::long("contact", w::contact(lang)),
                    ]
                })}
                {part(move || {
                    let all = people.get();
                    if all.is_empty() {
                        return book::empty(lang.get());
                    }
                    form.fields(move |lang| vec![Field::many("others", w::others(lang), all.clone()).hint(w::others_hint(lang))])
                })}
                {form.fields(|lang| vec![Field::day("sent", w::sent(lang)).hint(w::sent_hint(lang))])}
                {forms::foot(page, form, saved, begin)}
            </form>
            <h2>{say(w::text)}</h2>
            <p class="hint">{say(w::text_hint)}</p>
            {part(move || letter::letter(text()))}
            <div class="actions">
                <button on:click=copy>{say(w::copy)}</button>
                <button on:click=move |_| platform::print()>{say(crate::words::common::print)}</button>
            </div>
            {part(told_copied)}
            {part(move || open.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), told)))}
        </section>
    }
    .into_any()
}
