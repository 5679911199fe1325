#!/bin/sh
# Builds newlib.elf, or what the second argument names, in a folder: build.sh OUT [NAME [FLAGS...]]
set -e
here=$(cd "$(dirname "$0")" && pwd)
out=$1
name=${2:-newlib}
[ $# -lt 2 ] || shift
shift
mkdir -p "$out"
flags="-mcpu=cortex-m3 -mthumb -std=gnu11 -O2 -Wall -Wextra -Werror -DALLOCERT_SLOTS=2048"
arm-none-eabi-gcc $flags -ffreestanding -c "$here/../c/allocert-wire.c" -o "$out/allocert-wire.o"
arm-none-eabi-gcc $flags "$@" -nostartfiles -T "$here/board.ld" -o "$out/$name.elf" \
  "$here/board.c" "$here/newlib.c" "$out/allocert-wire.o"
