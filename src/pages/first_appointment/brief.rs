//! What to know before a session, on one page that prints.

use leptos::prelude::*;

use super::{
    how_far::{how_far, look_back, open_episode},
    wishes,
};
use crate::{
    alliance::{
        Change, Course,
        before_session::{MarkedLow, Strain, last_low, last_note, missed, strain},
        course::caseload_usual,
        intake,
        risk::has_open_risk,
    },
    care::{
        Episode, EpisodeKind, GoalStatus, Person, PersonId, RatedBy, Record,
        noted::REPAIRS,
        told::{self, manners},
    },
    exchange::summary::Span,
    instrument::{Answer, catalogue, wording::answer_words},
    pages::{
        agreement,
        episode::{crumb, nobody},
        expect_app, forms, goals, medicines,
    },
    platform,
    session::Route,
    signals::{
        Kind,
        attendance::{self, Attendance, LATEST},
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
/// more part here. In care that goes on, medicines and the agreement are read before wishes and goals; where it is about an
/// event in life, medicines only where there are any.
fn parts(record: &Record, person: &Person, lang: Lang) -> Vec<BriefPart> {
    let course = Course::of(person, caseload_usual(&record.people()).as_ref());
    let marked = last_low(person);
    let one = |title, lines| BriefPart { title, lines };
    let kind = open_episode(record, person.id).map(|episode| episode.kind);
    let medicines = one(words::medicines::title(lang), medicines::lines(record, person.id, lang));
    let agreed = one(words::agreement::title(lang), agreement::lines(record, person.id, lang));
    let mut all = vec![
        one(w::signals(lang), open_signals(record, person, &course, marked.as_ref(), lang)),
        one(w::low(lang), marked.map(|marked| low(&marked, lang)).unwrap_or_default()),
        one(w::about(lang), about(record, person, lang)),
    ];
    let rest = [
        one(words::intake::wishes(lang), preferences(record, person, lang)),
        one(w::note(lang), note(record, person, lang)),
        one(words::goals::title(lang), goals::lines(&goals::present(record, person.id).0, lang)),
    ];
    match kind {
        Some(EpisodeKind::Ongoing | EpisodeKind::Chronic) => {
            all.extend([medicines, agreed]);
            all.extend(rest);
        }
        _ => {
            all.extend(rest);
            all.push(agreed);
            all.extend(Some(medicines).filter(|one| kind.is_none() || !one.lines.is_empty()));
        }
    }
    all
}

/// What stands out, each with a question to open with, and what was seen where that is no score.
fn open_signals(
    record: &Record,
    person: &Person,
    course: &Course,
    marked: Option<&MarkedLow>,
    lang: Lang,
) -> Vec<String> {
    let leanings = wishes::leanings_of(person.id);
    let seen = |open: bool| open.then(String::new);
    let all = [
        (Kind::Risk, seen(has_open_risk(person, record))),
        (Kind::LowItem, seen(marked.is_some_and(|marked| marked.latest))),
        (Kind::OwnChange, seen(matches!(course.change(), Change::Below { .. }))),
        (Kind::Rupture, unrepaired(record, person, lang)),
        (Kind::Attendance, absences(record, person, lang)),
        (Kind::GoalProgress, seen(goal_is_back(record, person))),
        (Kind::Preference, seen(!intake::apart(&leanings).is_empty())),
    ];
    let open = all.into_iter().filter_map(|(kind, seen)| Some((kind, seen?)));
    open.map(|(kind, seen)| {
        // The first question after a rupture speaks of answers that dropped; this one was noticed in the room.
        let at = usize::from(kind == Kind::Rupture);
        let question = kind.questions(lang).get(at).copied().unwrap_or_default();
        format!("{}. {seen}{question}", kind.title(lang))
    })
    .collect()
}

/// The last rupture of the present episode that is not mended, as the therapist noted it.
fn unrepaired(record: &Record, person: &Person, lang: Lang) -> Option<String> {
    let span = record.episode_on(person.id, platform::today()).map(|found| Span::of(record, &found.now.value));
    let Strain { date, confrontation, rupture } =
        strain(record, person, |day| span.is_none_or(|span| span.holds(day)))?;
    let what = if confrontation { words::sessions::confrontation } else { words::sessions::withdrawal };
    let repaired = told::told(&REPAIRS, &rupture.repaired, lang);
    Some(w::strain(lang, what(lang), &date_long(lang, date), repaired) + " ")
}

/// How many sessions were missed lately, from where that is a signal. Silence is none: a session is about to begin.
fn absences(record: &Record, person: &Person, lang: Lang) -> Option<String> {
    let (missed, of) = missed(record, person, LATEST);
    let known = Attendance { missed, of, days: 0, usual_days: None, booked: true, early_alliance: None };
    let (missed, of) = attendance::look(&known)?.missed?;
    Some(w::missed(lang, of, &missed.to_string()) + " ")
}

/// Whether the person rates a goal that is worked on further away than at the start.
fn goal_is_back(record: &Record, person: &Person) -> bool {
    let (goals, _) = goals::present(record, person.id);
    let open = goals.iter().filter(|one| one.now().status == GoalStatus::Open);
    let ratings: Vec<Vec<f64>> = open.map(|one| one.numbers(RatedBy::Patient)).collect();
    let all = ratings.iter().enumerate().map(|(goal, ratings)| GoalRatings { goal, ratings, step: 1.0 });
    !goal_progress::look(&all.collect::<Vec<_>>()).is_empty()
}

/// What was marked low the last time that anything was.
fn low(marked: &MarkedLow, lang: Lang) -> Vec<String> {
    let date = date_long(lang, marked.date);
    let lines = marked.items.iter().map(|(instrument, low)| {
        let answer = answer_words(instrument, low.item, Some(&Answer::Value(low.answer)), lang);
        format!("{} ({date})", words::person::low_item(lang, low.item.text.get(lang), &answer))
    });
    lines.collect()
}

/// What the present episode is about, with how far it is.
fn about(record: &Record, person: &Person, lang: Lang) -> Vec<String> {
    let Some(episode) = record.episode_on(person.id, platform::today()) else { return Vec::new() };
    let episode = episode.now.value;
    let span = Span::of(record, &episode);
    // What came before any episode belongs to the first.
    let first = person.sessions.iter().find(|session| session.attended && span.holds(session.date));
    let since = first.map_or(episode.start, |session| session.date.min(episode.start));
    let mut lines = vec![w::so_far(lang, span.held(person), &date_long(lang, since))];
    lines.extend(how_far(record, person, lang).0);
    lines.extend(telling(&episode, lang));
    lines.extend(consent(record, person, &episode, lang));
    let own = [(words::episode::event(lang), episode.event), (words::episode::concern(lang), episode.concern)];
    lines.extend(own.into_iter().filter_map(|(name, words)| Some(format!("{name}: {}", words?.as_str()))));
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
    let latest = last_note(record, person).map(|(words, day)| (words.as_str().to_owned(), day));
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
    let due = move || {
        let midway = app.record.with(|record| how_far(record, &record.person(id)?, lang.get()).1.then_some(()));
        midway.map(|()| view! { <p>{look_back(id, lang.get())}</p> }).into_any()
    };
    let name = person.name.as_str().to_owned();
    view! {
        <article class="brief">
            {crumb(&person)}
            <h1>{say(w::title)} ": " <span dir="auto">{name}</span></h1>
            <p class="hint">{move || date_long(lang.get(), platform::today())}</p>
            {part(due)}
            {part(all)}
            <div class="actions">
                <button on:click=move |_| platform::print()>{say(w::print)}</button>
                <a class="button quiet" href=Route::FirstAppointment(id).href()>{say(words::intake::title)}</a>
            </div>
        </article>
    }
    .into_any()
}
