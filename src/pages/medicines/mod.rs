//! A person's medicines in the user's words: what is taken, what was, every change; and how the person sees them.

mod beside;

use leptos::prelude::*;

use super::{
    episode::{Settling, beside, crumb, history, nobody},
    expect_app,
    forms::{self, chosen, draft, line, line_of, name_of, offered, own_words, text_of},
};
use crate::{
    care::{
        Decider, EventId, Fact, Medicine, MedicineId, Person, PersonId, Record, Version, Versions,
        noted::{self, DECIDERS},
        stops_first,
    },
    platform,
    session::Route,
    widgets::{
        Field, Form, Parts,
        draft::{Draft, Reader, Wrong},
        language, part, say, view,
    },
    words::{self, Lang, date_long, medicines as w},
};

const STATES: [forms::Option3<bool>; 2] = [("taken", true, w::taken), ("stopped", false, w::stopped)];

/// What is taken, a line each.
pub fn lines(record: &Record, person: PersonId, lang: Lang) -> Vec<String> {
    let taken = record.medicines(person).into_iter().filter(|one| one.now.value.taken);
    taken
        .map(|one| format!("{} ({})", noted::medicine_line(&one.now.value), noted::medicine_since(&one, lang)))
        .collect()
}

fn list(all: &[Versions<Medicine>], lang: Lang) -> AnyView {
    let one = |one: &Versions<Medicine>| {
        let medicine = &one.now.value;
        let route = Route::Medicines(medicine.person, Some(medicine.id)).href();
        let by = line_of(medicine.prescriber.as_ref());
        let by = (!by.is_empty()).then(|| w::prescribed_by(lang, &by));
        view! {
            <li>
                <a href=route dir="auto">{noted::medicine_line(medicine)}</a>
                <p class="hint" dir="auto">{noted::medicine_since(one, lang)} " " {by}</p>
            </li>
        }
    };
    view! { <ul class="episodes">{all.iter().map(one).collect_parts()}</ul> }.into_any()
}

/// The page: all medicines with a form for another, or one of them.
pub fn page(person: PersonId, id: Option<MedicineId>) -> AnyView {
    let app = expect_app();
    let Some(found) = app.record.with_untracked(|record| record.person(person)) else { return nobody() };
    match id {
        Some(id) if app.record.with_untracked(|record| record.medicine(person, id)).is_some() => one(&found, id),
        _ => all(&found),
    }
}

fn all(person: &Person) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let id = person.id;
    let found = Memo::new_with_compare(move |_| app.record.with(|record| record.medicines(id)), |_, _| true);
    let now = move || {
        let lang = lang.get();
        let (taken, stopped): (Vec<_>, Vec<_>) = found.get().into_iter().partition(|one| one.now.value.taken);
        let none = taken.is_empty().then(|| view! { <p class="hint">{w::none(lang)}</p> });
        let past = (!stopped.is_empty()).then(|| view! { <h2>{w::past(lang)}</h2> {list(&stopped, lang)} });
        view! { <h2>{w::present(lang)}</h2> {none} {list(&taken, lang)} {past} }.into_any()
    };
    view! {
        <section class="narrow">
            {crumb(person)}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(now)}
            <h2>{say(w::add)}</h2>
            {form(id, None)}
            {beside::section(id)}
        </section>
    }
    .into_any()
}

fn one(person: &Person, id: MedicineId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let who = person.id;
    let found = Memo::new_with_compare(move |_| app.record.with(|record| record.medicine(who, id)), |_, _| true);
    let heading = move || {
        let found = found.get()?;
        let lead = noted::medicine_since(&found, lang.get());
        Some(view! { <h1 dir="auto">{found.now.value.name.as_str().to_owned()}</h1> <p class="lead">{lead}</p> })
    };
    let earlier = move || found.get().map(|found| history(&found, lang.get(), noted::medicine)).into_any();
    view! {
        <section class="narrow">
            {crumb(person)}
            <p class="crumb"><a href=Route::Medicines(who, None).href()>{say(w::all)}</a></p>
            {part(move || heading().into_any())}
            <h2>{say(w::change)}</h2>
            {form(who, Some(id))}
            {part(earlier)}
        </section>
    }
    .into_any()
}

/// In a draft, the statement in whose place another is made.
const INSTEAD: &str = "instead";

fn instead(text: &str) -> Option<EventId> {
    text.parse().ok()
}

/// The fields of a medicine. A change is of today, unless another day is given.
fn start(one: &Medicine) -> Draft {
    draft(&[
        ("name", one.name.as_str().to_owned()),
        ("dose", line_of(one.dose.as_ref())),
        ("prescriber", line_of(one.prescriber.as_ref())),
        ("state", name_of(&STATES, &one.taken)),
        ("decided", name_of(&DECIDERS, &one.decided)),
        ("why", text_of(one.why.as_ref())),
        ("day", platform::today().to_string()),
    ])
}

fn read(
    reader: &mut Reader,
    (id, person): (MedicineId, PersonId),
    before: Option<&Versions<Medicine>>,
) -> Option<(time::Date, Option<EventId>, Medicine)> {
    let instead = instead(reader.raw(INSTEAD));
    let name = line(reader, "name");
    let name = reader.needed("name", name);
    let day = reader.day("day");
    let day = reader.needed("day", day);
    let taken = before.is_none() || chosen(reader, "state", &STATES).unwrap_or(true);
    if day.is_some_and(|day| day > platform::today()) {
        reader.refuse("day", Wrong::Future);
    } else if day.zip(before).is_some_and(|(day, before)| stops_first(before, instead, day, taken)) {
        reader.refuse("day", Wrong::Said(w::before_start));
    }
    let (dose, prescriber) = (line(reader, "dose"), line(reader, "prescriber"));
    let decided = chosen(reader, "decided", &DECIDERS).unwrap_or(Decider::Unknown);
    let why = own_words(reader, "why");
    Some((day?, instead, Medicine { id, person, name: name?, dose, prescriber, taken, decided, why }))
}

fn fact(one: Medicine) -> Fact {
    Fact::MedicineStated(Box::new(one))
}

fn form(person: PersonId, id: Option<MedicineId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Medicines(person, id);
    let known = move || id.and_then(|id| app.record.with_untracked(|record| record.medicine(person, id)));
    let begin = move || match known() {
        // Whose decision the next change is, and why, is another matter than those of the last.
        Some(found) => {
            let fields = start(&Medicine { decided: Decider::Unknown, why: None, ..found.now.value.clone() });
            forms::begun(fields, Some(&found))
        }
        None => draft(&[("day", platform::today().to_string()), ("decided", name_of(&DECIDERS, &Decider::Unknown))]),
    };
    let form = forms::kept_form(page, "medicine", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let before = known();
        let Some(new) = id.or_else(|| app.new_id()) else { return };
        let Some((day, instead, one)) = form.read(|reader| read(reader, (new, person), before.as_ref())) else {
            return saved.set(false);
        };
        app.drop_form(page, form.name());
        forms::state(form, day, fact(one), before.as_ref());
        if let Some(event) = instead {
            app.state(platform::today(), Fact::Withdrawn { event });
        }
        form.restart(begin());
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let found = Memo::new_with_compare(
        move |_| id.and_then(|id| app.record.with(|record| record.medicine(person, id))),
        |_, _| true,
    );
    let both = move || {
        let settling = Settling { told: noted::medicine, fact, start, page, form, focus: "medicine-dose" };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let corrected = Memo::new(move |_| instead(&form.get(INSTEAD)));
    let correcting = move || {
        let event = corrected.get()?;
        let date = found.with(|found| all_of(found.as_ref()?).find(|one| one.event == event).map(|one| one.date))?;
        Some(view! { <p class="hint">{w::correcting(lang.get(), &date_long(lang.get(), date))}</p> })
    };
    let written = move || found.get().map(|found| written(page, form, &found, lang.get())).into_any();
    view! {
        {part(both)}
        {part(move || correcting().into_any())}
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(move |lang| {
                let mut fields = vec![
                    Field::line("name", w::name(lang)),
                    Field::line("dose", w::dose(lang)).hint(w::dose_hint(lang)),
                    Field::line("prescriber", w::prescriber(lang)),
                ];
                if id.is_some() {
                    fields.push(Field::choice("state", w::state(lang), offered(lang, &STATES)));
                }
                fields.extend([
                    Field::day("day", w::day(lang)).hint(w::day_hint(lang)),
                    Field::list("decided", w::decided(lang), offered(lang, &DECIDERS)),
                    Field::long("why", w::why(lang)),
                ]);
                fields
            })}
            {forms::foot(page, form, saved, begin)}
        </form>
        <p class="hint">{say(words::medicines::no_advice)}</p>
        {part(written)}
    }
    .into_any()
}

fn all_of(one: &Versions<Medicine>) -> impl Iterator<Item = &Version<Medicine>> {
    std::iter::once(&one.now).chain(&one.earlier)
}

/// Everything that is written of a medicine, with a way to correct each: the form then holds it, and what is saved takes its
/// place, a wrong day with it.
fn written(page: Route, form: Form, found: &Versions<Medicine>, lang: Lang) -> AnyView {
    let app = expect_app();
    let one = |version: &Version<Medicine>| {
        let text = w::correct_one(lang, &date_long(lang, version.date), &noted::medicine_line(&version.value));
        let mut fields = start(&version.value);
        fields.insert("day".to_owned(), version.date.to_string());
        fields.insert(INSTEAD.to_owned(), version.event.to_string());
        // Whatever the statement in whose place it comes had settled stays settled.
        forms::remember(&mut fields, &all_of(found).map(|one| one.event).collect::<Vec<_>>());
        let press = move |_| {
            app.keep_form(page, form.name(), fields.clone());
            form.restart(fields.clone());
            forms::refocus("medicine-day");
        };
        view! { <li><button type="button" class="quiet" dir="auto" on:click=press>{text}</button></li> }
    };
    view! {
        <details class="history">
            <summary>{w::correct(lang)}</summary>
            <ol>{all_of(found).map(one).collect_parts()}</ol>
        </details>
    }
    .into_any()
}
