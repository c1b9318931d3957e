"""What joining has to do with agreements: what must be signed before a step, and what a superintendent sees."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.adults.joining.models import JoiningSchool, JoiningStep
from trellis.adults.joining.requirements import check_requirement
from trellis.adults.partnerships.models import DistrictPolicy, PartnerAgreement, PolicySchool
from trellis.core.community.models import School
from world import Side, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def side() -> Side:
    return make_world().home


def _sign(side: Side, **values: object) -> None:
    rows = PartnerAgreement.objects.unscoped("the test signs")
    rows.filter(pk=side.rows["PartnerAgreement"].pk).update(status="signed", **values)


def test_a_school_in_trellis_needs_an_agreement_that_covers_it(side):
    joining = side.rows["JoiningSchool"]
    for kind in ("services-agreement", "data-agreement"):
        assert not check_requirement(kind, joining).met
    _sign(side)  # one agreement of both kinds
    for kind in ("services-agreement", "data-agreement"):
        assert check_requirement(kind, joining).met
    _sign(side, starts=date.today() - timedelta(days=9), ends=date.today() - timedelta(days=1))
    assert not check_requirement("services-agreement", joining).met


def test_before_the_school_is_in_trellis_its_districts_agreement_counts(side):
    district = side.rows["District"]
    new = JoiningSchool.objects.create(
        network=side.network,
        name="New",
        district_name=district.name.upper(),
        stage="interest",
        stage_started=date.today(),
    )
    assert not check_requirement("services-agreement", new).met
    _sign(side)
    assert check_requirement("services-agreement", new).met
    new.district_name = "Another district"
    assert not check_requirement("services-agreement", new).met


def test_a_superintendent_sees_how_far_her_schools_are_and_not_those_of_others(side):
    side.school.district = side.rows["District"]
    side.school.save()
    JoiningStep.objects.create(
        joining=side.rows["JoiningSchool"],
        key="planning-time",
        stage="year-1",
        year=1,
        position=2,
        title="Every team plans together",
        level="priority",
        side="school",
        due=date.today() + timedelta(days=3),
    )
    devi = Client()
    devi.force_login(side.devi.account)
    page = devi.get(reverse("today")).content.decode()
    assert "Every team plans together" in page
    assert "1 of 2 milestones met" in page
    other = JoiningStep.objects.unscoped("the test looks").exclude(joining=side.rows["JoiningSchool"]).first()
    assert other.title == "Annual review"
    other.title = "A step of another network"
    other.save()
    assert "A step of another network" not in devi.get(reverse("today")).content.decode()


def test_the_pipeline_says_until_when_a_school_has_its_agreement(side):
    _sign(side, ends=date(2030, 6, 30))
    imani = Client()
    imani.force_login(side.imani.account)
    assert "Jun 30, 2030" in imani.get(reverse("joining", args=[side.network.pk])).content.decode()


def test_the_step_on_waivers_asks_about_this_school_alone(side):
    side.school.district = side.rows["District"]
    side.school.save()
    joining = side.rows["JoiningSchool"]
    joining.school = side.school
    policies = DistrictPolicy.objects.unscoped("the test asks").filter(pk=side.rows["DistrictPolicy"].pk)
    policies.update(status="not-asked")
    assert check_requirement(None, joining, "waivers").sentence == "Not asked for yet: Seat time"
    policies.update(status="asked")
    assert check_requirement(None, joining, "waivers").met
    neighbor = School.objects.create(network=side.network, district=side.rows["District"], name="Neighbor")
    PolicySchool.objects.unscoped("the test moves it").update(school=neighbor)
    policies.update(status="not-asked")
    assert "written down" in check_requirement(None, joining, "waivers").sentence
