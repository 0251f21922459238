#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads PDFs that were changed at random, for some minutes: `mandat contract read` answers each
with a reading or a refusal in words, before its limits, and leaves nothing behind.

    tests/fuzz/pdf_bytes.py MANDAT [--seconds 60] [--seed N]

It prints its seed, and writes what broke something to the folder for temporary files.
"""

import argparse
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import zlib

CODES = {0, 2, 4, 6, 9}  # done, invalid, no clause on personal data, unavailable, exceeded
LIMIT_SECONDS = 45  # 30 of the program that reads PDF, its end, and ours
WORDS = (b"/Length", b"/Filter", b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/DCTDecode",
         b"/Kids", b"/Count", b"/Parent", b"/Contents", b"/Encrypt", b"/ObjStm", b"/XRef", b"/Prev",
         b"/Root", b"/Size", b"/Index", b"/W", b"/ToUnicode", b"/Encoding", b"/Font",
         b"/Predictor", b"obj", b"endobj", b"stream", b"endstream", b"xref", b"trailer",
         b"startxref", b"%%EOF", b"<<", b">>", b"[", b"]", b"(", b")", b"R", b"BT", b"ET", b"Tj",
         b"TJ", b"Td", b"Tf", b"Do", b"-1", b"0", b"65535", b"2147483648",
         b"99999999999999999999", b"1e38")


def pdf_of(bodies):
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1,
                                                                                table)


def stream_of(data, words=b""):
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (words, len(data), data)


def made(packed):
    """Two pages, a table, a font with its table of characters."""
    lines = [b"1. Breaches", b"1.1 The processor informs the controller within 24 hours.",
             b"Name            Task          Country", b"Example Host    Hosting       Germany",
             b"Example Mail    E-mail        France"]
    content = b"BT /F1 9 Tf 12 TL 40 800 Td " + b"".join(b"(%s) Tj T* " % x for x in lines) + b"ET"
    table = (b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <20> <7e> <0020> "
             b"endbfrange endcmap end")
    if packed:
        content = stream_of(zlib.compress(content), b"/Filter/FlateDecode")
        table = stream_of(zlib.compress(table), b"/Filter/FlateDecode")
    else:
        content, table = stream_of(content), stream_of(table)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>" \
           b"/Contents 5 0 R>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R 6 0 R]/Count 2>>",
                   b"<</Type/Font/Subtype/Type1/BaseFont/Courier/ToUnicode 7 0 R>>", page, content,
                   page, table])


def changed(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice((1, 2, 4, 16))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(6)
        if kind == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at:at + chance.choice((1, 4, 64))]
        elif kind == 2:
            data[at:at] = chance.choice(WORDS)
        elif kind == 3:
            begin = chance.randrange(len(data) + 1)
            data[at:at] = data[begin:begin + chance.choice((8, 64, 512))]
        elif kind == 4:
            digits = [i for i, c in enumerate(data) if 48 <= c <= 57]
            if digits:
                data[chance.choice(digits)] = 48 + chance.randrange(10)
        else:
            word = chance.choice(WORDS)
            data[at:at + len(word)] = word
    if chance.randrange(10):  # a file without its end is refused before anything reads it
        data += b"\n%%EOF\n"
    return bytes(data)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("mandat")
    words.add_argument("--seconds", type=int, default=60)
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    told = words.parse_args()
    print(f"seed {told.seed}", flush=True)
    chance = random.Random(told.seed)
    grown = [made(False), made(True)]
    counts, slowest, broken = {}, 0.0, 0
    with tempfile.TemporaryDirectory() as name:
        path = pathlib.Path(name) / "contract.pdf"
        end = time.monotonic() + told.seconds
        while time.monotonic() < end:
            data = changed(chance.choice(grown), chance)
            path.write_bytes(data)
            begin = time.monotonic()
            try:
                done = subprocess.run([told.mandat, "contract", "read", path], capture_output=True,
                                      timeout=LIMIT_SECONDS, check=False)
                code, said = done.returncode, done.stderr.decode("utf-8", "replace")
            except subprocess.TimeoutExpired:
                code, said = "hung", ""
            took = time.monotonic() - begin
            slowest = max(slowest, took)
            counts[code] = counts.get(code, 0) + 1
            is_told = code in (0, 4) or (said.count("\n") == 1 and len(said) < 300)
            if code not in CODES or not is_told or os.listdir(name) != ["contract.pdf"]:
                broken += 1
                kept = pathlib.Path(tempfile.gettempdir()) / f"mandat-pdf-{told.seed}-{broken}.pdf"
                kept.write_bytes(data)
                print(f"{code}: {kept}: {said[:200]}", flush=True)
            elif code in (0, 4) and len(grown) < 200:
                grown.append(data)  # what still reads may be changed further
    print(f"{sum(counts.values())} files; exit codes {counts}; slowest {slowest:.2f} s; "
          f"{broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
