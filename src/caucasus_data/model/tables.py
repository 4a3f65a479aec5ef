"""The tables. Everything else that the package knows of them is derived from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from caucasus_data.model import cells
from caucasus_data.model import vocabularies as vocabulary
from caucasus_data.model.row import Row, Table, column, optional, table
from caucasus_data.model.rules import (
    BlankUnless,
    Different,
    Follows,
    Formed,
    NotAfter,
    Prefixed,
    RequiredWhen,
    When,
    Within,
    given_exactly_when,
    ordered,
)
from caucasus_data.model.vocabularies import Indicator, Scheme

Foreseen = Annotated[str, cells.foreseen_date()]
Past = Annotated[str, cells.past_date()]
ActorRef = Annotated[str, cells.ref("actors")]
WholeRef = Annotated[str, cells.ref("actors", kinds=vocabulary.kinds_but("person", "treaty"))]
BodyRef = Annotated[str, cells.ref("actors", kinds=vocabulary.kinds_but("person", "territory"))]
ActingRef = Annotated[str, cells.ref("actors", kinds=vocabulary.kinds_but("territory", "treaty"))]
SideRef = Annotated[str, cells.ref("actors", kinds=vocabulary.kinds_but("person", "territory", "treaty"))]
AreaRef = Annotated[str, cells.ref("actors", kinds=("state", "territory"))]
SourceRef = Annotated[str, cells.ref("sources")]
Reviewed = Annotated[str, cells.day()]
Text = Annotated[str, cells.text()]
Label = Annotated[str, cells.text(120)]
OfficialName = Annotated[str, cells.text(250)]
Country = Annotated[str, cells.country()]
Credibility = Annotated[str, cells.word(vocabulary.CREDIBILITY)]


def _note() -> str | None:
    note: str | None = optional("Anything a reader must know to use the row rightly.", "Day not stated by the source.")
    return note


def _source(example: str) -> str:
    source: str = column("The first source in which the row was read; further ones stand in citations.", example)
    return source


def _reviewed() -> str | None:
    reviewed: str | None = optional(
        "Day on which somebody read the row against its sources again; blank where it was read once.", "2026-11-29"
    )
    return reviewed


_CODED = ("state", "territory", "de_facto_authority")
"""Kinds of actors that lists of countries have."""


@table(
    "actors",
    key=("actor_id",),
    rules=(
        NotAfter("start_date", "end_date"),
        Different("actor_id", "parent_id"),
        *(BlankUnless(code, When("kind", _CODED)) for code in ("iso3", "cow", "gw")),
    ),
    caution="that somebody is recognised, or that a label is the right name: labels are handles; contested names "
    "stand in names, with who uses them",
    headline=("actor_id", "name", "kind", "parent_id"),
    timeline=("start_date", "end_date"),
    lasting=True,
)
class Actor(Row):
    """Someone or something that acts, is acted on, or is a place: being listed is not recognition."""

    actor_id: Annotated[str, cells.slug("actors")] = column("Permanent readable id, never reused.", "armenia")
    name: OfficialName = column("Neutral English label.", "Armenia")
    kind: Annotated[str, cells.word(vocabulary.ACTOR_KIND)] = column("What sort of actor it is.", "state")
    parent_id: WholeRef | None = optional("The actor that it is a part or an organ of.", "russia")
    iso3: Country | None = optional("ISO 3166-1 alpha-3 code.", "ARM")
    cow: Annotated[int, cells.integer()] | None = optional("Correlates of War country code.", "371")
    gw: Annotated[int, cells.integer()] | None = optional("Gleditsch and Ward country code.", "371")
    start_date: Past | None = optional("Independence, founding or birth.", "1991-09-21")
    end_date: Past | None = optional("End or death; blank where no end is known.", "2003-12-12")
    source_id: SourceRef = _source("src-countrycode-iso")
    reviewed: Reviewed | None = _reviewed()
    note: Text | None = _note()


@table(
    "memberships",
    key=("membership_id",),
    rules=(
        NotAfter("start_date", "end_date"),
        Different("member_id", "organization_id"),
        *given_exactly_when("role", When("type", ("office",))),
        *given_exactly_when("end_basis", When("end_date")),
        RequiredWhen("start_date", When("start_basis", ("unknown",), negated=True)),
    ),
    caution="that a signature binds, or that a seat is taken: look at start_basis and participation; a blank end "
    "is one that nobody reported",
    headline=("member_id", "organization_id", "type", "role", "participation", "start_date", "end_date"),
    timeline=("start_date", "end_date"),
    lasting=True,
)
class Membership(Row):
    """One spell of constant values in which an actor belongs to an organization, a treaty or an office."""

    membership_id: Annotated[str, cells.slug("memberships")] = column("Permanent readable id.", "mem-armenia-eaeu-2015")
    member_id: ActingRef = column("Who belongs.", "armenia")
    organization_id: BodyRef = column("To what: an organization, a treaty, or the state or body of an office.", "eaeu")
    type: Annotated[str, cells.word(vocabulary.MEMBERSHIP_TYPE)] = column("In what capacity.", "full")
    role: Label | None = optional("Title of the office.", "Prime Minister")
    participation: Annotated[str, cells.word(vocabulary.PARTICIPATION)] = column("Whether the seat is taken.", "active")
    start_date: Past | None = optional("First day of the spell.", "2015-01-02")
    start_basis: Annotated[str, cells.word(vocabulary.START_BASIS)] = column(
        "Which act the start dates.", "entry_into_force"
    )
    end_date: Foreseen | None = optional(
        "Last day of the spell, blank where no end is known; a day of handover belongs to the later spell.",
        "2023-03-08",
    )
    end_basis: Annotated[str, cells.word(vocabulary.END_BASIS)] | None = optional(
        "Which act the end dates.", "term_end"
    )
    instrument: Label | None = optional("Treaty or decision behind it.", "Accession treaty, Minsk, 10 October 2014")
    source_id: SourceRef = _source("src-ragmamoul-eeu-2015")
    reviewed: Reviewed | None = _reviewed()
    note: Text | None = _note()


@table(
    "events",
    key=("event_id",),
    rules=(
        NotAfter("start_date", "end_date"),
        *ordered("deaths_low", "deaths_best", "deaths_high"),
        Different("event_id", "part_of"),
    ),
    caution="that counts are trends, or that what is missing did not happen: coverage tells what was looked through",
    headline=("start_date", "end_date", "title", "type", "place_id"),
    timeline=("start_date", "end_date"),
)
class Event(Row):
    """Something that happened, at a time and mostly at a place; who took part stands in participants."""

    event_id: Annotated[str, cells.slug("events")] = column("Permanent readable id.", "evt-2020-karabakh-war")
    title: Label = column("Neutral title in our own words.", "Second war over Nagorno-Karabakh (44-day war)")
    start_date: Past = column("Day of the event, or its first day.", "2020-09-27")
    end_date: Past | None = optional("Last day of an event of several days.", "2020-11-10")
    type: Annotated[str, cells.word(vocabulary.EVENT_TYPE)] = column("What sort of event it is.", "war")
    place_id: Annotated[str, cells.ref("places")] | None = optional(
        "Where it happened; of several places what holds them all.", "plc-karabakh-and-adjacent-districts"
    )
    deaths_low: Annotated[int, cells.integer()] | None = optional(
        "Lowest number of deaths that a source gives.", "6500"
    )
    deaths_best: Annotated[int, cells.integer()] | None = optional(
        "Number of deaths that the evidence bears best.", "7000"
    )
    deaths_high: Annotated[int, cells.integer()] | None = optional(
        "Highest number of deaths that a source gives.", "9077"
    )
    part_of: Annotated[str, cells.ref("events")] | None = optional(
        "The event of which it is a part.", "evt-1988-first-karabakh-war"
    )
    credibility: Credibility = column("Admiralty code for the information, 1 to 6.", "1")
    source_id: SourceRef = _source("src-crisisgroup-improving-prospects")
    reviewed: Reviewed | None = _reviewed()
    note: Text | None = _note()


_INDICATORS = {name: term for name, term in vocabulary.INDICATOR.terms.items() if isinstance(term, Indicator)}
_NET = ("trade_growth", "aid_value", "loan_value", "fdi_value")
"""Indicators of which an amount can be below zero: what was given may have come back."""

_SHARES = tuple(n for n, i in _INDICATORS.items() if i.units == ("percent",) and n != "trade_growth")


@table(
    "dependencies",
    key=("dependency_id",),
    rules=(
        Different("dependent_id", "supplier_id"),
        RequiredWhen("value", When("indicator", tuple(n for n, i in _INDICATORS.items() if i.value_required))),
        Follows("unit", "indicator", {n: i.units or ("",) for n, i in _INDICATORS.items()}, given="value"),
        Follows("basis", "indicator", {n: i.bases or ("",) for n, i in _INDICATORS.items()}, given="value"),
        Follows(
            "denominator", "indicator", {n: i.denominators or ("",) for n, i in _INDICATORS.items()}, given="value"
        ),
        Follows("measure", "indicator", {n: ("", *i.measures) for n, i in _INDICATORS.items()}),
        *given_exactly_when("method", When("value")),
        *given_exactly_when("qualifier", When("value")),
        BlankUnless("unit", When("value")),
        BlankUnless("basis", When("value")),
        BlankUnless("denominator", When("value")),
        Within("value", 0, 100, When("indicator", _SHARES)),
        Within("value", 0, 1e15, When("indicator", tuple(n for n in _INDICATORS if n not in (*_NET, *_SHARES)))),
    ),
    caution="that series compare: look at unit, basis, denominator, measure and reporter; a gap is not a zero, a "
    "pledge not a payment",
    headline=("dependent_id", "supplier_id", "indicator", "value", "unit", "basis", "period"),
    timeline=("period",),
)
class Dependency(Row):
    """One observation of how much one actor leans on another, as its source measures it."""

    dependency_id: Annotated[str, cells.slug("dependencies")] = column(
        "Permanent readable id.", "dep-armenia-russia-trade-share-2023"
    )
    dependent_id: SideRef = column("Who leans.", "armenia")
    supplier_id: SideRef = column("On whom.", "russia")
    indicator: Annotated[str, cells.word(vocabulary.INDICATOR)] = column("What is measured.", "trade_share")
    value: Annotated[float, cells.number()] | None = optional("The number.", "35")
    unit: Annotated[str, cells.word(vocabulary.UNIT)] | None = optional("Its unit.", "percent")
    basis: Annotated[str, cells.word(vocabulary.BASIS)] | None = optional("What the amount counts.", "value")
    denominator: Annotated[str, cells.word(vocabulary.DENOMINATOR)] | None = optional(
        "What a share is a share of.", "trade_turnover"
    )
    measure: Annotated[str, cells.word(vocabulary.MEASURE)] | None = optional(
        "Which of the things that the indicator names is counted, where statistics differ.", "net"
    )
    period: Past = column("The time that was measured, not the day of publication.", "2023")
    reporter_id: SideRef | None = optional("Whose statistics or statement the value is.", "armenia")
    method: Annotated[str, cells.word(vocabulary.METHOD)] | None = optional("How the value came about.", "reported")
    qualifier: Annotated[str, cells.word(vocabulary.QUALIFIER)] | None = optional(
        "How the source qualifies it.", "at_least"
    )
    credibility: Credibility = column("Admiralty code for the information, 1 to 6.", "2")
    source_id: SourceRef = _source("src-kyivindependent-trade-2024")
    reviewed: Reviewed | None = _reviewed()
    note: Text | None = _note()


_UNDECIDED = ("unreviewed", "unverifiable")
_RESOLVED = ("resolved_yes", "resolved_no", "resolved_ambiguous")
_JUDGED = ("supported", "partly_supported", "contradicted", "contested")
_FORECAST = When("type", ("forecast",))


@table(
    "claims",
    key=("claim_id",),
    rules=(
        BlankUnless("likelihood", _FORECAST),
        *given_exactly_when("resolve_by", _FORECAST),
        *given_exactly_when("criteria", _FORECAST),
        Follows(
            "status",
            "type",
            {
                t: _UNDECIDED + (("open", *_RESOLVED) if t == "forecast" else _JUDGED)
                for t in vocabulary.CLAIM_TYPE.words
            },
        ),
        BlankUnless("confidence", When("status", ("unreviewed", "open"), negated=True)),
        BlankUnless("resolution_terms", _FORECAST),
        *given_exactly_when("resolved_on", When("status", _RESOLVED)),
        *given_exactly_when("resolution_source_id", When("status", _RESOLVED)),
        NotAfter("made_on", "resolve_by"),
        NotAfter("made_on", "resolved_on"),
        NotAfter("resolved_on", "resolve_by"),
    ),
    caution="that the record agrees with a claim, or that a rate of hits means skill: forecasts here are those "
    "that were reported",
    headline=("claimant_id", "made_on", "type", "text", "status"),
    timeline=("made_on",),
)
class Claim(Row):
    """One proposition, who put it forward, and what other sources show of it."""

    claim_id: Annotated[str, cells.slug("claims")] = column("Permanent readable id.", "clm-bystritsky-2023-csto-stay")
    text: Annotated[str, cells.text(400)] = column(
        "One proposition in our own words.",
        "After the events in Karabakh Armenia will still not take the radical step of leaving the CSTO.",
    )
    type: Annotated[str, cells.word(vocabulary.CLAIM_TYPE)] = column("What sort of proposition it is.", "forecast")
    claimant_id: ActingRef = column("Who says it.", "bystritsky")
    source_id: SourceRef = column("Where it was read.", "src-tass-bystritsky-2023")
    locator: Label | None = optional("Where in the source.", "paras. 3-4")
    made_on: Past = column("When it was said.", "2023-09-25")
    topic: Annotated[str, cells.word(vocabulary.TOPIC)] = column("The question that it bears on most.", "csto")
    subject_id: ActorRef | None = optional("Whom it is about.", "armenia")
    event_id: Annotated[str, cells.ref("events")] | None = optional(
        "Event that it is about.", "evt-2024-csto-participation-frozen"
    )
    membership_id: Annotated[str, cells.ref("memberships")] | None = optional(
        "Membership that it is about.", "mem-armenia-csto-2024"
    )
    dependency_id: Annotated[str, cells.ref("dependencies")] | None = optional(
        "Observation that it is about.", "dep-armenia-russia-trade-share-2023"
    )
    likelihood: Annotated[str, cells.word(vocabulary.LIKELIHOOD)] | None = optional(
        "How likely the claimant calls a forecast.", "likely"
    )
    confidence: Annotated[str, cells.word(vocabulary.CONFIDENCE)] | None = optional(
        "How sure the record is of the status.", "moderate"
    )
    status: Annotated[str, cells.word(vocabulary.CLAIM_STATUS)] = column("What other sources show.", "resolved_yes")
    resolve_by: Foreseen | None = optional("Day by which a forecast can be judged.", "2025-09-25")
    criteria: Text | None = optional(
        "What would make a forecast come true.",
        "Yes if Armenia is in law still a member two years on; no if it has left.",
    )
    resolution_terms: Annotated[str, cells.word(vocabulary.RESOLUTION_TERMS)] | None = optional(
        "Whose deadline and criteria these are; blank where nobody has looked.", "record"
    )
    resolved_on: Past | None = optional("Day of the fact that decided a forecast.", "2025-09-25")
    resolution_source_id: SourceRef | None = optional("Source of that fact.", "src-ocmedia-simonyan-2025")
    reviewed: Reviewed | None = _reviewed()
    note: Text | None = _note()


@table(
    "sources",
    key=("source_id",),
    rules=(NotAfter("published", "accessed"), Different("url", "archive_url")),
    caution="that a letter grades a sentence: it grades the publisher, and F only says that nobody can judge",
    headline=("source_id", "publisher", "title", "published", "reliability"),
    timeline=("published",),
)
class Source(Row):
    """A document in which facts were read, as a stored copy on the day in accessed."""

    source_id: Annotated[str, cells.slug("sources")] = column("Permanent readable id.", "src-kremlin-csto-charter")
    title: Annotated[str, cells.text(400)] = column(
        "The source's own title, verbatim; in [brackets] where it has none.",
        "Charter of the Collective Security Treaty Organization",
    )
    publisher: Label = column("Who published it.", "President of Russia")
    author: Annotated[str, cells.several(120)] | None = optional(
        "Who wrote it, if named; one or several.", "Caroline Cox; John Eibner"
    )
    published: Past | None = optional("Date of publication.", "2002-10-06")
    url: Annotated[str, cells.url()] = column(
        "Address at which it stood.", "http://en.special.kremlin.ru/supplement/3506"
    )
    archive_url: Annotated[str, cells.url()] | None = optional(
        "Address of an archived copy.", "https://web.archive.org/web/2024/https://example.org"
    )
    accessed: Annotated[str, cells.day()] = column("Day on which we read it.", "2026-11-22")
    language: Annotated[str, cells.language()] = column("BCP 47 tag of its language.", "en")
    type: Annotated[str, cells.word(vocabulary.SOURCE_TYPE)] = column(
        "What sort of document it is.", "official_document"
    )
    reliability: Annotated[str, cells.word(vocabulary.RELIABILITY)] = column(
        "Admiralty code for the source, A to F.", "A"
    )
    country: Country | None = optional("Country of the publisher; blank for international bodies.", "RUS")
    note: Text | None = _note()


@table(
    "names",
    key=("actor_id", "name", "language", "usage", "used_by"),
    rules=(NotAfter("start_date", "end_date"), RequiredWhen("used_by", When("usage", ("contested",)))),
    caution="that a list of names is complete, or that using one is neutral",
    headline=("actor_id", "name", "language", "usage", "used_by"),
    timeline=("start_date", "end_date"),
    lasting=True,
)
class Name(Row):
    """A name that an actor or a place bears or is given, and by whom where that is contested."""

    actor_id: Annotated[str, cells.ref("actors", "places")] = column(
        "Whose name it is: an actor, or a place.", "armenia"
    )
    name: OfficialName = column("The name as it is written.", "Հայաստան")
    language: Annotated[str, cells.language()] = column("BCP 47 tag of the name's language.", "hy")
    usage: Annotated[str, cells.word(vocabulary.USAGE)] = column("In what way it is used.", "common")
    used_by: ActingRef | None = optional("Who uses it; required where it is contested.", "azerbaijan")
    start_date: Past | None = optional("Since when.", "2022-06-02")
    end_date: Past | None = optional("Until when.", "1990")
    source_id: SourceRef = _source("src-168am-2018-csto")
    note: Text | None = _note()


@table(
    "participants",
    key=("event_id", "actor_id", "role"),
    caution="who was to blame: roles say what somebody did in the event, as its source tells it",
    headline=("event_id", "actor_id", "role"),
)
class Participant(Row):
    """An actor's part in an event."""

    event_id: Annotated[str, cells.ref("events")] = column("The event.", "evt-2020-ceasefire-statement")
    actor_id: ActingRef = column("Who took part; never a territory.", "russia")
    role: Annotated[str, cells.word(vocabulary.ROLE)] = column("What it did.", "mediator")
    on_behalf_of: ActingRef | None = optional(
        "For whom a person or body acted: a state, authority or organization. Blank, or in office its own id, where it "
        "acted for itself.",
        "armenia",
    )
    note: Text | None = _note()


@table(
    "citations",
    key=("row_id", "source_id", "stance", "field"),
    caution="that two supporting sources are independent: agencies repeat one another",
    headline=("row_id", "source_id", "stance", "field", "locator"),
)
class Citation(Row):
    """A further source of a row, bearing it out or contradicting it."""

    row_id: Annotated[str, cells.ref()] = column("Id of the row, of any table.", "evt-2020-ceasefire-statement")
    source_id: SourceRef = column("The source; not the row's own first one.", "src-kremlin-2021-01-11")
    stance: Annotated[str, cells.word(vocabulary.STANCE)] = column("What it says of the row.", "supports")
    field: Annotated[str, cells.column_name()] | None = optional(
        "Column that it speaks of; blank for the whole row.", "start_date"
    )
    locator: Annotated[str, cells.text(300)] | None = optional("Where in the source, or what it says.", "opening")
    note: Text | None = _note()


@table(
    "withdrawn",
    key=("row_id",),
    rules=(
        Different("row_id", "replaced_by"),
        Prefixed("table", "row_id", {start: name for name, start in cells.PREFIXES.items()}, otherwise="actors"),
    ),
    caution="that what a withdrawn row said was false: the reason tells why it went",
    headline=("row_id", "table", "withdrawn_in", "replaced_by", "reason"),
)
class Withdrawn(Row):
    """The id of a row that was taken out; it is never used again."""

    row_id: Annotated[str, cells.slug("withdrawn")] = column(
        "Id of the row that went.", "src-off-kommersant-2018-am-ministers"
    )
    table: Annotated[str, cells.pattern("table", "|".join(vocabulary.TABLE_NAMES), "the name of a table")] = column(
        "Table in which it stood.", "sources"
    )
    withdrawn_in: Annotated[str, cells.pattern("version", r"[0-9]+\.[0-9]+\.[0-9]+", "a version such as 0.2.0")] = (
        column("First version without it.", "0.3.0")
    )
    replaced_by: Annotated[str, cells.ref()] | None = optional(
        "Id of the row that stands for it now.", "src-kommersant-2018-ministers"
    )
    reason: Label = column("Why it went.", "Entered twice.")
    note: Text | None = _note()


@table(
    "places",
    key=("place_id",),
    rules=(
        RequiredWhen("latitude", When("longitude")),
        RequiredWhen("longitude", When("latitude")),
        *given_exactly_when("precision", When("latitude")),
    ),
    caution="where a border runs: a place lies where it lies, and precision says how close its point is",
    headline=("place_id", "name", "kind", "within_id", "latitude", "longitude", "precision"),
)
class Place(Row):
    """Somewhere where events happen; where it lies says nothing of whose it is."""

    place_id: Annotated[str, cells.slug("places")] = column("Permanent readable id, never reused.", "plc-shusha")
    name: Label = column("Neutral English label; other names stand in names.", "Shusha (Shushi)")
    kind: Annotated[str, cells.word(vocabulary.PLACE_KIND)] = column("What sort of place it is.", "town")
    within_id: AreaRef | None = optional(
        "State or neutral territory in which it lies or which it is; blank at sea and on borders.", "nagorno-karabakh"
    )
    latitude: Annotated[float, cells.degrees(90)] | None = optional("Degrees north, WGS84.", "39.76006")
    longitude: Annotated[float, cells.degrees(180)] | None = optional("Degrees east, WGS84.", "46.74989")
    precision: Annotated[str, cells.word(vocabulary.PRECISION)] | None = optional(
        "How close the coordinates come to the place.", "exact"
    )
    geonames: Annotated[int, cells.integer()] | None = optional(
        "GeoNames feature of the place; blank where it has none or is not matched.", "147105"
    )
    source_id: SourceRef = column(
        "The source of the coordinates; of the place itself where there are none.", "src-geonames"
    )
    note: Text | None = _note()


_SCHEMES = {name: (s.pattern, s.form) for name, s in vocabulary.SCHEME.terms.items() if isinstance(s, Scheme)}


@table(
    "identifiers",
    key=("row_id", "scheme", "value"),
    rules=(Formed("value", "scheme", _SCHEMES),),
    caution="that two data sets mean the same: look at match",
    headline=("row_id", "scheme", "value", "match"),
)
class Identifier(Row):
    """What a row is called in somebody else's data."""

    row_id: Annotated[str, cells.ref()] = column("Id of the row, of any table.", "armenia")
    scheme: Annotated[str, cells.word(vocabulary.SCHEME)] = column("Whose identifier it is.", "wikidata")
    value: Label = column("The identifier, in the form of its scheme.", "Q399")
    match: Annotated[str, cells.word(vocabulary.MATCH)] = column("How what it stands for relates to the row.", "exact")
    source_id: SourceRef = _source("src-rigour-territories")
    note: Text | None = _note()


@table(
    "coverage",
    key=("domain", "area_id", "start_date"),
    rules=(NotAfter("start_date", "end_date"),),
    caution="that nothing happened where nobody looked: only systematic makes a zero",
    headline=("domain", "area_id", "start_date", "end_date", "depth"),
    timeline=("start_date", "end_date"),
    lasting=True,
)
class Coverage(Row):
    """A time, a theme and an area, and how far the record looked through them: what a missing event means."""

    domain: Annotated[str, cells.word(vocabulary.DOMAINS)] = column(
        "Field of politics of the event types.", "diplomatic"
    )
    area_id: WholeRef = column(
        "The actor that takes part, itself or through its people, or where it happens.", "armenia"
    )
    start_date: Past = column("First day that was looked through.", "1988-02-01")
    end_date: Past = column("Last day that was looked through.", "2026-06-25")
    depth: Annotated[str, cells.word(vocabulary.DEPTH)] = column("How far it was looked through.", "main_events")
    note: Text | None = _note()


TABLES: Mapping[str, Table] = {
    row.declared.name: row.declared
    for row in (
        *(Actor, Membership, Event, Dependency, Claim, Source, Name, Participant, Citation, Withdrawn),
        *(Place, Identifier, Coverage),
    )
}
"""Each declared table, by name."""
