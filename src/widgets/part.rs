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
