#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The example of docs/reference/webhooks.md holds, and nothing of it can be changed."""

import base64
import json
import re
import subprocess
import sys
import unittest
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

import verify

HERE = Path(__file__).resolve().parent
PAGE = (HERE.parent.parent / "docs/reference/webhooks.md").read_text(encoding="utf-8")
URI = "https://receiver.example.org/notices?tenant=4"
NOW = 1774880400
SIGNED = ("content-digest", "content-type", "idempotency-key", "signature-input", "signature")


def block(language, start):
    """The first fenced block of a language that begins so."""
    return re.search(rf"```{language}\n({re.escape(start)}.*?)```\n", PAGE, re.DOTALL).group(1)


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class VerifyTest(unittest.TestCase):
    def setUp(self):
        self.request = block("http", "POST").encode()
        self.method, self.headers, self.body = verify.split(self.request)
        self.key = unpadded(json.loads(block("json", "{"))["x"])
        self.keys = {verify.thumbprint(self.key): self.key}

    def verify(self, method=None, uri=URI, headers=None, body=None, keys=None, now=NOW):
        return verify.verify(method or self.method, uri, headers or self.headers,
                             self.body if body is None else body, keys or self.keys, now)

    def refuses(self, **changes):
        with self.assertRaises(verify.Refused):
            self.verify(**changes)

    def test_takes_the_example_of_the_page(self):
        self.assertEqual(self.verify(), "shop/17")
        body = json.loads(self.body)
        self.assertEqual(body["notice"], "shop/17")
        self.assertEqual(base64.b64decode(body["attachments"][0]["base64"]), b"report\n")
        self.assertIn(f"`{verify.thumbprint(self.key)}`", PAGE)

    def test_takes_it_as_it_comes_over_the_wire(self):
        head, _, body = self.request.partition(b"\n\n")
        parts = verify.split(head.replace(b"\n", b"\r\n") + b"\r\n\r\n" + body)
        self.assertEqual(parts, (self.method, self.headers, self.body))

    def test_the_signed_text_is_the_one_of_the_page(self):
        text = block("text", '"@method"').rstrip("\n").encode()
        signature = verify.member(self.headers, "signature", verify.LABEL)[1]
        Ed25519PublicKey.from_public_bytes(self.key).verify(signature, text)

    def test_the_program_answers_as_the_page_says(self):
        command = [sys.executable, "-B", str(HERE / "verify.py"), "--uri", URI, "--now", str(NOW),
                   "--key", json.loads(block("json", "{"))["x"]]
        good = subprocess.run(command, input=self.request, capture_output=True, check=False)
        self.assertEqual((good.returncode, good.stdout), (0, b"shop/17\n"))
        bad = subprocess.run(command, input=self.request + b" ", capture_output=True, check=False)
        self.assertEqual((bad.returncode, bad.stdout), (1, b""))

    def test_refuses_every_flipped_bit(self):
        for name in SIGNED:
            value = self.headers[name]
            for bit in range(len(value) * 8):
                at = bit // 8
                changed = value[:at] + chr(ord(value[at]) ^ 1 << bit % 8) + value[at + 1:]
                with self.subTest(name=name, bit=bit):
                    self.refuses(headers={**self.headers, name: changed})
        for bit in range(len(self.body) * 8):
            changed = bytearray(self.body)
            changed[bit // 8] ^= 1 << bit % 8
            self.refuses(body=bytes(changed))

    def test_refuses_another_method_address_key_or_time(self):
        self.refuses(method="PUT")
        self.refuses(uri=URI + "0")
        self.refuses(uri=URI.replace("https", "http"))
        self.refuses(keys={"another": self.key})
        self.refuses(keys={verify.thumbprint(self.key): bytes(32)})
        self.assertEqual(self.verify(now=NOW + verify.AGE_MAX), "shop/17")
        self.refuses(now=NOW + verify.AGE_MAX + 1)
        self.refuses(now=NOW - verify.AGE_MAX - 1)

    def test_refuses_what_is_missing(self):
        for name in SIGNED:
            headers = dict(self.headers)
            del headers[name]
            with self.subTest(name=name):
                self.refuses(headers=headers)

    # RFC 9421 B.2.6, and B.1.4 for the key.
    def test_holds_for_the_example_of_the_standard(self):
        headers = {
            "date": "Tue, 20 Apr 2021 02:07:55 GMT", "content-type": "application/json",
            "content-length": "18",
            "signature-input": 'sig-b26=("date" "@method" "@path" "@authority" "content-type" '
                               '"content-length");created=1618884473;keyid="test-key-ed25519"',
            "signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPi"
                         "u4A0w6vuQv5lIp5WPpBKRCw==:"}
        text, components, terms = verify.member(headers, "signature-input", "sig-b26")
        self.assertEqual(terms, {"created": 1618884473, "keyid": "test-key-ed25519"})
        values = {**headers, "@method": "POST", "@path": "/foo", "@authority": "example.com"}
        base = verify.signature_base(values, [name for name, _ in components], text)
        signature = verify.member(headers, "signature", "sig-b26")[1]
        key = unpadded("JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs")
        Ed25519PublicKey.from_public_bytes(key).verify(signature, base)


if __name__ == "__main__":
    unittest.main()
