//! The forms of a goal: a short one for a new goal, and the whole one.

use leptos::prelude::*;

use crate::{
    care::{Fact, Goal, GoalId, GoalStatus, Level, Levels, OfTen, OwnWords, PersonId, Wish},
    exchange::goal_words::{self, level},
    pages::{
        episode::{Settling, beside},
        expect_app,
        forms::{self, Option3, chosen, draft, name_of, offered, own_words, text_of},
    },
    platform,
    session::Route,
    widgets::{
        Field,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::goals as w,
};

const WISHES: [Option3<Wish>; 3] = [
    ("not-asked", Wish::NotAsked, w::not_asked),
    ("agreed", Wish::Agreed, w::yes),
    ("declined", Wish::Declined, w::no),
];
const STATUSES: [Option3<GoalStatus>; 3] = [
    ("open", GoalStatus::Open, w::open),
    ("reached", GoalStatus::Reached, w::reached),
    ("set-aside", GoalStatus::SetAside, w::set_aside),
];
/// The five levels with their names in a draft.
pub const LEVELS: [(&str, Level); 5] = [
    ("much-less", Level::MuchLess),
    ("less", Level::Less),
    ("expected", Level::Expected),
    ("more", Level::More),
    ("much-more", Level::MuchMore),
];

fn ten_text(value: Option<OfTen>) -> String {
    value.map(|ten| ten.get().to_string()).unwrap_or_default()
}

/// A number from 0 to 10.
pub fn ten(reader: &mut Reader, id: &str) -> Option<OfTen> {
    reader.number(id, 0, OfTen::MAX.into()).and_then(|value| OfTen::new(u8::try_from(value).ok()?))
}

fn begin_new() -> Draft {
    draft(&[("wording", String::new()), ("importance", String::new())])
}

fn begin(goal: &Goal) -> Draft {
    let mut out = draft(&[
        ("wording", goal.wording.as_str().to_owned()),
        ("patient", ten_text(goal.importance_patient)),
        ("therapist", ten_text(goal.importance_therapist)),
        ("agreed-patient", name_of(&WISHES, &goal.agreed_patient)),
        ("agreed-therapist", name_of(&WISHES, &goal.agreed_therapist)),
        ("status", name_of(&STATUSES, &goal.status)),
        ("why", text_of(goal.why.as_ref())),
        ("worded", goal.worded.to_string()),
    ]);
    out.extend(LEVELS.map(|(name, level)| (name.to_owned(), text_of(goal.levels.at(level)))));
    out
}

fn wording(reader: &mut Reader) -> Option<OwnWords> {
    let words = own_words(reader, "wording");
    reader.needed("wording", words)
}

fn read(reader: &mut Reader, base: Goal) -> Option<Goal> {
    let wording = wording(reader);
    let worded = reader.day("worded");
    let worded = reader.needed("worded", worded);
    if worded.is_some_and(|day| day > platform::today()) {
        reader.refuse("worded", Wrong::Future);
    }
    let status = chosen(reader, "status", &STATUSES).unwrap_or_default();
    // Shown, and so read, only of a goal that is closed.
    let why = if status == GoalStatus::Open { base.why.clone() } else { own_words(reader, "why") };
    let [much_less, less, expected, more, much_more] = LEVELS.map(|(name, _)| own_words(reader, name));
    Some(Goal {
        importance_patient: ten(reader, "patient"),
        importance_therapist: ten(reader, "therapist"),
        agreed_patient: chosen(reader, "agreed-patient", &WISHES).unwrap_or_default(),
        agreed_therapist: chosen(reader, "agreed-therapist", &WISHES).unwrap_or_default(),
        levels: Levels { much_less, less, expected, more, much_more },
        status,
        why,
        wording: wording?,
        worded: worded?,
        ..base
    })
}

fn fact(goal: Goal) -> Fact {
    Fact::GoalStated(Box::new(goal))
}

/// The form of a new goal: its wording, and how much it matters.
pub fn new_goal(person: PersonId) -> AnyView {
    let app = expect_app();
    let page = Route::Goals(person, None);
    let form = forms::kept_form(page, "new", begin_new);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let today = platform::today();
        let Some(id) = app.new_id::<GoalId>() else { return };
        let goal = form.read(|reader| {
            let wording = wording(reader);
            let importance_patient = ten(reader, "importance");
            Some(Goal { importance_patient, ..Goal::new(id, person, wording?, today) })
        });
        let Some(mut goal) = goal else { return saved.set(false) };
        // Whoever words a goal says yes to it.
        goal.agreed_patient = Wish::Agreed;
        goal.episode = app.record.with_untracked(|record| record.episode_on(person, today)).map(|one| one.now.value.id);
        app.drop_form(page, form.name());
        app.state(today, fact(goal));
        form.restart(begin_new());
        saved.set(true);
        super::focus_after("new-wording");
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    view! {
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(|lang| {
                vec![
                    Field::line("wording", w::wording(lang)).hint(w::wording_hint(lang)),
                    Field::number("importance", w::importance_patient(lang)),
                ]
            })}
            {forms::foot(page, form, saved, begin_new)}
        </form>
    }
    .into_any()
}

/// The form of a goal that is there.
pub fn form(person: PersonId, id: GoalId) -> AnyView {
    let app = expect_app();
    let page = Route::Goals(person, Some(id));
    let known = move || app.record.with_untracked(|record| record.goal(person, id));
    let begin = move || {
        let known = known();
        forms::begun(known.as_ref().map(|found| begin(&found.now.value)).unwrap_or_default(), known.as_ref())
    };
    let form = forms::kept_form(page, "goal", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(before) = known() else { return };
        let base = before.now.value.clone();
        let Some(goal) = form.read(|reader| read(reader, base)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        forms::state(form, platform::today(), fact(goal), Some(&before));
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let (found, lang) = (Memo::new(move |_| app.record.with(|record| record.goal(person, id))), language());
    let both = move || {
        let settling = Settling { told: goal_words::goal, fact, start: self::begin, page, form, focus: "goal-wording" };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let closed = Memo::new(move |_| !matches!(form.get("status").as_str(), "" | "open"));
    view! {
        {part(both)}
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(|lang| vec![Field::long("wording", w::wording(lang))])}
            <div class="sides">
                {form.fields(|lang| {
                    vec![
                        Field::number("patient", w::importance_patient(lang)),
                        Field::number("therapist", w::importance_therapist(lang)),
                        Field::choice("agreed-patient", w::agreed_patient(lang), offered(lang, &WISHES)),
                        Field::choice("agreed-therapist", w::agreed_therapist(lang), offered(lang, &WISHES)),
                    ]
                })}
            </div>
            <h2>{say(w::levels)}</h2>
            <p class="hint">{say(w::levels_hint)}</p>
            {form.fields(|lang| LEVELS.iter().map(|(name, one)| Field::line(*name, level(*one)(lang))).collect())}
            <h2>{say(w::status)}</h2>
            {form.fields(|lang| vec![Field::list("status", w::status(lang), offered(lang, &STATUSES))])}
            {part(move || {
                if closed.get() { form.fields(|lang| vec![Field::long("why", w::why(lang))]) } else { ().into_any() }
            })}
            {form.fields(|lang| vec![Field::day("worded", w::worded(lang))])}
            {forms::foot(page, form, saved, begin)}
        </form>
    }
    .into_any()
}
