//! Parts of a page that come and go, all of one type: the framework's code that draws and redraws a part is in the
//! download once for every type of part, so one type is what makes it small.

use std::sync::{Arc, Mutex};

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

/// A part that is drawn again when what it reads changes.
pub fn part(draw: impl FnMut() -> AnyView + Send + 'static) -> SharedReactiveFunction<AnyView> {
    Arc::new(Mutex::new(draw))
}

/// Gathers views into a list of parts.
pub trait Parts {
    /// The list, in order.
    fn collect_parts(self) -> Vec<AnyView>;
}

impl<I> Parts for I
where
    I: IntoIterator<Item: IntoView>,
{
    fn collect_parts(self) -> Vec<AnyView> {
        self.into_iter().map(|view| view.into_view().into_inner().into_any()).collect()
    }
}

/// One of the parts of a list that grows and shrinks.
pub struct Entry {
    /// Tells it from the others for as long as it is there.
    pub key: String,
    /// Draws it, once.
    pub draw: Box<dyn FnOnce() -> AnyView + Send>,
}

/// A list whose entries stay on the page, with what is typed in them, for as long as their key is in it.
pub fn each(entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static) -> AnyView {
    list(Box::new(entries))
}

fn list(entries: Box<dyn Fn() -> Vec<Entry> + Send + Sync>) -> AnyView {
    view! { <For each=move || entries() key=|entry| entry.key.clone() children=|entry| (entry.draw)() /> }.into_any()
}
