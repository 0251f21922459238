#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# eval.sh: how well terms are read out of contracts. Further words go to tests/reading/eval.py,
# e.g. `tools/eval.sh --errors` for a list of errors, `--seed 7` for other varied wordings.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 -B tests/reading/eval.py build/release/bin/mandat "$@"
python3 -B tests/reading/defects.py build/release/bin/mandat
python3 -B tests/reading/phrases.py build/release/bin/mandat --totals
