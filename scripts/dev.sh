#!/usr/bin/env bash
# Rebuilds and reloads the page whenever a file is saved. A build for working on, not for measuring: large and slow.
set -euo pipefail
. "$(dirname "$0")/common.sh"

scripts/tools.sh build
# A folder of its own, so that dist/ is always the release.
mkdir -p target/dev
exec trunk serve --dist target/dev --address 127.0.0.1 --port "${PORT:-8081}"
