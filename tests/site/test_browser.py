"""The pages in a real browser, from a disk and from a server."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import caucasus_data as cd
from caucasus_data.site import site
from tests.checkout import ROWS, Checkout

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")

SHOWN = ("", "timeline/", "actors/armenia/", "events/evt-2020-ceasefire-statement/", "claims/", "dependencies/", "map/")
EACH = (
    *SHOWN,
    *("memberships/mem-armenia-csto-2024/", "claims/clm-simonyan-2025-de-facto-out/", "places/plc-yerevan/"),
    *("sources/src-ocmedia-frozen-2024/", "dependencies/armenia-russia-military-base/", "names/"),
)
"""A page of each kind."""
FEW = {
    "timeline/": "?actor=iran",
    "claims/": "?topic=energy",
    "dependencies/": "?dependent=georgia&indicator=remittance_value",
}
HOSTILE = '<script>document.title="broken"</script><img src=x onerror=alert(1)>'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=["file", "http"])
def root(request: pytest.FixtureRequest, built: Path) -> Iterator[str]:
    if request.param == "file":
        yield f"{built.as_uri()}/"
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page on which nothing goes wrong, and which asks nobody else for anything."""
    opened = browser.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda asked: said.append(asked.url) if not _own(asked.url) else None)
    yield opened
    opened.close()
    assert not said


def _own(address: str) -> bool:
    return address.startswith(("file:", "http://127.0.0.1", "data:", "blob:"))


def open_at(page: Any, root: str, place: str, query: str = "") -> None:
    page.goto(f"{root}{place}index.html{query}")


def barred(browser: Any, built: Path, place: str, scheme: str, **options: Any) -> list[tuple[str, str]]:
    """What some reader cannot use of a page; of a long list some rows are enough."""
    from axe_playwright_python.sync_playwright import Axe

    opened = browser.new_page(color_scheme=scheme)
    open_at(opened, f"{built.as_uri()}/", place, FEW.get(place, ""))
    found = Axe().run(opened, options={"resultTypes": ["violations"], **options}).response["violations"]
    opened.close()
    return [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("place", EACH)
def test_nothing_bars_the_way_of_any_reader(browser: Any, built: Path, place: str) -> None:
    assert not barred(browser, built, place, "light")


@pytest.mark.parametrize("place", EACH)
def test_letters_stand_out_in_the_dark(browser: Any, built: Path, place: str) -> None:
    assert not barred(browser, built, place, "dark", runOnly=["color-contrast"])


def test_a_letter_that_does_not_stand_out_is_found(browser: Any, tmp_path: Path) -> None:
    dark = "@media (prefers-color-scheme: dark) { body { background: #111 } }"
    pale = f'<html lang="en"><title>x</title><style>{dark}</style><p style="color: #222">pale</p></html>'
    (tmp_path / "index.html").write_text(pale, encoding="utf-8")
    assert not barred(browser, tmp_path, "", "light", runOnly=["color-contrast"])
    assert [rule for rule, _ in barred(browser, tmp_path, "", "dark", runOnly=["color-contrast"])] == ["color-contrast"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pashinyan", "Nikol Pashinyan"),
        ("Пашинян", "Nikol Pashinyan"),
        ("Փաշինյան", "Nikol Pashinyan"),
        ("aliyev", "Aliyev"),
        ("გარიბაშვილი", "Irakli Gharibashvili"),
        ("Զանգեզուր", "Syunik"),
        ("pashinyann", "Nikol Pashinyan"),
    ],
)
def test_search_in_any_script_by_keyboard_alone(page: Any, root: str, typed: str, found: str) -> None:
    open_at(page, root, "")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    first = page.locator("#found li").first
    first.wait_for()
    assert found in first.inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/actors/"))
    assert found in page.locator("h1").inner_text()


def test_a_row_is_found_by_its_id(page: Any, root: str) -> None:
    open_at(page, root, "")
    page.keyboard.press("/")
    page.keyboard.type("mem-armenia-csto-2024")
    page.locator("#found li").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/memberships/mem-armenia-csto-2024/"))


def test_search_that_finds_nothing_says_so(page: Any, root: str) -> None:
    open_at(page, root, "")
    page.keyboard.press("/")
    page.keyboard.type("xqzv")
    page.locator("text=Nothing found").wait_for()
    assert page.locator("#found").is_hidden()
    page.click("h1")
    assert page.locator("#found-number").inner_text() == ""


def test_words_of_a_legend_stand_apart(page: Any, root: str) -> None:
    open_at(page, root, "")
    boxes = [word.bounding_box() for word in page.locator(".seats .role-legend-label text").all()]
    boxes.sort(key=lambda box: box["x"])
    assert len(boxes) > 1
    assert all(box["x"] + box["width"] + 10 < after["x"] for box, after in pairwise(boxes))


def test_filters_stay_in_the_address(page: Any, root: str) -> None:
    open_at(page, root, "timeline/")
    page.select_option("select[name=domain]", "military")
    page.select_option("select[name=actor]", "armenia")
    assert "domain=military" in page.url
    number = page.locator("[data-item]:not([hidden])").count()
    page.reload()
    page.wait_for_function("document.querySelector('output').textContent")
    assert page.locator("[data-item]:not([hidden])").count() == number > 0
    assert page.locator("[data-item]:visible:not([data-domain=military])").count() == 0
    page.click("button[type=reset]")
    page.wait_for_function("!location.search")


def test_years_unfold_for_what_is_looked_for(page: Any, root: str) -> None:
    open_at(page, root, "timeline/")
    year = page.locator("details", has=page.locator("#y2023"))
    number = int(year.locator("summary span").inner_text())
    assert page.locator("[data-item]:visible").count() == 0
    page.fill("input[name=words]", "september 2023")
    page.locator("[data-item]:visible").first.wait_for()
    shown = page.locator("[data-item]:visible")
    assert 10 < year.locator(shown).count() == int(year.locator("summary span").inner_text()) < number
    page.click("button[type=reset]")
    page.wait_for_function("!document.querySelector('details[open]')")
    assert int(year.locator("summary span").inner_text()) == number
    year.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("[data-item]:visible").count() == number
    page.goto("about:blank")
    page.goto(f"{root}timeline/index.html#y2008")
    assert page.locator("details[open] h2").all_inner_texts() == ["2008"]


def test_what_is_folded_is_printed(page: Any, root: str) -> None:
    for place in ("timeline/", "disagreements/"):
        open_at(page, root, place)
        page.emulate_media(media="print")
        folded = page.locator("details:not([open]) [data-item]:not([hidden])")
        assert folded.first.bounding_box()["height"] > 10
        assert page.locator(".filters:visible").count() == 0


def test_both_clocks_turn(page: Any, root: str) -> None:
    open_at(page, root, "actors/armenia/all/", "?on=2023-09-19")
    seat = page.locator("details:has(#seats) li:visible", has_text="Collective Security Treaty Organization")
    page.wait_for_function("document.querySelector('.clock output').textContent")
    assert seat.count() == 1
    assert "suspended" not in seat.inner_text()
    page.select_option("select[name=release]", "0.1.0")
    assert "release=0.1.0" in page.url
    assert page.locator("[data-item]:visible").count() > 0


def test_charts_are_drawn_in_the_colours_of_the_page(page: Any, root: str) -> None:
    for place in ("actors/armenia/", "timeline/", "map/"):
        open_at(page, root, place)
        page.locator(".canvas svg").first.wait_for()
    open_at(page, root, "dependencies/", "?dependent=georgia&indicator=remittance_value")
    page.locator(".canvas svg").first.wait_for()
    assert "var(--blue)" in page.locator(".canvas").inner_html()


def test_a_contested_claim_shows_both_sides(page: Any, root: str) -> None:
    open_at(page, root, "disagreements/", "?table=claims")
    page.wait_for_function("document.querySelector('output').textContent")
    said = page.locator("[data-item]:visible").first
    assert said.locator("a[href*='/actors/']").count() == 1
    said.locator("a[href*='/claims/']").click()
    assert page.locator(".against .source").count() > 0
    assert page.locator(".sides > div").count() == 2


def test_a_telephone_never_scrolls_sideways(browser: Any, built: Path) -> None:
    for place in EACH:
        opened = browser.new_page(viewport={"width": 360, "height": 740})
        open_at(opened, f"{built.as_uri()}/", place)
        assert opened.evaluate("document.documentElement.scrollWidth") <= 360, place
        opened.close()


def test_a_telephone_shows_what_there_is_before_all_of_it(browser: Any, built: Path) -> None:
    listed = (
        "timeline/",
        "claims/",
        "disagreements/",
        "actors/",
        "memberships/",
        "dependencies/",
        "names/",
        "sources/",
    )
    for place in (*listed, "actors/armenia/all/"):
        opened = browser.new_page(viewport={"width": 360, "height": 740})
        open_at(opened, f"{built.as_uri()}/", place)
        assert opened.evaluate("document.documentElement.scrollHeight") < 12 * 740, place
        opened.close()


def test_a_telephone_says_what_a_seat_is(browser: Any, built: Path) -> None:
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    open_at(opened, f"{built.as_uri()}/", "")
    seat = opened.locator(".seats li:visible", has_text="North Atlantic Treaty Organization")
    assert "partner since" in seat.inner_text()
    opened.close()


@pytest.mark.parametrize("folder", ["", "/record"])
@pytest.mark.parametrize("lost", ["/events/evt-none/index.html", "/claims/none.html", "/actors/armenia/al"])
def test_an_address_without_a_page_leads_back(browser: Any, built: Path, folder: str, lost: str) -> None:
    class Forge(Quiet):
        """Serves the pages below a folder, and for what is not there 404.html."""

        def translate_path(self, path: str) -> str:
            return super().translate_path(path.removeprefix(folder))

        def send_error(self, code: int, *_: Any) -> None:
            content = (built / "404.html").read_bytes()
            self.send_response(code)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Forge, directory=str(built))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        host = f"http://127.0.0.1:{server.server_port}"
        opened = browser.new_page()
        opened.goto(f"{host}{folder}{lost}")
        assert opened.locator("h1").inner_text() == "Nothing is here"
        assert opened.locator(".skip").evaluate("link => link.href") == f"{host}{folder}{lost}#main"
        opened.keyboard.press("/")
        opened.keyboard.type("mem-armenia-csto-2024")
        opened.locator("#found li").first.wait_for()
        opened.locator("text=the front page").click()
        opened.wait_for_url(f"{host}{folder}/index.html")
        opened.close()
        server.shutdown()


def test_pages_can_be_read_without_scripts(browser: Any, built: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    open_at(opened, f"{built.as_uri()}/", "timeline/")
    opened.locator("summary", has_text="2023").click()
    assert opened.locator("[data-item]:visible").count() > 150
    assert opened.locator("figure.chart").bounding_box()["height"] < 200
    open_at(opened, f"{built.as_uri()}/", "")
    assert opened.locator(".seats svg").is_visible()
    context.close()


def test_hostile_rows_do_nothing(small: Checkout, tmp_path: Path, browser: Any) -> None:
    small.edit("events", "evt-2020", title=HOSTILE, note="\u202emirrored")
    small.edit("actors", "russia", name=f"{HOSTILE}</title>")
    small.edit("sources", "src-a", url="javascript:alert(1)", title='"><svg onload=alert(1)>', publisher=HOSTILE)
    small.edit("memberships", "mem-armenia-csto", instrument=HOSTILE, note=HOSTILE)
    small.forget()
    assert ROWS["events"]
    site(tmp_path / "pages")
    for page in (tmp_path / "pages").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search("<script>document|<img src=x|<svg onload|\u202e", text), page
    said: list[str] = []

    def heard(dialog: Any) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    for place in ("", "events/evt-2020/", "actors/russia/", "sources/src-a/", "timeline/", "actors/"):
        opened = browser.new_page()
        opened.on("dialog", heard)
        open_at(opened, f"{(tmp_path / 'pages').as_uri()}/", place)
        opened.wait_for_timeout(200)
        assert opened.title() != "broken"
        assert opened.locator('a[href^="javascript"]').count() == 0
        assert "\u202e" not in opened.content()
        assert opened.locator("main img, main svg[onload]").count() == 0
        opened.close()
    assert not said


def test_a_choice_of_names_holds_on_every_page(page: Any, root: str) -> None:
    open_at(page, root, "names/")
    user = page.locator("select[name=names] option").nth(1).get_attribute("value")
    page.select_option("select[name=names]", user)
    page.wait_for_function("document.querySelector('[data-names] output').textContent.match(/^[1-9]/)")
    link = page.locator("a[title^='this record: ']").first
    actor, name = link.get_attribute("data-actor"), link.inner_text()
    used = cd.load("names").query("used_by == @user and actor_id == @actor", local_dict={"user": user, "actor": actor})
    assert name in set(used["name"])
    open_at(page, root, "timeline/")
    page.locator("[data-calling] button").click()
    assert page.locator("[data-calling]").is_hidden()
    open_at(page, root, "names/")
    assert page.locator(f"[data-item] > a[data-actor={actor}]").text_content() not in ("", name)


def test_a_point_of_the_map_opens_its_place(page: Any, root: str) -> None:
    open_at(page, root, "map/")
    points = page.locator(".canvas svg path[aria-roledescription=circle]")
    points.first.wait_for()
    points.last.click(force=True)
    page.wait_for_url("**/places/plc-*/index.html")


def test_columns_can_be_searched(page: Any, root: str) -> None:
    open_at(page, root, "codebook/", "?words=behalf")
    shown = page.locator("[data-item]:visible")
    assert "participants.on_behalf_of" in shown.evaluate_all("items => items.map(item => item.id)")
    assert shown.count() < 10
