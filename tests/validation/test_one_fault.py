"""One fault, one finding: what one slip does to many cells, rows or files is told once, where it is to be mended."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from caucasus_data import validation
from caucasus_data.model.tables import TABLES
from caucasus_data.model.vocabularies import TableName
from caucasus_data.support.plain_text import counted
from caucasus_data.validation import by_table, csv_files, judged, sheet
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.sheet import FEW
from tests.checkout import Checkout
from tests.conftest import write_csv
from tests.validation.conftest import released

TYPICAL = ["events", "participants", "memberships", "claims", "dependencies", "citations"]
Cells = list[list[str]]


@pytest.fixture(scope="module")
def given(
    thinned: dict[str, list[dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Path]]:
    """The files of tables that are as they were released."""
    folder = tmp_path_factory.mktemp("thinned")
    for name, rows in thinned.items():
        write_csv(folder / f"{name}.csv", rows)
    with released(thinned):
        yield by_table(csv_files([folder]))


def cells_of(file: Path) -> Cells:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def written(rows: Cells) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def found(given: dict[str, Path], table: str, content: str | bytes) -> list[Finding]:
    """The errors in the tables, one of them with another content."""
    whole = content if isinstance(content, bytes) else content.encode()
    return [f for f in judged(given, {given[table]: whole}) if f.severity == "error"]


def one(findings: list[Finding], table: str, rule: str) -> Finding:
    assert [(Path(f.path).stem, f.rule) for f in findings] == [(table, rule)]
    return findings[0]


def middle(rows: Cells) -> int:
    """The row in the middle, of which the last cells are blank from now on, so that others can slip into them."""
    half = len(rows) // 2
    rows[half][-2:] = ["", ""]
    return half


@pytest.mark.parametrize("table", TYPICAL)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_row_slipped_to_the_left(given: dict[str, Path], table: str, at: int) -> None:
    rows = cells_of(given[table])
    place = middle(rows)
    rows[place] = [*rows[place][:at], *rows[place][at + 1 :], ""]
    (finding,) = found(given, table, written(rows))
    assert finding.line == place + 1
    if len(rows[0]) > 6:  # in a narrow table it may do harm to one cell, and is told of that
        assert (finding.rule, finding.message[-26:]) == ("slipped-row", "1 column too far to the left"[-26:])


@pytest.mark.parametrize("table", TYPICAL)
@pytest.mark.parametrize(("at", "by"), [(0, 1), (1, 1), (2, 1), (1, 2)])
def test_a_row_slipped_to_the_right(given: dict[str, Path], table: str, at: int, by: int) -> None:
    rows = cells_of(given[table])
    place = middle(rows)
    rows[place] = [*rows[place][:at], *[""] * by, *rows[place][at:-by]]
    (finding,) = found(given, table, written(rows))
    assert finding.line == place + 1
    if len(rows[0]) > 6:
        assert (finding.rule, finding.column) == ("slipped-row", at + 1)
        assert finding.message.endswith(f"{counted(by, 'column')} too far to the right")


def test_rows_that_slipped_alike_are_one_finding(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    rows[500:520] = [[row[0], "", *row[1:-1]] for row in rows[500:520]]
    finding = one(found(given, "events", written(rows)), "events", "slipped-row")
    assert (finding.line, finding.message.partition("; ")[2]) == (501, "so do 19 more rows")


@pytest.mark.parametrize("table", TYPICAL)
def test_a_header_that_stands_twice(given: dict[str, Path], table: str) -> None:
    rows = cells_of(given[table])
    rows.insert(90, rows[0])
    assert one(found(given, table, written(rows)), table, "repeated-header").line == 91


@pytest.mark.parametrize("table", TYPICAL)
@pytest.mark.parametrize("words", [["Total"], ["Sum of all"], ["", "Checked by A.", ""]])
def test_a_line_that_is_no_row(given: dict[str, Path], table: str, words: list[str]) -> None:
    rows = cells_of(given[table])
    rows.append([*words, *[""] * (len(rows[0]) - len(words) - 1), "345"])
    assert one(found(given, table, written(rows)), table, "stray-line").line == len(rows)


@pytest.mark.parametrize("table", ["events", "memberships", "claims", "dependencies", "sources", "actors"])
def test_a_key_copied_from_the_row_above(given: dict[str, Path], table: str) -> None:
    rows = cells_of(given[table])
    rows[200][0] = rows[199][0]
    assert one(found(given, table, written(rows)), table, "duplicate-key").line == 201


@pytest.mark.parametrize("table", ["events", "actors", "sources"])
@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_row_parted_by_another_mark(given: dict[str, Path], table: str, mark: str) -> None:
    rows = cells_of(given[table])
    content = written(rows[:200]) + mark.join(rows[200]) + "\n" + written(rows[201:])
    assert one(found(given, table, content), table, "row-length").line == 201


@pytest.mark.parametrize("joint", ["", ","])
def test_two_rows_on_a_line(given: dict[str, Path], joint: str) -> None:
    rows = cells_of(given["actors"])
    at = next(i for i, row in enumerate(rows) if i > 200 and '"' not in written([row]))  # a quote would end amid a cell
    content = written(rows[:at]) + written(rows[at : at + 1])[:-1] + joint + written(rows[at + 1 :])
    assert one(found(given, "actors", content), "actors", "row-length").line == at + 1


SIDES = {
    "two sides": "<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> proposal\n",
    "three sides": "<<<<<<< HEAD\n{ours}||||||| base\n{ours}=======\n{theirs}>>>>>>> proposal\n",
    "one side blank": "<<<<<<< HEAD\n{ours}=======\n>>>>>>> proposal\n",
}


@pytest.mark.parametrize("table", ["events", "participants", "sources"])
@pytest.mark.parametrize("sides", SIDES)
def test_a_merge_conflict(given: dict[str, Path], table: str, sides: str) -> None:
    rows = cells_of(given[table])
    ours, theirs = written(rows[200:201]), written([[*rows[200][:-1], "Another note."]])
    conflict = SIDES[sides].format(ours=ours, theirs=theirs)
    finding = one(found(given, table, written(rows[:200]) + conflict + written(rows[201:])), table, "merge-conflict")
    last = 200 + conflict.count("\n")
    assert (finding.line, finding.message) == (201, f"lines 201 to {last} are a merge conflict, with both of its sides")


def test_two_merge_conflicts_and_a_mark_alone(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    conflict = SIDES["two sides"].format(ours=written(rows[9:10]), theirs=written(rows[9:10]))
    content = written(rows[:9]) + conflict + written(rows[10:20]) + "=======\n" + written(rows[20:])
    assert [(f.line, f.rule) for f in found(given, "events", content)] == [
        (10, "merge-conflict"),
        (25, "merge-conflict"),
    ]


@pytest.mark.parametrize("line", ["", ",,,,,,,,,,,,,"])
def test_blank_rows_at_the_end(given: dict[str, Path], line: str) -> None:
    rows = cells_of(given["events"])
    finding = one(found(given, "events", written(rows) + f"{line}\n" * 555), "events", "blank-row")
    assert (finding.line, finding.message) == (len(rows) + 1, f"555 lines are blank, to line {len(rows) + 555}")


def unreadable(rows: Cells) -> dict[str, str | bytes]:
    return {
        "UTF-16": b"\xff\xfe",
        "no header": written(rows[1:]),
        "an odd byte": written(rows[:20]).encode() + b"\xe9\n",
        "semicolons": "\n".join(";".join(row) for row in rows),
        "a workbook": b"PK\x03\x04",
        "nothing": b"",
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_cannot_be_read_convicts_no_other(given: dict[str, Path], table: str) -> None:
    ways = unreadable(cells_of(given[table]))
    for how in ways if table == "citations" else ["UTF-16"]:
        assert [Path(f.path).stem for f in found(given, table, ways[how])] == [table], how


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("events", ["event_id", "title", "place_id", "note"]),
        ("participants", ["event_id", "actor_id", "role"]),
        ("memberships", ["membership_id", "member_id", "type", "end_date"]),
        ("claims", ["claim_id", "text", "status"]),
        ("dependencies", ["dependency_id", "dependent_id", "value"]),
        ("citations", ["row_id", "source_id", "stance", "field"]),
        ("actors", ["name", "kind", "parent_id"]),
    ],
)
def test_a_column_taken_out(given: dict[str, Path], table: str, names: list[str]) -> None:
    rows = cells_of(given[table])
    for name in names:
        place = rows[0].index(name)
        content = written([[*row[:place], *row[place + 1 :]] for row in rows])
        assert one(found(given, table, content), table, "missing-column").value == name


@pytest.mark.parametrize(
    ("table", "name"), [("events", "type"), ("memberships", "organization_id"), ("claims", "text")]
)
def test_a_column_taken_out_below_the_header(given: dict[str, Path], table: str, name: str) -> None:
    header, *rows = cells_of(given[table])
    place = header.index(name)
    content = written([header, *([*row[:place], *row[place + 1 :]] for row in rows)])
    finding = one(found(given, table, content), table, "row-length")
    assert finding.message == f"{len(rows)} rows have {len(header) - 1} cells, and the header {len(header)}"
    assert finding.hint == f"put back the column that was taken out, {name} by the looks of it"


def test_a_fact_that_stands_many_times(given: dict[str, Path]) -> None:
    header, *rows = cells_of(given["events"])
    again = [[f"evt-1900-again-{number}", *rows[5][1:]] for number in range(20_000)]
    finding = one(found(given, "events", written([header, *sorted(again), *rows])), "events", "same-fact")
    assert finding.message.endswith("; so do 19999 more rows")


def test_a_row_that_stands_many_times(given: dict[str, Path]) -> None:
    header, *rows = cells_of(given["events"])
    content = written([header, *sorted([*rows, *[rows[5]] * 20_000])])
    assert one(found(given, "events", content), "events", "duplicate-key").message.endswith("; so do 19999 more rows")


@pytest.mark.parametrize(("count", "rule"), [(7, "7 columns"), (3000, "3000 columns")])
def test_columns_that_are_not_the_tables(given: dict[str, Path], count: int, rule: str) -> None:
    rows = cells_of(given["events"])
    more = [[f"column{n}" for n in range(count)], *[[""] * count] * (len(rows) - 1)]
    content = written([[*row, *beyond] for row, beyond in zip(rows, more, strict=True)])
    assert one(found(given, "events", content), "events", "unknown-column").column == len(rows[0]) + 1


def test_what_is_missing_between_two_rows_is_not_that_of_a_copied_key(small: Checkout) -> None:
    """A row that is named and not there is told all the same, where no row could be it."""
    small.edit("participants", "evt-2024", actor_id="armenia", role="party")
    files = by_table(csv_files([small.root / "data"]))
    assert [(f.rule, f.value) for f in judged(files) if f.severity == "error"] == [("reference", "evt-2024")]


def test_of_many_warnings_alike_the_last_counts_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet, "AT_MOST", 3)
    found = [sheet.of_file("a.csv", line, "unused-source", "nobody reads it", "a reader") for line in range(1, 6)]
    other = sheet.of_file("b.csv", 1, "unused-source", "nobody reads it", "a reader")
    told = [(f.path, f.line, f.message) for f in sheet.few_of_each([*found, other])]
    plain = "nobody reads it"
    assert told == [
        *(("a.csv", line, plain) for line in (1, 2)),
        ("b.csv", 1, plain),
        ("a.csv", 3, f"{plain}; so do 2 more further down"),
    ]
    assert [*sheet.few_of_each(found[:3])] == found[:3]


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [("events", "start_date", "end_date"), ("sources", "title", "author"), ("places", "latitude", "longitude")],
)
def test_names_that_changed_places_over_their_cells(given: dict[str, Path], table: str, one: str, other: str) -> None:
    first, *rows = cells_of(given[table])
    swapped = {one: other, other: one}
    findings = found(given, table, written([[swapped.get(name, name) for name in first], *rows]))
    assert one_of_the_header(findings, table) == f"{one} and {other} stand over each other's cells"


@pytest.mark.parametrize("table", TYPICAL)
@pytest.mark.parametrize(
    "written_as", [str.upper, lambda name: name.replace("_", " ").title(), lambda name: name.replace("_", " ")]
)
def test_a_header_that_is_written_in_another_way(
    given: dict[str, Path], table: str, written_as: Callable[[str], str]
) -> None:
    first, *rows = cells_of(given[table])
    fault = one(found(given, table, written([[written_as(name) for name in first], *rows])), table, "renamed-column")
    assert (fault.line, fault.column) == (1, 1)
    assert fault.message.endswith("in the same way")


def test_what_one_cell_calls_for_in_several_is_one_finding(given: dict[str, Path]) -> None:
    rows = cells_of(given["claims"])
    status, place = rows[0].index("status"), next(i for i, row in enumerate(rows) if "resolved_yes" in row)
    rows[place][status] = "open"
    fault = one(found(given, "claims", written(rows)), "claims", "blank-unless")
    assert (fault.line, fault.column, fault.field, fault.value) == (place + 1, status + 1, "status", "open")
    assert fault.message.endswith("do not go with it")


def test_two_cells_in_each_others_column_of_which_one_breaks_a_rule(given: dict[str, Path]) -> None:
    rows = cells_of(given["identifiers"])
    place = next(i for i, row in enumerate(rows) if row[1] == "wikidata")
    rows[place][2], rows[place][4] = rows[place][4], rows[place][2]
    fault = one(found(given, "identifiers", written(rows)), "identifiers", "slipped-row")
    assert fault.message == "value and source_id stand in each other's column"


def test_the_rows_between_which_somebody_is_to_choose_are_not_judged(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    other = [cell.replace("a", "o") for cell in rows[9]]
    conflict = f"<<<<<<< HEAD\n{written(rows[9:10])}=======\n{written([other])}>>>>>>> proposal\n"
    one(found(given, "events", written(rows[:9]) + conflict + written(rows[10:])), "events", "merge-conflict")


def test_the_line_in_which_a_file_was_cut_off_is_a_part_of_the_cut(given: dict[str, Path]) -> None:
    content = written(cells_of(given["memberships"]))
    whole = content[: content.index("\nmem-moldova")]
    one(found(given, "memberships", whole[:-9]), "memberships", "shrunk-table")


WHOLE: dict[str, tuple[str, str, Callable[[str], str], str]] = {
    "local dates": ("memberships", "start_date", lambda t: ".".join(t.split("-")[::-1]), "local-date"),
    "blank cells as nan": ("events", "deaths_low", lambda t: t or "nan", "sentinel"),
    "whole numbers with a point": ("places", "geonames", lambda t: t and f"{t}.0", "integer"),
    "commas for points": ("dependencies", "value", lambda t: t.replace(".", ","), "number"),
    "addresses as links": ("sources", "url", lambda _: "Link", "url"),
    "a column emptied": ("events", "source_id", lambda _: "", "required"),
}


@pytest.mark.parametrize("how", WHOLE)
def test_what_one_act_did_to_a_column(given: dict[str, Path], how: str) -> None:
    table, name, spoil, rule = WHOLE[how]
    first, *rows = cells_of(given[table])
    place = first.index(name)
    spoilt = [[*row[:place], spoil(row[place]), *row[place + 1 :]] for row in rows]
    told = found(given, table, written([first, *spoilt]))
    assert [(f.field, f.rule) for f in told if f.rule == rule] == [(name, rule)]
    assert told[0].message.endswith("more cells")
    each = judged(given, {given[table]: written([first, *spoilt]).encode()}, each=True)
    assert len([f for f in each if f.rule == rule]) > 20


ALTERED: dict[str, tuple[str, str, Callable[[str], str]]] = {
    "are in small letters": ("events", "title", str.lower),
    "are in capitals": ("sources", "publisher", str.upper),
    "are cut off": ("events", "title", lambda t: t[:50].strip()),
    "have a day that they had not": ("sources", "published", lambda t: f"{t}-01" if len(t) == 7 else t),
    "have day and month in each other's place": (
        "sources",
        "published",
        lambda t: f"{t[:4]}-{t[8:]}-{t[5:7]}" if len(t) == 10 and t[8:] <= "11" else t,
    ),
    "are a hundredth of what they were": (
        "dependencies",
        "value",
        lambda t: t and (f"{float(t) / 100:.9f}".rstrip("0").rstrip(".")),
    ),
    "are rounded": ("dependencies", "value", lambda t: t and f"{round(float(t))}"),
}


@pytest.mark.parametrize("how", ALTERED)
def test_a_column_that_was_written_in_another_way(given: dict[str, Path], how: str) -> None:
    table, name, alter = ALTERED[how]
    first, *rows = cells_of(given[table])
    place = first.index(name)
    altered = [[*row[:place], alter(row[place]), *row[place + 1 :]] for row in rows]
    fault = one(found(given, table, written([first, *altered])), table, "altered-column")
    assert (fault.field, fault.message.partition(f" of {name} ")[2]) == (name, how)


@pytest.mark.parametrize(("table", "name"), [("events", "title"), ("claims", "text"), ("sources", "url")])
def test_cells_that_were_filled_down(given: dict[str, Path], table: str, name: str) -> None:
    rows = cells_of(given[table])
    place = rows[0].index(name)
    for number in range(201, 205):
        rows[number][place] = rows[200][place]
    fault = one(found(given, table, written(rows)), table, "altered-column")
    assert (fault.line, fault.field, fault.message.partition(" cells of ")[0]) == (202, name, "4")


def test_cells_that_count_on_from_the_one_above(given: dict[str, Path]) -> None:
    rows = cells_of(given["sources"])
    place = rows[0].index("url")
    above = next(number for number in range(100, len(rows)) if re.search("[/-][0-9]{3,9}$", rows[number][place]))
    stem, last = re.fullmatch("(.*?)([0-9]+)", rows[above][place]).groups()  # type: ignore[union-attr]
    for number in range(1, 4):
        rows[above + number][place] = f"{stem}{int(last) + number}"
    assert one(found(given, "sources", written(rows)), "sources", "altered-column").line == above + 2


def test_cells_that_were_mended_in_several_ways_are_let_be(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    for number in range(30):
        rows[200 + number][1] = f"{rows[200 + number][1][:60].strip()} {number % 7}"
    assert found(given, "events", written(rows)) == []


def test_a_few_cells_of_a_column_are_told_one_by_one(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    for row in rows[10:60]:
        row[1] += " "
    assert len(found(given, "events", written(rows))) == 50


@pytest.mark.parametrize("table", ["events", "names", "coverage"])
def test_a_file_pasted_below_itself(given: dict[str, Path], table: str) -> None:
    rows = cells_of(given[table])
    fault = one(found(given, table, written([*rows, *rows])), table, "repeated-header")
    assert fault.line == len(rows) + 1


def test_a_row_broken_over_two_lines(given: dict[str, Path]) -> None:
    lines = written(cells_of(given["events"])).split("\n")
    half = lines[200].index(",") + 9
    lines[200:201] = [lines[200][:half], lines[200][half:]]
    fault = one(found(given, "events", "\n".join(lines)), "events", "row-length")
    assert (fault.line, fault.message) == (201, "the row is broken over two lines")


def test_rows_of_another_table_below(given: dict[str, Path]) -> None:
    rows, others = cells_of(given["participants"]), cells_of(given["places"])
    fault = one(found(given, "participants", written([*rows, *others])), "participants", "row-length")
    assert (fault.line, fault.message.partition("; ")[2]) == (len(rows) + 1, f"so do {len(others) - 1} more rows")


def test_blank_lines_between_rows(given: dict[str, Path]) -> None:
    content = written(cells_of(given["events"])).replace("\n", "\n\n")
    fault = one(found(given, "events", content), "events", "blank-row")
    assert fault.line == 2


def test_a_comma_that_was_deleted_behind_an_id(given: dict[str, Path]) -> None:
    lines = written(cells_of(given["memberships"])).split("\n")
    lines[200] = lines[200].replace(",", "", 1)
    assert one(found(given, "memberships", "\n".join(lines)), "memberships", "row-length").line == 201


@pytest.mark.parametrize(
    ("table", "column", "cell"), [("actors", "kind", "political_party"), ("participants", "role", "party")]
)
def test_rows_that_were_filtered_out(given: dict[str, Path], table: str, column: str, cell: str) -> None:
    first, *rows = cells_of(given[table])
    kept = [row for row in rows if row[first.index(column)] != cell]
    assert "are gone" in one(found(given, table, written([first, *kept])), table, "shrunk-table").message


def test_rows_that_were_pasted_together(given: dict[str, Path]) -> None:
    rows = cells_of(given["places"])
    fault = one(found(given, "places", written([*rows, *rows[3:6]])), "places", "duplicate-key")
    assert (fault.line, fault.message.partition("; ")[2]) == (len(rows) + 1, "so do 2 more rows")


@pytest.mark.parametrize("table", ["names", "participants", "citations", "identifiers"])
def test_a_block_of_rows_without_ids_that_is_gone(given: dict[str, Path], table: str) -> None:
    rows = cells_of(given[table])
    one(found(given, table, written([*rows[:3], *rows[11:]])), table, "shrunk-table")


def test_rows_that_went_with_what_they_hung_on(given: dict[str, Path]) -> None:
    rows = cells_of(given["participants"])
    (event, many), *_ = Counter(row[0] for row in rows).most_common()
    assert many > FEW
    assert found(given, "participants", written([row for row in rows if row[0] != event])) == []


def changed(
    given: dict[str, Path], table: str, column: str, cell: str, fits: Callable[[dict[str, str]], object]
) -> str:
    """A table with another cell in a column of the first row that fits."""
    first, *rows = cells_of(given[table])
    row = next(row for row in rows if fits(dict(zip(first, row, strict=True))))
    row[first.index(column)] = cell
    return written([first, *rows])


def test_of_an_actor_whose_kind_changed_it_is_the_kind_that_does_not_fit(given: dict[str, Path]) -> None:
    holders = Counter(row[1] for row in cells_of(given["memberships"]) if row[3] == "office")
    once = {name for name, offices in holders.items() if offices == 1}
    content = changed(
        given, "actors", "kind", "government_body", lambda r: r["kind"] == "person" and r["actor_id"] in once
    )
    assert one(found(given, "actors", content), "actors", "unfit-kind").field == "kind"


def test_of_two_actors_with_one_code_it_is_the_one_that_got_it(given: dict[str, Path]) -> None:
    content = changed(given, "actors", "iso3", "RUS", lambda r: r["actor_id"] == "estonia")
    fault = one(found(given, "actors", content), "actors", "same-actor")
    assert (fault.row_id, fault.field, fault.value) == ("estonia", "iso3", "RUS")


def test_of_two_dates_in_the_wrong_order_it_is_the_one_that_changed(given: dict[str, Path]) -> None:
    content = changed(
        given, "claims", "resolved_on", "2026-01-02", lambda r: r["resolve_by"][:4] == r["resolved_on"][:4] == "2024"
    )
    fault = one(found(given, "claims", content), "claims", "not-after")
    assert (fault.field, fault.value) == ("resolved_on", "2026-01-02")
    assert fault.hint.startswith("in the last release resolved_on was '2024")


def test_an_area_that_is_a_person(given: dict[str, Path]) -> None:
    content = changed(given, "coverage", "area_id", "pashinyan", lambda r: r["area_id"] == "azerbaijan")
    assert one(found(given, "coverage", content), "coverage", "unfit-kind").field == "area_id"


def test_a_rule_is_broken_where_it_says_so_by_cells_that_both_changed(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    start, end = rows[0].index("start_date"), rows[0].index("end_date")
    row = next(row for row in rows if row[end].startswith("2020"))
    row[start], row[end] = "2020-12-30", "2020-12-20"
    assert one(found(given, "events", written(rows)), "events", "not-after").field == "end_date"


def test_of_two_rows_out_of_order_it_is_the_one_that_is_new(given: dict[str, Path]) -> None:
    rows = cells_of(given["participants"])
    place = next(
        i
        for i in range(2, len(rows) - 1)
        if rows[i - 2][0] < rows[i - 1][0] == rows[i][0] and rows[i + 1][0] > rows[i][0]
    )
    rows[place][1] = "aliyev-heydar"
    rows[place - 1][1] = "armenia"
    before = [row if number != place else [row[0], "zas", *row[2:]] for number, row in enumerate(rows)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            validation, "_released", lambda _: {"participants": last_release("participants", before[0], before[1:])}
        )
        fault = one(found(given, "participants", written(rows)), "participants", "row-order")
    assert (fault.line, fault.field, fault.value) == (place + 1, "actor_id", "aliyev-heydar")


def test_an_event_that_was_entered_twice_has_no_participants_for_that(given: dict[str, Path]) -> None:
    header, *rows = cells_of(given["events"])
    row = next(row for row in rows if len(row[1].split()) > 7 and row[header.index("reviewed")] == "")
    again = [f"{row[0]}-again", f"{row[1]} again", *row[2:]]
    (doubt,) = judged(given, {given["events"]: written([header, *sorted([*rows, again])]).encode()})
    assert (doubt.rule, doubt.row_id) == ("alike", again[0])


def warned(given: dict[str, Path], table: str, rows: Cells) -> list[tuple[str, str]]:
    return [(f.rule, f.field) for f in judged(given, {given[table]: written(rows).encode()})]


def test_a_figure_that_changed_by_accident_is_told_of_where_it_stands(given: dict[str, Path]) -> None:
    rows = cells_of(given["dependencies"])
    value = rows[0].index("value")
    place = next(p for p, row in enumerate(rows[1:], 1) if row[value].endswith("0") and row[rows[0].index("reviewed")])
    rows[place][value] = rows[place][value][:-1]
    assert [field for _, field in warned(given, "dependencies", rows)] == ["value"]


def test_another_of_its_sources_put_first_is_no_change_of_a_row(given: dict[str, Path]) -> None:
    events, citations = cells_of(given["events"]), cells_of(given["citations"])
    first, read = (events[0].index(name) for name in ("source_id", "reviewed"))
    told = {row[0]: row for row in events[1:] if row[read]}
    once = [pair for pair, count in Counter((row[0], row[1]) for row in citations[1:]).items() if count == 1]
    cited = next(
        row for row in citations[1:] if row[0] in told and (*row[:2],) in once and row[2:4] == ["supports", ""]
    )
    event = told[cited[0]]
    event[first], cited[1] = cited[1], event[first]
    contents = {given["events"]: written(events).encode()}
    contents[given["citations"]] = written([citations[0], *sorted(citations[1:])]).encode()
    assert judged(given, contents) == []


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [("citations", "locator", "note"), ("sources", "title", "publisher"), ("events", "title", "note")],
)
def test_cells_that_have_changed_places(given: dict[str, Path], table: str, one: str, other: str) -> None:
    rows = cells_of(given[table])
    a, b = rows[0].index(one), rows[0].index(other)
    place = next(p for p, row in enumerate(rows[1:], 1) if row[a] and row[b] and max(len(row[a]), len(row[b])) < 80)
    rows[place][a], rows[place][b] = rows[place][b], rows[place][a]
    assert warned(given, table, rows) == [("exchanged-cells", one)]


def test_the_publisher_of_a_new_source_in_the_place_of_its_title(given: dict[str, Path]) -> None:
    sources, citations = cells_of(given["sources"]), cells_of(given["citations"])
    new = ["src-zz-new", "Civil Georgia", "What nobody else published", *sources[-1][3:]]
    new[sources[0].index("url")] = "https://civil.ge/archives/999999"
    citing = [citations[-1][0], new[0], "supports", "", "para. 1", ""]
    tables = {"sources": [*sources, new], "citations": sorted([*citations[1:], citing])}
    tables["citations"].insert(0, citations[0])
    contents = {given[name]: written(rows).encode() for name, rows in tables.items()}
    assert [(f.rule, f.row_id, f.field) for f in judged(given, contents)] == [("exchanged-cells", new[0], "title")]


def in_new_rows(given: dict[str, Path], table: str, patch: pytest.MonkeyPatch, rows: Cells) -> list[Finding]:
    """What is found, warnings too, in rows of which one in ten is newer than the last release."""
    nine_tenths_released(given, table, patch)
    return [f for f in judged(given, {given[table]: written(rows).encode()}) if Path(f.path).stem == table]


@pytest.mark.parametrize(
    ("table", "name"), [("memberships", "start_basis"), ("actors", "iso3"), ("claims", "reviewed")]
)
@pytest.mark.parametrize("filled", [True, False])
def test_a_column_in_which_every_cell_is_the_same(
    given: dict[str, Path], table: str, name: str, filled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = cells_of(given[table])
    place = header.index(name)
    cell = next(row[place] for row in rows if row[place]) if filled else ""
    same = [[*row[:place], cell, *row[place + 1 :]] for row in rows]
    (fault,) = in_new_rows(given, table, monkeypatch, [header, *same])
    assert (fault.rule, fault.field) == ("altered-column" if filled or name != "start_basis" else "required", name)


@pytest.mark.parametrize("table", ["claims", "participants", "names"])
def test_a_column_of_the_key_that_is_filled_down(
    given: dict[str, Path], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = cells_of(given[table])
    (fault,) = in_new_rows(given, table, monkeypatch, [header, *([rows[0][0], *row[1:]] for row in rows)])
    assert (fault.rule, fault.field) == ("moved-column", header[0])


def test_columns_that_changed_places_without_their_names(
    given: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = cells_of(given["memberships"])
    a, b = header.index("role"), header.index("participation")
    for row in rows:
        row[a], row[b] = row[b], row[a]
    (fault,) = in_new_rows(given, "memberships", monkeypatch, [header, *rows])
    assert (fault.rule, fault.field, fault.message[-41:]) == (
        *("moved-column", "role"),
        "stand in the place of those of participation"[-41:],
    )


def test_a_file_that_was_saved_in_another_encoding_is_one_fault(given: dict[str, Path]) -> None:
    broken = given["events"].read_bytes().decode().encode().decode("latin-1").encode()
    fault = one(found(given, "events", broken), "events", "mojibake")
    assert fault.message.endswith("more cells")


def test_a_quote_that_strays_is_told_of_once(given: dict[str, Path]) -> None:
    first, *lines = given["participants"].read_text(encoding="utf-8").splitlines()
    lines[700] = lines[700].replace(",", '",', 1)
    one(found(given, "participants", "\n".join([first, *lines, ""])), "participants", "stray-quote")


def test_a_stance_that_is_no_word_is_not_missed_by_what_it_bears_out(given: dict[str, Path]) -> None:
    rows = cells_of(given["citations"])
    cited = [row for row in rows if row[0].startswith("clm-") and row[2] == "contradicts"]
    cited[0][2] = "disagrees"
    one(found(given, "citations", written(rows)), "citations", "vocabulary")


def test_a_row_that_is_gone_of_a_few_without_ids(given: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    header, *rows = cells_of(given["coverage"])
    names, *places = cells_of(given["places"])
    before = {"places": last_release("places", names, places), "coverage": last_release("coverage", header, rows)}
    monkeypatch.setattr(validation, "_released", lambda _: before)
    one(found(given, "coverage", written([header, *rows[:5], *rows[6:]])), "coverage", "shrunk-table")


def test_a_text_that_was_cut_short(given: dict[str, Path]) -> None:
    rows = cells_of(given["events"])
    note = rows[0].index("note")
    place = next(p for p, row in enumerate(rows) if len(row[note]) > 150 and row[note].endswith("."))
    rows[place][note] = rows[place][note][:80].rstrip()
    assert warned(given, "events", rows) == [("slip-of-hand", "note")]


def test_rows_in_another_order_are_no_columns_that_moved(given: dict[str, Path]) -> None:
    first, *rows = cells_of(given["coverage"])
    one(found(given, "coverage", written([first, *rows[::-1]])), "coverage", "row-order")


MOVES: dict[str, Callable[[list[str]], list[str]]] = {
    "were sorted without the other columns": sorted,
    "stand in other rows than in the last release": lambda cells: cells[::-1],
    "slipped down by a row": lambda cells: ["", *cells[:-1]],
    "slipped up by a row": lambda cells: [*cells[1:], ""],
}


@pytest.mark.parametrize("how", MOVES)
@pytest.mark.parametrize(
    ("table", "name"),
    [
        *(("events", name) for name in ("event_id", "title", "start_date", "deaths_low", "source_id")),
        *(("participants", name) for name in ("event_id", "actor_id", "role", "on_behalf_of")),
        *(
            ("claims", "text"),
            ("sources", "source_id"),
            ("sources", "url"),
            ("citations", "stance"),
            ("places", "latitude"),
        ),
    ],
)
def test_a_column_that_moved(
    given: dict[str, Path], table: str, name: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = cells_of(given[table])
    before = {table: last_release(table, header, rows)}
    monkeypatch.setattr(validation, "_released", lambda _: before)
    place = header.index(name)
    moved = MOVES[how]([row[place] for row in rows])
    if how == "slipped down by a row" and name == "title":  # as spreadsheets do
        rows, moved = [*rows, [""] * len(header)], [*moved, rows[-1][place]]
    cells = [[*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows, moved, strict=True)]
    if cells == rows:
        return  # ids are sorted
    finding = one(found(given, table, written([header, *cells])), table, "moved-column")
    assert finding.field == name
    assert finding.message.endswith(f"of {name} {how}")


def last_release(table: str, header: list[str], rows: Cells) -> Rows:
    return Rows(pl.DataFrame(rows, schema=header, orient="row"), TABLES[cast("TableName", table)].key)


def nine_tenths_released(given: dict[str, Path], table: str, patch: pytest.MonkeyPatch) -> Cells:
    """The rows of a table, of which one in ten was entered since the last release; places are as they were."""
    names, *places = cells_of(given["places"])
    header, *rows = cells_of(given[table])
    before = [row for number, row in enumerate(rows) if number % 10]
    released = {"places": last_release("places", names, places), table: last_release(table, header, before)}
    patch.setattr(validation, "_released", lambda _: released)
    return [header, *rows]


@pytest.mark.parametrize(
    ("table", "name"),
    [("events", "title"), ("sources", "url"), ("actors", "cow"), ("memberships", "note"), ("names", "source_id")],
)
def test_a_column_that_moved_while_rows_were_added(
    given: dict[str, Path], table: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = nine_tenths_released(given, table, monkeypatch)
    place = header.index(name)
    cells = sorted(row[place] for row in rows)
    moved = [[*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows, cells, strict=True)]
    assert one(found(given, table, written([header, *moved])), table, "moved-column").field == name


@pytest.mark.parametrize("how", MOVES)
@pytest.mark.parametrize(
    ("table", "name"),
    [
        *(("participants", name) for name in ("event_id", "actor_id", "role")),
        *(("citations", name) for name in ("row_id", "source_id")),
        *(("names", "name"), ("events", "event_id"), ("sources", "source_id"), ("memberships", "membership_id")),
    ],
)
def test_a_column_of_the_key_that_moved_while_rows_were_added(
    given: dict[str, Path], table: str, name: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = nine_tenths_released(given, table, monkeypatch)
    place = header.index(name)
    cells = [cell or rows[0][place] for cell in MOVES[how]([row[place] for row in rows])]
    moved = [[*row[:place], cell, *row[place + 1 :]] for row, cell in zip(rows, cells, strict=True)]
    if moved != rows:  # ids are sorted
        assert one(found(given, table, written([header, *moved])), table, "moved-column").field == name


@pytest.mark.parametrize("table", ["events", "sources", "names", "participants", "citations"])
def test_an_end_that_is_gone_while_rows_were_added(
    given: dict[str, Path], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = nine_tenths_released(given, table, monkeypatch)
    one(found(given, table, written(rows[: len(rows) * 7 // 8])), table, "shrunk-table")


@pytest.mark.parametrize("table", ["events", "sources", "names"])
def test_a_block_that_is_gone_while_rows_were_added(
    given: dict[str, Path], table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = nine_tenths_released(given, table, monkeypatch)
    one(found(given, table, written([*rows[:200], *rows[209:]])), table, "shrunk-table")


def test_ids_that_many_rows_changed_are_not_rows_that_are_gone(
    given: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    header, *rows = nine_tenths_released(given, "places", monkeypatch)
    renamed = [[f"{row[0]}-two", *row[1:]] if 40 < number < 70 else row for number, row in enumerate(rows)]
    assert "shrunk-table" not in {f.rule for f in found(given, "places", written([header, *renamed]))}


def test_many_cells_that_changed_alike_did_not_move(given: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    header, *rows = cells_of(given["events"])
    place = header.index("credibility")
    before = [[*row[:place], "3", *row[place + 1 :]] for number, row in enumerate(rows) if number % 10]
    monkeypatch.setattr(validation, "_released", lambda _: {"events": last_release("events", header, before)})
    assert found(given, "events", written([header, *rows])) == []


def one_of_the_header(findings: list[Finding], table: str) -> str:
    fault = one(findings, table, "column-order")
    assert fault.line == 1
    return fault.message


def test_columns_that_were_moved_with_their_names(given: dict[str, Path]) -> None:
    moved = [[*row[:2], row[3], row[2], *row[4:]] for row in cells_of(given["events"])]
    fault = one_of_the_header(found(given, "events", written(moved)), "events")
    assert fault == "the columns do not stand in their order"


@pytest.mark.parametrize(
    ("table", "name", "column", "day", "rule"),
    [
        ("actors", "kocharyan", "start_date", "2024-08-31", "outside-lifetime"),
        ("actors", "aliyev-heydar", "end_date", "1990-12-12", "outside-lifetime"),
        ("memberships", "mem-kocharyan-armenia-prime-minister-1997", "end_date", "2026-04-10", "stale-review"),
    ],
)
def test_a_day_on_which_many_rows_hang(
    given: dict[str, Path], table: str, name: str, column: str, day: str, rule: str
) -> None:
    rows = cells_of(given[table])
    next(row for row in rows if row[0] == name)[rows[0].index(column)] = day
    assert warned(given, table, rows) == [(rule, column)]
