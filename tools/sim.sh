#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# sim.sh [SEEDS] [YEARS]: simulates seeds 1 to SEEDS (1,000 unless said), ten years each, in as many
# processes as there are processors. Prints a summary and every seed that broke a statement; a line
# for each seed is in build/log/sim.log.
set -euo pipefail
cd "$(dirname "$0")/.."

seeds=${1:-1000}
years=${2:-10}
processes=${JOBS:-$(nproc)}
program=build/release/bin/mandat-sim
mkdir -p build/log
log=build/log/sim.log
start=$SECONDS

# Every process takes its share of the seeds, so that none waits long for the last.
parts=()
pids=()
for ((part = 0; part < processes; ++part)); do
  parts+=("$log.$part")
  "$program" $((seeds * part / processes + 1)) $((seeds * (part + 1) / processes)) \
    --years "$years" >"$log.$part" 2>&1 &
  pids+=($!)
done
code=0
for pid in "${pids[@]}"; do
  wait "$pid" || code=1
done
cat "${parts[@]}" >"$log"
rm -f "${parts[@]}"

grep -v '^seed [0-9]* acts=[0-9 a-z=]*$' "$log" || true
awk -v took=$((SECONDS - start)) -v years="$years" '
  /^seed / {
    ++seeds
    broken += /BROKEN/
    for (i = 3; i <= NF; ++i) if (split($i, word, "=") == 2) count[word[1]] += word[2]
  }
  END {
    printf "%d seeds of %d years in %d s: %d entries, %d duties, %d firings, %d notices, ", seeds,
      years, took, count["entries"], count["duties"], count["firings"], count["notices"]
    printf "%d crashes; %d broken\n", count["crashes"], broken
  }' "$log"
exit "$code"
