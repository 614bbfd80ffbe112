//! What is being typed into forms, kept in this tab only, so that leaving a page loses nothing.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::{App, Route};
use crate::plain::plain_struct;

/// What was typed into one form: its page, its name there, and its fields.
#[derive(Clone, Debug)]
pub(super) struct KeptForm {
    page: Route,
    name: String,
    fields: BTreeMap<String, String>,
}

/// The same as it is sealed while the vault is locked.
pub(super) struct TypedForm {
    page: String,
    name: String,
    fields: Vec<TypedField>,
}

struct TypedField {
    id: String,
    value: String,
}

plain_struct!(TypedForm { page, name, fields });
plain_struct!(TypedField { id, value });

impl App {
    /// What was typed into a form and is not saved yet.
    #[must_use]
    pub fn kept_form(self, page: Route, name: &str) -> Option<BTreeMap<String, String>> {
        let of = |forms: &Vec<KeptForm>| forms.iter().find(|form| form.page == page && form.name == name).cloned();
        self.forms.with_value(of).map(|form| form.fields)
    }

    /// Keeps what is being typed into a form.
    pub fn keep_form(self, page: Route, name: &str, fields: BTreeMap<String, String>) {
        self.drop_form(page, name);
        self.forms.update_value(|forms| forms.push(KeptForm { page, name: name.to_owned(), fields }));
    }

    /// Lets go of what was typed into a form: it is saved, or discarded.
    pub fn drop_form(self, page: Route, name: &str) {
        self.forms.update_value(|forms| forms.retain(|form| form.page != page || form.name != name));
    }

    /// Whether something is typed and not saved, in a form or in the editor of questionnaires.
    pub(super) fn has_unsaved(self) -> bool {
        !self.forms.with_value(Vec::is_empty) || !self.edited.with_value(Vec::is_empty)
    }

    /// All that is typed into forms and not saved, to be sealed.
    pub(super) fn typed_forms(self) -> Vec<TypedForm> {
        let field = |(id, value): (&String, &String)| TypedField { id: id.clone(), value: value.clone() };
        let typed = |form: &KeptForm| TypedForm {
            page: form.page.address(),
            name: form.name.clone(),
            fields: form.fields.iter().map(field).collect(),
        };
        self.forms.with_value(|forms| forms.iter().map(typed).collect())
    }

    /// Keeps again what was sealed.
    pub(super) fn put_forms_back(self, forms: Vec<TypedForm>) {
        for TypedForm { page, name, fields } in forms {
            let fields = fields.into_iter().map(|field| (field.id, field.value)).collect();
            self.keep_form(Route::parse(&page), &name, fields);
        }
    }

    /// Lets go of everything that is typed and not saved.
    pub(super) fn forget_unsaved(self) {
        self.edited.update_value(Vec::clear);
        self.forms.update_value(Vec::clear);
    }
}
