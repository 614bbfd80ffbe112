//! The questionnaires that come with Attune: its own ones and the scoring templates, and answers typed from paper.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod originality;
#[cfg(test)]
mod paper;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod templates;
