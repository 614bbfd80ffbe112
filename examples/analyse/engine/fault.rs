//! What stops an analysis before it begins: a table or an option that cannot be read.

/// One line for the person at the keyboard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Fault(String);

impl Fault {
    pub fn new(line: impl Into<String>) -> Self {
        // Whatever a cell holds, the report stays one line.
        Self(line.into().replace(['\n', '\r'], " "))
    }

    /// A cell that cannot be what it should be. The header is row 1.
    pub fn cell(row: usize, column: &str, reason: impl std::fmt::Display) -> Self {
        Self::new(format!("row {row}, column {column}: {reason}"))
    }
}
