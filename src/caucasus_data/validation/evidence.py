"""What the sources of a row bear out, as far as their dates, publishers and addresses tell: warnings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation.between import Sheets
from caucasus_data.validation.finding import Finding

_PRIMARY = ("official_document", "dataset")
"""Types of source that need no second one: what they say is so because they say it."""

_GRADED = ("events", "dependencies")

_DATE_IN_ADDRESS = r"[/_=-]((?:199|20[0-9])[0-9])[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12][0-9]|3[01])(?:[/_.?-]|$)"
_FOLDER_OF_COPIES = r"archive\.|/uploads?/|/files?/|/wp-content/|/cache"
"""Where a date in an address is that of a copy."""


def evidence(sheets: Sheets) -> Iterator[Finding]:
    """All of these warnings, but for those of addresses with a day."""
    yield from _unconfirmed(sheets)
    announced = [*_announced(sheets)]
    yield from announced
    yield from _older_than_what_they_decide(sheets)
    older = {(found.path, found.line) for found in announced}
    yield from (found for found in _early_reviews(sheets) if (found.path, found.line) not in older)
    yield from _unlike_their_publisher(sheets)
    yield from _without_locator(sheets)


def _supporting(sheets: Sheets, name: str) -> pl.DataFrame:
    """Each row of a table with each source that bears it out, and the row of citations where that stands."""
    sheet = sheets[name]
    own = sheet.frame.with_row_index("row").select("row", pl.col(sheet.key).alias("row_id"), "source_id")
    cited = sheets["citations"].frame.with_row_index("cited").filter(pl.col("stance") == "supports")
    further = cited.select("cited", "row_id", "source_id", "field").join(own.select("row", "row_id"), "row_id")
    named = pl.concat([own, further], how="diagonal")
    return named.join(sheets["sources"].frame.drop("note", "url"), "source_id")


def _unconfirmed(sheets: Sheets) -> Iterator[Finding]:
    """Rows of credibility 1 without two independent sources or a primary text."""
    house = pl.col("publisher").str.replace(r"\s*\(.*$", "").str.to_lowercase()
    independent = house.filter(~pl.col("publisher").str.contains("(?i)wiki")).n_unique()
    for name in _GRADED:
        sheet = sheets[name]
        confirmed = (sheet.frame["credibility"] == "1").arg_true()
        told = _supporting(sheets, name).filter(pl.col("row").is_in(confirmed.implode())).sort("row")
        alone = told.group_by("row", maintain_order=True).agg(
            pl.col("publisher").unique(maintain_order=True),
            few=~pl.col("type").is_in(_PRIMARY).any() & (independent < 2),
        )
        for row, publishers in alone.filter("few").select("row", "publisher").iter_rows():
            message = f"credibility is 1, and it rests on {' and '.join(publishers[:3])} alone"
            hint = "cite a source of another publisher or a primary text, or set credibility to 2"
            yield sheet.finding(row, "credibility", "unconfirmed", message, "two independent sources", hint)


def _announced(sheets: Sheets) -> Iterator[Finding]:
    """Sources of an event that were published before it, where others came after."""
    events = sheets["events"]
    days = events.frame.select(pl.col("event_id").alias("row_id"), "start_date")
    told = _supporting(sheets, "events").join(days, "row_id").filter(pl.col("published") != "")
    early = upper_key(pl.col("published")) < lower_key(pl.col("start_date"))
    some = told.filter(early & ~early.all().over("row_id"), pl.col("field").fill_null("").is_in(["", "start_date"]))
    columns = ("row", "cited", "source_id", "published", "start_date")
    for row, cited, source, published, start in some.sort("row_id").select(columns).iter_rows():
        sheet, place = (events, row) if cited is None else (sheets["citations"], cited)
        message = f"{source} of {published} is older than the event of {start}, and can only announce it"
        hint = "take it out, or name in field what it does bear out"
        yield sheet.finding(place, "source_id", "announced", message, "a source that could know of it", hint)


def _older_than_what_they_decide(sheets: Sheets) -> Iterator[Finding]:
    """Sources of how a forecast came out that were published before it was made."""
    sheet = sheets["claims"]
    resolved = sheet.frame.with_row_index("row").select("row", "made_on", source_id="resolution_source_id")
    told = resolved.join(sheets["sources"].frame.select("source_id", "published"), "source_id")
    early = told.filter(pl.col("published") != "", upper_key(pl.col("published")) < lower_key(pl.col("made_on")))
    for row, made, source, published in early.sort("row").iter_rows():
        message = f"{source} of {published} is older than the forecast of {made}, and cannot tell how it came out"
        yield sheet.finding(row, "resolution_source_id", "announced", message, "a source that could know of it")


def _early_reviews(sheets: Sheets) -> Iterator[Finding]:
    """Rows that were read again before their source was first read; of several that have one source, the source."""
    read = sheets["sources"].frame.with_row_index("source").select("source", "source_id", "accessed")
    early: defaultdict[int, list[Finding]] = defaultdict(list)
    for sheet in (s for s in sheets.values() if "reviewed" in s.table.names):
        again = sheet.frame.with_row_index("row").select("row", "source_id", "reviewed")
        again = again.filter(pl.col("reviewed") != "").join(read, "source_id")
        columns = ("row", "source", "source_id", "accessed")
        for row, place, source, day in (
            again.filter(pl.col("reviewed") < pl.col("accessed")).select(columns).iter_rows()
        ):
            message, expected = f"{source} was first read on {day}, after the row was read again", f"{day} or later"
            early[place].append(sheet.finding(row, "reviewed", "early-review", message, expected))
    for place, found in early.items():
        if len(found) == 1:
            yield found[0]
        else:
            days = [f.value for f in found]
            message = f"{len(found)} rows of the source were read again before, the first on {min(days)}"
            expected = f"{min(days)} or earlier"
            yield sheets["sources"].finding(place, "accessed", "early-review", message, expected)


_OF_PUBLISHERS = {"reliability": ("several-letters", "letter"), "country": ("several-countries", "country")}
"""The columns in which all sources of a publisher have the same, the rule of that, and what it is called."""


def _unlike_their_publisher(sheets: Sheets) -> Iterator[Finding]:
    """Sources that are given another letter or country than their publisher mostly has."""
    sheet = sheets["sources"]
    for column, (rule, what) in _OF_PUBLISHERS.items():
        numbered = sheet.frame.select("publisher", said=column).with_row_index("row").filter(pl.col("said") != "")
        usual = numbered.group_by("publisher", "said").len().sort("len", "said", descending=[True, False])
        usual = usual.group_by("publisher", maintain_order=True).agg(usual=pl.col("said").first())
        other = numbered.join(usual, "publisher").filter(pl.col("said") != pl.col("usual")).sort("row")
        for row, publisher, said, most in other.select("row", "publisher", "said", "usual").iter_rows():
            message = f"{publisher} is {most} elsewhere, and here {said}"
            hint = f"one publisher has one {what}; {did_you_mean([most])}"
            yield sheet.finding(row, column, rule, message, f"the {what} of the publisher", hint)


def dated_addresses(sheets: Sheets) -> Iterator[Finding]:
    """Sources whose address has another day than their date of publication, or has one where they have none."""
    sheet = sheets["sources"]
    numbered = sheet.frame.select("url", "published", "note").with_row_index("row")
    dated = numbered.filter(~pl.col("url").str.contains(_FOLDER_OF_COPIES)).with_columns(
        day=pl.concat_str([pl.col("url").str.extract(_DATE_IN_ADDRESS, part) for part in (1, 2, 3)], separator="-")
    )
    apart = (upper_key(pl.col("published")) < pl.col("day")) | (lower_key(pl.col("published")) > pl.col("day"))
    next_day = pl.col("day").str.to_date(strict=False)
    near = (pl.col("published").str.to_date(strict=False) - next_day).dt.total_days().abs() <= 1  # zones of time
    odd = (pl.col("published") == "") | (apart & ~near.fill_null(value=False))
    known = next_day.is_not_null() & (pl.col("note") == "")
    for row, day, published in dated.filter(known & odd).select("row", "day", "published").iter_rows():
        said = f"published is {published}" if published else "published is blank"
        message = f"{said}, and the address has {day}"
        hint = f"{did_you_mean([day])} if not, say in note what the address dates"
        yield sheet.finding(row, "published", "dated-address", message, "the day on which it was published", hint)


def _without_locator(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["claims"]
    for row in (sheet.frame["locator"] == "").arg_true():
        message, hint = "nothing says where in the source it stands", "say title, lead or para. 3"
        yield sheet.finding(row, "locator", "no-locator", message, "where in the source", hint)
