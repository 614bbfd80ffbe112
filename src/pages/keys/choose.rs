//! Choosing a passphrase: one made by chance, or one's own, judged as it is typed.

use leptos::prelude::*;

use crate::{
    session::{Judgement, fresh_passphrase, judge},
    widgets::{PassphraseField, When, language, say, view},
    words::{Lang, setup},
};

fn judged(judgement: Judgement, lang: Lang) -> &'static str {
    match judgement {
        Judgement::TooShort | Judgement::SingleWord | Judgement::OnlyDigits => setup::judged_short(lang),
        Judgement::Common => setup::judged_common(lang),
        Judgement::Repeats | Judgement::Sequence => setup::judged_pattern(lang),
        Judgement::Fair => setup::judged_fair(lang),
        Judgement::Strong => setup::judged_strong(lang),
    }
}

/// Why a passphrase is not taken yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unfit {
    NotWritten,
    TooWeak,
    Differs,
}

/// A passphrase that is being chosen.
#[derive(Clone, Copy)]
pub struct Choosing {
    made: RwSignal<String>,
    own: RwSignal<bool>,
    typed: RwSignal<String>,
    repeated: RwSignal<String>,
    written: RwSignal<bool>,
    unfit: RwSignal<Option<Unfit>>,
}

impl Choosing {
    /// Begins with one made by chance.
    pub fn new(lang: Lang) -> Self {
        Self {
            made: RwSignal::new(fresh_passphrase(lang)),
            own: RwSignal::new(false),
            typed: RwSignal::new(String::new()),
            repeated: RwSignal::new(String::new()),
            written: RwSignal::new(false),
            unfit: RwSignal::new(None),
        }
    }

    /// The passphrase, where one was chosen; otherwise the field says what is missing.
    pub fn chosen(self) -> Option<String> {
        let unfit = if !self.own.get_untracked() {
            (!self.written.get_untracked()).then_some(Unfit::NotWritten)
        } else if !self.typed.with_untracked(|typed| judge(typed).is_enough()) {
            Some(Unfit::TooWeak)
        } else {
            (self.typed.get_untracked() != self.repeated.get_untracked()).then_some(Unfit::Differs)
        };
        self.unfit.set(unfit);
        let chosen = if self.own.get_untracked() { self.typed } else { self.made };
        unfit.is_none().then(|| chosen.get_untracked())
    }

    fn error(self, which: Unfit, text: fn(Lang) -> &'static str) -> Signal<Option<String>> {
        let lang = language();
        Signal::derive(move || self.unfit.get().filter(|unfit| *unfit == which).map(|_| text(lang.get()).to_owned()))
    }
}

/// The fields.
#[component]
pub fn NewPassphrase(
    /// What is chosen in them.
    choosing: Choosing,
) -> impl IntoView {
    let lang = language();
    let Choosing { made, own, typed, repeated, written, .. } = choosing;
    let judgement = Memo::new(move |_| judge(&typed.get()));
    let not_written = choosing.error(Unfit::NotWritten, setup::not_written);
    view! {
        <When
            when=move || own.get()
            fallback=move || {
                view! {
                    <p>{say(setup::generated)}</p>
                    <p class="passphrase" id="made-passphrase" translate="no">{move || made.get()}</p>
                    <p>{say(setup::write_down)}</p>
                    <div class="actions">
                        <button type="button" on:click=move |_| made.set(fresh_passphrase(lang.get_untracked()))>{say(setup::another)}</button>
                        <button type="button" class="quiet" on:click=move |_| own.set(true)>{say(setup::own)}</button>
                    </div>
                    <label class="tick">
                        <input type="checkbox" prop:checked=move || written.get() on:change=move |event| written.set(event_target_checked(&event)) />
                        {say(setup::written)}
                    </label>
                    {move || not_written.get().map(|text| view! { <p class="error" role="alert">{text}</p> })}
                }
            }
        >
            <PassphraseField
                id="own-passphrase"
                label=Signal::derive(move || setup::own_label(lang.get()).to_owned())
                value=typed
                hint=Signal::derive(move || Some(setup::own_hint(lang.get()).to_owned()))
                error=choosing.error(Unfit::TooWeak, setup::too_weak)
            />
            <p class="judged" role="status">
                {move || {
                    let lang = lang.get();
                    if typed.with(String::is_empty) { setup::judged_nothing(lang) } else { judged(judgement.get(), lang) }
                }}
            </p>
            <PassphraseField
                id="own-passphrase-again"
                label=Signal::derive(move || setup::repeat_label(lang.get()).to_owned())
                value=repeated
                error=choosing.error(Unfit::Differs, setup::repeat_differs)
            />
            <button type="button" class="quiet" on:click=move |_| own.set(false)>{say(setup::use_generated)}</button>
        </When>
    }
}
