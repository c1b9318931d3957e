"""The demonstration has graduates, a file that says where some are, and a few answers."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from built_demo import open_demo
from trellis.core.community.models import Role, School, Tie
from trellis.demo.plan import NetworkShape
from trellis.improvement.alumni.models import AlumniAnswer, ClearinghouseFile

pytestmark = pytest.mark.django_db

WHY = "the test looks at the whole demonstration"


def test_a_principal_sees_classes_and_a_network_lead_sees_the_file():
    network = open_demo(NetworkShape(1, 0, 0, 64), date(2026, 11, 24))
    file = ClearinghouseFile.objects.unscoped(WHY).get()
    assert file.confirmed_at
    assert file.summary["unknown"] == 0
    assert file.summary["found"] > file.summary["not_found"] / 2
    assert AlumniAnswer.objects.unscoped(WHY).count() >= 10

    school = School.objects.unscoped(WHY).filter(network=network).first()
    leaders = Tie.objects.unscoped(WHY).filter(role=Role.LEADER, to_school=school)
    client = Client()
    client.force_login(leaders.select_related("person__account").first().person.account)
    page = client.get(reverse("after-graduation", args=[school.pk])).text
    assert "at most" in page
    assert "graduates answered" in page
