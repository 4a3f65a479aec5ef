from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from xml.etree import ElementTree

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

from caucasus_data.support.plain_text import printable
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report.github import as_github
from caucasus_data.validation.report.html import as_html
from caucasus_data.validation.report.json import as_json
from caucasus_data.validation.report.markdown import as_markdown
from caucasus_data.validation.report.sarif import as_sarif
from caucasus_data.validation.report.text import as_text

FINDING = Finding(
    path="events.csv", line=4, column=5, field="type", row_id="evt-a", value="wer", rule="vocabulary", severity="error",
    message="type is not in the vocabulary event_type", expected="one of war, clash", hint="did you mean 'war'?",
)  # fmt: skip


def test_text() -> None:
    assert as_text([FINDING]) == (
        "events.csv:4:5: error: type is not in the vocabulary event_type [vocabulary]\n"
        "    value: wer\n"
        "    expected: one of war, clash\n"
        "    hint: did you mean 'war'?\n"
        "1 fault found"
    )
    assert "value: " + "x" * 200 + "… (5000 characters)\n" in as_text([replace(FINDING, value="x" * 5000)])
    assert as_text([]) == "no faults found"
    assert as_text([FINDING, FINDING]).endswith("2 faults found")


def test_json() -> None:
    assert json.loads(as_json([FINDING])) == {
        "summary": {"findings": 1, "errors": 1, "warnings": 0, "rules": {"vocabulary": 1}},
        "findings": [
            {
                "path": "events.csv", "line": 4, "column": 5, "field": "type", "row_id": "evt-a", "value": "wer",
                "rule": "vocabulary", "severity": "error", "message": "type is not in the vocabulary event_type",
                "expected": "one of war, clash", "hint": "did you mean 'war'?", "replacement": None,
            }
        ],
    }  # fmt: skip


def test_what_steers_a_terminal_is_spelled_out_and_letters_are_not() -> None:
    assert printable("Հայաստան \u202e\x1b[0m\u2028") == r"Հայաստան \u202e\x1b[0m\u2028"
    assert "Հայաստան" in as_json([replace(FINDING, value="Հայաստան")])


WARNING = replace(FINDING, line=0, rule="unused-source", severity="warning", hint="", value="", field="", row_id="")


def test_github_annotates_the_first_of_each_severity_and_counts_the_rest() -> None:
    lines = as_github([FINDING] * 12 + [WARNING] * 11).split("\n")
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert lines[0] == (
        "::error file=events.csv,line=4,title=vocabulary::evt-a: type is not in the vocabulary event_type. "
        "Expected: one of war, clash. did you mean 'war'?"
    )
    assert lines[10].startswith("::warning file=events.csv,title=unused-source::")
    assert lines[-1].endswith("::3 more findings in the summary of this job")
    assert as_github([]) == ""


def test_no_cell_can_issue_a_command_or_break_out_of_a_table() -> None:
    hostile = "x\n::set-output name=a::b\r%0A|<script>`@everyone`\x1b[31m"
    evil = replace(FINDING, path=f"a,b:{hostile}", message=hostile, row_id=hostile, value=hostile, hint=hostile)
    assert as_github([evil]).count("\n") == 0
    assert r"\n::set-output" in as_github([evil])
    assert "%250A" in as_github([evil])
    row = as_markdown([evil]).split("\n")[-1]
    assert row.count("|") == 6
    assert "\x1b" not in row


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x</script>",
        "**x** _y_ ~~z~~",
        "![x](http://a.org/b.png)",
        "[x](http://a.org)",
        "`x",
        "x\\",
        "a|b",
        "&lt;",
        "$x$",
    ],
)
def test_markdown_shows_what_stands_in_a_cell_and_no_more(hostile: str) -> None:
    evil = replace(FINDING, field=hostile, message=hostile, value=hostile, hint=hostile)
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    row = parser.render(as_markdown([evil])).split("<tbody>")[1]
    cells = [re.sub("</?code>|\u200b", "", cell) for cell in re.findall("<td>(.*)</td>", row)]
    shown = html.escape(printable(hostile), quote=False)
    assert cells == ["4", shown, shown, f"{shown} (vocabulary)", shown]


CALLS = [
    "@everyone", "@org/team", "see #1", "GH-12", "gh-7", "owner/repo#3", "owner/repo@0a1b2c3d4e5f", "http://a.org/b", "https://a.org",
    "www.a.org", "WWW.a.org", "a.b@c.org", "mailto:a@b.org", "ftp://a.org", "0123456789abcdef0123456789abcdef01234567", "deadbeef",
    ":tada: :+1:", "<http://a.org>", "xmpp:a@b.org/c",
]  # fmt: skip


@pytest.mark.parametrize("calling", CALLS)
def test_nobody_is_called_and_nothing_linked_by_what_stands_in_a_cell(calling: str) -> None:
    evil = replace(FINDING, path=calling, field=calling, value=calling, message=calling, hint=calling)
    shown = cmarkgfm.github_flavored_markdown_to_html(as_markdown([evil]), Options.CMARK_OPT_UNSAFE)
    assert "<a" not in shown
    beside_code = html.unescape(re.sub("<code>.*?</code>", "", re.sub("<!-- -->", "", shown)))
    for seen in (r"@\w", r"#\d", r"(?i)\bgh-\d", r"\b[0-9a-f]{7,40}\b", "://", r"(?i)www\.", r":[\w+-]+:"):
        assert not re.search(seen, re.sub("<[^>]*>", "", beside_code)), seen
    copied = re.findall("<code>(.*?)</code>", shown)[0].replace("<!-- -->", "")
    assert html.unescape(copied) == calling


def test_html_shows_the_row_and_both_cells_and_nothing_else() -> None:
    row = {"event_id": "evt-a", "title": "War & <peace>", "note": "", "type": "wer"}
    page = as_html([replace(FINDING, replacement="war", row=row), WARNING])
    assert "<h1>1 fault found, and 1 warning</h1>" in page
    assert "<tr><th>event_id</th><th>title</th><th>type</th></tr>" in page
    assert '<td dir="auto">War &amp; &lt;peace&gt;</td>' in page
    assert "<mark>wer</mark>" in page
    assert '<td dir="auto" class="stands">wer</td><td dir="auto" class="meant">war</td>' in page
    assert "default-src 'none'" in page
    assert not re.search(r"<script|<img|<link|src=|\son[a-z]+=", page)
    assert "no faults found" in as_html([]).lower()


def test_html_is_well_formed_whatever_stands_in_a_cell() -> None:
    hostile = "</td></table><script>alert(1)</script><!-- \" ' & \x1b[31m \u202e"
    evil = replace(
        FINDING,
        path=hostile,
        field=hostile,
        row_id=hostile,
        value=hostile,
        message=hostile,
        hint=hostile,
        replacement=hostile,
        row={hostile: hostile},
    )
    page = as_html([evil] * 3)
    ElementTree.fromstring(re.sub("<meta[^>]*>", "", page).partition("\n")[2])  # noqa: S314  our own text
    assert "<script" not in page
    assert not {"\x1b", "\u202e"}.intersection(page)


def test_html_stays_short() -> None:
    assert as_html([FINDING] * 2100).count("<article") == 2000
    assert "… and 100 more findings." in as_html([FINDING] * 2100)


def test_markdown_counts_and_stays_short() -> None:
    shown = as_markdown([FINDING] * 500 + [WARNING])
    assert shown.startswith("### 500 faults found, and 1 warning\n")
    assert shown.count("| 4 | type |") == 200
    assert shown.endswith("… and 301 more.")
    assert as_markdown([]) == "### No faults found"


def test_sarif() -> None:
    (run,) = json.loads(as_sarif([FINDING, replace(WARNING, replacement="x")]))["runs"]
    assert [r["id"] for r in run["tool"]["driver"]["rules"]] == ["unused-source", "vocabulary"]
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("vocabulary", 1, "error")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "events.csv"}, "region": {"startLine": 4}}
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert second["properties"]["replacement"] == "x"
