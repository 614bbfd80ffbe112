#!/usr/bin/env bash
# What takes too long for every test run, and ends with an error where something breaks:
#   - browsers killed over one profile, fifty times (Chromium) and twenty (Firefox), and half as often during a save;
#   - long histories of the vault by chance, ATTUNE_SOAK of each kind (2000);
#   - random questionnaires for the importer and random answers for the scorer, SOAK_SECONDS each (ten minutes). What crashed
#     lies in fuzz/artifacts/.
# SOAK=kills, SOAK=vault or SOAK=fuzz does one of them alone.
set -euo pipefail
. "$(dirname "$0")/common.sh"

parts=" ${SOAK:-kills vault fuzz} "

# soak_kills BROWSER TIMES: one browser at a time, so that no other disturbs its moments.
soak_kills() {
    say "Killing $1 $2 times"
    FILTER=killed_browsers ATTUNE_BROWSERS=$1 ATTUNE_KILLS=$2 scripts/journeys.sh
}

if [[ $parts == *" kills "* ]]; then
    soak_kills chromium "${ATTUNE_KILLS:-50}"
    soak_kills firefox "${ATTUNE_KILLS:-20}"
fi
if [[ $parts == *" vault "* ]]; then
    say "Histories of the vault by chance"
    ATTUNE_SOAK=${ATTUNE_SOAK:-2000} cargo test --test vault -- journal_long long_restores
fi
if [[ $parts != *" fuzz "* ]]; then
    exit 0
fi
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
