#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh: runs every fuzz target for FUZZ_SECONDS (60 unless set). Inputs it learns stay in
# build/fuzz/corpus/; inputs that break something are kept in build/fuzz/found/.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t targets < <(find build/fuzz -type f -name '*_fuzz' -perm -u+x | sort)
if [ "${#targets[@]}" -eq 0 ]; then
  echo "mandat: there are no fuzz targets in build/fuzz" >&2
  exit 1
fi

for target in "${targets[@]}"; do
  name=$(basename "$target")
  corpus=build/fuzz/corpus/$name
  mkdir -p "$corpus" build/fuzz/found
  seeds=tests/fuzz/seeds/${name%_fuzz}
  [ -d "$seeds" ] || seeds=
  words=tests/fuzz/dictionaries/${name%_fuzz}.dict
  [ -f "$words" ] || words=
  tools/step.sh "fuzz-$name" "$name" "$target" -max_total_time="${FUZZ_SECONDS:-60}" \
    -timeout=10 ${words:+"-dict=$words"} -artifact_prefix="build/fuzz/found/$name-" \
    "$corpus" ${seeds:+"$seeds"} agreements tests/vectors/golden
done
