#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# timed.sh NAME COMMAND...: runs it, then says how long it took.
set -euo pipefail

name=$1
shift
code=0
"$@" || code=$?
if [ "$code" -eq 0 ]; then
  echo "make $name took $SECONDS s"
else
  echo "make $name failed after $SECONDS s" >&2
fi
exit "$code"
