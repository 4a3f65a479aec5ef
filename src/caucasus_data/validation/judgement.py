"""What is possible and looks wrong: warnings, on rows in which nothing else was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.model import addresses
from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation import within
from caucasus_data.validation.between import Released, Sheets
from caucasus_data.validation.boxes import BOXES
from caucasus_data.validation.evidence import dated_addresses, evidence
from caucasus_data.validation.exchanged import exchanged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.ids import dated_ids, named_members, named_parties
from caucasus_data.validation.lifetimes import lifetimes
from caucasus_data.validation.plausibility import plausibility
from caucasus_data.validation.reviews import reviews
from caucasus_data.validation.sides import sides
from caucasus_data.validation.wording import wording

_DATED = {"events": "start_date", "memberships": "start_date", "dependencies": "period", "claims": "made_on"}
"""The column that dates what a row reports."""

_NAMING = ("event_id", "row_id", "part_of")
"""Columns by which a row hangs on another whose day may be wrong."""

_WITHOUT_OFFICES = ("missing-side", "unfounded-side")
"""Rules that hang on who held an office, and when."""

_SCRIPT_OF = {
    "Arabic": ("ar", "fa", "ur"),
    "Armenian": ("hy", "hyw"),
    "Cyrillic": ("ab", "be", "bg", "ce", "ky", "mk", "os", "ru", "tg", "uk"),
    "Ethiopic": ("am",),
    "Georgian": ("ka", "xmf"),
    "Greek": ("el",),
    "Hebrew": ("he",),
    "Latin": ("az", "cs", "de", "en", "es", "et", "fi", "fr", "it", "lt", "lv", "nl", "pl", "pt", "ro", "sv", "tr"),
}
"""Languages that are written in one script alone, unless their tag names another."""


def judgement(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """Everything that a second look is due to, in tables that hold no errors; what explains others comes first."""
    doubted = set[tuple[str, int]]()
    unread = [*reviews(sheets, released)]
    slips = chain(_without_those_of(unread, _of_rows_as_they_are(sheets)), wording(sheets, released))
    for warnings in (slips, exchanged(sheets, released), unread):
        found = [f for f in warnings if (f.path, f.line) not in doubted]
        doubted.update((f.path, f.line) for f in found)
        yield from found


def _without_those_of(unread: Sequence[Finding], findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, without those of offices that changed since they were read."""
    changed = {f.row["member_id"] for f in unread if "member_id" in f.row}
    return (f for f in findings if not (f.rule in _WITHOUT_OFFICES and f.row["actor_id"] in changed))


def _of_rows_as_they_are(sheets: Sheets) -> Iterator[Finding]:
    """A day that is wrong makes others look so: of what it explains there is no warning."""
    addresses = [*dated_addresses(sheets)]
    redated = {f.row_id for f in addresses}
    named = (*named_parties(sheets), *named_members(sheets), *dated_ids(sheets))
    early = [f for f in _before_report(sheets) if f.row["source_id"] not in redated]
    misdated = {f.row_id: f for f in (*named, *early)}
    yield from addresses
    yield from misdated.values()
    excused = _WITHOUT_OFFICES if any("member_id" in f.row for f in named) else ()
    for f in _with_dates_as_they_are(sheets):
        explained = f.rule in excused or (f.rule == "announced" and f.row.get("source_id") in redated)
        if not explained and misdated.keys().isdisjoint((f.row_id, *(f.row.get(c, "") for c in _NAMING))):
            yield f


def _with_dates_as_they_are(sheets: Sheets) -> Iterator[Finding]:
    yield from within.standings(sheets["memberships"])
    yield from within.usages(sheets["names"])
    again = [*within.alike(sheets["events"])]
    yield from again
    twice = [*within.same_address(sheets["sources"])]
    yield from twice
    yield from _other_scripts(sheets)
    yield from _odd_addresses(sheets)
    yield from (found for found in _unused_sources(sheets) if found.line not in {other.line for other in twice})
    yield from lifetimes(sheets)
    yield from (found for found in _without_participant(sheets) if found.line not in {other.line for other in again})
    yield from sides(sheets)
    yield from _outside_state(sheets)
    yield from within.same_place(sheets["places"])
    yield from evidence(sheets)
    yield from plausibility(sheets)


def _other_scripts(sheets: Sheets) -> Iterator[Finding]:
    """Names and titles without a letter of their language; titles in Latin letters may be those of a translation."""
    for table, column, letters in (("names", "name", r"\p{L}"), ("sources", "title", r"[\p{L}--\p{Latin}]")):
        sheet = sheets[table]
        written = sheet.frame.select("language", pl.col(column).alias("text"), row=pl.int_range(pl.len()))
        written = written.filter(pl.col("text").str.contains(letters))
        for script, languages in _SCRIPT_OF.items():
            of_script = written.filter(pl.col("language").is_in(languages))
            for language, _, row in of_script.filter(~pl.col("text").str.contains(rf"\p{{{script}}}")).iter_rows():
                message = f"language is {language}, and {column} has no {script} letter"
                hint = "where it is written in letters of another language, language names the script: hy-Latn"
                yield sheet.finding(row, "language", "other-script", message, f"the language of {column}", hint)


def _unused_sources(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["sources"]
    naming = (
        other.frame[column.name].unique()
        for other in sheets.values()
        for column in other.table.columns
        if column.cell.reference and column.cell.reference.table == "sources"
    )
    used = pl.concat([names.rename("used") for names in naming])
    for row in (~sheet.frame["source_id"].is_in(used.implode())).arg_true():
        message, hint = f"no row names {sheet.frame.item(row, 'source_id')}", "cite it in citations.csv, or take it out"
        yield sheet.finding(row, "source_id", "unused-source", message, "a source that bears a row", hint)


def _odd_addresses(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["sources"]
    for row in sheet.frame["url"].str.contains(addresses.ODD).arg_true():
        address = sheet.frame.item(row, "url")
        plain = addresses.plain(address)
        if plain == address:
            message, hint = "the host is a number or only leads on", "open it, and copy the address of the page itself"
            yield sheet.finding(row, "url", "odd-address", message, "the address of the page under its name", hint)
        else:
            message, hint = "the address holds more than leads to the page", did_you_mean([plain])
            yield sheet.finding(row, "url", "odd-address", message, "the address alone", hint, plain)


def _before_report(sheets: Sheets) -> Iterator[Finding]:
    """Facts that surely came after everything that is said to report them was published, or else read."""
    known = pl.when(pl.col("published") == "").then("accessed").otherwise("published")
    stated = sheets["sources"].frame.select("source_id", published=known, told=upper_key(known))
    cited = sheets["citations"].frame.filter(pl.col("stance") == "supports").select("row_id", "source_id")
    last_cited = cited.join(stated, "source_id").group_by("row_id").agg(pl.col("told").max().alias("cited"))
    for name, column in _DATED.items():
        sheet = sheets[name]
        dated = sheet.frame.select(pl.col(sheet.key).alias("row_id"), "source_id", column).with_row_index("row")
        facts = dated.filter(pl.col(column) != "").join(stated, "source_id").join(last_cited, "row_id", "left")
        late = facts.filter(lower_key(pl.col(column)) > pl.max_horizontal("told", "cited"))
        for row, when, source, told in late.select("row", column, "source_id", "published").iter_rows():
            message = f"{column} {when} is later than {source} of {told}, and no later source is cited"
            yield sheet.finding(row, column, "before-report", message, "a source that could know of it")


def _without_participant(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["events"]
    alone = ~sheet.frame["event_id"].is_in(sheets["participants"].frame["event_id"].implode())
    for row in alone.arg_true():
        message, hint = "no participant is entered", "add a row to participants.csv"
        yield sheet.finding(row, "event_id", "no-participant", message, "at least one participant", hint)


def _outside_state(sheets: Sheets) -> Iterator[Finding]:
    sheet, actors = sheets["places"], sheets["actors"].frame
    above = dict(actors.select("actor_id", "parent_id").iter_rows())
    codes = dict(actors.filter(pl.col("kind") == "state").select("actor_id", "iso3").iter_rows())
    located = sheet.frame.with_row_index("row").filter(pl.col("latitude") != "", pl.col("within_id") != "")
    columns = ("row", "within_id", "latitude", "longitude", "precision")
    for row, state, latitude, longitude, precision in located.select(columns).iter_rows():
        while state not in codes and above.get(state):
            state = above[state]
        box = BOXES.get(codes.get(state, ""))
        if box is None:
            continue
        if precision == "near":  # the known point may be across a border
            box = box.wider()
        if not box.south <= float(latitude) <= box.north:
            message = f"latitude lies outside {state}, which reaches from {box.south:g} to {box.north:g}"
            yield sheet.finding(row, "latitude", "outside-state", message, "degrees north, within the state")
        elif not box.west <= float(longitude) <= box.east:
            message = f"longitude lies outside {state}, which reaches from {box.west:g} to {box.east:g}"
            yield sheet.finding(row, "longitude", "outside-state", message, "degrees east, within the state")
