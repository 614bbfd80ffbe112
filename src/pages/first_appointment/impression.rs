//! How a person takes part in a conversation, as the therapist saw it.

use leptos::prelude::*;

use crate::{
    care::{
        Fact, Impression, PersonId, Versions,
        told::{self, MANNERS},
    },
    pages::{
        episode::{Settling, beside, history},
        expect_app,
        forms::{self, draft, name_of, offered, own_words, text_of, ticked},
    },
    platform,
    session::Route,
    widgets::{
        Field,
        draft::{Draft, Reader},
        language, part, say, view,
    },
    words::intake as w,
};

fn start(impression: Option<&Impression>) -> Draft {
    let ticked = impression.map(|one| one.manners.iter().map(|manner| name_of(&MANNERS, manner)).collect::<Vec<_>>());
    draft(&[
        ("manners", ticked.unwrap_or_default().join(" ")),
        ("words", text_of(impression.and_then(|one| one.words.as_ref()))),
    ])
}

fn read(reader: &mut Reader, person: PersonId) -> Option<Impression> {
    let manners = ticked(reader, "manners", &MANNERS);
    Some(Impression { person, manners, words: own_words(reader, "words") })
}

/// The section.
pub fn section(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::FirstAppointment(id);
    let found = Memo::new(move |_| app.record.with(|record| record.impression(id)));
    let begin = move || {
        let of = |found: &Option<Versions<Impression>>| {
            forms::begun(start(found.as_ref().map(|found| &found.now.value)), found.as_ref())
        };
        found.with_untracked(of)
    };
    let form = forms::kept_form(page, "impression", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(impression) = form.read(|reader| read(reader, id)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        forms::state(form, platform::today(), Fact::ImpressionNoted(impression), found.get_untracked().as_ref());
        saved.set(true);
    };
    let both = move || {
        let settling = Settling {
            told: told::impression,
            fact: Fact::ImpressionNoted,
            start: |one| start(Some(one)),
            page,
            form,
            focus: "impression-words",
        };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    view! {
        <section>
            <h2>{say(w::impression)}</h2>
            <p class="hint">{say(w::impression_hint)}</p>
            {part(both)}
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| {
                    vec![
                        Field::many("manners", w::manners(lang), offered(lang, &MANNERS)),
                        Field::long("words", w::own_words(lang)),
                    ]
                })}
                {forms::foot(page, form, saved, begin)}
            </form>
            {part(move || found.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), told::impression)))}
        </section>
    }
    .into_any()
}
