# SPDX-License-Identifier: Apache-2.0
"""When two references to a clause mean the same one."""

import re
import unicodedata


def fold(text):
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"\s+", " ", text.replace("\u2019", "'").replace("\u00a7", "s.")).strip()


FRONT = {"preamble", "header", "parties", "", "[0]", "-", "scc header", "whole"}


def tokens_of(reference):
    """The numbers and letters of a reference, outermost first: "Annexe B, clause 9.2" is b 9.2."""
    text = fold(reference)
    text = re.sub(r"\(\d+ of.*?\)|\(12 boxes.*?\)|\"|definitions|unnumbered|\(\)", "", text)
    text = re.sub(r"\b(?:annexe|annex|anlage|schedule|exhibit|appendice|appendix|app|clause|"
                  r"article|art|section|sections|cl|s|abs|scc)\b\.?", " ", text)
    text = re.sub(r"\b[a-z]\s?-\s?[a-z]\b", " ", text)
    text = re.sub(r"(?<=\d)\((\d+)\)", r".\1", text)
    return re.findall(r"\[\d+\]|[a-z0-9]+(?:\.[a-z0-9]+)*(?:\([a-z0-9]+\))*", text)


def variants(reference):
    """What a truth that names several clauses may mean: "11(a),(b); 12" is 11(a), 11(b) and 12."""
    found, base = [], ""
    for first, last in re.findall(r"(\d+(?:\.\d+)*)\s?[-\u2013]\s?(\d+(?:\.\d+)*)(?![\d.])",
                                  reference or ""):
        head, _, low = first.rpartition(".")
        if last.rpartition(".")[0] == head and int(low) < int(last.rpartition(".")[2]):
            prefix = (reference or "")[:(reference or "").index(first)]
            found += [f"{prefix}{head}.{n}" if head else f"{prefix}{n}"
                      for n in range(int(low), int(last.rpartition(".")[2]) + 1)]
    for part in re.split(r"[;/]| and ", reference or ""):
        for piece in re.split(r",\s*(?=\(|\d+\.\d|[IVX]+ |\d+\()|,\s*(?=\d+\.\d+\b)", part):
            piece = re.sub(r"(?<=\d)\s?[-\u2013]\s?\d[\d.]*|(?<=\))-\(\w+\)", "", piece.strip())
            if piece.startswith("("):
                piece = base + piece
            base = re.sub(r"\(\w+\)$", "", piece)
            found.append(piece)
    return found


def same_clause(said, wanted):
    """The same clause, or a point of it: said "7.2(b)" for "7.2", "Annexe 2, 3" for "Annexe 2"."""
    if fold(said) in FRONT and any(fold(part) in FRONT for part in variants(wanted)):
        return True
    have = tokens_of(said)
    for part in variants(wanted):
        want = tokens_of(part)
        if not want or not have:
            continue
        if any(have[i:i + len(want)] == want for i in range(len(have))):
            return True
        last = want[-1]
        head = want[:-1]
        for i, token in enumerate(have):
            is_point = token.startswith(last) and not token[len(last):][:1].isalnum()
            is_whole = last.startswith(token) and not last[len(token):][:1].isalnum() \
                and i == len(have) - 1
            if (is_point or is_whole) and have[max(0, i - len(head)):i] == head[-i:][:len(head)]:
                return True
    return False


def no_wider(said, wanted):
    """The very clause that is wanted or a point of it; never the whole for a point."""
    if fold(said) in FRONT and any(fold(part) in FRONT for part in variants(wanted)):
        return True
    have = ".".join(tokens_of(said))
    for part in variants(wanted):
        want = ".".join(tokens_of(part))
        if want and (have == want or have.startswith(want) and not have[len(want)].isalnum()
                     or ("." + have).endswith("." + want)):
            return True
    return False
