#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Verifies a signed notice as docs/reference/webhooks.md says a receiver does. Shares no code with
Mandat; a receiver may take it as it is. Needs python3-cryptography.

    verify.py --key PUBLIC_KEY_BASE64URL --uri https://receiver.example.org/notices [--now SECONDS]
              < request        as it came: request line, headers, an empty line, the body
"""

import argparse
import base64
import hashlib
import re
import sys
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LABEL, TAG = "notice", "mandat-notice"
COVERED = {"@method", "@target-uri", "content-digest", "content-type", "idempotency-key"}
AGE_MAX = 300


class Refused(Exception):
    """Why a message is not taken for a notice."""


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def thumbprint(public_key):
    """RFC 7638 3 of the key's JWK (RFC 8037 2)."""
    jwk = '{"crv":"Ed25519","kty":"OKP","x":"%s"}' % base64url(public_key)
    return base64url(hashlib.sha256(jwk.encode()).digest())


class Reader:
    """As much of structured fields (RFC 8941 4.2) as signatures need."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def take(self, pattern, what):
        match = re.compile(pattern, re.ASCII).match(self.text, self.at)
        if not match:
            raise Refused(f"no {what} at {self.at} of {self.text!r}")
        self.at = match.end()
        return match.group(0)

    def sees(self, text):
        return self.text.startswith(text, self.at)

    def bare_item(self):
        if self.sees('"'):
            quoted = self.take(r'"(?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*"', "string")
            return re.sub(r"\\(.)", r"\1", quoted[1:-1])
        if self.sees(":"):
            return self.bytes()
        if self.sees("?"):
            return self.take(r"\?[01]", "boolean") == "?1"
        if re.match(r"[-0-9]", self.text[self.at:]):
            return int(self.take(r"-?[0-9]{1,15}(?![0-9.])", "integer"))
        return self.take(r"[A-Za-z*][A-Za-z0-9:/!#$%&'*+.^_`|~-]*", "token")

    def bytes(self):
        encoded = self.take(r":[A-Za-z0-9+/=]*:", "bytes")[1:-1]
        try:
            decoded = base64.b64decode(encoded, validate=True)
        except ValueError as error:
            raise Refused("bytes are not base64") from error
        if base64.b64encode(decoded).decode() != encoded:
            raise Refused("bytes are not written in the one way")
        return decoded

    def parameters(self):
        found = {}
        while self.sees(";"):
            self.take(r"; *", "parameter")
            name = self.take(r"[a-z*][a-z0-9_.*-]*", "name")
            found[name] = True
            if self.sees("="):
                self.take("=", "value")
                found[name] = self.bare_item()
        return found

    def inner_list(self):
        self.take(r"\( *", "list")
        items = []
        while not self.sees(")"):
            items.append((self.bare_item(), self.parameters()))
            self.take(r" +|(?=\))", "end of list")
        self.take(r"\)", "end of list")
        return items

    def dictionary(self):
        """name -> (text of the value as it stands, value, parameters)."""
        found = {}
        while self.at < len(self.text):
            name = self.take(r"[a-z*][a-z0-9_.*-]*", "name")
            self.take("=", "value")
            start = self.at
            value = self.inner_list() if self.sees("(") else self.bare_item()
            parameters = self.parameters()
            found[name] = (self.text[start:self.at], value, parameters)
            self.take(r"[ \t]*,[ \t]*(?=[a-z*])|$", "next")
        return found


def member(headers, name, label):
    members = Reader(headers.get(name, "")).dictionary()
    if label not in members:
        raise Refused(f"{name} has no {label}")
    return members[label]


def verify_digest(headers, body):
    """RFC 9530 2."""
    _, digest, _ = member(headers, "content-digest", "sha-256")
    if digest != hashlib.sha256(body).digest():
        raise Refused("the body is not what its digest says")


def signature_base(values, names, terms_text):
    """RFC 9421 2.5."""
    if not set(names) <= set(values):
        raise Refused("a part is signed that is not there")
    lines = [f'"{name}": {values[name]}' for name in names]
    lines.append(f'"@signature-params": {terms_text}')
    return "\n".join(lines).encode("latin-1")


def verify(method, uri, headers, body, keys, now):
    """Headers by lower-case name; keys by thumbprint. Gives the notice's id, or raises Refused."""
    verify_digest(headers, body)
    terms_text, components, terms = member(headers, "signature-input", LABEL)
    _, signature, _ = member(headers, "signature", LABEL)
    if not isinstance(components, list) or any(more for _, more in components):
        raise Refused("parts are signed in a way that is not used here")
    names = [name for name, _ in components]
    if len(set(names)) != len(names) or not COVERED <= set(names):
        raise Refused("not every part is signed that must be")
    if terms.get("alg") != "ed25519" or terms.get("tag") != TAG:
        raise Refused("signed in another way, or for another purpose")
    created = terms.get("created")
    if not isinstance(created, int) or abs(now - created) > AGE_MAX:
        raise Refused("signed too long ago, or not yet")
    if terms.get("keyid") not in keys:
        raise Refused("signed by an unknown key")
    values = {**headers, "@method": method, "@target-uri": uri}
    base = signature_base(values, names, terms_text)
    try:
        Ed25519PublicKey.from_public_bytes(keys[terms["keyid"]]).verify(signature, base)
    except (InvalidSignature, TypeError) as error:
        raise Refused("the signature does not hold") from error
    return Reader(headers["idempotency-key"]).bare_item()  # signed, so it is there


def split(request):
    """Method, headers by lower-case name, and body of a request as it came."""
    head, _, body = request.replace(b"\r\n\r\n", b"\n\n", 1).partition(b"\n\n")
    first, *lines = head.decode("latin-1").replace("\r\n", "\n").split("\n")
    pairs = (line.partition(":") for line in lines)
    return (first.split(" ")[0], {name.lower(): value.strip(" \t") for name, _, value in pairs},
            body)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--key", required=True)
    parser.add_argument("--uri", required=True)
    parser.add_argument("--now", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    key = base64.urlsafe_b64decode(arguments.key + "=" * (-len(arguments.key) % 4))
    method, headers, body = split(sys.stdin.buffer.read())
    try:
        print(verify(method, arguments.uri, headers, body, {thumbprint(key): key}, arguments.now))
    except Refused as refused:
        print(f"refused: {refused}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
