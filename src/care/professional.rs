//! Other professionals: an address book of this device, which names no patient.

use super::{Line, OwnWords, ProfessionalId};
use crate::plain::plain_struct;

/// Somebody whom one can recommend, stated as a whole: a later statement under the same identity takes the place of this one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Professional {
    /// Which.
    pub id: ProfessionalId,
    /// What they are called.
    pub name: Line,
    /// What they do.
    pub profession: Option<Line>,
    /// How they are reached.
    pub reach: Option<Line>,
    /// For the user alone: it stands in nothing that is given out.
    pub note: Option<OwnWords>,
    /// Whether they are no longer offered. Where they were recommended they stay.
    pub aside: bool,
}

impl Professional {
    /// Somebody of that name, with nothing else known.
    #[must_use]
    pub const fn new(id: ProfessionalId, name: Line) -> Self {
        Self { id, name, profession: None, reach: None, note: None, aside: false }
    }

    /// Name, profession and how they are reached, as far as known, with commas between them.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        let all = [Some(&self.name), self.profession.as_ref(), self.reach.as_ref()];
        all.into_iter().flatten().map(Line::as_str).collect::<Vec<_>>().join(", ")
    }
}

plain_struct!(Professional { id, name } default { profession, reach, note, aside });

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Somebody of whom everything is known.
    pub fn whole() -> Professional {
        let line = |text: &str| Line::new(text).unwrap();
        Professional {
            profession: line("psychiatrist"),
            reach: line("600 100 200"),
            note: OwnWords::new("long waiting list").unwrap(),
            aside: true,
            ..Professional::new(ProfessionalId::from_bytes([6; 16]), line("Dr Vega").unwrap())
        }
    }

    #[test]
    fn a_line_says_what_is_known_and_never_the_note() {
        let one = whole();
        assert_eq!(one.in_a_line(), "Dr Vega, psychiatrist, 600 100 200");
        assert_eq!(Professional::new(one.id, one.name).in_a_line(), "Dr Vega");
    }
}
