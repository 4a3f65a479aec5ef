"""From what somebody types to a cell: words by their beginning, dates and texts put right, or why it will not do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from caucasus_data.contributing.lookup import Found, Lookup
from caucasus_data.errors import either, nearest
from caucasus_data.model.cells import Cell, Reference
from caucasus_data.model.row import Column
from caucasus_data.model.vocabularies import Vocabulary
from caucasus_data.support.plain_text import counted, shorten

_LONGEST: Final = 10_000
"""Letters of an answer beyond which it is not even looked at."""

_OFFERED: Final = 12


class RefusedError(Exception):
    """An answer that will not do.

    Attributes:
        problem: Why, in a line.
        offered: What may have been meant, of which one can be chosen.
    """

    def __init__(self, problem: str, offered: Sequence[Found] = ()) -> None:
        super().__init__(problem)
        self.problem, self.offered = problem, tuple(offered)


def as_cell(column: Column, text: str, words: Sequence[str] = ()) -> str:
    """The cell that is meant by an answer.

    Args:
        words: The words of the column's vocabulary that can stand there, where not all can.

    Raises:
        RefusedError: It is none, and cannot have been meant in one way alone.
    """
    if len(text) > _LONGEST:
        raise RefusedError(f"{column.name} is {counted(len(text), 'letter')} long")
    if column.cell.vocabulary:
        return _word(column.cell.vocabulary, text, words or column.cell.vocabulary.words)
    return _mended(column.name, column.cell, text)


def as_row(column: Column, reference: Reference, lookup: Lookup, text: str) -> str:
    """The id of the row that is meant by an answer.

    Raises:
        RefusedError: None is, or one of several.
    """
    if len(text) > _LONGEST:
        raise RefusedError(f"{column.name} is {counted(len(text), 'letter')} long")
    meant = lookup.meant(reference, text)
    if len(meant) > 1:
        raise _several(text, meant)
    if not meant:
        raise _nothing(text, lookup.near(reference, text))
    (row,) = meant
    kind = lookup.row(row.row_id).get("kind", "")
    if reference.kinds and kind not in reference.kinds:
        raise RefusedError(f"{row.row_id} is of the kind {kind}, and {column.name} is {either(reference.kinds)}")
    return row.row_id


def meaning(vocabulary: Vocabulary, words: Sequence[str]) -> list[Found]:
    """Words with what they mean."""
    return [Found(word, vocabulary.terms[word].definition) for word in words]


def _several(text: str, found: Sequence[Found]) -> RefusedError:
    more = f", of which {_OFFERED} are shown" if len(found) > _OFFERED else ""
    return RefusedError(f"{shorten(text)!r} can mean {len(found)}{more}", found[:_OFFERED])


def _nothing(text: str, near: Sequence[Found]) -> RefusedError:
    return RefusedError(f"nothing is called {shorten(text)!r}{', but near it is' if near else ''}", near[:_OFFERED])


def _word(vocabulary: Vocabulary, text: str, words: Sequence[str]) -> str:
    plain = re.sub(r"[ -]+", "_", text.casefold())
    folded = {word.casefold(): word for word in words}
    if plain in folded:
        return folded[plain]
    begun = [word for low, word in folded.items() if low.startswith(plain)]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise RefusedError(f"{shorten(text)!r} is the beginning of several words", meaning(vocabulary, begun))
    near = nearest(plain, words) if len(text) < _LONGEST // 100 else []
    told = [word for word in words if plain and plain in vocabulary.terms[word].definition.casefold()]
    near = [*dict.fromkeys([*near, *told])][:_OFFERED]
    why = "cannot stand here" if text in vocabulary else f"is not among the {len(words)} words"
    advice = ", but near it is" if near else "; ? lists them"
    raise RefusedError(f"{shorten(text)!r} {why}{advice}", meaning(vocabulary, near))


def _mended(name: str, cell: Cell, text: str) -> str:
    """The text, or what is certainly meant by it."""
    mended = text
    for _ in cell.checks:
        fault = cell.first_fault(mended)
        if fault is None:
            return mended
        better = fault.replacement(mended)
        if not better or better == mended:
            break
        mended = better
    fault = cell.first_fault(mended)
    if fault is None:
        return mended
    problem = fault.problem(mended)
    hint = fault.hint(mended) or (f"expected {fault.expected}" if fault.expected not in problem else "")
    raise RefusedError("; ".join(filter(None, (f"{name} {problem}", hint))))
