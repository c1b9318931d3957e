"""What Trellis says it stores is what it stores: the schedule of data, New York's page, the inventory, the measure."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from trellis.adults.partnerships.data_elements import ELEMENTS
from trellis.adults.partnerships.models import PartnerAgreement
from trellis.adults.partnerships.stored_data import stored_elements
from trellis.core.community.models import Demographics, School
from trellis.core.foundation.csv_export import unguard_cell
from trellis.core.foundation.measures import MEASURES, Year
from world import Side, make_side

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    return make_side("Harbor")


def client(home: Side, who: str = "imani") -> Client:
    browser = Client()
    browser.force_login(home.people[who].account)
    return browser


def test_each_element_names_columns_that_exist(home):
    for element in ELEMENTS.values():
        for stored in element.columns:
            apps.get_model(stored.model)._meta.get_field(stored.column)
    assert stored_elements([]) == set(), "Every path leads to a student, so that no school has nothing."


def test_an_element_is_stored_once_a_row_of_the_school_holds_it(home):
    before = stored_elements([home.school.pk])
    assert {"student-name", "school", "english-learner", "scores", "living-situation"} <= before
    assert "birth-date" not in before
    Demographics.objects.unscoped(TEXT).update(birth_date=date(2011, 5, 4))
    assert stored_elements([home.school.pk]) - before == {"birth-date"}
    other = School.objects.create(network=home.network, name="Prairie")
    assert stored_elements([other.pk]) == set()


def test_what_is_stored_and_not_agreed_is_said(home):
    page = client(home).get(reverse("partner-agreement", args=[home.rows["PartnerAgreement"].pk]))
    assert "Living situation" in page.context["unagreed"]
    assert "Grade" not in page.context["unagreed"]


def test_new_york_gets_the_six_items_of_its_law_and_other_states_the_schedule(home):
    address = reverse("partner-agreement-data", args=[home.rows["PartnerAgreement"].pk])
    elsewhere = client(home, "devi").get(address).content.decode()
    assert "Schedule of data" in elsewhere
    assert "Education Law 2-d" not in elsewhere
    School.objects.unscoped(TEXT).update(state="NY")
    page = client(home, "devi").get(address).content.decode()
    items = (
        "1. Purposes",
        "2. Subcontractors",
        "3. What happens",
        "4. Correcting",
        "5. Where data",
        "6. Encryption",
    )
    assert all(item in page for item in items)
    assert "To run the school." in page
    assert "Not written yet" in page
    assert "no evaluations of teachers or principals" in page


def test_the_inventory_runs_no_formula(home):
    PartnerAgreement.objects.unscoped(TEXT).update(title="=1+1")
    response = client(home).get(reverse("agreements-csv", args=[home.network.pk]))
    row = response.content.decode("utf-8-sig").splitlines()[1].split(",")
    assert row[0] == "Trellis"
    assert row[3] == "'=1+1"
    assert unguard_cell(row[3]) == "=1+1"


def test_a_student_counts_while_their_school_has_both_agreements(home):
    year = Year(date(2026, 8, 1), date(2027, 6, 30), 2027)
    facts = MEASURES["agreements-current"].facts
    assert list(facts(home.network, year)) == []
    PartnerAgreement.objects.unscoped(TEXT).update(status="signed", starts=year.starts)
    assert {student for student, *_fact in facts(home.network, year)} == {home.amina.pk.hex, home.bea.pk.hex}
    PartnerAgreement.objects.unscoped(TEXT).update(kind="services")
    assert list(facts(home.network, year)) == []
