//! The form of an episode.

use leptos::prelude::*;

use crate::{
    care::{
        Episode, EpisodeId, Involved, PersonId, PlannedLength, Responsible,
        told::{self, KINDS, ROLES, TOGETHER},
    },
    pages::{
        expect_app,
        forms::{self, Option3, chosen, draft, line, line_of, name_of, offered, own_words, text_of},
    },
    platform::{self, touched},
    session::Route,
    widgets::{
        Field, Form, Parts,
        draft::{Draft, Reader, TICKED, Wrong, add_row, remove_row, rows},
        language, part, say, view,
    },
    words::{self, Lang, episode as w},
};

const LENGTHS: [Option3<u8>; 3] =
    [("open", 0, w::planned_open), ("sessions", 1, w::planned_sessions), ("weeks", 2, w::planned_weeks)];
/// The longest plan, in sessions or weeks.
const LONGEST: u32 = 999;
/// How many days ahead an episode may be written down.
const FARTHEST: i32 = 366;

/// The fields of an episode, as its form holds them.
fn start(episode: &Episode) -> Draft {
    let (length, count) = match episode.planned {
        None => (0, String::new()),
        Some(PlannedLength::Sessions(count)) => (1, count.to_string()),
        Some(PlannedLength::Weeks(count)) => (2, count.to_string()),
    };
    let under_age = episode.under_age.as_ref();
    let mut out = draft(&[
        ("kind", name_of(&KINDS, &episode.kind)),
        ("event", text_of(episode.event.as_ref())),
        ("concern", text_of(episode.concern.as_ref())),
        ("start", episode.start.to_string()),
        ("planned", name_of(&LENGTHS, &length)),
        ("count", count),
        ("together", name_of(&TOGETHER, &episode.together)),
        ("minor", if under_age.is_some() { TICKED.to_owned() } else { String::new() }),
        ("guardian", line_of(under_age.and_then(|one| one.name.as_ref()))),
        ("guardian-contact", line_of(under_age.and_then(|one| one.contact.as_ref()))),
    ]);
    for one in &episode.involved {
        let row = add_row(&mut out, "with");
        out.insert(format!("with-{row}-role"), name_of(&ROLES, &one.role));
        out.insert(format!("with-{row}-name"), one.name.as_str().to_owned());
        out.insert(format!("with-{row}-contact"), line_of(one.contact.as_ref()));
    }
    out
}

/// The episode in a form; what is wrong is told to the reader.
fn read(reader: &mut Reader, base: Episode) -> Option<Episode> {
    let start = reader.day("start");
    let start = reader.needed("start", start);
    let ended = expect_app().record.with_untracked(|record| record.ending(base.person, base.id));
    if start.is_some_and(|start| words::days_between(platform::today(), start) > FARTHEST) {
        reader.refuse("start", Wrong::Said(w::start_far));
    }
    if start.zip(ended).is_some_and(|(start, ended)| ended.now.value.day < start) {
        reader.refuse("start", Wrong::Said(words::ending::start_after));
    }
    // Of the fields that come and go, only those that are shown are read: what is wrong with another could not be seen.
    let length = chosen(reader, "planned", &LENGTHS).filter(|length| *length > 0);
    let planned = length.and_then(|length| {
        let count = reader.number("count", 1, LONGEST);
        let count = reader.needed("count", count)?;
        Some(if length == 1 { PlannedLength::Sessions(count) } else { PlannedLength::Weeks(count) })
    });
    let mut involved = Vec::new();
    for row in reader.rows("with") {
        let id = |field: &str| format!("with-{row}-{field}");
        let (name, contact) = (line(reader, &id("name")), line(reader, &id("contact")));
        // A row of which nothing was filled in is no row.
        let name = if contact.is_some() { reader.needed(&id("name"), name) } else { name };
        let role = chosen(reader, &id("role"), &ROLES).unwrap_or_default();
        involved.extend(name.map(|name| Involved { role, name, contact }));
    }
    let minor = reader.ticked("minor");
    let under_age =
        minor.then(|| Responsible { name: line(reader, "guardian"), contact: line(reader, "guardian-contact") });
    Some(Episode {
        kind: chosen(reader, "kind", &KINDS).unwrap_or_default(),
        event: own_words(reader, "event"),
        concern: own_words(reader, "concern"),
        planned,
        start: start.unwrap_or(base.start),
        involved,
        under_age,
        together: chosen(reader, "together", &TOGETHER).flatten(),
        ..base
    })
}

fn row(form: Form, row: usize, lang: Lang) -> AnyView {
    let id = |field: &str| format!("with-{row}-{field}");
    let name = form.draft.with_untracked(|draft| draft.get(&id("name")).cloned().unwrap_or_default());
    view! {
        <fieldset class="contact">
            <legend>{w::somebody(lang)}</legend>
            {form.field(Field::line(id("name"), w::name(lang)), lang)}
            {form.field(Field::list(id("role"), w::role(lang), offered(lang, &ROLES)), lang)}
            {form.field(Field::line(id("contact"), w::contact(lang)), lang)}
            <button type="button" class="quiet" data-do="remove-with" data-of=row.to_string()>
                {words::contacts::remove(lang, &name)}
            </button>
        </fieldset>
    }
    .into_any()
}

/// The form of an episode, or of a new one.
pub fn form(person: PersonId, id: Option<EpisodeId>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Episode(person, id);
    let known = move || id.and_then(|id| app.record.with_untracked(|record| record.episode(person, id)));
    let begin = move || match known() {
        Some(found) => forms::begun(start(&found.now.value), Some(&found)),
        None => {
            let mut fresh = start(&Episode::new(EpisodeId::from_bytes([0; 16]), person, platform::today()));
            add_row(&mut fresh, "with");
            fresh
        }
    };
    let form = forms::kept_form(page, "episode", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let before = known();
        let Some(id) = before.as_ref().map(|one| one.now.value.id).or_else(|| app.new_id()) else { return };
        let base =
            before.as_ref().map_or_else(|| Episode::new(id, person, platform::today()), |one| one.now.value.clone());
        let Some(episode) = form.read(|reader| read(reader, base)) else { return saved.set(false) };
        app.drop_form(page, form.name());
        forms::state(form, platform::today(), super::fact(episode), before.as_ref());
        if before.is_none() {
            form.restart(begin());
            return app.go(Route::Episode(person, Some(id)));
        }
        saved.set(true);
    };
    let rows = Memo::new(move |_| form.draft.with(|draft| rows(draft, "with")));
    let minor = Memo::new(move |_| form.get("minor") == TICKED);
    let counted = Memo::new(move |_| !matches!(form.get("planned").as_str(), "" | "open"));
    let press = move |event: leptos::ev::MouseEvent| {
        let Some(touched) = touched(&event) else { return };
        match (touched.what.as_str(), touched.of.parse()) {
            ("add-with", _) => form.change(|draft| {
                add_row(draft, "with");
            }),
            ("remove-with", Ok(row)) => form.change(|draft| remove_row(draft, "with", row)),
            _ => return,
        }
        saved.set(false);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let found = Memo::new(move |_| id.and_then(|id| app.record.with(|record| record.episode(person, id))));
    let both = move || {
        let settling =
            super::Settling { told: told::episode, fact: super::fact, start, page, form, focus: "episode-event" };
        found.get().map(|found| super::beside(&found, lang.get(), &settling)).into_any()
    };
    view! {
        {part(both)}
        <form class="care-form" on:submit=save on:input=hear on:click=press novalidate>
            {form.fields(|lang| {
                vec![
                    Field::choice("kind", w::kind(lang), offered(lang, &KINDS)),
                    Field::long("event", w::event(lang)).hint(w::event_hint(lang)),
                    Field::long("concern", w::concern(lang)).hint(w::concern_hint(lang)),
                    Field::day("start", w::start(lang)),
                    Field::choice("planned", w::planned(lang), offered(lang, &LENGTHS)),
                ]
            })}
            {part(move || if counted.get() { form.fields(|lang| vec![Field::number("count", w::count(lang))]) } else { ().into_any() })}
            <h3>{say(w::with)}</h3>
            {part(move || {
                let lang = lang.get();
                rows.get().into_iter().map(|at| row(form, at, lang)).collect_parts().into_any()
            })}
            <button type="button" data-do="add-with">{say(w::add_somebody)}</button>
            <h3>{say(w::about)}</h3>
            {form.fields(|lang| {
                vec![
                    Field::list("together", w::together(lang), offered(lang, &TOGETHER)),
                    Field::tick("minor", w::minor(lang)),
                ]
            })}
            {part(move || {
                if minor.get() {
                    form.fields(|lang| {
                        vec![
                            Field::line("guardian", w::guardian(lang)),
                            Field::line("guardian-contact", w::guardian_contact(lang)),
                        ]
                    })
                } else {
                    ().into_any()
                }
            })}
            {forms::foot(page, form, saved, begin)}
        </form>
    }
    .into_any()
}
