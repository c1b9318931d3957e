"""Two people who change where a school is: the second sees what the first saved before anything is written."""

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import School
from world import make_world

pytestmark = pytest.mark.django_db


def test_the_second_of_two_people_is_shown_the_first_ones_change():
    home = make_world().home
    page, shown = reverse("school-details", args=[home.school.pk]), {"shown-city": "", "shown-state": "RI"}
    ines, imani = Client(), Client()
    ines.force_login(home.ines.account)
    imani.force_login(home.imani.account)
    form = {
        "city": "Providence",
        "state": "RI",
        "time_zone": "America/New_York",
        "shown-time_zone": "America/New_York",
    }
    assert 'name="shown-state" value="RI"' in ines.get(page).content.decode()
    assert ines.post(page, form | shown).status_code == 302
    stale = imani.post(page, form | shown | {"city": "Warwick"})
    assert stale.status_code == 409
    assert all(city in stale.content.decode() for city in ("Providence", "Warwick"))
    assert School.objects.unscoped("the test looks").get(pk=home.school.pk).city == "Providence"
