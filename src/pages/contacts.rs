//! The local crisis contacts: the editor, used here and while a vault is made.

use leptos::prelude::*;

use super::expect_app;
use crate::{
    care::{Contact, ContactError, Fact},
    platform,
    widgets::{Notice, Parts, Tone, When, language, part, say, view},
    words::{self, Lang},
};

/// One contact as it is being typed.
#[derive(Clone, Copy, PartialEq)]
pub struct Row {
    key: usize,
    name: RwSignal<String>,
    reach: RwSignal<String>,
}

/// The contacts as they are being typed.
#[derive(Clone, Copy)]
pub struct Editing {
    rows: RwSignal<Vec<Row>>,
    next: StoredValue<usize>,
    /// What is wrong with them.
    pub error: RwSignal<Option<ContactError>>,
}

impl Editing {
    /// Starts from these contacts, with an empty row where there are none.
    pub fn new(contacts: &[Contact]) -> Self {
        let editing = Self { rows: RwSignal::default(), next: StoredValue::new(0), error: RwSignal::new(None) };
        for contact in contacts {
            editing.add(&contact.name, &contact.reach);
        }
        if contacts.is_empty() {
            editing.add("", "");
        }
        editing
    }

    fn add(self, name: &str, reach: &str) {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        let row = Row { key, name: RwSignal::new(name.to_owned()), reach: RwSignal::new(reach.to_owned()) };
        self.rows.update(|rows| rows.push(row));
    }

    /// The contacts, where each has both parts; rows that are wholly empty are passed over. Nothing where one is wrong, which
    /// is then said beside them.
    pub fn read(self) -> Option<Vec<Contact>> {
        let filled =
            self.rows.get_untracked().into_iter().filter(|row| {
                !row.name.get_untracked().trim().is_empty() || !row.reach.get_untracked().trim().is_empty()
            });
        let contacts: Result<Vec<Contact>, ContactError> =
            filled.map(|row| Contact::new(&row.name.get_untracked(), &row.reach.get_untracked())).collect();
        self.error.set(contacts.as_ref().err().copied());
        contacts.ok()
    }
}

fn sentence(error: ContactError, lang: Lang) -> &'static str {
    match error {
        ContactError::Incomplete => words::contacts::incomplete(lang),
        ContactError::TooLong => words::contacts::too_long(lang),
    }
}

fn row_fields(editing: Editing, row: Row, lang: Signal<Lang>) -> impl IntoView {
    view! {
        <fieldset class="contact">
            <legend>
                {move || {
                    let place = editing.rows.with(|rows| rows.iter().position(|other| other.key == row.key));
                    words::contacts::numbered(lang.get(), &place.map_or(1, |place| place + 1).to_string())
                }}
            </legend>
            <label>
                {say(words::contacts::name)}
                <input
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || row.name.get()
                    on:input=move |event| row.name.set(event_target_value(&event))
                />
            </label>
            <label>
                {say(words::contacts::reach)}
                <input
                    type="text"
                    dir="auto"
                    autocomplete="off"
                    prop:value=move || row.reach.get()
                    on:input=move |event| row.reach.set(event_target_value(&event))
                />
            </label>
            <When when=move || { editing.rows.with(Vec::len) > 1 }>
                <button type="button" class="quiet" on:click=move |_| editing.rows.update(|rows| rows.retain(|other| other.key != row.key))>
                    {move || words::contacts::remove(lang.get(), row.name.get().trim())}
                </button>
            </When>
        </fieldset>
    }
}

/// The rows of contacts.
#[component]
pub fn ContactsEditor(
    /// What is being typed.
    editing: Editing,
) -> impl IntoView {
    let lang = language();
    view! {
        {part(move || editing.rows.get().into_iter().map(|row| row_fields(editing, row, lang)).collect_parts().into_any())}
        {move || editing.error.get().map(|error| view! { <p class="error" role="alert">{sentence(error, lang.get())}</p> }.into_any())}
        <button type="button" on:click=move |_| editing.add("", "")>{say(words::contacts::add)}</button>
    }
}

/// The page.
#[component]
pub fn Contacts() -> impl IntoView {
    let app = expect_app();
    let editing = Editing::new(&app.record.with_untracked(|record| record.contacts().to_vec()));
    let saved = RwSignal::new(false);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        saved.set(false);
        if let Some(contacts) = editing.read() {
            app.state(platform::today(), Fact::ContactsSet { contacts });
            saved.set(true);
        }
    };
    view! {
        <section class="narrow">
            <h1>{say(words::contacts::title)}</h1>
            <p class="lead">{say(words::contacts::lead)}</p>
            <form on:submit=save>
                <ContactsEditor editing=editing />
                <div class="actions">
                    <button class="primary" type="submit">{say(words::common::save)}</button>
                </div>
                <When when=move || saved.get()>
                    <Notice tone=Tone::Done><p>{say(words::contacts::saved)}</p></Notice>
                </When>
            </form>
        </section>
    }
}
