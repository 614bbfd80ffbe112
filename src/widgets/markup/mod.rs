//! Elements, put together by calls: what `attune_markup::view!` writes out.
//!
//! The framework's own macro makes a type and with it code of every element. Here an element is a value, so the code that
//! draws and redraws one is in the download once. Attributes that change, events and properties are the framework's.

mod standing;
mod value;

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
};

use leptos::{
    ev::EventDescriptor,
    prelude::*,
    tachys::{
        html::{
            attribute::{
                any_attribute::{AnyAttribute, IntoAnyAttribute},
                custom::custom_attribute,
            },
            class::class,
            event::on,
        },
        reactive_graph::SharedReactiveFunction,
        renderer::types,
        view::RenderHtml,
    },
};

use self::value::{Holds, Property, Value};

type Text = Cow<'static, str>;

/// An element that is being put together. It stands in a box, so that every call hands on one number and no copy.
pub struct Element(Box<Made>);

/// What an attribute that changes is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Attribute,
    Property,
    Class,
    Event,
}

struct Made {
    tag: &'static str,
    namespace: Option<&'static str>,
    /// Attributes that stay as they are.
    fixed: Vec<(&'static str, Text)>,
    /// Attributes that follow what they read, events, properties and classes, each by its kind and name.
    live: Vec<((Kind, Text), AnyAttribute)>,
    children: Vec<AnyView>,
}

/// An element of the page.
#[inline(never)]
pub fn element(tag: &'static str) -> Element {
    made(tag, None)
}

/// An element of a drawing.
#[inline(never)]
pub fn drawn(tag: &'static str) -> Element {
    made(tag, Some("http://www.w3.org/2000/svg"))
}

fn made(tag: &'static str, namespace: Option<&'static str>) -> Element {
    Element(Box::new(Made { tag, namespace, fixed: Vec::new(), live: Vec::new(), children: Vec::new() }))
}

/// Any view as one of the one type that all parts of a page have.
#[inline(never)]
pub fn erase<T>(view: T) -> AnyView
where
    T: IntoRender<Output: RenderHtml + Send>,
{
    view.into_render().into_owned().into_any()
}

/// Views in a row.
#[inline(never)]
pub fn row(views: Vec<AnyView>) -> AnyView {
    leptos::tachys::view::iterators::StaticVec::from(views).into_any()
}

/// A part that is drawn again when what it reads changes.
pub fn live<T>(mut draw: impl FnMut() -> T + Send + 'static) -> AnyView
where
    T: IntoRender<Output: RenderHtml + Send>,
{
    redrawn(Arc::new(Mutex::new(move || erase(draw()))))
}

#[inline(never)]
fn redrawn(draw: SharedReactiveFunction<AnyView>) -> AnyView {
    draw.into_any()
}

impl Element {
    /// An attribute.
    pub fn attribute(self, name: &'static str, value: impl Value) -> Self {
        value.put_on(self, name)
    }

    #[inline(never)]
    fn fixed(mut self, name: &'static str, value: Option<Text>) -> Self {
        self.0.fixed.extend(value.map(|value| (name, value)));
        self
    }

    #[inline(never)]
    fn following(self, name: &'static str, value: SharedReactiveFunction<Option<Text>>) -> Self {
        self.with(Kind::Attribute, Cow::Borrowed(name), custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    fn with(mut self, kind: Kind, name: Text, attribute: AnyAttribute) -> Self {
        self.0.live.push(((kind, name), attribute));
        self
    }

    /// What is done when something happens to it.
    pub fn on<E>(self, event: E, act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<types::Event> + 'static,
    {
        self.heard(event, Box::new(act))
    }

    #[inline(never)]
    fn heard<E>(self, event: E, act: Box<dyn FnMut(E::EventType)>) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<types::Event> + 'static,
    {
        self.with(Kind::Event, event.name(), on(event, act).into_any_attr())
    }

    /// A property, as `value` of a field: what the person sees in it, where the attribute says what it began with.
    pub fn property(self, name: &'static str, value: impl Property) -> Self {
        value.put_on(self, name)
    }

    /// A class that it has while something holds.
    pub fn class(self, name: &'static str, holds: impl Holds) -> Self {
        self.classed(name, holds.into_function())
    }

    #[inline(never)]
    fn classed(self, name: &'static str, holds: SharedReactiveFunction<bool>) -> Self {
        self.with(Kind::Class, Cow::Borrowed(name), class((name, holds)).into_any_attr())
    }

    /// A text within it.
    #[inline(never)]
    pub fn text(self, text: &'static str) -> Self {
        self.put(erase(text))
    }

    /// A view within it.
    pub fn child<T>(self, child: T) -> Self
    where
        T: IntoRender<Output: RenderHtml + Send>,
    {
        self.put(erase(child))
    }

    /// A part within it.
    #[inline(never)]
    pub fn put(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// The element as a view.
    #[inline(never)]
    pub fn done(self) -> AnyView {
        self.into_any()
    }
}
