"""What one cell may hold.

A cell is declared by its kind and its checks. Each check is written once and answers for a single
text (`holds`), for a whole column (`fails`), for Table Schema (`constraints`) and for people
(`expected`, `problem`).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date as calendar_day
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

import polars as pl

from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model import codes, edtf, glance, mojibake
from caucasus_data.model.columns import common
from caucasus_data.model.vocabularies import Vocabulary

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema

Kind = Literal["text", "form", "word", "edtf", "day", "integer", "number"]

SENTINELS = (
    "-", "--", "?", "n/a", "na", "n.a.", "nan", "nat", "none", "null", "nil", "tbc", "tbd", "todo", "undefined",
    "unknown", "xxx", "unbekannt", "k.a.", "н/д", "неизвестно", "нет данных", "<na>", "\\n",
)  # fmt: skip
IN_WORDS = (
    "not available", "not applicable", "not known", "not stated", "not given", "not specified", "not provided",
    "not reported", "not found", "no data", "no information", "no value", "to be determined", "to be confirmed",
    "to be announced", "does not apply", "same as above", "see above", "as above", "see note", "idem", "ibid", "ibid.",
    "ditto", "test", "asdf", "qwerty", "check", "check!",
    "missing", "pending", "(blank)", "(empty)", "(null)", "(none)",
    "keine angabe", "keine angaben", "nicht bekannt", "nicht verfügbar", "bilinmiyor", "belirtilmemiş", "məlum deyil",
    "не указано", "не известно", "не применимо", "отсутствует", "անհայտ", "უცნობია",
    "<nan>", "<null>", "<none>", "[null]", "1.#ind", "-1.#ind", "1.#qnan", "-nan", "[object object]",
)  # fmt: skip
"""Stand-ins that no id is like."""
SPREADSHEET_ERRORS = (
    "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "#error!",
    "#n/a n/a", "#na", "#nan", "#null", "#error", "#field!", "#blocked!", "#connect!", "#busy!", "#unknown!",
    "#getting_data", "#external!", "#python!", "#timeout!", "#data!", "#circ!", "loading...",
    "#nv", "#bezug!", "#wert!", "#zahl!", "#überlauf!", "#kalk!", "#feld!", "#fehler!",
    *(f"err:{number}" for number in (*range(501, 533), 540)),
    "#н/д", "#ссылка!", "#знач!", "#имя?", "#дел/0!", "#число!", "#пусто!", "#перенос!", "#вычисл!", "#поле!",
    "#yok", "#değer!", "#ad?", "#sayı!", "#başv!", "#boş!", "#sayı/0!", "#valeur!", "#nom?", "#nombre!", "#nul!",
    "[object object]",
)  # fmt: skip
"""What formulas leave behind in programs that speak English, German, Russian, Turkish or French, and scripts."""
SURNAMES = ("na", "nan", "nil", "none", "null")
"""Stand-ins that are somebody's name as well."""
NO_DATES = ("9999", "9999-12-31", "0000", "0000-00-00", "1900-01-00")
NO_NUMBERS = ("9999", "-9999", "-999", "-99", "99999")

_TWINS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"  # Cyrillic
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03b9\u03ba\u03c1\u03c5"  # Greek
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7"
    "\u0585\u057d\u0578\u0570\u0566"  # Armenian
    "\u2010\u2011\u2012\u2013\u2014\u2212",  # dashes
    "aeopcyxijshdqwABEKMHOPCTXIJSovikpuABEHIKMNOPTXounhq------",
)
"""Letters and dashes that look like those of ASCII, and are not."""


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


class _Plain:
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
class Matches(_Plain):
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
class Avoids(_Plain):
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
        if text.isdecimal() or _could_be_two_years(text):
            return None
        found = edtf.readings(text)
        return found[0] if len(found) == 1 else None


def _could_be_two_years(text: str) -> bool:
    """Whether a text is like 2011/12, of which nobody can tell whether it is a month."""
    return re.fullmatch(r"[0-9]{4}[^0-9A-Za-z]+[0-9]{1,2}", text) is not None


@dataclass(frozen=True)
class NotSentinel(_Plain):
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

    def replacement(self, text: str) -> str | None:
        folded = re.sub(r"[ -]+", "_", text.casefold())
        return next((w for w in self.vocabulary.words if w.casefold() == folded), None)


@dataclass(frozen=True)
class IsCountry(_Plain):
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
        return super().holds(text) and codes.is_language(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        language, script, region = map("|".join, (codes.LANGUAGES, codes.SCRIPTS, codes.COUNTRIES.values()))
        return ~cell.str.contains(rf"\A(?:{language})(?:-(?:{script}))?(?:-(?:{region}))?\z")

    def hint(self, text: str) -> str:
        return did_you_mean(codes.meant(text))


@dataclass(frozen=True)
class AtLeast(_Plain):
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
class InTime(_Plain):
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
class NotAfter(_Plain):
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


_WHOLE = "\x00-\u02ff\u0400-\u0482\u048a-\u0590\u05d0-\u05ea\u0621-\u064a\u10a0-\u10ff\u2010-\u2044\u20a0-\u20bf\u2116"
"""Characters that stand for themselves in form C, whatever is beside them; there are others."""


@dataclass(frozen=True)
class Composed(_Plain):
    """A letter and its marks are one character where there is one (Unicode's form C)."""

    rule: ClassVar[str] = "decomposed"
    doubt: ClassVar[str] = f"[^{_WHOLE}]"
    expected: str = "letters in one piece with their marks"

    def holds(self, text: str) -> bool:
        return unicodedata.is_normalized("NFC", text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.normalize("NFC") != cell

    def problem(self, text: str) -> str:
        return "has letters in pieces, which look like those in one and are not found by them"

    def replacement(self, text: str) -> str | None:
        return unicodedata.normalize("NFC", text)


def _garbled(texts: pl.Series) -> pl.Series:
    return pl.Series([text is not None and bool(mojibake.readings(text)) for text in texts], dtype=pl.Boolean)


@dataclass(frozen=True)
class NotGarbled(_Plain):
    """The letters are those that somebody wrote, not those that another encoding made of them."""

    rule: ClassVar[str] = "mojibake"
    doubt: ClassVar[str] = mojibake.SUSPECT
    expected: str = "the letters as they were before a program misread them"

    def holds(self, text: str) -> bool:
        return not mojibake.readings(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        suspects = pl.when(cell.str.contains(mojibake.SUSPECT)).then(cell)
        return suspects.map_batches(_garbled, pl.Boolean)

    def problem(self, text: str) -> str:
        return "holds letters that another encoding made of others"

    def hint(self, text: str) -> str:
        return did_you_mean(mojibake.readings(text))

    def replacement(self, text: str) -> str | None:
        found = mojibake.readings(text)
        return found[0] if len(found) == 1 and not mojibake.is_suspect(found[0]) else None


def _unlikely(texts: pl.Series) -> pl.Series:
    return pl.Series([text is not None and mojibake.is_unlikely(text) for text in texts], dtype=pl.Boolean)


@dataclass(frozen=True)
class NotUnlikely(_Plain):
    """Cyrillic letters are those of words, not others of one byte that a program took them for."""

    rule: ClassVar[str] = "mojibake"
    doubt: ClassVar[str] = f"{mojibake.CYRILLIC}{{3}}"
    expected: str = "the letters as they were before a program misread them"

    def holds(self, text: str) -> bool:
        return not re.search(self.doubt, text) or not mojibake.is_unlikely(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        letters, frequent = (cell.str.count_matches(some) for some in (mojibake.CYRILLIC, mojibake.FREQUENT))
        few = frequent <= mojibake.SELDOM * letters
        suspects = cell.str.contains(self.doubt) & (few | cell.str.contains(mojibake.WITHIN))
        return pl.when(suspects).then(cell).map_batches(_unlikely, pl.Boolean)

    def problem(self, text: str) -> str:
        return "holds letters that another encoding made of others"

    def hint(self, text: str) -> str:
        return did_you_mean([mojibake.of_one_byte(text)])


@dataclass(frozen=True)
class OnGlobe(_Plain):
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
        return did_you_mean(["/".join(reversed(text.split("/")))])


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


_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_SPACE = r"\s\u00a0"
_HIDDEN = "\u00ad\u061c\u180e\u2065-\u206f\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e01ef"
"""Characters as unseen as those, of which the pattern in the released schemas does not speak yet."""

_WIDE = r"  |[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Spaces within a text that are not one plain space."""


_BLANKS = "".join(c for c in map(chr, range(0x3001)) if unicodedata.category(c) == "Zs") + "\t"
_NO_BREAK = "\u00a0"


def trimmed(text: str) -> str:
    r"""The text without spaces around it.

    A no-break space beside a letter that is not of ASCII stays: it may be a half of a letter that was read in the
    wrong encoding.

    >>> trimmed(" Yerevan\u00a0 "), trimmed("voil\u00c3\u00a0 ")
    ('Yerevan', 'voilÃ\xa0')
    """
    bare = text.strip(_BLANKS)
    return bare if (bare[:1] + bare[-1:]).isascii() else text.strip(_BLANKS.replace(_NO_BREAK, ""))


def _with_plain_spaces(text: str) -> str:
    """The text with its words one plain space apart; a space that may be half of a broken letter stays."""
    plain = text if mojibake.is_suspect(text) else re.sub(_WIDE, " ", text)
    return trimmed(re.sub("  +", " ", plain))


def _without_unseen_edges(text: str) -> str | None:
    """The text without what is unseen at its ends, and with its lines in one; within words there is no telling.

    Nor is there of control characters: they may be halves of letters that were read in the wrong encoding.
    """
    unseen = r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+"
    bare = trimmed(re.sub(rf"^{unseen}|{unseen}$", "", re.sub(r"\s*\n\s*", " ", text)))
    return None if re.search(rf"[{_UNSEEN}]", bare) else bare


_EVERY_CELL: tuple[Check, ...] = (
    Avoids(
        "invisible-character",
        rf"[{_UNSEEN}]",
        "text without line breaks, control or zero-width characters",
        "holds a line break or an invisible character",
        mend=_without_unseen_edges,
        advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(re.findall(rf'[{_UNSEEN}]', text)))[:3])}",
    ),
    Avoids(
        "invisible-character",
        f"[{_HIDDEN}]",
        "text without line breaks, control or zero-width characters",
        "holds an invisible character",
        advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(re.findall(f'[{_HIDDEN}]', text)))[:3])}",
    ),
    Avoids(
        "stray-space",
        f"^[{_SPACE}]|[{_SPACE}]$|{_WIDE}",
        "words with one plain space between them, and none around them",
        "has a space before or after the text, two together, or one that is not plain",
        mend=_with_plain_spaces,
    ),
)


def _in_plain_letters(text: str) -> str | None:
    plain = text.translate(_TWINS)
    return plain if re.search("[A-Za-z0-9]", text) and not _could_be_two_years(plain) else None


_LOOK_ALIKE = Avoids(
    "look-alike",
    f"[{''.join(map(chr, _TWINS))}]",
    "the letters a to z, digits and hyphens",
    "holds a letter or dash that only looks like a plain one",
    mend=_in_plain_letters,
    advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(text) & set(map(chr, _TWINS)))[:3])}",
)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


_WIDE_SIGNS = "\uff1d\uff0b\uff0d\uff20"
"""The same signs as wide as Chinese ones, which spreadsheets take for the same."""

_LOST = (
    r"^#{3,}$|[\ufffd\ufdd0-\ufdef\ue000-\uf8ff\U000f0000-\U0010ffff]|\?{3,}|^\?{2,}$"
    r"|(?:^|[\s(\[\"\u00ab\u2018\u201c\u201e])[^\W\d_]+\?[^\W\d_]"
)
"""What stands in the place of lost letters; a private letter is one that only its own font shows."""

_MARKUP = (
    r"[^\s\[]\[(?:[0-9]{1,3}|citation needed)\]|\[oaicite|\u3010[^\u3011]*\u2020|^[\u2022\u25aa\u25cf\u25e6]|"
    r"\*\*|\{\{|\}\}|^\{'|\\[nrtu\"]|\]\(https?:|\[\[|\]\]|\"\"|^\['|<!--|</?[A-Za-z][^<>]*>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|nbsp|shy|[mn]dash|[lrsb]d?[sa]?quo|hellip"
    r"|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|caron|ring|slash)|[AOao][Ee]lig|szlig|euro|copy|reg|trade|sect|deg);"
)


def _without_references(text: str) -> str | None:
    """The text with references to characters resolved; of tags there is no telling what they are to go with."""
    resolved = re.sub(r"&#?\w+;", lambda reference: html.unescape(reference[0]), text)
    plain = resolved.replace('""', '"')
    return None if re.search(_MARKUP, plain) or (plain != resolved and plain.count('"') % 2) else plain


_NOT_A_FORMULA = Matches(
    "formula",
    rf"[^=+@\-{_WIDE_SIGNS}](?s:.)*",
    "text that does not begin with =, +, - or @, which spreadsheets take for a formula",
    "begins like a spreadsheet formula",
)

_LETTERS: tuple[Check, ...] = (
    NotGarbled(),
    Avoids(
        "lost-letters",
        _LOST,
        "the letters themselves",
        "has marks where letters were lost",
        advice=lambda _: "enter the text anew from its source",
    ),
)

_WORDS: tuple[Check, ...] = (
    Composed(),
    Avoids(
        "markup",
        _MARKUP,
        "text without the marks of HTML, Markdown or code",
        "holds a mark of HTML, Markdown or code",
        mend=_without_references,
    ),
)

_NO_ADDRESS = Avoids(
    "stray-value",
    "^https?://[^ ]+$",
    "words",
    "is an address, and no words",
    advice=lambda _: "put it into its own column",
)
_SAYS_SOMETHING = Avoids(
    "sentinel",
    r"^[ -/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u2027\u2030-\u205e"
    r"\u2190-\u2bff\u3000-\u3020\U0001f000-\U0001faff]+$",
    "text with letters or digits, or a blank cell",
    "holds no letter and no digit",
    advice=lambda _: "leave the cell blank where there is nothing to say",
)
_STRANGE = "".join(letter for letter in map(chr, _TWINS) if letter.isalpha())
_SCHWA = "\u04d8\u04d9"
"""Cyrillic letters that are taken for those of Azerbaijani."""

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259"
_CYRILLIC = "\u0400-\u052f"
_ALIKE = "aceopxyABCEHKMOPTX"
"""Plain letters that are taken for Cyrillic ones."""

_APART = "[^0-9A-Z_a-z\u00c0-\u02af\u0370-\u1fff]"
"""What is between words, by its characters: not every engine takes letters beyond ASCII for parts of a word."""


def _mixed(letters: str, others: str) -> str:
    """Regular expression of words in some letters and in others that look like them, and in no third."""
    return rf"(?:^|{_APART})(?:[{letters}]+[{others}]|[{others}]+[{letters}])[{letters}{others}]*(?:$|{_APART})"


def _in_one_alphabet(text: str) -> str | None:
    """The text with each word in plain letters that is so but for letters that look like them.

    Where other words are in other letters, it may be the plain letter that is not meant.
    """
    plain = re.sub(r"\w*[A-Za-z]\w*", lambda word: word[0].translate(_TWINS), text)
    plain = re.sub(rf"\w*[{_LATIN}]\w*", lambda word: word[0].translate(_SCHWAS), plain)
    return None if re.search(f"[{_CYRILLIC}{_STRANGE}]", plain) else plain


_SCHWAS = str.maketrans(_SCHWA, "\u018f\u0259")
_ALONE = f"(?:^|[{_LATIN}][,;:.!?)]? )[{_STRANGE}] [{_LATIN}]"
"""A letter that is a word by itself, among words in others."""

_ONE_ALPHABET = Avoids(
    "two-alphabets",
    f"{_mixed(_LATIN, _STRANGE + _SCHWA)}|{_mixed(_CYRILLIC, _ALIKE)}|{_ALONE}",
    "words in letters of one alphabet",
    "has a word in letters of two alphabets",
    mend=_in_one_alphabet,
)
_SIGNS = (
    "[\u20ac\u00a2\u00a3\u00a4\u00a5\u00a6\u00ac\u00b1\u00b5\u00b6\u0192\u2206\u221a\u221e\u2248\u2260\u2264\u2265]"
)
"""Signs that stand beside no Cyrillic letter: what the Macintosh makes of some, and of the bytes of others."""

_ACCENTED = (
    "\u00c0-\u00c6\u00c8-\u00d5\u00d8-\u00db\u00dd-\u00e6\u00e8-\u00f5\u00f8-\u00fb"
    "\u00fd-\u011d\u0120-\u012f\u0132-\u015d\u0160-\u017f"
)
"""Letters with marks, but for those of Turkish and Azerbaijani, of which no word has four in a row."""

_CYRILLIC_BYTES = Avoids(
    "mojibake",
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4}|[\u2500-\u259f]"
    f"|[{_ACCENTED}]{{4}}|[a-z][\u00c0-\u00c6\u00c8-\u00d5\u00d8-\u00db]{{2}}"
    f"|[{_CYRILLIC}]{_SIGNS}|{_SIGNS}[{_CYRILLIC}]"
    "|(?:^|[^\u0400-\u052f])[\u0430-\u044f][\u0410-\u042f]{4}|[\u0430-\u044f]\u042f(?:$|[^\u0400-\u052f])",
    "the letters as they were before a program misread them",
    "holds letters that another encoding made of others",
    advice=lambda text: did_you_mean(_of_cyrillic_bytes(text)),
)


def _of_cyrillic_bytes(text: str) -> list[str]:
    """The text as it reads best in the letters that may have been written; nothing where that is as it stands."""
    best = mojibake.of_one_byte(text)
    return [best] if best != text else []


# All but letters and markup in one, because Table Schema takes one pattern a column.
_VISIBLE_TEXT = rf"[^{_UNSEEN}{_SPACE}=+@\-](?:[^{_UNSEEN}]*[^{_UNSEEN}{_SPACE}])?"

_VISIBLE_NAME = rf"[^{_UNSEEN}{_SPACE};](?:[^{_UNSEEN};]*[^{_UNSEEN}{_SPACE};])?"
_VISIBLE_NAMES = rf"{_VISIBLE_NAME.replace(';', ';=+@-', 1)}(?:; {_VISIBLE_NAME})*"


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
            merged["pattern"] = f"(?:{_VISIBLE_NAMES if self.separator else _VISIBLE_TEXT})"
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
    return Cell(kind, (*_EVERY_CELL, *checks), sound, vocabulary=vocabulary)


def text(max_length: int = 2000) -> Cell:
    """Free text on one line."""
    checks = (
        *(*_LETTERS, _CYRILLIC_BYTES, NotUnlikely(), *_EVERY_CELL, NotSentinel(doubtful=SURNAMES), *_WORDS),
        *(_NOT_A_FORMULA, _SAYS_SOMETHING, _NO_ADDRESS, _ONE_ALPHABET, MaxLength(max_length)),
    )
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
    return _cell("form", f"(?:{regex})" if free else sound, stand_ins, _LOOK_ALIKE, IsCode(rule, regex, expected))


def slug(table: str) -> Cell:
    """The permanent, readable id of a row of a table, with the table's prefix."""
    return pattern("id", *_slug(table), glance.code("-", SENTINELS))


def column_name() -> Cell:
    """The name of a column."""
    form = IsColumnName("field", "[a-z][a-z0-9_]*", "the name of a column")
    stand_ins = NotSentinel(SENTINELS + SPREADSHEET_ERRORS)
    return _cell("form", glance.code("_", SENTINELS), stand_ins, _LOOK_ALIKE, form)


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
    return _cell("word", glance.one_of(vocabulary.words), _LOOK_ALIKE, OneOf(vocabulary), vocabulary=vocabulary)


def date() -> Cell:
    """A date of the EDTF subset."""
    stand_ins = NotSentinel((*SENTINELS, *IN_WORDS, *SPREADSHEET_ERRORS, *NO_DATES))
    form = IsDate("edtf", edtf.PATTERN, edtf.EXAMPLES)
    return _cell("edtf", edtf.SINGLE, stand_ins, _LOOK_ALIKE, *_SPREADSHEET_DATES, form, Forward())


def past_date() -> Cell:
    """A date of the EDTF subset of what has happened."""
    whole = date()
    return replace(whole, checks=(*whole.checks, NotAfter()), sound=glance.past_date(calendar_day.today()))


def foreseen_date() -> Cell:
    """A date of the EDTF subset of what has happened or will."""
    whole, today = date(), calendar_day.today()
    sound = glance.past_date(calendar_day(today.year + 50, 12, 31))
    in_a_century = NotAfter("a date within a hundred years", "lies in another century", 100)
    return replace(whole, checks=(*whole.checks, in_a_century), sound=sound)


def day() -> Cell:
    """A day of the calendar on which somebody read something."""
    stand_ins = NotSentinel((*SENTINELS, *IN_WORDS, *SPREADSHEET_ERRORS, *NO_DATES))
    form = IsDate("day", edtf.DAY_PATTERN, "a day such as 2024-06-12")
    sound = glance.past_day(calendar_day.fromisoformat(_FIRST_PAGE), calendar_day.today())
    return _cell("day", sound, stand_ins, _LOOK_ALIKE, *_SPREADSHEET_DATES, form, InTime(_FIRST_PAGE))


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
    _LOOK_ALIKE,
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
    r"[;,|]https?://",
    "one address",
    "holds two addresses",
    advice=lambda text: f"enter a source for each: {' and '.join(re.split(r'[;,|](?=https?://)', text)[:2])}",
)


_WHOLE_ADDRESS = Avoids("url", r"\.\.$", "the whole address", "is cut off", advice=lambda _: "copy it from the page")


def language() -> Cell:
    """A BCP 47 language tag: language, optional script, optional region."""
    form = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
    check = IsLanguage("language", form, "a BCP 47 tag such as en, hy or az-Latn")
    short = (code for code in codes.LANGUAGES if len(code) == 2 and code not in SENTINELS)
    return _cell("form", glance.one_of(short), NotSentinel(), _LOOK_ALIKE, check)


def country() -> Cell:
    """The code of a country."""
    return _cell("form", glance.one_of(codes.COUNTRIES), NotSentinel(), _LOOK_ALIKE, IsCountry())
