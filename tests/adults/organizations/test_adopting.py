"""Sites and partners that were there before become organizations, and nothing of them is lost."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.adults.organizations.adoption import adopt_network
from trellis.adults.organizations.models import Organization, PartnerLink, Relationship, SiteLink
from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.learning.internships import sites
from trellis.learning.internships.models import Site
from trellis.learning.supports import partner_services
from trellis.learning.supports.models import Partner
from world import make_world

pytestmark = pytest.mark.django_db
NAMES = st.lists(st.sampled_from(["Clinic", "clinic", "Food Bank", "Ateliê", "مركز"]), max_size=5)


@pytest.fixture
def home():
    return make_world().home


def everything(network):
    """What sites and partners say, and what the organizations behind them say."""
    site_rows = Site.objects.unscoped("t").filter(network=network)
    partners = Partner.objects.unscoped("t").filter(school__network=network)
    before = sorted((row.name, row.city, row.phone) for row in site_rows)
    before += sorted((row.name, row.contact, row.phone, *row.areas) for row in partners)
    links = SiteLink.objects.unscoped("t").filter(site__network=network).select_related("organization")
    after = sorted(
        (link.organization.name, link.organization.city, link.organization.phone) for link in links
    )
    pairs = PartnerLink.objects.unscoped("t").filter(partner__school__network=network)
    pairs = [link.relationship for link in pairs.select_related("relationship__organization")]
    after += sorted((row.organization.name, row.contact, row.phone, *row.services) for row in pairs)
    return before, after


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(site_names=NAMES, partner_names=NAMES, seed=st.integers(0, 99))
def test_each_site_and_partner_has_an_organization_that_says_the_same(home, site_names, partner_names, seed):
    dice = random.Random(seed)
    with ledger.act("a network of its own"):
        network = Network.objects.create(name="N", slug=f"n-{Network.objects.unscoped('t').count()}")
        school = home.school.__class__.objects.create(network=network, name="A school")
        for name in site_names:
            Site.objects.create(
                network=network, name=name, city=dice.choice(["", "Rua"]), phone=dice.choice("12")
            )
        for name in dict.fromkeys(partner_names):
            Partner.objects.create(
                school=school,
                name=name,
                areas=["food"],
                contact=dice.choice(["", "Li"]),
                phone=dice.choice("12"),
            )
    adopt_network(network.pk)
    before, after = everything(network)
    assert after == before
    count = Organization.objects.unscoped("t").filter(network=network).count()
    assert adopt_network(network.pk) == 0
    assert Organization.objects.unscoped("t").filter(network=network).count() == count == len(before)


def test_a_school_works_with_the_organization_at_whose_site_a_student_is(home):
    SiteLink.objects.unscoped("t").filter(site=home.rows["Site"]).delete()
    adopt_network(home.network.pk)
    adopt_network(home.network.pk)
    relationship = Relationship.objects.unscoped("t").get(organization__sites__site=home.rows["Site"])
    assert (relationship.school_id, relationship.services) == (home.school.pk, ["internships"])
    assert relationship.since == home.rows["Placement"].starts


def test_a_new_site_and_a_new_partner_are_on_the_list_at_once(home):
    site = sites.save_site(None, home.network, {"name": "Boat Yard", "city": ""}, home.daniel.pk)
    partner = partner_services.save_partner(
        home.school, "The Tuesday House", ["mind"], "", "", "", "", home.noor.pk
    )
    organizations = Organization.objects.unscoped("t")
    assert organizations.get(sites__site=site).name == "Boat Yard"
    assert organizations.get(relationships__partners__partner=partner).name == "The Tuesday House"
