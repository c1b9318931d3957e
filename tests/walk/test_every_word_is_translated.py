"""Switching the language changes every visible word of every page: the walk in a language that nobody speaks."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.signals import setting_changed
from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from trellis.core.community import links
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.texts import translatable_texts
from walk import pseudo
from walk.pages import OPENS
from walk.test_every_page_as_every_role import ROUTES, address
from walk.written_text import written
from world import MODEL, World, make_world

pytestmark = pytest.mark.django_db
FILES = {
    "day-worker",
    "visit-worker",
    "network-coaching-csv",
    "survey-csv",
    "review-evidence-file",
    "day-manifest",
    "day-file",
    "step-file",
    "week-oneroster",
    "apprenticeship-hours",
    "year-calendar",
    "relationship-file",
    "material-file",
    "event-sign-ups-csv",
    "agreements-csv",
    "model-translations-file",
    "partner-agreement-file",
    "reply-voice",
    "project-file",
    "library-file",
    "library-package",
    "project-package",
    "submission-file",
    "observation-photo",
    "portfolio-file",
    "portfolio-file-by-link",
}


SHOWS_WHAT_IS_EDITED = {
    "model-draft",
    "model-draft-place",
    "model-translations",
    "school-model",
    "school-model-place",
    "model-upgrade",
}
"""Pages on which a model is written: its sentences stand there as they were written, not translated."""


@pytest.fixture(scope="module")
def catalogs(tmp_path_factory):
    home = tmp_path_factory.mktemp("strange")
    pseudo.write(home)
    return home


@pytest.fixture(scope="module")
def strange(catalogs):
    """The strange language beside the screen's others."""
    strange = {"bidi": False, "code": pseudo.CODE, "name": "Strange", "name_local": "⟦šţ⟧"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(LANG_INFO, pseudo.CODE, strange)
        patch.setattr(settings, "LANGUAGES", [*settings.LANGUAGES, (pseudo.CODE, "Strange")])
        patch.setattr(settings, "LOCALE_PATHS", [catalogs, *settings.LOCALE_PATHS])
        forget()
        yield pseudo.CODE
    forget()


def forget() -> None:
    """Let Django look for languages anew."""
    trans_real._translations = {}
    setting_changed.send(sender=None, setting="LANGUAGES", value=None, enter=True)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.mark.parametrize("name", [route for route in ROUTES if OPENS[route] and route not in FILES])
def test_every_word_of_the_page_is_given_to_translators(world, strange, name):
    data = written(world.home.network.pk)
    if name in SHOWS_WHAT_IS_EDITED:
        data |= set(translatable_texts(Package.model_validate(MODEL)))
    if name == "model-translations":  # beside each sentence stands what Spanish has
        with translation.override("es"):
            data |= {translation.gettext(text) for text in translatable_texts(Package.model_validate(MODEL))}
    who = next((reader for reader in OPENS[name] if reader != "nobody"), None)
    client = Client()
    if who:
        client.force_login(world.home.people[who].account)
    session = client.session
    session["language"] = strange
    session.save()
    if name in world.home.tokens:  # a link is read in its holder's language, not the browser's
        links.set_link_language(world.home.tokens[name], strange)
    if name == "site-message":  # its text is in the language of the mentor who gets it
        world.home.rosa.language = strange
        world.home.rosa.save()
    answer = client.get(address(name, world.home))
    if answer.status_code == 200 and "text/html" in answer["Content-Type"]:
        assert pseudo.plain_words(answer.content.decode(), data) == set()


def test_a_plain_word_is_noticed(world, strange):
    data = written(world.home.network.pk)
    assert pseudo.plain_words("<p>⟦Ŧñ⟧ Hello <b aria-label='Close it'>Amina</b></p>", data) == {
        "Hello",
        "Close",
    }
