"""What a superintendent sees: her own district within one network, and no student."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from trellis.adults.partnerships import district_sections
from trellis.adults.partnerships.district_sections import SchoolMilestones
from trellis.adults.partnerships.models import DistrictPolicy, PartnerAgreement
from trellis.core.community.models import District, School
from trellis.core.foundation.ids import new_id
from trellis.improvement.opportunity.models import GapTable
from world import Side, make_side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


def client(side: Side, who: str = "devi") -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def test_another_district_of_the_same_network_does_not_exist_for_her():
    home = make_side("Harbor")
    district = District.objects.create(network=home.network, name="Quillback District")
    agreement = PartnerAgreement.objects.create(
        network=home.network, district=district, kind="data", title="Quillback data", status="signed"
    )
    policy = DistrictPolicy.objects.create(
        district=district, topic="credit", needs="Quillback credit", decider="board", lead_days=90
    )
    superintendent, her_district = client(home), home.rows["District"]
    for name, key in (
        ("partner-agreement", agreement.pk),
        ("partner-agreement-data", agreement.pk),
        ("district-policies", district.pk),
        ("district-agreements", district.pk),
    ):
        assert superintendent.get(reverse(name, args=[key])).status_code == 404, name
    pages = [
        superintendent.get(reverse("today")),
        superintendent.get(f"{reverse('today')}?district={district.pk}"),
    ]
    pages += [
        superintendent.get(reverse(name, args=[her_district.pk]))
        for name in ("district-agreements", "district-policies")
    ]
    assert not any("Quillback" in page.content.decode() for page in pages)
    posted = {"do": "remove", "policy": policy.pk}
    assert (
        superintendent.post(reverse("district-policies", args=[her_district.pk]), posted).status_code == 404
    )


def test_a_district_in_two_networks_sees_each_separately():
    world = make_world()
    District.objects.unscoped(TEXT).update(name="Riverbend")
    PartnerAgreement.objects.unscoped(TEXT).filter(network=world.other.network).update(title="Of the other")
    page = client(world.home).get(reverse("district-agreements", args=[world.home.rows["District"].pk]))
    assert "Model and data" in page.content.decode()
    assert "Of the other" not in page.content.decode()


def test_no_page_of_hers_names_a_student():
    home = make_side("Harbor")
    superintendent, district = client(home), home.rows["District"].pk
    addresses = [
        reverse("today"),
        reverse("my-schools"),
        reverse("school", args=[home.school.pk]),
        reverse("district-agreements", args=[district]),
        reverse("district-policies", args=[district]),
        reverse("partner-agreement", args=[home.rows["PartnerAgreement"].pk]),
        reverse("partner-agreement-data", args=[home.rows["PartnerAgreement"].pk]),
    ]
    for address in addresses:
        text = superintendent.get(address).content.decode()
        assert not any(name in text for name in ("Amina", "Bea Lopez", "Diallo")), address


def test_both_sides_write_the_map_and_nobody_overwrites_the_other():
    home = make_side("Harbor")
    policy = home.rows["DistrictPolicy"]
    page = reverse("district-policies", args=[home.rows["District"].pk])
    fields = {
        "do": "policy",
        "policy": policy.pk,
        "revision": f"{policy.pk}:{policy.revision}",
        "topic": "seat-time",
        "needs": policy.needs,
        "decider": "state",
        "status": "granted",
        "lead_days": "400",
    }
    assert client(home).post(page, fields | {"rule": "120 hours"}).status_code == 302
    assert client(home, "imani").post(page, fields | {"rule": "90 hours"}).status_code == 409
    new = {
        "do": "add",
        "key": new_id(),
        "topic": "labor",
        "needs": "Teams",
        "decider": "union",
        "status": "asked",
    }
    assert [client(home).post(page, new).status_code for _press in range(2)] == [302, 302]
    row = DistrictPolicy.objects.unscoped(TEXT).get(topic="labor")
    assert (row.lead_days, row.district_id) == (90, home.rows["District"].pk)


def table(home: Side, school: object, n: int, value: float | None) -> None:
    everyone = {"hidden": "small"} if value is None else {"n": n, "value": value, "low": value, "high": value}
    body = {"words": None, "findings": [], "compared": 0, "measures": {}}
    body["measures"]["plan-current"] = {"recorded": True, "everyone": everyone, "cells": {}}
    GapTable.objects.unscoped(TEXT).update_or_create(
        network=home.network,
        school=school,
        year=2027,
        audience="network",
        defaults={"body": body, "students": n},
    )


def test_figures_of_several_schools_are_left_out_together_with_one_of_them():
    home = make_side("Harbor")
    second = type(home.school).objects.create(
        network=home.network, district=home.rows["District"], name="Prairie"
    )
    table(home, home.school, 30, 0.9)
    table(home, second, 10, 0.5)
    figures = client(home).get(reverse("today")).context["figures"]
    assert [(row.everyone, row.learners) for row in figures.rows] == [("80%", "")]
    table(home, second, 4, None)
    figures = client(home).get(reverse("today")).context["figures"]
    assert [row.everyone for row in figures.rows] == [""]
    assert figures.students == 30, "Four students would be counted by what is missing."


def test_milestones_are_shown_once_an_app_tells_them(monkeypatch):
    home = make_side("Harbor")
    for key in list(district_sections.MILESTONES):
        monkeypatch.delitem(district_sections.MILESTONES, key)
    assert "Milestones" not in client(home).get(reverse("today")).content.decode()
    row = SchoolMilestones(home.school.pk, 7, 9, "Two scorers", date.today() + timedelta(days=9))
    monkeypatch.setitem(district_sections.MILESTONES, "test", lambda viewer, district: [row])
    page = client(home).get(reverse("today")).content.decode()
    assert "7 of 9 milestones met" in page
    assert "Two scorers" in page


def text_of(browser: Client, page: str) -> str:
    return " ".join(strip_tags(browser.get(page).content.decode()).split())


def test_a_waiver_of_one_school_is_shown_to_that_school_and_not_to_its_neighbor():
    home = make_side("Harbor")
    home.school.district = home.rows["District"]
    home.school.save()
    neighbor = School.objects.create(
        network=home.network, district=home.rows["District"], name="Quillback High"
    )
    policies = DistrictPolicy.objects.unscoped(TEXT).filter(district=home.rows["District"])
    policy, page = policies.get(), reverse("district-policies", args=[home.rows["District"].pk])
    fields = {
        "topic": "seat-time",
        "needs": "Days at sites count",
        "decider": "state",
        "status": "granted",
        "lead_days": "400",
    }

    def save(*schools: School) -> None:
        policy.refresh_from_db()
        revision = {"do": "policy", "policy": policy.pk, "revision": f"{policy.pk}:{policy.revision}"}
        sent = fields | revision | {"schools": [school.pk for school in schools]}
        assert client(home).post(page, sent).status_code == 302

    def shown_to_ines() -> bool:
        text = client(home, "ines").get(reverse("school-policies", args=[home.school.pk])).content.decode()
        return "Days at sites count" in text

    save(home.school)
    assert shown_to_ines()
    assert "Only for Harbor High" in text_of(client(home), page)
    save(neighbor)
    assert not shown_to_ines()
    assert "Days at sites count" in client(home).get(page).content.decode()
    save()
    assert shown_to_ines()
    assert client(home, "ines").get(reverse("school-policies", args=[neighbor.pk])).status_code == 404
