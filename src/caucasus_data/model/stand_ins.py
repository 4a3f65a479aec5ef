"""Words that stand in cells which should be blank."""

from __future__ import annotations

SENTINELS = (
    "-", "--", "?", "n/a", "na", "n.a.", "nan", "nat", "none", "null", "nil", "tbc", "tbd", "todo", "undefined",
    "unknown", "xxx", "unbekannt", "k.a.", "н/д", "неизвестно", "нет данных", "<na>", "\\n",
)  # fmt: skip
IN_WORDS = (
    "not available", "not applicable", "not known", "not stated", "not given", "not specified", "not provided",
    "not reported", "not found", "no data", "no information", "no value", "to be determined", "to be confirmed",
    "to be announced", "does not apply", "same as above", "see above", "as above", "see note", "idem", "ibid", "ibid.",
    "ditto", "test", "asdf", "qwerty", "check", "check!",
    "missing", "pending", "(blank)", "(empty)", "(null)", "(none)",
    "keine angabe", "keine angaben", "nicht bekannt", "nicht verfügbar", "bilinmiyor", "belirtilmemiş", "məlum deyil",
    "не указано", "не известно", "не применимо", "отсутствует", "անհայտ", "უცნობია",
    "<nan>", "<null>", "<none>", "[null]", "1.#ind", "-1.#ind", "1.#qnan", "-nan", "[object object]",
)  # fmt: skip
"""Stand-ins that no id is like."""
SPREADSHEET_ERRORS = (
    "#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "#error!",
    "#n/a n/a", "#na", "#nan", "#null", "#error", "#field!", "#blocked!", "#connect!", "#busy!", "#unknown!",
    "#getting_data", "#external!", "#python!", "#timeout!", "#data!", "#circ!", "loading...",
    "#nv", "#bezug!", "#wert!", "#zahl!", "#überlauf!", "#kalk!", "#feld!", "#fehler!",
    *(f"err:{number}" for number in (*range(501, 533), 540)),
    "#н/д", "#ссылка!", "#знач!", "#имя?", "#дел/0!", "#число!", "#пусто!", "#перенос!", "#вычисл!", "#поле!",
    "#yok", "#değer!", "#ad?", "#sayı!", "#başv!", "#boş!", "#sayı/0!", "#valeur!", "#nom?", "#nombre!", "#nul!",
    "[object object]",
)  # fmt: skip
"""What formulas leave behind in programs that speak English, German, Russian, Turkish or French, and scripts."""
SURNAMES = ("na", "nan", "nil", "none", "null")
"""Stand-ins that are somebody's name as well."""
NO_DATES = ("9999", "9999-12-31", "0000", "0000-00-00", "1900-01-00")
NO_NUMBERS = ("9999", "-9999", "-999", "-99", "99999")
