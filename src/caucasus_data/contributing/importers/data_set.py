"""What a data set of others is, and what it observes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import cast

from caucasus_data.contributing.folder import Row
from caucasus_data.contributing.importers.records import Record
from caucasus_data.model.vocabularies import INDICATOR, Indicator


@dataclass(frozen=True, kw_only=True)
class Observation:
    """A row of `dependencies` to be: its cells, but for those that follow from others."""

    dependent_id: str
    supplier_id: str
    indicator: str
    value: Decimal
    period: str
    reporter_id: str
    credibility: str
    unit: str = ""
    measure: str = ""
    method: str = "reported"
    qualifier: str = "exact"
    note: str = ""

    def row(self, data_set: DataSet) -> Row:
        """The row, whose unit, basis and denominator are the only ones of the indicator unless the unit is given."""
        term = cast("Indicator", INDICATOR.terms[self.indicator])
        unit, basis, denominator = (_only(words) for words in (term.units, term.bases, term.denominators))
        return {
            "dependency_id": self._id(data_set.name),
            "dependent_id": self.dependent_id,
            "supplier_id": self.supplier_id,
            "indicator": self.indicator,
            "value": format(self.value.normalize(), "f"),
            "unit": self.unit or unit,
            "basis": basis,
            "denominator": denominator,
            "measure": self.measure,
            "period": self.period,
            "reporter_id": self.reporter_id,
            "method": self.method,
            "qualifier": self.qualifier,
            "credibility": self.credibility,
            "source_id": data_set.source["source_id"],
            "reviewed": "",
            "note": self.note,
        }

    def _id(self, name: str) -> str:
        parts = ("dep", self.dependent_id, self.supplier_id, self.indicator, self.period, name)
        return "-".join(parts).replace("_", "-").replace("/", "-")


def _only(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else ""


@dataclass(frozen=True, kw_only=True)
class DataSet:
    """A data set of others.

    Attributes:
        name: The word by which it is asked for, and with which the ids of its rows end.
        about: A sentence on what is taken from it.
        terms: Those under which it may be used, and its rows published here.
        columns: What a file of it must have.
        observations: What its records observe.
        source: Its row of `sources`, but for the day on which it was read.
        names: Ids of actors by what the data set calls them, where that is neither their name nor their iso3.
        actors: Rows of `actors` that its rows name, for tables that have none of them.
    """

    name: str
    about: str
    terms: str
    columns: tuple[str, ...]
    observations: Callable[[Sequence[Record]], Iterable[Observation]]
    source: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    actors: Sequence[Mapping[str, str]] = ()


def rounded(value: Decimal, places: int) -> Decimal:
    """A number with so many decimals, as a source that counts no finer would give it."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
