//! What each side answered to the Working Agreement questions.

use leptos::prelude::*;

use crate::{
    alliance::working_agreement::{self, BothAnswers},
    care::{PersonId, Record, not_yet},
    instrument::{
        Answer, catalogue,
        wording::{answer_words, item_words},
    },
    pages::{expect_app, first_appointment},
    session::Route,
    widgets::{Parts, say, view},
    words::{Lang, agreement as w, goals},
};

/// The ways to let each side answer alone before the two of them talk.
pub fn ask(id: PersonId) -> AnyView {
    let hand = move |_| first_appointment::hand(id, not_yet(), catalogue::newest(working_agreement::PATIENT));
    view! { <div class="actions"><button type="button" on:click=hand>{say(w::ask)}</button> {mine(id)}</div> }
        .into_any()
}

/// The way to the therapist's own answers.
fn mine(id: PersonId) -> AnyView {
    let app = expect_app();
    let answer = move |_| app.go(Route::AgreementAnswers(id, not_yet()));
    view! { <button type="button" on:click=answer>{say(w::ask_me)}</button> }.into_any()
}

/// The answers side by side; nothing where there are none.
pub fn table(record: &Record, person: PersonId, lang: Lang) -> AnyView {
    let found = record.person(person).zip(working_agreement::questionnaire());
    let Some((person, instrument)) = found else { return ().into_any() };
    let all = working_agreement::side_by_side(&person);
    if all.is_empty() {
        return ().into_any();
    }
    // Before there is an agreement the way stands above, beside that of the person.
    let mine =
        super::present(record, person.id).map(|_| view! { <div class="actions">{mine(person.id)}</div> }.into_any());
    let row = |one: &BothAnswers<'_>| {
        let said = |answer: Option<&Answer>| answer_words(instrument, one.item, answer, lang);
        view! {
            <tr>
                <th scope="row">{item_words(instrument, one.item, lang)}</th>
                <td dir="auto">{said(one.patient)}</td>
                <td dir="auto">{said(one.therapist)}</td>
            </tr>
        }
    };
    view! {
        <h2>{w::answers(lang)}</h2>
        <div class="scroll" tabindex="0" role="region" aria-label=w::answers(lang)>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w::question(lang)}</th>
                        <th scope="col">{goals::by_patient(lang)}</th>
                        <th scope="col">{goals::by_therapist(lang)}</th>
                    </tr>
                </thead>
                <tbody>{all.iter().map(row).collect_parts()}</tbody>
            </table>
        </div>
        {mine}
    }
    .into_any()
}
