"""Every part of a model can be edited on pages; saving a page as it was changes nothing."""

import pytest
from django import forms
from django.http import QueryDict

from trellis.design.blueprint.package import Package, builtin_packages, read_package
from trellis.design.blueprint.package.editing import (
    add_entry,
    free_key,
    move_entry,
    remove_entry,
    replace_table,
)
from trellis.design.blueprint.package.places import place_at, references_to, tables_within
from trellis.design.blueprint.place_fields import fields_of, table_from


@pytest.fixture(scope="module", params=sorted(builtin_packages()))
def package(request) -> Package:
    return read_package(builtin_packages()[request.param])


def _form(tables, place, **typed: str) -> forms.Form:
    """The form of a place, sent as a browser sends what it shows, with what a person typed over it."""
    fields = fields_of(tables, place)
    shown = type("Shown", (forms.Form,), dict(fields))()
    data = QueryDict(mutable=True)
    for bound in shown:
        value = bound.value()
        if isinstance(bound.field, forms.MultipleChoiceField):
            data.setlist(bound.html_name, value or [])
        elif isinstance(bound.field, forms.BooleanField):
            if value:
                data[bound.html_name] = "on"
        else:
            data[bound.html_name] = "" if value is None else str(value)
    for name, text in typed.items():
        data[f"value-{name}"] = text
    form = type("Sent", (forms.Form,), dict(fields))(data)
    assert form.is_valid(), (place.path, form.errors)
    return form


def test_saving_a_page_as_it_was_changes_nothing(package):
    tables = package.tree
    places = [place for part in tables for place in tables_within(tables, (part,))]
    assert len(places) > 100
    for place in places:
        assert table_from(place, _form(tables, place).cleaned_data) == place.table, place.path
        assert replace_table(tables, place.path, place.table) == tables


def test_what_is_typed_is_in_the_table(package):
    tables = package.tree
    place = place_at(tables, ("calendar", "cycles"))
    table = table_from(place, _form(tables, place, weeks="11").cleaned_data)
    assert table["weeks"] == 11
    assert replace_table(tables, place.path, table)["calendar"]["cycles"]["weeks"] == 11
    assert tables["calendar"]["cycles"]["weeks"] != 11


def test_an_entry_is_added_moved_and_removed(package):
    tables = package.tree
    path = ("roles", "roles")
    key = free_key(tables, path, "Family Liaison!")
    assert key == "family-liaison"
    added = add_entry(tables, path, key, {"key": key, "title": "Family Liaison", "tie": "teacher-of"})
    moved = move_entry(added, (*path, key), -1)
    assert [role["key"] for role in moved["roles"]["roles"]][-2] == key
    assert free_key(added, path, "Family liaison") == "family-liaison-2"
    assert remove_entry(moved, (*path, key)) == tables


def test_an_entry_says_where_it_is_used(package):
    tables = package.tree
    outcome = tables["rubrics"]["rubrics"][0]["criteria"][0]["outcome"]
    users = references_to(tables, ("outcomes", "outcomes", outcome))
    assert ("rubrics", "rubrics", tables["rubrics"]["rubrics"][0]["key"], "criteria") == users[0][:4]
