//! A new passphrase: one made by chance that is written down, or one of one's own, judged and typed twice.

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

/// What keeps a passphrase from being taken.
#[derive(Clone, Copy, PartialEq)]
enum Wrong {
    NotWritten,
    TooWeak,
    Differs,
}

/// A passphrase as it is being chosen.
#[derive(Clone, Copy)]
pub struct NewPassphrase {
    made: RwSignal<String>,
    own: RwSignal<bool>,
    typed: RwSignal<String>,
    repeated: RwSignal<String>,
    written: RwSignal<bool>,
    wrong: RwSignal<Option<Wrong>>,
}

impl NewPassphrase {
    /// With one made by chance, of words in that language.
    pub fn new(lang: Lang) -> Self {
        Self {
            made: RwSignal::new(fresh_passphrase(lang)),
            own: RwSignal::new(false),
            typed: RwSignal::default(),
            repeated: RwSignal::default(),
            written: RwSignal::new(false),
            wrong: RwSignal::new(None),
        }
    }

    /// The passphrase, where it can be taken; otherwise what is wrong is said beside it.
    pub fn read(self) -> Option<String> {
        let (own, typed) = (self.own.get_untracked(), self.typed.get_untracked());
        let wrong = if !own {
            (!self.written.get_untracked()).then_some(Wrong::NotWritten)
        } else if !judge(&typed).is_enough() {
            Some(Wrong::TooWeak)
        } else {
            (typed != self.repeated.get_untracked()).then_some(Wrong::Differs)
        };
        self.wrong.set(wrong);
        wrong.is_none().then(|| if own { typed } else { self.made.get_untracked() })
    }

    /// The fields.
    pub fn fields(self, label: fn(Lang) -> &'static str, hint: fn(Lang) -> &'static str) -> AnyView {
        let lang = language();
        let error = move |which: Wrong, text: fn(Lang) -> &'static str| {
            Signal::derive(move || (self.wrong.get() == Some(which)).then(|| text(lang.get()).to_owned()))
        };
        let not_written = error(Wrong::NotWritten, setup::not_written);
        view! {
            <When
                when=move || self.own.get()
                fallback=move || {
                    view! {
                        <p>{say(setup::generated)}</p>
                        <p class="passphrase" id="made-passphrase" translate="no">{move || self.made.get()}</p>
                        <p>{say(setup::write_down)}</p>
                        <div class="actions">
                            <button type="button" on:click=move |_| self.made.set(fresh_passphrase(lang.get_untracked()))>{say(setup::another)}</button>
                            <button type="button" class="quiet" on:click=move |_| self.own.set(true)>{say(setup::own)}</button>
                        </div>
                        <label class="tick">
                            <input
                                type="checkbox"
                                prop:checked=move || self.written.get()
                                on:change=move |event| self.written.set(event_target_checked(&event))
                            />
                            {say(setup::written)}
                        </label>
                        {move || not_written.get().map(|text| view! { <p class="error" role="alert">{text}</p> }.into_any())}
                    }
                }
            >
                <PassphraseField
                    id="fresh-passphrase"
                    label=Signal::derive(move || label(lang.get()).to_owned())
                    value=self.typed
                    hint=Signal::derive(move || Some(hint(lang.get()).to_owned()))
                    error=error(Wrong::TooWeak, setup::too_weak)
                />
                <p class="judged" role="status">
                    {move || {
                        let lang = lang.get();
                        self.typed.with(|typed| if typed.is_empty() { setup::judged_nothing(lang) } else { judged(judge(typed), lang) })
                    }}
                </p>
                <PassphraseField
                    id="fresh-passphrase-again"
                    label=Signal::derive(move || setup::repeat_label(lang.get()).to_owned())
                    value=self.repeated
                    error=error(Wrong::Differs, setup::repeat_differs)
                />
                <button type="button" class="quiet" on:click=move |_| self.own.set(false)>{say(setup::use_generated)}</button>
            </When>
        }
        .into_any()
    }
}
