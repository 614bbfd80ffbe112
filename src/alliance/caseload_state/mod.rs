//! The state of a whole caseload, kept up to date session by session: a new session recomputes its own person and the sums
//! above it, nothing else.
//!
//! Here live the answers as columns of one byte each, the scores, a summary a person, and the tree of sums from which the
//! noise of the caseload is read. Whatever order sessions arrive in, the state is the same as if it had been computed at
//! once. Never here: a model of the caseload (it is fitted from [`CaseloadState::columns`] when someone looks), a signal, and
//! no record: this is derived and never stored.

mod columns;
mod form;
mod person;
mod sum_tree;

use std::collections::BTreeMap;

pub use columns::Columns;
pub use form::{Form, StateError};
pub use person::{PersonState, Summary};

use super::baseline::{Band, Noise, Pool};
use sum_tree::SumTree;

/// One session as it comes in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NewSession<'a> {
    /// The person's code.
    pub person: usize,
    /// When it was, in days or as a session number. A second session of that time replaces the first.
    pub time: i32,
    /// What must stay the same for scores to be compared (version, language, way of answering), as a code. A change starts
    /// a new baseline.
    pub setting: u32,
    /// The patient's answers, one an item; `None` for a missing one. Empty where nothing was answered.
    pub patient: &'a [Option<f64>],
    /// The therapist's, likewise.
    pub therapist: &'a [Option<f64>],
}

/// The state of a caseload on one instrument.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseloadState {
    form: Form,
    codes: BTreeMap<usize, usize>,
    people: Vec<PersonState>,
    pools: SumTree<Pool>,
}

/// One person's line of the caseload.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StateRow {
    /// The person's code.
    pub person: usize,
    /// What is known without the caseload.
    pub summary: Summary,
    /// What was usual before the latest score, with the noise of the caseload; nothing before there are three scores.
    pub band: Option<Band>,
}

impl CaseloadState {
    /// An empty state.
    #[must_use]
    pub fn new(form: Form) -> Self {
        Self { form, codes: BTreeMap::new(), people: Vec::new(), pools: SumTree::default() }
    }

    /// The whole state at once, from sessions in any order: the same as adding them one by one.
    ///
    /// # Errors
    /// As [`add`](Self::add), at the first session that does not fit.
    pub fn of<'a>(form: Form, sessions: impl IntoIterator<Item = NewSession<'a>>) -> Result<Self, StateError> {
        let mut state = Self::new(form);
        for session in sessions {
            state.put(&session)?;
        }
        for person in &mut state.people {
            person.summarise(&state.form);
        }
        state.pools = SumTree::of(state.people.iter().map(|person| person.summary().pool));
        Ok(state)
    }

    /// Takes in one session and recomputes its person. Work grows with that person's sessions, and with the logarithm of the
    /// number of people.
    ///
    /// # Errors
    /// [`StateError`] where the answers do not fit the form; then nothing has changed.
    ///
    /// ```
    /// use attune::alliance::caseload_state::{CaseloadState, Form, NewSession};
    /// let form = Form::new(&[1.0, 2.0, 3.0, 4.0, 5.0], &[false, false], 0)?;
    /// let mut state = CaseloadState::new(form);
    /// let answers = [Some(4.0), Some(5.0)];
    /// state.add(&NewSession { person: 7, time: 1, setting: 0, patient: &answers, therapist: &[] })?;
    /// assert_eq!(state.person(7).and_then(|person| person.summary().latest), Some(4.5));
    /// # Ok::<(), attune::alliance::caseload_state::StateError>(())
    /// ```
    pub fn add(&mut self, session: &NewSession<'_>) -> Result<(), StateError> {
        let place = self.put(session)?;
        if let Some(person) = self.people.get_mut(place) {
            person.summarise(&self.form);
            self.pools.set(place, person.summary().pool);
        }
        Ok(())
    }

    /// Stores a session without recomputing anything; gives its person's place.
    fn put(&mut self, session: &NewSession<'_>) -> Result<usize, StateError> {
        let coded = self.form.code(session)?;
        let next = self.people.len();
        let place = *self.codes.entry(session.person).or_insert(next);
        if place == next {
            self.people.push(PersonState::new(session.person));
        }
        if let Some(person) = self.people.get_mut(place) {
            person.put(&self.form, session, coded);
        }
        Ok(place)
    }

    /// The noise of the caseload: pooled over everyone's baselines but those at the upper end of the scale.
    #[must_use]
    pub fn noise(&self) -> Noise {
        self.pools.total().noise()
    }

    /// One person.
    #[must_use]
    pub fn person(&self, code: usize) -> Option<&PersonState> {
        self.people.get(*self.codes.get(&code)?)
    }

    /// How many people there are.
    #[must_use]
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// The form of the answers.
    #[must_use]
    pub const fn form(&self) -> &Form {
        &self.form
    }

    /// Everyone's line, in the order in which they were first seen, with the noise of the caseload as it is now.
    pub fn rows(&self) -> impl Iterator<Item = StateRow> {
        let (noise, range) = (self.noise(), self.form.range());
        self.people.iter().map(move |person| StateRow {
            person: person.code(),
            summary: *person.summary(),
            band: Band::after(person.earlier(), noise, range),
        })
    }

    /// All sessions as columns, for the functions of a [`Group`](super::Group).
    #[must_use]
    pub fn columns(&self) -> Columns {
        Columns::of(&self.people)
    }

    /// The bytes held, without those of the allocator.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let entry = size_of::<(usize, usize)>();
        let people: usize = self.people.iter().map(PersonState::bytes).sum();
        size_of::<Self>() + self.form.bytes() + self.codes.len() * entry + people + self.pools.bytes()
    }
}

#[cfg(test)]
mod tests;
