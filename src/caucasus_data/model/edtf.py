"""Dates that say how much of them is known: a subset of EDTF (ISO 8601-2, level 0 and 1).

| form | example | means |
|---|---|---|
| day, month, year | `2024-06-12`, `2024-06`, `2024` | known to that precision |
| uncertain, approximate | `2024-06?`, `2024~` | the same, with a doubt or a `circa` |
| unspecified digits | `198X`, `19XX`, `2024-XX`, `2024-XX-XX`, `2024-06-XX` | known to the decade, year or month |
| interval | `2023-09-19/2023-09-20` | from one to the other, both of the first form |

Years run from 1000 to 2999, so that a five-digit slip or a serial number is no date.
"""

from __future__ import annotations

import re
from calendar import month_abbr, month_name, monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal, NamedTuple, get_args

from caucasus_data.errors import DateError, did_you_mean

Precision = Literal["day", "month", "year", "decade", "century", "interval"]
PRECISIONS: Final[tuple[Precision, ...]] = get_args(Precision)

_YEAR = r"[12][0-9]{3}"
_LEAP = r"(?:[12][0-9](?:0[48]|[2468][048]|[13579][26])|(?:1[26]|2[048])00)"
_MONTH = rf"{_YEAR}-(?:0[1-9]|1[0-2])"
_DAY = (
    rf"{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    rf"|{_LEAP}-02-29"
)
_PLAIN = rf"(?:{_DAY}|{_MONTH}|{_YEAR})"
_UNSPECIFIED = rf"(?:[12][0-9][0-9X]X|{_YEAR}-XX-XX|{_YEAR}-XX|{_MONTH}-XX)"

DAY_PATTERN: Final = _DAY
"""Regular expression of a real day of the calendar, for Python, Rust and Table Schema alike."""

SINGLE: Final = rf"(?:{_PLAIN}[?~]?|{_UNSPECIFIED})"
"""Regular expression of what is no interval."""

PATTERN: Final = rf"(?:{_PLAIN}[?~]?|{_UNSPECIFIED}|{_PLAIN}/{_PLAIN})"
"""Regular expression of the whole subset, calendar included; only a reversed interval passes it."""

EXAMPLES: Final = "an EDTF date such as 2024, 2024-06, 2024-06-12, 2024-06? or 198X"

_MATCH = re.compile(PATTERN).fullmatch


class EdtfDate(NamedTuple):
    """A parsed date.

    Attributes:
        text: The date as written.
        earliest: First day that it may mean.
        latest: Last day that it may mean.
        precision: `day`, `month`, `year`, `decade`, `century` or `interval`.
        uncertain: Whether a `?` follows.
        approximate: Whether a `~` follows.
    """

    text: str
    earliest: date
    latest: date
    precision: Precision
    uncertain: bool
    approximate: bool


def written(when: object, what: str) -> str:
    """A date as somebody gives it, as text: a text as it is, and of a `date`, `datetime` or `Timestamp` its day.

    Args:
        when: The date.
        what: What it is given as, for the error.

    Raises:
        DateError: It is neither.

    >>> written(date(2023, 9, 19), "as_of")
    '2023-09-19'
    """
    if isinstance(when, str):
        return when
    if isinstance(when, date) and when == when:  # the missing day of pandas is a date too, and not equal to itself
        return when.isoformat()[:10]
    raise DateError(f"{what} asks for a text such as '2023-09-19', a date or a Timestamp, and not {when!r}")


def bound_names(column: str) -> tuple[str, str, str]:
    """The columns of a frame that hold the earliest, latest and precision of the dates of a column."""
    return f"{column}_earliest", f"{column}_latest", f"{column}_precision"


@lru_cache(maxsize=65536)
def parse(text: str) -> EdtfDate:
    """Read a date of the subset.

    Args:
        text: The date, without spaces around it.

    Returns:
        The date with the first and the last day that it may mean.

    Raises:
        DateError: The text is not of the subset, names an impossible day, or is an interval
            that ends before it starts.

    >>> parse("2024-06").latest
    datetime.date(2024, 6, 30)
    >>> parse("198X").precision
    'decade'
    """
    if day := _plain_day(text):
        return EdtfDate(text, day, day, "day", uncertain=False, approximate=False)
    if not _MATCH(text):
        raise DateError(": ".join(filter(None, [f"{text!r} is not {EXAMPLES}", did_you_mean(nearest(text))])))
    first, slash, last = text.partition("/")
    start, end = _span(first), _span(last or first)
    if start[0] > end[1]:
        raise DateError(f"{text!r} ends before it starts")
    return EdtfDate(
        text=text,
        earliest=start[0],
        latest=end[1],
        precision="interval" if slash else start[2],
        uncertain=text.endswith("?"),
        approximate=text.endswith("~"),
    )


def _plain_day(text: str) -> date | None:
    """The day of a text that is nothing else, as nearly every date is."""
    if len(text) != len("2024-06-12") or text[0] not in "12" or not text[4] == text[7] == "-":
        return None  # of weeks and of other years
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _span(text: str) -> tuple[date, date, Precision]:
    known = text.rstrip("?~").replace("-XX", "")
    year, *rest = known.split("-")
    if "X" in year:
        span = int(year.replace("X", "0")), int(year.replace("X", "9"))
        return date(span[0], 1, 1), date(span[1], 12, 31), "century" if year.endswith("XX") else "decade"
    if not rest:
        return date(int(year), 1, 1), date(int(year), 12, 31), "year"
    month = int(rest[0])
    if len(rest) == 1:
        return date(int(year), month, 1), date(int(year), month, monthrange(int(year), month)[1]), "month"
    day = date(int(year), month, int(rest[1]))
    return day, day, "day"


_MONTHS = {name.casefold(): number for names in (month_name, month_abbr) for number, name in enumerate(names) if name}
_SERIAL_EPOCH = date(1899, 12, 30)


def readings(text: str) -> list[str]:
    """The dates that a text in another notation can mean, without guessing at what it does not say.

    >>> readings("2024/6/3"), readings("June 2024"), readings("25.12.2020"), readings("44143")
    (['2024-06-03'], ['2024-06'], ['2020-12-25'], ['2020-11-08'])
    >>> readings("2020 9 November"), readings("08/11/2020")
    (['2020-11-09'], ['2020-11-08', '2020-08-11'])
    """
    words = re.split(r"[-/., ]+", text.strip())
    named = [_MONTHS[word.casefold()] for word in words if word.casefold() in _MONTHS]
    others = [word for word in words if word.casefold() not in _MONTHS]
    if not all(re.fullmatch("[0-9]{1,5}", word) for word in others) or len(named) > 1:
        return []
    found = _with_name(named[0], [*map(int, others)]) if named else _in_numbers([*map(int, others)])
    return [d for d in dict.fromkeys(found) if _MATCH(d)]


def _with_name(month: int, numbers: list[int]) -> list[str]:
    match sorted(numbers):
        case [year]:
            return [f"{year}-{month:02}"]
        case [day, year]:
            return [f"{year}-{month:02}-{day:02}"]
    return []


def _in_numbers(numbers: list[int]) -> list[str]:
    match numbers:
        case [serial] if 20_000 <= serial < 70_000:
            return [(_SERIAL_EPOCH + timedelta(days=serial)).isoformat()]
        case [year, month] if year > 999:
            return [f"{year}-{month:02}"]
        case [year, month, day] if year > 999:
            return [f"{year}-{month:02}-{day:02}"]
        case [first, second, year]:
            return [f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"]
    return []


def nearest(text: str) -> list[str]:
    """The dates that a slip was probably meant to be; nothing where there is no telling.

    >>> nearest("2024/6/31")
    ['2024-06-30']
    """
    if found := readings(text):
        return found
    slip = re.fullmatch(r"([12][0-9]{3})[-/. ]([0-9]{1,2})(?:[-/. ]([0-9]{1,2}))?", text.strip())
    if not slip:
        return []
    year, month = int(slip[1]), min(max(int(slip[2]), 1), 12)
    if slip[3] is None:
        return [f"{year}-{month:02}"] if "-" in text else []  # 2019/20 is two years, and no month
    return [f"{year}-{month:02}-{min(max(int(slip[3]), 1), monthrange(year, month)[1]):02}"]


def lower_key(text: str) -> str:
    """A text that sorts where the earliest day of a date lies.

    >>> lower_key("2024-06?") <= upper_key("2024-06-12")
    True
    """
    return text.partition("/")[0].rstrip("?~").replace("-XX", "").replace("X", "0")


def upper_key(text: str) -> str:
    """A text that sorts after every day that a date may mean."""
    return text.rpartition("/")[2].rstrip("?~").replace("-XX", "").replace("X", "9") + "-99-99"
