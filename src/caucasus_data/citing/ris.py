"""References as RIS, for reference managers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from caucasus_data.citing.reference import Reference, parts

_TYPES = {"dataset": "DATA", "news": "NEWS", "think_tank": "RPRT"}


def write(references: Iterable[Reference]) -> str:
    """A record for each reference, a line a field."""
    return "\n".join("".join(f"{tag}  - {value}\n" for tag, value in _fields(r)) for r in references)


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES.get(reference.kind, "ELEC")
    yield "ID", reference.key
    for name in reference.responsible:
        yield "AU", name
    optional = {
        "TI": reference.title,
        "PB": reference.publisher,
        "PY": reference.year,
        "DA": _date(reference.issued),
        "ET": reference.version,
        "UR": reference.uri.replace(";", "%3B"),  # which some read as the end of an address
        "Y2": _date(reference.accessed),
        "LA": reference.language,
        "N1": reference.note,
    }
    yield from ((tag, value) for tag, value in optional.items() if value)
    yield "ER", ""


def _date(date: str) -> str:
    """A date as RIS has it: year, month and day, a stroke after each but the last.

    >>> _date("2024-06"), _date("198X")
    ('2024/06/', '')
    """
    known = [f"{part:02}" for part in parts(date)]
    return "/".join((*known, "", "")[:3]) if known else ""
