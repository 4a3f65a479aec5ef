"""What every page must be, whether or not a browser is there to look."""

from __future__ import annotations

import json
import re
import sys
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import parse_qsl, unquote, urldefrag, urlsplit

import pytest

import caucasus_data as cd
from caucasus_data.citing.edition import edition
from caucasus_data.cli import main
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.site import cache, rows, site
from caucasus_data.site.record import PAGES
from tests.checkout import ROOT, Checkout

LINK = re.compile(r'<(a|link|script|img)\b[^>]*?\s(?:href|src)="([^"]*)"')
LARGEST = 80_000
FRONT = 400_000
ADDED = 300_000


def test_every_row_has_a_page_and_its_cells_beside_it(built: Path) -> None:
    for table in PAGES:
        (key,) = storage.key(table)
        for row in storage.rows(table):
            folder = built / table / row[key]
            assert (folder / "index.html").is_file(), folder
        beside = json.loads((folder / "row.json").read_text("utf-8"))
        assert beside == {column: cell for column, cell in row.items() if cell}


def test_what_was_withdrawn_keeps_a_page(built: Path) -> None:
    for gone in storage.rows("withdrawn"):
        if gone["table"] in PAGES:
            assert gone["reason"] in unescape(
                (built / gone["table"] / gone["row_id"] / "index.html").read_text("utf-8")
            )


def test_links_lead_somewhere_and_nothing_is_fetched_from_elsewhere(built: Path) -> None:
    pages = {page.relative_to(built).as_posix(): page.read_text("utf-8") for page in built.rglob("*.html")}
    anchors = {page: set(re.findall(r'\sid="([^"]+)"', text)) for page, text in pages.items()}
    known = {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
    broken = []
    for page, text in pages.items():
        for tag, address in set(LINK.findall(text)):
            if address.startswith(("http://", "https://")):
                assert tag == "a", (page, address)
                continue
            if address == "data:,":
                continue
            path, fragment = urldefrag(unescape(address))
            path = unquote(path.partition("?")[0])
            target = normpath(join(dirname(page), path)) if path else page
            if target not in known or (fragment and target.endswith(".html") and fragment not in anchors[target]):
                broken.append((page, address))
    assert len(pages) > len(known) / 3
    assert not broken, broken[:10]


def test_pages_are_light(built: Path) -> None:
    heavy = {
        str(page.relative_to(built)): page.stat().st_size
        for table in PAGES
        for page in (built / table).glob("*/index.html")
        if page.stat().st_size > LARGEST
    }
    assert not heavy
    front = built / "index.html"
    asked = [built / address for tag, address in LINK.findall(front.read_text("utf-8")) if tag in ("link", "script")]
    assert front.stat().st_size + sum(path.stat().st_size for path in asked if path.is_file()) < FRONT


def test_what_does_not_fit_on_the_page_of_a_place_stands_on_one_beside_it(built: Path) -> None:
    there = [event["event_id"] for event in storage.rows("events") if event["place_id"] == "plc-yerevan"]
    page, whole = (built / "places" / "plc-yerevan" / name for name in ("index.html", "all/index.html"))
    linked = [sum(f"events/{event}/" in file.read_text("utf-8") for event in there) for file in (page, whole)]
    assert linked == [rows._MOST, len(there)]
    assert f'<a href="all/index.html">And {len(there) - rows._MOST} more</a>' in page.read_text("utf-8")


def test_heads_are_linked_data(built: Path) -> None:
    text = (built / "events/evt-2020-ceasefire-statement/index.html").read_text("utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    described = json.loads(found)
    assert (described["@type"], described["startDate"]) == ("Event", "2020-11-09")


def test_the_front_page_is_a_dataset_of_catalogues(built: Path) -> None:
    text = (built / "index.html").read_text("utf-8")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    described = json.loads(found)
    assert (described["@type"], described["version"]) == ("Dataset", edition())
    digest = storage.releases().get(edition())
    assert described.get("distribution", [{}])[0].get("sha256") == digest
    assert ("<code>" + str(digest) in text) is (digest is not None)


def test_a_row_in_words(built: Path) -> None:
    text = (built / "memberships/mem-armenia-csto-2024/index.html").read_text("utf-8")
    assert "a full member of Collective Security Treaty Organization since 22 February 2024" in text
    assert "The seat is empty" in text
    assert "BibTeX" in text


def test_an_actor_goes_by_all_its_names(built: Path) -> None:
    assert "Նիկոլ Փաշինյան" in (built / "actors/pashinyan/index.html").read_text("utf-8")
    assert "никол пашинян" in (built / "assets/search-index.js").read_text("utf-8")


def test_a_release_is_told_as_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", str(tmp_path / "old"), "--version", "0.1.0"]) == 0
    page = (tmp_path / "old/events/evt-2020-ceasefire-statement/index.html").read_text("utf-8")
    assert "version 0.1.0" in page
    assert "Not released yet" not in page
    assert (tmp_path / "old/index.html").is_file()


def test_other_files_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(CaucasusDataError, match="holds something else"):
        site(tmp_path)
    assert (tmp_path / "diary.txt").read_text("utf-8") == "mine"


def test_browse_prints_what_the_cache_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(folder: Path) -> None:
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(cd.__version__, encoding="utf-8")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache, "site", write)
    monkeypatch.setattr(sys, "platform", "linux")
    for _ in range(2):
        assert main(["browse", "--no-open"]) == 0
    first, second = capsys.readouterr().out.split()
    assert first == second
    assert first.startswith(str(tmp_path))


def test_browse_without_a_cache_says_where_else_the_pages_can_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert main(["browse", "--no-open"]) == 2
    assert capsys.readouterr().err.endswith("; `caucasus-data site DIR` writes the pages elsewhere\n")


def test_a_series_is_cited_as_one(built: Path) -> None:
    page = (built / "dependencies/armenia-russia-military-base/index.html").read_text("utf-8")
    numbers = re.findall(r'<tr id="(dep-[^"]+)"', page)
    newest = [*storage.releases()][-1]
    released = [i for i in numbers if i in set(cd.load("dependencies", version=newest)["dependency_id"])]
    assert len(released) > 1
    assert cd.cite(released, version=newest).statement in page


def test_whoever_finds_a_fault_gets_the_form_filled_in(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "REPOSITORY", "https://example.org/record")
    page = (site(tmp_path / "pages").parent / "events/evt-2020/index.html").read_text("utf-8")
    found = re.findall(r'href="(https://example\.org/record/issues/new[^"]*)"', page)
    asked = [dict(parse_qsl(urlsplit(unescape(address)).query)) for address in found]
    form = json.loads((ROOT / ".github/ISSUE_TEMPLATE/wrong-row.yml").read_text("utf-8").partition("\n")[2])
    fields = {part["id"] for part in form["body"] if "id" in part}
    assert all(query.keys() <= fields | {"template", "title"} for query in asked)
    assert {"template": "wrong-row.yml", "title": "Wrong row: evt-2020", "row": "evt-2020"} | {
        "column": "start_date",
        "value": "2020",
        "version": edition(),
    } in asked


def test_no_form_is_offered_where_the_project_has_no_address(built: Path) -> None:
    assert "issues/new" not in (built / "events/evt-2020-ceasefire-statement/index.html").read_text("utf-8")


def test_pages_and_charts_add_little_to_the_wheel() -> None:
    code = ROOT / "src/caucasus_data"
    files = [
        p for part in ("site", "analysis/charts") for p in (code / part).rglob("*") if "__pycache__" not in p.parts
    ]
    assert sum(path.stat().st_size for path in files if path.is_file()) < ADDED


def test_an_event_stands_between_those_before_and_after_it(built: Path) -> None:
    page = (built / "events/evt-2020-ceasefire-statement/index.html").read_text("utf-8")
    (section,) = re.findall(r'<h2 id="around">.*?</section>', page, re.DOTALL)
    days = re.findall(r'datetime="([^"]+)"', section)
    assert days == sorted(days)
    assert days[0] < "2020-11-09" < days[-1]
    shown = set(re.findall(r"events/(evt-[a-z0-9-]+)/", section))
    concerned = {"armenia", "azerbaijan", "russia", "pashinyan", "aliyev", "putin"}
    parts = cd.load("participants").query("event_id in @shown", local_dict={"shown": shown})
    for _, rows_of in parts.groupby("event_id"):
        assert len(concerned & {*rows_of["actor_id"], *rows_of["on_behalf_of"].dropna()}) > 1
