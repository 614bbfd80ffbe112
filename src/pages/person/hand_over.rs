//! Handing the device over: what will be asked, in which language, whom the patient can call.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    care::{AnsweredBy, PersonId, SessionId, told::RATERS},
    instrument::{AnswerSet, Flow, Instrument, InstrumentRef},
    pages::{
        expect_app,
        first_appointment::{day_of, made},
        forms::offered,
        help::ContactList,
    },
    platform,
    session::{Phase, Route, Trouble},
    widgets::{Notice, Parts, Tone, language, part, say, view},
    words::{self, Lang, date_long},
};

/// One questionnaire to tick.
fn tick(
    one: &Arc<Instrument>,
    chosen: RwSignal<Vec<InstrumentRef>>,
    lang: Signal<Lang>,
    theirs: RwSignal<Lang>,
) -> impl IntoView + use<> {
    let (one, reference) = (one.clone(), one.reference.clone());
    let questions = Flow::of(&one, &AnswerSet::default()).questions().len();
    let (named, here, there) = (one.clone(), reference.clone(), reference);
    let note = move || {
        let count = words::handover::questions(lang.get(), questions);
        if one.speaks(theirs.get()) {
            count
        } else {
            format!("{count}; {}", words::handover::lacks_language(lang.get()))
        }
    };
    let flip = move |_| {
        chosen.update(|chosen| match chosen.iter().position(|other| *other == there) {
            Some(at) => drop(chosen.remove(at)),
            None => chosen.push(there.clone()),
        });
    };
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&here)) on:change=flip />
            <span dir="auto">{move || named.title.get(lang.get()).to_owned()}</span>
            <span class="hint">{move || note()}</span>
        </label>
    }
}

/// The page.
#[component]
pub fn HandOver(
    /// To whom.
    person: PersonId,
    /// For which session.
    session: SessionId,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let theirs = RwSignal::new(app.lang.get_untracked());
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let sample = Memo::new(move |_| app.phase.with(|phase| *phase == Phase::Sample));
    let contacts = Memo::new(move |_| app.record.with(|record| record.contacts().to_vec()));
    let who = app.record.with_untracked(|record| {
        let found = record.person(person)?;
        let date = day_of(&found, session)?;
        Some((found.name, date))
    });
    let Some((name, date)) = who else {
        return view! {
            <article class="reading">
                <h1>{say(words::not_found::title)}</h1>
                <p>{say(words::person::unknown)}</p>
            </article>
        }
        .into_any();
    };
    // What the plan asks at this session stands first and is chosen; where it asks nothing, the Alliance Scale is.
    let (due, others) = app.record.with_untracked(|record| record.offered(person, session));
    // A page that led here for one questionnaire has chosen it, where it can be asked.
    let mut wanted = app.asked.get_value();
    wanted.retain(|wanted| due.iter().chain(&others).any(|one| one.reference == *wanted));
    let wanted = Some(wanted).filter(|wanted| !wanted.is_empty());
    let planned = || due.iter().map(|one| one.reference.clone()).collect::<Vec<_>>();
    let chosen = RwSignal::new(wanted.unwrap_or_else(planned));
    app.asked.set_value(Vec::new());
    app.asked_of.set_value(AnsweredBy::Respondent);
    let by = RwSignal::new(AnsweredBy::Respondent);
    let choose_by = move |event: leptos::ev::Event| {
        let name = event_target_value(&event);
        by.set(RATERS.iter().find(|(other, ..)| *other == name).map(|(_, by, _)| *by).unwrap_or_default());
    };
    let none_chosen = Memo::new(move |_| chosen.with(Vec::is_empty));
    let (due, others) = (StoredValue::new(due), StoredValue::new(others));
    let list = move |all: StoredValue<Vec<Arc<Instrument>>>| {
        all.with_value(|all| all.iter().map(|one| tick(one, chosen, lang, theirs)).collect_parts())
    };
    let any_others = others.with_value(|others| !others.is_empty());
    let go = move |_| {
        if busy.get_untracked() {
            return;
        }
        if none_chosen.get_untracked() {
            return;
        }
        // In the order in which they are offered, whatever the order of the ticks.
        let offered = due.get_value().into_iter().chain(others.get_value());
        let asked: Vec<InstrumentRef> = chosen.with_untracked(|chosen| {
            offered.map(|one| one.reference.clone()).filter(|one| chosen.contains(one)).collect()
        });
        let Some(session) = made(person, session) else { return };
        if sample.get_untracked() {
            app.asked.set_value(asked);
            app.asked_of.set_value(by.get_untracked());
            return app.go(Route::Answer(person, session));
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            platform::next_frame().await;
            if let Err(why) = app.hand_over(person, session, asked, theirs.get_untracked(), by.get_untracked()).await {
                busy.try_set(false);
                trouble.try_set(Some(why));
            }
        });
    };
    view! {
        <section class="narrow">
            <p class="crumb"><a href=Route::Person(person).href() dir="auto">{name.as_str().to_owned()}</a></p>
            <h1>{say(words::handover::title)}</h1>
            <p class="lead">{move || if sample.get() { words::handover::sample_note(lang.get()) } else { words::handover::lead(lang.get()) }}</p>
            <dl class="facts">
                <dt>{say(words::handover::for_session)}</dt>
                <dd>{move || date_long(lang.get(), date)}</dd>
            </dl>
            <fieldset class="asked">
                <legend>{say(words::handover::what)}</legend>
                {list(due)}
                {any_others
                    .then(|| {
                        view! {
                            <details>
                                <summary>{say(words::handover::others)}</summary>
                                {list(others)}
                            </details>
                        }
                    })}
                <p class="error" role="alert">{move || none_chosen.get().then(|| words::handover::none_chosen(lang.get()))}</p>
            </fieldset>
            <fieldset>
                <legend>{say(words::handover::language)}</legend>
                <div class="choices">
                    {Lang::ALL
                        .into_iter()
                        .map(|choice| {
                            view! {
                                <label class="tick">
                                    <input
                                        type="radio"
                                        name="patient-language"
                                        prop:checked=move || theirs.get() == choice
                                        on:change=move |_| theirs.set(choice)
                                    />
                                    <span lang=choice.tag()>{choice.own_name()}</span>
                                </label>
                            }
                        })
                        .collect_parts()}
                </div>
            </fieldset>
            {(!sample.get_untracked())
                .then(|| {
                    let option = move |(name, text): (String, String)| view! { <option value=name>{text}</option> };
                    view! {
                        <div class="field">
                            <label for="answered-by">{say(words::rater::who)}</label>
                            <select id="answered-by" on:change=choose_by>
                                {part(move || offered(lang.get(), &RATERS).into_iter().map(option).collect_parts().into_any())}
                            </select>
                        </div>
                    }
                        .into_any()
                })}
            <h2>{say(words::handover::contacts)}</h2>
            {move || {
                let contacts = contacts.get();
                if contacts.is_empty() {
                    view! {
                        <Notice tone=Tone::Attention>
                            <p>{say(words::handover::no_contacts)}</p>
                            <a class="button" href=Route::Contacts.href()>{say(words::handover::set_contacts)}</a>
                        </Notice>
                    }
                        .into_any()
                } else {
                    view! {
                        <ContactList contacts=contacts />
                        <p class="hint">{say(words::handover::tell)}</p>
                        <button class="primary" aria-disabled=move || busy.get().then_some("true") on:click=go>
                            {move || if sample.get() { words::handover::sample_go(lang.get()) } else { words::handover::go(lang.get()) }}
                        </button>
                        <p role="status" class="hint">{move || busy.get().then(|| words::handover::going(lang.get()))}</p>
                    }
                        .into_any()
                }
            }}
            {move || {
                trouble
                    .get()
                    .map(|why| {
                        view! {
                            <Notice tone=Tone::Attention>
                                <p>{words::handover::failed(lang.get(), &why.say(lang.get()))}</p>
                            </Notice>
                        }
                        .into_any()
                    })
            }}
        </section>
    }
    .into_any()
}
