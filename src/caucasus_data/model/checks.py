"""What can be asked of a single cell.

Each check is written once and answers for a single text (`holds`), for a whole column (`fails`), for Table Schema
(`constraints`) and for people (`expected`, `problem`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import timedelta
from functools import cached_property
from typing import Any, ClassVar, Protocol

import polars as pl

from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model import codes, edtf, languages
from caucasus_data.model.columns import common, lower_key, upper_key
from caucasus_data.model.stand_ins import IN_WORDS, SENTINELS, SPREADSHEET_ERRORS
from caucasus_data.model.vocabularies import Vocabulary


class Check(Protocol):
    """One thing that must be true of a cell that is not blank.

    Attributes:
        numeric: Whether `fails` asks for the numbers of a column instead of its texts.
        doubt: Regular expression of what each text holds that breaks the check, where no expression but one of polars
            tells which of them do; nothing where any frame can.
    """

    numeric: ClassVar[bool]
    doubt: ClassVar[str]

    @property
    def rule(self) -> str: ...

    @property
    def expected(self) -> str: ...

    def holds(self, text: str) -> bool: ...

    def fails(self, cell: pl.Expr) -> pl.Expr:
        """Whether each cell of a column breaks the check; blank cells are the caller's to leave out.

        The expression may be one of narwhals, whose methods are named as those of polars.
        """

    def problem(self, text: str) -> str:
        """What is wrong, as the end of a sentence that begins with the column's name."""

    def constraints(self) -> dict[str, Any]: ...

    def hint(self, text: str) -> str: ...

    def replacement(self, text: str) -> str | None:
        """The cell that was meant, where there is no doubt of it."""


class Plain:
    """A check of which Table Schema knows nothing and for which there is neither hint nor mending."""

    numeric: ClassVar[bool] = False
    doubt: ClassVar[str] = ""

    def constraints(self) -> dict[str, Any]:
        return {}

    def hint(self, text: str) -> str:
        return ""

    def replacement(self, text: str) -> str | None:
        return None


@dataclass(frozen=True)
class Matches(Plain):
    """The whole text matches a regular expression (the syntax common to Python and Rust)."""

    rule: str
    regex: str
    expected: str
    why: str = "is not {expected}"

    def holds(self, text: str) -> bool:
        return self._pattern.fullmatch(text) is not None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.regex)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return ~cell.str.contains(rf"\A(?:{common(self.regex)})\z")

    def problem(self, text: str) -> str:
        return self.why.format(expected=self.expected)

    def constraints(self) -> dict[str, Any]:
        return {"pattern": f"(?:{self.regex})"}


@dataclass(frozen=True)
class Avoids(Plain):
    """No part of the text matches a regular expression; what does match can be taken out or put right."""

    rule: str
    regex: str
    expected: str
    why: str
    mend: Callable[[str], str | None] = lambda _: None
    advice: Callable[[str], str] = lambda _: ""

    def holds(self, text: str) -> bool:
        return self._pattern.search(text) is None

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self.regex)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.contains(common(self.regex))

    def problem(self, text: str) -> str:
        return self.why

    def hint(self, text: str) -> str:
        return self.advice(text)

    def replacement(self, text: str) -> str | None:
        return self.mend(text)


@dataclass(frozen=True)
class IsCode(Matches):
    """A text of a fixed form in which only the case and the separators can be a slip."""

    def replacement(self, text: str) -> str | None:
        lower = re.sub(r"[ _]+", "-", text.lower())
        return next((t for t in (lower, text.upper()) if self.holds(t)), None)


@dataclass(frozen=True)
class IsColumnName(Matches):
    """The name of a column, which other programs write in other ways."""

    def replacement(self, text: str) -> str | None:
        plain = re.sub(r"[ -]+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", text)).lower()
        return plain if self.holds(plain) else None


@dataclass(frozen=True)
class IsAddress(Matches):
    """A web address, of which the beginning is easily forgotten."""

    def hint(self, text: str) -> str:
        whole = f"https://{text}"
        return did_you_mean([whole]) if self.holds(whole) else ""


@dataclass(frozen=True)
class IsNumber(Matches):
    """A number, from which a spreadsheet may have hung a sign or a separator."""

    def replacement(self, text: str) -> str | None:
        bare = text
        if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+", bare):
            bare = bare.replace(",", "")  # one comma alone could be a decimal one
        bare = re.sub(r"\A(-?)\.", r"\g<1>0.", bare)
        bare = bare.removesuffix(".0")  # more zeros could be thousands
        return bare if self.holds(bare) else None

    def hint(self, text: str) -> str:
        bare = text.removesuffix("%").rstrip()
        return did_you_mean(
            [r for r in dict.fromkeys((bare.replace(",", ""), bare.replace(",", "."))) if self.holds(r)]
        )


@dataclass(frozen=True)
class IsDate(Matches):
    """A text of the form of a date, which can be guessed where it is not."""

    def hint(self, text: str) -> str:
        return did_you_mean([d for d in edtf.nearest(text) if self.holds(d)])

    def replacement(self, text: str) -> str | None:
        if text.isdecimal() or could_be_two_years(text):
            return None
        found = edtf.readings(text)
        return found[0] if len(found) == 1 else None


def could_be_two_years(text: str) -> bool:
    """Whether a text is like 2011/12, of which nobody can tell whether it is a month."""
    return re.fullmatch(r"[0-9]{4}[^0-9A-Za-z]+[0-9]{1,2}", text) is not None


@dataclass(frozen=True)
class NotSentinel(Plain):
    """The cell is left blank where a value is unknown, not filled with a stand-in."""

    sentinels: tuple[str, ...] = SENTINELS + IN_WORDS + SPREADSHEET_ERRORS
    doubtful: tuple[str, ...] = ()
    rule: ClassVar[str] = "sentinel"
    expected: str = "a blank cell where the value is unknown or does not apply"

    def holds(self, text: str) -> bool:
        return text.lower() not in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self.sentinels)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.to_lowercase().is_in(self.sentinels)

    def problem(self, text: str) -> str:
        return "holds a stand-in for an unknown value"

    def hint(self, text: str) -> str:
        if text.lower() in SPREADSHEET_ERRORS:
            return "enter what stood there before a program failed"
        return "leave the cell blank"

    def replacement(self, text: str) -> str | None:
        return None if text.lower() in (*self.doubtful, *SPREADSHEET_ERRORS) else ""


@dataclass(frozen=True)
class MaxLength(Plain):
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
class OneOf(Plain):
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

    def replacement(self, text: str) -> str | None:
        folded = re.sub(r"[ -]+", "_", text.casefold())
        return next((w for w in self.vocabulary.words if w.casefold() == folded), None)


@dataclass(frozen=True)
class IsCountry(Plain):
    """The code of a country in ISO 3166-1 alpha-3."""

    rule: ClassVar[str] = "iso3"
    expected: str = "an ISO 3166-1 alpha-3 code such as ARM"

    def holds(self, text: str) -> bool:
        return text in codes.COUNTRIES

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return ~cell.is_in([*codes.COUNTRIES])

    def problem(self, text: str) -> str:
        return "is not the code of a country"

    def constraints(self) -> dict[str, Any]:
        return {"pattern": "(?:[A-Z]{3})"}

    def hint(self, text: str) -> str:
        letters = sorted(text.upper())
        like = [c for c, short in codes.COUNTRIES.items() if short == text.upper() or sorted(c) == letters]
        return did_you_mean(like[:3])

    def replacement(self, text: str) -> str | None:
        return text.upper() if self.holds(text.upper()) else None


@dataclass(frozen=True)
class IsLanguage(Matches):
    """The tag of a language, each part of which is on the list of its standard."""

    def holds(self, text: str) -> bool:
        return super().holds(text) and languages.is_language(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        language, script, region = map("|".join, (codes.LANGUAGES, codes.SCRIPTS, codes.COUNTRIES.values()))
        return ~cell.str.contains(rf"\A(?:{language})(?:-(?:{script}))?(?:-(?:{region}))?\z")

    def hint(self, text: str) -> str:
        return did_you_mean(languages.meant(text))


@dataclass(frozen=True)
class AtLeast(Plain):
    """The number is not below a bound; it stands after the check that the text is a number."""

    minimum: int
    rule: ClassVar[str] = "minimum"
    numeric: ClassVar[bool] = True

    @property
    def expected(self) -> str:
        return f"{self.minimum} or more"

    def holds(self, text: str) -> bool:
        return float(text) >= self.minimum

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell < self.minimum

    def problem(self, text: str) -> str:
        return f"is below {self.minimum}"

    def constraints(self) -> dict[str, Any]:
        return {"minimum": self.minimum}


def _tomorrow() -> str:
    return (calendar_day.today() + timedelta(days=1)).isoformat()  # which it is somewhere already


@dataclass(frozen=True)
class InTime(Plain):
    """A day on which somebody can have read something, the first being that on which there was something to read."""

    first: str
    rule: ClassVar[str] = "out-of-time"

    @property
    def expected(self) -> str:
        return f"a day from {self.first} to today"

    def holds(self, text: str) -> bool:
        return self.first <= text <= _tomorrow()

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return (cell < self.first) | (cell > _tomorrow())

    def problem(self, text: str) -> str:
        return "lies before anybody could" if text < self.first else "lies in the future"


@dataclass(frozen=True)
class NotAfter(Plain):
    """A date that is not later than today, or than so many years from now; it stands after the check that it is one."""

    rule: ClassVar[str] = "out-of-time"
    expected: str = "a date that is not in the future"
    why: str = "lies in the future"
    years: int = 0

    def holds(self, text: str) -> bool:
        return edtf.lower_key(text) <= self._latest()

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return lower_key(cell) > self._latest()

    def problem(self, text: str) -> str:
        return self.why

    def _latest(self) -> str:
        tomorrow = _tomorrow()
        return f"{int(tomorrow[:4]) + self.years}{tomorrow[4:]}"


@dataclass(frozen=True)
class OnGlobe(Plain):
    """The number is a latitude or a longitude; it stands after the check that the text is a number."""

    reach: int
    rule: ClassVar[str] = "coordinate"
    numeric: ClassVar[bool] = True

    @property
    def expected(self) -> str:
        return f"degrees from -{self.reach} to {self.reach}"

    def holds(self, text: str) -> bool:
        return abs(float(text)) <= self.reach

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.abs() > self.reach

    def problem(self, text: str) -> str:
        return "lies beyond the globe"

    def constraints(self) -> dict[str, Any]:
        return {"minimum": -self.reach, "maximum": self.reach}


@dataclass(frozen=True)
class Forward(Plain):
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
        return did_you_mean(["/".join(reversed(text.split("/")))])
