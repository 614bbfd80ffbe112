//! Accessibility: axe-core with every rule it applies by itself; none is switched off.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::{Page, page::ok};

/// Checks the page as it stands.
///
/// # Panics
/// With a readable list, when a rule is broken; and when axe-core is not in `.tools/` (`make tools` puts it there).
pub async fn check(page: &Page) {
    let broken = violations(page).await;
    assert!(broken.is_empty(), "the page breaks rules of accessibility:\n{}", told(&broken));
}

/// What is broken, as axe-core tells it.
///
/// # Panics
/// When axe-core is not in `.tools/`, or does not answer.
pub async fn violations(page: &Page) -> Vec<Value> {
    // Half a megabyte: handed over once a document, not with every look.
    if page.script("return typeof window.axe?.run", vec![]).await != "function" {
        let path = crate::root().join(".tools/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(&path)
            .unwrap_or_else(|_| panic!("axe-core is not in .tools/: run `make tools`, which puts it there"));
        // Through WebDriver, which the page's policy does not bind.
        page.script(&format!("{axe}\n;window.axe ??= axe;"), vec![]).await;
    }
    // "Exempt from nothing" is the default of `run`.
    const RUN: &str = "const done = arguments[arguments.length - 1];
         window.axe.run(document, { resultTypes: ['violations'] })
           .then((result) => done({ violations: result.violations, passes: result.passes.length }),
                 (error) => done({ error: String(error) }));";
    let answer = ok(page.client.execute_async(RUN, vec![]).await, "run axe-core");
    // A run in which no rule applied would pass whatever the page is like.
    let passes = answer.get("passes").and_then(Value::as_u64).unwrap_or_default();
    assert!(passes > 0, "axe-core checked nothing: {}", answer.get("error").unwrap_or(&json!("no rule applied")));
    answer.get("violations").and_then(Value::as_array).cloned().unwrap_or_default()
}

fn told(violations: &[Value]) -> String {
    let mut text = String::new();
    for violation in violations {
        let field = |key: &str| violation[key].as_str().unwrap_or_default();
        let _ = writeln!(text, "- {} ({}): {}", field("id"), field("impact"), field("help"));
        for node in violation["nodes"].as_array().into_iter().flatten() {
            let part = |key: &str| node[key].as_str().unwrap_or_default().replace('\n', " ");
            let _ = writeln!(text, "    {} {}\n      {}", node["target"], part("html"), part("failureSummary"));
        }
    }
    text
}
