"""Rows and dates as people say them."""

from __future__ import annotations

from calendar import month_name
from functools import cache
from typing import Final

from caucasus_data.analysis.charts import theme
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model import edtf
from caucasus_data.site.record import Record, Row

_CAPACITY: Final = {
    "full": "a full member of",
    "associate": "an associate member of",
    "observer": "an observer of",
    "candidate": "a candidate for",
    "applicant": "an applicant to",
    "partner": "a partner of",
    "party": "a party to",
}
_SEAT: Final = {
    "suspended_by_member": "The seat is empty: membership stands in law, and the member has stopped taking part.",
    "suspended_by_organization": "The organization has suspended the member.",
}
_PLAIN: Final = {"full": "full member", "associate": "associate member"}
_TABLES: Final = {
    "actors": "actor",
    "memberships": "membership",
    "events": "event",
    "dependencies": "dependency",
    "claims": "claim",
    "sources": "source",
    "places": "place",
}


def one(table: str) -> str:
    """What a row of a table is."""
    return _TABLES.get(table, table)


def plain(word: str) -> str:
    """A word of a vocabulary or a column as people say it."""
    return _PLAIN.get(word) or theme.said(word.removesuffix("_id"))


@cache
def date(text: str) -> str:
    """An EDTF date in words.

    >>> date("2024-06"), date("2023-09-19/2023-09-20"), date("198X"), date("2024~")
    ('June 2024', '19 September 2023 or 20 September 2023', 'the 1980s', 'about 2024')
    >>> date("2016-01/2016-06")
    'between January 2016 and June 2016'
    """
    if not text:
        return ""
    try:
        parsed = edtf.parse(text)
    except CaucasusDataError:
        return text
    if parsed.precision == "interval":
        first, last = text.split("/")
        next_day = (parsed.latest - parsed.earliest).days == 1
        return f"{_said(first)} or {_said(last)}" if next_day else f"between {_said(first)} and {_said(last)}"
    if parsed.approximate:
        return f"about {_said(text)}"
    return f"{_said(text)}, perhaps" if parsed.uncertain else _said(text)


def _said(text: str) -> str:
    year, *rest = text.rstrip("?~").replace("-XX", "").split("-")
    if "X" in year:
        return f"the {year.replace('X', '0')}s" if year.count("X") == 1 else f"the {int(year[:2]) + 1}th century"
    words = [str(int(rest[1]))] if len(rest) == 2 else []
    return " ".join([*words, *([month_name[int(rest[0])]] if rest else []), year])


def first_day(text: str) -> str:
    """The first day that a date may mean, by which rows are put in order."""
    return edtf.parse(text).earliest.isoformat() if text else ""


def when(text: str) -> str:
    """A date in words with the preposition that it needs."""
    said = date(text)
    return (
        said
        if said.startswith(("between", "about"))
        else f"{'on' if said[:1].isdigit() and ' ' in said else 'in'} {said}"
    )


def bounds(text: str) -> str:
    """What an inexact date may mean, for whoever points at it.

    >>> bounds("2024-06"), bounds("2024-06-12")
    ('2024-06: any day from 2024-06-01 to 2024-06-30', '2024-06-12')
    """
    if not text:
        return ""
    try:
        parsed = edtf.parse(text)
    except CaucasusDataError:
        return text
    if parsed.precision == "day":
        return text
    return f"{text}: any day from {parsed.earliest} to {parsed.latest}"


def name(record: Record, actor_id: str) -> str:
    """The neutral label of an actor."""
    return record.row("actors", actor_id).get("name") or actor_id


def title(record: Record, table: str, row: Row) -> str:
    """What a row is called in a heading, a link and a search."""
    if table == "actors":
        return row["name"]
    if table == "memberships":
        role = row["role"] or plain(row["type"])
        spell = f"{row['start_date'][:4]}–{row['end_date'][:4]}".strip("–") + "–" * (not row["end_date"])
        return f"{name(record, row['member_id'])}, {role}: {name(record, row['organization_id'])} ({spell})"
    if table == "events":
        return row["title"]
    if table == "dependencies":
        who = f"{name(record, row['dependent_id'])} on {name(record, row['supplier_id'])}"
        return f"{who}: {plain(row['indicator'])}, {row['period'] or 'no period'}"
    if table == "claims":
        return row["text"]
    if table == "places":
        return row["name"]
    return row["title"]


def sentence(record: Record, table: str, row: Row) -> str:
    """A row in words."""
    return str(_SENTENCES[table](record, row)) if table in _SENTENCES else ""


def _membership(record: Record, row: Row) -> str:
    who, what = name(record, row["member_id"]), name(record, row["organization_id"])
    over = bool(row["end_date"])
    verb = "was" if over else "is"
    capacity = f"{row['role']} of" if row["type"] == "office" else _CAPACITY.get(row["type"], plain(row["type"]))
    spell = f" since {date(row['start_date'])}" if row["start_date"] else ", since when is not known"
    if over:
        spell = f" from {date(row['start_date']) or 'an unknown day'} until {date(row['end_date'])}"
    if row["participation"] == "none" and row["type"] in ("full", "party"):
        return (
            f"{who} had signed to be {capacity} {what}{spell}; it was not yet in force."
            if over
            else (f"{who} has signed to be {capacity} {what}{spell}; it is not yet in force.")
        )
    seat = _SEAT.get(row["participation"], "")
    seat = seat.replace("is empty", "was empty").replace("stands", "stood").replace("has", "had") if over else seat
    return f"{who} {verb} {capacity} {what}{spell}. {seat}".strip()


def _event(record: Record, row: Row) -> str:
    meaning = record.words("event_type")[row["type"]]["definition"]
    place = row.get("place") or record.row("places", row.get("place_id", "")).get("name", "")
    lasted = f" until {date(row['end_date'])}" if row["end_date"] else ""
    began = when(row["start_date"]) if row["start_date"] else "on an unknown day"
    where = f", {place}" if place else ""
    return f"{began[0].upper()}{began[1:]}{lasted}{where}. {plain(row['type']).capitalize()}: {lowered(meaning)}"


def _dependency(record: Record, row: Row) -> str:
    facts = record.words("indicator")[row["indicator"]]
    who, on = name(record, row["dependent_id"]), name(record, row["supplier_id"])
    hedge = {"about": "about ", "at_least": "at least ", "at_most": "at most "}.get(row["qualifier"], "")
    amount = f"{hedge}{number(row['value'])} {plain(row['unit'])}" if row["value"] else "no number"
    share = f" of {plain(row['denominator'])}" if row["denominator"] else ""
    period = f" {when(row['period'])}" if row["period"] else ""
    return f"{who}, supplied by {on}{period}: {amount}{share}. {facts['definition']}"


def _claim(record: Record, row: Row) -> str:
    meaning = record.words("claim_status")[row["status"]]["definition"]
    said = f" {when(row['made_on'])}" if row["made_on"] else ""
    likely = f" It called this {plain(row['likelihood'])}." if row["likelihood"] else ""
    status = plain(row["status"]).capitalize()
    return f"{name(record, row['claimant_id'])} said so{said}.{likely} {status}: {lowered(meaning)}"


def _actor(record: Record, row: Row) -> str:
    kind = plain(row["kind"]).capitalize()
    part = f", part of {name(record, row['parent_id'])}" if row["parent_id"] else ""
    start, end = date(row["start_date"]), date(row["end_date"])
    person = row["kind"] == "person"
    born = (f"born {start}" if person else f"since {start}") if start else ""
    died = (f"died {end}" if person else f"until {end}") if end else ""
    life = ", ".join(filter(None, (born, died)))
    return f"{kind}{part}{f'; {life}' if life else ''}."


def _source(record: Record, row: Row) -> str:
    meaning = record.words("reliability")[row["reliability"]]["definition"]
    author = f", by {row['author']}" if row["author"] else ""
    published = f", {date(row['published'])}" if row["published"] else ", not dated"
    return f"{row['publisher']}{author}{published}. {row['reliability']}: {lowered(meaning)}"


def _place(record: Record, row: Row) -> str:
    within = f" in {name(record, row['within_id'])}" if row["within_id"] else ""
    point = f", {row['latitude']}° N, {row['longitude']}° E" if row["latitude"] else ", without coordinates so far"
    return f"{plain(row['kind']).capitalize()}{within}{point}. That a row names it says nothing about its status."


_SENTENCES: Final = {
    "actors": _actor,
    "memberships": _membership,
    "events": _event,
    "dependencies": _dependency,
    "claims": _claim,
    "sources": _source,
    "places": _place,
}


def lowered(text: str) -> str:
    """A sentence that goes on after a colon."""
    return text[:1].lower() + text[1:] if text[:2].istitle() and not text.startswith("A party ") else text


def number(text: str) -> str:
    """A number with its thousands apart.

    >>> number("2100.50"), number("87.7")
    ('2,100.5', '87.7')
    """
    try:
        return f"{float(text):,.10g}" if float(text) >= 1000 else f"{float(text):.10g}"
    except ValueError:
        return text
