#!/usr/bin/env bash
# Sets up what a task needs, inside .tools/ of this project; says nothing when all is there.
#   tools.sh build      what builds the page: wasm target, Trunk, wasm-bindgen, wasm-opt
#   tools.sh fuzz       what the soak test needs: a nightly compiler and cargo-fuzz
#   tools.sh browsers   what the journeys need: browsers and their drivers, axe-core, age (ATTUNE_BROWSERS may name fewer)
set -euo pipefail
. "$(dirname "$0")/common.sh"

export npm_config_update_notifier=false npm_config_fund=false npm_config_audit=false

# cargo_tool NAME VERSION PROBE MINUTES [ARGUMENT...]: PROBE is the command that tells the installed version.
cargo_tool() {
    local name=$1 version=$2 probe=$3 minutes=$4
    shift 4
    if [ -x "$tools/bin/$probe" ] && [[ "$("$tools/bin/$probe" --version 2>/dev/null) " == *" $version"[[:space:]]* ]]; then
        return
    fi
    say "Building $name $version into .tools/ (once; about $minutes minutes on two cores)"
    # These tools run for a second or two: a fast build of them is worth more than their last bit of speed.
    # One target folder for all of them, removed below, so that what they share is compiled once.
    CARGO_TARGET_DIR="$tools/target" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_INCREMENTAL=false \
        cargo install "$name" --version "$version" --root "$tools" --force --quiet "$@" &
    local build=$! waited=0
    while kill -0 "$build" 2>/dev/null; do
        sleep 1
        waited=$((waited + 1))
        [ $((waited % 30)) -ne 0 ] || say "  still building $name: $waited seconds"
    done
    wait "$build" || die "$name $version could not be built; the compiler's message stands above."
    rm -rf "$tools/target"
}

# npm_tool NAME VERSION
npm_tool() {
    local manifest="$tools/node_modules/$1/package.json"
    if [ -f "$manifest" ] && [ "$(node -p 'require(process.argv[1]).version' "$manifest")" = "$2" ]; then
        return
    fi
    say "Fetching $1 $2 into .tools/"
    # The packages are always named together: npm removes what a call does not name.
    npm --prefix "$tools" install --no-save --no-package-lock --ignore-scripts --loglevel=error \
        "binaryen@$BINARYEN_VERSION" "terser@$TERSER_VERSION" "axe-core@$AXE_VERSION" >/dev/null
}

build_tools() {
    need cargo "install Rust with rustup; rust-toolchain.toml names the version, which rustup then fetches by itself."
    need node "install Node.js 18 or later; it runs the optimiser of WebAssembly and the small local server."
    need npm "it comes with Node.js; on Debian it is a package of its own."
    if [ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]; then
        need rustup "the target wasm32-unknown-unknown of $(rustc --version) is not installed; rustup would add it."
        say "Adding the target wasm32-unknown-unknown"
        rustup target add wasm32-unknown-unknown
    fi
    if [ ! -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/Cargo.lock" ]; then
        need rustup "the source of the standard library of $(rustc --version) is not installed; rustup would add it."
        say "Adding the source of the standard library, which the release compiles for size"
        rustup component add rust-src
    fi
    # The command and the library of wasm-bindgen speak a format that changes with every release.
    local bindgen
    bindgen=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3; exit }' Cargo.lock)
    mkdir -p "$tools"
    npm_tool binaryen "$BINARYEN_VERSION"
    npm_tool terser "$TERSER_VERSION"
    cargo_tool wasm-bindgen-cli "$bindgen" wasm-bindgen 2
    cargo_tool trunk "$TRUNK_VERSION" trunk 5 --locked --no-default-features --features rustls
}

browser_tools() {
    local wanted=" ${ATTUNE_BROWSERS:-chromium firefox webkit} " packages=()
    wanted=${wanted//,/ }
    # Backups are opened by the program that people would open them with.
    have age || packages+=(age)
    # Chromium also runs the wasm tests.
    have chromedriver || packages+=(chromium chromium-driver)
    if [[ $wanted == *" firefox "* ]]; then
        have firefox-esr || have firefox || packages+=(firefox-esr)
    fi
    if [[ $wanted == *" webkit "* ]]; then
        have WebKitWebDriver || packages+=(webkit2gtk-driver)
        have Xvfb || packages+=(xvfb)
    fi
    if [ ${#packages[@]} -gt 0 ]; then
        if [ "$(id -u)" -ne 0 ] || ! have apt-get; then
            die "The tests need: ${packages[*]} (Debian's names). Please install them, or name the browsers you have: ATTUNE_BROWSERS=chromium"
        fi
        say "Installing ${packages[*]} with apt-get (a minute or two)"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
    fi
    mkdir -p "$tools"
    npm_tool axe-core "$AXE_VERSION"
    if [[ $wanted == *" firefox "* ]]; then
        cargo_tool geckodriver "$GECKODRIVER_VERSION" geckodriver 3 --locked
    fi
}

fuzz_tools() {
    need rustup "the soak test needs a nightly compiler, which rustup sets up."
    if ! rustup run "$FUZZ_TOOLCHAIN" rustc --version >/dev/null 2>&1; then
        say "Adding the toolchain $FUZZ_TOOLCHAIN"
        rustup toolchain install "$FUZZ_TOOLCHAIN" --profile minimal
    fi
    mkdir -p "$tools"
    cargo_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz 2 --locked
}

for part in "$@"; do
    case $part in
    build) build_tools ;;
    browsers) browser_tools ;;
    fuzz) fuzz_tools ;;
    *) die "tools.sh knows 'build', 'browsers' and 'fuzz', not '$part'" ;;
    esac
done
