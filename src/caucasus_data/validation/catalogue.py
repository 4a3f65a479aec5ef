"""Every rule that the referee knows: its layer, its weight, and why it is there.

Where a rule is broken is for the checks to find; what it is called and what it means stands here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from caucasus_data.validation.finding import Severity


class Entry(NamedTuple):
    """What a rule asks, and why."""

    layer: str
    asks: str
    why: str
    severity: Severity = "error"


LAYERS: Mapping[str, str] = {
    "bytes": "The file as a sequence of characters.",
    "shape": "Columns and rows.",
    "cell": "One cell by itself.",
    "row": "Cells of one row beside each other.",
    "table": "Rows of one table beside each other.",
    "package": "Tables beside each other, and beside the last release.",
    "judgement": "What is possible and looks wrong. These are warnings: look again, and leave it if it is right.",
}

RULES: Mapping[str, Entry] = {
    # bytes
    "unknown-table": Entry("bytes", "A CSV file bears the name of a table.", "A misnamed file would not be read."),
    "encoding": Entry("bytes", "The file is text in UTF-8.", "Names in eight scripts survive in no other encoding."),
    "byte-order-mark": Entry("bytes", "No byte order mark.", "Programs take it for a part of the first column's name."),
    "newline-style": Entry("bytes", "Lines end in LF.", "A difference in line ends marks every line as changed."),
    "unclosed-quote": Entry(
        "bytes", "A quote that is opened is closed.", "The rows below would become part of the cell."
    ),
    "stray-quote": Entry(
        "bytes",
        'A cell with a quote in it is quoted, and the quote doubled: `""`.',
        "Programs disagree on what it means.",
    ),
    "unreadable-row": Entry("bytes", "A line is CSV.", "The row would be lost."),
    "merge-conflict": Entry(
        "bytes", "No marks of a merge.", "Git could not tell which side is meant, and programs take both for facts."
    ),
    # shape
    "header": Entry("shape", "The first line names the columns.", "Without it no cell can be told from another."),
    "doubled-column": Entry("shape", "No column stands twice.", "Nobody could tell which of the two counts."),
    "renamed-column": Entry("shape", "A column keeps its name.", "Programs ask for it by that name."),
    "unknown-column": Entry("shape", "No columns but the declared ones.", "A remark has its place in `note`."),
    "missing-column": Entry("shape", "Every declared column is there, if blank.", "Programs ask for it."),
    "column-order": Entry("shape", "Columns stand in their order.", "Differences between versions stay readable."),
    "row-length": Entry("shape", "A row has a cell for every column.", "Cells would slip into the wrong column."),
    "blank-row": Entry("shape", "No blank lines.", "Programs disagree on whether they are rows."),
    "repeated-header": Entry("shape", "The header stands once.", "Programs take it for a row of facts."),
    "stray-line": Entry("shape", "Every line is a row.", "A total or a remark would be read as a fact."),
    "slipped-row": Entry(
        "shape", "The cells of a row stand in their columns.", "Each would be taken for what it is not."
    ),
    # cell
    "required": Entry("cell", "The cell is filled.", "The row says nothing without it."),
    "invisible-character": Entry(
        "cell", "No line breaks, control or zero-width characters.", "Two cells that look the same would differ."
    ),
    "stray-space": Entry(
        "cell",
        "Words are parted by one plain space, and none stands around them.",
        "Two cells that look the same would differ.",
    ),
    "mojibake": Entry(
        "cell",
        "Letters are those that somebody wrote.",
        "A program that takes UTF-8 for another encoding makes Ð and Õ of Cyrillic and Armenian.",
    ),
    "lost-letters": Entry(
        "cell",
        "No mark stands in the place of a letter.",
        "What a program replaced by ? or � cannot be got back from it.",
    ),
    "decomposed": Entry(
        "cell", "A letter and its marks are one character.", "A name in pieces looks the same and is not found."
    ),
    "markup": Entry("cell", "Text is free of the marks of HTML, Markdown and code.", "It is shown as it stands."),
    "sentinel": Entry(
        "cell", "A value that is unknown is left blank.", "A stand-in such as 9999 ends up in somebody's average."
    ),
    "look-alike": Entry(
        "cell",
        "Ids, words, dates and numbers are written in plain letters.",
        "A Cyrillic а in an id makes another id.",
    ),
    "two-alphabets": Entry(
        "cell",
        "Each word of a text is written in letters of one alphabet.",
        "A Cyrillic с in ceasefire looks the same and is not found.",
    ),
    "stray-value": Entry("cell", "A text is words, and not an address alone.", "It stands in the wrong column."),
    "formula": Entry("cell", "Text does not begin with =, +, - or @.", "Spreadsheet programs would run it."),
    "separator": Entry("cell", "Several names have `; ` between them.", "Each goes into a bibliography by itself."),
    "max-length": Entry("cell", "The text fits its column.", "Labels are shown in tables and on maps."),
    "id": Entry(
        "cell",
        "An id is made of lower-case letters, digits and hyphens, with its table's prefix.",
        "Ids are cited, and typed by hand.",
    ),
    "edtf": Entry(
        "cell", "A date is of the EDTF subset, and a day of the calendar.", "Dates are compared and counted."
    ),
    "edtf-reversed": Entry("cell", "An interval does not end before it starts.", "It would hold no day at all."),
    "serial-date": Entry("cell", "A date is not a spreadsheet's day number.", "It would be read as a year."),
    "local-date": Entry(
        "cell", "A date is written year first.", "08/11/2020 is August in one country and November in another."
    ),
    "day": Entry("cell", "A day is written as 2024-06-12.", "Days are compared and counted."),
    "out-of-time": Entry(
        "cell",
        "Nothing was read or happened in the future, nor read before there was anything to read.",
        "The date is a slip.",
    ),
    "integer": Entry(
        "cell",
        "A count is a whole number in digits alone.",
        "1,960 is one number in one country and another elsewhere.",
    ),
    "number": Entry(
        "cell", "A number has digits and a decimal point, and no sign or unit.", "The unit has a column of its own."
    ),
    "minimum": Entry("cell", "A count is not negative.", "Nothing is counted below zero."),
    "vocabulary": Entry(
        "cell", "The cell is a word of the column's list.", "What is spelled in two ways is counted twice."
    ),
    "url": Entry("cell", "A web address is whole.", "A source that cannot be opened cannot be checked."),
    "language": Entry(
        "cell", "A language is a BCP 47 tag whose parts are on the published lists.", "Programs choose names by it."
    ),
    "iso3": Entry("cell", "A country is a code that ISO 3166-1 alpha-3 lists.", "Other data sets are joined by it."),
    "coordinate": Entry(
        "cell",
        "A latitude lies between -90 and 90 degrees, a longitude between -180 and 180.",
        "The place would be off the map.",
    ),
    "field": Entry("cell", "A citation names a column as the table does.", "It speaks of that cell."),
    "table": Entry("cell", "A withdrawn row names its table.", "The id is looked up there."),
    "version": Entry("cell", "A version is three numbers.", "It is looked up among the releases."),
    # row
    "not-after": Entry("row", "What ends does not end before it starts.", "One of the two dates is wrong."),
    "ordered": Entry(
        "row",
        "The lowest estimate is not above the best, nor the best above the highest.",
        "The estimates are mixed up.",
    ),
    "required-when": Entry(
        "row", "A cell is filled where another calls for it.", "The row could not be used as what it says it is."
    ),
    "blank-unless": Entry("row", "A cell stays blank where it has no meaning.", "It would be counted all the same."),
    "different": Entry(
        "row",
        "A row does not refer to itself, nor a copy to what it copies.",
        "It would be its own whole, parent or partner.",
    ),
    "follows": Entry("row", "One column allows only some words in another.", "A share of imports has no price."),
    "within": Entry("row", "A share lies between 0 and 100.", "A part is not more than the whole."),
    "formed": Entry(
        "row", "An identifier has the form that its scheme calls for.", "Other data sets are joined by it."
    ),
    "prefixed": Entry(
        "row", "The table of a withdrawn row is the one that its id begins like.", "The id is looked up there."
    ),
    # table
    "duplicate-key": Entry("table", "A key stands once.", "A citation of the row would be ambiguous."),
    "row-order": Entry(
        "table",
        "Rows stand in the order of their key.",
        "Differences between versions show what was changed and nothing else.",
    ),
    "overlapping-spells": Entry(
        "table",
        "Spells of one membership do not overlap, nor those of one domain and area.",
        "The member would be counted twice, and nobody could tell how far the record looked.",
    ),
    "same-fact": Entry("table", "A fact is entered once.", "It would be counted twice."),
    "same-actor": Entry(
        "table",
        "An actor has one row: no two share a name, however it is written, and a birth, or a code at one time.",
        "What it did would be counted for two.",
    ),
    "shared-identifier": Entry(
        "table", "What an identifier stands for exactly is one row.", "Joining other data would double it."
    ),
    "cycle": Entry("table", "Nothing is a part of itself by way of others.", "Sums over parts would never end."),
    # package
    "reference": Entry("package", "An id that a cell names exists.", "The row would point nowhere."),
    "unfit-kind": Entry(
        "package",
        "An actor stands where one of its kind can: who acts is no place, and where something happens is no person.",
        "A place does not act; those who hold it do.",
    ),
    "unfit-type": Entry(
        "package",
        "A treaty has parties and nothing else, and a state has offices alone.",
        "Who is bound by what would be mixed up.",
    ),
    "shrunk-table": Entry(
        "package",
        "A table keeps its released rows: neither a twentieth of them is gone, nor several that followed each other.",
        "A file that was cut off would take the rows of others with it.",
    ),
    "moved-column": Entry(
        "package",
        "The cells of a column stay in their rows.",
        "A column that was sorted by itself, or slipped by a row, tells of each row what is true of another.",
    ),
    "altered-column": Entry(
        "package",
        "The cells of a column are not changed by one act since the last release: filled down, cut off, rounded.",
        "Each may be sound, and none is what its source says.",
    ),
    "own-source": Entry("package", "A citation adds a source.", "The row's first source would be counted twice."),
    "cited-column": Entry("package", "A citation names a column of its row's table.", "It would speak of nothing."),
    "uncited-contradiction": Entry(
        "package",
        "A claim that is contradicted or contested has a citation that contradicts it.",
        "Readers must see who disagrees.",
    ),
    "uncited-support": Entry(
        "package",
        "A claim that is supported has a citation that supports it.",
        "The source in which it was read shows that it was said, not that it is so.",
    ),
    "both-stances": Entry(
        "package",
        "A source that supports a cell does not contradict it, or each voice in it has its own locator.",
        "One of the two is a slip.",
    ),
    "withdrawn-id": Entry(
        "package", "A withdrawn id is not used again.", "An old citation would point to another fact."
    ),
    "withdrawn-release": Entry(
        "package",
        "What is withdrawn stood in a release, and `withdrawn_in` is the first without it.",
        "Nobody can have cited what was never published.",
    ),
    "vanished-id": Entry(
        "package",
        "A row of the last release is still there, or entered in withdrawn.",
        "A citation would point nowhere.",
    ),
    # judgement
    "dated-id": Entry(
        "judgement",
        "The year in the id of an event or a dependency is one in which it lies, or a month away, and so is the month "
        "in that of an event; the year in that of a membership is near its start; that in a claim's one in which "
        "it was made, or of which it speaks.",
        "A digit of the date is a slip, or of the id.",
        "warning",
    ),
    "named-id": Entry(
        "judgement",
        "An id that names dependent, supplier and indicator, or a member, names those of the row.",
        "Who leans on whom was turned round, or another was chosen.",
        "warning",
    ),
    "late-report": Entry(
        "judgement",
        "A claim was made within a year of the source in which it was read, or its id has the year.",
        "A digit of one of the dates is a slip.",
        "warning",
    ),
    "stale-review": Entry(
        "judgement",
        "The day in reviewed is one on which the row was as it is.",
        "Somebody read other cells than those that stand there now; whoever changes a fact blanks the day.",
        "warning",
    ),
    "moved-address": Entry(
        "judgement",
        "A source that has another address was read there: its day of reading is a later one.",
        "What stands at an address that nobody opened is not known; a letter of it may be a slip.",
        "warning",
    ),
    "exchanged-cells": Entry(
        "judgement",
        "No two cells of a row stand in each other's place.",
        "Each may be sound where it stands: a title for a publisher, a locator for a note.",
        "warning",
    ),
    "early-review": Entry(
        "judgement",
        "A row is read again after its source was first read, not before.",
        "Nobody reads again what nobody had read; a digit of one of the days is a slip.",
        "warning",
    ),
    "earlier-day": Entry(
        "judgement",
        "A day of reading is not earlier than in the last release.",
        "Whoever reads a page or a row again does so later; a digit is a slip.",
        "warning",
    ),
    "slip-of-hand": Entry(
        "judgement",
        "A text has no word twice in a row, does not stand there twice, and closes its brackets.",
        "Nobody has read it again.",
        "warning",
    ),
    "odd-label": Entry(
        "judgement",
        "The name of an actor is a label in English: capitals where they belong, given names first.",
        "It is sorted, searched and shown beside others; names in other letters stand in names.",
        "warning",
    ),
    "two-spellings": Entry(
        "judgement",
        "A publisher, an author or an office is written as in the last release.",
        "Rows are counted by it.",
        "warning",
    ),
    "other-script": Entry(
        "judgement",
        "A name or title is written in letters of its language.",
        "Programs choose names and fonts by the language.",
        "warning",
    ),
    "contradictory-spells": Entry(
        "judgement",
        "A member has one standing in an organization at a time.",
        "One of the two spells has probably ended.",
        "warning",
    ),
    "alike": Entry(
        "judgement",
        "Two events of one day and type have different titles.",
        "They may be one event, entered twice.",
        "warning",
    ),
    "same-source": Entry(
        "judgement",
        "A page is one source, however its address is written.",
        "Two sources that are one look like confirmation.",
        "warning",
    ),
    "two-usages": Entry(
        "judgement",
        "A name has one usage at a time.",
        "It was entered twice, with another word.",
        "warning",
    ),
    "odd-address": Entry(
        "judgement",
        "An address is that of the page, tells nothing else, and its host has a name.",
        "Tails that track readers change with each of them, and a number or a short form is another page's tomorrow.",
        "warning",
    ),
    "unused-source": Entry(
        "judgement", "Every source bears some row.", "A source that nobody uses may be a row forgotten.", "warning"
    ),
    "outside-lifetime": Entry(
        "judgement",
        "Actors take part in events, and make claims, while they exist.",
        "The wrong actor or date may be entered.",
        "warning",
    ),
    "before-founding": Entry(
        "judgement",
        "A membership starts and ends while member and organization exist.",
        "The wrong body or date may be entered.",
        "warning",
    ),
    "before-report": Entry(
        "judgement",
        "A fact is not later than the sources that report it.",
        "The date of the fact or of the source is wrong.",
        "warning",
    ),
    "no-participant": Entry(
        "judgement", "An event has a participant.", "Nobody finds it when asking for an actor.", "warning"
    ),
    "missing-side": Entry(
        "judgement",
        "A person in office, or a body of a state, acts on somebody's behalf.",
        "Its state would not be found among those who took part.",
        "warning",
    ),
    "unfounded-side": Entry(
        "judgement",
        "An office held on the day, or a parent, bears out on whose behalf somebody acted.",
        "The wrong side or date may be entered.",
        "warning",
    ),
    "outside-state": Entry(
        "judgement",
        "A place lies in the box that holds its state on the map.",
        "Coordinates are easily swapped, or taken from a namesake.",
        "warning",
    ),
    "same-place": Entry(
        "judgement",
        "A name with its coordinates stands once.",
        "Events at one place would seem to be at two.",
        "warning",
    ),
    "unconfirmed": Entry(
        "judgement",
        "What is called confirmed has two sources of different publishers that are no wikis, or a primary text.",
        "Two pages of one house are one voice.",
        "warning",
    ),
    "announced": Entry(
        "judgement",
        "A source that bears out an event or the outcome of a forecast is not older than that.",
        "An announcement shows that something was announced, not that it took place.",
        "warning",
    ),
    "several-letters": Entry(
        "judgement", "A publisher has one letter for reliability.", "Readers weigh its sources by it.", "warning"
    ),
    "several-countries": Entry(
        "judgement", "A publisher has one country.", "Whose side a source is on is told by it.", "warning"
    ),
    "dated-address": Entry(
        "judgement",
        "The day in an address is the day of publication.",
        "One of the two is wrong, or the day is there and was not entered.",
        "warning",
    ),
    "no-locator": Entry(
        "judgement", "A claim says where in its source it stands.", "Nobody looks for it in forty pages.", "warning"
    ),
    "outside-whole": Entry(
        "judgement",
        "A part of an event lies within its time.",
        "A date is wrong, or it came before or after and is no part.",
        "warning",
    ),
    "narrow-deaths": Entry(
        "judgement",
        "The lowest and highest number of deaths hold what the cited sources give.",
        "The range would be surer than its sources.",
        "warning",
    ),
    "wide-deaths": Entry(
        "judgement",
        "The highest number of deaths is less than a hundred times the lowest.",
        "Zeros are too many, or the number counts something else.",
        "warning",
    ),
    "both-sides": Entry(
        "judgement",
        "Nobody is initiator and recipient of one event.",
        "Nobody does it to himself: one of the two is another role, or another actor.",
        "warning",
    ),
    "lone-guest": Entry(
        "judgement",
        "A meeting has two that met.",
        "A host that also talks is missed by whoever counts the parties.",
        "warning",
    ),
    "one-sided-protest": Entry(
        "judgement",
        "A protest has somebody who called for it, and somebody against whom it goes.",
        "Protests are counted by their target.",
        "warning",
    ),
    "not-in-force": Entry(
        "judgement",
        "A party to a treaty is active from the entry into force, not from its signature.",
        "Nobody is bound by what is not in force.",
        "warning",
    ),
    "odd-value": Entry(
        "judgement",
        "A yearly value lies within a third of the years beside it.",
        "A misprint, another measure or another counter stands in the series.",
        "warning",
    ),
    "turned-round": Entry(
        "judgement",
        "A value stands for one direction: who leans on whom is not the same the other way round.",
        "It would be counted for both.",
        "warning",
    ),
    "beyond-whole": Entry(
        "judgement",
        "The shares of several suppliers in one whole come to no more than it.",
        "One of them is a misprint, or a share of something else.",
        "warning",
    ),
    "superseded": Entry(
        "judgement",
        "A figure of a part of a year names the later one that has more of it.",
        "First releases are revised, and both would be plotted.",
        "warning",
    ),
    "rounded": Entry(
        "judgement",
        "A measured amount in whole hundreds of millions is not called exact.",
        "Its source has rounded it.",
        "warning",
    ),
    "overdue": Entry(
        "judgement",
        "A forecast whose time is up is resolved.",
        "Forecasters are scored by it.",
        "warning",
    ),
}
"""Each rule by its id."""
