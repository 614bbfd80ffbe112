#!/usr/bin/env bash
# Builds the release and serves it on this machine only.
set -euo pipefail
. "$(dirname "$0")/common.sh"

scripts/build.sh
exec node scripts/serve.mjs dist "${PORT:-8080}"
