//! Finding items in a `QuestionnaireResponse` and putting computed answers into it.

use serde_json::{Value, json};

use super::super::{Instrument, Item};

/// The response's item of that name.
pub(super) fn find<'a>(response: &'a Value, id: &str) -> Option<&'a Value> {
    let mut open = vec![response];
    while let Some(value) = open.pop() {
        if value.get("linkId").and_then(Value::as_str) == Some(id) {
            return Some(value);
        }
        let answers = value.get("answer").and_then(Value::as_array).into_iter().flatten();
        let below = answers.chain([value]).filter_map(|holder| holder.get("item")?.as_array());
        open.extend(below.flatten());
    }
    None
}

/// Puts answers under an item of the response, making the items around it where they are missing. Returns whether anything
/// changed.
pub(super) fn set_answer(response: &mut Value, instrument: &Instrument, id: &str, answers: Vec<Value>) -> bool {
    fn path<'a>(items: &'a [Item], id: &str) -> Option<Vec<&'a str>> {
        items.iter().find_map(|item| {
            let below = if item.id == id { Some(Vec::new()) } else { path(&item.items, id) };
            below.map(|mut below| {
                below.insert(0, item.id.as_str());
                below
            })
        })
    }
    if find(response, id).is_none() && answers.is_empty() {
        return false;
    }
    let Some(path) = path(&instrument.items, id) else { return false };
    let mut at = response;
    for link in path {
        let Some(holder) = at.as_object_mut() else { return false };
        let list = holder.entry("item").or_insert_with(|| json!([]));
        let Some(list) = list.as_array_mut() else { return false };
        let known = list.iter().position(|item| item.get("linkId").and_then(Value::as_str) == Some(link));
        let place = known.unwrap_or_else(|| {
            list.push(json!({ "linkId": link }));
            list.len() - 1
        });
        at = &mut list[place];
    }
    let new = Value::Array(answers);
    let changed = at.get("answer").unwrap_or(&json!([])) != &new;
    if let Some(item) = at.as_object_mut().filter(|_| changed) {
        item.insert("answer".to_owned(), new);
    }
    changed
}
