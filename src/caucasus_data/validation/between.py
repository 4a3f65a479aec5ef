"""What holds between tables, and between the tables and the last release."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from caucasus_data.errors import Options, did_you_mean, either, nearest
from caucasus_data.model.row import Column
from caucasus_data.model.vocabularies import ACTOR_KIND, MEMBERSHIP_TYPE
from caucasus_data.validation import hashes
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.packed import collected
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import AT_MOST, FEW, Sheet, of_file

Sheets = Mapping[str, Sheet]
Released = Mapping[str, Rows]
"""The rows of the last release by table; none of one that is as released."""

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
    for sheet in (*with_ids(sheets), sheets["withdrawn"]):
        before = released.get(sheet.table.name, Rows())
        names = before.keys_in_order
        lost = set(names) - gone - set(_named(sheet, names)[sheet.key]) if len(before) else set()
        if lost and sheet.readable and sheets["withdrawn"].readable and 2 * len(lost) <= len(before):
            missing |= lost
            excused, meant = sheet.excuses(lost), _meant(sheet, lost, before)
            untold = [name for name in sorted(lost) if name not in meant and not excused(name)]
            findings += filter(None, (_vanished(sheet, name, before) for name in untold))
    return findings, missing


def _named(sheet: Sheet, names: pl.Series, *columns: str) -> pl.DataFrame:
    """The ids of a table that are among some names, with the cells of some columns.

    In a long table they are found sooner than the names that are not. Of one that is shorter than the names it is all.
    """
    named = pl.col(sheet.key).is_in(names.implode()) if len(names) < len(sheet.frame) else pl.lit(value=True)
    if sheet.nameless:
        named &= ~pl.int_range(pl.len()).is_in(sorted(sheet.nameless))
    return collected(sheet.frame.lazy().select(sheet.key, *columns).filter(named), len(sheet.frame))


def _meant(sheet: Sheet, lost: Collection[str], before: Mapping[str, Mapping[str, str]]) -> set[str]:
    """The released ids of nameless rows: of those that are gone where a row stands, the one most like it."""
    found: set[str] = set()
    names = sorted(lost)
    for row, (above, below) in sheet.gaps(sheet.nameless):
        cells = sheet.cells(row)
        if likely := names[bisect_right(names, above) : bisect_left(names, below)]:
            found.add(max(likely, key=lambda name: _alike(cells, before[name])))
    return found


def _vanished(sheet: Sheet, name: str, before: Mapping[str, Mapping[str, str]]) -> Finding | None:
    columns = [c for c in sheet.table.names if c != sheet.key and c in before[name]]
    same = pl.all_horizontal(pl.col(c) == before[name][c] for c in columns)
    twins = [
        row for row in sheet.frame.select(same).to_series().arg_true() if sheet.frame.item(row, sheet.key) not in before
    ]
    if not sheet.misnamed.isdisjoint(twins) or any(_nearly_the_same(sheet, r, before[name]) for r in sheet.unnamed):
        return None
    if row := twins[:1] or _changed_too(sheet, name, before):
        message = f"the row was {name} in the last release, and ids are never changed"
        hint, expected = did_you_mean([name]), "the id of the last release"
        return sheet.finding(row[0], sheet.key, "vanished-id", message, expected, hint, name if twins else None)
    message = f"{name} of the last release is gone, and withdrawn.csv does not say why"
    hint = "put the row back, or enter its id in withdrawn.csv"
    if sheet.table.name == "withdrawn":
        message, hint = f"{name} was withdrawn, and its row is gone", "put the row back: an id is never used again"
    return of_file(sheet.path, 0, "vanished-id", message, "every row of the last release", name, hint)


def _changed_too(sheet: Sheet, name: str, before: Mapping[str, Mapping[str, str]]) -> list[int]:
    """The row with the new id that is most like a released one, if most of its cells are as released."""
    ids = sheet.frame[sheet.key]
    new = ids.filter(~ids.is_in([*before]))
    rows = ids.is_in(nearest(name, new, 1)).arg_true().to_list() if 0 < len(new) < MANY else []
    return [row for row in rows if _nearly_the_same(sheet, row, before[name])]


def _nearly_the_same(sheet: Sheet, row: int, before: Mapping[str, str]) -> bool:
    cells = sheet.cells(row)
    told = {column: cell for column, cell in before.items() if cell and column != sheet.key}
    return 4 * _alike(cells, told) >= 3 * len(told)


def _alike(cells: Mapping[str, str], others: Mapping[str, str]) -> int:
    """How many cells of two rows are the same."""
    return sum(cells.get(column) == cell for column, cell in others.items())


@dataclass
class _Dangling:
    """An id that does not exist, the first cell that names it, and the number of cells that do."""

    sheet: Sheet
    row: int
    column: str
    cells: int = 0


def references(sheets: Sheets, gone: Collection[str]) -> Iterator[Finding]:
    """Cells that name a row which does not exist: one finding an id, for one row may be named by many.

    Args:
        gone: Ids of the last release that no row has, of which it is told already.
    """
    naming: defaultdict[tuple[str, ...], list[tuple[Sheet, Column]]] = defaultdict(list)
    told = set(gone)
    for sheet in sheets.values():
        for column in sheet.table.columns:
            if column.cell.reference:
                naming[column.cell.reference.tables].append((sheet, column))
    for where in sorted(naming, key=lambda tables: [*sheets].index(tables[0]) if tables else len(sheets)):
        targets = [sheets[name] for name in where] or with_ids(sheets)
        if all(target.readable for target in targets):  # or rows would seem to be missing
            findings = list(_dangling(naming[where], targets, " or ".join(where) or "any table", gone, told))
            told.update(found.value for found in findings)
            yield from findings


def _dangling(
    naming: list[tuple[Sheet, Column]],
    targets: list[Sheet],
    where: str,
    gone: Collection[str],
    told: Collection[str],
) -> Iterator[Finding]:
    known = pl.concat([t.frame[t.key].rename("id") for t in targets])
    named_rightly = hashes.of(pl.concat([known, pl.Series("id", ["", *told])]).to_frame(), ["id"])
    excuses = [target.excuses(gone, unnamed=True) for target in targets]
    missing: dict[str, _Dangling] = {}
    for sheet, column in naming:
        itself = column.name != sheet.key
        rows = hashes.rows(hashes.of(sheet.frame, [column.name]), named_rightly, "anti")
        named = sheet.frame[column.name].gather(rows)
        strange = {w for w in named.unique() if column.cell.first_fault(w) is None}
        strange = {w for w in strange if not any(excused(w) for excused in excuses)}
        for row, name in zip(rows, named, strict=True):
            if name not in strange or (itself and name == sheet.frame.item(row, sheet.key) and row in sheet.convicted):
                continue  # the latter names itself, which was found
            missing.setdefault(name, _Dangling(sheet, row, column.name)).cells += 1
            sheet.convicted.add(row)
    for name, (target, row) in _slips(missing, targets, naming).items():
        cells = missing.pop(name).cells
        message = f"no cell names {target.frame.item(row, target.key)}, and {cells} name {name}, which does not exist"
        yield target.finding(
            row, target.key, "reference", message, "the id by which others name it", did_you_mean([name])
        )
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


def _slips(
    missing: Mapping[str, _Dangling], targets: list[Sheet], naming: list[tuple[Sheet, Column]]
) -> dict[str, tuple[Sheet, int]]:
    """The rows that no cell names and that have nearly the id which several cells name: the slip is sooner theirs."""
    from difflib import get_close_matches

    found: dict[str, tuple[Sheet, int]] = {}
    wanted = [name for name, place in missing.items() if place.cells > 1][:FEW]
    if not wanted:
        return found
    named = pl.concat([hashes.of(sheet.frame, [column.name]) for sheet, column in naming])
    for target in targets:
        ids = target.frame[target.key]
        alone = ids.gather(hashes.rows(hashes.of(target.frame, [target.key]), named, "anti"))
        for name in wanted:
            for like in get_close_matches(name, alone, n=1, cutoff=0.9) if len(alone) < MANY else ():
                found[name] = target, int(ids.is_in([like]).arg_true()[0])
    return found


def between_tables(sheets: Sheets, actors: Rows) -> Iterator[Finding]:
    """What no single table shows.

    Args:
        actors: Those of the last release.
    """
    yield from _kinds_fit(sheets, actors)
    yield from _types_fit_organizations(sheets, actors)
    yield from _citations_add_a_source(sheets)
    yield from _citations_name_a_column(sheets)
    yield from _statuses_are_cited(sheets)
    yield from _one_stance_of_a_source(sheets)


def _kinds_fit(sheets: Sheets, before: Rows) -> Iterator[Finding]:
    """Actors of a kind that does not fit where they are named: one finding an actor and column.

    Of an actor whose kind changed, or that is named so in several places, it is sooner the kind that is wrong.
    """
    once = pl.col("actor_id").is_unique() & (pl.col("actor_id") != "")  # of others nobody knows what they are
    kinds = dict(sheets["actors"].frame.filter(once).select("actor_id", "kind").iter_rows())
    unfit: defaultdict[str, list[_Unfit]] = defaultdict(list)
    for sheet, column in _naming(sheets, "actors"):
        fitting = column.cell.reference.kinds if column.cell.reference else ()
        if not fitting:
            continue
        others = [name for name, kind in kinds.items() if kind in ACTOR_KIND and kind not in fitting]
        named = sheet.frame[column.name]
        misplaced: defaultdict[str, list[int]] = defaultdict(list)
        for row in named.is_in(others).arg_true():
            if row not in sheet.convicted:
                misplaced[named[row]].append(row)
        for name, rows in [*misplaced.items()][:AT_MOST]:
            sheet.convicted.update(rows)
            unfit[name].append(_Unfit(sheet, column.name, rows, fitting))
    for name, places in unfit.items():
        cells = sum(len(place.rows) for place in places)
        if (len(places) > 1 and cells >= _SEVERAL) or before.differs(name, "kind", kinds[name]):
            actors = sheets["actors"]
            row = actors.frame["actor_id"].index_of(name) or 0
            columns = either(dict.fromkeys(place.column for place in places))
            message = f"{cells} cells name {name} as {columns}, where no {kinds[name]} can stand"
            yield actors.finding(row, "kind", "unfit-kind", message, "the kind of actor that it is")
        else:
            yield from (place.finding(name, kinds[name]) for place in places)


_SEVERAL = 3
"""Cells from which on an actor that does not fit where it is named is sooner wrong itself."""


@dataclass
class _Unfit:
    """Cells of one column that name an actor of a kind which does not fit there."""

    sheet: Sheet
    column: str
    rows: list[int]
    fitting: tuple[str, ...]

    def finding(self, name: str, kind: str) -> Finding:
        more = "" if len(self.rows) == 1 else f"; so do {len(self.rows) - 1} more cells"
        message = f"{self.column} names {name}, whose kind is {kind}{more}"
        first = min(self.rows, key=self.sheet.lines.__getitem__)
        return self.sheet.finding(first, self.column, "unfit-kind", message, f"an actor of kind {either(self.fitting)}")


def _types_fit_organizations(sheets: Sheets, before: Rows) -> Iterator[Finding]:
    """Memberships of a type that the kind of organization has not: one finding a row."""
    sheet, actors = sheets["memberships"], sheets["actors"]
    if not (sheet.has("type") and actors.has("kind")):
        return
    kinds = dict(actors.frame.select("actor_id", "kind").iter_rows())
    unfit: defaultdict[str, list[int]] = defaultdict(list)
    for row, (type_, to, member) in enumerate(sheet.frame.select("type", "organization_id", "member_id").iter_rows()):
        kind, own = kinds.get(to), kinds.get(member)
        if kind not in ACTOR_KIND or type_ not in MEMBERSHIP_TYPE or row in sheet.convicted:
            continue
        if own in ACTOR_KIND and type_ == "office" and own not in _HOLDERS:
            unfit[member].append(row)
        party, treaty = type_ == "party", kind == "treaty"
        if party != treaty or (kind == "state" and type_ != "office"):
            message = f"type is {type_}, and the kind of {to} is {kind}"
            expected = (
                "party where it is a treaty, office where it is a state, and another word than party for all else"
            )
            yield sheet.finding(row, "type", "unfit-type", message, expected)

    for member, rows in unfit.items():
        message = f"{member} holds an office, and its kind is {kinds[member]}"
        if len(rows) == 1 and not before.differs(member, "kind", kinds[member]):
            yield sheet.finding(rows[0], "member_id", "unfit-kind", message, f"an actor of kind {either(_HOLDERS)}")
        else:  # it is sooner the kind that is wrong
            place = actors.frame["actor_id"].index_of(member) or 0
            yield actors.finding(place, "kind", "unfit-kind", message, either(_HOLDERS))


_HOLDERS = ("person", "state")
"""Kinds of actors that hold offices: a state holds the chair of an organization."""


def _naming(sheets: Sheets, where: str | None) -> list[tuple[Sheet, Column]]:
    """The columns whose cells name rows of a table, or of any where none is named."""
    return [
        (s, c) for s in sheets.values() for c in s.table.columns if c.cell.reference and c.cell.reference.table == where
    ]


def _citations_add_a_source(sheets: Sheets) -> Iterator[Finding]:
    sheet = sheets["citations"]
    cited = sheet.frame.select("row_id", "source_id")
    own = pl.concat(
        _named(s, cited["row_id"], "source_id").rename({s.key: "row_id"})
        for s in with_ids(sheets)
        if s.table.name != "sources"
    )
    again = hashes.rows(hashes.of(cited, cited.columns), hashes.of(own, own.columns), "semi")
    for row, (name, source) in zip(again, cited[again].iter_rows(), strict=True):
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


_STANCES = {
    "contradicts": ("uncited-contradiction", "a source disagrees", ("contradicted", "contested")),
    "supports": ("uncited-support", "other sources bear it out", ("supported",)),
}
"""The stance of at least one citation of claims of some status, the rule of that, and what the status says."""


def _statuses_are_cited(sheets: Sheets) -> Iterator[Finding]:
    citations, claims = sheets["citations"], sheets["claims"]
    if not (citations.readable and citations.has("stance") and claims.has("claim_id")):  # or some would seem missing
        return
    excused = citations.excuses(unnamed=True)
    of_claims = pl.col("row_id").is_in(claims.frame["claim_id"].implode())
    spoken = citations.frame.select("row_id", "stance").filter(of_claims)
    for stance, (rule, says, statuses) in _STANCES.items():
        meant = (pl.col("stance") == stance) | ~pl.col("stance").is_in([*_STANCES])  # of which it was told
        cited = spoken.filter(meant)["row_id"]
        uncited = pl.col("status").is_in(statuses) & ~pl.col("claim_id").is_in(cited.implode())
        for row in claims.frame.select(uncited.arg_true()).to_series():
            if row not in claims.convicted and not excused(claims.frame.item(row, "claim_id")):
                message = f"the status says that {says}, and no citation with stance {stance} names it"
                yield claims.finding(row, "status", rule, message, "a row in citations.csv")


def _one_stance_of_a_source(sheets: Sheets) -> Iterator[Finding]:
    """Sources that are said to bear out a cell and to contradict it: of two voices in one source each has its place."""
    sheet = sheets["citations"]
    if not sheet.has("row_id", "source_id", "stance", "field", "locator"):
        return
    same = ["row_id", "source_id", "field"]
    again = hashes.several(hashes.of(sheet.frame, same))
    numbered = sheet.frame.select(*same, "stance", "locator").with_row_index("row").filter(again)
    both = numbered.filter(pl.col("stance").n_unique().over(same) > 1)
    for group in both.partition_by(same, maintain_order=True) if len(both) else ():
        first, *rest = group.sort("row").iter_rows(named=True)
        for cells in rest:
            elsewhere = first["locator"] and cells["locator"] not in ("", first["locator"])
            if elsewhere or cells["row"] in sheet.convicted:
                continue
            message = f"{cells['source_id']} {first['stance']} it as well, on {sheet.place(sheet.lines[first['row']])}"
            hint = "take one of them out, or say of each where in the source it stands"
            yield sheet.finding(cells["row"], "stance", "both-stances", message, "one stance of one source", hint)
