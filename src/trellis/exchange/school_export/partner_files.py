"""The files on organizations, agreements, waivers and the shared commitment."""

from __future__ import annotations

from django.db.models import QuerySet

from trellis.adults.organizations.models import (
    CommitmentPromise,
    Organization,
    PartnerPromise,
    Relationship,
    SharedCommitment,
)
from trellis.adults.partnerships.models import AgreementSchool, DistrictPolicy, PartnerAgreement
from trellis.adults.partnerships.policies import covers

from .files import ExportFile, ExportScope
from .people_files import ROW_ID


def _organizations(scope: ExportScope) -> QuerySet[Organization]:
    near = scope.of_school(Relationship).values("organization")
    return Organization.objects.seen_by(scope.viewer).filter(pk__in=near)


def _agreements(scope: ExportScope) -> QuerySet[PartnerAgreement]:
    covering = AgreementSchool.objects.seen_by(scope.viewer).filter(school=scope.school)
    return PartnerAgreement.objects.seen_by(scope.viewer).filter(pk__in=covering.values("agreement"))


PARTNER_FILES = (
    ExportFile(
        "organizations",
        "an organization that works with the school",
        _organizations,
        ROW_ID
        | {
            "name": ("name", "Name."),
            "about": ("about", "What it does."),
            "city": ("city", "City."),
            "address": ("address", "Address."),
            "website": ("website", "Website."),
            "email": ("email", "Email."),
            "phone": ("phone", "Phone."),
        },
    ),
    ExportFile(
        "relationships",
        "what the school has with an organization",
        lambda scope: scope.of_school(Relationship),
        ROW_ID
        | {
            "organization_id": ("organization_id", "Organization: a row of organizations.csv."),
            "services": ("services", "What it does for the school."),
            "since": ("since", "Since when."),
            "until": ("until", "Last day."),
            "contact": ("contact", "Contact."),
            "agreement": ("agreement", "What was agreed."),
            "signed_on": ("signed_on", "When it was signed."),
            "valid_until": ("valid_until", "Last day of the agreement."),
        },
    ),
    ExportFile(
        "partner_promises",
        "what an organization promised for a school year",
        lambda scope: scope.of_school(PartnerPromise, "relationship__school"),
        {
            "relationship_id": ("relationship_id", "Relationship: a row of relationships.csv."),
            "school_year": ("school_year", "The year in which the school year ends."),
            "words": ("words", "The promise."),
            "amount": ("amount", "How much."),
            "unit": ("unit", "Of what."),
        },
    ),
    ExportFile(
        "agreements",
        "an agreement with the network that its reader may see: of a charter school with its network",
        _agreements,
        ROW_ID
        | {
            "title": ("title", "Title."),
            "kind": ("kind", "Kind."),
            "status": ("status", "Status."),
            "starts": ("starts", "First day."),
            "ends": ("ends", "Last day."),
            "end_of_data": ("end_of_data", "What happens to data at the end."),
        },
    ),
    ExportFile(
        "waivers",
        "a rule of the district or state that the model needs changed, where it is about the school",
        lambda scope: DistrictPolicy.objects.seen_by(scope.viewer).filter(covers(scope.school)),
        ROW_ID
        | {
            "topic": ("topic", "Topic."),
            "needs": ("needs", "What the model needs."),
            "rule": ("rule", "The rule now."),
            "status": ("status", "Status of the waiver."),
            "starts": ("starts", "First day."),
            "ends": ("ends", "Last day."),
        },
    ),
    ExportFile(
        "shared_commitments",
        "the school's shared commitment for a school year",
        lambda scope: scope.of_school(SharedCommitment),
        ROW_ID
        | {
            "school_year": ("school_year", "The year in which the school year ends."),
            "published_at": ("published_at", "When it was published."),
            "next_year": ("next_year", "What changes next year."),
        },
    ),
    ExportFile(
        "commitment_promises",
        "what one party promised in a shared commitment",
        lambda scope: scope.of_school(CommitmentPromise, "commitment__school"),
        {
            "commitment_id": ("commitment_id", "Commitment: a row of shared_commitments.csv."),
            "party": ("party", "Who promised."),
            "words": ("words", "The promise."),
            "outcome": ("outcome", "Whether it was kept."),
            "review": ("review", "What its party said of it."),
        },
    ),
)
