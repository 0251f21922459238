#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# run.sh SCRIPT [ARGUMENT...]: a test that compares us with programs of others, which run on Node.
# It never skips: without Node it fails and says what to do.
if ! command -v node >/dev/null 2>&1; then
  echo "node is missing: run tools/install.sh, or install Node.js 18 or later" >&2
  exit 1
fi
exec node "$@"
