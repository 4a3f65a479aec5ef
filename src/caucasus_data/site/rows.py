"""The page of each row."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from caucasus_data.model.package import REPOSITORY
from caucasus_data.package import storage
from caucasus_data.package.difference import Change
from caucasus_data.site import linked, words
from caucasus_data.site.around import Around
from caucasus_data.site.citations import Citations
from caucasus_data.site.pages import Pages, as_csv, folder
from caucasus_data.site.record import PAGES, Record, Row, safe
from caucasus_data.site.series import same_series
from caucasus_data.support.plain_text import as_json_text

_BESIDE: Final = ("participants", "citations", "names", "identifiers", "withdrawn", "coverage")
"""What a page tells in a section of its own, or what has no page."""


_DATES: Final = {"events": "start_date", "claims": "made_on"}
_MANY, _MOST = 150, 250
"""How many observations a page links to one by one, and how many rows of any kind; beside it is a page with all."""


class Mentioned(NamedTuple):
    """A row that refers to another, its date, and how many more of its series do."""

    table: str
    id: str
    more: int = 0
    date: str = ""


class Fact(NamedTuple):
    """A cell that is not blank: its column, what it refers to, what its word means, and what inexact dates mean."""

    column: str
    says: str
    value: str
    shown: str
    table: str
    meaning: str
    wrong: str


def write_rows(pages: Pages, citations: Citations) -> None:
    """Write the pages of all rows but those of actors, which have more to tell, and of what was withdrawn."""
    around = Around(pages.record)
    for table in PAGES:
        if table != "actors":
            for row_id in pages.record.tables.get(table, {}):
                more = {"around": around.of(row_id)} if table == "events" else {}
                write(pages, citations, table, row_id, "row.html", **more)
    for gone in pages.record.withdrawn:
        if gone["table"] in PAGES and gone["row_id"] not in pages.record.tables[gone["table"]]:
            place = f"{gone['table']}/{folder(gone['row_id'])}"
            told = _history(pages.record, gone["table"], gone["row_id"])
            pages.write(place, "withdrawn.html", gone=gone, history=told)


def write(pages: Pages, citations: Citations, table: str, row_id: str, template: str, **more: Any) -> None:
    """Write the page of a row, with the row as JSON and CSV beside it."""
    record = pages.record
    row = record.row(table, row_id)
    sources = record.sources(row, row_id)
    mentions = _mentions(pages, row_id)
    cut = [(heading, items[:_MOST]) for heading, items in mentions]
    context: dict[str, Any] = {
        "table": table,
        "row_id": row_id,
        "row": row,
        "heading": pages.title(table, row_id),
        "sentence": words.sentence(record, table, row),
        "facts": facts(record, table, row, row_id),
        "supports": [s for s in sources if s.stance == "supports"],
        "contradicts": [s for s in sources if s.stance != "supports"],
        "participants": _participants(record, row_id) if table == "events" else [],
        "mentions": cut,
        "further": {heading: len(items) - _MOST for heading, items in mentions if len(items) > _MOST},
        "history": _history(record, table, row_id),
        "cited": citations.of(table, [row_id]),
        "identifiers": record.named_by(row_id, "identifiers", "row_id"),
        "described": linked.described(record, table, row, row_id),
        "around": [],
        "reports": _report(row_id, "", "", record.edition),
        **more,
    }
    pages.write(f"{table}/{folder(row_id)}", template, **context)
    if cut != mentions and table != "actors":  # of which the page with all shows more
        every = {"heading": context["heading"], "table": table, "row_id": row_id, "mentions": mentions, "further": {}}
        pages.write(f"{table}/{folder(row_id)}/all", "row_all.html", **every)
    pages.put(f"{table}/{folder(row_id)}/row.json", as_json_text({k: v for k, v in row.items() if v}) + "\n")
    pages.put(f"{table}/{folder(row_id)}/row.csv", as_csv(row))


def facts(record: Record, table: str, row: Row, row_id: str) -> list[Fact]:
    """The cells of a row that are not blank, in the order of the table."""
    references = record.references[table]
    found = []
    for field in storage.schema(table, record.version)["fields"]:
        column, value = field["name"], row.get(field["name"], "")
        if not value or column in (f"{words.one(table)}_id", "note", "source_id"):
            continue
        target = references.get(column, "")
        shown, meaning = value, ""
        if target:
            shown = words.title(record, target, record.row(target, value)) if record.row(target, value) else value
        elif "vocabulary" in field:
            shown = words.plain(value) if not value.isdigit() and len(value) > 1 else value
            meaning = next((c["label"] for c in field["categories"] if str(c["value"]) == value), "")
        elif "rdfType" in field:
            shown, meaning = words.date(value), words.bounds(value)
        elif field["type"] == "number" and not column.endswith("itude"):
            shown = words.number(value)
        wrong = _report(row_id, column, value, record.edition)
        found.append(Fact(column, field["description"], value, shown, target, meaning, wrong))
    return found


def _participants(record: Record, event_id: str) -> list[dict[str, Any]]:
    """Who took part, each once with its roles and those for whom it acted."""
    found: dict[str, dict[str, Any]] = {}
    for row in record.named_by(event_id, "participants", "event_id"):
        part = found.setdefault(row["actor_id"], {"actor_id": row["actor_id"], "roles": {}, "on_behalf_of": {}})
        part["roles"][row["role"]] = None
        if row.get("on_behalf_of"):
            part["on_behalf_of"][row["on_behalf_of"]] = None
    return list(found.values())


def _mentions(pages: Pages, row_id: str) -> list[tuple[str, list[Mentioned]]]:
    """What refers to a row, by the words that say how."""
    groups: defaultdict[str, dict[str, Mentioned]] = defaultdict(dict)
    for mention in pages.record.mentions.get(row_id, []):
        where = mention.table
        if where == "citations" and mention.column == "source_id":
            home = pages.record.home.get(mention.row["row_id"])
            if home:
                heading = f"{home.capitalize()} that it {mention.row['stance']}"
                groups[heading].setdefault(mention.row["row_id"], Mentioned(home, mention.row["row_id"]))
        elif where not in _BESIDE:
            other = mention.row[next(iter(mention.row))]
            heading = f"{where.capitalize()} that name it as {words.plain(mention.column)}"
            groups[heading].setdefault(other, Mentioned(where, other))
    return [(heading, _few(pages.record, _dated(pages.record, [*rows.values()]))) for heading, rows in groups.items()]


def _dated(record: Record, items: list[Mentioned]) -> list[Mentioned]:
    """Events and claims with their dates, the latest first; other rows as they are."""
    column = _DATES.get(items[0].table)
    if not column:
        return items
    dated = [item._replace(date=record.row(item.table, item.id)[column]) for item in items]
    return sorted(dated, key=lambda item: words.first_day(item.date), reverse=True)


def _few(record: Record, items: list[Mentioned]) -> list[Mentioned]:
    """Some rows to link to; of very many observations the last of each series, with how many more of it there are."""
    if len(items) <= _MANY or items[0].table != "dependencies":
        return items
    by_series: defaultdict[tuple[str, ...], list[Mentioned]] = defaultdict(list)
    for item in sorted(items, key=lambda item: record.row("dependencies", item.id)["period"]):
        by_series[same_series(record.row("dependencies", item.id))].append(item)
    return [last._replace(more=len(before)) for *before, last in by_series.values()]


def _history(record: Record, table: str, row_id: str) -> list[tuple[str, list[Change]]]:
    """What became of a row, without the columns that a release gave to all rows of the table or took from all."""
    told: defaultdict[str, list[Change]] = defaultdict(list)
    columns = {f["name"] for f in storage.schema(table, record.version)["fields"]}
    for release, change in record.history.get((table, row_id), []):
        if change.change != "changed" or change.column in columns:
            told[release].append(change._replace(old=safe(change.old), new=safe(change.new)))
    return list(told.items())


def _report(row_id: str, column: str, value: str, edition: str) -> str:
    """Where to say that something is wrong, with the form filled in; nowhere as long as the project has no address."""
    if not REPOSITORY:
        return ""
    filled = {"row": row_id, "column": column, "value": value}
    form = {"template": "wrong-row.yml", "title": f"Wrong row: {row_id}", **filled}
    return f"{REPOSITORY}/issues/new?{urlencode(form | {'version': edition})}"
