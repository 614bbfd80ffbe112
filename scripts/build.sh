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
# The standard library is compiled with ours, for size; places in the source and Debug texts are left out: together a
# twentieth of the download. All of it is unstable, which is why rust-toolchain.toml pins the compiler.
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
export RUSTFLAGS="--cfg erase_components -Zlocation-detail=none -Zfmt-debug=none"
trunk build --release
mv "$stamp.new" "$stamp"
