from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from operator import itemgetter
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation.finding import Finding
from tests.cases import CASES
from tests.conftest import Rows, read_csv, write_csv
from tests.held import news

Spoil = Callable[[Rows], object]


def judged(data: Path, table: str, spoil: Spoil) -> list[Finding]:
    rows = read_csv(data / f"{table}.csv")
    spoil(rows)
    write_csv(data / f"{table}.csv", rows)
    return news(cd.validate(data))


def first(rows: Rows, **cells: str) -> dict[str, str]:
    return next(r for r in rows if all(r[k] == v for k, v in cells.items()))


def test_clean_copy_has_no_faults(data: Path) -> None:
    assert news(cd.validate(data)) == []


@pytest.mark.parametrize(
    ("table", "spoil", "field", "rule"),
    [
        ("events", lambda rows: rows[0].update(title=""), "title", "required"),
        ("events", lambda rows: rows[0].update(source_id="src-nowhere"), "source_id", "reference"),
        ("events", lambda rows: rows[0].update(part_of="evt-nowhere"), "part_of", "reference"),
        ("events", lambda rows: rows[0].update(end_date="1066"), "end_date", "not-after"),
        ("citations", lambda rows: rows[0].update(row_id="evt-nowhere"), "row_id", "reference"),
        ("memberships", lambda rows: first(rows, type="office").update(role=""), "role", "required-when"),
        ("memberships", lambda rows: first(rows, type="full").update(role="Chair"), "role", "blank-unless"),
        ("dependencies", lambda rows: first(rows, indicator="gas_import_share").update(unit="usd_million"), "unit", "follows"),
        ("dependencies", lambda rows: first(rows, indicator="gas_import_share").update(value="187"), "value", "within"),
        ("claims", lambda rows: first(rows, type="forecast").update(criteria=""), "criteria", "required-when"),
        ("claims", lambda rows: first(rows, type="fact").update(likelihood="likely"), "likelihood", "blank-unless"),
        ("participants", lambda rows: rows.append({**rows[0], "actor_id": "nagorno-karabakh"}), "actor_id", "unfit-kind"),
        ("actors", lambda rows: rows.append(rows[-1]), "actor_id", "duplicate-key"),
    ],
)  # fmt: skip
def test_one_fault_gives_one_finding_at_its_place(data: Path, table: str, spoil: Spoil, field: str, rule: str) -> None:
    before = read_csv(data / f"{table}.csv")
    findings = judged(data, table, spoil)
    assert [(Path(f.path).name, f.field, f.rule) for f in findings] == [(f"{table}.csv", field, rule)]
    finding = findings[0]
    after = read_csv(data / f"{table}.csv")
    row = next(i for i in range(len(after)) if i >= len(before) or after[i] != before[i])
    assert finding.line == row + 2
    assert finding.column == list(after[0]).index(field) + 1
    assert finding.value == after[row][field]
    assert finding.message
    assert finding.expected


def test_reference_offers_the_nearest_id(data: Path) -> None:
    (finding,) = judged(data, "events", lambda rows: rows[0].update(place_id="plc-yerevna"))
    assert finding.message == "place_id names 'plc-yerevna', which is not in places"
    assert finding.hint == "did you mean 'plc-yerevan'?"


@pytest.mark.parametrize(
    ("table", "field", "named", "row_id"),
    [
        ("events", "place_id", "yerevan", "plc-yerevan"),
        ("memberships", "member_id", "Armenia", "armenia"),
        ("memberships", "member_id", "Армения", "armenia"),
        ("memberships", "member_id", "Hayasa", None),
    ],
)
def test_a_name_in_place_of_an_id_offers_the_id(
    data: Path, table: str, field: str, named: str, row_id: str | None
) -> None:
    def spoil(rows: Rows) -> None:
        rows[0][field] = named

    found = [f for f in judged(data, table, spoil) if f.field == field]
    assert {f.hint == f"did you mean '{row_id}'?" for f in found} == {row_id is not None}


def test_a_citation_of_the_rows_own_source(data: Path) -> None:
    event = read_csv(data / "events.csv")[0]
    cell = {
        "row_id": event["event_id"],
        "source_id": event["source_id"],
        "stance": "supports",
        "field": "",
        "locator": "",
        "note": "",
    }
    (finding,) = judged(data, "citations", lambda rows: rows.append(cell))
    assert finding.rule == "own-source"


@pytest.mark.parametrize("status", ["contradicted", "contested"])
def test_a_contradicted_claim_needs_its_contradiction(data: Path, status: str) -> None:
    cited = {c["row_id"] for c in read_csv(data / "citations.csv") if c["stance"] == "contradicts"}

    def spoil(rows: Rows) -> None:
        claim = next(
            r for r in rows if r["type"] == "fact" and r["claim_id"] not in cited and r["status"] == "supported"
        )
        claim["status"] = status

    (finding,) = judged(data, "claims", spoil)
    assert finding.rule == "uncited-contradiction"


def test_a_withdrawn_id_stays_out(data: Path) -> None:
    event = read_csv(data / "events.csv")[0]["event_id"]
    row = {
        "row_id": event,
        "table": "events",
        "withdrawn_in": "0.2.0",
        "replaced_by": "",
        "reason": "Twice.",
        "note": "",
    }
    gone = read_csv(data / "withdrawn.csv")
    write_csv(data / "withdrawn.csv", sorted([*gone, row], key=itemgetter("row_id")))
    assert [f.rule for f in cd.validate(data)] == ["withdrawn-id"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, []),
        ({"replaced_by": "evt-2020-gone-too"}, [("replaced_by", "reference")]),
        ({"table": "events"}, [("table", "prefixed")]),
        ({"withdrawn_in": "0.6.0"}, [("withdrawn_in", "withdrawn-release")]),
        ({"row_id": "src-off-enwikim-sargsyan-x"}, [("row_id", "vanished-id")]),
    ],
)
def test_what_is_withdrawn_was_released(tmp_path: Path, change: dict[str, str], found: list[tuple[str, str]]) -> None:
    rows = read_csv(storage.csv_path("withdrawn"))
    first(rows, row_id="src-off-enwikim-sargsyan").update(change)
    write_csv(tmp_path / "withdrawn.csv", rows)
    assert sorted((f.field, f.rule) for f in cd.validate(tmp_path)) == sorted(found)


def test_a_row_is_withdrawn_from_the_last_release(data: Path) -> None:
    gone = read_csv(data / "withdrawn.csv")
    row = {**gone[0], "row_id": unchanged("sources"), "table": "sources", "withdrawn_in": "99.0.0", "replaced_by": ""}
    write_csv(data / "withdrawn.csv", sorted([*gone, row], key=itemgetter("row_id")))
    sources = [r for r in read_csv(data / "sources.csv") if r["source_id"] != row["row_id"]]
    write_csv(data / "sources.csv", sources)
    assert {f.rule for f in cd.validate(data)} == {"reference"}
    row["withdrawn_in"] = "0.1.0"
    write_csv(data / "withdrawn.csv", sorted([*gone, row], key=itemgetter("row_id")))
    assert {f.rule for f in cd.validate(data)} == {"reference", "withdrawn-release"}


def test_a_folder_with_one_table_is_judged_against_the_packaged_rest(data: Path, tmp_path: Path) -> None:
    rows = read_csv(data / "participants.csv")
    rows[0]["actor_id"] = "nobody"
    write_csv(tmp_path / "participants.csv", rows)
    assert [f.rule for f in cd.validate(tmp_path)] == ["reference"]


def test_a_table_that_cannot_be_read_does_not_convict_the_others(data: Path) -> None:
    (data / "actors.csv").write_bytes(b"\xff\xfe")
    assert [(Path(f.path).name, f.rule) for f in cd.validate(data)] == [("actors.csv", "encoding")]


def test_a_hint_is_one_line_of_plain_characters(data: Path) -> None:
    from caucasus_data.validation.report.text import as_text

    findings = judged(data, "events", lambda rows: rows[0].update(title="a\x1b[31mb\nc"))
    assert [f.rule for f in findings] == ["invisible-character"]
    shown = as_text(findings)
    assert "\x1b" not in shown
    assert r"value: a\x1b[31mb\nc" in shown


def test_a_misnamed_file_is_not_passed_over(data: Path) -> None:
    (data / "events.csv").rename(data / "evnts.csv")
    (finding,) = cd.validate(data)
    assert (finding.rule, Path(finding.path).name) == ("unknown-table", "evnts.csv")
    assert finding.hint == "did you mean 'events.csv'?"


def test_a_released_row_that_is_gone_is_one_finding_however_many_rows_need_it(data: Path, tmp_path: Path) -> None:
    actors = read_csv(data / "actors.csv")
    write_csv(tmp_path / "actors.csv", [a for a in actors if a["actor_id"] != "armenia"])
    (finding,) = cd.validate(tmp_path)
    assert (finding.rule, finding.value, finding.line) == ("vanished-id", "armenia", 0)


def test_a_row_that_was_never_released_is_missed_where_it_is_needed(data: Path) -> None:
    (finding,) = judged(data, "participants", lambda rows: [r.update(actor_id="erewhon") for r in rows[:90:40]])
    assert (finding.rule, finding.value, finding.line) == ("reference", "erewhon", 2)
    assert finding.message.endswith("; so do 2 more cells")


def unchanged(table: str) -> str:
    """The id of a row that is as it was in the last release."""
    key, released = storage.key(table)[0], storage.rows(table, [*storage.releases()][-1])
    today = {row[key]: row for row in storage.rows(table)}
    return next(row[key] for row in released[4:] if row.items() <= today.get(row[key], {}).items())


def test_a_released_row_keeps_its_id(data: Path) -> None:
    released = unchanged("memberships")
    place = [row["membership_id"] for row in read_csv(data / "memberships.csv")].index(released)
    (finding,) = judged(data, "memberships", lambda rows: rows[place].update(membership_id=f"{released}-x"))
    assert (finding.rule, finding.line, finding.column) == ("vanished-id", place + 2, 1)
    assert (finding.value, finding.replacement) == (f"{released}-x", released)


def test_a_cell_that_is_no_id_is_not_looked_up_as_well(data: Path) -> None:
    (finding,) = judged(data, "events", lambda rows: rows[0].update(place_id="Plc-Armenia"))
    assert (finding.field, finding.rule) == ("place_id", "id")


def test_harmless_faults_of_a_file_do_not_hide_others(data: Path) -> None:
    (data / "notes.csv").write_text("x\n", encoding="utf-8")
    (data / "actors.csv").write_text(
        "\ufeff" + (data / "actors.csv").read_text(encoding="utf-8") + "\n", encoding="utf-8"
    )
    findings = judged(data, "events", lambda rows: rows[0].update(place_id="plc-nowhere"))
    assert {f.rule for f in findings} == {"unknown-table", "byte-order-mark", "blank-row", "reference"}


def test_a_citation_speaks_of_a_column_of_its_row(data: Path) -> None:
    event = next(c for c in read_csv(data / "citations.csv") if c["row_id"].startswith("evt-") and c["field"])
    (finding,) = judged(data, "citations", lambda rows: rows[rows.index(event)].update(field="start_dat"))
    assert (finding.field, finding.rule, finding.hint) == ("field", "cited-column", "did you mean 'start_date'?")


def test_what_only_looks_like_a_table_is_not_passed_over(data: Path) -> None:
    (data / "events.csv").unlink()
    (data / "events.csv").symlink_to(data / "nowhere")
    with pytest.raises(cd.UnreadableError, match=r"events\.csv: it is a link, and links are not followed"):
        cd.validate(data)
    (data / "events.csv").unlink()
    (data / "events.csv").mkdir()
    with pytest.raises(cd.UnreadableError, match=r"events\.csv: Is a directory"):
        cd.validate(data)
    (data / "events.csv").rmdir()
    (data / "EVENTS.CSV").write_text("x\n", encoding="utf-8")
    assert [f.rule for f in cd.validate(data)] == ["unknown-table"]


def test_new_rows_alone_are_judged_beside_the_packaged_ones(tmp_path: Path) -> None:
    event = read_csv(storage.csv_path("events"))[-1] | {"event_id": "evt-2026-new", "title": "New", "part_of": ""}
    event["credibility"] = "2"
    part = {"event_id": "evt-2026-new", "actor_id": "armenia", "role": "party", "on_behalf_of": "", "note": ""}
    write_csv(tmp_path / "events.csv", [event])
    write_csv(tmp_path / "participants.csv", [part])
    assert cd.validate(tmp_path) == []
    write_csv(tmp_path / "participants.csv", [part, part | {"actor_id": "erewhon"}])
    assert [(Path(f.path).parent, f.rule, f.value) for f in cd.validate(tmp_path)] == [
        (tmp_path, "reference", "erewhon")
    ]
    write_csv(tmp_path / "events.csv", [event | {"part_of": read_csv(storage.csv_path("events"))[9]["event_id"]}])
    assert {f.rule for f in cd.validate(tmp_path / "events.csv")} == {"no-participant", "outside-whole"}


def test_new_rows_alone_are_compared_with_the_packaged_ones(tmp_path: Path) -> None:
    events = read_csv(storage.csv_path("events"))
    old = next(row for row in events if row["type"] == "war")
    part = dict.fromkeys(TABLES["participants"].names, "")
    part |= {"event_id": "evt-2026-new", "actor_id": "armenia", "role": "party"}
    write_csv(tmp_path / "participants.csv", [part])
    write_csv(tmp_path / "events.csv", [old | {"event_id": "evt-2026-new"}])
    (finding,) = cd.validate(tmp_path)
    assert (finding.rule, finding.line) == ("same-fact", 2)
    line = events.index(old) + 2
    assert finding.message == f"the row says what line {line} of the packaged events.csv says already"
    write_csv(tmp_path / "events.csv", [old | {"title": "New"}, old | {"event_id": "evt-2026-new", "title": "Other"}])
    assert [(f.rule, f.line) for f in cd.validate(tmp_path)] == [("duplicate-key", 2)]
    spell = next(r for r in read_csv(storage.csv_path("memberships")) if r["start_date"] and not r["end_date"])
    write_csv(tmp_path / "memberships.csv", [spell | {"membership_id": "mem-new"}])
    assert "overlapping-spells" in {f.rule for f in cd.validate(tmp_path / "memberships.csv")}


@pytest.mark.parametrize("before", [True, False])
def test_a_row_that_has_an_identifier_of_another_is_told_that_it_names_nobody(tmp_path: Path, before: bool) -> None:
    shutil.copytree(CASES / "base", tmp_path, dirs_exist_ok=True)
    rows = read_csv(tmp_path / "identifiers.csv")
    owner = first(rows, scheme="wikidata")
    nobody = "a" if before else "zzz"
    write_csv(tmp_path / "identifiers.csv", sorted([*rows, {**owner, "row_id": nobody}], key=itemgetter("row_id")))
    found = {(f.row_id.split("/")[0], f.field) for f in cd.validate(tmp_path)}
    assert found == {(nobody, "row_id"), (owner["row_id"] if before else nobody, "value")}


@pytest.mark.parametrize(
    "name",
    ["Pashinyan, Nikol", "PASHINYAN Nikol", "Nikol Pashinian", "Níkol Pašhinyan", "Nikol Pashinyan (politician)"],
)
def test_an_actor_is_one_however_its_name_is_written(tmp_path: Path, name: str) -> None:
    shutil.copytree(CASES / "base", tmp_path, dirs_exist_ok=True)
    rows = read_csv(tmp_path / "actors.csv")
    other = first(rows, actor_id="pashinyan") | {"actor_id": "zz-nikol", "name": name}
    write_csv(tmp_path / "actors.csv", [*rows, other])
    found = [(f.rule, f.row_id, f.field) for f in cd.validate(tmp_path) if f.severity == "error"]
    assert found == ([] if "politician" in name else [("same-actor", "zz-nikol", "name")])


def test_a_file_that_was_cut_off_is_no_file_of_new_rows(data: Path, tmp_path: Path) -> None:
    write_csv(tmp_path / "sources.csv", read_csv(data / "sources.csv")[:100])
    (finding,) = cd.validate(tmp_path)
    assert (finding.rule, finding.line, Path(finding.path).name) == ("shrunk-table", 0, "sources.csv")


def test_an_event_is_not_later_than_the_day_on_which_its_only_source_was_read(data: Path) -> None:
    sources = {
        r["source_id"] for r in read_csv(data / "sources.csv") if not r["published"] and r["accessed"] < "2026-11-29"
    }
    cited = {r["row_id"] for r in read_csv(data / "citations.csv")}

    def spoil(rows: Rows) -> None:
        event = next(r for r in rows if r["source_id"] in sources and r["event_id"] not in cited)
        event.update(start_date="2026-11-29", end_date="", part_of="")

    assert "before-report" in {f.rule for f in judged(data, "events", spoil)}


def _moved(url: str, rows: Rows) -> None:
    rows[-1].update(url=url)


def test_a_page_is_one_source_however_its_address_is_written(data: Path) -> None:
    url = next(r["url"] for r in read_csv(data / "sources.csv") if "?" not in r["url"])
    bare = url.partition("://")[2].removeprefix("www.").rstrip("/")
    for other in (
        f"http://{bare}/",
        f"https://www.{bare}#top",
        f"https://{bare}/?utm_source=x",
        f"https://{bare}?fbclid=1",
    ):
        (finding,) = (f for f in judged(data, "sources", partial(_moved, other)) if f.rule == "same-source")
        assert finding.value == other


def test_an_empty_path_is_not_the_folder_where_one_happens_to_be() -> None:
    with pytest.raises(cd.UnreadableError, match="a path is empty"):
        cd.validate("")


def test_a_repaired_id_is_repaired_wherever_it_is_named(data: Path) -> None:
    from caucasus_data.cli import main

    name = unchanged("memberships")
    for path in data.glob("*.csv"):
        rows = [{c: f"{name}-x" if v == name else v for c, v in row.items()} for row in read_csv(path)]
        if rows:
            write_csv(path, rows)
    assert main(["fix", "--yes", str(data)]) == 0
    assert news(cd.validate(data)) == []
