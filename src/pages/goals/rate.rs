//! Rating the progress of all goals at once.

use leptos::prelude::*;
use time::Date;

use super::{
    fields::{LEVELS, ten},
    present,
};
use crate::{
    care::{Fact, Goal, GoalRated, GoalStatus, PersonId, Progress, RatedBy, SessionId},
    exchange::goal_words::level_words,
    pages::{
        expect_app,
        forms::{self, Option3, chosen, draft, name_of, offered},
    },
    platform,
    session::Route,
    widgets::{
        Field,
        draft::{Draft, Reader, Wrong},
        part, say, view,
    },
    words::{Lang, goals as w},
};

/// Who may rate.
const WHO: [Option3<RatedBy>; 2] =
    [("patient", RatedBy::Patient, w::by_patient), ("therapist", RatedBy::Therapist, w::by_therapist)];

fn begin() -> Draft {
    draft(&[("day", platform::today().to_string()), ("by", name_of(&WHO, &RatedBy::Patient))])
}

fn field_of(goal: &Goal) -> String {
    format!("of-{}", goal.id)
}

/// The field of a goal: a choice of its levels, or a number where it has none.
fn field(goal: &Goal, lang: Lang) -> Field {
    let wording = goal.wording.as_str();
    if !goal.levels.any() {
        return Field::number(field_of(goal), w::from_zero(lang, wording));
    }
    let none = (String::new(), w::not_rated(lang).to_owned());
    let steps = LEVELS.iter().rev().map(|(name, one)| ((*name).to_owned(), level_words(&goal.levels, *one, lang)));
    Field::list(field_of(goal), wording, std::iter::once(none).chain(steps).collect())
}

fn progress(reader: &mut Reader, goal: &Goal) -> Option<Progress> {
    let id = field_of(goal);
    if goal.levels.any() {
        let found = LEVELS.iter().find(|(name, _)| reader.has(&id, name));
        return found.map(|(_, level)| Progress::Level(*level));
    }
    ten(reader, &id).map(Progress::OfTen)
}

/// The latest session of that day.
fn session_on(person: PersonId, day: Date) -> Option<SessionId> {
    let found = expect_app().record.with_untracked(|record| record.person(person))?;
    found.sessions.iter().rev().find(|session| session.date == day).map(|session| session.id)
}

/// The day of a session.
fn day_of(person: PersonId, session: SessionId) -> Option<Date> {
    let found = expect_app().record.with_untracked(|record| record.person(person))?;
    found.sessions.iter().find(|one| one.id == session).map(|one| one.date)
}

/// What is rated, of that session, or else on the day that is typed and in the latest session of it.
fn read(reader: &mut Reader, goals: &[Goal], person: PersonId, of: Option<SessionId>) -> Option<Vec<(Date, Fact)>> {
    let day = match of {
        Some(session) => day_of(person, session),
        None => {
            let day = reader.day("day");
            reader.needed("day", day)
        }
    };
    if day.is_some_and(|day| day > platform::today()) {
        reader.refuse("day", Wrong::Future);
    }
    let by = chosen(reader, "by", &WHO).unwrap_or_default();
    let mut rated = Vec::new();
    for goal in goals {
        rated.extend(progress(reader, goal).map(|progress| (goal.id, progress)));
    }
    if let (true, Some(first)) = (rated.is_empty(), goals.first()) {
        reader.refuse(&field_of(first), Wrong::Said(w::nothing_rated));
    }
    let day = day?;
    let session = of.or_else(|| session_on(person, day));
    let fact = |(goal, progress)| (day, Fact::GoalRated(GoalRated { goal, person, session, progress, by }));
    Some(rated.into_iter().map(fact).collect())
}

/// The section; nothing while there is no goal that is worked on.
pub fn section(person: PersonId) -> AnyView {
    drawn(person, None)
}

/// The same on the page of a session, of that session and on its day: closed at first, so that the page stays short.
pub fn in_session(person: PersonId, session: SessionId) -> AnyView {
    drawn(person, Some(session))
}

fn drawn(person: PersonId, of: Option<SessionId>) -> AnyView {
    let app = expect_app();
    let page = of.map_or(Route::Goals(person, None), |session| Route::SessionNote(person, session));
    let open = Memo::new(move |_| {
        let (goals, _) = app.record.with(|record| present(record, person));
        let open = goals.into_iter().map(|one| one.goal.now.value).filter(|goal| goal.status == GoalStatus::Open);
        open.collect::<Vec<Goal>>()
    });
    let form = forms::kept_form(page, "rate", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let facts = open.with_untracked(|goals| form.read(|reader| read(reader, goals, person, of)));
        let Some(facts) = facts else { return saved.set(false) };
        app.drop_form(page, form.name());
        app.state_all(facts);
        form.restart(begin());
        saved.set(true);
        if of.is_none() {
            super::focus_after("rate-day");
        }
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let any = Memo::new(move |_| open.with(|open| !open.is_empty()));
    part(move || {
        if !any.get() {
            return ().into_any();
        }
        let fields = view! {
            <p class="hint">{say(w::rate_hint)}</p>
            <form class="care-form" on:submit=save on:input=hear novalidate>
                {form.fields(move |lang| open.with(|goals| goals.iter().map(|goal| field(goal, lang)).collect()))}
                <div class="sides">
                    {form.fields(move |lang| {
                        let day = of.is_none().then(|| Field::day("day", w::rate_day(lang)));
                        let by = Field::choice("by", w::rate_by(lang), offered(lang, &WHO));
                        day.into_iter().chain([by]).collect()
                    })}
                </div>
                {forms::foot(page, form, saved, begin)}
            </form>
        }
        .into_any();
        if of.is_none() {
            return view! { <h2>{say(w::rate)}</h2> {fields} }.into_any();
        }
        let begun = app.kept_form(page, form.name()).is_some();
        view! { <details class="history" open=begun><summary>{say(w::rate)}</summary> {fields}</details> }.into_any()
    })
    .into_any()
}
