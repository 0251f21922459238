#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints medians of DIRECTORY/runs.tsv, and exits 1 if an engine's outcomes are not Mandat's.

    bench/policy/table.py DIRECTORY
"""

import sys
from pathlib import Path
from statistics import median

ROW = "{:<8} {:<8} {:>9} {:>14} {:>7}   {:>9} {:>7}   {:>7} {:>7}  {}"


def main():
    out = Path(sys.argv[1])
    runs = {}
    for line in (out / "runs.tsv").read_text(encoding="utf-8").splitlines():
        engine, version, decided, requested = line.split("\t")
        runs.setdefault((engine, version), []).append((float(decided), float(requested)))
    expected = [line.split("\t")[0]
                for line in (out / "operations.tsv").read_text(encoding="utf-8").splitlines()]
    mandat = (out / "mandat.outcomes").read_text(encoding="utf-8").split()
    differing_all = sum(a != b for a, b in zip(mandat, expected, strict=True))
    print(f"as the agreement reads: {len(mandat) - differing_all} of {len(mandat)} of Mandat's\n")
    print(ROW.format("engine", "version", "ns", "least..most", "ratio", "with", "ratio", "allowed",
                     "refused", "as Mandat"))
    base = None
    for (engine, version), rows in runs.items():
        decided, requested = zip(*rows)
        base = base or (median(decided), median(requested))
        outcomes = (out / f"{engine.lower()}.outcomes").read_text(encoding="utf-8").split()
        differing = sum(a != b for a, b in zip(outcomes, mandat, strict=True))
        differing_all += differing
        print(ROW.format(
            engine, version, f"{median(decided):.0f}", f"{min(decided):.0f}..{max(decided):.0f}",
            f"{median(decided) / base[0]:.0f}", f"{median(requested):.0f}",
            f"{median(requested) / base[1]:.0f}", outcomes.count("allowed"),
            outcomes.count("refused"), f"{100 * (1 - differing / len(mandat)):.2f} %"))
    runs_each = len(next(iter(runs.values())))
    print(f"\nns: of one decision, the request made beforehand, median of {runs_each} runs; with: "
          "the request made from words each time")
    return 1 if differing_all else 0


if __name__ == "__main__":
    sys.exit(main())
