"""The maintainers' verbs on the addresses of sources: whether they answer, and where copies of them are kept."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from caucasus_data.contributing.canonical import in_file_order, readable, written
from caucasus_data.contributing.links.asking import DEAD, Answer, Asker
from caucasus_data.contributing.links.journal import Journal
from caucasus_data.contributing.links.walk import Manners, reported
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from caucasus_data.support.plain_text import counted
from caucasus_data.support.writing import Rewriting, write_all
from caucasus_data.validation.reading import content_of
from caucasus_data.validation.report.markdown import code

Rows = list[dict[str, str]]

ARCHIVE: Final = "https://archive.org/wayback/available"
"""Where the Internet Archive says which copy of an address is the nearest to a day."""
_COPY: Final = re.compile(r"https?://web\.archive\.org/web/[0-9]{4,14}(?:[a-z]{2}_)?/(https?://.+)")
_SOURCES: Final = TABLES["sources"]


def rows_of(folder: Path) -> Rows:
    """The rows of sources.csv in a folder.

    Raises:
        UnreadableError: There is no such file, or it cannot be read.
    """
    path = folder / "sources.csv"
    return in_file_order(readable(path, content_of(path)))


def check(rows: Rows, report: Path, asker: Asker, manners: Manners) -> Journal:
    """Ask the address of every source that the report does not tell of yet."""
    journal = Journal(report)
    questions = {row["source_id"]: row["url"] for row in rows}
    for _ in reported(journal, questions, asker.ask, manners, label="asking"):
        pass
    return journal


def dead(rows: Rows, journal: Journal) -> Rows:
    """The rows whose address leads nowhere any more, as far as the report tells."""
    known = ((row, journal.lines.get(row["source_id"], {})) for row in rows)
    return [row for row, line in known if line.get("url") == row["url"] and line.get("outcome") in DEAD]


def as_text(rows: Rows, journal: Journal) -> str:
    """How many addresses had which outcome."""
    return "\n".join(f"{outcome}: {number}" for outcome, number in _counts(rows, journal))


def as_markdown(rows: Rows, journal: Journal) -> str:
    """The same as a list, and a table of the addresses that lead nowhere."""
    lost = dead(rows, journal)
    head = f"### {counted(len(lost), 'source')} whose address leads nowhere\n\n"
    body = [f"| {' | '.join(_line(row, journal))} |\n" for row in lost]
    table = ["| source | what became of it | address | archived |\n|---|---|---|---|\n", *body, "\n"] if lost else []
    counts = [f"- {outcome}: {number}\n" for outcome, number in _counts(rows, journal)]
    return "".join([head, *table, *counts]).rstrip()


def _line(row: dict[str, str], journal: Journal) -> list[str]:
    line = journal.lines[row["source_id"]]
    said = ", ".join(str(part) for part in (line["outcome"], line["status"], line["detail"]) if part)
    return [code(row["source_id"]), code(said), code(row["url"]), "yes" if row["archive_url"] else "no"]


def _counts(rows: Rows, journal: Journal) -> list[tuple[str, int]]:
    told = (journal.lines.get(row["source_id"], {}).get("outcome") for row in rows)
    return Counter(str(outcome) for outcome in told if outcome).most_common()


def archive(rows: Rows, report: Path, asker: Asker, manners: Manners, archive: str = ARCHIVE) -> Rows:
    """Ask a web archive for copies of the sources that have none, and give the rows with what it holds.

    Args:
        rows: Of the table of sources; they stay as they are.
        report: Where answers are kept; what it tells is not asked again.
        asker: How addresses are asked.
        manners: How the archive is treated.
        archive: The address of its index.

    Returns:
        The rows for which there is a copy, as they would be with it.
    """
    days = {row["url"]: row["accessed"] for row in rows}
    wanted = {row["source_id"]: row["url"] for row in rows if not row["archive_url"]}
    journal = Journal(report)
    one_host = Manners(manners.pause, manners.tries, 1, urlsplit(archive).hostname or archive)

    def ask(url: str) -> Answer:
        query = f"url={quote(url, safe='')}&timestamp={days[url].replace('-', '')}"
        return _copy(asker.ask(f"{archive}?{query}", body=True), url)

    for _ in reported(journal, wanted, ask, one_host, label="looking for copies"):
        pass
    told = ((row, str(journal.lines[row["source_id"]]["final_url"])) for row in rows if row["source_id"] in wanted)
    return [row | {"archive_url": held} for row, held in told if is_copy(held, row["url"])]


def is_copy(address: str, url: str) -> bool:
    """Whether an address is that of a copy of another: in the archive, of its host, and fit for a cell."""
    found = _COPY.fullmatch(address)
    if not found or not _SOURCES.column("archive_url").accepts(address):
        return False
    hosts = [(urlsplit(a).hostname or "").removeprefix("www.") for a in (found[1], url)]
    return hosts[0] == hosts[1]


def _copy(answer: Answer, url: str) -> Answer:
    """What the index of the archive says, as an answer whose address is that of the copy."""
    if answer.outcome not in ("answers", "moved"):
        return answer
    try:
        closest = json.loads(answer.body)["archived_snapshots"].get("closest") or {}
        told, status = str(closest.get("url", "")), str(closest.get("status", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Answer("odd", answer.status, answer.url, "the archive answers in a form of its own")
    held = re.sub("^http:", "https:", told)
    if not held or status != "200":
        return Answer("gone", answer.status, answer.url, "the archive has no copy")
    if not is_copy(held, url):
        return Answer("odd", answer.status, answer.url, "the archive names another page")
    return Answer("answers", answer.status, held)


def propose(rows: Rows, changed: Rows, data: Path, into: Path) -> Path:
    """Write sources.csv with changed rows into another folder, for a person to look through.

    Raises:
        CaucasusDataError: It is the folder of the tables themselves.
        UnwritableError: The folder cannot be written to.
    """
    if into.resolve() == data.resolve():
        raise CaucasusDataError(f"{into} holds the tables themselves; name another folder, and look through the change")
    into.mkdir(parents=True, exist_ok=True)
    new = {row["source_id"]: row for row in changed}
    path = into / "sources.csv"
    content = written(_SOURCES, [new.get(row["source_id"], row) for row in rows])
    write_all({path: Rewriting(path.read_bytes() if path.exists() else None, content)})
    return path
