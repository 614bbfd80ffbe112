//! What opens the vault: passphrase, recovery kit, key; and erasing everything.

mod choose;
mod erase;
mod kit;
mod lost;

pub use choose::{Choosing, NewPassphrase};
pub use erase::EraseAll;
pub use kit::NewKit;
pub use lost::Lost;

use leptos::{prelude::*, task::spawn_local};

use super::expect_app;
use crate::{
    platform,
    session::{Phase, Route, Trouble},
    widgets::{Notice, Parts, PassphraseField, Tone, language, part, say, view},
    words::{self, Lang, keys},
};

/// A piece of work that asks for the passphrase: what is typed, how it went.
#[derive(Clone, Copy)]
struct Work {
    present: RwSignal<String>,
    busy: RwSignal<bool>,
    outcome: RwSignal<Option<Result<(), Trouble>>>,
}

impl Work {
    fn new() -> Self {
        Self { present: RwSignal::new(String::new()), busy: RwSignal::new(false), outcome: RwSignal::new(None) }
    }

    /// Does it, once at a time, after the page has shown that it is being done.
    fn run(self, work: impl Future<Output = Result<(), Trouble>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.outcome.set(None);
        spawn_local(async move {
            platform::next_frame().await;
            let outcome = work.await;
            if outcome.is_ok() {
                self.present.try_set(String::new());
            }
            self.busy.try_set(false);
            self.outcome.try_set(Some(outcome));
        });
    }

    fn field(self, id: &'static str) -> AnyView {
        let lang = language();
        let label = Signal::derive(move || keys::present(lang.get()).to_owned());
        view! { <PassphraseField id=id label=label value=self.present /> }
    }

    /// The button and what came of it.
    fn end(self, button: fn(Lang) -> &'static str, done: fn(Lang) -> &'static str) -> AnyView {
        let lang = language();
        view! {
            <button class="primary" type="submit" aria-disabled=move || self.busy.get().then_some("true")>{say(button)}</button>
            <p role="status" class="hint">{move || self.busy.get().then(|| keys::working(lang.get()))}</p>
            {move || {
                self.outcome
                    .get()
                    .map(|outcome| match outcome {
                        Ok(()) => view! { <Notice tone=Tone::Done><p>{done(lang.get())}</p></Notice> },
                        Err(why) => view! { <p class="error" role="alert">{why.say(lang.get())}</p> },
                    })
            }}
        }
    }
}

/// The page.
#[component]
pub fn Keys() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    if app.phase.with_untracked(|phase| *phase == Phase::Sample) {
        return view! { <section class="narrow"><h1>{say(keys::title)}</h1><p>{say(keys::sample)}</p></section> };
    }
    let (passphrase, key) = (Work::new(), Work::new());
    let choosing = Choosing::new(lang.get_untracked());
    let change = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(new) = choosing.chosen() else { return };
        passphrase.run(async move { app.change_passphrase(&passphrase.present.get_untracked(), &new).await });
    };
    let renew = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        key.run(async move { app.renew_key(&key.present.get_untracked()).await });
    };
    let kits = RwSignal::new(None::<Vec<String>>);
    spawn_local(async move {
        // The end of a public key is enough to tell two papers apart.
        let short = |text: String| text.chars().skip(text.chars().count().saturating_sub(6)).collect::<String>();
        let found = app.kits().await.unwrap_or_default();
        kits.try_set(Some(found.iter().map(|kit| short(kit.to_text())).collect()));
    });
    view! {
        <section class="narrow">
            <h1>{say(keys::title)}</h1>
            <h2>{say(keys::kit)}</h2>
            {part(move || {
                let lang = lang.get();
                match kits.get() {
                    None => ().into_any(),
                    Some(kits) if kits.is_empty() => {
                        view! { <Notice tone=Tone::Attention><p>{keys::no_kit(lang)}</p></Notice> }
                    }
                    Some(kits) => kits.iter().map(|kit| view! { <p>{keys::one_kit(lang, kit)}</p> }).collect_parts().into_any(),
                }
            })}
            <p><a class="button" href=Route::NewKit.href()>{say(keys::make_kit)}</a></p>
            <h2>{say(keys::change)}</h2>
            <p>{say(keys::change_text)}</p>
            <form on:submit=change>
                {passphrase.field("present-passphrase")}
                <NewPassphrase choosing=choosing />
                {passphrase.end(keys::change, keys::changed)}
            </form>
            <h2>{say(keys::renew)}</h2>
            <p>{say(keys::renew_text)}</p>
            <form on:submit=renew>{key.field("renew-passphrase")} {key.end(keys::renew, keys::renewed)}</form>
            <h2>{say(words::erase_all::title)}</h2>
            <p><a class="button danger" href=Route::EraseAll.href()>{say(keys::to_erase)}</a></p>
        </section>
    }
}

/// That there is no recovery kit yet, while there is none.
#[component]
pub fn KitReminder() -> impl IntoView {
    let app = expect_app();
    let wanted = Memo::new(move |_| !app.has_kit.get() && app.phase.with(|phase| *phase == Phase::Open));
    part(move || {
        if !wanted.get() {
            return ().into_any();
        }
        view! {
            <Notice tone=Tone::Quiet>
                <p>{say(keys::remind)}</p>
                <a class="button" href=Route::NewKit.href()>{say(keys::make_kit)}</a>
            </Notice>
        }
    })
}
