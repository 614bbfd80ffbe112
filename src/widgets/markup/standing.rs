//! An element on the page: drawn, and drawn again in place.

use leptos::tachys::{
    html::attribute::{Attribute, any_attribute::AnyAttribute},
    hydration::Cursor,
    no_attrs,
    renderer::{CastFrom, Rndr, types},
    view::{Mountable, Position, PositionState, Render, RenderHtml, any_view::AnyViewState},
};

use super::{Element, Made, Text};

/// An element that is on the page.
pub struct Standing {
    element: types::Element,
    tag: &'static str,
    fixed: Vec<(&'static str, Text)>,
    live: <Vec<AnyAttribute> as Attribute>::State,
    children: Vec<AnyViewState>,
}

impl Render for Element {
    type State = Standing;

    fn build(self) -> Standing {
        let Made { tag, namespace, fixed, live, children } = *self.0;
        let element = Rndr::create_element(tag, namespace);
        for (name, value) in &fixed {
            Rndr::set_attribute(&element, name, value);
        }
        let live = live.build(&element);
        let mut children: Vec<AnyViewState> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        Standing { element, tag, fixed, live, children }
    }

    /// In place where it is the same kind of element with as many parts, so that a field keeps its focus and what is in it.
    fn rebuild(self, state: &mut Standing) {
        let made = self.0;
        let same = made.tag == state.tag
            && made.live.len() == state.live.1.len()
            && made.children.len() == state.children.len();
        if !same {
            let mut new = Self(made).build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        for (name, _) in &state.fixed {
            if !made.fixed.iter().any(|(other, _)| other == name) {
                Rndr::remove_attribute(&state.element, name);
            }
        }
        for (name, value) in &made.fixed {
            if !state.fixed.iter().any(|(other, was)| other == name && was == value) {
                Rndr::set_attribute(&state.element, name, value);
            }
        }
        state.fixed = made.fixed;
        made.live.rebuild(&mut state.live);
        for (child, state) in made.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        Rndr::remove(&self.element);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = Rndr::get_parent(&self.element).and_then(types::Element::cast_from);
        parent.is_some_and(|parent| {
            child.mount(&parent, Some(&self.element));
            true
        })
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

no_attrs!(Element);

/// There is no server that would write a page, so there is none to take over: drawing is all.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> Standing {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
