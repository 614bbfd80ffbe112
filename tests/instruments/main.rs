//! The questionnaires that come with Attune: its own ones and the scoring templates, and answers typed from paper.

mod catalogue;
mod originality;
mod paper;
mod reading;
mod templates;
