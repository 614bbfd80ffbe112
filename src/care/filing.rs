//! How people are filed in the caseload: by labels, and put into the archive.

use super::{PersonId, TooLong, text::Line};
use crate::order;
use crate::plain::{plain_around, plain_struct};

/// The longest [`Label`], in characters.
pub const MAX_LABEL: usize = 40;
/// What stands between labels that are typed in one go, in the scripts that people type.
const BETWEEN: [char; 7] = [',', ';', '\n', '،', '؛', '，', '、'];

/// A short word or two by which people are found again, such as "couple" or "Tuesdays": trimmed, on one line, not empty, at
/// most [`MAX_LABEL`] characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label(String);

impl Label {
    /// The labels in a typed text, which commas and semicolons separate; each once, in the order in which they were typed.
    ///
    /// # Errors
    /// [`TooLong`] where one of them has more than [`MAX_LABEL`] characters: then none is taken.
    ///
    /// ```
    /// # use attune::care::Label;
    /// let typed = Label::all_in(" couple, Tuesdays ,, Couple").unwrap_or_default();
    /// assert_eq!(typed.iter().map(Label::as_str).collect::<Vec<_>>(), ["couple", "Tuesdays"]);
    /// ```
    pub fn all_in(typed: &str) -> Result<Vec<Self>, TooLong> {
        let mut all: Vec<Self> = Vec::new();
        for piece in typed.split(BETWEEN) {
            let most = |characters| TooLong { characters, most: MAX_LABEL };
            let Some(line) = Line::new(piece).map_err(|long| most(long.characters))? else { continue };
            let characters = line.as_str().chars().count();
            if characters > MAX_LABEL {
                return Err(most(characters));
            }
            let label = Self(line.as_str().to_owned());
            if all.iter().all(|other| other.key() != label.key()) {
                all.push(label);
            }
        }
        Ok(all)
    }

    /// The label.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two labels share that differ in large and small letters only: they count as one.
    #[must_use]
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// A label is put on a person, or taken off. Of several statements on one person and label the latest holds, so that what two
/// devices put on is both there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelling {
    /// Whom.
    pub person: PersonId,
    /// Which.
    pub label: Label,
    /// Whether it is on from now on.
    pub on: bool,
}

/// A person is put into the archive, or brought back from it: out of the daily list, with nothing removed. The latest
/// statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Archiving {
    /// Whom.
    pub person: PersonId,
    /// Whether they are in the archive from now on.
    pub archived: bool,
}

/// `labels` by name, whatever their letters' size.
pub(super) fn by_name(labels: &mut [Label]) {
    order::sort_by(labels, |a, b| (a.key(), a).cmp(&(b.key(), b)));
}

plain_around!(Label);
plain_struct!(Labelling { person, label, on });
plain_struct!(Archiving { person, archived });

#[cfg(test)]
mod tests {
    use super::*;

    fn all(typed: &str) -> Result<Vec<String>, TooLong> {
        Label::all_in(typed).map(|all| all.into_iter().map(|label| label.0).collect())
    }

    #[test]
    fn labels_are_typed_in_one_go_and_count_once() {
        assert_eq!(all("couple"), Ok(vec!["couple".to_owned()]));
        assert_eq!(all(" a b ; ,c\n،É,é "), Ok(vec!["a b".to_owned(), "c".to_owned(), "É".to_owned()]));
        assert_eq!(all(" ,\u{200B}; "), Ok(Vec::new()));
        assert_eq!(all("a\u{202E}b"), Ok(vec!["ab".to_owned()]), "nothing that turns the text around it");
    }

    #[test]
    fn a_long_one_is_refused_and_none_is_cut() {
        assert_eq!(all(&format!("x, {}", "é".repeat(40))).map(|all| all.len()), Ok(2));
        assert_eq!(all(&format!("x, {}", "é".repeat(41))), Err(TooLong { characters: 41, most: 40 }));
        assert_eq!(all(&"x".repeat(5000)), Err(TooLong { characters: 5000, most: 40 }));
    }

    #[test]
    fn they_are_sorted_by_name() {
        let mut labels = Label::all_in("b,a,C").unwrap();
        by_name(&mut labels);
        assert_eq!(labels.iter().map(Label::as_str).collect::<Vec<_>>(), ["a", "b", "C"]);
    }
}
