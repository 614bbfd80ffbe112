//! Turns `locales/*.toml` into one typed function per sentence, so that a missing or misspelt key, a placeholder
//! that one language forgot, or a plural without its forms stops the build with a sentence of its own.

use std::{collections::BTreeSet, fs, path::Path, process::exit};

use toml::{Table, Value};

/// The languages, the first of which is the reference that the others must match key by key.
const LANGUAGES: [(&str, &str); 2] = [("En", "en"), ("Es", "es")];

/// The code of all sentences under `locales`.
pub fn code(locales: &Path) -> String {
    let tables: Vec<Table> = LANGUAGES.iter().map(|(_, code)| read(&locales.join(format!("{code}.toml")))).collect();
    let mut code = String::new();
    module(&tables.iter().collect::<Vec<_>>(), "", &mut code);
    code
}

fn stop(message: &str) -> ! {
    eprintln!("locales: {message}");
    exit(1)
}

fn read(path: &Path) -> Table {
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| stop(&format!("{} cannot be read: {error}", path.display())));
    text.parse().unwrap_or_else(|error| stop(&format!("{} is not valid TOML: {error}", path.display())))
}

/// Writes one table of keys as a module, after checking that every language has the same keys.
fn module(tables: &[&Table], path: &str, code: &mut String) {
    let keys: BTreeSet<&String> = tables.iter().flat_map(|table| table.keys()).collect();
    for key in keys {
        let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let values: Vec<&Value> = tables
            .iter()
            .zip(LANGUAGES)
            .map(|(table, (_, language))| {
                table.get(key).unwrap_or_else(|| stop(&format!("{language}.toml has no `{at}`")))
            })
            .collect();
        match values[0] {
            Value::String(_) => sentence(&at, key, &strings(&at, &values), code),
            Value::Array(_) => paragraphs(&at, key, &values, code),
            Value::Table(forms) if forms.contains_key("other") => plural(&at, key, &values, code),
            Value::Table(_) => {
                let inner: Vec<&Table> = values
                    .iter()
                    .map(|value| {
                        value.as_table().unwrap_or_else(|| stop(&format!("`{at}` is a section in one language only")))
                    })
                    .collect();
                code.push_str(&format!("/// The sentences under `{at}`.\npub mod {key} {{\n"));
                module(&inner, &at, code);
                code.push_str("}\n");
            }
            _ => stop(&format!("`{at}` is neither a sentence, nor a list, nor a section")),
        }
    }
}

fn strings<'a>(at: &str, values: &[&'a Value]) -> Vec<&'a str> {
    values
        .iter()
        .map(|value| value.as_str().unwrap_or_else(|| stop(&format!("`{at}` is not a sentence in every language"))))
        .collect()
}

/// The names in braces, in the order in which they first appear.
fn placeholders(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    for part in text.split('{').skip(1) {
        if let Some((name, _)) = part.split_once('}')
            && !names.contains(&name)
        {
            names.push(name);
        }
    }
    names
}

fn same_placeholders<'a>(at: &str, texts: &[&'a str]) -> Vec<&'a str> {
    let names = placeholders(texts[0]);
    let wanted: BTreeSet<_> = names.iter().collect();
    for (text, (_, language)) in texts.iter().zip(LANGUAGES.iter().cycle()) {
        if placeholders(text).iter().collect::<BTreeSet<_>>() != wanted {
            stop(&format!("`{at}` has other placeholders in {language}.toml than in {}.toml", LANGUAGES[0].1));
        }
    }
    names
}

fn arms(values: impl Iterator<Item = String>) -> String {
    LANGUAGES
        .iter()
        .zip(values)
        .map(|((variant, _), value)| format!("crate::words::Lang::{variant} => {value},"))
        .collect()
}

fn sentence(at: &str, key: &str, texts: &[&str], code: &mut String) {
    let names = same_placeholders(at, texts);
    let doc = texts[0].replace('\n', " ");
    let choose = arms(texts.iter().map(|text| format!("{text:?}")));
    if names.is_empty() {
        code.push_str(&format!(
            "#[doc = {doc:?}]\n#[must_use]\npub fn {key}(lang: crate::words::Lang) -> &'static str {{ match lang {{ {choose} }} }}\n"
        ));
    } else {
        let parameters: String = names.iter().map(|name| format!(", {name}: &str")).collect();
        let fills: String = names.iter().map(|name| format!("({name:?}, {name}),")).collect();
        code.push_str(&format!(
            "#[doc = {doc:?}]\n#[must_use]\npub fn {key}(lang: crate::words::Lang{parameters}) -> String {{ crate::words::fill(match lang {{ {choose} }}, &[{fills}]) }}\n"
        ));
    }
}

fn paragraphs(at: &str, key: &str, values: &[&Value], code: &mut String) {
    let lists: Vec<Vec<&str>> = values
        .iter()
        .map(|value| {
            value
                .as_array()
                .map(|items| items.iter().filter_map(Value::as_str).collect())
                .unwrap_or_else(|| stop(&format!("`{at}` is a list in one language only")))
        })
        .collect();
    if lists.iter().any(|list| list.len() != lists[0].len()) {
        stop(&format!("`{at}` has lists of different lengths"));
    }
    let choose = arms(lists.iter().map(|list| format!("&{list:?}")));
    code.push_str(&format!(
        "/// The paragraphs of `{at}`.\n#[must_use]\npub fn {key}(lang: crate::words::Lang) -> &'static [&'static str] {{ match lang {{ {choose} }} }}\n"
    ));
}

/// A sentence with a count: `one` and `other`, which both of our languages have.
fn plural(at: &str, key: &str, values: &[&Value], code: &mut String) {
    let form = |which: &str| -> Vec<&str> {
        values
            .iter()
            .map(|value| {
                value
                    .get(which)
                    .and_then(Value::as_str)
                    .unwrap_or_else(|| stop(&format!("`{at}` lacks the form `{which}` in some language")))
            })
            .collect()
    };
    let (one, other) = (form("one"), form("other"));
    let names: Vec<&str> = same_placeholders(at, &other).into_iter().filter(|name| *name != "n").collect();
    let parameters: String = names.iter().map(|name| format!(", {name}: &str")).collect();
    let fills: String = names.iter().map(|name| format!("({name:?}, {name}),")).collect();
    let doc = other[0];
    let choose =
        arms(one.iter().zip(&other).map(|(one, other)| format!("if n == 1 {{ {one:?} }} else {{ {other:?} }}")));
    code.push_str(&format!(
        "#[doc = {doc:?}]\n#[must_use]\npub fn {key}(lang: crate::words::Lang, n: usize{parameters}) -> String {{ crate::words::fill(match lang {{ {choose} }}, &[(\"n\", &n.to_string()),{fills}]) }}\n"
    ));
}
