//! Making a vault: the passphrase, what its loss means, and the local crisis contacts.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    pages::{
        contacts::{ContactsEditor, Editing},
        expect_app,
        keys::{Choosing, NewPassphrase},
    },
    session::Trouble,
    widgets::{Notice, Tone, Working, language, say, view},
    words::setup,
};

/// The form.
#[component]
pub fn Setup() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let choosing = Choosing::new(lang.get_untracked());
    let wrong = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    let editing = Editing::new(&[]);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        wrong.set(None);
        let Some(passphrase) = choosing.chosen() else { return };
        let Some(contacts) = editing.read() else { return };
        busy.set(true);
        spawn_local(async move {
            let outcome = app.make_vault(&passphrase, contacts).await;
            busy.try_set(false);
            if let Err(trouble) = outcome {
                wrong.try_set(Some(trouble));
            }
        });
    };
    view! {
        <section class="narrow">
            <h1>{say(setup::title)}</h1>
            <p class="lead">{say(setup::lead)}</p>
            <form on:submit=make>
                <h2>{say(setup::step_passphrase)}</h2>
                <NewPassphrase choosing=choosing />
                <Notice tone=Tone::Quiet>
                    <h3>{say(setup::lost_title)}</h3>
                    <p>{say(setup::lost)}</p>
                </Notice>
                <h2>{say(setup::step_contacts)}</h2>
                <p>{say(setup::contacts_lead)}</p>
                <ContactsEditor editing=editing />
                {move || wrong.get().map(|trouble| view! { <p class="error" role="alert">{trouble.say(lang.get())}</p> })}
                <div class="actions">
                    <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(setup::create)}</button>
                </div>
                <Working when=busy text=setup::creating />
                <p class="hint">{say(setup::personal_data)}</p>
            </form>
        </section>
    }
}
