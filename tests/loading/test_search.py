from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.loading import index
from caucasus_data.loading.search import Match, search, similar
from caucasus_data.model.vocabularies import TableName
from caucasus_data.package import storage
from caucasus_data.support.folding import words
from tests.checkout import Checkout
from tests.conftest import Rows


@pytest.fixture(autouse=True)
def kept(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache directory of these tests: what only searches finds the index made."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "kept"))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: None) -> Path:
    """A cache directory of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "caucasus-data"


def ids(text: str, **about: object) -> list[str]:
    return [match.row_id for match in search(text, **about)]  # type: ignore[arg-type]


def test_a_place_gives_its_rows() -> None:
    found = cd.find("Lachin")
    assert list(found) == ["row_id", "table", "date", "column", "text"]
    assert len(found) == 20
    assert {"names", "actors", "events"} <= set(found["table"])
    assert found["text"].str.contains("La(?:ch|ç)[iı]n").all()
    assert "evt-1992-lachin" in ids("Lachin", table="events")


def test_nothing_that_has_the_word_in_its_title_is_missed(rows: Callable[[str], Rows]) -> None:
    having = {row["event_id"] for row in rows("events") if "lachin" in row["title"].lower()}
    assert having <= set(ids("lachin", table="events"))
    assert having <= set(ids("LACH", table="events"))


@pytest.mark.parametrize(
    ("text", "row_id"),
    [
        ("Пашинян", "pashinyan"),
        ("Փաշինյան", "pashinyan"),
        ("Pashinian", "pashinyan"),
        ("Степанакерт", "stepanakert"),
        ("Ստեփանակերտ", "stepanakert"),
        ("Алиев", "aliyev"),
        ("Əliyev", "aliyev"),
        ("İlham Əliyev", "aliyev"),
        ("İstanbul", "plc-istanbul"),
        ("E\u0301lyse\u0301e", "evt-2024-macron-pashinyan-paris"),
        ("Aliev", "aliyev"),
        ("erdogan", "erdogan"),
        ("Шуша", "shusha"),
        ("Susa", "shusha/Şuşa/az/contested/azerbaijan"),
    ],
)
def test_any_script_and_spelling_finds_the_same(text: str, row_id: str) -> None:
    assert row_id in ids(text, limit=8)


def test_all_words_must_be_there_whole_or_begun(rows: Callable[[str], Rows]) -> None:
    found = ids("csto froz", table="events")
    assert found[0] == "evt-2024-csto-participation-frozen"
    assert set(found) <= set(ids("csto", table="events")) & set(ids("froz", table="events"))
    assert ids("froz csto", table="events") == found
    assert ids("csto qwerty") == []


def test_whole_words_come_before_beginnings_and_titles_before_notes() -> None:
    found = [(match, "war" in words(match.text.lower())) for match in search("war", table="events")]
    titles = [whole for match, whole in found if match.column == "title"]
    assert titles == sorted(titles, reverse=True)
    assert {True, False} == set(titles)
    columns = [match.column for match, whole in found if whole]
    assert set(columns[: columns.index("note")]) == {"title"}


def test_facts_come_before_documents() -> None:
    found = search("Lachin")
    first = next(i for i, match in enumerate(found) if match.table == "sources")
    titles = [
        i for i, m in enumerate(found) if (m.table, m.column) == ("events", "title") and "Lachin" in words(m.text)
    ]
    assert 5 < max(titles) < first


def test_rows_that_name_it_are_found_too() -> None:
    found = {match.row_id: match for match in search("Pashinyan", table="memberships")}
    assert found["mem-pashinyan-armenia-prime-minister-2018"].column == "member_id"
    assert found["mem-pashinyan-armenia-prime-minister-2018"].text == "Nikol Pashinyan"


def test_a_match_tells_its_date_and_where_the_words_stand() -> None:
    (match,) = search("csto frozen in practice", table="events")
    assert match[:4] == ("evt-2024-csto-participation-frozen", "events", "2024-02-22", "title")
    note = next(m for m in search("mediamax") if m.column == "publisher")
    assert note.text == "Mediamax"


def test_of_a_long_cell_the_part_is_shown(small: Checkout) -> None:
    before, after = "one two three " * 30, " four five six" * 30
    small.edit("events", "evt-2020", note=f"A {before}needle{after} end")
    small.commit()
    (match,) = search("needle")
    assert match.column == "note"
    assert match.text.startswith("…")
    assert match.text.endswith("…")
    assert " needle " in match.text
    assert len(match.text) <= 130
    small.edit("events", "evt-2020", note="needle" * 40)
    small.commit()
    assert search("needle")[0].text.endswith("…")


def test_limit_and_table() -> None:
    everything = cd.find("armenia", limit=None)
    assert len(everything) > 1000
    assert len(cd.find("armenia", limit=3)) == 3
    assert len(cd.find("armenia", limit=0)) == 0
    assert len(cd.find("armenia", limit=10**30)) == len(everything)
    assert set(cd.find("armenia", table="claims", limit=None)["table"]) == {"claims"}
    assert everything["row_id"].tolist()[:20] == cd.find("armenia")["row_id"].tolist()
    assert everything["date"].isna().any()


@pytest.mark.parametrize("table", cd.tables())
def test_every_text_of_every_table_is_found(rows: Callable[[str], Rows], table: TableName) -> None:
    fields = [f["name"] for f in storage.schema(table)["fields"] if "maxLength" in f.get("constraints", {})]
    for column in fields:
        row = next((row for row in rows(table) if row[column]), None)
        if row:
            assert "/".join(row[k] for k in storage.key(table)) in ids(row[column], table=table), column


def test_a_release_is_searched_as_it_was() -> None:
    assert len(cd.find("lachin", version="0.1.0", limit=None)) < len(cd.find("lachin", version="0.2.0", limit=None))


@pytest.mark.parametrize("text", ["", "  ", "?!", None, 5, ["Lachin"], b"Lachin"])
def test_a_text_without_a_word_is_told(text: object) -> None:
    with pytest.raises(cd.CaucasusDataError, match=r"find asks for a word such as 'Lachin', and not [^\n]*$"):
        cd.find(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("limit", [-1, 2.5, "20"])
def test_a_limit_that_is_none_is_told(limit: object) -> None:
    with pytest.raises(cd.CaucasusDataError, match="limit asks for a number of rows such as 20, and not"):
        cd.find("Lachin", limit=limit)  # type: ignore[arg-type]


def test_unknown_tables_and_versions_name_the_nearest() -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown table 'evnts': did you mean 'events'"):
        cd.find("Lachin", table="evnts")  # type: ignore[arg-type]
    with pytest.raises(cd.UnknownValueError, match=r"unknown version '9\.9\.9'"):
        cd.find("Lachin", version="9.9.9")


@pytest.mark.parametrize("text", ['"', "lachin OR", "NOT war", "title : x", "a* AND", "lachin'; DROP TABLE rows", "()"])
def test_the_language_of_the_index_is_not_the_users(text: str) -> None:
    try:
        found = search(text)
    except cd.CaucasusDataError as error:
        assert "asks for a word" in str(error)  # noqa: PT017
    else:
        assert isinstance(found, list)


def test_words_that_no_row_has_offer_the_nearest() -> None:
    assert similar("Lachn corridor") == "did you mean 'lachin'?"
    assert similar("Lachin") == ""


def test_the_index_is_kept_and_used_again(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = search("Lachin")
    (kept,) = cache.iterdir()
    monkeypatch.setattr(index, "made", None)
    assert search("Lachin") == first
    assert list(cache.iterdir()) == [kept]


def test_it_is_never_out_of_date(small: Checkout, cache: Path) -> None:
    assert ids("weather") == []
    small.edit("events", "evt-2020", title="Weather")
    assert ids("weather") == ["evt-2020"]  # before any generated file says so
    small.edit("events", "evt-2020", title="Storm")
    assert ids("weather") == []
    for number in range(6):
        small.edit("events", "evt-2020", title=f"Storm {number}")
        search("storm")
    assert len(list(cache.iterdir())) == 4


def test_where_nothing_can_be_kept_it_is_made_in_memory(cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder would be", encoding="utf-8")
    assert "evt-1992-lachin" in ids("Lachin", table="events")
    assert cache.is_file()


@pytest.mark.parametrize("damage", [b"", b"no database", None])
def test_what_was_damaged_is_made_anew(cache: Path, damage: bytes | None) -> None:
    first = search("Lachin")
    (kept,) = cache.iterdir()
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2] if damage is None else damage)
    assert search("Lachin") == first
    assert similar("Lachn") == "did you mean 'lachin'?"


def test_a_kept_index_of_no_home_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "_path", lambda version: None)
    assert "evt-1992-lachin" in ids("Lachin", table="events")


def test_searching_brings_in_nothing_heavy(cache: Path) -> None:
    code = "import sys; from caucasus_data.loading.search import search; search('Lachin'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert {"pandas", "numpy", "polars", "pydantic", "rich"} & set(done.stdout.split()) == set()


def test_a_python_without_full_text_search_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Bare(sqlite3.Connection):
        def execute(self, statement: str, *about: object) -> sqlite3.Cursor:
            if "fts5" in statement:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(statement)

    connect = sqlite3.connect
    monkeypatch.setattr(index.sqlite3, "connect", lambda *a, **k: connect(*a, **k, factory=Bare))  # type: ignore[attr-defined]
    with pytest.raises(cd.CaucasusDataError, match=r"has no full-text search \(FTS5\)$"):
        search("Lachin")


def test_fields_of_a_match_are_the_columns_of_the_frame() -> None:
    assert list(cd.find("Lachin")) == list(Match._fields)
