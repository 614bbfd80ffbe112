//! What attributes, properties and classes can be given: what stays, or a function that says it anew.

use std::{
    borrow::Cow,
    sync::{Arc, Mutex},
};

use leptos::tachys::{
    html::{attribute::any_attribute::IntoAnyAttribute, property::prop},
    reactive_graph::{ReactiveFunction, SharedReactiveFunction},
};

use super::{Element, Kind, Text};

/// What an attribute's value can be; nothing where the attribute is to be left out.
pub trait Plain {
    /// Its text.
    fn plain(self) -> Option<Text>;
}

impl Plain for &'static str {
    fn plain(self) -> Option<Text> {
        Some(Cow::Borrowed(self))
    }
}

impl Plain for String {
    fn plain(self) -> Option<Text> {
        Some(Cow::Owned(self))
    }
}

impl Plain for bool {
    fn plain(self) -> Option<Text> {
        self.then_some(Cow::Borrowed(""))
    }
}

impl<T: Plain> Plain for Option<T> {
    fn plain(self) -> Option<Text> {
        self.and_then(Plain::plain)
    }
}

macro_rules! plain_numbers {
    ($($number:ty),*) => { $(impl Plain for $number {
        fn plain(self) -> Option<Text> {
            Some(Cow::Owned(self.to_string()))
        }
    })* };
}
plain_numbers!(i32, u32, u64, usize, f64);

/// The value of an attribute: one that stays, or a function that says it anew when what it reads changes.
pub trait Value {
    /// Puts it on the element.
    fn put_on(self, element: Element, name: &'static str) -> Element;
}

macro_rules! fixed_values {
    ($($value:ty),*) => { $(impl Value for $value {
        fn put_on(self, element: Element, name: &'static str) -> Element {
            element.fixed(name, self.plain())
        }
    })* };
}
fixed_values!(&'static str, String, bool, i32, u32, u64, usize, f64);

impl<T: Plain> Value for Option<T> {
    fn put_on(self, element: Element, name: &'static str) -> Element {
        element.fixed(name, self.plain())
    }
}

impl<T: Plain, F: FnMut() -> T + Send + 'static> Value for F {
    fn put_on(mut self, element: Element, name: &'static str) -> Element {
        element.following(name, Arc::new(Mutex::new(move || self().plain())))
    }
}

impl<T: Plain + 'static> Value for SharedReactiveFunction<T> {
    fn put_on(self, element: Element, name: &'static str) -> Element {
        let mut function = self;
        element.following(name, Arc::new(Mutex::new(move || function.invoke().plain())))
    }
}

/// What a property of an element can be.
pub trait Property {
    /// Puts it on the element.
    fn put_on(self, element: Element, name: &'static str) -> Element;
}

impl Property for SharedReactiveFunction<String> {
    #[inline(never)]
    fn put_on(self, element: Element, name: &'static str) -> Element {
        element.with(Kind::Property, Cow::Borrowed(name), prop(name, self).into_any_attr())
    }
}

impl Property for SharedReactiveFunction<bool> {
    #[inline(never)]
    fn put_on(self, element: Element, name: &'static str) -> Element {
        element.with(Kind::Property, Cow::Borrowed(name), prop(name, self).into_any_attr())
    }
}

impl<T: 'static, F: FnMut() -> T + Send + 'static> Property for F
where
    SharedReactiveFunction<T>: Property,
{
    fn put_on(self, element: Element, name: &'static str) -> Element {
        let shared: SharedReactiveFunction<T> = Arc::new(Mutex::new(self));
        shared.put_on(element, name)
    }
}

impl Property for String {
    fn put_on(self, element: Element, name: &'static str) -> Element {
        Property::put_on(move || self.clone(), element, name)
    }
}

impl Property for bool {
    fn put_on(self, element: Element, name: &'static str) -> Element {
        Property::put_on(move || self, element, name)
    }
}

/// Whether an element has a class.
pub trait Holds {
    /// As a function that says it anew.
    fn into_function(self) -> SharedReactiveFunction<bool>;
}

impl Holds for bool {
    fn into_function(self) -> SharedReactiveFunction<bool> {
        Arc::new(Mutex::new(move || self))
    }
}

impl<F: FnMut() -> bool + Send + 'static> Holds for F {
    fn into_function(self) -> SharedReactiveFunction<bool> {
        Arc::new(Mutex::new(self))
    }
}
