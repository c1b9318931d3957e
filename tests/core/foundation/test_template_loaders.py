"""Our pages come without indentation, and everything else of them as it was written."""

from pathlib import Path

from django.template import engines
from django.template.loader import get_template

import trellis

OURS = sorted(Path(trellis.__file__).parent.rglob("*.html"))


def loaded(name: str) -> str:
    return get_template(name).template.source


def test_a_page_of_ours_has_no_line_that_is_indented():
    assert "\n " not in loaded("shell/base.html")
    assert loaded("shell/base.html").count("\n") > 40  # an error still names the line of the file


def test_a_page_of_the_sign_in_library_stays_as_it_is():
    assert "\n    " in loaded("account/verified_email_required.html")


def test_no_message_of_ours_needs_the_indentation():
    """Within {% blocktranslate %} without `trimmed` it would be a part of the message."""
    for path in OURS:
        for line in path.read_text().splitlines():
            starts = "{% blocktranslate" in line and "trimmed" not in line
            assert not starts or "{% endblocktranslate %}" in line, f"{path}: {line}"


def test_templates_are_loaded_once():
    (loader,) = engines["django"].engine.template_loaders
    assert loader.get_template("shell/base.html") is loader.get_template("shell/base.html")
