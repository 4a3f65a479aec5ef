"""For whom the participants of events acted, filled in where offices and parents decide it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import Rewriting
from caucasus_data.validation.reading import content_of
from caucasus_data.validation.sides import ACTING, borne_out, proposed


class Part(NamedTuple):
    """What somebody had in an event, and for whom they can have acted in it."""

    event_id: str
    actor_id: str
    sides: tuple[str, ...]


class Proposal(NamedTuple):
    """What `on_behalf_of` is to hold.

    Attributes:
        files: The table of participants with the cells that were decided.
        filled: The rows in which the cell was blank, and now is not.
        open: Persons and bodies of which neither an office on the day nor a parent decides it.
    """

    files: dict[Path, Rewriting]
    filled: list[Part]
    open: list[Part]


def propose(folder: Path) -> Proposal:
    """Propose for whom persons and bodies acted, where the tables of a folder do not say.

    Raises:
        UnreadableError: A table of the folder cannot be read.
    """
    names = ("actors", "memberships", "events", "participants")
    contents = {name: content_of(folder / f"{name}.csv") for name in names}
    sheets = {name: readable(folder / f"{name}.csv", contents[name]) for name in names}
    sides = proposed(borne_out(sheets))
    kinds = dict(sheets["actors"].frame.select("actor_id", "kind").iter_rows())
    path, rows = folder / "participants.csv", in_file_order(sheets["participants"])
    found = Proposal({}, [], [])
    for number, row in enumerate(sheets["participants"].frame.iter_rows(named=True)):
        if row["on_behalf_of"] or kinds.get(row["actor_id"]) not in ACTING:
            continue
        part = Part(row["event_id"], row["actor_id"], tuple(sides.get(number, ())))
        (found.filled if len(part.sides) == 1 else found.open).append(part)
    decided = {part[:2]: part.sides[0] for part in found.filled}
    for row in rows:
        row["on_behalf_of"] = row["on_behalf_of"] or decided.get((row["event_id"], row["actor_id"]), "")
    after = written(TABLES["participants"], rows)
    return found._replace(files={path: Rewriting(contents["participants"], after)})
