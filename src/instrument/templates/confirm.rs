//! Recording what somebody has checked against the source of a scale.

use super::{
    super::{Choice, Factor, Instrument, Item, Kind, Method, Provenance, Scale, Translated, Unconfirmed},
    whole_options,
    wording::next_version,
};
use crate::words::{Lang, template_confirm};

/// One thing that was checked.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// How many items of a scale may be unanswered. From then on it is scored.
    MissingRule {
        /// The scale.
        scale: String,
        /// How many.
        may_miss: usize,
    },
    /// Which way is better: in a scale, or in the questionnaire where none is named.
    Direction {
        /// The scale.
        scale: Option<String>,
        /// Whether a higher score is better.
        higher_is_better: bool,
    },
    /// How the items of a scale become a score.
    Score {
        /// The scale.
        scale: String,
        /// Mean or sum.
        method: Method,
        /// What that is multiplied by.
        times: f64,
    },
    /// Which items make a scale; one of that name is added where there is none.
    Items {
        /// The scale.
        scale: String,
        /// Its items.
        items: Vec<String>,
    },
    /// Which items are reversed: these and no others.
    Reversed(Vec<String>),
    /// The lowest and highest answer of these items, or of all where none is named.
    Range {
        /// The items.
        items: Vec<String>,
        /// The lowest answer.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// Which items ask about harm, suicide or abuse; none where the list is empty.
    Risk(Vec<String>),
    /// An unconfirmed fact is right as it stands.
    Fact(Unconfirmed),
    /// A published figure, by its place, is right, and for a cut-off whether a score of just that value is on its far side.
    Figure(usize, Option<bool>),
}

/// Why something cannot be confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfirmError {
    /// Attune's own questionnaires have nothing to confirm.
    Own,
    /// There is no scale of that name.
    NoScale(String),
    /// There is no item of that name.
    NoItem(String),
    /// Nobody has said which items the scale is made of.
    NoItems(String),
    /// Not one item would have to be answered.
    TooManyMissing {
        /// The scale.
        scale: String,
        /// How many items it has.
        of: usize,
    },
    /// The ranges of the scale's items are not known, or differ, so that they cannot simply be added up.
    NoRange(String),
    /// The lowest answer is not below the highest, or too many steps lie between them.
    Backwards,
    /// There is no figure at that place.
    NoFigure,
    /// This is no place among the questions.
    NoPlace(String),
    /// This is no number that could stand there.
    NoNumber(String),
}

impl ConfirmError {
    /// The reason, in a sentence.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Own => template_confirm::own(lang).to_owned(),
            Self::NoScale(scale) => template_confirm::no_scale(lang, scale),
            Self::NoItem(item) => template_confirm::no_item(lang, item),
            Self::NoItems(scale) => template_confirm::no_items(lang, scale),
            Self::TooManyMissing { scale, of } => template_confirm::too_many_missing(lang, scale, &of.to_string()),
            Self::NoRange(scale) => template_confirm::no_range(lang, scale),
            Self::Backwards => template_confirm::backwards(lang).to_owned(),
            Self::NoFigure => template_confirm::no_figure(lang).to_owned(),
            Self::NoPlace(typed) => template_confirm::no_place(lang, typed),
            Self::NoNumber(typed) => template_confirm::no_number(lang, typed),
        }
    }
}

/// The questionnaire with what was checked, as its next version. What is said of a fact replaces it; answers that were given
/// to the earlier version keep that one's rules. The wording stays as it is, so that this is also open to a questionnaire
/// whose licence forbids changes.
///
/// # Errors
/// [`ConfirmError`] for the first thing that does not fit the questionnaire; nothing is changed then.
///
/// ```
/// use attune::instrument::{Answer, scoring::{MissingRule, Score, score_named}, templates::{Said, confirm, find}};
/// let template = find("gad-7").ok_or("no template")?;
/// let answers = template.items.iter().map(|item| (item.id.clone(), Answer::Value(2.0))).collect();
/// let total = |of| score_named(of, "total", &answers, MissingRule::ByScale);
/// assert_eq!(total(template), Some(Score::Unconfirmed));
/// let rule = Said::MissingRule { scale: "total".to_owned(), may_miss: 0 };
/// let made = confirm(template, &[rule]).map_err(|_| "refused")?;
/// assert_eq!(total(&made), Some(Score::Complete(14.0)));
/// # Ok::<(), &str>(())
/// ```
pub fn confirm(instrument: &Instrument, said: &[Said]) -> Result<Instrument, ConfirmError> {
    if instrument.provenance == Provenance::Attune {
        return Err(ConfirmError::Own);
    }
    let mut made = next_version(instrument);
    for one in said {
        take(&mut made, one)?;
    }
    // Last, because the items and ranges may have been told after the rule. Nothing confirmed before may lose its ground.
    for scale in made.scales.iter().filter(|scale| scale.may_miss.is_some()) {
        can_be_scored(&made, scale)?;
    }
    Ok(made)
}

fn take(made: &mut Instrument, said: &Said) -> Result<(), ConfirmError> {
    match said {
        Said::MissingRule { scale, may_miss } => scale_mut(made, scale)?.may_miss = Some(*may_miss),
        Said::Direction { scale: None, higher_is_better } => made.higher_is_better = Some(*higher_is_better),
        Said::Direction { scale: Some(scale), higher_is_better } => {
            scale_mut(made, scale)?.higher_is_better = Some(*higher_is_better);
        }
        Said::Score { scale, method, times } => {
            let scale = scale_mut(made, scale)?;
            (scale.method, scale.times) = (*method, Factor(*times));
        }
        Said::Items { scale, items } => {
            known(made, items)?;
            if made.scale(scale).is_none() {
                made.scales.push(Scale {
                    id: scale.clone(),
                    name: Translated::default(),
                    items: Vec::new(),
                    may_miss: None,
                    method: Method::default(),
                    times: Factor::default(),
                    higher_is_better: None,
                });
            }
            scale_mut(made, scale)?.items.clone_from(items);
        }
        Said::Reversed(items) => {
            known(made, items)?;
            each(&mut made.items, &mut |item| item.reversed = items.contains(&item.id));
            settle(made, Unconfirmed::Reversed);
        }
        Said::Range { items, low, high } => set_range(made, items, *low, *high)?,
        Said::Risk(items) => {
            known(made, items)?;
            made.risk_items = Some(items.clone());
            settle(made, Unconfirmed::Risk);
        }
        Said::Fact(fact) => settle(made, *fact),
        Said::Figure(place, inclusive) => {
            let figure = made.figures.get_mut(*place).ok_or(ConfirmError::NoFigure)?;
            (figure.inclusive, figure.confirmed) = (inclusive.or(figure.inclusive), true);
        }
    }
    Ok(())
}

fn settle(made: &mut Instrument, fact: Unconfirmed) {
    made.unconfirmed.retain(|other| *other != fact);
}

fn scale_mut<'a>(made: &'a mut Instrument, id: &str) -> Result<&'a mut Scale, ConfirmError> {
    made.scales.iter_mut().find(|scale| scale.id == id).ok_or_else(|| ConfirmError::NoScale(id.to_owned()))
}

fn known(made: &Instrument, items: &[String]) -> Result<(), ConfirmError> {
    let lost = items.iter().find(|item| made.item(item).is_none());
    lost.map_or(Ok(()), |item| Err(ConfirmError::NoItem(item.clone())))
}

fn each(items: &mut [Item], change: &mut dyn FnMut(&mut Item)) {
    for item in items {
        change(item);
        each(&mut item.items, change);
    }
}

fn can_be_scored(made: &Instrument, scale: &Scale) -> Result<(), ConfirmError> {
    let of = scale.items.len();
    if of == 0 {
        return Err(ConfirmError::NoItems(scale.id.clone()));
    }
    if scale.may_miss.is_some_and(|may_miss| may_miss >= of) {
        return Err(ConfirmError::TooManyMissing { scale: scale.id.clone(), of });
    }
    let ranges: Option<Vec<_>> = scale.items.iter().map(|id| made.item_range(made.item(id)?)).collect();
    // An imported scale may mean its items to weigh differently; a template whose ranges differ must be standardised.
    let fits = |ranges: Vec<(f64, f64)>| {
        made.provenance != Provenance::Template || ranges.windows(2).all(|pair| pair[0] == pair[1])
    };
    if ranges.is_some_and(fits) { Ok(()) } else { Err(ConfirmError::NoRange(scale.id.clone())) }
}

/// Sets the lowest and highest answer. Options that are there already keep their wording.
fn set_range(made: &mut Instrument, items: &[String], low: f64, high: f64) -> Result<(), ConfirmError> {
    known(made, items)?;
    // Written so that a number that is none is refused too.
    if !(low < high && high - low <= 100.0) {
        return Err(ConfirmError::Backwards);
    }
    let within = |old: &[Choice]| -> Vec<Choice> {
        let kept = |new: Choice| old.iter().find(|option| option.value == new.value).cloned().unwrap_or(new);
        whole_options(low, high).into_iter().map(kept).collect()
    };
    let shared = within(&made.options);
    if items.is_empty() {
        if !made.options.is_empty() {
            made.options.clone_from(&shared);
        }
        settle(made, Unconfirmed::Range);
    }
    each(&mut made.items, &mut |item| match &mut item.kind {
        _ if !items.is_empty() && !items.contains(&item.id) => {}
        Kind::Slider(slider) => (slider.min, slider.max) = (low, high),
        Kind::Number(number) => (number.min, number.max) = (Some(low), Some(high)),
        Kind::Choice { options, .. } if !options.is_empty() => *options = within(options),
        Kind::Choice { options, .. } if !items.is_empty() => options.clone_from(&shared),
        _ => {}
    });
    Ok(())
}
