"""What people wrote runs in its own direction, whatever the page's language: an Arabic name on an English page, and an
English sentence on an Arabic one. It stands in an element with dir="auto", in a <bdi>, or in a field. Every page is
held to that by `test_every_page_as_every_role.py`."""

import re

from walk.written_text import without_direction


def test_a_text_without_its_direction_is_noticed():
    html = '<p>Amina Diallo</p><p dir="auto">Harbor High</p><li><bdi>Who speaks?</bdi> Six spoke.</li>'
    sentences = re.compile("Amina Diallo|Harbor High|Who speaks|Six spoke")
    assert without_direction(html, sentences) == {"Amina Diallo", "Six spoke"}
