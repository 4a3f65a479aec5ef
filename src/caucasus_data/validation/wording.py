"""Slips of the hand in names and texts, of which every letter is sound: warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.validation.between import Released, Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import AT_MOST

_TEXTS = ("title", "text", "criteria", "note")
_TWICE = [
    f" {word} {word} " for word in ("the", "a", "an", "of", "to", "and", "is", "was", "by", "for", "with", "at", "from")
]
"""Words that stand twice in no sentence; of others there is no telling: somebody was sworn in in May."""

_SPELT = (("sources", "publisher"), ("sources", "author"), ("memberships", "role"))
_SENTENCE = r"[.?!][\x{201d}\x{2019})\]]?$"
"""How a text ends that ends a sentence."""

_SHORT = 6
"""Letters below which two names may be one letter apart, as BBC and RBC are."""

_NO_LABEL = r"^\p{Ll}[^\p{Lu}]*$|^\p{Lu}[^\p{Ll}]{11,}$"
"""Names in small letters or in capitals alone."""

_NO_NAME = r"^\p{Lu}[\p{L}-]+, \p{Lu}|^(?:M(?:r|rs|s)\.? |Dr\.? |Prof(?:\.|essor) )"
"""Names of persons that begin with the last, or with a title."""


def wording(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """All of these warnings."""
    yield from _slips(sheets)
    yield from _cut_short(sheets, released)
    yield from _labels(sheets)
    yield from _spellings(sheets, released)


def _slips(sheets: Sheets) -> Iterator[Finding]:
    """Texts with a word twice in a row, that stand there twice, or in which a bracket stays open."""
    message, expected = (
        "a word or all of it stands there twice, or a bracket stays open",
        "text that somebody read again",
    )
    for sheet in sheets.values():
        for column in (name for name in sheet.table.names if name in _TEXTS):
            text = pl.col(column)
            half = (text.str.len_chars() + 1) // 2
            alike = text.str.slice(half, _SHORT) == text.str.head(_SHORT)
            suspect = text.str.contains_any(_TWICE) | text.str.contains(r"\([^)]*$") | (alike & (half > _SHORT))
            for row in sheet.frame.select(suspect.arg_true()).to_series():
                if _is_slip(sheet.frame.item(row, column)):
                    yield sheet.finding(row, column, "slip-of-hand", message, expected)


def _is_slip(text: str) -> bool:
    half = (len(text) + 1) // 2
    return (
        any(words in text for words in _TWICE)
        or text.rfind("(") > text.rfind(")")
        or (" " in text and text[:half].rstrip() == text[half:])
    )


def _cut_short(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """Texts of the last release of which the end is gone, in the middle of a sentence."""
    for name, before in released.items():
        sheet = sheets[name]
        if not before or not sheet.has(*sheet.table.key):
            continue
        key = sheet.table.key
        numbered = sheet.frame.with_row_index("row")
        for column in (c for c in sheet.table.names if c in _TEXTS and c in before.frame.columns):
            was = before.frame.select(*key, was=column).filter(pl.col("was").str.contains(_SENTENCE))
            text = pl.col(column)
            cut = (text != "") & (text != pl.col("was")) & ~text.str.contains(_SENTENCE)
            cut &= pl.col("was").str.starts_with(text.str.strip_chars_end())
            for row in numbered.join(was, key).filter(cut)["row"]:
                message, hint = "the text went on in the last release", "take it from there"
                yield sheet.finding(row, column, "slip-of-hand", message, "a text that ends a sentence", hint)


def _labels(sheets: Sheets) -> Iterator[Finding]:
    """Actors whose name is no label in English, the given name of a person first."""
    sheet = sheets["actors"]
    person = pl.col("name").str.contains(_NO_NAME) & (pl.col("kind") == "person")
    for row in sheet.frame.select((pl.col("name").str.contains(_NO_LABEL) | person).arg_true()).to_series():
        message, expected = (
            "name is no label in English",
            "capitals where they belong, given names first",
        )
        yield sheet.finding(row, "name", "odd-label", message, expected, "other names stand in names.csv")


def _spellings(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """Names of which the last release has another that is a letter apart."""
    for table, column in _SPELT:
        sheet, before = sheets[table], released.get(table)
        if not before or column not in before.frame.columns or not sheet.has(column):
            continue
        known = before.frame[column].unique()
        new = sheet.frame[column].unique()
        strange = new.filter(~new.is_in(known.implode()))[:AT_MOST]
        for name, usual in _a_letter_apart(strange.to_list(), known.to_list()).items():
            message = f"the last release has {usual!r}"
            for row in (sheet.frame[column] == name).arg_true():
                yield sheet.finding(
                    row, column, "two-spellings", message, "one spelling of one name", did_you_mean([usual])
                )


def _a_letter_apart(names: Collection[str], known: Collection[str]) -> dict[str, str]:
    """Those of some names that others are like but for a letter, or for capitals."""
    written = {variant: name for name in known for variant in _variants(name)} if names else {}
    found = ((name, written[variant]) for name in names for variant in _variants(name) if variant in written)
    return {name: other for name, other in found if _digits(name) == _digits(other)}


def _variants(name: str) -> Iterator[str]:
    """The name in small letters, and with each letter left out."""
    small = name.casefold()
    if len(small) >= _SHORT:
        yield small
        yield from (small[:place] + small[place + 1 :] for place in range(len(small)))


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))
