//! The form of an ending.

use leptos::prelude::*;
use time::Date;

use super::book;
use crate::{
    care::{Ending, EndingTrouble, Episode, EpisodeId, Fact, PersonId, told::KINDS, went_on},
    exchange::summary::{DECIDED, HOW, REASONS},
    pages::{
        episode::{Settling, beside},
        expect_app,
        forms::{self, chosen, draft, name_of, offered, own_words, text_of, ticked},
    },
    platform,
    session::Route,
    widgets::{
        Field,
        draft::{Draft, Reader, Wrong},
        language, part, view,
    },
    words::{self, Lang, ending as w},
};

/// Nobody, in the choice of whom somebody was referred to.
const NOBODY: &str = "nobody";

fn start(ending: &Ending) -> Draft {
    let reasons: Vec<String> = ending.reasons.iter().map(|reason| name_of(&REASONS, reason)).collect();
    draft(&[
        ("day", ending.day.to_string()),
        ("how", name_of(&HOW, &ending.how)),
        ("decided", name_of(&DECIDED, &ending.decided)),
        ("reasons", reasons.join(" ")),
        ("words", text_of(ending.reasons_words.as_ref())),
        ("mismatch", text_of(ending.mismatch.as_ref())),
        ("achieved", text_of(ending.achieved.as_ref())),
        ("reservations", text_of(ending.reservations.as_ref())),
        ("recommended", book::names(&ending.recommended)),
        ("referred", ending.referred.map_or_else(|| NOBODY.to_owned(), |id| id.to_string())),
    ])
}

/// A day that is no later than today.
pub(super) fn past_day(reader: &mut Reader, id: &str) -> Option<Date> {
    let day = reader.day(id);
    if day.is_some_and(|day| day > platform::today()) {
        reader.refuse(id, Wrong::Future);
    }
    reader.needed(id, day)
}

fn read(
    reader: &mut Reader,
    episode: EpisodeId,
    person: PersonId,
    began: Date,
    went_on: Option<Date>,
) -> Option<Ending> {
    let day = past_day(reader, "day");
    let ending = Ending {
        how: chosen(reader, "how", &HOW).unwrap_or_default(),
        decided: chosen(reader, "decided", &DECIDED).unwrap_or_default(),
        reasons: ticked(reader, "reasons", &REASONS),
        reasons_words: own_words(reader, "words"),
        mismatch: own_words(reader, "mismatch"),
        achieved: own_words(reader, "achieved"),
        reservations: own_words(reader, "reservations"),
        recommended: book::ticked(reader, "recommended"),
        referred: reader.raw("referred").parse().ok(),
        ..Ending::new(episode, person, day.unwrap_or(began))
    };
    if ending.trouble(began) == Some(EndingTrouble::EndsBeforeStart) {
        reader.refuse("day", Wrong::Said(w::before_start));
    } else if day.zip(went_on).is_some_and(|(day, went_on)| day < went_on) {
        reader.refuse("day", Wrong::Said(w::before_reopened));
    }
    day.map(|_| ending)
}

/// The form; where there is no episode yet, saving begins one on the day `first`.
pub fn form(person: PersonId, episode: Option<EpisodeId>, first: Date) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let page = Route::Ending(person, episode);
    let known = move || app.record.with_untracked(|record| record.ending(person, episode?));
    let began = move || {
        let found = app.record.with_untracked(|record| record.episode(person, episode?));
        found.map_or(first, |found| found.now.value.start)
    };
    // An episode that went on again ends anew, with nothing of the earlier ending.
    let begin = move || {
        let known = known();
        let fields = match &known {
            Some(found) if found.now.value.is_ended() => start(&found.now.value),
            _ => start(&Ending::new(EpisodeId::from_bytes([0; 16]), person, platform::today())),
        };
        forms::begun(fields, known.as_ref())
    };
    let form = forms::kept_form(page, "ending", begin);
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(id) = episode.or_else(|| app.new_id()) else { return };
        let went_on = known().and_then(|found| went_on(&found));
        let read = form.read(|reader| {
            // An ending without an episode begins one: what it was about is known to whoever was there, and to nobody else.
            let kind = chosen(reader, "kind", &KINDS);
            let kind = if episode.is_none() { reader.needed("kind", kind) } else { kind };
            Some((read(reader, id, person, began(), went_on)?, kind))
        });
        let Some((ending, kind)) = read else { return saved.set(false) };
        app.drop_form(page, form.name());
        let today = platform::today();
        if episode.is_none() {
            let one = Episode { kind: kind.unwrap_or_default(), ..Episode::new(id, person, first) };
            app.state(today, Fact::EpisodeStated(Box::new(one)));
        }
        forms::state(form, today, Fact::EndingStated(Box::new(ending)), known().as_ref());
        if episode.is_none() {
            return app.go(Route::Ending(person, Some(id)));
        }
        saved.set(true);
    };
    // Reopened in the meantime: the form begins anew, unless something is typed there.
    let reopened = Memo::new(move |_| {
        let found = app.record.with(|record| record.ending(person, episode?));
        found.and_then(|found| found.now.value.reopened)
    });
    Effect::new(move |before: Option<Option<Date>>| {
        let now = reopened.get();
        if before.is_some_and(|before| before != now) && now.is_some() && app.kept_form(page, form.name()).is_none() {
            form.restart(begin());
            saved.set(false);
        }
        now
    });
    let people = Memo::new(move |_| {
        let used = known().map(|found| found.now.value);
        let used = used.map(|one| one.recommended.into_iter().chain(one.referred).collect::<Vec<_>>());
        book::offered(&used.unwrap_or_default())
    });
    let hear = move |event: leptos::ev::Event| {
        form.hear(&event);
        saved.set(false);
    };
    let found = Memo::new(move |_| app.record.with(|record| record.ending(person, episode?)));
    let both = move || {
        let fact = |ending| Fact::EndingStated(Box::new(ending));
        let settling = Settling { told: super::told, fact, start, page, form, focus: "ending-words" };
        found.get().map(|found| beside(&found, lang.get(), &settling)).into_any()
    };
    view! {
        {part(both)}
        <form class="care-form" on:submit=save on:input=hear novalidate>
            {form.fields(move |lang| {
                if episode.is_some() {
                    return Vec::new();
                }
                vec![Field::choice("kind", words::episode::kind(lang), offered(lang, &KINDS))]
            })}
            {form.fields(|lang| {
                vec![
                    Field::day("day", w::day(lang)),
                    Field::choice("how", w::how(lang), offered(lang, &HOW)),
                    Field::choice("decided", w::decided(lang), offered(lang, &DECIDED)),
                    Field::many("reasons", w::reasons(lang), offered(lang, &REASONS)).hint(w::reasons_hint(lang)),
                    Field::long("words", w::reasons_words(lang)),
                    Field::long("achieved", w::achieved(lang)).hint(w::achieved_hint(lang)),
                    Field::long("mismatch", w::mismatch(lang)).hint(w::mismatch_hint(lang)),
                    Field::long("reservations", w::reservations(lang)).hint(w::reservations_hint(lang)),
                ]
            })}
            {part(move || {
                let all = people.get();
                if all.is_empty() {
                    return ().into_any();
                }
                form.fields(move |lang| whom(all.clone(), lang))
            })}
            {forms::foot(page, form, saved, begin)}
        </form>
        {part(move || if people.with(Vec::is_empty) { book::empty(lang.get()) } else { ().into_any() })}
    }
    .into_any()
}

fn whom(all: Vec<(String, String)>, lang: Lang) -> Vec<Field> {
    let mut one = vec![(NOBODY.to_owned(), w::referred_nobody(lang).to_owned())];
    one.extend(all.iter().cloned());
    vec![
        Field::many("recommended", w::recommended(lang), all).hint(w::recommended_hint(lang)),
        Field::list("referred", w::referred(lang), one),
    ]
}
