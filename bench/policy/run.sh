#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh: decides the same operations by Mandat, Cedar and OPA and prints how long each takes. Exits
# 1 if their outcomes differ. An engine that cannot be built on this machine is left out.
#
# Everything is built in build/policy; ROUNDS=1 is a quick look.
set -euo pipefail
cd "$(dirname "$0")/../.."
export LC_ALL=C.UTF-8 CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

out=build/policy
data=$out/data
jobs=${JOBS:-$(nproc)}

# has COMMAND ENGINE
has() {
  command -v "$1" >/dev/null || { echo "  $2 is left out: no $1 on this machine"; return 1; }
}

build_mandat() {
  cmake --preset release -B "$out"
  cmake --build "$out" --target mandat-policy-bench --parallel "$jobs"
}

# The package managers write beside the source, so they are given a copy.
build_cedar() {
  cp -rp bench/policy/cedar "$out/"
  (cd "$out/cedar" && cargo build --release --jobs "$jobs")
}

build_opa() {
  cp -rp bench/policy/opa "$out/"
  (cd "$out/opa" && go build -mod=mod -buildvcs=false -p "$jobs" -o policy-opa .)
}

if ! python3 -c 'import yaml' 2>/dev/null; then
  echo "  nothing is compared: python3 has no yaml (Debian: python3-yaml)"
  exit 0
fi
export -f build_mandat build_cedar build_opa
export out jobs
tools/step.sh policy-mandat "build Mandat" bash -c build_mandat
engines=("$out/bin/mandat-policy-bench")
if has cargo Cedar && tools/step.sh policy-cedar "build Cedar" bash -c build_cedar; then
  engines+=("$out/cedar/target/release/policy-cedar")
fi
if has go OPA && tools/step.sh policy-opa "build OPA" bash -c build_opa; then
  engines+=("$out/opa/policy-opa")
fi

rm -rf "$data"
python3 -B bench/policy/generate.py "$data"
# In turns, so that what else the machine does falls on all of them.
for ((round = 0; round < ${ROUNDS:-5}; ++round)); do
  for engine in "${engines[@]}"; do
    "$engine" "$data" >>"$data/runs.tsv"
  done
done
python3 -B bench/policy/table.py "$data"
