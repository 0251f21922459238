#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [OPTION...]: starts the server on a development directory of its own, made at first use.
# Throw it away with `rm -r build/run`.
set -euo pipefail
cd "$(dirname "$0")/.."

directory=build/run
if [ ! -d "$directory" ]; then
  build/release/bin/mandat init --dir "$directory" --agreement opinum-demo --agreement mintt-demo
fi
exec build/release/bin/mandat serve --dir "$directory" "$@"
