"""The three networks' packages are whole, and say what they should in the way they should."""

import re

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import npgettext

from trellis.core.foundation.measures import MEASURES
from trellis.design.blueprint.package import PARTS, Package, builtin_packages, package_problems, read_package
from trellis.design.blueprint.package.words import DEFAULT_TERMS

SLUGS = ("big-picture", "internationals", "new-tech")
# What a room can tell in this release; a package may ask for these and no others.
FACETS = {"multilingual", "disability", "low_income", "race", "sex", "grade", "new_this_year", "ever_learner"}
# One for each plural form; not 0, for which Bengali's catalog takes the plural and CLDR the singular.
COUNTS = (1, 2, 3, 11, 100)
# A level says what work shows, so no level begins from what is missing.
DEFICIT = re.compile(
    r"\b(fails?|lacks?|lacking|poor|weak|unable|cannot|does not|little|lazy|limited|minimal|below|never)\b",
    re.I,
)
ABOUT_THE_CHILD = re.compile(r"\b(the student (is|has|can|does|shows)|he|she|his|her|you|your)\b", re.I)


@pytest.fixture(params=SLUGS)
def package(request) -> Package:
    return read_package(builtin_packages()[request.param])


def test_three_networks_have_folders_named_by_slug():
    assert tuple(builtin_packages()) == SLUGS
    assert [read_package(path).slug for path in builtin_packages().values()] == list(SLUGS)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_shipped_package_has_nothing_to_mend(slug):
    assert package_problems(builtin_packages()[slug]) == []


def test_a_package_goes_round_through_json_and_keeps_its_fingerprint(package):
    again = Package.model_validate(package.model_dump(mode="json"))
    assert again == package
    assert again.fingerprint == package.fingerprint
    assert re.fullmatch(r"[0-9a-f]{64}", package.fingerprint)


def test_a_fingerprint_changes_with_one_word(package):
    body = package.model_dump(mode="json")
    body["outcomes"]["outcomes"][0]["title"] += "!"
    assert Package.model_validate(body).fingerprint != package.fingerprint


def test_a_package_cannot_be_changed_in_passing(package):
    with pytest.raises(ValueError, match="frozen"):
        package.name = "Another"
    with pytest.raises(ValueError, match="frozen"):
        package.outcomes.outcomes[0].title = "Another"


def test_every_outcome_is_read_by_some_rubric(package):
    read = {c.outcome for rubric in package.rubrics.rubrics for c in rubric.criteria}
    assert read == {outcome.key for outcome in package.outcomes.outcomes}


def test_levels_speak_of_the_work_and_begin_from_what_is_there(package):
    sentences = [s for r in package.rubrics.rubrics for c in r.criteria for s in c.levels]
    assert len(sentences) > 50
    assert [s for s in sentences if DEFICIT.search(s)] == []
    assert [s for s in sentences if ABOUT_THE_CHILD.search(s)] == []
    assert [s for s in sentences if not s.endswith(".") or len(s) > 130] == []
    assert len(set(sentences)) > 0.9 * len(sentences)


def test_character_like_outcomes_say_they_score_work():
    big_picture, new_tech = (
        read_package(builtin_packages()["big-picture"]),
        read_package(builtin_packages()["new-tech"]),
    )
    noted = [
        o.note
        for p in (big_picture, new_tech)
        for o in p.outcomes.outcomes
        if o.key in {"personal-qualities", "agency"}
    ]
    assert len(noted) == 2
    assert all("never a score of who someone is" in note for note in noted)


def test_the_networks_published_names_are_there():
    big_picture, internationals, new_tech = (read_package(builtin_packages()[slug]) for slug in SLUGS)
    assert [o.title for o in big_picture.outcomes.outcomes[:5]] == [
        "Empirical Reasoning",
        "Quantitative Reasoning",
        "Communication",
        "Social Reasoning",
        "Personal Qualities",
    ]
    assert len(big_picture.practices.practices) == 10
    assert "".join(p.title[0] for p in internationals.practices.practices) == "HELLO"
    assert [o.title for o in new_tech.outcomes.outcomes] == [
        "Knowledge and Thinking",
        "Written Communication",
        "Oral Communication",
        "Collaboration",
        "Agency",
    ]
    assert [x.quality for x in new_tech.rubrics.scales[0].levels] == [
        "Emerging",
        "Developing",
        "Proficient",
        "Advanced",
    ]


def test_measures_are_ones_that_a_room_can_tell_looked_at_by_known_facets(package):
    assert {m.key for m in package.measures.measures} <= set(MEASURES)
    assert {f for m in package.measures.measures for f in m.facets} <= FACETS
    assert all(not m.title.endswith(".") for m in package.measures.measures)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_package_terms_exist_in_every_language(package, language):
    assert set(package.words.translations.get(language, ())) == set(package.words.terms)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_shared_terms_have_shared_translations(package, language):
    alike = [
        term for term, word in package.words.terms.items() if (word.one, word.other) == DEFAULT_TERMS[term]
    ]
    assert len(alike) > 5
    with translation.override(language):
        ours = {(term, n): npgettext("term", *DEFAULT_TERMS[term], n) for term in alike for n in COUNTS}
    assert {(term, n): package.word(term, n, language) for term, n in ours} == ours


def test_two_readings_that_lie_two_levels_apart_call_for_talk(package):
    assert package.exhibition.discrepancy == 2


def test_a_network_has_the_parts_it_uses_and_no_others():
    assert set(read_package(builtin_packages()["big-picture"]).parts) == set(PARTS) - {"portfolio"}
    assert read_package(builtin_packages()["new-tech"]).plan is None
    assert read_package(builtin_packages()["new-tech"]).internship is None
    assert read_package(builtin_packages()["internationals"]).plan is None


def test_a_criterion_meets_the_levels_of_its_scale_in_order(package):
    rubric = package.rubrics.rubrics[0]
    cells = package.cells(rubric, rubric.criteria[0])
    assert [cell.position for cell in cells] == list(range(1, len(cells) + 1))
    assert [cell.description for cell in cells] == list(rubric.criteria[0].levels)


def test_identifiers_stay_the_same_and_tell_things_apart(package):
    keys = [o.key for o in package.outcomes.outcomes]
    identifiers = {str(package.identifier("outcome", key)) for key in keys}
    assert len(identifiers) == len(keys)
    body = {**package.model_dump(mode="json"), "version": "9.9.9"}
    assert {str(Package.model_validate(body).identifier("outcome", key)) for key in keys} == identifiers


def test_no_word_of_a_package_asks_for_status_or_ranks_anyone(package):
    everything = str(package.model_dump(mode="json")).lower()
    for word in ("immigra", "undocumented", "citizen", "rank", "leaderboard", "social security"):
        assert word not in everything
