//! A questionnaire as data.

use super::{Condition, Figure, Item, Licence, Provenance, Scale, Translated, item::Choice};
use crate::plain::{plain_enum, plain_struct};
use crate::words::Lang;

/// Which questionnaire, in which version. Old versions stay readable for ever, so both are kept with every answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstrumentRef {
    /// The stable name of the instrument.
    pub id: String,
    /// Its version; any change of wording, items or scoring makes a new one.
    pub version: u32,
}

/// Who answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Respondent {
    /// The person in treatment.
    #[default]
    Patient,
    /// The professional.
    Therapist,
    /// Somebody else, such as a parent.
    Other,
}

/// A named FHIRPath expression that other expressions below it can use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, without the per cent sign.
    pub name: String,
    /// The expression.
    pub expression: String,
}

/// A fact that scoring rests on and that nobody has confirmed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unconfirmed {
    /// Which items belong to which scale.
    Map,
    /// Which items are reversed.
    Reversed,
    /// The lowest and highest answer.
    Range,
    /// How the score is made.
    Score,
    /// Which items ask about risk.
    Risk,
    /// The licence.
    Licence,
}

/// A questionnaire.
#[derive(Clone, Debug, PartialEq)]
pub struct Instrument {
    /// Which questionnaire and version this is.
    pub reference: InstrumentRef,
    /// Its title.
    pub title: Translated,
    /// What stands above every question: what to think of.
    pub lead: Translated,
    /// The time that answers are about, such as "the last two weeks"; empty where there is none.
    pub recall: Translated,
    /// Who answers.
    pub respondent: Respondent,
    /// The licence of the wording.
    pub licence: Licence,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Whether published norms exist for it.
    pub normed: bool,
    /// Whether a higher score is better; without it nothing may be called improved.
    pub higher_is_better: Option<bool>,
    /// The youngest age, in years, that it is meant for.
    pub minimum_age: Option<u8>,
    /// The answer options of all choice items that have none of their own, lowest value first.
    pub options: Vec<Choice>,
    /// The items, in the order in which they are asked.
    pub items: Vec<Item>,
    /// The scales that are scored from the items.
    pub scales: Vec<Scale>,
    /// Expressions that every item can use.
    pub variables: Vec<Variable>,
    /// The items that ask about harm, suicide or abuse; nothing while nobody has said whether there are any.
    pub risk_items: Option<Vec<String>>,
    /// Published figures.
    pub figures: Vec<Figure>,
    /// Facts that nobody has confirmed yet.
    pub unconfirmed: Vec<Unconfirmed>,
    /// The tag of the language it was written in.
    pub language: String,
}

impl Instrument {
    /// A questionnaire with nothing in it yet, under a name of its own.
    #[must_use]
    pub fn empty(reference: InstrumentRef, provenance: Provenance) -> Self {
        Self {
            reference,
            title: Translated::default(),
            lead: Translated::default(),
            recall: Translated::default(),
            respondent: Respondent::default(),
            licence: Licence::default(),
            provenance,
            normed: false,
            higher_is_better: None,
            minimum_age: None,
            options: Vec::new(),
            items: Vec::new(),
            scales: Vec::new(),
            variables: Vec::new(),
            risk_items: None,
            figures: Vec::new(),
            unconfirmed: Vec::new(),
            language: String::new(),
        }
    }

    /// Every item, groups and their items included, in the order in which they stand.
    #[must_use]
    pub fn walk(&self) -> Vec<&Item> {
        fn add<'a>(items: &'a [Item], all: &mut Vec<&'a Item>) {
            for item in items {
                all.push(item);
                add(&item.items, all);
            }
        }
        let mut all = Vec::new();
        add(&self.items, &mut all);
        all
    }

    /// The item of that name, at any depth.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        fn find<'a>(items: &'a [Item], id: &str) -> Option<&'a Item> {
            items.iter().find_map(|item| if item.id == id { Some(item) } else { find(&item.items, id) })
        }
        find(&self.items, id)
    }

    /// The items that a person answers: no groups, no mere text, nothing hidden and nothing that is computed.
    #[must_use]
    pub fn questions(&self) -> Vec<&Item> {
        let mut all = self.walk();
        all.retain(|item| item.is_asked());
        all
    }

    /// The scale of that name.
    #[must_use]
    pub fn scale(&self, id: &str) -> Option<&Scale> {
        self.scales.iter().find(|scale| scale.id == id)
    }

    /// The options of a choice item: its own, or the instrument's.
    #[must_use]
    pub fn choices<'a>(&'a self, item: &'a Item) -> &'a [Choice] {
        match item.kind.own_options() {
            Some([]) => &self.options,
            Some(own) => own,
            None => &[],
        }
    }

    /// The lowest and the highest weight of the shared options; `(0, 0)` for an instrument without any.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        range_of(&self.options).unwrap_or((0.0, 0.0))
    }

    /// The lowest and the highest value that an answer to this item can count as; nothing where it has none.
    #[must_use]
    pub fn item_range(&self, item: &Item) -> Option<(f64, f64)> {
        item.kind.bounds().or_else(|| range_of(self.choices(item)))
    }

    /// The wording of the shared option with that value.
    #[must_use]
    pub fn option_text(&self, value: f64, lang: Lang) -> Option<&str> {
        self.options.iter().find(|option| option.value == value).map(|option| option.text.get(lang))
    }

    /// Whether an item asks about harm, suicide or abuse, as far as somebody has said.
    #[must_use]
    pub fn is_risk(&self, item: &str) -> bool {
        self.risk_items.as_ref().is_some_and(|items| items.iter().any(|other| other == item))
    }

    /// Every sentence that a person reads while answering.
    #[must_use]
    pub fn texts(&self) -> Vec<&Translated> {
        let mut all = vec![&self.title, &self.lead, &self.recall];
        all.extend(self.options.iter().map(|option| &option.text));
        for item in self.walk() {
            all.extend(item.texts());
        }
        all.retain(|text| !text.is_empty());
        all
    }

    /// Whether every sentence that a person reads while answering exists in `lang`.
    #[must_use]
    pub fn speaks(&self, lang: Lang) -> bool {
        self.texts().iter().all(|text| text.exact(lang).is_some())
    }

    /// Whether some question has no wording yet, as in a scoring template whose owner has not put it in.
    #[must_use]
    pub fn lacks_wording(&self) -> bool {
        self.questions().iter().any(|item| item.text.is_empty())
    }

    /// The conditions that use another item's answer, each with the item that has it.
    #[must_use]
    pub fn conditions(&self) -> Vec<(&Item, &Condition)> {
        self.walk().into_iter().filter_map(|item| Some((item, item.when.as_ref()?))).collect()
    }
}

fn range_of(options: &[Choice]) -> Option<(f64, f64)> {
    let weights = || options.iter().filter_map(Choice::weight);
    let (low, high) = (weights().fold(f64::INFINITY, f64::min), weights().fold(f64::NEG_INFINITY, f64::max));
    (low <= high).then_some((low, high))
}

plain_struct!(InstrumentRef { id, version });
plain_enum!(Respondent { "patient" = Patient, "therapist" = Therapist, "other" = Other });
plain_struct!(Variable { name, expression });
plain_enum!(Unconfirmed {
    "map" = Map,
    "reversed" = Reversed,
    "range" = Range,
    "score" = Score,
    "risk" = Risk,
    "licence" = Licence,
});
plain_struct!(Instrument { reference, title, licence, items } default {
    lead,
    recall,
    respondent,
    provenance,
    normed,
    higher_is_better,
    minimum_age,
    options,
    scales,
    variables,
    risk_items,
    figures,
    unconfirmed,
    language,
});
