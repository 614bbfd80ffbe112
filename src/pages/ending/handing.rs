//! The hand-over summary: chosen section by section, read and agreed to, printed.

use leptos::prelude::*;

use super::{letter, reading};
use crate::{
    alliance::{Course, measures::measures, told as course},
    care::{
        EpisodeId, Fact, PersonId, Record,
        summary::{Agreed, Passage, Summary},
    },
    exchange::summary::{SECTIONS, Span, Standing, Whole, fresh, passages},
    pages::{
        episode::{crumb, history, nobody},
        expect_app,
        forms::{self, draft, line, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field, Notice, Tone, When,
        draft::{Draft, Reader},
        language, part, say, view,
    },
    words::{self, Lang, date_long, summary as w},
};

fn start(summary: &Summary) -> Draft {
    let chosen = SECTIONS.iter().filter(|one| summary.sections.contains(&one.section)).map(|one| one.name);
    draft(&[
        ("reader", summary.reader.as_ref().map(|line| line.as_str().to_owned()).unwrap_or_default()),
        ("sections", chosen.collect::<Vec<_>>().join(" ")),
        ("helped", text_of(summary.helped.as_ref())),
        ("unfinished", text_of(summary.unfinished.as_ref())),
    ])
}

fn read(reader: &mut Reader, base: Summary) -> Option<Summary> {
    let chosen = SECTIONS.iter().filter(|one| reader.has("sections", one.name));
    let sections = chosen.map(|one| one.section).collect();
    let (helped, unfinished) = (own_words(reader, "helped"), own_words(reader, "unfinished"));
    Some(Summary { reader: line(reader, "reader"), sections, helped, unfinished, ..base })
}

fn told_read(read: &Agreed, lang: Lang) -> Vec<(String, String)> {
    let (name, day) = (read.by.as_str(), date_long(lang, read.day));
    let said = match &read.wishes {
        None => w::agreed(lang, name, &day),
        Some(wishes) => w::asked(lang, name, &day, wishes.as_str()),
    };
    vec![(w::title(lang).to_owned(), said)]
}

/// What is chosen, or what is chosen from the start.
pub(super) fn chosen(record: &Record, person: PersonId, episode: EpisodeId) -> Summary {
    record.summary(person, episode).map_or_else(|| fresh(episode, person), |found| found.now.value)
}

/// The text of the summary as the record stands.
pub(super) fn text(record: &Record, person: PersonId, episode: EpisodeId, lang: Lang) -> Vec<Passage> {
    told(record, &chosen(record, person, episode), lang)
}

/// The text of what is chosen for a summary.
pub(super) fn told(record: &Record, summary: &Summary, lang: Lang) -> Vec<Passage> {
    let found = record.person(summary.person).zip(record.episode(summary.person, summary.episode));
    let Some((person, episode)) = found.map(|(person, found)| (person, found.now.value)) else { return Vec::new() };
    let span = Span::of(record, &episode);
    let holds = |day| span.holds(day);
    // Without the caseload: the text is to say nothing that other people's answers change.
    let alliance = course::alliance(&Course::of(&person, None), holds, lang);
    let outcome = course::outcome(&measures(&person, record.shelf()), holds, lang);
    passages(&Whole { person: &person, record, episode: &episode, summary, alliance, outcome }, lang)
}

/// How far the summary is agreed to.
pub(super) fn standing(record: &Record, person: PersonId, episode: EpisodeId) -> Standing {
    let read = record.summary_read(person, episode).map(|found| found.now.value);
    let reader = chosen(record, person, episode).reader;
    Standing::of(read, reader.as_ref(), |lang| text(record, person, episode, lang))
}

/// The summary as it is to be read: in the words that were agreed to where nothing changed since then.
pub(super) fn shown(person: PersonId, episode: EpisodeId, name: &str, lang: Lang) -> AnyView {
    expect_app().record.with(|record| {
        let standing = standing(record, person, episode);
        let Standing::Agreed(read) = &standing else { return drawn(record, person, episode, name, lang) };
        let reader = reader_of(record, person, episode);
        letter::summary(name, reader, read.text.clone(), standing.say(read.lang), read.lang)
    })
}

/// The summary as the record stands, in this language.
pub(super) fn fresh_text(person: PersonId, episode: EpisodeId, name: &str, lang: Lang) -> AnyView {
    expect_app().record.with(|record| drawn(record, person, episode, name, lang))
}

fn drawn(record: &Record, person: PersonId, episode: EpisodeId, name: &str, lang: Lang) -> AnyView {
    let said = standing(record, person, episode).say(lang);
    let reader = reader_of(record, person, episode);
    letter::summary(name, reader, text(record, person, episode, lang), said, lang)
}

fn reader_of(record: &Record, person: PersonId, episode: EpisodeId) -> Option<String> {
    chosen(record, person, episode).reader.map(|line| line.as_str().to_owned())
}

/// The page.
pub fn summary(person: PersonId, episode: EpisodeId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let found = app.record.with_untracked(|record| record.person(person).zip(record.episode(person, episode)));
    let Some((who, _)) = found else { return nobody() };
    let name = StoredValue::new(who.name.as_str().to_owned());
    let page = Route::Summary(person, episode);
    // An answer that was begun and not kept is gone on with.
    let reading = RwSignal::new(app.kept_form(page, reading::FORM).is_some());
    let known = move || app.record.with_untracked(|record| record.summary(person, episode));
    let begin = move || app.record.with_untracked(|record| start(&chosen(record, person, episode)));
    let form = forms::kept_form(page, "summary", begin);
    let saved = RwSignal::new(false);
    // Says whether it could be kept.
    let keep = move || {
        let one = form.read(|reader| read(reader, fresh(episode, person)));
        saved.set(one.is_some());
        let Some(one) = one else { return false };
        app.drop_form(page, form.name());
        let seen = known().map(|found| found.heads()).unwrap_or_default();
        app.state_knowing(platform::today(), Fact::SummaryStated(Box::new(one)), seen);
        true
    };
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        keep();
    };
    // What is read or printed is what was chosen on the screen, not what was chosen before.
    let kept = move || app.kept_form(page, form.name()).is_none() || keep();
    let to_read = move |_| {
        if kept() {
            reading.set(true);
            platform::scroll_to_top();
            platform::focus_id("content");
        }
    };
    let print = move |_| {
        if kept() {
            platform::print();
        }
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let state = move || {
        let lang = lang.get();
        let standing = app.record.with(|record| standing(record, person, episode));
        let tone = match standing {
            Standing::Agreed(_) | Standing::NotRead => Tone::Quiet,
            Standing::Asked(_) | Standing::Changed(_) => Tone::Attention,
        };
        let text = match &standing {
            Standing::Asked(Agreed { by, day, wishes: Some(wishes), .. }) => {
                w::asked(lang, by.as_str(), &date_long(lang, *day), wishes.as_str())
            }
            _ => standing.say(lang),
        };
        view! { <Notice tone=tone><p dir="auto">{text}</p></Notice> }.into_any()
    };
    let readings = Memo::new(move |_| app.record.with(|record| record.summary_read(person, episode)));
    let choosing = move || {
        view! {
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(state)}
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(|lang| {
                    let all = SECTIONS.iter().map(|one| (one.name.to_owned(), (one.heading)(lang).to_owned())).collect();
                    vec![
                        Field::line("reader", w::reader(lang)),
                        Field::many("sections", w::sections(lang), all).hint(w::sections_hint(lang)),
                        Field::long("helped", w::helped_label(lang)),
                        Field::long("unfinished", w::unfinished_label(lang)),
                    ]
                })}
                {forms::foot(page, form, saved, begin)}
            </form>
            <p class="hint">{say(w::unchanged)}</p>
            {part(move || shown(person, episode, &name.get_value(), lang.get()))}
            <div class="actions">
                <button on:click=to_read>{say(w::to_read)}</button>
                <button on:click=print>{say(words::common::print)}</button>
            </div>
            <p class="hint">{say(w::stay)}</p>
            {part(move || readings.get().map_or_else(|| ().into_any(), |found| history(&found, lang.get(), told_read)))}
        }
        .into_any()
    };
    view! {
        <section class="narrow prints">
            <When when=move || !reading.get()>
                {crumb(&who)}
                <p class="crumb"><a href=Route::Ending(person, Some(episode)).href()>{say(words::ending::title)}</a></p>
            </When>
            {part(move || {
                if reading.get() { reading::reading(person, episode, name.get_value(), reading) } else { choosing() }
            })}
        </section>
    }
    .into_any()
}
