//! **Charts**: the course of an alliance as a drawing, and the geometry it is drawn from.
//!
//! The geometry is pure and tested without a browser; the view only turns it into SVG.

#[cfg(target_arch = "wasm32")]
mod course_chart;
pub mod geometry;
pub mod leaning_geometry;
#[cfg(target_arch = "wasm32")]
mod leanings_chart;

#[cfg(target_arch = "wasm32")]
pub use course_chart::CourseChart;
#[cfg(target_arch = "wasm32")]
pub use leanings_chart::{LeaningRow, leanings_chart};
