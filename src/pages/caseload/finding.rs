//! Finding people: by name while it is typed, by label, and in the archive. What is looked for is kept while the vault is open,
//! so that the way back from a person leads to the same list.

use std::sync::Arc;

use leptos::prelude::*;
use time::Date;

use crate::{
    alliance::{Row, after_ending::after_ending, caseload, find::Finder, risk::has_open_risk},
    care::{Filings, Label},
    pages::expect_app,
    platform::{self, touched},
    session::{Looking, Route},
    widgets::{Parts, When, language, part, say, view},
    words::{self, filing as w},
};

/// Everybody's row with what is searched, computed once a change of the record and not with every letter.
pub struct Everybody {
    pub rows: Vec<Row>,
    pub filings: Filings,
    finder: Finder,
    labels: Vec<Label>,
    archived: usize,
}

impl Everybody {
    fn on(today: Date) -> Self {
        expect_app().record.with(|record| {
            let filings = record.all_filed();
            let open = |person: &_| has_open_risk(person, record);
            let after = |person: &_| after_ending(person, record, today);
            let rows = caseload::rows(record.people(), today, &filings, &open, &after);
            let names: Vec<&str> = rows.iter().map(|row| row.person.name.as_str()).collect();
            let finder = Finder::of(&platform::nfkd(&names.join("\n")));
            let labels = caseload::labels(&rows, &filings);
            let archived = rows.iter().filter(|row| !row.is_daily()).count();
            Self { rows, filings, finder, labels, archived }
        })
    }

    fn find(&self, looking: &Looking) -> Found {
        let mut found = Found::default();
        let label = looking.label.as_ref().filter(|label| self.labels.contains(label)).map(Label::key);
        for place in self.finder.find(&platform::nfkd(&looking.text)) {
            let Some(row) = self.rows.get(place) else { continue };
            let has = |key: &String| self.filings.labels(row.person.id).iter().any(|label| label.key() == *key);
            if label.as_ref().is_some_and(|key| !has(key)) {
                continue;
            }
            if row.is_daily() || looking.archive {
                found.places.push(place);
            } else {
                found.archived += 1;
            }
        }
        found
    }
}

/// Who fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The places of their rows.
    pub places: Vec<usize>,
    /// How many more fit who are in the archive and not listed.
    archived: usize,
}

/// Everybody, and who of them fits: one for the app, computed when it is looked at and not while nothing changed.
#[derive(Clone, Copy)]
pub struct Finding {
    today: RwSignal<Date>,
    pub everybody: Memo<Arc<Everybody>>,
    pub found: Memo<Found>,
}

impl Finding {
    pub fn new() -> Self {
        let app = expect_app();
        let today = RwSignal::new(platform::today());
        let everybody = Memo::new_with_compare(move |_| Arc::new(Everybody::on(today.get())), |_, _| true);
        let found = Memo::new(move |_| everybody.with(|all| app.looking.with(|looking| all.find(looking))));
        Self { today, everybody, found }
    }

    /// The one of the app, of today.
    pub fn of_app() -> Self {
        let finding = use_context::<Self>().unwrap_or_else(Self::new);
        if finding.today.get_untracked() != platform::today() {
            finding.today.set(platform::today());
        }
        finding
    }

    /// Whether there are enough people, or ways of filing them, for anything to be found.
    fn needed(self) -> bool {
        self.everybody.with(|all| all.rows.len() > 7 || all.archived > 0 || !all.labels.is_empty())
    }
}

/// How many fit, in a sentence.
fn told(finding: Finding) -> String {
    let (app, lang) = (expect_app(), language().get());
    let Found { places, archived } = finding.found.get();
    let (any, text) = app.looking.with(|looking| (looking.is_any(), looking.text.trim().to_owned()));
    let here = match places.len() {
        n if any => words::caseload::count(lang, n),
        0 if text.is_empty() => w::nobody(lang).to_owned(),
        0 => words::caseload::no_match(lang, &text),
        n => w::found(lang, n),
    };
    if archived > 0 && !any { format!("{here} {}", w::in_archive(lang, &archived.to_string())) } else { here }
}

/// The fields, and the sentence about how many fit.
pub fn fields(finding: Finding) -> AnyView {
    let (app, lang) = (expect_app(), language());
    let looking = app.looking;
    let open_the_only_one = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let only =
            finding.found.with_untracked(|found| found.places.first().copied().filter(|_| found.places.len() == 1));
        let person =
            only.and_then(|place| finding.everybody.with_untracked(|all| Some(all.rows.get(place)?.person.id)));
        if let Some(person) = person {
            app.go(Route::Person(person));
        }
    };
    let hear = move |event: leptos::ev::Event| {
        let Some(touched) = touched(&event) else { return };
        looking.update(|looking| match touched.what.as_str() {
            "name" => looking.text = touched.value,
            "archive" => looking.archive = touched.ticked,
            "label" => looking.label = Label::all_in(&touched.value).unwrap_or_default().pop(),
            _ => {}
        });
    };
    let typed = looking.with_untracked(|looking| looking.text.clone());
    let labels = Memo::new(move |_| finding.everybody.with(|all| all.labels.clone()));
    let archived = Memo::new(move |_| finding.everybody.with(|all| all.archived));
    let by_label = move || {
        let lang = lang.get();
        let now = looking.with_untracked(|looking| looking.label.clone());
        let option = |label: Label| {
            let chosen = now.as_ref() == Some(&label);
            let text = label.as_str().to_owned();
            view! { <option value=text.clone() selected=chosen>{text}</option> }
        };
        let all = labels.get();
        if all.is_empty() {
            return ().into_any();
        }
        view! {
            <div class="field">
                <label for="by-label">{w::by_label(lang)}</label>
                <select id="by-label" data-do="label">
                    <option value="">{w::any_label(lang)}</option>
                    {all.into_iter().map(option).collect_parts()}
                </select>
            </div>
        }
        .into_any()
    };
    let archive = move || {
        match archived.get() {
        0 => ().into_any(),
        n => view! {
            <label class="tick">
                <input type="checkbox" data-do="archive" prop:checked=looking.with_untracked(|looking| looking.archive) />
                {w::show_archive(lang.get(), n)}
            </label>
        }
        .into_any(),
    }
    };
    view! {
        <When when=move || finding.needed()>
            <form class="search" role="search" on:submit=open_the_only_one on:input=hear on:change=hear>
                <div class="field">
                    <label for="search">{say(words::caseload::search)}</label>
                    <input id="search" type="search" autocomplete="off" dir="auto" data-do="name" prop:value=typed.clone() />
                </div>
                {part(by_label)}
                {part(archive)}
                <p class="hint" role="status">{move || told(finding)}</p>
            </form>
        </When>
    }
    .into_any()
}
