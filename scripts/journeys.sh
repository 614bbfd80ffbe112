#!/usr/bin/env bash
# Leads the built page through real browsers.
#   FILTER=main_job            only journeys whose name contains that
#   ATTUNE_BROWSERS=chromium   only these browsers (chromium, firefox, webkit)
# dist/ is built when there is none, and otherwise taken as it is (`make build` brings it up to date).
set -euo pipefail
. "$(dirname "$0")/common.sh"

scripts/tools.sh browsers
[ -f dist/index.html ] || scripts/build.sh
if sources_newer_than target/dist.stamp; then
    say "dist/ is older than the sources: the journeys see what was built last"
fi
skip=()
if [ -n "${ATTUNE_BROWSERS:-}" ]; then
    for browser in chromium firefox webkit; do
        [[ " ${ATTUNE_BROWSERS//,/ } " == *" $browser "* ]] || skip+=(--skip "::$browser" --skip "_in_$browser")
    done
fi
# Whatever ends this script, no browser stays: each has this folder in its environment.
folder=$(mktemp -d)
tidy() {
    for environment in /proc/[0-9]*/environ; do
        pid=${environment#/proc/}
        pid=${pid%/environ}
        [ "$pid" = $$ ] && continue
        if tr '\0' '\n' 2>/dev/null <"$environment" | grep -qF "$folder"; then kill -KILL "$pid" 2>/dev/null || true; fi
    done
    rm -rf "$folder"
}
trap tidy EXIT
trap 'exit 130' INT TERM
# No hang may hold a build machine for hours: a journey ends itself after four minutes, and all of them after fifty.
TMPDIR=$folder timeout -k 20 3000 cargo test -p attune-journeys --tests -- "${FILTER:-}" "${skip[@]}"
