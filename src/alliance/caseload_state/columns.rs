//! All sessions of a caseload side by side.

use super::person::PersonState;

/// One row a session: people in the order in which they were first seen, sessions by time. NaN is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// The person's code.
    pub person: Vec<usize>,
    /// When it was.
    pub time: Vec<f64>,
    /// Its number among the person's sessions, from 0.
    pub session: Vec<i64>,
    /// The patient's score, complete or prorated.
    pub patient: Vec<f64>,
    /// The therapist's.
    pub therapist: Vec<f64>,
}

impl Columns {
    pub(super) fn of(people: &[PersonState]) -> Self {
        let mut columns = Self::default();
        for person in people {
            for (number, (time, [patient, therapist])) in (0_i64..).zip(person.sessions()) {
                columns.person.push(person.code());
                columns.time.push(f64::from(time));
                columns.session.push(number);
                columns.patient.push(patient);
                columns.therapist.push(therapist);
            }
        }
        columns
    }
}
