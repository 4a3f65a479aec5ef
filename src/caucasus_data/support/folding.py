"""Texts made alike, so that case, accents and ways of writing do not stand between a question and its answer."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_ALIKE = str.maketrans({"ı": "i", "\u2010": "-", "\u2011": "-", "\u2013": "-", "\u2019": "'"})


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text without case, accents, kinds of hyphens and double spaces, in its own script.

    >>> folded("  ŞUŞA \u2013 Ağdam "), folded("Пашинян")
    ('susa - agdam', 'пашинян')
    """
    text = text.casefold()
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.translate(_ALIKE).split())
