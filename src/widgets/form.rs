//! Forms: fields bound to one draft, drawn by one function, with what is wrong beside each.

use std::sync::Arc;

use leptos::{either::Either, ev::Event, prelude::*};

use super::{
    Parts,
    draft::{Draft, Reader, TICKED, Wrong, flip},
    language, part,
};
use crate::{
    platform::{self, touched},
    widgets::view,
    words::Lang,
};

/// One field of a form, in the language in which it is drawn.
#[derive(Clone, Debug)]
pub struct Field {
    id: String,
    label: String,
    hint: Option<String>,
    input: Input,
}

#[derive(Clone, Debug)]
enum Input {
    /// One line; the type that the browser is told.
    Line(&'static str),
    Long,
    /// One of a few, all in sight.
    Choice(Vec<(String, String)>),
    /// One of many, in a list that opens.
    List(Vec<(String, String)>),
    /// Any of a few.
    Many(Vec<(String, String)>),
    Tick,
}

impl Field {
    fn new(id: impl Into<String>, label: impl Into<String>, input: Input) -> Self {
        Self { id: id.into(), label: label.into(), hint: None, input }
    }

    /// One line of text.
    #[must_use]
    pub fn line(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(id, label, Input::Line("text"))
    }

    /// Several lines of text.
    #[must_use]
    pub fn long(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(id, label, Input::Long)
    }

    /// A day.
    #[must_use]
    pub fn day(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(id, label, Input::Line("date"))
    }

    /// A whole number.
    #[must_use]
    pub fn number(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(id, label, Input::Line("number"))
    }

    /// One of a few, all in sight. Each is its name in the draft and its text.
    #[must_use]
    pub fn choice(id: impl Into<String>, label: impl Into<String>, all: Vec<(String, String)>) -> Self {
        Self::new(id, label, Input::Choice(all))
    }

    /// One of many, in a list that opens.
    #[must_use]
    pub fn list(id: impl Into<String>, label: impl Into<String>, all: Vec<(String, String)>) -> Self {
        Self::new(id, label, Input::List(all))
    }

    /// Any of a few.
    #[must_use]
    pub fn many(id: impl Into<String>, label: impl Into<String>, all: Vec<(String, String)>) -> Self {
        Self::new(id, label, Input::Many(all))
    }

    /// Yes or no.
    #[must_use]
    pub fn tick(id: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(id, label, Input::Tick)
    }

    /// With a sentence that helps.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// What is told of every change of a draft.
pub type Changed = Arc<dyn Fn(&Draft) + Send + Sync>;

/// A form: a handle that is copied freely. Elements have the ids `NAME-FIELD`.
#[derive(Clone, Copy)]
pub struct Form {
    name: &'static str,
    /// What is typed.
    pub draft: RwSignal<Draft>,
    wrong: RwSignal<Vec<(String, Wrong)>>,
    /// Counts how often the draft was replaced as a whole.
    restarts: RwSignal<u32>,
    changed: StoredValue<Changed>,
}

impl Form {
    /// A form that holds `draft`. `changed` is told of every change, so that what is typed can be kept.
    #[must_use]
    pub fn new(name: &'static str, draft: Draft, changed: Changed) -> Self {
        Self {
            name,
            draft: RwSignal::new(draft),
            wrong: RwSignal::new(Vec::new()),
            restarts: RwSignal::new(0),
            changed: StoredValue::new(changed),
        }
    }

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.name
    }

    /// Replaces everything that is typed, without telling of a change.
    pub fn restart(self, draft: Draft) {
        self.draft.set(draft);
        self.wrong.set(Vec::new());
        self.restarts.update(|n| *n += 1);
    }

    /// Whether something that was read was wrong.
    #[must_use]
    pub fn any_wrong(self) -> bool {
        self.wrong.with(|wrong| !wrong.is_empty())
    }

    /// What is in a field now, followed as it changes.
    #[must_use]
    pub fn get(self, id: &str) -> String {
        self.draft.with(|draft| draft.get(id).cloned().unwrap_or_default())
    }

    /// Changes the draft otherwise than by typing into a drawn field: adds a row, fills something in.
    pub fn change(self, how: impl FnOnce(&mut Draft)) {
        self.draft.update(how);
        self.draft.with_untracked(|draft| self.changed.with_value(|changed| changed(draft)));
    }

    /// Takes in what happened in a field: the handler of `input` of the element around all fields.
    pub fn hear(self, event: &Event) {
        let Some(touched) = touched(event) else { return };
        let Some((_, id)) = touched.of.split_once('-').filter(|(name, _)| *name == self.name) else { return };
        match touched.what.as_str() {
            "field" => self.change(|draft| drop(draft.insert(id.to_owned(), touched.value))),
            "many" => self.change(|draft| flip(draft, id, &touched.value, touched.ticked)),
            "tick" => self.change(|draft| {
                drop(draft.insert(id.to_owned(), if touched.ticked { TICKED } else { "" }.to_owned()));
            }),
            _ => {}
        }
    }

    /// Reads the form: what `take` makes of it where nothing is wrong. Otherwise what is wrong is said beside the fields, and
    /// the first of them has the focus.
    pub fn read<T>(self, take: impl FnOnce(&mut Reader) -> Option<T>) -> Option<T> {
        let (taken, wrong) = self.draft.with_untracked(|draft| {
            let mut reader = Reader::new(draft);
            // The browser hands out nothing at all for a day or a number that is none.
            reader.unreadable = platform::unreadable_field(self.name);
            let taken = take(&mut reader);
            (taken, reader.wrong())
        });
        let right = wrong.is_empty();
        self.wrong.set(wrong);
        if !right {
            leptos::task::spawn_local(async {
                platform::next_frame().await;
                platform::focus_wrong();
            });
        }
        taken.filter(|_| right)
    }

    fn element(self, id: &str) -> String {
        format!("{}-{id}", self.name)
    }

    /// Draws fields, and draws them anew when the language or anything that `fields` follows changes. What is typed stays.
    pub fn fields(self, fields: impl Fn(Lang) -> Vec<Field> + Send + 'static) -> AnyView {
        let lang = language();
        part(move || {
            let restarts = self.restarts.get();
            let lang = lang.get();
            let drawn = fields(lang).into_iter().map(|field| self.field(field, lang)).collect_parts();
            // New elements after a restart: the old ones would keep what was typed into them where the draft began the same.
            if restarts.is_multiple_of(2) { Either::<_, Vec<AnyView>>::Left(drawn) } else { Either::Right(drawn) }
                .into_any()
        })
        .into_any()
    }

    /// Draws one field.
    #[must_use]
    pub fn field(self, field: Field, lang: Lang) -> AnyView {
        let Field { id, label, hint, input } = field;
        let element = self.element(&id);
        let now = self.draft.with_untracked(|draft| draft.get(&id).cloned().unwrap_or_default());
        let said = {
            let id = id.clone();
            move || {
                let found = self.wrong.with(|all| all.iter().find(|(other, _)| *other == id).map(|(_, wrong)| *wrong));
                found.map(|wrong| wrong.say(lang))
            }
        };
        let is_wrong = {
            let said = said.clone();
            move || said().is_some().then_some("true")
        };
        let described =
            if hint.is_some() { format!("{element}-hint {element}-error") } else { format!("{element}-error") };
        let hint = hint.map(|hint| view! { <p class="hint" id=format!("{element}-hint")>{hint}</p> }.into_any());
        let error = view! { <p class="error" id=format!("{element}-error")>{said}</p> }.into_any();
        match input {
            Input::Line(kind) => view! {
                <div class="field">
                    <label for=element.clone()>{label}</label>
                    {hint}
                    <input
                        id=element.clone()
                        type=kind
                        dir="auto"
                        autocomplete="off"
                        data-do="field"
                        data-of=element
                        prop:value=now
                        aria-describedby=described
                        aria-invalid=is_wrong
                    />
                    {error}
                </div>
            }
            .into_any(),
            Input::Long => view! {
                <div class="field">
                    <label for=element.clone()>{label}</label>
                    {hint}
                    <textarea
                        id=element.clone()
                        rows="3"
                        dir="auto"
                        autocomplete="off"
                        data-do="field"
                        data-of=element
                        prop:value=now
                        aria-describedby=described
                        aria-invalid=is_wrong
                    ></textarea>
                    {error}
                </div>
            }
            .into_any(),
            Input::List(all) => {
                let option = |(name, text): (String, String)| {
                    let chosen = name == now;
                    view! { <option value=name selected=chosen>{text}</option> }
                };
                view! {
                    <div class="field">
                        <label for=element.clone()>{label}</label>
                        {hint}
                        <select id=element.clone() data-do="field" data-of=element aria-describedby=described aria-invalid=is_wrong>
                            {all.into_iter().map(option).collect_parts()}
                        </select>
                        {error}
                    </div>
                }
                .into_any()
            }
            Input::Choice(all) => {
                let one = |(name, text): (String, String)| {
                    choice(&element, "radio", "field", name == now, None, (name, text))
                };
                let all = all.into_iter().map(one).collect_parts();
                group(label, hint, described, all, error)
            }
            Input::Many(all) => {
                let ticked: Vec<&str> = now.split(' ').collect();
                let one = |(name, text): (String, String)| {
                    choice(&element, "checkbox", "many", ticked.contains(&name.as_str()), None, (name, text))
                };
                let all = all.into_iter().map(one).collect_parts();
                group(label, hint, described, all, error)
            }
            Input::Tick => {
                let tick =
                    choice(&element, "checkbox", "tick", now == TICKED, Some(described), (TICKED.to_owned(), label));
                view! { <div class="field">{tick} {hint} {error}</div> }.into_any()
            }
        }
    }
}

fn choice(
    element: &str,
    kind: &'static str,
    what: &'static str,
    on: bool,
    described: Option<String>,
    (name, text): (String, String),
) -> AnyView {
    view! {
        <label class="tick">
            <input
                type=kind
                id=format!("{element}-{name}")
                name=element.to_owned()
                value=name
                data-do=what
                data-of=element.to_owned()
                prop:checked=on
                aria-describedby=described
            />
            <span dir="auto">{text}</span>
        </label>
    }
    .into_any()
}

fn group(label: String, hint: Option<AnyView>, described: String, all: Vec<AnyView>, error: AnyView) -> AnyView {
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{label}</legend>
            {hint}
            <div class="choices">{all}</div>
            {error}
        </fieldset>
    }
    .into_any()
}
