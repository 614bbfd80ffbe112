//! What to know before a session, on one page that prints.

use leptos::prelude::*;

use super::wishes;
use crate::{
    alliance::{Change, Course, course::caseload_usual, intake, risk::has_open_risk},
    care::{
        Episode, GoalStatus, Person, PersonId, RatedBy, Record,
        told::{self, manners},
    },
    instrument::{catalogue, wording::answer_words},
    pages::{
        agreement,
        episode::{crumb, nobody},
        expect_app, forms, goals, medicines,
    },
    platform,
    session::Route,
    signals::{
        Kind,
        goal_progress::{self, GoalRatings},
    },
    widgets::{Parts, language, part, say, view},
    words::{self, Lang, brief as w, date_long},
};

/// One part of the brief: its heading and its lines. Nothing to say is no line, and the part says so.
pub struct BriefPart {
    title: &'static str,
    lines: Vec<String>,
}

/// Every part, in the order in which it is read. What another page of the record of care has to say before a session is one
/// more part here.
fn parts(record: &Record, person: &Person, lang: Lang) -> Vec<BriefPart> {
    let course = Course::of(person, caseload_usual(&record.people()).as_ref());
    vec![
        BriefPart { title: w::signals(lang), lines: open_signals(record, person, &course, lang) },
        BriefPart { title: w::low(lang), lines: low(&course, lang) },
        BriefPart { title: w::about(lang), lines: about(record, person, lang) },
        BriefPart { title: words::intake::wishes(lang), lines: preferences(record, person, lang) },
        BriefPart { title: w::note(lang), lines: note(record, person, lang) },
        BriefPart { title: words::medicines::title(lang), lines: medicines::lines(record, person.id, lang) },
        BriefPart { title: words::goals::title(lang), lines: goals::lines(&goals::present(record, person.id).0, lang) },
        BriefPart { title: words::agreement::title(lang), lines: agreement::lines(record, person.id, lang) },
    ]
}

/// What stands out, each with a question to open with.
fn open_signals(record: &Record, person: &Person, course: &Course, lang: Lang) -> Vec<String> {
    let (low, _) = course.just_marked();
    let leanings = wishes::leanings_of(person.id);
    let all = [
        (has_open_risk(person, record), Kind::Risk),
        (!low.is_empty(), Kind::LowItem),
        (matches!(course.change(), Change::Below { .. }), Kind::OwnChange),
        (goal_is_back(record, person), Kind::GoalProgress),
        (!intake::apart(&leanings).is_empty(), Kind::Preference),
    ];
    let open = all.into_iter().filter(|(open, _)| *open).map(|(_, kind)| kind);
    open.map(|kind| format!("{}. {}", kind.title(lang), kind.questions(lang).first().copied().unwrap_or_default()))
        .collect()
}

/// Whether the person rates a goal that is worked on further away than at the start.
fn goal_is_back(record: &Record, person: &Person) -> bool {
    let (goals, _) = goals::present(record, person.id);
    let open = goals.iter().filter(|one| one.now().status == GoalStatus::Open);
    let ratings: Vec<Vec<f64>> = open.map(|one| one.numbers(RatedBy::Patient)).collect();
    let all = ratings.iter().enumerate().map(|(goal, ratings)| GoalRatings { goal, ratings, step: 1.0 });
    !goal_progress::look(&all.collect::<Vec<_>>()).is_empty()
}

/// What was marked low in the latest answers.
fn low(course: &Course, lang: Lang) -> Vec<String> {
    let (low, _) = course.just_marked();
    let entry = course.latest().and_then(|point| point.entry.as_ref());
    let instrument = entry.and_then(|entry| catalogue::find(&entry.given.instrument));
    let date = course.latest().map(|point| date_long(lang, point.date)).unwrap_or_default();
    let line = |item: &crate::instrument::Item, answer: f64| {
        let answer = instrument.and_then(|one| one.option_text(answer, lang)).unwrap_or_default();
        format!("{} ({date})", words::person::low_item(lang, item.text.get(lang), answer))
    };
    low.into_iter().map(|low| line(low.item, low.answer)).collect()
}

/// What the present episode is about, with how far it is.
fn about(record: &Record, person: &Person, lang: Lang) -> Vec<String> {
    let Some(episode) = record.episode_on(person.id, platform::today()) else { return Vec::new() };
    let episode = episode.now.value;
    let held = person.sessions.iter().filter(|session| session.date >= episode.start).count();
    let mut lines = vec![w::so_far(lang, held, &date_long(lang, episode.start))];
    lines.extend(telling(&episode, lang));
    lines.extend(consent(record, person, &episode, lang));
    lines.extend([episode.event, episode.concern].into_iter().flatten().map(|words| words.as_str().to_owned()));
    let entry = intake::latest(person).and_then(|(entry, _)| Some((entry, catalogue::find(&entry.given.instrument)?)));
    if let Some((entry, instrument)) = entry {
        for id in ["hopes", "avoid", "needs"] {
            let answer = instrument.item(id).zip(entry.given.answers.get(id).filter(|answer| answer.is_given()));
            lines.extend(answer.map(|(item, answer)| {
                format!("{} {}", item.text.get(lang), answer_words(instrument, item, Some(answer), lang))
            }));
        }
    }
    lines
}

/// What kind of care it is, and who holds responsibility for somebody under age.
fn telling(episode: &Episode, lang: Lang) -> Vec<String> {
    let kind = told::told(&told::KINDS, &episode.kind, lang).to_owned();
    let minor = episode.under_age.as_ref().map(|one| {
        let contact = told::line_of(one.contact.as_ref());
        let name = one.name.as_ref().map_or(words::episode::minor_unknown(lang), |name| name.as_str());
        format!("{}: {name} {contact}", words::episode::minor(lang)).trim_end().to_owned()
    });
    [kind].into_iter().chain(minor).collect()
}

/// That consent is missing or was taken back; nothing while it holds.
fn consent(record: &Record, person: &Person, episode: &Episode, lang: Lang) -> Option<String> {
    match record.consent(person.id, episode.id) {
        None => Some(words::consent::none(lang).to_owned()),
        Some(found) => found.now.value.withdrawn.map(|day| words::consent::is_withdrawn(lang, &date_long(lang, day))),
    }
}

/// What matters to the person in how you talk, and where you work differently.
fn preferences(record: &Record, person: &Person, lang: Lang) -> Vec<String> {
    let leanings = wishes::leanings_of(person.id);
    let mut lines = wishes::strong(&leanings, lang);
    lines.extend(wishes::apart(&leanings, person.name.as_str(), lang));
    let manner = record.impression(person.id).map(|found| manners(&found.now.value, lang));
    lines.extend(manner.filter(|text| !text.is_empty()).map(|text| w::seen_as(lang, &text)));
    lines
}

/// The last thing that was written down: of a session, or else of the first appointment.
fn note(record: &Record, person: &Person, lang: Lang) -> Vec<String> {
    let notes = record.session_notes(person.id);
    let of = |id| person.sessions.iter().find(|session| session.id == id).map(|session| session.date);
    let noted = notes.iter().filter_map(|(id, note)| Some((forms::text_of(note.now.value.note.as_ref()), of(*id)?)));
    let latest = noted.filter(|(text, _)| !text.is_empty()).max_by_key(|(_, day)| *day);
    let found = record.impression(person.id);
    let first = || found.as_ref().map(|found| (forms::text_of(found.now.value.words.as_ref()), found.now.date));
    let words = latest.or_else(first);
    words
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, day)| format!("{text} ({})", date_long(lang, day)))
        .into_iter()
        .collect()
}

/// The page.
pub fn brief(id: PersonId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let Some(person) = app.record.with_untracked(|record| record.person(id)) else { return nobody() };
    let all = move || {
        let lang = lang.get();
        let drawn = |one: BriefPart| {
            let nothing = one.lines.is_empty().then(|| view! { <p class="hint">{w::nothing(lang)}</p> }.into_any());
            let lines = one.lines.into_iter().map(|line| view! { <li dir="auto">{line}</li> }).collect_parts();
            view! { <section><h2>{one.title}</h2> {nothing} <ul>{lines}</ul></section> }
        };
        let found = app.record.with(|record| record.person(id).map(|person| parts(record, &person, lang)));
        found.unwrap_or_default().into_iter().map(drawn).collect_parts().into_any()
    };
    let name = person.name.as_str().to_owned();
    view! {
        <article class="brief">
            {crumb(&person)}
            <h1>{say(w::title)} ": " <span dir="auto">{name}</span></h1>
            <p class="hint">{move || date_long(lang.get(), platform::today())}</p>
            {part(all)}
            <div class="actions">
                <button on:click=move |_| platform::print()>{say(w::print)}</button>
                <a class="button quiet" href=Route::FirstAppointment(id).href()>{say(words::intake::title)}</a>
            </div>
        </article>
    }
    .into_any()
}
