//! The names of types, and what is known of an element's type without the definitions of FHIR.

use serde_json::Value;

use super::moment::Moment;
use super::value::Item;

/// The types that end the name of a choice, as in `valueCoding`. The longer of two with the same end comes first.
const CHOICES: [&str; 34] = [
    "Base64Binary",
    "Boolean",
    "Canonical",
    "CodeableConcept",
    "Code",
    "DateTime",
    "Date",
    "Decimal",
    "Instant",
    "PositiveInt",
    "UnsignedInt",
    "Integer64",
    "Integer",
    "Markdown",
    "Oid",
    "String",
    "Time",
    "Uri",
    "Url",
    "Uuid",
    "Id",
    "Age",
    "Attachment",
    "Coding",
    "Count",
    "Distance",
    "Duration",
    "Expression",
    "Identifier",
    "Money",
    "Period",
    "SimpleQuantity",
    "Quantity",
    "Reference",
];

/// Names of types that end no name of an element.
const OTHERS: [&str; 16] = [
    "Any",
    "BackboneElement",
    "Bundle",
    "Condition",
    "DomainResource",
    "Element",
    "Encounter",
    "Extension",
    "Observation",
    "Patient",
    "Practitioner",
    "Questionnaire",
    "QuestionnaireResponse",
    "RelatedPerson",
    "Resource",
    "ValueSet",
];

/// The type's own name for a name as written, whose first letter may be small. `None`: there is no such type here.
pub(super) fn known(name: &str) -> Option<&'static str> {
    CHOICES.iter().chain(&OTHERS).copied().find(|known| same(known, name))
}

/// The same but for the first letter's case.
fn same(a: &str, b: &str) -> bool {
    let first = |text: &str| text.bytes().next().map(|b| b.to_ascii_lowercase());
    first(a) == first(b) && a.get(1..) == b.get(1..)
}

/// Whether a name's end is that of a choice.
pub(super) fn is_choice(end: &str) -> bool {
    CHOICES.contains(&end)
}

/// The type that an element's name tells, or nothing.
pub(super) fn of_key(key: &str) -> &'static str {
    let ends = |kind: &&str| key.len() > kind.len() && key.ends_with(*kind);
    CHOICES.iter().copied().find(ends).unwrap_or("")
}

/// Whether the type is a date, a time or both.
pub(super) fn is_moment(kind: &str) -> bool {
    matches!(kind, "Date" | "DateTime" | "Instant" | "Time")
}

/// Whether the type is a number with a unit.
pub(super) fn is_quantity(kind: &str) -> bool {
    matches!(kind, "Quantity" | "SimpleQuantity" | "Age" | "Count" | "Distance" | "Duration" | "Money")
}

/// The type of an object, told by what it holds.
pub(super) fn of_shape(value: &Value) -> &str {
    let has = |key: &str| value.get(key).is_some();
    match value.get("resourceType").and_then(Value::as_str) {
        Some(name) => name,
        None if has("linkId") => "BackboneElement",
        None if has("url") => "Extension",
        None if has("coding") => "CodeableConcept",
        None if value.get("value").is_some_and(Value::is_number) => "Quantity",
        None if has("code") && !has("value") => "Coding",
        None if has("reference") => "Reference",
        None => "Element",
    }
}

/// Whether an item is of a type, which is one of those of [`known`].
pub(super) fn is(item: &Item, kind: &str) -> bool {
    let (own, untyped) = match item {
        Item::Node(node) => (node.type_name(), node.kind.is_empty()),
        Item::Bool(_) => ("boolean", false),
        Item::Integer(_) => ("integer", false),
        Item::Decimal(_) => ("decimal", false),
        Item::Text(_) => ("string", false),
        Item::Moment(moment) => (moment.kind(), false),
        Item::Quantity(..) => ("quantity", false),
    };
    let node = if let Item::Node(node) = item { Some(node) } else { None };
    let text = node.and_then(|node| node.value.as_str()).filter(|_| untyped);
    let resource = node.is_some_and(|node| node.value.get("resourceType").is_some());
    let stringy = |kind: &str| matches!(kind, "Code" | "Id" | "Markdown" | "String");
    let uri = |kind: &str| matches!(kind, "Uri" | "Url" | "Canonical" | "Oid" | "Uuid");
    same(own, kind)
        || match kind {
            "Any" => true,
            "Resource" | "DomainResource" => resource,
            "Element" => !resource,
            // An element whose type nothing tells may be any that is written like it.
            _ if text.is_some() => {
                stringy(kind) || uri(kind) || (is_moment(kind) && text.is_some_and(|t| dated(t, kind)))
            }
            "Decimal" | "PositiveInt" | "UnsignedInt" if untyped => own == "integer",
            "String" => stringy(own),
            "Uri" => uri(own),
            "Integer" => matches!(own, "PositiveInt" | "UnsignedInt"),
            "Quantity" => is_quantity(own),
            _ => false,
        }
}

/// Whether a text reads as a date, a time or both.
fn dated(text: &str, kind: &str) -> bool {
    let moment = if kind == "Time" { super::value::read_moment(text, kind) } else { Moment::parse(text) };
    moment.is_some_and(|moment| same(moment.kind(), kind) || (kind == "Instant" && moment.kind() == "dateTime"))
}
