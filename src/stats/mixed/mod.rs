//! Linear mixed models with nested levels of groups, by REML or ML.
//!
//! Here live the model's description, its reduction to small cross-products, the profiled deviance, the search for
//! its minimum and the empirical Bayes effects. Never here: crossed groups, generalised responses, or any
//! meaning of a level or a column.

mod deviance;
mod eliminate;
mod estimate;
mod fit;
mod minimise;
mod modes;
mod moments;
mod nesting;

mod search;
mod specification;

pub use fit::{GroupMode, LevelFit, MixedFit};
pub use specification::{Method, MixedModel, RandomTerm};
