"""What one cell may hold: a cell is declared by its kind and its checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date as calendar_day
from typing import TYPE_CHECKING, Any, Literal

from caucasus_data.errors import did_you_mean
from caucasus_data.model import codes, edtf, glance
from caucasus_data.model.checks import (
    AtLeast,
    Avoids,
    Check,
    Forward,
    InTime,
    IsAddress,
    IsCode,
    IsColumnName,
    IsCountry,
    IsDate,
    IsLanguage,
    IsNumber,
    MaxLength,
    NotAfter,
    NotSentinel,
    OneOf,
    OnGlobe,
)
from caucasus_data.model.letters import EVERY_CELL, LETTERS, LOOK_ALIKE, VISIBLE_NAMES, VISIBLE_TEXT, WORDS
from caucasus_data.model.stand_ins import IN_WORDS, NO_DATES, NO_NUMBERS, SENTINELS, SPREADSHEET_ERRORS, SURNAMES
from caucasus_data.model.vocabularies import Vocabulary

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Kind = Literal["text", "form", "word", "edtf", "day", "integer", "number"]


@dataclass(frozen=True)
class Reference:
    """The cell names a row of one of some tables; of any table that has ids where none is named.

    Attributes:
        kinds: Kinds of actor that may stand there; any where none is named.
    """

    tables: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    @property
    def table(self) -> str | None:
        """The one table whose rows the cell can name; None where there are several."""
        return self.tables[0] if len(self.tables) == 1 else None


@dataclass(frozen=True)
class Cell:
    """The declaration of a cell.

    Attributes:
        checks: In the order of judging.
        sound: Regular expression of texts that break none of them but for their length; there are others.
        sound_in_file: The same as it stands in a file; nothing where it is the same.
        separator: What parts the names of a list.
    """

    kind: Kind
    checks: tuple[Check, ...]
    sound: str
    sound_in_file: str = ""
    vocabulary: Vocabulary | None = None
    reference: Reference | None = None
    separator: str = ""

    def first_fault(self, text: str) -> Check | None:
        """The first check that a text breaks."""
        return next((check for check in self.checks if not check.holds(text)), None)

    def constraints(self) -> dict[str, Any]:
        """The constraints of Table Schema: as much of the checks as it can express."""
        merged: dict[str, Any] = {}
        for check in self.checks:
            merged |= check.constraints()
        if self.kind == "text":
            merged["pattern"] = f"(?:{VISIBLE_NAMES if self.separator else VISIBLE_TEXT})"
        elif self.kind not in ("form", "edtf"):
            merged.pop("pattern", None)  # the type, or the enumeration, says more
        return merged

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from pydantic_core import PydanticCustomError, core_schema

        def judge(text: str) -> str:
            if check := self.first_fault(text):
                raise PydanticCustomError(
                    check.rule,
                    "{problem}",
                    {"problem": check.problem(text), "expected": check.expected},
                )
            return text

        return core_schema.no_info_before_validator_function(judge, handler(source))


def _cell(kind: Kind, sound: str, *checks: Check, vocabulary: Vocabulary | None = None) -> Cell:
    return Cell(kind, (*EVERY_CELL, *checks), sound, vocabulary=vocabulary)


def text(max_length: int = 2000) -> Cell:
    """Free text on one line."""
    checks = (*LETTERS, *EVERY_CELL, NotSentinel(doubtful=SURNAMES), *WORDS, MaxLength(max_length))
    words = SENTINELS + IN_WORDS
    return Cell("text", checks, glance.text(words), glance.text_in_file(words))


_SEPARATOR = "; "
_CAPITAL, _SMALL = "A-Z\u00c0-\u00d6\u00d8-\u00de\u0400-\u042f", "a-z\u00df-\u00f6\u00f8-\u017f\u0430-\u045f\u2019'."
_PERSON = f"[{_CAPITAL}][{_SMALL}]+(?: [{_CAPITAL}][.])?(?: [{_CAPITAL}][{_CAPITAL}{_SMALL}-]+)"
_PERSONS = f"^{_PERSON}(?:(?:,| &|, &) {_PERSON})+$"
"""Names of persons one after the other; a body may have a comma or an ampersand in its own."""

_PARTED = Avoids(
    "separator",
    f" ;|;[^ ]|;  |;$|^;|,[^ ]|@| / |{_PERSONS}",
    f"names with {_SEPARATOR!r} between them",
    "parts its names in another way",
    mend=lambda text: (
        None if re.search("[,&@]| / ", text) else _SEPARATOR.join(filter(None, map(str.strip, text.split(";")))) or None
    ),
)


def several(max_length: int) -> Cell:
    """Names on one line, of one or of several."""
    checks = (*text(max_length).checks, _PARTED)
    sound, in_file = (write(SENTINELS + IN_WORDS, _SEPARATOR) for write in (glance.text, glance.text_in_file))
    return Cell("text", checks, sound, in_file, separator=_SEPARATOR)


def pattern(rule: str, regex: str, expected: str, sound: str = glance.NOTHING) -> Cell:
    """Text of a fixed form; of a form that no stand-in has all is sound."""
    free = not any(re.fullmatch(regex, word) for word in SENTINELS)
    stand_ins = NotSentinel(SENTINELS + SPREADSHEET_ERRORS)
    return _cell("form", f"(?:{regex})" if free else sound, stand_ins, LOOK_ALIKE, IsCode(rule, regex, expected))


def slug(table: str) -> Cell:
    """The permanent, readable id of a row of a table, with the table's prefix."""
    return pattern("id", *_slug(table), glance.code("-", SENTINELS))


def column_name() -> Cell:
    """The name of a column."""
    form = IsColumnName("field", "[a-z][a-z0-9_]*", "the name of a column")
    stand_ins = NotSentinel(SENTINELS + SPREADSHEET_ERRORS)
    return _cell("form", glance.code("_", SENTINELS), stand_ins, LOOK_ALIKE, form)


PREFIXES = {
    "sources": "src-",
    "events": "evt-",
    "memberships": "mem-",
    "dependencies": "dep-",
    "claims": "clm-",
    "places": "plc-",
}
"""What ids begin with, by table; those of actors begin with nothing."""


def _slug(table: str) -> tuple[str, str]:
    start = PREFIXES.get(table, "")
    expected = f"an id of lower-case letters, digits and hyphens such as {start}example"
    return rf"{start}[a-z0-9]+(?:-[a-z0-9]+)*", expected


def ref(*tables: str, kinds: tuple[str, ...] = ()) -> Cell:
    """The id of a row of a table, or of one of several; of any table that has ids where none is named.

    Args:
        kinds: Kinds of actor that may stand there; any where none is named.
    """
    return replace(slug(tables[0] if len(tables) == 1 else "any"), reference=Reference(tables, kinds))


def word(vocabulary: Vocabulary) -> Cell:
    """A word of a closed vocabulary."""
    return _cell("word", glance.one_of(vocabulary.words), LOOK_ALIKE, OneOf(vocabulary), vocabulary=vocabulary)


def date() -> Cell:
    """A date of the EDTF subset."""
    stand_ins = NotSentinel((*SENTINELS, *IN_WORDS, *SPREADSHEET_ERRORS, *NO_DATES))
    form = IsDate("edtf", edtf.PATTERN, edtf.EXAMPLES)
    return _cell("edtf", edtf.SINGLE, stand_ins, LOOK_ALIKE, *_SPREADSHEET_DATES, form, Forward())


def past_date() -> Cell:
    """A date of the EDTF subset of what has happened."""
    whole = date()
    return replace(whole, checks=(*whole.checks, NotAfter()), sound=glance.past_date(calendar_day.today()))


def foreseen_date() -> Cell:
    """A date of the EDTF subset of what has happened or will."""
    whole, today = date(), calendar_day.today()
    sound = glance.past_date(calendar_day(today.year + 49, 12, 31))
    soon = NotAfter("a date within fifty years", "lies more than fifty years ahead", 50)
    return replace(whole, checks=(*whole.checks, soon), sound=sound)


def day() -> Cell:
    """A day of the calendar on which somebody read something."""
    stand_ins = NotSentinel((*SENTINELS, *IN_WORDS, *SPREADSHEET_ERRORS, *NO_DATES))
    form = IsDate("day", edtf.DAY_PATTERN, "a day such as 2024-06-12")
    sound = glance.past_day(calendar_day.fromisoformat(_FIRST_PAGE), calendar_day.today())
    return _cell("day", sound, stand_ins, LOOK_ALIKE, *_SPREADSHEET_DATES, form, InTime(_FIRST_PAGE))


_FIRST_PAGE = "1991-08-06"
"""The day on which the first page of the web was announced."""


_SPREADSHEET_DATES = (
    Avoids(
        "serial-date",
        r"^[2-6][0-9]{4}$",
        edtf.EXAMPLES,
        "holds the number by which a spreadsheet counts days",
        advice=lambda text: did_you_mean(edtf.readings(text)),
    ),
    Avoids(
        "local-date",
        r"^[0-9]{1,2}[/.\-][0-9]{1,2}[/.\-][0-9]{4}$",
        edtf.EXAMPLES,
        "is written as dates are in one country or another",
        mend=lambda text: (edtf.readings(text) if len(edtf.readings(text)) == 1 else [None])[0],
        advice=lambda text: did_you_mean(edtf.readings(text)),
    ),
)


def integer() -> Cell:
    """A count: a whole number, not negative, without leading zeros or separators."""
    form = IsNumber("integer", r"0|-?[1-9][0-9]{0,14}", "a whole number such as 0 or 1960")
    return _cell("integer", glance.INTEGER, *_NUMBER_SLIPS, form, AtLeast(0))


def number() -> Cell:
    """A decimal number without separators or exponent."""
    expected = "a number such as 87.5, without % or thousands separators"
    form = IsNumber("number", r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?", expected)
    return _cell("number", glance.NUMBER, *_NUMBER_SLIPS, form)


_NUMBER_SLIPS = (
    NotSentinel((*SENTINELS, *IN_WORDS, *SPREADSHEET_ERRORS, *NO_NUMBERS), doubtful=NO_NUMBERS),
    LOOK_ALIKE,
)


def degrees(reach: int) -> Cell:
    """A latitude (reach 90) or a longitude (reach 180) in WGS84."""
    plain = number()
    return replace(plain, checks=(*plain.checks, OnGlobe(reach)), sound=glance.degrees(reach))


def url() -> Cell:
    """A web address."""
    expected = "a web address that begins with http:// or https://"
    form = IsAddress("url", rf"https?://{_HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s\u2026]*)?", expected)
    return _cell("form", glance.ADDRESS, NotSentinel(), form, _ONE_ADDRESS, _WHOLE_ADDRESS)


_LABEL = r"[\w-]+"
_HOST = rf"(?:{_LABEL}\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{{2,}}|[0-9]+)\.?"
_ONE_ADDRESS = Avoids(
    "url",
    r"[^/=?&:#]https?://",
    "one address",
    "holds two addresses",
    mend=lambda text: text[: len(text) // 2] if text[: len(text) // 2] * 2 == text else None,
    advice=lambda text: (
        f"enter a source for each: {' and '.join(re.findall(r'https?://.+?(?=[;,|]?https?://|$)', text)[:2])}"
    ),
)


_WHOLE_ADDRESS = Avoids("url", r"\.\.$", "the whole address", "is cut off", advice=lambda _: "copy it from the page")


def language() -> Cell:
    """A BCP 47 language tag: language, optional script, optional region."""
    form = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
    check = IsLanguage("language", form, "a BCP 47 tag such as en, hy or az-Latn")
    short = (code for code in codes.LANGUAGES if len(code) == 2 and code not in SENTINELS)
    return _cell("form", glance.one_of(short), NotSentinel(), LOOK_ALIKE, check)


def country() -> Cell:
    """The code of a country."""
    return _cell("form", glance.one_of(codes.COUNTRIES), NotSentinel(), LOOK_ALIKE, IsCountry())
