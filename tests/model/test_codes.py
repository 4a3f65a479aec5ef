"""The codes are those of the published lists; `python -m tests.model.test_codes` brings them up to date."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pycountry

from caucasus_data.model import codes

HEAD = '''"""Codes of countries, languages and scripts, as ISO 3166-1, 639 and 15924 list them; made by the tests of this module.

They stand here rather than in a library, because the referee needs them at every start and a library takes its time.
"""

from __future__ import annotations

from typing import Final
'''


def listed(name: str, words: list[str]) -> str:
    lines = "\n".join(textwrap.wrap(" ".join(words), 116))
    return f'{name} = """\n{lines}\n"""\n'


def written() -> str:
    """The module as it should be."""
    countries = sorted(f"{c.alpha_3}:{c.alpha_2}" for c in pycountry.countries)
    languages = sorted(getattr(g, "alpha_2", g.alpha_3) for g in pycountry.languages)
    short = {"ua": "uk", "jp": "ja", "cn": "zh", "gr": "el", "cz": "cs", "dk": "da", "ge": "ka"}  # of countries
    for language in pycountry.languages:
        for long in (language.alpha_3, getattr(language, "bibliographic", ""), language.name.lower()):
            if long.isascii() and long.isalpha() and hasattr(language, "alpha_2"):
                short[long] = language.alpha_2
    scripts = sorted(s.alpha_4 for s in pycountry.scripts)
    return (
        HEAD
        + "\n"
        + listed("_COUNTRIES", countries)
        + listed("_LANGUAGES", languages)
        + listed("_SHORT", [f"{a}:{b}" for a, b in sorted(short.items())])
        + listed("_SCRIPTS", scripts)
        + "\n"
        + 'COUNTRIES: Final = dict(pair.split(":") for pair in _COUNTRIES.split())\n'
        + '"""The two letters of each country, by its three."""\n\n'
        + "LANGUAGES: Final = frozenset(_LANGUAGES.split())\n"
        + '"""Each language by two letters, or by three where it has no two."""\n\n'
        + 'SHORT: Final = dict(pair.split(":") for pair in _SHORT.split())\n'
        + '"""The two letters of a language, by what people write for them."""\n\n'
        + "SCRIPTS: Final = frozenset(_SCRIPTS.split())\n"
    )


def test_codes_are_those_of_the_published_lists() -> None:
    assert Path(codes.__file__).read_text(encoding="utf-8") == written(), "run `python -m tests.model.test_codes`"


if __name__ == "__main__":
    (Path(__file__).parents[2] / "src/caucasus_data/model/codes.py").write_text(written(), encoding="utf-8")
