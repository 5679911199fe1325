#!/usr/bin/env bash
# Installs what the tests of native subjects need: compilers, Rust's and Debian's allocators. Run by
# .ci/run; asks for nothing that is there already.

set -u -o pipefail

bash "$(dirname "$0")/install-rust-corpus.sh" || exit 1

packages=(
  gcc libc6-dev gcc-multilib musl-tools
  libjemalloc2 libtcmalloc-minimal4 libmimalloc2.0
  gcc-arm-none-eabi libnewlib-arm-none-eabi qemu-system-arm
)

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
    missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
