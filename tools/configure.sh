#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# configure.sh PRESET: only when it was never done, the presets changed or files compiled together
# no longer bear each other; ninja sees to the rest. MANDAT_BATCHES=1 compiles several files as one
# (tools/batches.py), =0 each alone; what was said last stands.
set -euo pipefail
cd "$(dirname "$0")/.."

batches=build/$1/batches.txt
options=()
case ${MANDAT_BATCHES:-} in
  1) options=(-DMANDAT_BATCHES=ON) ;;
  0) options=(-DMANDAT_BATCHES=OFF) ;;
esac
changes() { # what was asked for is not what there is
  case ${MANDAT_BATCHES:-} in
    1) [ ! -e "$batches" ] ;;
    0) [ -e "$batches" ] ;;
    *) return 1 ;;
  esac
}
bear() { [ ! -e "$batches" ] || python3 -B tools/batches.py check "$batches"; }

if [ "build/$1/build.ninja" -nt CMakePresets.json ] && ! changes && bear; then
  exit 0
fi
tools/step.sh "configure-$1" "configure $1" cmake --preset "$1" "${options[@]}"
touch "build/$1/build.ninja"
