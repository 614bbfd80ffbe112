#!/usr/bin/env bash
# Times of the engine on this machine, sizes, and times in Chromium.
set -euo pipefail
. "$(dirname "$0")/common.sh"

cargo run --quiet --release --example engine_bench
ATTUNE_BROWSERS=chromium scripts/tools.sh browsers
scripts/build.sh
# Above the budget is for `make test` to refuse; here it is only shown.
node scripts/size.mjs || true
cargo run --quiet -p attune-journeys --bin measure
