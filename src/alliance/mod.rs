//! **Alliance**: what the numbers mean for two people who work together.
//!
//! Lives here: the course of a person's alliance over sessions, what is usual for them, what changed and whether reliably,
//! how far goals were attained, which answers were
//! low, and who in a caseload needs a look. Never here: a verdict, a cut-off that science does not have, a norm, a
//! statistic of one person that one person cannot carry (a slope of few sessions, a personal correlation), or words: it
//! answers in data, and [`crate::words`] says it.

pub mod attainment;
pub mod baseline;
pub mod caseload;
pub mod course;
pub mod cut_offs;
pub mod low_items;
pub mod reliable_change;
pub mod rupture;

pub use baseline::{Band, Noise, NoiseSource};
pub use caseload::{Attention, Row, Trend};
pub use course::{Change, Course, Part, Point};
pub use low_items::LowItem;
