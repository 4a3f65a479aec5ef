"""Rows that were taken out: that they stood in a release, and that nothing stands under their ids."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_data.package import storage
from caucasus_data.validation.between import Released, Sheets, with_ids
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows


def withdrawn(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """All that is wrong with them.

    Args:
        released: The rows of the last release: table, id, cells.
    """
    yield from _ids_used_again(sheets)
    yield from _never_released(sheets, released)


def _ids_used_again(sheets: Sheets) -> Iterator[Finding]:
    gone = sheets["withdrawn"].frame["row_id"]
    for sheet in with_ids(sheets):
        for row in sheet.frame[sheet.key].is_in(gone.implode()).arg_true():
            message = f"{sheet.frame.item(row, sheet.key)} was withdrawn, and an id is never used again"
            yield sheet.finding(row, sheet.key, "withdrawn-id", message, "a new id")


def _never_released(sheets: Sheets, released: Released) -> Iterator[Finding]:
    """Rows entered since the last release of ids that no release has, or of another than `withdrawn_in` says.

    A collection of its own has releases of its own, of which nothing is known here.
    """
    sheet, before = sheets["withdrawn"], released.get("withdrawn", Rows())
    names = sheet.frame["row_id"]
    if not len(before) or not sheet.has("table", "withdrawn_in") or 2 * names.is_in([*before]).sum() < len(before):
        return
    for row, cells in enumerate(sheet.frame.iter_rows(named=True)):
        name, first = cells["row_id"], cells["withdrawn_in"]
        known = before.get(name, {})
        if all(cells[column] == known.get(column) for column in ("table", "withdrawn_in")) or row in sheet.convicted:
            continue
        if any(name in set(s.frame[s.key]) for s in with_ids(sheets)):
            continue  # which was told
        last = [v for v in [storage.last_release()] if v and name in released.get(cells["table"], Rows())]
        having = last or [v for v in storage.releases() if _has(v, cells["table"], name)]
        after = [v for v in storage.releases() if storage.numbers(v) > storage.numbers(having[-1])] if having else []
        if not having:
            message, hint = f"no release has {name}", "what was never released is taken out without a word"
            yield sheet.finding(row, "row_id", "withdrawn-release", message, "the id of a row that was released", hint)
        elif first != after[0] if after else storage.numbers(first) <= storage.numbers(having[-1]):
            message = f"the last release with {name} is {having[-1]}"
            expected = after[0] if after else f"a version after {having[-1]}"
            yield sheet.finding(row, "withdrawn_in", "withdrawn-release", message, expected)


def _has(version: str, table: str, name: str) -> bool:
    return table in storage.tables(version) and bool(storage.rows(table, version, {name}))
