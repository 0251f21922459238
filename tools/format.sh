#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# format.sh [--check]: lays out every C++ file by .clang-format; --check only says which differ.
set -euo pipefail
cd "$(dirname "$0")/.."

options=(-i)
if [ "${1:-}" = --check ]; then
  options=(--dry-run -Werror)
fi
tools/files.sh '*.cc' '*.h' |
  xargs -0 --no-run-if-empty -n 8 -P "$(nproc)" clang-format-19 "${options[@]}"
