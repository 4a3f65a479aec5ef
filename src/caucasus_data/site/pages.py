"""What every page has: templates, addresses that work from a folder, and how rows are written there."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
from collections.abc import Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.citing.edition import citation_text
from caucasus_data.model import edtf
from caucasus_data.model.package import REPOSITORY
from caucasus_data.package import storage
from caucasus_data.site import words
from caucasus_data.site.record import PAGES, Record, Row
from caucasus_data.support.extras import extra

if TYPE_CHECKING:
    import jinja2

_HERE: Final = Path(__file__).parent
NAVIGATION: Final = {
    "timeline": "Timeline",
    "actors": "Actors",
    "memberships": "Memberships",
    "dependencies": "Dependencies",
    "claims": "Claims",
    "map": "Map",
    "disagreements": "Disagreements",
    "names": "Names",
    "sources": "Sources",
    "codebook": "Codebook",
}


class Pages:
    """Writes pages about a record below a folder."""

    def __init__(self, record: Record, root: Path, *, documented: bool) -> None:
        self.record = record
        self.root = root
        self.charts: set[str] = set()
        self._folders: set[str] = set()
        self._documented = documented

    def write(self, place: str, template: str, *, file: str = "index.html", **context: Any) -> None:
        """Write the page of a place such as `events/evt-2020-ceasefire-statement`; the root is the empty place."""
        up = "../" * (place.count("/") + 1) if place else ""
        text = self._environment(up).get_template(template).render(place=place, **context)
        self.put(f"{place}/{file}" if place else file, text)

    def put(self, path: str, text: str) -> None:
        """Write a file, whose path the record's ids are part of: they are words joined by hyphens."""
        target = f"{self.root}/{path}"
        home = target.rpartition("/")[0]
        if home not in self._folders:
            os.makedirs(home, exist_ok=True)  # noqa: PTH103 (a path object for each of 25,000 files takes a second)
            self._folders.add(home)
        with open(target, "wb") as file:  # noqa: PTH123
            file.write(text.encode())

    def title(self, table: str, row_id: str) -> str:
        """What a row is called."""
        row = self.record.row(table, row_id)
        if not row:
            return row_id
        cached = self._titles.get((table, row_id))
        if cached is None:
            cached = self._titles[table, row_id] = words.title(self.record, table, row)
        return cached

    @cached_property
    def _titles(self) -> dict[tuple[str, str], str]:
        return {}

    def _environment(self, up: str) -> jinja2.Environment:
        """The templates for pages so far below the root: where `up` is the same, macros are read once."""
        if up not in self._environments:
            self._environments[up] = self._made(up)
        return self._environments[up]

    @cached_property
    def _environments(self) -> dict[str, jinja2.Environment]:
        return {}

    def _made(self, up: str) -> jinja2.Environment:
        with extra("site"):
            import jinja2
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
        )
        environment.globals.update(
            navigation=NAVIGATION,
            edition=self.record.edition,
            released=self.record.version or not self.record.edition.endswith("+unreleased"),
            ends=self.record.ends,
            citation=citation_text(self.record.version, named=self.record.edition),
            documented=self._documented,
            repository=REPOSITORY,
            href=href,
            title=self.title,
            up=up,
            charts=self.charts,
            caution=self._caution,
            record=self.record,
        )
        environment.globals.update(part=partial(self._part, up), to=partial(self._to, up), day=day)
        environment.filters.update(
            plain=words.plain,
            when=words.date,
            bounds=words.bounds,
            number=words.number,
            web=web,
            definition=self._definition,
        )
        return environment

    def _part(self, up: str, template: str, place: str) -> str:
        """What all pages so far below the root have in common, but for the place that is marked as the one shown."""
        shown = place if place in NAVIGATION else ""
        if (up, template, shown) not in self._parts:
            self._parts[up, template, shown] = _as_html(
                self._environment(up).get_template(template).render(place=shown)
            )
        return self._parts[up, template, shown]

    @cached_property
    def _parts(self) -> dict[tuple[str, str, str], str]:
        return {}

    def _to(self, up: str, table: str, row_id: str, text: str = "") -> str:
        """A link to the page of a row, or what it is called where it has none; the names of actors can be exchanged."""
        said = f"<bdi>{html.escape(text or self.title(table, row_id))}</bdi>"
        if table in PAGES and self.record.row(table, row_id):
            named = f' data-actor="{html.escape(row_id)}"' if table == "actors" else ""
            said = f'<a href="{up}{href(table, row_id)}"{named}>{said}</a>'
        return _as_html(said)

    def _caution(self, table: str) -> str:
        """What is not to be concluded from the rows of a table; releases before 0.3.0 do not say it."""
        version = self.record.version
        return str(storage.schema(table, version).get("caution", "")) if table in storage.tables(version) else ""

    def _definition(self, word: str, vocabulary: str) -> str:
        """What a word of a vocabulary means."""
        terms = self.record.words(vocabulary)
        return str(terms[word]["definition"]) if word in terms else ""


@cache
def day(text: str) -> str:
    """A date in words, which says to whoever points at it what it may mean; nothing for a blank one."""
    exact = f' datetime="{html.escape(text)}"' if len(text) == 10 else ""
    bounds = html.escape(words.bounds(text))
    return _as_html(f'<time{exact} title="{bounds}">{html.escape(words.date(text))}</time>' if text else "")


def _as_html(text: str) -> str:
    """What templates take as it is: its cells have been escaped."""
    import markupsafe

    return markupsafe.Markup(text)  # noqa: S704


def href(table: str, row_id: str) -> str:
    """The page of a row, from the root; a row of a table without pages has none.

    >>> href("events", "evt-2020-ceasefire-statement")
    'events/evt-2020-ceasefire-statement/index.html'
    """
    return f"{table}/{folder(row_id)}/index.html" if table in PAGES else ""


def folder(row_id: str) -> str:
    """The folder of a row: its id, of which nothing but small letters, digits and hyphens is taken.

    >>> folder("evt-2020-ceasefire-statement"), folder("../x")
    ('evt-2020-ceasefire-statement', '___x')
    """
    return re.sub("[^a-z0-9-]", "_", row_id)


def root_of(repository: str) -> str:
    """The path below which the forge serves the pages of a repository, as far as its address tells.

    >>> root_of("https://github.com/somebody/record"), root_of("https://github.com/somebody/somebody.github.io")
    ('/record/', '/')
    """
    name = repository.rstrip("/").rpartition("/")[2]
    return f"/{name}/" if name and not name.endswith(".github.io") else "/"


def web(address: str) -> str:
    """An address that a reader may follow; anything but a web page's is none.

    >>> web("https://example.org/a"), web("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return address if address.startswith(("https://", "http://")) else ""


def span(row: Mapping[str, str], start: str, end: str) -> dict[str, str]:
    """The first and last days on which a row may have begun and ended."""
    found = {}
    for side, column in (("from", start), ("to", end)):
        text = row.get(column, "")
        date = edtf.parse(text) if text else None
        found[f"{side}_earliest"] = date.earliest.isoformat() if date else ""
        found[f"{side}_latest"] = date.latest.isoformat() if date else ""
    return found


def as_csv(row: Row) -> str:
    """A row below the names of its columns."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow(row)
    return text.getvalue()


def as_script(name: str, value: Any) -> str:
    """A script that hands a value to the page, which a page on a disk could not fetch otherwise."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"{name}({text.replace('<', chr(92) + 'u003c')});\n"
