"""Faults of every class, sown at random into copies of the real tables.

Each is found at its file, line and column, with no second finding for it and none on clean tables. Faults that are sown
together lie in rows that have nothing to do with each other.
"""

from __future__ import annotations

import csv
import io
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain, count
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import pytest

from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation import parts, reading, records, validate
from tests.conftest import Rows, read_csv
from tests.held import news
from tests.validation.conftest import released

ROUNDS = 20
ROW_FAULTS = 500
ENOUGH = 0.995
"""The share of faults that must be found once, and at their place."""
Row = dict[str, str]
Fits = Callable[[Row], object]
Place = tuple[str, int, str, str]


class Sown(NamedTuple):
    """A fault: the row in which it must be found (None: the file), the column, and the rule that it breaks."""

    table: str
    row: Row | None
    column: str
    rule: str


class Ground:
    """Copies of the tables in which faults are sown."""

    def __init__(self, tables: dict[str, Rows], seed: int) -> None:
        self.chance = random.Random(seed)
        self.rows = {name: [row.copy() for row in rows] for name, rows in tables.items()}
        self.lines: dict[int, Callable[[str], str]] = {}
        self._touched: set[str] = set()
        self.used: set[int] = set()

    def pick(self, table: str, fits: Fits) -> Row | None:
        """A row that fits, that no other fault is in, and that hangs on no row that another fault is in."""
        rows = self.rows[table]
        for row in chain.from_iterable(self.chance.sample(rows, min(many, len(rows))) for many in (1000, len(rows))):
            names = {"/".join(row[k] for k in TABLES[table].key), row[TABLES[table].key[0]]}
            if fits(row) and id(row) not in self.used and self._touched.isdisjoint(names):
                self._touched |= names
                self.used.add(id(row))
                return row
        return None

    def write(self, folder: Path) -> dict[int, int]:
        """Write the tables, and tell on which line each row begins."""
        begins: dict[int, int] = {}
        for name, rows in self.rows.items():
            line, written = 2, [",".join(TABLES[name].names) + "\n"]
            for row in rows:
                begins[id(row)] = line
                text = _as_csv(tuple(row.values()))
                written.append(self.lines[id(row)](text[:-1]) + "\n" if id(row) in self.lines else text)
                line += written[-1].count("\n")
            (folder / f"{name}.csv").write_text("".join(written), encoding="utf-8", newline="")
        return begins


@lru_cache(maxsize=1 << 16)  # nearly all rows are the same in each test
def _as_csv(cells: tuple[str, ...]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()


Classes = dict[str, Callable[[Ground], Sown | None]]
CLASSES: Classes = {}
"""Faults that are errors, by name."""
DOUBTS: Classes = {}
"""Faults that only deserve a second look, which the referee takes where there are no errors."""


WHERE = {
    "one-sided-protest": "event_id",
    "dated-address": "published",
    "superseded": "period",
    "rounded": "qualifier",
    "overdue": "status",
}
"""The column in which a rule finds fault, where that is not the one that was spoiled."""


def cell(
    name: str,
    tables: str,
    column: str,
    rule: str,
    spoil: Callable[[str], str],
    fits: Fits | None = None,
    classes: Classes = CLASSES,
) -> None:
    """A class of faults of one cell, in one of several tables."""

    def sow(ground: Ground) -> Sown | None:
        table = ground.chance.choice(tables.split())
        row = ground.pick(table, fits or (lambda r: r[column] and spoil(r[column]) != r[column]))
        if row is None:
            return None
        row[column] = spoil(row[column])
        return Sown(table, row, WHERE.get(rule, column), rule)

    classes[name] = sow


def line(name: str, rule: str, spoil: Callable[[str], str]) -> None:
    """A class of faults of a line."""

    def sow(ground: Ground) -> Sown | None:
        row = ground.pick("participants", lambda r: not set('",').intersection("".join(r.values())))
        if row is None:
            return None
        ground.lines[id(row)] = spoil
        return Sown("participants", row, "", rule)

    CLASSES[name] = sow


def copy(name: str, table: str, column: str, rule: str, fits: Fits, /, **changes: str) -> None:
    """A class of faults that lies in a second row beside a first."""

    def sow(ground: Ground) -> Sown | None:
        row = ground.pick(table, fits)
        if row is None:
            return None
        key = TABLES[table].key[0]
        second = (
            dict(row)
            | ({key: f"{row[key]}-0"} if changes.get("key") else {})
            | {c: v for c, v in changes.items() if c != "key"}
        )
        ground.rows[table].insert(ground.rows[table].index(row) + 1, second)
        ground.used.add(id(second))
        return Sown(table, second, column, rule)

    CLASSES[name] = sow


def inside(what: str) -> Callable[[str], str]:
    return lambda text: text[: len(text) // 2] + what + text[len(text) // 2 :]


NUMBERS = count()


def unheard_of(prefix: str) -> str:
    """An id that is new every time, for what names the same missing row is one fault."""
    return f"{prefix}-{next(NUMBERS)}-nobody-has-heard-of-this-one"


def always(text: str) -> Callable[[str], str]:
    return lambda _: text


def in_pieces(text: str) -> bool:
    return unicodedata.normalize("NFD", text) != text


def with_host(address: str, form: str) -> str:
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{form.format(host)}{slash}{path}"


def taken_for(encoding: str) -> Callable[[str], str]:
    """Text as it looks once a program took its UTF-8 for another encoding."""
    letters = [bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in range(256)]
    return lambda text: "".join(letters[byte] for byte in text.encode())


CITED = "events memberships dependencies claims"
SPELLS = "events memberships"
cell("title blank", "events sources", "title", "required", always(""))
cell("type blank", "events memberships claims sources", "type", "required", always(""))
cell("source blank", CITED, "source_id", "required", always(""))
cell("date blank", "events", "start_date", "required", always(""))
cell("period blank", "dependencies", "period", "required", always(""))
cell("role blank", "participants", "role", "required", always(""))
cell("zero-width space", "events", "title", "invisible-character", inside("\u200b"))
cell("escape sequence", "events sources", "title", "invisible-character", inside("\x1b[31m"))
cell("line break in a cell", "events claims", "note", "invisible-character", inside("\n"))
cell("two line breaks in a cell", "sources", "title", "invisible-character", inside("\n\n"))
cell("tabulator", "claims", "text", "invisible-character", inside("\t"))
cell("NUL", "events", "title", "invisible-character", inside("\0"))
cell("right-to-left mark", "names", "name", "invisible-character", inside("\u200f"))
cell("space before", "events sources", "title", "stray-space", lambda t: f" {t}")
cell("space after", "claims", "text", "stray-space", lambda t: f"{t} ")
cell("no-break space after", "events", "title", "stray-space", lambda t: f"{t}\u00a0")
cell("space after an id", "participants", "actor_id", "stray-space", lambda t: f"{t} ")
cell("space in a blank cell", "events", "place_id", "stray-space", always(" "), lambda r: not r["place_id"])
cell("n/a", "events", "place_id", "sentinel", always("n/a"))
cell("dash for a blank", "claims", "locator", "sentinel", always("-"))
cell("unknown", "memberships", "instrument", "sentinel", always("Unknown"), lambda _: True)
cell("9999 for a date", "memberships", "end_date", "sentinel", always("9999"))
cell("9999 for a number", "events", "deaths_high", "sentinel", always("9999"))
cell("spreadsheet error", "events", "place_id", "sentinel", always("#REF!"))
cell("Cyrillic letter in a reference", "participants", "actor_id", "look-alike", lambda t: t.replace("a", "\u0430", 1))
cell("dash that is no hyphen", CITED, "source_id", "look-alike", lambda t: t.replace("-", "\u2013", 1))
cell("Cyrillic letter in a word", "events", "type", "look-alike", lambda t: t.replace("e", "\u0435", 1))
cell("formula", "events sources", "title", "formula", lambda t: f"={t}"[:100].strip())
cell("command", "claims", "text", "formula", lambda t: f"@{t}"[:300].strip())
cell("plus sign", "memberships", "note", "formula", lambda t: f"+{t}"[:100].strip())
cell("names run together", "sources", "author", "separator", always("Ann Lee;Bo Li"), lambda _: True)
cell("long title", "events", "title", "max-length", always("x" * 121))
cell("long claim", "claims", "text", "max-length", always("x" * 401))
cell("capital in a reference", "participants", "actor_id", "id", lambda t: t.capitalize())
cell("underscore in a reference", CITED, "source_id", "id", lambda t: t.replace("-", "_", 1))
cell("prefix left out", CITED, "source_id", "id", lambda t: t.removeprefix("src-"))
cell("thirteenth month", "events", "start_date", "edtf", lambda t: f"{t[:4]}-13")
cell("thirtieth of February", SPELLS, "start_date", "edtf", lambda t: f"{t[:4]}-02-30")
cell("no leap day", "events", "start_date", "edtf", always("2023-02-29"))
cell("slashes", "events", "start_date", "edtf", lambda t: f"{t[:4]}/1/5")
cell("month in words", "claims", "made_on", "edtf", lambda t: f"March {t[:4]}")
cell("time of day", "events", "start_date", "edtf", lambda t: f"{t[:4]}-01-05T10:00")
cell("five-digit year", "events", "start_date", "edtf", always("12024"))
cell("reversed interval", "dependencies", "period", "edtf-reversed", lambda t: f"{t[:4]}-09/{t[:4]}-02")
cell("serial date", SPELLS, "start_date", "serial-date", always("44143"))
cell("local date", SPELLS, "start_date", "local-date", lambda t: f"08/11/{t[:4]}")
cell("dotted date", "events", "start_date", "local-date", lambda t: f"25.11.{t[:4]}")
cell("month for a day", "sources", "accessed", "day", lambda t: t[:7])
cell("thousands separator", "events", "deaths_high", "integer", always("6,700"))
cell("decimal count", "events", "deaths_high", "integer", lambda t: f"{t}.5")
cell("exponent", "dependencies", "value", "number", always("1e3"))
cell("percent sign", "dependencies", "value", "number", lambda t: f"{t}%")
cell("decimal comma", "dependencies", "value", "number", always("1,5"))
cell("unit in the number", "dependencies", "value", "number", lambda t: f"{t} mln")
cell("negative count", "events", "deaths_low", "minimum", always("-7"))
cell("word with a slip", "events", "type", "vocabulary", lambda t: f"{t}s")
cell("word in capitals", "memberships", "participation", "vocabulary", lambda t: t.upper())
cell("strange word", "sources", "reliability", "vocabulary", always("G"))
cell("indicator with a slip", "dependencies", "indicator", "vocabulary", lambda t: f"{t}_x")
cell("address without scheme", "sources", "url", "url", lambda t: t.partition("://")[2])
cell("address of a file", "sources", "url", "url", always("file:///etc/passwd"))
cell("language in words", "sources names", "language", "language", always("english"))
cell("two letters for a country", "sources", "country", "iso3", lambda t: t[:2])
cell("number for a Wikidata item", "identifiers", "value", "formed", always("399"), lambda r: r["scheme"] == "wikidata")
cell("degrees beyond the globe", "places", "longitude", "coordinate", always("446.5"))
cell("latitude without a longitude", "places", "longitude", "required-when", always(""))
cell("column in words", "citations", "field", "field", always("Start date"))
cell("end before start", "events", "end_date", "not-after", always("1901-01-01"))
cell("death before birth", "actors", "end_date", "not-after", always("1001"), lambda r: r["start_date"])
cell("highest below best", "events", "deaths_high", "ordered", always("0"), lambda r: r["deaths_best"] > "0")
cell("office without a role", "memberships", "role", "required-when", always(""), lambda r: r["type"] == "office")
cell("forecast without criteria", "claims", "criteria", "required-when", always(""), lambda r: r["type"] == "forecast")
cell("number without a method", "dependencies", "method", "required-when", always(""), lambda r: r["value"])
cell("role without an office", "memberships", "role", "blank-unless", always("Chair"), lambda r: r["type"] == "full")
cell("likelihood of a fact", "claims", "likelihood", "blank-unless", always("likely"), lambda r: r["type"] == "fact")
cell("basis of no end", "memberships", "end_basis", "blank-unless", always("term_end"), lambda r: not r["end_date"])
cell("unit that is barred", "dependencies", "unit", "follows", always("tiv_million"), lambda r: r["unit"] == "percent")
cell(
    "status that is barred",
    "claims",
    "status",
    "follows",
    always("supported"),
    lambda r: r["type"] == "forecast" and r["status"] == "open",
)
cell("share above all", "dependencies", "value", "within", always("187"), lambda r: r["denominator"] == "goods_exports")
cell("unknown source", CITED, "source_id", "reference", lambda _: unheard_of("src"))
cell("unknown place", "events", "place_id", "reference", lambda _: unheard_of("plc-erewhon"))
cell("unknown whole", "events", "part_of", "reference", lambda _: unheard_of("evt"), lambda _: True)
cell(
    "unknown row cited",
    "citations",
    "row_id",
    "reference",
    lambda _: unheard_of("evt"),
    lambda r: r["row_id"][:3] == "evt",
)
cell(
    "strange column cited",
    "citations",
    "field",
    "cited-column",
    always("likelihood"),
    lambda r: r["row_id"][:3] == "evt",
)
for encoding in ("cp1252", "cp1251", "latin-1", "mac_roman"):
    cell(f"UTF-8 taken for {encoding}", "sources", "title", "mojibake", taken_for(encoding))
    cell(f"name taken for {encoding}", "names", "name", "mojibake", taken_for(encoding))
cell(
    "Armenian replaced by question marks",
    "names",
    "name",
    "lost-letters",
    lambda t: "".join("?" if c > "\u0500" else c for c in t),
    lambda r: r["language"] == "hy",
)
cell("letters lost in decoding", "sources", "title", "lost-letters", inside("\ufffd"))
cell("letter lost in a word", "events", "title", "lost-letters", lambda t: f"Erdo?an {t}"[:120].strip())
cell("private letter", "events", "title", "lost-letters", inside("\ue012"))
cell(
    "letters in pieces",
    "names sources",
    "name",
    "decomposed",
    lambda t: unicodedata.normalize("NFD", t),
    lambda r: "name" in r and in_pieces(r["name"]),
)
cell("title in pieces", "sources", "title", "decomposed", lambda t: unicodedata.normalize("NFD", t))
cell("variation selector", "claims", "text", "invisible-character", inside("\ufe0f"))
cell("tag character", "events", "title", "invisible-character", inside("\U000e0041"))
cell("HTML entity", "events claims", "note", "markup", lambda t: t.replace(" ", "&nbsp;", 1))
cell("HTML reference", "sources", "title", "markup", lambda t: t.replace(" ", "&#8217; ", 1))
cell("HTML tag", "events", "title", "markup", lambda t: f"<b>{t[:100]}</b>")
cell("signs of an address", "events sources", "title", "markup", lambda t: re.sub("(?<=[a-z]) ", "%20", t)[:100])
cell("sign of a workbook", "events claims", "note", "markup", lambda t: f"{t[:9]}_x000D_{t[9:]}")
cell("full-width formula", "events sources", "title", "formula", lambda t: f"\uff1d{t}"[:100].strip())
cell("no-break space inside", "events", "title", "stray-space", lambda t: t.replace(" ", "\u00a0", 1))
cell("narrow no-break space inside", "sources", "title", "stray-space", lambda t: t.replace(" ", "\u202f", 1))
cell("two spaces", "claims", "text", "stray-space", lambda t: t.replace(" ", "  ", 1))
cell("no such country", "sources", "country", "iso3", always("GER"))
cell("country of letters", "actors", "iso3", "iso3", always("XYZ"))
cell("country for a language", "sources names", "language", "language", always("ua"))
cell("no such language", "sources", "language", "language", always("jp"))
cell("language by three letters", "sources", "language", "language", always("rus"), lambda r: r["language"] == "ru")
cell("no such script", "names", "language", "language", lambda t: f"{t[:2]}-Xxxx")
cell("dots in a host", "sources", "url", "url", lambda t: with_host(t, "{}\u2026"))
cell("two dots in a host", "sources", "url", "url", lambda t: with_host(t, "{}.."))
cell("exclamation mark in a host", "sources", "url", "url", lambda t: with_host(t, "{}!"))
cell("cut address", "sources", "url", "url", lambda t: f"{t}\u2026")
cell("two addresses", "sources", "url", "url", lambda t: f"{t};{t}")
cell("address twice", "sources", "url", "url", lambda t: f"{t.rstrip('/')}{t}")
cell("read in the future", "sources", "accessed", "out-of-time", lambda t: f"2{t[1:].replace('0', '9', 1)}")
cell("read before the web", "sources", "accessed", "out-of-time", always("1899-12-30"), lambda r: not r["published"])
line("cell too many", "row-length", lambda text: f"{text},more")
line("cell too few", "row-length", lambda text: text.rpartition(",")[0])
line("open quote", "unclosed-quote", lambda text: text.replace(",", ',"', 1))
line("text after a quote", "unreadable-row", lambda text: f'"{text.partition(",")[0]}"x,{text.partition(",")[2]}')
line("bare quote", "stray-quote", lambda text: f'{text}a "b" c')
copy("row twice", "participants", "event_id", "duplicate-key", lambda _: True)
copy("id twice", "claims", "claim_id", "duplicate-key", lambda _: True, text="Something else.")
copy("event twice", "events", "title", "same-fact", lambda _: True, key="new")
copy("claim twice", "claims", "text", "same-fact", lambda r: r["status"] == "supported", key="new")
copy(
    "spell twice",
    "memberships",
    "start_date",
    "overlapping-spells",
    lambda r: r["start_date"] and not r["end_date"],
    key="new",
)
copy("coverage twice", "coverage", "start_date", "overlapping-spells", lambda _: True, start_date="1990-01-01")
copy("actor twice", "actors", "name", "same-actor", lambda _: True, key="new")


def in_cyrillic(row: Row) -> bool:
    return row["language"] == "ru" and re.fullmatch("[А-Я][а-я]{4}[А-Яа-я ]+", row["title"]) is not None


for written, read in (
    *(("koi8-r", "cp1251"), ("cp1251", "koi8-r"), ("cp1251", "cp866"), ("utf-8", "koi8-r"), ("utf-8", "mac_cyrillic")),
    *(("cp1251", "iso8859-5"), ("iso8859-5", "cp1251"), ("koi8-r", "iso8859-5"), ("cp1251", "cp1250")),
):
    cell(
        f"Cyrillic in {written} taken for {read}",
        "sources",
        "title",
        "mojibake",
        lambda t, written=written, read=read: t.encode(written).decode(read),  # type: ignore[misc]
        in_cyrillic,
    )
cell("German error of a formula", "events claims", "note", "sentinel", always("#BEZUG!"))
cell("Russian error of a formula", "events claims", "note", "sentinel", always("#ССЫЛКА!"))
cell("stand-in in Russian", "events claims", "note", "sentinel", always("неизвестно"))
cell("stand-in of two words", "events claims", "note", "sentinel", always("Not available"))
cell("object of a script", "events claims", "note", "sentinel", always("[object Object]"))
cell("Turkish error of a formula", "events claims", "note", "sentinel", always("#YOK"))
cell("authors with a comma and no space", "sources", "author", "separator", always("Ann Lee,Bo Li"), lambda _: True)
cell(
    "lone Cyrillic letter",
    "events claims",
    "note",
    "two-alphabets",
    lambda t: re.sub("([a-z][,:.]?) a ([A-Za-z])", "\\1 \u0430 \\2", t, count=1),
    lambda r: re.search("[a-z][,:.]? a [A-Za-z]", r["note"]) and r["note"].isascii(),
)
cell(
    "deadline in another century",
    "claims",
    "resolve_by",
    "out-of-time",
    always("2205-01-31"),
    lambda r: r["resolve_by"],
)
cell("end in another century", "memberships", "end_date", "out-of-time", always("2205"), lambda r: r["end_date"])
cell("remark for the next line", "events claims", "note", "sentinel", always("Same as above"))
cell("place of a text", "events claims", "note", "markup", lambda t: f"{t[:80]} {{{{ name }}}}")
cell("authors with an ampersand", "sources", "author", "separator", always("Ann Lee & Bo Li"), lambda _: True)
cell("footnote of an encyclopedia", "events claims", "note", "markup", lambda t: f"{t}[3]")


def is_person(row: Row) -> bool:
    return row["kind"] == "person" and row["name"].count(" ") == 1 and not row["reviewed"]


def is_long(row: Row) -> bool:
    return len(row["publisher"]) > 12 and not row["publisher"].isupper()


def is_minister(row: Row) -> bool:
    return row["role"] == "Minister of Foreign Affairs"


def doubt(
    name: str, tables: str, column: str, rule: str, spoil: Callable[[str], str], fits: Fits | None = None
) -> None:
    """A class of cells that are possible and look wrong."""
    cell(name, tables, column, rule, spoil, fits, DOUBTS)


doubt(
    "word twice",
    "events",
    "title",
    "slip-of-hand",
    lambda t: t.replace(" the ", " the the ", 1),
    lambda r: " the " in r["title"][:100] and len(r["title"]) < 110,
)
doubt("bracket that stays open", "events", "note", "slip-of-hand", lambda t: f"{t} (as it says")
doubt(
    "name of a person begun at its end",
    "actors",
    "name",
    "odd-label",
    lambda t: ", ".join(t.split(" ")[::-1]),
    is_person,
)
doubt("slip in the name of a publisher", "sources", "publisher", "two-spellings", lambda t: t[:3] + t[4:], is_long)
doubt("slip in an office", "memberships", "role", "two-spellings", lambda t: t.replace("ist", "st", 1), is_minister)
doubt("publisher in capitals", "sources", "publisher", "two-spellings", str.upper, is_long)
doubt(
    "address that tracks",
    "sources",
    "url",
    "odd-address",
    lambda t: f"{t.partition('#')[0]}{'&' if '?' in t else '?'}utm_source=x",
)
doubt(
    "dot behind a host",
    "sources",
    "url",
    "odd-address",
    lambda t: with_host(t, "{}."),
    lambda r: r["url"].count("/") > 2,
)
doubt(
    "review before its source was read",
    "actors claims dependencies events memberships",
    "reviewed",
    "early-review",
    always("1996-11-29"),
)
doubt("number for a host", "sources", "url", "odd-address", always("http://192.0.2.7/a"))


def doubtful(
    name: str, table: str, column: str, rule: str, spoil: Callable[[Row], str], fits: Callable[[Ground], Fits]
) -> None:
    """A class of cells that other rows make doubtful."""

    def sow(ground: Ground) -> Sown | None:
        row = ground.pick(table, fits(ground))
        if row is None:
            return None
        row[column] = spoil(row)
        return Sown(table, row, WHERE.get(rule, column), rule)

    DOUBTS[name] = sow


def ids(ground: Ground, table: str, column: str, fits: Fits = lambda _: True) -> set[str]:
    """What stands in a column of the rows that fit."""
    return {row[column] for row in ground.rows[table] if fits(row)}


def with_one_source(ground: Ground) -> Fits:
    cited = ids(ground, "citations", "row_id")
    papers = ids(ground, "sources", "source_id", lambda r: r["type"] == "news")
    return lambda r: r["credibility"] == "2" and r["event_id"] not in cited and r["source_id"] in papers


def of_a_common_publisher(ground: Ground) -> Fits:
    counts = Counter(row["publisher"] for row in ground.rows["sources"])
    return lambda r: counts[r["publisher"]] > 3 and r["reliability"] != "E"


def of_a_common_publisher_at_home(ground: Ground) -> Fits:
    common = of_a_common_publisher(ground)
    return lambda r: common(r) and r["country"] not in ("", "CHN")


def with_an_initiator_alone(ground: Ground) -> Fits:
    begun = ids(ground, "participants", "event_id", lambda r: r["role"] == "initiator")
    suffered = ids(ground, "participants", "event_id", lambda r: r["role"] == "recipient")
    return lambda r: not r["note"] and r["event_id"] in begun - suffered


def one_of_two_that_met(ground: Ground) -> Fits:
    met = ids(ground, "events", "event_id", lambda r: r["type"] == "meeting")
    counts = Counter(row["event_id"] for row in ground.rows["participants"])
    parties = Counter(row["event_id"] for row in ground.rows["participants"] if row["role"] == "party")
    return lambda r: r["event_id"] in met and counts[r["event_id"]] == parties[r["event_id"]] == 2


def of_a_day_of_its_month(ground: Ground) -> Fits:
    """Events whose id has their month, late in the year, on which no other hangs."""
    wholes = ids(ground, "events", "part_of")
    late = re.compile("evt-[0-9]{4}-(july|august|september|october|november|december)-")
    return lambda r: (
        bool(late.match(r["event_id"]))
        and re.fullmatch("[0-9]{4}-(0[7-9]|1[0-2])-[0-9]{2}", r["start_date"]) is not None
        and not (r["end_date"] or r["part_of"] or r["event_id"] in wholes)
    )


doubtful(
    "event of another month",
    "events",
    "start_date",
    "dated-id",
    lambda row: f"{row['start_date'][:4]}-{int(row['start_date'][5:7]) - 4:02}-11",
    of_a_day_of_its_month,
)
doubtful(
    "year of another row",
    "dependencies",
    "period",
    "dated-id",
    lambda row: str(int(row["period"]) - 3),
    lambda _: lambda r: r["period"].isdecimal() and r["dependency_id"].endswith(r["period"]),
)


def without_the_year(ground: Ground) -> Fits:
    """Claims whose id has a year that stands nowhere else in the row but in `made_on`."""
    return lambda r: (
        r["made_on"][:4] in r["claim_id"].split("-")
        and not any(
            r["made_on"][:4] in r[c] for c in ("text", "criteria", "resolve_by", "event_id", "membership_id", "note")
        )
        and r["made_on"][:4] > "2000"
        and not r["dependency_id"]
        and r["claim_id"].count("-20") == 1
    )


def read_in_a_dated_source(ground: Ground) -> Fits:
    dated = ids(ground, "sources", "source_id", lambda r: r["published"] > "2010")
    return lambda r: r["source_id"] in dated and not re.search("-(19|20)[0-9][0-9](-|$)", r["claim_id"])


def turned_round(one: str, other: str, column: str) -> Callable[[Ground], Sown | None]:
    """A class of dependencies of which two columns changed places."""

    def sow(ground: Ground) -> Sown | None:
        row = ground.pick(
            "dependencies",
            lambda r: r[one] and r[other] and r["reporter_id"] not in (r["dependent_id"], r["supplier_id"]),
        )
        if row is None:
            return None
        row[one], row[other] = row[other], row[one]
        return Sown("dependencies", row, column, "named-id")

    return sow


def entered_the_other_way_round(ground: Ground) -> Sown | None:
    row = ground.pick("dependencies", lambda r: r["value"] and r["indicator"] == "gas_import_share")
    if row is None:
        return None
    name = f"dep-{row['supplier_id']}-{row['dependent_id']}-gas-{row['period'].replace('/', '-')}"
    other = row | {
        "dependency_id": name,
        "dependent_id": row["supplier_id"],
        "supplier_id": row["dependent_id"],
        "reviewed": "",
    }
    ground.rows["dependencies"].append(other)
    ground.rows["dependencies"].sort(key=itemgetter("dependency_id"))
    return Sown("dependencies", other, "dependent_id", "turned-round")


DOUBTS |= {
    "dependent and supplier turned round": turned_round("dependent_id", "supplier_id", "dependent_id"),
    "supplier and reporter turned round": turned_round("supplier_id", "reporter_id", "supplier_id"),
    "value the other way round": entered_the_other_way_round,
}
doubtful(
    "member that the id does not name",
    "memberships",
    "member_id",
    "named-id",
    lambda _: "guterres",
    lambda ground: (
        lambda r: (
            r["type"] == "office"
            and r["member_id"] in ids(ground, "actors", "actor_id", lambda a: a["kind"] == "person")
        )
    ),
)
doubtful(
    "supplier that the id does not name",
    "dependencies",
    "supplier_id",
    "named-id",
    lambda _: "kazakhstan",
    lambda _: lambda r: r["supplier_id"] != "kazakhstan",
)
doubtful(
    "claim of another year",
    "claims",
    "made_on",
    "dated-id",
    lambda row: str(int(row["made_on"][:4]) - 6),
    without_the_year,
)
doubtful("claim long before its source", "claims", "made_on", "late-report", lambda _: "2004", read_in_a_dated_source)


def lone_spell_of_a_year(ground: Ground) -> Fits:
    """Spells that no other of the member can overlap, of a year that the id names."""
    spells = Counter(row["member_id"] for row in ground.rows["memberships"])

    def fits(row: Row) -> bool:
        named = re.search("-(19|20)[0-9][0-9]$", row["membership_id"]) and row["start_date"][5:] != "02-29"
        return bool(named) and spells[row["member_id"]] == 1

    return fits


doubtful(
    "spell of another year",
    "memberships",
    "start_date",
    "dated-id",
    lambda row: f"{int(row['start_date'][:4]) - 3}{row['start_date'][4:]}",
    lone_spell_of_a_year,
)
doubtful("one voice confirmed", "events", "credibility", "unconfirmed", lambda _: "1", with_one_source)
doubtful("two countries", "sources", "country", "several-countries", lambda _: "CHN", of_a_common_publisher_at_home)
doubtful("two letters", "sources", "reliability", "several-letters", lambda _: "E", of_a_common_publisher)
doubtful(
    "protest without a target", "events", "type", "one-sided-protest", lambda _: "protest", with_an_initiator_alone
)
doubtful("host that was party", "participants", "role", "lone-guest", lambda _: "host", one_of_two_that_met)
doubt("claim from nowhere", "claims", "locator", "no-locator", always(""))
doubt(
    "other day in the address",
    "sources",
    "url",
    "dated-address",
    lambda t: f"https://example.org/2031/05/06/{next(NUMBERS)}",
    lambda r: len(r["published"]) == 10 and not r["note"],
)
doubt(
    "part of another time",
    "events",
    "part_of",
    "outside-whole",
    always("evt-2020-karabakh-war"),
    lambda r: r["start_date"] > "2024" and not r["part_of"],
)
doubt(
    "bound by a signature",
    "memberships",
    "participation",
    "not-in-force",
    always("active"),
    lambda r: (r["type"], r["start_basis"]) == ("party", "signature"),
)
doubt(
    "first release",
    "dependencies",
    "note",
    "superseded",
    always(""),
    lambda r: "superseded by" in r["note"] and r["period"][4:8] == "-01/",
)
doubt(
    "forecast past its time",
    "claims",
    "resolve_by",
    "overdue",
    always("2026-07-01"),
    lambda r: r["status"] in ("unreviewed", "open") and not r["reviewed"] and r["resolve_by"] > "2026-12",
)


def round_and_exact(ground: Ground) -> Sown | None:
    row = ground.pick(
        "dependencies", lambda r: (r["indicator"], r["qualifier"]) == ("trade_value", "exact") and "/" in r["period"]
    )
    if row is None:
        return None
    row |= {"value": "1200", "reviewed": ""}
    return Sown("dependencies", row, "qualifier", "rounded")


def old_source_cited(ground: Ground) -> Sown | None:
    days = {row["source_id"]: row["published"] for row in ground.rows["sources"] if len(row["published"]) == 10}
    event = ground.pick(
        "events", lambda r: len(r["start_date"]) == 10 and r["start_date"] <= days.get(r["source_id"], "")
    )
    if event is None:
        return None
    source = next(s for s, day in days.items() if day < event["start_date"])
    cited = dict.fromkeys(TABLES["citations"].names, "")
    cited |= {"row_id": event["event_id"], "source_id": source, "stance": "supports"}
    ground.rows["citations"].append(cited)
    ground.rows["citations"].sort(key=lambda r: [r[k] for k in TABLES["citations"].key])
    return Sown("citations", cited, "source_id", "announced")


def value_apart(ground: Ground) -> Sown | None:
    row = ground.pick("dependencies", lambda r: r["indicator"].endswith("_share") and r["qualifier"] == "exact")
    if row is None:
        return None
    place = ground.rows["dependencies"].index(row) + 1
    years = [
        row | {"dependency_id": f"{row['dependency_id']}-{year}", "period": year, "value": value, "reviewed": ""}
        for year, value in (("1961", "40"), ("1962", "11"), ("1963", "44"))
    ]
    ground.rows["dependencies"][place:place] = years
    return Sown("dependencies", years[1], "value", "odd-value")


def more_dead_cited(ground: Ground) -> Sown | None:
    cited = [r for r in ground.rows["citations"] if r["field"] == "deaths_high" and r["stance"] == "supports"]
    names = {row["row_id"] for row in cited}
    event = next((r for r in ground.rows["events"] if r["deaths_high"] and r["event_id"] in names), None)
    if event is None:
        return None
    next(r for r in cited if r["row_id"] == event["event_id"])["note"] = "Up to 99,999 killed"
    return Sown("events", event, "deaths_high", "narrow-deaths")


DOUBTS |= {"old source cited": old_source_cited, "more dead cited": more_dead_cited, "value apart": value_apart}
DOUBTS["round and exact"] = round_and_exact


def in_the_key(name: str, tables: str, rule: str, spoil: Callable[[str], str]) -> None:
    """A class of faults of the id of a row."""

    def sow(ground: Ground) -> Sown | None:
        table = ground.chance.choice(tables.split())
        row = ground.pick(table, lambda r: spoil(r[TABLES[table].key[0]]) != r[TABLES[table].key[0]])
        if row is None:
            return None
        key = TABLES[table].key[0]
        row[key] = spoil(row[key])
        return Sown(table, row, key, rule)

    CLASSES[name] = sow


in_the_key("id blank", "claims memberships dependencies", "required", always(""))
in_the_key("Cyrillic letter in an id", "claims events", "look-alike", lambda t: t.replace("e", "\u0435", 1))
in_the_key("capitals in an id", "events memberships actors", "id", lambda t: t.upper())
in_the_key("space in an id", "sources claims", "id", lambda t: t.replace("-", " ", 2))
in_the_key("id changed", "events claims memberships", "vanished-id", lambda t: f"{t}-bis")


def whole_of_itself(ground: Ground) -> Sown | None:
    row = ground.pick("events", lambda _: True)
    if row is None:
        return None
    row["part_of"] = row["event_id"]
    return Sown("events", row, "part_of", "different")


def row_gone(ground: Ground) -> Sown | None:
    table = ground.chance.choice(["claims", "dependencies", "memberships", "events"])
    row = ground.pick(table, lambda _: True)
    if row is None:
        return None
    ground.rows[table].remove(row)
    return Sown(table, None, row[TABLES[table].key[0]], "vanished-id")


def own_source_cited(ground: Ground) -> Sown | None:
    events = {row["event_id"]: row["source_id"] for row in ground.rows["events"]}
    row = ground.pick("citations", lambda r: r["row_id"] in events and r["stance"] == "supports" and not r["field"])
    if row is None:
        return None
    cited = dict(row) | {"source_id": events[row["row_id"]]}
    ground.rows["citations"].append(cited)
    ground.rows["citations"].sort(key=lambda r: [r[k] for k in TABLES["citations"].key])
    return Sown("citations", cited, "source_id", "own-source")


def misplaced(name: str, tables: str, column: str, kind: str) -> None:
    """A class of faults in which an actor stands where none of its kind can."""

    def sow(ground: Ground) -> Sown | None:
        table = ground.chance.choice(tables.split())
        row, actor = ground.pick(table, lambda _: True), ground.pick("actors", lambda r: r["kind"] == kind)
        if row is None or actor is None or actor["actor_id"] in row.values():
            return None
        row[column] = actor["actor_id"]
        return Sown(table, row, column, "unfit-kind")

    CLASSES[name] = sow


misplaced("person as a place", "places", "within_id", "person")
misplaced("person as a parent", "actors", "parent_id", "person")
misplaced("person as an organization", "memberships", "organization_id", "person")
misplaced("person as a supplier", "dependencies", "supplier_id", "person")
misplaced("place that takes part", "participants", "actor_id", "territory")
misplaced("place as a member", "memberships", "member_id", "territory")
misplaced("place as a claimant", "claims", "claimant_id", "territory")
misplaced("treaty as a participant", "participants", "actor_id", "treaty")
misplaced("treaty as a claimant", "claims", "claimant_id", "treaty")


def code_twice(ground: Ground) -> Sown | None:
    row = ground.pick("actors", lambda r: r["iso3"] and not r["end_date"])
    if row is None:
        return None
    other = dict(row) | {"actor_id": f"{row['actor_id']}-0", "name": unheard_of("Erewhon")}
    ground.rows["actors"].insert(ground.rows["actors"].index(row) + 1, other)
    ground.used.add(id(other))
    return Sown("actors", other, "iso3", "same-actor")


CLASSES |= {
    "whole of itself": whole_of_itself,
    "row gone": row_gone,
    "own source cited": own_source_cited,
    "code twice": code_twice,
}


@pytest.fixture
def tables(packaged: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """The packaged tables."""
    with released(packaged) as rows:
        yield rows


@pytest.fixture
def fewer(thinned: dict[str, Rows]) -> Iterator[dict[str, Rows]]:
    """A part of the packaged tables that is sound by itself."""
    with released(thinned) as rows:
        yield rows


def sown_and_found(
    tables: dict[str, Rows], seed: int, names: list[str], folder: Path, classes: Classes = CLASSES
) -> tuple[Counter[Place], Counter[Place]]:
    """What was sown and what was found: file, line, column and rule (of a row that is gone, its id)."""
    ground = Ground(tables, seed)
    sown = [fault for name in names if (fault := classes[name](ground))]
    begins = ground.write(folder)
    expected = Counter((f"{s.table}.csv", begins[id(s.row)] if s.row else 0, s.column, s.rule) for s in sown)
    findings = news(validate(folder))
    found = Counter((Path(f.path).name, f.line, f.field if f.line else f.value, f.rule) for f in findings)
    return expected, found


class Score(NamedTuple):
    """What became of faults that were sown together.

    Attributes:
        found: Those of which the referee says the rule, on their row.
        place: Those of which it says the very cell as well.
        doubled: Findings beside those, in rows that hold a fault.
        false: Findings in rows that hold none.
    """

    sown: int
    found: int
    place: int
    doubled: int
    false: int


def score(expected: Counter[Place], found: Counter[Place]) -> Score:
    def rows(places: Counter[Place]) -> Counter[tuple[str, int, str]]:
        return Counter((file, line, rule) for file, line, _, rule in places.elements())

    spoiled = {place[:2] for place in expected}
    beside = found - expected
    return Score(
        sown=expected.total(),
        found=(rows(expected) & rows(found)).total(),
        place=(expected & found).total(),
        doubled=sum(count for place, count in beside.items() if place[:2] in spoiled),
        false=sum(count for place, count in beside.items() if place[:2] not in spoiled),
    )


@pytest.mark.parametrize("name", CLASSES)
def test_each_class_alone(name: str, fewer: dict[str, Rows], tmp_path: Path) -> None:
    expected, found = sown_and_found(fewer, 1, [name], tmp_path)
    assert expected
    assert found == expected


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_many_faults_at_once(
    seed: int, tables: dict[str, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if seed % 2:  # as if the files were long
        monkeypatch.setattr(records, "LONG", 0)
    names = random.Random(seed).choices([*CLASSES], k=ROW_FAULTS)
    expected, found = sown_and_found(tables, seed, names, tmp_path)
    told = score(expected, found)
    print(told)  # noqa: T201  with -s, or where it is not enough
    assert told.sown > 0.9 * ROW_FAULTS
    assert told.place >= ENOUGH * told.sown, expected - found
    assert told.doubled + told.false <= (1 - ENOUGH) * told.sown, found - expected


@pytest.mark.parametrize("seed", range(2))
def test_the_same_is_found_part_by_part(
    seed: int, tables: dict[str, Rows], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sown_and_found(tables, seed, random.Random(seed).choices([*CLASSES], k=ROW_FAULTS), tmp_path)
    whole = validate(tmp_path)
    monkeypatch.setattr(records, "LONG", 0)
    monkeypatch.setattr(reading, "LARGE", 0)
    monkeypatch.setattr(parts, "PART", 50_000)
    in_parts = validate(tmp_path)
    assert in_parts == whole
    assert [found.row for found in in_parts] == [found.row for found in whole]


@pytest.mark.parametrize("name", DOUBTS)
def test_each_doubt_alone(name: str, tables: dict[str, Rows], tmp_path: Path) -> None:
    expected, found = sown_and_found(tables, 1, [name], tmp_path, DOUBTS)
    assert expected
    assert found == expected


@pytest.mark.parametrize("left", [0.1, 0.66, 0.93])
@pytest.mark.parametrize("name", [name for name in TABLES if len(read_csv(storage.csv_path(name))) > 100])
def test_a_table_that_shrank_is_one_finding(name: str, left: float, tables: dict[str, Rows], tmp_path: Path) -> None:
    ground = Ground(tables, 0)
    ground.rows[name] = ground.rows[name][: int(len(ground.rows[name]) * left)]
    ground.write(tmp_path)
    assert [(Path(f.path).name, f.line, f.rule) for f in validate(tmp_path)] == [(f"{name}.csv", 0, "shrunk-table")]


def test_rows_of_a_block_that_are_gone_are_one_finding(tables: dict[str, Rows], tmp_path: Path) -> None:
    ground = Ground(tables, 0)
    del ground.rows["sources"][40:50]
    ground.write(tmp_path)
    (finding,) = validate(tmp_path)
    first, last = (tables["sources"][place]["source_id"] for place in (40, 49))
    assert (finding.rule, finding.message.endswith(f"those from {first} to {last} are gone")) == ("shrunk-table", True)


def test_there_are_classes_enough() -> None:
    assert len(CLASSES) >= 50


def rewritten(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def header(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    def rewrite(content: bytes) -> bytes:
        first, _, rest = content.partition(b"\n")
        return ",".join(change(first.decode().split(","))).encode() + b"\n" + rest

    return rewrite


FILES: dict[str, tuple[int, str, Callable[[bytes], bytes]]] = {
    "byte order mark": (1, "byte-order-mark", lambda b: b"\xef\xbb\xbf" + b),
    "Windows line ends": (1, "newline-style", lambda b: b.replace(b"\n", b"\r\n")),
    "old Macintosh line ends": (1, "newline-style", lambda b: b.replace(b"\n", b"\r")),
    "Windows-1252": (3, "encoding", lambda b: b.replace(b"\n", b"\xe9\n", 3).replace(b"\xe9", b"", 2)),
    "UTF-16": (1, "encoding", lambda b: b.decode().encode("utf-16")),
    "renamed column": (1, "renamed-column", header(lambda h: [h[0], h[1].upper(), *h[2:]])),
    "column of another name": (1, "renamed-column", header(lambda h: [h[0], "wholly-other", *h[2:]])),
    "column doubled": (1, "doubled-column", header(lambda h: [h[0], h[0], *h[2:]])),
    "no header": (1, "header", lambda b: b.partition(b"\n")[2]),
    "empty file": (1, "header", lambda _: b""),
    "blank line": (4, "blank-row", lambda b: b.replace(b"\n", b"\n\n", 3).replace(b"\n\n", b"\n", 2)),
    "last column gone": (1, "missing-column", lambda b: b"".join(x.rpartition(b",")[0] + b"\n" for x in b.splitlines())),
    "column too many": (1, "unknown-column", lambda b: b"".join(x + (b",x\n" if i else b",more\n") for i, x in enumerate(b.splitlines()))),
    "columns in another order": (1, "column-order", lambda b: b"".join(b",".join(reversed(x.split(b","))) + b"\n" for x in b.splitlines())),
    "two rows swapped": (3, "row-order", lambda b: b"".join([(x := b.splitlines(keepends=True))[0], x[2], x[1], *x[3:]])),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_faults_of_a_file_as_a_whole(name: str, tables: dict[str, Rows], tmp_path: Path) -> None:
    Ground(tables, 0).write(tmp_path)
    plain = [row for row in tables["participants"] if not set('",').intersection("".join(row.values()))]
    path = tmp_path / "participants.csv"
    path.write_text(
        "".join(_as_csv(row) for row in [TABLES["participants"].names, *(tuple(r.values()) for r in plain)])
    )
    line, rule, change = FILES[name]
    beside = [f for f in news(validate(tmp_path)) if f.rule != "no-participant"]
    assert beside == []
    rewritten(path, change)
    found = [f for f in news(validate(tmp_path)) if f.rule != "no-participant"]
    assert [(Path(f.path).name, f.line, f.rule) for f in found] == [("participants.csv", line, rule)]


def test_clean_copies_have_no_findings(tables: dict[str, Rows], tmp_path: Path) -> None:
    Ground(tables, 0).write(tmp_path)
    assert news(validate(tmp_path)) == []
