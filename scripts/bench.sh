#!/usr/bin/env bash
# Times of the engine on this machine, sizes, times in Chromium, and a vault of 60,000 sessions in every browser.
#   BENCH=store   only the vault (ATTUNE_BROWSERS may name fewer browsers)
set -euo pipefail
. "$(dirname "$0")/common.sh"

scripts/tools.sh build browsers
vault() {
    say "A vault of 60,000 sessions, on this machine and in browsers"
    cargo run --quiet --release --example vault_bench 60000
    cargo run --quiet --release --example vault_bench 60000 target/store.json >target/store.log
    cargo run --quiet -p attune-journeys --bin measure target/store.json
    rm -f target/store.json target/store.log
}
if [ "${BENCH:-}" = store ]; then
    scripts/build.sh
    vault
    exit 0
fi
say "The engine on this machine"
cargo run --quiet --release --example engine_bench
if have Rscript && Rscript -e 'quit(status = !requireNamespace("lme4", quietly = TRUE))' >/dev/null 2>&1; then
    say "Mixed models beside lme4, on the same rows"
    rows=$(mktemp -d)
    Rscript scripts/lme4.R "$rows"
    cargo run --quiet --release --example lmm_speed "$rows/slope.csv" "$rows/nested.csv" | grep file
    rm -rf "$rows"
fi
say "The importer of questionnaires"
cargo run --quiet --release --example import_bench
say "The engine in Chromium (before the optimiser of WebAssembly)"
CHROMEDRIVER=$(command -v chromedriver) WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_TIMEOUT=600 \
    CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$tools/bin/wasm-bindgen-test-runner" \
    cargo test --release --target wasm32-unknown-unknown --bench engine_in_browser -- --nocapture | grep -E "  +[0-9.]+ |error|FAILED" || true
scripts/build.sh
# Above the budget is for `make test` to refuse; here it is only shown.
node scripts/size.mjs || true
cargo run --quiet -p attune-journeys --bin measure
vault
