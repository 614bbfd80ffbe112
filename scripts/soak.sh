#!/usr/bin/env bash
# Throws random questionnaires at the importer and random answers at the scorer, SOAK_SECONDS each (ten minutes), and ends with
# an error where either crashes. What crashed lies in fuzz/artifacts/.
set -euo pipefail
. "$(dirname "$0")/common.sh"

seconds=${SOAK_SECONDS:-600}
scripts/tools.sh fuzz
# Real files to begin with; what the fuzzer finds of use is added beside them, and stays for the next time.
for target in import score; do
    mkdir -p "fuzz/corpus/$target"
done
cp tests/fhir/*.json fuzz/corpus/import/
for at in 0 1 2 3 4 5; do
    { printf '%b' "\\00$at" && printf '%s\n%s' 'ehmv5EU]e' '%resource.item.answer.weight().sum()'; } >"fuzz/corpus/score/seed-$at"
done
for target in import score; do
    say "Fuzzing $target for $seconds seconds"
    CARGO_TARGET_DIR="$root/fuzz/target" cargo "+$FUZZ_TOOLCHAIN" fuzz run "$target" -- \
        -max_total_time="$seconds" -max_len=50000 -timeout=60 -rss_limit_mb=4096 -print_final_stats=1
done
say "No crash."
