"""The page that tells what the record covers, how its sources are balanced, and where it is thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from caucasus_data.derive.markdown import table
from caucasus_data.model.vocabularies import DEPTH, DOMAINS, EVENT_TYPE, EventType
from caucasus_data.package import storage

FEW_EVENTS = 15
REASONS: dict[int, str] = {}
"""Why a year has fewer events than that."""

SIDES = ("ARM", "AZE")
_TOP = 20

Rows = list[dict[str, str]]


def coverage() -> str:
    """What the tables cover, as a Markdown page computed from them.

    Source:
        data/*.csv.
    """
    tables: dict[str, Rows] = {name: storage.rows(name) for name in storage.tables()}
    return "\n".join([*_time(tables), *_looked(tables), *_themes(tables), *_sources(tables), *_thin(tables)])


def _time(tables: Mapping[str, Rows]) -> Iterator[str]:
    span = storage.package()["temporal"]
    yield "# Coverage\n"
    yield "What the record holds, how its sources are balanced, and where it is thin. Computed from the tables.\n"
    yield "## Time\n"
    yield f"The record can be trusted to have looked from {span['start']}, when its first event may begin, to"
    yield f"{span['end']}, when its last one begins. `temporal` in `datapackage.json` says the same, and"
    yield "`load(table, as_of=day)` warns beyond.\n"
    twice = _cited(tables)
    years: Counter[str] = Counter(row["start_date"][:4] for row in tables["events"])
    firm = Counter(row["start_date"][:4] for row in tables["events"] if row["event_id"] in twice)
    observed = Counter(row["period"][:4] for row in tables["dependencies"])
    spells = Counter(row["start_date"][:4] for row in tables["memberships"] if row["start_date"] >= "1988")
    claimed = Counter(row["made_on"][:4] for row in tables["claims"])
    heads = ("year", "events", "of them with two sources", "memberships begun", "observations begun", "claims")
    rows = [(y, years[y], firm[y], spells[y], observed[y], claimed[y]) for y in sorted(years | observed)]
    yield from table(heads, rows)


def _looked(tables: Mapping[str, Rows]) -> Iterator[str]:
    yield "## What was looked through\n"
    yield 'What a missing event means, as the table `coverage` declares it. `panel("events", balanced=True)` writes 0'
    yield 'only where the depth is `systematic`, and `load("events", as_of=day)` warns of days on which it is `none`.\n'
    for word, term in DEPTH.terms.items():
        yield f"- `{word}`: {term.definition}"
    yield ""
    declared: dict[tuple[str, ...], list[str]] = {}
    for row in tables["coverage"]:
        spell = tuple(row[column] for column in ("area_id", "start_date", "end_date", "depth", "note"))
        declared.setdefault(spell, []).append(row["domain"])
    rows = [
        (area, "all" if len(domains) == len(DOMAINS.terms) else ", ".join(domains), *rest)
        for (area, *rest), domains in sorted(declared.items())
    ]
    yield from table(("area", "themes", "from", "to", "depth", "note"), rows)


def _themes(tables: Mapping[str, Rows]) -> Iterator[str]:
    domains = {word: term.domain for word, term in EVENT_TYPE.terms.items() if isinstance(term, EventType)}
    decades = Counter((domains.get(row["type"], ""), f"{row['start_date'][:3]}0s") for row in tables["events"])
    spans = sorted({decade for _, decade in decades})
    yield "## Themes\n"
    yield "Events by domain and decade:\n"
    rows = [(d, *(decades[d, s] for s in spans)) for d in dict.fromkeys(domains.values())]
    yield from table(("domain", *spans), rows)
    yield "Claims by topic and status:\n"
    states = Counter((row["topic"], row["status"]) for row in tables["claims"])
    words = [w for w, _ in Counter(row["status"] for row in tables["claims"]).most_common()]
    topics = [t for t, _ in Counter(row["topic"] for row in tables["claims"]).most_common()]
    yield from table(("topic", *words), [(t, *(states[t, w] for w in words)) for t in topics])
    yield "Observations by dependent and indicator, with the years that they measure:\n"
    measured: dict[tuple[str, str], list[str]] = {}
    for row in tables["dependencies"]:
        measured.setdefault((row["dependent_id"], row["indicator"]), []).append(row["period"])
    series = [
        (*pair, len(periods), f"{min(p[:4] for p in periods)}–{max(p.rpartition('/')[2][:4] for p in periods)}")
        for pair, periods in sorted(measured.items())
    ]
    yield from table(("dependent", "indicator", "observations", "years"), series)
    yield "Memberships by organization or body, those with most spells:\n"
    yield from _most(Counter(row["organization_id"] for row in tables["memberships"]), "organization")


def _sources(tables: Mapping[str, Rows]) -> Iterator[str]:
    sources = {row["source_id"]: row for row in tables["sources"]}
    yield "## Sources\n"
    yield f"{len(sources)} sources; [publishers.md](publishers.md) tells who published them and how far each is"
    yield "trusted."
    yield "By country of the publisher (blank: an international body, or unknown):\n"
    yield from _most(Counter(row["country"] for row in sources.values()), "country")
    for column in ("type", "reliability", "language"):
        yield f"By {column}:\n"
        yield from _most(Counter(row[column] for row in sources.values()), column)
    yield "### Between Armenia and Azerbaijan\n"
    yield "Events in which both take part, themselves or by their people, by the countries of the supporting sources:\n"
    yield from table(("sources from", "events"), sorted(_balance(tables, sources).items()))


def _balance(tables: Mapping[str, Rows], sources: Mapping[str, Mapping[str, str]]) -> Counter[str]:
    held = {r["member_id"]: r["organization_id"] for r in tables["memberships"] if r["type"] == "office"}
    above = {r["actor_id"]: r["parent_id"] for r in tables["actors"] if r["parent_id"]} | held
    sides: dict[str, set[str]] = {}
    for part in tables["participants"]:
        actor = part["actor_id"]
        for _ in range(4):
            if actor in ("armenia", "azerbaijan"):
                sides.setdefault(part["event_id"], set()).add(actor)
            actor = above.get(actor, "")
    told = {row["event_id"]: {row["source_id"]} for row in tables["events"]}
    for citation in tables["citations"]:
        if citation["stance"] == "supports" and citation["row_id"] in told:
            told[citation["row_id"]].add(citation["source_id"])
    counted: Counter[str] = Counter()
    for event, both in sides.items():
        if len(both) == len(SIDES):
            countries = {sources[s]["country"] for s in told[event]}
            named = " and ".join(c for c in SIDES if c in countries)
            elsewhere = "others" if countries - set(SIDES) else ""
            counted[" and ".join(filter(None, (named, elsewhere)))] += 1
    return counted


def _thin(tables: Mapping[str, Rows]) -> Iterator[str]:
    twice = _cited(tables)
    years = Counter(int(row["start_date"][:4]) for row in tables["events"] if row["start_date"][:4].isdecimal())
    sparse = [y for y in range(min(years), max(years) + 1) if years[y] < FEW_EVENTS]
    alone = {n: sum(r[key] not in twice for r in tables[n]) for n, key in _IDS.items()}
    open_claims = sum(row["status"] == "unreviewed" for row in tables["claims"])
    doubtful = sum(r["reliability"] in "DEF" for r in tables["sources"])
    once = Counter((row["dependent_id"], row["indicator"]) for row in tables["dependencies"])
    yield "## What is thin\n"
    yield f"- Years with fewer than {FEW_EVENTS} events:{'' if sparse else ' none.'}"
    yield from (f"  - {year}, with {years[year]}: {REASONS.get(year, 'nobody has said why')}." for year in sparse)
    for name, count in alone.items():
        yield f"- {name.capitalize()} that no second source bears out as a whole: {count} of {len(tables[name])}."
    single = sum(n == 1 for n in once.values())
    yield f"- Series of a dependent and an indicator with one observation: {single} of {len(once)}."
    yield f"- Claims that nobody has checked yet: {open_claims} of {len(tables['claims'])}."
    yield f"- Sources that are rated D, E or F: {doubtful} of {len(tables['sources'])}."
    yield "- Sources in English outweigh all others, and news outweighs documents. Pages were read as stored copies,"
    yield "  mostly their beginnings.\n"


_IDS = {
    "events": "event_id",
    "memberships": "membership_id",
    "dependencies": "dependency_id",
}


def _cited(tables: Mapping[str, Rows]) -> set[str]:
    """The rows that a second source supports as a whole, and not in one of their cells alone."""
    return {row["row_id"] for row in tables["citations"] if row["stance"] == "supports" and not row["field"]}


def _most(counted: Counter[str], label: str) -> Iterator[str]:
    rows: list[tuple[object, ...]] = [(word or "(blank)", count) for word, count in counted.most_common(_TOP)]
    if rest := sum(counted.values()) - sum(count for _, count in counted.most_common(_TOP)):
        rows.append(("all others", rest))
    yield from table((label, "rows"), rows)
