//! The working agreement of both sides, and what became of it.

mod answers;
mod review;

use leptos::prelude::*;

use super::{
    episode::{Settling, beside, crumb, history, nobody},
    expect_app,
    forms::{self, draft, own_words, text_of},
};
use crate::{
    alliance::working_agreement,
    care::{Agreement, BothWords, Fact, Moment, Person, PersonId, RatedBy, Record, Topic, Versions},
    exchange::goal_words,
    platform,
    session::Route,
    widgets::{
        Field, Form, Parts,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{Lang, agreement as w, date_long},
};

/// Each side, with its name in a draft.
const SIDES: [(&str, RatedBy); 2] = [("patient", RatedBy::Patient), ("therapist", RatedBy::Therapist)];

/// The name of a topic in a draft.
const fn name(topic: Topic) -> &'static str {
    match topic {
        Topic::Expectations => "expectations",
        Topic::Roles => "roles",
        Topic::Signs => "signs",
    }
}

/// The agreement that holds today.
fn present(record: &Record, person: PersonId) -> Option<Versions<Agreement>> {
    record.agreement_on(person, platform::today())
}

/// The page.
pub fn page(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(person) = app.record.with_untracked(|record| record.person(id)) else { return nobody() };
    let found = Memo::new(move |_| app.record.with(|record| present(record, id)));
    let state = move || {
        let lang = lang.get();
        let Some(found) = found.get() else {
            let begun = app.record.with(|record| record.person(id)).is_some_and(|person| is_begun(&person));
            let begun = begun.then(|| view! { <p>{w::from_answers(lang)}</p> }.into_any());
            return view! { <p class="hint">{w::none(lang)}</p> {begun} {answers::ask(id)} }.into_any();
        };
        view! { <p class="hint">{w::made_on(lang, &date_long(lang, found.now.value.made))}</p> }.into_any()
    };
    let there = Memo::new(move |_| found.with(Option::is_some));
    let reviews = move || {
        if there.get() {
            view! { {review::section(id, Moment::Midway)} {review::section(id, Moment::End)} }.into_any()
        } else {
            view! { <p class="hint">{say(w::first_agree)}</p> }.into_any()
        }
    };
    let agreed_history =
        move || found.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), goal_words::agreement));
    view! {
        <section class="narrow agreement">
            {crumb(&person)}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(state)}
            {form(id)}
            {part(reviews)}
            {part(agreed_history)}
            {part(move || app.record.with(|record| answers::table(record, id, lang.get())))}
            {part(move || app.record.with(|record| others(record, id, lang.get())))}
        </section>
    }
    .into_any()
}

/// Whether an agreement can begin with what was answered.
fn is_begun(person: &Person) -> bool {
    Topic::ALL.into_iter().any(|topic| working_agreement::begun(person, topic).iter().any(|text| !text.is_empty()))
}

/// The agreements of other episodes, to read.
fn others(record: &Record, person: PersonId, lang: Lang) -> AnyView {
    let now = present(record, person).map(|found| found.now.value.episode);
    let all = record.agreements(person).into_iter().filter(|one| Some(one.now.value.episode) != now);
    let one = |found: Versions<Agreement>| {
        let pairs = goal_words::agreement(&found.now.value, lang).into_iter().filter(|(_, text)| !text.is_empty());
        let pairs = pairs.map(|(name, text)| view! { <dt>{name}</dt> <dd dir="auto">{text}</dd> });
        view! {
            <details class="history">
                <summary>{w::made_on(lang, &date_long(lang, found.now.value.made))}</summary>
                <dl class="facts">{pairs.collect_parts()}</dl>
            </details>
        }
    };
    let all = all.map(one).collect_parts();
    if all.is_empty() {
        return ().into_any();
    }
    view! { <h2>{w::others(lang)}</h2> {all} }.into_any()
}

fn start(known: Option<&Agreement>, person: Option<&Person>) -> Draft {
    let made = known.map_or_else(platform::today, |known| known.made);
    let mut out = draft(&[("made", made.to_string())]);
    for topic in Topic::ALL {
        let [patient, therapist] = match known {
            Some(known) => [&known.on(topic).patient, &known.on(topic).therapist].map(|words| text_of(words.as_ref())),
            None => person.map(|person| working_agreement::begun(person, topic)).unwrap_or_default(),
        };
        out.insert(format!("{}-patient", name(topic)), patient);
        out.insert(format!("{}-therapist", name(topic)), therapist);
    }
    out
}

fn read(reader: &mut Reader, base: Agreement) -> Option<Agreement> {
    let made = reader.day("made");
    let made = reader.needed("made", made);
    let looked_back = [&base.midway, &base.end].into_iter().flatten().map(|review| review.held).min();
    if made.is_some_and(|made| made > platform::today()) {
        reader.refuse("made", Wrong::Future);
    } else if made.zip(looked_back).is_some_and(|(made, back)| made > back) {
        reader.refuse("made", Wrong::Said(w::before_made));
    }
    let [expectations, roles, signs] = Topic::ALL.map(|topic| BothWords {
        patient: own_words(reader, &format!("{}-patient", name(topic))),
        therapist: own_words(reader, &format!("{}-therapist", name(topic))),
    });
    Some(Agreement { made: made?, expectations, roles, signs, ..base })
}

/// States an agreement that takes the place of the versions that its form has seen.
fn state(form: Form, agreement: Agreement, before: Option<&Versions<Agreement>>) {
    forms::state(form, platform::today(), Fact::AgreementStated(Box::new(agreement)), before);
}

/// The words of both sides, side by side.
fn form(id: PersonId) -> AnyView {
    let app = expect_app();
    let page = Route::Agreement(id);
    let known = move || app.record.with_untracked(|record| present(record, id));
    let begin = move || {
        let person = app.record.with_untracked(|record| record.person(id));
        let known = known();
        forms::begun(start(known.as_ref().map(|found| &found.now.value), person.as_ref()), known.as_ref())
    };
    let form = forms::kept_form(page, "agreed", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let today = platform::today();
        let before = known();
        let fresh = || {
            let episode = app.record.with_untracked(|record| record.episode_on(id, today));
            Agreement::new(id, episode.map(|found| found.now.value.id), today)
        };
        let base = before.as_ref().map_or_else(fresh, |found| found.now.value.clone());
        let Some(agreement) = form.read(|reader| read(reader, base)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        state(form, agreement, before.as_ref());
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let (found, lang) = (Memo::new(move |_| app.record.with(|record| present(record, id))), language());
    let both = move || {
        let start = |agreed: &Agreement| start(Some(agreed), None);
        let fact = |agreed| Fact::AgreementStated(Box::new(agreed));
        let focus = "agreed-expectations-patient";
        let settling = Settling { told: goal_words::agreement, fact, start, page, form, focus };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let field = |(side, by): (&'static str, RatedBy), topic: Topic, lang: Lang| {
        let label = goal_words::of_side(goal_words::topic(topic)(lang), by, lang);
        Field::long(format!("{}-{side}", name(topic)), label)
    };
    view! {
        {part(both)}
        <form class="care-form" on:submit=save on:input=hear novalidate>
            <div class="sides">
                {form.fields(move |lang| {
                    let topics = Topic::ALL.into_iter();
                    topics.flat_map(|topic| SIDES.map(|side| field(side, topic, lang))).collect()
                })}
            </div>
            {form.fields(|lang| vec![Field::day("made", w::made(lang))])}
            {forms::foot(page, form, saved, begin)}
        </form>
    }
    .into_any()
}

/// What to know of the agreement before a session: when it was made and looked back at, and what the two see differently.
pub fn lines(record: &Record, person: PersonId, lang: Lang) -> Vec<String> {
    let Some(found) = present(record, person) else { return Vec::new() };
    let agreed = &found.now.value;
    let mut out = vec![w::made_on(lang, &date_long(lang, agreed.made))];
    let reviews = [Moment::Midway, Moment::End].into_iter().filter_map(|at| Some((at, agreed.review(at)?)));
    for (at, review) in reviews {
        out.push(w::reviewed(lang, goal_words::moment(at)(lang), &date_long(lang, review.held)));
        out.extend(review::apart(review, lang));
    }
    if out.len() == 1 {
        out.push(w::not_reviewed(lang).to_owned());
    }
    out
}
