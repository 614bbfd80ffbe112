//! What a questionnaire is, in words.

use crate::{
    instrument::{
        Instrument, Item, Provenance, Respondent, Scale, Unconfirmed, scoring::score_range, wording::item_words,
    },
    words::{self, Lang, list},
};

/// A number as short as it is, with the language's decimal sign.
pub fn plain(lang: Lang, value: f64) -> String {
    let text = value.to_string().replace('-', "\u{2212}");
    if lang == Lang::Es { text.replace('.', ",") } else { text }
}

/// The title, or a sentence where there is none.
pub fn title(instrument: &Instrument, lang: Lang) -> String {
    let title = instrument.title.get(lang);
    (if title.is_empty() { words::questionnaires::untitled(lang) } else { title }).to_owned()
}

/// The wording of an item with its number; "Item 3" where it has none.
pub fn item_label(instrument: &Instrument, item: &Item, lang: Lang) -> String {
    let text = item_words(instrument, item, lang);
    if item.prefix.is_empty() { text } else { format!("{} {text}", item.prefix) }
}

/// The languages in which every sentence of it exists, by their own names.
pub fn languages(instrument: &Instrument) -> Vec<String> {
    let texts = instrument.texts();
    let tags =
        texts.first().copied().map(|first| first.iter().map(|(tag, _)| tag).collect::<Vec<_>>()).unwrap_or_default();
    let whole = tags.into_iter().filter(|tag| texts.iter().all(|text| text.tagged(tag).is_some()));
    whole.map(|tag| Lang::of_tag(tag).map_or_else(|| tag.to_owned(), |lang| lang.own_name().to_owned())).collect()
}

/// Who answers.
pub fn respondent(instrument: &Instrument, lang: Lang) -> &'static str {
    match instrument.respondent {
        Respondent::Patient => words::questionnaires::patient(lang),
        Respondent::Therapist => words::questionnaires::therapist(lang),
        Respondent::Other => words::questionnaires::somebody(lang),
    }
}

/// The licence's name, or that none was stated.
pub fn licence(instrument: &Instrument, lang: Lang) -> String {
    let name = instrument.licence.name.as_str();
    (if name.is_empty() { words::questionnaires::no_licence(lang) } else { name }).to_owned()
}

/// One line that tells what it is.
pub fn summary(instrument: &Instrument, lang: Lang) -> String {
    let mut parts = vec![
        words::questionnaires::questions(lang, instrument.questions().len()),
        words::questionnaires::who_answers(lang, respondent(instrument, lang)),
        languages(instrument).join(", "),
        words::questionnaires::version(lang, &instrument.reference.version.to_string()),
        licence(instrument, lang),
    ];
    if !instrument.normed {
        parts.push(words::questionnaires::no_norms(lang).to_owned());
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// Where it comes from.
pub fn provenance(instrument: &Instrument, lang: Lang) -> String {
    match &instrument.provenance {
        Provenance::Attune => words::questionnaires::from_attune(lang).to_owned(),
        Provenance::Template => words::questionnaires::from_template(lang).to_owned(),
        Provenance::Imported { url, version } => {
            let named: Vec<&str> =
                [url.as_str(), version.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
            if named.is_empty() {
                words::questionnaires::from_file(lang).to_owned()
            } else {
                words::questionnaires::from_named_file(lang, &named.join(", "))
            }
        }
        Provenance::Own { from: None } => words::questionnaires::from_here(lang).to_owned(),
        Provenance::Own { from: Some(from) } => {
            words::questionnaires::from_copy(lang, &from.id, &from.version.to_string())
        }
    }
}

/// What a scale is called.
pub fn scale_name(scale: &Scale, lang: Lang) -> String {
    let name = scale.name.get(lang);
    (if name.is_empty() { &scale.id } else { name }).to_owned()
}

/// How a scale is made, what it does about missing answers, and which way is better.
pub fn scale_rules(instrument: &Instrument, scale: &Scale, lang: Lang) -> Vec<String> {
    use crate::instrument::Method;

    let of = scale.items.len();
    let made = match scale.method {
        Method::Mean => words::questionnaires::scale_mean(lang, of),
        Method::Sum => words::questionnaires::scale_sum(lang, of),
    };
    let range = score_range(instrument, scale)
        .map(|(low, high)| words::questionnaires::scale_range(lang, &plain(lang, low), &plain(lang, high)));
    let missing = match scale.may_miss {
        None => words::questionnaires::missing_unconfirmed(lang).to_owned(),
        Some(0) => words::questionnaires::missing_none(lang).to_owned(),
        Some(count) => words::questionnaires::missing_some(lang, &count.to_string(), &of.to_string()),
    };
    let better = match scale.higher_is_better.or(instrument.higher_is_better) {
        None => words::questionnaires::direction_unconfirmed,
        Some(true) => words::questionnaires::direction_higher,
        Some(false) => words::questionnaires::direction_lower,
    };
    [Some(made), range, Some(missing), Some(better(lang).to_owned())].into_iter().flatten().collect()
}

/// What a fact that nobody has confirmed is about.
pub const fn unconfirmed(what: Unconfirmed) -> fn(Lang) -> &'static str {
    match what {
        Unconfirmed::Map => words::questionnaires::unconfirmed_map,
        Unconfirmed::Reversed => words::questionnaires::unconfirmed_reversed,
        Unconfirmed::Range => words::questionnaires::unconfirmed_range,
        Unconfirmed::Score => words::questionnaires::unconfirmed_score,
        Unconfirmed::Risk => words::questionnaires::unconfirmed_risk,
        Unconfirmed::Licence => words::questionnaires::unconfirmed_licence,
    }
}

/// Items by their wording, as one reads a list.
pub fn named_items<'a>(instrument: &Instrument, ids: impl Iterator<Item = &'a String>, lang: Lang) -> String {
    let names: Vec<String> = ids
        .map(|id| {
            instrument.item(id).map_or_else(|| id.clone(), |item| format!("“{}”", item_label(instrument, item, lang)))
        })
        .collect();
    list(lang, &names.iter().map(String::as_str).collect::<Vec<_>>())
}
