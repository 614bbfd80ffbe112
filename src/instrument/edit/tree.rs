//! The tree of items: finding, adding, taking out and moving.

use super::super::{Instrument, Item};

/// Which way an item is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Before the item above it, on the same level.
    Up,
    /// After the item below it, on the same level.
    Down,
    /// Into the item above it, as its last.
    In,
    /// Out of the item that holds it, to stand after that.
    Out,
}

/// The item of that name at any depth, to be changed.
pub fn item_mut<'a>(items: &'a mut [Item], id: &str) -> Option<&'a mut Item> {
    let at = items.iter().position(|item| item.id == id || holds(&item.items, id))?;
    let item = &mut items[at];
    if item.id == id { Some(item) } else { item_mut(&mut item.items, id) }
}

fn holds(items: &[Item], id: &str) -> bool {
    items.iter().any(|item| item.id == id || holds(&item.items, id))
}

/// The list in which the item of that name stands, and its place in it.
fn list_of<'a>(items: &'a mut Vec<Item>, id: &str) -> Option<(&'a mut Vec<Item>, usize)> {
    if let Some(at) = items.iter().position(|item| item.id == id) {
        return Some((items, at));
    }
    let at = items.iter().position(|item| holds(&item.items, id))?;
    list_of(&mut items[at].items, id)
}

/// A name that no item has yet: `q` and the next number.
fn free_name(instrument: &Instrument) -> String {
    let all = instrument.walk();
    let taken = all.iter().filter_map(|item| item.id.strip_prefix('q')?.parse::<u32>().ok()).max().unwrap_or(0);
    format!("q{}", taken.saturating_add(1))
}

/// Adds an item after the one of that name, on the same level; at the end where there is none. Gives back its name.
pub fn add(instrument: &mut Instrument, after: Option<&str>) -> String {
    let id = free_name(instrument);
    let made = Item { id: id.clone(), ..Item::default() };
    match after.and_then(|after| list_of(&mut instrument.items, after)) {
        Some((list, at)) => list.insert(at + 1, made),
        None => instrument.items.push(made),
    }
    id
}

/// Takes an item out with all it holds. They leave the scales and the risk items too; conditions that use them stay and are
/// named as faults, because only their author knows what should hold instead.
pub fn remove(instrument: &mut Instrument, id: &str) {
    let Some((list, at)) = list_of(&mut instrument.items, id) else { return };
    let gone = list.remove(at);
    let lost = |name: &String| *name == gone.id || holds(&gone.items, name);
    for scale in &mut instrument.scales {
        scale.items.retain(|name| !lost(name));
    }
    if let Some(risk) = &mut instrument.risk_items {
        risk.retain(|name| !lost(name));
    }
}

/// Moves an item. Where there is nothing in that direction it stays.
pub fn shift(instrument: &mut Instrument, id: &str, direction: Direction) {
    match direction {
        Direction::Up | Direction::Down => {
            let Some((list, at)) = list_of(&mut instrument.items, id) else { return };
            let to = if direction == Direction::Up { at.checked_sub(1) } else { Some(at + 1) };
            if let Some(to) = to.filter(|to| *to < list.len()) {
                list.swap(at, to);
            }
        }
        Direction::In => {
            if let Some((list, at)) = list_of(&mut instrument.items, id)
                && at > 0
            {
                let item = list.remove(at);
                list[at - 1].items.push(item);
            }
        }
        Direction::Out => {
            let all = instrument.walk();
            let holder = all.iter().find(|item| item.items.iter().any(|inner| inner.id == id));
            let Some(holder) = holder.map(|item| item.id.clone()) else { return };
            let Some((list, at)) = list_of(&mut instrument.items, id) else { return };
            let item = list.remove(at);
            if let Some((list, at)) = list_of(&mut instrument.items, &holder) {
                list.insert(at + 1, item);
            }
        }
    }
}
