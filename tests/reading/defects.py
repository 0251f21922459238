#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How many of the known defects of five real contracts show when the draft that was read out of
each is linted, without anybody's hand between.

    defects.py MANDAT [--errors]

Needs the contracts beside the checkout (../shared/contracts); without them it says so. A finding
counts for a defect by the same list as that of the agreements written by hand
(tests/lint/defects.tsv), whatever the draft calls the row of a list; what only has a reason there
(tests/lint/further.tsv) is counted apart.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lint"))
import defects_test  # noqa: E402  pylint: disable=wrong-import-position

TEXTS = ROOT.parent / "shared" / "contracts"


def alike(key):
    """Code and path, without the name of a row."""
    code, path = key
    return code, re.sub(r"(\.list|^security\.measures)\.[^.]+", r"\1.*", path)


def draft_of(mandat, contract, directory):
    """The form and the agreement that reading drafts."""
    form = directory / f"{contract}.yaml"
    subprocess.run([mandat, "contract", "read", str(TEXTS / f"{contract}.fr.txt"),
                    "--out", str(form)], capture_output=True, text=True, check=False)
    return form, directory / f"{contract}.agreement.yaml"


def main():
    mandat, show = sys.argv[1], "--errors" in sys.argv[2:]
    if not TEXTS.is_dir():
        print("defects: skipped, the contracts are not here")
        return 0
    defects = defects_test.read_rows("defects.tsv", defects_test.DEFECTS)
    further = defects_test.read_rows("further.tsv", defects_test.FURTHER)
    shown = found = said = stands = reasoned = 0
    with tempfile.TemporaryDirectory() as scratch:
        for contract in defects_test.CONTRACTS:
            findings = defects_test.lint(
                mandat, *draft_of(mandat, contract, pathlib.Path(scratch)))
            pairs = {alike((code, path)) for code, path, _, _ in findings}
            loud = [alike((code, path)) for code, path, severity, _ in findings
                    if severity != "note"]
            known = set()
            for row in defects:
                if row["contract"] != contract or row["code"] == defects_test.UNSHOWN:
                    continue
                shown += 1
                keys = [] if row["code"] == defects_test.MISSED else [
                    alike(key) for key in defects_test.wanted(row)]
                known.update(keys)
                is_found = bool(keys) and any(key in pairs for key in keys)
                found += is_found
                if show and not is_found:
                    print(f"{contract}: not found: {row['kind']} {row['ref']} {keys}")
            reasons = {alike((row["code"], row["path"])) for row in further
                       if row["contract"] == contract}
            said += len(loud)
            stands += sum(key in known for key in loud)
            reasoned += sum(key in reasons and key not in known for key in loud)
            if show:
                for key in loud:
                    if key not in known and key not in reasons:
                        print(f"{contract}: for no known defect: {key}")
    print(f"defects by reading and lint: recall {found / shown:.3f} ({found} of {shown} that an "
          f"agreement can show), precision {(stands + reasoned) / max(said, 1):.3f} of {said} "
          f"errors and warnings ({stands / max(said, 1):.3f} for a listed defect)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
