//! Choosing on the hand-over page what is asked.

use serde_json::Value;

use crate::Page;

/// Ticks the questionnaire of that title and unticks every other, as a person would.
pub async fn ask_only(page: &Page, title: &str) {
    const SCRIPT: &str = "return [...document.querySelectorAll('fieldset.asked .tick')].map((tick) =>
        [tick.querySelector('span').innerText || tick.querySelector('span').textContent, tick.querySelector('input').checked,
         tick.querySelector('input').checkVisibility()])";
    let found = page.script(SCRIPT, vec![]).await;
    for tick in found.as_array().into_iter().flatten() {
        let (name, on) = (tick[0].as_str().unwrap_or_default(), tick[1] == Value::Bool(true));
        if (name == title) != on {
            if tick[2] != Value::Bool(true) {
                let open = "document.querySelector('fieldset.asked details > summary').click()";
                page.script(open, vec![]).await;
            }
            page.click(name).await;
        }
    }
}
