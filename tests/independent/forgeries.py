# SPDX-License-Identifier: Apache-2.0
"""The list of forgeries: (what was done, which question is asked of it, how it is done)."""

import base64
import struct

import tlog
from forge import SECONDS, SEED, fields_of, flipped, signature_lines, with_blob

NEWEST = "journal/checkpoint"
PROOF = "entry.tlog-proof"


def flips_of_the_checkpoint(evidence):
    note = evidence.text_of(NEWEST)
    for name, begin, end in fields_of(note):
        first, last = (len(note[:at].encode()) for at in (begin, end - 1))
        for at in sorted({first, last}):
            yield (f"a flipped bit in the {name} of the checkpoint", "journal",
                   lambda e, at=at: e.flip(NEWEST, 8 * at))
    for number, line in enumerate(signature_lines(note)):
        whose = f"witness {number}" if number else "log"
        question = "witnessed" if number else "journal"
        at = len(note[:note.index(line)].encode())
        yield (f"a flipped bit in the dash of the {whose}", question,
               lambda e, at=at: e.flip(NEWEST, 8 * at))
        yield (f"a flipped bit in the name of the {whose}", question,
               lambda e, at=at: e.flip(NEWEST, 8 * (at + 5)))
        parts = {"id": 0, "signature": 12, "end of the signature": -1}
        if number:
            parts["time"] = 11
        for part, blob_at in parts.items():
            forged = note.replace(line, with_blob(line, flipped(blob_at)))
            yield (f"a flipped bit in the {part} of the {whose}", question,
                   lambda e, forged=forged: e.write(NEWEST, forged.encode()))


def some(paths):
    """All of them, or the ends and the middle of a long list."""
    return paths if len(paths) <= 16 else [paths[0], paths[len(paths) // 2], paths[-2], paths[-1]]


def flips_of_tiles(evidence):
    for level, paths in enumerate(evidence.tiles()):
        partial = [path for path in paths if ".p/" in path]
        full = [path for path in paths if ".p/" not in path]
        for path in [*full[:1], *full[-1:], *partial]:
            for bit in (0, -1):
                yield (f"a flipped bit in a tile of level {level}, {path}", "journal",
                       lambda e, path=path, bit=bit: e.flip("journal/" + path, bit))
    for path in some(evidence.bundles()):
        for bit in (0, 8 * 2 + 3, -1):
            yield (f"a flipped bit in a bundle, {path}", "journal",
                   lambda e, path=path, bit=bit: e.flip("journal/" + path, bit))


def swap(entries, one, other):
    entries[one], entries[other] = entries[other], entries[one]
    return entries


def swaps(evidence):
    bundle = evidence.bundles()[1]

    def within(e):
        entries = tlog.decode_bundle(e.read("journal/" + bundle), tlog.TILE_WIDTH)
        e.write("journal/" + bundle, tlog.encode_bundle(swap(entries, 0, 1)))

    yield "two entries swapped in their bundle", "journal", within
    yield ("two entries swapped, and all tiles computed anew", "journal",
           lambda e: e.rewrite(swap(e.entries(), 256, 257)))
    yield ("two bundles swapped", "journal", lambda e: (
        e.write("journal/tile/entries/000", evidence.read("journal/tile/entries/001")),
        e.write("journal/tile/entries/001", e.before["journal/tile/entries/000"])))


def truncations(evidence):
    last = evidence.bundles()[-1]

    def shorter(e):
        width = e.size % tlog.TILE_WIDTH or tlog.TILE_WIDTH
        entries = tlog.decode_bundle(e.read("journal/" + last), width)
        e.write("journal/" + last, tlog.encode_bundle(entries[:-1]))

    def resigned(e):
        e.write(NEWEST, e.rewrite(e.entries()[:-1]))

    yield "the last entry cut off its bundle", "journal", shorter
    yield "the last bundle missing", "journal", lambda e: e.remove("journal/" + last)
    yield ("a tile of leaves missing", "journal",
           lambda e: e.remove("journal/" + e.tiles()[0][0]))
    yield "the log cut by one entry and signed again", "since newest", resigned
    yield "the log cut by one entry and signed again, for witnesses", "witnessed", resigned


def replacements(evidence):
    def other_key(e):
        text = e.text_of(NEWEST).rpartition("\n\n")[0] + "\n"
        e.write(NEWEST, tlog.Signer(e.origin, bytes([9] * 32)).sign(text).encode())

    def other_journal(e):
        other = tlog.Signer("example.org/journal/other", SEED)
        text = e.text_of(NEWEST).rpartition("\n\n")[0] + "\n"
        e.write(NEWEST, other.sign(text.replace(e.origin, other.name)).encode())

    def other_root(e):
        text = f"{e.origin}\n{e.size}\n{tlog.to_base64(tlog.leaf_hash(b'other'))}\n"
        e.write(NEWEST, e.operator.sign(text).encode())

    def empty(e):
        e.write(NEWEST, e.operator.sign(tlog.format_checkpoint(e.origin, [])).encode())

    def put_older(e):
        e.write(NEWEST, e.read("older"))

    def unsigned(e):
        e.write(NEWEST, (e.text_of(NEWEST).rpartition("\n\n")[0] + "\n").encode())

    yield "the older checkpoint in place of the newest", "since newest", put_older
    yield "the older checkpoint, which too few witnesses saw", "witnessed", put_older
    yield "a checkpoint signed with another key of the same name", "journal", other_key
    yield "a checkpoint of another journal", "journal", other_journal
    yield "a checkpoint of another root, signed by the log", "journal", other_root
    yield "a checkpoint of an empty journal, signed by the log", "since newest", empty
    yield "a checkpoint without signatures", "journal", unsigned


def forks(evidence):
    def fork(e, at):
        entries = e.entries()
        entries[at] = entries[at - 1]  # what nobody should have seen is told as something else
        e.write(NEWEST, e.rewrite(entries))

    def with_true_cosignatures(e):
        lines = signature_lines(e.text_of(NEWEST))[1:]
        fork(e, 300)
        e.write(NEWEST, e.read(NEWEST) + "".join(lines).encode())

    yield "a fork below the older checkpoint", "since older", lambda e: fork(e, 300)
    yield ("a fork above the older checkpoint", "since newest",
           lambda e: fork(e, e.size // 2 + 200))
    yield "a fork that no witness has seen", "witnessed", lambda e: fork(e, 300)
    yield "a fork with the cosignatures of the true history", "witnessed", with_true_cosignatures


def replays(evidence):
    lines = signature_lines(evidence.text_of(NEWEST))
    base = evidence.text_of(NEWEST).replace(lines[2], "")  # the first witness alone

    def put(text):
        return lambda e: e.write(NEWEST, text.encode())

    def from_other_text(text):
        return base + evidence.witnesses["auditor"].cosign(text, SECONDS)

    text = base.rpartition("\n\n")[0] + "\n"
    older = evidence.text_of("older").rpartition("\n\n")[0] + "\n"
    stranger = tlog.Signer("example.org/witness/stranger", bytes([8] * 32))
    relabelled = evidence.witnesses["auditor"]
    blob = base64.b64decode(lines[1].split(" ")[2])
    as_auditor = relabelled.line(tlog.COSIGNATURE, blob[4:])
    plain = relabelled.line(tlog.COSIGNATURE, struct.pack(">Q", SECONDS) +
                            relabelled.private.sign(text.encode()))
    yield "one cosignature too few", "witnessed", put(base)
    yield "a cosignature of the older checkpoint", "witnessed", put(from_other_text(older))
    yield ("a cosignature of another journal's checkpoint", "witnessed",
           put(from_other_text(text.replace("acme", "emca"))))
    yield "one cosignature twice", "witnessed", put(base + lines[1])
    yield ("a cosignature of another witness under this one's name", "witnessed",
           put(base + as_auditor))
    yield ("a cosignature of somebody unknown", "witnessed",
           put(base + stranger.cosign(text, SECONDS)))
    yield "a cosignature made without its time", "witnessed", put(base + plain)
    yield ("cosignatures alone, without the log's signature", "witnessed",
           put(evidence.text_of(NEWEST).replace(lines[0], "")))


def proofs(evidence):
    proof = evidence.read(PROOF)
    at = 0
    head = proof[:proof.index(b"\n\n")]
    for number, line in enumerate(head.split(b"\n")):
        for byte in sorted({at, at + len(line) - 1}):
            yield (f"a flipped bit in line {number + 1} of the proof", "proof",
                   lambda e, byte=byte: e.flip(PROOF, 8 * byte))
        at += len(line) + 1
    size = len(evidence.read("entry.cbor"))
    for byte in (0, size // 2, size - 1):
        yield ("a flipped bit in the entry of the proof", "proof",
               lambda e, byte=byte: e.flip("entry.cbor", 8 * byte))
    lines = head.split(b"\n")
    rest = proof[len(head):]
    for what, forged in (
            ("two hashes of the proof swapped", [*lines[:2], lines[3], lines[2], *lines[4:]]),
            ("a hash of the proof left out", lines[:-1]),
            ("a hash too many in the proof", [*lines, lines[-1]])):
        yield what, "proof", lambda e, forged=forged: e.write(PROOF, b"\n".join(forged) + rest)
    yield ("the proof of another checkpoint", "proof",
           lambda e: e.write(PROOF, head + b"\n\n" + e.read("older")))
    yield ("a proof that too few witnesses have seen", "proof witnessed", lambda e: e.write(
        PROOF, proof.replace(signature_lines(proof.decode())[2].encode(), b"")))


def all_forgeries(evidence):
    for part in (flips_of_the_checkpoint, flips_of_tiles, swaps, truncations, replacements, forks,
                 replays, proofs):
        yield from part(evidence)
