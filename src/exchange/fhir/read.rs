//! From bytes to a resource, or a reason why not.

use serde_json::Value;

use super::{
    LARGEST, Refusal,
    clean::clean,
    json::{list, text},
};

/// How deep brackets can stand in each other; the reader of JSON has the same limit.
const BRACKETS: usize = 127;

/// The resource of that kind: the file itself, or the only one of its kind within a Bundle.
pub(super) fn resource(bytes: &[u8], kind: &str) -> Result<Value, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge);
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<') {
        return Err(Refusal::Xml);
    }
    if too_deep(bytes) {
        return Err(Refusal::TooDeep);
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        // The only mistake without a class of its own: a number beyond what 64 bits can hold.
        if error.to_string().starts_with("number out of range") {
            Refusal::Number { line: error.line() }
        } else {
            Refusal::NotJson { line: error.line(), column: error.column() }
        }
    })?;
    let Some(found) = text(&value, "resourceType") else { return Err(Refusal::NotFhir) };
    if found == kind {
        return Ok(value);
    }
    let inside = |entry: &&Value| entry.get("resource").and_then(|inner| text(inner, "resourceType")) == Some(kind);
    let mut entries = list(&value, "entry").iter().filter(inside);
    match (entries.next().and_then(|entry| entry.get("resource")), entries.next()) {
        (Some(only), None) if found == "Bundle" => Ok(only.clone()),
        _ => Err(Refusal::OtherKind(clean(found))),
    }
}

/// Whether brackets stand too deep in each other, told without building anything.
fn too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => depth += 1,
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > BRACKETS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Refusal {
        resource(text.as_bytes(), "Questionnaire").unwrap_err()
    }

    #[test]
    fn what_is_no_questionnaire_is_told_by_what_it_is() {
        assert_eq!(refused("{\n \"a\" 1}"), Refusal::NotJson { line: 2, column: 6 });
        assert_eq!(refused(""), Refusal::NotJson { line: 1, column: 0 });
        assert_eq!(refused("\n <Questionnaire/>"), Refusal::Xml);
        assert_eq!(refused("{\"a\":\n1e400}"), Refusal::Number { line: 2 });
        assert_eq!(refused("[]"), Refusal::NotFhir);
        assert_eq!(refused("{\"resourceType\": \"ValueSet\"}"), Refusal::OtherKind("ValueSet".to_owned()));
        assert_eq!(refused(&" ".repeat(LARGEST + 1)), Refusal::TooLarge);
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!((refused(&nested(127)), refused(&nested(128))), (Refusal::NotFhir, Refusal::TooDeep));
        assert_eq!(refused(&"[".repeat(1_000_000)), Refusal::TooDeep);
        assert_eq!(refused("{\"a\": \"[[\\\"{\" }"), Refusal::NotFhir);
    }

    #[test]
    fn a_bundle_with_one_questionnaire_is_opened() {
        let entry = r#"{"resource": {"resourceType": "Questionnaire"}}"#;
        let bundle = |entries: &str| format!(r#"{{"resourceType": "Bundle", "entry": [{entries}]}}"#);
        let kind = Some("Questionnaire");
        let one = resource(bundle(&format!("{entry}, {{}}")).as_bytes(), "Questionnaire").unwrap();
        assert_eq!(text(&one, "resourceType"), kind);
        assert_eq!(refused(&bundle(&format!("{entry}, {entry}"))), Refusal::OtherKind("Bundle".to_owned()));
        assert!(
            resource(format!("\u{FEFF}{}", r#"{"resourceType": "Questionnaire"}"#).as_bytes(), "Questionnaire").is_ok()
        );
    }
}
