#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Looks that the table of docs/internals/one-read.md names files and functions that exist.

    one_read_test.py ROOT
"""

import re
import sys
from pathlib import Path

PAGE = "docs/internals/one-read.md"
ROW = re.compile(r"\| (\d) \| `([^`]+)` \| ([^|]+) \| ([^|]+\?) \|")


def breaches(root):
    rows = [match.groups() for match in map(ROW.match, (root / PAGE).read_text().splitlines())
            if match]
    if [row[0] for row in rows] != list("123456"):
        yield f"{PAGE}: the table has not the hops 1 to 6"
    for hop, name, functions, _ in rows:
        path = root / name
        if not path.is_file():
            yield f"{PAGE}: hop {hop}: there is no {name}"
            continue
        text = path.read_text()
        for function in re.findall(r"`([^`]+)`", functions):
            owner, _, method = function.rpartition("::")
            # Defined as `Owner::Method(`, or as `Method(` within `class Owner`.
            defined = re.search(rf"\b{re.escape(function)}\(", text) or (
                owner and re.search(rf"\bclass {re.escape(owner)}\b", text)
                and re.search(rf"\b{re.escape(method)}\([^;]*\{{", text))
            if not defined:
                yield f"{PAGE}: hop {hop}: {name} has no {function}"


def main():
    found = list(breaches(Path(sys.argv[1])))
    print("\n".join(found) or f"{PAGE}: every hop is there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
