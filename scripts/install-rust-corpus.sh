#!/usr/bin/env bash
# Fetches and builds the Rust allocators that the tests certify, pinned by their lockfiles, into a
# cache outside of the checkout. Asks for nothing where all of it is there already.

set -u -o pipefail
cd "$(dirname "$0")/../tests/real/native/crates" || exit 1

if ! command -v cargo >/dev/null; then
  echo 'install-rust-corpus.sh: no cargo; install Rust, see https://rustup.rs' >&2
  exit 1
fi

# The reference allocators are built for WebAssembly too.
target=wasm32-unknown-unknown
if ! ls "$(rustc --target "$target" --print target-libdir 2>/dev/null)"/libcore-* >/dev/null 2>&1; then
  rustup target add "$target" || exit 1
fi

CARGO_TARGET_DIR=${ALLOCERT_RUST_CORPUS:-${XDG_CACHE_HOME:-$HOME/.cache}/allocert/rust-corpus}
export CARGO_TARGET_DIR

failed=0
for workspace in correct with-bugs; do
  (cd "$workspace" && { cargo build --quiet --locked --offline 2>/dev/null || cargo build --quiet --locked; }) ||
    failed=1
done
exit "$failed"
