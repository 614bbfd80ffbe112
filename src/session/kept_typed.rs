//! What is typed and not saved when a tab locks: sealed to the vault's inbox, kept in this tab only, and put back at the next
//! unlock.

use leptos::prelude::*;

use super::{App, Route, app::Finding, forms::TypedForm, json::read_json};
use crate::{
    instrument::Instrument,
    plain::plain_struct,
    platform::{self, SystemRandom, Typed},
    vault::{
        inbox::seal_to,
        text::{decode, encode},
    },
};

const PURPOSE: &[u8] = b"attune/typed/1";

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
            self.seal_aside(&unsaved).await;
        }
    }

    /// The same before the device is handed over, from whose page nothing is put back; the next unlock leads to that page.
    pub(super) async fn put_forms_aside(self, page: Route) {
        let (edited, forms) = (self.unsaved(), self.typed_forms());
        if edited.is_empty() && forms.is_empty() {
            return;
        }
        self.seal_aside(&Unsaved { page: page.address(), fields: Vec::new(), edited, forms }).await;
        self.forget_unsaved();
    }

    async fn seal_aside(self, unsaved: &Unsaved) {
        let Ok(bytes) = serde_json::to_vec(unsaved) else { return };
        let journal = self.journal();
        let sealed = journal.with(async |vault| {
            let public = vault.inbox_public();
            let sealed = public.and_then(|public| seal_to(&public, PURPOSE, &bytes, &mut SystemRandom).ok());
            Ok(sealed.map(|sealed| (vault.id().to_string(), encode(&sealed))))
        });
        if let Ok(Some((vault, sealed))) = sealed.await {
            platform::keep_sealed(&vault, &sealed);
        }
    }

    /// Puts back what was typed when this tab locked. What has no place any more is shown.
    pub(super) async fn take_typed_back(self) {
        let journal = self.journal();
        let unsaved = journal.with(async |vault| {
            let sealed = platform::draw_sealed(&vault.id().to_string());
            let sealed = sealed.as_deref().and_then(decode);
            Ok(sealed.and_then(|sealed| vault.open_inbox(PURPOSE, &sealed).ok()))
        });
        let Ok(Some(bytes)) = unsaved.await else { return };
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
        // Drawn in two steps: the page of the address, then what it waits for.
        platform::pause(120).await;
        let left = platform::put_typed(fields);
        if !left.is_empty() {
            self.findings.update(|all| all.push(Finding::Typed(left.join("\n"))));
        }
        self.inner.update_value(|inner| inner.watch.typed = true);
    }
}
