#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# clang_tidy.sh [PATH...]: clang-tidy over the code (not the tests) under src/ and apps/, or under
# the paths named. Needs a configured `check` preset; builds nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -eq 0 ]; then
  set -- src apps
fi
tools/files.sh '*.cc' | tr '\0' '\n' | grep -v '_test\.cc$' |
  grep -E "^(\./)?($(IFS='|' && echo "$*"))(/|$)" | tr '\n' '\0' |
  xargs -0 --no-run-if-empty -n 1 -P "${JOBS:-$(nproc)}" clang-tidy-19 -p build/check --quiet 2>&1 |
  { grep -vE '^[0-9]+ warnings? generated\.$' || true; }
