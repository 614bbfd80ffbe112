//! The single changes, and how each is made.

use super::super::{Condition, Factor, Instrument, Item, Kind, Method, Number, Respondent, Scale, Slider, Translated};
use super::{
    options::of_lines,
    texts::{Place, text_mut},
    tree::{self, Direction, item_mut},
};

/// One change of a questionnaire. One that names an item, scale or place that is not there changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Sets a text in the language of that tag; an empty text takes it away.
    Text(Place, String, String),
    /// Adds an item after the one of that name, or at the end.
    Add(Option<String>),
    /// Takes an item out with all it holds.
    Remove(String),
    /// Moves an item.
    Move(String, Direction),
    /// Changes what can be answered.
    Form(String, Form),
    /// Sets the answer options of an item, or the shared ones, from lines in the language of that tag: see
    /// [`lines_of`](super::lines_of).
    Options(Option<String>, String, String),
    /// Sets an end or the step of a slider or number. Nothing takes away a number's; a slider needs its own.
    End(String, End, Option<f64>),
    /// Sets the unit of a number.
    Unit(String, String),
    /// Sets or clears a mark of an item.
    Flag(String, Flag, bool),
    /// Sets when an item is asked; nothing for always.
    When(String, Option<Condition>),
    /// Adds a scale of all items that can be scored.
    AddScale,
    /// Takes a scale away.
    RemoveScale(String),
    /// Puts an item into a scale or out of it.
    Member(String, String, bool),
    /// How many items of a scale may be missing; nothing where that is not confirmed.
    MayMiss(String, Option<usize>),
    /// How items become one score.
    Method(String, Method),
    /// Whether a higher score is better; nothing where that is not known.
    Direction(Option<bool>),
    /// Which items ask about harm, suicide or abuse; nothing while nobody has said.
    Risk(Option<Vec<String>>),
    /// Who answers.
    Respondent(Respondent),
    /// The youngest age it is meant for.
    MinimumAge(Option<u8>),
    /// The name of the licence.
    Licence(String),
}

/// What can be answered, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One of the options that all items share.
    Shared,
    /// One of the item's own options.
    Choice,
    /// Any number of the item's own options.
    Multi,
    /// Yes or no.
    YesNo,
    /// A place between two ends.
    Slider,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A line of words.
    Line,
    /// Several lines of words.
    Words,
    /// Only read.
    Display,
    /// Holds other items.
    Group,
}

impl Form {
    /// Every form, in the order in which a choice shows them.
    pub const ALL: [Self; 11] = [
        Self::Shared,
        Self::Choice,
        Self::Multi,
        Self::YesNo,
        Self::Slider,
        Self::Number,
        Self::Date,
        Self::Line,
        Self::Words,
        Self::Display,
        Self::Group,
    ];

    /// The form of an item.
    #[must_use]
    pub fn of(item: &Item) -> Self {
        match &item.kind {
            Kind::Choice { options, open: false } if options.is_empty() => Self::Shared,
            Kind::Choice { .. } => Self::Choice,
            Kind::Multi { .. } => Self::Multi,
            Kind::YesNo => Self::YesNo,
            Kind::Slider(_) => Self::Slider,
            Kind::Number(_) => Self::Number,
            Kind::Date => Self::Date,
            Kind::Text { long: false } => Self::Line,
            Kind::Text { long: true } => Self::Words,
            Kind::Display => Self::Display,
            Kind::Group => Self::Group,
        }
    }

    /// The kind that an item of the kind `old` gets. Options stay where both have some.
    fn kind(self, old: &Kind, shared: &[super::super::Choice]) -> Kind {
        let options = || match old.own_options() {
            Some([]) => shared.to_vec(),
            Some(own) => own.to_vec(),
            None => Vec::new(),
        };
        match self {
            Self::Shared => Kind::default(),
            Self::Choice => Kind::Choice { options: options(), open: matches!(old, Kind::Choice { open: true, .. }) },
            Self::Multi => Kind::Multi { options: options() },
            Self::YesNo => Kind::YesNo,
            Self::Slider => match old {
                Kind::Slider(slider) => Kind::Slider(slider.clone()),
                _ => {
                    let (low, high) = (Translated::default(), Translated::default());
                    Kind::Slider(Slider { min: 0.0, max: 10.0, step: 0.1, low, high })
                }
            },
            Self::Number => match old {
                Kind::Number(number) => Kind::Number(number.clone()),
                _ => Kind::Number(Number::default()),
            },
            Self::Date => Kind::Date,
            Self::Line => Kind::Text { long: false },
            Self::Words => Kind::Text { long: true },
            Self::Display => Kind::Display,
            Self::Group => Kind::Group,
        }
    }
}

/// A number that bounds what can be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// The least.
    Min,
    /// The most.
    Max,
    /// The smallest difference.
    Step,
}

/// A mark of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flag {
    /// A high answer means a low score.
    Reversed,
    /// It is asked for once more before finishing.
    Required,
    /// It stands on a page of its own.
    Page,
    /// It asks about harm, suicide or abuse.
    Risk,
}

/// Makes one change. Gives back the name of the item or scale that was added.
pub fn apply(instrument: &mut Instrument, edit: Edit) -> Option<String> {
    match edit {
        Edit::Text(place, tag, new) => {
            if let Some(text) = text_mut(instrument, &place) {
                text.set(&tag, &new);
            }
        }
        Edit::Add(after) => return Some(tree::add(instrument, after.as_deref())),
        Edit::Remove(id) => tree::remove(instrument, &id),
        Edit::Move(id, direction) => tree::shift(instrument, &id, direction),
        Edit::Options(None, tag, lines) => instrument.options = of_lines(&instrument.options, &tag, &lines),
        Edit::AddScale => return Some(add_scale(instrument)),
        Edit::RemoveScale(id) => instrument.scales.retain(|scale| scale.id != id),
        Edit::Direction(better) => instrument.higher_is_better = better,
        Edit::Risk(items) => instrument.risk_items = items,
        Edit::Respondent(who) => instrument.respondent = who,
        Edit::MinimumAge(age) => instrument.minimum_age = age,
        Edit::Licence(name) => instrument.licence.name = name,
        Edit::Flag(id, Flag::Risk, on) => {
            let items = instrument.risk_items.get_or_insert_default();
            items.retain(|other| *other != id);
            if on {
                items.push(id);
            }
        }
        Edit::Member(scale, item, on) => {
            let order: Vec<String> = instrument.walk().iter().map(|item| item.id.clone()).collect();
            if let Some(scale) = scale_mut(instrument, &scale) {
                let mut members: Vec<String> = std::mem::take(&mut scale.items);
                members.retain(|other| *other != item);
                if on {
                    members.push(item);
                }
                // In the order of the questionnaire; what is not in it stays, at the end, to be named as a fault.
                let (known, lost): (Vec<_>, Vec<_>) = members.into_iter().partition(|id| order.contains(id));
                scale.items = order.into_iter().filter(|id| known.contains(id)).chain(lost).collect();
            }
        }
        Edit::MayMiss(scale, count) => {
            if let Some(scale) = scale_mut(instrument, &scale) {
                scale.may_miss = count;
            }
        }
        Edit::Method(scale, method) => {
            if let Some(scale) = scale_mut(instrument, &scale) {
                scale.method = method;
            }
        }
        Edit::Form(id, form) => {
            let shared = instrument.options.clone();
            if let Some(item) = item_mut(&mut instrument.items, &id) {
                item.kind = form.kind(&item.kind, &shared);
            }
        }
        Edit::Options(Some(id), tag, lines) => {
            if let Some(Item { kind: Kind::Choice { options, .. } | Kind::Multi { options }, .. }) =
                item_mut(&mut instrument.items, &id)
            {
                *options = of_lines(options, &tag, &lines);
            }
        }
        Edit::End(id, end, value) => {
            if let Some(item) = item_mut(&mut instrument.items, &id) {
                set_end(&mut item.kind, end, value.filter(|value| value.is_finite()));
            }
        }
        Edit::Unit(id, unit) => {
            if let Some(Item { kind: Kind::Number(number), .. }) = item_mut(&mut instrument.items, &id) {
                number.unit = unit;
            }
        }
        Edit::Flag(id, flag, on) => {
            if let Some(item) = item_mut(&mut instrument.items, &id) {
                match flag {
                    Flag::Reversed => item.reversed = on,
                    Flag::Required => item.required = on,
                    Flag::Page => item.page = on,
                    Flag::Risk => {}
                }
            }
        }
        Edit::When(id, when) => {
            if let Some(item) = item_mut(&mut instrument.items, &id) {
                item.when = when;
            }
        }
    }
    None
}

fn set_end(kind: &mut Kind, end: End, value: Option<f64>) {
    match (kind, end, value) {
        (Kind::Slider(slider), End::Min, Some(value)) => slider.min = value,
        (Kind::Slider(slider), End::Max, Some(value)) => slider.max = value,
        (Kind::Slider(slider), End::Step, Some(value)) => slider.step = value,
        (Kind::Number(number), End::Min, value) => number.min = value,
        (Kind::Number(number), End::Max, value) => number.max = value,
        _ => {}
    }
}

fn scale_mut<'a>(instrument: &'a mut Instrument, id: &str) -> Option<&'a mut Scale> {
    instrument.scales.iter_mut().find(|scale| scale.id == id)
}

fn add_scale(instrument: &mut Instrument) -> String {
    let taken = |id: &String| instrument.scales.iter().any(|scale| scale.id == *id);
    let id = (1_u32..).map(|n| format!("s{n}")).find(|id| !taken(id)).unwrap_or_default();
    let scored = |item: &&&Item| item.is_asked() && instrument.item_range(item).is_some();
    let items = instrument.walk().iter().filter(scored).map(|item| item.id.clone()).collect();
    let name = Translated::default();
    let (method, times) = (Method::Mean, Factor::default());
    instrument.scales.push(Scale {
        id: id.clone(),
        name,
        items,
        may_miss: None,
        method,
        times,
        higher_is_better: None,
    });
    id
}
