"""Texts made alike, so that case, accents, scripts and spellings do not stand between a question and its answer."""

from __future__ import annotations

import re
import unicodedata

_ALIKE = str.maketrans({"ı": "i", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2019": "'"})
AS_SPOKEN = (("ու", "u"), ("եւ", "ev"), ("ə", "a"), ("ç", "ch"), ("ş", "sh"))
ALIKE_IN_LATIN = (
    *(("'", ""), ("kh", "h"), ("gh", "g"), ("dzh", "j"), ("dj", "j"), ("tz", "ts")),
    *(("x", "ks"), ("y", "i")),
)


def folded(text: str) -> str:
    """A text without case, accents, kinds of hyphens and double spaces, in its own script.

    >>> folded("  ŞUŞA \u2013 Ağdam "), folded("Пашинян")
    ('susa - agdam', 'пашинян')
    """
    text = text.casefold()
    if not text.isascii():
        text = "".join([c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)])
    return " ".join(text.translate(_ALIKE).split())


def sounding(text: str) -> str:
    """A text in Latin letters, alike for the scripts and the ways of transliterating that a name comes in.

    >>> {sounding(name) for name in ("Пашинян", "Փաշինյան", "Pashinyan", "Pashinian")}
    {'pashinian'}
    >>> {sounding(name) for name in ("Ереван", "Երևան", "Yerevan")}
    {'erevan'}
    """
    text = text.casefold()
    if not text.isascii():
        from anyascii import anyascii

        for letters, latin in AS_SPOKEN:
            text = text.replace(letters, latin)
        text = anyascii(text).casefold()
    for spelling, plain in ALIKE_IN_LATIN:
        text = text.replace(spelling, plain)
    return re.sub(r"\bie", "e", re.sub(r"([^\W\d_])\1+", r"\1", text))


def in_one_piece(text: str) -> str:
    """A text in which no letter has a mark of its own: those of small İ and of letters in pieces.

    >>> in_one_piece("E\u0301lysée"), in_one_piece("İrəvan".casefold())
    ('Élysée', 'irəvan')
    """
    if text.isascii():
        return text
    return "".join([c for c in unicodedata.normalize("NFC", text) if not unicodedata.combining(c)])


def words(text: str) -> list[str]:
    """The words of a text.

    >>> words("Nagorno-Karabakh (1988)")
    ['Nagorno', 'Karabakh', '1988']
    """
    return re.findall(r"[^\W_]+", text)
