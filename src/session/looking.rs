//! What is being looked for in the caseload: of this tab, and gone when the vault locks.

use crate::care::Label;

/// What is being looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looking {
    /// A part of a name, as typed.
    pub text: String,
    /// A label; nothing for everybody.
    pub label: Option<Label>,
    /// Whether those in the archive are listed too.
    pub archive: bool,
}

impl Looking {
    /// Whether everybody fits: no name and no label is looked for.
    #[must_use]
    pub fn is_any(&self) -> bool {
        self.text.trim().is_empty() && self.label.is_none()
    }
}
