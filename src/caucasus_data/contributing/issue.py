"""A form that somebody filled in on the web, as rows in the tables of a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from caucasus_data.contributing.folder import Folder, Row, Rows, place_of, placed
from caucasus_data.contributing.lookup import Lookup
from caucasus_data.contributing.proposals import proposed_id
from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.model.addresses import plain
from caucasus_data.model.forms import CORRECTION, FORMS, PARTICIPANTS, Form
from caucasus_data.model.tables import TABLES
from caucasus_data.support.plain_text import shorten
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation.finding import Finding

NOTHING: Final = "_No response_"
"""What the forge puts where nothing was filled in."""
_LONGEST: Final = 70_000


@dataclass
class Proposed:
    """What came of a form.

    Attributes:
        files: The tables that change; none where there are faults.
        row_id: The row that is proposed or mended.
        findings: Faults of the rows, or else what deserves a second look in them.
    """

    files: dict[Path, Rewriting]
    row_id: str
    findings: list[Finding]


def propose(body: str, folder: Path, day: str) -> Proposed:
    """Make rows of a form and judge them with the tables; to write them is left to the caller.

    Args:
        body: What was filled in, as the forge writes it.
        folder: The tables.
        day: On which it was filled in: the day on which its source was read.

    Raises:
        CaucasusDataError: It is none of our forms, or not whole, or names what there is not; or the tables have
            faults already.
    """
    if len(body) > _LONGEST:
        raise CaucasusDataError(f"the form has {len(body)} characters; no row needs more than {_LONGEST}")
    form = form_of(body)
    tables = Folder(folder)
    rows = {name: [*own] for name, own in tables.rows.items()}
    touched = _corrected(rows, body) if form is None else _entered(rows, form, body, day)
    changed = {name: rows[name] for name, _ in touched}
    ids = {id(row) for _, row in touched}
    places = {place for place, row in placed(changed) if id(row) in ids}
    found, files = tables.judged(changed)
    faults = [f for f in found if f.severity == "error"]
    name, row = touched[-1]
    row_id = "/".join(row[key] for key in TABLES[name].key)
    own_ones = [f for f in found if place_of(f) in places]
    return Proposed({} if faults else files, row_id, faults or own_ones)


def form_of(body: str) -> Form | None:
    """The form that was filled in, None being that for a wrong row.

    Raises:
        CaucasusDataError: It is none of ours.
    """
    headings = {line.removeprefix("### ").strip() for line in body.splitlines() if line.startswith("### ")}
    asked = {form: [answer.heading for answer in form.answers] for form in FORMS.values()}
    for form, own in asked.items():
        if headings.issuperset(own):
            return form
    if headings >= {*CORRECTION}:
        return None
    said = "it has the headings of no form by which rows are proposed"
    for own in (*asked.values(), [*CORRECTION]):
        lost = [heading for heading in own if heading not in headings]
        if 2 * len(lost) < len(own):
            raise CaucasusDataError(f"{said}: the heading {lost[0]!r} is not there; leave all as they are")
    raise CaucasusDataError(said)


def read(body: str, headings: Iterable[str]) -> dict[str, str]:
    r"""What stands under each heading of a form, the first time that it does; blank where it is left out.

    >>> read("### row\n\narmenia\n\n### column\n\n_No response_", ["row", "column"])
    {'row': 'armenia', 'column': ''}
    """
    known, found, current = dict.fromkeys(headings, ""), dict[str, list[str]](), ""
    for line in body.splitlines():
        heading = line.removeprefix("### ").strip() if line.startswith("### ") else ""
        if heading in known and heading not in found:
            current = heading
            found[current] = []
        elif current:
            found[current].append(line)
    told = {heading: "\n".join(lines).strip() for heading, lines in found.items()}
    return known | {heading: "" if text == NOTHING else text for heading, text in told.items()}


def _entered(rows: Rows, form: Form, body: str, day: str) -> list[tuple[str, Row]]:
    """The rows of a new row's form; that row itself is the last."""
    told = read(body, [*(answer.heading for answer in form.answers), PARTICIPANTS])
    cells: dict[str, Row] = {name: dict.fromkeys(TABLES[name].names, "") for name in (form.table, "sources")}
    for answer in form.answers:
        cells[answer.table][answer.column.name] = " ".join(told[answer.heading].split())
    source, row = cells["sources"], cells[form.table]
    lookup, touched = Lookup(rows), []
    source["url"] = plain(source["url"])
    if known := lookup.at_address("sources", source["url"]):
        row["source_id"] = known[0]
    else:
        source |= {"accessed": day, "reliability": "F"}
        row["source_id"] = source["source_id"] = proposed_id(TABLES["sources"], source, lookup.taken("sources"))
        rows["sources"].append(source)
        touched.append(("sources", source))
    (key,) = TABLES[form.table].key
    row[key] = proposed_id(TABLES[form.table], row, lookup.taken(form.table))
    rows[form.table].append(row)
    if form.table == "events":
        for part in _participants(told[PARTICIPANTS], row[key]):
            rows["participants"].append(part)
            touched.append(("participants", part))
    return [*touched, (form.table, row)]


def _participants(text: str, event_id: str) -> Iterable[Row]:
    for line in filter(None, map(str.strip, text.splitlines())):
        words = line.split()
        if len(words) not in (2, 3):
            raise CaucasusDataError(
                f"participants: {shorten(line, 80)!r} is not an actor, its role and, if need be, for whom it acted, "
                "such as 'mirzoyan signatory armenia'"
            )
        named = dict(zip(("actor_id", "role", "on_behalf_of"), words, strict=False))
        yield dict.fromkeys(TABLES["participants"].names, "") | {"event_id": event_id} | named


def _corrected(rows: Rows, body: str) -> list[tuple[str, Row]]:
    told = read(body, [*CORRECTION, "source", "version"])
    by_id = _by_id(rows)
    name, row = by_id[one_of("row", told["row"], by_id)]
    column = one_of("column", told["column"], TABLES[name].names)
    if column in TABLES[name].key:
        raise CaucasusDataError(f"{column} is the id of the row, which is never renamed")
    value = " ".join(told["value"].split())
    if row[column] == value:
        raise CaucasusDataError(f"{column} of {told['row']} holds {shorten(value, 80)!r} already")
    mended = row | {column: value}
    if "reviewed" in row and column != "reviewed":
        mended["reviewed"] = ""  # who read it again read another cell
    rows[name][rows[name].index(row)] = mended
    return [(name, mended)]


def _by_id(tables: Rows) -> Mapping[str, tuple[str, Row]]:
    return {
        "/".join(row[key] for key in TABLES[name].key): (name, row) for name, rows in tables.items() for row in rows
    }
