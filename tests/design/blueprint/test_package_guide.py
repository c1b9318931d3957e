"""The guide to writing a model is right: what it shows can be typed in and adopted."""

import re
from pathlib import Path

import pytest

from trellis.design.blueprint.package import PARTS, LockedPartError, package_problems, read_package
from trellis.design.blueprint.package.schema import REQUIRED_PARTS

GUIDE = (Path(__file__).parents[3] / "docs" / "model-packages.md").read_text(encoding="utf-8")
FILES = dict(re.findall(r"```toml\n# (\S+)\n(.*?)```", GUIDE, re.S))


def test_the_files_of_the_guide_make_a_package(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert package_problems(tmp_path) == []
    assert read_package(tmp_path).word("advisory", 2, "es") == "tripulaciones"


def test_the_guide_names_every_package_file():
    assert set(FILES) == {"package.toml", *(f"{part}.toml" for part in REQUIRED_PARTS)}
    assert all(f"`{part}.toml`" in GUIDE for part in PARTS)


def test_the_guide_s_example_of_adapting_does_what_it_says():
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.S)
    allowed, _, refused = code.rpartition("adapt_package(package")
    names: dict = {}
    exec(allowed, names)  # noqa: S102 the guide's own words
    with pytest.raises(LockedPartError):
        exec("adapt_package(package" + refused, names)  # noqa: S102
