#!/usr/bin/env bash
# Builds the page into dist/, as it is published. Does nothing when nothing it is made of has changed.
set -euo pipefail
. "$(dirname "$0")/common.sh"

scripts/tools.sh build
stamp=target/dist.stamp
if [ -f dist/index.html ] && ! sources_newer_than "$stamp"; then
    say "dist/ is up to date"
    exit 0
fi
say "Building the release into dist/ (the first time some minutes, later about one)"
mkdir -p target
# The stamp bears the time at which the build began: what is saved while it runs counts as newer.
touch "$stamp.new"
trunk build --release
mv "$stamp.new" "$stamp"
