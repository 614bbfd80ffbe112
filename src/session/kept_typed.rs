//! What is typed and not saved when a tab locks: sealed to the vault's inbox, kept in this tab only, and put back at the next
//! unlock.

use leptos::prelude::*;

use super::{App, Route, Trouble, app::Finding, forms::TypedForm, json::read_json};
use crate::{
    care::{Event, Read, read},
    instrument::Instrument,
    plain::plain_struct,
    platform::{self, SystemRandom, Typed},
    vault::{
        inbox::seal_to,
        text::{decode, encode},
    },
};

const PURPOSE: &[u8] = b"attune/typed/1";
/// Of what was stated and could not be saved.
const STATED: &[u8] = b"attune/stated/1";
/// How often one looks for the fields of a page that is being drawn.
const DRAWN: usize = 8;

/// What was typed, and where.
pub(super) struct Unsaved {
    /// The page's address.
    page: String,
    fields: Vec<Typed>,
    edited: Vec<Instrument>,
    forms: Vec<TypedForm>,
}

plain_struct!(Typed { place, id, kind, value });
plain_struct!(Unsaved { page, fields, edited, forms });

/// Whether a field holds what it would also hold if nobody had touched it.
fn says_nothing(field: &Typed) -> bool {
    field.kind.starts_with("select") || matches!(field.value.as_str(), "" | "false")
}

/// Under which name something of a vault is kept in this tab.
fn aside(vault: &str, purpose: &[u8]) -> String {
    if purpose == STATED { format!("{vault}/stated") } else { vault.to_owned() }
}

impl App {
    /// What is typed and not saved, read before the page goes; nothing where the page has gone already.
    pub(super) fn typed_now(self) -> Option<Unsaved> {
        if !self.is_open() {
            return None;
        }
        let typed = self.inner.with_value(|inner| inner.watch.typed);
        let edited = self.unsaved();
        let forms = self.typed_forms();
        let mut fields = if typed { platform::typed() } else { Vec::new() };
        if fields.iter().all(says_nothing) {
            fields.clear();
        }
        if fields.is_empty() && edited.is_empty() && forms.is_empty() {
            return None;
        }
        let page = self.route.get_untracked().address();
        Some(Unsaved { page, fields, edited, forms })
    }

    /// Seals what was typed and not saved. Where that does not work it is lost with the page.
    pub(super) async fn put_typed_aside(self, typed: Option<Unsaved>) {
        if let Some(unsaved) = typed {
            self.put_unsaved_aside(&unsaved).await;
        }
    }

    /// The same before the device is handed over, from whose page nothing is put back; the next unlock leads to that page.
    pub(super) async fn put_forms_aside(self, page: Route) {
        let (edited, forms) = (self.unsaved(), self.typed_forms());
        if edited.is_empty() && forms.is_empty() {
            return;
        }
        self.put_unsaved_aside(&Unsaved { page: page.address(), fields: Vec::new(), edited, forms }).await;
        self.forget_unsaved();
    }

    async fn put_unsaved_aside(self, unsaved: &Unsaved) {
        let Ok(bytes) = serde_json::to_vec(unsaved) else { return };
        self.seal_aside(PURPOSE, &bytes).await;
    }

    /// Seals what was stated and cannot be saved here any more, since the vault has a key that this tab has not. The inbox stays
    /// the same under every key.
    ///
    /// # Errors
    /// [`Trouble::KeyChanged`] where it cannot be kept; it still waits then.
    pub(super) async fn put_waiting_aside(self) -> Result<(), Trouble> {
        let lines: Vec<String> = self.journal().unwritten().iter().map(Event::to_line).collect();
        if !lines.is_empty() && !self.seal_aside(STATED, lines.join("\n").as_bytes()).await {
            return Err(Trouble::KeyChanged);
        }
        self.journal().lose();
        Ok(())
    }

    /// Takes back what was stated and put aside: it is saved now.
    async fn take_waiting_back(self) {
        let Some(bytes) = self.draw_aside(STATED).await else { return };
        let lines = String::from_utf8(bytes).unwrap_or_default();
        let events = lines.lines().filter_map(|line| match read(line) {
            Ok(Read::Known(event)) => Some(*event),
            _ => None,
        });
        self.state_again(events.collect());
    }

    /// Seals something to the inbox and keeps it in this tab, for one purpose. Returns whether that worked.
    async fn seal_aside(self, purpose: &[u8], bytes: &[u8]) -> bool {
        let journal = self.journal();
        let sealed = journal.with(async |vault| {
            let public = vault.inbox_public();
            let sealed = public.and_then(|public| seal_to(&public, purpose, bytes, &mut SystemRandom).ok());
            Ok(sealed.map(|sealed| (vault.id().to_string(), encode(&sealed))))
        });
        match sealed.await {
            Ok(Some((vault, sealed))) => platform::keep_sealed(&aside(&vault, purpose), &sealed),
            _ => false,
        }
    }

    async fn draw_aside(self, purpose: &[u8]) -> Option<Vec<u8>> {
        let journal = self.journal();
        let opened = journal.with(async |vault| {
            let sealed = platform::draw_sealed(&aside(&vault.id().to_string(), purpose));
            let sealed = sealed.as_deref().and_then(decode);
            Ok(sealed.and_then(|sealed| vault.open_inbox(purpose, &sealed).ok()))
        });
        opened.await.ok().flatten()
    }

    /// Puts back what was typed when this tab locked. What has no place any more is shown.
    pub(super) async fn take_typed_back(self) {
        self.take_waiting_back().await;
        let Some(bytes) = self.draw_aside(PURPOSE).await else { return };
        let Ok(Unsaved { page, fields, edited, forms }) = read_json::<Unsaved>(&bytes) else { return };
        self.edited.set_value(edited);
        let in_forms = !forms.is_empty();
        self.put_forms_back(forms);
        if fields.is_empty() && !in_forms {
            return;
        }
        self.go(Route::parse(&page));
        self.put_fields_back(&fields).await;
    }

    /// Puts texts into fields once the page is drawn; those that find no place are told.
    pub(super) async fn put_fields_back(self, fields: &[Typed]) {
        // Drawn in two steps, the page of the address and then what it waits for, and on a busy device not at once.
        let mut left = fields.to_vec();
        for _ in 0..DRAWN {
            platform::pause(120).await;
            left = platform::put_typed(&left);
            if left.is_empty() {
                break;
            }
        }
        let left: Vec<String> = left.into_iter().filter(Typed::is_text).map(|typed| typed.value).collect();
        if !left.is_empty() {
            self.findings.update(|all| all.push(Finding::Typed(left.join("\n"))));
        }
        self.inner.update_value(|inner| inner.watch.typed = true);
    }
}
