//! What an answer weighs: the number that stands for it in a score.

use serde_json::Value;

use super::eval::{as_node, item_of};
use super::types;
use super::value::{Item, Node};

/// The extensions that hold a weight, the current one first.
const WEIGHTS: [&str; 5] = [
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
    "http://hl7.org/fhir/StructureDefinition/ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/valueset-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/iso21090-CO-value",
];

/// The weight that an element's own extensions give.
#[must_use]
pub fn own_weight(element: &Value) -> Option<f64> {
    let extensions = element.get("extension")?.as_array()?;
    WEIGHTS.iter().find_map(|url| {
        let found = extensions.iter().find(|extension| extension.get("url").is_some_and(|own| own == url))?;
        ["valueDecimal", "valueInteger"].iter().find_map(|key| found.get(key)?.as_f64())
    })
}

/// The weight of an answer, of its value or of a Coding. What stands on the element itself counts before what `search`
/// finds for the value and the linkId of the item around it.
#[inline(never)]
pub(super) fn weight(node: &Node, search: &dyn Fn(&Value, Option<&str>) -> Option<f64>) -> Option<f64> {
    let own = |node: &Node| own_weight(node.value).or_else(|| node.shadow.and_then(own_weight));
    let mut values = Vec::new();
    // A value of an answer; a quantity has a value of its own that is not meant.
    if !types::is_quantity(node.type_name()) {
        node.members("value", &mut values);
    }
    let value = values.first().and_then(as_node).unwrap_or(*node);
    own(node).or_else(|| own(&value)).or_else(|| search(value.value, node.link_id))
}

/// What a questionnaire says an answer to one of its items weighs: on the item's answer option, on the Coding within it, or
/// on the concept of a value set that the questionnaire contains. `value` is the answer's value: a Coding (found by code, and
/// by system where both have one), or a primitive. `None` without a linkId, an item, or a weight.
#[must_use]
pub fn weight_in(questionnaire: &Value, value: &Value, link_id: Option<&str>) -> Option<f64> {
    let Some(Item::Node(item)) = item_of(questionnaire, link_id?) else { return None };
    let item = item.value;
    for option in list(item, "answerOption") {
        let mut own = Vec::new();
        if let Item::Node(node) = Item::node(option, None) {
            node.members("value", &mut own);
        }
        if let Some(own) = own.first().and_then(as_node).filter(|own| same_answer(own.value, value)) {
            return own_weight(option).or_else(|| own_weight(own.value)).or_else(|| own.shadow.and_then(own_weight));
        }
    }
    let name = item.get("answerValueSet").and_then(Value::as_str)?;
    let is = |set: &&Value| {
        let has = |key: &str, name: &str| set.get(key).is_some_and(|own| own == name);
        name.strip_prefix('#').map_or_else(|| has("url", name), |id| has("id", id))
    };
    let set = list(questionnaire, "contained").iter().find(is)?;
    let weighed = |concept: &Value| if same_answer(concept, value) { own_weight(concept) } else { None };
    let mut open: Vec<&Value> = set.get("expansion").into_iter().collect();
    while let Some(concept) = open.pop() {
        if let Some(weight) = weighed(concept) {
            return Some(weight);
        }
        open.extend(list(concept, "contains").iter().rev());
    }
    // The system is that of all concepts of a list.
    let fits = |include: &&Value| include.get("system").zip(value.get("system")).is_none_or(|(a, b)| a == b);
    let includes = set.get("compose").map_or(&[][..], |compose| list(compose, "include"));
    includes.iter().filter(fits).flat_map(|include| list(include, "concept")).find_map(weighed)
}

/// What an element holds many of.
fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Whether an option is what was answered.
fn same_answer(option: &Value, value: &Value) -> bool {
    match (option.get("code"), value.get("code")) {
        (Some(a), Some(b)) => a == b && option.get("system").zip(value.get("system")).is_none_or(|(a, b)| a == b),
        _ => option == value || option.as_f64().is_some_and(|number| value.as_f64() == Some(number)),
    }
}
