#!/bin/sh
# Runs a firmware with its serial line on standard input and output: run.sh newlib.elf
exec qemu-system-arm -machine mps2-an385 -display none -monitor none -serial stdio -kernel "$1"
