#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which source files may be compiled as one, so that a cold build is quicker.

    batches.py SIZE TARGETS   reads lines "target;file;file..." and prints such a line per batch
    batches.py check BATCHES  exits 1 if what was printed so no longer holds

Two files share a batch only when no name that one keeps to itself (in an unnamed namespace, static,
or a macro) is so much as mentioned by the other, or declared by a header that the other includes:
then each means what it means alone.
"""

import functools
import re
import sys
from pathlib import Path

NOISE = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
                   r"|(?<!\w)'(?:\\.[0-9a-fA-F]{0,3}|[^'\\\n])'", re.DOTALL)
WORD = re.compile(r"[A-Za-z_]\w*")
MACRO = re.compile(r"^[ \t]*#[ \t]*define[ \t]+(\w+)", re.MULTILINE)
INCLUDE = re.compile(r'^#include "([^"]+)"', re.MULTILINE)
NAMED = re.compile(r"\bnamespace\s+[\w:]+\s*\{")
UNNAMED = re.compile(r"\bnamespace\s*\{")
SKIPPED = re.compile(r"^\s*(TEST|INSTANTIATE_|static_assert|friend)")


def end_of_block(text, begin):
    """Behind the brace that closes the one at begin."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(text, begin):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return len(text)


def top_level(text):
    """What stands in no braces; an enum without a class shows its names."""
    kept, at = [], 0
    while (brace := text.find("{", at)) >= 0:
        end = end_of_block(text, brace)
        head = text[max(text.rfind(";", 0, brace), text.rfind("}", 0, brace)) + 1:brace]
        kept.append(text[at:brace])
        if re.search(r"\benum\b(?!\s+(class|struct))", head):
            kept.append(" ; " + text[brace + 1:end - 1].replace(",", ";"))
        kept.append(" ; ")
        at = end
    return "".join(kept) + text[at:]


def without_arguments(text):
    """Nothing between the angles of templates."""
    before = None
    while text != before:
        before, text = text, re.sub(r"<[^<>;(){}]*(\([^<>;(){}]*\)[^<>;(){}]*)*>", " ", text)
    return re.sub(r"\btemplate\b", " ", text)


def declared_by(part):
    """The name that a declaration without its braces gives, or none."""
    if SKIPPED.match(part):
        return None
    kind = re.match(r"\s*(?:class|struct|union|enum\s+class|enum)\s+(\w+)\s*(?=[:;]|final|$)", part)
    if kind:
        return kind.group(1)
    alias = re.match(r"\s*using\s+(?:\w+::)*(\w+)", part)
    if alias:
        return alias.group(1)
    head = re.split(r"[=(\[]", re.sub(r"\[\[.*?\]\]", " ", part))[0]
    name = re.search(r"(::\s*)?(~?\w+)\s*$", head)
    return name.group(2) if name and not name.group(1) and name.group(2) != "operator" else None


def declared_in(opening, text):
    """The names that blocks which begin so declare."""
    names = set()
    for match in opening.finditer(text):
        block = text[match.end():end_of_block(text, match.end() - 1) - 1]
        for part in without_arguments(top_level(block)).split(";"):
            names.add(declared_by(part))
    return names - {None}


@functools.cache
def public_names(path):
    """What the headers of ours that a file includes declare, and those that they include."""
    names = set()
    for included in INCLUDE.findall(path.read_text(encoding="utf-8")):
        homes = (each / included for each in path.parents)
        header = next((each for each in homes if each.exists()), None)
        if header:
            text = NOISE.sub(" ", header.read_text(encoding="utf-8"))
            names |= declared_in(NAMED, text) | public_names(header)
    return names


def own_names(text):
    names = set(MACRO.findall(text)) | declared_in(UNNAMED, text)
    for match in re.finditer(r"^static\b([^;{(=]*)", text, re.MULTILINE):
        names.add(declared_by(match.group(1)))
    return names - {None}


class Source:
    def __init__(self, path):
        self.path = path
        text = NOISE.sub(" ", Path(path).read_text(encoding="utf-8"))
        self.own = own_names(text)
        self.words = set(WORD.findall(text)) | public_names(Path(path).resolve())

    def bears(self, other):
        return self.own.isdisjoint(other.words) and other.own.isdisjoint(self.words)


def batches_of(sources, size):
    """Each file goes to the first batch with room whose files all bear it."""
    batches = []
    for source in sources:
        for batch in batches:
            if len(batch) < size and all(source.bears(each) for each in batch):
                batch.append(source)
                break
        else:
            batches.append([source])
    return batches


def lines_of(path):
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        target, *paths = line.split(";")
        yield target, paths


def holds(path):
    for _, paths in lines_of(path):
        if not all(Path(each).exists() for each in paths):
            return False
        sources = [Source(each) for each in paths]
        if len(batches_of(sources, len(sources))) != 1:
            return False
    return True


def main(words):
    if words[0] == "check":
        return 0 if holds(words[1]) else 1
    for target, paths in lines_of(words[1]):
        for batch in batches_of([Source(each) for each in paths], int(words[0])):
            if len(batch) > 1:
                print(";".join([target] + [source.path for source in batch]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
