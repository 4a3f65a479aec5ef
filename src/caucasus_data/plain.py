"""Text from strangers, made safe to show."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    r"""The text with control characters spelled out, so that a cell cannot steer the terminal.

    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    return "".join(repr(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in text)


def shorten(text: str, length: int = 200) -> str:
    """The beginning of a text that is too long to show.

    >>> shorten("a" * 9, 4)
    'aaaa… (9 characters)'
    """
    return text if len(text) <= length else f"{text[:length]}… ({len(text)} characters)"


def counted(number: int, noun: str) -> str:
    """A number and what it counts.

    >>> counted(1, "fault"), counted(2, "fault")
    ('1 fault', '2 faults')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
