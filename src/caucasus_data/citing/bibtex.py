"""References as BibTeX, for LaTeX in any of its bibliography programs."""

from __future__ import annotations

from collections.abc import Iterable

from caucasus_data.citing.reference import Reference, parts
from caucasus_data.citing.text import MONTHS

# BibTeX counts a brace whether or not a backslash stands before it, so a brace has to go by a name.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
    | {character: f"\\{character}" for character in "&%$#_"}
)


def write(references: Iterable[Reference]) -> str:
    """An entry for each reference; `misc`, which every style knows."""
    return "\n".join(map(_entry, references))


def _entry(reference: Reference) -> str:
    known = parts(reference.issued)
    how = "Data set" if reference.version else reference.publisher if reference.authors else ""
    fields = {
        "author": " and ".join(_whole(name) for name in reference.responsible),
        "title": _whole(reference.full_title),
        "howpublished": escape(how),
        "year": reference.year,
        "month": MONTHS[known[1] - 1][:3].lower() if len(known) > 1 else "",
        "version": reference.version,
        "url": reference.uri,
        "urldate": reference.accessed,
        "language": reference.language,
    }
    lines = [
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value
    ]  # the name of a month is a macro of the style
    return f"@misc{{{reference.key},\n{''.join(lines)}}}\n"


def escape(text: str) -> str:
    r"""A text as LaTeX reads it; letters of every script stay as they are.

    >>> print(escape("Հայ & Co_{50%}"))
    Հայ \& Co\_\textbraceleft{}50\%\textbraceright{}
    """
    return text.translate(_ESCAPES)


def _whole(text: str) -> str:
    """A text that no style may take apart or write in small letters."""
    return f"{{{escape(text)}}}"
