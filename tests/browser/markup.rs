//! Elements drawn again: in place where they are the same, anew where they are not.

use attune::widgets::{Parts, view};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement, wasm_bindgen::JsCast};

/// A view in a page of its own, as long as the test runs.
fn page(draw: impl Fn() -> AnyView + 'static) -> (HtmlElement, impl Drop) {
    let document = web_sys::window().unwrap().document().unwrap();
    let place: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    document.body().unwrap().append_child(&place).unwrap();
    let handle = leptos::mount::mount_to(place.clone(), draw);
    (place, handle)
}

fn find(place: &HtmlElement, selector: &str) -> Element {
    place.query_selector(selector).unwrap().unwrap()
}

async fn drawn() {
    leptos::task::tick().await;
}

#[wasm_bindgen_test]
async fn what_follows_a_signal_changes_in_place() {
    let count = RwSignal::new(0_usize);
    let (place, _held) = page(move || {
        view! {
            <p class="first" title=move || format!("{} so far", count.get()) hidden=move || (3..).contains(&count.get())>"Count " {move || count.get().to_string()}</p>
            <input type="text" prop:value=move || count.get().to_string() class:odd=move || count.get() % 2 == 1 />
            <button on:click=move |_| count.update(|count| *count += 1)>"More"</button>
        }
        .into_any()
    });
    let (text, field) = (find(&place, "p"), find(&place, "input").unchecked_into::<HtmlInputElement>());
    drawn().await;
    assert_eq!((text.text_content().unwrap(), field.value()), ("Count 0".to_owned(), "0".to_owned()));
    field.focus().unwrap();
    find(&place, "button").unchecked_into::<HtmlElement>().click();
    drawn().await;
    assert_eq!((text.text_content().unwrap(), field.value()), ("Count 1".to_owned(), "1".to_owned()));
    assert_eq!(text.get_attribute("title").as_deref(), Some("1 so far"));
    assert_eq!((field.class_name().as_str(), text.has_attribute("hidden")), ("odd", false));
    count.set(4);
    drawn().await;
    assert!(text.has_attribute("hidden") && field.class_name().is_empty());
    assert_eq!(web_sys::window().unwrap().document().unwrap().active_element().as_ref(), Some(field.as_ref()));
}

#[wasm_bindgen_test]
async fn a_part_drawn_again_keeps_what_is_the_same_and_replaces_what_is_not() {
    let kind = RwSignal::new(0);
    let (place, _held) = page(move || {
        view! {
            <section>
                {move || match kind.get() {
                    0 => view! { <p class="a" lang="en">"one"</p> },
                    1 => view! { <p class="b">"two"</p> },
                    2 => view! { <h2 class="b">"two"</h2> },
                    _ => view! { <h2 class="b">"two" <em>"more"</em></h2> <p>"after"</p> },
                }}
            </section>
        }
    });
    let first = find(&place, "p");
    kind.set(1);
    drawn().await;
    assert_eq!(
        (first.class_name().as_str(), first.has_attribute("lang")),
        ("b", false),
        "the same element, its attributes anew"
    );
    assert_eq!((first.text_content().as_deref(), first.is_connected()), (Some("two"), true));
    kind.set(2);
    drawn().await;
    assert!(!first.is_connected());
    let second = find(&place, "h2");
    kind.set(3);
    drawn().await;
    assert!(!second.is_connected());
    assert_eq!(find(&place, "section").text_content().as_deref(), Some("twomoreafter"));
    kind.set(0);
    drawn().await;
    assert_eq!(find(&place, "section").text_content().as_deref(), Some("one"));
}

#[wasm_bindgen_test]
async fn lists_and_drawings() {
    let names = RwSignal::new(vec!["Ada", "Blaise"]);
    let (place, _held) = page(move || {
        view! {
            <ul>{move || names.get().into_iter().map(|name| view! { <li>{name}</li> }).collect_parts()}</ul>
            <svg viewBox="0 0 1 1"><circle r=0.5 /><text>"a word"</text></svg>
        }
        .into_any()
    });
    names.update(|names| names.insert(0, "Zeno"));
    drawn().await;
    assert_eq!(find(&place, "ul").text_content().as_deref(), Some("ZenoAdaBlaise"));
    assert_eq!(find(&place, "circle").namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(find(&place, "circle").get_attribute("r").as_deref(), Some("0.5"));
}

#[wasm_bindgen_test]
async fn drawn_again_it_keeps_the_classes_that_come_and_go() {
    let (times, open) = (RwSignal::new(0), RwSignal::new(true));
    let (place, _held) = page(move || {
        let item = move || {
            let name = format!("item depth-{}", times.get() / 2);
            view! { <p class=name class:open=move || open.get() class:never=false>"one"</p> }
        };
        view! { <section>{item}</section> }
    });
    let item = find(&place, "p");
    let classes = || {
        let mut all: Vec<String> = item.class_name().split_whitespace().map(str::to_owned).collect();
        all.sort();
        all.join(" ")
    };
    for (time, wanted) in [(1, "depth-0 item open"), (2, "depth-1 item open")] {
        times.set(time);
        drawn().await;
        assert_eq!(classes(), wanted);
    }
    open.set(false);
    drawn().await;
    assert_eq!((classes().as_str(), item.is_connected()), ("depth-1 item", true));
}

#[wasm_bindgen_test]
async fn another_changing_attribute_makes_another_element() {
    let kind = RwSignal::new(0);
    let (place, _held) = page(move || {
        view! {
            <section>
                {move || match kind.get() {
                    0 => view! { <p title=move || "a".to_owned()>"one"</p> },
                    _ => view! { <p lang=move || "es".to_owned()>"one"</p> },
                }}
            </section>
        }
    });
    kind.set(1);
    drawn().await;
    let now = find(&place, "p");
    assert_eq!((now.get_attribute("title"), now.get_attribute("lang").as_deref()), (None, Some("es")));
}
