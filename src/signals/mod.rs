//! **Signals**: prompts for a conversation, each as data with its rule, what was seen, how often it comes by chance, what it
//! cannot say and what one might ask.
//!
//! Lives here: one file a concept, in the order of what matters in the room (rank 0 is a risk answer); how the rate of false
//! flags is shared among those that infer; the table of rates, from the simulation of `examples/signals`; and which sentences
//! of [`crate::words`] go with which. Never here: a verdict, a probability for one person, a ranking of people, and anything
//! about therapists side by side but [`supervision`], which is no signal of a person.
//!
//! A *fact* repeats what was marked, said or counted, and is as right as that. A *flag* infers a change from scores that
//! also move by chance: own change, outcome and trend, which together raise at most .05 false flags a course.

pub mod allocation;
pub mod attendance;
pub mod goal_progress;
pub mod goals_tasks;
pub mod kind;
pub mod low_item;
pub mod outcome;
pub mod own_change;
pub mod person;
pub mod preference;
pub mod rater_gap;
pub mod rates;
pub mod risk;
pub mod rupture;
pub mod supervision;
pub mod trend;
mod wording;

pub use kind::{ChanceRate, Kind, Nature};
pub use person::{PersonView, Signal, signals};
pub use supervision::SupervisionSignal;
