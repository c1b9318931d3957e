"""What higher apps add to lower ones: registered once, under a name, and listed with who registered it."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.urls import path

from trellis.core.foundation import checks, registry
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.registry import Registry


@pytest.fixture
def colors(monkeypatch) -> Registry:
    monkeypatch.setattr(registry, "REGISTRIES", {})
    colors = Registry("colors", "what things are painted with")
    colors._module = "paint"  # as if a lower app had made it
    return colors


def test_what_is_registered_is_kept_in_order(colors):
    colors.register("red", 1)
    colors.register("blue", 2)
    assert list(colors.items()) == [("red", 1), ("blue", 2)]
    assert colors.registered_by["red"] == __name__


def test_a_second_registration_of_a_key_is_refused_and_names_both_modules(colors):
    colors.register("red", 1)
    with pytest.raises(
        ValueError, match=f"{__name__} registers 'red' in colors, which {__name__} did already"
    ):
        colors.register("red", 2)
    assert colors["red"] == 1


def test_two_registries_of_one_name_are_refused(colors):
    with pytest.raises(ValueError, match="two registries named colors"):
        Registry("colors", "other things")


def listed(*words: str) -> str:
    output = io.StringIO()
    call_command("registries", *words, stdout=output)
    return output.getvalue()


def test_the_command_lists_who_registers_what():
    output = listed()
    for line in (
        "plan-current trellis.learning.plans.measures",
        "Person trellis.core.community.permissions",
        "packets trellis.assessment.exhibitions.apps",
        "exhibitions trellis.assessment.exhibitions.apps",
        "today trellis.web.shell.menu_items",
    ):
        assert line in " ".join(output.split()), line


def test_the_command_lists_one_registry_by_its_name():
    assert "measures:" in listed("measures")
    assert "permissions:" not in listed("measures")
    with pytest.raises(CommandError, match="no registry named colors"):
        listed("colors")


def open_page(request): ...


open_page.__module__ = "trellis.learning.plans.views"


def test_a_view_that_does_not_say_whom_it_is_for_fails_the_checks(settings):
    class Urls:
        urlpatterns = (path("open/", open_page), path("closed/", page_for(anyone=True)(open_page)))

    settings.ROOT_URLCONF = Urls
    (error,) = checks.check_views_have_permissions()
    assert error.id == "trellis.E002"
    assert "trellis.learning.plans.views.open_page does not say whom it is for" in error.msg
    assert "page_for" in error.hint
