"""What changed between two sets of tables, and the step of the version that it calls for."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, get_args

from caucasus_data.package import storage
from caucasus_data.support.plain_text import printable

if TYPE_CHECKING:
    import pandas as pd

Step = Literal["patch", "minor", "major"]
STEPS: Final[tuple[Step, ...]] = get_args(Step)

_FLOORS: Final = ("minimum", "exclusiveMinimum", "minLength")
_CEILINGS: Final = ("maximum", "exclusiveMaximum", "maxLength")

TODAY: Final = "today"
"""What stands for a version where the tables are not released yet."""

ROW_CHANGES: Final = ("added", "changed", "removed")
CHANGES: Final = (
    *ROW_CHANGES,
    *("table added", "table removed", "key changed", "order changed"),
    *("column added", "column removed", "column retyped", "column restricted", "column loosened"),
)


class Table(NamedTuple):
    """A table at one time: its Table Schema, and its rows as text cells."""

    schema: storage.Descriptor
    rows: list[dict[str, str]]


Tables = Mapping[str, Table]


class Change(NamedTuple):
    """One change of a row, of a cell, or of the shape of a table.

    Attributes:
        table: Name of the table.
        row_id: Key of the row, its cells joined by `/`; blank where the shape changed.
        change: A word of `CHANGES`.
        column: Column whose cell or declaration changed; blank where a whole row or table did.
        old: The cell before, or what was declared, as JSON.
        new: The cell after, or what is declared, as JSON.
        calls_for: The step of the version that the change calls for.
    """

    table: str
    row_id: str
    change: str
    column: str
    old: str
    new: str
    calls_for: Step


def tables_of(version: str | None = None, among: Collection[str] | None = None) -> Tables:
    """All tables of a release, or today's.

    Args:
        among: Keys of the rows that are asked for; all where they are left out.
    """
    return {name: table for name in storage.tables(version) if (table := table_of(name, version, among))}


def table_of(name: str, version: str | None = None, among: Collection[str] | None = None) -> Table | None:
    """A table of a release, or of today's; None where it has no such table."""
    if name not in storage.tables(version):
        return None
    return Table(storage.schema(name, version), storage.rows(name, version, among))


def changes(old: Tables, new: Tables) -> list[Change]:
    """What changed from one set of tables to another.

    A cell of a column that one side lacks counts as blank there. Texts that only describe, and rules
    between columns, are no part of the comparison.
    """
    found: list[Change] = []
    for name in [*new, *(n for n in old if n not in new)]:
        if name not in old:
            found.append(Change(name, "", "table added", "", "", "", "minor"))
        elif name not in new:
            found.append(Change(name, "", "table removed", "", "", "", "major"))
        else:
            found += _of_shape(name, old[name].schema, new[name].schema)
        found += _of_rows(name, old.get(name), new.get(name))
    return found


def step(found: Iterable[Change], version: str) -> Step:
    """The least step from a version that changes call for, by the Data Package version recipe.

    Incompatible changes of shape are major, more rows or columns and other references minor, and all else,
    corrected cells first, a patch. To take out a row that others may cite is incompatible too, and so
    major. Before 1.0.0 tables and rows are still being sorted out: `withdrawn` keeps the ids of rows,
    docs/migration.md tells of columns, and what is incompatible is minor.
    """
    none: Step = "patch"
    least = max((c.calls_for for c in found), key=STEPS.index, default=none)
    return "minor" if least == "major" and storage.numbers(version) < (1,) else least


def raised(version: str, step: Step) -> str:
    """The next version after a step.

    >>> raised("1.2.3", "patch"), raised("1.2.3", "minor"), raised("1.2.3", "major")
    ('1.2.4', '1.3.0', '2.0.0')
    """
    parts = list(storage.numbers(version))
    place = len(STEPS) - 1 - STEPS.index(step)
    return ".".join(map(str, [*parts[:place], parts[place] + 1, *[0] * (len(parts) - place - 1)]))


def _of_shape(table: str, old: storage.Descriptor, new: storage.Descriptor) -> Iterator[Change]:
    before, after = _columns(old), _columns(new)
    if storage.key_of(old) != storage.key_of(new):
        keys = json.dumps(storage.key_of(old)), json.dumps(storage.key_of(new))
        yield Change(table, "", "key changed", "", *keys, "major")
    if [c for c in before if c in after] != [c for c in after if c in before]:
        yield Change(table, "", "order changed", "", json.dumps([*before]), json.dumps([*after]), "major")
    for column in [*after, *(c for c in before if c not in after)]:
        was, now = before.get(column), after.get(column)
        if was is None:
            yield Change(table, "", "column added", column, "", "", "minor")
        elif now is None:
            yield Change(table, "", "column removed", column, "", "", "major")
        elif was != now:
            differing = [k for k in {**was, **now} if was.get(k) != now.get(k)]
            texts = _json(was, differing), _json(now, differing)
            if not {"type", "rdfType"}.isdisjoint(differing):
                yield Change(table, "", "column retyped", column, *texts, "major")
            elif _restricts(was, now):
                yield Change(table, "", "column restricted", column, *texts, "major")
            else:
                yield Change(table, "", "column loosened", column, *texts, "minor")


def _json(declared: storage.Descriptor, names: list[str]) -> str:
    return json.dumps({n: declared[n] for n in names if n in declared}, ensure_ascii=False)


def _columns(schema: storage.Descriptor) -> dict[str, storage.Descriptor]:
    """What is declared of the cells of each column: its type, its constraints, and the table that it refers to."""
    references = {column: {"reference": target} for column, target in storage.references_of(schema).items()}
    return {
        f["name"]: {k: f[k] for k in ("type", "rdfType") if k in f} | _constraints(f) | references.get(f["name"], {})
        for f in schema["fields"]
    }


def _constraints(field: storage.Descriptor) -> storage.Descriptor:
    """What a cell must be, and the words that it may hold; a constraint that is false is none."""
    declared = {name: value for name, value in field.get("constraints", {}).items() if value is not False}
    if "categories" in field and "enum" not in declared:
        declared["categories"] = [c["value"] if isinstance(c, dict) else c for c in field["categories"]]
    return declared


def _restricts(old: storage.Descriptor, new: storage.Descriptor) -> bool:
    """Whether a cell that was allowed may not be any more."""
    was, now = (declared.get("enum", declared.get("categories")) for declared in (old, new))
    if now is not None and (was is None or not set(was) <= set(now)):
        return True
    rest = {name: value for name, value in new.items() if name not in ("enum", "categories")}
    return any(_narrower(name, old.get(name), value) for name, value in rest.items())


def _narrower(name: str, was: Any, now: Any) -> bool:
    """Whether a constraint allows less than it did; what has no order, patterns first, is not compared."""
    if was is None or was == now:
        return bool(was != now)
    if name in _FLOORS:
        return bool(now > was)
    return bool(now < was) if name in _CEILINGS else True


def _of_rows(name: str, old: Table | None, new: Table | None) -> Iterator[Change]:
    before, after = keyed(old), keyed(new)
    schemas = [table.schema for table in (new, old) if table is not None]
    columns = dict.fromkeys(f["name"] for schema in schemas for f in schema["fields"])
    references = storage.references_of(schemas[0])
    citable = len(storage.key_of(schemas[-1])) == 1
    for row_id in sorted(before.keys() | after.keys()):
        was, now = before.get(row_id), after.get(row_id)
        if was is None:
            yield Change(name, row_id, "added", "", "", "", "minor")
        elif now is None:
            yield Change(name, row_id, "removed", "", "", "", "major" if citable else "minor")
        elif was != now:
            for column in columns:
                cells = was.get(column, ""), now.get(column, "")
                if cells[0] != cells[1]:
                    calls_for: Step = "minor" if column in references else "patch"
                    yield Change(name, row_id, "changed", column, *cells, calls_for)


def keyed(table: Table | None) -> dict[str, dict[str, str]]:
    """The rows of a table by the cells of their key, joined by `/`; none where there is no table."""
    if table is None:
        return {}
    key = storage.key_of(table.schema)
    return {"/".join(row[k] for k in key): row for row in table.rows}


def counts(found: Iterable[Change]) -> Counter[tuple[str, str]]:
    """How many rows of each table were added, changed and removed, by table and change."""
    rows = {(c.table, c.change, c.row_id) for c in found if c.change in ROW_CHANGES}
    return Counter((table, change) for table, change, _ in rows)


def summary(found: Iterable[Change]) -> str:
    """The changes in a line: how many of each kind.

    >>> summary([Change("events", "evt-2022-lachin-blockade", "changed", "title", "Goris", "Kapan", "patch")])
    '1 row changed'
    """
    counted = Counter(change for change, *_ in {(c.change, c.table, c.row_id or c.column) for c in found})
    said = []
    for word in (w for w in CHANGES if counted[w]):
        what, done = word.split() if " " in word else ("row", word)
        said.append(f"{counted[word]} {what if counted[word] == 1 else f'{what}s'} {done}")
    return ", ".join(said) or "no changes"


def said_of(change: Change) -> str:
    """A change in words, without its cells."""
    return " ".join(filter(None, (change.table, change.row_id, change.column, change.change)))


def as_frame(found: Iterable[Change]) -> pd.DataFrame:
    """Changes as the frame that `diff` returns."""
    import pandas as pd

    frame = pd.DataFrame(list(found), columns=list(Change._fields), dtype="str").drop(columns="calls_for")
    return frame.mask(frame == "").astype({"change": pd.CategoricalDtype(list(CHANGES))})


def as_markdown(found: pd.DataFrame) -> str:
    """Changes as Markdown for people.

    Args:
        found: A frame as `diff` and `as_frame` return it, or some rows of it.

    Returns:
        A list under a heading for each table; cells are quoted as code, so that nothing in them is markup.

    >>> change = Change("events", "evt-2022-lachin-blockade", "changed", "title", "Goris", "Kapan", "patch")
    >>> print(as_markdown(as_frame([change])))
    ### events
    <BLANKLINE>
    - `evt-2022-lachin-blockade` `title` was `Goris`, is `Kapan`
    """
    sections: dict[str, list[str]] = {}
    for table, *cells in found.astype("object").where(found.notna(), "").to_numpy():
        sections.setdefault(table, []).append(_line(*cells))
    return "\n\n".join(f"### {table}\n\n" + "\n".join(lines) for table, lines in sections.items()) or "No changes."


def _line(*cells: str) -> str:
    row_id, change, column, old, new = cells
    what = " ".join(filter(None, (_quoted(row_id), _quoted(column))))
    if change in ROW_CHANGES and column:
        return f"- {what} was {_quoted(old) or 'blank'}, is {_quoted(new) or 'blank'}"
    said = f"- {what} {change}" if what else f"- {change}"
    return f"{said}: {_quoted(old)} became {_quoted(new)}" if old or new else said


def _quoted(text: str) -> str:
    """A text as code, in more backticks than it holds itself."""
    if not text:
        return ""
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    padding = " " if "`" in text else ""
    return f"{fence}{padding}{printable(text)}{padding}{fence}"
