//! What the person would like, beside the way the therapist works.

use leptos::prelude::*;

use crate::{
    alliance::{
        intake::{self, Leaning},
        preferences::Direction,
    },
    care::PersonId,
    pages::expect_app,
    session::Route,
    widgets::{
        Parts,
        charts::{LeaningRow, leanings_chart},
        view,
    },
    words::{self, Lang, intake as w},
};

/// Both sides of every preference of a person.
pub fn leanings_of(id: PersonId) -> Vec<Leaning> {
    expect_app().record.with(|record| {
        let person = record.person(id);
        let answers = person.as_ref().and_then(intake::latest).map(|(entry, _)| &entry.given.answers);
        intake::leanings(answers, record.style())
    })
}

/// The words of one end.
fn end(one: &Leaning, high: bool, lang: Lang) -> String {
    let words = one.slider().map(|slider| if high { slider.high.get(lang) } else { slider.low.get(lang) });
    words.unwrap_or_default().to_owned()
}

/// Where somebody stands, in words.
fn stands(one: &Leaning, value: Option<f64>, lang: Lang) -> String {
    let how = match value {
        None => return w::not_said(lang).to_owned(),
        Some(0.0) => return w::both_fine(lang).to_owned(),
        Some(value) if value.abs() >= 3.0 => w::fully,
        Some(value) if value.abs() >= 2.0 => w::rather,
        Some(_) => w::slightly,
    };
    format!("{}: {}", how(lang), end(one, value.is_some_and(|value| value > 0.0), lang))
}

/// Where the two are apart, in sentences.
pub fn apart(leanings: &[Leaning], name: &str, lang: Lang) -> Vec<String> {
    let sentence = |(one, found): (&Leaning, crate::alliance::preferences::Mismatch)| {
        let towards_high = found.direction == Direction::LessThanWanted;
        let (theirs, mine) = (end(one, towards_high, lang), end(one, !towards_high, lang));
        w::apart(lang, one.item.text.get(lang), name, &theirs, &mine)
    };
    intake::apart(leanings).into_iter().map(sentence).collect()
}

/// What matters most to the person: where they stand two steps or more from the middle.
pub fn strong(leanings: &[Leaning], lang: Lang) -> Vec<String> {
    let clear = leanings.iter().filter(|one| one.person.is_some_and(|value| value.abs() >= 2.0));
    clear.map(|one| format!("{} – {}", one.item.text.get(lang), stands(one, one.person, lang))).collect()
}

/// The section: the picture, the same as a table, and where the two are apart.
pub fn wishes(id: PersonId, name: &str, lang: Lang) -> AnyView {
    let all = leanings_of(id);
    let said = all.iter().any(|one| one.person.is_some());
    let styled = all.iter().any(|one| one.therapist.is_some());
    let own = (!styled).then(|| view! { <p>{w::style_missing(lang)}</p> }.into_any());
    let link = view! { <p><a href=Route::OwnStyle.href()>{w::own_style(lang)}</a></p> }.into_any();
    if !said && !styled {
        return view! { <p class="hint">{w::no_wishes(lang)}</p> {own} {link} }.into_any();
    }
    let drawn = |one: &Leaning| {
        let range = one.slider().map_or((0.0, 0.0), |slider| (slider.min, slider.max));
        LeaningRow {
            topic: one.item.text.get(lang).to_owned(),
            low: end(one, false, lang),
            high: end(one, true, lang),
            range,
            person: one.person,
            therapist: one.therapist,
        }
    };
    let row = |one: &Leaning| {
        view! {
            <tr>
                <th scope="row" dir="auto">{one.item.text.get(lang).to_owned()}</th>
                <td dir="auto">{stands(one, one.person, lang)}</td>
                <td dir="auto">{stands(one, one.therapist, lang)}</td>
            </tr>
        }
    };
    let rows: Vec<LeaningRow> = all.iter().map(drawn).collect();
    let found = apart(&all, name, lang);
    let verdict = if found.is_empty() {
        let text = if said && styled { w::apart_none(lang) } else { w::apart_unknown(lang) };
        view! { <p>{text}</p> }.into_any()
    } else {
        let items = found.into_iter().map(|text| view! { <li dir="auto">{text}</li> }).collect_parts();
        view! { <ul class="apart">{items}</ul> <p class="hint">{w::apart_hint(lang)}</p> }.into_any()
    };
    view! {
        <p class="legend" aria-hidden="true">
            <svg viewBox="0 0 20 20" class="key"><circle class="person" cx="10" cy="10" r="8" /></svg>
            <span dir="auto">{name.to_owned()}</span>
            <svg viewBox="0 0 20 20" class="key"><rect class="therapist" x="3" y="3" width="14" height="14" /></svg>
            <span>{w::you(lang)}</span>
        </p>
        {leanings_chart(&rows)}
        <h3>{w::apart_title(lang)}</h3>
        {verdict}
        {own}
        {link}
        <details>
            <summary>{words::person::table_title(lang)}</summary>
            <div class="scroll" role="region" tabindex="0" aria-label=w::wishes(lang)>
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{w::topic(lang)}</th>
                            <th scope="col" dir="auto">{name.to_owned()}</th>
                            <th scope="col">{w::you(lang)}</th>
                        </tr>
                    </thead>
                    <tbody>{all.iter().map(row).collect_parts()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
