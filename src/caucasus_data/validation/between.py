"""What holds between tables, and between the tables and the last release."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from caucasus_data.errors import Options, did_you_mean, either, nearest
from caucasus_data.model.row import Column
from caucasus_data.model.vocabularies import ACTOR_KIND
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import collected
from caucasus_data.validation.sheet import AT_MOST, Sheet, of_file

Sheets = Mapping[str, Sheet]
Released = Mapping[str, Mapping[str, Mapping[str, str]]]
"""The rows of the last release: table, id, cells."""

MANY = 10_000
"""Ids among which the nearest is looked for without ado."""


def with_ids(sheets: Sheets) -> list[Sheet]:
    """The tables whose rows have an id that other rows may name."""
    return [s for s in sheets.values() if len(s.table.key) == 1 and s.table.name != "withdrawn"]


def vanished(sheets: Sheets, released: Released) -> tuple[list[Finding], set[str]]:
    """Rows of the last release that are gone without a word, or stand under another id.

    A table that holds less than half of the released rows is taken for a collection of its own.

    Returns:
        What was found, and all ids that are gone: also those of rows that are there under an id with a slip,
        which was found already.
    """
    findings: list[Finding] = []
    missing: set[str] = set()
    gone = set(sheets["withdrawn"].frame["row_id"])
    for sheet in with_ids(sheets):
        before = released.get(sheet.table.name, {})
        lost = before.keys() - gone - set(_named(sheet, pl.Series([*before], dtype=pl.String))[sheet.key])
        if lost and sheet.readable and sheets["withdrawn"].readable and 2 * len(lost) <= len(before):
            missing |= lost
            excused = sheet.excuses()
            names = [name for name in sorted(lost) if not excused(name)]
            findings += filter(None, (_vanished(sheet, name, before) for name in names))
    return findings, missing


def _named(sheet: Sheet, names: pl.Series, *columns: str) -> pl.DataFrame:
    """The ids of a table that are among some names, with the cells of some columns.

    In a long table they are found sooner than the names that are not. Of one that is shorter than the names it is all.
    """
    named = pl.col(sheet.key).is_in(names.implode()) if len(names) < len(sheet.frame) else pl.lit(value=True)
    if sheet.nameless:
        named &= ~pl.int_range(pl.len()).is_in(sorted(sheet.nameless))
    return collected(sheet.frame.lazy().select(sheet.key, *columns).filter(named), len(sheet.frame))


def _vanished(sheet: Sheet, name: str, before: Mapping[str, Mapping[str, str]]) -> Finding | None:
    columns = [c for c in sheet.table.names if c != sheet.key and c in before[name]]
    same = pl.all_horizontal(pl.col(c) == before[name][c] for c in columns)
    twins = [
        row for row in sheet.frame.select(same).to_series().arg_true() if sheet.frame.item(row, sheet.key) not in before
    ]
    if not sheet.misnamed.isdisjoint(twins):
        return None
    if twins:
        message = f"the row was {name} in the last release, and ids are never changed"
        hint = did_you_mean([name])
        return sheet.finding(twins[0], sheet.key, "vanished-id", message, "the id of the last release", hint, name)
    message = f"{name} of the last release is gone, and withdrawn.csv does not say why"
    hint = "put the row back, or enter its id in withdrawn.csv"
    return of_file(sheet.path, 0, "vanished-id", message, "every row of the last release", name, hint)


@dataclass
class _Dangling:
    """An id that does not exist, the first cell that names it, and the number of cells that do."""

    sheet: Sheet
    row: int
    column: str
    cells: int = 0


def references(sheets: Sheets, excused: Collection[str]) -> Iterator[Finding]:
    """Cells that name a row which does not exist: one finding an id, for one row may be named by many.

    Args:
        excused: Ids that are known to be gone, and reported as such.
    """
    naming: defaultdict[tuple[str, ...], list[tuple[Sheet, Column]]] = defaultdict(list)
    for sheet in sheets.values():
        for column in sheet.table.columns:
            if column.cell.reference:
                naming[column.cell.reference.tables].append((sheet, column))
    for where in sorted(naming, key=lambda tables: [*sheets].index(tables[0]) if tables else len(sheets)):
        targets = [sheets[name] for name in where] or with_ids(sheets)
        if all(target.readable for target in targets):  # or rows would seem to be missing
            found = list(_dangling(naming[where], targets, " or ".join(where) or "any table", excused))
            excused = {*excused, *(f.value for f in found)}
            yield from found


def _dangling(
    naming: list[tuple[Sheet, Column]], targets: list[Sheet], where: str, excused: Collection[str]
) -> Iterator[Finding]:
    known = pl.concat([t.frame[t.key].rename("id") for t in targets])
    excuses = [target.excuses() for target in targets]
    missing: dict[str, _Dangling] = {}
    words = pl.concat([sheet.frame.lazy().select(id=column.name) for sheet, column in naming]).unique()
    absent_words = words.join(known.to_frame().lazy(), on="id", how="anti")
    absent = collected(absent_words, len(known) + sum(len(sheet.frame) for sheet, _ in naming))["id"]
    unknown = absent.filter(~absent.is_in(["", *excused])).implode()
    for sheet, column in naming:
        named = sheet.frame[column.name]
        rows = named.is_in(unknown).arg_true()
        named = named.gather(rows)
        strange = {w for w in named.unique() if column.cell.first_fault(w) is None}
        strange = {w for w in strange if not any(excused(w) for excused in excuses)}
        for row, name in zip(rows, named, strict=True):
            if name in strange:
                missing.setdefault(name, _Dangling(sheet, row, column.name)).cells += 1
                sheet.convicted.add(row)
    many = len(known) >= MANY
    if many and missing:
        known = known.filter(known.str.contains_any([name[:-4] for name in missing]))
    options = Options(known) if missing and not many else None
    for name, place in [*missing.items()][:AT_MOST]:
        more = "" if place.cells == 1 else f"; so do {place.cells - 1} more cells"
        message = f"{place.column} names {name!r}, which is not in {where}{more}"
        like = options or Options(known.filter(known.str.starts_with(name[:-4])).head(MANY))
        hint = did_you_mean(like.nearest(name, 1))
        yield place.sheet.finding(place.row, place.column, "reference", message, f"the id of a row of {where}", hint)


def between_tables(sheets: Sheets) -> Iterator[Finding]:
    """What no single table shows."""
    yield from _kinds_fit(sheets)
    yield from _citations_add_a_source(sheets)
    yield from _citations_name_a_column(sheets)
    yield from _doubted_claims_are_contradicted(sheets)
    yield from _withdrawn_ids_stay_out(sheets)


def _kinds_fit(sheets: Sheets) -> Iterator[Finding]:
    """Actors of a kind that does not fit where they are named: one finding an actor and column."""
    once = pl.col("actor_id").is_unique()  # of an id that stands twice nobody knows what it is
    kinds = dict(sheets["actors"].frame.filter(once).select("actor_id", "kind").iter_rows())
    for sheet, column in _naming(sheets, "actors"):
        fitting = column.cell.reference.kinds if column.cell.reference else ()
        if not fitting:
            continue
        unfit = {name: kind for name, kind in kinds.items() if kind in ACTOR_KIND and kind not in fitting}
        named = sheet.frame[column.name]
        misplaced: defaultdict[str, list[int]] = defaultdict(list)
        for row in named.is_in([*unfit]).arg_true():
            if row not in sheet.convicted:
                misplaced[named[row]].append(row)
        for name, rows in [*misplaced.items()][:AT_MOST]:
            more = "" if len(rows) == 1 else f"; so do {len(rows) - 1} more cells"
            message = f"{column.name} names {name}, whose kind is {unfit[name]}{more}"
            sheet.convicted.update(rows)
            first = min(rows, key=sheet.lines.__getitem__)
            yield sheet.finding(first, column.name, "unfit-kind", message, f"an actor of kind {either(fitting)}")


def _naming(sheets: Sheets, where: str | None) -> list[tuple[Sheet, Column]]:
    """The columns whose cells name rows of a table, or of any where none is named."""
    return [
        (s, c) for s in sheets.values() for c in s.table.columns if c.cell.reference and c.cell.reference.table == where
    ]


def _citations_add_a_source(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["citations"]
    cited = sheet.frame.select("row_id", "source_id").with_row_index("row")
    own = [
        _named(s, cited["row_id"], "source_id").rename({s.key: "row_id"})
        for s in with_ids(sheets)
        if s.table.name != "sources"
    ]
    again = cited.lazy().join(pl.concat(own).lazy(), ["row_id", "source_id"], "semi").sort("row")
    for row, name, source in collected(again, len(cited)).iter_rows():
        message = f"{source} is the first source of {name} already"
        hint = "take the citation out"
        yield sheet.finding(row, "source_id", "own-source", message, "a source other than the row's own", hint)


def _citations_name_a_column(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["citations"]
    numbered = sheet.frame.select("row_id", "field").with_row_index("row")
    speaking = numbered.filter(pl.col("field") != "", ~pl.col("row").is_in(sorted(sheet.convicted)))
    for target in with_ids(sheets):
        columns = target.table.names
        wrong = speaking.filter(~pl.col("field").is_in(columns))
        known = _named(target, wrong["row_id"])[target.key]
        for row, name, column in wrong.filter(pl.col("row_id").is_in(known.implode())).iter_rows():
            message = f"{column} is not a column of {target.table.name}, the table of {name}"
            hint = did_you_mean(nearest(column, columns, 1))
            yield sheet.finding(row, "field", "cited-column", message, ", ".join(columns), hint)


def _doubted_claims_are_contradicted(sheets: Sheets) -> Iterator[Finding]:
    citations, claims = sheets["citations"], sheets["claims"]
    if not (citations.readable and citations.has("stance") and claims.has("claim_id")):  # or some would seem missing
        return
    contradicted = set(citations.frame.filter(pl.col("stance") == "contradicts")["row_id"])
    excused = citations.excuses()
    for row in claims.frame["status"].is_in(["contradicted", "contested"]).arg_true():
        name = claims.frame.item(row, "claim_id")
        if name not in contradicted and row not in claims.misnamed and not excused(name):
            message = "the status says that a source disagrees, and no citation with stance contradicts names it"
            yield claims.finding(row, "status", "uncited-contradiction", message, "a row in citations.csv")


def _withdrawn_ids_stay_out(sheets: Sheets) -> Iterator[Finding]:
    gone = sheets["withdrawn"].frame["row_id"]
    for sheet in with_ids(sheets):
        for row in sheet.frame[sheet.key].is_in(gone.implode()).arg_true():
            message = f"{sheet.frame.item(row, sheet.key)} was withdrawn, and an id is never used again"
            yield sheet.finding(row, sheet.key, "withdrawn-id", message, "a new id")
