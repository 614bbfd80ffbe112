#!/usr/bin/env bash
# Sizes, and times in Chromium.
set -euo pipefail
. "$(dirname "$0")/common.sh"

ATTUNE_BROWSERS=chromium scripts/tools.sh browsers
scripts/build.sh
node scripts/size.mjs
cargo run --quiet -p attune-journeys --bin measure
