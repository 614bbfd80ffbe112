#!/usr/bin/env bash
# Pictures of the page into screenshots/, at three widths in light and dark. FILTER=caseload takes fewer.
set -euo pipefail
. "$(dirname "$0")/common.sh"

ATTUNE_BROWSERS=chromium scripts/tools.sh browsers
scripts/build.sh
cargo run --quiet -p attune-journeys --bin shots -- "${FILTER:-}"
