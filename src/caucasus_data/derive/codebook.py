"""The codebook: what each table and column holds, for people."""

from __future__ import annotations

from collections.abc import Iterable

from caucasus_data.loading.fields import fields, following
from caucasus_data.model.vocabularies import VOCABULARIES, EventType, Indicator, Scheme, TableName, Term, Vocabulary
from caucasus_data.package import storage


def codebook(table: TableName | None = None) -> str:
    """The codebook as Markdown.

    Args:
        table: Name of a table; all tables and vocabularies where it is left out.

    Returns:
        Each column with its type, its constraints and an example, the rules between columns, and
        the definition of every word that a cell may hold.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    Source:
        schemas/<table>.schema.json and the vocabularies, both declared in `caucasus_data.model`.

    >>> print(codebook("participants").splitlines()[0])
    # participants
    """
    if table is not None:
        return _table(table, "#") + _vocabularies([table])
    names = list(storage.tables())
    tables = "\n".join(_table(name, "##") for name in names)
    return f"# Codebook\n\n{tables}\n{_vocabularies(names)}"


def _table(name: TableName, heading: str) -> str:
    declared = storage.schema(name)
    references, keys = storage.foreign_keys(name), storage.key(name)
    lines = [f"{heading} {name}", "", storage.tables()[name], "", f"Key: {', '.join(f'`{k}`' for k in keys)}.", ""]
    lines += ["| column | type | what it holds | example |", "|---|---|---|---|"]
    follows = {field["name"]: of for of, beside in following(name).items() for field in beside}
    for field in fields(name):
        about = [_type(field), "required" if field.get("constraints", {}).get("required") else ""]
        targets = [references[field["name"]]] if field["name"] in references else field.get("refersTo", [])
        about.append("→ " + " or ".join(f"`{target}`" for target in targets) if targets else "")
        about.append(f"follows from `{follows[field['name']]}`, in no file" if field["name"] in follows else "")
        cells = [f"`{field['name']}`", ", ".join(a for a in about if a), field["description"], f"`{field['example']}`"]
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    lines += [""]
    if declared["rules"]:
        lines += ["Between columns:", "", *(f"- {rule}." for rule in declared["rules"]), ""]
    return "\n".join(lines)


def _type(field: storage.Descriptor) -> str:
    if "vocabulary" in field:
        return f"word of [{field['vocabulary']}](#{field['vocabulary']})"
    if "rdfType" in field:
        return "EDTF date"
    limit = field.get("constraints", {}).get("maxLength")
    if "separator" in field:
        return f"list parted by `{field['separator']}`, of at most {limit} characters"
    return f"{field['type']} of at most {limit} characters" if limit else str(field["type"])


def _vocabularies(tables: Iterable[str]) -> str:
    used = {f["vocabulary"]: None for t in tables for f in fields(t) if "vocabulary" in f}
    return "\n".join(_vocabulary(VOCABULARIES[name]) for name in used)


def _vocabulary(vocabulary: Vocabulary) -> str:
    about = f"{vocabulary.description}{' A scale, in its order.' if vocabulary.scale else ''}"
    lines = [f"### {vocabulary.name}", "", about, "", *map(_term, vocabulary.terms.items()), ""]
    return "\n".join(lines)


def _term(entry: tuple[str, Term]) -> str:
    word, term = entry
    line = f"- `{word}`: {term.definition}"
    match term:
        case EventType():
            return f"{line} Domain: {term.domain}. PLOVER: {term.plover or 'none'}."
        case Indicator():
            allowed = [("unit", term.units), ("basis", term.bases), ("of", term.denominators)]
            allowed += [("measure", term.measures)]
            said = "; ".join(f"{what} {' or '.join(words)}" for what, words in allowed if words)
            return f"{line} {(said or 'No number').capitalize()}{'' if term.value_required else '; may be blank'}."
        case Scheme():
            return f"{line} It is {term.form}."
        case _:
            return line
