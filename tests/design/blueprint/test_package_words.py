"""A school reads its network's words, in its reader's language, in the form that goes with the number."""

import pytest
from django.utils import translation
from package_copies import RIVER

from trellis.design.blueprint.package import builtin_packages, read_package
from trellis.design.blueprint.package.words import DEFAULT_TERMS
from trellis.design.blueprint.wording import Wording


def test_one_advisory_two_advisories():
    package = read_package(builtin_packages()["big-picture"])
    assert (package.word("advisory"), package.word("advisory", count=2)) == ("advisory", "advisories")
    assert package.word("advisory", 0) == "advisories"


def test_each_network_says_it_in_its_own_way():
    word_by_network = {
        slug: read_package(path).word("exhibition", 2) for slug, path in builtin_packages().items()
    }
    assert word_by_network == {
        "big-picture": "exhibitions",
        "internationals": "portfolio presentations",
        "new-tech": "culminating events",
    }


def test_a_reader_of_spanish_reads_spanish_in_mexico_too():
    package = read_package(builtin_packages()["big-picture"])
    assert package.word("advisory", 2, "es") == "asesorías"
    assert package.word("advisory", 2, "es-MX") == package.word("advisory", 2, "es_MX") == "asesorías"


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("fr", "ateliers"),
        ("ht", "atelye"),
        ("ar", "ورش"),
        ("zh-hans", "工作坊"),
        ("bn", "কর্মশালাগুলো"),
        ("vi", "chuyên đề"),
        ("pt-br", "oficinas"),
    ],
)
def test_a_page_says_the_network_s_own_word_in_the_language_it_is_read_in(language, word):
    with translation.override(language):
        assert Wording(read_package(builtin_packages()["big-picture"])).many["class"] == word


def test_a_language_that_is_not_there_falls_back_to_the_package_s_own():
    assert read_package(builtin_packages()["big-picture"]).word("internship", 2, "so") == "LTIs"


def test_a_word_the_package_does_not_have_is_trellis_own():
    assert read_package(RIVER).word("portfolio", 2) == "portfolios"


def test_arabic_has_six_forms():
    river = read_package(RIVER)
    forms = [river.word("term", n, "ar") for n in (0, 1, 2, 3, 11, 100)]
    assert forms == ["لا مواسم", "موسم", "موسمان", "مواسم", "موسمًا", "موسم"]


def test_an_abbreviation_can_be_said_in_full():
    package = read_package(builtin_packages()["big-picture"])
    assert package.long_word("internship") == "learning through internship"
    assert package.long_word("internship", "es") == "aprendizaje por medio de una pasantía"
    assert package.long_word("advisory") == "advisory"


def test_a_term_that_trellis_does_not_have_is_a_mistake_of_the_page():
    with pytest.raises(KeyError, match="advizory"):
        read_package(builtin_packages()["big-picture"]).word("advizory")


def test_every_term_of_trellis_has_a_word_everywhere():
    for path in builtin_packages().values():
        package = read_package(path)
        assert all(package.word(term, n, "es") for term in DEFAULT_TERMS for n in (0, 1, 2))
