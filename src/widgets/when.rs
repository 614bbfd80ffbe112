//! What is on the page only while a condition holds.

use crate::widgets::view;
use leptos::{either::Either, prelude::*, reactive::computed::ArcMemo};

/// Its children while the condition holds, `fallback` otherwise; drawn anew only when that changes.
///
/// It does what the framework's `Show` does, but for any condition with the same code: the download is smaller by a copy
/// a place.
#[component]
pub fn When<F>(
    /// The condition.
    when: F,
    /// What is there while it holds.
    children: ChildrenFn,
    /// What is there while it does not.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView
where
    F: Fn() -> bool + Send + Sync + 'static,
{
    shown(Box::new(when), children, fallback)
}

fn shown(when: Box<dyn Fn() -> bool + Send + Sync>, children: ChildrenFn, fallback: ViewFn) -> AnyView {
    let holds = ArcMemo::new(move |_| when());
    // Two sides of one type would be taken for one element that changed, which keeps its focus and state.
    view! {
        {move || if holds.get() { Either::Left(children()) } else { Either::Right(fallback.run()) }}
    }
    .into_any()
}
