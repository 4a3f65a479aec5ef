"""What the id of a row says of it, and whether the row says the same: warnings.

An id stays as it is where the row turns out to be of another day: it is then the note that says so.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from functools import cache

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.model import edtf
from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.model.series import PARTIES
from caucasus_data.model.vocabularies import INDICATOR
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet

_YEAR_IN_ID = {
    "events": (r"^evt-((?:1[89]|20)[0-9]{2})-", "start_date", "end_date"),
    "dependencies": (r"^.*-((?:19|20)[0-9]{2})(?:-|$)", "period", "period"),
}
"""The year in the id of what is named by its time, and the columns that tell of its first and its last day."""

_MONTHS = [name.lower() for name in month_name if name]
_MONTH_IN_ID = rf"^evt-[0-9]{{4}}-({'|'.join(_MONTHS)})-"
"""The month in the id of an event."""

_MARCHES = r"^evt-[0-9]{4}-march-(?:on|of|to|through)-"
"""What somebody walks, and no month."""

_YEARS = r"\b(?:19|20)[0-9]{2}\b"
_OF_THE_ID = "the id"
"""What the note of a row holds that explains why its id says something else."""

_ABOUT = ("text", "criteria", "resolve_by", "event_id", "membership_id", "dependency_id")
"""The cells of a claim that tell what it is about, which may have given its id a year."""


def dated_ids(sheets: Sheets) -> Iterator[Finding]:
    """Rows of which the id has a year that is not theirs, nor within a month of it.

    An id stays as it is where a better day turns out to lie on the other side of the New Year.
    """
    for name, (year, start, end) in _YEAR_IN_ID.items():
        sheet = sheets[name]
        years = pl.col(sheet.key).str.extract(year).cast(pl.Int16, strict=False)
        first, last = _span(start, end)
        dated = sheet.frame.select(year=years, first=first, last=last)
        other = (pl.col("year") < pl.col("first")) | (pl.col("year") > pl.col("last"))
        for row in dated.select(other.fill_null(value=False)).to_series().arg_true():
            yield _misdated(sheet, row, start, str(dated.item(row, "year")))
    yield from _of_other_months(sheets["events"])
    yield from _dated_spells(sheets)
    yield from _dated_claims(sheets)


def _of_other_months(sheet: Sheet) -> Iterator[Finding]:
    """Events of the year in their id, but not of its month, nor of the one before or after."""
    named = pl.col("event_id").str.contains(_MONTH_IN_ID) & ~pl.col("event_id").str.contains(_MARCHES)
    rows = sheet.frame.select("event_id", "start_date", "end_date", row=pl.int_range(pl.len())).filter(named)
    for name, start, end, row in rows.iter_rows():
        _, year, month, _ = name.split("-", 3)
        first, last = edtf.lower_key(start), edtf.upper_key(end or start)
        near = _month(first) - 1 <= _month(f"{year}-{_MONTHS.index(month) + 1:02}") <= _month(last) + 1
        if first[:4] <= year <= last[:4] and not near:
            yield _misdated(sheet, row, "start_date", month, "month")


def _month(date: str) -> int:
    """The number of a month, of a date that has one or of the first of its year."""
    year, _, rest = date.partition("-")
    return 12 * int(year) + min(int(rest[:2] or 1), 12)


def _misdated(sheet: Sheet, row: int, date: str, said: str, part: str = "year") -> Finding:
    message = f"the id says {said}, and {date} is {sheet.frame.item(row, date)}"
    hint = "mend the date; an id that was released stays as it is"
    return sheet.finding(row, date, "dated-id", message, f"a date in the {part} of the id", hint)


def _span(start: str, end: str) -> tuple[pl.Expr, pl.Expr]:
    """The first and the last year of a time, with that of the month before it and the month after."""
    last_date = pl.when(pl.col(end) == "").then(start).otherwise(end)
    first, last = lower_key(pl.col(start)), upper_key(last_date)
    return (
        first.str.head(4).cast(pl.Int16, strict=False) - last.str.contains(r"^.{4}-01").cast(pl.Int16),
        last.str.head(4).cast(pl.Int16, strict=False) + first.str.contains(r"^.{4}-12").cast(pl.Int16),
    )


def _dated_spells(sheets: Sheets) -> Iterator[Finding]:
    """Memberships of which no year in the id is near to the one in which they begin, and whose note does not say why.

    What was signed in one year is in force in the next.
    """
    sheet = sheets["memberships"]
    for row, cells, years in _with_another_year(sheet, "start_date"):
        told = not cells["start_date"] or not years or _OF_THE_ID in cells["note"]
        if not told and not _near(cells["start_date"], years, by=1):
            yield _misdated(sheet, row, "start_date", years[0])


def _dated_claims(sheets: Sheets) -> Iterator[Finding]:
    """Claims of which neither the id nor the source bears out when they were made.

    The year in an id is that in which it was said, or one of which the claim speaks. Of a claim whose id has
    no year of saying the source was published within a year.
    """
    sheet = sheets["claims"]
    apart = [found for found in _with_another_year(sheet, "made_on") if not _near(found[1]["made_on"], found[2])]
    read = sheets["sources"].frame.select("source_id", "published")
    named = pl.Series([cells["source_id"] for _, cells, _ in apart], dtype=pl.String)
    published = dict(read.filter(pl.col("source_id").is_in(named.implode()), pl.col("published") != "").iter_rows())
    for row, cells, years in apart:
        about = " ".join(cells[column] for column in (*_ABOUT, "note"))
        day = published.get(cells["source_id"], "")
        if years and not any(word in about for word in (*years, _OF_THE_ID)):
            yield _misdated(sheet, row, "made_on", years[0])
        elif day and int(edtf.upper_key(cells["made_on"])[:4]) < int(edtf.lower_key(day)[:4]) - 1:
            message = f"made_on is {cells['made_on']}, and {cells['source_id']} was published {day}"
            hint = "mend the date; if it was reported so late, the id has the year in which it was made"
            yield sheet.finding(row, "made_on", "late-report", message, "a date near that of the source", hint)


def _with_another_year(sheet: Sheet, date: str) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """The rows that do not have the first year of their id in a date, each with its cells and all years of its id."""
    same = pl.col(sheet.key).str.extract(f"({_YEARS})") == pl.col(date).str.head(4)
    others = sheet.frame.with_row_index("row").filter(~same.fill_null(value=False))
    for row, *cells in others.iter_rows():
        told = dict(zip(sheet.table.names, cells, strict=True))
        yield row, told, re.findall(_YEARS, told[sheet.key])


def _near(date: str, years: Collection[str], by: int = 0) -> bool:
    """Whether one of some years is among those of a date, or a month or so many years away."""
    first, last = edtf.lower_key(date), edtf.upper_key(date)
    start, end = int(first[:4]) - (last[4:7] == "-01") - by, int(last[:4]) + (first[4:7] == "-12") + by
    return any(start <= int(year) <= end for year in years)


def named_parties(sheets: Sheets) -> Iterator[Finding]:
    """Dependencies of which the id names others than the row, or the two the other way round."""
    sheet = sheets["dependencies"]
    row_says = pl.concat_str(pl.lit("dep"), "dependent_id", "supplier_id", _in_an_id("indicator"), separator="-")
    other = ~pl.col(sheet.key).str.starts_with(row_says) & ~pl.col("note").str.contains(_OF_THE_ID, literal=True)
    rows = sheet.frame.select(other.arg_true()).to_series()
    actors = set(sheets["actors"].frame["actor_id"]) if len(rows) else set()
    for row in rows:
        cells = sheet.cells(row)
        says = _parties(cells[sheet.key], actors)
        told = tuple(cells[column] for column in PARTIES)
        if not says or says == told:
            continue
        expected, hint = "those whom the id names", "mend the row; an id that was released stays as it is"
        if says[:2] == (told[1], told[0]):
            message = "the id names dependent_id and supplier_id the other way round"
            yield sheet.finding(row, "dependent_id", "named-id", message, expected, hint)
        elif says[0] == told[0] and says[1] == cells["reporter_id"]:
            message = "by the id, supplier_id and reporter_id stand in each other's column"
            yield sheet.finding(row, "supplier_id", "named-id", message, expected, hint)
        else:
            column, word = next((c, name) for c, name in zip(PARTIES, says, strict=True) if cells[c] != name)
            message = f"the id names {word}, and {column} is {cells[column]}"
            yield sheet.finding(row, column, "named-id", message, expected, f"{did_you_mean([word])} {hint}")


def named_members(sheets: Sheets) -> Iterator[Finding]:
    """Memberships of which the id has not the first word of the member's."""
    sheet = sheets["memberships"]
    first = pl.concat_str(pl.lit("-"), pl.col("member_id").str.extract("^([^-]*)"), pl.lit("-"))
    named = pl.concat_str(sheet.key, pl.lit("-")).str.contains(first, literal=True)
    other = ~named & ~pl.col("note").str.contains(_OF_THE_ID, literal=True)
    for row in sheet.frame.select(other.arg_true()).to_series():
        message = f"the id does not name {sheet.frame.item(row, 'member_id')}"
        hint = "mend the row; an id that was released stays as it is"
        yield sheet.finding(row, "member_id", "named-id", message, "the member that the id names", hint)


def _in_an_id(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all("_", "-", literal=True)


@cache
def _indicators() -> re.Pattern[str]:
    words = sorted((word.replace("_", "-") for word in INDICATOR.words), key=len, reverse=True)
    return re.compile(f"dep-(.+?)-({'|'.join(words)})(?:-.*)?")


def _parties(name: str, actors: AbstractSet[str]) -> tuple[str, ...]:
    """Dependent, supplier and indicator, as far as an id is made of them; nothing where it is not."""
    found = _indicators().fullmatch(name)
    parts = found[1].split("-") if found else []
    for place in range(1, len(parts)):
        pair = "-".join(parts[:place]), "-".join(parts[place:])
        if found and {*pair} <= actors:
            return (*pair, found[2].replace("-", "_"))
    return ()
