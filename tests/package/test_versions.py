from __future__ import annotations

import copy
import hashlib
import io
import json
import zipfile
from collections.abc import Callable

import pandas as pd
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.loading.sources import sources_of
from caucasus_data.package import storage, versions
from tests.checkout import ROOT, Checkout


@pytest.mark.parametrize("version", storage.releases())
def test_what_was_released_is_never_changed(version: str) -> None:
    content = (ROOT / storage.RELEASES / f"{version}.zip").read_bytes()
    assert hashlib.sha256(content).hexdigest() == storage.releases()[version]
    for table in storage.package(version)["resources"]:
        assert cd.load(table["name"], version=version) is not None


def test_every_archive_has_its_checksum() -> None:
    archives = {path.name for path in (ROOT / storage.RELEASES).glob("*")} - {"SHA256SUMS"}
    assert archives == {f"{version}.zip" for version in storage.releases()}


def test_without_releases_there_are_no_versions(small: Checkout) -> None:
    listed = cd.versions()
    assert len(listed) == 0
    assert dict(listed.dtypes.astype("str")) == {
        "version": "str", "released": "datetime64[s]", "rows": "int64", "sha256": "str", "summary": "str",
    }  # fmt: skip
    with pytest.raises(cd.UnknownValueError, match=r"unknown version '0\.1\.0': there is none yet"):
        cd.load("events", version="0.1.0")


def test_versions_lists_releases_in_order(small: Checkout) -> None:
    small.release("0.1.0")
    small.edit("events", "evt-2022", title="Something else happens in 2022")
    small.edit("events", "evt-2023")
    small.release("0.9.0")
    small.edit("events", "evt-2024")
    small.release("0.10.0")
    listed = cd.versions()
    assert listed["version"].to_list() == ["0.1.0", "0.9.0", "0.10.0"]
    assert listed["rows"].to_list() == [14, 15, 16]
    assert set(listed["released"]) == {pd.Timestamp("2027-01-31")}
    assert listed["sha256"].to_list() == list(storage.releases().values())
    assert listed["summary"].to_list() == [
        "14 rows added, 13 tables added",
        "1 row added, 1 row changed",
        "1 row added",
    ]


def test_a_release_stays_as_it_was(small: Checkout) -> None:
    small.release("0.1.0")
    before = {table: cd.load(table) for table in cd.tables()}
    small.edit("events", "evt-2020", title="Rewritten")
    small.remove("memberships", "mem-armenia-csto", withdrawn_in="0.2.0", reason="Wrong.")
    small.release("0.2.0")
    for table, frame in before.items():
        pd.testing.assert_frame_equal(cd.load(table, version="0.1.0"), frame)
        pd.testing.assert_frame_equal(cd.load(table, version="0.2.0"), cd.load(table))
    assert cd.load("events")["title"][0] == "Rewritten"
    assert cd.load("memberships", actor="armenia", version="0.1.0").shape[0] == 1
    assert cd.load("events", where={"title": "Something happens in 2020"}, until="2020", version="0.1.0").shape[0] == 1
    assert len(sources_of("memberships", before["memberships"], "0.1.0")) == 1


def test_a_release_is_read_with_its_own_schema(small: Checkout) -> None:
    small.release("0.1.0")
    path = small.path("schemas/events.schema.json")
    schema = json.loads(path.read_text(encoding="utf-8"))
    schema["fields"].insert(
        1, {"name": "weather", "type": "string", "categories": [{"value": "rain", "label": "Rain."}]}
    )
    path.write_text(json.dumps(schema), encoding="utf-8")
    small.write("events", [{"event_id": row["event_id"], "weather": "rain"} | row for row in small.rows("events")])
    small.forget()
    assert cd.load("events")["weather"].to_list() == ["rain"] * 3
    frozen = cd.load("events", version="0.1.0")
    assert "weather" not in frozen
    assert frozen["event_id"].to_list() == ["evt-2020", "evt-2021", "evt-2022"]
    changed = cd.diff("0.1.0")
    assert changed["change"].value_counts()[["column added", "changed"]].to_list() == [1, 3]


def test_a_table_that_a_release_lacks_is_unknown_there(small: Checkout) -> None:
    small.release("0.1.0")
    with pytest.raises(cd.UnknownValueError, match="unknown table 'evnts': did you mean 'events'"):
        cd.load("evnts", version="0.1.0")  # type: ignore[arg-type]


def test_an_unknown_version_names_those_that_exist(small: Checkout) -> None:
    small.release("0.1.0")
    with pytest.raises(cd.UnknownValueError, match=r"unknown version 'first': it is one of 0\.1\.0"):
        cd.load("events", version="first")
    with pytest.raises(cd.UnknownValueError, match=r"unknown version '0\.1\.1': did you mean '0\.1\.0'"):
        cd.load("events", version="0.1.1")


def test_a_release_changed_by_one_byte_is_refused(small: Checkout) -> None:
    small.release("0.1.0")
    archive = small.path("data/releases/0.1.0.zip")
    content = archive.read_bytes()
    for place in (0, len(content) // 2, len(content) - 1):
        archive.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(
            cd.AlteredReleaseError, match=r"release 0\.1\.0 was altered: .* install caucasus-data again"
        ) as e:
            cd.load("events", version="0.1.0")
        assert e.value.expected == hashlib.sha256(content).hexdigest()
        assert str(copy.copy(e.value)) == str(e.value)
    archive.unlink()
    with pytest.raises(cd.UnreadableError, match=r"cannot read release 0\.1\.0 in .*0\.1\.0\.zip: No such file"):
        cd.load("events", version="0.1.0")


def summed(small: Checkout, **archives: bytes) -> None:
    """Put archives in the place of releases, each with the checksum that it has."""
    lines = []
    for version, content in archives.items():
        small.path(f"data/releases/{version}.zip").write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {version}.zip\n")
    small.path(storage.CHECKSUMS).write_text("".join(lines), encoding="utf-8")
    small.forget()


def zipped(**members: bytes | None) -> bytes:
    """An archive with the files of the newest release, but for some."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(ROOT / storage.RELEASES / "0.2.0.zip") as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            content = members.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def test_the_release_inside_an_archive_is_the_one_that_was_asked_for(small: Checkout) -> None:
    one, two = ((ROOT / storage.RELEASES / f"{version}.zip").read_bytes() for version in ("0.1.0", "0.2.0"))
    small.path(storage.RELEASES).mkdir()
    summed(small, **{"0.1.0": two, "0.2.0": one})
    for version, other in (("0.1.0", "0.2.0"), ("0.2.0", "0.1.0")):
        with pytest.raises(
            cd.UnreadableError, match=rf"{version}\.zip is release '{other}', and not {version}; install"
        ):
            cd.load("events", version=version)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (lambda: b"no zip", r"0\.2\.0\.zip is no zip that can be read: File is not a zip file; install"),
        (lambda: zipped()[:-30], r"0\.2\.0\.zip is no zip that can be read: "),
        (
            lambda: zipped().replace(b"mem-armenia-csto-2003", b"mem-armenia-csto-2004"),
            "no zip that can be read: Bad CRC-32 for file",
        ),
        (lambda: zipped(**{"data/events.csv": None}), r"data/events\.csv in .*0\.2\.0\.zip is not whole; install"),
        (lambda: zipped(**{"datapackage.json": None}), r"datapackage\.json in .* is not whole"),
        (lambda: zipped(**{"datapackage.json": b"{}"}), r"datapackage\.json in .* is not whole"),
        (lambda: zipped(**{"datapackage.json": b"[1]"}), r"datapackage\.json in .* cannot be read: "),
        (lambda: zipped(**{"datapackage.json": b"{"}), r"datapackage\.json in .* cannot be read: "),
        (
            lambda: zipped(**{"schemas/events.schema.json": b"\xff"}),
            r"schemas/events\.schema\.json in .* cannot be read: ",
        ),
        (lambda: zipped(**{"data/events.csv": b"\xff\xfe"}), r"data/events\.csv in .* cannot be read: 'utf-8' codec"),
        (
            lambda: zipped(**{"data/actors.csv": b"actor_id\n\0\n"}),
            r"data/actors\.csv in .* cannot be read: it holds bytes",
        ),
    ],
)
def test_an_archive_that_is_not_whole_is_one_line(
    small: Checkout, content: Callable[[], bytes], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    small.path(storage.RELEASES).mkdir()
    summed(small, **{"0.1.0": (ROOT / storage.RELEASES / "0.1.0.zip").read_bytes(), "0.2.0": content()})
    with pytest.raises(cd.UnreadableError, match=why) as told:
        cd.load("events", version="0.2.0")
    assert "\n" not in str(told.value)
    assert main(["show", "names", "--version", "0.2.0"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert len(cd.load("events", version="0.1.0"))


@pytest.mark.parametrize(
    "line", [b"x", b"0" * 63 + b"  0.2.0.zip", b"\xff\xfe\0", b"{good}  0..2.zip", b"<<<<<<< HEAD\n{good}  0.2.0.zip"]
)
def test_a_broken_line_costs_its_release_and_no_other(small: Checkout, line: bytes) -> None:
    small.path(storage.RELEASES).mkdir()
    archives = {v: (ROOT / storage.RELEASES / f"{v}.zip").read_bytes() for v in ("0.1.0", "0.2.0")}
    summed(small, **archives)
    first, second = small.path(storage.CHECKSUMS).read_bytes().splitlines()
    broken = line.replace(b"{good}", second[:64])
    small.path(storage.CHECKSUMS).write_bytes(first + b"\r\n" + broken + b"\n")
    small.forget()
    assert len(cd.load("events", version="0.1.0"))
    assert storage.broken_sums()
    if second in broken:
        assert cd.versions()["version"].to_list() == ["0.1.0", "0.2.0"]
    else:
        assert cd.versions()["version"].to_list() == ["0.1.0"]
        with pytest.raises(cd.UnreadableError, match=r"release 0\.2\.0 has no line in .*SHA256SUMS that can be read"):
            cd.load("events", version="0.2.0")


def test_two_sums_of_one_release_are_none(small: Checkout) -> None:
    small.release("0.1.0")
    sums = small.path(storage.CHECKSUMS)
    sums.write_text(sums.read_text(encoding="utf-8") + f"{'0' * 64}  0.1.0.zip\n", encoding="utf-8")
    small.forget()
    with pytest.raises(cd.UnreadableError, match=r"release 0\.1\.0 has no line"):
        cd.load("events", version="0.1.0")
    assert len(storage.broken_sums()) == 2


def test_a_release_is_verified_once_and_then_remembered(small: Checkout) -> None:
    small.release("0.1.0")
    cd.load("events", version="0.1.0")
    small.path("data/releases/0.1.0.zip").unlink()
    assert len(cd.load("actors", version="0.1.0")) == 3


def test_history_tells_a_life(
    small: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small.release("0.1.0")
    small.edit("events", "evt-2022", title="Retold", note="Goris")
    small.release("0.1.1")
    small.edit("events", "evt-2022-b", title="Entered again")
    small.release("0.2.0")
    small.remove("events", "evt-2022", withdrawn_in="0.3.0", reason="Entered twice.", replaced_by="evt-2022-b")
    small.release("0.3.0")
    small.edit("events", "evt-2022-b", note="Kapan")
    told = cd.history("evt-2022")
    assert told.drop(columns="released").astype("object").where(told.notna(), "").to_numpy().tolist() == [
        ["0.1.0", "evt-2022", "added", "", "", ""],
        ["0.1.1", "evt-2022", "changed", "title", "Something happens in 2022", "Retold"],
        ["0.1.1", "evt-2022", "changed", "note", "", "Goris"],
        ["0.2.0", "evt-2022-b", "added", "", "", ""],
        ["0.3.0", "evt-2022", "removed", "", "", ""],
        ["0.3.0", "evt-2022", "withdrawn", "reason", "", "Entered twice."],
        ["0.3.0", "evt-2022", "withdrawn", "replaced_by", "", "evt-2022-b"],
        ["today", "evt-2022-b", "changed", "note", "Goris", "Kapan"],
    ]
    assert told["released"].isna().to_list() == [False] * 7 + [True]
    assert set(cd.history("evt-2022-b")["row_id"]) == {"evt-2022", "evt-2022-b"}
    monkeypatch.setenv("COLUMNS", "160")
    assert main(["history", "evt-2022"]) == 0
    assert "Entered twice." in capsys.readouterr().out


def test_history_follows_renames_both_ways_with_what_changed_in_them(small: Checkout) -> None:
    small.release("0.1.0")
    for old, new, version, title in (("2022", "b", "0.2.0", "Goris"), ("b", "c", "0.3.0", "Kapan")):
        small.edit("events", f"evt-{new}", title=title, start_date="2022", credibility="2")
        for row in small.rows("withdrawn"):
            small.edit("withdrawn", row["row_id"], replaced_by=f"evt-{new}")
        small.remove("events", f"evt-{old}", withdrawn_in=version, reason="Renamed.", replaced_by=f"evt-{new}")
        small.release(version)
    told = cd.history("evt-b")
    for row_id in ("evt-2022", "evt-c"):
        pd.testing.assert_frame_equal(cd.history(row_id), told)
    brief = told[told["change"] != "withdrawn"][["version", "row_id", "change", "column", "old", "new"]]
    assert brief.astype("object").where(brief.notna(), "").to_numpy().tolist() == [
        ["0.1.0", "evt-2022", "added", "", "", ""],
        ["0.2.0", "evt-2022", "removed", "", "", ""],
        ["0.2.0", "evt-b", "added", "", "", ""],
        ["0.2.0", "evt-b", "changed", "title", "Something happens in 2022", "Goris"],
        ["0.3.0", "evt-2022", "changed", "replaced_by", "evt-b", "evt-c"],
        ["0.3.0", "evt-b", "removed", "", "", ""],
        ["0.3.0", "evt-c", "added", "", "", ""],
        ["0.3.0", "evt-c", "changed", "title", "Goris", "Kapan"],
    ]


def test_history_of_ids_that_stand_for_each_other_comes_to_an_end(small: Checkout) -> None:
    small.edit("withdrawn", "evt-a", table="events", withdrawn_in="0.1.0", reason="Renamed.", replaced_by="evt-2022")
    small.edit("withdrawn", "evt-2022", table="events", withdrawn_in="0.1.0", reason="Renamed.", replaced_by="evt-a")
    small.forget()
    assert set(cd.history("evt-2022")["row_id"]) == {"evt-2022", "evt-a"}


def test_history_of_a_row_is_that_which_the_whole_tables_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [*storage.releases(), None]
    whole = [*versions._steps(points)]
    ids = [*dict.fromkeys(change.row_id for _, _, found in whole for change in found if change.row_id)]
    sample = {*ids[::401], *(row[c] for row in storage.rows("withdrawn") for c in ("row_id", "replaced_by")), "armenia"}
    sample.update(min(name for name in ids if name.count("/") == slashes) for slashes in (2, 3, 4))
    alone = {name: versions.told(name) for name in sorted(sample - {""})}
    monkeypatch.setattr(versions, "_steps", lambda points, among: whole)
    assert alone == {name: versions.told(name) for name in alone}
    assert {told.change for life in alone.values() for told in life} >= {"added", "changed", "removed", "withdrawn"}


def test_history_knows_rows_whose_key_has_several_columns(small: Checkout) -> None:
    assert cd.history("evt-2020/armenia/party")["change"].to_list() == ["added"]


@pytest.mark.parametrize("row_id", ["evt-202", ""])
def test_history_of_what_never_was(small: Checkout, row_id: str) -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown row"):
        cd.history(row_id)


def test_commands(small: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    small.release("0.1.0")
    small.edit("events", "evt-2022", title="Retold")
    assert main(["versions"]) == 0
    assert "2027-01-31" in capsys.readouterr().out
    for verb, frame in ((["versions"], cd.versions()), (["history", "evt-2022"], cd.history("evt-2022"))):
        assert main([*verb, "--as", "json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told == json.loads(
            frame.assign(released=frame["released"].dt.strftime("%Y-%m-%d")).to_json(orient="records")
        )
        assert main([*verb, "--as", "csv"]) == 0
        assert capsys.readouterr().out.splitlines()[0] == ",".join(frame.columns)
    for arguments in (["show", "events", "--version", "0.1.0"], ["diff", "0.1.0"], ["diff", "0.1.0", "--as", "json"]):
        assert main(arguments) == 0
        assert "Something happens in 2022" in capsys.readouterr().out
    assert main(["diff", "0.1.0", "--as", "markdown"]) == 0
    line = "- `evt-2022` `title` was `Something happens in 2022`, is `Retold`\n"
    assert capsys.readouterr().out == f"### events\n\n{line}"
    assert main(["diff", "0.1.0", "0.1.0", "--as", "csv"]) == 0
    assert capsys.readouterr().out == "table,row_id,change,column,old,new\n"
    assert main(["diff", "0.2.0"]) == 2
    assert capsys.readouterr().err == "caucasus-data: unknown version '0.2.0': did you mean '0.1.0'?\n"
