//! Scoring templates: facts about published scales, and what their users add to them.
//!
//! Lives here: how many items a scale has, what can be answered, which items make which score, the published figures and how
//! sure we are of each (`facts.json`, all from the project's table of facts); how a licence holder's wording is put in and a
//! fact confirmed. Never here: a published item's wording, and a guess. What the facts do not tell is left out.

mod confirm;
mod places;
mod wording;

use std::sync::{Arc, OnceLock};

use serde_json::{Map, Value};

pub use confirm::{ConfirmError, Said, confirm};
pub use places::places;
pub use wording::{WordingError, with_option_wording, with_wording};

use super::{
    Choice, Figure, Instrument, InstrumentRef, Item, Kind, Licence, Number, Provenance, Respondent, Scale, Slider,
    Translated, Unconfirmed,
};
use crate::{
    plain::{Plain, read, read_or_default},
    words::{Lang, template_terms},
};

/// Every template, made when first asked for. One that cannot be read is left out here and fails the tests.
pub fn all() -> &'static [Arc<Instrument>] {
    static ALL: OnceLock<Vec<Arc<Instrument>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let facts: Vec<Value> = serde_json::from_str(include_str!("facts.json")).unwrap_or_default();
        facts.iter().filter_map(|facts| template(facts.as_object()?)).map(Arc::new).collect()
    })
}

/// The template of that name, such as `phq-9`.
///
/// ```
/// # use attune::instrument::templates;
/// let template = templates::find("phq-9").ok_or("no template")?;
/// assert_eq!(template.items.len(), 9);
/// assert!(template.lacks_wording() && template.higher_is_better.is_none());
/// # Ok::<(), &str>(())
/// ```
#[must_use]
pub fn find(id: &str) -> Option<&'static Instrument> {
    all().iter().find(|template| template.reference.id == id).map(Arc::as_ref)
}

/// Which way is commonly taken as better. It is not among the facts, so that no template states it: a form that asks for the
/// direction can propose it, and whoever confirms it states it.
#[must_use]
pub fn presumed_direction(id: &str) -> Option<bool> {
    match id {
        "phq-9" | "gad-7" | "core-10" | "core-om" | "oq-45.2" | "k10" | "k6" => Some(false),
        "wai-sr" | "wai-s" | "wai-36" | "haq-ii" | "srs" | "ors" => Some(true),
        _ => None,
    }
}

/// One line of the facts as a questionnaire.
fn template(facts: &Map<String, Value>) -> Option<Instrument> {
    let name: String = read(facts, "id")?;
    let count: usize = read(facts, "items")?;
    let range: Vec<f64> = read_or_default(facts, "range")?;
    let step: Option<f64> = read_or_default(facts, "step")?;
    let (kind, options) = match (range.as_slice(), step) {
        ([min, max], Some(step)) => (slider(*min, *max, step), Vec::new()),
        ([min, max], None) => (Kind::default(), whole_options(*min, *max)),
        _ => (Kind::Number(Number::default()), Vec::new()),
    };
    let ids: Vec<String> = (1..=count).map(|number| number.to_string()).collect();
    let reversed = ids_at(facts, "reversed").unwrap_or_default();
    let item =
        |id: &String| Item { id: id.clone(), kind: kind.clone(), reversed: reversed.contains(id), ..Item::default() };
    let unconfirmed: Vec<Unconfirmed> = read_or_default(facts, "unconfirmed")?;
    let scales = facts.get("scales").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    Some(Instrument {
        reference: InstrumentRef { id: name.to_lowercase(), version: 1 },
        title: in_every_language(|_| name.clone()),
        lead: Translated::default(),
        recall: Translated::default(),
        respondent: read_or_default::<Respondent>(facts, "respondent")?,
        licence: licence(facts, unconfirmed.contains(&Unconfirmed::Licence))?,
        provenance: Provenance::Template,
        normed: false,
        higher_is_better: read_or_default(facts, "higher_is_better")?,
        minimum_age: None,
        options,
        items: ids.iter().map(item).collect(),
        scales: scales.iter().map(|scale| scale_of(scale, &ids)).collect::<Option<_>>()?,
        variables: Vec::new(),
        risk_items: ids_at(facts, "risk_items"),
        figures: read_or_default::<Vec<Figure>>(facts, "figures")?,
        unconfirmed,
        language: Lang::En.tag().to_owned(),
    })
}

/// A list of items by their numbers; nothing where there is no such list.
fn ids_at(map: &Map<String, Value>, key: &str) -> Option<Vec<String>> {
    Some(map.get(key)?.as_array()?.iter().filter_map(Value::as_u64).map(|number| number.to_string()).collect())
}

/// A scale; without a list of items it is made of all.
fn scale_of(facts: &Value, all: &[String]) -> Option<Scale> {
    let facts = facts.as_object()?;
    let items = ids_at(facts, "items").unwrap_or_else(|| all.to_vec());
    let mut facts = facts.clone();
    facts.insert("items".to_owned(), items.to_plain());
    Scale::of_plain(&Value::Object(facts))
}

fn slider(min: f64, max: f64, step: f64) -> Kind {
    Kind::Slider(Slider { min, max, step, low: Translated::default(), high: Translated::default() })
}

/// An option for each whole number, called by that number.
fn whole_options(min: f64, max: f64) -> Vec<Choice> {
    let text = |value: i32| in_every_language(|_| value.to_string().replace('-', "\u{2212}"));
    let option = |value: i32| Choice { value: f64::from(value), text: text(value), ..Choice::default() };
    (min as i32..=max as i32).map(option).collect()
}

fn in_every_language(text: impl Fn(Lang) -> String) -> Translated {
    let mut made = Translated::default();
    for lang in Lang::ALL {
        made.set(lang.tag(), &text(lang));
    }
    made
}

fn licence(facts: &Map<String, Value>, unconfirmed: bool) -> Option<Licence> {
    let kind: String = read(facts, "terms")?;
    let terms = match kind.as_str() {
        "ask" => template_terms::ask,
        "spr" => template_terms::spr,
        "licensed" => template_terms::licensed,
        "free" => template_terms::free,
        "unaltered" => template_terms::unaltered,
        "nc" => template_terms::no_money,
        _ => return None,
    };
    let whole = |lang| {
        let first = terms(lang).to_owned();
        if unconfirmed { first + " " + template_terms::unconfirmed(lang) } else { first }
    };
    Some(Licence {
        name: read(facts, "licence")?,
        terms: in_every_language(whole),
        no_derivatives: kind == "unaltered",
    })
}
