"""Letters broken by a program that took UTF-8 for an older encoding, and how they were."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

ENCODINGS: Final = ("cp1252", "cp1251", "latin-1", "mac_roman", "cp1250", "cp1254")
"""What programs of the region took UTF-8 for, the likeliest first."""

_NO_BREAK_SPACE = "\u00a0"
_PHONETIC = "[\u0250-\u0258\u025a-\u02ba\u02bd-\u036f]"
"""Signs of phoneticians and marks without their letters, which come of reading sound letters as broken ones."""

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
    run: re.Pattern[str]
    bytes: dict[str, int]


@cache
def _encoding(name: str) -> _Encoding:
    read = bytes(range(256)).decode(name, "replace")  # what has no meaning comes through as a control character
    letters = [chr(byte) if letter == "\ufffd" else letter for byte, letter in enumerate(read)]
    more = f"[{re.escape(''.join(letters[0x80:0xC0]))}]"
    first, of_two, of_three, of_four = (
        f"[{re.escape(''.join(letters[a:b]).replace(_NO_BREAK_SPACE, ''))}]"  # which sound text has before signs
        for a, b in ((0xC2, 0xF5), (0xC2, 0xE0), (0xE0, 0xF0), (0xF0, 0xF5))
    )
    run = re.compile(f"(?:{of_two}{more}|{of_three}{more}{{2}}|{of_four}{more}{{3}})+")
    return _Encoding(f"{first}{more}", run, {c: b for b, c in enumerate(letters)})


SUSPECT: Final = "|".join(_encoding(name).pair for name in ENCODINGS)
"""Regular expression, for Python and Rust alike, of what broken letters always hold and sound text seldom does."""


def readings(text: str) -> list[str]:
    """What a text was before its letters broke, in each way that makes sense; nothing where it is sound.

    >>> readings("Õ€Õ¡ÕµÕ¡Õ½Õ¿Õ¡Õ¶"), readings("cafÃ©"), readings("l’été à Erevan")
    (['Հայաստան'], ['café'], [])
    """
    whole = [found for name in ENCODINGS if (found := _read(text, _encoding(name)))]
    return list(dict.fromkeys(whole)) or list(dict.fromkeys(_in_part(text)))[:1]


def _read(text: str, encoding: _Encoding) -> str | None:
    """The text if all of its letters beyond ASCII are broken ones."""
    runs = [match[0] for match in encoding.run.finditer(text)]
    if not runs or sum(not c.isascii() for c in text) > sum(map(len, runs)):
        return None
    return _put_right(text, encoding, 1)


def _in_part(text: str) -> Iterator[str]:
    return (found for name in ENCODINGS if (found := _put_right(text, _encoding(name), TELLING)))


def _put_right(text: str, encoding: _Encoding, least: int) -> str | None:
    """The text with all runs of so many letters put right; None where there are none, or they make no sense."""

    def decoded(run: re.Match[str]) -> str:
        try:
            letters = bytes(encoding.bytes[c] for c in run[0]).decode("utf-8")
        except UnicodeDecodeError:
            return run[0]
        return letters if len(letters) >= least else run[0]

    found = encoding.run.sub(decoded, text)
    return found if found != text and _makes_sense(found) else None


def _makes_sense(text: str) -> bool:
    """Whether a text has letters alone that people write, and in no word those of two scripts."""
    if any(unicodedata.category(c) in ("Cn", "Co", "Cs", "Cc") for c in text) or re.search(_PHONETIC, text):
        return False
    return all(len({_script(c) for c in word if c.isalpha()}) < 2 for word in re.findall(r"[^\W\d_]+", text))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
