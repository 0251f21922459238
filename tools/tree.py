# SPDX-License-Identifier: Apache-2.0
"""The files of the tree, and the legal citations in them. Shared by tidy.py and rules.py."""

import os
import re
import subprocess
from pathlib import Path

SKIPPED_DIRECTORIES = {".git", "build", "data", "node_modules", "__pycache__"}


def _listed_by_git(root):
    try:
        answer = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"],
            capture_output=True, check=True, text=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return [name for name in answer.stdout.split("\0") if name]


def _listed_by_walking(root):
    names = []
    for directory, below, files in os.walk(root):
        below[:] = [name for name in below if name not in SKIPPED_DIRECTORIES]
        relative = Path(directory).relative_to(root)
        names += [(relative / name).as_posix() for name in files]
    return names


class Tree:
    """Every text file that belongs to the tree, by its path relative to the root."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        names = _listed_by_git(self.root) if (self.root / ".git").exists() else None
        if names is None:
            names = _listed_by_walking(self.root)
        self.text = {}
        for name in sorted(names):
            path = self.root / name
            if re.match(r"third_party/[^/]+/", name) or not path.is_file():
                continue
            content = path.read_bytes()
            if b"\0" not in content:
                self.text[name] = content.decode("utf-8", "replace")

    def lines(self, name):
        return self.text[name].split("\n")

    def named(self, *suffixes):
        return [name for name in self.text if name.endswith(suffixes)]


def is_test(name):
    """True for tests of the product; those of tools/ are about tools."""
    if name.startswith("tools/"):
        return False
    stem = name.rsplit(".", 1)[0]
    return name.startswith(("tests/", "console/tests/")) or stem.endswith(
        ("_test", "_test_util", ".test", ".spec"))


def sources_registered(tree):
    """The prefixes of law/sources.txt: the first column, ended by ` | `, a tab or two spaces."""
    prefixes = []
    for line in tree.text.get("law/sources.txt", "").split("\n"):
        prefix = re.split(r" \| |\t|  ", line, maxsplit=1)[0].strip()
        if prefix and not prefix.startswith("#"):
            prefixes.append(prefix)
    return prefixes


CITATION_LINE = re.compile(r"^(.*?(?://|#|\*)(?:.*\s)?)(Source|Covers): (.*)$")


def citation_lines(tree, name, word):
    """(line number, text after the word) for each `Source:` or `Covers:` in a comment. A citation
    that ends its line with a comma or semicolon goes on in the next."""
    lines = tree.lines(name)
    for i, line in enumerate(lines):
        match = CITATION_LINE.match(line)
        if not match or match.group(2) != word:
            continue
        text = match.group(3).strip()
        following = i + 1
        while text.endswith((";", ",")) and following < len(lines):
            text += " " + re.sub(r"^\s*(//|#|\*)\s*", "", lines[following]).strip()
            following += 1
        yield i + 1, text


# One place in one instrument, e.g. `GDPR Art. 28(3)(a)`, `Reg. 1182/71 Art. 3(4)`, `GDPR Rec. 81`.
PLACE = re.compile(
    r"(?:(?P<act>GDPR|(?:Reg\.|Dec\.|Dir\.) [0-9]+/[0-9]+) )?"
    r"(?P<place>(?:Art\.|Rec\.|Cl\.|Annex) ?[0-9IVX]+[a-z]?(?:\.[0-9]+)*(?:\([0-9a-z]+\))*)")


def citations(text):
    """`GDPR Art. 28(3)(a), Art. 28(10); RFC 9162 2.1.` -> the law among it, each in full."""
    found = []
    act = None
    for part in re.split(r"[;,]", text):
        match = PLACE.match(part.strip())
        if not match:
            act = None
            continue
        act = match.group("act") or act
        if act:
            found.append(f"{act} {match.group('place')}")
    return found


def articles(text):
    """The article numbers of the GDPR that a citation names."""
    return {match.group(1) for citation in citations(text)
            if (match := re.match(r"GDPR Art\. ?([0-9]+)", citation))}
