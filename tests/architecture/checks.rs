//! Each rule fails where it should and only there, on small snippets.

use super::{
    rules::{self, ROOMS},
    sentences,
    source::{Source, paths_from_root},
};

fn one(path: &str, text: &str) -> Vec<Source> {
    vec![Source::new(path, text)]
}

fn code(text: &str) -> String {
    Source::new("src/care/x.rs", text).code
}

#[test]
fn comments_literals_and_tests_are_not_code() {
    assert_eq!(code("a // b\nc").split_whitespace().collect::<Vec<_>>(), ["a", "c"]);
    assert_eq!(code("a /* b /* c */ d */ e").split_whitespace().collect::<Vec<_>>(), ["a", "e"]);
    assert!(!code(r#"let x = "web_sys \" // web_sys"; y"#).contains("web_sys"));
    assert!(code(r#"let x = "//"; unsafe"#).contains("unsafe"));
    assert!(!code("r#\"a \" web_sys\"# ;").contains("web_sys"));
    assert!(code("r\"\\\" ; unsafe").contains("unsafe"));
    assert!(code("let q = '\"'; unsafe; let b = '\\''; let l: &'static str").contains("unsafe"));
    assert!(code("fn f<'a>(x: &'a str) { unsafe }").contains("unsafe"));
    assert!(code("for_bar\"x\"; unsafe").contains("unsafe"));
    let tested = "#[cfg(test)]\n#[x(y{z})]\nmod tests { fn f() { a.unwrap() } }\nfn after() {}";
    assert!(!code(tested).contains("unwrap") && code(tested).contains("after"));
    assert!(!code("#[cfg(all(test, x))] use a::unsafe; b").contains("unsafe"));
    assert!(code("#[cfg(not(test))] fn f() { unsafe }").contains("unsafe"));
    assert!(code("#[cfg(target_arch = \"wasm32\")] fn f() { unsafe }").contains("unsafe"));
    assert_eq!(code("\u{201C}\"é\" \u{1F642}").len(), "\u{201C}\"é\" \u{1F642}".len());
}

#[test]
fn paths_are_found_in_groups_and_through_super() {
    let paths = |path: &str, text: &str| -> Vec<String> {
        let source = Source::new(path, text);
        paths_from_root(&source).iter().map(|p| format!("{} as {}", p.parts.join("."), p.called)).collect()
    };
    assert_eq!(
        paths("src/a/b.rs", "use crate::{care::{self, Event as E}, words::*};"),
        ["care as care", "care.Event as E", "words.* as *"]
    );
    assert_eq!(paths("src/a/b.rs", "super::x(); super::super::care::y()"), ["care.y as y"]);
    assert_eq!(paths("src/a/mod.rs", "super::care::y(); crate::f::<X>()"), ["care.y as y", "f as f"]);
    assert!(paths("src/a/b.rs", "other::crate::x; pub(crate) fn f() {} pub(super) fn g() {}").is_empty());
}

#[test]
fn the_list_of_rooms_points_downwards() {
    for (place, room) in ROOMS.iter().enumerate() {
        for used in room.uses {
            let below = ROOMS.iter().position(|other| other.name == *used).expect("a room");
            assert!(below < place, "{} uses {used}", room.name);
            assert!(!room.pure || ROOMS[below].pure, "{} is pure and uses {used}", room.name);
        }
    }
}

#[test]
fn browser_words_are_found() {
    let broken = |path: &str, text: &str| rules::browser_words(&one(path, text)).len();
    for word in ["web_sys", "js_sys", "leptos", "gloo_timers", "wasm_bindgen", "leptos_dom"] {
        assert_eq!(broken("src/vault/x.rs", &format!("use {word}::X;")), 1, "{word}");
    }
    assert_eq!(broken("src/vault/x.rs", "// web_sys\nlet web_system = \"leptos\";"), 0);
    assert_eq!(broken("src/pages/x.rs", "use leptos::ev;"), 0);
    let with_platform = |path: &str| {
        rules::browser_words(&[Source::new("src/platform/mod.rs", "web_sys::A"), Source::new(path, "web_sys::B")]).len()
    };
    assert_eq!((with_platform("src/widgets/x.rs"), with_platform("src/platform/x.rs")), (1, 0));
}

#[test]
fn upward_arrows_and_unknown_rooms_are_found() {
    let broken = |path: &str, text: &str| rules::arrows(&one(path, text)).len();
    assert_eq!(broken("src/words/x.rs", "use crate::care::Event;"), 1);
    assert_eq!(broken("src/care/x.rs", "use crate::{words::Lang, alliance};"), 1);
    assert_eq!(broken("src/care/mod.rs", "fn f() { super::pages::g() }"), 1);
    assert_eq!(broken("src/vault/x.rs", "crate::signals::f(crate::alliance::g())"), 2);
    assert_eq!(broken("src/exchange/x.rs", "use crate::alliance::Course;"), 1);
    assert_eq!(broken("src/widgets/x.rs", "use crate::session::App;"), 1);
    assert_eq!(broken("src/pages/x.rs", "use crate::vault::Key;"), 1);
    assert_eq!(broken("src/cellar/mod.rs", ""), 1);
    assert_eq!(broken("src/helpers.rs", ""), 1);
    assert_eq!(broken("src/care/x.rs", "use crate::*;"), 1);
    assert_eq!(broken("src/pages/x.rs", "use crate::{session::App, widgets};"), 0);
    assert_eq!(broken("src/care/x.rs", "use super::Event; use crate::care::Fact; use crate::words::Lang;"), 0);
    assert_eq!(broken("src/care/x.rs", "#[cfg(test)] mod tests { use crate::sample::simulate; }"), 0);
}

#[test]
fn ways_out_are_found() {
    let broken = |text: &str| rules::forbidden(&one("src/care/x.rs", text)).len();
    for bad in [
        "x.unwrap()",
        "x\n.expect(\"y\")",
        "panic!()",
        "unreachable!()",
        "todo!()",
        "unimplemented!()",
        "unsafe {}",
        "<p inner_html=x />",
        "set(\"innerHTML\", x)",
        "#[allow(dead_code)] fn f() {}",
        "#![allow(x)]",
        "#[expect(x)]",
        "#[ignore] fn f() {}",
        "Option::unwrap(x)",
        "dbg!(x)",
    ] {
        assert_eq!(broken(bad), 1, "{bad}");
    }
    for good in [
        "x.unwrap_or(y)",
        "// unwrap()\nx",
        "\"unwrap()\"",
        "x.unwrap_or_else(|| y)",
        "slot.unwrap(id, key)",
        "fn unwrap(self) {}",
        "fn expect(x: T) {}",
        "#[cfg(test)] mod tests { fn f() { x.unwrap(); panic!() } }",
        "x.ignore(y)",
        "std::panic::catch_unwind(f)",
    ] {
        assert_eq!(broken(good), 0, "{good}");
    }
}

#[test]
fn statistics_in_views_are_found() {
    let broken = |path: &str, text: &str| rules::statistics_in_views(&one(path, text)).len();
    assert_eq!(broken("src/pages/x.rs", "use crate::stats::mean;"), 1);
    assert_eq!(broken("src/widgets/x.rs", "xs.iter().sum::<f64>() / n"), 1);
    assert_eq!(broken("src/widgets/x.rs", "v.sqrt()"), 1);
    assert_eq!(broken("src/alliance/x.rs", "use crate::stats::mean; v.sqrt()"), 0);
    assert_eq!(broken("src/pages/x.rs", "use crate::alliance::Course;"), 0);
}

#[test]
fn missing_comments_are_found() {
    let good = "//! **Care**: x.\n//!\n//! Lives here: a.\n//! Never here: b.\n";
    let map = || Source::new("src/lib.rs", "//! - [`care`]: x");
    let broken = |path: &str, text: &str| rules::comments(&[map(), Source::new(path, text)]).len();
    assert_eq!(broken("src/care/mod.rs", good), 0);
    assert_eq!(broken("src/vault/mod.rs", good), 1);
    assert_eq!(broken("src/care/mod.rs", "//! Care. Lives here: a."), 1);
    assert_eq!(broken("src/care/mod.rs", "use x;\n//! Lives here. Never here."), 3);
    assert_eq!(broken("src/care/event.rs", ""), 1);
    let nested = |text: &str| {
        rules::comments(&[map(), Source::new("src/care/mod.rs", good), Source::new("src/care/in/mod.rs", text)]).len()
    };
    assert_eq!((nested("//! Inside."), nested("")), (0, 1));
}

#[test]
fn long_files_turned_text_and_tests_in_the_app_are_found() {
    assert_eq!(rules::lengths(&one("src/care/x.rs", &"x\n".repeat(rules::LINES + 1))).len(), 1);
    assert!(rules::lengths(&one("src/care/x.rs", &"x\n".repeat(rules::LINES))).is_empty());
    assert_eq!(rules::turning("x", "a\nb\u{202E}c\nd"), ["x:2: an invisible character turns the text"]);
    assert!(rules::turning("x", "ñ \u{1F642} \u{627}").is_empty());
    assert_eq!(rules::test_files(&one("src/care/mod.rs", "mod tests;")).len(), 1);
    assert!(rules::test_files(&one("src/care/mod.rs", "#[cfg(test)]\nmod tests;")).is_empty());
}

#[test]
fn unused_sentences_are_found() {
    let locale = "[common]\nand = \"and\"\nor = \"or\"\n[person.more]\ndays = { one = \"1\", other = \"{n}\" }";
    let keys = sentences::keys(&locale.parse().expect("TOML"));
    assert_eq!(keys.len(), 3);
    let unused = |text: &str| sentences::unused(&one("src/pages/x.rs", text), &keys).len();
    assert_eq!(unused(""), 3);
    assert_eq!(unused("words::common::and(l); super::common::or(l); words::person::more::days(l, 2)"), 0);
    assert_eq!(unused("use crate::words::{common::{and, or}, person::more as m}; m::days(l, 1)"), 0);
    assert_eq!(unused("// common::and\n\"common::or\"; other::days(l); #[cfg(test)] mod tests { common::and(l) }"), 3);
}

#[test]
fn sentences_in_views_are_found() {
    let broken = |text: &str| sentences::written_into_views(&one("src/pages/x.rs", text)).len();
    for bad in [
        r#"<h1>"Welcome"</h1>"#,
        r#"<p class="a b">"Two words"</p>"#,
        r#"<b>{count} " people"</b>"#,
        r#"<input title="Name" />"#,
        r#"<input aria-label="Save now" />"#,
        r#"let text = "Two words";"#,
        r#"format!("{n} people came")"#,
        r#"<p class="x">{"Not here"}</p>"#,
        r##"<p>{r#"Raw text"#}</p>"##,
        r#"if a > b { "Two words" } else { x }"#,
        r#"match x { 1 => "Some text", _ => y }"#,
    ] {
        assert_eq!(broken(bad), 1, "{bad}");
    }
    for good in [
        r#"<h1>"Attune"</h1>"#,
        r#"<p class="card wide">{text}</p>"#,
        r#"class=move || if x > 3 { "a b" } else { "c d" }"#,
        r#"<path d=format!("M {x} {y} L {a} {b}") />"#,
        r#"format!("{a} {b}")"#,
        r#"// "Two words"
        let x = 1;"#,
        r#"match x { "en" => y }"#,
        r#"<a rel="noopener noreferrer">{t}</a>"#,
        r#"<p>{x}" · "</p>"#,
        r#"#[cfg(test)] mod tests { fn f() { g("Two words") } }"#,
        r#"format!("{id}-hint")"#,
        r#"let (class, role) = match x { A => ("a b", None), B => ("c d", Some("alert")) };"#,
    ] {
        assert_eq!(broken(good), 0, "{good}");
    }
    assert!(sentences::written_into_views(&one("src/care/x.rs", r#"error("two words")"#)).is_empty());
}
