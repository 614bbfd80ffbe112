//! Texts that a clinic makes its own: a privacy notice and an impact assessment. They are filled in here and printed; nothing
//! of them is kept.

use leptos::prelude::*;

use crate::{
    platform,
    widgets::{Notice, TextField, Tone, language, part, say, view},
    words::{self, Lang, templates as w},
};

/// The privacy notice.
pub fn privacy_notice() -> AnyView {
    template(w::privacy, w::privacy_sections)
}

/// The impact assessment.
pub fn impact_assessment() -> AnyView {
    template(w::impact, w::impact_sections)
}

fn template(title: fn(Lang) -> &'static str, sections: fn(Lang) -> &'static [&'static str]) -> AnyView {
    let lang = language();
    let (clinic, contact) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let label = move |text: fn(Lang) -> &'static str| Signal::derive(move || text(lang.get()).to_owned());
    let text = move || {
        let lang = lang.get();
        let or_gap = |typed: RwSignal<String>, gap: &str| {
            let typed = typed.get();
            if typed.trim().is_empty() { gap.to_owned() } else { typed.trim().to_owned() }
        };
        let (clinic, contact) = (or_gap(clinic, w::clinic_gap(lang)), or_gap(contact, w::contact_gap(lang)));
        let filled = |text: &str| words::fill(text, &[("clinic", &clinic), ("contact", &contact)]);
        let sections = sections(lang).chunks(2).map(|pair| {
            let (heading, paragraph) =
                (pair.first().copied().unwrap_or_default(), pair.get(1).copied().unwrap_or_default());
            view! { <section><h2>{filled(heading)}</h2> <p>{filled(paragraph)}</p></section> }.into_any()
        });
        sections.collect::<Vec<_>>().into_any()
    };
    view! {
        <article class="reading template">
            <h1>{say(title)}</h1>
            <div class="screen-only">
                <Notice tone=Tone::Quiet><p>{say(w::duties)}</p></Notice>
                <TextField id="clinic" label=label(w::clinic) value=clinic />
                <TextField id="clinic-contact" label=label(w::contact) value=contact />
                <div class="actions">
                    <button class="primary" on:click=move |_| platform::print()>{say(words::brief::print)}</button>
                </div>
            </div>
            {part(text)}
        </article>
    }
    .into_any()
}
