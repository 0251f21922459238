#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# files.sh PATTERN...: the files of the tree that match (`*.cc`), separated by NUL. Asks git, so
# that build output is left out; an unpacked archive without git is searched instead.
set -euo pipefail
cd "$(dirname "$0")/.."

if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
  git ls-files -z --cached --others --exclude-standard -- "$@" ':!third_party/*/*' |
    while IFS= read -r -d '' file; do
      if [ -f "$file" ]; then
        printf '%s\0' "$file"
      fi
    done
else
  names=()
  for pattern in "$@"; do
    names+=(-o -name "$pattern")
  done
  find . \( -path ./build -o -path ./data -o -path ./.git -o -name node_modules \
    -o -path './third_party/*/*' \) -prune -o -type f \( "${names[@]:1}" \) -print0
fi
