//! Every text of a questionnaire by the place where it stands, so that it can be listed, written and translated.

use super::super::{Instrument, Item, Kind, Translated};
use super::tree::item_mut;

/// Where a text stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// The title.
    Title,
    /// What stands above every question.
    Lead,
    /// The time that answers are about.
    Recall,
    /// A shared answer option, by its place in the list.
    Shared(usize),
    /// An item's wording.
    Item(String),
    /// What helps to answer an item.
    Help(String),
    /// An item's own answer option, by its place in the list.
    Option(String, usize),
    /// What the low end of a slider means.
    Low(String),
    /// What the high end of a slider means.
    High(String),
    /// What a scale is called.
    Scale(String),
}

/// The places of every text that a person reads, in the order in which they read; places without a text in any language are
/// left out.
#[must_use]
pub fn places(instrument: &Instrument) -> Vec<Place> {
    let mut all = vec![Place::Title, Place::Lead, Place::Recall];
    for item in instrument.walk() {
        let id = || item.id.clone();
        all.extend([Place::Item(id()), Place::Help(id())]);
        let options = item.kind.own_options().unwrap_or_default();
        all.extend((0..options.len()).map(|at| Place::Option(id(), at)));
        all.extend([Place::Low(id()), Place::High(id())]);
    }
    all.extend((0..instrument.options.len()).map(Place::Shared));
    all.extend(instrument.scales.iter().map(|scale| Place::Scale(scale.id.clone())));
    all.retain(|place| text(instrument, place).is_some_and(|text| !text.is_empty()));
    all
}

/// The text at a place; nothing where there is no such place.
#[must_use]
pub fn text<'a>(instrument: &'a Instrument, place: &Place) -> Option<&'a Translated> {
    let of = |id: &str| instrument.item(id);
    let slider = |item: &'a Item| match &item.kind {
        Kind::Slider(slider) => Some(slider),
        _ => None,
    };
    match place {
        Place::Title => Some(&instrument.title),
        Place::Lead => Some(&instrument.lead),
        Place::Recall => Some(&instrument.recall),
        Place::Shared(at) => instrument.options.get(*at).map(|option| &option.text),
        Place::Item(id) => of(id).map(|item| &item.text),
        Place::Help(id) => of(id).map(|item| &item.help),
        Place::Option(id, at) => of(id)?.kind.own_options()?.get(*at).map(|option| &option.text),
        Place::Low(id) => of(id).and_then(slider).map(|slider| &slider.low),
        Place::High(id) => of(id).and_then(slider).map(|slider| &slider.high),
        Place::Scale(id) => instrument.scale(id).map(|scale| &scale.name),
    }
}

/// The text at a place, to be changed.
pub(super) fn text_mut<'a>(instrument: &'a mut Instrument, place: &Place) -> Option<&'a mut Translated> {
    match place {
        Place::Title => Some(&mut instrument.title),
        Place::Lead => Some(&mut instrument.lead),
        Place::Recall => Some(&mut instrument.recall),
        Place::Shared(at) => instrument.options.get_mut(*at).map(|option| &mut option.text),
        Place::Scale(id) => instrument.scales.iter_mut().find(|scale| scale.id == *id).map(|scale| &mut scale.name),
        Place::Item(id) | Place::Help(id) | Place::Option(id, _) | Place::Low(id) | Place::High(id) => {
            let item = item_mut(&mut instrument.items, id)?;
            match (place, &mut item.kind) {
                (Place::Item(_), _) => Some(&mut item.text),
                (Place::Help(_), _) => Some(&mut item.help),
                (Place::Option(_, at), Kind::Choice { options, .. } | Kind::Multi { options }) => {
                    options.get_mut(*at).map(|option| &mut option.text)
                }
                (Place::Low(_), Kind::Slider(slider)) => Some(&mut slider.low),
                (Place::High(_), Kind::Slider(slider)) => Some(&mut slider.high),
                _ => None,
            }
        }
    }
}
