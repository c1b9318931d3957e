"""Words in many languages: what finds what, and that the same is found however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.learning.library import words


def finds(query: str, text: str, language: str) -> bool:
    return all(words.match_terms(text, language, words.query_terms(query)))


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [
        ("gardens", "Gardening on the roof", "en"),
        ("RIO", "El agua del río", "es"),
        ("viviendas", "¿Quién tiene vivienda?", "es"),
        ("logements", "Le logement pour tous", "fr"),
        ("水质", "我们的河流水质安全吗", "zh-Hans"),
        ("水", "我们的河流水质安全吗", "zh-Hans"),
        ("河流水质", "我们的河流水质安全吗", "zh-Hans"),
        ("مدرسة", "المدرسة والحديقة", "ar"),
        ("পানি", "নিরাপদ পানি কোথায়", "bn"),
        ("nước", "Nước sạch ở đâu?", "vi"),
        ("dlo", "Ki kote dlo pwòp soti", "ht"),
        ("wat", "Clean water", "en"),
    ],
)
def test_a_word_finds_itself_in_its_forms_and_without_its_accents(query, text, language):
    assert finds(query, text, language)


@pytest.mark.parametrize(
    ("query", "text", "language"),
    [("river", "Clean water", "en"), ("质水", "水质", "zh-Hans"), ("ater", "water", "en")],
)
def test_another_word_does_not(query, text, language):
    assert not finds(query, text, language)


@given(st.text(max_size=80))
def test_whatever_is_typed_becomes_words_that_an_index_can_take(text):
    for each in words.query_terms(text):
        for term in each:
            assert term.strip("*")
            assert not set(term) & set("'\"\\ \x00:&|()")


@given(st.text(min_size=1, max_size=40), st.sampled_from(["en", "es", "zh-Hans", "ar", "bn"]))
def test_a_text_is_found_by_its_own_words(text, language):
    assert finds(text, text, language)
