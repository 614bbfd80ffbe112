//! Finds what a person would point at: by its visible name, not by its place in the markup.

use fantoccini::{
    Client,
    elements::{Element, ElementRef},
};
use serde_json::{Value, json};

const SCRIPT: &str = include_str!("find.js");
/// The key under which WebDriver hands over an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// What kind of thing is looked for.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Buttons, links, tabs, choices: what can be clicked.
    Press,
    /// What can be filled in.
    Field,
}

/// What was found.
pub struct Found {
    /// What a person would click: the control itself, or its label where that is what is drawn.
    pub target: Element,
    /// The control.
    pub control: Element,
}

/// Looks once. A whole name goes before the beginning of one, that before a part of one.
///
/// # Errors
/// A sentence: nothing has that name, or several things have, or the browser did not answer.
pub async fn find(client: &Client, kind: Kind, name: &str, scope: Option<&str>) -> Result<Found, String> {
    let kind = match kind {
        Kind::Press => "press",
        Kind::Field => "field",
    };
    let answer = client.execute(SCRIPT, vec![json!(kind), json!(name), json!(scope)]).await;
    let answer = answer.map_err(|error| format!("the browser did not answer: {error}"))?;
    if let Some(names) = answer.get("several") {
        return Err(format!("several things fit the name '{name}': {names}; name the part of the page as well"));
    }
    let element = |key| {
        let id = answer.get(key)?.get(ELEMENT)?.as_str()?.to_owned();
        Some(Element::from_element_id(client.clone(), ElementRef::from(id)))
    };
    match (element("element"), element("control")) {
        (Some(target), Some(control)) => Ok(Found { target, control }),
        _ => Err(match scope {
            Some(scope) => format!("nothing to {kind} is called '{name}' in the part with '{scope}'"),
            None => format!("nothing to {kind} is called '{name}'"),
        }),
    }
}

/// The element as an argument of a script.
pub fn argument(element: &Element) -> Value {
    json!({ ELEMENT: element.element_id().to_string() })
}
