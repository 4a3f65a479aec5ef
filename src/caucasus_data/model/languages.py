"""Tags of languages."""

from __future__ import annotations

from caucasus_data.model.codes import COUNTRIES, LANGUAGES, SCRIPTS, SHORT


def is_language(tag: str) -> bool:
    """Whether each part of a BCP 47 tag of the form `az`, `az-Latn` or `az-Latn-AZ` is on its list.

    >>> is_language("hy"), is_language("ua"), is_language("az-Latn"), is_language("en-UK")
    (True, False, True, False)
    """
    language, *rest = tag.split("-")
    scripts, regions = ([part for part in rest if len(part) == size] for size in (4, 2))
    return language in LANGUAGES and SCRIPTS.issuperset(scripts) and set(COUNTRIES.values()).issuperset(regions)


def meant(text: str) -> list[str]:
    """The language that a text which is no tag probably means, if there is one.

    >>> meant("arm"), meant("Armenian"), meant("en-UK"), meant("ua"), meant("xx")
    (['hy'], ['hy'], ['en'], ['uk'], [])
    """
    language = text.lower().replace("_", "-").partition("-")[0]
    return [tag for tag in (SHORT.get(language, language),) if tag in LANGUAGES]
