//! The editor: one list of items with their wording, what can be answered, when they are asked; scales; translation.
//!
//! Every field is named by two attributes, what it changes (`data-do`) and of which item (`data-of`), and one handler at the
//! top ([`events`]) makes the change. The list is drawn anew only where its shape changes, so that typing never loses the
//! focus.

mod conditions;
mod events;
mod head;
mod items;
mod scales;
mod translate;

use std::sync::Arc;

use leptos::prelude::*;

use super::{crumb, describe, preview::Preview, refocus, risk, unknown};
use crate::{
    instrument::{
        Fault, Instrument, check,
        edit::{self, Edit},
    },
    pages::expect_app,
    session::{App, Key, Route},
    widgets::{Notice, Tone, language, part, say, view},
    words::{self, Lang},
};

/// Which side of the questionnaire is worked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// Questions and scales.
    Questions,
    /// The words in another language.
    Translation,
}

/// What is being edited. It is a handle: copying it copies nothing.
#[derive(Clone, Copy)]
struct Desk {
    app: App,
    work: StoredValue<Instrument>,
    /// Whether it differs from what is saved.
    changed: RwSignal<bool>,
    /// Counts changes: faults and progress follow it.
    touched: RwSignal<u32>,
    /// What is wrong with it: the item, where it is about one, and the sentence.
    faults: Memo<Vec<(Option<String>, String)>>,
    /// As the preview shows it, which waits until something is typed to its end.
    shown: RwSignal<Arc<Instrument>>,
    /// The first item or text that is shown: of long lists a part is.
    first: RwSignal<usize>,
    /// Counts changes of shape: the lists are drawn anew.
    shape: RwSignal<u32>,
    /// The item whose details are open.
    open: RwSignal<Option<String>>,
    side: RwSignal<Side>,
    /// The language that it is translated into.
    target: RwSignal<Lang>,
    ticked: risk::Ticked,
    /// Whether saving was tried in vain.
    refused: RwSignal<bool>,
}

impl Desk {
    fn new(app: App, work: Instrument, changed: bool, lang: Signal<Lang>) -> Self {
        let target = Lang::ALL.into_iter().find(|lang| lang.tag() != tag_of(&work)).unwrap_or_default();
        let shown = RwSignal::new(Arc::new(work.clone()));
        let ticked = RwSignal::new(work.risk_items.clone());
        let (work, touched) = (StoredValue::new(work), RwSignal::new(0_u32));
        let faults = Memo::new(move |_| {
            touched.track();
            work.with_value(|work| faults(work, lang.get()))
        });
        Self {
            app,
            work,
            changed: RwSignal::new(changed),
            touched,
            faults,
            shown,
            first: RwSignal::new(0),
            shape: RwSignal::new(0),
            open: RwSignal::new(None),
            side: RwSignal::new(Side::Questions),
            target: RwSignal::new(target),
            ticked,
            refused: RwSignal::new(false),
        }
    }

    /// The tag of the language it is written in.
    fn tag(self) -> String {
        self.work.with_value(tag_of)
    }

    /// Makes one change and keeps it in this tab. Gives back the name of what was added.
    fn change(self, edit: Edit) -> Option<String> {
        let made = self.work.try_update_value(|work| {
            let added = edit::apply(work, edit);
            self.app.keep_edited(work.clone());
            added
        });
        self.changed.set(true);
        self.touched.update(|n| *n += 1);
        made.flatten()
    }

    /// Makes a change after which the lists look different, and moves the focus.
    fn reshape(self, edit: Edit, focus: &str) {
        self.edit(edit);
        self.show();
        self.redraw(focus);
    }

    /// Makes one change that adds nothing with a name.
    fn edit(self, edit: Edit) {
        self.change(edit);
    }

    fn remove(self, id: String) {
        self.reshape(Edit::Remove(id), "add-item");
        self.ticked.set(self.work.with_value(|work| work.risk_items.clone()));
    }

    /// What is ticked about risk.
    fn ticks(self) -> Option<Vec<String>> {
        self.ticked.get_untracked()
    }

    /// The tag of the language it is translated into.
    fn target_tag(self) -> String {
        self.target.get_untracked().tag().to_owned()
    }

    fn translate_into(self, lang: Option<Lang>) {
        if let Some(lang) = lang {
            self.target.set(lang);
        }
    }

    /// Shows the next part of a long list, or the one before.
    fn turn(self, later: bool) {
        self.first.update(|first| *first = if later { *first + PART } else { first.saturating_sub(PART) });
        refocus(if later { "later" } else { "earlier" }.to_owned());
    }

    /// Shows the part of the list in which an item stands.
    fn show_item(self, id: &str) {
        let at = self.work.with_value(|work| work.walk().iter().position(|item| item.id == id));
        self.first.set(at.unwrap_or_default() / PART * PART);
        self.show();
    }

    /// Opens the details of an item, or closes them.
    fn toggle(self, id: String) {
        let focus = format!("details-{id}");
        self.open.update(|open| *open = if open.as_ref() == Some(&id) { None } else { Some(id) });
        refocus(focus);
    }

    fn redraw(self, focus: &str) {
        self.shape.update(|n| *n += 1);
        refocus(focus.to_owned());
    }

    /// Shows in the preview what it is now.
    fn show(self) {
        self.shown.set(Arc::new(self.work.get_value()));
    }

    fn save(self) {
        let faulty = self.faults.with_untracked(|faults| !faults.is_empty());
        self.refused.set(faulty);
        if faulty {
            return refocus("faults".to_owned());
        }
        let work = self.work.get_value();
        let key = Key::of(&work.reference.id);
        self.app.keep_questionnaire(work);
        self.app.go(Route::Questionnaire(key));
    }

    fn discard(self) {
        let reference = self.work.with_value(|work| work.reference.clone());
        self.app.drop_edited(&reference);
        let there = self.app.record.with_untracked(|record| record.shelf().newest(&reference.id).is_some());
        self.app.go(if there { Route::Questionnaire(Key::of(&reference.id)) } else { Route::Questionnaires });
    }
}

fn faults(work: &Instrument, lang: Lang) -> Vec<(Option<String>, String)> {
    let untitled = work.title.is_empty().then(|| (None, words::questionnaires::title_missing(lang).to_owned()));
    let told = |fault: Fault| (fault.item().map(str::to_owned), fault.say(lang));
    untitled.into_iter().chain(check(work).into_iter().map(told)).collect()
}

/// How much of a long list is shown at once.
const PART: usize = 60;

/// The buttons that lead through a long list; nothing for a short one.
fn parts(desk: Desk, count: usize, lang: Lang) -> AnyView {
    if count <= PART {
        return ().into_any();
    }
    let first = desk.first.get_untracked().min(count - 1);
    let last = (first + PART).min(count);
    view! {
        <div class="actions">
            <button type="button" id="earlier" data-do="earlier" disabled=first == 0>{words::questionnaires::earlier(lang)}</button>
            <span>{words::questionnaires::part_of(lang, &(first + 1).to_string(), &last.to_string(), &count.to_string())}</span>
            <button type="button" id="later" data-do="later" disabled=last == count>{words::questionnaires::later(lang)}</button>
        </div>
    }
    .into_any()
}

/// The language that a questionnaire was written in; English where nobody said.
fn tag_of(instrument: &Instrument) -> String {
    let tag = instrument.language.as_str();
    (if tag.is_empty() { Lang::En.tag() } else { tag }).to_owned()
}

/// The text in the language it was written in.
fn own_text(text: &crate::instrument::Translated, tag: &str) -> String {
    text.tagged(tag).unwrap_or_default().to_owned()
}

fn save_row(desk: Desk, lang: Lang) -> AnyView {
    let asking = RwSignal::new(false);
    let id = desk.work.with_value(|work| work.reference.id.clone());
    let newest = desk.app.record.with_untracked(|record| record.shelf().newest(&id));
    let used = newest.filter(|newest| desk.app.record.with_untracked(|record| record.has_asked(&newest.reference)));
    let note = used.map(|newest| {
        let version = newest.reference.version;
        words::questionnaires::makes_version(lang, &version.to_string(), &(version + 1).to_string())
    });
    view! {
        {note.map(|note| view! { <p class="hint">{note}</p> }.into_any())}
        <div class="actions save-row">
            <button type="button" class="primary" on:click=move |_| desk.save()>{words::common::save(lang)}</button>
            <button type="button" on:click=move |_| if desk.changed.get_untracked() { asking.set(true) } else { desk.discard() }>
                {words::questionnaires::discard(lang)}
            </button>
            <span role="status" class="hint">{move || desk.changed.get().then(|| words::questionnaires::kept_in_tab(lang))}</span>
        </div>
        {move || {
            asking
                .get()
                .then(|| {
                    view! {
                        <Notice tone=Tone::Attention>
                            <p>{words::questionnaires::discard_sure(lang)}</p>
                            <div class="actions">
                                <button type="button" on:click=move |_| desk.discard()>{words::questionnaires::discard_yes(lang)}</button>
                                <button type="button" on:click=move |_| asking.set(false)>{words::common::cancel(lang)}</button>
                            </div>
                        </Notice>
                    }
                        .into_any()
                })
        }}
        {move || {
            let faults = desk.faults.get();
            let refused = desk.refused.get() && !faults.is_empty();
            refused
                .then(|| {
                    view! {
                        <div class="notice attention" id="faults" tabindex="-1" role="alert">
                            <p>{words::questionnaires::not_saved(lang)}</p>
                            <ul>{faults.into_iter().map(|(_, fault)| view! { <li>{fault}</li> }.into_any()).collect::<Vec<_>>()}</ul>
                        </div>
                    }
                        .into_any()
                })
        }}
    }
    .into_any()
}

fn sides(desk: Desk, lang: Lang) -> AnyView {
    let side = move |which: Side, text: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (desk.side.get() == which).to_string() on:click=move |_| {
                desk.first.set(0);
                desk.side.set(which);
            }>{text}</button>
        }
        .into_any()
    };
    view! {
        <div class="actions sides">
            {side(Side::Questions, words::questionnaires::side_questions(lang))}
            {side(Side::Translation, words::questionnaires::side_translation(lang))}
        </div>
    }
    .into_any()
}

fn page(desk: Desk, lang: Lang) -> AnyView {
    let heading = move || {
        desk.touched.track();
        desk.work.with_value(|work| describe::title(work, lang))
    };
    view! {
        <section
            class="editor"
            on:input=move |event| events::typed(desk, &event)
            on:change=move |event| events::chosen(desk, &event)
            on:click=move |event| events::pressed(desk, &event)
            on:keydown=move |event| events::key(desk, &event)
        >
            {crumb()}
            <h1 dir="auto">{move || heading()}</h1>
            {sides(desk, lang)}
            {save_row(desk, lang)}
            <div class="editor-columns">
                {part(move || match desk.side.get() {
                    Side::Questions => view! {
                        <div>
                            {head::head(desk, lang)}
                            {items::items(desk, lang)}
                            {scales::scales(desk, lang)}
                        </div>
                    }
                        .into_any(),
                    Side::Translation => translate::translate(desk, lang),
                })}
                <Preview instrument=desk.shown />
            </div>
        </section>
    }
    .into_any()
}

/// The page.
#[component]
pub fn Editor(
    /// Which one.
    key: Key,
) -> impl IntoView {
    let app = expect_app();
    let lang = language();
    let edited = app.edited(key);
    let changed = edited.is_some();
    let saved = || untrack(|| app.questionnaire(key)).map(|one| one.as_ref().clone());
    let Some(work) = edited.or_else(saved) else { return unknown() };
    if let Err(why) = edit::may_alter(&work) {
        return view! {
            <section>
                {crumb()}
                <h1 dir="auto">{describe::title(&work, lang.get_untracked())}</h1>
                <Notice tone=Tone::Quiet><p>{move || why.say(lang.get())}</p></Notice>
                <a class="button" href=Route::Questionnaire(key).href()>{say(words::common::back)}</a>
            </section>
        }
        .into_any();
    }
    let desk = Desk::new(app, work, changed, lang);
    part(move || page(desk, lang.get())).into_any()
}
