from __future__ import annotations

import re
from typing import Any

import pytest

import caucasus_data as cd

ROWS = ["armenia", "csto"]
CITED = cd.cite(ROWS, version="0.1.0").statement
SHA = CITED.rpartition(":")[2]


@pytest.mark.parametrize(
    "statement",
    [
        CITED,
        f"as in\n({CITED}).",
        CITED.replace(SHA, SHA.upper()),
        CITED.replace("sha256", "SHA256"),
        CITED.replace(SHA, f"{SHA[:30]}\n{SHA[30:]}"),
        CITED.replace(SHA, f"{SHA[:30]}-\n    {SHA[30:]}"),
        CITED.replace(SHA, f"{SHA[:30]}\u00ad\n{SHA[30:50]}\u2010\n{SHA[50:]}"),
        CITED.replace(SHA, f"\n{SHA}"),
        CITED.replace("-", "\u2011"),
        CITED.replace("-", "\u2013"),
        CITED.replace("caucasus-", "caucasus-\n"),
        CITED.replace(" ", "\u00a0"),
        CITED.replace(SHA, "\u200b".join(SHA)),
        CITED.title(),
        f"\u2013 {CITED}",
        f"{CITED}. {CITED}",
        f"\u201c{CITED}\u201d",
    ],
)
def test_a_statement_is_read_however_it_was_set(statement: str) -> None:
    assert cd.verify(statement, ROWS), statement


@pytest.mark.parametrize(
    "statement",
    [
        f"my-{CITED}",
        f"my{CITED}",
        f"my-\n{CITED}",
        f"org/{CITED}",
        f"@{CITED}",
        f"за{CITED}",
        CITED.replace("data ", "data-extra "),
        CITED.replace("2", "٢"),
        CITED.replace("2 rows", "\u0662 rows"),
        CITED.replace("0.1.0", "0.1.\u0660"),
        CITED.replace("2 rows", f"{'2' * 1000} rows"),
        CITED.replace("0.1.0", "9" * 5000 + ".1.0"),
        CITED.replace("0.1.0", "0.1"),
        CITED[:-1],
        f"{CITED}0",
        f"{CITED}x",
        CITED.replace(SHA, SHA[:30] + "g" + SHA[31:]),
        CITED.replace("2 rows", "-2 rows"),
        CITED.replace("2 rows", "2.0 rows"),
        CITED.replace("0.1.0,", "0.1.0 as of 2023,"),
        "",
    ],
)
def test_what_is_no_statement_is_one_line_of_error(statement: str) -> None:
    (reason,) = cd.verify(statement, ROWS).reasons
    assert reason == "no statement of the form 'caucasus-data 0.1.0, 37 rows, sha256:…', where one is needed"


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (CITED.replace("2 rows", "3 rows"), "3 rows were cited, and this is 2"),
        (CITED.replace("2 rows", f"{'9' * 12} rows"), f"{'9' * 12} rows were cited, and this is 2"),
        (CITED.replace(SHA, "0" * 64), f"these are other rows of 0.1.0: sha256:{'0' * 64} was cited"),
        (CITED.replace("0.1.0", "0.1.1"), "unknown version '0.1.1': did you mean '0.1.0'"),
        (f"{CITED} {CITED.replace('2 rows', '3 rows')}", "several statements of the form"),
    ],
)
def test_why_not(statement: str, reason: str) -> None:
    (found,) = cd.verify(statement, ROWS).reasons
    assert found.startswith(reason)


def test_the_day_is_part_of_what_was_cited() -> None:
    then = cd.load("memberships", as_of="2023-09-19", version="0.2.0").query("organization_id == 'csto'")
    statement = cd.cite(then).statement
    assert statement.startswith(f"caucasus-data 0.2.0 as of 2023-09-19, {len(then)} rows, sha256:")
    assert cd.cite(then["membership_id"].to_list(), version="0.2.0").sha256 == statement.rpartition(":")[2]
    later = cd.load("memberships", as_of="2023-09-20", version="0.2.0").query("organization_id == 'csto'")
    assert cd.verify(statement, then)
    assert str(cd.verify(statement, later)) == "the rows were cited as of 2023-09-19, and these are as of 2023-09-20"
    whole = cd.cite(then["membership_id"].to_list(), version="0.2.0").statement
    assert str(cd.verify(whole, then)) == "the rows were cited as of no day, and these are as of 2023-09-19"
    both = cd.cite([then, later])
    assert both.days == ("2023-09-19", "2023-09-20")
    assert " as of 2023-09-19 and 2023-09-20, " in both.statement
    assert cd.verify(both.statement, [later, then])


def test_a_success_says_so_and_what_it_did_not_look_at() -> None:
    events = cd.load("events", version="0.2.0").head(3).assign(weather="fair")
    verification = cd.verify(cd.cite(events).statement, events)
    assert verification.own == ("weather",)
    said = "the rows are those that were cited; not of the dataset, and not compared: weather"
    assert str(verification) == said
    assert repr(verification) == f"<Verification passed: {said}>"
    assert verification._repr_html_() == f"<p><strong>✓</strong> {said}</p>"
    failed = cd.verify(CITED, ["armenia", "<script>alert(1)</script>"])
    assert repr(failed).startswith("<Verification failed: unknown row of 0.1.0 '<script>")
    assert "<script" not in failed._repr_html_()
    assert "&lt;script&gt;" in failed._repr_html_()


def test_a_citation_in_a_notebook_is_markup_of_ours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    citation = cd.cite("evt-2020-ceasefire-statement", version="0.2.0")
    shown: Any = citation._repr_html_()
    assert re.sub("<[^>]*>", "", shown).count("Retrieved ") == len(citation.sources)
    assert set(re.findall(r"<[a-z]+", shown)) == {"<p", "<ul", "<li", "<a"}
    evil = {"title": '<img src=x onerror="alert(1)">', "url": 'https://example.org/"><script>', "author": "<b>"}
    from caucasus_data.citing.reference import of_source

    source = citation.tables["events"].rows[0]
    row = dict(cd.cite(source["source_id"], version="0.2.0").tables["sources"].rows[0]) | evil
    entry = of_source(row, cd.cite(source["source_id"], version="0.2.0").tables["sources"].schema)
    spoilt: Any = cd.Citation("0.2.0", 1, citation.sha256, (entry,), citation.tables)
    assert set(re.findall(r"<[a-z]+", spoilt._repr_html_())) == {"<p", "<ul", "<li", "<a"}
    assert set(re.findall(r' [a-z]+="', spoilt._repr_html_())) == {' href="', ' rel="'}
