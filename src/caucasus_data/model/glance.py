"""What is sound at a glance: regular expressions that a cell matches only where none of its checks finds a fault.

They let through what is plain and leave all else to the checks, so that of a long file few lines are looked at closely.
All but texts have nothing in them that a file puts in quotes.
"""

from __future__ import annotations

import re
import string
from collections.abc import Collection, Iterable
from datetime import date
from functools import cache
from typing import Final

NOTHING: Final = r"[^\s\S]"

INTEGER: Final = "(?:0|[1-9][0-9]{0,2}|[1-8][0-9]{3,14})"
"""Numbers that are not negative, and no stand-ins, which are made of nines."""

NUMBER: Final = rf"(?:{INTEGER}|-(?:0|[1-8][0-9]{{0,14}}))(?:\.[0-9]{{1,9}})?"
ADDRESS: Final = r"https?://(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/(?:[!#-+\--9=?-{}~]*[!#-+\-/-9=?-{}~]\.?)?)?"

_PLAIN = "".join(sign for sign in map(chr, range(0x21, 0x7F)) if sign not in '&<?*\\[]{}"%_')
"""Signs that are sound wherever they stand; brackets are around a word or several."""

_FEW_LETTERS = "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u017f\u2013\u2014\u2018\u2019\u201c-\u201e\u00ab\u00bb\u2026]"
"""Letters and signs beyond ASCII that are sound where they stand alone: broken ones come in pairs."""


def degrees(reach: int) -> str:
    """Degrees, less than a reach of 90 or 180."""
    return rf"-?(?:{'1[0-7][0-9]|' if reach > 100 else ''}[1-8]?[0-9])(?:\.[0-9]{{1,9}})?"


def past_day(first: date, last: date) -> str:
    """Days from a year after the first to the last, but those of leap years."""
    years = "|".join(str(year) for year in range(first.year + 1, last.year))
    days = "|".join(f"{day:02}" for day in range(1, last.day + 1))
    this = f"{_days_of_months(last.month - 1)}|{last.month:02}-(?:{days})"
    return f"(?:(?:{years})-(?:{_days_of_months(12)})|{last.year}-(?:{this}))"


def _days_of_months(last: int) -> str:
    """The days of the months of a year up to one, but 29 February."""
    every = [f"{month:02}" for month in range(1, last + 1)]
    days = {
        "(?:0[1-9]|1[0-9]|2[0-8])": every,
        "(?:29|30)": [month for month in every if month != "02"],
        "31": [month for month in every if month in ("01", "03", "05", "07", "08", "10", "12")],
    }
    return "|".join(f"(?:{'|'.join(months) or NOTHING})-{those}" for those, months in days.items())


def past_date(last: date) -> str:
    """Dates from 1900 to the last day that are no intervals, but days of leap years."""
    years = "|".join(str(year) for year in range(1900, last.year))
    return rf"(?:{past_day(date(1899, 1, 1), last)}|(?:{years})(?:-(?:0[1-9]|1[0-2]))?)[?~]?"


def one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, words)) or NOTHING})"


@cache
def code(separator: str, stand_ins: tuple[str, ...]) -> str:
    """Words of small letters and digits with a separator between them; a single one is no stand-in."""
    single = other_than(stand_ins, string.ascii_lowercase)
    return f"(?:[a-z][a-z0-9]*(?:{separator}[a-z0-9]+)+|[a-z]+[0-9][a-z0-9]*|{single})"


@cache
def text(stand_ins: tuple[str, ...], separator: str = "") -> str:
    """Words of plain letters with one space between them; a single one is no stand-in, the first begins none.

    Args:
        separator: What parts names, and is not let through.
    """
    return _text(stand_ins, _signs(separator))


@cache
def text_in_file(stand_ins: tuple[str, ...], separator: str = "") -> str:
    """The same as it stands in a file: in quotes where there is a comma in it."""
    signs = _signs(separator)
    return f'(?:{_text(stand_ins, signs.replace(",", ""))}|"{_text(stand_ins, signs)}")'


def _signs(separator: str) -> str:
    """Plain signs; where there are several names, none that may part them."""
    return "".join(sign for sign in _PLAIN if sign not in f"{separator},/@") if separator else _PLAIN


def _text(stand_ins: Collection[str], signs: str) -> str:
    first = "".join(sign for sign in signs if sign not in "=+-@#'")
    word, begin = f"[{re.escape(signs)}]", f"[{re.escape(first)}]"
    others, beginning = (f"[{re.escape(''.join(s for s in some if not s.isalpha()))}]" for some in (signs, first))
    apart = f"(?: ?{_FEW_LETTERS} ?| (?:% )?)"
    single = f"[A-Za-z]*[0-9][A-Za-z0-9]*|{other_than(stand_ins, string.ascii_letters)}"
    several = [some.strip("[").split(" ") for some in stand_ins if " " in some]
    begun = other_than([first for first, *_ in several], string.ascii_letters)
    opening = f"(?:{beginning}{word}*|{begin}{word}*{others}{word}*|{begun})"
    long = f"{begin}{word}*{f' {word}+' * (max(map(len, several), default=1) - 1)}"
    words = rf"\[?(?:{opening}|{long})(?:\]?(?:{apart}| \[){word}+)+\]?(?: ?{_FEW_LETTERS})?"
    return f"(?:{words}|{single})"


def other_than(words: Collection[str], letters: str) -> str:
    """A word of some letters that is not among some words, whatever their case.

    >>> other = other_than(["na", "nan"], "an")
    >>> [word for word in ("n", "na", "nan", "nana") if re.fullmatch(other, word)]
    ['n', 'nana']
    """
    return _other_than({"", *(word for word in words if {*word} <= {*letters})}, letters)


def _other_than(words: Collection[str], letters: str) -> str:
    firsts = sorted({word[0] for word in words if word})
    free = "".join(letter for letter in letters if letter.lower() not in firsts)
    ways = [] if "" in words else [""]
    ways += [f"[{free}][{letters.replace(string.ascii_letters, 'A-Za-z')}]*"] if free else []
    for first in firsts:
        cased = f"[{first}{first.upper()}]" if first.upper() in letters else first
        ways.append(cased + _other_than({word[1:] for word in words if word[:1] == first}, letters))
    return f"(?:{'|'.join(ways)})"
