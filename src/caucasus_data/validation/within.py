"""What holds between the rows of one table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from itertools import combinations
from typing import Any

import polars as pl

from caucasus_data.model import addresses, edtf
from caucasus_data.model.columns import lower_key, upper_key
from caucasus_data.validation import hashes
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import Sheet, of_one, rolled_up

_FACTS = {
    "events": ["title", "start_date", "end_date", "type", "place_id"],
    "dependencies": [
        "dependent_id",
        "supplier_id",
        "indicator",
        "unit",
        "basis",
        "denominator",
        "measure",
        "reporter_id",
        "period",
        "value",
        "source_id",
    ],
    "claims": ["text", "claimant_id", "made_on"],
}
"""The columns in which two rows that state the same fact agree, the most telling one first."""

_CODES = ("iso3", "cow", "gw")
"""The codes of an actor that no other bears at the time."""


def keys(sheet: Sheet, headers: Collection[int] = ()) -> Iterator[Finding]:
    """Keys that stand twice: every row of them but the first.

    Args:
        headers: Lines on which the header stands once more; of the rows that were pasted with it nothing is told.
    """
    if not sheet.has(*sheet.table.key) or sheet.in_order:  # and so each once
        return
    alike = hashes.several(hashes.of(sheet.frame, sheet.table.key)).arg_true()
    named = sheet.frame.select(pl.col(sheet.table.key).gather(alike)).rows()
    rows: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, key in sorted(zip(alike, named, strict=True), key=lambda found: sheet.lines[found[0]]):
        rows[key].append(row)
    groups = [places for places in rows.values() if len(places) > 1]
    again = (_again(sheet, places[0], [r for r in places[1:] if r not in sheet.misnamed]) for places in groups)
    told = (finding for found in again for finding in found)
    yield from rolled_up([*_blocks(told, headers)], lambda finding: finding)


_PAIR = 2  # rows that follow each other and were not pasted together for that


def _blocks(findings: Iterable[Finding], headers: Collection[int]) -> Iterator[Finding]:
    """The findings, but of several on lines that follow each other the first, which speaks for all.

    Those that follow a header are told of by it.
    """
    blocks: list[list[Finding]] = []
    for found in sorted(findings):
        if blocks and found.line == blocks[-1][-1].line + 1:
            blocks[-1].append(found)
        else:
            blocks.append([found])
    for block in blocks:
        if block[0].line - 1 not in headers:
            yield from of_one(block, lambda found: found, "row", _PAIR)


def _again(sheet: Sheet, first: int, again: list[int]) -> Iterator[Finding]:
    message = f"{' + '.join(sheet.table.key)} stands already on {sheet.place(sheet.lines[first])}"
    sheet.nameless.update(again)
    sheet.convicted.update(again)
    expected = "a key that no other row has"
    yield from of_one(again, lambda row: sheet.finding(row, sheet.key, "duplicate-key", message, expected), "row")


def order(sheet: Sheet, released: Rows) -> Iterator[Finding]:
    """The first sound row out of order: one finding, for one command mends them all."""
    if not sheet.has(*sheet.table.key) or sheet.in_order:
        return
    sound = sheet.order.filter(~sheet.order.is_in(sorted(sheet.convicted)))
    falls = sheet.falls(sound)
    if len(falls):
        fall = falls[0]
        above, row = sound[fall - 1 : fall + 1]
        column = next(c for c in sheet.table.key if sheet.frame.item(row, c) != sheet.frame.item(above, c))
        more = f"; so do {len(falls) - 1} more rows further down" if len(falls) > 1 else ""
        message = f"the row stands out of the order of {' + '.join(sheet.table.key)}{more}"
        hint = "caucasus-data fmt puts the rows in order"
        expected = "rows in the order of their key"
        lifted = _is_lifted(sheet, sound, fall, released)
        yield sheet.finding(above if lifted else row, column, "row-order", message, expected, hint)


def _is_lifted(sheet: Sheet, rows: pl.Series, fall: int, released: Rows) -> bool:
    """Whether the row above one that falls stands too high; where either may be wrong, the one of the release is not.

    Args:
        rows: Those among which it falls, and its place among them.
    """
    above, row, *below = rows[fall - 1 : fall + 2]
    if fall == 1 or len(sheet.falls(rows.gather([fall - 2, fall]))):
        return False
    known = [sheet.named(place) in released for place in (above, row)]
    return known != [True, False] or bool(below and len(sheet.falls(rows.gather([fall - 1, fall + 1]))))


def spells(sheet: Sheet) -> Iterator[Finding]:
    """Spells of one membership that surely share more than a day."""
    if not sheet.has("member_id", "organization_id", "type", "role", "start_date", "end_date"):
        return
    capacity = pl.when(pl.col("role") == "").then("type").otherwise("role").alias("capacity")
    known = _sound(sheet).with_columns(capacity)
    for one, other in _overlapping(known, ["member_id", "organization_id", "capacity"]):
        if not sheet.convicted.isdisjoint((one["row"], other["row"])):
            continue
        message = f"the spell overlaps {one['membership_id']} on {sheet.place(one['line'])}"
        expected = "spells of one membership that follow each other"
        yield sheet.finding(other["row"], "start_date", "overlapping-spells", message, expected)


def looks(sheet: Sheet) -> Iterator[Finding]:
    """Spells in which one area was looked through for one theme that surely share more than a day."""
    if sheet.has("domain", "area_id", "start_date", "end_date"):
        for one, other in _overlapping(_sound(sheet), ["domain", "area_id"]):
            message = f"the spell overlaps that from {one['start_date']} on {sheet.place(one['line'])}"
            expected = "spells of one domain and area that follow each other"
            yield sheet.finding(other["row"], "start_date", "overlapping-spells", message, expected)


def standings(sheet: Sheet) -> Iterator[Finding]:
    """A member that belongs to an organization in two capacities at a time."""
    known = _sound(sheet).filter(pl.col("type") != "office")
    for one, other in _overlapping(known, ["member_id", "organization_id"]):
        if one["type"] != other["type"]:
            where = f"{one['membership_id']} on {sheet.place(one['line'])}"
            message = f"{other['member_id']} is {one['type']} at the same time, by {where}"
            yield sheet.finding(other["row"], "type", "contradictory-spells", message, "one standing at a time")


def _overlapping(known: pl.DataFrame, same: list[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    if not known.select(same).is_duplicated().any():
        return
    open_end = pl.when(pl.col("end_date") == "").then(pl.lit("9"))
    several = known.filter(pl.col("start_date") != "", pl.len().over(same) > 1).with_columns(
        begins=upper_key(pl.col("start_date")), ends=open_end.otherwise(lower_key(pl.col("end_date")))
    )
    for group in several.sort("line").partition_by(same):
        for one, other in combinations(group.to_dicts(), 2):
            if one["begins"] < other["ends"] and other["begins"] < one["ends"]:
                yield one, other


def same_facts(sheet: Sheet) -> Iterator[Finding]:
    """Rows that state the same fact under two ids: every one but the first."""
    columns = _FACTS.get(sheet.table.name)
    if not columns or not sheet.has(*columns):
        return
    telling = columns[:1] if sheet.table.name != "dependencies" else columns
    several = _sound(sheet, columns, hashes.several(hashes.of(sheet.frame, telling)))
    rows: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for cells in several.sort("line").iter_rows(named=True):
        rows[tuple(cells[c] for c in columns)].append(cells["row"])
    for first, *others in rows.values():
        again = [row for row in others if sheet.lines[row] != sheet.lines[first]]
        sheet.convicted.update(again)
        yield from of_one(again, partial(_said_again, sheet, columns[0], first), "row")


def _said_again(sheet: Sheet, column: str, first: int, row: int) -> Finding:
    message = f"the row says what {sheet.place(sheet.lines[first])} says already"
    hint = "take one of them out, and cite its source in citations.csv"
    return sheet.finding(row, column, "same-fact", message, "a fact entered once", hint)


def cycles(sheet: Sheet, column: str) -> Iterator[Finding]:
    """Chains of a self-reference that come back to where they began: one finding a chain."""
    steps = sheet.frame.select(sheet.key, column).filter(pl.col(column) != "")
    above = dict(steps.filter(pl.col(column).is_in(steps[sheet.key].implode())).iter_rows())  # others end at once
    settled: set[str] = set()
    for start in above:
        chain: dict[str, None] = {}
        here = start
        while here in above and here not in settled and here not in chain:
            chain[here] = None
            here = above[here]
        if here in chain and here != above[here]:  # a row that names itself breaks another rule
            ring = list(chain)[list(chain).index(here) :]
            row = min(sheet.frame[sheet.key].is_in(ring).arg_true(), key=sheet.lines.__getitem__)
            message = f"{column} comes back to where it began: {' → '.join([*ring, here][:8])}"
            yield sheet.finding(row, column, "cycle", message, "a chain that ends")
        settled.update(chain)


def same_actors(sheet: Sheet, released: Rows) -> Iterator[Finding]:
    """Actors under two ids, as their name or a code that belongs to one alone tells: every one but the first.

    One that has it as in the last release comes before one that has not.
    """
    if not sheet.has("name", "kind", "parent_id", "start_date", "end_date", *_CODES):
        return
    known = _sound(sheet).sort("line").with_columns(sounds=_sounding(pl.col("name")))
    found: set[int] = set()
    for same, column in ((["sounds", "kind", "parent_id"], "name"), *(([code], code) for code in _CODES)):
        several = known.filter(pl.col(same[0]) != "", pl.len().over(same) > 1)
        for group in several.partition_by(same, maintain_order=True):
            for one, other in combinations(sorted(group.to_dicts(), key=partial(_is_new, released, column)), 2):
                may_be_one = _born_together(one, other) if column == "name" else _live_together(one, other)
                if may_be_one and other["row"] not in found:
                    found.add(other["row"])
                    written = "" if one[column].casefold() == other[column].casefold() else ", written in another way"
                    message = f"{column} is that of {one['actor_id']} on {sheet.place(one['line'])}{written}"
                    hint = "take one of them out; of two of one name give both their start_date"
                    yield sheet.finding(other["row"], column, "same-actor", message, "one row for one actor", hint)


_SPELLINGS = {
    "\u0131": "i", "\u0259": "a", "\u2019": "", "'": "", "y": "i",
    "dzh": "j", "dj": "j", "kh": "h", "gh": "g", "sh": "s", "ch": "c", "zh": "z", "tz": "ts",
}  # fmt: skip
"""Letters that ways of transliterating differ in, and what they are taken for."""

_TWICE = {2 * letter: letter for letter in "abcdefgiklmnoprstuvz"}


def _sounding(name: pl.Expr) -> pl.Expr:
    """The words of names in one order, alike in each of their transliterations: Aliev and \u018fliyev."""
    plain = name.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    alike = plain.str.replace_many(_SPELLINGS).str.replace_many(_TWICE).str.replace_all(r"[^\p{L}\p{N}]+", " ")
    return alike.str.strip_chars(" ").str.split(" ").list.sort().list.join(" ")


def usages(sheet: Sheet) -> Iterator[Finding]:
    """Names of an actor that are used in several ways at a time, by those who use them or by all."""
    same = ["actor_id", "name", "language", "used_by", "start_date", "end_date"]
    for group in _sound(sheet, [*same, "usage"], hashes.several(hashes.of(sheet.frame, same))).partition_by(same):
        first, *others = group.sort("line").iter_rows(named=True)
        for cells in others:
            if cells["usage"] != first["usage"]:
                message = f"the name is {first['usage']} at the same time, by {sheet.place(first['line'])}"
                yield sheet.finding(cells["row"], "usage", "two-usages", message, "one usage at a time")


def same_identifiers(sheet: Sheet) -> Iterator[Finding]:
    """Identifiers that stand exactly for two rows of a table: every one but the first."""
    if not sheet.has("row_id", "scheme", "value", "match"):
        return
    table = pl.col("row_id").str.extract("^([a-z]{3}-)?").alias("table")
    first: dict[tuple[str, ...], tuple[int, str]] = {}
    for row, line, name, *same in (
        _sound(sheet)
        .filter(pl.col("match") == "exact")
        .sort("line")
        .select("row", "line", "row_id", table, "scheme", "value")
        .iter_rows()
    ):
        seen, other = first.setdefault(tuple(same), (line, name))
        if other != name:
            message = f"{same[1]} {same[2]} stands for {other} on {sheet.place(seen)}"
            hint = "if they are one, take one of them out; if one is a part of the other, match is broader or narrower"
            yield sheet.finding(row, "value", "shared-identifier", message, "an identifier of this row alone", hint)


def _is_new(released: Rows, column: str, cells: dict[str, Any]) -> bool:
    name = cells["actor_id"]
    return name not in released or released.differs(name, column, cells[column])


def _born_together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return "" in (one["start_date"], other["start_date"]) or one["start_date"] == other["start_date"]


def _live_together(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two lives share a day: of a state and its successor, which bear one code, they do not.

    Of an actor that ended and one whose start is unknown there is no telling.
    """
    first, second = sorted((one, other), key=lambda life: life["end_date"] == "")
    if first["end_date"] and not second["start_date"]:
        return False
    first, second = sorted((one, other), key=lambda life: edtf.lower_key(life["start_date"]))
    return not first["end_date"] or edtf.upper_key(first["end_date"]) > edtf.upper_key(second["start_date"])


def alike(sheet: Sheet) -> Iterator[Finding]:
    """Events of one day and type with nearly the same title."""
    known = _sound(sheet).with_columns(words=pl.col("title").str.to_lowercase().str.extract_all(r"\w+").list.unique())
    sizes = pl.len().over("start_date", "type", "place_id")
    few = known.filter(sizes.is_between(2, 20))  # more of them on one day are a series, told apart by their titles
    for group in few.sort("line").partition_by("start_date", "type", "place_id"):
        for one, other in combinations(group.to_dicts(), 2):
            a, b = set(one["words"]), set(other["words"])
            if len(a & b) >= 0.8 * len(a | b):
                message = f"the title is much like that of {one['event_id']} on {sheet.place(one['line'])}"
                yield sheet.finding(other["row"], "title", "alike", message, "one row for one event")


def same_address(sheet: Sheet) -> Iterator[Finding]:
    """Sources that stand under one address, be it written in two ways: every one but the first."""
    first: dict[str, int] = {}
    known = _sound(sheet, ["url"]).with_columns(page=addresses.page(pl.col("url")))
    for row, line, page in (
        known.filter(pl.col("page").is_duplicated()).sort("line").select("row", "line", "page").iter_rows()
    ):
        if first.setdefault(page, line) != line:
            message = f"the address leads where that on {sheet.place(first[page])} does"
            yield sheet.finding(row, "url", "same-source", message, "one source for one address")


def same_place(sheet: Sheet) -> Iterator[Finding]:
    """Places of one name at one point or of one kind in one area, or of one number in GeoNames: all but the first."""
    first: dict[tuple[str, ...], str] = {}
    for cells in _sound(sheet).sort("row").iter_rows(named=True):
        name = cells["name"].casefold()
        same = {
            "name and coordinates": (name, cells["latitude"], cells["longitude"]) if cells["latitude"] else (),
            "geonames": (cells["geonames"],) if cells["geonames"] else (),
            "name, kind and area": (name, cells["kind"], cells["within_id"]) if cells["within_id"] else (),
        }
        for what, value in same.items():
            other = first.setdefault(value, cells["place_id"]) if value else cells["place_id"]
            if other != cells["place_id"]:
                yield sheet.finding(
                    cells["row"], "place_id", "same-place", f"{other} has the same {what}", "one row for one place"
                )
                break


def _sound(sheet: Sheet, columns: Collection[str] = (), among: pl.Series | None = None) -> pl.DataFrame:
    """The rows in which nothing was found so far, each with its number and its line.

    Args:
        columns: Those that are asked for, all where none is named.
        among: Whether each row of the table is asked for.
    """
    numbered = sheet.frame.select(columns or sheet.table.names).with_row_index("row").cast({"row": pl.Int64})
    numbered = numbered.with_columns(sheet.lines.alias("line"))
    if among is not None:
        numbered = numbered.filter(among)
    return numbered.filter(~pl.col("row").is_in(sorted(sheet.convicted))) if sheet.convicted else numbered
