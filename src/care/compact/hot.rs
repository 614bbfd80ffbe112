//! The kinds of which there are thousands: sessions, turns and answers.

use uuid::Uuid;

use super::{
    CompactError,
    answers::Tables,
    bytes::{In, Out},
    event::State,
    form, value,
};
use crate::{
    care::{AnswersGiven, Fact, PersonId, SessionId, TurnEnd, TurnId, TurnOpened},
    instrument::AnswerSet,
    plain::Plain,
};

/// How many patterns are kept of each kind. A further one makes the event a fact like any other.
const PATTERNS: usize = 100;

#[derive(Debug, Clone, Copy, PartialEq)]
struct Session {
    id: SessionId,
    person: PersonId,
}

/// Who, when and in which turn, and the patterns: facts without what differs from one to the next.
#[derive(Debug, Default)]
pub(super) struct Known {
    people: Vec<PersonId>,
    sessions: Vec<Session>,
    turns: Vec<(TurnId, Session)>,
    answers: Vec<AnswersGiven>,
    openings: Vec<TurnOpened>,
}

fn pattern_of_answers(given: &AnswersGiven) -> AnswersGiven {
    AnswersGiven {
        person: Uuid::nil().into(),
        session: Uuid::nil().into(),
        turn: None,
        instrument: given.instrument.clone(),
        answers: AnswerSet::default(),
        ..*given
    }
}

fn pattern_of_opening(opened: &TurnOpened) -> TurnOpened {
    TurnOpened {
        turn: Uuid::nil().into(),
        person: Uuid::nil().into(),
        session: Uuid::nil().into(),
        instruments: opened.instruments.clone(),
        ..*opened
    }
}

/// Whether a pattern has a number or may get one.
fn has_room<P: PartialEq>(patterns: &[P], pattern: &P) -> bool {
    patterns.len() < PATTERNS || patterns.contains(pattern)
}

impl Known {
    fn turn(&self, id: TurnId) -> Option<usize> {
        self.turns.iter().rposition(|(turn, _)| *turn == id)
    }

    /// The form for a fact.
    pub(super) fn form(&self, tables: &Tables, fact: &Fact) -> u8 {
        match fact {
            Fact::SessionHeld { .. } => form::SESSION,
            Fact::TurnOpened(opened) if has_room(&self.openings, &pattern_of_opening(opened)) => form::OPENED,
            Fact::TurnClosed { turn, .. } if self.turn(*turn).is_some() => form::CLOSED,
            Fact::AnswersGiven(given)
                if tables.fit(&given.instrument, &given.answers).is_some()
                    && has_room(&self.answers, &pattern_of_answers(given)) =>
            {
                let session = Session { id: given.session, person: given.person };
                match given.turn {
                    None => form::ANSWERS,
                    Some(turn) => match self.turn(turn).and_then(|at| self.turns.get(at)) {
                        Some((_, of_turn)) if *of_turn == session => form::ANSWERS_OF_TURN,
                        _ => form::ANSWERS_OF_OTHER_TURN,
                    },
                }
            }
            _ => form::FACT,
        }
    }
}

/// The item that is so many places before the end, from 1.
fn back<T>(items: &[T], distance: u64) -> Result<&T, CompactError> {
    let at = usize::try_from(distance).ok().and_then(|distance| items.len().checked_sub(distance));
    at.and_then(|at| items.get(at)).ok_or(CompactError::Invalid)
}

impl State {
    /// Writes a fact in the form that [`Known::form`] gave.
    pub(super) fn write_known(&mut self, out: &mut Out, fact: &Fact) {
        match fact {
            Fact::SessionHeld { session, person } => {
                self.write_new_session(out, Session { id: *session, person: *person });
            }
            Fact::TurnOpened(opened) => {
                self.names.write_id(out, opened.turn.as_bytes());
                let session = Session { id: opened.session, person: opened.person };
                self.write_session(out, session);
                let pattern = pattern_of_opening(opened);
                let at = self.known.openings.iter().position(|other| *other == pattern);
                out.number(at.unwrap_or(self.known.openings.len()) as u64);
                if at.is_none() {
                    value::write(out, &mut self.names, &pattern.to_plain());
                    self.known.openings.push(pattern);
                }
                self.known.turns.push((opened.turn, session));
            }
            Fact::TurnClosed { turn, how } => {
                self.write_turn(out, *turn);
                value::write(out, &mut self.names, &how.to_plain());
            }
            Fact::AnswersGiven(given) => self.write_answers(out, given),
            _ => {}
        }
    }

    fn write_answers(&mut self, out: &mut Out, given: &AnswersGiven) {
        let session = Session { id: given.session, person: given.person };
        match given.turn {
            None => self.write_session(out, session),
            Some(turn) => match self.known.turn(turn).and_then(|at| self.known.turns.get(at)) {
                Some((_, of_turn)) if *of_turn == session => self.write_turn(out, turn),
                _ => {
                    self.names.write_id(out, turn.as_bytes());
                    self.write_session(out, session);
                }
            },
        }
        let pattern = pattern_of_answers(given);
        let at = self.known.answers.iter().position(|other| *other == pattern);
        out.number(at.unwrap_or(self.known.answers.len()) as u64);
        if at.is_none() {
            value::write(out, &mut self.names, &pattern.to_plain());
            self.known.answers.push(pattern);
        }
        if let Some(table) = self.tables.fit(&given.instrument, &given.answers) {
            self.tables.write_answers(table, out, &mut self.names, &given.answers);
        }
    }

    /// How many turns back one was opened.
    fn write_turn(&mut self, out: &mut Out, turn: TurnId) {
        let at = self.known.turn(turn).unwrap_or(0);
        out.number((self.known.turns.len() - at) as u64);
    }

    /// How many sessions back one was said; 0 for one that was not, which follows.
    fn write_session(&mut self, out: &mut Out, session: Session) {
        match self.known.sessions.iter().rposition(|other| *other == session) {
            Some(at) => out.number((self.known.sessions.len() - at) as u64),
            None => {
                out.number(0);
                self.write_new_session(out, session);
            }
        }
    }

    fn write_new_session(&mut self, out: &mut Out, session: Session) {
        self.names.write_id(out, session.id.as_bytes());
        let at = self.known.people.iter().position(|person| *person == session.person);
        out.number(at.unwrap_or(self.known.people.len()) as u64);
        if at.is_none() {
            self.names.write_id(out, session.person.as_bytes());
            self.known.people.push(session.person);
        }
        self.known.sessions.push(session);
    }

    /// Reads a fact that stands in one of the forms here.
    pub(super) fn read_known(&mut self, input: &mut In, form: u8) -> Result<Fact, CompactError> {
        Ok(match form {
            form::SESSION => {
                let Session { id: session, person } = self.read_new_session(input)?;
                Fact::SessionHeld { session, person }
            }
            form::OPENED => {
                let turn = self.read_id(input)?.into();
                let session = self.read_session(input)?;
                let at = usize::try_from(input.number()?).map_err(|_| CompactError::Invalid)?;
                if at == self.known.openings.len() {
                    let value = value::read(input, &mut self.names, 0)?;
                    let pattern = TurnOpened::of_plain(&value).filter(|pattern| pattern.to_plain() == value);
                    self.known.openings.push(pattern.ok_or(CompactError::Newer)?);
                }
                let pattern = self.known.openings.get(at).ok_or(CompactError::Invalid)?;
                let opened = TurnOpened { turn, person: session.person, session: session.id, ..pattern.clone() };
                self.known.turns.push((turn, session));
                Fact::TurnOpened(opened)
            }
            form::CLOSED => {
                let (turn, _) = *back(&self.known.turns, input.number()?)?;
                let how = TurnEnd::of_plain(&value::read(input, &mut self.names, 0)?);
                Fact::TurnClosed { turn, how: how.ok_or(CompactError::Newer)? }
            }
            form::ANSWERS_OF_TURN => {
                let (turn, session) = *back(&self.known.turns, input.number()?)?;
                self.read_answers(input, session, Some(turn))?
            }
            form::ANSWERS => {
                let session = self.read_session(input)?;
                self.read_answers(input, session, None)?
            }
            form::ANSWERS_OF_OTHER_TURN => {
                let turn = self.read_id(input)?.into();
                let session = self.read_session(input)?;
                self.read_answers(input, session, Some(turn))?
            }
            _ => return Err(CompactError::Newer),
        })
    }

    fn read_answers(&mut self, input: &mut In, session: Session, turn: Option<TurnId>) -> Result<Fact, CompactError> {
        let at = usize::try_from(input.number()?).map_err(|_| CompactError::Invalid)?;
        if at == self.known.answers.len() {
            let value = value::read(input, &mut self.names, 0)?;
            let pattern = AnswersGiven::of_plain(&value).filter(|pattern| pattern.to_plain() == value);
            self.known.answers.push(pattern.ok_or(CompactError::Newer)?);
        }
        let pattern = self.known.answers.get(at).ok_or(CompactError::Invalid)?;
        let table = self.tables.find(&pattern.instrument).ok_or(CompactError::Invalid)?;
        let answers = self.tables.read_answers(table, input, &mut self.names)?;
        let instrument = pattern.instrument.clone();
        let (person, session) = (session.person, session.id);
        Ok(Fact::AnswersGiven(AnswersGiven { person, session, turn, instrument, answers, ..*pattern }))
    }

    fn read_id(&mut self, input: &mut In) -> Result<Uuid, CompactError> {
        self.names.read_id(input).map(Uuid::from_bytes)
    }

    fn read_session(&mut self, input: &mut In) -> Result<Session, CompactError> {
        match input.number()? {
            0 => self.read_new_session(input),
            distance => back(&self.known.sessions, distance).copied(),
        }
    }

    fn read_new_session(&mut self, input: &mut In) -> Result<Session, CompactError> {
        let id = self.read_id(input)?.into();
        let at = usize::try_from(input.number()?).map_err(|_| CompactError::Invalid)?;
        if at == self.known.people.len() {
            let person = self.read_id(input)?.into();
            self.known.people.push(person);
        }
        let person = *self.known.people.get(at).ok_or(CompactError::Invalid)?;
        let session = Session { id, person };
        self.known.sessions.push(session);
        Ok(session)
    }
}
