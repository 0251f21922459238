#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# test.sh [PRESET]: builds a preset (`check` unless named) and runs every test of it. The last lines
# printed are ctest's own, and the exit code is ctest's.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=${1:-check}
start=$SECONDS

# A build from nothing compiles several files as one, which takes a third less of the processor.
if [ ! -e "build/$preset/build.ninja" ]; then
  export MANDAT_BATCHES=${MANDAT_BATCHES:-1}
fi

tools/install.sh tests
tools/build.sh "$preset"
echo "  test $preset"
mkdir -p build/log

# The time of the whole goes before ctest's closing lines, so that those stay last.
ctest --preset "$preset" --parallel "${JOBS:-$(nproc)}" </dev/null 2>&1 |
  tee build/log/test.log |
  while IFS= read -r line; do
    if [[ $line =~ ^[0-9]+%\ tests\ passed ]]; then
      echo "make test took $((SECONDS - start)) s, installation and build included"
      echo
    fi
    printf '%s\n' "$line"
  done
