from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from caucasus_data.cli import main
from caucasus_data.contributing.importers import DATA_SETS
from caucasus_data.contributing.importers.data_set import rounded
from caucasus_data.contributing.importers.merging import Merged, agree, merged
from caucasus_data.errors import CaucasusDataError
from caucasus_data.support.writing import write_all
from caucasus_data.validation import validate
from tests.cases import CASES
from tests.conftest import Rows, read_csv, write_csv

STATES = {
    "azerbaijan": ("Azerbaijan", "AZE"),
    "czech-republic": ("Czech Republic", "CZE"),
    "european-union": ("European Union", ""),
    "georgia": ("Georgia", "GEO"),
    "entsog": ("ENTSOG", ""),
    "germany": ("Germany", "DEU"),
    "imf": ("International Monetary Fund", ""),
    "italy": ("Italy", "ITA"),
    "turkey": ("Turkey", "TUR"),
    "united-states": ("United States", "USA"),
    "world-bank": ("World Bank", ""),
}

WDI = ["iso3,year,indicator,donor,value", "ARM,2009,DC.DAC.USAL.CD,USA,78449996.94824"]
FACTBOOK = [
    "reporter_iso3,flow,ref_year,partner_as_written,partner_iso3,share_pct,first_edition,last_edition,raw_list",
    'ARM,imports,2011,Russia,RUS,20.1,2012,2012,"Russia 20.1%, China 8.2%"',
]
EUROSTAT = ["country,partner,commodity,unit,year,value,months", "Italy,Azerbaijan,crude_oil,tonne,2011,12937000.0,12"]
ENTSOG = ["year,point_id,to_country,direction,days_in_file,flow_kwh", "2022,ITP-00008,IT,entry,365,107670547917"]
FILES = {"entsog": ENTSOG, "eurostat": EUROSTAT, "factbook": FACTBOOK, "wdi": WDI}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """Sound tables in which the actors stand that the lines of this page name."""
    folder = tmp_path / "data"
    shutil.copytree(CASES / "base", folder)
    actors = read_csv(folder / "actors.csv")
    blank = dict.fromkeys(actors[0], "") | {"source_id": "src-a"}
    for actor, (name, iso3) in STATES.items():
        kind = "state" if iso3 else "international_organization"
        actors.append(blank | {"actor_id": actor, "name": name, "kind": kind, "iso3": iso3})
    write_csv(folder / "actors.csv", sorted(actors, key=lambda row: row["actor_id"]))
    return folder


Bring = Callable[..., Merged]


@pytest.fixture
def bring(tables: Path, tmp_path: Path) -> Bring:
    """Bring lines of a data set into the tables, on a day."""

    def bring(name: str, *lines: str, day: int = 29) -> Merged:
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join([FILES[name][0], *lines]) + "\n", encoding="utf-8")
        result = merged(DATA_SETS[name], file, tables, date(2026, 11, day))
        write_all(result.files)
        return result

    return bring


def of(folder: Path, source: str) -> Rows:
    return [row for row in read_csv(folder / "dependencies.csv") if row["source_id"] == source]


def facts(row: dict[str, str]) -> tuple[str, ...]:
    return row["value"], row["unit"], row["qualifier"], row["method"], row["reporter_id"], row["note"]


def test_the_command_names_every_data_set(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["import", "--help"])
    assert set(re.findall(r"\w+", capsys.readouterr().out)) >= set(DATA_SETS)
    assert DATA_SETS.keys() == FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_slice_becomes_rows_that_the_referee_takes(tables: Path, bring: Bring, name: str) -> None:
    result = bring(name, *FILES[name][1:])
    assert len(result.added) == 1
    (row,) = of(tables, DATA_SETS[name].source["source_id"])
    assert row["dependency_id"] == result.added[0]
    assert row["dependency_id"].endswith(f"-{name}")
    assert row["reviewed"] == ""
    (source,) = [r for r in read_csv(tables / "sources.csv") if r["source_id"] == row["source_id"]]
    assert source["accessed"] == "2026-11-29"
    assert [f for f in validate(tables) if f.severity == "error"] == []


def test_aid_is_in_millions_and_net_of_what_was_paid_back(tables: Path, bring: Bring) -> None:
    bring("wdi", *WDI[1:], "GEO,2010,BX.TRF.PWKR.CD.DT,,5", "AZE,2010,DC.DAC.CECL.CD,EU_institutions,-1234567")
    armenia, azerbaijan = of(tables, "src-worldbank-wdi")
    assert facts(armenia) == ("78.45", "usd_million", "exact", "reported", "oecd", "")
    assert armenia["measure"] == "net_disbursements"
    assert (azerbaijan["supplier_id"], azerbaijan["value"]) == ("european-union", "-1.23")


def test_debt_is_what_is_owed_and_counted_otherwise_since_there_are_allocations(tables: Path, bring: Bring) -> None:
    bring(
        "wdi",
        "ARM,1998,DT.DOD.DIMF.CD,,190440286.1",
        "ARM,1999,DT.DOD.DIMF.CD,,321997230.2",
        "GEO,2023,DT.DOD.MWBG.CD,,2124922000",
    )
    before, since, bank = of(tables, "src-worldbank-wdi")
    assert facts(bank) == ("2124.92", "usd_million", "exact", "reported", "world-bank", "")
    assert {(r["supplier_id"], r["indicator"]) for r in (before, since)} == {("imf", "debt_value")}
    assert [r["measure"] for r in (before, since, bank)] == ["", "with_allocations", ""]


def test_a_year_in_which_nothing_came_is_no_tie(tables: Path, bring: Bring) -> None:
    bring(
        "wdi", "AZE,2013,DC.DAC.DEUL.CD,,-2221328.0201", "AZE,2014,DC.DAC.DEUL.CD,,0", "AZE,2015,DC.DAC.DEUL.CD,,4999"
    )
    (row,) = of(tables, "src-worldbank-wdi")
    assert (row["supplier_id"], row["period"], row["value"]) == ("germany", "2013", "-2.22")


def test_the_last_edition_that_names_a_partner_stands(tables: Path, bring: Bring) -> None:
    bring(
        "factbook",
        'GEO,exports,2013,Armenia,ARM,9,2015,2015,"Azerbaijan 24.3%, Armenia 9%"',
        'GEO,exports,2013,Armenia,ARM,11,2014,2014,"Azerbaijan 25%, Armenia 11%"',
        'GEO,exports,2013,Hong Kong,HKG,7,2014,2014,"Hong Kong 7%"',
        'GEO,imports,1997,EU,,22,2000,2001,"EU 22%, USA 7%"',
        'GEO,imports,1997,USA,,7,2000,2001,"EU 22%, USA 7%"',
        'ARM,imports,2012,Russia,RUS,24.8,2013,2013,"Russia 24.8%"',
        'ARM,imports,2012,Russia,RUS,20,2014,2014,"Russia 20%, Belgium 8.9%"',
        'AZE,imports,2013,Russia,RUS,14.3,2014,2014,"Russia 14.3%, Turkey 13.8% (2013 est.)"',
    )
    russia, estimated, armenia, union, states = of(tables, "src-cia-world-factbook")
    assert facts(armenia) == ("9", "percent", "exact", "reported", "cia", "Edition of 2015. Edition of 2014: 11.")
    assert facts(union) == ("22", "percent", "about", "reported", "cia", "Editions of 2000 to 2001.")
    assert (states["supplier_id"], states["denominator"]) == ("united-states", "goods_imports")
    assert (russia["value"], russia["qualifier"]) == ("24.8", "exact")
    assert (estimated["value"], estimated["qualifier"]) == ("14.3", "about")


def test_oil_and_gas_of_azerbaijan_whatever_it_comes_through(tables: Path, bring: Bring) -> None:
    bring(
        "eurostat",
        "Czechia,Azerbaijan,crude_oil,tonne,2018,2183000.0,11",
        "Czechia,Azerbaijan,crude_oil,tonne,2022,930000.0,7",
        "Italy,Georgia,crude_oil,tonne,2018,71000.0,1",
        "Turkey,Azerbaijan,gas_all,m3,2018,834460000.0,5",
        "Turkey,Georgia,gas_all,m3,2018,7985940000.0,12",
        "Turkey,Georgia,gas_all,TJ,2018,305893.41,12",
        "Turkey,Georgia,oil_products,tonne,2018,827.0,1",
        "Turkey,Azerbaijan,crude_oil,tonne,2018,30000.0,1",
    )
    czech, gas, oil = of(tables, "src-eurostat-energy-imports")
    counted = "Sum of the 11 months that the table has."
    assert facts(czech) == ("2183", "thousand_tonnes", "at_least", "computed", "czech-republic", counted)
    through = "Sum of the twelve months; reported under Azerbaijan and Georgia, where the pipeline comes in."
    assert facts(gas) == ("8.82", "billion_cubic_metres", "exact", "computed", "turkey", through)
    assert oil["note"] == "Of the one month that the table has."


def test_gas_of_whole_years_alone(tables: Path, bring: Bring) -> None:
    bring("entsog", *ENTSOG[1:], "2023,ITP-00008,IT,entry,87,23756737306", "2024,ITP-00008,IT,entry,365,1")
    (row,) = of(tables, "src-entsog-transparency")
    note = "107.7 TWh at Melendugno, at 10.55 kWh a cubic metre."
    assert facts(row) == ("10.2", "billion_cubic_metres", "about", "computed", "entsog", note)


def test_a_second_run_changes_nothing(tables: Path, bring: Bring) -> None:
    bring("wdi", *WDI[1:])
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    again = bring("wdi", *WDI[1:], day=30)
    assert (again.files, again.added, again.changed, again.kept) == ({}, [], [], 1)
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def test_a_new_edition_changes_its_figures_and_adds_its_years(tables: Path, bring: Bring) -> None:
    bring("wdi", *WDI[1:], "GEO,2009,DC.DAC.USAL.CD,USA,279119995")
    kept = read_csv(tables / "dependencies.csv")
    write_csv(tables / "dependencies.csv", [row | {"reviewed": "2026-11-29"} for row in kept])
    later = bring("wdi", "ARM,2009,DC.DAC.USAL.CD,USA,79000000", "ARM,2010,DC.DAC.USAL.CD,USA,91000000", day=30)
    assert later.added == ["dep-armenia-united-states-aid-value-2010-wdi"]
    assert [(old["value"], new["value"]) for old, new in later.changed] == [("78.45", "79")]
    changed, _, gone = of(tables, "src-worldbank-wdi")
    assert (changed["value"], changed["reviewed"]) == ("79", "")
    assert (gone["value"], gone["reviewed"]) == ("279.12", "2026-11-29")  # the edition has it no more; it was published
    (source,) = [r for r in read_csv(tables / "sources.csv") if r["source_id"] == "src-worldbank-wdi"]
    assert source["accessed"] == "2026-11-30"


def test_what_people_made_of_a_row_stays(tables: Path, bring: Bring) -> None:
    bring("wdi", *WDI[1:])
    by_hand = {"credibility": "4", "note": "After the fall of the dram.", "reviewed": "2026-11-29"}
    rows = read_csv(tables / "dependencies.csv")
    write_csv(tables / "dependencies.csv", [r | by_hand if r["indicator"] == "aid_value" else r for r in rows])
    assert bring("wdi", *WDI[1:]).kept == 1
    (row,) = of(tables, "src-worldbank-wdi")
    assert by_hand.items() <= row.items()


def test_rows_of_people_are_never_touched(tables: Path, bring: Bring) -> None:
    """Neither one under the id that the data set would give, nor one that was taken out."""
    row = read_csv(tables / "dependencies.csv")[0]
    taken = row | {"dependency_id": "dep-armenia-united-states-aid-value-2009-wdi", "period": "2020"}
    write_csv(
        tables / "dependencies.csv",
        sorted([*read_csv(tables / "dependencies.csv"), taken], key=lambda r: r["dependency_id"]),
    )
    gone = {"row_id": "dep-armenia-united-states-aid-value-2010-wdi", "table": "dependencies", "withdrawn_in": "0.2.0"}
    withdrawn = dict.fromkeys(("row_id", "table", "withdrawn_in", "replaced_by", "reason", "note"), "")
    write_csv(tables / "withdrawn.csv", [withdrawn | gone | {"reason": "Entered twice."}])
    before = read_csv(tables / "dependencies.csv")
    result = bring("wdi", *WDI[1:], "ARM,2010,DC.DAC.USAL.CD,USA,91000000", "ARM,2011,DC.DAC.USAL.CD,USA,106470001")
    assert result.left == [taken["dependency_id"], gone["row_id"]]
    after = read_csv(tables / "dependencies.csv")
    assert [row for row in after if row in before] == before
    assert [row["value"] for row in after if row not in before] == ["106.47"]


def test_another_count_of_the_same_amount_is_cited(tables: Path, bring: Bring) -> None:
    cells = {"dependent_id": "italy", "supplier_id": "azerbaijan", "indicator": "oil_import_volume", "denominator": ""}
    cells |= {"unit": "thousand_tonnes", "basis": "weight", "reporter_id": "italy", "source_id": "src-b"}
    rows = read_csv(tables / "dependencies.csv")
    for year, value in (("2011", "12900"), ("2012", "9000")):
        own = {"dependency_id": f"dep-z-{year}", "period": year, "value": value, "qualifier": "about"}
        rows.append(rows[0] | cells | own)
    write_csv(tables / "dependencies.csv", rows)
    lines = [EUROSTAT[1], "Italy,Azerbaijan,crude_oil,tonne,2012,10871000.0,12"]
    assert bring("eurostat", *lines).citations == 2

    def cited() -> list[tuple[str, str, str]]:
        found = [r for r in read_csv(tables / "citations.csv") if r["source_id"] == "src-eurostat-energy-imports"]
        return [(r["row_id"], r["stance"], r["note"]) for r in found]

    theirs = ("dep-z-2012", "contradicts", "10871 thousand tonnes")
    assert cited() == [("dep-z-2011", "supports", "12937 thousand tonnes"), theirs]
    assert bring("eurostat", *lines).files == {}
    bring("eurostat", EUROSTAT[1].replace("12937", "14000"), lines[1])
    assert cited() == [("dep-z-2011", "contradicts", "14000 thousand tonnes"), theirs]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("7.189", "exact"), ("7.2", "exact"), True),
        (("7.189", "exact"), ("7.3", "exact"), False),
        (("1785", "exact"), ("1800", "about"), True),
        (("1785", "exact"), ("1800", "exact"), False),
        (("62", "exact"), ("65", "at_least"), False),
        (("70", "exact"), ("65", "at_least"), True),
        (("70", "exact"), ("65", "at_most"), False),
        (("70", "at_least"), ("80", "at_least"), True),
        (("0", "exact"), ("0.4", "about"), True),
    ],
)
def test_amounts_agree_as_far_as_they_were_rounded(one: tuple[str, str], other: tuple[str, str], same: bool) -> None:
    rows = [{"value": value, "qualifier": qualifier} for value, qualifier in (one, other)]
    assert agree(*rows) == agree(*reversed(rows)) == same


def test_rounding_invents_nothing() -> None:
    assert [str(rounded(Decimal(text), 2)) for text in ("35.2000007", "0.125", "61")] == ["35.20", "0.12", "61.00"]


@pytest.mark.parametrize(
    ("name", "lines", "message"),
    [
        ("wdi", ["iso3,year,indicator,valeu", "ARM,2009,DC.DAC.USAL.CD,1"], r":1: there is no column 'value': did you mean 'valeu'\?"),
        ("wdi", [WDI[0]], r": there is no record in it"),
        ("wdi", [], r":1: there is no column 'iso3': the columns are none"),
        ("wdi", [*WDI, "ARM,2010,DC.DAC.USAL.CD,USA,n/a"], r":3: value is 'n/a'; expected a number$"),
        ("wdi", [*WDI, "ARM,2010,DC.DAC.USAL.CD,USA,1_000"], r":3: value is '1_000'; expected a number$"),
        ("wdi", [*WDI, "ARM,2010,DC.DAC.USAL.CD,USA,1e999999999"], r":3: value is '1e999999999'; expected a number of no more"),
        ("wdi", [*WDI, f"ARM,2010,DC.DAC.USAL.CD,USA,{'5' * 100_000}"], r":3: value is '5{80}… \(100000 characters\)'; expected"),
        ("eurostat", [*EUROSTAT[:1], "Italy,Azerbaijan,crude_oil,tonne,2011,1e400,12"], r":2: value is '1e400'; expected a number of"),
        ("wdi", [*WDI, "ARM,2010,DT.DOD.MWBG.CD,,-1"], r":3: value is '-1'; expected a number that is not negative$"),
        ("wdi", [*WDI, "ARM,10,DC.DAC.USAL.CD,USA,1"], r":3: year is '10'; expected a year"),
        ("wdi", [*WDI, "ARN,2010,DC.DAC.USAL.CD,USA,1"], r":3: iso3 is 'ARN'; .*: did you mean 'ARM'"),
        ("wdi", [*WDI, "XXX,2010,DC.DAC.USAL.CD,USA,1"], r":3: iso3 is 'XXX'; .*: enter it in actors.csv first$"),
        ("wdi", [*WDI, WDI[1]], r": it has two figures for dep-armenia-united-states-aid-value-2009-wdi; expected one"),
        ("wdi", [*WDI, "ARM,2010"], r":3: it has 2 cells; expected 5, as in the first line"),
        ("wdi", [WDI[0], "ARM,2009,BX.TRF.PWKR.CD.DT,,1"], r": nothing in it is what wdi takes: Net development aid"),
        ("eurostat", [*EUROSTAT, "Italy,Azerbaijan,crude_oil,tonne,2012,-1,12"], r":3: value .* not negative$"),
        ("eurostat", [EUROSTAT[0], "Italien,Azerbaijan,crude_oil,tonne,2012,1,12"], r":2: country is 'Italien'; .*: did you mean 'Italy'"),
        ("factbook", [FACTBOOK[0], "ARM,transit,2011,Russia,RUS,20.1,2012,2012,x"], r":2: flow is 'transit'; expected one of exports, imports"),
        ("entsog", [ENTSOG[0], "2022,ITP-1,IT,entry,365,1"], r":2: point_id is 'ITP-1'; expected one of ITP-00008"),
    ],
)  # fmt: skip
def test_a_bad_file_gives_one_line_and_writes_nothing(
    tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, lines: list[str], message: str
) -> None:
    file = tmp_path / "file.csv"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    assert main(["import", name, str(file), "--in", str(tables)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert re.search(re.escape(str(file)) + message, err.strip())
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def test_what_is_no_text_and_what_is_not_there(tables: Path, tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    with pytest.raises(CaucasusDataError, match=r"cannot read .*file\.csv: No such file"):
        merged(DATA_SETS["wdi"], file, tables)
    file.write_bytes(WDI[0].encode() + b"\nARM,2009,DC.DAC.USAL.CD,\xff,1\n")
    with pytest.raises(CaucasusDataError, match="it is not UTF-8: byte 56 cannot be read"):
        merged(DATA_SETS["wdi"], file, tables)
    file.write_text(f'{WDI[0]}\n"ARM,2009\n', encoding="utf-8")
    with pytest.raises(CaucasusDataError, match="it is not CSV"):
        merged(DATA_SETS["wdi"], file, tables)


def test_rows_that_the_referee_would_refuse_are_not_written(tables: Path, bring: Bring) -> None:
    before = (tables / "dependencies.csv").read_bytes()
    with pytest.raises(CaucasusDataError, match=r"with the new rows .*dependencies\.csv:.* would be at fault"):
        bring("factbook", 'ARM,imports,2011,Russia,RUS,201,2012,2012,"Russia 201.0%"')
    assert (tables / "dependencies.csv").read_bytes() == before


def test_the_command_tells_what_it_did(tables: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "wdi.csv"
    for value in ("78449996.9", "79000000"):
        file.write_text(f"{WDI[0]}\nARM,2009,DC.DAC.USAL.CD,USA,{value}\n", encoding="utf-8")
        assert main(["import", "wdi", str(file), "--in", str(tables)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 row added, 0 changed, 0 as before; 0 citations written (CC BY 4.0)",
        "dep-armenia-united-states-aid-value-2009-wdi: value '78.45' becomes '79'",
        "0 rows added, 1 changed, 0 as before; 0 citations written (CC BY 4.0)",
    ]
    assert main(["import", "wdy", str(file), "--in", str(tables)]) == 2
    assert capsys.readouterr().err == "caucasus-data: unknown data set 'wdy': did you mean 'wdi'?\n"


def test_the_packaged_rows_of_a_data_set_name_it(rows: Callable[[str], Rows]) -> None:
    sources = {d.source["source_id"]: name for name, d in DATA_SETS.items()}
    found = [r for r in rows("dependencies") if r["source_id"] in sources]
    assert {sources[r["source_id"]] for r in found} == DATA_SETS.keys()
    assert all(r["dependency_id"].endswith(f"-{sources[r['source_id']]}") for r in found)


@pytest.mark.parametrize(
    ("name", "header", "line", "said"),
    [
        ("wdi", "", "ARM,2050,DC.DAC.USAL.CD,USA,78449996", "year is '2050'; expected a year from 1900 to"),
        ("wdi", ",value", "ARM,2009,DC.DAC.USAL.CD,USA,78449996,5000000", "column 'value' stands 2 times"),
        (
            "factbook",
            "",
            "ARM,imports,2020,Russia,RUS,20.1,2012,2012,x",
            "first_edition is '2012'; expected 2020 or later",
        ),
    ],
)
def test_a_file_that_cannot_mean_what_it_says_is_refused(
    bring: Bring, monkeypatch: pytest.MonkeyPatch, name: str, header: str, line: str, said: str
) -> None:
    monkeypatch.setitem(FILES, name, [FILES[name][0] + header])
    with pytest.raises(CaucasusDataError, match=re.escape(said)):
        bring(name, line)
