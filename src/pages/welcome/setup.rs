//! Making a vault: the passphrase, what its loss means, and the local crisis contacts.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::{
        contacts::{ContactsEditor, Editing},
        expect_app,
    },
    platform,
    session::{Judgement, Trouble, fresh_passphrase, judge},
    widgets::{Notice, PassphraseField, Tone, When, language, say, view},
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

/// What keeps the form from being sent.
#[derive(Clone, Debug, PartialEq)]
enum Wrong {
    NotWritten,
    TooWeak,
    Differs,
    Trouble(Trouble),
}

/// The form.
#[component]
pub fn Setup() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let made = RwSignal::new(fresh_passphrase(lang.get_untracked()));
    let own = RwSignal::new(false);
    let (typed, repeated) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let written = RwSignal::new(false);
    let wrong = RwSignal::new(None::<Wrong>);
    let busy = RwSignal::new(false);
    let editing = Editing::new(&[]);
    let judgement = Memo::new(move |_| judge(&typed.get()));

    let check = move || -> Result<String, Wrong> {
        if !own.get_untracked() {
            return if written.get_untracked() { Ok(made.get_untracked()) } else { Err(Wrong::NotWritten) };
        }
        if !judgement.get_untracked().is_enough() {
            return Err(Wrong::TooWeak);
        }
        if typed.get_untracked() != repeated.get_untracked() {
            return Err(Wrong::Differs);
        }
        Ok(typed.get_untracked())
    };
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        wrong.set(None);
        let passphrase = match check() {
            Ok(passphrase) => passphrase,
            Err(why) => return wrong.set(Some(why)),
        };
        let Some(contacts) = editing.read() else { return };
        busy.set(true);
        spawn_local(async move {
            platform::next_frame().await;
            let outcome = app.make_vault(&passphrase, contacts).await;
            busy.try_set(false);
            if let Err(trouble) = outcome {
                wrong.try_set(Some(Wrong::Trouble(trouble)));
            }
        });
    };
    let error_is = move |which: fn(&Wrong) -> bool, text: fn(Lang) -> &'static str| {
        Signal::derive(move || wrong.get().filter(which).map(|_| text(lang.get()).to_owned()))
    };

    view! {
        <section class="narrow">
            <h1>{say(setup::title)}</h1>
            <p class="lead">{say(setup::lead)}</p>
            <form on:submit=make>
                <h2>{say(setup::step_passphrase)}</h2>
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
                        }
                    }
                >
                    <PassphraseField
                        id="own-passphrase"
                        label=Signal::derive(move || setup::own_label(lang.get()).to_owned())
                        value=typed
                        hint=Signal::derive(move || Some(setup::own_hint(lang.get()).to_owned()))
                        error=error_is(|wrong| *wrong == Wrong::TooWeak, setup::too_weak)
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
                        error=error_is(|wrong| *wrong == Wrong::Differs, setup::repeat_differs)
                    />
                    <button type="button" class="quiet" on:click=move |_| own.set(false)>{say(setup::use_generated)}</button>
                </When>
                <Notice tone=Tone::Quiet>
                    <h3>{say(setup::lost_title)}</h3>
                    <p>{say(setup::lost)}</p>
                </Notice>
                <When when=move || !own.get()>
                    <label class="tick">
                        <input
                            type="checkbox"
                            prop:checked=move || written.get()
                            on:change=move |event| written.set(event_target_checked(&event))
                        />
                        {say(setup::written)}
                    </label>
                </When>
                <h2>{say(setup::step_contacts)}</h2>
                <p>{say(setup::contacts_lead)}</p>
                <ContactsEditor editing=editing />
                {move || match wrong.get() {
                    Some(Wrong::NotWritten) => {
                        Some(view! { <p class="error" role="alert">{setup::not_written(lang.get()).to_owned()}</p> }.into_any())
                    }
                    Some(Wrong::Trouble(trouble)) => Some(view! { <p class="error" role="alert">{trouble.say(lang.get())}</p> }.into_any()),
                    _ => None,
                }}
                <div class="actions">
                    <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(setup::create)}</button>
                </div>
                <p role="status" class="hint">{move || busy.get().then(|| setup::creating(lang.get()))}</p>
                <p class="hint">{say(setup::personal_data)}</p>
            </form>
        </section>
    }
}
