"""Text from strangers, made safe to show."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

_STEERING = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
"""Categories of characters that may steer a terminal; of one that is not assigned yet nobody knows what it does."""


def as_json_text(value: Any) -> str:
    r"""JSON for people and programs: letters of every script as they are, and control characters escaped.

    >>> print(as_json_text({"name": "Հայ\u202e"}))
    {
      "name": "Հայ\u202e"
    }
    """
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub(r"[^\n\x20-\x7e]", lambda m: json.dumps(m[0])[1:-1] if _steers(m[0]) else m[0], text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in _STEERING


def printable(text: str) -> str:
    r"""The text with control characters spelled out, so that a cell cannot steer the terminal.

    >>> print(printable("a\x1b[31mb"))
    a\x1b[31mb
    """
    if text.isprintable():
        return text
    return "".join(repr(c)[1:-1] if _steers(c) else c for c in text)


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
