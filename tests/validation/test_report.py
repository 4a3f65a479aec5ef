from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from caucasus_data.support.plain_text import printable
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report import as_github, as_json, as_markdown, as_sarif, as_text

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
    cells = [re.sub("</?code>", "", cell) for cell in re.findall("<td>(.*)</td>", row)]
    shown = html.escape(printable(hostile), quote=False)
    assert cells == ["4", shown, shown, f"{shown} (vocabulary)", shown]


def test_nobody_is_called_and_nothing_linked_by_what_stands_in_a_cell() -> None:
    shown = MarkdownIt("commonmark").enable("table").render(as_markdown([replace(FINDING, hint="@all see #1")]))
    assert "@\u200ball see #\u200b1" in shown


def test_markdown_counts_and_stays_short() -> None:
    shown = as_markdown([FINDING] * 500 + [WARNING])
    assert shown.startswith("### 500 faults and 1 warning found\n")
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
