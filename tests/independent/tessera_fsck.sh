#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# tessera_fsck.sh PLACE VKEY: the whole audit of a journal by a tool of others, the fsck of
# github.com/transparency-dev/tessera. PLACE is a directory with a published journal or the http(s)
# address of one; TOKEN_FILE may name a file with a bearer token for it. Installs the tool into
# build/tessera when it is not there, which needs Go 1.24 or later and the network: so this is no
# ctest.
#
# tessera_fsck.sh --forgeries SIZE WRITER [VERIFIER]: generates a journal and asks the tool, and our
# verifiers beside it, about each forgery.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tools=$(cd "$here/../.." && pwd)/build/tessera
version=v1.0.4

if [ ! -x "$tools/fsck" ]; then
  mkdir -p "$tools"
  GOFLAGS='' GOBIN=$tools go install "github.com/transparency-dev/tessera/cmd/fsck@$version"
fi

if [ "${1:-}" = --forgeries ] && [ "$#" -ge 3 ]; then
  exec python3 -B "$here/forgeries_test.py" --size "$2" --writer "$3" ${4:+--verifier "$4"} \
    --go "$tools/go" --fsck "$tools/fsck" --without-python
fi
if [ "$#" -ne 2 ]; then
  sed -n '3,11s/^# \{0,1\}//p' "$0" >&2
  exit 2
fi

place=$1
if [[ $place != http://* && $place != https://* ]]; then
  place=file://$(cd "$place" && pwd)
fi
key=$(mktemp)
log=$(mktemp)
trap 'rm -f "$key" "$log"' EXIT
printf '%s\n' "$2" >"$key"
token=()
if [ -n "${TOKEN_FILE:-}" ]; then
  token=(--bearer_token "$(cat "$TOKEN_FILE")")
fi
"$tools/fsck" --storage_url="$place/" --public_key="$key" --ui=false -N 2 "${token[@]}" 2>&1 |
  tee "$log"
# The tool ends with 0 whatever it found.
grep -q "Successfully fsck'd" "$log" || exit 7
