# SPDX-License-Identifier: Apache-2.0
"""What somebody could do to published evidence who holds the files, or even the journal's key: each
forgery changes files, and every verifier must reject what comes of it."""

import base64
import re
from pathlib import Path

import tlog

SEED = bytes(range(32))
WITNESSES = {"controller": bytes([1] * 32), "auditor": bytes([2] * 32), "union": bytes([3] * 32)}
SECONDS = 1774880400


class Evidence:
    """The files of a journal, of a proof and of what the auditor kept, which can be put back."""

    def __init__(self, place):
        self.place = Path(place)
        self.before = {}
        key = self.read("journal/vkey").decode().strip()
        self.origin = tlog.parse_vkey(key)[0]
        self.operator = tlog.Signer(self.origin, SEED)
        assert self.operator.vkey() == key, "the journal was not signed with the key of tests"
        self.witnesses = {name: tlog.Signer(f"example.org/witness/{name}", seed)
                          for name, seed in WITNESSES.items()}
        self.set_up(key)
        self.size = int(self.text_of("journal/checkpoint").split("\n")[1])

    def set_up(self, key):
        """Two of three witnesses have seen the newest checkpoint, one the older; the auditor wants
        two, and has kept both."""
        newest, proof = self.read("journal/checkpoint"), self.read("entry.tlog-proof")
        cosigned = self.cosigned(newest, "controller", "auditor")
        self.write("journal/checkpoint", cosigned)
        self.write("entry.tlog-proof", proof.replace(newest, cosigned))
        self.write("newest", cosigned)
        self.write("older", self.cosigned(self.read("older"), "controller"))
        lines = [f"witness {name} {signer.vkey(tlog.COSIGNATURE)}"
                 for name, signer in self.witnesses.items()]
        self.write("policy", "\n".join([
            f"log {key}", *lines, f"group seen 2 {' '.join(WITNESSES)}", "quorum seen", ""
        ]).encode())
        self.before = {}

    def cosigned(self, note, *names, seconds=SECONDS):
        text = note.decode().rpartition("\n\n")[0] + "\n"
        return note + "".join(self.witnesses[name].cosign(text, seconds)
                              for name in names).encode()

    def path(self, name):
        return self.place / name

    def read(self, name):
        return self.path(name).read_bytes()

    def text_of(self, name):
        return self.read(name).decode()

    def write(self, name, data):
        path = self.path(name)
        self.before.setdefault(name, path.read_bytes() if path.exists() else None)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def remove(self, name):
        self.before.setdefault(name, self.read(name))
        self.path(name).unlink()

    def restore(self):
        for name, data in self.before.items():
            if data is None:
                self.path(name).unlink(missing_ok=True)
            else:
                self.path(name).write_bytes(data)
        self.before = {}

    def flip(self, name, bit):
        data = bytearray(self.read(name))
        bit %= 8 * len(data)
        data[bit // 8] ^= 1 << (bit % 8)
        self.write(name, bytes(data))

    # What the holder of the files can read and write as a journal.

    def bundles(self):
        return [tlog.tile_path("entries", index, width)
                for index, width in enumerate(tlog.widths(self.size))]

    def tiles(self):
        """The paths of the hash tiles, level by level."""
        level, count, paths = 0, self.size, []
        while count:
            paths.append([tlog.tile_path(level, index, width)
                          for index, width in enumerate(tlog.widths(count))])
            level, count = level + 1, count // tlog.TILE_WIDTH
        return paths

    def entries(self):
        found = []
        for path, width in zip(self.bundles(), tlog.widths(self.size)):
            found += tlog.decode_bundle(self.read("journal/" + path), width)
        return found

    def rewrite(self, entries):
        """All bundles and tiles anew, as a journal of these entries has them; its checkpoint, not
        signed by any witness."""
        for index, width in enumerate(tlog.widths(len(entries))):
            first = index * tlog.TILE_WIDTH
            self.write("journal/" + tlog.tile_path("entries", index, width),
                       tlog.encode_bundle(entries[first:first + width]))
        leaves = [tlog.leaf_hash(entry) for entry in entries]
        for level, hashes in enumerate(tlog.levels_of(leaves)):
            for index, width in enumerate(tlog.widths(len(hashes))):
                first = index * tlog.TILE_WIDTH
                self.write("journal/" + tlog.tile_path(level, index, width),
                           b"".join(hashes[first:first + width]))
        return self.operator.sign(tlog.format_checkpoint(self.origin, leaves)).encode()


def fields_of(note):
    """(name, begin, end) of each field of a signed checkpoint that stands in it as text."""
    found = []
    for name, line in zip(("origin", "size", "root", "empty line"), note.split("\n")):
        begin = found[-1][2] + 1 if found else 0
        found.append((name, begin, begin + max(len(line), 1)))
    return found


def signature_lines(note):
    return re.findall("\u2014 \\S+ \\S+\n", note)


def with_blob(line, change):
    """The signature line with its decoded bytes changed, and encoded anew."""
    dash, name, blob = line.rstrip("\n").split(" ")
    changed = change(bytearray(base64.b64decode(blob)))
    return f"{dash} {name} {base64.b64encode(changed).decode()}\n"


def flipped(at, bit=0):
    def change(blob):
        blob[at] ^= 1 << bit
        return blob
    return change
