#!/usr/bin/env bash
# Everything that must hold, in order from the quickest; goes on after a failure so that one run shows all.
# Ends with the line "N passed, N failed": tests count one by one, other steps one each.
set -uo pipefail
. "$(dirname "$0")/common.sh"

passed=0
failed=0
broken=()
began=$SECONDS
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# step HEADLINE COMMAND...: runs it; counts its tests if it reports any, otherwise itself.
step() {
    local headline=$1 status start=$SECONDS
    shift
    printf '\n=== %s\n' "$headline"
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    local good bad
    good=$(sed -nE 's/.*test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\1/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
    bad=$(sed -nE 's/.*test result: .* ([0-9]+) passed; ([0-9]+) failed.*/\2/p' "$log" | awk '{ n += $1 } END { print n + 0 }')
    if [ $((good + bad)) -eq 0 ]; then
        [ "$status" -eq 0 ] && good=1 || bad=1
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        # It failed beside its tests, for instance to compile the next target.
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    [ "$bad" -eq 0 ] || broken+=("$headline")
    printf -- '--- %s: %d passed, %d failed, %d s\n' "$headline" "$good" "$bad" $((SECONDS - start))
    return "$status"
}

# The test targets written for the browser: those whose file begins with that condition.
wasm_targets=()
for file in $(grep -lxF '#![cfg(target_arch = "wasm32")]' tests/*.rs); do
    wasm_targets+=(--test "$(basename "$file" .rs)")
done

wasm_tests() {
    CHROMEDRIVER=$(command -v chromedriver) WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_TIMEOUT=180 \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER="$tools/bin/wasm-bindgen-test-runner" \
        cargo test --target wasm32-unknown-unknown "${wasm_targets[@]}"
}

export CARGO_TERM_COLOR=never
# A clean clone compiles everything once: what makes the next compilation quicker would only slow this one.
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0
# A test that asks the age program fails where it is missing, instead of passing without having asked.
export ATTUNE_NEEDS_AGE=1
step "Tools" scripts/tools.sh build browsers || {
    printf '\n%d passed, %d failed\n' "$passed" "$failed"
    exit 1
}
step "Format" cargo fmt --all --check
step "Lints, native" cargo clippy --quiet --workspace --all-targets -- -D warnings
step "Lints, wasm" cargo clippy --quiet --target wasm32-unknown-unknown --lib --bins "${wasm_targets[@]}" -- -D warnings
step "Native tests" cargo test --no-fail-fast
step "Wasm tests in Chromium" wasm_tests
if step "Release build" scripts/build.sh; then
    step "Size" node scripts/size.mjs
    step "Journeys in browsers" scripts/journeys.sh
fi

printf '\nThis took %d s.\n' $((SECONDS - began))
[ "$failed" -eq 0 ] || printf 'Failed: %s\n' "${broken[@]}"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
