//! What happens in any field or button of the editor, turned into a change.

use leptos::prelude::WithValue;

use super::{Desk, conditions, items::form_named};
use crate::{
    instrument::{
        Method, Respondent,
        edit::{self, Direction, Edit, End, Flag, Place},
    },
    pages::questionnaires::risk,
    platform::{Touched, touched},
    words::Lang,
};

/// Something is being typed: texts follow each key.
pub fn typed(desk: Desk, event: &leptos::ev::Event) {
    let Some(Touched { what, of, value, .. }) = touched(event) else { return };
    let tag = desk.tag();
    let place = match what.as_str() {
        "title" => Place::Title,
        "lead" => Place::Lead,
        "recall" => Place::Recall,
        "text" => Place::Item(of),
        "help" => Place::Help(of),
        "low" => Place::Low(of),
        "high" => Place::High(of),
        "scale-name" => Place::Scale(of),
        "unit" => return desk.edit(Edit::Unit(of, value)),
        "licence" => return desk.edit(Edit::Licence(value)),
        "translation" => return translated(desk, &of, value),
        _ => return,
    };
    desk.edit(Edit::Text(place, tag, value));
}

/// A text in the language that it is translated into; `of` is its place in the list of texts.
fn translated(desk: Desk, of: &str, value: String) {
    let places = desk.work.with_value(edit::places);
    if let Some(place) = of.parse().ok().and_then(|at: usize| places.into_iter().nth(at)) {
        desk.edit(Edit::Text(place, desk.target_tag(), value));
    }
}

/// Something was chosen, ticked or typed to its end.
pub fn chosen(desk: Desk, event: &leptos::ev::Event) {
    let Some(touched) = touched(event) else { return };
    settle(desk, touched);
    desk.show();
}

fn settle(desk: Desk, touched: Touched) {
    if risk::tick(desk.ticked, &touched) {
        return desk.edit(Edit::Risk(desk.ticks()));
    }
    let Touched { what, of, value, ticked } = touched;
    let number = value.trim().replace(',', ".").parse::<f64>().ok();
    let edit = match what.as_str() {
        "shared" => Edit::Options(None, desk.tag(), value),
        "options" => Edit::Options(Some(of), desk.tag(), value),
        "min" => Edit::End(of, End::Min, number),
        "max" => Edit::End(of, End::Max, number),
        "step" => Edit::End(of, End::Step, number),
        "required" => Edit::Flag(of, Flag::Required, ticked),
        "reversed" => Edit::Flag(of, Flag::Reversed, ticked),
        "page" => Edit::Flag(of, Flag::Page, ticked),
        "age" => Edit::MinimumAge(value.trim().parse().ok()),
        "may-miss" => Edit::MayMiss(of, value.trim().parse().ok()),
        "method" => Edit::Method(of, if value == "sum" { Method::Sum } else { Method::Mean }),
        "direction" => Edit::Direction((value != "unknown").then_some(value == "higher")),
        "respondent" => Edit::Respondent(respondent(&value)),
        "member" => return member(desk, &of, ticked),
        "target" => return desk.translate_into(Lang::of_tag(&value)),
        "kind" => return form(desk, of, &value),
        "when-item" | "when-test" | "when-value" | "when-all" => return condition(desk, &what, &of, &value),
        _ => return,
    };
    desk.edit(edit);
}

fn respondent(name: &str) -> Respondent {
    match name {
        "therapist" => Respondent::Therapist,
        "other" => Respondent::Other,
        _ => Respondent::Patient,
    }
}

/// An item of a scale; `of` is the number of the scale and the item's name.
fn member(desk: Desk, of: &str, ticked: bool) {
    let Some((at, item)) = of.split_once('/') else { return };
    let at = at.parse::<usize>().unwrap_or(usize::MAX);
    if let Some(scale) = desk.work.with_value(|work| work.scales.get(at).map(|scale| scale.id.clone())) {
        desk.edit(Edit::Member(scale, item.to_owned(), ticked));
    }
}

fn form(desk: Desk, of: String, name: &str) {
    if let Some(form) = form_named(name) {
        let focus = format!("kind-{of}");
        desk.reshape(Edit::Form(of, form), &focus);
    }
}

/// A part of a condition; `of` is the number of the rule and the item's name.
fn condition(desk: Desk, what: &str, of: &str, value: &str) {
    let Some((at, item)) = of.split_once('/') else { return };
    let at = at.parse().unwrap_or_default();
    let when = desk.work.with_value(|work| conditions::changed(work, item, at, what, value));
    let edit = Edit::When(item.to_owned(), when);
    // A value changes no other field; the others do.
    if what == "when-value" {
        desk.edit(edit);
    } else {
        desk.reshape(edit, &format!("{what}-{of}"));
    }
}

/// A button was pressed.
pub fn pressed(desk: Desk, event: &leptos::ev::MouseEvent) {
    let Some(Touched { what, of, .. }) = touched(event) else { return };
    let direction = match what.as_str() {
        "up" => Direction::Up,
        "down" => Direction::Down,
        "in" => Direction::In,
        "out" => Direction::Out,
        "add" => return add(desk, None),
        "earlier" | "later" => return desk.turn(what == "later"),
        "add-scale" => return desk.reshape(Edit::AddScale, "add-scale"),
        "remove-scale" => return desk.reshape(Edit::RemoveScale(of), "add-scale"),
        "remove" => return desk.remove(of),
        "details" => return desk.toggle(of),
        "when-add" => return condition(desk, &what, &of, ""),
        _ => return,
    };
    let focus = format!("{what}-{of}");
    desk.reshape(Edit::Move(of, direction), &focus);
}

fn add(desk: Desk, after: Option<String>) {
    if let Some(id) = desk.change(Edit::Add(after)) {
        desk.show_item(&id);
        desk.redraw(&format!("text-{id}"));
    }
}

/// In the wording of an item: Enter adds one below, Alt with an arrow moves it.
pub fn key(desk: Desk, event: &leptos::ev::KeyboardEvent) {
    let Some(Touched { what, of, .. }) = touched(event).filter(|touched| touched.what == "text") else { return };
    let direction = match (event.key().as_str(), event.alt_key()) {
        ("Enter", false) if !event.shift_key() && !event.is_composing() => {
            event.prevent_default();
            return add(desk, Some(of));
        }
        ("ArrowUp", true) => Direction::Up,
        ("ArrowDown", true) => Direction::Down,
        ("ArrowRight", true) => Direction::In,
        ("ArrowLeft", true) => Direction::Out,
        _ => return,
    };
    event.prevent_default();
    let focus = format!("{what}-{of}");
    desk.reshape(Edit::Move(of, direction), &focus);
}
