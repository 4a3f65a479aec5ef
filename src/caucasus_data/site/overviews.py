"""The pages that show many rows: the front page, the timeline, the ledger of claims, the map and lists."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final

from caucasus_data.derive.schema_org import dataset
from caucasus_data.model import edtf
from caucasus_data.model.package import REPOSITORY
from caucasus_data.package import storage
from caucasus_data.site import words
from caucasus_data.site.citations import Citations
from caucasus_data.site.drawing import FRONT
from caucasus_data.site.pages import NAVIGATION, Pages, as_script, root_of, span
from caucasus_data.site.record import PAGES, Record, Row
from caucasus_data.site.series import Series, by_party
from caucasus_data.site.spells import Spell, Spells
from caucasus_data.support.folding import folded

_LATEST: Final = 8
_CREDIBLE: Final = {"1": "confirmed", "2": "probably true", "3": "possibly true"}
_SIDES: Final = ("ARM", "AZE")


def write_front(pages: Pages, spells: Spells, picture: str) -> None:
    """Write the front page around the chart of seats, which stand as a list where the chart would be too small."""
    record = pages.record
    events = sorted(record.tables["events"].values(), key=lambda e: words.first_day(e["start_date"]), reverse=True)
    counts = {table: len(rows) for table, rows in record.tables.items() if table in PAGES}
    due = [c for c in record.tables["claims"].values() if c["type"] == "forecast" and c["resolve_by"] > record.ends]
    due = [c for c in due if not c["status"].startswith("resolved")]
    disputes = (item for item in contradicted(record) if item[0] in ("events", "claims"))
    by_claimant = {record.row(*item[:2]).get("claimant_id", item[1]): item for item in sorted(disputes, key=_weight)}
    disputed = sorted(by_claimant.values(), key=_weight, reverse=True)
    pages.write(
        "",
        "front.html",
        picture=picture,
        seats=_seats(spells["armenia"]["Seats"]),
        latest=events[:_LATEST],
        counts=counts,
        due=sorted(due, key=lambda c: words.first_day(c["resolve_by"]))[:4],
        disputed=disputed[:5],
        digest=record.digest,
        described=dataset(storage.package(record.version), record.edition, record.digest),
    )


def write_missing(pages: Pages) -> None:
    """Write what a host shows where nothing is, at any depth, so that it has to find the root by itself."""
    folders = sorted({*NAVIGATION, *PAGES, "docs"})
    pages.write("", "missing.html", file="404.html", root=root_of(REPOSITORY), folders=folders)


def _weight(dispute: tuple[Any, ...]) -> int:
    """How many sources contradict a row."""
    return len(dispute[3])


def _seats(spells: list[Spell]) -> dict[str, list[Spell]]:
    """The seats of the front page by organization, the oldest first."""
    found: defaultdict[str, list[Spell]] = defaultdict(list)
    for spell in sorted(spells, key=lambda s: s.row["start_date"]):
        if spell.current and spell.other in FRONT:
            found[spell.other].append(spell)
    return found


def write_timeline(pages: Pages) -> None:
    """Write the timeline of all events, with what filters ask of each."""
    record = pages.record
    types = record.words("event_type")
    items: list[dict[str, Any]] = []
    for event_id, states in record.states("events", ("title", "start_date", "end_date", "type")).items():
        own = record.tables["events"].get(event_id)
        for row, releases in states:
            parts = record.named_by(event_id, "participants", "event_id") if own else []
            actors = {p[c] for p in parts for c in ("actor_id", "on_behalf_of") if p.get(c)}
            precision = edtf.parse(row["start_date"]).precision if row["start_date"] else "unknown"
            items.append(
                {
                    "id": event_id,
                    "page": own is not None,
                    "row": row,
                    "domain": types[row["type"]]["domain"] if row["type"] in types else "",
                    "actors": " ".join(sorted(actors)),
                    "certainty": _CREDIBLE.get(row["credibility"], "doubtful or unknown"),
                    "dated": "to the day" if precision == "day" else "roughly",
                    "releases": " ".join(releases),
                    "current": record.releases[-1] in releases,
                    "bounds": span(row, "start_date", "start_date"),
                }
            )
    items.sort(key=lambda item: words.first_day(item["row"]["start_date"]), reverse=True)
    years: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        years[words.first_day(item["row"]["start_date"])[:4] or "no date"].append(item)
    named = Counter(actor for item in items for actor in item["actors"].split())
    pages.write(
        "timeline",
        "timeline.html",
        years=years,
        number=sum(item["current"] for item in items),
        actors=_choices(pages, named, at_least=2),
        domains=[*record.words("domain")],
        types=sorted({item["row"]["type"] for item in items}),
        certainties=[*_CREDIBLE.values(), "doubtful or unknown"],
        releases=record.releases,
    )


def write_claims(pages: Pages) -> None:
    """Write the ledger of claims: the positions on each question, and forecasts with their outcome."""
    record = pages.record
    topics = record.words("topic")
    claims = sorted(record.tables["claims"].values(), key=lambda c: words.first_day(c["made_on"]), reverse=True)
    by_topic = [(t, facts["definition"], [c for c in claims if c["topic"] == t]) for t, facts in topics.items()]
    forecasts = [c for c in claims if c["type"] == "forecast"]
    outcomes = Counter(c["status"] for c in forecasts)
    pages.write(
        "claims",
        "claims.html",
        topics=[entry for entry in by_topic if entry[2]],
        number=len(claims),
        forecasts=len(forecasts),
        outcomes=outcomes,
        claimants=_choices(pages, Counter(c["claimant_id"] for c in claims), at_least=2),
        types=[*record.words("claim_type")],
        statuses=[s for s in record.words("claim_status") if any(c["status"] == s for c in claims)],
    )


def write_dependencies(pages: Pages, citations: Citations, series: list[Series], charts: set[str]) -> None:
    """Write the page on which two actors and a measure are chosen, and a page for each series."""
    record = pages.record
    named = {
        column: _choices(pages, Counter(s.first[column] for s in series), at_least=1)
        for column in ("dependent_id", "supplier_id")
    }
    indicators = sorted({s.first["indicator"] for s in series})
    drawn = {s.series_id: chart for s in series if (chart := chart_of(s)) in charts}
    pages.write(
        "dependencies",
        "dependencies.html",
        leaning=by_party(series, "dependent_id"),
        number=len(series),
        named=named,
        indicators=indicators,
        drawn=drawn,
        choices=sorted(charts),
    )
    meanings = record.words("indicator")
    for one in series:
        who, on = (pages.title("actors", one.first[c]) for c in ("dependent_id", "supplier_id"))
        observations = [(row, record.sources(row, row["dependency_id"])) for row in one.rows]
        pages.write(
            f"dependencies/{one.series_id}",
            "series.html",
            series=one,
            heading=f"{who} on {on}: {words.plain(one.first['indicator'])}",
            meaning=meanings[one.first["indicator"]]["definition"],
            observations=observations,
            cited=citations.of("dependencies", [row["dependency_id"] for row in one.rows]),
            chart=drawn.get(one.series_id, ""),
        )


def chart_of(series: Series) -> str:
    """The chart that a series stands in: all suppliers of its dependent by its indicator."""
    return f"{series.first['dependent_id']}-{series.first['indicator']}".replace("_", "-")


def write_map(pages: Pages, places: list[dict[str, Any]]) -> None:
    """Write the map, and the places in words for whoever cannot see it."""
    pages.write("map", "map.html", places=places)


def write_disagreements(pages: Pages) -> None:
    """Write the list of rows that a source contradicts, and of those on which both sides' sources agree."""
    record = pages.record
    items = []
    for table, row_id, supporting, against in contradicted(record):
        agree = set(_SIDES) <= {s.source["country"] for s in supporting}
        items.append((table, row_id, supporting, against, "agree" if agree else ""))
    agreed = []
    for table in PAGES[:5]:
        for row_id, row in record.tables[table].items():
            sources = record.sources(row, row_id)
            supporting = [s for s in sources if s.stance == "supports" and s.source["country"] in _SIDES]
            if {s.source["country"] for s in supporting} == set(_SIDES):
                against = [s for s in sources if s.stance != "supports"]
                agreed.append((table, row_id, supporting, bool(against)))
    states = {actor["iso3"]: actor["name"] for actor in record.tables["actors"].values() if actor["iso3"]}
    codes = {s.source["country"] for *_, against, _ in items for s in against if s.source["country"]}
    countries = sorted(((code, states.get(code, code)) for code in codes), key=lambda choice: choice[1])
    tables = [t for t in PAGES if any(item[0] == t for item in items)]
    pages.write(
        "disagreements",
        "disagreements.html",
        contradicted=_by_year(record, items),
        agreed=_by_year(record, agreed),
        number=len(items),
        agreeing=len(agreed),
        countries=countries,
        tables=tables,
    )


def _by_year(record: Record, items: list[tuple[Any, ...]]) -> list[tuple[str, list[Any]]]:
    """Rows, given by their table and id first, by the year in which they begin, the latest first."""
    years: defaultdict[str, list[Any]] = defaultdict(list)
    for item in items:
        table, row_id = item[:2]
        timeline: list[str] = storage.schema(table, record.version)["timeline"]
        day = words.first_day(record.row(table, row_id)[timeline[0]]) if timeline else ""
        years[day[:4] or "no date"].append(item)
    return sorted(years.items(), key=lambda year: (year[0].isdigit(), year[0]), reverse=True)


def contradicted(record: Record) -> list[tuple[str, str, list[Any], list[Any]]]:
    """The rows that a source contradicts: table, id, who supports and who contradicts."""
    ids = {c["row_id"] for c in record.tables["citations"].values() if c["stance"] == "contradicts"}
    found = []
    for table in PAGES:
        for row_id in sorted(ids & record.tables.get(table, {}).keys()):
            sources = record.sources(record.row(table, row_id), row_id)
            against = [s for s in sources if s.stance == "contradicts"]
            found.append((table, row_id, [s for s in sources if s.stance == "supports"], against))
    return found


def write_names(pages: Pages) -> None:
    """Write who calls whom what; a reader may choose whose names to see."""
    record = pages.record
    bearers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in record.tables["names"].values():
        bearers[row["actor_id"]].append(row)
    users = Counter(row["used_by"] for row in record.tables["names"].values() if row["used_by"])
    rows = sorted(bearers.items(), key=lambda item: pages.title("actors", item[0]).casefold())
    choices = _choices(pages, users, at_least=1)
    letters: defaultdict[str, list[tuple[str, list[Row]]]] = defaultdict(list)
    for actor, names in rows:
        letters[_letter(pages.title("actors", actor))].append((actor, names))
    pages.write("names", "names.html", letters=sorted(letters.items()), users=choices)
    called = {
        user: {"label": label, "names": {r["actor_id"]: r["name"] for r in _used_by(record, user)}}
        for user, label in choices
    }
    pages.put("assets/names.js", as_script("namesOf", called))


def _used_by(record: Record, user: str) -> list[Row]:
    """The names that somebody uses, those in Latin letters last, so that they are the ones shown."""
    used = [row for row in record.tables["names"].values() if row["used_by"] == user]
    return sorted(used, key=lambda row: row["name"].isascii())


def write_lists(pages: Pages) -> None:
    """Write the lists of actors, memberships, places and sources, from which every page can be reached."""
    record = pages.record
    kinds = record.words("actor_kind")
    actors = sorted(record.tables["actors"].values(), key=lambda a: a["name"].casefold())
    by_kind = [(kind, facts["definition"], [a for a in actors if a["kind"] == kind]) for kind, facts in kinds.items()]
    pages.write("actors", "actors.html", kinds=[entry for entry in by_kind if entry[2]], number=len(actors))
    wholes: defaultdict[str, list[Row]] = defaultdict(list)
    for row in record.tables["memberships"].values():
        wholes[row["organization_id"]].append(row)
    members = [(kind, [a["actor_id"] for a in those if a["actor_id"] in wholes]) for kind, _, those in by_kind]
    counts = {kind: sum(len(wholes[whole]) for whole in those) for kind, those in members}
    number = len(record.tables["memberships"])
    pages.write("memberships", "memberships.html", kinds=members, counts=counts, members=wholes, number=number)
    publishers: defaultdict[str, list[Row]] = defaultdict(list)
    for row in record.tables["sources"].values():
        publishers[row["publisher"]].append(row)
    letters: defaultdict[str, list[tuple[str, list[Row]]]] = defaultdict(list)
    for publisher, rows in sorted(publishers.items(), key=lambda item: item[0].casefold()):
        letters[_letter(publisher)].append((publisher, rows))
    pages.write("sources", "sources.html", letters=sorted(letters.items()), number=len(record.tables["sources"]))
    places = sorted(record.tables.get("places", {}).values(), key=lambda p: p["name"].casefold())
    pages.write("places", "places.html", places=places)


def write_codebook(pages: Pages) -> None:
    """Write the list of all columns, which a reader can search."""
    record = pages.record
    tables = [
        (name, storage.resource(name, record.version)["description"], storage.schema(name, record.version)["fields"])
        for name in storage.tables(record.version)
    ]
    meanings = {
        name: {w: t["definition"] for w, t in record.words(name).items()}
        for name in storage.vocabularies(record.version)
    }
    pages.write("codebook", "codebook.html", tables=tables, meanings=meanings)


def _letter(name: str) -> str:
    """The letter of the alphabet under which a name stands."""
    letter = folded(name)[:1].upper()
    return letter if letter.isalpha() else "0–9"


def _choices(pages: Pages, counted: Counter[str], *, at_least: int) -> list[tuple[str, str]]:
    """Actors to choose from, by name."""
    found = [(actor, pages.title("actors", actor)) for actor, n in counted.items() if n >= at_least]
    return sorted(found, key=lambda choice: choice[1].casefold())
