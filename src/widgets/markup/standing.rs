//! An element on the page: drawn, and drawn again in place.

use leptos::tachys::{
    html::attribute::{Attribute, any_attribute::AnyAttribute},
    hydration::Cursor,
    no_attrs,
    renderer::{CastFrom, Rndr, types},
    view::{Mountable, Position, PositionState, Render, RenderHtml, any_view::AnyViewState},
};

use super::{Element, Kind, Made, Text};

/// An element that is on the page.
pub struct Standing {
    element: types::Element,
    tag: &'static str,
    fixed: Vec<(&'static str, Text)>,
    live: Vec<((Kind, Text), <AnyAttribute as Attribute>::State)>,
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
        let live = live.into_iter().map(|(name, one)| (name, one.build(&element))).collect();
        let mut children: Vec<AnyViewState> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        Standing { element, tag, fixed, live, children }
    }

    /// In place where it is the same kind of element with the same changing attributes and as many parts, so that a field keeps its focus and what is in it.
    fn rebuild(self, state: &mut Standing) {
        let made = self.0;
        let same = made.tag == state.tag
            && made.live.iter().map(|(name, _)| name).eq(state.live.iter().map(|(name, _)| name))
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
            match state.fixed.iter().find(|(other, _)| other == name).map(|(_, was)| was) {
                Some(was) if was == value => {}
                Some(was) if *name == "class" => change_classes(&state.element, was, value),
                _ => Rndr::set_attribute(&state.element, name, value),
            }
        }
        state.fixed = made.fixed;
        // One by one: the framework's way with a list of them takes `class` away before it draws anew, and with it ours.
        for ((_, one), (_, state)) in made.live.into_iter().zip(&mut state.live) {
            one.rebuild(state);
        }
        for (child, state) in made.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

/// Only what differs, so that classes that come and go by themselves stay.
fn change_classes(element: &types::Element, was: &str, now: &str) {
    let list = Rndr::class_list(element);
    let absent = |from: &str, name: &str| !from.split_whitespace().any(|other| other == name);
    for name in was.split_whitespace().filter(|name| absent(now, name)) {
        Rndr::remove_class(&list, name);
    }
    for name in now.split_whitespace().filter(|name| absent(was, name)) {
        Rndr::add_class(&list, name);
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
