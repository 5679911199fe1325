#!/usr/bin/env bash
# Installs the browser in which report pages are tested. Run by .ci/run; asks for nothing that is there
# already.

set -u -o pipefail

command -v chromium >/dev/null && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo)
"${as_root[@]}" apt-get update -qq &&
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core
