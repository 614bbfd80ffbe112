//! Doubles: what may have been written down twice, by two devices or by mistake. Suggestions only; a person decides.

use time::Date;

use super::{Person, PersonId, SessionId};

/// Pairs of people whose names are alike: at most `most`.
///
/// Names are compared by their words, without case, accents and marks. Alike are: the same words in any order; words of one
/// that begin those of the other ("Ana L." and "Ana López"); one letter more, less or other in names of five letters or more.
/// Digits have to be the same, because codes such as "M-12" and "M-13" differ on purpose.
#[must_use]
pub fn alike(people: &[Person], most: usize) -> Vec<(PersonId, PersonId)> {
    let folded: Vec<(PersonId, Folded)> = people.iter().map(|one| (one.id, Folded::of(one.name.as_str()))).collect();
    let mut pairs = Vec::new();
    for (at, (a, first)) in folded.iter().enumerate() {
        for (b, second) in folded.iter().skip(at + 1) {
            if pairs.len() == most {
                return pairs;
            }
            if first.is_like(second) {
                pairs.push((*a, *b));
            }
        }
    }
    pairs
}

/// Pairs of sessions of one person on one day.
#[must_use]
pub fn same_day(person: &Person) -> Vec<(SessionId, SessionId, Date)> {
    let pairs = person.sessions.iter().zip(person.sessions.iter().skip(1)).filter(|(a, b)| a.date == b.date);
    pairs.map(|(a, b)| (a.id, b.id, a.date)).collect()
}

/// A name as it is compared.
struct Folded {
    /// Words of letters, in order of the alphabet.
    words: Vec<Vec<char>>,
    digits: String,
}

impl Folded {
    fn of(name: &str) -> Self {
        let lower = name.to_lowercase();
        let letters: String = lower.chars().map(|c| if c.is_alphabetic() { plain(c) } else { ' ' }).collect();
        let mut words: Vec<Vec<char>> = letters.split_whitespace().map(|word| word.chars().collect()).collect();
        crate::order::sort(&mut words);
        Self { words, digits: lower.chars().filter(char::is_ascii_digit).collect() }
    }

    fn is_like(&self, other: &Self) -> bool {
        if self.digits != other.digits {
            return false;
        }
        if self.words == other.words {
            return !(self.words.is_empty() && self.digits.is_empty());
        }
        if self.words.is_empty() || other.words.is_empty() {
            return false;
        }
        let (short, long) = if self.words.len() <= other.words.len() { (self, other) } else { (other, self) };
        let letters = |folded: &Self| folded.words.iter().flatten().copied().collect::<Vec<char>>();
        let (a, b) = (letters(short), letters(long));
        short.begins(long) || long.begins(short) || (a.len().min(b.len()) >= 5 && one_apart(&a, &b))
    }

    /// Whether each word begins another word of the other name, and at least one is whole: an initial alone says too little.
    fn begins(&self, other: &Self) -> bool {
        let mut left: Vec<&Vec<char>> = other.words.iter().collect();
        let mut whole = false;
        for word in self.words.iter().rev() {
            let Some(at) = left.iter().position(|one| one.starts_with(word)) else { return false };
            whole |= left[at] == word && word.len() > 1;
            left.remove(at);
        }
        whole
    }
}

/// The letter without its accent, for the letters of western European languages.
const fn plain(c: char) -> char {
    match c {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => c,
    }
}

/// Whether one letter more, less or other makes one of the other.
fn one_apart(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let rest = |letters: &[char], from: usize| letters.get(from..).unwrap_or_default().to_vec();
    let after = if short.len() == long.len() { rest(short, same + 1) } else { rest(short, same) };
    after == rest(long, same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::care::{PersonName, Session, Stamp};
    use crate::words::day;

    fn person(number: u8, name: &str) -> Person {
        let name = PersonName::new(name).unwrap();
        Person { id: PersonId::from_bytes([number; 16]), name, since: day(2026, 1, 1).unwrap(), sessions: Vec::new() }
    }

    fn are(a: &str, b: &str) -> bool {
        let both = alike(&[person(1, a), person(2, b)], 9);
        assert_eq!(both.len(), alike(&[person(2, b), person(1, a)], 9).len(), "{a} {b}: the same either way");
        !both.is_empty()
    }

    #[test]
    fn names_are_alike_as_people_write_them_twice_and_codes_are_not() {
        for (a, b) in [
            ("Ana López", "ana lopez"),
            ("Ana López", "López, Ana"),
            ("Ana L.", "Ana López"),
            ("Ana", "Ana López"),
            ("Jonathan", "Jonathon"),
            ("Katharina", "Katarina"),
            ("M-12", "M 12"),
            ("12", "12"),
            ("أمل", "أمل"),
        ] {
            assert!(are(a, b), "{a} {b}");
        }
        for (a, b) in
            [("M-12", "M-13"), ("Ana", "Eva"), ("Jan", "Jen"), ("A. Roth", "Anton Weiss"), ("A", "Ana"), ("☂", "☀")]
        {
            assert!(!are(a, b), "{a} {b}");
        }
        let many: Vec<Person> = (0..50).map(|number| person(number, "Ana")).collect();
        assert_eq!(alike(&many, 20).len(), 20);
    }

    #[test]
    fn two_sessions_of_one_day_are_a_pair() {
        let mut ana = person(1, "Ana");
        for (number, date) in [(1, 3), (2, 3), (3, 4)] {
            let id = SessionId::from_bytes([number; 16]);
            let date = day(2026, 1, date).unwrap();
            ana.sessions.push(Session {
                id,
                date,
                stamp: Stamp::default(),
                attended: true,
                entries: Vec::new(),
                others: Vec::new(),
            });
        }
        let pairs = same_day(&ana);
        assert_eq!(pairs.len(), 1);
        assert_eq!((pairs[0].0, pairs[0].1), (ana.sessions[0].id, ana.sessions[1].id));
    }
}
