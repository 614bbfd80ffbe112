//! FHIR: questionnaires and answers as other systems write them, in JSON.
//!
//! [`import`] reads a Questionnaire (R4, R5, STU3) and says of everything that is not taken over as it stands what it is and what
//! became of it; [`export`] writes one (R4) from which [`import`] makes the same instrument again. [`export_response`] and
//! [`import_response`] do so for answers. `CONFORMANCE.md` has the list of features.

mod answers;
mod clean;
mod coding;
mod conditions;
mod export;
mod formulas;
mod import;
mod items;
mod json;
mod kinds;
mod mentions;
mod options;
mod own;
mod problem;
mod read;
mod reader;
mod response;
mod write_items;
mod write_response;

pub use export::export;
pub use import::{Import, import};
pub use problem::{Problem, Refusal, Severity, What};
pub use response::{import_response, weighed_response};
pub use write_response::{ResponseMeta, export_response};

/// The largest file that is read, in bytes. Whoever opens a file refuses a larger one by its size.
pub const LARGEST: usize = 5_000_000;
