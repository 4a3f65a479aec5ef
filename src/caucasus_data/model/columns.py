"""The columns of a frame as the rules ask for them, in the words that polars and narwhals share.

A rule that calls methods of expressions alone, and only those that both have, judges a frame wherever it lives.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Protocol

import polars as pl

SEPARATOR: Final = "\x1f"


class Columns(Protocol):
    """The columns of a frame, as expressions of polars, or of narwhals, whose methods are named as those of polars."""

    def text(self, name: str) -> pl.Expr:
        """The cells of a column, of which a blank one is the empty text."""

    def pair(self, one: str, other: str) -> pl.Expr:
        """The cells of two columns in one text, with a separator between them."""

    def number(self, name: str) -> pl.Expr:
        """The numbers that stand in the cells of a column; nothing in one that holds none."""


class Texts:
    """The columns of a frame of polars that are all text."""

    def text(self, name: str) -> pl.Expr:
        return pl.col(name)

    def pair(self, one: str, other: str) -> pl.Expr:
        return pl.concat_str(one, other, separator=SEPARATOR)

    def number(self, name: str) -> pl.Expr:
        return pl.col(name).cast(pl.Float64, strict=False)


_PARTS = re.compile(r"\[\^\\W\\d_\]|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\.|.", re.DOTALL)
_CLASSES = {
    r"\s": r"\t-\r \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    r"\w": r"\p{L}\p{M}\p{Nd}\p{Nl}\p{Pc}\u200c\u200d",
}
_LETTER = r"[\p{L}\p{M}\p{Nl}]"


@cache
def common(regex: str) -> str:
    r"""A regular expression as the engines of Rust, C++ and Java all read it: with classes written out.

    To RE2, which DuckDB and Arrow have, and to Java the classes that Python and Rust know hold letters of ASCII alone,
    and RE2 has no escapes of four digits.

    >>> common(r"\A[\w-]+\z")
    '\\A[\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\u200c\u200d-]+\\z'
    """
    written, inside = "", False
    for part in _PARTS.findall(regex):
        if part in ("[", "]"):
            inside = part == "["
        if part == r"[^\W\d_]":
            written += _LETTER
        elif part in _CLASSES:
            written += common(_CLASSES[part]) if inside else f"[{common(_CLASSES[part])}]"
        elif part[:2] in (r"\u", r"\U"):
            written += chr(int(part[2:], 16))
        else:
            written += part
    return written


def lower_key(cell: pl.Expr) -> pl.Expr:
    """`edtf.lower_key` for a column."""
    return _key(cell.str.replace_all("/(?s:.)*", ""), "0")


def upper_key(cell: pl.Expr) -> pl.Expr:
    """`edtf.upper_key` for a column, with a sign behind it that sorts after all in dates."""
    return _key(cell.str.replace_all("(?s:.)*/", ""), "9").str.pad_end(len("2024-06-12") + 1, ":")


def _key(cell: pl.Expr, digit: str) -> pl.Expr:
    return (
        cell.str.strip_chars_end("?~")
        .str.replace_all("-XX", "", literal=True)
        .str.replace_all("X", digit, literal=True)
    )
