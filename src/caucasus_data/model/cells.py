"""What one cell may hold.

A cell is declared by its kind and its checks. Each check is written once and answers for a single
text (`holds`), for a whole column (`fails`), for Table Schema (`constraints`) and for people
(`expected`, `problem`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Protocol

import polars as pl
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from caucasus_data import edtf
from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.vocabularies import Vocabulary

Kind = Literal["text", "form", "word", "edtf", "day", "integer", "number"]

SENTINELS = ("-", "--", "?", "n/a", "na", "n.a.", "nan", "none", "null", "nil", "tbd", "unknown", "#n/a")


class Check(Protocol):
    """One thing that must be true of a cell that is not blank."""

    @property
    def rule(self) -> str: ...

    @property
    def expected(self) -> str: ...

    def holds(self, text: str) -> bool: ...

    def fails(self, cell: pl.Expr) -> pl.Expr:
        """Whether each cell of a column breaks the check; blank cells are the caller's to leave out."""

    def problem(self, text: str) -> str:
        """What is wrong, as the end of a sentence that begins with the column's name."""

    def constraints(self) -> dict[str, Any]: ...

    def hint(self, text: str) -> str: ...


class _Plain:
    """A check of which Table Schema knows nothing and for which there is no hint."""

    def constraints(self) -> dict[str, Any]:
        return {}

    def hint(self, text: str) -> str:
        return ""


@dataclass(frozen=True)
class Matches(_Plain):
    """The whole text matches a regular expression (the syntax common to Python and Rust)."""

    rule: str
    regex: str
    expected: str
    why: str = "is not {expected}"

    def holds(self, text: str) -> bool:
        return re.fullmatch(self.regex, text) is not None

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return ~cell.str.contains(rf"\A(?:{self.regex})\z")

    def problem(self, text: str) -> str:
        return self.why.format(expected=self.expected)

    def constraints(self) -> dict[str, Any]:
        return {"pattern": f"(?:{self.regex})"}


@dataclass(frozen=True)
class IsDate(Matches):
    """A text of the form of a date, which can be guessed where it is not."""

    def hint(self, text: str) -> str:
        return did_you_mean(edtf.nearest(text))


@dataclass(frozen=True)
class NotSentinel(_Plain):
    """The cell is left blank where a value is unknown, not filled with a stand-in."""

    rule: ClassVar[str] = "sentinel"
    expected: str = "a blank cell where the value is unknown or does not apply"

    def holds(self, text: str) -> bool:
        return text.lower() not in SENTINELS

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.to_lowercase().is_in(SENTINELS)

    def problem(self, text: str) -> str:
        return "holds a stand-in for an unknown value"

    def hint(self, text: str) -> str:
        return "leave the cell blank"


@dataclass(frozen=True)
class MaxLength(_Plain):
    """The text is at most so many characters long."""

    length: int
    rule: ClassVar[str] = "max-length"

    @property
    def expected(self) -> str:
        return f"at most {self.length} characters"

    def holds(self, text: str) -> bool:
        return len(text) <= self.length

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.len_chars() > self.length

    def problem(self, text: str) -> str:
        return f"is {len(text)} characters long"

    def constraints(self) -> dict[str, Any]:
        return {"maxLength": self.length}


@dataclass(frozen=True)
class OneOf(_Plain):
    """The cell is a word of a vocabulary."""

    vocabulary: Vocabulary
    rule: ClassVar[str] = "vocabulary"

    @property
    def expected(self) -> str:
        return f"one of {', '.join(self.vocabulary.words)}"

    def holds(self, text: str) -> bool:
        return text in self.vocabulary

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return ~cell.is_in(self.vocabulary.words)

    def problem(self, text: str) -> str:
        return f"is not in the vocabulary {self.vocabulary.name}"

    def constraints(self) -> dict[str, Any]:
        return {"enum": list(self.vocabulary.words)}

    def hint(self, text: str) -> str:
        return did_you_mean(nearest(text, self.vocabulary.words, 1))


@dataclass(frozen=True)
class AtLeast(_Plain):
    """The number is not below a bound; it stands after the check that the text is a number."""

    minimum: int
    rule: ClassVar[str] = "minimum"

    @property
    def expected(self) -> str:
        return f"{self.minimum} or more"

    def holds(self, text: str) -> bool:
        return float(text) >= self.minimum

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.cast(pl.Float64, strict=False) < self.minimum

    def problem(self, text: str) -> str:
        return f"is below {self.minimum}"

    def constraints(self) -> dict[str, Any]:
        return {"minimum": self.minimum}


@dataclass(frozen=True)
class Forward(_Plain):
    """An interval does not end before it starts."""

    rule: ClassVar[str] = "edtf-reversed"
    expected: str = "an interval whose second date is not before the first"

    def holds(self, text: str) -> bool:
        return edtf.lower_key(text) <= edtf.upper_key(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return lower_key(cell) > upper_key(cell)

    def problem(self, text: str) -> str:
        return "ends before it starts"

    def hint(self, text: str) -> str:
        return "/".join(reversed(text.split("/")))


def lower_key(cell: pl.Expr) -> pl.Expr:
    """`edtf.lower_key` for a column."""
    return _key(cell.str.extract(r"\A([^/]*)"), "0")


def upper_key(cell: pl.Expr) -> pl.Expr:
    """`edtf.upper_key` for a column."""
    return _key(cell.str.extract(r"([^/]*)\z"), "9") + "-99-99"


def _key(cell: pl.Expr, digit: str) -> pl.Expr:
    return (
        cell.str.strip_chars_end("?~")
        .str.replace_all("-XX", "", literal=True)
        .str.replace_all("X", digit, literal=True)
    )


@dataclass(frozen=True)
class Reference:
    """The cell names a row of another table; `table` is None where any table's row will do."""

    table: str | None


_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_SPACE = r"\s\u00a0"

_EVERY_CELL: tuple[Check, ...] = (
    Matches(
        "invisible-character",
        rf"[^{_UNSEEN}]*",
        "text without line breaks, control or zero-width characters",
        "holds a line break or an invisible character",
    ),
    Matches(
        "stray-space",
        rf"[^{_SPACE}](?:(?s:.)*[^{_SPACE}])?",
        "text without spaces around it",
        "has a space before or after the text",
    ),
)

_NOT_A_FORMULA = Matches(
    "formula",
    r"[^=+@\-](?s:.)*",
    "text that does not begin with =, +, - or @, which spreadsheets take for a formula",
    "begins like a spreadsheet formula",
)

# The three above in one, because Table Schema takes one pattern a column.
_VISIBLE_TEXT = rf"[^{_UNSEEN}{_SPACE}=+@\-](?:[^{_UNSEEN}]*[^{_UNSEEN}{_SPACE}])?"


@dataclass(frozen=True)
class Cell:
    """The declaration of a cell: its kind, its checks in the order of judging, what it refers to."""

    kind: Kind
    checks: tuple[Check, ...]
    vocabulary: Vocabulary | None = None
    reference: Reference | None = None

    def first_fault(self, text: str) -> Check | None:
        """The first check that a text breaks."""
        return next((check for check in self.checks if not check.holds(text)), None)

    def constraints(self) -> dict[str, Any]:
        """The constraints of Table Schema: as much of the checks as it can express."""
        merged: dict[str, Any] = {}
        for check in self.checks:
            merged |= check.constraints()
        if self.kind == "text":
            merged["pattern"] = f"(?:{_VISIBLE_TEXT})"
        elif self.kind not in ("form", "edtf"):
            del merged["pattern"]  # the type, or the enumeration, says more
        return merged

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        def judge(text: str) -> str:
            if check := self.first_fault(text):
                raise PydanticCustomError(
                    check.rule,
                    "{problem}",
                    {"problem": check.problem(text), "expected": check.expected},
                )
            return text

        return core_schema.no_info_before_validator_function(judge, handler(source))


def _cell(kind: Kind, *checks: Check, vocabulary: Vocabulary | None = None, reference: Reference | None = None) -> Cell:
    common = _EVERY_CELL if vocabulary else (*_EVERY_CELL, NotSentinel())
    return Cell(kind, (*common, *checks), vocabulary, reference)


def text(max_length: int = 2000) -> Cell:
    """Free text on one line."""
    return _cell("text", _NOT_A_FORMULA, MaxLength(max_length))


def pattern(rule: str, regex: str, expected: str) -> Cell:
    """Text of a fixed form."""
    return _cell("form", Matches(rule, regex, expected))


def slug(table: str) -> Cell:
    """The permanent, readable id of a row of a table, with the table's prefix."""
    return _cell("form", _slug(table))


_PREFIXES = {"sources": "src-", "events": "evt-", "memberships": "mem-", "dependencies": "dep-", "claims": "clm-"}


def _slug(table: str) -> Matches:
    start = _PREFIXES.get(table, "")
    expected = f"an id of lower-case letters, digits and hyphens such as {start}example"
    return Matches("id", rf"{start}[a-z0-9]+(?:-[a-z0-9]+)*", expected)


def ref(table: str) -> Cell:
    """The id of a row of another table."""
    return _cell("form", _slug(table), reference=Reference(table))


def any_ref() -> Cell:
    """The id of a row of any table that has ids."""
    return _cell("form", _slug("any"), reference=Reference(None))


def word(vocabulary: Vocabulary) -> Cell:
    """A word of a closed vocabulary."""
    return _cell("word", OneOf(vocabulary), vocabulary=vocabulary)


def date() -> Cell:
    """A date of the EDTF subset."""
    return _cell("edtf", IsDate("edtf", edtf.PATTERN, edtf.EXAMPLES), Forward())


def day() -> Cell:
    """A day of the calendar."""
    return _cell("day", IsDate("day", edtf.DAY_PATTERN, "a day such as 2024-06-12"))


def integer() -> Cell:
    """A count: a whole number, not negative, without leading zeros or separators."""
    form = Matches("integer", r"0|-?[1-9][0-9]{0,14}", "a whole number such as 0 or 1960")
    return _cell("integer", form, AtLeast(0))


def number() -> Cell:
    """A decimal number without separators or exponent."""
    expected = "a number such as 87.5, without % or thousands separators"
    return _cell("number", Matches("number", r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?", expected))


def url() -> Cell:
    """A web address."""
    expected = "a web address that begins with http:// or https://"
    return pattern("url", r"https?://[^\s/?#.]+\.[^\s/?#]+(?:[/?#][^\s]*)?", expected)


def language() -> Cell:
    """A BCP 47 language tag: language, optional script, optional region."""
    return pattern("language", r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?", "a BCP 47 tag such as en, hy or az-Latn")
