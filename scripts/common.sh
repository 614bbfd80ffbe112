# Sourced by every script: goes to the project's root and names what all of them use.
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
tools=$root/.tools
# shellcheck source=scripts/versions.env
. "$root/scripts/versions.env"
# The project's own tools come first, so that no other version on the machine is taken by chance.
export PATH="$tools/bin:$PATH"

say() { printf '» %s\n' "$*"; }
die() {
    printf '✗ %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
need() { have "$1" || die "$1 is missing: $2"; }

# True if anything that the page is made of is younger than the file $1. Folders count too: a removed file changes them.
sources_newer_than() {
    [ ! -e "$1" ] && return 0
    [ -n "$(find index.html Trunk.toml Cargo.toml Cargo.lock rust-toolchain.toml build src public style locales \
        scripts/after-build.mjs scripts/versions.env -newer "$1" -print -quit)" ]
}
