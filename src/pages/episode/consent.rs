//! What somebody agreed to: who sees what is written, why, for how long; supervision and research apart; taken back when.

use leptos::prelude::*;

use super::{Settling, beside, history};
use crate::{
    care::{
        Consent, EpisodeId, Fact, PersonId, Wish,
        told::{self, WISHES},
    },
    pages::{
        expect_app,
        forms::{self, chosen, draft, line, line_of, name_of, offered, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field, Notice, Tone,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{self, Lang, consent as w, date_long},
};

fn fresh(lang: Lang) -> Draft {
    draft(&[
        ("who", w::who_default(lang).to_owned()),
        ("why", w::why_default(lang).to_owned()),
        ("long", w::long_default(lang).to_owned()),
        ("supervision", name_of(&WISHES, &Wish::NotAsked)),
        ("research", name_of(&WISHES, &Wish::NotAsked)),
        ("given", platform::today().to_string()),
    ])
}

fn start(one: &Consent) -> Draft {
    draft(&[
        ("who", text_of(one.who_sees.as_ref())),
        ("why", text_of(one.why.as_ref())),
        ("long", text_of(one.how_long.as_ref())),
        ("supervision", name_of(&WISHES, &one.supervision)),
        ("research", name_of(&WISHES, &one.research)),
        ("given", one.given.to_string()),
        ("by", line_of(one.by.as_ref())),
        ("withdrawn", one.withdrawn.map(|day| day.to_string()).unwrap_or_default()),
    ])
}

fn fact(consent: Consent) -> Fact {
    Fact::ConsentNoted(Box::new(consent))
}

fn read(reader: &mut Reader, episode: EpisodeId, person: PersonId) -> Option<Consent> {
    let today = platform::today();
    let given = reader.day("given");
    let given = reader.needed("given", given);
    let withdrawn = reader.day("withdrawn");
    for (id, day) in [("given", given), ("withdrawn", withdrawn)] {
        if day.is_some_and(|day| day > today) {
            reader.refuse(id, Wrong::Future);
        }
    }
    if given.zip(withdrawn).is_some_and(|(given, withdrawn)| withdrawn < given) {
        reader.refuse("withdrawn", Wrong::Said(w::withdrawn_before));
    }
    Some(Consent {
        episode,
        person,
        who_sees: own_words(reader, "who"),
        why: own_words(reader, "why"),
        how_long: own_words(reader, "long"),
        supervision: chosen(reader, "supervision", &WISHES).unwrap_or_default(),
        research: chosen(reader, "research", &WISHES).unwrap_or_default(),
        by: line(reader, "by"),
        withdrawn,
        given: given?,
    })
}

/// The section.
pub fn section(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Episode(person, Some(episode));
    let found = Memo::new(move |_| app.record.with(|record| record.consent(person, episode)));
    let begin = move || {
        let now = found.get_untracked();
        let fields = now.as_ref().map_or_else(|| fresh(lang.get_untracked()), |found| start(&found.now.value));
        forms::begun(fields, now.as_ref())
    };
    let form = forms::kept_form(page, "consent", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(consent) = form.read(|reader| read(reader, episode, person)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        forms::state(form, platform::today(), fact(consent), found.get_untracked().as_ref());
        saved.set(true);
    };
    let state = move || {
        let lang = lang.get();
        let (tone, text) = match found.get().map(|found| found.now.value) {
            None => (Tone::Attention, w::none(lang).to_owned()),
            Some(Consent { withdrawn: Some(day), .. }) => {
                (Tone::Attention, w::is_withdrawn(lang, &date_long(lang, day)))
            }
            Some(consent) => (Tone::Quiet, w::is_given(lang, &date_long(lang, consent.given))),
        };
        view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any()
    };
    let both = move || {
        let settling = Settling { told: told::consent, fact, start, page, form, focus: "consent-who" };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    view! {
        <section>
            <h2>{say(w::title)}</h2>
            {part(state)}
            {part(both)}
            <p>{say(w::nothing_changes)} " " <a href=Route::PrivacyNotice.href()>{say(words::templates::privacy)}</a></p>
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| {
                    vec![
                        Field::long("who", w::who(lang)),
                        Field::long("why", w::why(lang)),
                        Field::long("long", w::long(lang)),
                        Field::choice("supervision", w::supervision(lang), offered(lang, &WISHES)).hint(w::supervision_hint(lang)),
                        Field::choice("research", w::research(lang), offered(lang, &WISHES)).hint(w::research_hint(lang)),
                        Field::day("given", w::given(lang)),
                        Field::line("by", w::by(lang)).hint(w::by_hint(lang)),
                        Field::day("withdrawn", w::withdrawn(lang)).hint(w::withdrawn_hint(lang)),
                    ]
                })}
                {forms::foot(page, form, saved, begin)}
            </form>
            {part(move || found.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), told::consent)))}
        </section>
    }
    .into_any()
}
