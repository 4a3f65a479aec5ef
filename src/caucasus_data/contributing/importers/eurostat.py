"""Eurostat: oil and gas that states report to have got from Azerbaijan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from caucasus_data.contributing.importers.data_set import DataSet, Observation, rounded
from caucasus_data.contributing.importers.records import Record

_INDICATORS: Final = {("crude_oil", "tonne"): "oil_import_volume", ("gas_all", "m3"): "gas_import_volume"}
_SCALES: Final = {"oil_import_volume": (1_000, 3), "gas_import_volume": (1_000_000_000, 3)}
"""How many of the unit of the file make one of ours, and to how many decimals."""

_YEAR = 12
_ENTRY: Final = {("Turkey", "Georgia", "gas_import_volume"): "Azerbaijan"}
"""Who sends what a state reports under the country through which it came."""


def _observations(records: Sequence[Record]) -> Iterator[Observation]:
    whole = {record.year("year") for record in records if record.number("months") == _YEAR}
    amounts: dict[tuple[str, str, str], list[Record]] = {}
    for record in records:
        indicator = _INDICATORS.get((record["commodity"], record["unit"]), "")
        sender = _ENTRY.get((record["country"], record["partner"], indicator), record["partner"])
        if indicator and sender == "Azerbaijan" and record["year"] in whole:
            amounts.setdefault((record.actor("country"), indicator, record["year"]), []).append(record)
    for (dependent, indicator, year), parts in amounts.items():
        months = max(int(record.number("months")) for record in parts)
        scale, places = _SCALES[indicator]
        yield Observation(
            dependent_id=dependent,
            supplier_id="azerbaijan",
            indicator=indicator,
            value=rounded(sum((record.number("value") for record in parts), Decimal()) / scale, places),
            period=year,
            reporter_id=dependent,
            credibility="2",
            method="computed",
            qualifier="exact" if months == _YEAR else "at_least",
            note=_note(months, {record["partner"] for record in parts}),
        )


def _note(months: int, partners: set[str]) -> str:
    which = {_YEAR: "Sum of the twelve months", 1: "Of the one month that the table has"}.get(
        months, f"Sum of the {months} months that the table has"
    )
    under = " and ".join(sorted(partners))
    return f"{which}." if under == "Azerbaijan" else f"{which}; reported under {under}, where the pipeline comes in."


EUROSTAT: Final = DataSet(
    name="eurostat",
    about="Crude oil and natural gas that states of Europe report to have got from Azerbaijan, year by year.",
    terms="reuse with acknowledgement",
    columns=("country", "partner", "commodity", "unit", "year", "value", "months"),
    observations=_observations,
    source={
        "source_id": "src-eurostat-energy-imports",
        "title": "[eurostat.RDS: Eurostat's nrg_ti_gasm and nrg_ti_oilm, imports of gas and of oil by partner, copy]",
        "publisher": "Eurostat, copy in energyandcleanair/fossil_shipment_tracker_r (GitHub)",
        "url": "https://github.com/energyandcleanair/fossil_shipment_tracker_r",
        "language": "en",
        "type": "dataset",
        "reliability": "B",
        "note": "Eurostat asks for acknowledgement alone. Monthly to September 2022, at commit "
        "0ac91f7ed4ccdaa26287856644e22a54b7107671, summed to years. Turkey reported Azerbaijani gas under "
        "Georgia until 2021; Greek and Italian gas of Azerbaijan stands under the country of entry and is not here.",
    },
    names={"Czechia": "czech-republic"},
)
