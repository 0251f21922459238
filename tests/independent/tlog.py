# SPDX-License-Identifier: Apache-2.0
"""The C2SP formats and the journal entry once more, from their specifications: shares no code with
the C++ of this tree. Every function raises Rejected for what does not hold."""

import base64
import binascii
import hashlib
import struct

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey, Ed25519PublicKey)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ED25519 = 1
COSIGNATURE = 4
TILE_WIDTH = 256
DASH = "\u2014 "


class Rejected(Exception):
    """The evidence does not hold."""


def require(holds, why):
    if not holds:
        raise Rejected(why)


def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Rejected("not base64") from error
    require(base64.b64encode(data).decode() == text, "base64 with a second spelling")
    return data


def to_base64(data):
    return base64.b64encode(data).decode()


def decimal(text):
    require(text.isascii() and text.isdigit() and (text == "0" or text[0] != "0"), "not a number")
    return int(text)


# Hashing: RFC 9162 2.1.

def leaf_hash(entry):
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count):
    """The largest power of two below count."""
    return 1 << ((count - 1).bit_length() - 1)


def tree_hash(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = split(len(leaves))
    return node_hash(tree_hash(leaves[:left]), tree_hash(leaves[left:]))


def inclusion_path(leaves, index):
    if len(leaves) == 1:
        return []
    left = split(len(leaves))
    if index < left:
        return inclusion_path(leaves[:left], index) + [tree_hash(leaves[left:])]
    return inclusion_path(leaves[left:], index - left) + [tree_hash(leaves[:left])]


def consistency_path(leaves, old, known=True):
    if old == len(leaves):
        return [] if known else [tree_hash(leaves)]
    left = split(len(leaves))
    if old <= left:
        return consistency_path(leaves[:left], old, known) + [tree_hash(leaves[left:])]
    return consistency_path(leaves[left:], old - left, False) + [tree_hash(leaves[:left])]


def root_of_path(leaf, index, size, path):
    """The root to which a path leads; by recursion from the top, unlike RFC 9162 2.1.3.2."""
    require(0 <= index < size, "index outside the tree")
    if size == 1:
        require(not path, "path is too long")
        return leaf
    require(path, "path is too short")
    left = split(size)
    if index < left:
        return node_hash(root_of_path(leaf, index, left, path[:-1]), path[-1])
    return node_hash(path[-1], root_of_path(leaf, index - left, size - left, path[:-1]))


# Signed notes.

def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def format_vkey(name, kind, public):
    return f"{name}+{key_id(name, kind, public).hex()}+{to_base64(bytes([kind]) + public)}"


def parse_vkey(text):
    parts = text.strip().split("+", 2)
    require(len(parts) == 3, "not a verifier key")
    typed = from_base64(parts[2])
    name, kind, public = parts[0], typed[0], typed[1:]
    require(kind in (ED25519, COSIGNATURE) and len(public) == 32, "not a key of a known type")
    require(key_id(name, kind, public).hex() == parts[1], "key does not match its id")
    return name, kind, public


def verify_ed25519(public, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError) as error:
        raise Rejected("wrong signature") from error


def cosigned_message(text, seconds):
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def open_signed(note, vkeys):
    """(text, the keys that have signed it): no signature by a known key may be wrong."""
    known = {}
    for vkey in vkeys:
        name, kind, public = parse_vkey(vkey)
        known[name, key_id(name, kind, public)] = (vkey, kind, public)
    try:
        whole = note.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected("note is not utf-8") from error
    require(all(c == "\n" or c >= " " for c in whole), "note has control characters")
    text, blank, lines = whole.rpartition("\n\n")
    require(blank and lines.endswith("\n"), "not a signed note")
    text += "\n"
    signers = []
    for line in lines[:-1].split("\n"):
        require(line.startswith(DASH) and line.count(" ") == 2, "not a signature line")
        signer, blob = line[len(DASH):].split(" ")
        data = from_base64(blob)
        if (signer, data[:4]) not in known:
            continue
        vkey, kind, public = known[signer, data[:4]]
        if kind == COSIGNATURE:
            require(len(data) == 76, "not a cosignature")
            seconds = struct.unpack(">Q", data[4:12])[0]
            verify_ed25519(public, cosigned_message(text, seconds), data[12:])
        else:
            verify_ed25519(public, text.encode(), data[4:])
        signers.append(vkey)
    return text, signers


def open_note(note, vkey):
    """The text of a note that the key has signed."""
    text, signers = open_signed(note, [vkey])
    require(signers, "no signature by the key")
    return text


class Signer:
    """For vectors only."""

    def __init__(self, name, seed):
        self.name = name
        self.private = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def vkey(self, kind=ED25519):
        return format_vkey(self.name, kind, self.public)

    def line(self, kind, signature):
        return f"{DASH}{self.name} {to_base64(key_id(self.name, kind, self.public) + signature)}\n"

    def sign(self, text):
        return text + "\n" + self.line(ED25519, self.private.sign(text.encode()))

    def cosign(self, text, seconds):
        signature = self.private.sign(cosigned_message(text, seconds))
        return self.line(COSIGNATURE, struct.pack(">Q", seconds) + signature)


# Checkpoints, tiles, proofs.

def format_checkpoint(origin, leaves):
    return f"{origin}\n{len(leaves)}\n{to_base64(tree_hash(leaves))}\n"


def open_checkpoint(note, vkey, policy=None):
    """(origin, size, root) of a checkpoint of the journal that the key is for; with a policy, one
    that enough of its witnesses have seen."""
    vkey = vkey.strip()
    text, signers = open_signed(note, [vkey, *(policy.witness_keys() if policy else [])])
    require(vkey in signers, "no signature by the key")
    require(not policy or policy.is_met_by(signers), "too few witnesses have seen it")
    lines = text.split("\n")
    require(len(lines) >= 4 and lines[-1] == "" and all(lines[:-1]), "not a checkpoint")
    require(lines[0] == parse_vkey(vkey)[0], "checkpoint of another journal")
    root = from_base64(lines[2])
    require(len(root) == 32, "root is not a hash")
    return lines[0], decimal(lines[1]), root


class Policy:
    """Whom an auditor believes (C2SP tlog-policy)."""

    def __init__(self, text):
        self.logs, self.quorum, self.members = [], None, {"none": None}
        for line in text.split("\n"):
            words = line.split()
            if words and not words[0].startswith("#"):
                self.take(*words)
        require(self.quorum, "policy has no quorum")

    def take(self, what, name, *words):
        if what == "log":
            require(parse_vkey(name)[1] == ED25519, "not the key of a log")
            self.logs.append(name)
            return
        if what == "quorum":
            require(not self.quorum and not words and name in self.members, "not a quorum")
            self.quorum = name
            return
        require(name not in self.members and words, "name is taken, or stands for nothing")
        if what == "witness":
            require(parse_vkey(words[0])[1] == COSIGNATURE, "not the key of a witness")
            self.members[name] = words[0]
            return
        require(what == "group" and all(one in self.members for one in words[1:]),
                "neither log, witness, group nor quorum")
        most = len(words) - 1
        count = {"all": most, "any": 1}.get(words[0]) or decimal(words[0])
        require(1 <= count <= most, "not a threshold")
        self.members[name] = (count, words[1:])

    def witness_keys(self):
        return [one for one in self.members.values() if isinstance(one, str)]

    def is_met_by(self, signers, name=None):
        member = self.members[name or self.quorum]
        if member is None or isinstance(member, str):
            return member is None or member in signers
        count, names = member
        return sum(self.is_met_by(signers, one) for one in names) >= count


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    path = f"tile/{level}/" + "/".join(groups)
    return path if width == TILE_WIDTH else f"{path}.p/{width}"


def widths(count):
    """The width of each tile that holds count things."""
    partial = [count % TILE_WIDTH] if count % TILE_WIDTH else []
    return [TILE_WIDTH] * (count // TILE_WIDTH) + partial


def encode_bundle(entries):
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def decode_bundle(data, count):
    entries = []
    for _ in range(count):
        require(len(data) >= 2, "bundle ends too early")
        length = struct.unpack(">H", data[:2])[0]
        require(len(data) >= 2 + length, "bundle ends too early")
        entries.append(data[2:2 + length])
        data = data[2 + length:]
    require(not data, "bundle holds more than its entries")
    return entries


def levels_of(leaves):
    """The hashes of each level of tiles, from the leaves upwards."""
    levels = [leaves]
    while len(levels[-1]) >= TILE_WIDTH:
        below = levels[-1]
        levels.append([tree_hash(below[i:i + TILE_WIDTH])
                       for i in range(0, len(below) - TILE_WIDTH + 1, TILE_WIDTH)])
    return levels


def format_proof(index, path, note):
    hashes = "".join(to_base64(one) + "\n" for one in path)
    return f"c2sp.org/tlog-proof@v1\nindex {index}\n{hashes}\n{note}"


def verify_proof(proof, entry, vkey, policy=None):
    """(index, size) of the entry, once it was found to stand in the journal."""
    head, blank, note = proof.partition("\n\n")
    require(blank, "proof has no checkpoint")
    lines = head.split("\n")
    require(lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a tlog-proof")
    if lines and lines[0].startswith("extra "):
        from_base64(lines.pop(0)[len("extra "):])
    require(lines and lines[0].startswith("index "), "proof has no index")
    index = decimal(lines.pop(0)[len("index "):])
    path = [from_base64(line) for line in lines]
    require(all(len(one) == 32 for one in path), "proof has a line that is not a hash")
    _, size, root = open_checkpoint(note.encode(), vkey, policy)
    require(root_of_path(leaf_hash(entry), index, size, path) == root, "path leads elsewhere")
    return index, size
