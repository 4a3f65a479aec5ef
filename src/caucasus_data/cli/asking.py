"""The questions of an entry on a terminal, or over a pipe."""

from __future__ import annotations

import contextlib
import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from caucasus_data.contributing.answers import RefusedError, meaning
from caucasus_data.contributing.draft import Draft
from caucasus_data.contributing.entry import NEW, NOTHING, Entry, Question
from caucasus_data.contributing.folder import FaultyRowsError, Folder
from caucasus_data.contributing.lookup import Lookup
from caucasus_data.contributing.session import Session
from caucasus_data.errors import CaucasusDataError
from caucasus_data.support.layout import laid_out
from caucasus_data.support.plain_text import counted, printable
from caucasus_data.support.writing import write_all

if TYPE_CHECKING:
    from caucasus_data.contributing.lookup import Found
    from caucasus_data.support.writing import Rewriting

BACK, HELP = "<", "?"

_KEYS: Final = (
    f"Enter takes what stands in brackets, {HELP} explains, {HELP} and words search, {NEW} enters a new row, "
    f"{NOTHING} leaves a cell blank, {BACK} goes back."
)
_REVIEW: Final = "Enter writes it. The number or the column of a cell changes it; {tables} adds a row."
_PATIENCE: Final = 100
"""Answers in a row that will not do, after which nobody seems to be there."""

_LONGEST: Final = 1_000_000
"""Letters of a line beyond which it is no answer."""

_LISTED: Final = 20
_NO_TERMINAL: Final = (100, 24)


def enter(kind: str, folder: Path) -> list[Path]:
    """Have a row entered question by question; what was answered is kept where it is not written.

    Returns:
        The files that got rows.

    Raises:
        CaucasusDataError: The entry was broken off, or nothing could be written.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")
    tables, draft = Folder(folder), Draft(folder, kind)
    session = Session(Entry.of(kind, Lookup(tables.rows)))
    conversation = _Conversation(session)
    try:
        kept = draft.answers
        if kept and _agreed(f"Go on with the {counted(len(kept), 'answer')} in {draft.path}?"):
            _say(f"{session.take_up(kept)} of {counted(len(kept), 'answer')} taken up")
        files = conversation.files(tables)
        write_all(files)
    except (EOFError, KeyboardInterrupt):
        if sys.stdin.isatty():
            print()
        why = conversation.judgement or "the entry was broken off"
        raise CaucasusDataError(_unwritten(why, session, draft)) from None
    except CaucasusDataError as error:
        raise CaucasusDataError(_unwritten(str(error), session, draft)) from error
    except Exception:
        draft.keep(session.answers)
        raise
    draft.drop()
    return [*files]


def _unwritten(why: str, session: Session, draft: Draft) -> str:
    told = why if "nothing was written" in why else f"{why}, and nothing was written"
    if draft.keep(session.answers):
        return f"{told}; the answers are kept in {draft.path}, and the same command goes on with them"
    return told


class _Conversation:
    """The questions and answers of a session, until all is good.

    Attributes:
        judgement: What the referee found wrong with the rows, if that is the last that was said.
    """

    def __init__(self, session: Session) -> None:
        self.judgement = ""
        self._session = session
        self._offered: Sequence[Found] = ()

    def files(self, tables: Folder) -> dict[Path, Rewriting]:
        """What is to be written, once all is answered and the referee finds no fault.

        Raises:
            EOFError: Nobody answers.
        """
        _say(_KEYS)
        told: list[str] = []
        while True:
            self._settle()
            try:
                growth = tables.grown(self._session.entry.rows)
            except FaultyRowsError as refused:
                self.judgement = str(refused)
                _say(f"  {self.judgement}")
            else:
                doubts = [f"  {f.row_id}: {': '.join(filter(None, (f.message, f.hint)))}" for f in growth.doubts]
                if doubts == told:
                    return growth.files
                told = doubts
                self.judgement = "the referee has doubts"
                _say("The referee has doubts; Enter writes it all the same.", *doubts)
            self._session.back()

    def _settle(self) -> None:
        """Ask until the entry is done."""
        refusals = 0
        while not (entry := self._session.entry).done:
            if not refusals:
                _put(entry)
            line = _read(_prompt(entry.question), _choices(entry))
            refusals = 0 if self._took(entry, line) else refusals + 1
            if refusals == _PATIENCE:
                raise EOFError

    def _took(self, entry: Entry, line: str) -> bool:
        """Whether a line was an answer, or took one back."""
        question, typed = entry.question, line
        offered, self._offered = self._offered, ()
        if line == BACK:
            return self._session.back()
        if any("\ud800" <= letter <= "\udfff" for letter in line):
            _say("  that is not text in UTF-8")
            return False
        if line.startswith(HELP):
            self._offered = _explained(entry, line[1:].strip())
            return False
        line = {str(number): found.row_id for number, found in enumerate(offered, 1)}.get(line, line)
        try:
            self._session.answer(line)
        except RefusedError as refused:
            _say(f"  {refused.problem}")
            changing = question.column is None and self._changing(line)
            self._offered = _listed(refused.offered, numbered=_names_rows(self._session.entry.question))
            return changing
        self.judgement = ""
        _tell(self._session.entry, question, typed)
        return True

    def _changing(self, line: str) -> bool:
        """Whether a line named a cell that is asked for now, because what was to stand there will not do."""
        name, _, rest = line.partition(" ")
        if rest:
            with contextlib.suppress(RefusedError):
                self._session.answer(name)
                return True
        return False


def _put(entry: Entry) -> None:
    """Say what is asked, or show all rows."""
    question = entry.question
    if question.column is None:
        _show(entry)
    elif not question.ends:
        few = f" One of {', '.join(question.options)}." if 0 < len(question.options) <= _LISTED // 2 else ""
        _say(f"{question.column.description}{few}")
    else:
        _say(f"{question.column.description} Enter ends the {question.table.name}.")


def _prompt(question: Question) -> str:
    if question.column is None:
        return "write? "
    proposal = f" [{question.proposal}]" if question.proposal else ""
    return f"{question.table.name}.{question.column.name}{proposal}: "


def _tell(entry: Entry, question: Question, line: str) -> None:
    """Say what was understood, where that is not what was typed."""
    if question.column is None or question.part not in entry.live or entry.question.column is None:
        return
    cell = entry.cells(question.part)[question.column.name]
    if cell.startswith(NEW):
        _say(f"  → a new row of {entry.parts[int(cell[1:])].table.name}")
    elif cell and cell != line:
        label = entry.lookup.label(cell) if question.column.cell.reference else ""
        _say(f"  → {cell}{f' ({label})' if label else ''}")


def _show(entry: Entry) -> None:
    """Show the rows with their cells numbered, and name those that are blank."""
    numbers = {place: str(number) for number, place in enumerate(entry.places, 1)}
    width, _ = shutil.get_terminal_size(_NO_TERMINAL)
    for part in entry.live:
        own = [place for place in entry.places if place.part == part]
        filled = [[numbers[p], p.column.name, printable(entry.shown(p))] for p in own if entry.shown(p)]
        blank = [f"{numbers[p]} {p.column.name}" for p in own if not entry.shown(p)]
        _say("", *laid_out(["", entry.parts[part].table.name, ""], filled, width))
        if blank:
            _say(f"blank: {', '.join(blank)}")
    _say("", _REVIEW.format(tables=" or ".join(table.name for table in entry.hanging())))


def _explained(entry: Entry, text: str) -> Sequence[Found]:
    """Explain what is asked, or look for what has some words; the rows that can be chosen by their number."""
    column = entry.question.column
    if column is None:
        _say(f"  {_KEYS}", "  A column and its cell in one line, such as note Day not stated., are taken too.")
        return ()
    if not text:
        _say(f"  For example {column.example}.{'' if entry.question.required else ' It may be left blank.'}")
    if vocabulary := column.cell.vocabulary:
        known = meaning(vocabulary, entry.question.options)
        return _listed([word for word in known if text.casefold() in " ".join(word).casefold()], numbered=False)
    if column.cell.reference and text:
        found = entry.lookup.near(column.cell.reference, text)
        if len(found) > _LISTED or not found:
            _say(f"  {counted(len(found), 'row')} of that kind")
        return _listed(found[:_LISTED], numbered=True)
    if column.cell.reference:
        _say(f"  A name, an id, or words; {HELP} and words show what there is, {NEW} and a name enter a new one.")
    return ()


def _listed(found: Sequence[Found], *, numbered: bool) -> Sequence[Found]:
    """Show what can be meant; what can be chosen by its number."""
    for number, (row_id, label) in enumerate(found, 1):
        _say(f"  {f'{number}  ' if numbered else ''}{row_id}: {label}")
    return found if numbered else ()


def _names_rows(question: Question) -> bool:
    return question.column is not None and question.column.cell.reference is not None


def _agreed(question: str) -> bool:
    for _ in range(_PATIENCE):
        line = _read(f"{question} [Y/n] ").casefold()
        if line in ("", "y", "yes", "n", "no"):
            return line not in ("n", "no")
    raise EOFError


def _choices(entry: Entry) -> Sequence[str]:
    """What the tabulator key completes."""
    question = entry.question
    if question.column is None:
        return [place.column.name for place in entry.places]
    tables = question.column.cell.reference.tables if question.column.cell.reference else ()
    return question.options or [row_id for table in tables for row_id in entry.lookup.by_id[table]]


def _read(prompt: str, choices: Sequence[str] = ()) -> str:
    """A line, without spaces around it.

    Raises:
        EOFError: There is none.
    """
    prompt = printable(prompt)
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):  # not everywhere
            _complete(choices)
        line = input(prompt)
    else:
        print(prompt, flush=True)
        line = sys.stdin.readline(_LONGEST)
        if not line or len(line) == _LONGEST:
            raise EOFError
    return line.strip()


def _complete(choices: Sequence[str]) -> None:
    import readline

    def complete(text: str, state: int) -> str | None:
        fitting = [choice for choice in choices if choice.startswith(text)]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")


def _say(*lines: str) -> None:
    for line in lines:
        print(printable(line))
