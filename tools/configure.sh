#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# configure.sh PRESET: only when it was never done or the presets changed; ninja sees to the rest.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "build/$1/build.ninja" -nt CMakePresets.json ]; then
  exit 0
fi
tools/step.sh "configure-$1" "configure $1" cmake --preset "$1"
touch "build/$1/build.ninja"
