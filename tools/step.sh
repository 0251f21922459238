#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# step.sh NAME LABEL COMMAND...: runs a command quietly, prints one line with the seconds it took.
# Everything it says goes to build/log/NAME.log; when it fails, the end of that is printed.
# On a terminal the line shows what the command is doing; `NINJA_STATUS` counts along.
set -euo pipefail
export LC_ALL=C.UTF-8

name=$1
label=$2
shift 2

cd "$(dirname "$0")/.."
mkdir -p build/log
log=build/log/$name.log
: >"$log"

start=$(date +%s%N)
seconds() {
  local tenths=$((($(date +%s%N) - start) / 100000000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

ticker=
if [ -t 1 ]; then
  columns=$(tput cols 2>/dev/null || echo 80)
  {
    while kill -0 $$ 2>/dev/null; do
      line="  $label  $(seconds) s  $(tail -n 1 "$log" | tr -d '\r\033')"
      printf '\r\033[K%s' "${line:0:columns-1}"
      sleep 0.3
    done
  } &
  ticker=$!
else
  printf '  %s' "$label"
fi

stop_ticker() {
  if [ -n "$ticker" ]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
    printf '\r\033[K  %s' "$label"
  fi
}
trap stop_ticker EXIT

code=0
"$@" >"$log" 2>&1 || code=$?
stop_ticker

if [ "$code" -ne 0 ]; then
  printf '  failed after %s s\n' "$(seconds)"
  tail -n 40 "$log" | sed 's/^/    /'
  echo "  full log: $log"
  exit "$code"
fi
printf '  %s s\n' "$(seconds)"
