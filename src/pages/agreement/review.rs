//! Looking back at the agreement: what was agreed beside what happened, as each side sees it.

use leptos::prelude::*;

use super::{SIDES, name, present, state};
use crate::{
    care::{Agreement, Became, BothViews, BothWords, Moment, OwnWords, PersonId, RatedBy, Review, Topic, Verdict},
    exchange::goal_words,
    pages::{
        expect_app,
        forms::{self, Option3, chosen, draft, name_of, offered, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field, Notice, Parts, Tone,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{Lang, agreement as w, list},
};

const VERDICTS: [Option3<Option<Verdict>>; 4] = [
    ("not-said", None, w::not_said),
    ("kept", Some(Verdict::Kept), w::kept),
    ("changed", Some(Verdict::Changed), w::changed),
    ("not", Some(Verdict::Not), w::not_kept),
];

fn id_of(topic: Topic, side: &str, what: &str) -> String {
    format!("{}-{side}-{what}", name(topic))
}

fn start(review: Option<&Review>) -> Draft {
    let mut out = draft(&[("held", review.map_or_else(platform::today, |review| review.held).to_string())]);
    for topic in Topic::ALL {
        for (side, by) in SIDES {
            let became = review.map(|review| of(by, review.on(topic)).clone()).unwrap_or_default();
            out.insert(id_of(topic, side, "verdict"), name_of(&VERDICTS, &became.verdict));
            out.insert(id_of(topic, side, "words"), text_of(became.words.as_ref()));
        }
    }
    out
}

const fn of(by: RatedBy, both: &BothViews) -> &Became {
    match by {
        RatedBy::Patient => &both.patient,
        RatedBy::Therapist => &both.therapist,
    }
}

const fn agreed_by(by: RatedBy, both: &BothWords) -> Option<&OwnWords> {
    match by {
        RatedBy::Patient => both.patient.as_ref(),
        RatedBy::Therapist => both.therapist.as_ref(),
    }
}

fn read(reader: &mut Reader, base: Agreement, moment: Moment) -> Option<Agreement> {
    let held = reader.day("held");
    let held = reader.needed("held", held);
    let midway = base.midway.as_ref().filter(|_| moment == Moment::End).map(|review| review.held);
    let end = base.end.as_ref().filter(|_| moment == Moment::Midway).map(|review| review.held);
    if let Some(held) = held {
        if held > platform::today() {
            reader.refuse("held", Wrong::Future);
        } else if held < base.made {
            reader.refuse("held", Wrong::Said(w::before_made));
        } else if midway.is_some_and(|midway| held < midway) || end.is_some_and(|end| end < held) {
            reader.refuse("held", Wrong::Said(w::before_midway));
        }
    }
    let mut became = |topic: Topic, side: &str| Became {
        verdict: chosen(reader, &id_of(topic, side, "verdict"), &VERDICTS).flatten(),
        words: own_words(reader, &id_of(topic, side, "words")),
    };
    let [expectations, roles, signs] =
        Topic::ALL.map(|topic| BothViews { patient: became(topic, "patient"), therapist: became(topic, "therapist") });
    let review = Some(Review { held: held?, expectations, roles, signs });
    Some(match moment {
        Moment::Midway => Agreement { midway: review, ..base },
        Moment::End => Agreement { end: review, ..base },
    })
}

/// The topics that the two see differently, in a sentence.
pub fn apart(review: &Review, lang: Lang) -> Option<String> {
    let topics: Vec<String> =
        review.apart().into_iter().map(|topic| goal_words::topic(topic)(lang).to_lowercase()).collect();
    let topics: Vec<&str> = topics.iter().map(String::as_str).collect();
    (!topics.is_empty()).then(|| w::apart(lang, &list(lang, &topics)))
}

/// The section of one moment.
pub fn section(id: PersonId, moment: Moment) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Agreement(id);
    let found = Memo::new(move |_| app.record.with(|record| present(record, id)));
    let begin = move || {
        let found = found.get_untracked();
        forms::begun(start(found.as_ref().and_then(|found| found.now.value.review(moment))), found.as_ref())
    };
    let form_name = if moment == Moment::Midway { "midway" } else { "end" };
    let form = forms::kept_form(page, form_name, begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(before) = found.get_untracked() else { return };
        let base = before.now.value.clone();
        let Some(agreement) = form.read(|reader| read(reader, base, moment)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        state(form, agreement, Some(&before));
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let agreed = move |topic: Topic, by: RatedBy| {
        move || {
            let lang = lang.get();
            let words = found.with(|found| {
                found
                    .as_ref()
                    .and_then(|found| agreed_by(by, found.now.value.on(topic)).map(|words| words.as_str().to_owned()))
            });
            let none = words.is_none().then(|| view! { <p class="hint">{w::nothing_agreed(lang)}</p> }.into_any());
            let words = words.map(|words| view! { <blockquote dir="auto">{words}</blockquote> }.into_any());
            view! { {none} {words} }.into_any()
        }
    };
    let side = move |topic: Topic, (side, by): (&'static str, RatedBy)| {
        let label = move |what: fn(Lang) -> &'static str, lang: Lang| goal_words::of_side(what(lang), by, lang);
        view! {
            <div>
                {part(agreed(topic, by))}
                {form.fields(move |lang| {
                    vec![
                        Field::list(id_of(topic, side, "verdict"), label(w::became, lang), offered(lang, &VERDICTS)),
                        Field::long(id_of(topic, side, "words"), label(w::happened, lang)),
                    ]
                })}
            </div>
        }
    };
    let topic = move |one: Topic| {
        view! {
            <fieldset class="contact">
                <legend>{say(goal_words::topic(one))}</legend>
                <div class="sides">{SIDES.map(|both| side(one, both)).collect_parts()}</div>
            </fieldset>
        }
    };
    let differ = move || {
        let said = found.with(|found| apart(found.as_ref()?.now.value.review(moment)?, lang.get()));
        said.map_or_else(|| ().into_any(), |text| view! { <Notice tone=Tone::Quiet><p>{text}</p></Notice> }.into_any())
    };
    view! {
        <section>
            <h2>{say(goal_words::moment(moment))}</h2>
            <p class="hint">{say(w::review_hint)}</p>
            {part(differ)}
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| vec![Field::day("held", w::held(lang))])}
                {Topic::ALL.map(topic).collect_parts()}
                {forms::foot(page, form, saved, begin)}
            </form>
        </section>
    }
    .into_any()
}
