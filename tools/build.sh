#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET [TARGET...]: install what is missing, configure, build.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
# A compile is found again in ccache from another checkout.
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
targets=()
if [ "$#" -gt 0 ]; then
  targets=(--target "$@")
fi

tools/install.sh
tools/configure.sh "$preset"
tools/step.sh "build-$preset" "build $preset" \
  cmake --build --preset "$preset" --parallel "${JOBS:-$(nproc)}" "${targets[@]}"
