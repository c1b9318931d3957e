"""A language is written as people call it, and kept by its tag."""

import pytest
from django.utils import translation

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import language_choices, language_name, parse_language_tag


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("Arabic", "ar"),
        (" haitian  creole ", "ht"),
        ("K'iche'", "quc"),
        ("Q'anjob'al", "kjb"),
        ("Mam", "mam"),
        ("Mandarin", "zh"),
        ("Dari", "fa-AF"),
        ("pt-BR", "pt-BR"),
        ("ara", "ar"),
        ("miz", "miz"),  # Coatzospan Mixtec, for which nobody here has a name
    ],
)
def test_a_name_or_a_tag_says_which_it_is(typed, tag):
    assert parse_language_tag(typed) == tag


def test_a_name_is_known_in_the_readers_language_and_in_english():
    with translation.override("es"):
        assert [parse_language_tag(name) for name in ("árabe", "Arabe", "Arabic")] == ["ar"] * 3
        assert language_name("ar") == "árabe"
        assert "árabe" in language_choices()


@pytest.mark.parametrize("typed", ["Arabish", "zz", "zxx", "und", "a" * 40, "en-" + "x" * 20, "<b>"])
def test_what_is_no_language_is_said_in_a_sentence(typed):
    with pytest.raises(ActionError, match="is not a language on the list"):
        parse_language_tag(typed)


def test_nothing_typed_is_asked_for():
    with pytest.raises(ActionError, match="Enter a language\\."):
        parse_language_tag(" ")


def test_what_has_no_name_is_called_by_its_tag():
    assert [language_name(tag) for tag in ("mam", "kjb", "zh-Hans", "xqt", "pt-XX")] == [
        "Mam",
        "Q’anjob’al",
        "Simplified Chinese",
        "xqt",
        "Portuguese",
    ]
