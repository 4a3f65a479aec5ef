from __future__ import annotations

import io
import os
import pickle
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.package import storage
from tests.checkout import Checkout


@pytest.fixture
def released(small: Checkout) -> Checkout:
    """One release, and tables of today that went on."""
    small.edit("events", "evt-2021", deaths_low="1", deaths_best="12", deaths_high="20", note="Երևան")
    small.edit("dependencies", "dep-a", dependent_id="armenia", supplier_id="russia", indicator="import_share",
               value="35.2", unit="percent", basis="value", denominator="goods_imports", period="2023",
               method="reported", qualifier="about", credibility="2", source_id="src-b")  # fmt: skip
    small.release("0.1.0")
    small.edit("events", "evt-2022", title="Retold")
    small.edit("events", "evt-2023")
    small.commit()
    return small


def keys(citation: cd.Citation) -> list[str]:
    return [source.key for source in citation.sources]


def test_the_whole_version(released: Checkout) -> None:
    citation = cd.cite()
    assert re.fullmatch(r"caucasus-data 0\.1\.0, 15 rows, sha256:[0-9a-f]{64}", citation.statement)
    assert citation.sources == ()
    assert set(citation.unf) == set(cd.tables())
    assert repr(citation) == f"<Citation {citation.statement}>"
    assert citation == cd.cite(version="0.1.0")
    assert len({citation, pickle.loads(pickle.dumps(citation))}) == 1  # noqa: S301
    assert cd.verify(str(citation), [cd.load(t, version="0.1.0") for t in cd.tables()])


def test_a_frame_of_each_table_is_what_was_released(released: Checkout) -> None:
    for table in cd.tables():
        frame = cd.load(table, version="0.1.0")
        if len(frame):
            citation = cd.cite(frame)
            assert citation.rows == len(frame)
            assert list(citation.tables) == [table]
            assert cd.verify(citation.statement, frame)


MIXED: list[Callable[[pd.DataFrame], Any]] = [
    lambda f: f.sample(frac=1, random_state=1),
    lambda f: f[f.columns[::-1]],
    lambda f: f.set_index("event_id"),
    lambda f: f.set_index(["event_id", "title"]),
    lambda f: f.set_axis([7, 7, 7]),
    lambda f: f[["event_id"]],
    lambda f: f.assign(month=1, title_length=f["title"].str.len()),
    lambda f: pd.concat([f, f]),
    lambda f: f.astype("object"),
    lambda f: f.astype({"deaths_best": "float64"}),
    lambda f: f.set_index("event_id", drop=False),
    lambda f: f.merge(pd.DataFrame({"event_id": f["event_id"], "weather": "fair"})),
    lambda f: f.rename(columns=str.upper),
    lambda f: f["event_id"],
    lambda f: f.set_index("title")["event_id"],
    lambda f: f.to_dict("records"),
    lambda f: [f.iloc[n] for n in range(3)],
    lambda f: [f.iloc[0].to_dict(), f.iloc[1:, :2].to_dict("records")],
    lambda f: pl.DataFrame(f[["event_id", "title"]].to_dict("list")),
    lambda f: f["event_id"].to_list(),
    lambda f: (i for i in f["event_id"]),
    lambda f: [f[:1], [f[1:2], "evt-2022"], f],
]


def test_only_the_rows_matter(released: Checkout) -> None:
    frame = cd.load("events", version="0.1.0")
    assert {cd.cite(mixed(frame)).statement for mixed in MIXED} == {cd.cite(frame).statement}


def test_different_rows_differ(released: Checkout) -> None:
    citations = [cd.cite(rows) for rows in ("evt-2020", "evt-2021", ["evt-2020", "evt-2021"], "armenia")]
    assert len({c.statement for c in citations}) == 4
    assert citations[0].statement.startswith("caucasus-data 0.1.0, 1 row, ")


def test_a_frame_of_every_cell_altered_is_refused_and_named(released: Checkout) -> None:
    for table in ("events", "dependencies", "sources"):
        frame = cd.load(table, version="0.1.0")
        key, statement = frame.columns[0], cd.cite(frame).statement
        for column in [f["name"] for f in storage.schema(table, "0.1.0")["fields"]][1:]:
            for spoilt in ("X", None, 13, pd.Timestamp("2001-01-01 12:00"), [1]):
                cells = frame[column].astype("object")
                if spoilt is None and pd.isna(cells[0]):
                    continue
                cells[0] = spoilt
                altered = frame.assign(**{column: cells})
                row_id = frame[key][0]
                with pytest.raises(
                    cd.CaucasusDataError,
                    match=f"^{column} of {row_id} in {table} is .* released .* in 0.1.0; name the release",
                ):
                    cd.cite(altered)
                verification = cd.verify(statement, altered)
                assert not verification
                assert f"{column} of {row_id} in {table} is" in str(verification)


def test_a_frame_of_another_version_is_refused_where_it_differs(released: Checkout) -> None:
    with pytest.raises(
        cd.CaucasusDataError, match=r"evt-2023 is in today's tables and not in 0\.1\.0; it can be cited"
    ):
        cd.cite(cd.load("events"))
    with pytest.raises(
        cd.CaucasusDataError, match="title of evt-2022 in events is 'Retold', and was released as 'Some"
    ):
        cd.cite(cd.load("events").query("event_id == 'evt-2022'"))
    before = cd.cite(cd.load("events", version="0.1.0"))
    released.release("0.2.0")
    assert cd.cite(cd.load("events")).version == "0.2.0"
    assert cd.cite(cd.load("events", version="0.1.0"), version="0.1.0") == before
    assert cd.cite("evt-2020", version="0.1.0").sha256 == cd.cite("evt-2020").sha256
    assert cd.cite("evt-2022", version="0.1.0").sha256 != cd.cite("evt-2022").sha256


UNTOLD: list[tuple[Any, str]] = [
    ("evt-202", "unknown row of 0.1.0 'evt-202': did you mean 'evt-20"),
    (["armenia", "Armenia"], "unknown row of 0.1.0 'Armenia': did you mean 'armenia'"),
    (pd.DataFrame({"event_id": ["evt-2020", "evt-202x"]}), "unknown row of 0.1.0 'evt-202x': did you mean"),
    (
        pd.DataFrame({"title": ["A"], "deaths_low": [1]}),
        "the frame has title, and lacks the key that tells of which row: event_id of events or source_id of sources",
    ),
    (pd.DataFrame({"x": [1]}), "the frame has no column of any table; keep the key, such as event_id"),
    (
        pd.DataFrame([["evt-2020", "Something happens in 2020", "b"]], columns=["event_id", "title", "title"]),
        "title of evt-2020 in events is 'b', and was released as 'Something happens in 2020' in 0.1.0",
    ),
    (pd.DataFrame({"event_id": ["evt-2020", None]}), "row 2 has no event_id, by which it could be told apart"),
    ([], "there are no rows to cite"),
    (pd.DataFrame({"event_id": []}), "there are no rows to cite"),
    (7, "rows are a frame of `load`, or row ids such as 'armenia', and not 7"),
    (["armenia", 7], "and not 7"),
    (b"armenia", "and not b'armenia'"),
    (pl.LazyFrame({"event_id": ["evt-2020"]}), "and not <LazyFrame"),
]


def test_rows_that_nobody_can_tell(released: Checkout) -> None:
    for rows, message in UNTOLD:
        with pytest.raises(cd.CaucasusDataError, match=re.escape(message)):
            cd.cite(rows)
        verification = cd.verify(f"caucasus-data 0.1.0, 9 rows, sha256:{'0' * 64}", rows)
        assert not verification
        assert "no rows" in message or message in str(verification)


@pytest.mark.parametrize("about", [{"as_of": "2020-01-01"}, {"tables": ["events"]}])
@pytest.mark.parametrize("rows", [None, "armenia", ["armenia", "russia"]])
def test_what_is_said_of_frames_is_refused_without_one(released: Checkout, rows: object, about: dict[str, Any]) -> None:
    with pytest.raises(cd.CaucasusDataError, match="none was given"):
        cd.cite(rows, **about)  # type: ignore[arg-type]


def test_a_row_that_was_withdrawn(released: Checkout) -> None:
    released.remove("events", "evt-2021", withdrawn_in="0.2.0", reason="Entered twice.", replaced_by="evt-2020")
    released.release("0.2.0")
    assert cd.cite("evt-2021", version="0.1.0").rows == 1
    with pytest.raises(
        cd.CaucasusDataError, match=r"evt-2021 was withdrawn in 0\.2\.0: Entered twice\. evt-2020 stands"
    ):
        cd.cite("evt-2021")
    assert cd.cite(cd.load("withdrawn")).rows == 1


def test_versions_that_do_not_exist(small: Checkout) -> None:
    with pytest.raises(cd.UnknownValueError, match=r"unknown version '0\.1\.0': there is none yet"):
        cd.cite()
    small.release("0.1.0")
    for version in ("0.1.1", ""):
        with pytest.raises(cd.UnknownValueError, match="unknown version"):
            cd.cite(version=version)


def test_sources_behind_rows(released: Checkout) -> None:
    assert keys(cd.cite("evt-2020")) == ["src-a", "src-b"]
    assert keys(cd.cite("evt-2021")) == ["src-a"]
    assert keys(cd.cite(["evt-2021", "dep-a"])) == ["src-a", "src-b"]
    assert keys(cd.cite("evt-2020/armenia/party")) == ["src-a", "src-b"]
    assert keys(cd.cite("src-b")) == ["src-b"]
    assert keys(cd.cite("evt-2020/src-b/supports/")) == ["src-b"]
    assert keys(cd.cite(cd.load("names"))) == ["src-b"]


def test_the_source_that_resolved_a_forecast_is_behind_it(released: Checkout) -> None:
    released.edit("claims", "clm-a", text="It ends.", type="forecast", claimant_id="russia", source_id="src-a",
                  made_on="2020", topic="csto", status="resolved_yes", resolve_by="2021", criteria="It has ended.",
                  resolved_on="2021", resolution_source_id="src-b", confidence="high")  # fmt: skip
    released.release("0.2.0")
    assert keys(cd.cite("clm-a")) == ["src-a", "src-b"]
    claims = cd.load("claims", as_of="2020-06-01")
    assert claims["status"].to_list() == ["unreviewed"]
    assert cd.cite(claims).sha256 == cd.cite("clm-a").sha256
    assert cd.cite(claims.drop(columns="held")).statement.startswith("caucasus-data 0.2.0 as of 2020-06-01, 1 row, ")
    assert cd.cite(claims["claim_id"]).rows == 1


def test_verify_says_why_not(released: Checkout) -> None:
    events = cd.load("events", version="0.1.0")
    statement = cd.cite(events).statement
    assert str(cd.verify(f"as in\n({statement}).", events)) == "the rows are those that were cited"
    assert cd.verify(cd.cite(events).bibtex, events)
    assert cd.verify(statement, events[:2]).reasons == ("3 rows were cited, and this is 2",)
    assert cd.verify(cd.cite(events[:1]).statement, events).reasons == ("1 row was cited, and this is 3",)
    (other,) = cd.verify(statement, ["armenia", "russia", "csto"]).reasons
    assert other.startswith("these are other rows of 0.1.0: sha256:")
    (unknown,) = cd.verify(statement.replace("0.1.0", "0.3.0"), events).reasons
    assert unknown == "unknown version '0.3.0': did you mean '0.1.0'?"
    for text in ("", "caucasus-data 0.1.0, 3 rows", statement.replace("rows", "lines"), statement[:-1]):
        assert cd.verify(text, events).reasons[0].startswith("no statement of the form 'caucasus-data 0.1.0, 37 rows,")
    assert cd.verify(f"{statement} {cd.cite('armenia').statement}", events).reasons[0].startswith("several statements")
    reasons = cd.verify(statement, ["evt-x", "evt-y", "evt-z"]).reasons
    assert len(reasons) == 3
    assert reasons[2] == "evt-z is not in 0.1.0 either"
    todays = cd.verify(statement, cd.load("events")).reasons
    assert len(todays) == 3
    assert "title of evt-2022 in events is 'Retold', and was released as 'Something happens in 2022' in 0.1.0" in todays
    released.path("data/releases/0.1.0.zip").write_bytes(b"")
    released.forget()
    assert "release 0.1.0 was altered" in str(cd.verify(statement, events))


def test_rows_and_statements_come_through_pipes(
    released: Checkout, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def pipe(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "ascii"))

    events = cd.load("events", version="0.1.0")
    pipe("\ufefftitle,event_id\nSomething happens in 2020,evt-2020\n")
    assert main(["cite", "-"]) == 0
    said = capsys.readouterr().out
    assert said == f"{cd.cite('evt-2020', version='0.1.0')}\n"
    pipe(said)
    assert main(["verify", "-", "evt-2020"]) == 0
    os.mkfifo(tmp_path / "pipe")
    with ThreadPoolExecutor(1) as beside:
        beside.submit((tmp_path / "pipe").write_text, events.to_csv(index=False), "utf-8")
        assert main(["cite", str(tmp_path / "pipe")]) == 0
    assert capsys.readouterr().out.endswith(f"{cd.cite(events)}\n")


def test_commands(released: Checkout, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["show", "events", "--version", "0.1.0", "--as", "csv"]) == 0
    file = tmp_path / "rows.csv"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    events = cd.cite(cd.load("events", version="0.1.0"))
    assert main(["cite", str(file)]) == 0
    assert capsys.readouterr().out == f"{events}\n"
    for form in ("text", "bibtex", "ris", "csl", "cff", "datacite"):
        assert main(["cite", "armenia", "evt-2020", "--as", form, "--version", "0.1.0"]) == 0
        assert "2 rows, sha256:" in capsys.readouterr().out
    assert main(["cite", str(file), "--unf"]) == 0
    assert capsys.readouterr().out == f"events       {events.unf['events']}\n"
    assert main(["verify", events.statement, str(file)]) == 0
    assert capsys.readouterr().out == "the rows are those that were cited\n"
    bib = tmp_path / "rows.bib"
    bib.write_text(events.bibtex, encoding="utf-8")
    assert main(["verify", str(bib), str(file)]) == 0
    assert capsys.readouterr().out == "the rows are those that were cited\n"
    assert main(["verify", "x" * 300_000, str(file)]) == 1
    assert "no statement of the form" in capsys.readouterr().out
    file.write_text(file.read_text(encoding="utf-8").replace("2020,", "2020\x1b,", 1), encoding="utf-8")
    assert main(["verify", events.statement, str(file), "armenia"]) == 1
    assert "unknown row of 0.1.0 'evt-2020\\x1b'" in capsys.readouterr().out
    assert main(["cite", "armenai"]) == 2
    assert capsys.readouterr().err == "caucasus-data: unknown row of 0.1.0 'armenai': did you mean 'armenia'?\n"
    for content in (b"", b"\xff\xfe", b'event_id\n"a'):
        file.write_bytes(content)
        assert main(["cite", str(file)]) == 2
        assert f"cannot read {file} as CSV: " in capsys.readouterr().err
    assert main(["cite", str(tmp_path / "none.csv")]) == 2
    assert "No such file" in capsys.readouterr().err
