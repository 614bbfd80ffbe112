//! Places of questions, as manuals list them.

use super::ConfirmError;

/// The places named by a list such as `1-4, 6, 9`, counted from 1, in order and each once. An empty list names none. Numbers
/// may stand apart by commas, semicolons or spaces; a dash of any length makes a row of them.
///
/// # Errors
/// [`ConfirmError::NoPlace`] for the first part that is no place among `of` questions.
///
/// ```
/// use attune::instrument::templates::{ConfirmError, places};
/// assert_eq!(places("9, 1–3 2", 12), Ok(vec![1, 2, 3, 9]));
/// assert_eq!(places("13", 12), Err(ConfirmError::NoPlace("13".to_owned())));
/// ```
pub fn places(list: &str, of: usize) -> Result<Vec<usize>, ConfirmError> {
    let mut found = vec![false; of];
    // So that "1 - 4" is one part, as "1-4" is.
    let mut joined = list.replace(['–', '—', '−'], "-");
    while let Some(at) = joined.find(" -").or_else(|| joined.find("- ").map(|at| at + 1)) {
        joined.remove(at);
    }
    for part in joined.split([',', ';', ' ', '\t', '\n']).filter(|part| !part.is_empty()) {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let row = first.parse::<usize>().ok().zip(last.parse::<usize>().ok());
        let row = row.filter(|(first, last)| (1..=*last).contains(first) && *last <= of);
        let (first, last) = row.ok_or_else(|| ConfirmError::NoPlace(part.chars().take(40).collect()))?;
        found[first - 1..last].fill(true);
    }
    Ok(found.iter().enumerate().filter(|(_, there)| **there).map(|(at, _)| at + 1).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_as_people_write_them() {
        let all = |list| places(list, 28).unwrap();
        assert_eq!(all(""), Vec::<usize>::new());
        assert_eq!(all(" 1 - 3;7 , 28"), [1, 2, 3, 7, 28]);
        assert_eq!(all("5—6\n5"), [5, 6]);
    }

    #[test]
    fn what_is_no_place_is_named() {
        for wrong in ["0", "29", "3-1", "a", "1-", "-1", "1--2", "1.5", "99999999999999999999"] {
            assert_eq!(places(wrong, 28), Err(ConfirmError::NoPlace(wrong.to_owned())), "{wrong}");
        }
        assert_eq!(places("1", 0), Err(ConfirmError::NoPlace("1".to_owned())));
    }
}
