"""A framework of somebody else comes in as a CASE package: whole, once, and never over what was kept before."""

import contextlib
import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.cli import main
from trellis.exchange.case import read, take
from trellis.foundation.refusal import Refusal
from trellis.frameworks.models import Association, Framework, Outcome

pytestmark = pytest.mark.django_db
NGSS = Path(__file__).parents[3] / "shared/data/case/ngss-science-2013.cfpackage.json"
DOCUMENT = {
    "identifier": "c608881b-d7cb-11e8-824f-0242ac160002",
    "uri": "https://example.org/1",
    "creator": "A state",
    "title": "Science",
    "lastChangeDateTime": "2026-01-31T09:00:00Z",
}


def item(key: str, words: str, **more) -> dict:
    return {"identifier": key, "uri": f"https://example.org/{key}", "fullStatement": words, **more}


def child(key: str, of: str, **more) -> dict:
    ends = {"originNodeURI": {"identifier": key}, "destinationNodeURI": {"identifier": of}}
    return {"identifier": f"{key}-{of}", "associationType": "isChildOf", **ends, **more}


def package(**more) -> dict:
    told = {
        "CFDocument": DOCUMENT,
        "CFItems": [item("a", "Water moves.", humanCodingScheme="W.1"), item("b", "Water carries things.")],
        "CFAssociations": [child("b", "a", sequenceNumber=2), child("a", DOCUMENT["identifier"])],
    }
    return told | more


@pytest.fixture
def file(tmp_path):
    def written(told, name="science.json") -> Path:
        path = tmp_path / name
        path.write_bytes(told if isinstance(told, bytes) else json.dumps(told).encode())
        return path

    return written


def test_a_framework_is_taken_in_with_its_words_codes_and_links(file):
    made, new = take(read(file(package())))
    assert new
    assert [(one.code, one.title) for one in made.outcomes.all()] == [
        ("W.1", "Water moves."),
        ("", "Water carries things."),
    ]
    link = Association.objects.get(origin__framework=made)
    assert (link.kind, link.origin.key, link.destination.key, link.position) == ("isChildOf", "b", "a", 2)


def test_the_same_again_changes_nothing_and_a_later_state_stands_beside_it(file):
    take(read(file(package())))
    assert take(read(file(package())))[1] is False
    later = DOCUMENT | {"lastChangeDateTime": "2027-01-31T09:00:00Z"}
    assert take(read(file(package(CFDocument=later))))[1] is True
    assert Framework.objects.filter(key=DOCUMENT["identifier"]).count() == 2


def without(told: dict, *path) -> dict:
    told = json.loads(json.dumps(told))
    here = told
    for step in path[:-1]:
        here = here[step]
    del here[path[-1]]
    return told


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        ([], "has no CFDocument"),
        ({"CFDocument": []}, "has no CFDocument"),
        (package(CFItems={}) | {"CFItems": {"a": 1}}, "CFItems is not a list"),
        (package(CFItems=[]), "CFItems is empty"),
        (without(package(), "CFDocument", "title"), "CFDocument: title is missing"),
        (without(package(), "CFItems", 1, "fullStatement"), "CFItems, entry 2: fullStatement is missing"),
        (package(CFItems=[item("a", "x"), item("a", "y")]), "entry 2: identifier a is there twice"),
        (package(CFItems=[item("a" * 81, "x")], CFAssociations=[]), "longer than 80"),
        (package(CFAssociations=[child("z", "a")]), "z is not among the items"),
        (package(CFAssociations=[{"associationType": "isChildOf"}]), "CFAssociations, entry 1"),
        (package(CFDocument=DOCUMENT | {"lastChangeDateTime": "2026-02-31T99:00:00Z"}), "is no moment"),
    ],
)
def test_what_is_no_framework_is_refused_in_words_and_nothing_is_kept(file, told, said):
    with pytest.raises(Refusal) as no:
        take(read(file(told)))
    assert said in no.value.sentence
    assert not Framework.objects.filter(key=DOCUMENT["identifier"]).exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    answer = CliRunner().invoke(main, ["framework", "import", str(tmp_path / "nowhere.json")])
    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


def test_the_command_says_how_many_came_in(file):
    path = str(file(package()))
    assert "2 outcomes are in" in CliRunner().invoke(main, ["framework", "import", path]).output
    assert "is here already" in CliRunner().invoke(main, ["framework", "import", path]).output


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    told=st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["CFDocument", "CFItems", "identifier", "title"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_whatever_the_file_holds_it_is_read_or_refused(file, told):
    with contextlib.suppress(Refusal):
        read(file(told))


@pytest.mark.skipif(not os.path.exists(NGSS), reason="the published package is not beside this checkout")
def test_the_published_science_standards_come_in_whole():
    made, _new = take(read(NGSS))
    assert made.outcomes.count() == 1037
    assert Outcome.objects.filter(framework=made, code="HS-PS1-1").exists()
