"""A fourth network is a folder, and needs no code."""

import pytest
from package_copies import RIVER, change, copy

from trellis.design.blueprint.package import (
    Package,
    available_packages,
    builtin_packages,
    package_problems,
    read_package,
)


def test_a_network_nobody_programmed_for_is_ready_to_adopt():
    assert package_problems(RIVER) == []
    river = read_package(RIVER)
    assert river.word("advisory", count=2) == "crews"
    assert [o.parent for o in river.outcomes.outcomes] == [None, None, "noticing"]
    assert river.plan is river.exhibition is river.credit is None
    assert Package.model_validate(river.model_dump(mode="json")) == river


def test_its_rubric_reads_on_its_own_scale():
    river = read_package(RIVER)
    (rubric,) = river.rubrics.rubrics
    assert [c.quality for c in river.cells(rubric, rubric.criteria[0])] == ["Spring", "Stream", "River"]
    assert rubric.criteria[0].weight == 2.0


def test_it_is_found_where_the_site_keeps_its_models(monkeypatch, tmp_path):
    copy(tmp_path, "river-schools")
    monkeypatch.setenv("TRELLIS_MODELS", f"{tmp_path}:{tmp_path / 'nowhere'}")
    assert list(available_packages()) == [*builtin_packages(), "river-schools"]
    monkeypatch.delenv("TRELLIS_MODELS")
    assert available_packages() == builtin_packages()


def test_a_site_can_keep_its_own_version_of_a_shipped_model(monkeypatch, tmp_path):
    folder = copy(tmp_path, "new-tech")
    change(folder, "package.toml", 'version = "1.5.0"', 'version = "1.6.0"')
    monkeypatch.setenv("TRELLIS_MODELS", str(tmp_path))
    assert read_package(available_packages()["new-tech"]).version == "1.6.0"


@pytest.mark.parametrize("needed", ["few", "many", "two"])
def test_arabic_words_need_all_their_forms(tmp_path, needed):
    folder = copy(tmp_path, "river-schools")
    change(folder, "words.toml", f"\n{needed} = ", "\n# ")
    assert [(p.file, p.key) for p in package_problems(folder)] == [
        ("words.toml", f"translations.ar.term.{needed}")
    ]
