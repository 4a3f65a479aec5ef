from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from caucasus_data.model import cells
from caucasus_data.model.cells import Cell
from caucasus_data.model.vocabularies import RELIABILITY

CELLS: dict[str, tuple[Cell, list[str], dict[str, str]]] = {
    "text": (
        cells.text(12),
        ["Armenia", "No data yet", "ОДКБ", "Who? Me?", "a < b & c", "l’été", "a = b", "Հայաստան", "«quoted»", 'say "so"', "a, b"],
        {
            " a": "stray-space", "a\u00a0": "stray-space", "a\nb": "invisible-character", "a\u200bb": "invisible-character",
            "\x1b[31m": "invisible-character", "=1+1": "formula", "@cmd": "formula", "-1": "formula", "+1": "formula",
            "thirteen char": "max-length", "n/a": "sentinel", "-": "sentinel", "Unknown": "sentinel",
            "a  b": "stray-space", "a\u202fb": "stray-space", "cafÃ©": "mojibake", "Ð¼Ð¸Ñ€": "mojibake", "a\ufffd": "lost-letters",
            "???": "lost-letters", "Erdo?an": "lost-letters", "?an ??d?": "lost-letters", "\ue000": "lost-letters", "u\u0308": "decomposed", "a &amp; b": "markup",
            "<b>a</b>": "markup", "\uff1d1": "formula", "a\ufe0f": "invisible-character",
            "No data": "sentinel", "#N/A N/A": "sentinel", "—А–∞": "mojibake",
        },
    ),
    "id": (
        cells.slug("events"),
        ["evt-2020-war", "evt-a"],
        {"evt-": "id", "2020-war": "id", "evt-A": "id", "evt-а": "look-alike", "evt–a": "look-alike", "evt--a": "id", "evt-a-": "id", "none": "sentinel"},
    ),
    "word": (cells.word(RELIABILITY), ["A", "F"], {"G": "vocabulary", "a": "vocabulary", "A ": "stray-space", "n/a": "vocabulary"}),
    "date": (
        cells.date(),
        ["2024", "2024-02-29", "199X", "2024-06?", "2023-09-19/2023-09-20"],
        {"2023-02-29": "edtf", "08/11/2020": "local-date", "44143": "serial-date", "9999": "sentinel", "2023-09-20/2023-09-19": "edtf-reversed", "?": "sentinel"},
    ),
    "day": (cells.day(), ["2024-02-29"], {"2024-02": "day", "2024-2-9": "day", "2023-02-29": "day"}),
    "integer": (
        cells.integer(),
        ["0", "1960", "100000"],
        {"-1": "minimum", "9999": "sentinel", "#REF!": "sentinel", "01": "integer", "1,234": "integer", "1.0": "integer", "1e3": "integer", "1_000": "integer", "٣": "integer"},
    ),
    "number": (
        cells.number(),
        ["0", "87.5", "-12.25"],
        {"87%": "number", "1,234": "number", "nan": "sentinel", "1e5": "number", ".5": "number", "5.": "number", "inf": "number"},
    ),
    "url": (
        cells.url(),
        ["https://example.org", "http://example.org/a?b=c#d", "https://example.org/статья"],
        {"example.org": "url", "ftp://example.org": "url", "https://localhost": "url", "javascript:alert(1)": "url", "https://a b.c": "url"},
    ),
    "language": (cells.language(), ["en", "az-Latn", "pt-BR"], {"EN": "language", "english": "language", "en_GB": "language"}),
}  # fmt: skip


@pytest.mark.parametrize("kind", CELLS)
def test_good_and_bad_cells(kind: str) -> None:
    cell, good, bad = CELLS[kind]
    for text in good:
        assert cell.first_fault(text) is None, text
    for text, rule in bad.items():
        fault = cell.first_fault(text)
        assert fault is not None, text
        assert fault.rule == rule, text
        assert fault.problem(text)
        assert fault.expected


@pytest.mark.parametrize("kind", CELLS)
@given(data=st.data())
def test_single_and_vectorised_checks_agree(kind: str, data: st.DataObject) -> None:
    cell, good, bad = CELLS[kind]
    some = st.one_of(
        st.sampled_from([*good, *bad]), st.text(min_size=1, max_size=20), st.text("0123456789-/X?~.e ", min_size=1)
    )
    texts = data.draw(st.lists(some, min_size=1, max_size=20))
    sound = set(range(len(texts)))
    column = pl.DataFrame({"c": texts}, schema={"c": pl.String})
    for check in cell.checks:
        failed = column.select(
            check.fails(pl.col("c").cast(pl.Float64, strict=False) if check.numeric else pl.col("c"))
            .fill_null(value=False)
            .alias("f")
        )["f"].to_list()
        for i in sorted(sound):
            assert failed[i] == (not check.holds(texts[i])), (check.rule, texts[i])
            if failed[i]:
                sound.discard(i)


def test_hints_are_values_that_would_pass() -> None:
    fault = cells.word(RELIABILITY).first_fault("a")
    assert fault is not None
    assert fault.hint("a") == "did you mean 'A'?"
    for slip, meant in {
        "2024-13": "did you mean '2024-12'?",
        "2024-09/2024-08": "did you mean '2024-08/2024-09'?",
    }.items():
        fault = cells.date().first_fault(slip)
        assert fault is not None
        assert fault.hint(slip) == meant


@pytest.mark.parametrize(
    ("cell", "slip", "meant"),
    [
        (cells.text(), " a b ", "a b"), (cells.text(), "ab\ufeff", "ab"), (cells.text(), "a\u200bb", None), (cells.text(), "a\u2066b", None), (cells.text(), "one\ntwo", "one two"),
        (cells.slug("events"), "Evt-2020_War", "evt-2020-war"), (cells.slug("events"), "evt–2020-w\u0430r", "evt-2020-war"),
        (cells.slug("events"), "evt-", None), (cells.word(RELIABILITY), "b", "B"), (cells.word(RELIABILITY), "\u0410", None),
        (cells.date(), "25/12/2020", "2020-12-25"), (cells.date(), "08/11/2020", None), (cells.date(), "44143", None),
        (cells.date(), "2020/1/5", "2020-01-05"), (cells.date(), "5 March 2021", "2021-03-05"), (cells.date(), "March 2021", "2021-03"),
        (cells.date(), "2021-02-30", None), (cells.integer(), "1,234,567", "1234567"), (cells.integer(), "1,234", None),
        (cells.integer(), "12.0", "12"), (cells.number(), "87%", None), (cells.integer(), "6.000", None), (cells.date(), "2011/12", None), (cells.language(), "ARM", None), (cells.number(), ".5", "0.5"), (cells.number(), "9999", None), (cells.date(), "9999", ""),
        (cells.text(), "n/a", ""), (cells.pattern("iso3", "[A-Z]{3}", "a code"), "arm", "ARM"), (cells.pattern("iso3", "[A-Z]{3}", "a code"), "\u0410\u0420\u041c", None), (cells.url(), "example.org", None),
        (cells.text(), "=1+1", None), (cells.text(3), "abcd", None),
        (cells.text(), "R&D &amp; &copyright", "R&D & &copyright"), (cells.text(), 'says ""yes""', 'says "yes"'), (cells.text(), 'screens of 5""', None),
        (cells.text(), "T\u0430lks", "Talks"), (cells.text(), "Z\u0430 \u043f\u043e\u0431\u0435\u0434\u0443", None),
    ],
)  # fmt: skip
def test_a_slip_is_put_right_only_where_there_is_no_doubt(cell: Cell, slip: str, meant: str | None) -> None:
    fault = cell.first_fault(slip)
    assert fault is not None
    assert fault.replacement(slip) == meant
    assert not meant or cell.first_fault(meant) is None


@pytest.mark.parametrize("written", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
@pytest.mark.parametrize("read", ["cp1251", "koi8-r", "cp866", "iso8859-5", "cp1252", "cp1250", "cp1257"])
def test_cyrillic_that_was_taken_for_another_encoding(written: str, read: str) -> None:
    title = "Армения и Россия подписали соглашение о поставках газа"
    cell = cells.text()
    assert cell.first_fault(title) is None
    if written != read:
        broken = title.encode(written).decode(read, "replace").replace("\ufffd", "\u0098")
        fault = cell.first_fault(broken)
        assert fault is not None
        assert fault.rule in ("mojibake", "invisible-character")
        assert fault.replacement(broken) is None  # nobody can be sure of it
        if fault.rule == "mojibake" and title.encode(written).decode(read, "ignore") == broken:
            assert title in fault.hint(broken)


@pytest.mark.parametrize("encoding", ["mac_cyrillic", "iso8859-2", "cp850", "cp437", "cp866", "iso8859-15"])
@pytest.mark.parametrize("text", ["Հայաստան", "საქართველო", "Путин в Ереване", "l’été", "müzakirələr"])
def test_utf_8_is_put_back_only_where_there_is_no_doubt(encoding: str, text: str) -> None:
    letters = [bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte)) for byte in range(256)]
    broken = "".join(letters[byte] for byte in text.encode())
    fault = cells.text().first_fault(broken)
    assert fault is not None
    assert fault.replacement(broken) in (text, None)
