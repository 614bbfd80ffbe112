//! Finding people of the caseload by name.

use crate::words::fold;

/// The names of a caseload, ready to be searched with every letter that is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finder {
    /// Folded, in the order in which they came.
    names: Vec<String>,
}

impl Finder {
    /// Of one name a line, with accents apart from their letters (NFKD): one text, so that the browser is asked once.
    #[must_use]
    pub fn of(decomposed: &str) -> Self {
        Self { names: fold(decomposed).split('\n').map(str::to_owned).collect() }
    }

    /// The places of the names that hold every word of the query, in any order, each anywhere in the name; all of them where
    /// the query has no word. The query is decomposed as the names are.
    #[must_use]
    pub fn find(&self, query: &str) -> Vec<usize> {
        let query = fold(query);
        let words: Vec<&str> = query.split_whitespace().collect();
        let holds = |name: &String| words.iter().all(|word| name.contains(word));
        self.names.iter().enumerate().filter(|(_, name)| holds(name)).map(|(place, _)| place).collect()
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn found(query: &str) -> Vec<usize> {
        let names = ["Zoë Müller", "M-12", "Ana María López", "أمل", "María Zapata"].join("\n");
        Finder::of(&names.nfkd().collect::<String>()).find(&query.nfkd().collect::<String>())
    }

    #[test]
    fn words_are_found_in_any_order_whatever_their_accents() {
        assert_eq!(found("muller ZOE"), [0]);
        assert_eq!(found("maria"), [2, 4]);
        assert_eq!(found("lop ana"), [2]);
        assert_eq!(found("12"), [1]);
        assert_eq!(found("أمل"), [3]);
        assert!(found("zoe ana").is_empty() && found("x").is_empty());
        assert_eq!(found("  "), [0, 1, 2, 3, 4]);
    }
}
