//! Taking a backup in, step by step: the file, what opens it, the erasure list, what would happen, and then it happens.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use super::{crumb, focus_soon, passphrase::NewPassphrase, plan, read_file, trouble};
use crate::{
    exchange::{
        erasure_list::ErasureList,
        restore::{Agreed, Asked},
    },
    pages::expect_app,
    platform::{self, GivenFile},
    session::{App, FileTrouble, OpenedBackup, Progress, Route, Weighed, asks_for_passphrase, open_backup},
    widgets::{Notice, PassphraseField, Sentence, TextField, Tone, When, language, part, say, view, working},
    words::{self, Lang, date_long, restore as w},
};

/// How far it has come.
#[derive(Clone)]
enum Stage {
    Empty,
    /// A file, and whether a passphrase opens it.
    Given(Arc<Vec<u8>>, bool),
    Opened(Arc<OpenedBackup>),
    Weighed(Weighed),
}

/// What all steps share.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    lang: Signal<Lang>,
    stage: RwSignal<Stage>,
    wrong: RwSignal<Option<FileTrouble>>,
    /// What is being done, while something is.
    busy: RwSignal<Option<Sentence>>,
}

impl Desk {
    /// Does `work`, says meanwhile what is done, and goes to the stage it leads to or says what is wrong.
    fn work(self, what: Sentence, work: impl Future<Output = Result<Stage, FileTrouble>> + 'static) {
        if self.busy.get_untracked().is_some() {
            return;
        }
        self.busy.set(Some(what));
        self.wrong.set(None);
        let work: std::pin::Pin<Box<dyn Future<Output = _>>> = Box::pin(work);
        spawn_local(async move {
            match work.await {
                Ok(stage) => {
                    self.stage.try_set(stage);
                    focus_soon("step");
                }
                Err(why) => {
                    self.wrong.try_set(Some(why));
                }
            }
            self.busy.try_set(None);
        });
    }

    fn start_again(self) {
        self.wrong.set(None);
        self.stage.set(Stage::Empty);
    }

    fn take(self, file: Option<GivenFile>) {
        let Some(file) = file else { return };
        // Some browsers tell twice of one file; what is being typed for it by then would be drawn anew.
        if !self.stage.with_untracked(|stage| matches!(stage, Stage::Empty)) {
            return;
        }
        self.work(w::reading, async move {
            let bytes = read_file(file).await?;
            let by_passphrase = asks_for_passphrase(&bytes)?;
            Ok(Stage::Given(Arc::new(bytes), by_passphrase))
        });
    }

    fn open(self, bytes: Arc<Vec<u8>>, typed: String, damaged: bool) {
        self.work(w::opening, async move { Ok(Stage::Opened(Arc::new(open_backup(&bytes, &typed, damaged).await?))) });
    }

    fn weigh(self, opened: Arc<OpenedBackup>, list: Option<GivenFile>) {
        self.work(w::weighing, async move {
            let asked = match list {
                None => Asked::NoneKept,
                Some(file) => {
                    let bytes = read_file(file).await?;
                    let text = std::str::from_utf8(&bytes).map_err(|_| FileTrouble::NoList)?;
                    Asked::List(ErasureList::parse(text)?)
                }
            };
            let plan = Arc::new(self.app.plan_restore(&opened, &asked).await?);
            Ok(Stage::Weighed(Weighed { opened, plan }))
        });
    }

    fn finish(self, weighed: Weighed, agreed: Agreed, passphrase: Option<String>, progress: Progress) {
        self.work(w::taking_in, async move {
            let Weighed { opened, plan } = &weighed;
            match passphrase {
                Some(passphrase) => self.app.restore_as_new(opened, plan, agreed, &passphrase, progress).await?,
                None => self.app.join_backup(plan, agreed, progress).await?,
            }
            Ok(Stage::Weighed(weighed))
        });
    }
}

/// The field for the file.
fn give(desk: Desk) -> AnyView {
    view! {
        <div
            class="drop"
            on:dragover=move |event| event.prevent_default()
            on:drop=move |event| {
                event.prevent_default();
                desk.take(platform::dropped_file(&event));
            }
        >
            <label for="backup-file">{say(w::file_label)}</label>
            <input id="backup-file" type="file" accept=".age" aria-describedby="backup-file-hint" on:change=move |event| desk.take(platform::chosen_file(&event)) />
            <p class="hint" id="backup-file-hint">{say(w::file_hint)}</p>
        </div>
    }
    .into_any()
}

/// What opens it.
fn unlock(desk: Desk, bytes: Arc<Vec<u8>>, by_passphrase: bool) -> AnyView {
    let lang = desk.lang;
    let typed = RwSignal::new(String::new());
    let (given, rest) = (bytes.clone(), bytes);
    let open = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        desk.open(given.clone(), typed.get_untracked(), false);
    };
    let some_left = Memo::new(move |_| matches!(desk.wrong.get(), Some(FileTrouble::Damaged(1..))));
    let field = if by_passphrase {
        view! {
            <PassphraseField id="backup-secret" label=Signal::derive(move || w::passphrase_label(lang.get()).to_owned()) value=typed />
        }
        .into_any()
    } else {
        view! {
            <TextField
                id="backup-secret"
                label=Signal::derive(move || w::kit_label(lang.get()).to_owned())
                value=typed
                hint=Signal::derive(move || Some(w::kit_hint(lang.get()).to_owned()))
            />
        }
        .into_any()
    };
    let text = if by_passphrase { w::locked_passphrase } else { w::locked_kit };
    view! {
        <form on:submit=open>
            <p id="step" tabindex="-1">{say(text)}</p>
            {field}
            <div class="actions">
                <button class="primary" type="submit">{say(w::open)}</button>
                <When when=move || some_left.get()>
                    {
                        let rest = rest.clone();
                        view! {
                            <button type="button" on:click=move |_| desk.open(rest.clone(), typed.get_untracked(), true)>{say(w::take_damaged)}</button>
                        }
                    }
                </When>
                <button type="button" class="quiet" on:click=move |_| desk.start_again()>{say(w::other_file)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Asks for the erasure list.
fn ask_for_list(desk: Desk, opened: &Arc<OpenedBackup>) -> AnyView {
    let (with, without) = (opened.clone(), opened.clone());
    view! {
        <h2 id="step" tabindex="-1">{say(w::list_title)}</h2>
        <p id="list-hint">{say(w::list_lead)}</p>
        <div class="field">
            <label for="erasure-list">{say(w::list_label)}</label>
            <input id="erasure-list" type="file" aria-describedby="list-hint" on:change=move |event| {
                if let Some(file) = platform::chosen_file(&event) {
                    desk.weigh(with.clone(), Some(file));
                }
            } />
        </div>
        <div class="actions">
            <button on:click=move |_| desk.weigh(without.clone(), None)>{say(w::list_none)}</button>
            <button class="quiet" on:click=move |_| desk.start_again()>{say(w::other_file)}</button>
        </div>
    }
    .into_any()
}

/// What would happen, and the button that lets it.
fn weighed_view(desk: Desk, weighed: Weighed) -> AnyView {
    let lang = desk.lang;
    let joins = desk.app.is_open();
    let agreed = RwSignal::new(Agreed::default());
    let missing = RwSignal::new(false);
    let progress: Progress = RwSignal::new(None);
    let fresh = NewPassphrase::new(lang.get_untracked());
    let plan = weighed.plan.clone();
    let nothing = plan.changes_nothing();
    let (shown, listed) = (weighed.opened.clone(), weighed.plan.clone());
    let with_kit = weighed.opened.by_kit();
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let agreed = agreed.get_untracked();
        let lacks = !plan::is_agreed(&plan, agreed);
        missing.set(lacks);
        let passphrase = if joins { None } else { fresh.read() };
        if lacks || (!joins && passphrase.is_none()) {
            return;
        }
        desk.finish(weighed.clone(), agreed, passphrase, progress);
    };
    let new_vault = (!joins && !nothing).then(|| {
        view! {
            <h2>{say(w::new_passphrase)}</h2>
            <p>{say(w::new_passphrase_lead)}</p>
            {with_kit.then(|| view! { <p>{say(w::kit_stays)}</p> }.into_any())}
            {fresh.fields(w::passphrase_own, w::passphrase_hint)}
        }
        .into_any()
    });
    view! {
        <h2 id="step" tabindex="-1">{say(w::plan_title)}</h2>
        {part(move || {
            let lang = lang.get();
            let cut = (!shown.whole).then(|| view! { <Notice tone=Tone::Attention><p>{w::not_whole(lang)}</p></Notice> }.into_any());
            let made = w::made(lang, &date_long(lang, platform::day_of(shown.made())));
            let nothing = nothing.then(|| view! { <Notice tone=Tone::Done><p>{w::adds_nothing(lang)}</p></Notice> }.into_any());
            view! {
                {cut}
                <p>{made}</p>
                {nothing}
            }
                .into_any()
        })}
        <form on:submit=take>
            {part(move || plan::sentences(&listed, agreed, lang.get()))}
            {new_vault}
            {part(move || {
                if missing.get() {
                    view! { <p class="error" role="alert">{w::not_agreed(lang.get())}</p> }.into_any()
                } else {
                    ().into_any()
                }
            })}
            <div class="actions">
                {(!nothing)
                    .then(|| {
                        let text = if joins { w::take_in } else { w::make_vault };
                        view! { <button class="primary" type="submit">{say(text)}</button> }.into_any()
                    })}
                <button type="button" class="quiet" on:click=move |_| desk.start_again()>{say(w::other_file)}</button>
            </div>
            <p role="status" class="hint">
                {move || progress.get().map(|(done, of)| w::progress(lang.get(), &done.to_string(), &of.to_string()))}
            </p>
        </form>
    }
    .into_any()
}

/// The page.
#[component]
pub fn RestorePage() -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let desk =
        Desk { app, lang, stage: RwSignal::new(Stage::Empty), wrong: RwSignal::new(None), busy: RwSignal::new(None) };
    if app.is_sample() {
        return view! {
            <section class="narrow data-pages">
                <h1>{say(w::title)}</h1>
                <Notice tone=Tone::Quiet><p>{say(w::sample)}</p></Notice>
            </section>
        }
        .into_any();
    }
    let joins = app.is_open();
    let back = if joins {
        crumb()
    } else {
        view! { <p class="crumb"><a href=Route::Welcome.href()>{say(words::common::back)}</a></p> }.into_any()
    };
    view! {
        <section class="narrow data-pages">
            {back}
            <h1>{say(w::title)}</h1>
            <p class="lead">{say(if joins { w::lead_open } else { w::lead_new })}</p>
            {part(move || match desk.stage.get() {
                Stage::Empty => give(desk),
                Stage::Given(bytes, by_passphrase) => unlock(desk, bytes, by_passphrase),
                Stage::Opened(opened) => ask_for_list(desk, &opened),
                Stage::Weighed(weighed) => weighed_view(desk, weighed),
            })}
            {part(move || trouble(desk.wrong.get(), lang.get()))}
            {working(desk.busy.into())}
        </section>
    }
    .into_any()
}
