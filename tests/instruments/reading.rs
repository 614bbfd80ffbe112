//! How easy Attune's own questionnaires are to read, by the usual formulas. The bounds stand in docs/instruments/README.md.

use attune::{
    instrument::{Instrument, catalogue},
    words::Lang,
};

/// Words, sentences and syllables of a text.
#[derive(Clone, Copy, Default)]
struct Counts {
    words: f64,
    sentences: f64,
    syllables: f64,
}

impl Counts {
    fn of(texts: &[&str], lang: Lang) -> Self {
        let mut all = Self::default();
        for text in texts {
            let sentences = text.split(['.', '?', '!', ':', ';']).filter(|part| part.chars().any(char::is_alphabetic));
            all.sentences += sentences.count() as f64;
            for word in
                text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'').filter(|word| !word.is_empty())
            {
                all.words += 1.0;
                all.syllables += match lang {
                    Lang::En => english(&word.to_lowercase()),
                    Lang::Es => spanish(&word.to_lowercase()),
                } as f64;
            }
        }
        all
    }

    /// Flesch-Kincaid grade: the school year, of about age minus five.
    fn grade(self) -> f64 {
        0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
    }

    /// Szigriszt-Pazos, read on the INFLESZ scale: above 80 very easy, above 65 fairly easy, above 55 normal.
    fn inflesz(self) -> f64 {
        206.835 - 62.3 * self.syllables / self.words - self.words / self.sentences
    }
}

/// Syllables of an English word: runs of vowels, without a silent e, es or ed at the end.
fn english(word: &str) -> usize {
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut count = 0;
    let mut before = false;
    for letter in word.chars() {
        count += usize::from(vowel(letter) && !before);
        before = vowel(letter);
    }
    let stem = word.strip_suffix("es").or_else(|| word.strip_suffix("ed")).or_else(|| word.strip_suffix('e'));
    let silent = stem.is_some_and(|stem| {
        let last = stem.chars().next_back().unwrap_or('a');
        let spoken = match &word[stem.len()..] {
            "es" => matches!(last, 's' | 'x' | 'z' | 'h' | 'c' | 'g'),
            "ed" => matches!(last, 't' | 'd'),
            _ => last == 'l',
        };
        !vowel(last) && !spoken
    });
    (count - usize::from(silent && count > 1)).max(1)
}

/// Syllables of a Spanish word: vowels, of which a weak one beside another makes one syllable unless it bears the accent.
fn spanish(word: &str) -> usize {
    let strong = |letter: char| matches!(letter, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú');
    let weak = |letter: char| matches!(letter, 'i' | 'u' | 'ü');
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0_usize;
    let mut before: Option<char> = None;
    for (at, letter) in letters.iter().copied().enumerate() {
        let after_q_or_g = at > 0
            && letter == 'u'
            && (letters[at - 1] == 'q' || letters[at - 1] == 'g')
            && letters.get(at + 1).is_some_and(|next| matches!(next, 'e' | 'i' | 'é' | 'í'));
        let last_y = letter == 'y' && at + 1 == letters.len();
        if after_q_or_g {
            before = None;
            continue;
        }
        if !strong(letter) && !weak(letter) && !last_y {
            before = None;
            continue;
        }
        let joins = before.is_some_and(|before| !(strong(before) && strong(letter)));
        count += usize::from(!joins);
        before = Some(letter);
    }
    count.max(1)
}

/// What is asked: the sentence above the questions, the questions, and the text between them.
fn sentences(own: &Instrument, lang: Lang) -> Vec<&str> {
    let mut texts = vec![&own.lead];
    texts.extend(own.walk().into_iter().map(|item| &item.text));
    texts.into_iter().filter_map(|text| text.exact(lang)).collect()
}

#[test]
fn the_counts_agree_with_those_published_for_the_alliance_scale() {
    let own = catalogue::alliance_scale().unwrap();
    let texts = |lang| own.items.iter().filter_map(|item| item.text.exact(lang)).collect::<Vec<_>>();
    let (en, es) = (Counts::of(&texts(Lang::En), Lang::En), Counts::of(&texts(Lang::Es), Lang::Es));
    assert!((en.words - 117.0).abs() < 0.5 && (es.words - 119.0).abs() < 0.5, "{} {}", en.words, es.words);
    assert!((en.grade() - 1.7).abs() < 0.5 && (es.inflesz() - 91.0).abs() < 3.0, "{} {}", en.grade(), es.inflesz());
    let words = [
        ("quiero", 2),
        ("ciudad", 2),
        ("día", 2),
        ("cuesta", 2),
        ("guía", 2),
        ("aéreo", 4),
        ("soy", 1),
        ("muy", 1),
        ("seguido", 3),
        ("realidad", 4),
    ];
    for (word, count) in words {
        assert_eq!(spanish(word), count, "{word}");
    }
    for (word, count) in [
        ("table", 2),
        ("used", 1),
        ("wanted", 2),
        ("made", 1),
        ("medicine", 3),
        ("the", 1),
        ("people", 2),
        ("sense", 1),
    ] {
        assert_eq!(english(word), count, "{word}");
    }
}

#[test]
fn a_reader_of_eleven_understands_every_questionnaire() {
    for own in catalogue::own() {
        let id = &own.reference.id;
        let en = Counts::of(&sentences(own, Lang::En), Lang::En);
        let es = Counts::of(&sentences(own, Lang::Es), Lang::Es);
        println!("{id}: grade {:.1}, INFLESZ {:.0}", en.grade(), es.inflesz());
        assert!(en.grade() <= 5.0, "{id}: grade {:.1}", en.grade());
        assert!(es.inflesz() >= 65.0, "{id}: INFLESZ {:.0}", es.inflesz());
    }
}

#[test]
fn no_single_sentence_is_hard() {
    for own in catalogue::own() {
        for (lang, text) in
            Lang::ALL.into_iter().flat_map(|lang| sentences(own, lang).into_iter().map(move |t| (lang, t)))
        {
            let counts = Counts::of(&[text], lang);
            assert!(counts.words / counts.sentences <= 20.0, "{}: {text}", own.reference.id);
            // Of a few words the formulas say nothing.
            if counts.words < 8.0 {
                continue;
            }
            match lang {
                Lang::En => assert!(counts.grade() <= 8.0, "{:.1} {text}", counts.grade()),
                Lang::Es => assert!(counts.inflesz() >= 50.0, "{:.0} {text}", counts.inflesz()),
            }
        }
    }
}
