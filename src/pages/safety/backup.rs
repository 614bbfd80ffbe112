//! Making a backup.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{crumb, focus_soon, passphrase::NewPassphrase, read_file, trouble};
use crate::{
    care::BackupHow,
    pages::expect_app,
    platform::{self, GivenFile},
    session::{App, BackupFor, FileTrouble, MadeBackup},
    widgets::{Notice, Tone, When, Working, language, part, say, view},
    words::{Lang, backup as w},
};

/// How far the look at the saved file has come.
#[derive(Clone)]
enum Check {
    Waits,
    Reading,
    Whole,
    Wrong(FileTrouble),
}

/// What was made, saving it again, and looking at the saved file.
fn made_view(app: App, made: &Arc<MadeBackup>, taken: RwSignal<bool>, lang: Signal<Lang>) -> AnyView {
    let check = RwSignal::new(Check::Waits);
    let (entries, damaged, newer, name) = (made.entries, made.damaged, made.newer, made.name.clone());
    let (again, kept) = (made.clone(), made.clone());
    let offer = move |_| taken.set(again.offer());
    let look = move |file: Option<GivenFile>| {
        let (Some(file), made) = (file, kept.clone()) else { return };
        check.set(Check::Reading);
        spawn_local(async move {
            let outcome = match read_file(file).await {
                Ok(bytes) => app.check_saved(&made, &bytes).await,
                Err(why) => Err(why),
            };
            check.try_set(match outcome {
                Ok(()) => Check::Whole,
                Err(why) => Check::Wrong(why),
            });
        });
    };
    let shown = name.clone();
    view! {
        {part(move || {
            let lang = lang.get();
            if !taken.get() {
                return view! { <Notice tone=Tone::Attention><p>{w::refused(lang)}</p></Notice> }.into_any();
            }
            let left = move |count: usize, say: fn(Lang, usize) -> String| {
                (count > 0).then(|| view! { <p>{say(lang, count)}</p> }.into_any())
            };
            let text = w::done(lang, entries, &shown);
            view! {
                <Notice tone=Tone::Done>
                    <p>{text}</p>
                    {left(damaged, w::damaged_left)}
                    {left(newer, w::newer_left)}
                </Notice>
            }
                .into_any()
        })}
        <div class="actions"><button on:click=offer>{say(w::again)}</button></div>
        <h2>{say(w::check_title)}</h2>
        <p id="check-hint">{say(w::check)}</p>
        <div class="field">
            <label for="saved-file">{say(w::check_label)}</label>
            <input id="saved-file" type="file" accept=".age" aria-describedby="check-hint" on:change=move |event| look(platform::chosen_file(&event)) />
        </div>
        {part(move || match check.get() {
            Check::Waits => ().into_any(),
            Check::Reading => view! { <p role="status">{w::checking(lang.get())}</p> }.into_any(),
            Check::Whole => view! { <Notice tone=Tone::Done><p>{w::checked(lang.get())}</p></Notice> }.into_any(),
            Check::Wrong(why) => trouble(Some(why), lang.get()),
        })}
        <h2>{say(w::open_title)}</h2>
        <p class="hint">{move || w::open(lang.get(), &name)}</p>
    }
    .into_any()
}

/// Who shall be able to open it.
fn whom(kits: RwSignal<Option<usize>>, for_kits: RwSignal<bool>, lang: Signal<Lang>) -> AnyView {
    part(move || match kits.get() {
        None => ().into_any(),
        Some(0) => view! { <p>{w::no_kit(lang.get())}</p> }.into_any(),
        Some(n) => {
            let choice = |to_kits: bool, text: String| {
                view! {
                    <label class="tick">
                        <input
                            type="radio"
                            name="whom"
                            prop:checked=move || for_kits.get() == to_kits
                            on:change=move |_| for_kits.set(to_kits)
                        />
                        {text}
                    </label>
                }
                .into_any()
            };
            let lang = lang.get();
            view! {
                <fieldset>
                    <legend>{w::whom(lang)}</legend>
                    {choice(true, w::for_kits(lang, n))}
                    {choice(false, w::for_passphrase(lang).to_owned())}
                </fieldset>
            }
            .into_any()
        }
    })
    .into_any()
}

/// The page.
#[component]
pub fn BackupPage() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let kits = RwSignal::new(None::<usize>);
    let for_kits = RwSignal::new(true);
    let fresh = NewPassphrase::new(lang.get_untracked());
    let busy = RwSignal::new(false);
    let wrong = RwSignal::new(None::<FileTrouble>);
    let made = RwSignal::new(None::<Arc<MadeBackup>>);
    let taken = RwSignal::new(false);
    let own = app.is_open();
    if own {
        spawn_local(async move {
            kits.try_set(Some(app.count_kits().await.unwrap_or(0)));
        });
    }
    let by_passphrase = move || kits.get().is_some_and(|kits| kits == 0 || !for_kits.get());
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() || kits.get_untracked().is_none() {
            return;
        }
        let to = if untrack(by_passphrase) {
            let Some(passphrase) = fresh.read() else { return };
            BackupFor::Passphrase(passphrase)
        } else {
            BackupFor::Kits
        };
        busy.set(true);
        wrong.set(None);
        spawn_local(async move {
            match app.make_backup(to).await {
                Ok(backup) => {
                    let offered = backup.offer();
                    if offered {
                        app.note_backup(&backup, BackupHow::Made).await;
                    }
                    taken.try_set(offered);
                    made.try_set(Some(Arc::new(backup)));
                    focus_soon("made");
                }
                Err(why) => {
                    wrong.try_set(Some(why));
                }
            }
            busy.try_set(false);
        });
    };
    let done = Memo::new(move |_| made.with(Option::is_some));
    view! {
        <section class="narrow data-pages">
            {crumb()}
            <h1 id="made" tabindex="-1">{say(w::title)}</h1>
            <p class="lead">{say(w::lead)}</p>
            {part(move || {
                if !own {
                    return view! { <Notice tone=Tone::Quiet><p>{say(w::sample)}</p></Notice> }.into_any();
                }
                if done.get() {
                    return made.get_untracked().map_or_else(|| ().into_any(), |made| made_view(app, &made, taken, lang));
                }
                view! {
                    <form on:submit=make>
                        {whom(kits, for_kits, lang)}
                        <When when=by_passphrase>{fresh.fields(w::passphrase_label, w::passphrase_hint)}</When>
                        {part(move || trouble(wrong.get(), lang.get()))}
                        <div class="actions">
                            <button class="primary" type="submit" aria-disabled=move || busy.get().then_some("true")>{say(w::make)}</button>
                        </div>
                        <Working when=busy text=w::making />
                    </form>
                }
                    .into_any()
            })}
        </section>
    }
}
