# SPDX-License-Identifier: Apache-2.0
"""As much of CDDL (RFC 8610) as the grammars in docs/ use: maps with unsigned keys, ranges, sizes,
choices and names. And as much of CBOR as they describe."""

import re

import entry

TOKEN = re.compile(r'\s*(?:;[^\n]*|(=>|\.\.|\.size|[={}()/?,]|[a-z][\w-]*|\d+))', re.DOTALL)
PRELUDE = {"uint": int, "bytes": bytes, "text": str}


def tokens_of(text):
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        assert match, f"not CDDL: {text[at:at + 40]!r}"
        if match.group(1):
            found.append(match.group(1))
        at = match.end()
    return found


class Grammar:
    """The rules of a grammar by name; a rule is a function that says whether a value fits."""

    def __init__(self, text):
        self.tokens, self.at, self.rules = tokens_of(text), 0, {}
        while self.at < len(self.tokens):
            name = self.take()
            self.take("=")
            self.rules[name] = self.choice()

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, expected=None):
        token = self.peek()
        assert token is not None and expected in (None, token), f"{token} instead of {expected}"
        self.at += 1
        return token

    def choice(self):
        options = [self.controlled()]
        while self.peek() == "/":
            self.take()
            options.append(self.controlled())
        return lambda value: any(option(value) for option in options)

    def controlled(self):
        base = self.single()
        if self.peek() != ".size":
            return base
        self.take()
        low, high = self.bounds()
        return lambda value: base(value) and self.has_size(value, low, high)

    @staticmethod
    def has_size(value, low, high):
        """Bytes of a string; a number only has to fit into as many (RFC 8610 3.8.1)."""
        if isinstance(value, int):
            return value < 1 << (8 * high)
        return low <= len(value.encode() if isinstance(value, str) else value) <= high

    def bounds(self):
        if self.peek() != "(":
            number = int(self.take())
            return number, number
        self.take("(")
        low = int(self.take())
        self.take("..")
        high = int(self.take())
        self.take(")")
        return low, high

    def single(self):
        token = self.take()
        if token == "{":
            return self.map()
        if not token.isdigit():
            kind = PRELUDE.get(token)
            if kind:
                return lambda value: isinstance(value, kind)
            return lambda value: self.rules[token](value)
        low = high = int(token)
        if self.peek() == "..":
            self.take()
            high = int(self.take())
        return lambda value: isinstance(value, int) and low <= value <= high

    def map(self):
        fields, required = {}, set()
        while self.peek() != "}":
            optional = self.peek() == "?"
            if optional:
                self.take()
            key = int(self.take())
            self.take("=>")
            fields[key] = self.choice()
            if not optional:
                required.add(key)
            if self.peek() == ",":
                self.take()
        self.take("}")
        return lambda value: (isinstance(value, dict) and required <= value.keys() and
                              all(key in fields and fields[key](one)
                                  for key, one in value.items()))

    def fits(self, name, value):
        return self.rules[name](value)


def decode(data, at=0):
    """(value, next position) of one item."""
    major = data[at] >> 5
    if major == 0:
        return entry.head(data, at, 0)
    if major in (2, 3):
        raw, at = entry.string(data, at, major)
        return (raw if major == 2 else raw.decode("utf-8")), at
    assert major == 5, "an item that no grammar here has"
    count, at = entry.head(data, at, 5)
    pairs = {}
    for _ in range(count):
        key, at = decode(data, at)
        pairs[key], at = decode(data, at)
    return pairs, at


def encode_head(major, number):
    if number < 24:
        return bytes([major << 5 | number])
    count = next(count for count in (1, 2, 4, 8) if number < 1 << (8 * count))
    return bytes([major << 5 | (24 + count.bit_length() - 1)]) + number.to_bytes(count, "big")


def encode(value):
    """Deterministic (RFC 8949 4.2.1)."""
    if isinstance(value, int):
        return encode_head(0, value)
    if isinstance(value, bytes):
        return encode_head(2, len(value)) + value
    if isinstance(value, str):
        return encode_head(3, len(value.encode())) + value.encode()
    pairs = sorted((encode(key), encode(one)) for key, one in value.items())
    return encode_head(5, len(pairs)) + b"".join(key + one for key, one in pairs)
