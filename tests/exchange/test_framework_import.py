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
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Change
from trellis.design.frameworks.models import Association, Framework, Outcome
from trellis.exchange.case import read_case_package
from trellis.exchange.case_import import import_framework
from trellis.learning.projects import standards

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
    contents = {
        "CFDocument": DOCUMENT,
        "CFItems": [item("a", "Water moves.", humanCodingScheme="W.1"), item("b", "Water carries things.")],
        "CFAssociations": [child("b", "a", sequenceNumber=2), child("a", DOCUMENT["identifier"])],
    }
    return contents | more


@pytest.fixture
def file(tmp_path):
    def written(contents, name="science.json") -> Path:
        path = tmp_path / name
        path.write_bytes(contents if isinstance(contents, bytes) else json.dumps(contents).encode())
        return path

    return written


def test_a_framework_is_taken_in_with_its_words_codes_and_links(file):
    imported = import_framework(read_case_package(file(package())))
    framework = imported.framework
    assert imported.new
    assert [(outcome.code, outcome.title) for outcome in framework.outcomes.all()] == [
        ("W.1", "Water moves."),
        ("", "Water carries things."),
    ]
    link = Association.objects.get(origin__framework=framework)
    assert (link.kind, link.origin.key, link.destination.key, link.position) == ("isChildOf", "b", "a", 2)


def test_the_same_again_changes_nothing_and_a_later_state_stands_beside_it(file):
    import_framework(read_case_package(file(package())))
    assert import_framework(read_case_package(file(package()))).nothing
    later = DOCUMENT | {"lastChangeDateTime": "2027-01-31T09:00:00Z"}
    assert import_framework(read_case_package(file(package(CFDocument=later)))).new
    assert Framework.objects.filter(key=DOCUMENT["identifier"]).count() == 2


def without(contents: dict, *path) -> dict:
    contents = json.loads(json.dumps(contents))
    branch = contents
    for step in path[:-1]:
        branch = branch[step]
    del branch[path[-1]]
    return contents


@pytest.mark.parametrize(
    ("contents", "sentence"),
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
        (package(CFItems=[item("a", "x"), item("a", "y")]), "entry 2: identifier a is used twice"),
        (package(CFItems=[item("a" * 81, "x")], CFAssociations=[]), "longer than 80"),
        (package(CFAssociations=[child("z", "a")]), "z is not among the items"),
        (package(CFAssociations=[{"associationType": "isChildOf"}]), "CFAssociations, entry 1"),
        (
            package(CFDocument=DOCUMENT | {"lastChangeDateTime": "2026-02-31T99:00:00Z"}),
            "is not a date and time",
        ),
    ],
)
def test_what_is_no_framework_is_refused_in_words_and_nothing_is_kept(file, contents, sentence):
    with pytest.raises(ActionError) as refused:
        import_framework(read_case_package(file(contents)))
    assert sentence in refused.value.message
    assert not Framework.objects.filter(key=DOCUMENT["identifier"]).exists()


def test_a_file_that_is_not_there_is_said(tmp_path):
    answer = CliRunner().invoke(main, ["framework", "import", str(tmp_path / "nowhere.json")])
    assert answer.exit_code == 1
    assert "cannot be read" in answer.output


def test_the_command_says_how_many_came_in(file):
    path = str(file(package()))
    assert "2 outcomes imported" in CliRunner().invoke(main, ["framework", "import", path]).output
    assert "is already up to date" in CliRunner().invoke(main, ["framework", "import", path]).output


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    contents=st.recursive(
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
def test_whatever_the_file_holds_it_is_read_or_refused(file, contents):
    with contextlib.suppress(ActionError):
        read_case_package(file(contents))


@pytest.mark.skipif(not os.path.exists(NGSS), reason="the published package is not beside this checkout")
def test_the_published_science_standards_come_in_whole():
    framework = import_framework(read_case_package(NGSS)).framework
    assert import_framework(read_case_package(NGSS)).nothing
    assert framework.outcomes.count() == 1037
    assert Outcome.objects.filter(framework=framework, code="HS-PS1-1").exists()


def corrected(**more) -> dict:
    """The package as its publisher corrected it under the same version: other words, one more item, one less."""
    contents = package(
        CFDocument=DOCUMENT | {"version": "1.0", "lastChangeDateTime": "2026-09-01T09:00:00Z"},
        CFItems=[item("a", "Water moves and stands.", humanCodingScheme="W.1"), item("c", "Water is old.")],
        CFAssociations=[child("a", DOCUMENT["identifier"]), child("c", "a", sequenceNumber=1)],
    )
    return contents | more


def first(**more) -> dict:
    return package(CFDocument=DOCUMENT | {"version": "1.0"}) | more


def test_same_version_correction_is_taken_and_shown(file):
    framework = import_framework(read_case_package(file(first()))).framework
    keys = {outcome.key: outcome.pk for outcome in framework.outcomes.all()}
    path = str(file(corrected()))
    preview = CliRunner().invoke(main, ["framework", "import", path, "--preview"]).output
    assert "“W.1 Water moves.” → “W.1 Water moves and stands.”" in preview
    assert framework.outcomes.filter(statement="Water moves.").exists()
    output = CliRunner().invoke(main, ["framework", "import", path]).output
    assert "“W.1 Water moves.” → “W.1 Water moves and stands.”" in output
    assert "added: Water is old." in output
    assert "removed: Water carries things." in output
    assert Framework.objects.filter(key=DOCUMENT["identifier"]).count() == 1
    now = {outcome.key: outcome for outcome in framework.outcomes.filter(deleted_at=None)}
    assert set(now) == {"a", "c"}
    assert now["a"].pk == keys["a"]
    assert (
        Change.objects.unscoped("test").filter(row=keys["a"], op="U").get().before["statement"]
        == "Water moves."
    )
    assert "is already up to date" in CliRunner().invoke(main, ["framework", "import", path]).output
    again = import_framework(
        read_case_package(file(first(CFDocument=corrected()["CFDocument"])))
    )  # and b comes back
    assert ([outcome.key for outcome in again.added], [outcome.key for outcome in again.removed]) == (
        ["b"],
        ["c"],
    )
    assert framework.outcomes.get(key="b").pk == keys["b"]


def test_a_file_that_is_older_than_what_is_here_is_refused(file):
    import_framework(read_case_package(file(corrected())))
    with pytest.raises(ActionError, match="This file is older"):
        import_framework(read_case_package(file(first())))
    assert Outcome.objects.get(key="a").statement == "Water moves and stands."


def test_the_sequence_number_sets_the_order_and_parts_follow_their_whole(file):
    root = DOCUMENT["identifier"]
    contents = package(
        CFItems=[item(key, key) for key in ("late", "b", "a", "b2", "b1", "a1", "loose", "c")],
        CFAssociations=[
            child("b", root, sequenceNumber=2),
            child("a", root, sequenceNumber=1),
            child("c", root, sequenceNumber=10),
            child("late", root),
            child("b2", "b", sequenceNumber="2"),
            child("b1", "b", sequenceNumber=1),
            child("a1", "a"),
        ],
    )
    framework = import_framework(read_case_package(file(contents))).framework
    assert [outcome.key for outcome in framework.outcomes.all()] == [
        "a",
        "a1",
        "b",
        "b1",
        "b2",
        "c",
        "late",
        "loose",
    ]


def test_a_circle_of_parents_loses_nothing(file):
    contents = package(CFAssociations=[child("a", "b"), child("b", "a")])
    assert import_framework(read_case_package(file(contents))).framework.outcomes.count() == 2


@pytest.mark.parametrize(
    "query", ["ecole", "École", "ÉCOLE", "e\u0301cole", "lettre ecole", "w.3", "W 3", "l'ecole"]
)
def test_search_finds_words_without_their_accents(file, query):
    contents = package(
        CFItems=[item("e", "Écrire une lettre à l'École", humanCodingScheme="W.3")], CFAssociations=[]
    )
    import_framework(read_case_package(file(contents)))
    assert [outcome.key for outcome in standards.find_outcomes(query)] == ["e"]


def test_a_part_is_found_with_the_text_of_its_whole(file):
    contents = package(
        CFItems=[item("a", "Students write an argument, and in it they:"), item("a1", "use a colon.")],
        CFAssociations=[child("a1", "a", sequenceNumber=1)],
    )
    import_framework(read_case_package(file(contents)))
    assert [(outcome.key, outcome.stem) for outcome in standards.find_outcomes("colon")] == [
        ("a1", "Students write an argument, and in it they:")
    ]
    assert standards.find_outcomes("argument")[0].stem == ""
