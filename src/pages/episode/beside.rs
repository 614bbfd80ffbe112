//! What two devices stated of one thing at the same time, side by side, to be settled by whoever looks.

use leptos::prelude::*;

use crate::{
    care::{
        Fact, Version, Versions,
        told::{Pair, differences},
    },
    pages::{expect_app, forms},
    platform,
    session::Route,
    widgets::{Form, Notice, Parts, Tone, draft::Draft, view},
    words::{self, Lang, date_long, form as w},
};

/// How a thing is said, stated again, and put into its form.
pub struct Settling<T> {
    /// What it says, in pairs.
    pub told: fn(&T, Lang) -> Vec<Pair>,
    /// The fact that states it.
    pub fact: fn(T) -> Fact,
    /// What its form holds.
    pub start: fn(&T) -> Draft,
    /// The page of the form.
    pub page: Route,
    /// The form.
    pub form: Form,
    /// The element that has the focus when all is settled.
    pub focus: &'static str,
}

/// Both versions where they differ, with a button for each: stating one of them anew settles it on every device. Nothing where
/// nobody stated anything else at the same time.
pub fn beside<T: Clone + Send + Sync + 'static>(versions: &Versions<T>, lang: Lang, how: &Settling<T>) -> AnyView {
    let now = (how.told)(&versions.now.value, lang);
    let other = |version: &Version<T>| {
        let rows = differences(&now, &(how.told)(&version.value, lang));
        (!rows.is_empty()).then(|| (rows, date_long(lang, version.date), settle(versions, version, how)))
    };
    let others: Vec<Other> = versions.beside().filter_map(other).collect();
    if others.is_empty() { ().into_any() } else { drawn(others, settle(versions, &versions.now, how), lang) }
}

/// Where another version differs, the day it was written, and what takes it.
type Other = (Vec<(String, String, String)>, String, Callback<()>);

fn settle<T: Clone + Send + Sync + 'static>(
    versions: &Versions<T>,
    version: &Version<T>,
    how: &Settling<T>,
) -> Callback<()> {
    let app = expect_app();
    let (seen, shown, value) = (versions.heads(), version.event == versions.now.event, version.value.clone());
    let date = versions.now.date;
    let Settling { fact, start, page, form, focus, .. } = *how;
    Callback::new(move |()| {
        let fact = fact(value.clone());
        // The day of a medicine's statement is the day from which it is so, and no other than what is shown has.
        let date = if matches!(fact, Fact::MedicineStated(_)) { date } else { platform::today() };
        let stated = app.state_knowing(date, fact, seen.clone());
        // What is being typed into the form stays, unless another version takes its place.
        if !shown {
            app.drop_form(page, form.name());
            form.restart(start(&value));
        }
        forms::saw(form, &seen.iter().copied().chain(stated).collect::<Vec<_>>());
        forms::refocus(focus);
    })
}

fn drawn(others: Vec<Other>, keep: Callback<()>, lang: Lang) -> AnyView {
    let told = move |text: String| if text.is_empty() { w::beside_empty(lang).to_owned() } else { text };
    let one = move |(rows, date, take): Other| {
        let label = w::beside_other(lang, &date);
        let row = |(name, here, there): (String, String, String)| {
            view! {
                <dt>{name}</dt>
                <dd><span class="hint">{w::beside_now(lang)}</span> <span dir="auto">{told(here)}</span></dd>
                <dd><span class="hint">{label.clone()}</span> <span dir="auto">{told(there)}</span></dd>
            }
        };
        view! {
            <dl class="beside">{rows.into_iter().map(row).collect_parts()}</dl>
            <div class="actions">
                <button type="button" on:click=move |_| take.run(())>{w::beside_take(lang, &date)}</button>
            </div>
        }
    };
    view! {
        <Notice tone=Tone::Attention>
            <p>{words::form::changed_elsewhere(lang)}</p>
            {others.into_iter().map(one).collect_parts()}
            <div class="actions">
                <button type="button" on:click=move |_| keep.run(())>{w::beside_keep(lang)}</button>
            </div>
        </Notice>
    }
    .into_any()
}
