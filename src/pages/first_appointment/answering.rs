//! Whole questionnaires on the therapist's side: the First Visit answered together, the therapist's Working Agreement questions,
//! and how the therapist works.

use std::sync::Arc;

use leptos::prelude::*;

use crate::{
    alliance::{intake, working_agreement},
    care::{AnsweredBy, AnsweredHow, AnswersGiven, Fact, PersonId, SessionId},
    exchange::summary::ENDING_QUESTIONS,
    instrument::{AnswerSet, Flow, Instrument, Respondent, catalogue},
    pages::{
        episode::{crumb, nobody},
        expect_app,
        forms::draft,
    },
    platform,
    session::Route,
    widgets::{Notice, Sentence, Tone, language, part, questions::Form, say, view},
    words::{self, intake as w},
};

/// What was answered and not saved is kept as one field of a form of this name.
const ANSWERS: &str = "answers";

/// A questionnaire with what was answered before and not saved, kept while it is being answered; and the button that saves.
fn answering(page: Route, instrument: Arc<Instrument>, before: AnswerSet, save: Callback<AnswerSet>) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let kept = app.kept_form(page, ANSWERS).and_then(|kept| serde_json::from_str(kept.get(ANSWERS)?).ok());
    let answers = RwSignal::new(kept.unwrap_or(before));
    let saved = RwSignal::new(false);
    // What the questionnaire is answered with from the start is no change by anybody.
    let first = StoredValue::new(None::<AnswerSet>);
    Effect::new(move |_| {
        let now = answers.get();
        if first.with_value(|first| first.as_ref().is_none_or(|first| *first == now)) {
            return first.set_value(Some(now));
        }
        if let Ok(text) = serde_json::to_string(&now) {
            app.keep_form(page, ANSWERS, draft(&[(ANSWERS, text)]));
            saved.set(false);
        }
    });
    let whole = instrument.clone();
    let keep = move |_| {
        let heard = answers.with_untracked(|answers| Flow::of(&whole, answers).heard(answers));
        first.set_value(Some(answers.get_untracked()));
        app.drop_form(page, ANSWERS);
        save.run(heard);
        saved.set(true);
    };
    view! {
        <Form instrument=instrument answers=answers />
        <div class="actions"><button class="primary" on:click=keep>{say(words::common::save)}</button></div>
        {part(move || {
            let lang = lang.get();
            if saved.get() {
                view! { <Notice tone=Tone::Done><p>{words::form::saved(lang)}</p></Notice> }.into_any()
            } else {
                view! { <p class="hint">{words::form::kept(lang)}</p> }.into_any()
            }
        })}
    }
    .into_any()
}

/// The First Visit, typed in while both sit in front of it.
pub fn answer_together(id: PersonId, session: SessionId) -> AnyView {
    let pages = (Route::AnswerTogether(id, session), Route::FirstAppointment(id));
    together(id, session, intake::questionnaire(), (w::together, w::together_lead), pages)
}

/// The same for the Ending Questions.
pub fn ending_together(id: PersonId, session: SessionId) -> AnyView {
    let pages = (Route::EndingTogether(id, session), Route::Ending(id, None));
    together(id, session, catalogue::newest(ENDING_QUESTIONS), (words::ending::together, w::together_lead), pages)
}

/// The therapist's own Working Agreement questions: whom the questionnaire is for answers it, and that is the therapist.
pub fn agreement_by_therapist(id: PersonId, session: SessionId) -> AnyView {
    let pages = (Route::AgreementAnswers(id, session), Route::Agreement(id));
    let said = (words::agreement::mine as Sentence, words::agreement::mine_lead as Sentence);
    together(id, session, working_agreement::questionnaire(), said, pages)
}

/// A questionnaire typed in on a page with this title and lead, and the page that comes after it. One that is for the therapist is
/// answered by them, any other together with the person.
fn together(
    id: PersonId,
    session: SessionId,
    questionnaire: Option<&'static Instrument>,
    (title, lead): (Sentence, Sentence),
    (page, after): (Route, Route),
) -> AnyView {
    let app = expect_app();
    let found = app.record.with_untracked(|record| {
        let person = record.person(id)?;
        super::day_of(&person, session)?;
        Some(person)
    });
    let Some((person, one)) = found.zip(questionnaire) else { return nobody() };
    let lang = app.lang.get_untracked();
    let save = Callback::new(move |answers| {
        let Some(session) = super::made(id, session) else { return };
        let date = app.record.with_untracked(|record| super::day_of(&record.person(id)?, session));
        let given = AnswersGiven {
            person: id,
            session,
            turn: None,
            instrument: one.reference.clone(),
            lang,
            how: if one.respondent == Respondent::Therapist {
                AnsweredHow::Tablet
            } else {
                AnsweredHow::TherapistPresent
            },
            finished: true,
            talk: None,
            answers,
            by: AnsweredBy::Respondent,
        };
        app.state(date.unwrap_or_else(platform::today), Fact::AnswersGiven(given));
        app.go(after);
    });
    view! {
        <section class="narrow">
            {crumb(&person)}
            <h1>{say(title)}</h1>
            <p class="lead">{say(lead)}</p>
            {answering(page, Arc::new(one.clone()), AnswerSet::default(), save)}
        </section>
    }
    .into_any()
}

/// How the therapist works, on the same sliders.
pub fn own_style() -> AnyView {
    let app = expect_app();
    let Some(one) = intake::own_style() else { return nobody() };
    let before = app.record.with_untracked(|record| record.style().cloned()).unwrap_or_default();
    let save = Callback::new(move |answers| app.state(platform::today(), Fact::StyleStated { answers }));
    view! {
        <section class="narrow">
            <p class="crumb"><a href=Route::Caseload.href()>{say(words::nav::caseload)}</a></p>
            <h1>{say(w::own_style)}</h1>
            <p class="lead">{say(w::own_style_lead)}</p>
            {answering(Route::OwnStyle, Arc::new(one), before, save)}
        </section>
    }
    .into_any()
}
