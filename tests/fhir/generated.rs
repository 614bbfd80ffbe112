//! Instruments and answers by chance, of every kind that the model has.

use attune::instrument::{
    Answer, AnswerSet, Choice, Condition, Factor, Figure, FigureKind, Instrument, InstrumentRef, Item, Kind, Licence,
    Method, Number, Operand, Provenance, Respondent, Rule, Scale, Slider, Test, Translated, Unconfirmed, Variable,
    Weight,
};
use proptest::{
    collection::{btree_set, vec},
    option,
    prelude::*,
    sample::{Index, select},
};

fn words() -> impl Strategy<Value = String> {
    "[A-Za-zñé<>&'\"{}/|:.,?!0-9-]([A-Za-zñé<>&'\"{}/|:.,?! 0-9-]{0,12})"
}

fn translated() -> impl Strategy<Value = Translated> {
    vec((select(vec!["en", "es", "de", "pt-BR"]), words()), 0..3).prop_map(|texts| {
        let mut made = Translated::default();
        texts.iter().for_each(|(tag, text)| made.set(tag, text));
        made
    })
}

/// Numbers of a few digits, which every reader of JSON gives back exactly.
fn number() -> impl Strategy<Value = f64> {
    (-20_000..20_000_i32, select(vec![1.0, 4.0, 100.0])).prop_map(|(n, d)| f64::from(n) / d)
}

fn options() -> impl Strategy<Value = Vec<Choice>> {
    let one = (translated(), select(vec![0, 1, 2]), number(), any::<bool>(), 0..5_u8, words());
    (btree_set(-300..300_i32, 1..5), vec(one, 5)).prop_map(|(values, parts)| {
        let made = values.into_iter().zip(parts).map(|(value, (text, weight, of, exclusive, code, word))| {
            let value = f64::from(value) / 4.0;
            let weight = match weight {
                0 => Weight::Itself,
                1 if of != value => Weight::Of(of),
                _ => Weight::Absent,
            };
            let code = match code {
                0 => format!("http://example.org/s|{word}"),
                1 => format!("|{word}"),
                2 => format!("text:{word}"),
                3 => "date:2026-11-23".to_owned(),
                _ => String::new(),
            };
            Choice { value, weight, text, code, exclusive }
        });
        let mut seen = std::collections::BTreeSet::new();
        // One code stands for one option.
        made.filter(|option| option.code.is_empty() || seen.insert(option.code.clone())).collect()
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    let ends = (number(), 1..5_000_u32, 1..100_u32, translated(), translated());
    prop_oneof![
        (options(), any::<bool>()).prop_map(|(options, open)| Kind::Choice { options, open }),
        options().prop_map(|options| Kind::Multi { options }),
        Just(Kind::Choice { options: Vec::new(), open: false }),
        Just(Kind::Multi { options: Vec::new() }),
        Just(Kind::YesNo),
        ends.prop_map(|(min, long, step, low, high)| {
            let long = f64::from(long) / 4.0;
            Kind::Slider(Slider {
                min,
                max: ((min + long) * 100.0).round() / 100.0,
                step: (f64::from(step) / 4.0).min(long),
                low,
                high,
            })
        }),
        (any::<bool>(), option::of(number()), option::of(number()), "[a-z/]{0,4}").prop_map(
            |(whole, min, max, unit)| {
                let (min, max) = if min > max && max.is_some() { (max, min) } else { (min, max) };
                Kind::Number(Number { whole, min, max, unit })
            }
        ),
        Just(Kind::Date),
        any::<bool>().prop_map(|long| Kind::Text { long }),
        Just(Kind::Display),
        Just(Kind::Group),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    let words = (translated(), "[0-9a-z.)]{0,3}", translated());
    let computed =
        option::weighted(0.2, select(vec!["1 + 1", "%v", "text/cql: Total", "%resource.item.answer.weight().sum()"]));
    (words, kind(), flags, any::<Index>(), any::<bool>(), computed).prop_map(
        |(words, kind, flags, index, starts, computed)| {
            let (reversed, required, hidden, read_only, page) = flags;
            let initial = match &kind {
                Kind::Choice { options, .. } if !options.is_empty() => Some(Answer::Value(index.get(options).value)),
                Kind::Multi { options } if !options.is_empty() => Some(Answer::Many(vec![index.get(options).value])),
                Kind::YesNo => Some(Answer::Value(1.0)),
                Kind::Slider(slider) => Some(Answer::Value(slider.min)),
                Kind::Number(number) => Some(Answer::Value(if number.whole { 3.0 } else { 2.25 })),
                Kind::Date => Some(Answer::Text("2026-11-23".to_owned())),
                Kind::Text { .. } => Some(Answer::Text("begin".to_owned())),
                _ => None,
            };
            let calculated = computed.filter(|_| kind.is_question()).map(str::to_owned);
            Item {
                id: String::new(),
                text: words.0,
                prefix: words.1,
                help: words.2,
                kind,
                reversed,
                required,
                hidden,
                read_only,
                page,
                when: None,
                initial: initial.filter(|_| starts),
                calculated,
                variables: Vec::new(),
                items: Vec::new(),
            }
        },
    )
}

fn test(item: &Item, shared: &[Choice], which: u8, index: &Index) -> Test {
    let options = match item.kind.own_options() {
        Some([]) => shared,
        own => own.unwrap_or_default(),
    };
    let operand = match &item.kind {
        Kind::Date => Operand::Text("2026-01-01".to_owned()),
        Kind::Text { .. } => Operand::Text("no".to_owned()),
        Kind::YesNo => Operand::Number(1.0),
        _ if !options.is_empty() => Operand::Number(index.get(options).value),
        _ => Operand::Number(2.5),
    };
    match which % 8 {
        0 => Test::Answered(true),
        1 => Test::Answered(false),
        2 => Test::Equal(operand),
        3 => Test::NotEqual(operand),
        _ if item.kind == Kind::YesNo => Test::Equal(operand),
        4 => Test::Greater(operand),
        5 => Test::Less(operand),
        6 => Test::AtLeast(operand),
        _ => Test::AtMost(operand),
    }
}

/// Gives items names, conditions on earlier questions, and a place below each other.
fn arranged(flat: Vec<(Item, u8, Index, u8)>, shared: &[Choice]) -> Vec<Item> {
    let mut earlier: Vec<Item> = Vec::new();
    let mut roots: Vec<Item> = Vec::new();
    for (at, (mut item, which, index, below)) in flat.into_iter().enumerate() {
        item.id = format!("item-{at}");
        if which > 100 && !earlier.is_empty() {
            let other = index.get(&earlier);
            let rule = Rule { item: other.id.clone(), test: test(other, shared, which, &index) };
            item.when = Some(match which % 3 {
                0 => Condition::Any(vec![rule.clone(), rule]),
                1 => Condition::All(vec![rule]),
                _ => Condition::Expression(format!("%resource.item.where(linkId = '{}').answer.exists()", other.id)),
            });
        }
        if item.kind.is_question() {
            earlier.push(item.clone());
        }
        match roots.last_mut() {
            Some(last) if below > 150 && last.kind != Kind::Display => last.items.push(item),
            _ => roots.push(item),
        }
    }
    roots
}

fn around() -> impl Strategy<Value = Instrument> {
    let reference = ("[a-z-]{1,12}", 1..9_u32).prop_map(|(id, version)| InstrumentRef { id, version });
    let texts = (translated(), translated(), translated(), translated(), words());
    let provenance = prop_oneof![
        Just(Provenance::Attune),
        Just(Provenance::Template),
        ("[a-z:/.]{0,12}", "[0-9.]{0,4}").prop_map(|(url, version)| Provenance::Imported { url, version }),
        Just(Provenance::Own { from: None }),
        Just(Provenance::Own { from: Some(InstrumentRef { id: "other".to_owned(), version: 2 }) }),
    ];
    let facts = (any::<bool>(), option::of(any::<bool>()), option::of(0..99_u8), any::<bool>(), 0..4_usize, number());
    let language = select(vec!["en", "es", "de", "und", ""]);
    (reference, texts, provenance, facts, options(), language).prop_map(
        |(reference, (title, lead, recall, terms, name), provenance, facts, options, language)| {
            let (normed, higher_is_better, minimum_age, no_derivatives, may, value) = facts;
            Instrument {
                reference,
                title,
                lead,
                recall,
                respondent: if normed { Respondent::Therapist } else { Respondent::Other },
                licence: Licence { name, terms: terms.clone(), no_derivatives },
                provenance,
                normed,
                higher_is_better,
                minimum_age,
                options,
                items: Vec::new(),
                scales: vec![Scale {
                    id: "total".to_owned(),
                    name: terms,
                    items: vec!["item-0".to_owned()],
                    may_miss: (may < 3).then_some(may),
                    method: if normed { Method::Sum } else { Method::Mean },
                    times: Factor(value),
                    higher_is_better: minimum_age.map(|age| age > 50),
                }],
                variables: vec![Variable { name: "v".to_owned(), expression: "1".to_owned() }],
                risk_items: higher_is_better.map(|some| if some { vec!["item-0".to_owned()] } else { Vec::new() }),
                figures: vec![Figure {
                    kind: FigureKind::CutOff,
                    scale: String::new(),
                    value,
                    inclusive: higher_is_better,
                    source: "a book, p. 3".to_owned(),
                    confirmed: normed,
                }],
                unconfirmed: if normed { vec![Unconfirmed::Map, Unconfirmed::Risk] } else { Vec::new() },
                language: language.to_owned(),
            }
        },
    )
}

/// An instrument that holds together.
pub fn instrument() -> impl Strategy<Value = Instrument> {
    let items = vec((item(), any::<u8>(), any::<Index>(), any::<u8>()), 1..8);
    (around(), items).prop_map(|(mut made, flat)| {
        made.items = arranged(flat, &made.options);
        // What asks nothing is a fault of its own.
        if made.walk().iter().all(|item| !item.kind.is_question()) {
            made.items.push(Item { id: "question".to_owned(), kind: Kind::YesNo, ..Item::default() });
        }
        made
    })
}

fn answer(kind: &Kind, options: &[Choice]) -> BoxedStrategy<Option<Answer>> {
    let value = match kind {
        Kind::Choice { open, .. } if !options.is_empty() => {
            let chosen = select(options.to_vec()).prop_map(|option| Answer::Value(option.value));
            let own = Just(Answer::Text("words of my own".to_owned()));
            if *open { prop_oneof![chosen, own].boxed() } else { chosen.boxed() }
        }
        Kind::Multi { .. } => {
            let values: Vec<f64> = options.iter().map(|option| option.value).collect();
            let most = values.len();
            proptest::sample::subsequence(values, 0..=most).prop_map(Answer::Many).boxed()
        }
        Kind::YesNo => any::<bool>().prop_map(|yes| Answer::Value(f64::from(u8::from(yes)))).boxed(),
        Kind::Number(_) | Kind::Slider(_) => number().prop_map(Answer::Value).boxed(),
        Kind::Date => Just(Answer::Text("2026-02-28".to_owned())).boxed(),
        _ => words().prop_map(Answer::Text).boxed(),
    };
    prop_oneof![1 => Just(None), 1 => Just(Some(Answer::Skipped)), 6 => value.prop_map(Some)].boxed()
}

/// Answers to any of an instrument's items, asked or not, and some that do not even fit.
pub fn answers(made: &Instrument) -> impl Strategy<Value = AnswerSet> + use<> {
    let all: Vec<(String, BoxedStrategy<Option<Answer>>)> = made
        .walk()
        .into_iter()
        .filter(|item| item.kind.is_question())
        .map(|item| (item.id.clone(), answer(&item.kind, made.choices(item))))
        .collect();
    let (names, given): (Vec<String>, Vec<_>) = all.into_iter().unzip();
    (given, option::of(number())).prop_map(move |(given, odd)| {
        let mut answers: AnswerSet =
            names.iter().zip(given).filter_map(|(name, answer)| Some((name.clone(), answer?))).collect();
        if let Some(odd) = odd {
            answers.set("item-0", Answer::Value(odd));
            answers.set("unknown", Answer::Many(vec![odd]));
        }
        answers
    })
}
