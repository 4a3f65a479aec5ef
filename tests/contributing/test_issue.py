"""Forms that somebody filled in on the web, as rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_data.cli import main
from caucasus_data.contributing.canonical import written
from caucasus_data.contributing.issue import propose, read
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.forms import CORRECTION, FORMS, PARTICIPANTS
from caucasus_data.model.tables import TABLES
from caucasus_data.support.writing import write_all
from tests.checkout import ROWS
from tests.conftest import read_csv

SOURCE = {
    "sources: title": "A report",
    "sources: publisher": "Press",
    "sources: url": "https://example.org/report",
    "sources: language": "en",
    "sources: type": "news",
}
EVENT = SOURCE | {
    "events: title": "Something happens",
    "events: start_date": "2024-06-12",
    "events: type": "meeting",
    "events: credibility": "2",
}
CLAIM = SOURCE | {
    "claims: text": "Armenia stays.",
    "claims: type": "fact",
    "claims: claimant_id": "armenia",
    "claims: made_on": "2024",
    "claims: topic": "csto",
    "claims: status": "unreviewed",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in ROWS.items():
        blank = dict.fromkeys(TABLES[name].names, "")
        (tmp_path / f"{name}.csv").write_bytes(written(TABLES[name], [blank | row for row in rows]))
    return tmp_path


def body(form: str, answers: dict[str, str]) -> str:
    asked = [a.heading for a in FORMS[form].answers] + [PARTICIPANTS] if form in FORMS else [*CORRECTION, "source"]
    return "\r\n\r\n".join(f"### {heading}\r\n\r\n{answers.get(heading, '_No response_')}" for heading in asked)


def test_a_new_event_comes_with_its_source_and_who_took_part(folder: Path) -> None:
    parts = "armenia party\n\nrussia  host armenia\n"
    proposed = propose(body("new-event", EVENT | {PARTICIPANTS: parts}), folder, "2026-11-29")
    assert (proposed.row_id, [f for f in proposed.findings if f.severity == "error"]) == (
        "evt-2024-something-happens",
        [],
    )
    write_all(proposed.files)
    (event,) = (row for row in read_csv(folder / "events.csv") if row["event_id"] == proposed.row_id)
    assert (event["title"], event["source_id"]) == ("Something happens", "src-press-report")
    (source,) = (row for row in read_csv(folder / "sources.csv") if row["source_id"] == "src-press-report")
    assert (source["accessed"], source["reliability"]) == ("2026-11-29", "F")
    took_part = [row for row in read_csv(folder / "participants.csv") if row["event_id"] == proposed.row_id]
    assert [(p["actor_id"], p["role"], p["on_behalf_of"]) for p in took_part] == [
        ("armenia", "party", ""),
        ("russia", "host", "armenia"),
    ]


def test_a_source_that_is_there_is_named_and_an_id_that_is_taken_is_not(folder: Path) -> None:
    told = EVENT | {"sources: url": "https://example.org/a?utm_source=x", "events: title": "A meeting"}
    write_all(propose(body("new-event", told), folder, "2026-11-29").files)
    again = propose(body("new-event", told | {"events: start_date": "2024-07"}), folder, "2026-11-29")
    assert again.row_id == "evt-2024-meeting-2"
    assert {path.name for path in again.files} == {"events.csv"}
    assert b"evt-2024-meeting-2,A meeting,2024-07,,meeting,,,,,,2,src-a," in next(iter(again.files.values())).after


@pytest.mark.parametrize(
    "address", ["http://www.example.org/a", "https://example.org/a/#top", "https://example.org/a?fbclid=1"]
)
def test_a_source_is_known_however_its_address_is_written(folder: Path, address: str) -> None:
    proposed = propose(body("new-event", EVENT | {"sources: url": address}), folder, "2026-11-29")
    assert {path.name for path in proposed.files} == {"events.csv"}


def test_a_new_claim_is_a_row_too(folder: Path) -> None:
    proposed = propose(body("new-claim", CLAIM), folder, "2026-11-29")
    assert (proposed.row_id, len(proposed.files)) == ("clm-armenia-2024-armenia-stays", 2)


def test_faults_are_told_and_nothing_is_handed_on(folder: Path) -> None:
    proposed = propose(body("new-event", EVENT | {"events: type": "meating"}), folder, "2026-11-29")
    assert proposed.files == {}
    assert [(f.field, f.value, "meeting" in f.hint) for f in proposed.findings] == [("type", "meating", True)]


def test_a_wrong_cell_is_mended_and_the_row_is_to_be_read_again(folder: Path) -> None:
    told = {"row": "evt-2020", "column": "title", "value": "Said\nin other words"}
    proposed = propose(body("wrong-row", told), folder, "2026-11-29")
    (rewriting,) = proposed.files.values()
    assert b"evt-2020,Said in other words,2020," in rewriting.after


@pytest.mark.parametrize(
    ("form", "answers", "said"),
    [
        ("wrong-row", {"row": "evt-2019", "column": "title"}, "unknown row 'evt-2019'.*evt-2020"),
        ("wrong-row", {"row": "evt-2020", "column": "titel"}, "unknown column 'titel'.*title"),
        ("wrong-row", {"row": "evt-2020", "column": "event_id", "value": "evt-x"}, "never renamed"),
        ("wrong-row", {"row": "evt-2020", "column": "end_date"}, "end_date of evt-2020 holds '' already"),
        ("new-event", EVENT | {PARTICIPANTS: "armenia"}, "participants: 'armenia' is not an actor, its role"),
        ("new-event", EVENT | {"events: note": "x" * 70_000}, "the form has .* no row needs more"),
    ],
)
def test_what_cannot_be_meant_is_refused(folder: Path, form: str, answers: dict[str, str], said: str) -> None:
    with pytest.raises(CaucasusDataError, match=said):
        propose(body(form, answers), folder, "2026-11-29")


def test_the_day_of_a_second_reading_stays_where_it_is_what_was_mended(folder: Path) -> None:
    told = {"row": "evt-2020", "column": "reviewed", "value": "2026-11-28"}
    (rewriting,) = propose(body("wrong-row", told), folder, "2026-11-29").files.values()
    assert b",2026-11-28," in rewriting.after


def test_a_heading_that_was_lost_is_named(folder: Path) -> None:
    form = body("new-event", EVENT).replace("### events: type", "### type")
    with pytest.raises(CaucasusDataError, match="the heading 'events: type' is not there"):
        propose(form, folder, "2026-11-29")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_mark_that_editors_put_before_a_text_is_no_part_of_a_form(
    folder: Path, tmp_path: Path, mark: bytes
) -> None:
    form = body("wrong-row", {"row": "evt-2020", "column": "title", "value": "In other words"})
    (tmp_path / "form.md").write_bytes(mark + form.encode())
    assert main(["issue", str(tmp_path / "form.md"), "--into", str(folder)]) == 0
    assert b"In other words" in (folder / "events.csv").read_bytes()


def test_another_text_is_no_form(folder: Path) -> None:
    with pytest.raises(CaucasusDataError, match="the headings of no form"):
        propose("### row\n\nevt-2020", folder, "2026-11-29")


def test_an_answer_cannot_pose_as_another() -> None:
    told = read("### row\n\nevt-1\n\n### column\n\ntitle\n\n### value\n\nx\n\n### row\n\nevt-2", CORRECTION)
    assert told == {"row": "evt-1", "column": "title", "value": "x\n\n### row\n\nevt-2"}
