"""What is asked of somebody who enters a row: from the answers so far to the next question, and nothing else.

An entry is never changed: an answer makes another entry of it, so that going back is to take the one before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final, NamedTuple

from caucasus_data.contributing import proposals
from caucasus_data.contributing.answers import RefusedError, as_cell, as_row
from caucasus_data.contributing.lookup import Found, Lookup, Row, address_column, label_column
from caucasus_data.errors import did_you_mean, nearest
from caucasus_data.model.cells import Reference
from caucasus_data.model.row import Column, Table
from caucasus_data.model.rules import BlankUnless, Follows, RequiredWhen
from caucasus_data.model.tables import TABLES
from caucasus_data.support.clock import today

KINDS: Final[Mapping[str, str]] = {
    "event": "events",
    "membership": "memberships",
    "dependency": "dependencies",
    "claim": "claims",
    "source": "sources",
    "actor": "actors",
    "place": "places",
}
"""What can be entered, and the table that it goes to."""

NEW, NOTHING = "+", "-"
"""The answers that enter a new row where the name of one is asked for, and that leave a cell blank."""

REVIEW: Final = "review"
"""The step in which all rows are looked at before they are written."""

_NUMBERED: Final = re.compile(r"\+([0-9]+)")
"""What stands in a cell that names a row of the entry, whose id may still change: no cell of a file begins so."""

_SECOND_READING: Final = "reviewed"
"""The column that somebody else fills."""


class Question(NamedTuple):
    """What is asked.

    Attributes:
        step: What tells the question from others of the entry.
        part: The number of the row that it is about.
        table: The table of that row.
        column: The column; None where all rows are to be looked at.
        proposal: The answer that a blank one stands for.
        required: Whether an answer must be given.
        options: The words from which to choose, where there is a vocabulary.
        ends: Whether a blank answer ends the rows of the table.
    """

    step: str
    part: int
    table: Table
    column: Column | None = None
    proposal: str = ""
    required: bool = False
    options: tuple[str, ...] = ()
    ends: bool = False


class Part(NamedTuple):
    """A row of an entry, and the answers that were given for it."""

    table: Table
    given: Mapping[str, str]


class Want(NamedTuple):
    """What a row calls for in a column: a blank cell, a filled one, one of some words."""

    blank: bool
    required: bool
    options: tuple[str, ...]


class Place(NamedTuple):
    """A cell of an entry: the number of its row, and its column."""

    part: int
    column: Column


@dataclass(frozen=True)
class Entry:
    """The rows that are being entered, the first of which the others hang on or are named by.

    Attributes:
        lookup: The rows that are there.
        parts: The rows of the entry, some of which nothing may name any more.
        ended: Tables of which no more rows are to follow.
        editing: A cell that is to be answered anew.
        done: Whether everything was looked at and found good.
    """

    lookup: Lookup
    parts: tuple[Part, ...]
    ended: frozenset[str] = frozenset()
    editing: Place | None = None
    done: bool = False
    _laid: dict[int, tuple[dict[str, str], Column | None]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, kind: str, lookup: Lookup) -> Entry:
        """The beginning of an entry of a kind in `KINDS`."""
        return cls(lookup, (Part(TABLES[KINDS[kind]], {}),))

    @cached_property
    def question(self) -> Question:
        """What is asked next."""
        if self.editing:
            return self._about(*self.editing)
        for number in reversed(self.live):
            if column := self._laid_out(number)[1]:
                return self._about(number, column)
        for table in self.hanging(alone=True):
            if table.name not in self.ended:
                return self._adding(table)._about(len(self.parts), _second(table))._replace(ends=True, step=table.name)
        return Question(REVIEW, 0, self.parts[0].table)

    @cached_property
    def live(self) -> list[int]:
        """The numbers of the rows that are the entry's: the first, all that hang on it, and all that these name."""
        found = [0]
        found += [n for n, (table, given) in enumerate(self.parts) if n and given.get(table.key[0]) == f"{NEW}0"]
        for number in found:
            named = (_NUMBERED.fullmatch(cell) for cell in self.parts[number].given.values())
            found += [n for n in (int(m[1]) for m in named if m) if n not in found]
        return sorted(found)

    @property
    def places(self) -> list[Place]:
        """The cells that can be looked at and answered anew, row by row."""
        return [
            Place(n, column)
            for n in self.live
            for column in self.parts[n].table.columns
            if column.name != _SECOND_READING and self.parts[n].given.get(column.name) != f"{NEW}0"
        ]

    @property
    def rows(self) -> list[tuple[Table, Row]]:
        """The rows as they are to be written."""
        return [(self.parts[n].table, {c: self._plainly(cell) for c, cell in self.cells(n).items()}) for n in self.live]

    def cells(self, number: int) -> Row:
        """The cells of a row so far, answered, proposed or blank."""
        return self._laid_out(number)[0]

    def shown(self, place: Place) -> str:
        """What stands in a cell."""
        return self._plainly(self.cells(place.part)[place.column.name])

    def hanging(self, *, alone: bool = False) -> list[Table]:
        """The tables of rows that hang on the first one: all, or those that hang on rows of its table alone."""
        own = self.parts[0].table.name
        named = ((table, table.columns[0].cell.reference) for table in TABLES.values())
        if alone:
            return [table for table, reference in named if reference and reference.tables == (own,)]
        return [table for table, reference in named if reference and own in (reference.tables or TABLES)]

    def after(self, answer: str) -> Entry:
        """The entry with the question answered.

        Raises:
            RefusedError: The answer will not do.
        """
        question, text = self.question, answer.strip()
        if question.column is None:
            return self._looked_at(text)
        if question.ends:
            if text in ("", NOTHING):
                return replace(self, ended=self.ended | {question.table.name})
            return self._adding(question.table)._answered(question, question.column, text)
        return self._answered(question, question.column, text)

    def _looked_at(self, text: str) -> Entry:
        """What follows an answer to the question whether all rows are good."""
        if not text:
            return replace(self, done=True)
        name, _, rest = text.partition(" ")
        if tables := [t for t in self.hanging() if t.name == name]:
            return self._adding(tables[0])
        place = self._place(name)
        asked = replace(self, editing=place)
        return asked.after(rest) if rest.strip() else asked

    def _place(self, name: str) -> Place:
        """The cell that is meant by a number, or by a column: of the first row, or of the only one that has it."""
        places = self.places
        if name in (numbers := [str(number) for number in range(1, len(places) + 1)]):
            return places[numbers.index(name)]
        found = [place for place in places if place.column.name == name]
        if len(found) > 1 and found[0].part:
            cells = [Found(str(places.index(p) + 1), self.shown(p) or "blank") for p in found]
            raise RefusedError(f"several rows have {name}; name it by its number", cells)
        if not found:
            names = {place.column.name for place in places} | {table.name for table in self.hanging()}
            like = did_you_mean(nearest(name, names)) if len(name) < 100 else ""
            raise RefusedError(f"there is no cell {name[:100]!r}; {like or 'name one by its number or its column'}")
        return found[0]

    def _answered(self, question: Question, column: Column, text: str) -> Entry:
        number, text = question.part, text or question.proposal
        if text == NOTHING and self.editing and self._hangs(number) and column == _second(self.parts[number].table):
            return self._replaced(number, {})
        if text in ("", NOTHING):
            if question.required:
                raise RefusedError(f"{column.name} must be filled")
            return self._with(number, {column.name: ""})
        if column.cell.reference:
            return self._naming(number, column, column.cell.reference, text)
        cell = as_cell(column, text, question.options)
        if column.name == self._id_column(number) and cell in self._taken(number):
            raise RefusedError(f"{cell} is taken")
        return self._with(number, {column.name: cell})

    def _naming(self, number: int, column: Column, reference: Reference, text: str) -> Entry:
        """The entry with a cell that names a row: one that is there, one of the entry, or a new one."""
        target = TABLES[reference.table] if reference.table else None
        address = address_column(target) if target else None
        if target and (text == NEW or text.startswith(f"{NEW} ")):
            return self._opened(number, column, target, label_column(target), text[1:].strip())
        for n in self.live:
            table, cells = self.parts[n].table, self.cells(n)
            names = {self._id(n), *(cells[c.name] for c in (label_column(table), address_column(table)) if c)}
            if n != number and table.name in reference.tables and text in names:
                return self._with(number, {column.name: f"{NEW}{n}"})
        try:
            return self._with(number, {column.name: as_row(column, reference, self.lookup, text)})
        except RefusedError as refused:
            if target and address and not refused.offered and address.accepts(text):
                return self._opened(number, column, target, address, text)
            enters = f"; {NEW} {text[:60]} enters a new one" if target else ""
            raise RefusedError(refused.problem + enters, refused.offered) from None

    def _opened(self, number: int, column: Column, target: Table, first: Column | None, text: str) -> Entry:
        """The entry with a new row that a cell names, one cell of which may be known."""
        known = {first.name: as_cell(first, text)} if first and text else {}
        new = len(self.parts)
        return replace(self, parts=(*self.parts, Part(target, known)))._with(number, {column.name: f"{NEW}{new}"})

    def _adding(self, table: Table) -> Entry:
        """The entry with one more row that hangs on the first."""
        return replace(self, parts=(*self.parts, Part(table, {table.key[0]: f"{NEW}0"})), editing=None)

    def _with(self, number: int, cells: Mapping[str, str]) -> Entry:
        """The entry with cells of a row answered, which agree with the others as far as these are known."""
        entry = self._replaced(number, {**self.parts[number].given, **cells})
        laid = entry.cells(number)
        for rule in self.parts[number].table.rules:
            known = all(laid[f] for f in rule.fields[:2])
            if known and not cells.keys().isdisjoint(rule.fields) and not rule.holds(laid):
                raise RefusedError(f"{rule.sentence}: expected {rule.expected(laid)}")
        return entry

    def _replaced(self, number: int, given: Mapping[str, str]) -> Entry:
        part = Part(self.parts[number].table, given)
        return replace(self, parts=(*self.parts[:number], part, *self.parts[number + 1 :]), editing=None)

    def _hangs(self, number: int) -> bool:
        table, given = self.parts[number]
        return number > 0 and given.get(table.key[0]) == f"{NEW}0"

    def _about(self, number: int, column: Column) -> Question:
        """The question for a cell."""
        table, cells = self.parts[number].table, self.cells(number)
        want = wanted(table, column, cells)
        proposal = self._plainly(cells[column.name]) or self._likely(number, column, cells)
        options = want.options or (column.cell.vocabulary.words if column.cell.vocabulary else ())
        required = want.required or column.name == self._id_column(number)
        return Question(f"{number}.{column.name}", number, table, column, proposal, required, options)

    def _laid_out(self, number: int) -> tuple[dict[str, str], Column | None]:
        """The cells of a row so far, and the first column that must still be asked for."""
        if number not in self._laid:
            table, given = self.parts[number]
            cells, unknown = dict.fromkeys(table.names, ""), None
            for column in in_turn(table):
                want = wanted(table, column, cells)
                answer = given.get(column.name)
                if want.blank or column.name == self._id_column(number):
                    continue
                if answer is not None and _serves(answer, want):
                    cells[column.name] = answer
                elif settled := self._settled(number, column, cells, want):
                    cells[column.name] = settled
                elif unknown is None and (want.required or (answer is None and self._deserves(number, column, cells))):
                    unknown = column
            if (key := self._id_column(number)) is not None:
                plain = {c: cell if self._is_of(table, cell) else self._plainly(cell) for c, cell in cells.items()}
                cells[key] = given.get(key) or proposals.proposed_id(table, plain, self._taken(number))
            self._laid[number] = cells, unknown
        return self._laid[number]

    def _settled(self, number: int, column: Column, cells: Row, want: Want) -> str:
        """What goes into a cell without a question; it can be looked at and altered in the end."""
        if want.required and len(want.options) == 1:
            return want.options[0]
        if want.required and column.cell.kind == "day":
            return today().isoformat()
        if not want.required:
            found = self._sides(number, column, cells)
            found = found or proposals.of_fellows(self.lookup, self.parts[number].table, column.name, cells)
            return found[0] if len(found) == 1 else ""
        return ""

    def _likely(self, number: int, column: Column, cells: Row) -> str:
        """What is proposed as the answer to a question."""
        if fellows := proposals.of_fellows(self.lookup, self.parts[number].table, column.name, cells):
            return fellows[0]
        key = self.parts[number].table.key
        reference = column.cell.reference
        if reference and reference.tables == ("sources",) and column.required and column.name not in key:
            named = (self.cells(n).get(column.name) for n in reversed(self.live) if n != number)
            return self._plainly(next(filter(None, named), ""))
        return ""

    def _deserves(self, number: int, column: Column, cells: Row) -> bool:
        """Whether a cell that may stay blank is asked for: for whom somebody acted, where that is not settled."""
        actor = self._named(cells.get("actor_id", ""))
        return column.name == "on_behalf_of" and proposals.acts_for_others(actor)

    def _sides(self, number: int, column: Column, cells: Row) -> Sequence[str]:
        """For whom a participant can have acted."""
        if column.name != "on_behalf_of" or not proposals.acts_for_others(self._named(cells["actor_id"])):
            return ()
        event = self.cells(0)
        return proposals.sides(self.lookup, cells["actor_id"], event["start_date"], event["end_date"])

    def _named(self, cell: str) -> Row:
        """The row that a cell names, of the entry or of those that are there."""
        numbered = _NUMBERED.fullmatch(cell)
        return self.cells(int(numbered[1])) if numbered else self.lookup.row(cell)

    def _plainly(self, cell: str) -> str:
        numbered = _NUMBERED.fullmatch(cell)
        return self._id(int(numbered[1])) if numbered else cell

    def _is_of(self, table: Table, cell: str) -> bool:
        """Whether a cell names a row of the entry that goes to a table: no id there is made of another."""
        numbered = _NUMBERED.fullmatch(cell)
        return numbered is not None and self.parts[int(numbered[1])].table.name == table.name

    def _id(self, number: int) -> str:
        key = self._id_column(number)
        return self.cells(number)[key] if key else ""

    def _id_column(self, number: int) -> str | None:
        table = self.parts[number].table
        return table.key[0] if len(table.key) == 1 else None

    def _taken(self, number: int) -> set[str]:
        """Ids that a row of the entry cannot have."""
        table = self.parts[number].table.name
        earlier = {self._id(n) for n in self.live if n < number and self.parts[n].table.name == table}
        return self.lookup.taken(table) | earlier


def wanted(table: Table, column: Column, cells: Row) -> Want:
    """What a row calls for in a column, by the cells on which that hangs."""
    blank, required = False, column.required
    options: tuple[str, ...] = ()
    for rule in (rule for rule in table.rules if rule.field == column.name):
        match rule:
            case BlankUnless(when=when) if not when.holds(cells):
                blank = True
            case RequiredWhen(when=when):
                required |= when.holds(cells)
            case Follows(by=by, given=given, allowed=allowed) if cells[by] and (not given or cells[given]):
                options = tuple(word for word in allowed[cells[by]] if word)
                blank |= not options
                required |= "" not in allowed[cells[by]]
    return Want(blank, required and not blank, options)


def in_turn(table: Table) -> Iterator[Column]:
    """The columns as they are asked for: each after those that decide what is asked.

    >>> [column.name for column in in_turn(TABLES["sources"])][:6]
    ['source_id', 'title', 'author', 'published', 'url', 'publisher']
    """
    left = [*table.columns]
    while left:
        names = {column.name for column in left}
        ready = next((c for c in left if names.isdisjoint(_deciding(table, c))), left[0])
        yield ready
        left.remove(ready)


def _deciding(table: Table, column: Column) -> set[str]:
    fields = {proposals.FELLOWS.get((table.name, column.name), "")}
    for rule in (rule for rule in table.rules if rule.field == column.name):
        if isinstance(rule, BlankUnless | RequiredWhen):
            fields.add(rule.when.field)
        if isinstance(rule, Follows):
            fields |= {rule.by, rule.given}
    return fields - {column.name}


def _serves(answer: str, want: Want) -> bool:
    """Whether an answer that was given still stands, whatever was answered since."""
    return answer in want.options if answer and want.options else bool(answer) or not want.required


def _second(table: Table) -> Column:
    """The column that says what hangs on a row, as a participant on an event."""
    return table.column(table.key[1])
