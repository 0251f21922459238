# SPDX-License-Identifier: Apache-2.0
"""The journal entry, after docs/reference/journal-entry.md: deterministic CBOR, read strictly."""

import datetime

from tlog import require

KEYS = {1: "at", 2: "actor", 3: "act", 4: "outcome", 5: "clause", 6: "agreement_version",
        7: "purpose", 8: "collection", 9: "units", 10: "people", 11: "instruction", 12: "salt",
        13: "people_root", 14: "sealed_hash", 15: "detail"}
NUMBERS = (1, 4, 6, 9, 10)
TEXTS = (3, 5, 7, 8, 11, 15)
LENGTHS = {2: (0, 8), 12: (16,), 13: (32,), 14: (32,)}
REQUIRED = {1, 2, 3, 4, 5, 6, 12}
DONE = 1
BYTES_MAX = 1024


def head(data, at, major):
    """(value, next position) of a head of this major type in its shortest form."""
    require(at < len(data) and data[at] >> 5 == major, "cbor item of another kind")
    info = data[at] & 31
    if info < 24:
        return info, at + 1
    require(info <= 27, "cbor length is indefinite or reserved")
    count = 1 << (info - 24)
    require(at + 1 + count <= len(data), "cbor ends too early")
    value = int.from_bytes(data[at + 1:at + 1 + count], "big")
    require(value >= (24 if count == 1 else 1 << (4 * count)), "cbor number is not shortest")
    return value, at + 1 + count


def string(data, at, major):
    length, at = head(data, at, major)
    require(at + length <= len(data), "cbor ends too early")
    return data[at:at + length], at + length


def decode(data):
    """The fields by name."""
    require(len(data) <= BYTES_MAX, "entry is too long")
    pairs, at = head(data, 0, 5)
    seen, fields, last = set(), {}, 0
    for _ in range(pairs):
        key, at = head(data, at, 0)
        require(key > last and key in KEYS, "entry has an unknown key or an order of its own")
        last = key
        if key in NUMBERS:
            value, at = head(data, at, 0)
        elif key in TEXTS:
            raw, at = string(data, at, 3)
            try:
                value = raw.decode("utf-8")
            except UnicodeDecodeError:
                require(False, "entry has text that is not utf-8")
        else:
            value, at = string(data, at, 2)
            require(len(value) in LENGTHS[key], "entry has bytes of a wrong length")
        require(key in REQUIRED or value, "entry has an empty field that should be absent")
        seen.add(key)
        fields[KEYS[key]] = value
    require(at == len(data) and REQUIRED <= seen, "entry lacks a field or has stray bytes")
    require(fields["act"] and 1 <= fields["outcome"] <= 6, "entry has no act or outcome")
    require(fields["agreement_version"] < 1 << 32, "entry has a version too large")
    require(fields["at"] <= 253402300799999999, "entry has an instant after the year 9999")
    return fields


def instant(micros):
    """RFC 3339 in UTC, with six decimals when there are any."""
    when = datetime.datetime(1970, 1, 1) + datetime.timedelta(microseconds=micros)
    return when.isoformat() + "Z"
