//! A Questionnaire, read.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{
    Problem, Refusal, Severity, What,
    clean::clean,
    json::{list, own, text},
    own::{INSTRUMENT, SHARED, of_extension},
    problem::listed,
    read::resource,
    reader::{Reader, tag_of},
};
use crate::instrument::{
    Condition, Fault, Instrument, InstrumentRef, Item, Licence, Provenance, Rule, Test, check, fhirpath::Expression,
};

/// A questionnaire from a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The questionnaire.
    pub instrument: Instrument,
    /// What is not taken over as it stands.
    pub problems: Vec<Problem>,
}

/// A longer description is for those who choose a questionnaire, not for those who answer it.
const LONGEST_LEAD: usize = 200;

/// Reads a FHIR Questionnaire (R4, R5 or STU3, JSON).
///
/// A text without a language is kept under that of the file (its `language`, or the tag in its `meta`), or under `und`. The id
/// comes from the file's url, or from its bytes; the version is 1. Nobody has said which items ask about risk, unless the
/// file is an export of ours that says so.
///
/// # Errors
/// A [`Refusal`] where nothing of the file can be used.
pub fn import(bytes: &[u8]) -> Result<Import, Refusal> {
    let root = resource(bytes, "Questionnaire")?;
    let mut reader = Reader::of(&root);
    reader.survey(&root, "", 1)?;
    reader.name_texts();
    let ours = own_fields(&root);
    reader.ours = ours.is_some();
    reader.tag = language(&root).unwrap_or_else(|| if reader.ours { String::new() } else { "und".to_owned() });
    let mut instrument = ours.unwrap_or_else(|| blank(&root, bytes));
    reader.head(&mut instrument);
    instrument.variables = reader.variables("", &root, &[]);
    let view: Vec<String> = instrument.variables.iter().map(|one| one.name.clone()).collect();
    instrument.options = reader.shared_options();
    reader.shared = instrument.options.clone();
    instrument.items = reader.items(&root, "", &view);
    reader.conditions(&mut instrument);
    reader.whole(&instrument);
    Ok(Import { instrument, problems: listed(reader.problems) })
}

/// The language of the file, under the tag that we use.
fn language(root: &Value) -> Option<String> {
    let tagged = root.get("meta").and_then(|meta| {
        let tag = |tag: &&Value| text(tag, "system") == Some("urn:ietf:bcp:47");
        text(list(meta, "tag").iter().find(tag)?, "code")
    });
    text(root, "language").or(tagged).map(tag_of)
}

/// What our own export says about the questionnaire as a whole.
fn own_fields(root: &Value) -> Option<Instrument> {
    let Value::Object(mut fields) = of_extension(own(root, INSTRUMENT)?)? else { return None };
    for (key, empty) in [("title", json!({})), ("items", json!([]))] {
        fields.insert(key.to_owned(), empty);
    }
    for elsewhere in ["lead", "options", "variables", "language"] {
        fields.remove(elsewhere);
    }
    fields.entry("licence").or_insert(Value::Object(Map::new()));
    serde_json::from_value(Value::Object(fields)).ok()
}

/// A questionnaire about which only its address is known.
fn blank(root: &Value, bytes: &[u8]) -> Instrument {
    let url = text(root, "url").unwrap_or_default();
    let called =
        [url.rsplit(['/', ':']).next().unwrap_or_default(), text(root, "name").unwrap_or_default(), "questionnaire"];
    let slug = called.iter().map(|name| slug(name)).find(|slug| !slug.is_empty()).unwrap_or_default();
    let digest = Sha256::digest(if url.is_empty() { bytes } else { url.as_bytes() });
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    let reference = InstrumentRef { id: format!("{slug}-{hash}"), version: 1 };
    let version = text(root, "version").map(clean).unwrap_or_default();
    Instrument::empty(reference, Provenance::Imported { url: clean(url), version })
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(40) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

impl Reader<'_> {
    /// Title, lead, language and licence.
    fn head(&mut self, made: &mut Instrument) {
        let root = self.root;
        self.unused("", root);
        if root.get("implicitRules").is_some() {
            self.error("", What::Modifier("implicitRules".to_owned()));
        }
        made.language = self.tag.clone();
        made.title = self.translated("", root, "title");
        if made.title.is_empty() && !self.ours {
            made.title = self.translated("", root, "name");
        }
        let lead = self.translated("", root, "description");
        let short = |(_, text): (&str, &str)| text.len() <= LONGEST_LEAD && !text.contains("://");
        if self.ours || lead.iter().all(short) {
            made.lead = lead;
        } else {
            self.ignored("", "description");
        }
        if self.ours {
            return;
        }
        let terms = self.translated("", root, "copyright");
        let (mut name, mut no_derivatives) = (String::new(), false);
        for (_, text) in terms.iter() {
            let lower = text.to_lowercase();
            no_derivatives |=
                ["by-nd", "nc-nd", "no derivative", "noderiv", "no-derivative"].iter().any(|w| lower.contains(w));
            if text.len() <= 60 {
                name = text.to_owned();
            }
        }
        let label = text(root, "copyrightLabel").map(clean);
        made.licence = Licence { name: label.unwrap_or(name), terms, no_derivatives };
    }

    /// The options that items of our own export share.
    fn shared_options(&mut self) -> Vec<crate::instrument::Choice> {
        let has = list(self.root, "contained").iter().any(|set| text(set, "id") == Some(SHARED));
        if !self.ours || !has {
            return Vec::new();
        }
        let stub = json!({ "answerValueSet": format!("#{SHARED}") });
        self.item_options("", &stub).map(|options| options.all).unwrap_or_default()
    }

    /// What is wrong with the questionnaire as a whole.
    fn whole(&mut self, made: &Instrument) {
        for fault in check(made) {
            match fault {
                Fault::NoQuestions => self.error("", What::NoQuestions),
                Fault::ScaleItem { scale, item } => self.error(&scale, What::Missing(clean(&item))),
                Fault::RiskItem(item) => self.error("", What::Missing(clean(&item))),
                Fault::NoOptions(item) => self.error(&item, What::NoOptions("answerOption".to_owned())),
                _ => {}
            }
        }
        let mut stub = made.clone();
        stub.items = skeleton(&made.items);
        for fault in check(&stub) {
            if let Fault::Circle(items) = fault {
                self.circle(items);
            }
        }
        let computes = made.walk().iter().any(|item| item.calculated.is_some());
        if self.weighed && !computes && made.scales.is_empty() {
            self.say("", Severity::Note, What::NoScore);
        }
    }
}

/// The items with their conditions alone, those by expression as rules on the items that the expression names.
fn skeleton(items: &[Item]) -> Vec<Item> {
    let bare = |item: &Item| Item {
        id: item.id.clone(),
        items: skeleton(&item.items),
        when: match &item.when {
            Some(Condition::Expression(text)) => {
                let names = Expression::parse(text).map(|parsed| parsed.link_ids()).unwrap_or_default();
                let others = names.into_iter().filter(|name| *name != item.id);
                Some(Condition::Any(others.map(|item| Rule { item, test: Test::Answered(true) }).collect()))
            }
            rules => rules.clone(),
        },
        ..Item::default()
    };
    items.iter().map(bare).collect()
}
