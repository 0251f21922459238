#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A second verifier: Python's standard library and the Ed25519 of python3-cryptography.

    verify.py journal DIRECTORY [--key VKEY] [--policy FILE] [--since CHECKPOINT]
    verify.py proof FILE --entry FILE [--key VKEY] [--policy FILE]
    verify.py certificate FILE [--key VKEY] [--policy FILE]

Prints one line and exits 0 when the evidence holds, 7 when it does not.
"""

import argparse
import re
import sys
from pathlib import Path

import entry as journal_entry
import tlog
from tlog import require

TITLE = "mandat certificate of destruction v1"
REQUIRED = ["certificate", "type", "agreement", "agreement-hash", "clause", "law", "controller",
            "processor", "trigger", "instruction", "method", "units", "people", "executed-at",
            "complete-at", "verification", "residual", "not-covered", "entry", "leaf", "issued-at",
            "journal"]
EXPECTED = " at the latest"
TYPES = ("destruction", "return-and-destruction", "partial")


def read_tile(directory, level, index, width):
    """The bytes of a tile and the width of the file in which they were found."""
    for held in (width, tlog.TILE_WIDTH):
        path = directory / tlog.tile_path(level, index, held)
        if path.is_file():
            return path.read_bytes(), held
    raise tlog.Rejected(f"no {tlog.tile_path(level, index, width)}")


def read_minimum(directory):
    """The first entry of those that were not pruned."""
    path = directory / "minimum"
    if not path.is_file():
        return 0
    text = path.read_text(encoding="ascii", errors="replace")
    require(text.endswith("\n"), "minimum is not a line")
    minimum = tlog.decimal(text[:-1])
    require(minimum % tlog.TILE_WIDTH == 0, "minimum is not that of whole bundles")
    return minimum


def decode_kept(data):
    """(place, entry) of what was kept of one bundle."""
    at, last = 0, -1
    while at < len(data):
        require(at + 3 <= len(data), "kept entries end too early")
        place, length = data[at], int.from_bytes(data[at + 1:at + 3], "big")
        at += 3
        require(place > last and at + length <= len(data), "kept entries are malformed")
        yield place, data[at:at + length]
        at, last = at + length, place


def read_pruned(directory, minimum):
    """The leaf hashes below the minimum, and the entries that were kept."""
    leaves, kept = [], []
    for index in range(minimum // tlog.TILE_WIDTH):
        data, _ = read_tile(directory, 0, index, tlog.TILE_WIDTH)
        require(len(data) == 32 * tlog.TILE_WIDTH, f"tile 0/{index} is of a wrong length")
        leaves += [data[at:at + 32] for at in range(0, len(data), 32)]
        path = directory / tlog.tile_path("entries", index, tlog.TILE_WIDTH).replace(
            "tile/", "kept/", 1)
        for place, entry in decode_kept(path.read_bytes()) if path.is_file() else []:
            require(tlog.leaf_hash(entry) == leaves[index * tlog.TILE_WIDTH + place],
                    "a kept entry is not that of its leaf")
            kept.append(entry)
    return leaves, kept


def read_entries(directory, minimum, size):
    entries = []
    for index, width in enumerate(tlog.widths(size)):
        if index >= minimum // tlog.TILE_WIDTH:
            data, held = read_tile(directory, "entries", index, width)
            entries += tlog.decode_bundle(data, held)[:width]
    return entries


def minimum_said_by(entries):
    """The highest minimum that an entry says the journal was pruned up to."""
    said = [re.match(r"minimum (\d+)( |$)", one.get("detail", "")) for one in entries
            if one["act"] == "prune"]
    return max((int(match.group(1)) for match in said if match), default=0)


def verify_journal(directory, vkey, since, policy=None):
    vkey = vkey or (directory / "vkey").read_text(encoding="utf-8")
    minimum = read_minimum(directory)
    note = (directory / "checkpoint").read_bytes()
    origin, size, root = tlog.open_checkpoint(note, vkey, policy)
    require(minimum <= size, "minimum is beyond the checkpoint")
    leaves, kept = read_pruned(directory, minimum)
    entries = read_entries(directory, minimum, size)
    decoded = [journal_entry.decode(one) for one in kept + entries]
    instants = [one["at"] for one in decoded]
    require(instants == sorted(instants), "instants go back")
    require(minimum <= minimum_said_by(decoded), "no entry says that so much was pruned")
    leaves += [tlog.leaf_hash(one) for one in entries]
    for level, hashes in enumerate(tlog.levels_of(leaves)):
        for index, width in enumerate(tlog.widths(len(hashes))):
            data, held = read_tile(directory, level, index, width)
            first = index * tlog.TILE_WIDTH
            require(len(data) == 32 * held, f"tile {level}/{index} is of a wrong length")
            require(data[:32 * width] == b"".join(hashes[first:first + width]),
                    f"tile {level}/{index} is not what the entries hash to")
    require(tlog.tree_hash(leaves) == root, "root is not what the entries hash to")
    if since:
        _, old_size, old_root = tlog.open_checkpoint(since.read_bytes(), vkey)
        require(old_size <= size and tlog.tree_hash(leaves[:old_size]) == old_root,
                "journal does not begin with the older checkpoint")
    return f"{origin}: {size} entries"


def parse_instant(text, suffix=""):
    """What compares as the instants do: RFC 3339 in UTC, whole seconds or six decimals."""
    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?)Z" + suffix, text)
    require(match, "not an instant in utc")
    return match.group(1)


def parse_certificate(text):
    """(fields, entry, proof)"""
    head, _, rest = text.partition("\n\n--- entry\n")
    encoded, _, proof = rest.partition("\n\n--- proof\n")
    lines = head.split("\n")
    require(lines.pop(0) == TITLE and proof, "not a certificate of destruction")
    pairs = [line.partition(": ") for line in lines]
    require(all(key and colon and value for key, colon, value in pairs), "malformed field")
    require([key for key, _, _ in pairs if key in REQUIRED] == REQUIRED, "fields out of order")
    require("unrecoverable" not in head.lower(), "certificate promises more than was done")
    return {key: value for key, _, value in pairs}, tlog.from_base64(encoded), proof


def verify_certificate(file, vkey, policy=None):
    fields, entry, proof = parse_certificate(tlog.open_note(file.read_bytes(), vkey))
    index, _ = tlog.verify_proof(proof, entry, vkey, policy)
    said = journal_entry.decode(entry)
    require(said["act"] == "erase" and said["outcome"] == journal_entry.DONE, "not an erasure")
    recorded = {
        "entry": str(index),
        "leaf": tlog.leaf_hash(entry).hex(),
        "journal": tlog.parse_vkey(vkey)[0],
        "clause": said["clause"],
        "instruction": said.get("instruction", "none"),
        "units": str(said.get("units", 0)),
        "people": str(said.get("people", 0)),
        "executed-at": journal_entry.instant(said["at"]),
    }
    for key, value in recorded.items():
        require(fields[key] == value, f"field {key} is not what the journal says")
    require(fields["agreement"].rpartition("@")[2] == str(said["agreement_version"]),
            "field agreement is of another version")
    require(fields["type"] in TYPES, "unknown type")
    partial = fields["type"] == "partial"
    executed = parse_instant(fields["executed-at"])
    complete = parse_instant(fields["complete-at"], EXPECTED if partial else "")
    issued = parse_instant(fields["issued-at"])
    require(executed <= complete and executed <= issued, "complete or issued before the erasure")
    require(partial or complete <= issued, "issued before the erasure is complete")
    return f"certificate {fields['certificate']}: {fields['type']}, entry {index}"


def answer(arguments):
    policy = arguments.policy and tlog.Policy(arguments.policy.read_text(encoding="utf-8"))
    key = arguments.key
    if not key and policy and len(policy.logs) == 1:
        key = policy.logs[0]
    if arguments.kind == "journal":
        return verify_journal(arguments.place, key, arguments.since, policy)
    require(key, "no key was given")
    if arguments.kind == "certificate":
        return verify_certificate(arguments.place, key, policy)
    text = arguments.place.read_bytes().decode("utf-8", "replace")
    entry = arguments.entry.read_bytes()
    return "entry %d of %d" % tlog.verify_proof(text, entry, key, policy)


def parse(words):
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("kind", choices=("journal", "proof", "certificate"))
    parser.add_argument("place", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--policy", type=Path)
    parser.add_argument("--since", type=Path)
    parser.add_argument("--entry", type=Path)
    arguments = parser.parse_args(words)
    if arguments.kind != "journal" and not arguments.key and not arguments.policy:
        parser.error("--key or --policy is needed")
    return arguments


def main():
    arguments = parse(sys.argv[1:])
    try:
        said = answer(arguments)
    except tlog.Rejected as rejected:
        print(f"rejected: {rejected}")
        return 7
    print(f"verified: {said}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
