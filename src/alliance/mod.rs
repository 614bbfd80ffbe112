//! **Alliance**: what the numbers mean for two people who work together.
//!
//! Lives here: the course of a person's alliance over sessions, what is usual for them, what changed and whether reliably,
//! where a course is expected to go, goals and preferences, which answers were low, and who in a caseload needs a look; of
//! many people together, how two views agree, what comes before what, who leaves, and how a caseload is spread. Never here:
//! a verdict, a cut-off that science does not have, a norm, a statistic of one person that one person cannot carry (a slope
//! of few sessions, a personal correlation), or words: it answers in data, and [`crate::words`] says it.
//!
//! What one person can carry is a method of [`OnePerson`]; what only many can is a function of a [`Group`], which cannot be
//! made of one.

pub mod after_ending;
pub mod alliance_outcome;
pub mod attainment;
pub mod baseline;
pub mod before_session;
pub mod caseload;
pub mod caseload_state;
pub mod caseload_summary;
pub mod congruence;
pub mod course;
pub mod cut_offs;
pub mod drop_out;
pub mod effect;
pub mod expected_course;
pub mod find;
pub mod goals;
pub mod group;
pub mod intake;
pub mod low_items;
pub mod measures;
pub mod medicine_course;
pub mod one_person;
pub mod person_goals;
pub mod preferences;
pub mod reliability;
pub mod reliable_change;
pub mod risk;
pub mod rupture;
#[cfg(test)]
mod tests;
pub mod together;
pub mod told;
pub mod usual;
pub mod working_agreement;

pub use baseline::{Band, Noise, NoiseSource};
pub use caseload::{Attention, Row, Trend};
pub use course::{Change, Course, Part, Point};
pub use group::Group;
pub use low_items::LowItem;
pub use measures::{Measure, Sitting};
pub use one_person::OnePerson;
pub use risk::RiskAnswers;
pub use usual::Usual;
