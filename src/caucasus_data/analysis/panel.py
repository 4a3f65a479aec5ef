"""Tables as panels: what held, what happened and who leaned on whom, in each year, quarter or month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

from caucasus_data.analysis.counts import THEMES, UNITS, Theme, Unit, counts
from caucasus_data.analysis.series import series
from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.loading.as_of import covering, handed_on
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    import pandas as pd

PanelName = Literal["memberships", "events", "dependencies"]
Period = Literal["year", "quarter", "month"]
_FREQUENCIES: Final = {"year": "Y", "quarter": "Q", "month": "M"}


def panel(
    table: PanelName,
    *,
    by: Period = "year",
    unit: Unit = "dyad",
    theme: Theme = "domain",
    directed: bool = False,
    sides: bool = True,
    balanced: bool = False,
    wide: bool = False,
    version: str | None = None,
) -> pd.DataFrame:
    """Spread a table over years, quarters or months.

    Args:
        table: `memberships`, `events` or `dependencies`.
        by: `year`, `quarter` or `month`; dependencies are measured over years alone.
        unit: Of events: `dyad`, pairs of those that took part; `actor`, each that took part; `state`, each
            state that took part, with the codes by which it joins other data.
        theme: Of events: count them by `domain` or by PLOVER category (`plover`, missing where an event is domestic
            or nobody's act).
        directed: Of dyads of events: from each initiator to each recipient, and both ways where an event lacks
            either. Otherwise pairs are unordered.
        sides: Of events: persons and bodies count for the state, organization or authority for which they
            acted (`on_behalf_of`), and nothing but these counts. False: all who took part, as they were entered.
        balanced: Of events: every dyad or actor that has an event, in every domain and period. No events are 0
            only where the table `coverage` says that the record has looked systematically for one of the sides,
            and missing elsewhere.
        wide: Of dependencies: a row for each series, with columns for each year.
        version: A release, as in `load`.

    Returns:
        The period stands in a column `year` (`Int64`), `quarter` (`period[Q-DEC]`) or `month` (`period[M]`).

        `memberships`: one row for each spell and each period of which it may have covered a day.
        Only days from the start to the end of the temporal coverage of the version count, so that
        its first and last period are cut, and a day on which one spell hands on to the next belongs to the later
        one, as in `load`. Columns: membership_id, member_id, organization_id,
        the period, type, role, participation; held (`surely` where every reading
        of its dates covers some day of the period, else `possibly`); at_end (what
        `load(as_of=...)` says of the last day of the period, missing where the spell was over);
        censored (`start`, `end` or `both`: the side on which the spell goes on, or may go on, beyond
        the coverage; a spell of no known end is cut at its end; missing where neither).

        `events`: counts by dyad, actor or state, domain and period, without zeros but where they are asked for. An
        event counts once in each of its dyads or for each of its actors, in the period in which it began,
        and apart from the event of which it is a part. Columns: actor_a, actor_b (in alphabetical order unless
        directed), or actor_id, or actor_id, iso3, cow and gw; domain or plover (category); the period; events
        (`Int64`); deaths_low, deaths_best, deaths_high (`Int64`), the sums of what the events give, missing
        where none does. An event with one number alone gives it three times; best and high are missing too where an
        event that gives deaths has none of them, for a sum without it would be too small. Deaths count once: those
        of an event that lasted over several periods are in none, and those of a part not beside those of its
        whole. What began in one of several periods, such as a
        date of only a year by month, has a missing period, so that `panel["month"].isna()` finds what the
        periods leave out.

        `dependencies`: one row for each series and year: dependent_id, supplier_id, indicator, unit, basis,
        denominator, measure and reporter_id; year; low and high (`float64`, in the row's unit), the least
        and the greatest number that the sources give, missing on a side that an `at_most` or `at_least` leaves
        open; and asymmetry (from -1 to 1), where the supplier leans on the dependent by the same measure:
        (a - b) / (a + b), a being the middle of low and high of the row, b that of its reverse; 0
        where both lean alike, 1 where only the dependent does. Observations of anything but one whole year are left
        out. Wide: one row for each series, left_out (`int64`, how many observations are), and low_<year>,
        high_<year> and asymmetry_<year> for each year that was observed.

    Raises:
        UnknownValueError: There is no such panel, period, unit or version.
        CaucasusDataError: An option that the panel does not have.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Source:
        data/<table>.csv; for events data/participants.csv, data/actors.csv and data/coverage.csv too, and the
        domains of schemas/vocabularies.json.

    >>> seats = panel("memberships").query("member_id == 'armenia' and organization_id == 'csto'")
    >>> seats.loc[seats["year"] == 2023, ["type", "participation", "held", "at_end"]].values.tolist()
    [['full', 'active', 'surely', 'surely']]
    """
    _check(table, by, unit, theme, directed=directed, sides=sides, balanced=balanced, wide=wide)
    if table == "dependencies":
        made = series(version, wide=wide)
    elif table == "events":
        made = counts(
            by,
            _FREQUENCIES[by],
            version,
            unit=unit,
            theme=theme,
            directed=directed,
            sides=sides,
            balanced=balanced,
        )
    else:
        made = _memberships(by, version)
    if by == "year" and table != "dependencies":
        made["year"] = made["year"].dt.year.astype("Int64").where(made["year"].notna())  # of no period pandas says -1
    made.attrs = {"panel": table, "by": by, "version": version or storage.package()["version"]}
    return made


def _check(
    table: str, by: str, unit: str, theme: str, *, directed: bool, sides: bool, balanced: bool, wide: bool
) -> None:
    """Refuse what the panel of a table does not have."""
    one_of("panel", table, get_args(PanelName))
    one_of("period", by, _FREQUENCIES)
    one_of("unit", unit, UNITS)
    one_of("theme", theme, THEMES)
    asked = {
        "unit": (unit != "dyad", "events"),
        "theme": (theme != "domain", "events"),
        "directed": (directed, "events"),
        "sides": (not sides, "events"),
        "balanced": (balanced, "events"),
        "wide": (wide, "dependencies"),
    }
    for option, (given, where) in asked.items():
        if given and where != table:
            raise CaucasusDataError(f"a panel of {table} has no {option}, which is for {where}")
    if table == "dependencies" and by != "year":
        raise CaucasusDataError(f"dependencies are measured over years; ask for them by 'year', and not by {by!r}")
    if balanced and theme != "domain":
        raise CaucasusDataError(f"what was looked through is told by domain; balance by that, and not by {theme}")
    if directed and unit != "dyad":
        raise CaucasusDataError(f"a count by {unit} has no direction; ask for it by dyad")


def _memberships(by: str, version: str | None) -> pd.DataFrame:
    import pandas as pd

    declared = storage.schema("memberships", version)
    spells = handed_on(load("memberships", version=version))
    first, last = (pd.Timestamp(storage.package(version)["temporal"][side]) for side in ("start", "end"))
    calendar = pd.period_range(first, last, freq=_FREQUENCIES[by])
    periods = pd.DataFrame({by: calendar, "first": calendar.start_time, "last": calendar.end_time.normalize()})
    periods.loc[0, "first"], periods.loc[len(periods) - 1, "last"] = first, last
    (starts, _, _), (_, ended, _) = bound_names("start_date"), bound_names("end_date")
    beyond = ~(spells[starts] >= first), ~(spells[ended] <= last)
    sides = beyond[0].map({True: "start", False: ""}).str.cat(beyond[1].map({True: "end", False: ""}))
    words = {"start": "start", "end": "end", "startend": "both"}
    spells["censored"] = sides.map(words).astype(pd.CategoricalDtype(list(words.values())))
    rows = spells.merge(periods, how="cross")
    rows["held"] = covering(rows, declared, rows["first"], rows["last"])
    rows["at_end"] = covering(rows, declared, rows["last"], rows["last"])
    columns = ["membership_id", "member_id", "organization_id", by, "type", "role", "participation"]
    return rows.loc[rows["held"].notna(), [*columns, "held", "at_end", "censored"]].reset_index(drop=True)
