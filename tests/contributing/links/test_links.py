"""The verbs that use the network, on a server of this machine that answers in every way that servers do."""

from __future__ import annotations

import json
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from caucasus_data.cli import main
from caucasus_data.contributing.links.asking import Asker
from caucasus_data.contributing.links.journal import Journal
from caucasus_data.contributing.links.sources import is_copy
from caucasus_data.contributing.links.walk import Manners, walk
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES
from tests.conftest import read_csv, write_csv

COPY = "https://web.archive.org/web/20240102030405/"


class Site(ThreadingHTTPServer):
    """A server whose paths say what it does, and which remembers who asked for what, and when."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.at_once, self.most_at_once = 0, 0
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.closing = threading.Event()

    def times(self) -> Counter[str]:
        return Counter(path for path, _ in self.asked)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever asked has gone."""


class Handler(BaseHTTPRequestHandler):
    server: Site

    def log_message(self, *args: Any) -> None:
        """Silent."""

    def do_GET(self) -> None:
        site, path = self.server, urlsplit(self.path)
        site.asked.append((path.path, time.monotonic()))
        site.agents.add(self.headers["User-Agent"])
        site.at_once += 1
        site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            self._answer(path.path.strip("/"), path.query)
        finally:
            site.at_once -= 1

    def _answer(self, path: str, query: str) -> None:  # noqa: C901
        word, _, rest = path.partition("/")
        match word:
            case "status":
                self._send(int(rest), {"Retry-After": "0"})
            case "to":
                status, _, place = rest.partition("/")
                self._send(int(status), {"Location": f"/{place}"})
            case "location":
                self._send(302, {"Location": PLACES[rest]})
            case "spiral":
                self._send(302, {"Location": f"/spiral/{int(rest) + 1}"})
            case "once":
                self._send(503 if self.server.times()[f"/{path}"] == 1 else 200)
            case "late":
                self.server.closing.wait(5)
            case "drip":
                while not self.server.closing.wait(0.05):
                    self.wfile.write(b"H")
            case "raw":
                self.wfile.write(RAW[rest])
            case "index":
                self._index(parse_qs(query))
            case _:
                self._send(200)

    def _send(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"well") -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _index(self, query: dict[str, list[str]]) -> None:
        (url,), (day,) = query["url"], query["timestamp"]
        assert re.fullmatch("[0-9]{8}", day)
        closest = {"available": True, "status": "200", "url": f"{COPY}{url}".replace("https:", "http:", 1)}
        match urlsplit(url).path.strip("/"):
            case "none":
                self._send(200, body=b'{"archived_snapshots": {}}')
            case "html":
                self._send(200, body=b"<html>")
            case "elsewhere":
                closest["url"] = f"{COPY}https://evil.example/page"
                self._send(200, body=json.dumps({"archived_snapshots": {"closest": closest}}).encode())
            case _:
                self._send(200, body=json.dumps({"archived_snapshots": {"closest": closest}}).encode())


PLACES = {
    "script": "javascript:alert(1)",
    "file": "file:///etc/passwd",
    "inside": "http://169.254.169.254/latest/meta-data",
    "loopback": "http://localhost:1/",
    "password": "http://user:secret@127.0.0.1/",
    "control": "/a\x1b[31mred",
    "long": "/" + "a" * 5000,
    "nothing": "",
    "no-port": "http://127.0.0.1:port/",
}
RAW = {
    "empty": b"",
    "garbage": b"\x00\xff\x1b[31m garbage\r\n\r\n",
    "many": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "endless": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
    "status": b"HTTP/1.1 999999 Odd\r\n\r\n",
    "no-place": b"HTTP/1.1 302 Found\r\n\r\n",
    "retry": b"HTTP/1.1 503 Down\r\nRetry-After: \xd9\xa1e9\r\n\r\n",
}


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield site
    site.closing.set()
    site.shutdown()
    site.server_close()


QUICK = Asker(seconds=0.3)


@pytest.mark.parametrize(
    ("path", "outcome", "status"),
    [
        ("well", "answers", 200),
        ("status/204", "answers", 204),
        ("Երևան?q=ա b", "answers", 200),
        ("to/302/well", "answers", 200),
        ("to/301/well", "moved", 200),
        ("to/302/to/308/well", "moved", 200),
        ("to/301/status/404", "gone", 404),
        ("status/404", "gone", 404),
        ("status/410", "gone", 410),
        ("status/403", "refused", 403),
        ("status/429", "refused", 429),
        ("status/500", "broken", 500),
        ("late", "too_slow", None),
        ("drip", "too_slow", None),
        ("to/302/late", "too_slow", 302),
        ("spiral/0", "loops", 302),
        ("location/nothing", "loops", 302),
        ("location/script", "unsafe", 302),
        ("location/file", "unsafe", 302),
        ("location/inside", "unsafe", 302),
        ("location/loopback", "unsafe", 302),
        ("location/password", "unsafe", 302),
        ("location/control", "unsafe", 302),
        ("location/long", "unsafe", 302),
        ("location/no-port", "odd", 302),
        ("raw/empty", "unreachable", None),
        ("raw/garbage", "odd", None),
        ("raw/many", "odd", None),
        ("raw/endless", "odd", None),
        ("raw/status", "odd", None),
        ("raw/no-place", "odd", 302),
        ("raw/retry", "broken", 503),
    ],
)
def test_every_answer_has_a_word(site: Site, path: str, outcome: str, status: int | None) -> None:
    answer = QUICK.ask(f"{site.address}/{path}")
    assert (answer.outcome, answer.status) == (outcome, status), answer
    assert answer.detail.isprintable()
    assert len(answer.url) < 5_000
    assert answer.wait == 0


def test_a_redirect_to_itself_is_followed_once(site: Site) -> None:
    site.asked.clear()
    assert QUICK.ask(f"{site.address}/location/nothing").outcome == "loops"
    assert site.times() == {"/location/nothing": 1}


def test_who_asks_says_so(site: Site) -> None:
    QUICK.ask(f"{site.address}/well")
    (agent,) = site.agents
    assert agent.startswith("caucasus-data/")


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://127.0.0.1:1/", "unreachable"),
        ("http://no-such-host.invalid/", "unreachable"),
        ("ftp://example.org/", "unsafe"),
        ("http://[::1", "odd"),
        ("http://a..b/", "odd"),
    ],
)
def test_an_address_that_cannot_be_asked_has_a_word_too(url: str, outcome: str) -> None:
    assert QUICK.ask(url).outcome == outcome


def test_a_server_without_a_certificate_is_unreachable(site: Site) -> None:
    answer = QUICK.ask(site.address.replace("http:", "https:") + "/well")
    assert (answer.outcome, answer.detail.partition(":")[0]) == ("unreachable", "no secure connection")


def test_a_host_is_asked_one_address_at_a_time_with_pauses(site: Site) -> None:
    questions = [(f"src-{number}", f"{site.address}/page/{number}") for number in range(4)]
    manners = Manners(pause=0.05, tries=1, hosts=4)
    assert {q[0] for q, _ in walk(questions, QUICK.ask, manners, label="")} == {q[0] for q in questions}
    when = [moment for _, moment in site.asked]
    assert site.most_at_once == 1
    assert min(later - earlier for earlier, later in pairwise(when)) >= 0.05


def test_hosts_are_asked_at_the_same_time() -> None:
    together = threading.Barrier(2, timeout=5)

    def ask(url: str) -> Any:
        together.wait()
        return QUICK.ask("ftp://x")

    assert len(list(walk([("a", "http://a.org"), ("b", "http://b.org")], ask, Manners(0, 1), label=""))) == 2


def test_an_error_of_the_code_is_not_swallowed() -> None:
    def ask(url: str) -> Any:
        raise RuntimeError("of its own")

    with pytest.raises(RuntimeError, match="of its own"):
        list(walk([("a", "http://a.org")], ask, Manners(0, 1), label=""))


def test_what_may_pass_is_tried_again_and_what_is_gone_is_not(site: Site) -> None:
    paths = ["once/a", "status/500", "status/429", "status/404", "status/403"]
    questions = [(path, f"{site.address}/{path}") for path in paths]
    told = {q[0]: answer.outcome for q, answer in walk(questions, QUICK.ask, Manners(0, 3), label="")}
    assert told == dict(zip(paths, ["answers", "broken", "refused", "gone", "refused"], strict=True))
    assert [site.times()[f"/{path}"] for path in paths] == [2, 3, 3, 1, 1]


# the report


def source(source_id: str, url: str, **cells: str) -> dict[str, str]:
    row = {
        "source_id": source_id,
        "title": "A page",
        "publisher": "Press",
        "url": url,
        "accessed": "2026-11-22",
        "language": "en",
        "type": "news",
        "reliability": "C",
    }
    return dict.fromkeys(TABLES["sources"].names, "") | row | cells


@pytest.fixture
def folder(site: Site, tmp_path: Path) -> Path:
    data = tmp_path / "data"
    data.mkdir()
    paths = {"src-gone": "status/404", "src-moved": "to/301/well", "src-well": "well"}
    write_csv(data / "sources.csv", [source(i, f"{site.address}/{path}") for i, path in paths.items()])
    return data


def run(what: str, report: Path, data: Path, *more: str) -> int:
    return main(["sources", what, str(report), "--data", str(data), "--pause", "0", "--seconds", "0.3", *more])


def test_a_check_reports_and_never_edits(
    site: Site, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before, report = (folder / "sources.csv").read_bytes(), tmp_path / "links.jsonl"
    assert run("check", report, folder) == 1
    assert sorted(capsys.readouterr().out.split("\n")) == ["", "answers: 1", "gone: 1", "moved: 1"]
    lines = {line["source_id"]: line for line in map(json.loads, report.read_text("utf-8").splitlines())}
    assert lines["src-moved"]["final_url"] == f"{site.address}/well"
    assert (lines["src-gone"]["outcome"], lines["src-gone"]["status"]) == ("gone", 404)
    assert (folder / "sources.csv").read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["sources.csv"]


def test_a_check_that_was_broken_off_goes_on(site: Site, folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "links.jsonl"
    run("check", report, folder)
    first, *_, last = report.read_text("utf-8").splitlines(keepends=True)
    report.write_text(first + last[:20], encoding="utf-8")  # killed while it wrote
    site.asked.clear()
    run("check", report, folder)
    urls = {row["source_id"]: urlsplit(row["url"]).path for row in read_csv(folder / "sources.csv")}
    del urls[json.loads(first)["source_id"]]
    assert {path for path, _ in site.asked} - {"/well"} == set(urls.values()) - {"/well"}
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    assert sorted(line["source_id"] for line in lines) == ["src-gone", "src-moved", "src-well"]
    site.asked.clear()
    run("check", report, folder)
    assert site.asked == []


def test_another_address_is_asked_anew(site: Site, folder: Path, tmp_path: Path) -> None:
    report = tmp_path / "links.jsonl"
    run("check", report, folder)
    rows = read_csv(folder / "sources.csv")
    rows[0]["url"] = f"{site.address}/now-well"
    write_csv(folder / "sources.csv", rows)
    assert run("check", report, folder) == 0
    assert site.times()["/now-well"] == 1


def test_a_file_that_is_no_report_stays_as_it_is(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "notes.txt"
    report.write_text("dear diary\n", encoding="utf-8")
    assert run("check", report, folder) == 2
    assert "notes.txt:1: 'dear diary' is no line of a report; name a new file" in capsys.readouterr().err
    assert report.read_text("utf-8") == "dear diary\n"


@pytest.mark.parametrize("line", ["[]", "7", '{"source_id": "a"}', '{"source_id": [], "url": ""}', "null"])
def test_a_line_that_is_none_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "r").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CaucasusDataError, match=r"r:1: .* is no line of a report"):
        Journal(tmp_path / "r")


def test_the_list_for_people_is_inert(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write_csv(data / "sources.csv", [source("src-odd", f"{site.address}/location/control?@everyone|<img>")])
    assert run("check", tmp_path / "r", data, "--format", "markdown") == 1
    told = capsys.readouterr().out
    assert told.startswith("### 1 source whose address leads nowhere\n\n| source | what became of it |")
    assert "unsafe, 302, sends to an address with control characters" in told
    assert not re.search(r"@everyone|<img|\x1b|http:", told)


# copies


def test_copies_are_proposed_beside_the_tables(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data, into = tmp_path / "data", tmp_path / "proposed"
    data.mkdir()
    names = ("elsewhere", "held", "html", "none")
    rows = [source(f"src-{name}", f"https://example.org/{name}") for name in names]
    rows.append(source("src-own", "https://example.org/own", archive_url="https://example.org/copy"))
    write_csv(data / "sources.csv", rows)
    before = (data / "sources.csv").read_bytes()
    index = ("--index", f"{site.address}/index")
    assert run("archive", tmp_path / "copies.jsonl", data, *index, "--into", str(into)) == 0
    assert "copies found for 1 source without one\nwrote " in capsys.readouterr().out
    assert (data / "sources.csv").read_bytes() == before
    held = {row["source_id"]: row["archive_url"] for row in read_csv(into / "sources.csv")}
    expected = dict.fromkeys(held, "") | {"src-own": "https://example.org/copy"}
    assert held == expected | {"src-held": f"{COPY}https://example.org/held"}
    assert site.times() == {"/index": 4}
    assert run("archive", tmp_path / "copies.jsonl", data, *index) == 0
    assert site.times() == {"/index": 4}
    assert run("archive", tmp_path / "copies.jsonl", data, *index, "--into", str(data)) == 2
    assert "holds the tables themselves" in capsys.readouterr().err
    assert (data / "sources.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("address", "held"),
    [
        (f"{COPY}https://example.org/a", True),
        (f"{COPY}http://www.example.org/b", True),
        (f"{COPY}https://example.com/a", False),
        ("https://evil.example/web/20240102030405/https://example.org/a", False),
        ("", False),
    ],
)
def test_a_copy_is_of_the_archive_and_of_the_host(address: str, held: bool) -> None:
    assert is_copy(address, "https://example.org/a") is held
