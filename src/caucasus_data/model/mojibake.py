"""Letters broken by a program that took their encoding for another, and how they were."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

ENCODINGS: Final = (
    *("cp1252", "cp1251", "latin-1", "mac_roman", "cp1250", "cp1254"),
    *("mac_cyrillic", "cp1257", "iso8859-2", "iso8859-15", "cp850", "cp437", "cp866"),
)
"""What programs of the region took UTF-8 for, the likeliest first."""

_PAIRS: Final = {
    "mac_cyrillic": "(?:[\u2013\u2014\u201c\u201d\u2018\u2019\u00f7\u221a\u0192\u2248]{more}){{2}}"
    "|\u0431[\u0412\u0413]{more}|\u0432\u0410{more}|\u2026\u0429",
    "cp866": "[\u0440-\u0442][\u0410-\u042f][\u0410-\u043f]",
}
"""What tells of encodings whose pairs of letters stand in sound text as well."""

WRITTEN: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac_cyrillic")
"""Encodings in which Cyrillic letters have one byte."""

_NO_BREAK_SPACE = "\u00a0"
_UNWRITTEN = (
    "[\u0180-\u018e\u0190-\u019f\u01a2-\u01ae\u01b1-\u01cc\u01dd-\u01e5\u01e8-\u0217"
    "\u021c-\u0258\u025a-\u02ba\u02bd-\u036f]"
)
"""Letters of no language in this record, signs of phoneticians and marks without their letters, which come of reading
sound letters as broken ones."""

_SCRIPTS = frozenset(
    ("LATIN", "CYRILLIC", "ARMENIAN", "GEORGIAN", "GREEK", "ARABIC", "HEBREW", "ETHIOPIC", "CJK", "HIRAGANA", "HANGUL")
)

TELLING: Final = 3
"""Broken letters in a row that convict a text of which the rest is sound."""


class _Encoding(NamedTuple):
    """An encoding by which bytes were read.

    Attributes:
        pair: Regular expression of the first two letters that it makes of the UTF-8 of one.
        run: Letters that it makes of the UTF-8 of others.
        bytes: The byte of each letter.
    """

    pair: str
    run: str
    bytes: dict[str, int]

    def is_likely(self, pairs: Sequence[tuple[str, str]], others: Sequence[str]) -> bool:
        """Whether it may have broken a text as a whole, or several letters of it.

        Args:
            pairs: Letters of the text that stand beside each other and may be such a pair.
            others: All that it has beyond ASCII, of which four at most were one letter.
        """
        byte = self.bytes.get
        own = sum(0xC2 <= byte(one, 0) < 0xF5 and 0x80 <= byte(other, 0) < 0xC0 for one, other in pairs)
        return own >= TELLING or (4 * own >= len(others) and self.bytes.keys() >= {*others})


@cache
def _encoding(name: str) -> _Encoding:
    read = bytes(range(256)).decode(name, "replace")  # what has no meaning comes through as a control character
    letters = [chr(byte) if letter == "\ufffd" else letter for byte, letter in enumerate(read)]
    more = f"[{re.escape(''.join(letters[0x80:0xC0]))}]"
    first, of_two, of_three, of_four = (
        f"[{re.escape(''.join(letters[a:b]).replace(_NO_BREAK_SPACE, ''))}]"  # which sound text has before signs
        for a, b in ((0xC2, 0xF5), (0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
    )
    run = f"(?:{of_two}{more}|{of_three}{more}{{2}}|{of_four}{more}{{3}})+"
    pair = _PAIRS.get(name, f"{first}{{more}}").format(more=more)
    return _Encoding(pair, run, {c: b for b, c in enumerate(letters)})


SUSPECT: Final = "|".join(_encoding(name).pair for name in ENCODINGS)
"""Regular expression, for Python and Rust alike, of what broken letters always hold and sound text seldom does."""


@cache
def _following() -> dict[str, set[str]]:
    """Letters that may be the first of a pair, and those that may follow each."""
    found = defaultdict[str, set[str]](set)
    for name in ENCODINGS:
        letters = [*_encoding(name).bytes] if name not in _PAIRS else []
        for first in letters[0xC2:0xF5]:
            if first != _NO_BREAK_SPACE:
                found[first].update(letters[0x80:0xC0])
    return found


def _likely(text: str) -> list[_Encoding]:
    """The encodings that may have broken a text: none of most texts."""
    following = _following()
    pairs = [(one, other) for one, other in pairwise(text) if one in following and other in following[one]]
    found = [encoding for encoding in map(_encoding, _PAIRS) if re.search(encoding.pair, text)]
    if pairs:
        others = [letter for letter in text if not letter.isascii()]
        wide = (_encoding(name) for name in ENCODINGS if name not in _PAIRS)
        found += [encoding for encoding in wide if encoding.is_likely(pairs, others)]
    return found


def is_suspect(text: str) -> bool:
    """Whether a text holds what broken letters always hold."""
    return bool(_likely(text))


def readings(text: str) -> list[str]:
    """What a text was before its letters broke, in each way that makes sense; nothing where it is sound.

    >>> readings("Õ€Õ¡ÕµÕ¡Õ½Õ¿Õ¡Õ¶"), readings("cafÃ©"), readings("l’été à Erevan")
    (['Հայաստան'], ['café'], [])
    """
    likely = _likely(text)
    whole = [found for encoding in likely if (found := _read(text, encoding))]
    in_part = (found for encoding in likely if (found := _put_right(text, encoding, TELLING)))
    return list(dict.fromkeys(whole)) or list(dict.fromkeys(in_part))[:1]


def _read(text: str, encoding: _Encoding) -> str | None:
    """The text if all of its letters beyond ASCII are broken ones."""
    runs = [match[0] for match in re.finditer(encoding.run, text)]
    if not runs or sum(not c.isascii() for c in text) > sum(map(len, runs)):
        return None
    return _put_right(text, encoding, 1)


def _put_right(text: str, encoding: _Encoding, least: int) -> str | None:
    """The text with all runs of so many letters put right; None where there are none, or they make no sense."""

    def decoded(run: re.Match[str]) -> str:
        try:
            letters = bytes(encoding.bytes[c] for c in run[0]).decode("utf-8")
        except UnicodeDecodeError:
            return run[0]
        return letters if len(letters) >= least else run[0]

    found = re.sub(encoding.run, decoded, text)
    return found if found != text and _makes_sense(found) else None


def _makes_sense(text: str) -> bool:
    """Whether a text has letters alone that people write, and in no word those of two scripts."""
    if any(unicodedata.category(c) in ("Cn", "Co", "Cs", "Cc") for c in text) or re.search(_UNWRITTEN, text):
        return False
    words = ({_script(c) for c in word if c.isalpha()} for word in re.findall(r"[^\W\d_]+", text))
    return all(len(scripts) < 2 and scripts <= _SCRIPTS for scripts in words)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


CYRILLIC: Final = "[\u0400-\u052f]"
_FREQUENT: Final = "\u0430\u0435\u0438\u043d\u043e\u0442\u0440\u0441"
"""Letters that make half of a text in Russian, and a third or more of one in its kin."""

FREQUENT: Final = f"[{_FREQUENT}{_FREQUENT.upper()}]"
WITHIN: Final = "[\u0430-\u044f\u0451][\u0410-\u042f\u0401]"
"""Regular expression of a capital within a word."""

ENOUGH: Final = 8
SELDOM: Final = 0.36
_CLEARLY: Final = 0.12
"""Cyrillic letters of which something can be told, the share of frequent ones that makes them suspect, and by how much
it is greater in what was written."""


def of_one_byte(text: str) -> str:
    """What a text was before its Cyrillic letters, of one byte each, were taken for others; as it is where it is sound.

    >>> of_one_byte("оЮЬХМЪМ"), of_one_byte("Киев")
    ('Пашинян', 'Киев')
    """
    readings = [text, *(found for read, written in _TAKEN_FOR if (found := _read_again(text, read, written)))]
    return max(readings, key=_frequent)


def is_unlikely(text: str) -> bool:
    """Whether a text has Cyrillic letters of which few are frequent, or capitals within words, and better ones were."""
    letters, frequent = len(re.findall(CYRILLIC, text)), len(re.findall(FREQUENT, text))
    if letters < ENOUGH or (frequent > SELDOM * letters and not re.search(WITHIN, text)):
        return False
    small = min(frequent, _frequent(text)) if re.search(WITHIN, text) else frequent
    return _frequent(of_one_byte(text)) >= small + _CLEARLY * letters


def _frequent(text: str) -> int:
    return sum(map(text.count, _FREQUENT))


_TAKEN_FOR: Final = tuple(
    (read, written)
    for read in ("cp1252", "mac_roman", "cp1250", "cp1257", "cp850", "cp437", *WRITTEN)
    for written in WRITTEN
    if read != written
)
"""Encodings by which such letters were read, and in which they were written."""


def _read_again(text: str, read: str, written: str) -> str:
    """The text with its letters beyond ASCII as they were written, if all of them come of such a reading."""
    try:
        return re.sub(r"[^\x00-\x7f\u2010-\u2027]+", lambda word: word[0].encode(read).decode(written), text)
    except UnicodeError:
        return ""
