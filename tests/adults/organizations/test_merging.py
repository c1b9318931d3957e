"""Two records of one organization become one, and two again: nothing is lost on the way there or back."""

import pytest
from django.core import serializers
from django.test import Client
from django.urls import reverse

from trellis.adults.organizations import merging, services
from trellis.adults.organizations.duplicates import OrganizationFacts, find_duplicates
from trellis.adults.organizations.models import (
    Organization,
    PanelMember,
    PartnerPromise,
    Relationship,
    SiteLink,
)
from trellis.core.community.models import School
from trellis.core.foundation.errors import ActionError
from trellis.learning.internships.models import Site
from world import make_world

pytestmark = pytest.mark.django_db
TABLES = (Organization, Relationship, PartnerPromise, SiteLink, PanelMember)


@pytest.fixture
def home():
    return make_world().home


@pytest.fixture
def clinic(home):
    return home.rows["Organization"]


@pytest.fixture
def twin(home):
    """A second record of the clinic, which the same school works with."""
    facts = {"name": "Hope Clinics", "phone": "401-555-0142", "city": "Rua"}
    twin = services.add_organization(home.network.pk, facts, home.ines.pk)
    relationship = services.begin_relationship(twin, home.school, home.ines.pk)
    PartnerPromise.objects.create(
        relationship=relationship, school_year=2027, words="Eye tests.", unit="visits", amount=2
    )
    SiteLink.objects.create(site=Site.objects.create(network=home.network, name="Annex"), organization=twin)
    PanelMember.objects.create(organization=twin, school=home.school, name="Lin")
    return twin


def everything():
    """Every row of the tables that a merge touches, without when and how often it was written."""
    rows = serializers.serialize("python", [row for table in TABLES for row in table.objects.unscoped("t")])
    for row in rows:
        row["fields"].pop("modified")
        row["fields"].pop("revision", None)
    return sorted(rows, key=lambda row: str(row["pk"]))


def test_undoing_a_merge_leaves_everything_as_it_was(home, clinic, twin):
    before = everything()
    merge = merging.merge_organizations(clinic, twin, {"phone": twin.phone, "city": twin.city}, home.ines.pk)
    assert merging.merge_organizations(clinic, twin, {}, home.ines.pk) == merge
    merged = Organization.objects.unscoped("t").get(pk=clinic.pk)
    assert (merged.name, merged.phone, merged.city) == ("Hope Clinic", "401-555-0142", "Rua")
    for table in (Relationship, SiteLink, PanelMember):
        assert table.objects.unscoped("t").filter(organization=merged).count() == 2
        assert not table.objects.unscoped("t").filter(organization=twin).exists()
    assert everything() != before
    merging.undo_merge(merge, home.ines.pk)
    merging.undo_merge(merge, home.ines.pk)
    assert everything() == before


def test_what_somebody_corrected_after_a_merge_stays_when_it_is_undone(home, clinic, twin):
    merge = merging.merge_organizations(clinic, twin, {"city": "Rua", "phone": "1"}, home.ines.pk)
    services.save_organization(clinic, {"phone": "2"}, home.ines.pk, None, {})
    merging.undo_merge(merge, home.ines.pk)
    parted = Organization.objects.unscoped("t").get(pk=clinic.pk)
    assert (parted.phone, parted.city) == ("2", "")


def test_a_chain_of_merges_leads_to_the_last_and_is_undone_from_its_end(home, clinic, twin):
    third = services.add_organization(home.network.pk, {"name": "Clinic of Hope"}, home.ines.pk)
    first = merging.merge_organizations(clinic, twin, {}, home.ines.pk)
    second = merging.merge_organizations(third, clinic, {}, home.ines.pk)
    assert merging.resolve_forward(Organization.objects.unscoped("t").get(pk=twin.pk)) == third
    with pytest.raises(ActionError):
        merging.undo_merge(first, home.ines.pk)
    merging.undo_merge(second, home.ines.pk)
    assert merging.undo_merge(first, home.ines.pk).merged_into_id is None


def test_a_coordinator_merges_what_the_school_works_with_and_nothing_else(home, clinic, twin):
    client = Client()
    client.force_login(home.daniel.account)
    page = f"{reverse('organization-merge', args=[clinic.pk])}?with={twin.pk}"
    sent = {"do": "merge", "name": "first", "phone": "second", "city": "second"}
    other = School.objects.create(network=home.network, name="Cove High")
    Relationship.objects.unscoped("t").filter(organization=twin).update(school=other)
    assert client.post(page, sent).status_code == 404
    Relationship.objects.unscoped("t").filter(organization=twin).update(school=home.school)
    assert client.post(page, sent).status_code == 302
    gone = client.get(reverse("organization", args=[twin.pk]))
    assert gone["Location"] == reverse("organization", args=[clinic.pk])
    assert "Undo the merge" in client.get(gone["Location"]).content.decode()


def test_names_alike_and_the_same_phone_are_suggested_and_branches_elsewhere_are_not():
    facts = [
        OrganizationFacts("a", "Eastside Clinic", "Rua", phone="401-555-0142"),
        OrganizationFacts("b", "East Side Clinic", "Rua"),
        OrganizationFacts("c", "Health for All", "Rua", phone="+1 (401) 555 0142"),
        OrganizationFacts("d", "Public Library", "Rua"),
        OrganizationFacts("e", "Public Library East", "Cove"),
    ]
    pairs = {frozenset(pair) for pair in find_duplicates(facts)}
    assert pairs == {frozenset("ac"), frozenset("ab")}
