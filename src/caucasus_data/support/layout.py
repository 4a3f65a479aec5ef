"""Tables of text that fit into a width, for terminals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

_GAP: Final = "  "
_PIECE: Final = re.compile(r"[^\s/_-]*[/_-]+|[^\s/_-]+")
"""What a word falls into where there is no room for it: it ends in a hyphen or a stroke, or with the word."""
_ADDRESS: Final = re.compile(r"\w+://")


def laid_out(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int, *, right: Collection[int] = ()
) -> list[str]:
    r"""The lines of a table, in which what does not fit wraps at words, or after a hyphen or stroke within one.

    The first column, which says what the row is, is never broken, nor is an address, though it stand out. Where
    a table cannot be had like this, the cells of each row that are not blank stand below each other.

    Args:
        columns: What stands above each.
        rows: The cells of each row, without line breaks.
        width: How many letters may stand in a line.
        right: The numbers of the columns that are set to the right.

    >>> print("\n".join(laid_out(["id", "title"], [["a", "Fire ceases at noon"], ["b", "War"]], 17)))
    id  title
    ──  ─────────────
    a   Fire ceases
        at noon
    b   War
    >>> print("\n".join(laid_out(["id", "title"], [["a-long-name", "Fire ceases"]], 15)))
    id     a-long-name
    title  Fire
           ceases
    <BLANKLINE>
    """
    cells = [{*column} for column in zip(columns, *rows, strict=True)]
    room = width - len(_GAP) * (len(columns) - 1)
    natural = [_longest(column) for column in cells]
    words = [_words(column) for column in cells]
    unbroken = [_longest(column) for column in words]
    broken = [unbroken[0], *(_longest(_PIECE.findall(" ".join(column))) for column in words[1:])]
    for least, most in ((natural, natural), (unbroken, natural), (broken, unbroken)):
        if sum(least) <= room:
            widths = _raised(least, most, room)
            break
    else:
        return _stacked(columns, rows, width)
    lines = [*_lines(columns, widths, right), _GAP.join("─" * width for width in widths)]
    for row in rows:
        lines += _lines(row, widths, right)
    return lines


def _stacked(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    label = max(map(_length, columns))
    lines: list[str] = []
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                lines += _lines([column, cell], [label, max(width - label - len(_GAP), _longest(_words([cell])))], ())
        lines.append("")
    return lines


def _raised(least: list[int], most: list[int], room: int) -> list[int]:
    """Widths between least and most that fill the room, the narrowest being raised first."""
    widths = least
    for level in range(1, max(most) + 1):
        wider = [max(a, min(b, level)) for a, b in zip(least, most, strict=True)]
        if sum(wider) > room:
            break
        widths = wider
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> list[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    lines = []
    for number in range(max(map(len, cells))):
        texts = [cell[number] if number < len(cell) else "" for cell in cells]
        blanks = [" " * (width - _length(text)) for text, width in zip(texts, widths, strict=True)]
        shown = [b + t if i in right else t + b for i, (t, b) in enumerate(zip(texts, blanks, strict=True))]
        lines.append(_GAP.join(shown).rstrip())
    return lines


def _wrapped(text: str, width: int) -> list[str]:
    if _length(text) <= width:
        return [text]
    lines = [""]
    for word in text.split():
        gap = " " if lines[-1] else ""
        for piece in [word] if _length(word) <= width or _ADDRESS.match(word) else _PIECE.findall(word):
            if lines[-1] and _length(lines[-1] + gap + piece) > width:
                lines.append(piece)
            else:
                lines[-1] += gap + piece
            gap = ""
    return lines


def _longest(texts: Iterable[str]) -> int:
    return max(map(_length, texts), default=0)


def _words(cells: Iterable[str]) -> set[str]:
    return {word for word in {*" ".join(cells).split()} if not _ADDRESS.match(word)}


def _length(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
