//! The form of a session: filled in as most sessions are, so that little has to be touched.

use leptos::prelude::*;
use time::Date;

use crate::{
    care::{
        Attendance, Fact, Line, PersonId, Record, Rupture, SessionId, SessionKind, SessionNote, Support,
        noted::{self, ATTENDANCES, REPAIRS, SESSION_KINDS, SUPPORTS},
        told::told,
    },
    pages::{
        episode::{Settling, beside},
        expect_app,
        forms::{self, chosen, draft, line, name_of, offered, own_words, text_of, ticked},
    },
    platform,
    session::Route,
    widgets::{
        Field, Form,
        draft::{Draft, Reader, Wrong},
        language, part, view,
    },
    words::{Lang, sessions as w},
};

/// Support in the therapist's own words that is offered.
const OFFERED: usize = 12;
const RUPTURES: [forms::Option3<bool>; 2] =
    [("withdrawal", false, w::withdrawal), ("confrontation", true, w::confrontation)];

/// What the form holds of what was written down. Own support is typed as one line, several with a semicolon between them.
fn start(note: &SessionNote) -> Draft {
    let names = |all: Vec<String>| all.join(" ");
    let own: Vec<&str> = note.own_supports.iter().map(Line::as_str).collect();
    let both = [("withdrawal", &note.withdrawal), ("confrontation", &note.confrontation)];
    let mut out = draft(&[
        ("attendance", name_of(&ATTENDANCES, &note.attendance)),
        ("kind", name_of(&SESSION_KINDS, &note.kind)),
        ("supports", names(note.supports.iter().map(|one| name_of(&SUPPORTS, one)).collect())),
        ("own", own.join("; ")),
        ("ruptures", names(both.iter().filter(|(_, one)| one.is_some()).map(|(name, _)| (*name).to_owned()).collect())),
        ("note", text_of(note.note.as_ref())),
    ]);
    for (name, one) in both {
        let one = one.clone().unwrap_or_default();
        out.insert(format!("{name}-tried"), text_of(one.tried.as_ref()));
        out.insert(format!("{name}-repaired"), name_of(&REPAIRS, &one.repaired));
    }
    out
}

fn rupture(reader: &mut Reader, name: &str) -> Option<Rupture> {
    reader.has("ruptures", name).then(|| Rupture {
        tried: own_words(reader, &format!("{name}-tried")),
        repaired: chosen(reader, &format!("{name}-repaired"), &REPAIRS).unwrap_or_default(),
    })
}

fn own_supports(reader: &mut Reader) -> Vec<Line> {
    // Refused as a whole where it is too long, and then in pieces, none of which can be.
    let whole = line(reader, "own");
    let pieces = whole.iter().flat_map(|line| line.as_str().split(';').filter_map(|one| Line::new(one).ok().flatten()));
    let mut found: Vec<Line> = Vec::new();
    for piece in pieces {
        if !found.contains(&piece) {
            found.push(piece);
        }
    }
    found
}

/// The day and what was written down; what is wrong is told to the reader.
fn read(reader: &mut Reader, base: SessionNote) -> Option<(Option<Date>, SessionNote)> {
    let day = reader.day("day");
    let day = reader.needed("day", day);
    if day.is_some_and(|day| day > platform::today()) {
        reader.refuse("day", Wrong::Future);
    }
    let attendance = chosen(reader, "attendance", &ATTENDANCES).unwrap_or_default();
    let took_place = attendance == Attendance::Attended;
    let base = SessionNote {
        attendance,
        kind: chosen(reader, "kind", &SESSION_KINDS).unwrap_or_default(),
        note: own_words(reader, "note"),
        ..base
    };
    let (supports, own, withdrawal, confrontation) = if took_place {
        let supports: Vec<Support> = ticked(reader, "supports", &SUPPORTS);
        let (withdrawal, confrontation) = (rupture(reader, "withdrawal"), rupture(reader, "confrontation"));
        (supports, own_supports(reader), withdrawal, confrontation)
    } else {
        // What a session that never was cannot have had: it is not shown, and not read.
        (Vec::new(), Vec::new(), None, None)
    };
    Some((day, SessionNote { supports, own_supports: own, withdrawal, confrontation, ..base }))
}

fn fact(note: SessionNote) -> Fact {
    Fact::SessionNoted(Box::new(note))
}

fn date_of(record: &Record, person: PersonId, session: SessionId) -> Option<Date> {
    record.person(person)?.sessions.iter().find(|one| one.id == session).map(|one| one.date)
}

/// How the person was met last, which is how they will have been met this time.
fn usual_kind(record: &Record, person: PersonId) -> SessionKind {
    let notes = record.session_notes(person);
    let latest = notes.iter().max_by_key(|(_, note)| (note.now.stamp, note.now.event));
    latest.map(|(_, note)| note.now.value.kind).unwrap_or_default()
}

/// The form of a session.
pub fn form(person: PersonId, session: SessionId) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::SessionNote(person, session);
    let known = move || app.record.with_untracked(|record| record.session_note(person, session));
    let base = move || match known() {
        Some(found) => found.now.value,
        None => {
            let kind = app.record.with_untracked(|record| usual_kind(record, person));
            SessionNote { kind, ..SessionNote::new(session, person) }
        }
    };
    let held = move || app.record.with_untracked(|record| date_of(record, person, session));
    let begin = move || {
        let mut fields = forms::begun(start(&base()), known().as_ref());
        fields.insert("day".to_owned(), held().map(|day| day.to_string()).unwrap_or_default());
        fields
    };
    let form = forms::kept_form(page, "sitting", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((day, note)) = form.read(|reader| read(reader, base())) else { return saved.set(false) };
        app.drop_form(page, form.name());
        if let Some(day) = day.filter(|day| Some(*day) != held()) {
            app.state(day, Fact::SessionHeld { session, person });
        }
        forms::state(form, platform::today(), fact(note), known().as_ref());
        saved.set(true);
    };
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let own = app.record.with_untracked(|record| record.own_supports(OFFERED));
    let own: Vec<&str> = own.iter().map(Line::as_str).collect();
    let own = own.join("; ");
    let took_place = Memo::new(move |_| matches!(form.get("attendance").as_str(), "" | "attended"));
    let noticed = move |name: &'static str| {
        Memo::new(move |_| took_place.get() && form.get("ruptures").split(' ').any(|other| other == name))
    };
    let (withdrawn, confronted) = (noticed("withdrawal"), noticed("confrontation"));
    let found = Memo::new(move |_| app.record.with(|record| record.session_note(person, session)));
    let both = move || {
        let settling = Settling { told: noted::session, fact, start, page, form, focus: "sitting-note" };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    let named = |rupture: bool| move |lang: Lang| w::repair_of(lang, told(&RUPTURES, &rupture, lang));
    let (of_withdrawal, of_confrontation) = (named(false), named(true));
    let shown = move |name: &'static str, on: Memo<bool>, legend: Signal<String>| {
        part(move || if on.get() { rupture_part(form, name, legend) } else { ().into_any() })
    };
    view! {
        {part(both)}
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(|lang| {
                vec![
                    Field::day("day", w::day(lang)),
                    Field::choice("attendance", w::attendance(lang), offered(lang, &ATTENDANCES)),
                    Field::choice("kind", w::kind(lang), offered(lang, &SESSION_KINDS)),
                ]
            })}
            {part(move || {
                if !took_place.get() {
                    return ().into_any();
                }
                let own = own.clone();
                form.fields(move |lang| {
                    let hint = if own.is_empty() { w::own_hint(lang).to_owned() } else { w::own_used(lang, &own) };
                    vec![
                        Field::many("supports", w::supports(lang), offered(lang, &SUPPORTS)),
                        Field::line("own", w::own(lang)).hint(hint),
                        Field::many("ruptures", w::ruptures(lang), offered(lang, &RUPTURES)).hint(w::ruptures_hint(lang)),
                    ]
                })
            })}
            {shown("withdrawal", withdrawn, Signal::derive(move || of_withdrawal(lang.get())))}
            {shown("confrontation", confronted, Signal::derive(move || of_confrontation(lang.get())))}
            {form.fields(|lang| vec![Field::long("note", w::note(lang)).hint(w::note_hint(lang))])}
            {forms::foot(page, form, saved, begin)}
        </form>
    }
    .into_any()
}

fn rupture_part(form: Form, name: &'static str, legend: Signal<String>) -> AnyView {
    view! {
        <fieldset class="repair">
            <legend>{move || legend.get()}</legend>
            {form.fields(move |lang| {
                vec![
                    Field::long(format!("{name}-tried"), w::tried(lang)),
                    Field::choice(format!("{name}-repaired"), w::repaired(lang), offered(lang, &REPAIRS)),
                ]
            })}
        </fieldset>
    }
    .into_any()
}
