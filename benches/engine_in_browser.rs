//! The engine's times in a real browser: `make bench` runs it in headless Chromium, beside the same on the machine itself
//! (`examples/engine_bench`). No timed test: it prints.
#![cfg(target_arch = "wasm32")]

#[path = "../examples/engine_bench/body.rs"]
mod body;

use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

#[wasm_bindgen_test]
fn engine() -> Result<(), String> {
    for line in body::measure(&now).map_err(|error| error.to_string())? {
        console_log!("{:<52} {:>12.3} {}", line.name, line.value, line.unit);
    }
    Ok(())
}
