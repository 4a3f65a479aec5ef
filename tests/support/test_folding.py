from __future__ import annotations

import pytest

from caucasus_data.support.folding import folded, sounding, words


@pytest.mark.parametrize(
    ("text", "alike"),
    [
        ("Türkiye", "turkiye"),
        ("İLHAM", "ilham"),
        ("Straße", "strasse"),
        ("Nagorno\u2011Karabakh", "nagorno-karabakh"),
        ("a\u00a0  b", "a b"),
    ],
)
def test_case_accents_and_ways_of_writing_do_not_matter(text: str, alike: str) -> None:
    assert folded(text) == alike


@pytest.mark.parametrize(
    "spellings",
    [
        "Pashinyan Pashinian Пашинян Փաշինյան",
        "Stepanakert Степанакерт Ստեփանակերտ",
        "Shusha Şuşa Шуша",
        "Aliyev Aliev Əliyev Алиев Ալիև",
        "Yerevan Erevan Ереван Երևան",
        "Tskhinvali Цхинвали ცხინვალი",
        "Tbilisi Тбилиси თბილისი Թբիլիսի",
        "Lachin Laçın Лачин Լաչին",
        "Zelensky Zelenskyy Зеленский Зеленський",
        "Garibashvili Gharibashvili Гарибашвили ღარიბაშვილი",
        "Gyumri Гюмри Գյումրի",
        "Khojaly Khodzhaly Ходжалы",
        "Aleksey Alexei Алексей",
        "Ruben Рубен Ռուբեն",
    ],
)
def test_a_name_sounds_the_same_in_every_script(spellings: str) -> None:
    assert len({sounding(spelling) for spelling in spellings.split()}) == 1


def test_numbers_keep_their_digits() -> None:
    assert sounding("1988 2000") == "1988 2000"
    assert words("No. 44-day") == ["No", "44", "day"]
