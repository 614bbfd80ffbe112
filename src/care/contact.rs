//! Whom to call when someone is not safe.

use thiserror::Error;

use crate::plain::plain_struct;

const MAX_TEXT: usize = 200;

/// A local crisis contact. They are set before the first questionnaire is handed out and shown without a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Who it is, such as a crisis line or the clinic's own number.
    pub name: String,
    /// How to reach them: a telephone number or a place, in the therapist's words.
    pub reach: String,
}

/// Why a contact cannot be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ContactError {
    /// One of the two fields is empty.
    #[error("a contact needs a name and a way to reach it")]
    Incomplete,
    /// A field is longer than is kept.
    #[error("a contact's name and number are kept up to {MAX_TEXT} characters each")]
    TooLong,
}

impl Contact {
    /// The contact made of two typed texts, trimmed and on one line each.
    ///
    /// # Errors
    /// [`ContactError`] where a field is empty or over 200 characters.
    pub fn new(name: &str, reach: &str) -> Result<Self, ContactError> {
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (name, reach) = (line(name), line(reach));
        if name.is_empty() || reach.is_empty() {
            return Err(ContactError::Incomplete);
        }
        if name.chars().count() > MAX_TEXT || reach.chars().count() > MAX_TEXT {
            return Err(ContactError::TooLong);
        }
        Ok(Self { name, reach })
    }

    /// The number to dial, where `reach` is one: an optional plus sign and digits, at least two of them.
    ///
    /// ```
    /// # use attune::care::Contact;
    /// let contact = Contact::new("Line", "+34 024").map_err(|e| e.to_string())?;
    /// assert_eq!(contact.dial().as_deref(), Some("+34024"));
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn dial(&self) -> Option<String> {
        let mut number = String::new();
        for c in self.reach.chars() {
            match c {
                '+' if number.is_empty() => number.push(c),
                '0'..='9' => number.push(c),
                ' ' | '-' | '.' | '/' | '(' | ')' => {}
                _ => return None,
            }
        }
        (number.len() >= 2).then_some(number)
    }
}

plain_struct!(Contact { name, reach });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fields_are_needed_and_only_numbers_are_dialled() {
        assert_eq!(Contact::new(" ", "112"), Err(ContactError::Incomplete));
        assert_eq!(Contact::new("x", &"1".repeat(201)), Err(ContactError::TooLong));
        let dial = |reach: &str| Contact::new("Line", reach).unwrap().dial();
        assert_eq!(dial("988"), Some("988".to_owned()));
        assert_eq!(dial("(01) 23-45"), Some("012345".to_owned()));
        assert_eq!(dial("ward 3, first floor"), None);
        assert_eq!(dial("1+2"), None);
    }
}
