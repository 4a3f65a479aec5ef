"""A new row, asked for cell by cell, with all that hangs on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.errors import CaucasusDataError, did_you_mean, nearest
from caucasus_data.model.cells import Cell
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import BlankUnless, Follows, RequiredWhen
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation import by_table, csv_files, judged
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.reading import content_of

KINDS: Final[Mapping[str, str]] = {
    "event": "events",
    "membership": "memberships",
    "dependency": "dependencies",
    "claim": "claims",
    "source": "sources",
    "actor": "actors",
}
"""What can be entered, and the table that it goes to."""

ANOTHER = "+"
"""The answer that enters a new row where the id of one is asked for."""

_ID_WORDS = 6
_EMPTY_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "is", "of", "on", "that", "the", "to", "with"}

Row = dict[str, str]
Rows = dict[str, list[Row]]


class Question(NamedTuple):
    """What is asked of the person who enters a row.

    Attributes:
        field: Name of the column.
        text: What the column says.
        example: A cell as it may stand there.
        options: The words or ids from which to choose; empty where any text will do.
        proposal: The answer that a blank one stands for.
        required: Whether an answer must be given.
        problem: What is wrong with the last answer.
    """

    field: str
    text: str
    example: str
    options: tuple[str, ...] = ()
    proposal: str = ""
    required: bool = False
    problem: str = ""


Ask = Callable[[Question], str]


def entered(kind: str, folder: Path, ask: Ask) -> dict[Path, Rewriting]:
    """Ask for a row and for what hangs on it: participants, further sources, and rows that it refers to.

    Args:
        kind: A word of `KINDS`.
        folder: The folder of the tables.
        ask: Puts a question and gives the answer.

    Returns:
        Every file that gets a row, as it was read and with the row.

    Raises:
        UnreadableError: A table of the folder cannot be read.
        CaucasusDataError: The tables would have faults with the new rows.
    """
    given = by_table(csv_files([folder]))
    files = {name: folder / f"{name}.csv" for name in TABLES}
    before = {path: content_of(path) for path in files.values()}
    if old := _errors(given, before):
        raise CaucasusDataError(f"mend the tables first: {old[0].path}:{old[0].line}: {old[0].message}")
    rows = {name: in_file_order(readable(path, before[path])) for name, path in files.items()}
    entry = _Entry(rows, ask)
    row_id = entry.row(TABLES[KINDS[kind]])
    if kind == "event":
        entry.several("participants", {"event_id": row_id}, "actor_id")
    if kind != "source":
        entry.several("citations", {"row_id": row_id}, "source_id")
    after = {files[name]: _with_rows(TABLES[name], entry.rows[name]) for name in entry.grown}
    if faults := _errors(given, before | after):
        place = f"{faults[0].path}:{faults[0].line}"
        raise CaucasusDataError(
            f"nothing was written: with the new rows {place} would be at fault: {faults[0].message}"
        )
    return {path: Rewriting(before[path], content) for path, content in after.items()}


def _errors(given: Mapping[str, Path], contents: Mapping[Path, bytes]) -> list[Finding]:
    return [f for f in judged(given, contents) if f.severity == "error"]


def _with_rows(table: Table, rows: list[Row]) -> bytes:
    return written(table, sorted(rows, key=lambda row: [row[k] for k in table.key]))


class _Entry:
    """The tables with what was entered so far."""

    def __init__(self, rows: Rows, ask: Ask) -> None:
        self.rows = rows
        self.grown: set[str] = set()
        self._ask = ask

    def row(self, table: Table) -> str:
        """Ask for a row of a table that has ids, and give back its id."""
        (key,) = table.key
        cells = self._cells(table, dict.fromkeys(table.names, ""), {key, "reviewed"})  # it is read for the first time
        taken = {row[key] for row in self.rows[table.name]} | {row["row_id"] for row in self.rows["withdrawn"]}
        column = table.column(key)
        question = Question(
            key, column.description, column.example, proposal=_unused(proposed_id(table, cells), taken), required=True
        )
        cells[key] = self._answer(question, column.cell, taken=taken)
        self._add(table.name, cells)
        return cells[key]

    def several(self, name: str, known: Row, first: str) -> None:
        """Ask for rows that hang on another, until the first cell of one is left blank."""
        table = TABLES[name]
        while True:
            column = table.column(first)
            places = {r["actor_id"] for r in self.rows["actors"] if r["kind"] == "territory"}
            ids = tuple(i for i in self._ids(column) if name != "participants" or i not in places)
            question = Question(first, f"{column.description} Blank to end.", column.example, ids)
            answer = self._reference(question, column)
            if not answer:
                return
            cells = dict.fromkeys(table.names, "") | known | {first: answer}
            self._add(name, self._cells(table, cells, {*known, first}))

    def _add(self, name: str, cells: Row) -> None:
        self.rows[name].append(cells)
        self.grown.add(name)

    def _cells(self, table: Table, cells: Row, answered: set[str]) -> Row:
        """Ask for the cells of a row: those first on which others hang, and those again that break a rule."""
        skipped = set(answered)
        for column in _in_turn(table, answered):
            cells[column.name] = self._cell(table, column, cells)
        while broken := [r for r in table.rules if skipped.isdisjoint({r.field}) and not r.holds(cells)]:
            rule = broken[0]
            problem = f"{rule.sentence}: expected {rule.expected(cells)}"
            cells[rule.field] = self._cell(table, table.column(rule.field), cells, problem)
        return cells

    def _cell(self, table: Table, column: Column, cells: Row, problem: str = "") -> str:
        required, options = column.required, self._ids(column)
        for rule in table.rules:
            if rule.field != column.name:
                continue
            if isinstance(rule, BlankUnless) and not rule.when.holds(cells):
                return ""
            if isinstance(rule, RequiredWhen):
                required |= rule.when.holds(cells)
            if isinstance(rule, Follows) and (not rule.given or cells[rule.given]):
                allowed = rule.allowed[cells[rule.by]]
                if allowed == ("",):
                    return ""
                options, required = tuple(w for w in allowed if w), required or "" not in allowed
        proposal = options[0] if len(options) == 1 and required else _proposal(column.name)
        question = Question(column.name, column.description, column.example, options, proposal, required, problem)
        return self._reference(question, column) if column.cell.reference else self._answer(question, column.cell)

    def _ids(self, column: Column) -> tuple[str, ...]:
        """The words of a column's vocabulary, or the ids that it may name."""
        if column.cell.vocabulary:
            return column.cell.vocabulary.words
        target = column.cell.reference.table if column.cell.reference else None
        return tuple(row[TABLES[target].key[0]] for row in self.rows[target]) if target else ()

    def _reference(self, question: Question, column: Column) -> str:
        answer = self._answer(
            question._replace(text=f"{question.text} {ANOTHER} enters a new one."), column.cell, another=True
        )
        target = column.cell.reference.table if column.cell.reference else None
        return self.row(TABLES[target]) if answer == ANOTHER and target else answer

    def _answer(self, question: Question, cell: Cell, *, another: bool = False, taken: set[str] | None = None) -> str:
        """Ask until the answer is a sound cell."""
        while True:
            answer = self._ask(question).strip() or question.proposal
            if another and answer == ANOTHER:
                return answer
            problem = _problem(question, cell, answer, taken or set())
            if not problem:
                return answer
            question = question._replace(problem=problem)


def _problem(question: Question, cell: Cell, answer: str, taken: set[str]) -> str:
    if not answer:
        return f"{question.field} must be filled" if question.required else ""
    if fault := cell.first_fault(answer):
        return ": ".join(filter(None, (f"{question.field} {fault.problem(answer)}", fault.hint(answer))))
    if question.options and answer not in question.options:
        like = did_you_mean(nearest(answer, question.options))
        return ": ".join(
            filter(None, (f"{answer!r} is not among the {len(question.options)} that can stand here", like))
        )
    return f"{answer} is taken" if answer in taken else ""


def _in_turn(table: Table, answered: set[str]) -> Iterator[Column]:
    """The columns to ask for: each after those that decide whether it is asked for at all."""
    left = [c for c in table.columns if c.name not in answered]
    while left:
        names = {c.name for c in left}
        ready = [c for c in left if names.isdisjoint(_deciding(table, c))] or left
        yield ready[0]
        left.remove(ready[0])


def _deciding(table: Table, column: Column) -> set[str]:
    fields: set[str] = set()
    for rule in table.rules:
        if rule.field == column.name and isinstance(rule, BlankUnless | RequiredWhen):
            fields.add(rule.when.field)
        if rule.field == column.name and isinstance(rule, Follows):
            fields.update(f for f in (rule.by, rule.given) if f)
    return fields - {column.name}


def _proposal(field: str) -> str:
    return datetime.now(UTC).date().isoformat() if field == "accessed" else ""


def proposed_id(table: Table, cells: Mapping[str, str]) -> str:
    """The id that the cells of a row suggest.

    >>> proposed_id(TABLES["events"], {"start_date": "2022-12-12", "title": "The Lachin blockade"})
    'evt-2022-lachin-blockade'
    """
    year = re.match(r"[0-9]{4}", cells.get(table.timeline[0], "") if table.timeline else "")
    when = year[0] if year else ""
    match table.name:
        case "events":
            parts = ["evt", when, cells["title"]]
        case "memberships":
            parts = ["mem", cells["member_id"], cells["organization_id"], cells["role"], when]
        case "dependencies":
            parts = ["dep", cells["dependent_id"], cells["supplier_id"], cells["indicator"], cells["period"]]
        case "claims":
            parts = ["clm", cells["claimant_id"], when, cells["text"]]
        case "sources":
            parts = ["src", cells["publisher"], cells["title"]]
        case "places":
            parts = ["plc", cells["name"]]
        case _:
            parts = [cells["name"]]
    return "-".join(filter(None, map(_slug, parts)))


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = [w for w in re.findall(r"[a-z0-9]+", plain) if w not in _EMPTY_WORDS]
    return "-".join(words[:_ID_WORDS])


def _unused(name: str, taken: set[str]) -> str:
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free
