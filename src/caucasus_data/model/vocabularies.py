"""The closed lists of words that cells may hold, each word with its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Final, Literal, get_args


@dataclass(frozen=True, slots=True)
class Term:
    """What one word of a vocabulary means."""

    definition: str

    def facts(self) -> dict[str, str | list[str]]:
        """Everything declared of the word, as plain data; what is empty is left out."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items() if v}


@dataclass(frozen=True, slots=True)
class EventType(Term):
    """An event type, its domain and its PLOVER category.

    PLOVER codes what one actor does to another, so `plover` is empty where an event is
    domestic or is nobody's act.
    """

    domain: str
    plover: str = ""


@dataclass(frozen=True, slots=True)
class Indicator(Term):
    """A dependency indicator and the units, bases and denominators that it allows.

    An empty tuple means that the cell stays blank. `value_required` is false only where no
    honest number may exist (a guarantee, a lease). `measures` tell apart what statistics count
    under the indicator's name.
    """

    units: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    denominators: tuple[str, ...] = ()
    value_required: bool = True
    measures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme(Term):
    """A scheme of identifiers that others use: the pattern of its values, and their form in words."""

    pattern: str
    form: str


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """A closed list of words, in the order in which people should read them.

    Attributes:
        scale: Whether the order is that of a scale, on which one word is less than the next.
    """

    name: str
    description: str
    terms: Mapping[str, Term]
    scale: bool = False

    def __contains__(self, word: object) -> bool:
        return word in self.terms

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.terms)


def _vocabulary(name: str, description: str, **terms: str) -> Vocabulary:
    return Vocabulary(name, description, {word: Term(text) for word, text in terms.items()})


def _scale(name: str, description: str, **terms: str) -> Vocabulary:
    return replace(_vocabulary(name, description, **terms), scale=True)


TableName = Literal[
    "actors",
    "memberships",
    "events",
    "dependencies",
    "claims",
    "sources",
    "names",
    "participants",
    "citations",
    "withdrawn",
    "places",
    "identifiers",
    "coverage",
]
"""The name of a table, for type checkers and for editors that complete it."""

TABLE_NAMES: Final[tuple[TableName, ...]] = get_args(TableName)

ACTOR_KIND = _vocabulary(
    "actor_kind",
    "What sort of actor this is.",
    state="A sovereign state that is or was a member of the United Nations or of the international system.",
    international_organization="A body founded by states, with members.",
    government_body="A ministry, parliament, court, agency, army or other organ of a state or organization.",
    de_facto_authority="A body that governs or governed a territory without general recognition.",
    territory="A region, district or settlement; a place, never a participant.",
    person="A human being.",
    political_party="A political party, electoral alliance or political movement.",
    armed_group="An armed force that is not a state's regular army.",
    company="A business, state-owned or private.",
    organization="A media outlet, think tank, non-governmental organization or church.",
    treaty="A treaty, pact or charter; its parties are memberships.",
)


def kinds_but(*kinds: str) -> tuple[str, ...]:
    """The kinds of actor but some."""
    return tuple(kind for kind in ACTOR_KIND.words if kind not in kinds)


MEMBERSHIP_TYPE = _vocabulary(
    "membership_type",
    "In what capacity the member belongs.",
    full="Full member with all rights of membership.",
    associate="Member with limited rights under an association arrangement.",
    observer="Observer without a vote.",
    candidate="Officially accepted as a candidate for membership.",
    applicant="Has formally applied and is not yet a candidate or member.",
    partner="Takes part in a partnership programme or format without membership.",
    party="Party to a treaty.",
    office="Holds an office: a person in a state or body, or a state in an organization's rotating chair.",
)

PARTICIPATION = _vocabulary(
    "participation",
    "Whether the member takes its seat during the spell.",
    active="Takes part, applies the treaty or exercises the office.",
    suspended_by_organization="Suspended by decision of the organization.",
    suspended_by_member="Membership stands in law, and the member itself has stopped taking part.",
    none="There is no seat to take: an application, a candidacy, or a treaty signed and not yet in force.",
)

START_BASIS = _vocabulary(
    "start_basis",
    "Which act or fact the start date dates.",
    signature="Signature of the treaty or charter.",
    ratification="Ratification, acceptance or deposit by the member.",
    entry_into_force="Entry into force for the member.",
    admission="Decision of the organization that admits the member or grants the status.",
    appointment="Appointment to the office.",
    election="Taking an office to which one was elected: for a president the oath or endorsement, not the vote.",
    de_facto="The change took place in fact, without a dated legal act.",
    announcement="The change is dated by its public announcement.",
    unknown="The source does not say what the date stands for, or there is no date.",
)

END_BASIS = _vocabulary(
    "end_basis",
    "Which act or fact the end date dates.",
    legal_exit="Withdrawal took legal effect.",
    expulsion="Expelled by the organization.",
    dissolution="The organization, body or treaty ended.",
    term_end="The office was left: term over, resignation, dismissal, arrest or death.",
    de_facto="Membership ended in fact, without a dated legal act.",
    status_change="The next spell of the same membership begins.",
)

DOMAINS = _vocabulary(
    "domain",
    "The field of politics that an event type belongs to.",
    diplomatic="Dealings between states and organizations.",
    military="Armed force: its use, its posture, its equipment.",
    economic="Trade, finance and infrastructure.",
    energy="Gas, oil, electricity and nuclear power.",
    legal="Treaties, laws and courts.",
    political="Power and contest within a polity.",
    humanitarian="People in need and people on the move.",
)

PLOVER = _vocabulary(
    "plover",
    "The PLOVER category of an event type; blank where an event is domestic or nobody's act.",
    AGREE="Declares that it will cooperate.",
    CONSULT="Meets, visits or talks, by telephone too.",
    SUPPORT="Backs, approves or recognises in words.",
    CONCEDE="Gives way in words.",
    COOPERATE="Works with another in deed, to the benefit of both.",
    AID="Gives money, goods or help.",
    RETREAT="Gives way in deed: leaves, returns, releases or resigns.",
    REQUEST="Asks for something.",
    ACCUSE="Criticises, blames, sues or investigates.",
    REJECT="Refuses.",
    THREATEN="Warns of harm.",
    PROTEST="Demonstrates, strikes or rallies.",
    SANCTION="Reduces or withholds relations, trade or help.",
    MOBILIZE="Readies or shows force without using it.",
    COERCE="Represses, seizes or restricts.",
    ASSAULT="Uses violent force.",
)

EVENT_TYPE = Vocabulary(
    "event_type",
    "What happened. Each type has one domain and, where PLOVER covers it, one PLOVER category.",
    {
        "meeting": EventType("Representatives talk in person, in any format.", "diplomatic", "CONSULT"),
        "call": EventType("Representatives talk by telephone or video.", "diplomatic", "CONSULT"),
        "mediation": EventType("A third party convenes or proposes a settlement.", "diplomatic", "CONSULT"),
        "summit": EventType("A gathering of the heads of an organization's members.", "diplomatic", "CONSULT"),
        "statement": EventType("An actor states a position or policy in public.", "diplomatic", "SUPPORT"),
        "intention_declared": EventType("An actor says in public what it intends to do.", "diplomatic", "AGREE"),
        "appeal": EventType("A formal request to another actor: help, membership, mediation.", "diplomatic", "REQUEST"),
        "refusal": EventType("A proposal, request or invitation is turned down.", "diplomatic", "REJECT"),
        "accusation": EventType("Blame, condemnation or diplomatic protest.", "diplomatic", "ACCUSE"),
        "threat": EventType("A warning of harm or penalty unless something is done.", "diplomatic", "THREATEN"),
        "resolution": EventType(
            "A parliament or international body adopts a non-binding text.", "diplomatic", "SUPPORT"
        ),
        "recognition": EventType("A state, border, sovereignty or atrocity is recognised.", "diplomatic", "CONCEDE"),
        "relations_established": EventType("Diplomatic relations open or reopen.", "diplomatic", "COOPERATE"),
        "relations_reduced": EventType(
            "Diplomatic relations are cut, envoys recalled or diplomats expelled.", "diplomatic", "SANCTION"
        ),
        "dialogue_launched": EventType(
            "A partnership, dialogue or commission starts work.", "diplomatic", "COOPERATE"
        ),
        "participation_suspended": EventType(
            "A member stops taking part in an organization, or is stopped.", "diplomatic", "SANCTION"
        ),
        "mission_launched": EventType("An observer or monitoring mission is set up.", "diplomatic", "COOPERATE"),
        "mission_changed": EventType("An observer or monitoring mission is enlarged, extended or given new tasks.", "diplomatic", "COOPERATE"),
        "mission_ended": EventType("An observer or monitoring mission ends.", "diplomatic", "RETREAT"),
        "agreement_initialled": EventType("A text is initialled, not yet signed.", "diplomatic", "AGREE"),
        "agreement_signed": EventType("A non-treaty agreement or joint statement is made.", "diplomatic", "AGREE"),
        "treaty_adopted": EventType("A conference or body adopts the text of a treaty, before any signature.", "legal", "AGREE"),
        "treaty_signed": EventType("A treaty is signed, not yet ratified.", "legal", "AGREE"),
        "treaty_ratified": EventType("A competent organ ratifies or approves a treaty.", "legal", "AGREE"),
        "entry_into_force": EventType("A treaty, decision or law starts to bind.", "legal", "AGREE"),
        "accession": EventType("A member joins an organization or treaty.", "legal", "COOPERATE"),
        "application": EventType("Membership or candidate status is formally applied for.", "legal", "REQUEST"),
        "status_granted": EventType("An organization grants candidacy, association or another status.", "legal", "COOPERATE"),
        "withdrawal_from_treaty": EventType("A party leaves or denounces a treaty or organization.", "legal", "SANCTION"),
        "bill_approved": EventType("A government, a committee or a first reading approves a draft law.", "legal"),
        "law_adopted": EventType("A parliament adopts a law, or a head of state signs it.", "legal"),
        "court_ruling": EventType("A court or tribunal decides.", "legal"),
        "case_filed": EventType("A case or charge is brought before a court.", "legal", "ACCUSE"),
        "arrest": EventType("A person is detained, or a warrant is issued.", "legal", "COERCE"),
        "constitutional_change": EventType("A constitution is adopted, amended or its reform begun.", "legal"),
        "war": EventType("Sustained fighting between organised forces over weeks or more.", "military", "ASSAULT"),
        "offensive": EventType("A planned attack on a wide front, of days rather than weeks.", "military", "ASSAULT"),
        "clash": EventType("A local exchange of fire or skirmish.", "military", "ASSAULT"),
        "attack": EventType("A single strike, shootdown, bombing or killing.", "military", "ASSAULT"),
        "violence_against_civilians": EventType("Civilians are killed or harmed deliberately.", "military", "ASSAULT"),
        "ceasefire": EventType("Fighting parties agree or declare a truce.", "military", "AGREE"),
        "capitulation": EventType("A party lays down arms or accepts the terms of the other.", "military", "CONCEDE"),
        "deployment": EventType("Forces, peacekeepers or guards arrive or take up posts.", "military", "MOBILIZE"),
        "force_withdrawal": EventType("Forces, peacekeepers or guards leave.", "military", "RETREAT"),
        "exercise": EventType("A military exercise is held.", "military", "MOBILIZE"),
        "mobilization": EventType("Reserves are called up or martial law is declared.", "military", "MOBILIZE"),
        "base_agreement": EventType("Terms of a foreign base or force are agreed.", "military", "AGREE"),
        "arms_deal": EventType("Weapons or military equipment are ordered or pledged.", "military", "COOPERATE"),
        "arms_delivery": EventType("Weapons or military equipment are delivered.", "military", "AID"),
        "blockade": EventType("A road, border or area is closed to force an outcome.", "military", "COERCE"),
        "prisoner_release": EventType("Prisoners or remains are returned.", "humanitarian", "CONCEDE"),
        "territory_transfer": EventType("Control of land passes by agreement.", "diplomatic", "CONCEDE"),
        "border_delimitation": EventType("A step to agree or mark a border.", "diplomatic", "AGREE"),
        "border_opening": EventType("A border or crossing opens.", "diplomatic", "COOPERATE"),
        "border_closure": EventType("A border or crossing is closed.", "diplomatic", "SANCTION"),
        "displacement": EventType("People flee or are driven out in large numbers.", "humanitarian"),
        "disaster": EventType("An accident, a fire, an epidemic or a force of nature does great harm.", "humanitarian"),
        "humanitarian_aid": EventType("Relief is pledged or delivered.", "humanitarian", "AID"),
        "financial_aid": EventType("Loans, grants or budget support are pledged or paid.", "economic", "AID"),
        "currency": EventType("A currency is brought in, pegged, freed or devalued.", "economic"),
        "trade_restriction": EventType("Imports, exports or transit are banned or limited.", "economic", "SANCTION"),
        "sanctions": EventType("Sanctions are imposed on persons, firms or states.", "economic", "SANCTION"),
        "sanctions_relief": EventType("Sanctions or trade bans are lifted.", "economic", "CONCEDE"),
        "investment": EventType("A stake, concession or project is bought or awarded.", "economic", "COOPERATE"),
        "infrastructure": EventType("A road, railway or other link is begun, opened or closed.", "economic", "COOPERATE"),
        "nationalization": EventType("The state takes over a company or its management.", "economic", "COERCE"),
        "energy_contract": EventType("Supply or purchase of energy is agreed.", "energy", "AGREE"),
        "energy_supply": EventType("Supply of energy starts, grows or resumes.", "energy", "COOPERATE"),
        "energy_disruption": EventType("Supply of energy is cut or interrupted.", "energy", "COERCE"),
        "energy_price": EventType("A price or tariff for energy is set or changed.", "energy"),
        "election": EventType("Voters elect a parliament, president or council.", "political"),
        "referendum": EventType("Voters decide a question.", "political"),
        "appointment": EventType("A person takes an office.", "political"),
        "resignation": EventType("A person leaves an office or says that they will.", "political", "RETREAT"),
        "government_change": EventType("A government falls, forms or is replaced.", "political"),
        "death": EventType("A person of public weight dies, and no attack is shown.", "political"),
        "founding": EventType("A party, a movement or a body comes into being.", "political"),
        "protest": EventType("People demonstrate, strike or rally.", "political", "PROTEST"),
        "crackdown": EventType("A state disperses, bans or represses opponents.", "political", "COERCE"),
        "coup_attempt": EventType("An attempt to seize power by force.", "political", "ASSAULT"),
        "independence_declared": EventType("An entity declares independence or secession.", "political"),
        "dissolution": EventType("A state, entity or body is dissolved.", "political", "CONCEDE"),
    },
)  # fmt: skip

ROLE = _vocabulary(
    "role",
    "What the participant did in the event.",
    initiator="Began it: the caller, attacker, sender, giver or applicant.",
    recipient="To whom it was done: the called, attacked, addressed or helped.",
    party="Took part on an equal footing.",
    mediator="Brought the parties together or guaranteed the outcome.",
    signatory="Signed or initialled.",
    host="Gave the place.",
)

_USD = ("usd_million",)
_IMPORTS = ("by_origin", "by_consignment", "goods_and_services")
_EXPORTS = ("domestic", "goods_and_services")
_TRADE = _IMPORTS
_TRANSFERS = ("gross", "net", "non_commercial")
_INVESTMENT = ("gross", "net", "stock")
_GRAIN = ("wheat", "wheat_and_flour", "grain")
_FUEL = ("petrol_and_diesel", "oil_products")
_GAS = ("europe",)
_TROOPS = ("one_site", "all_sites", "planned")
_MONEY_GIVEN = ("planned", "pledged", "paid", "net_disbursements")
_DEBT = ("with_allocations",)
_MONEY = ("usd_million", "eur_million", "rub_million", "amd_million", "inr_million")

INDICATOR = Vocabulary(
    "indicator",
    "What is measured, and which unit, basis and denominator the row may then state.",
    {
        "gas_import_share": Indicator("Supplier's share of the natural gas that is imported.", ("percent",), ("volume", "value"), ("gas_imports",)),
        "gas_consumption_share": Indicator("Supplier's share of the natural gas that is consumed.", ("percent",), ("volume",), ("gas_consumption",)),
        "gas_import_volume": Indicator("Natural gas delivered by the supplier.", ("billion_cubic_metres",), ("volume",), measures=_GAS),
        "gas_import_value": Indicator("Worth of the natural gas delivered by the supplier.", _USD, ("value",)),
        "gas_price": Indicator("Price of the supplier's gas at the border.", ("usd_per_1000_cubic_metres",), ("value",)),
        "electricity_generation_share": Indicator("Share of the electricity generated that rests on the supplier's plant, fuel or services.", ("percent",), ("volume",), ("electricity_generation",)),
        "electricity_import_volume": Indicator("Electricity delivered by the supplier.", ("gigawatt_hours",), ("volume",)),
        "nuclear_fuel_share": Indicator("Supplier's share of the nuclear fuel used.", ("percent",), ("weight", "value"), ("nuclear_fuel",), value_required=False),
        "fuel_import_share": Indicator("Supplier's share of imported motor fuel and oil products.", ("percent",), ("weight", "value", "volume"), ("fuel_imports",), measures=_FUEL),
        "fuel_import_volume": Indicator("Motor fuel and oil products delivered by the supplier.", ("thousand_tonnes",), ("weight",), measures=_FUEL),
        "fuel_import_value": Indicator("Worth of motor fuel and oil products delivered by the supplier.", _USD, ("value",), measures=_FUEL),
        "oil_import_volume": Indicator("Crude oil delivered by the supplier.", ("thousand_tonnes",), ("weight",)),
        "fuel_export_quota": Indicator("Motor fuel and oil products that the supplier lets the dependent buy under an agreed quota.", ("thousand_tonnes",), ("weight",)),
        "energy_import_share": Indicator("Supplier's share of all energy imports.", ("percent",), ("volume", "value"), ("energy_imports",)),
        "grain_import_share": Indicator("Supplier's share of imported grain or wheat.", ("percent",), ("weight", "value"), ("grain_imports",), measures=_GRAIN),
        "grain_import_volume": Indicator("Grain or wheat delivered by the supplier.", ("thousand_tonnes",), ("weight",), measures=_GRAIN),
        "export_share": Indicator("Share of the dependent's goods exports that goes to the supplier.", ("percent",), ("value",), ("goods_exports",), measures=_EXPORTS),
        "import_share": Indicator("Share of the dependent's goods imports that comes from the supplier.", ("percent",), ("value",), ("goods_imports",), measures=_IMPORTS),
        "trade_share": Indicator("Supplier's share of the dependent's foreign trade turnover.", ("percent",), ("value",), ("trade_turnover",), measures=_TRADE),
        "export_value": Indicator("Goods exported by the dependent to the supplier.", _MONEY, ("value",), measures=_EXPORTS),
        "import_value": Indicator("Goods imported by the dependent from the supplier.", _MONEY, ("value",), measures=_IMPORTS),
        "trade_value": Indicator("Trade turnover between the two.", _MONEY, ("value",), measures=_TRADE),
        "trade_growth": Indicator("Change of the trade turnover between the two against the period before.", ("percent",), ("value",), ("previous_period",), measures=_TRADE),
        "remittance_share": Indicator("Supplier's share of the money sent home or transferred in by individuals.", ("percent",), ("value",), ("remittance_inflow",), measures=_TRANSFERS),
        "remittance_value": Indicator("Money sent by individuals from the supplier.", _USD, ("value",), measures=_TRANSFERS),
        "fdi_stock_share": Indicator("Supplier's share of the foreign direct investment stock.", ("percent",), ("value",), ("fdi_stock",)),
        "fdi_value": Indicator("Foreign direct investment from the supplier.", _MONEY, ("value",), measures=_INVESTMENT),
        "arms_import_share": Indicator("Supplier's share of imported major arms.", ("percent",), ("volume", "value"), ("arms_imports",)),
        "arms_import_volume": Indicator("Major arms delivered by the supplier, in SIPRI trend indicator values.", ("tiv_million",), ("volume",)),
        "arms_order_value": Indicator("Worth of arms ordered from the supplier.", _MONEY, ("value",), value_required=False),
        "arms_order_quantity": Indicator("Number of weapons ordered from the supplier.", ("units",), (), (), value_required=False),
        "aid_value": Indicator("Grants or assistance pledged or paid by the supplier.", _MONEY, ("value",), measures=_MONEY_GIVEN),
        "loan_value": Indicator("Loans pledged or paid by the supplier.", _MONEY, ("value",), measures=_MONEY_GIVEN),
        "debt_value": Indicator("What the dependent owes to the supplier at the end of the period.", _MONEY, ("value",), measures=_DEBT),
        "ownership_share": Indicator("Supplier's stake in a company or network of the dependent.", ("percent",), (), ("equity",)),
        "concession": Indicator("The supplier runs infrastructure of the dependent under a contract.", ("years",), (), (), value_required=False),
        "transit_share": Indicator("Share of the dependent's trade that crosses the supplier's territory.", ("percent",), ("weight", "value"), ("goods_exports", "goods_imports", "trade_turnover")),
        "security_guarantee": Indicator("A treaty or pact by which the supplier undertakes to defend the dependent.", (), (), (), value_required=False),
        "military_base": Indicator("The supplier keeps a base or troops in the dependent's territory.", ("persons",), (), (), value_required=False, measures=_TROOPS),
        "border_guards": Indicator("The supplier's guards watch borders of the dependent.", ("persons",), (), (), value_required=False),
        "peacekeepers": Indicator("The supplier's peacekeepers serve in territory that concerns the dependent.", ("persons",), (), (), value_required=False),
    },
)  # fmt: skip

UNIT = _vocabulary(
    "unit",
    "The unit of a dependency's value.",
    percent="Hundredths of the denominator, 0 to 100; growth may leave that range.",
    billion_cubic_metres="10^9 cubic metres of gas.",
    usd_per_1000_cubic_metres="US dollars for a thousand cubic metres.",
    usd_million="Millions of US dollars at current prices.",
    eur_million="Millions of euros at current prices.",
    rub_million="Millions of Russian roubles at current prices.",
    amd_million="Millions of Armenian drams at current prices.",
    inr_million="Millions of Indian rupees at current prices.",
    gigawatt_hours="Gigawatt-hours.",
    thousand_tonnes="Thousands of metric tonnes.",
    tiv_million="Millions of SIPRI trend indicator values: a measure of volume, not of price.",
    units="Pieces.",
    years="Years.",
    persons="People.",
)

BASIS = _vocabulary(
    "basis",
    "What the amount counts.",
    volume="Physical volume or energy content.",
    weight="Physical weight.",
    value="Money.",
)

DENOMINATOR = _vocabulary(
    "denominator",
    "What a share is a share of.",
    gas_imports="All natural gas that the dependent imports.",
    gas_consumption="All natural gas that the dependent consumes.",
    electricity_generation="All electricity that the dependent generates.",
    nuclear_fuel="All nuclear fuel that the dependent uses.",
    fuel_imports="All imports of motor fuel and oil products.",
    energy_imports="All imports of energy.",
    grain_imports="All imports of grain or wheat, as the source defines them.",
    goods_exports="All goods exports of the dependent.",
    goods_imports="All goods imports of the dependent.",
    trade_turnover="Exports and imports of the dependent together.",
    previous_period="The same amount in the period of equal length a year before.",
    remittance_inflow="All transfers by individuals into the dependent, as the source defines them.",
    fdi_stock="The stock of foreign direct investment in the dependent.",
    arms_imports="All imports of major arms by the dependent.",
    equity="All shares of the company.",
)

MEASURE = _vocabulary(
    "measure",
    "Which of the things that go by an indicator's name the statistics count.",
    gross="All that came in, without what went out.",
    net="What came in less what went out.",
    non_commercial="Transfers of individuals for other than commercial purposes alone.",
    by_origin="Imports by the country in which the goods were made.",
    by_consignment="Imports by the country from which the goods were sent.",
    domestic="Exports of goods made at home alone, without re-exports.",
    goods_and_services="Goods and services together.",
    stock="What has been invested up to the end of the period.",
    wheat="Wheat without flour.",
    wheat_and_flour="Wheat and its flour.",
    grain="All grain.",
    petrol_and_diesel="Petrol and diesel alone.",
    oil_products="All oil products.",
    europe="Deliveries to all of Europe, of whose buyers the European Union is a part.",
    one_site="At one of several sites.",
    all_sites="At all sites together.",
    planned="Set aside, budgeted or intended, not known to be paid or in place.",
    pledged="Promised or agreed, not known to be paid.",
    paid="Paid out.",
    net_disbursements="Grants and loans on easy terms paid out as development aid, less what was paid back of earlier loans.",
    with_allocations="Together with the special drawing rights that the International Monetary Fund allocated to a member.",
)

METHOD = _vocabulary(
    "method",
    "How the value came about.",
    reported="The source states the value.",
    computed="We computed it from figures that the source states; the note says how.",
)

QUALIFIER = _vocabulary(
    "qualifier",
    "How the source qualifies the value.",
    exact="Stated as it stands.",
    about="Stated as approximate.",
    at_least="Stated as a lower bound.",
    at_most="Stated as an upper bound.",
)

CLAIM_TYPE = _vocabulary(
    "claim_type",
    "What sort of proposition the claimant makes.",
    fact="Says that something is or was so, and evidence could show it.",
    causal="Says that one thing brought about or hinders another.",
    assessment="Judges or interprets.",
    forecast="Says what will or may happen.",
    intention="Says what an actor wants or means to do.",
)

TOPIC = _vocabulary(
    "topic",
    "The one question that the claim bears on most.",
    csto="The Collective Security Treaty Organization.",
    eaeu="The Eurasian Economic Union.",
    eu_integration="Ties with and membership of the European Union.",
    us_partnership="Ties with the United States.",
    karabakh="The Nagorno-Karabakh conflict and its outcome.",
    peace_process="Peace between Armenia and Azerbaijan.",
    corridor="Transport links through southern Armenia.",
    border="Delimitation and security of borders.",
    russian_presence="Russian forces, guards and influence on the ground.",
    energy="Gas, oil, electricity and nuclear power.",
    trade="Trade, transit and money.",
    arms="Weapons and military cooperation.",
    icc="The International Criminal Court.",
    ukraine="Russia's war against Ukraine and its effects.",
    turkey="Turkey's role and Turkish-Armenian relations.",
    iran="Iran's role.",
    georgia="Georgia's politics and alignment.",
    domestic_politics="Power, elections and opinion within a state.",
)

LIKELIHOOD = _scale(
    "likelihood",
    "The seven ICD 203 expressions of likelihood; the claimant's own words are mapped to the nearest.",
    almost_no_chance="Almost no chance, remote: 1 to 5 %.",
    very_unlikely="Very unlikely, highly improbable: 5 to 20 %.",
    unlikely="Unlikely, improbable: 20 to 45 %.",
    roughly_even_chance="Roughly even chance: 45 to 55 %.",
    likely="Likely, probable: 55 to 80 %.",
    very_likely="Very likely, highly probable: 80 to 95 %.",
    almost_certain="Almost certain, nearly certain: 95 to 99 %.",
)

CONFIDENCE = _scale(
    "confidence",
    "How sure the record is of the status it gives (ICD 203).",
    low="Evidence is scant, questionable or fragmentary.",
    moderate="Evidence is credible and plausible, and not enough for more.",
    high="Evidence is good and from several sources.",
)

CLAIM_STATUS = _vocabulary(
    "claim_status",
    "What other sources show of the claim.",
    unreviewed="Nobody has checked it yet.",
    supported="Independent sources bear it out.",
    partly_supported="Sources bear out a part, or the claim holds only with a qualification.",
    contradicted="Sources show that it is wrong.",
    contested="Sources or parties disagree and the record does not settle it.",
    unverifiable="No evidence could settle it: motives, feelings, counterfactuals.",
    open="A forecast that was looked at, and whose time or evidence is not there yet.",
    resolved_yes="A forecast that came true by its criteria.",
    resolved_no="A forecast that did not come true by its criteria and deadline.",
    resolved_ambiguous="A forecast whose criteria turned out not to decide it.",
)

RESOLUTION_TERMS = _vocabulary(
    "resolution_terms",
    "Whose deadline and criteria a forecast is judged by.",
    claimant="The claimant named the time and what would count as coming true.",
    record="The record set the deadline, the criteria or both, because the claimant left them open.",
)

SOURCE_TYPE = _vocabulary(
    "source_type",
    "What sort of document the source is.",
    official_document="A treaty, law, resolution, court paper or official report.",
    official_statement="A press release, readout, speech or interview of an official, on an official channel.",
    dataset="Statistics or structured data.",
    academic="A peer-reviewed or university publication.",
    think_tank="A publication of a research institute or non-governmental organization.",
    news="Journalism.",
    opinion="A commentary, column or open letter that argues for a view in its author's name.",
    other="Anything else: encyclopaedias, company sites, blogs, mirrors.",
)

RELIABILITY = _scale(
    "reliability",
    "Admiralty code for the source.",
    A="Completely reliable: history of complete reliability.",
    B="Usually reliable: minor doubts.",
    C="Fairly reliable: doubts, and valid information in the past.",
    D="Not usually reliable: significant doubts.",
    E="Unreliable: history of invalid information.",
    F="Reliability cannot be judged.",
)

CREDIBILITY = _scale(
    "credibility",
    "Admiralty code for the information.",
    **{
        "1": "Confirmed by other independent sources: two of different publishers, neither a wiki; or by a primary text such as a treaty, a ruling or official statistics.",
        "2": "Probably true: consistent with other information, not confirmed.",
        "3": "Possibly true: reasonably logical, agrees with some other information.",
        "4": "Doubtful: possible, not logical, no other information.",
        "5": "Improbable: contradicted by other information.",
        "6": "Truth cannot be judged.",
    },
)

USAGE = _vocabulary(
    "usage",
    "In what way the name is used.",
    official="The actor's own official name.",
    common="The everyday name.",
    former="A name no longer in use.",
    transliteration="Another spelling of the name in the same script.",
    metonym="A capital, building or nickname that stands for the actor.",
    contested="A name that some use and others reject.",
)

STANCE = _vocabulary(
    "stance",
    "What the source says of the row.",
    supports="Bears out the row or the field.",
    contradicts="Says otherwise; the locator or note says what.",
)

PLACE_KIND = _vocabulary(
    "place_kind",
    "What sort of place it is.",
    country="A state as a whole.",
    region="A province, a historical region or another large part of a state.",
    district="A district within a region.",
    city="A settlement of some 100,000 people or more, or a capital.",
    town="A smaller urban settlement.",
    village="A rural settlement.",
    mountain="A mountain, pass, gorge or lake in the mountains.",
    border_point="A crossing, checkpoint or short stretch of a border.",
    building="A building, palace, airport or plant.",
    sea="A sea.",
    other="Anything else: a line, a street, several places taken together.",
)

PRECISION = _scale(
    "place_precision",
    "How close the coordinates come to the place; the seven grades of UCDP GED's where_prec.",
    exact="The point of the place itself (where_prec 1).",
    near="A known point within some 25 km of it (where_prec 2).",
    district="A point that stands for a district, the second level of administration (where_prec 3).",
    province="A point that stands for a province, the first level of administration (where_prec 4).",
    zone="A point that stands for a line or for an area without fixed bounds (where_prec 5).",
    country="A point that stands for a state as a whole (where_prec 6).",
    international="A point in international waters or airspace (where_prec 7).",
)

_NUMBERED = "[1-9][0-9]*"
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

SCHEME = Vocabulary(
    "scheme",
    "Whose identifier it is, and what its values look like.",
    {
        "wikidata": Scheme("Item of Wikidata.", "Q[1-9][0-9]*", "a Q and a number such as Q399"),
        "iso2": Scheme("ISO 3166-1 alpha-2 code of a country.", "[A-Z]{2}", "two capitals such as AM"),
        "iso_numeric": Scheme("ISO 3166-1 numeric code of a country; the same as in UN M49.", "[0-9]{3}", "three digits such as 051"),
        "cow_igo": Scheme("Number of an intergovernmental organization in the Correlates of War.", _NUMBERED, "a number such as 1545"),
        "cow_mid": Scheme("Number of a militarized interstate dispute in the Correlates of War.", _NUMBERED, "a number such as 3564"),
        "ucdp_actor": Scheme("Actor of the Uppsala Conflict Data Program.", _NUMBERED, "a number such as 57"),
        "ucdp_conflict": Scheme("Conflict of the Uppsala Conflict Data Program.", _NUMBERED, "a number such as 388"),
        "ucdp_dyad": Scheme("Dyad of the Uppsala Conflict Data Program.", _NUMBERED, "a number such as 814"),
        "icb_crisis": Scheme("Crisis of the International Crisis Behavior project.", _NUMBERED, "a number such as 395"),
        "atop": Scheme("Alliance of the Alliance Treaty Obligations and Provisions project.", _NUMBERED, "a number such as 3900"),
        "vdem": Scheme("Country of Varieties of Democracy.", _NUMBERED, "a number such as 105"),
        "imf": Scheme("Country or group in statistics of the International Monetary Fund.", "[0-9]{3}", "three digits such as 911"),
        "worldbank": Scheme("Country or group in data of the World Bank.", "[A-Z]{3}", "three capitals such as ARM"),
        "geonames": Scheme("Feature of GeoNames.", _NUMBERED, "a number such as 616052"),
        "opensanctions": Scheme("Entity of OpenSanctions, or its code of a territory.", "[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*", "a code such as ge-ab"),
        "everypolitician": Scheme("Person of EveryPolitician.", _UUID, "a UUID in lower case"),
        "ror": Scheme("Record of the Research Organization Registry.", "0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", "nine characters that begin with 0"),
    },
)  # fmt: skip

MATCH = _vocabulary(
    "match",
    "How what the identifier stands for relates to the row.",
    exact="They are the same thing.",
    broader="It stands for something of which the row is a part.",
    narrower="It stands for a part of what the row is.",
)

DEPTH = _vocabulary(
    "depth",
    "How far the record looked through a time, a theme and an area.",
    systematic="Every event of the theme in which the area takes part, or that happens in it, was looked for throughout "
    "the time, in sources that report all of their kind; the note names them. A missing event did not happen, as "
    "far as they report. Only here does a balanced panel write 0.",
    main_events="The events that chronologies, overviews and official lists name are there; smaller ones may be missing. "
    "A missing event means nothing.",
    none="Nobody looked. Rows that are there came along with other work, and a missing event means nothing. "
    "What no row of this table tells of is the same.",
)

VOCABULARIES: Mapping[str, Vocabulary] = {
    v.name: v
    for v in (
        ACTOR_KIND, MEMBERSHIP_TYPE, PARTICIPATION, START_BASIS, END_BASIS, EVENT_TYPE, DOMAINS, PLOVER, ROLE,
        INDICATOR, UNIT, BASIS, DENOMINATOR, METHOD, QUALIFIER, CLAIM_TYPE, TOPIC, LIKELIHOOD,
        CONFIDENCE, CLAIM_STATUS, RESOLUTION_TERMS, SOURCE_TYPE, RELIABILITY, CREDIBILITY, USAGE, STANCE,
        PLACE_KIND, PRECISION, SCHEME, MATCH, DEPTH, MEASURE,
    )
}  # fmt: skip
